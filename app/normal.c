/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "normal.h"

#include <string.h>

/* Runs of this length are sorted by insertion. */
#define SHORT_RUN 8

#define DIGIT_BITS 7
#define DIGIT_MASK ((1 << DIGIT_BITS) - 1)

/* The table takes 16 bytes a code point; longer texts do without it. */
#define MAX_TABLE_LENGTH (1024 * 1024)

static void
fill_starts (BylineNormaliser *self, const BylineSegment *words, guint n_words)
{
  for (guint at = 0, i = 0; at < self->length; at++)
    {
      guint start;

      while (i < n_words && words[i].end <= at)
        i++;
      self->starts[at].at = self->starts[at].word_end = G_MAXUINT;
      if (i == n_words)
        continue;

      start = MAX (at, words[i].start);
      start += !byline_segmentation_is_word_character (self->segmentation, start);
      if (words[i].end - start >= start - words[i].start)
        self->starts[at].at = words[i].start;
      else if (i + 1 < n_words)
        self->starts[at].at = words[i + 1].start;
      self->starts[at].word_end = words[i].end;
    }
}

static void
fill_ends (BylineNormaliser *self, const BylineSegment *words, guint n_words)
{
  for (guint end = 1, i = 0; end <= self->length; end++)
    {
      guint last;

      while (i + 1 < n_words && words[i + 1].start < end)
        i++;
      self->ends[end - 1].at = self->ends[end - 1].word_start = 0;
      if (i == n_words || words[i].start >= end)
        continue;

      last = MIN (end, words[i].end);
      last -= !byline_segmentation_is_word_character (self->segmentation, last - 1);
      if (last - words[i].start >= words[i].end - last)
        self->ends[end - 1].at = words[i].end;
      else if (i > 0)
        self->ends[end - 1].at = words[i - 1].end;
      self->ends[end - 1].word_start = words[i].start;
    }
}

/**
 * byline_normaliser_init:
 * @self: (out caller-allocates): free with byline_normaliser_clear()
 * @segmentation: of the text; has to outlive @self
 *
 * Works out where each start and each end snaps to, so that a mark is normalised
 * by two look-ups. Takes time and memory linear in the text.
 */
void
byline_normaliser_init (BylineNormaliser *self, const BylineSegmentation *segmentation)
{
  guint n_words;
  const BylineSegment *words = byline_segmentation_get_words (segmentation, &n_words);
  const guint length = byline_segmentation_get_length (segmentation);

  *self = (BylineNormaliser) { .segmentation = segmentation };
  if (length > MAX_TABLE_LENGTH)
    return;

  self->length = length;
  self->starts = g_malloc_n (length, sizeof *self->starts);
  self->ends = g_malloc_n (length, sizeof *self->ends);
  fill_starts (self, words, n_words);
  fill_ends (self, words, n_words);
}

void
byline_normaliser_clear (BylineNormaliser *self)
{
  g_clear_pointer (&self->starts, g_free);
  g_clear_pointer (&self->ends, g_free);
}

static gboolean
normalise (const BylineNormaliser *self, const BylineSegment *raw, BylineSegment *normal)
{
  const guint end = MIN (raw->end, self->length);

  if (raw->start >= end || self->starts[raw->start].word_end > self->ends[end - 1].word_start)
    return byline_segmentation_normalise (self->segmentation, raw, normal);

  normal->start = self->starts[raw->start].at;
  normal->end = self->ends[end - 1].at;
  return normal->start < normal->end;
}

/* A span of several pieces, some of which may have no word. */
static void
init_pieces (BylineNormal *self, const BylineNormaliser *normaliser, const BylineSpan *raw, BylineArena *arena)
{
  BylineSpan span = { byline_arena_new (arena, BylineSegment, raw->n_segments), 0 };
  BylineSpan wordless = BYLINE_SPAN_INIT;

  *self = (BylineNormal) { 0 };
  for (guint i = 0; i < raw->n_segments; i++)
    {
      BylineSegment segment;

      if (!normalise (normaliser, &raw->segments[i], &segment))
        continue;
      if (byline_segmentation_is_word_character (normaliser->segmentation, segment.start))
        {
          span.segments[span.n_segments++] = segment;
          continue;
        }
      if (wordless.segments == NULL)
        wordless.segments = byline_arena_new (arena, BylineSegment, raw->n_segments);
      wordless.segments[wordless.n_segments++] = segment;
    }

  if (span.n_segments == 0)
    span = wordless;
  if (span.n_segments == 0)
    return;
  if (span.n_segments > 1)
    byline_span_join (&span);

  self->start = span.segments[0].start;
  self->end = span.segments[span.n_segments - 1].end;
  self->length = span.n_segments == 1 ? self->end - self->start : byline_span_length (&span);
  self->n_segments = span.n_segments;
  self->segments = span.segments;
}

/**
 * byline_normal_init:
 * @self: (out caller-allocates): the normal form
 * @normaliser: of the article
 * @raw: what was marked
 * @arena: where the segments go
 *
 * The same as byline_segmentation_normalise_span(), without an allocation of its
 * own. An empty span has no segments.
 */
void
byline_normal_init (BylineNormal *self, const BylineNormaliser *normaliser, const BylineSpan *raw, BylineArena *arena)
{
  BylineSegment segment;

  if (raw->n_segments != 1)
    {
      init_pieces (self, normaliser, raw, arena);
      return;
    }

  *self = (BylineNormal) { 0 };
  if (normalise (normaliser, &raw->segments[0], &segment))
    {
      BylineSegment *segments = byline_arena_new (arena, BylineSegment, 1);

      segments[0] = segment;
      *self = (BylineNormal) { segment.start, segment.end, segment.end - segment.start, 1, segments };
    }
}

gboolean
byline_normal_equal (const BylineNormal *a, const BylineNormal *b)
{
  return a->start == b->start && a->end == b->end && a->n_segments == b->n_segments &&
    memcmp (a->segments, b->segments, sizeof (BylineSegment) * a->n_segments) == 0;
}

/**
 * byline_normal_overlap:
 *
 * Returns: how many code points both cover
 */
guint
byline_normal_overlap (const BylineNormal *a, const BylineNormal *b)
{
  const guint start = MAX (a->start, b->start);
  const guint end = MIN (a->end, b->end);

  if (start >= end)
    return 0;
  if (a->n_segments == 1 && b->n_segments == 1)
    return end - start;

  return byline_span_overlap (&(BylineSpan) { (BylineSegment *) a->segments, a->n_segments },
                              &(BylineSpan) { (BylineSegment *) b->segments, b->n_segments });
}

typedef struct
{
  guint64 position; /* start, then end */
  guint tag;
  guint index;
} Entry;

static int
compare_segments (const BylineNormal *a, const BylineNormal *b)
{
  return byline_span_compare (&(BylineSpan) { (BylineSegment *) a->segments, a->n_segments },
                              &(BylineSpan) { (BylineSegment *) b->segments, b->n_segments });
}

static inline gboolean
goes_before (const Entry *a, const Entry *b, const BylineNormal *normals)
{
  if (a->position != b->position)
    return a->position < b->position;
  if (a->tag != b->tag)
    return a->tag < b->tag;
  return compare_segments (&normals[a->index], &normals[b->index]) < 0;
}

static void
sort_by_insertion (Entry *entries, guint n, const BylineNormal *normals)
{
  for (guint i = 1; i < n; i++)
    {
      const Entry entry = entries[i];
      guint at = i;

      for (; at > 0 && goes_before (&entry, &entries[at - 1], normals); at--)
        entries[at] = entries[at - 1];
      entries[at] = entry;
    }
}

/* Merges two neighbouring runs; equals keep their order. */
static void
merge (const Entry *from, guint n_left, guint n, Entry *to, const BylineNormal *normals)
{
  guint left = 0, right = n_left;

  for (guint i = 0; i < n; i++)
    if (left < n_left && (right == n || !goes_before (&from[right], &from[left], normals)))
      to[i] = from[left++];
    else
      to[i] = from[right++];
}

/* By the whole of the order. */
static void
sort_by_comparing (Entry *entries, guint n, Entry *other, const BylineNormal *normals)
{
  Entry *const home = entries;

  for (guint at = 0; at < n; at += MIN (SHORT_RUN, n - at))
    sort_by_insertion (entries + at, MIN (SHORT_RUN, n - at), normals);

  for (gsize run = SHORT_RUN; run < n; run *= 2)
    {
      Entry *sorted = other;

      for (gsize at = 0; at < n; at += 2 * run)
        merge (entries + at, MIN (run, n - at), MIN (2 * run, n - at), sorted + at, normals);
      other = entries;
      entries = sorted;
    }
  if (entries != home)
    memcpy (home, entries, sizeof (Entry) * n);
}

/* By the start alone, digit by digit from the lowest: comparing numbers in random
 * order is what a processor cannot foresee. Gives back which of the two arrays has
 * the result. */
static Entry *
sort_by_digits (Entry *entries, guint n, Entry *other, guint last_start)
{
  for (guint shift = 32; last_start > 0; shift += DIGIT_BITS, last_start >>= DIGIT_BITS)
    {
      guint places[1 << DIGIT_BITS] = { 0 };
      guint sum = 0;
      Entry *sorted = other;

      for (guint i = 0; i < n; i++)
        places[entries[i].position >> shift & DIGIT_MASK]++;
      for (guint digit = 0; digit <= DIGIT_MASK; digit++)
        {
          const guint count = places[digit];

          places[digit] = sum;
          sum += count;
        }
      for (guint i = 0; i < n; i++)
        sorted[places[entries[i].position >> shift & DIGIT_MASK]++] = entries[i];
      other = entries;
      entries = sorted;
    }
  return entries;
}

/**
 * byline_normal_sort:
 * @normals: (array length=n): none of them empty
 * @tags: (array length=n): the place of the tag of each in the tag set
 * @n: how many
 * @arena: for scratch memory
 * @order: (out) (array length=n): the index of what comes first, second, …
 *
 * Finds the canonical order of docs/scoring.md section 2: by first start, last
 * end, tag, segments, and at last by index.
 */
void
byline_normal_sort (const BylineNormal *normals, const guint *tags, guint n, BylineArena *arena, guint *order)
{
  Entry *entries = byline_arena_new (arena, Entry, n);
  Entry *other = byline_arena_new (arena, Entry, n);
  Entry *sorted;
  guint last_start = 0;

  for (guint i = 0; i < n; i++)
    {
      entries[i] = (Entry) { (guint64) normals[i].start << 32 | normals[i].end, tags[i], i };
      last_start = MAX (last_start, normals[i].start);
    }

  sorted = sort_by_digits (entries, n, other, last_start);
  other = sorted == entries ? other : entries;
  for (guint at = 0, end; at < n; at = end)
    {
      for (end = at + 1; end < n && normals[sorted[end].index].start == normals[sorted[at].index].start;)
        end++;
      if (end - at > 1)
        sort_by_comparing (sorted + at, end - at, other + at, normals);
    }

  for (guint i = 0; i < n; i++)
    order[i] = sorted[i].index;
}
