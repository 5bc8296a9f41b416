/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score.h"

#include "config.h"
#include "error.h"
#include "score-core.h"

#include <glib/gi18n.h>

struct _BylineScorer
{
  BylineArticle *article;
  BylineTagSet *tags;
  BylineScoreKey *key;
};

static gboolean
find_tag (BylineTagSet *tags, const BylineAnnotation *annotation, const char *id, guint *tag, GError **error)
{
  const int found = byline_tag_set_find (tags, id);

  if (found < 0)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("Annotation %s: the tag “%s” is not in the tag set"), annotation->id, id);
      return FALSE;
    }
  *tag = found;
  return TRUE;
}

static gboolean
check_text (BylineArticle *article, BylineAnnotations *annotations, GError **error)
{
  if (g_strcmp0 (byline_annotations_get_digest (annotations), byline_article_get_digest (article)) == 0)
    return TRUE;
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("This file was made on another version of the article’s text"));
  return FALSE;
}

static gboolean
init_raw_item (BylineRawItem *item, BylineTagSet *tags, const BylineAnnotation *annotation, GError **error)
{
  *item = (BylineRawItem) {
    .span = &annotation->span,
    .weight = annotation->weight,
    .optional = annotation->optional || annotation->contested,
  };
  if (!find_tag (tags, annotation, annotation->tag, &item->tag, error))
    return FALSE;

  for (guint i = 0; i < BYLINE_TAGS_MAX; i++)
    item->credits[i] = BYLINE_TAG_NOT_ACCEPTED;
  for (guint i = 0; annotation->alternative_tags != NULL && i < annotation->alternative_tags->len; i++)
    {
      const BylineAlternativeTag *alternative = g_ptr_array_index (annotation->alternative_tags, i);
      guint tag;

      if (!find_tag (tags, annotation, alternative->tag, &tag, error))
        return FALSE;
      item->credits[tag] = alternative->credit_pt;
    }
  if (annotation->alternative_spans != NULL)
    {
      item->alternatives = (const BylineSpan *const *) annotation->alternative_spans->pdata;
      item->n_alternatives = annotation->alternative_spans->len;
    }
  return TRUE;
}

/**
 * byline_scorer_new:
 * @article: what both sides marked
 * @tags: the tag set
 * @key: the teacher's annotations
 * @scoring: what the pack chooses
 * @error: return location for a %BYLINE_ERROR_VALUE (an unknown tag) or a
 *   %BYLINE_ERROR_MISMATCH (the key of another text)
 *
 * Makes a key ready for many comparisons.
 *
 * Returns: (transfer full) (nullable): free with byline_scorer_free(); %NULL with
 *   @error set
 */
BylineScorer *
byline_scorer_new (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, const BylineScoring *scoring, GError **error)
{
  const guint n_items = byline_annotations_get_size (key);
  g_autofree BylineRawItem *items = g_new (BylineRawItem, n_items);
  BylineScoreSettings settings;
  BylineScorer *self;

  if (!check_text (article, key, error))
    return NULL;
  for (guint i = 0; i < n_items; i++)
    if (!init_raw_item (&items[i], tags, byline_annotations_get (key, i), error))
      return NULL;

  byline_score_settings_init (&settings, scoring, byline_tag_set_get_size (tags));
  self = g_new0 (BylineScorer, 1);
  self->article = byline_article_ref (article);
  self->tags = byline_tag_set_ref (tags);
  self->key = byline_score_key_new (byline_article_get_segmentation (article), tags, &settings, items, n_items);
  return self;
}

void
byline_scorer_free (BylineScorer *self)
{
  byline_score_key_free (self->key);
  byline_tag_set_unref (self->tags);
  byline_article_unref (self->article);
  g_free (self);
}

/**
 * byline_scorer_score:
 * @self: a scorer
 * @work: a student's annotations
 * @error: return location for a %BYLINE_ERROR_VALUE (an unknown tag) or a
 *   %BYLINE_ERROR_MISMATCH (marks on another text)
 *
 * Compares one student with the key (docs/scoring.md sections 2–6). The result
 * depends on nothing but the two files and the article.
 *
 * Returns: (transfer full) (nullable): free with byline_score_free(); %NULL with
 *   @error set
 */
BylineScore *
byline_scorer_score (BylineScorer *self, BylineAnnotations *work, GError **error)
{
  const guint n_marks = byline_annotations_get_size (work);
  g_autofree BylineRawMark *marks = g_new (BylineRawMark, n_marks);

  if (!check_text (self->article, work, error))
    return NULL;
  for (guint i = 0; i < n_marks; i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      marks[i].span = &annotation->span;
      if (!find_tag (self->tags, annotation, annotation->tag, &marks[i].tag, error))
        return NULL;
    }
  return byline_score_key_compare (self->key, marks, n_marks);
}
