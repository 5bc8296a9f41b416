/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

static void
test_items (void)
{
  /* From the worst to the best; the last but one earned as much as the last. */
  static const BylineAnswer steps[] = {
    { .outcome = BYLINE_OUTCOME_MISSED },
    { .outcome = BYLINE_OUTCOME_WRONG_TAG, .overlap_bp = 10000 },
    { .outcome = BYLINE_OUTCOME_WRONG_TAG, .overlap_bp = 6000, .credit_pt = 1000 },
    { .outcome = BYLINE_OUTCOME_PARTIAL, .overlap_bp = 4000, .credit_pt = 4000 },
    { .outcome = BYLINE_OUTCOME_PARTIAL, .overlap_bp = 6000, .credit_pt = 6000 },
    { .outcome = BYLINE_OUTCOME_CLOSE, .overlap_bp = 9500, .credit_pt = 10000 },
    { .outcome = BYLINE_OUTCOME_EXACT, .overlap_bp = 10000, .credit_pt = 10000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
      g_assert_cmpint (byline_progress_of_item (&steps[i], &steps[k]), ==,
                       i == k ? BYLINE_PROGRESS_SAME : i < k ? BYLINE_PROGRESS_BETTER : BYLINE_PROGRESS_WORSE);
}

/* An optional item earns nothing, and can be found all the same. */
static void
test_optional (void)
{
  const BylineAnswer unmarked = { .outcome = BYLINE_OUTCOME_OPTIONAL_UNMARKED };
  const BylineAnswer marked = { .outcome = BYLINE_OUTCOME_PARTIAL, .overlap_bp = 3000 };

  g_assert_cmpint (byline_progress_of_item (&unmarked, &marked), ==, BYLINE_PROGRESS_BETTER);
  g_assert_cmpint (byline_progress_of_item (&marked, &unmarked), ==, BYLINE_PROGRESS_WORSE);
}

/* A wrong tag on the same passage with other edges is no news. */
static void
test_wrong_tag_edges (void)
{
  const BylineAnswer one = { .outcome = BYLINE_OUTCOME_WRONG_TAG, .overlap_bp = 6000 };
  const BylineAnswer two = { .outcome = BYLINE_OUTCOME_WRONG_TAG, .overlap_bp = 10000 };

  g_assert_cmpint (byline_progress_of_item (&one, &two), ==, BYLINE_PROGRESS_SAME);
}

static void
test_counts (void)
{
  const BylineAnswer before[] = { { .outcome = BYLINE_OUTCOME_MISSED }, { .outcome = BYLINE_OUTCOME_EXACT, .credit_pt = 10000 }, { .outcome = BYLINE_OUTCOME_MISSED } };
  const BylineAnswer after[] = { { .outcome = BYLINE_OUTCOME_WRONG_TAG }, { .outcome = BYLINE_OUTCOME_MISSED }, { .outcome = BYLINE_OUTCOME_EXACT, .credit_pt = 10000 } };
  guint counts[BYLINE_N_PROGRESSES];

  byline_progress_count (before, after, G_N_ELEMENTS (before), counts);
  g_assert_cmpuint (counts[BYLINE_PROGRESS_SAME], ==, 0);
  g_assert_cmpuint (counts[BYLINE_PROGRESS_BETTER], ==, 2);
  g_assert_cmpuint (counts[BYLINE_PROGRESS_WORSE], ==, 1);
  byline_progress_count (before, before, G_N_ELEMENTS (before), counts);
  g_assert_cmpuint (counts[BYLINE_PROGRESS_SAME], ==, 3);
  g_assert_cmpstr (byline_progress_get_name (BYLINE_PROGRESS_BETTER), ==, "better");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/items", test_items);
  g_test_add_func ("/progress/optional", test_optional);
  g_test_add_func ("/progress/wrong-tag-edges", test_wrong_tag_edges);
  g_test_add_func ("/progress/counts", test_counts);
  return g_test_run ();
}
