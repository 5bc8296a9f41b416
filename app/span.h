/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineSegment:
 * @start: first code point
 * @end: one past the last code point
 *
 * A run of the canonical text, `[start, end)`, in Unicode code points.
 */
typedef struct
{
  guint start;
  guint end;
} BylineSegment;

/**
 * BylineSpan:
 * @segments: (array length=n_segments): in the order of the file or, after
 *   byline_span_join(), disjoint and in text order
 * @n_segments: at least 1 in a span that marks something
 *
 * What one tag stands on: one segment, or several where a quotation is split.
 */
typedef struct
{
  BylineSegment *segments;
  guint n_segments;
} BylineSpan;

#define BYLINE_SPAN_INIT { NULL, 0 }

void     byline_span_init_range (BylineSpan *span, guint start, guint end);
void     byline_span_init_copy  (BylineSpan *span, const BylineSpan *other);
void     byline_span_clear      (BylineSpan *span);
void     byline_span_append     (BylineSpan *span, guint start, guint end);
void     byline_span_join       (BylineSpan *span);

gboolean byline_span_equal      (const BylineSpan *a, const BylineSpan *b);
int      byline_span_compare    (const BylineSpan *a, const BylineSpan *b);
guint    byline_span_start      (const BylineSpan *span);
guint    byline_span_end        (const BylineSpan *span);
guint64  byline_span_length     (const BylineSpan *span);
guint64  byline_span_overlap    (const BylineSpan *a, const BylineSpan *b);
gboolean byline_span_contains   (const BylineSpan *span, guint offset);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineSpan, byline_span_clear)

G_END_DECLS
