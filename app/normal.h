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

void     byline_normal_init    (BylineNormal *self, const BylineSegmentation *segmentation, const BylineSpan *raw, BylineArena *arena);
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
