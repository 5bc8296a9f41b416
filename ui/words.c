/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "config.h"

#include <glib/gi18n.h>

/* What figures are called in the window. */

/**
 * byline_words_dup_layer:
 * @layer: a layer of a tag set
 *
 * Returns: (transfer full): what people call it; a pack's own layers keep their names
 */
char *
byline_words_dup_layer (const char *layer)
{
  if (g_strcmp0 (layer, "statement") == 0)
    return g_strdup (_ ("Statements"));
  if (g_strcmp0 (layer, "source") == 0)
    return g_strdup (_ ("Sources"));
  return g_strdup (layer);
}

const char *
byline_words_get_band (BylineBand band)
{
  switch (band)
    {
    case BYLINE_BAND_STRONG:
      return _ ("strong");
    case BYLINE_BAND_ON_TRACK:
      return _ ("on track");
    case BYLINE_BAND_REVISIT:
      return _ ("look again");
    default:
      return "";
    }
}

/**
 * byline_words_dup_percent:
 * @bp: basis points
 *
 * Returns: (transfer full): rounded half up, docs/scoring.md section 6
 */
char *
byline_words_dup_percent (guint bp)
{
  return g_strdup_printf (_ ("%u %%"), (bp + 50) / 100);
}

/**
 * byline_words_dup_quote:
 * @article: where it stands
 * @span: a passage; pieces are joined by an ellipsis
 * @max_length: code points that are shown at most
 *
 * Returns: (transfer full): its words on one line
 */
char *
byline_words_dup_quote (BylineArticle *article, const BylineSpan *span, guint max_length)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < span->n_segments && g_utf8_strlen (words->str, -1) <= max_length; i++)
    {
      const BylineSegment *segment = &span->segments[i];
      g_autofree char *piece = byline_article_dup_range (article, segment->start, MIN (segment->end, segment->start + max_length + 1));

      if (i > 0)
        g_string_append (words, " … ");
      g_string_append (words, g_strdelimit (piece, "\n\t", ' '));
    }
  if (g_utf8_strlen (words->str, -1) > max_length)
    {
      g_string_truncate (words, g_utf8_offset_to_pointer (words->str, max_length) - words->str);
      g_string_append (words, "…");
    }
  return g_string_free (words, FALSE);
}
