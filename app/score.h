/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"
#include "pack.h"

G_BEGIN_DECLS

typedef enum
{
  BYLINE_OUTCOME_EXACT,
  BYLINE_OUTCOME_CLOSE,
  BYLINE_OUTCOME_PARTIAL,
  BYLINE_OUTCOME_WRONG_TAG,
  BYLINE_OUTCOME_MISSED,            /* key items only */
  BYLINE_OUTCOME_OPTIONAL_UNMARKED, /* key items only */
  BYLINE_OUTCOME_OPTIONAL,          /* marks only, from here on */
  BYLINE_OUTCOME_FRAGMENT,
  BYLINE_OUTCOME_DUPLICATE,
  BYLINE_OUTCOME_DUPLICATE_EXACT,
  BYLINE_OUTCOME_EXTRA,
  BYLINE_OUTCOME_EMPTY,
} BylineOutcome;

typedef enum { BYLINE_HINT_NONE, BYLINE_HINT_NEAR, BYLINE_HINT_COVERS } BylineHint;
typedef enum { BYLINE_BAND_NONE, BYLINE_BAND_REVISIT, BYLINE_BAND_ON_TRACK, BYLINE_BAND_STRONG } BylineBand;

/**
 * BylineItemResult:
 * @annotation: index of the item in the key file
 * @outcome: what became of it
 * @span: index of the matched mark in the work file, or -1
 * @overlap_bp: Jaccard overlap with the chosen boundary, basis points
 * @credit_pt: marks, 1/10,000
 * @optional: optional or contested
 * @boundary: the chosen boundary: 0 the span, k the k-th alternative in the file
 * @fragments: (array length=n_fragments): indices in the work file of the pieces joined to it,
 *   largest first
 */
typedef struct
{
  guint annotation;
  BylineOutcome outcome;
  int span;
  guint overlap_bp;
  guint64 credit_pt;
  gboolean optional;
  guint boundary;
  const guint *fragments;
  guint n_fragments;
} BylineItemResult;

/**
 * BylineSpanResult:
 * @tag: its place in the tag set
 * @outcome: what became of the mark
 * @item: index in #BylineScore.items, or -1
 * @overlap_bp: basis points
 * @credit_pt: marks, 1/10,000
 * @hint: for an extra: a missed item close by
 * @hint_item: index in #BylineScore.items of that one, or -1
 */
typedef struct
{
  guint tag;
  BylineOutcome outcome;
  int item;
  guint overlap_bp;
  guint64 credit_pt;
  BylineHint hint;
  int hint_item;
} BylineSpanResult;

/**
 * BylineLayerResult:
 * @layer: its name, owned by the tag set
 * @found: exact, close or partial
 * @of: required items of the layer
 * @edges_bp: mean overlap of the found
 * @wrong_tag: right passage, other tag
 * @band: %BYLINE_BAND_NONE when @of < 3
 */
typedef struct
{
  const char *layer;
  guint found;
  guint of;
  guint edges_bp;
  guint wrong_tag;
  BylineBand band;
} BylineLayerResult;

/**
 * BylineScore:
 * @items: (array length=n_items): in canonical order
 * @spans: (array length=n_spans): in file order, one a mark of the work file
 * @layers: (array length=n_layers): in order of first appearance in the tag set
 * @confusion: (T+1)² counts, row key tag, column student tag, T is "none"
 * @warnings: (element-type utf8): sentences
 * @anchors: (element-type BylineAnchored) (nullable): where the marks are in the article
 * @key_anchors: (element-type BylineAnchored) (nullable): where the key's items are; with
 *   these two the positions in the files do not matter
 *
 * One student compared with the key: docs/scoring.md sections 2–6. Free with
 * byline_score_free().
 */
typedef struct
{
  guint score_bp;
  guint64 marks_pt;
  guint64 max_pt;
  guint required;
  guint marks;
  guint surplus;
  guint over_pt;
  BylineItemResult *items;
  guint n_items;
  BylineSpanResult *spans;
  guint n_spans;
  BylineLayerResult *layers;
  guint n_layers;
  guint *confusion;
  guint n_tags;
  GPtrArray *warnings;
  GPtrArray *anchors;
  GPtrArray *key_anchors;
  /*< private >*/
  guint *fragments;
} BylineScore;

/**
 * BylineScorer:
 *
 * A key made ready for many comparisons: its items normalised and in canonical
 * order. Immutable after byline_scorer_new(), so that several threads may score
 * with one scorer.
 */
typedef struct _BylineScorer BylineScorer;
typedef struct _BylineDetails BylineDetails;   /* in details.h */
typedef struct _BylineScoreKey BylineScoreKey; /* in score-core.h, for app/ itself */

BylineScorer *byline_scorer_new         (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, const BylineScoring *scoring, GError **error);
BylineScorer *byline_scorer_new_for_pack (BylinePack *pack, const char *article, BylineAnnotations *key, const char *code, const BylineScoring *scoring, GError **error);
void          byline_scorer_free        (BylineScorer *self);
BylineScore  *byline_scorer_score       (BylineScorer *self, BylineAnnotations *work, GError **error);
void          byline_score_free         (BylineScore *score);
BylineDetails *byline_scorer_get_details (BylineScorer *self, BylineAnnotations *work, const BylineScore *score);
int           byline_scorer_get_guessing (BylineScorer *self); /* basis points; -1 when nothing is required */
BylineArticle     *byline_scorer_get_article (const BylineScorer *self);
BylineTagSet      *byline_scorer_get_tags    (const BylineScorer *self);
BylineAnnotations *byline_scorer_get_key     (const BylineScorer *self);

const char   *byline_outcome_get_name   (BylineOutcome outcome); /* as in the JSON: "wrong_tag" */
const char   *byline_band_get_name      (BylineBand band);       /* NULL for none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineScorer, byline_scorer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineScore, byline_score_free)

G_END_DECLS
