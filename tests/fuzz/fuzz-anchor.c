/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor.h"
#include "json.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static JsonObject *
new_annotation (char **parts)
{
  const char *text =
    "{\"id\": \"urn:x:1\", \"type\": \"Annotation\", \"body\": {\"purpose\": \"tagging\", \"value\": \"claim\"}, \"target\": {\"selector\":"
    " [{\"type\": \"TextPositionSelector\", \"start\": 3, \"end\": 9}, {\"type\": \"TextQuoteSelector\"}]}}";
  JsonNode *root = byline_json_parse (text, strlen (text), 1000, NULL);
  JsonObject *raw = json_object_ref (json_node_get_object (root));
  JsonArray *selectors = json_object_get_array_member (json_object_get_object_member (raw, "target"), "selector");
  JsonObject *quote = json_array_get_object_element (selectors, 1);

  json_object_set_string_member (quote, "exact", parts[1]);
  json_object_set_string_member (quote, "prefix", parts[2]);
  json_object_set_string_member (quote, "suffix", parts[3]);
  json_node_unref (root);
  return raw;
}

/* Four parts with a line of "==" between: the article, the quote, the words before
 * it and behind it. What is graded as the same passage has the same words. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, size);
  g_auto (GStrv) parts = g_strsplit (text, "\n==\n", 4);
  g_autofree char *escaped = NULL;
  g_autofree char *html = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (JsonObject) raw = NULL;
  g_autoptr (BylineAnnotation) annotation = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const BylineAnchored *anchored;

  if (g_strv_length (parts) != 4)
    return 0;
  escaped = g_markup_escape_text (parts[0], -1);
  html = g_strdup_printf ("<p>%s</p>\n", escaped);
  bytes = g_bytes_new (html, strlen (html));
  article = byline_article_new (bytes, NULL);
  if (article == NULL)
    return 0;

  work = byline_annotations_new (BYLINE_ROLE_WORK, article, "a");
  raw = new_annotation (parts);
  annotation = byline_annotation_new_from_json (raw, 0, NULL);
  byline_annotations_put (work, annotation, 0);

  all = byline_anchor (article, work);
  anchored = g_ptr_array_index (all, 0);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (anchored->grade == BYLINE_GRADE_ORPHANED, ==, anchored->span.n_segments == 0);
  if (anchored->span.n_segments > 0)
    {
      g_autofree char *found = NULL;

      g_assert_cmpuint (byline_span_end (&anchored->span), <=, byline_article_get_length (article));
      found = byline_article_dup_range (article, byline_span_start (&anchored->span), byline_span_end (&anchored->span));
      g_assert_cmpint (g_str_equal (found, parts[1]), ==, anchored->distance == 0);
      if (anchored->grade <= BYLINE_GRADE_MOVED)
        g_assert_cmpuint (anchored->distance, ==, 0);
    }
  return 0;
}
