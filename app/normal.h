/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "arena.h"
#include "segment.h"

G_BEGIN_DECLS

/**
 * BylineNormal:
 * @start: first code point
 * @end: one past the last code point
 * @length: code points covered
 * @n_segments: how many segments; 0 for an empty one
 * @segments: disjoint, not touching, in text order
 *
 * A span in normal form (docs/scoring.md section 2), with what comparing it asks
 * for again and again. Its segments belong to an arena.
 */
typedef struct
{
  guint start;
  guint end;
  guint length;
  guint n_segments;
  const BylineSegment *segments;
} BylineNormal;

/**
 * BylineNormaliser:
 * @segmentation: what it is made from
 * @length: code points of the text, 0 when there is no table
 * @starts: (array length=length): by start: where it snaps to, and the end of the first word
 * @ends: (array length=length): by end - 1: where it snaps to, and the start of the last word
 *
 * The snapping of all starts and ends of a text, worked out beforehand. Where the
 * first and the last word of a segment differ, its two ends do not depend on each
 * other. Immutable; the segmentation has to outlive it.
 */
typedef struct
{
  const BylineSegmentation *segmentation;
  guint length;
  struct { guint at, word_end; } *starts;
  struct { guint at, word_start; } *ends;
} BylineNormaliser;

void     byline_normaliser_init (BylineNormaliser *self, const BylineSegmentation *segmentation);
void     byline_normaliser_clear (BylineNormaliser *self);

void     byline_normal_init    (BylineNormal *self, const BylineNormaliser *normaliser, const BylineSpan *raw, BylineArena *arena);
gboolean byline_normal_equal   (const BylineNormal *a, const BylineNormal *b);
guint    byline_normal_overlap (const BylineNormal *a, const BylineNormal *b);
void     byline_normal_sort    (const BylineNormal *normals, const guint *tags, guint n, BylineArena *arena, guint *order);

/* |a ∩ b| of |a ∪ b| in basis points, rounded down. */
static inline guint
byline_jaccard (guint64 common, guint64 length_a, guint64 length_b)
{
  return 10000 * common / (length_a + length_b - common);
}

G_END_DECLS
