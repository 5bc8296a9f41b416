/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"
#include "score-core.h"

#include <math.h>

#include "reviewed.h"

#define N_STUDENTS 12

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
  review = byline_review_new (class.scorer, &class.handins, FALSE);

  g_assert_cmpuint (review->students->len, ==, 2);
  student = get_student (review->students, 0);
  g_assert_cmpstr (student->name, ==, "Avocet");
  g_assert_cmpuint (student->n_earlier, ==, 0);
  g_assert_cmpuint (student->score->score_bp, ==, 0);
  student = get_student (review->students, 1);
  g_assert_cmpstr (student->name, ==, "Heron");
  g_assert_cmpuint (student->score->score_bp, ==, 6667);
  g_assert_cmpuint (student->n_earlier, ==, 2);
  g_assert_cmpuint (get_student (review->earlier, student->first_earlier)->score->score_bp, ==, 0);
  g_assert_cmpuint (get_student (review->earlier, student->first_earlier + 1)->score->score_bp, ==, 3333);

  /* Earlier attempts are no part of the class's figures. */
  g_assert_cmpuint (review->items->len, ==, 3);
  g_assert_cmpuint (g_array_index (review->items, BylineItemStatistics, 0).n_found, ==, 1);
  g_assert_cmpuint (g_array_index (review->items, BylineItemStatistics, 0).n_none, ==, 1);
  g_assert_false (review->has_alpha);
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
  review = byline_review_new (class.scorer, &class.handins, FALSE);

  g_assert_cmpuint (review->students->len, ==, 1);
  g_assert_cmpuint (review->earlier->len, ==, 0);
  g_assert_cmpuint (get_student (review->students, 0)->score->score_bp, ==, 3333);
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
  review = byline_review_new (class.scorer, &class.handins, TRUE);
  g_assert_cmpuint (review->students->len, ==, 0);
  g_assert_cmpuint (review->items->len, ==, 0);
  g_assert_cmpuint (review->disputed->len + review->unkeyed->len + review->damaged->len, ==, 0);
  for (guint tag = 0; tag < review->n_tags; tag++)
    g_assert_cmpuint (review->heat[tag]->len, ==, 0);
  g_assert_true (review->has_alpha);
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
  review = byline_review_new (class.scorer, &class.handins, TRUE);

  for (guint i = 0; i < N_STUDENTS; i++)
    g_assert_cmpuint (get_student (review->students, i)->score->score_bp, ==, i % 2 == 0 ? 10000 : 3333);
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
  const BylineScore *score;

  reviewed_init (&class);
  scored_init (&old, "It was late. " REVIEWED_TEXT);
  handin = reviewed_hand_in (&class, class.handins.students, "Heron", 1, NULL);
  byline_annotations_unref (handin->work);
  handin->work = byline_annotations_new (BYLINE_ROLE_WORK, old.article, "a");
  scored_mark (&old, handin->work, "evidence", "The log shows it");
  scored_mark (&old, handin->work, "claim", "It was late");
  review = byline_review_new (class.scorer, &class.handins, FALSE);

  score = get_student (review->students, 0)->score;
  g_assert_cmpuint (score->score_bp, ==, 3333);
  g_assert_cmpuint (score->warnings->len, ==, 1);
  g_assert_cmpstr (get_student (review->students, 0)->name, ==, "Heron");
  g_assert_cmpuint (g_array_index (review->heat[2], BylineHeatRun, 0).start, ==, strstr (REVIEWED_TEXT, "The log") - REVIEWED_TEXT);
  g_assert_cmpuint (review->heat[0]->len, ==, 0);
  g_clear_pointer (&review, byline_review_free);
  scored_clear (&old);
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
  return g_test_run ();
}
