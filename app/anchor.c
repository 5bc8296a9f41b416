/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor.h"

#include "meaning.h"
#include "search.h"

#include <string.h>

/* Shares in percent. */
#define EDITS_MAX 30      /* of a quote, for it to be the same passage at all */
#define MARGIN 10         /* by which the best must be better than the next */
#define SIDE_AGREES 10    /* edits of the words before, or after */
#define BOTH_AGREE 13     /* of both together */
#define ONE_SIDED 15      /* edits of a quote with words that agree on one side only */

#define CONTEXT_MIN 8     /* less says nothing */
#define CONTEXT_FULL 32   /* how much there is unless the article ends */
#define PIECE 16          /* of the words before or after, looked for elsewhere */
#define PIECE_RARE 3
#define PIECE_REACH 200   /* how much may have been inserted beside a quote */
#define PUSHED 24         /* how much a few words are */
#define BEYOND 16         /* what is known of the next sentence */
#define CONTEXT_SLACK 8
#define SEAM 24           /* of each side, where a deleted passage was */
#define SEAM_EDITS 2
#define EXACT_MAX 64
/* Longer quotes are looked for by their two ends. */
#define LONG 1024
#define LONG_END 256
/* Blocks of 64 rows by text characters, about a second: strangers' files may
 * hold any number of quotes that are nowhere. */
#define BUDGET (250 * 1000 * 1000)

typedef struct
{
  gunichar *text;
  guint length;
} Chars;

typedef struct
{
  const BylineSegment *place;
  Chars exact;
  Chars prefix;
  Chars suffix;
} Sought;

typedef struct
{
  BylineHit hit;
  guint before; /* edits of the prefix */
  guint after;  /* edits of the suffix */
  guint cost;   /* edits of the quote and of the context, both in 1/1000, summed */
} Candidate;

typedef struct
{
  BylineArticle *article;
  BylineSearch *search;
  const gunichar *text;
  guint length;
  gint64 budget;
} Anchorer;

static void
chars_init (Chars *self, const char *text)
{
  glong length = 0;

  self->text = g_utf8_to_ucs4_fast (text != NULL ? text : "", -1, &length);
  self->length = length;
}

static void
sought_clear (Sought *self)
{
  g_free (self->exact.text);
  g_free (self->prefix.text);
  g_free (self->suffix.text);
}

static gboolean
stands_at (Anchorer *self, const Chars *words, guint at)
{
  return at <= self->length && words->length <= self->length - at
         && memcmp (self->text + at, words->text, sizeof (gunichar) * words->length) == 0;
}

/* The edits from @words to what stands directly before (@step -1) or after @at;
 * how much of it that is, is free. */
static guint
get_context_distance (Anchorer *self, const Chars *words, guint at, int step)
{
  const guint room = step < 0 ? at : self->length - at;
  const guint reach = MIN (room, words->length + CONTEXT_SLACK);
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
find_edge (Anchorer *self, const Chars *words, int step, guint at, guint reach, guint *edge)
{
  const guint n = MIN (words->length, 12);
  const Chars near_quote = { step < 0 ? words->text + words->length - n : words->text, n };

  if (n < CONTEXT_MIN)
    return FALSE;
  for (guint d = 0; d <= reach; d++)
    for (int sign = -1; sign <= 1; sign += 2)
      {
        const gint64 try = (gint64) at + sign * (gint64) d;
        const gint64 start = step < 0 ? try - n : try;

        if (try >= 0 && try <= self->length && start >= 0 && stands_at (self, &near_quote, start))
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
settle_edges (Anchorer *self, const Sought *sought, BylineHit *hit)
{
  const guint reach = sought->exact.length / 2 + 2;
  guint start = hit->start, end = hit->end, distance;

  if (hit->distance == 0 || sought->exact.length > LONG)
    return;
  find_edge (self, &sought->prefix, -1, hit->start, reach, &start);
  find_edge (self, &sought->suffix, 1, hit->end, reach, &end);
  if (start >= end || (start == hit->start && end == hit->end))
    return;
  distance = byline_search_distance (sought->exact.text, sought->exact.length, self->text + start, end - start);
  if (distance * 100 <= sought->exact.length * EDITS_MAX)
    *hit = (BylineHit) { start, end, distance };
}

static void
add_candidate (Anchorer *self, const Sought *sought, BylineHit hit, GArray *candidates)
{
  const guint context = sought->prefix.length + sought->suffix.length;
  Candidate candidate;

  settle_edges (self, sought, &hit);
  if (hit.distance * 100 > sought->exact.length * EDITS_MAX)
    return;
  for (guint i = 0; i < candidates->len; i++)
    if (g_array_index (candidates, Candidate, i).hit.start == hit.start && g_array_index (candidates, Candidate, i).hit.end == hit.end)
      return;

  candidate.hit = hit;
  candidate.before = get_context_distance (self, &sought->prefix, hit.start, -1);
  candidate.after = get_context_distance (self, &sought->suffix, hit.end, 1);
  candidate.cost = hit.distance * 1000 / sought->exact.length
                   + (context > 0 ? (candidate.before + candidate.after) * 1000 / context : 0);
  g_array_append_val (candidates, candidate);
}

static void
add_hits (Anchorer *self, const Sought *sought, GArray *hits, GArray *candidates)
{
  for (guint i = 0; i < hits->len; i++)
    add_candidate (self, sought, g_array_index (hits, BylineHit, i), candidates);
}

/* A long quote: its first words, and its last ones as far behind them as they
 * were, give or take what may have changed. */
static void
find_long (Anchorer *self, const Sought *sought, guint start, guint end, GArray *candidates)
{
  const guint length = sought->exact.length, slack = length * EDITS_MAX / 100;
  const guint edits = LONG_END * EDITS_MAX / 100;
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

static void
find_in (Anchorer *self, const Sought *sought, guint start, guint end, GArray *candidates)
{
  const guint length = sought->exact.length;
  g_autoptr (GArray) hits = NULL;

  self->budget -= (gint64) (end - start) * (MIN (length, LONG_END) / 64 + 1);
  if (length > LONG)
    {
      find_long (self, sought, start, end, candidates);
      return;
    }
  hits = byline_search_find (self->search, sought->exact.text, length, length * EDITS_MAX / 100, start, end);
  add_hits (self, sought, hits, candidates);
}

static Chars
join (const Chars *a, const Chars *b, const Chars *c)
{
  Chars all = { g_new (gunichar, a->length + b->length + c->length + 1), 0 };
  const Chars *parts[] = { a, b, c };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i]->length > 0)
        memcpy (all.text + all.length, parts[i]->text, sizeof (gunichar) * parts[i]->length);
      all.length += parts[i]->length;
    }
  return all;
}

/* Where the quote stands as it was, and where it and its surroundings, or much
 * of them, stand. */
static void
find_likely (Anchorer *self, const Sought *sought, GArray *candidates)
{
  const guint length = sought->exact.length, slack = length * EDITS_MAX / 100 + CONTEXT_SLACK;
  const Chars head = { sought->exact.text, MIN (length, LONG_END) };
  const Chars rest = { NULL, 0 };
  Chars wide = length <= LONG ? join (&sought->prefix, &sought->exact, &sought->suffix) : join (&sought->prefix, &head, &rest);
  g_autoptr (GArray) exact = NULL;
  g_autoptr (GArray) guesses = byline_search_guess (self->search, wide.text, wide.length);

  if (stands_at (self, &sought->exact, sought->place->start))
    add_candidate (self, sought, (BylineHit) { sought->place->start, sought->place->start + length, 0 }, candidates);
  if (self->budget > 0)
    {
      /* The shortest are not in the index. */
      self->budget -= length < CONTEXT_MIN ? self->length / 4 : 0;
      exact = byline_search_find_exact (self->search, sought->exact.text, length, EXACT_MAX);
      add_hits (self, sought, exact, candidates);
    }

  for (guint i = 0; i < guesses->len; i++)
    {
      const guint start = g_array_index (guesses, guint, i) + sought->prefix.length;

      find_in (self, sought, start - MIN (start, slack), MIN (self->length, start + length + slack), candidates);
    }
  g_free (wide.text);
}

static gboolean
has_context (const Sought *sought)
{
  return sought->prefix.length + sought->suffix.length >= CONTEXT_MIN;
}

/* Where an article begins or ends there are no words to compare, and yet it is a
 * place that one knows again. */
static gboolean
is_at_edge (Anchorer *self, const Sought *sought, const BylineHit *hit, int step)
{
  const guint n_before = sought->prefix.length, n_after = sought->suffix.length;

  if (step < 0)
    return n_before < CONTEXT_FULL && sought->place->start == n_before && hit->start == n_before && stands_at (self, &sought->prefix, 0);
  return n_after < CONTEXT_FULL && (n_before == CONTEXT_FULL || sought->place->start == n_before)
         && hit->end + n_after == self->length && stands_at (self, &sought->suffix, hit->end);
}

static gboolean
side_agrees (Anchorer *self, const Sought *sought, const Candidate *candidate, int step)
{
  const Chars *words = step < 0 ? &sought->prefix : &sought->suffix;
  const guint edits = step < 0 ? candidate->before : candidate->after;

  return (words->length >= CONTEXT_MIN ? edits * 100 <= words->length * SIDE_AGREES : edits == 0) || is_at_edge (self, sought, &candidate->hit, step);
}

typedef enum { SIDE_GONE, SIDE_NEAR, SIDE_FAR } Side;

/* How many of the words on one side belong to the sentence of the quote. */
static guint
get_sentence (const Sought *sought, int step)
{
  const Chars *words = step < 0 ? &sought->prefix : &sought->suffix;
  const BylineChars quote = { sought->exact.text, sought->exact.length }, side = { words->text, words->length };

  return byline_meaning_get_sentence (&quote, &side, step);
}

/* The words on one side that touch the quote, or with @beyond those of the next
 * sentence; *gap is how far they are from the quote. */
static BylineChars
get_piece (const Sought *sought, int step, gboolean beyond, guint *gap)
{
  const Chars *words = step < 0 ? &sought->prefix : &sought->suffix;
  guint skip = beyond ? get_sentence (sought, step) : 0, n;

  while (beyond && step > 0 && skip < words->length && !g_unichar_isalnum (words->text[skip]))
    skip++;
  n = MIN (words->length - skip, PIECE);
  *gap = skip;
  return (BylineChars) { words->text + (step < 0 ? words->length - skip - n : skip), n };
}

/* Whether a word or two were put between the quote and the words beside it. */
static gboolean
is_pushed_away (Anchorer *self, const BylineChars *piece, const BylineHit *hit, int step)
{
  const Chars words = { (gunichar *) piece->text, piece->length };

  for (guint gap = 1; gap <= PUSHED; gap++)
    if (step < 0 ? hit->start >= gap + words.length && stands_at (self, &words, hit->start - gap - words.length)
                 : stands_at (self, &words, hit->end + gap))
      return TRUE;
  return FALSE;
}

/* What became of the words on one side that do not stand beside the candidate.
 * Those that are everywhere are taken for far away. */
static Side
find_side (Anchorer *self, const Sought *sought, const BylineHit *hit, int step)
{
  Side side = SIDE_GONE;

  for (guint beyond = 0; beyond < 2; beyond++)
    {
      guint as_it_was;
      const BylineChars piece = get_piece (sought, step, beyond, &as_it_was);
      g_autoptr (GArray) places = NULL;

      if (piece.length < CONTEXT_MIN)
        continue;
      if (!beyond && is_pushed_away (self, &piece, hit, step))
        return SIDE_NEAR;
      places = byline_search_find_exact (self->search, piece.text, piece.length, PIECE_RARE + 1);
      if (places->len > PIECE_RARE)
        return SIDE_FAR;
      for (guint i = 0; i < places->len; i++)
        {
          const BylineHit *place = &g_array_index (places, BylineHit, i);
          const gint64 gap = step < 0 ? (gint64) hit->start - place->end : (gint64) place->start - hit->end;

          if (gap > as_it_was && gap <= PIECE_REACH)
            return SIDE_NEAR;
          if (gap != as_it_was)
            side = SIDE_FAR;
        }
    }
  return side;
}

static guint
count_beyond_side (Anchorer *self, const Sought *sought, guint at, int step)
{
  const Chars *words = step < 0 ? &sought->prefix : &sought->suffix;
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
static guint
count_beyond (Anchorer *self, const Sought *sought, const BylineHit *hit)
{
  if (is_at_edge (self, sought, hit, -1) || is_at_edge (self, sought, hit, 1))
    return BEYOND;
  return count_beyond_side (self, sought, hit->start, -1) + count_beyond_side (self, sought, hit->end, 1);
}

/* Whether the words on the other side, which do not agree, still stand somewhere:
 * then the passage was taken away from there, unless what agrees goes further than
 * the sentence, which a look-alike has too. */
static Side
ask_other_side (Anchorer *self, const Sought *sought, const Candidate *candidate, int step)
{
  const Side side = find_side (self, sought, &candidate->hit, step);

  return side == SIDE_FAR && candidate->hit.distance == 0 && count_beyond (self, sought, &candidate->hit) >= BEYOND ? SIDE_GONE : side;
}

typedef enum { AGREES, DOUBTFUL, DISAGREES } Surroundings;

/* Whether a candidate stands where the passage stood. */
static Surroundings
compare_surroundings (Anchorer *self, const Sought *sought, const Candidate *candidate)
{
  const guint length = sought->prefix.length + sought->suffix.length;
  const gboolean before = side_agrees (self, sought, candidate, -1), after = side_agrees (self, sought, candidate, 1);
  const gboolean same_words = candidate->hit.distance == 0;
  Side other;

  if (before && after)
    return AGREES;
  if (!before && !after)
    return (candidate->before + candidate->after) * 100 <= length * BOTH_AGREE ? AGREES : DISAGREES;

  /* What agrees within the sentence only, a look-alike has too; where the other
   * side is gone nothing says which of them this is, but that it has not moved. */
  other = ask_other_side (self, sought, candidate, before ? 1 : -1);
  if (other == SIDE_FAR)
    return DISAGREES;
  if ((candidate->before + candidate->after) * 100 <= length * BOTH_AGREE)
    return AGREES;
  if (same_words)
    return other == SIDE_NEAR || candidate->hit.start == sought->place->start || count_beyond (self, sought, &candidate->hit) >= BEYOND ? AGREES : DOUBTFUL;
  return other == SIDE_GONE && candidate->hit.distance * 100 <= sought->exact.length * ONE_SIDED
                 && count_beyond (self, sought, &candidate->hit) >= BEYOND
             ? AGREES : DOUBTFUL;
}

/* Whether what stood around the quote now stands together: it was deleted, and
 * what is like it elsewhere is something else. A candidate that has both sides
 * around it needs no such question. */
static gboolean
is_deleted (Anchorer *self, const Sought *sought, const Candidate *candidate)
{
  const guint n_before = MIN (sought->prefix.length, SEAM), n_after = MIN (sought->suffix.length, SEAM);
  const Chars before = { sought->prefix.text + sought->prefix.length - n_before, n_before };
  const Chars after = { sought->suffix.text, n_after }, nothing = { NULL, 0 };
  const guint edits = MIN (SEAM_EDITS, sought->exact.length / 3);
  g_autoptr (GArray) guesses = NULL;
  gboolean found = FALSE;
  Chars seam;

  if (side_agrees (self, sought, candidate, -1) && side_agrees (self, sought, candidate, 1))
    return FALSE;
  if (n_before < CONTEXT_MIN || n_after < CONTEXT_MIN)
    return n_before == 0 && n_after >= CONTEXT_MIN && sought->place->start == 0 && stands_at (self, &after, 0);

  seam = join (&before, &after, &nothing);
  guesses = byline_search_guess (self->search, seam.text, seam.length);
  for (guint i = 0; i < guesses->len && !found; i++)
    {
      const guint start = g_array_index (guesses, guint, i);
      g_autoptr (GArray) hits = byline_search_find (self->search, seam.text, seam.length, edits,
                                                    start - MIN (start, CONTEXT_SLACK), start + seam.length + 2 * CONTEXT_SLACK);
      found = hits->len > 0;
    }
  g_free (seam.text);
  return found;
}

/* Asks @differs of what stood and what stands beside a quote. */
static gboolean
ask_meaning (Anchorer *self, const Sought *sought, const BylineHit *hit,
             gboolean (*differs) (const BylineChars *, const BylineBeside *, const BylineBeside *))
{
  const guint n_before = MIN (hit->start, sought->prefix.length + CONTEXT_SLACK);
  const guint n_after = MIN (self->length - hit->end, sought->suffix.length + CONTEXT_SLACK);
  const BylineChars quote = { sought->exact.text, sought->exact.length };
  const BylineBeside was = { { sought->prefix.text, sought->prefix.length }, { sought->suffix.text, sought->suffix.length } };
  const BylineBeside is = { { self->text + hit->start - n_before, n_before }, { self->text + hit->end, n_after } };

  return differs (&quote, &was, &is);
}

static gboolean
is_same_place (const BylineHit *a, const BylineHit *b)
{
  const guint start = MAX (a->start, b->start), end = MIN (a->end, b->end);

  return start < end && (end - start) * 2 > MIN (a->end - a->start, b->end - b->start);
}

/* The cheapest candidate within @max_distance, the old place on a tie. */
static const Candidate *
find_best (const Sought *sought, GArray *candidates, guint max_distance)
{
  const Candidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->hit.distance > max_distance)
        continue;
      if (best == NULL || candidate->cost < best->cost || (candidate->cost == best->cost && candidate->hit.start == sought->place->start))
        best = candidate;
    }
  return best;
}

/* Another place that could as well be the passage. The very same words between the
 * very same words have no rival but their like. */
static gboolean
has_rival (const Sought *sought, GArray *candidates, const Candidate *best)
{
  const gboolean certain = best->cost == 0 && sought->prefix.length + sought->suffix.length >= CONTEXT_FULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (!is_same_place (&candidate->hit, &best->hit) && candidate->cost < best->cost + (certain ? 1 : MARGIN * 10))
        return TRUE;
    }
  return FALSE;
}

/* Whether the sentence around the same words has other digits now, while one side
 * disagrees and nothing beyond says that it is the same sentence. */
static gboolean
is_other_sentence (Anchorer *self, const Sought *sought, const Candidate *candidate)
{
  const BylineHit *hit = &candidate->hit;

  return hit->start != sought->place->start && ask_meaning (self, sought, hit, byline_meaning_other_digits)
         && count_beyond (self, sought, hit) < BEYOND
         && !(side_agrees (self, sought, candidate, -1) && side_agrees (self, sought, candidate, 1));
}

/* The cheapest candidate, unless the very words stand where the passage may have
 * been too: then those, or neither. */
static const Candidate *
choose (Anchorer *self, const Sought *sought, GArray *candidates, Surroundings *surroundings)
{
  const Candidate *best = find_best (sought, candidates, G_MAXUINT), *same = find_best (sought, candidates, 0);

  *surroundings = AGREES;
  if (best == NULL || !has_context (sought))
    return best;
  *surroundings = is_deleted (self, sought, best) ? DISAGREES : compare_surroundings (self, sought, best);
  if (same == NULL || same == best)
    return best;
  if (is_same_place (&same->hit, &best->hit))
    return *surroundings == AGREES ? same : best;
  if (*surroundings != DISAGREES && !is_deleted (self, sought, same) && compare_surroundings (self, sought, same) == AGREES)
    {
      if (best->hit.distance * 100 < sought->exact.length * MARGIN)
        *surroundings = DOUBTFUL;
      else
        best = same;
    }
  return best;
}

/* Grades what was found so far; *hit is where, unless it is an orphan. */
static BylineGrade
grade (Anchorer *self, const Sought *sought, GArray *candidates, BylineHit *hit)
{
  Surroundings surroundings;
  const Candidate *best = choose (self, sought, candidates, &surroundings);

  if (surroundings == DISAGREES)
    {
      /* In other surroundings only the very same words are worth a look. */
      best = find_best (sought, candidates, 0);
      surroundings = DOUBTFUL;
    }
  if (best == NULL)
    return BYLINE_GRADE_ORPHANED;

  *hit = best->hit;
  if (surroundings == DOUBTFUL || has_rival (sought, candidates, best) || is_other_sentence (self, sought, best))
    return BYLINE_GRADE_AMBIGUOUS;
  if (best->hit.distance > 0 || ask_meaning (self, sought, &best->hit, byline_meaning_differs))
    return BYLINE_GRADE_CHANGED;
  return best->hit.start == sought->place->start ? BYLINE_GRADE_EXACT : BYLINE_GRADE_MOVED;
}

static void
prepare (Anchorer *self)
{
  gsize size;
  const char *text = byline_article_get_text (self->article, &size);

  if (self->search == NULL)
    {
      self->search = byline_search_new (text, size);
      self->text = byline_search_get_text (self->search, &self->length);
    }
}

/* Finds one segment again; *hit is where, unless it is an orphan. */
static BylineGrade
find_again (Anchorer *self, const BylineSegment *place, const BylineQuote *quote, BylineHit *hit)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  Sought sought = { .place = place };
  BylineGrade result = BYLINE_GRADE_ORPHANED;

  prepare (self);
  chars_init (&sought.exact, quote->exact);
  chars_init (&sought.prefix, quote->prefix);
  chars_init (&sought.suffix, quote->suffix);

  if (sought.exact.length > 0 && sought.exact.length <= 2 * (gsize) self->length + LONG)
    {
      find_likely (self, &sought, candidates);
      result = grade (self, &sought, candidates, hit);
      if (result == BYLINE_GRADE_ORPHANED && self->budget > 0)
        {
          find_in (self, &sought, 0, self->length, candidates);
          result = grade (self, &sought, candidates, hit);
        }
    }
  sought_clear (&sought);
  return result;
}

/* On the text that it was made on, a quote that stands where it should needs no
 * search. */
static gboolean
quote_agrees (BylineArticle *article, const BylineSegment *segment, const char *exact)
{
  gsize size, start, end;
  const char *text = byline_article_get_text (article, &size);

  if (segment->end > byline_article_get_length (article))
    return FALSE;
  start = byline_article_to_byte (article, segment->start);
  end = byline_article_to_byte (article, segment->end);
  return strlen (exact) == end - start && memcmp (text + start, exact, end - start) == 0;
}

static void
anchored_free (gpointer data)
{
  BylineAnchored *anchored = data;

  byline_span_clear (&anchored->span);
  g_free (anchored);
}

static BylineAnchored *
anchor_one (Anchorer *self, const BylineAnnotation *annotation, gboolean same_text)
{
  BylineAnchored *anchored = g_new0 (BylineAnchored, 1);

  for (guint i = 0; i < annotation->span.n_segments; i++)
    {
      const BylineSegment *segment = &annotation->span.segments[i];
      const BylineQuote *quote = g_ptr_array_index (annotation->quotes, i);
      BylineHit hit = { segment->start, segment->end, 0 };
      BylineGrade result = BYLINE_GRADE_EXACT;

      if (!same_text || !quote_agrees (self->article, segment, quote->exact))
        result = find_again (self, segment, quote, &hit);
      if (result != BYLINE_GRADE_EXACT && i > 0 && hit.start < byline_span_end (&anchored->span))
        result = MAX (result, BYLINE_GRADE_AMBIGUOUS);
      anchored->grade = MAX (anchored->grade, result);
      anchored->distance += hit.distance;
      byline_span_append (&anchored->span, hit.start, hit.end);
    }

  if (anchored->grade == BYLINE_GRADE_ORPHANED)
    {
      byline_span_clear (&anchored->span);
      anchored->distance = 0;
    }
  return anchored;
}

/**
 * byline_anchor:
 * @article: the article as it is now
 * @annotations: work or a key, made on this text or another
 *
 * Finds each passage again. Made on this text, and with quotes that agree with
 * it, positions are taken as they are. Otherwise each segment is looked for by
 * its quote and the words around it, allowing for edits, and graded as
 * docs/formats.md, "Anchoring", says; the rules stand there too.
 *
 * Returns: (transfer full) (element-type BylineAnchored): one an annotation, in
 *   file order
 */
GPtrArray *
byline_anchor (BylineArticle *article, BylineAnnotations *annotations)
{
  Anchorer self = { .article = article, .budget = BUDGET };
  const char *digest = byline_annotations_get_digest (annotations);
  const gboolean same_text = digest != NULL && g_str_equal (digest, byline_article_get_digest (article));
  const guint n = byline_annotations_get_size (annotations);
  GPtrArray *all = g_ptr_array_new_full (n, anchored_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, anchor_one (&self, byline_annotations_get (annotations, i), same_text));
  g_clear_pointer (&self.search, byline_search_free);
  return all;
}

const char *
byline_grade_get_name (BylineGrade value)
{
  static const char *const names[] = { "exact", "moved", "changed", "ambiguous", "orphaned" };

  g_return_val_if_fail (value < G_N_ELEMENTS (names), NULL);
  return names[value];
}
