/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "anchor.h"
#include "folding.h"
#include "meaning.h"
#include "search.h"

#include <string.h>

G_BEGIN_DECLS

#define BYLINE_ANCHOR_EDITS_MAX 30    /* percent of a quote, for it to be the same passage at all */
#define BYLINE_ANCHOR_CONTEXT_MIN 8   /* less says nothing */
#define BYLINE_ANCHOR_CONTEXT_SLACK 8 /* how much more is looked at */
#define BYLINE_ANCHOR_BEYOND 16       /* what is known of the next sentence */

/**
 * BylineSought:
 * @quote: as it stands in the file
 * @place: where it was, in the folded text
 * @exact: the quote, folded like the text
 * @prefix: what stood before it, folded
 * @suffix: what stood after it, folded
 */
typedef struct
{
  const BylineQuote *quote;
  guint place;
  BylineChars exact;
  BylineChars prefix;
  BylineChars suffix;
  BylineFolded folded[3];
} BylineSought;

/**
 * BylineCandidate:
 * @hit: a place in the folded text that is like the quote
 * @before: edits of the prefix
 * @after: edits of the suffix
 * @cost: edits of the quote and of the context, both in 1/1000, summed
 */
typedef struct
{
  BylineHit hit;
  guint before;
  guint after;
  guint cost;
} BylineCandidate;

/**
 * BylineAnchorer:
 * @article: the article as it is now
 * @search: its text, folded
 * @text: that text
 * @length: its code points
 */
typedef struct
{
  BylineArticle *article;
  BylineSearch *search;
  const gunichar *text;
  guint length;
} BylineAnchorer;

typedef enum { BYLINE_AGREES, BYLINE_DOUBTFUL, BYLINE_DISAGREES } BylineSurroundings;

typedef gboolean (*BylineMeaningFunc) (const BylineChars *quote, const BylineBeside *was, const BylineBeside *is);

static inline gboolean
byline_anchorer_stands_at (BylineAnchorer *self, const BylineChars *words, guint at)
{
  return at <= self->length && words->length <= self->length - at
         && memcmp (self->text + at, words->text, sizeof (gunichar) * words->length) == 0;
}

void               byline_candidates_find           (BylineAnchorer *self, const BylineSought *sought, guint start, guint end, GArray *candidates);
void               byline_candidates_find_likely    (BylineAnchorer *self, const BylineSought *sought, gboolean everywhere, GArray *candidates);

BylineSurroundings byline_surroundings_compare      (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate);
gboolean           byline_surroundings_side_agrees  (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate, int step);
gboolean           byline_surroundings_touches      (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, int step);
guint              byline_surroundings_count_beyond (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit);
gboolean           byline_surroundings_closed       (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate);

G_END_DECLS
