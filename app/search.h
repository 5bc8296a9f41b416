/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "folding.h"

G_BEGIN_DECLS

/**
 * BylineHit:
 * @start: first code point
 * @end: one past the last code point
 * @distance: insertions, deletions and replacements from the pattern to it
 */
typedef struct
{
  guint start;
  guint end;
  guint distance;
} BylineHit;

/**
 * BylineSearch:
 *
 * A text, folded, and made ready for many searches, exact and approximate. All lengths
 * and offsets are code points of the folded text; patterns are folded by who asks. Immutable; safe to read from several threads.
 */
typedef struct _BylineSearch BylineSearch;

BylineSearch *byline_search_new      (const char *text, gsize size);
void          byline_search_free     (BylineSearch *self);
const gunichar *byline_search_get_text (BylineSearch *self, guint *length);
const BylineFolded *byline_search_get_folded (BylineSearch *self);

/* Each gives a GArray of BylineHit in text order. */
GArray       *byline_search_find_exact (BylineSearch *self, const gunichar *pattern, guint length, guint max_hits);
GArray       *byline_search_find     (BylineSearch *self, const gunichar *pattern, guint length, guint max_distance, guint start, guint end);
/* Where pieces of @pattern stand in the order and at the distances they have in
 * it: likely starts of the whole (GArray of guint), best first. */
GArray       *byline_search_guess    (BylineSearch *self, const gunichar *pattern, guint length);

guint         byline_search_distance (const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineSearch, byline_search_free)

G_END_DECLS
