/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

/* What was understood of an item, whatever it earned: an optional one earns nothing. */
static guint
rank_outcome (BylineOutcome outcome)
{
  switch (outcome)
    {
    case BYLINE_OUTCOME_EXACT:
    case BYLINE_OUTCOME_CLOSE:
    case BYLINE_OUTCOME_PARTIAL:
      return 2;
    case BYLINE_OUTCOME_WRONG_TAG:
      return 1;
    default:
      return 0;
    }
}

static int
compare (guint64 earlier, guint64 later)
{
  return (later > earlier) - (later < earlier);
}

/**
 * byline_progress_of_item:
 * @earlier: what became of an item in one attempt
 * @later: what became of it in the next one
 *
 * More credit is better; with the same credit, finding is better than a wrong tag,
 * and that better than missing it; then closer edges.
 */
BylineProgress
byline_progress_of_item (const BylineAnswer *earlier, const BylineAnswer *later)
{
  int order = compare (earlier->credit_pt, later->credit_pt);

  if (order == 0)
    order = compare (rank_outcome (earlier->outcome), rank_outcome (later->outcome));
  if (order == 0 && rank_outcome (later->outcome) == 2)
    order = compare (earlier->overlap_bp, later->overlap_bp);
  return order == 0 ? BYLINE_PROGRESS_SAME : order > 0 ? BYLINE_PROGRESS_BETTER : BYLINE_PROGRESS_WORSE;
}

/**
 * byline_progress_count:
 * @earlier: (array length=n_items): one attempt
 * @later: (array length=n_items): another, compared with the same key
 * @counts: (out) (array length=BYLINE_N_PROGRESSES): items, by #BylineProgress
 */
void
byline_progress_count (const BylineAnswer *earlier, const BylineAnswer *later, guint n_items, guint *counts)
{
  for (guint i = 0; i < BYLINE_N_PROGRESSES; i++)
    counts[i] = 0;
  for (guint i = 0; i < n_items; i++)
    counts[byline_progress_of_item (&earlier[i], &later[i])]++;
}

/**
 * byline_progress_get_name:
 *
 * Returns: (transfer none): as in the JSON
 */
const char *
byline_progress_get_name (BylineProgress progress)
{
  static const char *const names[] = { "same", "better", "worse" };

  return names[progress];
}
