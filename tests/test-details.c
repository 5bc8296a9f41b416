/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "details.h"

#include "scored.h"

#include <math.h>

#define TEXT "The lamps failed twice, Ana Ferro said. The log shows it. A shame, really. “So be it,” she wrote."

static BylineDetails *
get_details (Scored *scored)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (BylineScorer) scorer = byline_scorer_new (scored->article, byline_tag_set_get_default (), scored->key, &scoring, NULL);

  scored_compare (scored, NULL);
  return byline_scorer_get_details (scorer, scored->work, scored->score);
}

static int
guess (Scored *scored)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (BylineScorer) scorer = byline_scorer_new (scored->article, byline_tag_set_get_default (), scored->key, &scoring, NULL);

  return byline_scorer_get_guessing (scorer);
}

static void
assert_counts (const BylineSchemaCounts *counts, guint correct, guint incorrect, guint partial, guint missed, guint spurious)
{
  g_assert_cmpuint (counts->correct, ==, correct);
  g_assert_cmpuint (counts->incorrect, ==, incorrect);
  g_assert_cmpuint (counts->partial, ==, partial);
  g_assert_cmpuint (counts->missed, ==, missed);
  g_assert_cmpuint (counts->spurious, ==, spurious);
}

static void
test_perfect (void)
{
  g_autofree BylineDetails *details = NULL;
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The lamps failed twice");
  scored_mark (&scored, scored.key, "attribution", "Ana Ferro said");
  scored_mark (&scored, scored.work, "attribution", "Ana Ferro said.");
  scored_mark (&scored, scored.work, "claim", "The lamps failed twice,");
  details = get_details (&scored);

  g_assert_cmpfloat (details->f1_marks, ==, 1);
  g_assert_cmpuint (details->characters[0].tp, ==, 22);
  g_assert_cmpuint (details->characters[0].fp + details->characters[0].fn, ==, 0);
  g_assert_cmpfloat (details->kappa[0], ==, 1);
  /* Nobody marked evidence: both sides are constant and equal. */
  g_assert_true (isnan (details->kappa[2]));
  g_assert_cmpfloat (details->micro.f1, ==, 1);
  g_assert_cmpfloat (details->macro.f1, ==, 0.5);
  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    assert_counts (&details->best.overall[schema], 2, 0, 0, 0, 0);

  /* nervaluate minds the full stop and the comma. */
  assert_counts (&details->greedy.overall[BYLINE_SCHEMA_STRICT], 0, 2, 0, 0, 0);
  assert_counts (&details->greedy.overall[BYLINE_SCHEMA_PARTIAL], 0, 0, 2, 0, 0);
  assert_counts (&details->greedy.overall[BYLINE_SCHEMA_TYPE], 2, 0, 0, 0, 0);
  g_assert_true (details->greedy.occurs[0] && details->greedy.occurs[1]);
  g_assert_false (details->greedy.occurs[2] || details->greedy.occurs[3]);
  scored_clear (&scored);
}

/* Optional items and what was marked on them are left out, in pieces too. */
static void
test_optional (void)
{
  g_autofree BylineDetails *details = NULL;
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The lamps failed twice");
  scored_mark (&scored, scored.key, "evidence", "The log shows it. A shame")->optional = TRUE;
  scored_mark (&scored, scored.work, "evidence", "The log shows");
  scored_mark (&scored, scored.work, "evidence", "A shame");
  scored_mark (&scored, scored.work, "opinion", "really");
  details = get_details (&scored);

  g_assert_cmpint (scored.score->spans[0].outcome, ==, BYLINE_OUTCOME_OPTIONAL);
  g_assert_cmpint (scored.score->spans[1].outcome, ==, BYLINE_OUTCOME_FRAGMENT);
  g_assert_cmpuint (details->characters[2].tp + details->characters[2].fp + details->characters[2].fn, ==, 0);
  g_assert_cmpuint (details->characters[3].fp, ==, 6);
  assert_counts (&details->best.overall[BYLINE_SCHEMA_STRICT], 0, 0, 0, 1, 1);
  assert_counts (&details->greedy.overall[BYLINE_SCHEMA_STRICT], 0, 0, 0, 1, 1);
  g_assert_false (details->best.occurs[2]);
  g_assert_cmpfloat (details->f1_marks, ==, 0);
  scored_clear (&scored);
}

/* A repeated or empty mark counts nowhere, but nervaluate has them. */
static void
test_repeated (void)
{
  g_autofree BylineDetails *details = NULL;
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The lamps failed twice");
  scored_mark (&scored, scored.work, "claim", "The lamps failed twice");
  scored_mark (&scored, scored.work, "claim", "The lamps failed twice,");
  scored_mark (&scored, scored.work, "claim", " ");
  details = get_details (&scored);

  assert_counts (&details->best.overall[BYLINE_SCHEMA_STRICT], 1, 0, 0, 0, 0);
  assert_counts (&details->greedy.overall[BYLINE_SCHEMA_STRICT], 1, 0, 0, 0, 2);
  scored_clear (&scored);
}

/* Half a credit of one mark, with one required and two marked; weights do not
 * count. */
static void
test_f1_of_marks (void)
{
  g_autofree BylineDetails *details = NULL;
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "The lamps failed twice")->weight = 7;
  scored_mark (&scored, scored.work, "claim", "The lamps failed");
  scored_mark (&scored, scored.work, "opinion", "she wrote");
  details = get_details (&scored);
  /* 16 of 22 characters are 7272 bp; 2 · 0.7272 ÷ (1 + 2). */
  g_assert_cmpfloat (fabs (details->f1_marks - 2 * 0.7272 / 3), <, 1e-12);
  scored_clear (&scored);
}

static void
test_nothing (void)
{
  g_autofree BylineDetails *details = NULL;
  Scored scored;

  scored_init (&scored, TEXT);
  details = get_details (&scored);
  g_assert_cmpfloat (details->f1_marks, ==, 0);
  g_assert_cmpfloat (details->micro.f1, ==, 0);
  assert_counts (&details->best.overall[BYLINE_SCHEMA_TYPE], 0, 0, 0, 0, 0);
  g_assert_cmpint (guess (&scored), ==, -1);
  scored_clear (&scored);
}

/* A key of all four sentences with one tag is guessed whole; where they are
 * opinions of which one is wanted, one guess in four is right. */
static void
test_guessing (void)
{
  static const char *const sentences[] = { "The lamps failed twice, Ana Ferro said", "The log shows it", "A shame, really", "So be it,” she wrote" };
  guint singles = 0;
  Scored scored;

  scored_init (&scored, TEXT);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    scored_mark (&scored, scored.key, "opinion", sentences[i]);
  g_assert_cmpint (guess (&scored), ==, 10000);
  scored_clear (&scored);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      scored_init (&scored, TEXT);
      scored_mark (&scored, scored.key, "opinion", sentences[i]);
      /* Not required, so that its tag is not the commonest. */
      scored_mark (&scored, scored.key, "claim", "lamps")->optional = TRUE;
      scored_mark (&scored, scored.key, "claim", "log")->optional = TRUE;
      singles += guess (&scored);
      scored_clear (&scored);
    }
  /* Each of the 20 runs hits exactly one of the four. */
  g_assert_cmpuint (singles, ==, 10000);
}

/* Of tags that are equally common the first in the set is guessed. */
static void
test_guessing_tie (void)
{
  Scored scored;

  scored_init (&scored, "One sentence alone.");
  scored_mark (&scored, scored.key, "evidence", "One sentence alone");
  scored_mark (&scored, scored.key, "claim", "One sentence alone");
  g_assert_cmpint (guess (&scored), ==, 5000);
  scored_clear (&scored);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/details/perfect", test_perfect);
  g_test_add_func ("/details/optional", test_optional);
  g_test_add_func ("/details/repeated", test_repeated);
  g_test_add_func ("/details/f1-of-marks", test_f1_of_marks);
  g_test_add_func ("/details/nothing", test_nothing);
  g_test_add_func ("/details/guessing", test_guessing);
  g_test_add_func ("/details/guessing-tie", test_guessing_tie);
  return g_test_run ();
}
