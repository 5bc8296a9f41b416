/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "classroom.h"
#include "handin.h"
#include "heat.h"

G_BEGIN_DECLS

/**
 * BylineReviewOptions:
 * @has_figures: sum the class up: items, heat, passages; without it only who did what is
 *   known, in memory that hardly grows
 * @has_alpha: with @has_figures, also measure how far the students agree; takes the memory of
 *   all marks at once
 * @has_details: rows have the figures of `--details`
 * @write_row: (nullable): what is to be said of each attempt in the results, in any thread
 */
typedef struct
{
  gboolean has_figures;
  gboolean has_alpha;
  gboolean has_details;
  void (*write_row) (const BylineResult *result, GString *out);
} BylineReviewOptions;

/**
 * BylineReviewStudent:
 * @handin: what was handed in, of the collection
 * @name: the code name, else the creator's id, else the file; borrowed
 * @record: the comparison with the key, in short
 * @first_earlier: of a student: where the earlier attempts begin in #BylineReview.earlier
 * @n_earlier: how many there are, the oldest first
 *
 * One attempt of a student, compared.
 */
typedef struct
{
  const BylineHandin *handin;
  const char *name;
  const BylineRecord *record;
  guint first_earlier;
  guint n_earlier;
} BylineReviewStudent;

/**
 * BylineReviewDamaged:
 * @file: as people name it; borrowed
 * @error: what is wrong with it, a sentence without the name; borrowed
 */
typedef struct
{
  const char *file;
  const char *error;
} BylineReviewDamaged;

/**
 * BylineReview:
 * @scorer: the key, borrowed
 * @options: what was asked for
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
 * @alpha: agreement of the students over all tags; NaN where it is undefined
 * @tag_alphas: by tag
 *
 * A class against the key of one article (docs/scoring.md section 8). It reads along
 * while the hand-ins are collected, so that no work has to be kept; after
 * byline_review_finish() it is immutable, and complete. @scorer and @handins have to
 * outlive it.
 */
typedef struct
{
  BylineScorer *scorer;
  BylineReviewOptions options;
  const BylineHandins *handins;
  GPtrArray *students;
  GPtrArray *earlier;
  GPtrArray *damaged;
  GArray *items;
  GArray *heat[BYLINE_TAGS_MAX];
  guint n_tags;
  GArray *disputed;
  GArray *unkeyed;
  BylineAlpha alpha;
  BylineAlpha tag_alphas[BYLINE_TAGS_MAX];
  /*< private >*/
  GMutex lock; /* of records, while they are made */
  GHashTable *records; /* BylineHandin → BylineRecord */
  BylineRecorder recorder;
  BylineSpool *spool;
} BylineReview;

BylineReview *byline_review_new        (BylineScorer *scorer, const BylineReviewOptions *options);
void          byline_review_free       (BylineReview *self);

/* Compares one attempt; in any thread. For #BylineHandinsOptions.read. */
void          byline_review_read       (const BylineHandin *handin, BylineAnnotations *work, gpointer self);
gboolean      byline_review_finish     (BylineReview *self, const BylineHandins *handins, GError **error);

/* What was written of an attempt, and what there is to warn of. */
void          byline_review_append_row (const BylineReview *self, const BylineReviewStudent *student, GString *out);
GPtrArray    *byline_review_get_warnings (const BylineReview *self, const BylineReviewStudent *student);
gboolean      byline_review_check      (const BylineReview *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineReview, byline_review_free)

G_END_DECLS
