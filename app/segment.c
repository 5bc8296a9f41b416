/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "segment.h"

#include "sentence.h"

/* What decides about words, for one code point. */
typedef enum
{
  CLASS_OTHER,
  CLASS_WORD,     /* categories L*, M*, N* but decimal digits */
  CLASS_DIGIT,    /* category Nd */
  CLASS_UNSPACED, /* a word character of a script written without spaces */
  CLASS_JOINER,   /* joins two word characters */
  CLASS_POINT,    /* joins two decimal digits */
} Class;

/* One bit a code point, with the number of set bits before each group of 64, so
 * that counting the bits before any offset takes one addition and a popcount. */
typedef struct
{
  guint64 *bits;
  guint32 *before;
} Bitmap;

struct _BylineSegmentation
{
  guint length;
  Bitmap word_characters;
  Bitmap spaces;
  Bitmap word_ends; /* bit p: a word ends with the code point p */
  GArray *words;
  GArray *sentences;
};

static const struct { gunichar first, last; } unspaced[] = {
  { 0x0E00, 0x0EFF }, { 0x1000, 0x109F }, { 0x1780, 0x17FF }, { 0x3005, 0x3007 }, { 0x3040, 0x30FF }, { 0x31F0, 0x31FF },
  { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xF900, 0xFAFF }, { 0xFF66, 0xFF9F }, { 0x20000, 0x3FFFF },
};

static Bitmap
bitmap_new (guint length)
{
  const gsize n = (gsize) length / 64 + 1;

  return (Bitmap) { g_new0 (guint64, n), g_new0 (guint32, n) };
}

static void
bitmap_clear (Bitmap *self)
{
  g_clear_pointer (&self->bits, g_free);
  g_clear_pointer (&self->before, g_free);
}

static void
bitmap_set (Bitmap *self, guint at)
{
  self->bits[at / 64] |= G_GUINT64_CONSTANT (1) << (at % 64);
}

static gboolean
bitmap_get (const Bitmap *self, guint at)
{
  return (self->bits[at / 64] >> (at % 64)) & 1;
}

static void
bitmap_count (Bitmap *self, guint length)
{
  for (guint group = 1; group <= length / 64; group++)
    self->before[group] = self->before[group - 1] + __builtin_popcountll (self->bits[group - 1]);
}

static guint
bitmap_rank (const Bitmap *self, guint at)
{
  const guint64 mask = (G_GUINT64_CONSTANT (1) << (at % 64)) - 1;

  return self->before[at / 64] + __builtin_popcountll (self->bits[at / 64] & mask);
}

static gboolean
is_unspaced (gunichar c)
{
  if (c < unspaced[0].first)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (unspaced); i++)
    if (unspaced[i].first <= c && c <= unspaced[i].last)
      return TRUE;
  return FALSE;
}

static Class
classify (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
      return is_unspaced (c) ? CLASS_UNSPACED : CLASS_WORD;

    case G_UNICODE_DECIMAL_NUMBER:
      return is_unspaced (c) ? CLASS_UNSPACED : CLASS_DIGIT;

    case G_UNICODE_FORMAT:
      /* The zero width space separates words; it says so in its name. */
      return c == 0x200B ? CLASS_OTHER : CLASS_JOINER;

    default:
      if (c == '\'' || c == 0x2019 || c == '-' || c == 0x2010 || c == 0x2011)
        return CLASS_JOINER;
      return c == '.' || c == ',' ? CLASS_POINT : CLASS_OTHER;
    }
}

static gboolean
is_word_class (Class class)
{
  return class == CLASS_WORD || class == CLASS_DIGIT || class == CLASS_UNSPACED;
}

static gboolean
joins (Class left, Class joiner, Class right)
{
  if (joiner == CLASS_JOINER)
    return (left == CLASS_WORD || left == CLASS_DIGIT) && (right == CLASS_WORD || right == CLASS_DIGIT);
  return joiner == CLASS_POINT && left == CLASS_DIGIT && right == CLASS_DIGIT;
}

static void
end_word (BylineSegmentation *self, guint start, guint end)
{
  const BylineSegment word = { start, end };

  g_array_append_val (self->words, word);
  bitmap_set (&self->word_ends, end - 1);
}

static void
find_words (BylineSegmentation *self, const gunichar *text)
{
  /* The classes of the two code points before this one. */
  Class older = CLASS_OTHER, old = CLASS_OTHER;
  gboolean inside = FALSE;
  guint start = 0;

  for (guint at = 0; at < self->length; at++)
    {
      const Class class = classify (text[at]);

      if (is_word_class (class))
        {
          const gboolean goes_on = inside &&
            (is_word_class (old) ? old != CLASS_UNSPACED && class != CLASS_UNSPACED : joins (older, old, class));

          bitmap_set (&self->word_characters, at);
          if (inside && !goes_on)
            end_word (self, start, is_word_class (old) ? at : at - 1);
          if (!goes_on)
            start = at;
          inside = TRUE;
        }
      else
        {
          if (g_unichar_isspace (text[at]))
            bitmap_set (&self->spaces, at);
          /* One character may still join; a second one can not. */
          if (inside && !is_word_class (old))
            {
              end_word (self, start, at - 1);
              inside = FALSE;
            }
        }

      older = old;
      old = class;
    }

  if (inside)
    end_word (self, start, is_word_class (old) ? self->length : self->length - 1);
}

/**
 * byline_segmentation_new:
 * @text: UTF-8, valid
 * @size: bytes of @text
 * @language: (nullable): BCP 47, for abbreviations; %NULL or `und` when unknown
 *
 * Finds the words and sentences of a text. Takes time and memory linear in it;
 * everything asked afterwards takes constant time, but the sentence at an
 * offset, which takes logarithmic time.
 *
 * Returns: (transfer full): free with byline_segmentation_free()
 */
BylineSegmentation *
byline_segmentation_new (const char *text, gsize size, const char *language)
{
  BylineSegmentation *self = g_new0 (BylineSegmentation, 1);
  g_autofree gunichar *code_points = NULL;
  glong length = 0;

  code_points = g_utf8_to_ucs4_fast (text, size, &length);

  self->length = length;
  self->word_characters = bitmap_new (self->length);
  self->spaces = bitmap_new (self->length);
  self->word_ends = bitmap_new (self->length);
  self->words = g_array_new (FALSE, FALSE, sizeof (BylineSegment));

  find_words (self, code_points);
  bitmap_count (&self->word_ends, self->length);
  self->sentences = byline_sentences_find (code_points, self->length, language);

  return self;
}

void
byline_segmentation_free (BylineSegmentation *self)
{
  bitmap_clear (&self->word_characters);
  bitmap_clear (&self->spaces);
  bitmap_clear (&self->word_ends);
  g_array_unref (self->words);
  g_array_unref (self->sentences);
  g_free (self);
}

/**
 * byline_segmentation_get_length:
 *
 * Returns: code points of the text
 */
guint
byline_segmentation_get_length (const BylineSegmentation *self)
{
  return self->length;
}

/**
 * byline_segmentation_is_word_character:
 * @offset: code points; past the end there is none
 *
 * Returns: whether a letter, mark or number stands at @offset
 */
gboolean
byline_segmentation_is_word_character (const BylineSegmentation *self, guint offset)
{
  return offset < self->length && bitmap_get (&self->word_characters, offset);
}

/**
 * byline_segmentation_get_words:
 * @n_words: (out): how many there are
 *
 * Returns: (array length=n_words): all words in text order, disjoint
 */
const BylineSegment *
byline_segmentation_get_words (const BylineSegmentation *self, guint *n_words)
{
  *n_words = self->words->len;
  return (const BylineSegment *) (void *) self->words->data;
}

/**
 * byline_segmentation_get_sentences:
 * @n_sentences: (out): how many there are
 *
 * Returns: (array length=n_sentences): all sentences in text order, disjoint,
 *   without the white space around them
 */
const BylineSegment *
byline_segmentation_get_sentences (const BylineSegmentation *self, guint *n_sentences)
{
  *n_sentences = self->sentences->len;
  return (const BylineSegment *) (void *) self->sentences->data;
}

/* The first word that ends behind @offset; NULL when there is none. */
static const BylineSegment *
word_ending_after (const BylineSegmentation *self, guint offset)
{
  const guint index = bitmap_rank (&self->word_ends, offset);

  return index < self->words->len ? &g_array_index (self->words, BylineSegment, index) : NULL;
}

/* The last word that starts before @offset; NULL when there is none. */
static const BylineSegment *
word_starting_before (const BylineSegmentation *self, guint offset)
{
  const guint index = offset > 0 ? bitmap_rank (&self->word_ends, offset - 1) : 0;

  if (offset > 0 && index < self->words->len && g_array_index (self->words, BylineSegment, index).start < offset)
    return &g_array_index (self->words, BylineSegment, index);
  return index > 0 ? &g_array_index (self->words, BylineSegment, index - 1) : NULL;
}

/**
 * byline_segmentation_find_word:
 * @offset: code points
 * @word: (out) (optional): the word
 *
 * Returns: whether a word holds the code point at @offset
 */
gboolean
byline_segmentation_find_word (const BylineSegmentation *self, guint offset, BylineSegment *word)
{
  const BylineSegment *found = offset < self->length ? word_ending_after (self, offset) : NULL;

  if (found == NULL || found->start > offset)
    return FALSE;
  if (word != NULL)
    *word = *found;
  return TRUE;
}

/**
 * byline_segmentation_find_sentence:
 * @offset: code points
 * @sentence: (out) (optional): the sentence
 *
 * Returns: whether a sentence holds the code point at @offset
 */
gboolean
byline_segmentation_find_sentence (const BylineSegmentation *self, guint offset, BylineSegment *sentence)
{
  guint low = 0, high = self->sentences->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const BylineSegment *found = &g_array_index (self->sentences, BylineSegment, middle);

      if (offset < found->start)
        high = middle;
      else if (offset >= found->end)
        low = middle + 1;
      else
        {
          if (sentence != NULL)
            *sentence = *found;
          return TRUE;
        }
    }
  return FALSE;
}

/* Takes off what is no word character at both ends; FALSE when nothing is left.
 * Inside a word only joiners are no word characters, and each stands alone. */
static gboolean
trim_to_word_characters (const BylineSegmentation *self, BylineSegment *segment)
{
  const BylineSegment *first, *last;
  guint start = segment->start, end = segment->end;

  if (start >= end)
    return FALSE;

  first = word_ending_after (self, start);
  last = word_starting_before (self, end);
  if (first == NULL || last == NULL)
    return FALSE;

  if (start < first->start)
    start = first->start;
  else if (!bitmap_get (&self->word_characters, start))
    start++;
  if (end > last->end)
    end = last->end;
  else if (!bitmap_get (&self->word_characters, end - 1))
    end--;
  if (start >= end)
    return FALSE;

  *segment = (BylineSegment) { start, end };
  return TRUE;
}

static gboolean
trim_spaces (const BylineSegmentation *self, BylineSegment *segment)
{
  while (segment->start < segment->end && bitmap_get (&self->spaces, segment->start))
    segment->start++;
  while (segment->start < segment->end && bitmap_get (&self->spaces, segment->end - 1))
    segment->end--;
  return segment->start < segment->end;
}

static void
snap_to_words (const BylineSegmentation *self, BylineSegment *segment)
{
  BylineSegment word;

  if (byline_segmentation_find_word (self, segment->start, &word) &&
      word.start < segment->start && segment->end < word.end)
    {
      *segment = word;
      return;
    }

  if (byline_segmentation_find_word (self, segment->start, &word))
    {
      const guint kept = MIN (segment->end, word.end) - segment->start;
      const guint cut = segment->start - word.start;

      segment->start = kept >= cut ? word.start : word.end;
    }
  if (byline_segmentation_find_word (self, segment->end, &word))
    {
      const gint64 kept = (gint64) segment->end - MAX (segment->start, word.start);
      const gint64 cut = (gint64) word.end - segment->end;

      segment->end = kept >= cut ? word.end : word.start;
    }
}

/**
 * byline_segmentation_normalise:
 * @raw: what was marked, code points; may reach past the end of the text
 * @normal: (out): the same on whole words
 *
 * Clamps, trims and snaps one segment (docs/scoring.md section 2, steps 1–3).
 * Idempotent. A segment without any word character keeps what is left without
 * the white space around it.
 *
 * Returns: whether anything is left
 */
gboolean
byline_segmentation_normalise (const BylineSegmentation *self, const BylineSegment *raw, BylineSegment *normal)
{
  BylineSegment segment = { raw->start, MIN (raw->end, self->length) };

  if (segment.start >= segment.end)
    return FALSE;

  if (trim_to_word_characters (self, &segment))
    {
      snap_to_words (self, &segment);
      if (!trim_to_word_characters (self, &segment))
        return FALSE;
    }
  else if (!trim_spaces (self, &segment))
    return FALSE;

  *normal = segment;
  return TRUE;
}

/**
 * byline_segmentation_normalise_span:
 * @raw: what was marked, code points
 * @normal: (out caller-allocates): an uninitialised span; free with byline_span_clear()
 *
 * Normalises each segment and joins those that touch or overlap. A segment
 * without any word character counts only when no segment of the span has one.
 *
 * Returns: whether anything is left; if not, @normal is an empty span
 */
gboolean
byline_segmentation_normalise_span (const BylineSegmentation *self, const BylineSpan *raw, BylineSpan *normal)
{
  g_auto (BylineSpan) without_words = BYLINE_SPAN_INIT;

  *normal = (BylineSpan) BYLINE_SPAN_INIT;
  for (guint i = 0; i < raw->n_segments; i++)
    {
      BylineSegment segment;

      if (!byline_segmentation_normalise (self, &raw->segments[i], &segment))
        continue;
      if (bitmap_get (&self->word_characters, segment.start))
        byline_span_append (normal, segment.start, segment.end);
      else
        byline_span_append (&without_words, segment.start, segment.end);
    }

  if (normal->n_segments == 0)
    {
      *normal = without_words;
      without_words = (BylineSpan) BYLINE_SPAN_INIT;
    }
  byline_span_join (normal);

  return normal->n_segments > 0;
}
