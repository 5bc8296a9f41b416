/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "span.h"

/**
 * byline_span_init_range:
 * @span: (out caller-allocates): an uninitialised span; free with byline_span_clear()
 * @start: first code point
 * @end: one past the last code point
 *
 * Makes a span of one segment.
 */
void
byline_span_init_range (BylineSpan *span, guint start, guint end)
{
  *span = (BylineSpan) BYLINE_SPAN_INIT;
  byline_span_append (span, start, end);
}

/**
 * byline_span_init_copy:
 * @span: (out caller-allocates): an uninitialised span; free with byline_span_clear()
 * @other: the span to copy
 *
 * Makes a deep copy.
 */
void
byline_span_init_copy (BylineSpan *span, const BylineSpan *other)
{
  span->n_segments = other->n_segments;
  span->segments = g_memdup2 (other->segments, sizeof (BylineSegment) * other->n_segments);
}

void
byline_span_clear (BylineSpan *span)
{
  g_clear_pointer (&span->segments, g_free);
  span->n_segments = 0;
}

/**
 * byline_span_append:
 * @span: a span
 * @start: first code point
 * @end: one past the last code point
 *
 * Adds a segment behind the others, as it is. Call byline_span_join() when the
 * last one is in.
 */
void
byline_span_append (BylineSpan *span, guint start, guint end)
{
  span->segments = g_renew (BylineSegment, span->segments, span->n_segments + 1);
  span->segments[span->n_segments++] = (BylineSegment) { start, end };
}

static int
compare_segments (gconstpointer a, gconstpointer b)
{
  const BylineSegment *one = a, *two = b;

  if (one->start != two->start)
    return one->start < two->start ? -1 : 1;
  if (one->end != two->end)
    return one->end < two->end ? -1 : 1;
  return 0;
}

/**
 * byline_span_join:
 * @span: a span
 *
 * Sorts the segments, joins those that touch or overlap, and drops empty ones.
 */
void
byline_span_join (BylineSpan *span)
{
  guint n = 0;

  if (span->n_segments > 1)
    qsort (span->segments, span->n_segments, sizeof (BylineSegment), compare_segments);

  for (guint i = 0; i < span->n_segments; i++)
    {
      const BylineSegment next = span->segments[i];

      if (next.start >= next.end)
        continue;
      if (n > 0 && next.start <= span->segments[n - 1].end)
        span->segments[n - 1].end = MAX (span->segments[n - 1].end, next.end);
      else
        span->segments[n++] = next;
    }

  span->n_segments = n;
}

/**
 * byline_span_equal:
 *
 * Returns: whether the two segment lists are the same
 */
gboolean
byline_span_equal (const BylineSpan *a, const BylineSpan *b)
{
  if (a->n_segments != b->n_segments)
    return FALSE;
  for (guint i = 0; i < a->n_segments; i++)
    if (compare_segments (&a->segments[i], &b->segments[i]) != 0)
      return FALSE;
  return TRUE;
}

/**
 * byline_span_compare:
 *
 * Text order: by first start, then by last end, then segment by segment.
 *
 * Returns: negative, 0 or positive, like strcmp()
 */
int
byline_span_compare (const BylineSpan *a, const BylineSpan *b)
{
  const guint n = MIN (a->n_segments, b->n_segments);

  if (byline_span_start (a) != byline_span_start (b))
    return byline_span_start (a) < byline_span_start (b) ? -1 : 1;
  if (byline_span_end (a) != byline_span_end (b))
    return byline_span_end (a) < byline_span_end (b) ? -1 : 1;

  for (guint i = 0; i < n; i++)
    {
      const int order = compare_segments (&a->segments[i], &b->segments[i]);
      if (order != 0)
        return order;
    }

  return (a->n_segments > b->n_segments) - (a->n_segments < b->n_segments);
}

/**
 * byline_span_start:
 *
 * Returns: the first code point of the first segment, 0 for an empty span
 */
guint
byline_span_start (const BylineSpan *span)
{
  return span->n_segments > 0 ? span->segments[0].start : 0;
}

/**
 * byline_span_end:
 *
 * Returns: one past the last code point of the last segment, 0 for an empty span
 */
guint
byline_span_end (const BylineSpan *span)
{
  return span->n_segments > 0 ? span->segments[span->n_segments - 1].end : 0;
}

/**
 * byline_span_length:
 * @span: a joined span
 *
 * Returns: how many code points it covers
 */
guint64
byline_span_length (const BylineSpan *span)
{
  guint64 length = 0;

  for (guint i = 0; i < span->n_segments; i++)
    length += span->segments[i].end - span->segments[i].start;
  return length;
}

/**
 * byline_span_overlap:
 * @a: a joined span
 * @b: a joined span
 *
 * Returns: how many code points both cover
 */
guint64
byline_span_overlap (const BylineSpan *a, const BylineSpan *b)
{
  guint64 common = 0;

  for (guint i = 0, k = 0; i < a->n_segments && k < b->n_segments;)
    {
      const guint start = MAX (a->segments[i].start, b->segments[k].start);
      const guint end = MIN (a->segments[i].end, b->segments[k].end);

      if (start < end)
        common += end - start;
      if (a->segments[i].end < b->segments[k].end)
        i++;
      else
        k++;
    }
  return common;
}

/**
 * byline_span_contains:
 * @span: a span
 * @offset: a code point offset
 *
 * Returns: whether the code point at @offset is in one of the segments
 */
gboolean
byline_span_contains (const BylineSpan *span, guint offset)
{
  for (guint i = 0; i < span->n_segments; i++)
    if (span->segments[i].start <= offset && offset < span->segments[i].end)
      return TRUE;
  return FALSE;
}
