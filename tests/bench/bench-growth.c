/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the time of a comparison grows: with the students, with the marks of each, and
 * when everything overlaps everything. The processor's time, on one core. */
#include "score-core.h"

#include <stdio.h>
#include <time.h>

#define SPACE 175 /* characters of the article for each item, as in bench-score */

typedef struct
{
  BylineSegmentation *segmentation;
  BylineSegment *segments;
  BylineSpan *spans;
  BylineRawItem *items;
  BylineRawMark *marks;
  BylineScoreKey *key;
  guint n;
} World;

static double
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* As many marks as items; each of them close to its item, or all around the same place. */
static void
world_init (World *self, guint n, gboolean is_local)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  const guint length = n * SPACE;
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  g_autofree char *text = g_malloc (length);
  BylineScoreSettings settings;

  for (guint i = 0; i < length; i++)
    text[i] = i % 6 == 5 ? ' ' : 'a' + i % 23;
  *self = (World) { .segmentation = byline_segmentation_new (text, length, "en"), .segments = g_new (BylineSegment, 2 * n), .spans = g_new (BylineSpan, 2 * n),
                    .items = g_new0 (BylineRawItem, n), .marks = g_new (BylineRawMark, n), .n = n };
  for (guint i = 0; i < 2 * n; i++)
    {
      const guint start = is_local ? i / 2 * SPACE + g_rand_int_range (rand, 0, 30) : (guint) g_rand_int_range (rand, 0, length / 2);
      const guint end = is_local ? start + g_rand_int_range (rand, 60, 140) : (guint) g_rand_int_range (rand, length / 2, length);

      self->segments[i] = (BylineSegment) { start, end };
      self->spans[i] = (BylineSpan) { &self->segments[i], 1 };
      if (i % 2 != 0)
        {
          self->marks[i / 2] = (BylineRawMark) { &self->spans[i], is_local ? i / 2 % 4 : 0 };
          continue;
        }
      self->items[i / 2] = (BylineRawItem) { .span = &self->spans[i], .tag = is_local ? i / 2 % 4 : 0, .weight = 1 };
      for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
        self->items[i / 2].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
    }
  byline_score_settings_init (&settings, &scoring, 4);
  self->key = byline_score_key_new (self->segmentation, byline_tag_set_get_default (), &settings, self->items, n);
}

static void
world_clear (World *self)
{
  byline_score_key_free (self->key);
  byline_segmentation_free (self->segmentation);
  g_free (self->segments);
  g_free (self->spans);
  g_free (self->items);
  g_free (self->marks);
}

static double
measure (const World *self, guint n_students)
{
  const double begin = get_time ();

  for (guint i = 0; i < n_students; i++)
    {
      g_autoptr (BylineScore) score = byline_score_key_compare (self->key, self->marks, self->n);
    }
  return get_time () - begin;
}

int
main (void)
{
  World world;

  world_init (&world, 65, TRUE);
  for (guint n = 100; n <= 100000; n *= 10)
    {
      const double seconds = measure (&world, n);
      printf ("%u students with 65 marks: %.3f s, %.1f µs a student\n", n, seconds, seconds * 1e6 / n);
    }
  world_clear (&world);

  for (guint n = 10; n <= 10000; n *= 10)
    {
      const guint n_students = 1000000 / n;
      double seconds;

      world_init (&world, n, TRUE);
      seconds = measure (&world, n_students) / n_students;
      printf ("%u marks and %u items: %.1f µs a student, %.3f µs a mark\n", n, n, seconds * 1e6, seconds * 1e6 / n);
      world_clear (&world);
    }

  world_init (&world, 1000, FALSE);
  printf ("1000 marks that all overlap 1000 items: %.2f s\n", measure (&world, 1));
  world_clear (&world);
  return 0;
}
