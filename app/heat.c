/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classroom.h"

#include "score-core.h"

/* A class of fewer does not dispute. */
#define MIN_STUDENTS 5
#define MIN_WORDS 2
#define MAX_DISPUTED 5

/* How many students gave each code point the tag; one who did so twice counts once. */
static guint *
count_students (const BylineTagged *students, guint n_students, guint tag, guint length)
{
  guint *counts = g_new0 (guint, (gsize) length + 1);
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (BylineSegment));

  /* First the changes at each place, which wrap around and back. */
  for (guint student = 0; student < n_students; student++)
    {
      BylineSpan all;

      g_array_set_size (segments, 0);
      for (guint i = 0; i < students[student].n; i++)
        if (students[student].tags[i] == tag)
          g_array_append_vals (segments, students[student].spans[i].segments, students[student].spans[i].n_segments);
      all = (BylineSpan) { (BylineSegment *) (void *) segments->data, segments->len };
      byline_span_join (&all);
      for (guint i = 0; i < all.n_segments; i++)
        {
          counts[all.segments[i].start]++;
          counts[all.segments[i].end]--;
        }
    }
  for (guint at = 1; at <= length; at++)
    counts[at] += counts[at - 1];
  return counts;
}

/**
 * byline_classroom_get_heat:
 * @students: (array length=n_students): what each marked, in normal form
 * @tag: the tag to look at
 * @length: of the text, code points
 *
 * Returns: (transfer full) (element-type BylineHeatRun): the longest runs that
 *   equally many students gave the tag, without those of nobody
 */
GArray *
byline_classroom_get_heat (const BylineTagged *students, guint n_students, guint tag, guint length)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (BylineHeatRun));
  g_autofree guint *counts = count_students (students, n_students, tag, length);

  for (guint at = 0, start = 0; at < length; at++)
    {
      const BylineHeatRun run = { start, at + 1, counts[at] };

      if (at + 1 < length && counts[at + 1] == counts[at])
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
  const guint *counts;
  const gboolean *is_in;
  guint length;
  guint n_students;
  guint tag;
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
  BylinePassage passage = { .tag = self->tag };

  while (start < end && !byline_segmentation_is_word_character (self->segmentation, start))
    start++;
  while (start < end && !byline_segmentation_is_word_character (self->segmentation, end - 1))
    end--;
  if (count_words (self, start, end) < MIN_WORDS)
    return;

  passage.start = start;
  passage.end = end;
  passage.min = passage.max = self->counts[start];
  for (guint at = start; at < end; at++)
    {
      const guint n = self->counts[at];

      passage.weight += (guint64) n * (self->n_students - n);
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

  for (guint at = 0; at < self->length; at++)
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

static GArray *
find_all (const BylineScoreKey *key, const BylineTagged *students, guint n_students, gboolean is_disputed)
{
  const BylineSegmentation *segmentation = key->normaliser.segmentation;
  const guint length = byline_segmentation_get_length (segmentation);
  g_autofree gboolean *is_in = g_new (gboolean, (gsize) length + 1);
  GArray *passages = g_array_new (FALSE, FALSE, sizeof (BylinePassage));

  for (guint tag = 0; n_students >= MIN_STUDENTS && tag < key->n_tags; tag++)
    {
      g_autofree guint *counts = count_students (students, n_students, tag, length);
      const Finder finder = { segmentation, counts, is_in, length, n_students, tag };

      for (guint at = 0; at < length; at++)
        {
          const guint64 n = counts[at], all = n_students;

          is_in[at] = is_disputed ? 4 * n >= all && 4 * n <= 3 * all : 2 * n >= all;
        }
      if (!is_disputed)
        take_out_key (key, key->tag_layers[tag], is_in);
      find_passages (&finder, passages);
    }
  return passages;
}

/**
 * byline_classroom_get_disputed:
 * @key: for the text and the tags; its items do not matter
 * @students: (array length=n_students): what each marked, in normal form
 *
 * Passages that between a quarter and three quarters of a class gave the same tag:
 * worth a conversation whatever the key says (docs/scoring.md section 8).
 *
 * Returns: (transfer full) (element-type BylinePassage): five at most, the
 *   weightiest first; none for fewer than five students
 */
GArray *
byline_classroom_get_disputed (const BylineScoreKey *key, const BylineTagged *students, guint n_students)
{
  GArray *passages = find_all (key, students, n_students, TRUE);

  g_array_sort (passages, compare_weights);
  g_array_set_size (passages, MIN (passages->len, MAX_DISPUTED));
  return passages;
}

/**
 * byline_classroom_get_unkeyed:
 * @key: the key
 * @students: (array length=n_students): what each marked, in normal form
 *
 * Passages that half of a class gave the same tag and where the key has nothing
 * of its layer: candidates for the key.
 *
 * Returns: (transfer full) (element-type BylinePassage): what most marked first;
 *   none for fewer than five students
 */
GArray *
byline_classroom_get_unkeyed (const BylineScoreKey *key, const BylineTagged *students, guint n_students)
{
  GArray *passages = find_all (key, students, n_students, FALSE);

  g_array_sort (passages, compare_means);
  return passages;
}
