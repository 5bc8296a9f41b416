/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "article.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is taken as an article keeps its promises: offsets round-trip, blocks lie
 * inside, normal forms are stable. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (BylineArticle) article = byline_article_new (bytes, NULL);
  const BylineSegmentation *segmentation;
  const BylineBlock *blocks;
  guint n_blocks = 0, length;

  if (article == NULL)
    return 0;

  length = byline_article_get_length (article);
  for (guint offset = 0; offset <= length; offset += 1 + length / 100)
    g_assert_cmpuint (byline_article_from_byte (article, byline_article_to_byte (article, offset)), ==, offset);

  blocks = byline_article_get_blocks (article, &n_blocks);
  for (guint i = 0; i < n_blocks; i++)
    g_assert_true (blocks[i].start <= blocks[i].end && blocks[i].end < length);

  segmentation = byline_article_get_segmentation (article);
  for (guint start = 0; start < length; start += 1 + length / 50)
    {
      const BylineSegment raw = { start, start + length / 10 + 1 };
      BylineSegment normal, again;

      if (!byline_segmentation_normalise (segmentation, &raw, &normal))
        continue;
      g_assert_true (byline_segmentation_normalise (segmentation, &normal, &again));
      g_assert_true (normal.start == again.start && normal.end == again.end);
    }
  return 0;
}
