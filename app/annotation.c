/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* How much of the surroundings a quote carries, in code points. */
#define CONTEXT_LENGTH 32

/* Of a longer id, messages show the beginning. */
#define ID_SHOWN 100

/* The order in which Byline writes them. */
const char *const byline_annotation_members[] = {
  "@context", "id", "type", "motivation", "created", "modified", "body", "target",
  "byline:optional", "byline:contested", "byline:weight", "byline:alternativeTags", "byline:alternativeTargets",
  "byline:rule", "byline:question", NULL
};
static const char *const body_members[] = { "type", "purpose", "language", "format", "value", NULL };
static const char *const target_members[] = { "source", "selector", NULL };

char *
byline_annotations_dup_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

char *
byline_annotations_dup_new_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  return g_strconcat ("urn:uuid:", uuid, NULL);
}

char *
byline_annotation_describe (const BylineAnnotation *self, guint index)
{
  g_autofree char *id = self->id != NULL ? g_utf8_substring (self->id, 0, MIN (g_utf8_strlen (self->id, -1), ID_SHOWN)) : NULL;

  if (id == NULL)
    return g_strdup_printf (_ ("annotation %u"), index + 1);
  return g_strdup_printf (_ ("annotation %u (%s)"), index + 1, id);
}

JsonNode *
byline_annotation_new_body (const char *purpose, const char *value)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "type", "TextualBody");
  json_object_set_string_member (body, "purpose", purpose);
  if (g_str_equal (purpose, "commenting"))
    json_object_set_string_member (body, "format", "text/plain");
  json_object_set_string_member (body, "value", value);
  return byline_json_new_object (body);
}

static void
set_context (JsonObject *quote, BylineArticle *article, const char *member, guint start, guint end)
{
  if (start < end)
    {
      g_autofree char *words = byline_article_dup_range (article, start, end);
      json_object_set_string_member (quote, member, words);
    }
}

static JsonNode *
new_selectors (BylineArticle *article, const BylineSegment *segment)
{
  const guint length = byline_article_get_length (article);
  g_autofree char *exact = byline_article_dup_range (article, segment->start, segment->end);
  g_autoptr (JsonArray) selectors = json_array_new ();
  JsonObject *position = json_object_new ();
  JsonObject *quote = json_object_new ();

  json_object_set_string_member (position, "type", "TextPositionSelector");
  json_object_set_int_member (position, "start", segment->start);
  json_object_set_int_member (position, "end", segment->end);
  json_array_add_object_element (selectors, position);

  json_object_set_string_member (quote, "type", "TextQuoteSelector");
  json_object_set_string_member (quote, "exact", exact);
  set_context (quote, article, "prefix", segment->start - MIN (segment->start, CONTEXT_LENGTH), segment->start);
  set_context (quote, article, "suffix", segment->end, segment->end + MIN (length - segment->end, CONTEXT_LENGTH));
  json_array_add_object_element (selectors, quote);

  return byline_json_new_array (selectors);
}

/* One entry stands by itself, several in a list. */
static JsonNode *
new_target (JsonArray *entries)
{
  return json_array_get_length (entries) == 1 ? json_array_dup_element (entries, 0) : byline_json_new_array (entries);
}

JsonNode *
byline_annotation_new_target (BylineArticle *article, const BylineSpan *span, JsonObject *old)
{
  g_autoptr (JsonArray) entries = json_array_new ();
  g_autoptr (JsonObject) empty = json_object_new ();
  JsonNode *old_target = json_object_get_member (old, "target");
  const guint n_old = byline_annotation_count_entries (old_target);
  JsonObject *first = n_old > 0 ? byline_annotation_get_entry (old_target, 0) : NULL;

  for (guint i = 0; i < span->n_segments; i++)
    {
      JsonObject *model = i < n_old ? byline_annotation_get_entry (old_target, i) : NULL;
      g_autoptr (JsonObject) target = NULL;

      target = byline_json_replace (model != NULL ? model : empty, target_members, "selector", new_selectors (article, &span->segments[i]));
      if (model == NULL && first != NULL && json_object_has_member (first, "source"))
        {
          g_autoptr (JsonObject) bare = g_steal_pointer (&target);
          target = byline_json_replace (bare, target_members, "source", json_object_dup_member (first, "source"));
        }
      json_array_add_object_element (entries, g_steal_pointer (&target));
    }
  return new_target (entries);
}

/**
 * byline_annotation_new:
 * @article: the article
 * @tag: a tag's id
 * @span: what it stands on: joined, not empty, inside @article
 *
 * Makes an annotation with a new id and the quotes of its segments.
 *
 * Returns: (transfer full): the annotation, for byline_annotations_put()
 */
BylineAnnotation *
byline_annotation_new (BylineArticle *article, const char *tag, const BylineSpan *span)
{
  g_autoptr (JsonObject) raw = json_object_new ();
  g_autoptr (JsonArray) bodies = json_array_new ();
  g_autofree char *id = byline_annotations_dup_new_id ();
  g_autofree char *now = byline_annotations_dup_now ();

  g_return_val_if_fail (article != NULL && tag != NULL, NULL);
  g_return_val_if_fail (span->n_segments > 0 && byline_span_end (span) <= byline_article_get_length (article), NULL);

  json_array_add_element (bodies, byline_annotation_new_body ("tagging", tag));
  json_object_set_string_member (raw, "@context", BYLINE_ANNOTATIONS_CONTEXT);
  json_object_set_string_member (raw, "id", id);
  json_object_set_string_member (raw, "type", "Annotation");
  json_object_set_string_member (raw, "motivation", "classifying");
  json_object_set_string_member (raw, "created", now);
  json_object_set_string_member (raw, "modified", now);
  json_object_set_member (raw, "body", byline_json_new_array (bodies));
  json_object_set_member (raw, "target", byline_annotation_new_target (article, span, raw));
  return byline_annotation_new_from_json (raw, 0, NULL);
}

BylineAnnotation *
byline_annotation_ref (BylineAnnotation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
annotation_clear (gpointer data)
{
  BylineAnnotation *self = data;

  g_free (self->id);
  g_free (self->tag);
  byline_span_clear (&self->span);
  g_clear_pointer (&self->quotes, g_ptr_array_unref);
  g_free (self->note);
  g_free (self->created);
  g_free (self->modified);
  g_clear_pointer (&self->alternative_tags, g_ptr_array_unref);
  g_clear_pointer (&self->alternative_spans, g_ptr_array_unref);
  g_free (self->rule);
  g_clear_pointer (&self->node, json_node_unref);
}

void
byline_annotation_unref (BylineAnnotation *self)
{
  g_atomic_rc_box_release_full (self, annotation_clear);
}

void
byline_annotation_adopt (BylineAnnotation *self, const char *article)
{
  g_autofree char *source = g_strconcat ("urn:byline:article:", article, NULL);
  g_autoptr (JsonArray) entries = json_array_new ();
  JsonNode *target = json_object_get_member (self->raw, "target");
  g_autoptr (JsonObject) raw = NULL;

  if (json_object_has_member (byline_annotation_get_entry (target, 0), "source"))
    return;

  for (guint i = 0; i < byline_annotation_count_entries (target); i++)
    json_array_add_object_element (entries, byline_json_replace (byline_annotation_get_entry (target, i), target_members, "source",
                                                                 byline_json_new_string (source)));
  raw = byline_json_replace (self->raw, byline_annotation_members, "target", new_target (entries));
  json_node_unref (self->node);
  self->node = byline_json_new_object (raw);
  self->raw = raw;
}

/* A copy of @self with one member changed, as of now. */
static BylineAnnotation *
edit (BylineAnnotation *self, const char *member, JsonNode *value)
{
  g_autofree char *now = byline_annotations_dup_now ();
  g_autoptr (JsonObject) changed = byline_json_replace (self->raw, byline_annotation_members, member, value);
  g_autoptr (JsonObject) raw = byline_json_replace (changed, byline_annotation_members, "modified", byline_json_new_string (now));

  return byline_annotation_new_from_json (raw, 0, NULL);
}

/* The bodies with the first of @purpose saying @value; without it for NULL. */
static JsonNode *
replace_body (BylineAnnotation *self, const char *purpose, const char *value)
{
  JsonNode *old = json_object_get_member (self->raw, "body");
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (old) ? json_node_get_array (old) : NULL;
  g_autoptr (JsonArray) bodies = json_array_new ();
  gboolean found = FALSE;

  for (guint i = 0; i < byline_annotation_count_entries (old); i++)
    {
      JsonObject *body = byline_annotation_get_entry (old, i);

      if (found || body == NULL || !byline_annotation_has_value (body, "purpose", purpose))
        {
          json_array_add_element (bodies, json_node_ref (array != NULL ? json_array_get_element (array, i) : old));
          continue;
        }
      found = TRUE;
      if (value != NULL)
        json_array_add_object_element (bodies, byline_json_replace (body, body_members, "value", byline_json_new_string (value)));
    }

  if (!found && value != NULL)
    json_array_add_element (bodies, byline_annotation_new_body (purpose, value));
  return byline_json_new_array (bodies);
}

/**
 * byline_annotation_set_tag:
 * @tag: a tag's id
 *
 * Returns: (transfer full): a copy with another tag
 */
BylineAnnotation *
byline_annotation_set_tag (BylineAnnotation *self, const char *tag)
{
  g_return_val_if_fail (tag != NULL, NULL);
  return edit (self, "body", replace_body (self, "tagging", tag));
}

/**
 * byline_annotation_set_note:
 * @note: (nullable): the note or reason; %NULL or "" for none
 *
 * Of several notes (a key may have one a language) the first is meant.
 *
 * Returns: (transfer full): a copy with another note
 */
BylineAnnotation *
byline_annotation_set_note (BylineAnnotation *self, const char *note)
{
  return edit (self, "body", replace_body (self, "commenting", note != NULL && *note != '\0' ? note : NULL));
}

/**
 * byline_annotation_set_span:
 * @article: the article
 * @span: what it stands on from now: joined, not empty, inside @article
 *
 * Returns: (transfer full): a copy that stands elsewhere, with new quotes
 */
BylineAnnotation *
byline_annotation_set_span (BylineAnnotation *self, BylineArticle *article, const BylineSpan *span)
{
  g_return_val_if_fail (span->n_segments > 0 && byline_span_end (span) <= byline_article_get_length (article), NULL);
  return edit (self, "target", byline_annotation_new_target (article, span, self->raw));
}

/* How well a text in language @has serves a reader of @wanted. */
static guint
rate_language (const char *has, const char *wanted)
{
  const gsize primary = strcspn (wanted, "-_");

  if (g_ascii_strcasecmp (has, wanted) == 0)
    return 3;
  if (strcspn (has, "-_") == primary && g_ascii_strncasecmp (has, wanted, primary) == 0)
    return 2;
  return 1;
}

/**
 * byline_annotation_get_note:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer none) (nullable): the note or reason in @language, else in
 *   the same language of another place, else the first
 */
const char *
byline_annotation_get_note (const BylineAnnotation *self, const char *language)
{
  JsonNode *bodies = json_object_get_member (self->raw, "body");
  const char *best = self->note;
  guint best_rate = 1;

  if (self->note == NULL || language == NULL)
    return self->note;

  for (guint i = 0; i < byline_annotation_count_entries (bodies); i++)
    {
      JsonObject *body = byline_annotation_get_entry (bodies, i);
      JsonNode *node = body != NULL ? json_object_get_member (body, "language") : NULL;
      guint rate;

      if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING || !byline_annotation_has_value (body, "purpose", "commenting"))
        continue;
      rate = rate_language (json_node_get_string (node), language);
      if (rate > best_rate)
        {
          best = json_object_get_string_member (body, "value");
          best_rate = rate;
        }
    }
  return best;
}

/**
 * byline_annotation_get_question:
 * @language: (nullable): BCP 47
 *
 * Returns: (transfer none) (nullable): what a key item asks, chosen as by
 *   byline_annotation_get_note()
 */
const char *
byline_annotation_get_question (const BylineAnnotation *self, const char *language)
{
  JsonNode *member = json_object_get_member (self->raw, "byline:question");
  JsonObject *questions = member != NULL ? json_node_get_object (member) : NULL;
  g_autoptr (GList) names = questions != NULL ? json_object_get_members (questions) : NULL;
  const char *best = NULL;
  guint best_rate = 0;

  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonNode *node = json_object_get_member (questions, link->data);
      const guint rate = language != NULL ? rate_language (link->data, language) : 1;

      if (json_node_get_value_type (node) == G_TYPE_STRING && rate > best_rate)
        {
          best = json_node_get_string (node);
          best_rate = rate;
        }
    }
  return best;
}
