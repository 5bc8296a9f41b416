/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What json-glib needs merely to parse files, on all cores: the measure for
 * `byline-cli score` (docs/scoring.md section 15). */
#include <json-glib/json-glib.h>

static void
parse (gpointer data, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_get_contents (data, &text, &size, &error) || !json_parser_load_from_data (parser, text, size, &error))
    g_error ("%s: %s", (const char *) data, error->message);
}

int
main (int argc, char **argv)
{
  GThreadPool *pool = g_thread_pool_new (parse, NULL, g_get_num_processors (), FALSE, NULL);

  for (int i = 1; i < argc; i++)
    g_thread_pool_push (pool, argv[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return 0;
}
