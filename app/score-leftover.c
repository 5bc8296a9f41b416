/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

#include <stdlib.h>

#define NONE G_MAXUINT

/* What becomes of the marks that have no partner: docs/scoring.md section 5, 2. */
typedef struct
{
  BylineComparison *comparison;
  gsize *next_pairs;   /* by pair: the next one of the same mark, items in order */
  gsize *first_pairs;  /* by mark */
  guint *next_pieces;  /* by mark: the piece that joined the same item next */
  guint *first_pieces; /* by item */
  guint *last_pieces;
  guint64 *inside;     /* by item: characters of mark and pieces in the boundary */
  guint64 *lengths;    /* by item: characters of mark and pieces */
  guint n_fragments;
} Leftovers;

#define NO_PAIR G_MAXSIZE

static BylineSpanResult *
get_result (const Leftovers *self, guint mark)
{
  return &self->comparison->score->spans[self->comparison->sources[mark]];
}

static gboolean
is_left_over (const Leftovers *self, guint mark)
{
  return get_result (self, mark)->outcome == BYLINE_OUTCOME_EXTRA;
}

static gboolean
accepts (const Leftovers *self, const BylinePair *pair)
{
  return self->comparison->key->items[pair->item].credits[self->comparison->mark_tags[pair->mark]] != BYLINE_TAG_NOT_ACCEPTED;
}

/* The pair by which the item is matched with an accepted tag, or NULL. */
static const BylinePair *
get_match (const Leftovers *self, guint item)
{
  const BylinePair *match = self->comparison->matches[item];

  return match != NULL && match->kind >= 2 ? match : NULL;
}

static const BylineNormal *
get_boundary (const Leftovers *self, const BylinePair *match)
{
  return &self->comparison->key->items[match->item].boundaries[match->boundary];
}

static void
list_pairs_by_mark (Leftovers *self)
{
  const BylineComparison *comparison = self->comparison;

  for (guint mark = 0; mark < comparison->n_marks; mark++)
    self->first_pairs[mark] = NO_PAIR;
  for (gsize i = comparison->n_pairs; i-- > 0;)
    {
      const BylinePair *pair = &comparison->pairs[i];

      if (!is_left_over (self, pair->mark) || !accepts (self, pair))
        continue;
      self->next_pairs[i] = self->first_pairs[pair->mark];
      self->first_pairs[pair->mark] = i;
    }
}

static gboolean
is_disjoint_from_joined (const Leftovers *self, const BylinePair *match, guint mark)
{
  const BylineNormal *marks = self->comparison->marks;

  if (byline_normal_overlap (&marks[match->mark], &marks[mark]) > 0)
    return FALSE;
  for (guint piece = self->first_pieces[match->item]; piece != NONE; piece = self->next_pieces[piece])
    if (byline_normal_overlap (&marks[piece], &marks[mark]) > 0)
      return FALSE;
  return TRUE;
}

/* The matched item of which the mark is a piece, or NULL. */
static const BylinePair *
find_whole (const Leftovers *self, guint mark, guint *best_inside)
{
  const BylineComparison *comparison = self->comparison;
  const BylineNormal *normal = &comparison->marks[mark];
  const BylinePair *best = NULL;

  *best_inside = 0;
  for (gsize i = self->first_pairs[mark]; i != NO_PAIR; i = self->next_pairs[i])
    {
      const BylinePair *match = get_match (self, comparison->pairs[i].item);
      guint inside;

      if (match == NULL)
        continue;
      inside = byline_normal_overlap (get_boundary (self, match), normal);
      if (inside > *best_inside && (guint64) 10000 * inside >= (guint64) comparison->key->settings.frag_inside * normal->length
          && is_disjoint_from_joined (self, match, mark))
        {
          best = match;
          *best_inside = inside;
        }
    }
  return best;
}

/* What the item and its mark are worth together with the pieces. */
static void
raise_results (Leftovers *self, const BylinePair *match)
{
  const BylineComparison *comparison = self->comparison;
  const guint overlap = byline_jaccard (self->inside[match->item], get_boundary (self, match)->length, self->lengths[match->item]);
  const guint64 credit = byline_score_key_credit (comparison->key, match->item, comparison->mark_tags[match->mark], overlap);
  BylineItemResult *item = &comparison->score->items[match->item];
  BylineSpanResult *span = get_result (self, match->mark);

  item->overlap_bp = span->overlap_bp = MAX (item->overlap_bp, overlap);
  item->credit_pt = span->credit_pt = MAX (item->credit_pt, credit);
  if (item->outcome == BYLINE_OUTCOME_PARTIAL && overlap >= comparison->key->settings.theta_full)
    {
      item->outcome = BYLINE_OUTCOME_CLOSE;
      if (span->outcome == BYLINE_OUTCOME_PARTIAL)
        span->outcome = BYLINE_OUTCOME_CLOSE;
    }
}

static void
join_piece (Leftovers *self, const BylinePair *match, guint mark, guint inside)
{
  const BylineComparison *comparison = self->comparison;
  BylineSpanResult *result = get_result (self, mark);
  const guint item = match->item;

  if (self->first_pieces[item] == NONE)
    {
      self->first_pieces[item] = mark;
      self->inside[item] = byline_normal_overlap (get_boundary (self, match), &comparison->marks[match->mark]);
      self->lengths[item] = comparison->marks[match->mark].length;
    }
  else
    self->next_pieces[self->last_pieces[item]] = mark;
  self->last_pieces[item] = mark;
  self->next_pieces[mark] = NONE;
  self->inside[item] += inside;
  self->lengths[item] += comparison->marks[mark].length;
  self->n_fragments++;

  result->outcome = BYLINE_OUTCOME_FRAGMENT;
  result->item = item;
  comparison->score->items[item].n_fragments++;
  raise_results (self, match);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint64 one = *(const guint64 *) a, two = *(const guint64 *) b;

  return (one > two) - (one < two);
}

/* Largest first; of equals the first in canonical order. */
static void
join_pieces (Leftovers *self)
{
  BylineComparison *comparison = self->comparison;
  guint64 *order = byline_arena_new (&comparison->arena, guint64, comparison->n_marks);
  guint n = 0, inside;

  for (guint mark = 0; mark < comparison->n_marks; mark++)
    if (self->first_pairs[mark] != NO_PAIR && is_left_over (self, mark) && find_whole (self, mark, &inside) != NULL)
      order[n++] = (guint64) (G_MAXUINT - comparison->marks[mark].length) << 32 | mark;
  if (n > 1)
    qsort (order, n, sizeof (guint64), compare_numbers);

  for (guint i = 0; i < n; i++)
    {
      const guint mark = (guint) order[i];
      const BylinePair *match = find_whole (self, mark, &inside);

      if (match != NULL)
        join_piece (self, match, mark, inside);
    }
}

static void
list_pieces (const Leftovers *self)
{
  BylineScore *score = self->comparison->score;
  guint n = 0;

  if (self->n_fragments == 0)
    return;

  score->fragments = g_new (guint, self->n_fragments);
  for (guint item = 0; item < score->n_items; item++)
    {
      if (self->first_pieces[item] == NONE)
        continue;
      score->items[item].fragments = score->fragments + n;
      for (guint piece = self->first_pieces[item]; piece != NONE; piece = self->next_pieces[piece])
        score->fragments[n++] = self->comparison->sources[piece];
    }
}

static void
find_original (const Leftovers *self, guint mark)
{
  const BylineComparison *comparison = self->comparison;
  BylineSpanResult *result = get_result (self, mark);
  guint best = 0;

  for (gsize i = self->first_pairs[mark]; i != NO_PAIR; i = self->next_pairs[i])
    {
      const BylinePair *pair = &comparison->pairs[i];

      if (get_match (self, pair->item) == NULL || pair->overlap < comparison->key->settings.dup_min)
        continue;
      if (result->outcome == BYLINE_OUTCOME_DUPLICATE && pair->overlap <= best)
        continue;
      result->outcome = BYLINE_OUTCOME_DUPLICATE;
      result->item = pair->item;
      best = pair->overlap;
    }
}

/* A missed item close by that the student may have meant. */
static void
find_hint (const Leftovers *self, guint mark)
{
  const BylineComparison *comparison = self->comparison;
  BylineSpanResult *result = get_result (self, mark);
  guint best = 0;

  for (gsize i = self->first_pairs[mark]; i != NO_PAIR; i = self->next_pairs[i])
    {
      const guint item = comparison->pairs[i].item;

      if (comparison->score->items[item].outcome != BYLINE_OUTCOME_MISSED)
        continue;
      for (guint k = 0; k < comparison->key->items[item].n_boundaries; k++)
        {
          const BylineNormal *boundary = &comparison->key->items[item].boundaries[k];
          const guint common = byline_normal_overlap (boundary, &comparison->marks[mark]);

          if (common <= best)
            continue;
          best = common;
          result->hint_item = item;
          result->hint = common == boundary->length ? BYLINE_HINT_COVERS : BYLINE_HINT_NEAR;
        }
    }
}

/**
 * byline_comparison_sort_out_leftovers:
 * @self: a comparison whose matched pairs are written to the score
 *
 * Decides for each mark without a partner whether it is a piece of an item that
 * is found, a second mark on one, or something that the key does not have.
 */
void
byline_comparison_sort_out_leftovers (BylineComparison *self)
{
  const guint n_items = self->key->n_items;
  Leftovers leftovers = {
    .comparison = self,
    .next_pairs = byline_arena_new (&self->arena, gsize, self->n_pairs),
    .first_pairs = byline_arena_new (&self->arena, gsize, self->n_marks),
    .next_pieces = byline_arena_new (&self->arena, guint, self->n_marks),
    .first_pieces = byline_arena_new (&self->arena, guint, n_items),
    .last_pieces = byline_arena_new (&self->arena, guint, n_items),
    .inside = byline_arena_new (&self->arena, guint64, n_items),
    .lengths = byline_arena_new (&self->arena, guint64, n_items),
  };

  list_pairs_by_mark (&leftovers);
  for (guint item = 0; item < n_items; item++)
    leftovers.first_pieces[item] = NONE;

  if (self->key->settings.fragments)
    join_pieces (&leftovers);
  list_pieces (&leftovers);

  for (guint mark = 0; mark < self->n_marks; mark++)
    if (is_left_over (&leftovers, mark))
      {
        find_original (&leftovers, mark);
        if (is_left_over (&leftovers, mark))
          find_hint (&leftovers, mark);
      }
}
