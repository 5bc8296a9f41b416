/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

/* A passage that each of thousands of marks overlaps is no marking: the memory of
 * the pairs, and the time to match them, would grow with the square of the marks. */
#define PAIRS_MAX (4 * 1000 * 1000)

/* Pairs as they are found, before they are in order. */
typedef struct
{
  BylinePair *pairs;
  gsize n;
  gsize room;
} Found;

/* The boundary of which the mark covers the same words; else the first of those
 * that overlap most. Equal segments are the only way to an overlap of 10000. */
static gboolean
find_best_boundary (const BylineKeyItem *item, const BylineNormal *mark, BylinePair *pair)
{
  gboolean meets = FALSE;

  pair->boundary = 0;
  pair->overlap = 0;
  for (guint i = 0; i < item->n_boundaries; i++)
    {
      const guint common = byline_normal_overlap (&item->boundaries[i], mark);
      guint overlap;

      if (common == 0)
        continue;
      meets = TRUE;
      overlap = byline_jaccard (common, item->boundaries[i].length, mark->length);
      if (overlap > pair->overlap)
        {
          pair->boundary = i;
          pair->overlap = overlap;
        }
    }
  return meets;
}

static void
look_at_pair (const BylineComparison *self, guint item_index, guint mark_index, Found *found)
{
  const BylineKeyItem *item = &self->key->items[item_index];
  const gboolean accepted = item->credits[self->mark_tags[mark_index]] != BYLINE_TAG_NOT_ACCEPTED;
  BylinePair pair = { .item = item_index, .mark = mark_index };

  if (!accepted && item->optional)
    return;
  if (!find_best_boundary (item, &self->marks[mark_index], &pair))
    return;

  if (accepted && pair.overlap >= self->key->settings.theta_min)
    pair.kind = item->optional ? 2 : 3;
  else if (!accepted && pair.overlap >= self->key->settings.theta_wrong)
    pair.kind = 1;
  else if (!accepted)
    return;

  if (found->n == found->room)
    {
      found->room = 2 * found->room + 256;
      found->pairs = g_renew (BylinePair, found->pairs, found->room);
    }
  found->pairs[found->n++] = pair;
}

/* Goes through the text once, with the items and marks that are open at each
 * place: whatever opens later meets exactly those that are still open then. */
/* FALSE when there are too many pairs. */
static gboolean
sweep (const BylineComparison *self, Found *found)
{
  const BylineScoreKey *key = self->key;
  guint *open_items = byline_arena_new ((BylineArena *) &self->arena, guint, key->n_items);
  guint *open_marks = byline_arena_new ((BylineArena *) &self->arena, guint, self->n_marks);
  guint n_open_items = 0, n_open_marks = 0, i = 0, mark = 0;

  while (i < key->n_items || (mark < self->n_marks && n_open_items > 0))
    {
      guint still_open = 0;

      if (found->n > PAIRS_MAX)
        return FALSE;
      if (i < key->n_items && (mark == self->n_marks || key->items[key->by_start[i]].start <= self->marks[mark].start))
        {
          const guint item = key->by_start[i++];

          for (guint k = 0; k < n_open_marks; k++)
            if (self->marks[open_marks[k]].end > key->items[item].start)
              {
                open_marks[still_open++] = open_marks[k];
                look_at_pair (self, item, open_marks[k], found);
              }
          n_open_marks = still_open;
          open_items[n_open_items++] = item;
        }
      else
        {
          for (guint k = 0; k < n_open_items; k++)
            if (key->items[open_items[k]].end > self->marks[mark].start)
              {
                open_items[still_open++] = open_items[k];
                look_at_pair (self, open_items[k], mark, found);
              }
          n_open_items = still_open;
          open_marks[n_open_marks++] = mark++;
        }
    }
  return found->n <= PAIRS_MAX;
}

/**
 * byline_comparison_find_pairs:
 * @self: a comparison with its marks
 *
 * Finds the pairs of docs/scoring.md section 3 and, beside them, every mark of an
 * accepted tag that has a character in common with an item. The time is that of
 * the pairs that overlap.
 *
 * Returns: %FALSE when there are more than can be compared
 */
gboolean
byline_comparison_find_pairs (BylineComparison *self)
{
  Found found = { NULL, 0, 0 };
  gsize *at;

  if (!sweep (self, &found))
    {
      g_free (found.pairs);
      return FALSE;
    }

  self->n_pairs = found.n;
  self->pairs = byline_arena_new (&self->arena, BylinePair, found.n);
  self->first_pairs = byline_arena_new0 (&self->arena, gsize, (gsize) self->key->n_items + 1);
  at = byline_arena_new (&self->arena, gsize, self->key->n_items);

  /* The sweep meets the marks of an item in order, and counting keeps it so. */
  for (gsize i = 0; i < found.n; i++)
    self->first_pairs[found.pairs[i].item + 1]++;
  for (guint item = 0; item < self->key->n_items; item++)
    {
      at[item] = self->first_pairs[item];
      self->first_pairs[item + 1] += self->first_pairs[item];
    }
  for (gsize i = 0; i < found.n; i++)
    self->pairs[at[found.pairs[i].item]++] = found.pairs[i];

  g_free (found.pairs);
  return TRUE;
}
