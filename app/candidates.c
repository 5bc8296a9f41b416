/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor-private.h"

#define EXACT_MAX 64
/* Longer quotes are looked for by their two ends. */
#define LONG 1024
#define LONG_END 256

/* The edits from @words to what stands directly before (@step -1) or after @at;
 * how much of it that is, is free. */
static guint
get_context_distance (BylineAnchorer *self, const BylineChars *words, guint at, int step)
{
  const guint room = step < 0 ? at : self->length - at;
  const guint reach = MIN (room, words->length + BYLINE_ANCHOR_CONTEXT_SLACK);
  g_autofree guint *row = g_new (guint, reach + 1);
  guint best;

  for (guint k = 0; k <= reach; k++)
    row[k] = k;
  for (guint i = 1; i <= words->length; i++)
    {
      const gunichar c = words->text[step < 0 ? words->length - i : i - 1];
      guint diagonal = row[0];

      row[0] = i;
      for (guint k = 1; k <= reach; k++)
        {
          const guint replaced = diagonal + (c != self->text[step < 0 ? at - k : at + k - 1]);

          diagonal = row[k];
          row[k] = MIN (replaced, MIN (row[k], row[k - 1]) + 1);
        }
    }
  best = row[0];
  for (guint k = 1; k <= reach; k++)
    best = MIN (best, row[k]);
  return best;
}

/* The place nearest to @at, within @reach, where the context's end that touches
 * the quote stands as it was. FALSE when there is none. */
static gboolean
find_edge (BylineAnchorer *self, const BylineChars *words, int step, guint at, guint reach, guint *edge)
{
  const guint n = MIN (words->length, 12);
  const BylineChars near_quote = { step < 0 ? words->text + words->length - n : words->text, n };

  if (n < BYLINE_ANCHOR_CONTEXT_MIN)
    return FALSE;
  for (guint d = 0; d <= reach; d++)
    for (int sign = -1; sign <= 1; sign += 2)
      {
        const gint64 try = (gint64) at + sign * (gint64) d;
        const gint64 start = step < 0 ? try - n : try;

        if (try >= 0 && try <= self->length && start >= 0 && byline_anchorer_stands_at (self, &near_quote, start))
          {
            *edge = try;
            return TRUE;
          }
      }
  return FALSE;
}

/* Edits at the edges of a quote leave open where it ends; the words around it
 * decide. */
static void
settle_edges (BylineAnchorer *self, const BylineSought *sought, BylineHit *hit)
{
  const guint reach = sought->exact.length / 2 + 2;
  guint start = hit->start, end = hit->end, distance;

  if (hit->distance == 0 || sought->exact.length > LONG)
    return;
  find_edge (self, &sought->prefix, -1, hit->start, reach, &start);
  find_edge (self, &sought->suffix, 1, hit->end, reach, &end);
  if (start >= end || (start == hit->start && end == hit->end))
    return;
  distance = byline_search_distance (sought->exact.text, sought->exact.length, self->text + start, end - start, sought->exact.length);
  if (distance * 100 <= sought->exact.length * BYLINE_ANCHOR_EDITS_MAX)
    *hit = (BylineHit) { start, end, distance };
}

static void
add_candidate (BylineAnchorer *self, const BylineSought *sought, BylineHit hit, GArray *candidates)
{
  const guint context = sought->prefix.length + sought->suffix.length;
  BylineCandidate candidate;

  settle_edges (self, sought, &hit);
  if (hit.distance * 100 > sought->exact.length * BYLINE_ANCHOR_EDITS_MAX)
    return;
  for (guint i = 0; i < candidates->len; i++)
    if (g_array_index (candidates, BylineCandidate, i).hit.start == hit.start && g_array_index (candidates, BylineCandidate, i).hit.end == hit.end)
      return;

  candidate.hit = hit;
  candidate.before = get_context_distance (self, &sought->prefix, hit.start, -1);
  candidate.after = get_context_distance (self, &sought->suffix, hit.end, 1);
  candidate.cost = hit.distance * 1000 / sought->exact.length
                   + (context > 0 ? (candidate.before + candidate.after) * 1000 / context : 0);
  g_array_append_val (candidates, candidate);
}

static void
add_hits (BylineAnchorer *self, const BylineSought *sought, GArray *hits, GArray *candidates)
{
  for (guint i = 0; i < hits->len; i++)
    add_candidate (self, sought, g_array_index (hits, BylineHit, i), candidates);
}

/* A long quote: its first words, and its last ones as far behind them as they
 * were, give or take what may have changed. */
static void
find_long (BylineAnchorer *self, const BylineSought *sought, guint start, guint end, GArray *candidates)
{
  const guint length = sought->exact.length, slack = length * BYLINE_ANCHOR_EDITS_MAX / 100;
  const guint edits = LONG_END * BYLINE_ANCHOR_EDITS_MAX / 100;
  g_autoptr (GArray) heads = byline_search_find (self->search, sought->exact.text, LONG_END, edits, start, end);

  for (guint i = 0; i < heads->len; i++)
    {
      const BylineHit head = g_array_index (heads, BylineHit, i);
      const guint near = head.start + length;
      g_autoptr (GArray) tails = byline_search_find (self->search, sought->exact.text + length - LONG_END, LONG_END, edits,
                                                     near - MIN (near - head.end, slack + LONG_END), near + slack);

      for (guint k = 0; k < tails->len; k++)
        {
          const BylineHit tail = g_array_index (tails, BylineHit, k);
          const guint found = tail.end - head.start;
          const guint moved = found > length ? found - length : length - found;

          /* Something changed, or the whole would have been found as it is. */
          add_candidate (self, sought, (BylineHit) { head.start, tail.end, MAX (1, MAX (head.distance + tail.distance, moved)) }, candidates);
        }
    }
}

/**
 * byline_candidates_find:
 * @start: where to begin, in the folded text
 * @end: where to stop
 *
 * Adds the places in a part of the text that are like the quote.
 */
void
byline_candidates_find (BylineAnchorer *self, const BylineSought *sought, guint start, guint end, GArray *candidates)
{
  const guint length = sought->exact.length;
  g_autoptr (GArray) hits = NULL;

  if (length > LONG)
    {
      find_long (self, sought, start, end, candidates);
      return;
    }
  hits = byline_search_find (self->search, sought->exact.text, length, length * BYLINE_ANCHOR_EDITS_MAX / 100, start, end);
  add_hits (self, sought, hits, candidates);
}

/* The quote with the words around it, or its first words with those before. */
static gunichar *
join (const BylineSought *sought, guint *length)
{
  const gboolean whole = sought->exact.length <= LONG;
  const BylineChars parts[] = {
    sought->prefix, { sought->exact.text, whole ? sought->exact.length : LONG_END }, { sought->suffix.text, whole ? sought->suffix.length : 0 },
  };
  gunichar *all = g_new (gunichar, parts[0].length + parts[1].length + parts[2].length);

  *length = 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      memcpy (all + *length, parts[i].text, sizeof (gunichar) * parts[i].length);
      *length += parts[i].length;
    }
  return all;
}

/**
 * byline_candidates_find_likely:
 * @everywhere: whether other places of the same words are looked for
 *
 * Adds the places where the quote stands as it was, and those where it and its
 * surroundings, or much of them, stand.
 */
void
byline_candidates_find_likely (BylineAnchorer *self, const BylineSought *sought, gboolean everywhere, GArray *candidates)
{
  const guint length = sought->exact.length, slack = length * BYLINE_ANCHOR_EDITS_MAX / 100 + BYLINE_ANCHOR_CONTEXT_SLACK;
  guint n;
  g_autofree gunichar *wide = join (sought, &n);
  g_autoptr (GArray) guesses = byline_search_guess (self->search, wide, n);

  if (byline_anchorer_stands_at (self, &sought->exact, sought->place))
    add_candidate (self, sought, (BylineHit) { sought->place, sought->place + length, 0 }, candidates);
  if (everywhere)
    {
      g_autoptr (GArray) exact = byline_search_find_exact (self->search, sought->exact.text, length, EXACT_MAX);
      add_hits (self, sought, exact, candidates);
    }

  for (guint i = 0; i < guesses->len; i++)
    {
      const guint start = g_array_index (guesses, guint, i) + sought->prefix.length;

      byline_candidates_find (self, sought, start - MIN (start, slack), MIN (self->length, start + length + slack), candidates);
    }
}
