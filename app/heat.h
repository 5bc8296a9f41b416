/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alpha.h"
#include "score.h"

G_BEGIN_DECLS

/**
 * BylineHeatRun:
 * @start: first code point
 * @end: one past the last
 * @count: students who marked each of them
 */
typedef struct
{
  guint start;
  guint end;
  guint count;
} BylineHeatRun;

/**
 * BylinePassage:
 * @tag: place in the tag set
 * @start: first code point
 * @end: one past the last
 * @weight: Σ n(N−n) over its characters
 * @sum: Σ n over its characters
 * @min: the smallest n
 * @max: the greatest n
 *
 * A passage that n of N students gave a tag.
 */
typedef struct
{
  guint tag;
  guint start;
  guint end;
  guint64 weight;
  guint64 sum;
  guint min;
  guint max;
} BylinePassage;

/**
 * BylineHeat:
 * @tag: place in the tag set
 * @length: of the text, code points
 * @n_students: who have been added
 * @counts: (array length=length+1): how many of them gave each code point the tag; before
 *   byline_heat_sum() what changes there, which wraps around and back
 *
 * Where a class marked one tag. It takes as much memory for a thousand students as for one.
 */
typedef struct
{
  guint tag;
  guint length;
  guint n_students;
  guint *counts;
} BylineHeat;

/* Every student is added, also those without marks; then it is summed up; then it can be asked. */
void    byline_heat_init          (BylineHeat *self, guint tag, guint length);
void    byline_heat_add           (BylineHeat *self, const BylineUnit *units, guint n_units);
void    byline_heat_sum           (BylineHeat *self);
void    byline_heat_clear         (BylineHeat *self);

GArray *byline_heat_get_runs      (const BylineHeat *self);
void    byline_heat_find_disputed (const BylineHeat *self, const BylineScoreKey *key, GArray *passages);
void    byline_heat_find_unkeyed  (const BylineHeat *self, const BylineScoreKey *key, GArray *passages);
void    byline_heat_sort_disputed (GArray *passages);
void    byline_heat_sort_unkeyed  (GArray *passages);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineHeat, byline_heat_clear)

G_END_DECLS
