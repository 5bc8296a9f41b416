/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snap.h"

/* From what a hand selected to what it meant: whole words, without the white
 * space around them. What is stored keeps quotation marks and full stops that
 * were selected; only the comparison looks past them (docs/scoring.md section 2). */

static gunichar
get_char (BylineArticle *article, guint offset)
{
  return g_utf8_get_char (byline_article_get_text (article, NULL) + byline_article_to_byte (article, offset));
}

/* Jamo that are written as one block; Unicode Annex 29, rules GB6 to GB8. */
static gboolean
joins_hangul (GUnicodeBreakType before, GUnicodeBreakType here)
{
  switch (before)
    {
    case G_UNICODE_BREAK_HANGUL_L_JAMO:
      return here == G_UNICODE_BREAK_HANGUL_L_JAMO || here == G_UNICODE_BREAK_HANGUL_V_JAMO
             || here == G_UNICODE_BREAK_HANGUL_LV_SYLLABLE || here == G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE;
    case G_UNICODE_BREAK_HANGUL_V_JAMO:
    case G_UNICODE_BREAK_HANGUL_LV_SYLLABLE:
      return here == G_UNICODE_BREAK_HANGUL_V_JAMO || here == G_UNICODE_BREAK_HANGUL_T_JAMO;
    case G_UNICODE_BREAK_HANGUL_T_JAMO:
    case G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE:
      return here == G_UNICODE_BREAK_HANGUL_T_JAMO;
    default:
      return FALSE;
    }
}

/* A flag is two regional indicators: the second, fourth, … of a run ends one. */
static gboolean
ends_flag (BylineArticle *article, guint offset)
{
  guint n = 0;

  while (n <= offset && g_unichar_break_type (get_char (article, offset - n)) == G_UNICODE_BREAK_REGIONAL_INDICATOR)
    n++;
  return n > 0 && n % 2 == 0;
}

/* Marks, joiners, skin tones and tags belong to the letter before them. */
static gboolean
continues_cluster (BylineArticle *article, guint offset)
{
  gunichar before, here;

  if (offset == 0 || offset >= byline_article_get_length (article))
    return FALSE;

  before = get_char (article, offset - 1);
  here = get_char (article, offset);
  return g_unichar_ismark (here) || here == 0x200c || here == 0x200d || before == 0x200d
         || (here >= 0x1f3fb && here <= 0x1f3ff) || (here >= 0xe0020 && here <= 0xe007f)
         || joins_hangul (g_unichar_break_type (before), g_unichar_break_type (here))
         || ends_flag (article, offset);
}

/**
 * byline_snap_to_words:
 * @article: an article
 * @raw: what was selected, code points; may reach past the end
 * @words: whether to take a word whole when a part of it was selected
 * @snapped: (out): what to tag
 *
 * Drops white space at both ends and never cuts a grapheme cluster. In unspaced
 * scripts each character is a word, so nothing is taken that was not selected.
 *
 * Returns: %FALSE when nothing but white space was selected
 */
gboolean
byline_snap_to_words (BylineArticle *article, const BylineSegment *raw, gboolean words, BylineSegment *snapped)
{
  const BylineSegmentation *segmentation = byline_article_get_segmentation (article);
  guint start = raw->start, end = MIN (raw->end, byline_article_get_length (article));
  BylineSegment word;

  while (start < end && g_unichar_isspace (get_char (article, start)))
    start++;
  while (end > start && g_unichar_isspace (get_char (article, end - 1)))
    end--;
  if (start >= end)
    return FALSE;

  if (words && byline_segmentation_find_word (segmentation, start, &word))
    start = word.start;
  if (words && byline_segmentation_find_word (segmentation, end - 1, &word))
    end = word.end;
  while (continues_cluster (article, start))
    start--;
  while (continues_cluster (article, end))
    end++;

  *snapped = (BylineSegment) { start, end };
  return TRUE;
}

/* Puts one edge of the whole span at @offset; pieces that lie beyond are gone. */
static gboolean
cut_at (BylineSpan *span, gboolean at_end, guint offset)
{
  g_auto (BylineSpan) cut = BYLINE_SPAN_INIT;

  for (guint i = 0; i < span->n_segments; i++)
    {
      const gboolean outer = i == (at_end ? span->n_segments - 1 : 0);
      BylineSegment segment = span->segments[i];

      if (at_end)
        segment.end = outer ? MAX (segment.start, offset) : MIN (segment.end, offset);
      else
        segment.start = outer ? MIN (segment.end, offset) : MAX (segment.start, offset);
      if (segment.start < segment.end)
        byline_span_append (&cut, segment.start, segment.end);
    }
  byline_span_join (&cut);
  if (cut.n_segments == 0 || byline_span_equal (&cut, span))
    return FALSE;

  byline_span_clear (span);
  *span = cut;
  cut = (BylineSpan) BYLINE_SPAN_INIT;
  return TRUE;
}

/**
 * byline_snap_move_edge:
 * @article: an article
 * @span: what is tagged; changed
 * @at_end: whether its end moves, not its start
 * @step: 1 for one word on, -1 for one word back
 *
 * Returns: whether the edge could move
 */
gboolean
byline_snap_move_edge (BylineArticle *article, BylineSpan *span, gboolean at_end, int step)
{
  guint n;
  const BylineSegment *words = byline_segmentation_get_words (byline_article_get_segmentation (article), &n);
  const guint edge = at_end ? byline_span_end (span) : byline_span_start (span);

  for (guint i = 0; i < n; i++)
    {
      const BylineSegment *word = &words[step > 0 ? i : n - 1 - i];
      const guint offset = at_end ? word->end : word->start;

      if (step > 0 ? offset > edge : offset < edge)
        return cut_at (span, at_end, offset);
    }
  return FALSE;
}

/**
 * byline_snap_set_edge:
 * @article: an article
 * @span: what is tagged; changed
 * @at_end: whether its end moves, not its start
 * @offset: where to, code points
 * @words: whether to take a word whole
 *
 * Returns: whether the edge moved
 */
gboolean
byline_snap_set_edge (BylineArticle *article, BylineSpan *span, gboolean at_end, guint offset, gboolean words)
{
  const BylineSegment raw = at_end
                                ? (BylineSegment) { byline_span_start (span), offset }
                                : (BylineSegment) { offset, byline_span_end (span) };
  BylineSegment snapped;

  if (raw.start >= raw.end || !byline_snap_to_words (article, &raw, words, &snapped))
    return FALSE;
  return cut_at (span, at_end, at_end ? snapped.end : snapped.start);
}

/**
 * byline_snap_next_sentence:
 * @article: an article
 * @offset: where the caret is, code points
 * @step: 1 for the next sentence, -1 for the one before
 * @extend: whether a selection grows, which should then end with a sentence
 *
 * Returns: where the caret goes; @offset at either end of the article
 */
guint
byline_snap_next_sentence (BylineArticle *article, guint offset, int step, gboolean extend)
{
  guint n;
  const BylineSegment *sentences = byline_segmentation_get_sentences (byline_article_get_segmentation (article), &n);

  if (step > 0)
    {
      for (guint i = 0; i < n; i++)
        if (extend && sentences[i].end > offset)
          return sentences[i].end;
        else if (!extend && sentences[i].start > offset)
          return sentences[i].start;
    }
  else
    {
      for (guint i = n; i > 0; i--)
        if (sentences[i - 1].start < offset)
          return sentences[i - 1].start;
    }
  return offset;
}
