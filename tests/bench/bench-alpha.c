/* SPDX-License-Identifier: GPL-3.0-or-later */

/* alpha_U of 1,000 students with 65 marks of four tags each, in an article of
 * 10,534 characters. */
#include "alpha.h"

#include <stdio.h>

#define LENGTH 10534
#define N_MARKS 65
#define N_STUDENTS 1000

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (10);
  g_autofree BylineUnit *units = g_new (BylineUnit, N_STUDENTS * N_MARKS);
  BylineAlpha overall, tags[4];
  gint64 begin;

  for (guint i = 0; i < N_STUDENTS * N_MARKS; i++)
    {
      /* Near one of 60 passages, which have a tag each. */
      const guint passage = g_rand_int_range (rand, 0, 60);
      const guint start = passage * (LENGTH - 200) / 60 + g_rand_int_range (rand, 0, 20);

      units[i] = (BylineUnit) { { start, start + g_rand_int_range (rand, 15, 140) }, i / N_MARKS, passage % 4 };
    }

  begin = g_get_monotonic_time ();
  byline_alpha_u (units, N_STUDENTS * N_MARKS, N_STUDENTS, 4, LENGTH, &overall, tags);
  printf ("alpha_U of %u students: %.3f s, alpha %.3f\n", N_STUDENTS, (g_get_monotonic_time () - begin) / 1e6, overall.alpha);
  return 0;
}
