/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classroom.h"

#include "score-core.h"

#include <math.h>
#include <stdlib.h>

/* Below this a correlation says nothing. */
#define MIN_STUDENTS_TO_DISCRIMINATE 10

typedef struct
{
  guint64 total;
  guint row;
} Rank;

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const Rank *one = a, *two = b;

  if (one->total != two->total)
    return one->total > two->total ? -1 : 1;
  return (one->row > two->row) - (one->row < two->row);
}

/* Pearson's correlation of the item's credit with the rest of the total. */
static double
correlate (const guint64 *credits, guint n_students, guint n_items, guint item, const Rank *totals)
{
  double mean_item = 0, mean_rest = 0, item_item = 0, rest_rest = 0, item_rest = 0;

  for (guint i = 0; i < n_students; i++)
    {
      const guint64 credit = credits[(gsize) i * n_items + item];

      mean_item += (double) credit / n_students;
      mean_rest += (double) (totals[i].total - credit) / n_students;
    }
  for (guint i = 0; i < n_students; i++)
    {
      const guint64 credit = credits[(gsize) i * n_items + item];
      const double a = credit - mean_item, b = totals[i].total - credit - mean_rest;

      item_item += a * a;
      rest_rest += b * b;
      item_rest += a * b;
    }
  return item_rest / sqrt (item_item * rest_rest);
}

/* Whether the item's credit differs between students, and the rest of the total:
 * asked of the integers, as a mean is rounded. */
static gboolean
both_vary (const guint64 *credits, guint n_students, guint n_items, guint item, const Rank *totals)
{
  gboolean item_varies = FALSE, rest_varies = FALSE;

  for (guint i = 1; i < n_students; i++)
    {
      const guint64 first = credits[item], credit = credits[(gsize) i * n_items + item];

      item_varies |= credit != first;
      rest_varies |= totals[i].total - credit != totals[0].total - first;
    }
  return item_varies && rest_varies;
}

/**
 * byline_classroom_measure_items:
 * @credits: rows of @n_items, one a student, 1/10,000 mark
 * @weights: (array length=n_items): of the items
 * @items: (array length=n_items): where facility, hit rate, discrimination and
 *   upper–lower are put; the rest stays as it is
 *
 * Classical item analysis. Discrimination is Moodle's index divided by 100, here
 * for any number of students; upper–lower compares the best and the weakest 27 %
 * (docs/scoring.md section 8).
 */
void
byline_classroom_measure_items (const guint64 *credits, guint n_students, guint n_items, const guint *weights, BylineItemStatistics *items)
{
  const guint group = MAX (1, (guint) (((guint64) 27 * n_students + 50) / 100));
  g_autofree Rank *totals = g_new0 (Rank, n_students);
  g_autofree Rank *ranks = NULL;

  g_return_if_fail (n_students > 0);

  for (guint i = 0; i < n_students; i++)
    {
      totals[i].row = i;
      for (guint k = 0; k < n_items; k++)
        totals[i].total += credits[(gsize) i * n_items + k];
    }
  ranks = g_memdup2 (totals, sizeof (Rank) * n_students);
  qsort (ranks, n_students, sizeof (Rank), compare_ranks);

  for (guint k = 0; k < n_items; k++)
    {
      const double full = 10000.0 * weights[k];
      double upper = 0, lower = 0;
      guint64 sum = 0;
      guint hits = 0;

      for (guint i = 0; i < n_students; i++)
        {
          sum += credits[(gsize) i * n_items + k];
          hits += credits[(gsize) i * n_items + k] > 0;
        }
      for (guint i = 0; i < group; i++)
        {
          upper += credits[(gsize) ranks[i].row * n_items + k];
          lower += credits[(gsize) ranks[n_students - 1 - i].row * n_items + k];
        }
      /* One division, so that a fifth is exactly 0.2 and not "hard". */
      items[k].facility = sum / (full * n_students);
      items[k].hit_rate = (double) hits / n_students;
      items[k].upper_lower = (upper - lower) / full / group;
      items[k].discrimination = both_vary (credits, n_students, n_items, k, totals) ? correlate (credits, n_students, n_items, k, totals) : NAN;
    }
}

static void
count_answers (BylineItemStatistics *self, const BylineAnswer *const *students, guint n_students)
{
  guint64 squares = 0;
  guint n_wrong_tag = 0;

  for (guint i = 0; i < n_students; i++)
    {
      const BylineAnswer *answer = &students[i][self->item];

      if (answer->outcome == BYLINE_OUTCOME_EXACT || answer->outcome == BYLINE_OUTCOME_CLOSE)
        self->n_found++;
      else if (answer->outcome == BYLINE_OUTCOME_PARTIAL)
        self->n_edges++;
      else if (answer->outcome == BYLINE_OUTCOME_WRONG_TAG)
        self->n_tags[answer->tag]++;
      else
        self->n_none++;
      if (answer->tag != BYLINE_ANSWER_NO_TAG)
        self->n_given[answer->tag]++;
    }

  for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
    {
      n_wrong_tag += self->n_tags[tag];
      squares += (guint64) self->n_tags[tag] * self->n_tags[tag];
    }
  squares += (guint64) self->n_found * self->n_found + (guint64) self->n_edges * self->n_edges + (guint64) self->n_none * self->n_none;
  self->split = 10000 - 10000 * squares / ((guint64) n_students * n_students);
  self->found = (double) self->n_found / n_students;
  self->partial = (double) self->n_edges / n_students;
  self->wrong_tag = (double) n_wrong_tag / n_students;
  self->missed = (double) self->n_none / n_students;
}

/**
 * byline_classroom_get_items:
 * @key: the key
 * @students: (array length=n_students): the answers of each, in the order of code names
 * @n_students: how many
 *
 * What a class did with each required item (docs/scoring.md section 8).
 *
 * Returns: (transfer full) (element-type BylineItemStatistics): in canonical
 *   order; empty without students
 */
GArray *
byline_classroom_get_items (const BylineScoreKey *key, const BylineAnswer *const *students, guint n_students)
{
  const guint n = key->n_required;
  GArray *items = g_array_new (FALSE, TRUE, sizeof (BylineItemStatistics));
  g_autofree guint64 *credits = g_new (guint64, (gsize) n * n_students + 1);
  g_autofree guint *weights = g_new (guint, (gsize) n + 1);

  if (n_students == 0)
    return items;

  for (guint i = 0; i < key->n_items; i++)
    if (!key->items[i].optional)
      {
        const BylineItemStatistics item = { .item = i, .annotation = key->items[i].source };

        weights[items->len] = key->items[i].weight;
        for (guint student = 0; student < n_students; student++)
          credits[(gsize) student * n + items->len] = students[student][i].credit_pt;
        g_array_append_val (items, item);
      }

  byline_classroom_measure_items (credits, n_students, n, weights, (BylineItemStatistics *) (void *) items->data);
  for (guint i = 0; i < n; i++)
    {
      BylineItemStatistics *item = &g_array_index (items, BylineItemStatistics, i);

      count_answers (item, students, n_students);
      if (n_students < MIN_STUDENTS_TO_DISCRIMINATE)
        item->discrimination = NAN;
      item->is_hard = item->facility < 0.2;
      item->is_easy = item->facility > 0.95;
      item->should_check = item->discrimination < 0.1 || 10 * (guint64) item->n_none > 6 * (guint64) n_students;
    }
  return items;
}

static int
compare_splits (gconstpointer a, gconstpointer b)
{
  const BylineItemStatistics *one = a, *two = b;

  if (one->split != two->split)
    return one->split > two->split ? -1 : 1;
  return (one->item > two->item) - (one->item < two->item);
}

/**
 * byline_classroom_sort_by_split:
 * @items: (element-type BylineItemStatistics): of byline_classroom_get_items()
 *
 * Puts the items on which the class is most divided first, the order of a
 * conversation about them; of equals the first in the text.
 */
void
byline_classroom_sort_by_split (GArray *items)
{
  g_array_sort (items, compare_splits);
}
