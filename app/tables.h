/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "normal.h"

G_BEGIN_DECLS

typedef enum
{
  BYLINE_SCHEMA_STRICT,
  BYLINE_SCHEMA_EXACT,
  BYLINE_SCHEMA_PARTIAL,
  BYLINE_SCHEMA_TYPE,
  BYLINE_N_SCHEMAS,
} BylineSchema;

#define BYLINE_ALL_TAGS (-1)

/**
 * BylineTagged:
 * @spans: (array length=n): one person's spans
 * @tags: (array length=n): the place of the tag of each
 * @n: how many
 */
typedef struct
{
  const BylineNormal *spans;
  const guint *tags;
  guint n;
} BylineTagged;

/**
 * BylineSchemaCounts:
 * @correct: COR
 * @incorrect: INC
 * @partial: PAR
 * @missed: MIS
 * @spurious: SPU
 *
 * What SemEval-2013 task 9.1 counts in one schema.
 */
typedef struct
{
  guint correct;
  guint incorrect;
  guint partial;
  guint missed;
  guint spurious;
} BylineSchemaCounts;

/**
 * BylineCharacters:
 * @tp: characters that both sides have
 * @fp: that only the student has
 * @fn: that only the key has
 */
typedef struct
{
  guint64 tp;
  guint64 fp;
  guint64 fn;
} BylineCharacters;

/**
 * BylineRatios:
 * @precision: 0–1, 0 when there is nothing to divide by
 * @recall: the same
 * @f1: their harmonic mean
 */
typedef struct
{
  double precision;
  double recall;
  double f1;
} BylineRatios;

void             byline_tables_match_best       (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts);
void             byline_tables_match_greedy     (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts);
BylineRatios     byline_schema_get_ratios       (BylineSchema schema, const BylineSchemaCounts *counts);

BylineCharacters byline_tables_count_characters (const BylineTagged *key, const BylineTagged *student, int tag);
BylineRatios     byline_characters_get_ratios   (const BylineCharacters *counts);
double           byline_characters_get_kappa    (const BylineCharacters *counts, guint64 length);

G_END_DECLS
