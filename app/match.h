/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "arena.h"

G_BEGIN_DECLS

/**
 * BylineEdge:
 * @item: index of a key item in canonical order
 * @mark: index of a student's mark in canonical order
 * @credit: what the pair earns, 1/10,000 mark; at most 1,000,000
 * @overlap: Jaccard overlap, basis points
 * @kind: 3 for a required item, 2 for an optional one, 1 for another tag, 0 for
 *   a pair that counts by its credit alone
 *
 * A pair that may be matched (docs/scoring.md section 3).
 */
typedef struct
{
  guint item;
  guint mark;
  guint credit;
  guint16 overlap;
  guint8 kind;
} BylineEdge;

#define BYLINE_EDGE_MAX_CREDIT 1000000

void byline_match (guint n_items, guint n_marks, const BylineEdge *edges, gsize n_edges, BylineArena *arena, int *partners);

G_END_DECLS
