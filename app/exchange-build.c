/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-private.h"

#include "annotations-private.h"
#include "config.h"
#include "json.h"

#include <string.h>

#define SOURCE "urn:byline:article:"

/* Version 5 of RFC 4122: 128 bits of a hash, in a name space of our own. */
static const guint8 name_space[16] = { 0xed, 0x1d, 0xb2, 0x20, 0xbf, 0x93, 0x41, 0x0a, 0xa9, 0xc2, 0x4d, 0x30, 0x56, 0xd7, 0xe0, 0x61 };

/**
 * byline_exchange_dup_id:
 * @name: what is to have an id
 *
 * Returns: (transfer full): an IRI that is the same for the same name, so that
 *   converting twice gives the same file
 */
char *
byline_exchange_dup_id (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 d[20];
  gsize size = sizeof d;

  g_checksum_update (checksum, name_space, sizeof name_space);
  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, d, &size);
  d[6] = (d[6] & 0x0f) | 0x50;
  d[8] = (d[8] & 0x3f) | 0x80;
  return g_strdup_printf ("urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}

/* Takes @object, gives it with one member changed. */
static JsonObject *
replace (JsonObject *object, const char *const *order, const char *member, JsonNode *value)
{
  JsonObject *changed = byline_json_replace (object, order, member, value);

  json_object_unref (object);
  return changed;
}

static gboolean
is_string (JsonNode *node)
{
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL;
}

static void
add_time (JsonObject *raw, const char *member, const char *time)
{
  if (is_time (time))
    json_object_set_string_member (raw, member, time);
}

/* An annotation of which nothing else is known. */
static JsonObject *
build_new (const BylineForeignMark *mark, const char *tag)
{
  JsonObject *raw = json_object_new ();
  g_autoptr (JsonArray) bodies = json_array_new ();

  json_array_add_element (bodies, byline_annotation_new_body ("tagging", tag));
  if (mark->note != NULL && *mark->note != '\0')
    json_array_add_element (bodies, byline_annotation_new_body ("commenting", mark->note));
  json_object_set_string_member (raw, "@context", BYLINE_ANNOTATIONS_CONTEXT);
  json_object_set_string_member (raw, "id", "");
  json_object_set_string_member (raw, "type", "Annotation");
  json_object_set_string_member (raw, "motivation", "classifying");
  add_time (raw, "created", mark->created);
  add_time (raw, "modified", mark->modified);
  json_object_set_member (raw, "body", byline_json_new_array (bodies));
  json_object_set_object_member (raw, "target", json_object_new ());
  return raw;
}

/* A body with another purpose, unless it has one, and another value. */
static JsonNode *
give_purpose (JsonObject *body, const char *purpose, const char *value)
{
  static const char *const members[] = { "type", "purpose", "language", "format", "value", NULL };
  JsonObject *result = json_object_ref (body);
  JsonNode *node;

  if (!json_object_has_member (body, "purpose"))
    result = replace (result, members, "purpose", byline_json_new_string (purpose));
  result = replace (result, members, "value", byline_json_new_string (value));
  node = byline_json_new_object (result);
  json_object_unref (result);
  return node;
}

static gboolean
is_textual (JsonObject *body)
{
  return body != NULL && is_string (json_object_get_member (body, "value"));
}

/* The bodies of a Web Annotation, with the tag as the one that tags. A text
 * without purpose is the tag if no other is, and else a note. */
static JsonNode *
build_bodies (JsonObject *raw, const BylineForeignMark *mark, const char *tag)
{
  JsonNode *old = json_object_get_member (raw, "body");
  JsonArray *array = old != NULL && JSON_NODE_HOLDS_ARRAY (old) ? json_node_get_array (old) : NULL;
  g_autoptr (JsonArray) bodies = json_array_new ();
  gboolean tagged = FALSE;

  for (guint i = 0; i < byline_annotation_count_entries (old); i++)
    {
      JsonNode *entry = array != NULL ? json_array_get_element (array, i) : old;
      JsonObject *body = byline_annotation_get_entry (old, i);
      const gboolean is_free = is_textual (body) && !json_object_has_member (body, "purpose");
      const gboolean is_label = is_textual (body) && g_str_equal (json_object_get_string_member (body, "value"), mark->label);

      if (body != NULL && byline_annotation_has_value (body, "purpose", "tagging"))
        {
          /* Another tag of the same passage is an annotation of its own. */
          if (tagged || !is_label)
            continue;
          tagged = TRUE;
          json_array_add_element (bodies, give_purpose (body, "tagging", tag));
        }
      else if (is_free && is_label && !tagged && *mark->label != '\0')
        {
          tagged = TRUE;
          json_array_add_element (bodies, give_purpose (body, "tagging", tag));
        }
      else if (body == NULL && *mark->label != '\0' && !tagged && is_string (entry) && g_str_equal (json_node_get_string (entry), mark->label))
        {
          tagged = TRUE;
          json_array_add_element (bodies, byline_annotation_new_body ("tagging", tag));
        }
      else if (is_free)
        json_array_add_element (bodies, give_purpose (body, "commenting", json_object_get_string_member (body, "value")));
      else
        json_array_add_element (bodies, json_node_ref (entry));
    }
  if (!tagged)
    {
      g_autoptr (JsonArray) before = g_steal_pointer (&bodies);

      bodies = json_array_new ();
      json_array_add_element (bodies, byline_annotation_new_body ("tagging", tag));
      for (guint i = 0; i < json_array_get_length (before); i++)
        json_array_add_element (bodies, json_array_dup_element (before, i));
    }
  if (json_object_has_member (raw, "bodyValue") && mark->note != NULL)
    json_array_add_element (bodies, byline_annotation_new_body ("commenting", mark->note));
  return byline_json_new_array (bodies);
}

/* Whether the target says already where @span is, as Byline would. */
static gboolean
target_is_right (JsonObject *raw, const BylineSpan *span, BylineArticle *article)
{
  g_auto (BylineSpan) said = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) read = byline_annotation_new_from_json (raw, 0, NULL);

  if (read == NULL || !byline_span_equal (&read->span, span))
    return FALSE;
  for (guint i = 0; i < span->n_segments; i++)
    {
      g_autofree char *words = byline_article_dup_range (article, span->segments[i].start, span->segments[i].end);

      if (!g_str_equal (((BylineQuote *) g_ptr_array_index (read->quotes, i))->exact, words))
        return FALSE;
    }
  return TRUE;
}

/* Adds to the selectors of @target what the old ones say beside text. */
static void
keep_selectors (JsonObject *target, JsonObject *old)
{
  JsonArray *selectors = json_object_get_array_member (target, "selector");
  JsonNode *before = old != NULL ? json_object_get_member (old, "selector") : NULL;

  for (guint i = 0; i < byline_annotation_count_entries (before); i++)
    {
      JsonObject *selector = byline_annotation_get_entry (before, i);

      if (selector != NULL && !byline_annotation_has_value (selector, "type", "TextPositionSelector")
          && !byline_annotation_has_value (selector, "type", "TextQuoteSelector"))
        json_array_add_object_element (selectors, json_object_ref (selector));
    }
}

static JsonNode *
build_target (JsonObject *raw, const BylineSpan *span, BylineArticle *article, const char *article_id)
{
  JsonNode *old = json_object_get_member (raw, "target");
  JsonObject *first = old != NULL ? byline_annotation_get_entry (old, 0) : NULL;
  g_autofree char *source = g_strconcat (SOURCE, article_id, NULL);
  g_autoptr (JsonObject) bare = json_object_new ();
  g_autoptr (JsonObject) with_source = NULL;
  JsonNode *target;

  /* What says nothing of its source is about this article. */
  if (first == NULL || (byline_annotation_count_entries (old) == 1 && !json_object_has_member (first, "source")))
    {
      static const char *const members[] = { "source", "selector", NULL };
      g_autoptr (JsonObject) entry = byline_json_replace (first != NULL ? first : bare, members, "source", byline_json_new_string (source));

      with_source = byline_json_replace (bare, members, "target", byline_json_new_object (entry));
    }
  target = byline_annotation_new_target (article, span, with_source != NULL ? with_source : raw);
  for (guint i = 0; i < span->n_segments && byline_annotation_count_entries (old) == span->n_segments; i++)
    keep_selectors (byline_annotation_get_entry (target, i), byline_annotation_get_entry (old, i));
  return target;
}

/* A Web Annotation of anybody's with what Byline needs, and all else as it was. */
static JsonObject *
build_from_raw (const BylineForeignMark *mark, const char *tag)
{
  JsonObject *raw = json_object_ref (mark->raw);
  JsonNode *bodies = build_bodies (raw, mark, tag);
  JsonNode *old = json_object_get_member (raw, "body");
  const gboolean is_same = old != NULL
                           && (json_node_equal (old, bodies)
                               || (JSON_NODE_HOLDS_OBJECT (old) && byline_annotation_count_entries (bodies) == 1
                                   && json_object_equal (json_node_get_object (old), byline_annotation_get_entry (bodies, 0))));

  if (is_same)
    json_node_unref (bodies);
  else
    raw = replace (raw, byline_annotation_members, "body", bodies);
  if (json_object_has_member (raw, "bodyValue"))
    raw = replace (raw, byline_annotation_members, "bodyValue", NULL);
  if (!byline_annotation_has_value (raw, "type", "Annotation"))
    raw = replace (raw, byline_annotation_members, "type", byline_json_new_string ("Annotation"));
  return raw;
}

/**
 * byline_exchange_build:
 * @mark: what the foreign file says
 * @tag: a tag's id
 * @span: where it is in the article
 * @id: an absolute IRI
 * @options: the article and its id
 *
 * Returns: (transfer full): an annotation as docs/formats.md, section 3, has it
 */
JsonObject *
byline_exchange_build (const BylineForeignMark *mark, const char *tag, const BylineSpan *span, const char *id, const BylineExchangeOptions *options)
{
  JsonObject *raw = mark->raw != NULL ? build_from_raw (mark, tag) : build_new (mark, tag);
  JsonNode *old = json_object_get_member (raw, "id");

  if (!is_string (old) || !g_str_equal (json_node_get_string (old), id))
    raw = replace (raw, byline_annotation_members, "id", byline_json_new_string (id));
  if (!target_is_right (raw, span, options->article))
    raw = replace (raw, byline_annotation_members, "target", build_target (raw, span, options->article, options->article_id));
  return raw;
}

/* A context that Byline's members can stand in, with what the old one says. */
static JsonNode *
build_context (JsonNode *old)
{
  JsonNode *context = byline_annotations_new_context ();

  for (guint i = 0; old != NULL && JSON_NODE_HOLDS_ARRAY (old) && i < json_array_get_length (json_node_get_array (old)); i++)
    {
      JsonNode *entry = json_array_get_element (json_node_get_array (old), i);

      if (!is_string (entry) || !g_str_equal (json_node_get_string (entry), BYLINE_ANNOTATIONS_CONTEXT))
        json_array_add_element (json_node_get_array (context), json_node_ref (entry));
    }
  if (old != NULL && (JSON_NODE_HOLDS_OBJECT (old) || (is_string (old) && !g_str_equal (json_node_get_string (old), BYLINE_ANNOTATIONS_CONTEXT))))
    json_array_add_element (json_node_get_array (context), json_node_ref (old));
  return context;
}

/* The one page: that of the file if it has one, with all items. */
static JsonNode *
build_page (JsonObject *raw, JsonArray *items, const char *id, gboolean is_ours)
{
  const gboolean is_page = byline_annotation_has_value (raw, "type", "AnnotationPage");
  JsonNode *first = is_page ? NULL : json_object_get_member (raw, "first");
  JsonObject *page = is_page ? json_object_ref (raw)
                     : first != NULL && JSON_NODE_HOLDS_OBJECT (first) ? json_object_ref (json_node_get_object (first))
                     : json_object_new ();
  static const char *const others[] = { "@context", "next", "prev", "partOf" };
  JsonNode *node;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (json_object_has_member (page, others[i]))
      page = replace (page, byline_annotations_page_members, others[i], NULL);
  if (!json_object_has_member (page, "id"))
    page = replace (page, byline_annotations_page_members, "id", byline_json_new_string (id));
  if (!byline_annotation_has_value (page, "type", "AnnotationPage"))
    page = replace (page, byline_annotations_page_members, "type", byline_json_new_string ("AnnotationPage"));
  if (!json_object_has_member (page, "startIndex") && !is_ours)
    page = replace (page, byline_annotations_page_members, "startIndex", byline_json_new_uint (0));
  page = replace (page, byline_annotations_page_members, "items", byline_json_new_array (items));
  node = byline_json_new_object (page);
  json_object_unref (page);
  return node;
}

static JsonNode *
build_creator (const BylineForeign *document)
{
  g_autoptr (JsonObject) creator = NULL;

  if (document->creator_id == NULL && document->creator == NULL)
    return NULL;
  creator = json_object_new ();
  if (document->creator_id != NULL)
    json_object_set_string_member (creator, "id", document->creator_id);
  json_object_set_string_member (creator, "type", "Person");
  if (document->creator != NULL)
    json_object_set_string_member (creator, "nickname", document->creator);
  return byline_json_new_object (creator);
}

static void
complete (JsonObject **raw, const char *member, JsonNode *value)
{
  if (json_object_has_member (*raw, member))
    g_clear_pointer (&value, json_node_unref);
  if (value != NULL)
    *raw = replace (*raw, byline_annotations_members, member, value);
}

/* Everything but the items, where the foreign file does not say it itself. */
static JsonObject *
build_collection (const BylineForeign *document, const char *id, const BylineExchangeOptions *options)
{
  const char *digest = byline_article_get_digest (options->article);
  const gboolean has_raw = document->raw != NULL && byline_annotation_has_value (document->raw, "type", "AnnotationCollection");
  JsonObject *raw = has_raw ? json_object_ref (document->raw) : json_object_new ();
  const gboolean is_ours = json_object_has_member (raw, "byline:format");
  JsonNode *old;

  if (!is_ours || !byline_annotation_has_value (raw, "@context", BYLINE_ANNOTATIONS_CONTEXT))
    raw = replace (raw, byline_annotations_members, "@context", build_context (json_object_get_member (raw, "@context")));
  old = json_object_get_member (raw, "id");
  if (!is_string (old) || !byline_annotation_is_iri (json_node_get_string (old)))
    raw = replace (raw, byline_annotations_members, "id", byline_json_new_string (id));
  complete (&raw, "type", byline_json_new_string ("AnnotationCollection"));
  complete (&raw, "creator", build_creator (document));
  if (!is_ours)
    complete (&raw, "generator", byline_annotations_new_generator ());
  complete (&raw, "byline:format", byline_json_new_uint (1));
  complete (&raw, "byline:role", byline_json_new_string ("work"));
  complete (&raw, "byline:article", byline_json_new_string (options->article_id));
  old = json_object_get_member (raw, "byline:textDigest");
  if (!is_string (old) || !g_str_equal (json_node_get_string (old), digest))
    raw = replace (raw, byline_annotations_members, "byline:textDigest", byline_json_new_string (digest));
  if (!is_ours)
    {
      /* What another program gives out is as finished as it will be. */
      complete (&raw, "byline:attempt", byline_json_new_uint (1));
      complete (&raw, "byline:committed", json_node_init_boolean (json_node_alloc (), TRUE));
    }
  if (document->note != NULL && *document->note != '\0')
    complete (&raw, "byline:note", byline_json_new_string (document->note));
  if (json_object_has_member (raw, "last"))
    raw = replace (raw, byline_annotations_members, "last", NULL);
  return raw;
}

/**
 * byline_exchange_build_work:
 * @document: what is known about the whole
 * @items: annotations of byline_exchange_build()
 * @options: the article and its id
 *
 * Returns: (transfer full): a work file, or the key that @document says it is; %NULL
 *   with %BYLINE_ERROR_VALUE for a member that Byline knows and cannot read
 */
BylineAnnotations *
byline_exchange_build_work (const BylineForeign *document, JsonArray *items, const BylineExchangeOptions *options, GError **error)
{
  g_autoptr (GString) name = g_string_new (byline_article_get_digest (options->article));
  g_autofree char *id = NULL;
  g_autofree char *page_id = NULL;
  g_autoptr (JsonObject) raw = NULL;
  const gboolean is_ours = document->raw != NULL && json_object_has_member (document->raw, "byline:format");
  const guint n = json_array_get_length (items);

  g_string_append_printf (name, "\n%s\n%s", document->creator_id != NULL ? document->creator_id : "", document->creator != NULL ? document->creator : "");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (name, "\n%s", json_object_get_string_member (json_array_get_object_element (items, i), "id"));
  id = byline_exchange_dup_id (name->str);
  g_string_append (name, "\npage");
  page_id = byline_exchange_dup_id (name->str);

  raw = build_collection (document, id, options);
  raw = replace (raw, byline_annotations_members, "total", byline_json_new_uint (n));
  if (n > 0)
    raw = replace (raw, byline_annotations_members, "first", build_page (document->raw != NULL ? document->raw : raw, items, page_id, is_ours));
  else if (json_object_has_member (raw, "first"))
    raw = replace (raw, byline_annotations_members, "first", NULL);
  return byline_annotations_new_from_json (raw, error);
}
