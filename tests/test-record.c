/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include "reviewed.h"
#include "result.h"

static const char *const words[] = { "The lamps failed twice", "The lamps", "she said", "The log", "The log shows it. A shame", "A shame, really", "," };
static const char *const tags[] = { "claim", "attribution", "evidence", "opinion" };

static void
write_row (const BylineResult *result, GString *out)
{
  g_string_append_printf (out, "%s %u of %u%s", result->file, result->score->score_bp, result->score->n_spans, result->details != NULL ? " in detail" : "");
}

static void
mark_something (Reviewed *class, GRand *rand)
{
  byline_annotations_unref (class->scored.work);
  class->scored.work = byline_annotations_new (BYLINE_ROLE_WORK, class->scored.article, "a");
  for (guint n = g_rand_int_range (rand, 0, 6); n > 0; n--)
    scored_mark (&class->scored, class->scored.work, tags[g_rand_int_range (rand, 0, G_N_ELEMENTS (tags))], words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
}

/* What is recorded is what the comparison says. */
static void
assert_says (const BylineRecord *record, BylineSpool *spool, Reviewed *class, guint rater)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));
  g_autoptr (BylineScore) score = NULL;
  BylineTagged marks;
  guint n_units = 0, found = 0;

  score = byline_scorer_score_marks (class->scorer, class->scored.work, &arena, &marks, NULL);
  g_assert_null (record->error);
  g_assert_cmpuint (record->score_bp, ==, score->score_bp);
  g_assert_cmpuint (record->marks, ==, score->marks);
  g_assert_cmpuint (record->required, ==, score->required);
  g_assert_cmpuint (record->n_items, ==, score->n_items);
  for (guint i = 0; i < score->n_items; i++)
    {
      const BylineItemResult *item = &score->items[i];

      g_assert_cmpuint (record->answers[i].credit_pt, ==, item->credit_pt);
      g_assert_cmpuint (record->answers[i].overlap_bp, ==, item->overlap_bp);
      g_assert_cmpuint (record->answers[i].outcome, ==, item->outcome);
      g_assert_cmpuint (record->answers[i].tag, ==, item->span >= 0 ? score->spans[item->span].tag : BYLINE_ANSWER_NO_TAG);
      found += item->outcome == BYLINE_OUTCOME_EXACT || item->outcome == BYLINE_OUTCOME_CLOSE || item->outcome == BYLINE_OUTCOME_PARTIAL;
    }
  g_assert_cmpuint (byline_record_count_found (record), ==, found);

  byline_record_append_units (record, spool, rater, units);
  for (guint i = 0; i < marks.n; i++)
    for (guint k = 0; k < marks.spans[i].n_segments; k++, n_units++)
      {
        const BylineUnit *unit = &g_array_index (units, BylineUnit, n_units);

        g_assert_cmpuint (unit->rater, ==, rater);
        g_assert_cmpuint (unit->tag, ==, marks.tags[i]);
        g_assert_cmpmem (&unit->segment, sizeof unit->segment, &marks.spans[i].segments[k], sizeof unit->segment);
      }
  g_assert_cmpuint (units->len, ==, n_units);
}

static void
test_any (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (BylineSpool) spool = byline_spool_new (NULL);
  Reviewed class;
  BylineRecorder recorder;

  reviewed_init (&class);
  recorder = (BylineRecorder) { .scorer = class.scorer, .spool = spool, .has_figures = TRUE, .write_row = write_row };
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *file = g_strdup_printf ("%u.json", i);
      g_autoptr (BylineRecord) record = NULL;
      g_autoptr (GString) row = g_string_new ("before:");
      g_autofree char *expected = NULL;

      mark_something (&class, rand);
      record = byline_record_new (&recorder, file, class.scored.work);
      assert_says (record, spool, &class, i);
      expected = g_strdup_printf ("before:%s %u of %u", file, record->score_bp, byline_annotations_get_size (class.scored.work));
      byline_record_append_row (record, spool, row);
      g_assert_cmpstr (row->str, ==, expected);
    }
  reviewed_clear (&class);
}

/* What nobody asks for is not kept. */
static void
test_little (void)
{
  g_autoptr (BylineSpool) spool = byline_spool_new (NULL);
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (BylineRecord) record = NULL;
  g_autoptr (BylineRecord) detailed = NULL;
  Reviewed class;
  BylineRecorder recorder;

  reviewed_init (&class);
  scored_mark (&class.scored, class.scored.work, "claim", "The lamps failed twice");
  recorder = (BylineRecorder) { .scorer = class.scorer, .spool = spool };
  record = byline_record_new (&recorder, "a.json", class.scored.work);
  g_assert_cmpuint (record->score_bp, ==, 3333);
  g_assert_null (record->answers);
  byline_record_append_units (record, spool, 0, units);
  byline_record_append_row (record, spool, row);
  warnings = byline_record_get_warnings (record, spool);
  g_assert_cmpuint (units->len + row->len + warnings->len, ==, 0);

  recorder.has_details = TRUE;
  recorder.write_row = write_row;
  detailed = byline_record_new (&recorder, "a.json", class.scored.work);
  byline_record_append_row (detailed, spool, row);
  g_assert_cmpstr (row->str, ==, "a.json 3333 of 1 in detail");
  reviewed_clear (&class);
}

static void
test_damaged (void)
{
  g_autoptr (BylineSpool) spool = byline_spool_new (NULL);
  g_autoptr (BylineRecord) record = NULL;
  Reviewed class;
  BylineRecorder recorder;

  reviewed_init (&class);
  scored_mark (&class.scored, class.scored.work, "rumour", "she said");
  recorder = (BylineRecorder) { .scorer = class.scorer, .spool = spool, .has_figures = TRUE, .write_row = write_row };
  record = byline_record_new (&recorder, "a.json", class.scored.work);
  g_assert_nonnull (strstr (record->error, "rumour"));
  reviewed_clear (&class);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/any", test_any);
  g_test_add_func ("/record/little", test_little);
  g_test_add_func ("/record/damaged", test_damaged);
  return g_test_run ();
}
