/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score.h"

#include "anchor.h"
#include "config.h"
#include "details.h"
#include "error.h"

#include <glib/gi18n.h>

struct _BylineScorer
{
  BylineArticle *article;
  BylineTagSet *tags;
  BylineScoreKey *key;

  /* What the key was made from, in the order of its file; the items point into
   * the other two. */
  BylineRawItem *items;
  guint n_items;
  BylineAnnotations *file;
  GPtrArray *anchors;
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

/* Where each annotation is in the article now; those that can not be found again
 * for certain are named in the warnings. */
static GPtrArray *
find_again (BylineArticle *article, BylineAnnotations *annotations, GPtrArray *warnings)
{
  g_autoptr (GPtrArray) anchors = byline_anchor (article, annotations);

  for (guint i = 0; i < anchors->len; i++)
    {
      const BylineAnchored *anchored = g_ptr_array_index (anchors, i);
      const BylineQuote *quote = g_ptr_array_index (byline_annotations_get (annotations, i)->quotes, 0);

      if (anchored->grade <= BYLINE_GRADE_MOVED)
        continue;
      g_ptr_array_add (warnings, g_strdup_printf (byline_annotations_get_role (annotations) == BYLINE_ROLE_KEY
                                                    ? _ ("The key’s passage “%s” could not be found again for certain in the article and is left out.")
                                                    : _ ("The mark “%s” could not be found again for certain in the article and is left out."),
                                                  quote->exact));
    }
  return g_steal_pointer (&anchors);
}

/* Made on this text? Only then do the places of alternatives say anything. */
static gboolean
is_made_on (BylineAnnotations *annotations, BylineArticle *article)
{
  return g_strcmp0 (byline_annotations_get_digest (annotations), byline_article_get_digest (article)) == 0;
}

static gboolean
init_raw_item (BylineRawItem *item, BylineTagSet *tags, const BylineAnnotation *annotation, const BylineAnchored *anchored, GError **error)
{
  *item = (BylineRawItem) {
    .span = &anchored->span,
    .is_lost = anchored->grade > BYLINE_GRADE_MOVED,
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
 * @error: return location for a %BYLINE_ERROR_VALUE (an unknown tag)
 *
 * Makes a key ready for many comparisons. One that was made on another text is
 * found again first; what can not be found for certain is left out with a warning.
 *
 * Returns: (transfer full) (nullable): free with byline_scorer_free(); %NULL with
 *   @error set
 */
BylineScorer *
byline_scorer_new (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, const BylineScoring *scoring, GError **error)
{
  const guint n_items = byline_annotations_get_size (key);
  g_autofree BylineRawItem *items = g_new (BylineRawItem, n_items);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) anchors = find_again (article, key, warnings);
  BylineScoreSettings settings;
  BylineScorer *self;

  for (guint i = 0; i < n_items; i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (key, i);

      if (!init_raw_item (&items[i], tags, annotation, g_ptr_array_index (anchors, i), error))
        return NULL;
      if (items[i].n_alternatives == 0 || is_made_on (key, article))
        continue;
      items[i].n_alternatives = 0;
      g_ptr_array_add (warnings, g_strdup_printf (_ ("Key item %u was made on another text; its alternative passages are left out."), i + 1));
    }

  byline_score_settings_init (&settings, scoring, byline_tag_set_get_size (tags));
  self = g_new0 (BylineScorer, 1);
  self->article = byline_article_ref (article);
  self->tags = byline_tag_set_ref (tags);
  self->file = byline_annotations_ref (key);
  self->anchors = g_steal_pointer (&anchors);
  self->key = byline_score_key_new (byline_article_get_segmentation (article), tags, &settings, items, n_items);
  self->items = g_steal_pointer (&items);
  self->n_items = n_items;
  g_ptr_array_extend_and_steal (self->key->warnings, g_steal_pointer (&warnings));
  return self;
}

/**
 * byline_scorer_new_for_pack:
 * @pack: a pack
 * @article: which of its articles
 * @key: (nullable): the key, or %NULL for the pack's own
 * @code: (nullable): what opens the pack's own key if it is sealed
 * @scoring: what to score by
 * @error: return location for a #BylineError
 *
 * Makes ready what a pack has for an article.
 *
 * Returns: (transfer full) (nullable): free with byline_scorer_free(); %NULL with
 *   @error set
 */
BylineScorer *
byline_scorer_new_for_pack (BylinePack *pack, const char *article, BylineAnnotations *key, const char *code, const BylineScoring *scoring, GError **error)
{
  g_autoptr (BylineArticle) text = NULL;
  g_autoptr (BylineAnnotations) own = NULL;

  if (byline_pack_find_article (pack, article) == NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("The pack has no article “%s”"), article);
      return NULL;
    }
  if (key == NULL && !byline_pack_has_key (pack, article) && !byline_pack_has_sealed_key (pack, article))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("The pack has no key for the article “%s”; give one with --key"), article);
      return NULL;
    }

  text = byline_pack_load_article (pack, article, error);
  if (text != NULL && key == NULL)
    key = own = code != NULL ? byline_pack_unseal_key (pack, article, code, error) : byline_pack_load_key (pack, article, error);
  return text != NULL && key != NULL ? byline_scorer_new (text, byline_pack_get_tags (pack), key, scoring, error) : NULL;
}

void
byline_scorer_free (BylineScorer *self)
{
  byline_score_key_free (self->key);
  g_free (self->items);
  g_ptr_array_unref (self->anchors);
  byline_annotations_unref (self->file);
  byline_tag_set_unref (self->tags);
  byline_article_unref (self->article);
  g_free (self);
}

/* Where the marks are and what they say; one that is not found again for certain
 * is nowhere. The spans belong to @anchors. Room for one more, as no marks at all
 * are no error. */
static BylineRawMark *
read_marks (BylineScorer *self, BylineAnnotations *work, GPtrArray *anchors, GError **error)
{
  static const BylineSpan nowhere = BYLINE_SPAN_INIT;
  g_autofree BylineRawMark *marks = g_new (BylineRawMark, (gsize) anchors->len + 1);

  for (guint i = 0; i < anchors->len; i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);
      const BylineAnchored *anchored = g_ptr_array_index (anchors, i);

      marks[i].span = anchored->grade <= BYLINE_GRADE_MOVED ? &anchored->span : &nowhere;
      if (!find_tag (self->tags, annotation, annotation->tag, &marks[i].tag, error))
        return NULL;
    }
  return g_steal_pointer (&marks);
}

/* What the marks cover in normal form, without the empty ones. */
static void
tag_marks (const BylineScorer *self, const BylineRawMark *marks, guint n_marks, BylineArena *arena, BylineTagged *tagged)
{
  BylineNormal *spans = byline_arena_new (arena, BylineNormal, n_marks);
  guint *tags = byline_arena_new (arena, guint, n_marks);
  guint n = 0;

  for (guint i = 0; i < n_marks; i++)
    {
      byline_normal_init (&spans[n], &self->key->normaliser, marks[i].span, arena);
      tags[n] = marks[i].tag;
      n += spans[n].n_segments > 0;
    }
  *tagged = (BylineTagged) { spans, tags, n };
}

/**
 * byline_scorer_score_marks:
 * @self: a scorer
 * @work: a student's annotations
 * @arena: (nullable): where @marks live
 * @marks: (out) (optional): what was marked, in normal form, in file order
 * @error: return location for a %BYLINE_ERROR_VALUE (an unknown tag) or
 *   %BYLINE_ERROR_TOO_LARGE
 *
 * The same as byline_scorer_score(), for whoever asks further questions about the
 * marks.
 *
 * Returns: (transfer full) (nullable): free with byline_score_free(); %NULL with
 *   @error set
 */
BylineScore *
byline_scorer_score_marks (BylineScorer *self, BylineAnnotations *work, BylineArena *arena, BylineTagged *marks, GError **error)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) anchors = find_again (self->article, work, warnings);
  g_autofree BylineRawMark *raw = read_marks (self, work, anchors, error);
  BylineScore *score;

  if (raw == NULL)
    return NULL;
  if (marks != NULL)
    tag_marks (self, raw, anchors->len, arena, marks);
  score = byline_score_key_compare (self->key, raw, anchors->len);
  if (score == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("Too many marks lie on top of each other to be compared with the key"));
      return NULL;
    }
  g_ptr_array_extend_and_steal (score->warnings, g_steal_pointer (&warnings));
  score->anchors = g_steal_pointer (&anchors);
  score->key_anchors = g_ptr_array_ref (self->anchors);
  return score;
}

/**
 * byline_scorer_score:
 * @self: a scorer
 * @work: a student's annotations
 * @error: return location for a %BYLINE_ERROR_VALUE (an unknown tag) or
 *   %BYLINE_ERROR_TOO_LARGE (millions of marks on marks)
 *
 * Compares one student with the key (docs/scoring.md sections 2–6). The result
 * depends on nothing but the two files and the article. Marks that were made on
 * another text are found again first; what can not be found for certain counts as
 * absent, with a warning.
 *
 * Returns: (transfer full) (nullable): free with byline_score_free(); %NULL with
 *   @error set
 */
BylineScore *
byline_scorer_score (BylineScorer *self, BylineAnnotations *work, GError **error)
{
  return byline_scorer_score_marks (self, work, NULL, NULL, error);
}

/**
 * byline_scorer_get_details:
 * @self: a scorer
 * @work: a student's annotations
 * @score: what byline_scorer_score() said of them
 *
 * Works out the figures of docs/scoring.md section 7.
 *
 * Returns: (transfer full): free with g_free()
 */
BylineDetails *
byline_scorer_get_details (BylineScorer *self, BylineAnnotations *work, const BylineScore *score)
{
  g_autoptr (GPtrArray) anchors = byline_anchor (self->article, work);
  g_autofree BylineRawMark *marks = read_marks (self, work, anchors, NULL);
  BylineDetails *details;

  g_return_val_if_fail (marks != NULL && score->n_spans == anchors->len, NULL);

  details = g_new (BylineDetails, 1);
  byline_details_init (details, self->key, self->items, self->n_items, score, marks);
  return details;
}

/**
 * byline_scorer_get_guessing:
 *
 * Returns: what marking sentences at random with the commonest tag scores, basis
 *   points (docs/scoring.md section 6); -1 when nothing is required
 */
int
byline_scorer_get_guessing (BylineScorer *self)
{
  return byline_details_guess (self->key);
}

BylineArticle *
byline_scorer_get_article (const BylineScorer *self)
{
  return self->article;
}

BylineTagSet *
byline_scorer_get_tags (const BylineScorer *self)
{
  return self->tags;
}

/**
 * byline_scorer_get_key:
 *
 * Returns: (transfer none): the key file, which the results name items of
 */
BylineAnnotations *
byline_scorer_get_key (const BylineScorer *self)
{
  return self->file;
}

/**
 * byline_scorer_get_score_key:
 *
 * Returns: (transfer none): the key in normal form
 */
const BylineScoreKey *
byline_scorer_get_score_key (const BylineScorer *self)
{
  return self->key;
}
