/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "import.h"
#include "json.h"

#include <glib/gi18n.h>
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
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return byline_json_print (root, size);
}

static int
import_file (const char *name, const BylineImportOptions *options, gboolean as_text, gboolean as_json, const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BylineImport) import = NULL;
  gsize size = 0;
  char *data = byline_cli_read (name, BYLINE_ARTICLE_MAX_SIZE, &size, &error);

  if (data == NULL)
    return byline_cli_fail (name, error);
  bytes = g_bytes_new_take (data, size);
  import = byline_import (bytes, options, &error);
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
  return import_file (files[0], &options, as_text, as_json, output);
}
