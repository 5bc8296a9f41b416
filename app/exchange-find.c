/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-private.h"

#include <string.h>

/* Code points of the surroundings that are looked at. */
#define CONTEXT_LENGTH 32
#define CONTEXT_MAX 256
/* Places of the same words that are told apart. */
#define HITS_MAX 1000
/* Bytes that may be searched, about a second: strangers' files may hold any
 * number of quotes that are nowhere. */
#define BUDGET (G_GINT64_CONSTANT (2000) * 1000 * 1000)

/* A text with the byte and the UTF-16 offset of each code point, and of the end. */
typedef struct
{
  const char *text;
  gsize size;
  guint length;
  guint *bytes;
  guint *utf16;
} Text;

struct _BylineFinder
{
  BylineArticle *ref;
  Text article;
  Text document;      /* when it is another text than the article's; else empty */
  BylineUnits units;
  /* The article with each run of white space as one space, and where each byte
   * of that comes from; made when first needed. */
  GString *plain;
  GArray *plain_to_byte;
  gint64 budget;
};

static void
text_init (Text *self, const char *text, gsize size)
{
  guint n = 0;

  *self = (Text) { .text = text, .size = size };
  self->utf16 = byline_exchange_dup_utf16 (text, size, &self->length);
  self->bytes = g_new (guint, (gsize) self->length + 1);
  for (const char *c = text; n < self->length; c = g_utf8_next_char (c))
    self->bytes[n++] = c - text;
  self->bytes[n] = size;
}

static void
text_clear (Text *self)
{
  g_free (self->bytes);
  g_free (self->utf16);
  *self = (Text) { 0 };
}

/* The entry of @table, which rises, that is @value. */
static gboolean
look_up (const guint *table, guint n, gint64 value, guint *index)
{
  guint low = 0, high = n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (table[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  *index = low;
  return low < n && table[low] == value;
}

/* FALSE outside of the text, and inside of a surrogate pair. */
static gboolean
text_read_range (const Text *self, BylineUnits units, const BylineForeignPiece *piece, BylineSegment *range)
{
  if (piece->start < 0 || piece->end < piece->start)
    return FALSE;
  if (units == BYLINE_UNITS_UTF16)
    return look_up (self->utf16, self->length + 1, piece->start, &range->start) && look_up (self->utf16, self->length + 1, piece->end, &range->end);
  if (piece->end > self->length)
    return FALSE;
  *range = (BylineSegment) { piece->start, piece->end };
  return TRUE;
}

/* The next code point, a run of white space as one space; 0 at the end. */
static gunichar
read_forward (const char **at, const char *end)
{
  gunichar c;

  if (*at >= end)
    return 0;
  c = g_utf8_get_char (*at);
  *at = g_utf8_next_char (*at);
  if (!g_unichar_isspace (c))
    return c;
  while (*at < end && g_unichar_isspace (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);
  return ' ';
}

/* The same towards the start. */
static gunichar
read_backward (const char **at, const char *start)
{
  gunichar c;

  if (*at <= start)
    return 0;
  *at = g_utf8_prev_char (*at);
  c = g_utf8_get_char (*at);
  if (!g_unichar_isspace (c))
    return c;
  while (*at > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (*at))))
    *at = g_utf8_prev_char (*at);
  return ' ';
}

/* Whether they are the same but for white space. */
static gboolean
is_alike (const char *a, const char *a_end, const char *b, const char *b_end)
{
  gunichar c;

  do
    {
      c = read_forward (&a, a_end);
      if (c != read_forward (&b, b_end))
        return FALSE;
    }
  while (c != 0);
  return TRUE;
}

static gboolean
text_says (const Text *self, const BylineSegment *range, const char *words)
{
  return is_alike (self->text + self->bytes[range->start], self->text + self->bytes[range->end], words, words + strlen (words));
}

/**
 * byline_finder_new:
 * @article: where to look
 *
 * Returns: (transfer full): a finder, for one conversion
 */
BylineFinder *
byline_finder_new (BylineArticle *article)
{
  BylineFinder *self = g_new0 (BylineFinder, 1);
  gsize size;
  const char *text = byline_article_get_text (article, &size);

  self->ref = byline_article_ref (article);
  self->budget = BUDGET;
  text_init (&self->article, text, size);
  return self;
}

void
byline_finder_free (BylineFinder *self)
{
  text_clear (&self->article);
  text_clear (&self->document);
  if (self->plain != NULL)
    g_string_free (self->plain, TRUE);
  g_clear_pointer (&self->plain_to_byte, g_array_unref);
  byline_article_unref (self->ref);
  g_free (self);
}

/**
 * byline_finder_has_text:
 * @text: the text of a document
 *
 * Returns: whether it is the article's, but for white space and what of it
 *   stands at the ends
 */
gboolean
byline_finder_has_text (BylineFinder *self, const char *text)
{
  const char *a = self->article.text, *b = text;

  while (g_unichar_isspace (g_utf8_get_char (a)))
    a = g_utf8_next_char (a);
  while (g_unichar_isspace (g_utf8_get_char (b)))
    b = g_utf8_next_char (b);
  while (TRUE)
    {
      const gunichar c = read_forward (&a, self->article.text + self->article.size), d = read_forward (&b, text + strlen (text));

      if (c == d && c != 0)
        continue;
      if (c == d)
        return TRUE;
      /* One of them may have a space more at its end. */
      return (c == 0 && d == ' ' && *b == '\0') || (d == 0 && c == ' ' && *a == '\0');
    }
}

/* How many pieces say what stands at their offsets. */
static guint
count_votes (const Text *text, BylineForeign *document, BylineUnits units)
{
  guint votes = 0;

  for (guint i = 0; i < document->marks->len; i++)
    {
      const BylineForeignMark *mark = document->marks->pdata[i];

      for (guint k = 0; k < mark->pieces->len; k++)
        {
          const BylineForeignPiece *piece = mark->pieces->pdata[k];
          BylineSegment range;

          votes += piece->exact != NULL && text_read_range (text, units, piece, &range) && text_says (text, &range, piece->exact);
        }
    }
  return votes;
}

/**
 * byline_finder_set_document:
 * @document: what the pieces asked for next belong to
 *
 * Sees which text the offsets count in, and which unit more of the pieces agree
 * with: repeated words may stand at offsets of either.
 */
void
byline_finder_set_document (BylineFinder *self, BylineForeign *document)
{
  const BylineUnits other = document->units == BYLINE_UNITS_UTF16 ? BYLINE_UNITS_CODE_POINTS : BYLINE_UNITS_UTF16;
  const Text *text = &self->article;

  text_clear (&self->document);
  if (document->text != NULL && strcmp (document->text, self->article.text) != 0)
    {
      text_init (&self->document, document->text, strlen (document->text));
      text = &self->document;
    }
  self->units = document->units;
  if (count_votes (text, document, other) > count_votes (text, document, document->units))
    self->units = other;
}

/* How many code points before @at are those at the end of @words. */
static guint
agree_before (const Text *text, guint at, const char *words)
{
  const char *a = text->text + text->bytes[at], *b = words != NULL ? words + strlen (words) : NULL;
  guint n = 0;

  while (b != NULL && n < CONTEXT_MAX)
    {
      const gunichar c = read_backward (&b, words);

      if (c == 0 || c != read_backward (&a, text->text))
        break;
      n++;
    }
  return n;
}

static guint
agree_after (const Text *text, guint at, const char *words)
{
  const char *a = text->text + text->bytes[at], *b = words, *end = words != NULL ? words + strlen (words) : NULL;
  guint n = 0;

  while (b != NULL && n < CONTEXT_MAX)
    {
      const gunichar c = read_forward (&b, end);

      if (c == 0 || c != read_forward (&a, text->text + text->size))
        break;
      n++;
    }
  return n;
}

static void
make_plain (BylineFinder *self)
{
  const char *at = self->article.text, *end = at + self->article.size;

  if (self->plain != NULL)
    return;
  self->plain = g_string_sized_new (self->article.size);
  self->plain_to_byte = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->article.size + 1);
  while (at < end)
    {
      const guint byte = at - self->article.text;
      const gsize before = self->plain->len;

      g_string_append_unichar (self->plain, read_forward (&at, end));
      for (gsize i = before; i < self->plain->len; i++)
        g_array_append_val (self->plain_to_byte, byte);
    }
  g_array_append_val (self->plain_to_byte, self->article.bytes[self->article.length]);
}

/* Adds the places of @words in @text, as bytes. */
static void
search (BylineFinder *self, const char *text, gsize size, const char *words, gsize n_words, GArray *hits)
{
  const char *at = text, *end = text + size;

  while (n_words > 0 && hits->len < HITS_MAX && self->budget > 0)
    {
      const char *hit = memmem (at, end - at, words, n_words);
      BylineSegment place;

      self->budget -= (hit != NULL ? hit : end) - at + n_words;
      if (hit == NULL)
        return;
      place = (BylineSegment) { hit - text, hit - text + n_words };
      g_array_append_val (hits, place);
      at = hit + 1;
    }
}

/* The same in the article without superfluous white space. */
static void
search_plain (BylineFinder *self, const char *words, GArray *hits)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *at = words, *end = words + strlen (words);

  make_plain (self);
  while (at < end)
    g_string_append_unichar (plain, read_forward (&at, end));
  g_strstrip (plain->str);
  search (self, self->plain->str, self->plain->len, plain->str, strlen (plain->str), hits);

  for (guint i = 0; i < hits->len; i++)
    {
      BylineSegment *hit = &g_array_index (hits, BylineSegment, i);
      const guint last = g_array_index (self->plain_to_byte, guint, hit->end - 1);

      hit->start = g_array_index (self->plain_to_byte, guint, hit->start);
      hit->end = g_utf8_next_char (self->article.text + last) - self->article.text;
    }
}

/* Where in the article the words stand; of several places the one whose
 * surroundings agree best. */
static BylineFound
find_words (BylineFinder *self, const char *exact, const char *prefix, const char *suffix, BylineSegment *range)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (BylineSegment));
  guint best = 0, n_best = 0;

  search (self, self->article.text, self->article.size, exact, strlen (exact), hits);
  if (hits->len == 0)
    search_plain (self, exact, hits);
  self->budget -= hits->len * CONTEXT_MAX;

  for (guint i = 0; i < hits->len; i++)
    {
      const BylineSegment *hit = &g_array_index (hits, BylineSegment, i);
      BylineSegment place;
      guint agreement;

      look_up (self->article.bytes, self->article.length + 1, hit->start, &place.start);
      look_up (self->article.bytes, self->article.length + 1, hit->end, &place.end);
      agreement = agree_before (&self->article, place.start, prefix) + agree_after (&self->article, place.end, suffix);
      if (n_best > 0 && agreement < best)
        continue;
      n_best = n_best > 0 && agreement == best ? n_best + 1 : 1;
      if (n_best == 1)
        *range = place;
      best = agreement;
    }
  if (n_best == 1)
    return BYLINE_FOUND;
  if (self->budget <= 0)
    return BYLINE_FOUND_TOO_LATE;
  return n_best > 1 ? BYLINE_FOUND_OFTEN : BYLINE_FOUND_NOWHERE;
}

/* The place of @piece in the text that its offsets count in: in the unit of the
 * document or, if its words disagree, in the other one. */
static gboolean
read_place (BylineFinder *self, const Text *text, const BylineForeignPiece *piece, BylineSegment *range)
{
  const BylineUnits other = self->units == BYLINE_UNITS_UTF16 ? BYLINE_UNITS_CODE_POINTS : BYLINE_UNITS_UTF16;

  if (piece->exact == NULL)
    return text_read_range (text, self->units, piece, range);
  return (text_read_range (text, self->units, piece, range) && text_says (text, range, piece->exact))
         || (text_read_range (text, other, piece, range) && text_says (text, range, piece->exact));
}

static BylineFound
find_piece (BylineFinder *self, const BylineForeignPiece *piece, BylineSegment *range)
{
  const Text *text = self->document.text != NULL ? &self->document : &self->article;
  const gboolean has_place = read_place (self, text, piece, range);

  if (has_place && text == &self->article)
    return BYLINE_FOUND;
  if (has_place)
    {
      /* The document's own text says what stands around it. */
      const guint before = range->start - MIN (range->start, CONTEXT_LENGTH), after = MIN (text->length, range->end + CONTEXT_LENGTH);
      const gsize size = text->bytes[range->end] - text->bytes[range->start];
      g_autofree char *exact = g_strndup (text->text + text->bytes[range->start], size);
      g_autofree char *prefix = g_strndup (text->text + text->bytes[before], text->bytes[range->start] - text->bytes[before]);
      g_autofree char *suffix = g_strndup (text->text + text->bytes[range->end], text->bytes[after] - text->bytes[range->end]);

      self->budget -= size;
      if (size > 0)
        return find_words (self, exact, prefix, suffix, range);
      range->end = range->start;
      return BYLINE_FOUND;
    }
  if (piece->exact == NULL || *piece->exact == '\0')
    return BYLINE_FOUND_NOWHERE;
  return find_words (self, piece->exact, piece->prefix, piece->suffix, range);
}

static gboolean
is_in_order (const BylineSpan *span)
{
  for (guint i = 1; i < span->n_segments; i++)
    if (span->segments[i].start < span->segments[i - 1].end)
      return FALSE;
  return TRUE;
}

/**
 * byline_finder_find:
 * @mark: an annotation of the document
 * @span: (inout): empty; gets the segments in the article, code points, in order
 *
 * Finds each piece by its offsets, if they agree with its words in one unit or
 * the other, and else by its words and those around them. Nothing is guessed.
 *
 * Returns: whether and how; the first failure of a piece is that of the whole
 */
BylineFound
byline_finder_find (BylineFinder *self, const BylineForeignMark *mark, BylineSpan *span)
{
  for (guint i = 0; i < mark->pieces->len; i++)
    {
      BylineSegment range;
      const BylineFound found = find_piece (self, mark->pieces->pdata[i], &range);

      if (found != BYLINE_FOUND)
        return found;
      if (range.start < range.end)
        byline_span_append (span, range.start, range.end);
    }
  if (span->n_segments == 0)
    return BYLINE_FOUND_NOTHING;
  if (!is_in_order (span))
    byline_span_join (span);
  return BYLINE_FOUND;
}
