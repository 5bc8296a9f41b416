/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "anchor.h"
#include "config.h"
#include "json.h"

#include <glib/gi18n.h>

static JsonObject *
anchored_to_json (const BylineAnnotation *annotation, const BylineAnchored *anchored)
{
  JsonObject *object = json_object_new ();
  JsonArray *segments = json_array_new ();

  for (guint i = 0; i < anchored->span.n_segments; i++)
    {
      JsonArray *segment = json_array_new ();

      json_array_add_int_element (segment, anchored->span.segments[i].start);
      json_array_add_int_element (segment, anchored->span.segments[i].end);
      json_array_add_array_element (segments, segment);
    }
  json_object_set_string_member (object, "id", annotation->id);
  json_object_set_string_member (object, "grade", byline_grade_get_name (anchored->grade));
  json_object_set_array_member (object, "segments", segments);
  json_object_set_int_member (object, "distance", anchored->distance);
  return object;
}

static int
print_all (BylineAnnotations *annotations, GPtrArray *all)
{
  g_autoptr (JsonArray) array = json_array_sized_new (all->len);
  g_autoptr (JsonNode) root = byline_json_new_array (array);
  g_autofree char *text = NULL;
  gsize size;

  for (guint i = 0; i < all->len; i++)
    json_array_add_object_element (array, anchored_to_json (byline_annotations_get (annotations, i), g_ptr_array_index (all, i)));
  text = byline_json_print (root, &size);
  return byline_cli_write (NULL, text, size);
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
