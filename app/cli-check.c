/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "pack.h"
#include "seal.h"
#include "store.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  KIND_PACK,
  KIND_ANNOTATIONS,
  KIND_ARTICLE,
  KIND_SEALED,
} Kind;

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const gsize length = strlen (name), tail = strlen (suffix);

  return length >= tail && g_ascii_strcasecmp (name + length - tail, suffix) == 0;
}

/* By name where it tells, else by the first character. */
static Kind
guess_kind (const char *name, const char *data, gsize size)
{
  gsize at = 0;

  if (has_suffix (name, ".json"))
    return KIND_ANNOTATIONS;
  if (has_suffix (name, ".html") || has_suffix (name, ".htm"))
    return KIND_ARTICLE;
  if (has_suffix (name, ".sealed"))
    return KIND_SEALED;
  if (has_suffix (name, ".byline") || (size >= 2 && memcmp (data, "PK", 2) == 0))
    return KIND_PACK;
  while (at < size && g_ascii_isspace (data[at]))
    at++;
  return at == size || data[at] == '{' || data[at] == '[' ? KIND_ANNOTATIONS : KIND_ARTICLE;
}

/* Problems are the results of this verb and go to stdout; warnings do not. */
static int
say_all (const char *name, GPtrArray *problems, GPtrArray *warnings)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *plain = byline_cli_plain (name);

  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *problem = byline_cli_plain (g_ptr_array_index (problems, i));

      g_string_append_printf (lines, "%s: %s\n", plain, problem);
    }
  for (guint i = 0; i < warnings->len; i++)
    {
      g_autofree char *warning = g_strdup_printf ("%s: %s", _ ("warning"), (const char *) g_ptr_array_index (warnings, i));

      byline_cli_say (name, warning);
    }
  if (lines->len > 0 && byline_cli_write ("-", lines->str, lines->len) != BYLINE_EXIT_DONE)
    return BYLINE_EXIT_SYSTEM;
  return problems->len > 0 ? BYLINE_EXIT_BAD_INPUT : BYLINE_EXIT_DONE;
}

static gboolean
check_pack (BylinePack *pack, GPtrArray *problems, GPtrArray *warnings)
{
  if (pack != NULL)
    byline_pack_check (pack, problems, warnings);
  return pack != NULL;
}

/* Collects what is wrong; an error means that it can not be read. */
static gboolean
check_folder (const char *name, GPtrArray *problems, GPtrArray *warnings, GError **error)
{
  g_autoptr (BylinePack) pack = byline_pack_open (name, error);

  return check_pack (pack, problems, warnings);
}

static gboolean
check_file (const char *name, GPtrArray *problems, GPtrArray *warnings, GError **error)
{
  char *data;
  g_autoptr (BylineAnnotations) annotations = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  /* Nothing but a pack may be larger, and what the name calls otherwise is none. */
  data = byline_cli_read (name, guess_kind (name, "PK", 2) == KIND_PACK ? BYLINE_PACK_MAX_SIZE : BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);
  if (data == NULL)
    return FALSE;
  bytes = g_bytes_new_take (data, size);

  switch (guess_kind (name, data, size))
    {
    case KIND_PACK:
      pack = byline_pack_new_for_zip (bytes, error);
      return check_pack (pack, problems, warnings);
    case KIND_SEALED:
      return byline_seal_check (bytes, error);
    case KIND_ARTICLE:
      article = byline_article_new (bytes, error);
      return article != NULL;
    case KIND_ANNOTATIONS:
      break;
    }

  annotations = byline_annotations_new_from_data (data, size, error);
  if (annotations == NULL)
    return FALSE;
  byline_annotations_check (annotations, NULL, NULL, problems);
  byline_annotations_list_warnings (annotations, warnings);
  return TRUE;
}

static int
check_one (const char *name)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (name);
  const gboolean is_pack = g_file_test (name, G_FILE_TEST_IS_DIR) || g_str_equal (base, "byline.json");

  if (!(is_pack ? check_folder : check_file) (name, problems, warnings, &error))
    {
      if (error->domain != BYLINE_ERROR)
        return byline_cli_fail (name, error);
      g_ptr_array_add (problems, g_strdup (error->message));
    }
  return say_all (g_str_equal (name, "-") ? _ ("standard input") : name, problems, warnings);
}

/**
 * byline_cli_check:
 *
 * `byline-cli check`: one line a problem, `FILE: where: what is wrong`.
 *
 * Returns: an exit status
 */
int
byline_cli_check (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_auto (GStrv) files = NULL;
  int status;

  if (!byline_cli_options (argc, argv, _ ("FILE…"), _ ("Names each problem of packs, work files, answer keys and canonical articles."), entries, &files, &status))
    return status;
  if (files[0] == NULL)
    {
      g_printerr ("byline-cli check: %s\n", _ ("name at least one file"));
      return BYLINE_EXIT_USAGE;
    }

  status = BYLINE_EXIT_DONE;
  for (guint i = 0; files[i] != NULL; i++)
    {
      const int one = check_one (files[i]);
      status = MAX (status, one);
    }
  return status;
}
