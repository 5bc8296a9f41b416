/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "span.h"

G_BEGIN_DECLS

/**
 * BylineUnit:
 * @segment: code points, not empty
 * @rater: whose it is, from 0
 * @tag: place in the tag set
 */
typedef struct
{
  BylineSegment segment;
  guint rater;
  guint tag;
} BylineUnit;

/**
 * BylineAlpha:
 * @alpha: 1 for agreement, 0 for chance, also below; NaN where it is undefined
 * @observed: the disagreement observed
 * @expected: the disagreement expected by chance
 */
typedef struct
{
  double alpha;
  double observed;
  double expected;
} BylineAlpha;

void   byline_alpha_u       (const BylineUnit *units, guint n_units, guint n_raters, guint n_tags, guint length, BylineAlpha *overall, BylineAlpha *tags);
double byline_alpha_nominal (const BylineUnit *units, guint n_units, guint n_raters, guint tag, guint length);

G_END_DECLS
