/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "exchange.h"
#include "pack.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <errno.h>
#include <string.h>

typedef struct
{
  const BylineExchange *to;
  const BylineExchange *from; /* NULL: guessed */
  BylineExchangeOptions options;
  char *article_id;
  char *output;
  gboolean into_folder;
  GHashTable *said;    /* what a format cannot hold is said once */
  GHashTable *written; /* names of this run, so that none is written twice */
} Convert;

static void
convert_clear (Convert *self)
{
  g_clear_pointer (&self->options.article, byline_article_unref);
  g_clear_pointer (&self->options.set, byline_tag_set_unref);
  g_clear_pointer (&self->options.labels, g_hash_table_unref);
  g_clear_pointer (&self->said, g_hash_table_unref);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_free (self->article_id);
  g_free (self->output);
}

static int
usage_error (const char *message)
{
  g_printerr ("byline-cli convert: %s\n", message);
  return BYLINE_EXIT_USAGE;
}

static void
say_once (Convert *self, const char *name, GPtrArray *notices)
{
  for (guint i = 0; i < notices->len; i++)
    if (g_hash_table_add (self->said, g_strdup (notices->pdata[i])))
      byline_cli_say (name, notices->pdata[i]);
}

/* What `NAME.ann` and the like is called without its end. */
static char *
get_stem (const char *file)
{
  static const char *const suffixes[] = { ".byline.json", ".jsonl", ".json", ".html", ".htm", ".ann", ".csv", ".tsv", ".txt" };
  g_autofree char *base = g_strcmp0 (file, "-") == 0 ? g_strdup ("annotations") : g_path_get_basename (file);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (base, suffixes[i]) && strlen (base) > strlen (suffixes[i]))
      {
        base[strlen (base) - strlen (suffixes[i])] = '\0';
        break;
      }
  return g_steal_pointer (&base);
}

/* A name in the folder that this run has not used yet. */
static char *
get_output (Convert *self, const char *file, const char *person)
{
  g_autofree char *stem = get_stem (file);
  g_autofree char *clean = person != NULL ? g_strdelimit (g_strdup (person), "/\\:*?\"<>|%\r\n\t ", '-') : NULL;
  char *name = NULL;

  for (guint n = 1; name == NULL || g_hash_table_contains (self->written, name); n++)
    {
      g_autofree char *number = n > 1 ? g_strdup_printf ("-%u", n) : g_strdup ("");
      g_autofree char *base = g_strconcat (stem, clean != NULL ? "." : "", clean != NULL ? clean : "", number, self->to->suffix, NULL);

      g_free (name);
      name = g_build_filename (self->output, base, NULL);
    }
  g_hash_table_add (self->written, g_strdup (name));
  return name;
}

static int
write_work (Convert *self, BylineAnnotations *work, const char *file, const char *person)
{
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = self->into_folder ? get_output (self, file, person) : g_strdup (self->output);
  g_autofree char *data = NULL;
  gsize size = 0;

  data = self->to->write (self->options.article, work, self->options.set, notices, &size, &error);
  if (data == NULL)
    return byline_cli_fail (file, error);
  say_once (self, file, notices);
  return byline_cli_write (name, data, size);
}

/* Ties and writes some of the documents of a file as one. */
static int
convert_documents (Convert *self, GPtrArray *documents, const char *file, const char *person)
{
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = byline_exchange_tie (documents, &self->options, left_out, &error);
  int status;

  for (guint i = 0; i < documents->len; i++)
    say_once (self, file, ((BylineForeign *) documents->pdata[i])->notices);
  if (work == NULL)
    return byline_cli_fail (file, error);
  for (guint i = 0; i < left_out->len; i++)
    byline_cli_say (file, left_out->pdata[i]);
  status = write_work (self, work, file, person);
  return MAX (status, left_out->len > 0 ? BYLINE_EXIT_BAD_INPUT : BYLINE_EXIT_DONE);
}

static int
convert_all (Convert *self, GPtrArray *documents, const char *file)
{
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = byline_exchange_choose (documents, self->options.article, notices);
  int status = BYLINE_EXIT_DONE;

  if (chosen->len > 1 && !self->into_folder)
    g_ptr_array_add (notices, g_strdup_printf (_ ("it holds %u people’s annotations or several documents, all written into one; -o FOLDER/ writes a file for each"), chosen->len));
  say_once (self, file, notices);
  if (chosen->len == 1 || !self->into_folder)
    return convert_documents (self, chosen, file, NULL);

  for (guint i = 0; i < chosen->len; i++)
    {
      BylineForeign *document = chosen->pdata[i];
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *person = document->creator != NULL ? document->creator : document->name != NULL ? document->name : number;
      int this_status;

      g_ptr_array_add (one, document);
      this_status = convert_documents (self, one, file, person);
      status = MAX (status, this_status);
    }
  return status;
}

/* A sound work file says by itself what other formats need to know. */
static int
convert_own (Convert *self, const char *file, const char *data, gsize size)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = byline_annotations_new_from_data (data, size, &error);

  if (work == NULL && error->code == BYLINE_ERROR_KIND)
    return usage_error (_ ("annotations of another program need --article"));
  if (work == NULL)
    return byline_cli_fail (file, error);
  if (self->to->needs_article)
    {
      g_printerr (_ ("byline-cli convert: --to %s needs --article\n"), self->to->name);
      return BYLINE_EXIT_USAGE;
    }
  if (!byline_annotations_check (work, NULL, self->options.set, problems))
    {
      for (guint i = 0; i < problems->len; i++)
        byline_cli_say (file, problems->pdata[i]);
      return BYLINE_EXIT_BAD_INPUT;
    }
  return write_work (self, work, file, NULL);
}

/* brat keeps the text in a file beside the annotations. */
static void
add_text (GPtrArray *documents, const char *file)
{
  g_autofree char *stem = g_str_has_suffix (file, ".ann") ? g_strndup (file, strlen (file) - strlen (".ann")) : NULL;
  g_autofree char *name = stem != NULL ? g_strconcat (stem, ".txt", NULL) : NULL;
  BylineForeign *document = documents->pdata[0];
  gsize size;
  g_autofree char *text = name != NULL && g_file_test (name, G_FILE_TEST_IS_REGULAR) ? byline_cli_read (name, BYLINE_ARTICLE_MAX_SIZE, &size, NULL) : NULL;

  if (text != NULL && g_utf8_validate_len (text, size, NULL))
    document->text = g_steal_pointer (&text);
}

static int
convert_file (Convert *self, const char *file)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;
  const BylineExchange *from = self->from;
  gsize size;
  g_autofree char *data = byline_cli_read (file, BYLINE_EXCHANGE_MAX_SIZE, &size, &error);

  if (data == NULL)
    return byline_cli_fail (file, error);
  if (from == NULL)
    from = byline_exchange_get (byline_exchange_guess (file, data, size));
  if (from == NULL || from->read == NULL)
    {
      byline_cli_say (file, _ ("it is not clear what format this is; say it with --from"));
      return BYLINE_EXIT_BAD_INPUT;
    }
  if (self->options.article == NULL && from == byline_exchange_get (BYLINE_EXCHANGE_WEB_ANNOTATION))
    return convert_own (self, file, data, size);
  if (self->options.article == NULL)
    {
      g_printerr (_ ("byline-cli convert: --from %s needs --article\n"), from->name);
      return BYLINE_EXIT_USAGE;
    }

  documents = from->read (data, size, &error);
  if (documents == NULL && self->from == NULL)
    g_prefix_error (&error, _ ("taken for %s (--from says otherwise): "), from->name);
  if (documents == NULL)
    return byline_cli_fail (file, error);
  if (from == byline_exchange_get (BYLINE_EXCHANGE_BRAT))
    add_text (documents, file);
  return convert_all (self, documents, file);
}

/* The formats' names, for messages: all, or those that can be read. */
static char *
list_formats (gboolean readable)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < BYLINE_EXCHANGE_N_FORMATS; i++)
    {
      const BylineExchange *format = byline_exchange_get (i);

      if (format != NULL && (!readable || format->read != NULL))
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", format->name);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static int
choose_formats (Convert *self, const char *to, const char *from)
{
  g_autofree char *all = list_formats (FALSE);
  g_autofree char *readable = list_formats (TRUE);

  self->to = to != NULL ? byline_exchange_find (to) : NULL;
  self->from = from != NULL ? byline_exchange_find (from) : NULL;
  if (self->to == NULL)
    g_printerr (_ ("byline-cli convert: --to must be one of: %s\n"), all);
  else if (from != NULL && (self->from == NULL || self->from->read == NULL))
    g_printerr (_ ("byline-cli convert: --from must be one of: %s\n"), readable);
  else
    return BYLINE_EXIT_DONE;
  return BYLINE_EXIT_USAGE;
}

/* --map LABEL=TAG; labels may have a "=", tags have none. */
static int
read_maps (Convert *self, char **maps)
{
  self->options.labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; maps != NULL && maps[i] != NULL; i++)
    {
      const char *equals = strrchr (maps[i], '=');
      g_autofree char *label = NULL;
      const char *before;

      if (equals == NULL || !g_utf8_validate (maps[i], -1, NULL))
        return usage_error (_ ("--map must be LABEL=TAG in UTF-8"));
      if (equals[1] != '\0' && byline_tag_set_find (self->options.set, equals + 1) < 0)
        {
          g_printerr (_ ("byline-cli convert: --map %s: there is no tag “%s”\n"), maps[i], equals + 1);
          return BYLINE_EXIT_USAGE;
        }
      label = g_strndup (maps[i], equals - maps[i]);
      before = g_hash_table_lookup (self->options.labels, label);
      if (before != NULL && !g_str_equal (before, equals + 1))
        {
          g_printerr (_ ("byline-cli convert: --map gives “%s” two meanings\n"), label);
          return BYLINE_EXIT_USAGE;
        }
      g_hash_table_insert (self->options.labels, g_steal_pointer (&label), g_strdup (equals + 1));
    }
  return BYLINE_EXIT_DONE;
}

static int
open_pack (Convert *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_cli_open_pack (name, &error);

  if (pack == NULL)
    return byline_cli_fail (name, error);
  self->options.set = byline_tag_set_ref (byline_pack_get_tags (pack));
  return BYLINE_EXIT_DONE;
}

static int
open_article (Convert *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  char *data = byline_cli_read (name, BYLINE_ARTICLE_MAX_SIZE, &size, &error);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_take (data, size) : NULL;

  self->options.article = bytes != NULL ? byline_article_new (bytes, &error) : NULL;
  if (self->options.article == NULL)
    return byline_cli_fail (name, error);
  self->article_id = g_str_equal (name, "-") ? g_strdup ("article") : get_stem (name);
  if (!g_utf8_validate (self->article_id, -1, NULL))
    {
      g_free (self->article_id);
      self->article_id = g_strdup ("article");
    }
  g_strdelimit (self->article_id, " \t\r\n<>\"", '-');
  self->options.article_id = self->article_id;
  return BYLINE_EXIT_DONE;
}

/* Whether the output is a folder; one that is not there yet is made. */
static int
open_output (Convert *self, char *output, guint n_files)
{
  self->output = g_strdup (output != NULL ? output : "-");
  self->into_folder = g_file_test (self->output, G_FILE_TEST_IS_DIR) || g_str_has_suffix (self->output, "/");
  if (n_files > 1 && !self->into_folder)
    return usage_error (_ ("several files need a folder to write to: -o FOLDER/"));
  if (self->into_folder && g_mkdir_with_parents (self->output, 0777) != 0)
    {
      g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
      return byline_cli_fail (self->output, error);
    }
  return BYLINE_EXIT_DONE;
}

static int
count_stdin (char **files, const char *article)
{
  int n = g_strcmp0 (article, "-") == 0;

  for (guint i = 0; files[i] != NULL; i++)
    n += g_str_equal (files[i], "-");
  return n;
}

/**
 * byline_cli_convert:
 *
 * `byline-cli convert`: annotations from and for other programs.
 *
 * Returns: an exit status
 */
int
byline_cli_convert (int argc, char **argv)
{
  g_autofree char *to = NULL, *from = NULL, *article = NULL, *pack = NULL, *output = NULL;
  g_auto (GStrv) maps = NULL;
  const GOptionEntry entries[] = {
    { "to", 't', 0, G_OPTION_ARG_STRING, &to, N_ ("The format to write"), N_ ("FORMAT") },
    { "from", 'f', 0, G_OPTION_ARG_STRING, &from, N_ ("The format to read; otherwise seen from name and content"), N_ ("FORMAT") },
    { "article", 'a', 0, G_OPTION_ARG_FILENAME, &article, N_ ("The canonical article"), "A.html" },
    { "pack", 'p', 0, G_OPTION_ARG_FILENAME, &pack, N_ ("The pack whose tags are meant (the usual four)"), "P" },
    { "map", 'm', 0, G_OPTION_ARG_FILENAME_ARRAY, &maps, N_ ("What a label of the other program means; nothing before “=” for none, nothing behind it to leave out"), N_ ("LABEL=TAG") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write (standard output); a folder for several files"), N_ ("OUT") },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files = NULL;
  __attribute__ ((cleanup (convert_clear))) Convert self = { NULL };
  int status;

  if (!byline_cli_options (argc, argv, _ ("--to FORMAT FILE…"), _ ("Converts annotations from and for other programs."), entries, &files, &status))
    return status;
  status = choose_formats (&self, to, from);
  if (status != BYLINE_EXIT_DONE)
    return status;
  if (files[0] == NULL)
    return usage_error (_ ("name at least one file"));
  if (count_stdin (files, article) > 1)
    return usage_error (_ ("“-” can be read only once"));
  if (maps != NULL && article == NULL)
    return usage_error (_ ("--map needs --article"));

  self.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  status = pack != NULL ? open_pack (&self, pack) : BYLINE_EXIT_DONE;
  if (self.options.set == NULL)
    self.options.set = byline_tag_set_ref (byline_tag_set_get_default ());
  if (status == BYLINE_EXIT_DONE)
    status = read_maps (&self, maps);
  if (status == BYLINE_EXIT_DONE && article != NULL)
    status = open_article (&self, article);
  if (status == BYLINE_EXIT_DONE)
    status = open_output (&self, output, g_strv_length (files));
  if (status != BYLINE_EXIT_DONE)
    return status;

  for (guint i = 0; files[i] != NULL; i++)
    {
      const int one = convert_file (&self, files[i]);
      status = MAX (status, one);
    }
  return status;
}
