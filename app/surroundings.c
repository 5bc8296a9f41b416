/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor-private.h"

/* Shares in percent. */
#define SIDE_AGREES 10    /* edits of the words before, or after */
#define BOTH_AGREE 13     /* of both together */
#define ONE_SIDED 12      /* edits of a quote with words that agree on one side only */

#define CONTEXT_FULL 32   /* how much there is unless the article ends */
#define PIECE 16          /* of the words before or after, looked for elsewhere */
#define PIECE_RARE 3
#define PIECE_NEAR 100
#define PIECE_REACH 400   /* how much may have been inserted beside a quote */
#define SEAM 24           /* of each side, where a deleted passage was */
#define SEAM_EDITS 2

/* Where an article begins or ends there are no words to compare, and yet it is a
 * place that one knows again. */
static gboolean
is_at_edge (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, int step)
{
  const guint n_before = sought->prefix.length, n_after = sought->suffix.length;

  if (step < 0)
    return n_before < CONTEXT_FULL && sought->place == n_before && hit->start == n_before && byline_anchorer_stands_at (self, &sought->prefix, 0);
  return n_after < CONTEXT_FULL && (n_before == CONTEXT_FULL || sought->place == n_before)
         && hit->end + n_after == self->length && byline_anchorer_stands_at (self, &sought->suffix, hit->end);
}

/* Whether the words on one side, -1 for those before, are as they were but for a few
 * edits. */
gboolean
byline_surroundings_side_agrees (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate, int step)
{
  const BylineChars *words = step < 0 ? &sought->prefix : &sought->suffix;
  const guint edits = step < 0 ? candidate->before : candidate->after;

  return (words->length >= BYLINE_ANCHOR_CONTEXT_MIN ? edits * 100 <= words->length * SIDE_AGREES : edits == 0) || is_at_edge (self, sought, &candidate->hit, step);
}

typedef enum { SIDE_GONE, SIDE_NEAR, SIDE_PUSHED, SIDE_FAR } Side;

/* How many of the words on one side belong to the sentence of the quote. */
static guint
get_sentence (const BylineSought *sought, int step)
{
  const BylineChars *words = step < 0 ? &sought->prefix : &sought->suffix;

  return byline_meaning_get_sentence (&sought->exact, words, step);
}

/* The words on one side that touch the quote, or with @beyond those of the next
 * sentence; *gap is how far they are from the quote. */
static BylineChars
get_piece (const BylineSought *sought, int step, gboolean beyond, guint *gap)
{
  const BylineChars *words = step < 0 ? &sought->prefix : &sought->suffix;
  guint skip = beyond ? get_sentence (sought, step) : 0, n;

  while (beyond && step > 0 && skip < words->length && !g_unichar_isalnum (words->text[skip]))
    skip++;
  n = MIN (words->length - skip, PIECE);
  *gap = skip;
  return (BylineChars) { words->text + (step < 0 ? words->length - skip - n : skip), n };
}

/* How far away words stand that were @gap away from the quote and have had something
 * put between; 0 when there are none. */
static guint
get_push (BylineAnchorer *self, const BylineChars *piece, guint gap, const BylineHit *hit, int step)
{
  for (guint d = gap + 1; d <= PIECE_REACH; d++)
    if (step < 0 ? hit->start >= d + piece->length && byline_anchorer_stands_at (self, piece, hit->start - d - piece->length)
                 : byline_anchorer_stands_at (self, piece, hit->end + d))
      return d;
  return 0;
}

/* What became of the words on one side that do not stand beside the candidate.
 * Those that are everywhere are taken for far away. */
static Side
find_side (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, int step)
{
  Side side = SIDE_GONE;

  for (guint beyond = 0; beyond < 2; beyond++)
    {
      guint as_it_was, push;
      const BylineChars piece = get_piece (sought, step, beyond, &as_it_was);
      g_autoptr (GArray) places = NULL;

      if (piece.length < BYLINE_ANCHOR_CONTEXT_MIN)
        continue;
      push = get_push (self, &piece, as_it_was, hit, step);
      if (push > 0)
        return push <= PIECE_NEAR ? SIDE_NEAR : SIDE_PUSHED;
      places = byline_search_find_exact (self->search, piece.text, piece.length, PIECE_RARE + 1);
      for (guint i = 0; i < places->len; i++)
        {
          const BylineHit *place = &g_array_index (places, BylineHit, i);

          if ((step < 0 ? (gint64) hit->start - place->end : (gint64) place->start - hit->end) != as_it_was)
            side = SIDE_FAR;
        }
    }
  return side;
}

/* Whether the words that touched the passage on one side touch @hit. */
gboolean
byline_surroundings_touches (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, int step)
{
  guint gap;
  const BylineChars piece = get_piece (sought, step, FALSE, &gap);

  if (piece.length < BYLINE_ANCHOR_CONTEXT_MIN)
    return FALSE;
  return step > 0 ? byline_anchorer_stands_at (self, &piece, hit->end)
                  : hit->start >= piece.length && byline_anchorer_stands_at (self, &piece, hit->start - piece.length);
}

static guint
count_beyond_side (BylineAnchorer *self, const BylineSought *sought, guint at, int step)
{
  const BylineChars *words = step < 0 ? &sought->prefix : &sought->suffix;
  const guint sentence = get_sentence (sought, step), room = step < 0 ? at : self->length - at;
  guint same = 0;

  for (; same < MIN (words->length, room); same++)
    {
      const gunichar was = words->text[step < 0 ? words->length - 1 - same : same];
      const gunichar is = self->text[step < 0 ? at - 1 - same : at + same];

      if (was != is && !(g_unichar_isspace (was) && g_unichar_isspace (is)))
        break;
    }
  return same > sentence ? same - sentence : 0;
}

/* How much beyond the sentence of the passage is as it was. */
guint
byline_surroundings_count_beyond (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit)
{
  if (is_at_edge (self, sought, hit, -1) || is_at_edge (self, sought, hit, 1))
    return BYLINE_ANCHOR_BEYOND;
  return count_beyond_side (self, sought, hit->start, -1) + count_beyond_side (self, sought, hit->end, 1);
}

/* Whether the words on the other side, which do not agree, still stand somewhere:
 * then the passage was taken away from there, unless what agrees goes further than
 * the sentence, which a look-alike has too. */
static Side
ask_other_side (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate, int step)
{
  const Side side = find_side (self, sought, &candidate->hit, step);

  return side == SIDE_FAR && candidate->hit.distance == 0 && byline_surroundings_count_beyond (self, sought, &candidate->hit) >= BYLINE_ANCHOR_BEYOND ? SIDE_GONE : side;
}

/* Words that are nearly the same on either side are a look-alike's when the very
 * words of one side stand elsewhere. */
static BylineSurroundings
compare_both (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate)
{
  const guint length = sought->prefix.length + sought->suffix.length;

  if ((candidate->before + candidate->after) * 100 > length * BOTH_AGREE)
    return BYLINE_DISAGREES;
  for (int step = -1; step <= 1 && candidate->hit.distance > 0; step += 2)
    if (find_side (self, sought, &candidate->hit, step) == SIDE_FAR)
      return BYLINE_DISAGREES;
  return BYLINE_AGREES;
}

/* The same words with words that agree on one side; what agrees within the sentence
 * only, a look-alike has too, and where the other side is gone nothing says which of
 * them this is, but that it has not moved. */
static gboolean
is_same_place (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, Side other)
{
  return other == SIDE_NEAR || hit->start == sought->place
         || byline_surroundings_count_beyond (self, sought, hit) >= BYLINE_ANCHOR_BEYOND;
}

/* Changed words with words that agree on one side, and beyond their sentence. */
static gboolean
is_changed_place (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, Side other)
{
  return (other == SIDE_NEAR || other == SIDE_PUSHED || hit->distance * 100 <= sought->exact.length * ONE_SIDED)
         && byline_surroundings_count_beyond (self, sought, hit) >= BYLINE_ANCHOR_BEYOND;
}

/**
 * byline_surroundings_compare:
 *
 * Returns: whether @candidate stands where the passage stood
 */
BylineSurroundings
byline_surroundings_compare (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate)
{
  const guint length = sought->prefix.length + sought->suffix.length;
  const gboolean before = byline_surroundings_side_agrees (self, sought, candidate, -1);
  const gboolean after = byline_surroundings_side_agrees (self, sought, candidate, 1);
  Side other;

  if (before && after)
    return BYLINE_AGREES;
  if (!before && !after)
    return compare_both (self, sought, candidate);

  other = ask_other_side (self, sought, candidate, before ? 1 : -1);
  if (other == SIDE_FAR)
    return BYLINE_DISAGREES;
  if ((candidate->before + candidate->after) * 100 <= length * BOTH_AGREE)
    return BYLINE_AGREES;
  return (candidate->hit.distance == 0 ? is_same_place : is_changed_place) (self, sought, &candidate->hit, other) ? BYLINE_AGREES : BYLINE_DOUBTFUL;
}

static BylineChars
join (const BylineChars *a, const BylineChars *b, gunichar *room)
{
  memcpy (room, a->text, sizeof (gunichar) * a->length);
  memcpy (room + a->length, b->text, sizeof (gunichar) * b->length);
  return (BylineChars) { room, a->length + b->length };
}

/* Whether the very words that touched the quote stand around something else. */
static gboolean
is_replaced (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit)
{
  guint gap;
  const BylineChars before = get_piece (sought, -1, FALSE, &gap), after = get_piece (sought, 1, FALSE, &gap);
  g_autoptr (GArray) places = NULL;

  if (before.length < PIECE || after.length < PIECE)
    return FALSE;
  places = byline_search_find_exact (self->search, before.text, before.length, PIECE_RARE + 1);
  for (guint i = 0; i < places->len; i++)
    {
      const guint start = g_array_index (places, BylineHit, i).end;

      for (guint n = 1; n <= MIN (2 * sought->exact.length, PIECE_REACH); n++)
        if (byline_anchorer_stands_at (self, &after, start + n))
          {
            if (start + n <= hit->start || start >= hit->end)
              return TRUE;
            break;
          }
    }
  return FALSE;
}

/**
 * byline_surroundings_closed:
 *
 * Whether what stood around the quote now stands together, or around something else:
 * it was deleted or replaced, and what is like it elsewhere is not it. A candidate that
 * has both sides around it needs no such question.
 */
gboolean
byline_surroundings_closed (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate)
{
  const guint n_before = MIN (sought->prefix.length, SEAM), n_after = MIN (sought->suffix.length, SEAM);
  const BylineChars before = { sought->prefix.text + sought->prefix.length - n_before, n_before };
  const BylineChars after = { sought->suffix.text, n_after };
  const guint edits = MIN (SEAM_EDITS, sought->exact.length / 3);
  g_autoptr (GArray) guesses = NULL;
  gunichar room[2 * SEAM];
  gboolean found = FALSE;
  BylineChars seam;

  if (candidate->before + candidate->after > 0 && is_replaced (self, sought, &candidate->hit))
    return TRUE;
  if (byline_surroundings_side_agrees (self, sought, candidate, -1) && byline_surroundings_side_agrees (self, sought, candidate, 1))
    return FALSE;
  if (n_before < BYLINE_ANCHOR_CONTEXT_MIN || n_after < BYLINE_ANCHOR_CONTEXT_MIN)
    return n_before == 0 && n_after >= BYLINE_ANCHOR_CONTEXT_MIN && sought->place == 0 && byline_anchorer_stands_at (self, &after, 0);

  seam = join (&before, &after, room);
  guesses = byline_search_guess (self->search, seam.text, seam.length);
  for (guint i = 0; i < guesses->len && !found; i++)
    {
      const guint start = g_array_index (guesses, guint, i);
      g_autoptr (GArray) hits = byline_search_find (self->search, seam.text, seam.length, edits,
                                                    start - MIN (start, BYLINE_ANCHOR_CONTEXT_SLACK), start + seam.length + 2 * BYLINE_ANCHOR_CONTEXT_SLACK);
      found = hits->len > 0;
    }
  return found;
}

