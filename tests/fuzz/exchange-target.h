/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange.h"

#include <stdint.h>
#include <string.h>

#define HTML "<h1>Harbour wall</h1>\n<p>🌊 Flood note: the wall “held firm”, Ana said. Nobody measured the wall, שלום 水車.</p>\n"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Any label means a tag, so that more than the labels is looked at. */
static GHashTable *
map_labels (GPtrArray *documents)
{
  GHashTable *labels = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < documents->len; i++)
    {
      BylineForeign *document = documents->pdata[i];

      for (guint k = 0; k < document->marks->len; k++)
        g_hash_table_insert (labels, ((BylineForeignMark *) document->marks->pdata[k])->label, "claim");
    }
  return labels;
}

/* Whatever is written and can be read again is the same marks. */
static void
try_writers (BylineArticle *article, BylineAnnotations *work)
{
  for (guint i = 0; i < BYLINE_EXCHANGE_N_FORMATS; i++)
    {
      const BylineExchange *format = byline_exchange_get (i);
      g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) documents = NULL;
      g_autofree char *data = NULL;
      gsize size = 0;

      if (format == NULL)
        continue;
      data = format->write (article, work, byline_tag_set_get_default (), notices, &size, NULL);
      g_assert_nonnull (data);
      documents = format->read != NULL ? format->read (data, size, NULL) : NULL;
      g_assert_true (format->read == NULL || documents != NULL);
    }
}

/* What is read is refused with a reason, or a sound work file comes of it, which
 * stays as it is. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *copy = g_malloc (size + 1);
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (BylineArticle) article = byline_article_new (html, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GHashTable) labels = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (BylineAnnotations) again = NULL;
  g_autofree char *once = NULL;
  BylineExchangeOptions options = { article, "harbour", byline_tag_set_get_default (), NULL };
  gsize length;

  memcpy (copy, data, size);
  copy[size] = '\0';
  byline_exchange_guess ("-", copy, size);
  documents = byline_exchange_get (FORMAT)->read (copy, size, &error);
  g_assert_true ((documents == NULL) == (error != NULL));
  if (documents == NULL)
    return 0;

  g_assert_cmpuint (documents->len, >, 0);
  chosen = byline_exchange_choose (documents, article, sentences);
  labels = map_labels (chosen);
  options.labels = labels;
  work = byline_exchange_tie (chosen, &options, sentences, &error);
  g_assert_true ((work == NULL) == (error != NULL));
  if (work == NULL)
    return 0;

  byline_annotations_check (work, article, options.set, problems);
  g_assert_cmpstr (problems->len > 0 ? problems->pdata[0] : NULL, ==, NULL);
  once = byline_annotations_to_data (work, &length);
  again = byline_annotations_new_from_data (once, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (byline_annotations_get_size (again), ==, byline_annotations_get_size (work));
  try_writers (article, work);
  return 0;
}
