/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  BylineArticle *article;
  const char *text;
  gsize size;
  GPtrArray *problems;
} Check;

static void G_GNUC_PRINTF (3, 4)
add (GPtrArray *problems, const char *where, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (problems, g_strdup_printf ("%s%s%s", where, *where != '\0' ? ": " : "", what));
}

static void
check_quote (Check *self, const char *where, const BylineSegment *segment, const char *exact)
{
  const glong length = g_utf8_strlen (exact, -1);
  const gsize bytes = strlen (exact);

  if (length != (glong) (segment->end - segment->start))
    add (self->problems, where, _ ("bad range: %u–%u are %u characters, but “exact” has %ld"),
         segment->start, segment->end, segment->end - segment->start, length);
  else if (self->article != NULL && segment->end > byline_article_get_length (self->article))
    add (self->problems, where, _ ("bad range: %u–%u lies beyond the article, which has %u characters"),
         segment->start, segment->end, byline_article_get_length (self->article));
  else if (self->article != NULL)
    {
      const gsize start = byline_article_to_byte (self->article, segment->start);

      if (self->size - start < bytes || memcmp (self->text + start, exact, bytes) != 0)
        add (self->problems, where, _ ("“exact” is not what the article says at %u–%u"), segment->start, segment->end);
    }
}

static void
check_order (Check *self, const char *where, const char *member, const BylineSpan *span)
{
  for (guint i = 1; i < span->n_segments; i++)
    if (span->segments[i].start < span->segments[i - 1].end)
      {
        add (self->problems, where, _ ("“%s”: its segments overlap or are not in the order of the text"), member);
        return;
      }
}

/* One segment of an alternative, which may be without a quote. */
static void
check_alternative (Check *self, const char *where, JsonNode *target, BylineSpan *span)
{
  g_autoptr (GPtrArray) quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);
  const guint length = self->article != NULL ? byline_article_get_length (self->article) : BYLINE_ANNOTATIONS_MAX_OFFSET;
  const BylineSegment *segment;

  if (!byline_annotation_read_target (target, "", FALSE, span, quotes, NULL))
    return;
  segment = &span->segments[span->n_segments - 1];
  if (quotes->len > 0)
    check_quote (self, where, segment, ((BylineQuote *) g_ptr_array_index (quotes, 0))->exact);
  else if (segment->end > length)
    add (self->problems, where, _ ("bad range: %u–%u lies beyond the article, which has %u characters"), segment->start, segment->end, length);
}

static void
check_alternatives (Check *self, const char *where, const BylineAnnotation *annotation)
{
  JsonNode *targets = json_object_get_member (annotation->raw, "byline:alternativeTargets");

  for (guint i = 0; i < byline_annotation_count_entries (targets); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s: byline:alternativeTargets[%u]", where, i);
      JsonNode *target = json_array_get_element (json_node_get_array (targets), i);
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

      for (guint k = 0; k < byline_annotation_count_entries (target); k++)
        check_alternative (self, place, JSON_NODE_HOLDS_ARRAY (target) ? json_array_get_element (json_node_get_array (target), k) : target, &span);
      check_order (self, where, "byline:alternativeTargets", &span);
    }
}

static void
check_tags (GPtrArray *problems, const char *where, const BylineAnnotation *annotation, BylineTagSet *tags)
{
  if (byline_tag_set_find (tags, annotation->tag) < 0)
    add (problems, where, _ ("“body”: the tag “%s” is not in the tag set"), annotation->tag);
  for (guint i = 0; annotation->alternative_tags != NULL && i < annotation->alternative_tags->len; i++)
    {
      const BylineAlternativeTag *alternative = g_ptr_array_index (annotation->alternative_tags, i);
      if (byline_tag_set_find (tags, alternative->tag) < 0)
        add (problems, where, _ ("“byline:alternativeTags”: the tag “%s” is not in the tag set"), alternative->tag);
    }
}

static void
check_time (GPtrArray *problems, const char *where, const char *member, const char *text)
{
  if (text != NULL && !byline_annotations_is_time (text))
    add (problems, where, _ ("“%s” must be a time, such as 2026-11-23T15:09:12Z"), member);
}

static void
check_iri (GPtrArray *problems, const char *where, const char *member, const char *text)
{
  if (text != NULL && !byline_annotation_is_iri (text))
    add (problems, where, _ ("“%s” must be an absolute IRI, such as urn:uuid:…"), member);
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* What is of the right type, and yet says nothing. */
static void
check_collection (BylineAnnotations *self, GPtrArray *problems)
{
  JsonNode *creator = json_object_get_member (self->raw, "creator");

  if (!json_object_has_member (self->raw, "total"))
    add (problems, "", _ ("“%s” is missing"), "total");
  check_time (problems, "", "created", get_text (self->raw, "created"));
  check_time (problems, "", "modified", get_text (self->raw, "modified"));
  check_iri (problems, "", "byline:pack", get_text (self->raw, "byline:pack"));
  check_iri (problems, "", "creator", get_text (self->raw, "creator"));
  if (creator == NULL || !JSON_NODE_HOLDS_OBJECT (creator))
    return;
  check_iri (problems, "creator", "id", get_text (json_node_get_object (creator), "id"));
  if (g_strcmp0 (get_text (json_node_get_object (creator), "nickname"), "") == 0)
    add (problems, "creator", _ ("“%s” must not be empty"), "nickname");
}

static void
check_annotation (Check *self, const char *where, const BylineAnnotation *annotation)
{
  const BylineSpan *span = &annotation->span;
  JsonNode *target = json_object_get_member (annotation->raw, "target");

  for (guint i = 0; i < span->n_segments; i++)
    {
      g_autofree char *place = JSON_NODE_HOLDS_ARRAY (target) ? g_strdup_printf ("%s: target[%u]", where, i) : g_strdup_printf ("%s: target", where);
      check_quote (self, place, &span->segments[i], ((BylineQuote *) g_ptr_array_index (annotation->quotes, i))->exact);
    }
  check_order (self, where, "target", span);
  check_alternatives (self, where, annotation);
  check_time (self->problems, where, "created", annotation->created);
  check_time (self->problems, where, "modified", annotation->modified);
}

/* Positions say nothing about another text; only their own sense is checked. */
static void
check_digest (Check *self, BylineAnnotations *annotations)
{
  const char *digest = byline_annotations_get_digest (annotations);

  if (digest == NULL)
    g_ptr_array_add (self->problems, g_strdup (_ ("“byline:textDigest” is missing")));
  else if (self->article != NULL && !g_str_equal (digest, byline_article_get_digest (self->article)))
    g_ptr_array_add (self->problems, g_strdup (_ ("“byline:textDigest”: made on another text than this article")));
  else
    return;
  self->article = NULL;
}

/**
 * byline_annotations_check:
 * @article: (nullable): the article they are said to be about
 * @tags: (nullable): the tag set
 * @problems: (element-type utf8): a sentence for each problem is added
 *
 * Finds what can be read but is not as the format asks.
 *
 * Returns: whether nothing was added
 */
gboolean
byline_annotations_check (BylineAnnotations *self, BylineArticle *article, BylineTagSet *tags, GPtrArray *problems)
{
  Check check = { .article = article, .problems = problems };
  const guint n_before = problems->len;
  guint index = 0;

  check_collection (self, problems);
  check_digest (&check, self);
  if (check.article != NULL)
    check.text = byline_article_get_text (check.article, &check.size);

  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter), index++)
    {
      const BylineAnnotation *annotation = g_sequence_get (iter);
      g_autofree char *where = byline_annotation_describe (annotation, index);

      check_annotation (&check, where, annotation);
      if (tags != NULL)
        check_tags (problems, where, annotation, tags);
    }
  return problems->len == n_before;
}

/**
 * byline_annotations_list_warnings:
 * @warnings: (element-type utf8): a sentence for each is added
 *
 * Finds what is sound and yet probably forgotten: a key item without a reason.
 */
void
byline_annotations_list_warnings (BylineAnnotations *self, GPtrArray *warnings)
{
  guint index = 0;

  if (byline_annotations_get_role (self) != BYLINE_ROLE_KEY)
    return;

  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter), index++)
    {
      const BylineAnnotation *annotation = g_sequence_get (iter);
      g_autofree char *where = byline_annotation_describe (annotation, index);

      if (annotation->note == NULL || *annotation->note == '\0')
        add (warnings, where, _ ("this item has no reason"));
    }
}
