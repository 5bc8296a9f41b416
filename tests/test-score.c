/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score.h"

#include "error.h"
#include "scored.h"

#define TEXT "The bridge is safe, the mayor said. Nobody has looked at it since June. Shameful."

static void
test_from_files (void)
{
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The bridge is safe");
  scored_mark (&scored, scored.key, "attribution", "the mayor said");
  scored_mark (&scored, scored.work, "attribution", "the mayor said.");
  scored_mark (&scored, scored.work, "claim", "The bridge");
  scored_compare (&scored, NULL);

  g_assert_cmpuint (scored.score->required, ==, 2);
  g_assert_cmpint (scored.score->items[0].outcome, ==, BYLINE_OUTCOME_PARTIAL);
  g_assert_cmpint (scored.score->items[0].span, ==, 1);
  g_assert_cmpint (scored.score->items[1].outcome, ==, BYLINE_OUTCOME_EXACT);
  g_assert_cmpint (scored.score->items[1].span, ==, 0);
  g_assert_cmpuint (scored.score->score_bp, ==, 7778);
  scored_clear (&scored);
}

static void
test_contested_is_optional (void)
{
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The bridge is safe");
  scored_mark (&scored, scored.key, "opinion", "Shameful")->contested = TRUE;
  scored_mark (&scored, scored.work, "opinion", "Shameful");
  scored_compare (&scored, NULL);

  g_assert_cmpuint (scored.score->required, ==, 1);
  g_assert_cmpuint (scored.score->marks, ==, 0);
  g_assert_cmpint (scored.score->spans[0].outcome, ==, BYLINE_OUTCOME_OPTIONAL);
  scored_clear (&scored);
}

static void
test_settings (void)
{
  const struct { BylineScoring scoring; guint score_bp; } cases[] = {
    { { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_OVERLAP, 0 }, 2222 },
    { { BYLINE_SURPLUS_OFF, BYLINE_PARTIAL_OVERLAP, 0 }, 5555 },
    { { BYLINE_SURPLUS_MILD, BYLINE_PARTIAL_OVERLAP, 0 }, 3055 },
    { { BYLINE_SURPLUS_STRICT, BYLINE_PARTIAL_OVERLAP, 0 }, 555 },
    { { BYLINE_SURPLUS_OFF, BYLINE_PARTIAL_HALF, 0 }, 5000 },
    { { BYLINE_SURPLUS_OFF, BYLINE_PARTIAL_FULL, 0 }, 10000 },
    { { BYLINE_SURPLUS_OFF, BYLINE_PARTIAL_NONE, 0 }, 0 },
  };
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The bridge is safe");
  scored_mark (&scored, scored.work, "claim", "The bridge");
  scored_mark (&scored, scored.work, "opinion", "Shameful");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      scored_compare (&scored, &cases[i].scoring);
      g_assert_cmpuint (scored.score->score_bp, ==, cases[i].score_bp);
    }
  scored_clear (&scored);
}

static void
test_unknown_tag (void)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (GError) error = NULL;
  BylineScorer *scorer;
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.work, "rumour", "The bridge");
  scorer = byline_scorer_new (scored.article, byline_tag_set_get_default (), scored.key, &scoring, &error);
  g_assert_no_error (error);
  g_assert_null (byline_scorer_score (scorer, scored.work, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "rumour"));
  byline_scorer_free (scorer);
  g_clear_error (&error);

  g_assert_null (byline_scorer_new (scored.article, byline_tag_set_get_default (), scored.work, &scoring, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
  scored_clear (&scored);
}

/* Key and work were made on an older text: what moved counts where it is now,
 * what is gone is named and left out. */
static void
test_changed_text (void)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineScorer) scorer = NULL;
  g_autoptr (BylineScore) score = NULL;
  Scored old, now;

  scored_init (&old, TEXT);
  scored_init (&now, "A correction. The bridge is safe, the mayor said. Nobody has looked at it since June.");
  scored_mark (&old, old.key, "attribution", "the mayor said");
  scored_mark (&old, old.key, "opinion", "Shameful");
  scored_mark (&old, old.work, "opinion", "Shameful");
  scored_mark (&old, old.work, "attribution", "the mayor said");

  scorer = byline_scorer_new (now.article, byline_tag_set_get_default (), old.key, &scoring, &error);
  g_assert_no_error (error);
  score = byline_scorer_score (scorer, old.work, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (score->n_items, ==, 1);
  g_assert_cmpuint (score->items[0].annotation, ==, 0);
  g_assert_cmpint (score->items[0].outcome, ==, BYLINE_OUTCOME_EXACT);
  g_assert_cmpint (score->spans[0].outcome, ==, BYLINE_OUTCOME_EMPTY);
  g_assert_cmpint (score->spans[1].outcome, ==, BYLINE_OUTCOME_EXACT);
  g_assert_cmpuint (score->score_bp, ==, 10000);
  g_assert_cmpuint (score->warnings->len, ==, 2);
  scored_clear (&old);
  scored_clear (&now);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/from-files", test_from_files);
  g_test_add_func ("/score/contested", test_contested_is_optional);
  g_test_add_func ("/score/settings", test_settings);
  g_test_add_func ("/score/unknown-tag", test_unknown_tag);
  g_test_add_func ("/score/changed-text", test_changed_text);
  return g_test_run ();
}
