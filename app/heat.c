/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "heat.h"

#include "score-core.h"

/* A class of fewer does not dispute. */
#define MIN_STUDENTS 5
#define MIN_WORDS 2
#define MAX_DISPUTED 5

void
byline_heat_init (BylineHeat *self, guint tag, guint length)
{
  *self = (BylineHeat) { tag, length, 0, g_new0 (guint, (gsize) length + 1) };
}

void
byline_heat_clear (BylineHeat *self)
{
  g_clear_pointer (&self->counts, g_free);
}

/**
 * byline_heat_add:
 * @units: (array length=n_units): all that a student marked, in normal form, whatever the tag
 *
 * Who marked a place twice counts once.
 */
void
byline_heat_add (BylineHeat *self, const BylineUnit *units, guint n_units)
{
  g_autofree BylineSegment *segments = g_new (BylineSegment, (gsize) n_units + 1);
  BylineSpan all = { segments, 0 };

  for (guint i = 0; i < n_units; i++)
    if (units[i].tag == self->tag)
      segments[all.n_segments++] = units[i].segment;
  byline_span_join (&all);
  for (guint i = 0; i < all.n_segments; i++)
    {
      self->counts[all.segments[i].start]++;
      self->counts[all.segments[i].end]--;
    }
  self->n_students++;
}

void
byline_heat_sum (BylineHeat *self)
{
  for (guint at = 1; at <= self->length; at++)
    self->counts[at] += self->counts[at - 1];
}

/**
 * byline_heat_get_runs:
 *
 * Returns: (transfer full) (element-type BylineHeatRun): the longest runs that
 *   equally many students gave the tag, without those of nobody
 */
GArray *
byline_heat_get_runs (const BylineHeat *self)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (BylineHeatRun));

  for (guint at = 0, start = 0; at < self->length; at++)
    {
      const BylineHeatRun run = { start, at + 1, self->counts[at] };

      if (at + 1 < self->length && self->counts[at + 1] == self->counts[at])
        continue;
      if (run.count > 0)
        g_array_append_val (runs, run);
      start = at + 1;
    }
  return runs;
}

/* Passages of one tag in the making. */
typedef struct
{
  const BylineSegmentation *segmentation;
  const BylineHeat *heat;
  const gboolean *is_in;
} Finder;

static guint
count_words (const Finder *self, guint start, guint end)
{
  guint n = 0;
  BylineSegment word;

  for (guint at = start; at < end && n < MIN_WORDS; at++)
    if (byline_segmentation_find_word (self->segmentation, at, &word))
      {
        n += word.start >= start && word.end <= end;
        at = word.end - 1;
      }
  return n;
}

static void
add_passage (const Finder *self, guint start, guint end, GArray *passages)
{
  BylinePassage passage = { .tag = self->heat->tag };

  while (start < end && !byline_segmentation_is_word_character (self->segmentation, start))
    start++;
  while (start < end && !byline_segmentation_is_word_character (self->segmentation, end - 1))
    end--;
  if (count_words (self, start, end) < MIN_WORDS)
    return;

  passage.start = start;
  passage.end = end;
  passage.min = passage.max = self->heat->counts[start];
  for (guint at = start; at < end; at++)
    {
      const guint n = self->heat->counts[at];

      passage.weight += (guint64) n * (self->heat->n_students - n);
      passage.sum += n;
      passage.min = MIN (passage.min, n);
      passage.max = MAX (passage.max, n);
    }
  g_array_append_val (passages, passage);
}

/* Runs with no word character between them are one passage. */
static void
find_passages (const Finder *self, GArray *passages)
{
  guint start = 0, end = 0;

  for (guint at = 0; at < self->heat->length; at++)
    if (self->is_in[at])
      {
        if (end == 0)
          start = at;
        end = at + 1;
      }
    else if (end > 0 && byline_segmentation_is_word_character (self->segmentation, at))
      {
        add_passage (self, start, end, passages);
        end = 0;
      }
  if (end > 0)
    add_passage (self, start, end, passages);
}

static int
compare_numbers (guint64 a, guint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_places (const BylinePassage *a, const BylinePassage *b)
{
  return a->start != b->start ? compare_numbers (a->start, b->start) : compare_numbers (a->tag, b->tag);
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  const BylinePassage *one = a, *two = b;

  return one->weight != two->weight ? compare_numbers (two->weight, one->weight) : compare_places (one, two);
}

/* By the mean, without dividing. */
static int
compare_means (gconstpointer a, gconstpointer b)
{
  const BylinePassage *one = a, *two = b;
  const int order = compare_numbers (two->sum * (one->end - one->start), one->sum * (two->end - two->start));

  return order != 0 ? order : compare_places (one, two);
}

/* Where the key has something of the layer, required or not. */
static void
take_out_key (const BylineScoreKey *key, guint layer, gboolean *is_in)
{
  for (guint i = 0; i < key->n_items; i++)
    for (guint k = 0; key->tag_layers[key->items[i].tag] == layer && k < key->items[i].n_boundaries; k++)
      {
        const BylineNormal *boundary = &key->items[i].boundaries[k];

        for (guint segment = 0; segment < boundary->n_segments; segment++)
          for (guint at = boundary->segments[segment].start; at < boundary->segments[segment].end; at++)
            is_in[at] = FALSE;
      }
}

static void
find_all (const BylineHeat *self, const BylineScoreKey *key, gboolean is_disputed, GArray *passages)
{
  g_autofree gboolean *is_in = g_new (gboolean, (gsize) self->length + 1);
  const Finder finder = { key->normaliser.segmentation, self, is_in };

  if (self->n_students < MIN_STUDENTS)
    return;
  for (guint at = 0; at < self->length; at++)
    {
      const guint64 n = self->counts[at], all = self->n_students;

      is_in[at] = is_disputed ? 4 * n >= all && 4 * n <= 3 * all : 2 * n >= all;
    }
  if (!is_disputed)
    take_out_key (key, key->tag_layers[self->tag], is_in);
  find_passages (&finder, passages);
}

/**
 * byline_heat_find_disputed:
 * @key: for the text; its items do not matter
 * @passages: (element-type BylinePassage): where they go
 *
 * Passages that between a quarter and three quarters of a class gave the same tag:
 * worth a conversation whatever the key says (docs/scoring.md section 8). None for
 * fewer than five students.
 */
void
byline_heat_find_disputed (const BylineHeat *self, const BylineScoreKey *key, GArray *passages)
{
  find_all (self, key, TRUE, passages);
}

/**
 * byline_heat_find_unkeyed:
 * @key: the key
 * @passages: (element-type BylinePassage): where they go
 *
 * Passages that half of a class gave the same tag and where the key has nothing
 * of its layer: candidates for the key. None for fewer than five students.
 */
void
byline_heat_find_unkeyed (const BylineHeat *self, const BylineScoreKey *key, GArray *passages)
{
  find_all (self, key, FALSE, passages);
}

/**
 * byline_heat_sort_disputed:
 * @passages: (element-type BylinePassage): of all tags
 *
 * Puts the weightiest first and leaves five at most.
 */
void
byline_heat_sort_disputed (GArray *passages)
{
  g_array_sort (passages, compare_weights);
  g_array_set_size (passages, MIN (passages->len, MAX_DISPUTED));
}

/**
 * byline_heat_sort_unkeyed:
 * @passages: (element-type BylinePassage): of all tags
 *
 * Puts first what most marked.
 */
void
byline_heat_sort_unkeyed (GArray *passages)
{
  g_array_sort (passages, compare_means);
}
