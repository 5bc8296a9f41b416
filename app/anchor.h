/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

typedef enum
{
  BYLINE_GRADE_EXACT,
  BYLINE_GRADE_MOVED,
  BYLINE_GRADE_CHANGED,
  BYLINE_GRADE_AMBIGUOUS,
  BYLINE_GRADE_ORPHANED,
} BylineGrade;

/**
 * BylineAnchored:
 * @grade: the worst of its segments
 * @span: where it is now, code points; empty for an orphan
 * @distance: edits in code points, summed over the segments
 */
typedef struct
{
  BylineGrade grade;
  BylineSpan span;
  guint distance;
} BylineAnchored;

/* One entry an annotation, in file order (element-type BylineAnchored). */
GPtrArray  *byline_anchor            (BylineArticle *article, BylineAnnotations *annotations);
const char *byline_grade_get_name    (BylineGrade grade);

G_END_DECLS
