/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "score-core.h"
#include "tables.h"

G_BEGIN_DECLS

/**
 * BylineSchemaTable:
 * @overall: by #BylineSchema, over all tags
 * @tags: by tag and #BylineSchema
 * @occurs: by tag: whether either side has a span of it
 *
 * SemEval-2013's four schemas for one student.
 */
typedef struct
{
  BylineSchemaCounts overall[BYLINE_N_SCHEMAS];
  BylineSchemaCounts tags[BYLINE_TAGS_MAX][BYLINE_N_SCHEMAS];
  gboolean occurs[BYLINE_TAGS_MAX];
} BylineSchemaTable;

/**
 * BylineDetails:
 * @f1_marks: 0–1
 * @characters: by tag
 * @kappa: by tag; NaN where it is undefined
 * @micro: over the characters of all tags together
 * @macro: the mean of the tags
 * @best: by the best matching in each schema, in normal form
 * @greedy: as nervaluate counts, with the offsets and the order of the files
 *
 * The figures of docs/scoring.md section 7 about one student.
 */
struct _BylineDetails
{
  double f1_marks;
  BylineCharacters characters[BYLINE_TAGS_MAX];
  double kappa[BYLINE_TAGS_MAX];
  BylineRatios micro;
  BylineRatios macro;
  BylineSchemaTable best;
  BylineSchemaTable greedy;
};

void byline_details_init  (BylineDetails *self, const BylineScoreKey *key, const BylineRawItem *items, guint n_items, const BylineScore *score, const BylineRawMark *marks);
int  byline_details_guess (const BylineScoreKey *key);

G_END_DECLS
