/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"
#include "result.h"

#include <math.h>

#include "reviewed.h"

#define N_STUDENTS 12

static const BylineReviewOptions figures = { .has_figures = TRUE }, agreement = { .has_figures = TRUE, .has_alpha = TRUE };

static const BylineReviewStudent *
get_student (GPtrArray *students, guint index)
{
  g_assert_cmpuint (index, <, students->len);
  return g_ptr_array_index (students, index);
}

static void
test_attempts (void)
{
  Reviewed class;
  g_autoptr (BylineReview) review = NULL;
  const BylineReviewStudent *student;

  reviewed_init (&class);
  reviewed_hand_in (&class, class.handins.students, "Avocet", 1, NULL);
  reviewed_hand_in (&class, class.handins.students, "Heron", 3, "claim", "The lamps failed twice", "attribution", "she said", NULL);
  reviewed_hand_in (&class, class.handins.earlier, "Heron", 2, "claim", "The lamps failed twice", NULL);
  reviewed_hand_in (&class, class.handins.earlier, "Heron", 1, NULL);
  review = reviewed_finish (&class, &figures);

  g_assert_cmpuint (review->students->len, ==, 2);
  student = get_student (review->students, 0);
  g_assert_cmpstr (student->name, ==, "Avocet");
  g_assert_cmpuint (student->n_earlier, ==, 0);
  g_assert_cmpuint (student->record->score_bp, ==, 0);
  student = get_student (review->students, 1);
  g_assert_cmpstr (student->name, ==, "Heron");
  g_assert_cmpuint (student->record->score_bp, ==, 6667);
  g_assert_cmpuint (student->n_earlier, ==, 2);
  g_assert_cmpuint (get_student (review->earlier, student->first_earlier)->record->score_bp, ==, 0);
  g_assert_cmpuint (get_student (review->earlier, student->first_earlier + 1)->record->score_bp, ==, 3333);

  /* Earlier attempts are no part of the class's figures. */
  g_assert_cmpuint (review->items->len, ==, 3);
  g_assert_cmpuint (g_array_index (review->items, BylineItemStatistics, 0).n_found, ==, 1);
  g_assert_cmpuint (g_array_index (review->items, BylineItemStatistics, 0).n_none, ==, 1);
  g_clear_pointer (&review, byline_review_free);
  reviewed_clear (&class);
}

/* The set has no such tag: the file is damaged, and the attempt before it counts. */
static void
test_damaged (void)
{
  Reviewed class;
  g_autoptr (BylineReview) review = NULL;
  const BylineReviewDamaged *damaged;
  BylineHandin *unreadable;

  reviewed_init (&class);
  reviewed_hand_in (&class, class.handins.students, "Heron", 2, "rumour", "she said", NULL);
  reviewed_hand_in (&class, class.handins.earlier, "Heron", 1, "attribution", "she said", NULL);
  reviewed_hand_in (&class, class.handins.students, "Wren", 1, "rumour", "she said", NULL);
  unreadable = reviewed_hand_in (&class, class.handins.damaged, "Avocet", 1, NULL);
  g_clear_pointer (&unreadable->work, byline_annotations_unref);
  unreadable->error = g_strdup ("not JSON");
  review = reviewed_finish (&class, &figures);

  g_assert_cmpuint (review->students->len, ==, 1);
  g_assert_cmpuint (review->earlier->len, ==, 0);
  g_assert_cmpuint (get_student (review->students, 0)->record->score_bp, ==, 3333);
  g_assert_cmpuint (get_student (review->students, 0)->n_earlier, ==, 0);
  g_assert_cmpuint (review->damaged->len, ==, 3);
  damaged = g_ptr_array_index (review->damaged, 0);
  g_assert_cmpstr (damaged->file, ==, "Avocet-1.byline.json");
  g_assert_cmpstr (damaged->error, ==, "not JSON");
  damaged = g_ptr_array_index (review->damaged, 1);
  g_assert_cmpstr (damaged->file, ==, "Heron-2.byline.json");
  g_assert_nonnull (strstr (damaged->error, "rumour"));
  g_clear_pointer (&review, byline_review_free);
  reviewed_clear (&class);
}

static void
test_nobody (void)
{
  Reviewed class;
  g_autoptr (BylineReview) review = NULL;

  reviewed_init (&class);
  review = reviewed_finish (&class, &agreement);
  g_assert_cmpuint (review->students->len, ==, 0);
  g_assert_cmpuint (review->items->len, ==, 0);
  g_assert_cmpuint (review->disputed->len + review->unkeyed->len + review->damaged->len, ==, 0);
  for (guint tag = 0; tag < review->n_tags; tag++)
    g_assert_cmpuint (review->heat[tag]->len, ==, 0);
  g_assert_true (isnan (review->alpha.alpha));
  g_clear_pointer (&review, byline_review_free);
  reviewed_clear (&class);
}

/* Half of them marks everything, half the claim and something that the key lacks. */
static void
test_class (void)
{
  Reviewed class;
  g_autoptr (BylineReview) review = NULL;
  const BylineItemStatistics *item;
  const BylinePassage *passage;

  reviewed_init (&class);
  for (guint i = 0; i < N_STUDENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Heron-%02u", i);

      if (i % 2 == 0)
        reviewed_hand_in (&class, class.handins.students, name, 1, "claim", "The lamps failed twice", "attribution", "she said", "evidence", "The log shows it", NULL);
      else
        reviewed_hand_in (&class, class.handins.students, name, 1, "claim", "The lamps failed twice", "opinion", "A shame, really", "opinion", "A shame, really", NULL);
    }
  review = reviewed_finish (&class, &agreement);

  for (guint i = 0; i < N_STUDENTS; i++)
    g_assert_cmpuint (get_student (review->students, i)->record->score_bp, ==, i % 2 == 0 ? 10000 : 3333);
  item = &g_array_index (review->items, BylineItemStatistics, 1);
  g_assert_cmpfloat (item->facility, ==, 0.5);
  g_assert_cmpuint (item->n_none, ==, 6);
  g_assert_cmpuint (item->split, ==, 5000);
  g_assert_cmpfloat_with_epsilon (item->discrimination, 1, 1e-9);

  g_assert_cmpuint (review->heat[0]->len, ==, 1);
  g_assert_cmpuint (g_array_index (review->heat[0], BylineHeatRun, 0).count, ==, N_STUDENTS);
  g_assert_cmpuint (g_array_index (review->heat[3], BylineHeatRun, 0).count, ==, N_STUDENTS / 2);
  g_assert_cmpuint (review->unkeyed->len, ==, 1);
  passage = &g_array_index (review->unkeyed, BylinePassage, 0);
  g_assert_cmpuint (passage->tag, ==, 3);
  g_assert_cmpuint (passage->min, ==, N_STUDENTS / 2);
  g_assert_cmpuint (passage->start, ==, strstr (REVIEWED_TEXT, "A shame") - REVIEWED_TEXT);

  /* All agree on the claim; one repeated mark is one unit. */
  g_assert_cmpfloat (review->tag_alphas[0].alpha, ==, 1);
  g_assert_cmpfloat (review->tag_alphas[3].alpha, <, 0.5);
  g_clear_pointer (&review, byline_review_free);
  reviewed_clear (&class);
}

/* Made on a text with another beginning: the marks have moved. */
static void
test_another_text (void)
{
  Reviewed class;
  Scored old;
  g_autoptr (BylineReview) review = NULL;
  BylineHandin *handin;
  g_autoptr (GPtrArray) warnings = NULL;

  reviewed_init (&class);
  scored_init (&old, "It was late. " REVIEWED_TEXT);
  handin = reviewed_hand_in (&class, class.handins.students, "Heron", 1, NULL);
  byline_annotations_unref (handin->work);
  handin->work = byline_annotations_new (BYLINE_ROLE_WORK, old.article, "a");
  scored_mark (&old, handin->work, "evidence", "The log shows it");
  scored_mark (&old, handin->work, "claim", "It was late");
  review = reviewed_finish (&class, &figures);

  g_assert_cmpuint (get_student (review->students, 0)->record->score_bp, ==, 3333);
  warnings = byline_review_get_warnings (review, get_student (review->students, 0));
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "It was late"));
  g_assert_cmpstr (get_student (review->students, 0)->name, ==, "Heron");
  g_assert_cmpuint (g_array_index (review->heat[2], BylineHeatRun, 0).start, ==, strstr (REVIEWED_TEXT, "The log") - REVIEWED_TEXT);
  g_assert_cmpuint (review->heat[0]->len, ==, 0);
  g_clear_pointer (&review, byline_review_free);
  scored_clear (&old);
  reviewed_clear (&class);
}

static void
write_row (const BylineResult *result, GString *out)
{
  g_string_append_printf (out, "%s: %u of %u", result->file, result->score->score_bp, result->score->n_spans);
}

/* Students with one to three attempts of random marks, some with a tag that is not there. */
static void
hand_in_anything (Reviewed *class, GRand *rand)
{
  static const char *const tags[] = { "claim", "attribution", "evidence", "opinion", "rumour" };
  static const char *const words[] = { "The lamps failed twice", "The lamps", "she said", "The log shows it", "A shame, really", "The log" };

  for (guint i = 0; i < N_STUDENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Heron-%02u", i);
      const guint n_attempts = g_rand_int_range (rand, 1, 4);

      for (guint attempt = 1; attempt <= n_attempts; attempt++)
        {
          BylineHandin *handin = reviewed_hand_in (class, attempt == n_attempts ? class->handins.students : class->handins.earlier, name, attempt, NULL);

          for (guint n = g_rand_int_range (rand, 0, 5); n > 0; n--)
            scored_mark (&class->scored, handin->work, tags[g_rand_int_range (rand, 0, 49) / 12], words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
        }
    }
}

static char *
describe (const BylineReview *review)
{
  const GPtrArray *const lists[] = { review->students, review->earlier };
  GString *out = g_string_new (NULL);

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      {
        byline_review_append_row (review, g_ptr_array_index (lists[list], i), out);
        g_string_append_printf (out, ", %u from %u\n", get_student ((GPtrArray *) lists[list], i)->n_earlier, get_student ((GPtrArray *) lists[list], i)->first_earlier);
      }
  for (guint i = 0; i < review->damaged->len; i++)
    g_string_append_printf (out, "%s: %s\n", ((BylineReviewDamaged *) g_ptr_array_index (review->damaged, i))->file,
                            ((BylineReviewDamaged *) g_ptr_array_index (review->damaged, i))->error);
  for (guint i = 0; i < review->items->len; i++)
    g_string_append_printf (out, "item %a %u\n", g_array_index (review->items, BylineItemStatistics, i).facility, g_array_index (review->items, BylineItemStatistics, i).split);
  for (guint tag = 0; tag < review->n_tags; tag++)
    for (guint i = 0; i < review->heat[tag]->len; i++)
      g_string_append_printf (out, "heat %u %u %u\n", tag, g_array_index (review->heat[tag], BylineHeatRun, i).start, g_array_index (review->heat[tag], BylineHeatRun, i).count);
  g_string_append_printf (out, "%u %u %a\n", review->disputed->len, review->unkeyed->len, review->alpha.alpha);
  return g_string_free (out, FALSE);
}

/* Read along in whatever order, or from works that were kept: the same. */
static void
test_read_along (void)
{
  const BylineReviewOptions options = { .has_figures = TRUE, .has_alpha = TRUE, .write_row = write_row };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 60; round++)
    {
      Reviewed class;
      g_autoptr (BylineReview) kept = NULL;
      g_autoptr (BylineReview) along = NULL;
      g_autofree char *expected = NULL, *found = NULL;

      reviewed_init (&class);
      hand_in_anything (&class, rand);
      kept = reviewed_finish (&class, &options);
      expected = describe (kept);

      along = byline_review_new (class.scorer, &options);
      for (guint i = class.handins.files->len; i-- > 0;)
        {
          BylineHandin *handin = g_ptr_array_index (class.handins.files, i);

          byline_review_read (handin, handin->work, along);
          g_clear_pointer (&handin->work, byline_annotations_unref);
        }
      g_assert_true (byline_review_finish (along, &class.handins, NULL));
      found = describe (along);
      g_assert_cmpstr (found, ==, expected);
      g_clear_pointer (&kept, byline_review_free);
      g_clear_pointer (&along, byline_review_free);
      reviewed_clear (&class);
    }
}

/* Who only wants rows gets rows. */
static void
test_rows_only (void)
{
  const BylineReviewOptions options = { .write_row = write_row };
  g_autoptr (BylineReview) review = NULL;
  g_autoptr (GString) row = g_string_new (NULL);
  Reviewed class;

  reviewed_init (&class);
  reviewed_hand_in (&class, class.handins.students, "Heron", 1, "claim", "The lamps failed twice", NULL);
  review = reviewed_finish (&class, &options);
  byline_review_append_row (review, get_student (review->students, 0), row);
  g_assert_cmpstr (row->str, ==, "Heron-1.byline.json: 3333 of 1");
  g_assert_null (get_student (review->students, 0)->record->answers);
  g_assert_cmpuint (review->items->len + review->heat[0]->len + review->disputed->len + review->unkeyed->len, ==, 0);
  g_clear_pointer (&review, byline_review_free);
  reviewed_clear (&class);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/attempts", test_attempts);
  g_test_add_func ("/review/damaged", test_damaged);
  g_test_add_func ("/review/nobody", test_nobody);
  g_test_add_func ("/review/class", test_class);
  g_test_add_func ("/review/another-text", test_another_text);
  g_test_add_func ("/review/read-along", test_read_along);
  g_test_add_func ("/review/rows-only", test_rows_only);
  return g_test_run ();
}
