/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review.h"
#include "scored.h"

#include <string.h>

#define REVIEWED_TEXT "The lamps failed twice, she said. The log shows it. A shame, really."

/* A collection made by hand, and what it is compared with. */
typedef struct
{
  Scored scored;
  BylineScorer *scorer;
  BylineHandins handins;
} Reviewed;

static inline void
reviewed_handin_free (BylineHandin *self)
{
  g_clear_pointer (&self->work, byline_annotations_unref);
  g_free (self->code_name);
  g_free (self->committed);
  g_free (self->file);
  g_free (self->error);
  g_free (self);
}

static inline void
reviewed_init (Reviewed *self)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (GError) error = NULL;

  scored_init (&self->scored, REVIEWED_TEXT);
  scored_mark (&self->scored, self->scored.key, "claim", "The lamps failed twice");
  scored_mark (&self->scored, self->scored.key, "attribution", "she said");
  scored_mark (&self->scored, self->scored.key, "evidence", "The log shows it");
  self->scorer = byline_scorer_new (self->scored.article, byline_tag_set_get_default (), self->scored.key, &scoring, &error);
  g_assert_no_error (error);
  self->handins = (BylineHandins) {
    .files = g_ptr_array_new_with_free_func ((GDestroyNotify) reviewed_handin_free),
    .students = g_ptr_array_new (),
    .earlier = g_ptr_array_new (),
    .drafts = g_ptr_array_new (),
    .damaged = g_ptr_array_new (),
    .strangers = g_ptr_array_new (),
    .duplicates = g_ptr_array_new (),
    .conflicts = g_ptr_array_new (),
    .missing = g_ptr_array_new (),
  };
}

static inline void
reviewed_clear (Reviewed *self)
{
  g_ptr_array_unref (self->handins.missing);
  g_ptr_array_unref (self->handins.conflicts);
  g_ptr_array_unref (self->handins.duplicates);
  g_ptr_array_unref (self->handins.strangers);
  g_ptr_array_unref (self->handins.damaged);
  g_ptr_array_unref (self->handins.drafts);
  g_ptr_array_unref (self->handins.earlier);
  g_ptr_array_unref (self->handins.students);
  g_ptr_array_unref (self->handins.files);
  byline_scorer_free (self->scorer);
  scored_clear (&self->scored);
}

/* What is marked: tag and words in turn. */
static inline BylineHandin *
reviewed_hand_in (Reviewed *self, GPtrArray *to, const char *student, guint attempt, ...)
{
  BylineHandin *handin = g_new0 (BylineHandin, 1);
  const char *tag;
  va_list marks;

  handin->file = g_strdup_printf ("%s-%u.byline.json", student, attempt);
  handin->student = g_intern_string (student);
  handin->work = byline_annotations_new (BYLINE_ROLE_WORK, self->scored.article, "a");
  byline_annotations_set_creator (handin->work, "urn:uuid:5f0c1f7e-52a1-4cbb-9c0a-2a3d0d1c7b11", student);
  byline_annotations_set_attempt (handin->work, attempt);
  va_start (marks, attempt);
  while ((tag = va_arg (marks, const char *)) != NULL)
    scored_mark (&self->scored, handin->work, tag, va_arg (marks, const char *));
  va_end (marks);
  byline_annotations_commit (handin->work, TRUE);
  handin->code_name = g_strdup (student);
  handin->attempt = attempt;
  handin->committed = g_strdup (byline_annotations_get_committed (handin->work));
  g_ptr_array_add (self->handins.files, handin);
  g_ptr_array_add (to, handin);
  return handin;
}

static inline BylineReview *
reviewed_finish (Reviewed *self, const BylineReviewOptions *options)
{
  BylineReview *review = byline_review_new (self->scorer, options);
  g_autoptr (GError) error = NULL;

  g_assert_true (byline_review_finish (review, &self->handins, &error));
  g_assert_no_error (error);
  return review;
}
