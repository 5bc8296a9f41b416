/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record.h"

G_BEGIN_DECLS

/**
 * BylineItemStatistics:
 * @item: index in the items of every student's score
 * @annotation: index of the item in the key file
 * @facility: mean credit, of the item's weight
 * @hit_rate: share with any credit
 * @found: share that found it (exact, close)
 * @partial: share with the edges off
 * @wrong_tag: share with another tag
 * @missed: share without any
 * @discrimination: correlation of the item with the rest; NaN where it is undefined
 * @upper_lower: mean of the best 27 % less that of the weakest, of the item's weight
 * @split: 0 when all say the same, towards 10,000 the more they differ
 * @n_found: answers: exact, close
 * @n_edges: partial
 * @n_tags: by tag, of those who gave another one
 * @n_none: missed
 * @n_given: by tag, of all who marked it, right or wrong: what may be shown before the key is
 * @is_hard: facility under 0.2
 * @is_easy: facility over 0.95
 * @should_check: discrimination under 0.1, or missed by more than 60 %
 *
 * How a class did on one required item. All ratios are 0–1, but for @discrimination
 * and @upper_lower, which may be negative.
 */
typedef struct
{
  guint item;
  guint annotation;
  double facility;
  double hit_rate;
  double found;
  double partial;
  double wrong_tag;
  double missed;
  double discrimination;
  double upper_lower;
  guint split;
  guint n_found;
  guint n_edges;
  guint n_tags[BYLINE_TAGS_MAX];
  guint n_none;
  guint n_given[BYLINE_TAGS_MAX];
  gboolean is_hard;
  gboolean is_easy;
  gboolean should_check;
} BylineItemStatistics;

/* Rows are students, columns items: credits in 1/10,000 mark. */
void    byline_classroom_measure_items  (const guint64 *credits, guint n_students, guint n_items, const guint *weights, BylineItemStatistics *items);

GArray *byline_classroom_get_items      (const BylineScoreKey *key, const BylineAnswer *const *students, guint n_students);
void    byline_classroom_sort_by_split  (GArray *items);

G_END_DECLS
