/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alpha.h"

#include <math.h>
#include <stdlib.h>

static int
compare (guint64 a, guint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_raters (gconstpointer a, gconstpointer b)
{
  const BylineUnit *one = a, *two = b;

  return one->tag != two->tag       ? compare (one->tag, two->tag)
         : one->rater != two->rater ? compare (one->rater, two->rater)
                                    : compare (one->segment.start, two->segment.start);
}

/* The units by tag, rater and place; those of one tag and rater that overlap are
 * one unit, those that touch stay apart. */
static BylineUnit *
unite (const BylineUnit *units, guint *n_units)
{
  BylineUnit *united = g_memdup2 (units, sizeof (BylineUnit) * *n_units);
  guint n = 0;

  if (*n_units > 0)
    qsort (united, *n_units, sizeof (BylineUnit), compare_raters);
  for (guint i = 0; i < *n_units; i++)
    {
      const BylineUnit unit = united[i];
      BylineUnit *last = n > 0 ? &united[n - 1] : NULL;

      if (last != NULL && last->tag == unit.tag && last->rater == unit.rater && unit.segment.start < last->segment.end)
        last->segment.end = MAX (last->segment.end, unit.segment.end);
      else
        united[n++] = unit;
    }
  *n_units = n;
  return united;
}

/* A unit among those of its tag, with the end of its rater's one before it. */
typedef struct
{
  guint start;
  guint end;
  guint before;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return compare (((const Place *) a)->start, ((const Place *) b)->start);
}

static int
compare_gaps (gconstpointer a, gconstpointer b)
{
  return compare (*(const guint *) b, *(const guint *) a);
}

static double
square (double x)
{
  return x * x;
}

/* Σ δ² over all pairs of raters. A unit is in a gap of everybody who has nothing
 * that overlaps it; of several units of one rater that do, only the first tells
 * that he is none of these. */
static double
sum_differences (const Place *places, guint n, guint n_raters)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      const Place one = places[i];
      const double square_one = square (one.end - one.start);

      sum += square_one * (n_raters - 1);
      for (guint k = i + 1; k < n && places[k].start < one.end; k++)
        {
          const Place two = places[k];

          sum += square ((double) two.start - one.start) + square ((double) two.end - one.end);
          if (two.before <= one.start)
            sum -= square_one;
          if (one.before <= two.start)
            sum -= square (two.end - two.start);
        }
    }
  return sum;
}

/* The numerator of D_e without its factor: what the units would differ if they
 * lay anywhere. @gaps are in descending order. */
static double
sum_expected (const Place *places, guint n, const guint *gaps, guint n_gaps)
{
  g_autofree guint *lengths = g_new (guint, n);
  double sum = 0, room = 0;

  for (guint i = 0; i < n; i++)
    lengths[i] = places[i].end - places[i].start;
  qsort (lengths, n, sizeof (guint), compare_gaps);
  for (guint i = 0, wide = 0; i < n; i++)
    {
      const double l = lengths[i];

      for (; wide < n_gaps && gaps[wide] >= lengths[i]; wide++)
        room += gaps[wide] + 1.0;
      sum += (n - 1) / 3.0 * (2 * l * l * l - 3 * l * l + l) + l * l * (room - l * wide);
    }
  return sum;
}

/* All units of one tag, by rater and place. */
static BylineAlpha
measure_tag (const BylineUnit *units, guint n, guint n_raters, guint length)
{
  g_autofree Place *places = g_new (Place, n);
  g_autofree guint *gaps = g_new (guint, (gsize) n + n_raters);
  const double all = (double) n_raters * length;
  guint n_gaps = 0, n_idle = n_raters;
  double covered = 0;
  BylineAlpha alpha;

  for (guint i = 0; i < n; i++)
    {
      const BylineSegment *segment = &units[i].segment;
      const gboolean is_first = i == 0 || units[i - 1].rater != units[i].rater;
      const gboolean is_last = i + 1 == n || units[i + 1].rater != units[i].rater;
      const double l = segment->end - segment->start;

      places[i] = (Place) { segment->start, segment->end, is_first ? 0 : units[i - 1].segment.end };
      gaps[n_gaps++] = segment->start - places[i].before;
      if (is_last)
        gaps[n_gaps++] = length - segment->end;
      n_idle -= is_first;
      covered += l * (l - 1);
    }
  while (n_idle-- > 0)
    gaps[n_gaps++] = length;
  qsort (places, n, sizeof (Place), compare_places);
  qsort (gaps, n_gaps, sizeof (guint), compare_gaps);

  alpha.observed = 2 * sum_differences (places, n, n_raters) / ((double) n_raters * (n_raters - 1) * length * length);
  alpha.expected = 2.0 / length * sum_expected (places, n, gaps, n_gaps) / (all * (all - 1) - covered);
  alpha.alpha = alpha.observed == 0 && alpha.expected == 0 ? 0 : 1 - alpha.observed / alpha.expected;
  return alpha;
}

/**
 * byline_alpha_u:
 * @units: (array length=n_units): in any order; those of one rater and tag that
 *   overlap are united first
 * @n_raters: how many there are, also without units
 * @n_tags: tags in the set
 * @length: of the text, code points
 * @overall: (out): over the tags that occur; its disagreements are their means
 * @tags: (out) (array length=n_tags): NaN for a tag without units
 *
 * Krippendorff's alpha for unitizing, in closed form: Krippendorff (1995), “On the
 * reliability of unitizing continuous data” (docs/scoring.md section 10). Takes
 * the time of the pairs of units that overlap.
 */
void
byline_alpha_u (const BylineUnit *units, guint n_units, guint n_raters, guint n_tags, guint length, BylineAlpha *overall, BylineAlpha *tags)
{
  guint n = n_units, n_occurring = 0;
  g_autofree BylineUnit *united = unite (units, &n);

  *overall = (BylineAlpha) { NAN, 0, 0 };
  for (guint tag = 0, at = 0; tag < n_tags; tag++)
    {
      const guint first = at;

      tags[tag] = (BylineAlpha) { NAN, 0, 0 };
      while (at < n && united[at].tag == tag)
        at++;
      if (at == first || n_raters < 2)
        continue;
      tags[tag] = measure_tag (united + first, at - first, n_raters, length);
      overall->observed += tags[tag].observed;
      overall->expected += tags[tag].expected;
      n_occurring++;
    }
  if (n_occurring == 0)
    return;

  overall->alpha = overall->observed == 0 && overall->expected == 0 ? 1 : 1 - overall->observed / overall->expected;
  overall->observed /= n_occurring;
  overall->expected /= n_occurring;
}

/**
 * byline_alpha_nominal:
 * @units: (array length=n_units): in any order
 * @n_raters: how many there are, also without units
 * @tag: the tag to look at
 * @length: of the text, code points
 *
 * Krippendorff's alpha for nominal data, each character marked or not
 * (docs/scoring.md section 14).
 *
 * Returns: alpha, or NaN where nothing varies
 */
double
byline_alpha_nominal (const BylineUnit *units, guint n_units, guint n_raters, guint tag, guint length)
{
  guint n = n_units, raters = 0;
  g_autofree BylineUnit *united = unite (units, &n);
  g_autofree int *changes = g_new0 (int, (gsize) length + 1);
  const double all = (double) n_raters * length;
  double marked = 0, differing = 0;

  for (guint i = 0; i < n; i++)
    if (united[i].tag == tag)
      {
        changes[united[i].segment.start]++;
        changes[united[i].segment.end]--;
      }
  for (guint at = 0; at < length; at++)
    {
      raters += changes[at];
      marked += raters;
      differing += (double) raters * (n_raters - raters);
    }
  if (n_raters < 2 || marked == 0 || marked == all)
    return NAN;
  return 1 - (all - 1) * differing / ((n_raters - 1) * (all - marked) * marked);
}
