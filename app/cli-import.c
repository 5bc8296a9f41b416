/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "import.h"
#include "json.h"
#include "store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* What is known about the article; null for what is not. */
static char *
describe (BylineImport *import, gsize *size)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_member (builder, "title", import->title);
  add_member (builder, "author", import->author);
  add_member (builder, "outlet", import->outlet);
  add_member (builder, "date", import->date);
  add_member (builder, "language", import->language);
  add_member (builder, "direction", import->direction);
  json_builder_set_member_name (builder, "leftOut");
  json_builder_begin_array (builder);
  for (guint i = 0; i < import->left_out->len; i++)
    {
      const BylineLeftOut *item = import->left_out->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "place");
      json_builder_add_int_value (builder, item->place);
      add_member (builder, "kind", byline_left_out_get_name (item->kind));
      json_builder_set_member_name (builder, "words");
      json_builder_add_int_value (builder, item->n_words);
      add_member (builder, "text", item->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return byline_json_print (root, size);
}

/* Puts images beside the article, before it: nothing refers to what is not there.
 * What has a name of theirs already stays as it is. */
static int
write_media (const GPtrArray *media, const char *output)
{
  g_autofree char *folder = g_path_get_dirname (output);
  g_autofree char *media_folder = g_build_filename (folder, "media", NULL);
  g_autoptr (GError) error = NULL;

  if (media->len > 0 && g_mkdir (media_folder, 0777) != 0 && errno != EEXIST)
    {
      g_set_error_literal (&error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
      return byline_cli_fail (media_folder, error);
    }

  for (guint i = 0; i < media->len; i++)
    {
      const BylineMedia *image = media->pdata[i];
      g_autofree char *path = g_build_filename (media_folder, image->name, NULL);
      gsize size = 0, there_size = 0;
      const char *data = g_bytes_get_data (image->bytes, &size);
      g_autofree char *there = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          const int status = byline_cli_write (path, data, size);

          if (status != BYLINE_EXIT_DONE)
            return status;
          continue;
        }
      there = byline_store_read_file (path, BYLINE_MEDIA_MAX_SIZE, &there_size, NULL);
      if (there == NULL || there_size != size || memcmp (there, data, size) != 0)
        {
          g_set_error_literal (&error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("there is another file of this name already"));
          return byline_cli_fail (path, error);
        }
    }
  return BYLINE_EXIT_DONE;
}

static int
import_file (const char *name, const BylineImportOptions *options, gboolean as_text, gboolean as_json, const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BylineImport) import = NULL;
  int status;
  gsize size = 0;
  char *data = byline_cli_read (name, BYLINE_ARTICLE_MAX_SIZE, &size, &error);

  if (data == NULL)
    return byline_cli_fail (name, error);
  bytes = g_bytes_new_take (data, size);
  import = byline_import (bytes, options, &error);
  if (g_error_matches (error, BYLINE_ERROR, BYLINE_ERROR_VALUE))
    {
      byline_cli_say ("byline-cli import", error->message);
      return BYLINE_EXIT_USAGE;
    }
  if (import == NULL)
    return byline_cli_fail (name, error);

  if (as_json)
    {
      g_autofree char *json = describe (import, &size);
      return byline_cli_write (output, json, size);
    }
  if (as_text)
    {
      const char *text = byline_article_get_text (import->article, &size);
      return byline_cli_write (output, text, size);
    }

  if (import->n_images_left > 0)
    {
      g_autofree char *plain = byline_cli_plain (name);

      g_printerr (ngettext ("%s: %u picture leaves only its description; -o OUT keeps it\n", "%s: %u pictures leave only their descriptions; -o OUT keeps them\n", import->n_images_left),
                  plain, import->n_images_left);
    }
  status = options->keep_images ? write_media (import->media, output) : BYLINE_EXIT_DONE;
  if (status != BYLINE_EXIT_DONE)
    return status;
  data = (char *) g_bytes_get_data (byline_article_get_html (import->article), &size);
  return byline_cli_write (output, data, size);
}

/**
 * byline_cli_import:
 *
 * `byline-cli import FILE`: an HTML, Markdown or plain text file as canonical HTML.
 *
 * Returns: an exit status
 */
int
byline_cli_import (int argc, char **argv)
{
  g_auto (GStrv) files = NULL;
  g_autofree char *title = NULL;
  g_autofree char *language = NULL;
  g_autofree char *output = NULL;
  gboolean keep_all = FALSE, as_text = FALSE, as_json = FALSE;
  int status = BYLINE_EXIT_DONE;
  const GOptionEntry entries[] = {
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("Replace or add the title"), N_ ("TITLE") },
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, N_ ("Set the article's language, like “en”"), N_ ("LANGUAGE") },
    { "keep-all", 0, 0, G_OPTION_ARG_NONE, &keep_all, N_ ("Leave menus, adverts and the like in"), NULL },
    { "text", 0, 0, G_OPTION_ARG_NONE, &as_text, N_ ("Write the canonical text, not HTML"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write what is known about the article"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write (standard output)"), N_ ("OUT") },
    G_OPTION_ENTRY_NULL,
  };
  BylineImportOptions options = { NULL };

  if (!byline_cli_options (argc, argv, _ ("FILE"), _ ("Turns an HTML, Markdown or plain text file into a canonical article."), entries, &files, &status))
    return status;
  if (g_strv_length (files) != 1 || (as_text && as_json))
    {
      g_printerr ("byline-cli import: %s\n", as_text && as_json ? _ ("--text and --json exclude each other") : _ ("give exactly one file"));
      return BYLINE_EXIT_USAGE;
    }

  options.name = strcmp (files[0], "-") == 0 ? NULL : files[0];
  options.title = title;
  options.language = language;
  options.keep_all = keep_all;
  options.path = options.name;
  options.keep_images = output != NULL && strcmp (output, "-") != 0;
  return import_file (files[0], &options, as_text, as_json, output);
}
