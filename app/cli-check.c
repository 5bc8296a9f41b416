/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "pack.h"
#include "store.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  KIND_PACK,
  KIND_ANNOTATIONS,
  KIND_ARTICLE,
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
  if (has_suffix (name, ".byline") || (size >= 2 && memcmp (data, "PK", 2) == 0))
    return KIND_PACK;
  while (at < size && g_ascii_isspace (data[at]))
    at++;
  return at == size || data[at] == '{' || data[at] == '[' ? KIND_ANNOTATIONS : KIND_ARTICLE;
}

/* Problems are the results of this verb and go to stdout; warnings do not. */
static void
say_all (const char *name, GPtrArray *problems, GPtrArray *warnings)
{
  for (guint i = 0; i < problems->len; i++)
    g_print ("%s: %s\n", name, (const char *) g_ptr_array_index (problems, i));
  for (guint i = 0; i < warnings->len; i++)
    g_printerr ("%s: %s: %s\n", name, _ ("warning"), (const char *) g_ptr_array_index (warnings, i));
}

/* Collects what is wrong with a pack; an error means that it can not be read. */
static gboolean
check_pack (const char *name, GPtrArray *problems, GPtrArray *warnings, GError **error)
{
  g_autoptr (BylinePack) pack = byline_pack_open (name, error);

  if (pack == NULL)
    return FALSE;
  byline_pack_check (pack, problems, warnings);
  return TRUE;
}

static gboolean
check_file (const char *name, GPtrArray *problems, GPtrArray *warnings, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (BylineAnnotations) annotations = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  Kind kind;

  data = byline_cli_read (name, BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);
  if (data == NULL)
    return FALSE;

  kind = guess_kind (name, data, size);
  if (kind == KIND_PACK)
    return check_pack (name, problems, warnings, error);
  if (kind == KIND_ARTICLE)
    {
      bytes = g_bytes_new (data, size);
      article = byline_article_new (bytes, error);
      return article != NULL;
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

  if (!(is_pack ? check_pack : check_file) (name, problems, warnings, &error))
    {
      if (error->domain != BYLINE_ERROR)
        return byline_cli_fail (name, error);
      g_ptr_array_add (problems, g_strdup (error->message));
    }
  say_all (g_str_equal (name, "-") ? _ ("standard input") : name, problems, warnings);
  return problems->len > 0 ? BYLINE_EXIT_BAD_INPUT : BYLINE_EXIT_DONE;
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
