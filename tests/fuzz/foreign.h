/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char foreign_html[] = "<h1>The mill</h1>\n<p>🌊 The mill “stands still”, Ada Venn said. The mill is old.</p>\n";

/* Whatever labels the file has, they are tags. */
static inline GHashTable *
foreign_map_labels (GPtrArray *documents)
{
  static const char *const tags[] = { "claim", "attribution", "evidence", "opinion" };
  GHashTable *labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < documents->len; i++)
    {
      const BylineForeign *document = g_ptr_array_index (documents, i);

      for (guint j = 0; j < document->marks->len; j++)
        {
          const BylineForeignMark *mark = g_ptr_array_index (document->marks, j);
          g_hash_table_replace (labels, g_strdup (mark->label), g_strdup (tags[strlen (mark->label) % G_N_ELEMENTS (tags)]));
        }
    }
  return labels;
}

static inline BylineAnnotations *
foreign_tie (GPtrArray *documents, BylineArticle *article, GPtrArray *left_out, GError **error)
{
  g_autoptr (GHashTable) labels = foreign_map_labels (documents);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = byline_exchange_choose (documents, article, notices);
  const BylineExchangeOptions options = { article, "mill", byline_tag_set_get_default (), labels };

  return byline_exchange_tie (chosen, &options, left_out, error);
}

/* What a stranger's file says becomes a sound work file or an error; what that
 * holds comes back whole when it is written in the same format. */
static inline int
foreign_fuzz (BylineExchangeFormat format, const uint8_t *data, size_t size)
{
  static BylineArticle *article = NULL;
  const BylineExchange *exchange = byline_exchange_get (format);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = exchange->read ((const char *) data, size, &error);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (BylineAnnotations) same = NULL;
  g_autofree char *written = NULL;
  gsize length;

  g_assert_true ((documents == NULL) == (error != NULL));
  if (documents == NULL)
    return 0;
  if (article == NULL)
    {
      g_autoptr (GBytes) html = g_bytes_new_static (foreign_html, strlen (foreign_html));
      article = byline_article_new (html, NULL);
    }

  byline_exchange_guess ("-", (const char *) data, size);
  work = foreign_tie (documents, article, sentences, &error);
  g_assert_true ((work == NULL) == (error != NULL));
  if (work == NULL)
    return 0;
  g_ptr_array_set_size (sentences, 0);
  if (!byline_annotations_check (work, article, byline_tag_set_get_default (), sentences))
    g_error ("not sound: %s", (const char *) g_ptr_array_index (sentences, 0));

  written = exchange->write (article, work, byline_tag_set_get_default (), sentences, &length, &error);
  g_assert_no_error (error);
  again = exchange->read (written, length, &error);
  g_assert_no_error (error);
  g_ptr_array_set_size (sentences, 0);
  same = foreign_tie (again, article, sentences, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sentences->len, ==, 0);
  g_assert_cmpuint (byline_annotations_get_size (same), ==, byline_annotations_get_size (work));
  return 0;
}
