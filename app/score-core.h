/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "normal.h"
#include "score.h"
#include "tables.h"

G_BEGIN_DECLS

/**
 * BylineScoreSettings:
 * @theta_min: least overlap of a pair of the same tag, basis points
 * @theta_wrong: least overlap of a pair of different tags, basis points
 * @dup_min: least overlap of a duplicate, basis points
 * @theta_full: overlap from which the edges count as right, basis points
 * @frag_inside: least part of a fragment inside the item, basis points
 * @over_pt: cost of a mark beyond the number of items, 1/10,000 of an average mark
 * @wrong_tag_pt: what the right passage with another tag earns, 1/10,000 mark
 * @partial: what partial overlap earns
 * @fragments: whether pieces of an item are joined at all
 *
 * The constants of docs/scoring.md. Only what is in #BylineScoring may differ
 * from byline_score_settings_init() outside tests.
 */
typedef struct
{
  guint theta_min;
  guint theta_wrong;
  guint dup_min;
  guint theta_full;
  guint frag_inside;
  guint over_pt;
  guint wrong_tag_pt;
  BylinePartial partial;
  gboolean fragments;
} BylineScoreSettings;

#define BYLINE_TAG_NOT_ACCEPTED G_MAXUINT16

/**
 * BylineRawItem:
 * @span: what the teacher marked
 * @tag: place in the tag set
 * @weight: 1–100
 * @optional: optional or contested
 * @credits: by tag, 1/10,000 mark or %BYLINE_TAG_NOT_ACCEPTED
 * @alternatives: (array length=n_alternatives): other accepted spans
 * @is_lost: left out without a word, as the caller has said why
 *
 * A key item as the key file has it.
 */
typedef struct
{
  const BylineSpan *span;
  guint tag;
  guint weight;
  gboolean optional;
  guint16 credits[BYLINE_TAGS_MAX];
  const BylineSpan *const *alternatives;
  guint n_alternatives;
  gboolean is_lost;
} BylineRawItem;

/**
 * BylineRawMark:
 * @span: what the student marked
 * @tag: place in the tag set
 */
typedef struct
{
  const BylineSpan *span;
  guint tag;
} BylineRawMark;

/**
 * BylineKeyItem:
 * @boundaries: (array length=n_boundaries): accepted passages, the item's own first
 * @numbers: (array length=n_boundaries): 0 for its own, k for the k-th alternative
 * @start: the first of all starts
 * @end: the last of all ends
 * @tag: place in the tag set
 * @weight: 1–100
 * @optional: not required
 * @credits: as in #BylineRawItem
 * @source: index among the raw items
 *
 * A key item in normal form.
 */
typedef struct
{
  BylineNormal *boundaries;
  guint *numbers;
  guint n_boundaries;
  guint start;
  guint end;
  guint tag;
  guint weight;
  gboolean optional;
  guint16 credits[BYLINE_TAGS_MAX];
  guint source;
} BylineKeyItem;

/**
 * BylineScoreKey:
 * @items: (array length=n_items): in canonical order
 * @by_start: (array length=n_items): indices of @items by @start
 * @n_required: items that are not optional
 * @required_weight: the sum of their weights
 * @layers: (array length=n_layers): their names, in order of first appearance
 * @tag_layers: (array length=n_tags): the layer of each tag
 * @warnings: (element-type utf8): about items that were left out
 *
 * A key made ready for comparing, without any file around it. Immutable. The
 * segmentation that it is made with has to outlive it.
 */
struct _BylineScoreKey
{
  BylineScoreSettings settings;
  BylineTagSet *tags;
  BylineNormaliser normaliser;
  BylineKeyItem *items;
  guint *by_start;
  guint n_items;
  guint n_required;
  guint64 required_weight;
  const char *layers[BYLINE_TAGS_MAX];
  guint n_layers;
  guint tag_layers[BYLINE_TAGS_MAX];
  guint n_tags;
  GPtrArray *warnings;
  BylineArena arena;
};

void            byline_score_settings_init (BylineScoreSettings *self, const BylineScoring *scoring, guint n_tags);
BylineScoreKey *byline_score_key_new       (const BylineSegmentation *segmentation, BylineTagSet *tags, const BylineScoreSettings *settings, const BylineRawItem *items, guint n_items);
void            byline_score_key_free      (BylineScoreKey *self);
BylineScore    *byline_score_key_compare   (const BylineScoreKey *self, const BylineRawMark *marks, guint n_marks);

const BylineScoreKey *byline_scorer_get_score_key (const BylineScorer *self);
BylineScore    *byline_scorer_score_marks  (BylineScorer *self, BylineAnnotations *work, BylineArena *arena, BylineTagged *marks, GError **error);

/**
 * BylinePair:
 * @item: index of the item in the key
 * @mark: index of the mark in canonical order
 * @boundary: the item's boundary that fits best
 * @overlap: with it, basis points
 * @kind: as in #BylineEdge; 0 for a mark with an accepted tag that is too far off
 *
 * An item and a mark with a common character that may have to do with each other.
 */
typedef struct
{
  guint item;
  guint mark;
  guint boundary;
  guint16 overlap;
  guint8 kind;
} BylinePair;

/**
 * BylineComparison:
 * @marks: (array length=n_marks): in canonical order, without empty and repeated ones
 * @mark_tags: (array length=n_marks): places in the tag set
 * @sources: (array length=n_marks): places in the work file
 * @pairs: (array length=n_pairs): by item and then by mark
 * @first_pairs: (array length=n_items+1): where the pairs of each item begin
 * @matches: (array length=n_items): the pair by which an item is matched, or %NULL
 * @score: the result
 *
 * A comparison at work, shared by the steps of it.
 */
typedef struct
{
  const BylineScoreKey *key;
  BylineArena arena;
  BylineNormal *marks;
  guint *mark_tags;
  guint *sources;
  guint n_marks;
  BylinePair *pairs;
  gsize n_pairs;
  gsize *first_pairs;
  const BylinePair **matches;
  BylineScore *score;
} BylineComparison;

guint64 byline_score_key_credit   (const BylineScoreKey *self, guint item, guint tag, guint overlap);
gboolean byline_comparison_find_pairs (BylineComparison *self);
void    byline_comparison_sort_out_leftovers (BylineComparison *self);
void    byline_comparison_summarise (BylineComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineScoreKey, byline_score_key_free)

G_END_DECLS
