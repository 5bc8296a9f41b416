/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "arena.h"

G_BEGIN_DECLS

__extension__ typedef __int128 BylineWeight;

/**
 * BylineAssignment:
 * @n_rows: rows
 * @n_columns: columns
 * @first: (array length=n_rows+1): where the edges of each row begin
 * @columns: the column of each edge, ascending within a row
 * @weights: the weight of each edge, 0 or more, below 2^126
 *
 * A sparse assignment problem.
 */
typedef struct
{
  guint n_rows;
  guint n_columns;
  gsize *first;
  guint *columns;
  BylineWeight *weights;
} BylineAssignment;

void byline_assignment_solve (const BylineAssignment *self, BylineArena *arena, int *columns);

G_END_DECLS
