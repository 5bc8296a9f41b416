/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hit.h"

#include "outcomeitem.h"

/* What is painted at a place in the article. Of several spans the smallest is
 * meant, because the larger ones can be hit beside it. */

/* Smaller first; equal ones by id, so that the order is always the same. */
static int
compare (const BylineAnnotation *a, const BylineAnnotation *b)
{
  const guint64 one = byline_span_length (&a->span), two = byline_span_length (&b->span);

  return one != two ? (one < two ? -1 : 1) : g_strcmp0 (a->id, b->id);
}

/* The caret behind the last letter is on the span as well. */
static gboolean
is_hit (const BylineAnnotation *annotation, guint offset)
{
  return byline_span_contains (&annotation->span, offset) || byline_span_end (&annotation->span) == offset;
}

/* The smallest at @offset that is larger than @after, if that is given. */
static BylineAnnotation *
find (BylineAnnotations *annotations, guint offset, const BylineAnnotation *after)
{
  BylineAnnotation *best = NULL;

  for (guint i = 0; i < byline_annotations_get_size (annotations); i++)
    {
      BylineAnnotation *one = byline_annotations_get (annotations, i);

      if (is_hit (one, offset) && (after == NULL || compare (one, after) > 0) && (best == NULL || compare (one, best) < 0))
        best = one;
    }
  return best;
}

/**
 * byline_hit_find_annotation:
 * @work: (nullable): a student's work
 * @offset: where the article was clicked, code points
 * @chosen: (nullable): the annotation that is chosen already
 *
 * Clicking again goes through all that overlap there.
 *
 * Returns: (nullable) (transfer full): an annotation's id
 */
char *
byline_hit_find_annotation (BylineAnnotations *work, guint offset, const char *chosen)
{
  const BylineAnnotation *before = work != NULL && chosen != NULL ? byline_annotations_find (work, chosen) : NULL;
  const BylineAnnotation *found = NULL;

  if (work == NULL)
    return NULL;
  if (before != NULL && is_hit (before, offset))
    found = find (work, offset, before);
  if (found == NULL)
    found = find (work, offset, NULL);
  return found != NULL ? g_strdup (found->id) : NULL;
}

/**
 * byline_hit_find_outcome:
 * @comparison: what is shown
 * @offset: where the article was clicked, code points
 *
 * Returns: (nullable) (transfer full): the painted span whose row belongs there:
 *   the student's mark, else the key's passage
 */
char *
byline_hit_find_outcome (BylineComparison *comparison, guint offset)
{
  const BylineAnnotation *found = find (comparison->work, offset, NULL);

  if (found != NULL)
    return byline_outcome_item_dup_mine (found);
  found = find (comparison->key, offset, NULL);
  if (found == NULL)
    return NULL;

  /* A passage that was found stands in the row of the student's mark. */
  for (guint i = 0; i < comparison->score->n_items; i++)
    {
      const BylineItemResult *item = &comparison->score->items[i];

      if (item->span >= 0 && byline_annotations_get (comparison->key, item->annotation) == found)
        return byline_outcome_item_dup_mine (byline_annotations_get (comparison->work, item->span));
    }
  return byline_outcome_item_dup_key (found);
}
