/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The workload of docs/scoring.md section 15, in process: an article of 10,534
 * characters, a key of 60 items, 1,000 students with 65 marks each, on one core.
 * Normalise, match, outcomes, headline; prints students per second. */
#include "score-core.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LENGTH 10534
#define N_ITEMS 60
#define N_MARKS 65
#define N_STUDENTS 1000

static char *
make_text (GRand *rand)
{
  GString *text = g_string_new (NULL);

  while (text->len < LENGTH)
    {
      for (int i = g_rand_int_range (rand, 2, 10); i > 0; i--)
        g_string_append_c (text, 'a' + g_rand_int_range (rand, 0, 26));
      g_string_append (text, g_rand_int_range (rand, 0, 12) == 0 ? ". " : " ");
    }
  g_string_truncate (text, LENGTH);
  return g_string_free (text, FALSE);
}

static void
make_key (GRand *rand, BylineSpan *spans, BylineRawItem *items)
{
  for (guint i = 0; i < N_ITEMS; i++)
    {
      const guint start = i * LENGTH / N_ITEMS + g_rand_int_range (rand, 0, 60);

      byline_span_init_range (&spans[i], start, start + g_rand_int_range (rand, 15, 140));
      items[i] = (BylineRawItem) { .span = &spans[i], .tag = g_rand_int_range (rand, 0, 4), .weight = 1 };
      for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
        items[i].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
    }
}

/* A fair student: most marks near an item, some with another tag, some anywhere;
 * in no order, as marks are made. */
static void
make_marks (GRand *rand, const BylineRawItem *items, BylineSpan *spans, BylineRawMark *marks)
{
  for (guint i = 0; i < N_MARKS; i++)
    {
      const BylineRawItem *item = &items[g_rand_int_range (rand, 0, N_ITEMS)];
      guint start = byline_span_start (item->span) + g_rand_int_range (rand, 0, 12);
      guint end = byline_span_end (item->span) + g_rand_int_range (rand, 0, 12) - 6;

      if (i % 6 == 0)
        {
          start = g_rand_int_range (rand, 0, LENGTH - 120);
          end = start + g_rand_int_range (rand, 10, 120);
        }
      byline_span_init_range (&spans[i], start, MAX (end, start + 1));
      marks[i] = (BylineRawMark) { &spans[i], i % 5 == 0 ? (guint) g_rand_int_range (rand, 0, 4) : item->tag };
    }
}

/* The processor's time, so that other programs at work do not count. */
static double
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int
main (int argc, char **argv)
{
  const guint n_rounds = argc > 1 ? atoi (argv[1]) : 20;
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (GRand) rand = g_rand_new_with_seed (15);
  g_autofree char *text = make_text (rand);
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (text, LENGTH, "en");
  g_autofree BylineSpan *spans = g_new (BylineSpan, N_ITEMS + N_STUDENTS * N_MARKS);
  g_autofree BylineRawMark *marks = g_new (BylineRawMark, N_STUDENTS * N_MARKS);
  g_autoptr (BylineScoreKey) key = NULL;
  BylineScoreSettings settings;
  BylineRawItem items[N_ITEMS];
  guint64 total = 0;
  double begin, seconds;

  make_key (rand, spans, items);
  for (guint i = 0; i < N_STUDENTS; i++)
    make_marks (rand, items, spans + N_ITEMS + i * N_MARKS, marks + i * N_MARKS);
  byline_score_settings_init (&settings, &scoring, 4);
  key = byline_score_key_new (segmentation, byline_tag_set_get_default (), &settings, items, N_ITEMS);

  begin = get_time ();
  for (guint i = 0; i < n_rounds * N_STUDENTS; i++)
    {
      g_autoptr (BylineScore) score = byline_score_key_compare (key, marks + i % N_STUDENTS * N_MARKS, N_MARKS);
      total += score->score_bp;
    }
  seconds = get_time () - begin;

  printf ("%u students in %.3f s: %.0f students/s, %.2f µs a student; mean score %.1f %%\n", n_rounds * N_STUDENTS, seconds,
          n_rounds * N_STUDENTS / seconds, seconds * 1e6 / (n_rounds * N_STUDENTS), total / 100.0 / (n_rounds * N_STUDENTS));

  for (guint i = 0; i < N_ITEMS + N_STUDENTS * N_MARKS; i++)
    byline_span_clear (&spans[i]);
  return 0;
}
