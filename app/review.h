/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alpha.h"
#include "classroom.h"
#include "handin.h"

G_BEGIN_DECLS

/**
 * BylineReviewStudent:
 * @handin: what was handed in, of the collection
 * @name: the code name, else the creator's id, else the file; borrowed
 * @score: the comparison with the key: outcomes, headline, bands, warnings
 * @first_earlier: of a student: where the earlier attempts begin in #BylineReview.earlier
 * @n_earlier: how many there are, the oldest first
 *
 * One attempt of a student, compared.
 */
typedef struct
{
  const BylineHandin *handin;
  const char *name;
  BylineScore *score;
  guint first_earlier;
  guint n_earlier;
} BylineReviewStudent;

/**
 * BylineReviewDamaged:
 * @file: as people name it; borrowed
 * @error: what is wrong with it, a sentence without the name
 */
typedef struct
{
  const char *file;
  char *error;
} BylineReviewDamaged;

/**
 * BylineReview:
 * @scorer: the key, borrowed
 * @handins: the collection, borrowed: its strangers, duplicates, conflicts, drafts and
 *   missing are for whoever shows them
 * @students: (element-type BylineReviewStudent): the counting attempts, in order of code name
 * @earlier: (element-type BylineReviewStudent): the other attempts, by student
 * @damaged: (element-type BylineReviewDamaged): what could not be read, and what could not
 *   be compared because it has a tag that the set lacks; by file name
 * @items: (element-type BylineItemStatistics): required items in canonical order, with the
 *   answers; byline_classroom_sort_by_split() puts a copy in the order of a conversation
 * @heat: (element-type BylineHeatRun): by tag of the set
 * @disputed: (element-type BylinePassage): five at most
 * @unkeyed: (element-type BylinePassage): candidates for the key
 * @has_alpha: whether the next two were asked for
 * @alpha: agreement of the students over all tags; NaN where it is undefined
 * @tag_alphas: by tag
 *
 * A class against the key of one article (docs/scoring.md section 8). Immutable.
 * @scorer and @handins have to outlive it; after a change of the key the same
 * collection is reviewed again with another scorer.
 */
typedef struct
{
  BylineScorer *scorer;
  const BylineHandins *handins;
  GPtrArray *students;
  GPtrArray *earlier;
  GPtrArray *damaged;
  GArray *items;
  GArray *heat[BYLINE_TAGS_MAX];
  guint n_tags;
  GArray *disputed;
  GArray *unkeyed;
  gboolean has_alpha;
  BylineAlpha alpha;
  BylineAlpha tag_alphas[BYLINE_TAGS_MAX];
} BylineReview;

BylineReview *byline_review_new  (BylineScorer *scorer, const BylineHandins *handins, gboolean with_alpha);
void          byline_review_free (BylineReview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineReview, byline_review_free)

G_END_DECLS
