/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

#include "match.h"

/**
 * byline_score_key_credit:
 * @self: a key
 * @item: index of an item
 * @tag: tag of the mark; one that is not accepted earns what a wrong tag earns
 * @overlap: basis points
 *
 * Returns: what a mark earns for the item, 1/10,000 mark (docs/scoring.md section 3)
 */
guint64
byline_score_key_credit (const BylineScoreKey *self, guint item, guint tag, guint overlap)
{
  const BylineKeyItem *key_item = &self->items[item];
  const guint64 tag_pt = key_item->credits[tag] != BYLINE_TAG_NOT_ACCEPTED ? key_item->credits[tag] : self->settings.wrong_tag_pt;
  guint64 edge_pt = 10000;

  if (key_item->optional)
    return 0;
  if (overlap < self->settings.theta_full)
    switch (self->settings.partial)
      {
      case BYLINE_PARTIAL_OVERLAP:
        edge_pt = overlap;
        break;
      case BYLINE_PARTIAL_HALF:
        edge_pt = 5000;
        break;
      case BYLINE_PARTIAL_FULL:
        edge_pt = 10000;
        break;
      case BYLINE_PARTIAL_NONE:
        edge_pt = 0;
        break;
      }
  return key_item->weight * edge_pt * tag_pt / 10000;
}

/* Normalises the marks and puts them in canonical order; what is empty or stands
 * there already is settled at once. */
static void
take_marks (BylineComparison *self, const BylineRawMark *raw, guint n_raw)
{
  BylineNormal *normals = byline_arena_new (&self->arena, BylineNormal, n_raw);
  guint *tags = byline_arena_new (&self->arena, guint, n_raw);
  guint *sources = byline_arena_new (&self->arena, guint, n_raw);
  guint *order = byline_arena_new (&self->arena, guint, n_raw);
  guint n = 0;

  for (guint i = 0; i < n_raw; i++)
    {
      byline_normal_init (&normals[n], &self->key->normaliser, raw[i].span, &self->arena);
      tags[n] = raw[i].tag;
      sources[n] = i;
      self->score->spans[i] = (BylineSpanResult) { .tag = raw[i].tag, .outcome = BYLINE_OUTCOME_EMPTY, .item = -1, .hint_item = -1 };
      if (normals[n].n_segments > 0)
        n++;
    }
  byline_normal_sort (normals, tags, n, &self->arena, order);

  self->marks = byline_arena_new (&self->arena, BylineNormal, n);
  self->mark_tags = byline_arena_new (&self->arena, guint, n);
  self->sources = byline_arena_new (&self->arena, guint, n);
  for (guint i = 0; i < n; i++)
    {
      const guint at = order[i];
      BylineSpanResult *result = &self->score->spans[sources[at]];

      if (self->n_marks > 0 && self->mark_tags[self->n_marks - 1] == tags[at] && byline_normal_equal (&self->marks[self->n_marks - 1], &normals[at]))
        {
          result->outcome = BYLINE_OUTCOME_DUPLICATE_EXACT;
          continue;
        }
      result->outcome = BYLINE_OUTCOME_EXTRA;
      self->marks[self->n_marks] = normals[at];
      self->mark_tags[self->n_marks] = tags[at];
      self->sources[self->n_marks++] = sources[at];
    }
}

static void
match (BylineComparison *self)
{
  const guint n_items = self->key->n_items;
  BylineEdge *edges = byline_arena_new (&self->arena, BylineEdge, self->n_pairs);
  int *partners = byline_arena_new (&self->arena, int, n_items);
  gsize n_edges = 0;

  for (gsize i = 0; i < self->n_pairs; i++)
    {
      const BylinePair *pair = &self->pairs[i];

      if (pair->kind > 0)
        edges[n_edges++] = (BylineEdge) {
          pair->item, pair->mark, byline_score_key_credit (self->key, pair->item, self->mark_tags[pair->mark], pair->overlap), pair->overlap, pair->kind,
        };
    }
  byline_match (n_items, self->n_marks, edges, n_edges, &self->arena, partners);

  self->matches = byline_arena_new0 (&self->arena, const BylinePair *, n_items);
  for (gsize i = 0; i < self->n_pairs; i++)
    if (partners[self->pairs[i].item] == (int) self->pairs[i].mark)
      self->matches[self->pairs[i].item] = &self->pairs[i];
}

static BylineOutcome
judge (const BylineScoreKey *key, const BylinePair *pair)
{
  if (pair->kind == 1)
    return BYLINE_OUTCOME_WRONG_TAG;
  if (pair->overlap == 10000)
    return BYLINE_OUTCOME_EXACT;
  return pair->overlap >= key->settings.theta_full ? BYLINE_OUTCOME_CLOSE : BYLINE_OUTCOME_PARTIAL;
}

static void
write_results (BylineComparison *self)
{
  for (guint i = 0; i < self->key->n_items; i++)
    {
      const BylineKeyItem *item = &self->key->items[i];
      const BylinePair *pair = self->matches[i];
      BylineItemResult *result = &self->score->items[i];
      BylineSpanResult *span;

      *result = (BylineItemResult) {
        .annotation = item->source,
        .outcome = item->optional ? BYLINE_OUTCOME_OPTIONAL_UNMARKED : BYLINE_OUTCOME_MISSED,
        .span = -1,
        .optional = item->optional,
      };
      if (pair == NULL)
        continue;

      result->outcome = judge (self->key, pair);
      result->span = self->sources[pair->mark];
      result->overlap_bp = pair->overlap;
      result->credit_pt = byline_score_key_credit (self->key, i, self->mark_tags[pair->mark], pair->overlap);
      result->boundary = item->numbers[pair->boundary];

      span = &self->score->spans[result->span];
      span->outcome = item->optional ? BYLINE_OUTCOME_OPTIONAL : result->outcome;
      span->item = i;
      span->overlap_bp = result->overlap_bp;
      span->credit_pt = result->credit_pt;
    }
}

static BylineScore *
score_new (const BylineScoreKey *key, guint n_spans)
{
  BylineScore *self = g_new0 (BylineScore, 1);

  self->n_items = key->n_items;
  self->n_spans = n_spans;
  self->items = g_new (BylineItemResult, key->n_items);
  self->spans = g_new (BylineSpanResult, n_spans);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < key->warnings->len; i++)
    g_ptr_array_add (self->warnings, g_strdup (g_ptr_array_index (key->warnings, i)));
  return self;
}

void
byline_score_free (BylineScore *score)
{
  g_free (score->items);
  g_free (score->spans);
  g_free (score->layers);
  g_free (score->confusion);
  g_free (score->fragments);
  g_ptr_array_unref (score->warnings);
  g_clear_pointer (&score->anchors, g_ptr_array_unref);
  g_clear_pointer (&score->key_anchors, g_ptr_array_unref);
  g_free (score);
}

/**
 * byline_score_key_compare:
 * @self: a key
 * @marks: (array length=n_marks): in file order
 * @n_marks: how many
 *
 * Compares one student with the key: docs/scoring.md sections 2–6. Takes the
 * time of the overlaps, when they are local; may run in several threads.
 *
 * Returns: (transfer full) (nullable): free with byline_score_free(); %NULL when
 *   millions of pairs of an item and a mark overlap
 */
BylineScore *
byline_score_key_compare (const BylineScoreKey *self, const BylineRawMark *marks, guint n_marks)
{
  BylineComparison comparison = { .key = self, .arena = BYLINE_ARENA_INIT, .score = score_new (self, n_marks) };

  take_marks (&comparison, marks, n_marks);
  if (byline_comparison_find_pairs (&comparison))
    {
      match (&comparison);
      write_results (&comparison);
      byline_comparison_sort_out_leftovers (&comparison);
      byline_comparison_summarise (&comparison);
    }
  else
    g_clear_pointer (&comparison.score, byline_score_free);

  byline_arena_clear (&comparison.arena);
  return comparison.score;
}
