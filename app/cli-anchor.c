/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "anchor.h"
#include "config.h"
#include "jsonwriter.h"

#include <glib/gi18n.h>

static void
write_one (BylineJsonWriter *writer, const BylineAnnotation *annotation, const BylineAnchored *anchored)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "id", annotation->id);
  byline_json_writer_string (writer, "grade", byline_grade_get_name (anchored->grade));
  byline_json_writer_open (writer, "segments", '[');
  for (guint i = 0; i < anchored->span.n_segments; i++)
    {
      byline_json_writer_open (writer, NULL, '[');
      byline_json_writer_uint (writer, NULL, anchored->span.segments[i].start);
      byline_json_writer_uint (writer, NULL, anchored->span.segments[i].end);
      byline_json_writer_close (writer, ']');
    }
  byline_json_writer_close (writer, ']');
  byline_json_writer_uint (writer, "distance", anchored->distance);
  byline_json_writer_close (writer, '}');
}

static int
print_all (BylineAnnotations *annotations, GPtrArray *all)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (text, FALSE);

  byline_json_writer_open (&writer, NULL, '[');
  for (guint i = 0; i < all->len; i++)
    write_one (&writer, byline_annotations_get (annotations, i), g_ptr_array_index (all, i));
  byline_json_writer_close (&writer, ']');
  g_string_append_c (text, '\n');
  return byline_cli_write (NULL, text->str, text->len);
}

static int
anchor (const char *article_name, const char *file)
{
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (BylineAnnotations) annotations = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  char *html;
  gsize size;

  html = byline_cli_read (article_name, BYLINE_ARTICLE_MAX_SIZE, &size, &error);
  if (html != NULL)
    {
      bytes = g_bytes_new_take (html, size);
      article = byline_article_new (bytes, &error);
    }
  if (article == NULL)
    return byline_cli_fail (article_name, error);

  data = byline_cli_read (file, BYLINE_ANNOTATIONS_MAX_SIZE, &size, &error);
  if (data != NULL)
    annotations = byline_annotations_new_from_data (data, size, &error);
  if (annotations == NULL)
    return byline_cli_fail (file, error);
  g_clear_pointer (&data, g_free);

  all = byline_anchor (article, annotations);
  return print_all (annotations, all);
}

/**
 * byline_cli_anchor:
 *
 * `byline-cli anchor`: where each annotation is in the article as it is now.
 *
 * Returns: an exit status; whatever the grades, 0
 */
int
byline_cli_anchor (int argc, char **argv)
{
  g_autofree char *article = NULL;
  const GOptionEntry entries[] = {
    { "article", 'a', 0, G_OPTION_ARG_FILENAME, &article, N_ ("The canonical article"), "A.html" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files = NULL;
  int status;

  if (!byline_cli_options (argc, argv, _ ("--article A.html FILE"), _ ("Finds each annotation of a work file or answer key again in an article."), entries, &files, &status))
    return status;
  if (article == NULL || g_strv_length (files) != 1)
    {
      g_printerr ("byline-cli anchor: %s\n", _ ("give --article and one file"));
      return BYLINE_EXIT_USAGE;
    }
  return anchor (article, files[0]);
}
