/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

#define WEIGHT_MAX 100

/* Messages are made from the inside to the outside: each object puts its place in
 * front, so that the 100,000 annotations without an error need no names. */
static gboolean
fail (const char *member, const char *what, GError **error)
{
  /* Translators: a member's name, and what is wrong with it. */
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“%s” %s"), member, what);
  return FALSE;
}

/* @node is the value of @member, in which something is wrong with an entry. */
static gboolean
locate (const char *member, JsonNode *node, guint index, GError **error)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    g_prefix_error (error, "%s[%u]: ", member, index);
  else
    g_prefix_error (error, "%s: ", member);
  return FALSE;
}

/**
 * byline_annotation_is_iri:
 * @string: what stands where an id should be
 *
 * Returns: whether it is an absolute IRI as far as a file can go wrong: a scheme,
 *   something behind it, no white space
 */
gboolean
byline_annotation_is_iri (const char *string)
{
  gsize scheme = strspn (string, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

  return g_ascii_isalpha (*string) && string[scheme] == ':' && string[scheme + 1] != '\0' && strpbrk (string, " \t\r\n<>\"") == NULL;
}

/**
 * byline_annotation_has_value:
 * @object: an object of the W3C model
 * @member: a member that may be one string or a list of them ("type", "purpose")
 * @value: the string to look for
 *
 * Returns: whether @value is among them
 */
gboolean
byline_annotation_has_value (JsonObject *object, const char *member, const char *value)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;

  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_str_equal (json_node_get_string (node), value);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      if (json_node_get_value_type (element) == G_TYPE_STRING && g_str_equal (json_node_get_string (element), value))
        return TRUE;
    }
  return FALSE;
}

/**
 * byline_annotation_count_entries:
 * @node: (nullable): the value of a member
 *
 * In JSON-LD one thing and a list of one thing mean the same.
 *
 * Returns: how many things stand there
 */
guint
byline_annotation_count_entries (JsonNode *node)
{
  if (node == NULL)
    return 0;
  return JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 1;
}

/**
 * byline_annotation_get_entry:
 * @node: the value of a member
 * @index: below byline_annotation_count_entries()
 *
 * Returns: (transfer none) (nullable): the object there; %NULL if it is none
 */
JsonObject *
byline_annotation_get_entry (JsonNode *node, guint index)
{
  JsonNode *entry = JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_element (json_node_get_array (node), index) : node;

  return JSON_NODE_HOLDS_OBJECT (entry) ? json_node_get_object (entry) : NULL;
}

void
byline_annotation_quote_free (gpointer data)
{
  BylineQuote *quote = data;

  g_free (quote->exact);
  g_free (quote->prefix);
  g_free (quote->suffix);
  g_free (quote);
}

static gboolean
read_position (JsonObject *selector, BylineSpan *span, GError **error)
{
  guint start = 0, end = 0;

  if (!byline_json_get_uint (selector, "", "start", TRUE, BYLINE_ANNOTATIONS_MAX_OFFSET, &start, error)
      || !byline_json_get_uint (selector, "", "end", TRUE, BYLINE_ANNOTATIONS_MAX_OFFSET, &end, error))
    return FALSE;
  if (start > end)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("bad range: “end” (%u) lies before “start” (%u)"), end, start);
      return FALSE;
    }
  byline_span_append (span, start, end);
  return TRUE;
}

static gboolean
read_quote (JsonObject *selector, GPtrArray *quotes, GError **error)
{
  const char *exact = NULL, *prefix = NULL, *suffix = NULL;
  BylineQuote *quote;

  if (!byline_json_get_string (selector, "", "exact", TRUE, &exact, error)
      || !byline_json_get_string (selector, "", "prefix", FALSE, &prefix, error)
      || !byline_json_get_string (selector, "", "suffix", FALSE, &suffix, error))
    return FALSE;

  quote = g_new0 (BylineQuote, 1);
  quote->exact = g_strdup (exact);
  quote->prefix = g_strdup (prefix);
  quote->suffix = g_strdup (suffix);
  g_ptr_array_add (quotes, quote);
  return TRUE;
}

/* Of each kind the first one counts; other kinds are other programs' business. */
static gboolean
read_selectors (JsonNode *selectors, gboolean quoted, BylineSpan *span, GPtrArray *quotes, GError **error)
{
  gboolean has_position = FALSE, has_quote = FALSE;

  for (guint i = 0; i < byline_annotation_count_entries (selectors); i++)
    {
      JsonObject *selector = byline_annotation_get_entry (selectors, i);
      gboolean sound = TRUE;

      if (selector == NULL)
        return fail ("selector", _ ("must be an object or a list of objects"), error);
      if (!byline_json_check_type (selector, "", "type", BYLINE_JSON_TEXTS, error))
        return locate ("selector", selectors, i, error);

      if (!has_position && byline_annotation_has_value (selector, "type", "TextPositionSelector"))
        {
          has_position = TRUE;
          sound = read_position (selector, span, error);
        }
      else if (!has_quote && byline_annotation_has_value (selector, "type", "TextQuoteSelector"))
        {
          has_quote = TRUE;
          sound = read_quote (selector, quotes, error);
        }
      if (!sound)
        return locate ("selector", selectors, i, error);
    }

  return (has_position || fail ("selector", _ ("has no TextPositionSelector"), error))
         && (has_quote || !quoted || fail ("selector", _ ("has no TextQuoteSelector"), error));
}

/**
 * byline_annotation_read_target:
 * @node: a target: an object, or a list of them, one a segment
 * @member: the member that @node is, for messages
 * @quoted: whether each segment needs a quote
 * @span: the segments are added here, as they are
 * @quotes: (element-type BylineQuote): the quotes are added here
 *
 * Returns: whether the target can be understood
 */
gboolean
byline_annotation_read_target (JsonNode *node, const char *member, gboolean quoted, BylineSpan *span, GPtrArray *quotes, GError **error)
{
  const guint n = byline_annotation_count_entries (node);

  if (n == 0)
    return fail (member, node == NULL ? _ ("is missing") : _ ("has no entry"), error);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *target = byline_annotation_get_entry (node, i);
      JsonNode *selectors;

      if (target == NULL)
        return fail (member, _ ("must be an object or a list of objects"), error);
      selectors = json_object_get_member (target, "selector");
      if (!byline_json_check_type (target, "", "source", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECT, error)
          || (selectors == NULL && !fail ("selector", _ ("is missing"), error))
          || !read_selectors (selectors, quoted, span, quotes, error))
        return locate (member, node, i, error);
    }
  return TRUE;
}

static gboolean
read_body (BylineAnnotation *self, JsonObject *body, const char **note, GError **error)
{
  const char *value = NULL;
  gboolean is_tag;

  if (!byline_json_check_type (body, "", "type", BYLINE_JSON_TEXTS, error)
      || !byline_json_check_type (body, "", "purpose", BYLINE_JSON_TEXTS, error)
      || !byline_json_check_type (body, "", "format", BYLINE_JSON_TEXTS, error)
      || !byline_json_check_type (body, "", "language", BYLINE_JSON_TEXTS, error))
    return FALSE;

  is_tag = byline_annotation_has_value (body, "purpose", "tagging");
  if (!is_tag && !byline_annotation_has_value (body, "purpose", "commenting"))
    return TRUE;
  if (!byline_json_get_string (body, "", "value", TRUE, &value, error))
    return FALSE;
  if (!is_tag)
    *note = *note != NULL ? *note : value;
  else if (*value == '\0')
    return fail ("value", _ ("must not be empty"), error);
  else if (self->tag == NULL)
    self->tag = g_strdup (value);
  else
    return fail ("value", _ ("is a second tag"), error);
  return TRUE;
}

static gboolean
read_bodies (BylineAnnotation *self, GError **error)
{
  JsonNode *node = json_object_get_member (self->raw, "body");
  const char *note = NULL;

  if (!byline_json_check_type (self->raw, "", "body", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECTS, error))
    return FALSE;
  for (guint i = 0; i < byline_annotation_count_entries (node); i++)
    {
      JsonObject *body = byline_annotation_get_entry (node, i);

      if (body != NULL && !read_body (self, body, &note, error))
        return locate ("body", node, i, error);
    }

  self->note = g_strdup (note);
  return self->tag != NULL || fail ("body", _ ("has no part with the purpose “tagging”"), error);
}

static void
alternative_tag_free (gpointer data)
{
  BylineAlternativeTag *alternative = data;

  g_free (alternative->tag);
  g_free (alternative);
}

static gboolean
read_alternative_tags (BylineAnnotation *self, GError **error)
{
  const char *member = "byline:alternativeTags";
  JsonObject *object = NULL;
  g_autoptr (GList) names = NULL;

  if (!byline_json_get_object (self->raw, "", member, FALSE, &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;

  self->alternative_tags = g_ptr_array_new_with_free_func (alternative_tag_free);
  names = json_object_get_members (object);
  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *tag = link->data;
      BylineAlternativeTag *alternative;
      guint credit = 0;

      if (*tag == '\0')
        return fail (member, _ ("has a tag without a name"), error);
      if (!byline_json_get_uint (object, member, tag, TRUE, 10000, &credit, error))
        return FALSE;
      alternative = g_new (BylineAlternativeTag, 1);
      *alternative = (BylineAlternativeTag) { g_strdup (tag), credit };
      g_ptr_array_add (self->alternative_tags, alternative);
    }
  return TRUE;
}

static void
span_free (gpointer data)
{
  byline_span_clear (data);
  g_free (data);
}

static gboolean
read_alternative_spans (BylineAnnotation *self, GError **error)
{
  const char *member = "byline:alternativeTargets";
  g_autoptr (GPtrArray) quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);
  JsonArray *array = NULL;

  if (!byline_json_get_array (self->raw, "", member, FALSE, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;

  self->alternative_spans = g_ptr_array_new_with_free_func (span_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s[%u]", member, i);
      BylineSpan *span = g_new0 (BylineSpan, 1);

      g_ptr_array_add (self->alternative_spans, span);
      if (!byline_annotation_read_target (json_array_get_element (array, i), place, FALSE, span, quotes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_key_members (BylineAnnotation *self, GError **error)
{
  const char *rule = NULL;

  self->weight = 1;
  if (!byline_json_get_boolean (self->raw, "", "byline:optional", FALSE, &self->optional, error)
      || !byline_json_get_boolean (self->raw, "", "byline:contested", FALSE, &self->contested, error)
      || !byline_json_get_range (self->raw, "", "byline:weight", FALSE, 1, WEIGHT_MAX, &self->weight, error)
      || !byline_json_get_string (self->raw, "", "byline:rule", FALSE, &rule, error)
      || !byline_json_check_language_map (self->raw, "", "byline:question", error))
    return FALSE;

  self->rule = g_strdup (rule);
  return read_alternative_tags (self, error) && read_alternative_spans (self, error);
}

static gboolean
read_members (BylineAnnotation *self, GError **error)
{
  const char *created = NULL, *modified = NULL;

  if (!byline_annotation_has_value (self->raw, "type", "Annotation"))
    return fail ("type", _ ("must be “Annotation”"), error);
  if (!byline_json_check_type (self->raw, "", "@context", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECTS, error)
      || !byline_json_check_type (self->raw, "", "motivation", BYLINE_JSON_TEXTS, error)
      || !byline_json_get_string (self->raw, "", "created", FALSE, &created, error)
      || !byline_json_get_string (self->raw, "", "modified", FALSE, &modified, error)
      || !read_bodies (self, error)
      || !byline_annotation_read_target (json_object_get_member (self->raw, "target"), "target", TRUE, &self->span, self->quotes, error)
      || !read_key_members (self, error))
    return FALSE;

  self->created = g_strdup (created);
  self->modified = g_strdup (modified);
  return TRUE;
}

static gboolean
read_id (BylineAnnotation *self, GError **error)
{
  const char *id = NULL;

  if (!byline_json_get_string (self->raw, "", "id", TRUE, &id, error))
    return FALSE;
  if (!byline_annotation_is_iri (id))
    return fail ("id", _ ("must be an absolute IRI, such as urn:uuid:…"), error);

  self->id = g_strdup (id);
  return TRUE;
}

/**
 * byline_annotation_new_from_json:
 * @raw: an Annotation of the W3C model; not to be changed afterwards
 * @index: its place in the file, from 0, for messages
 *
 * Reads what Byline knows of an annotation (docs/formats.md, section 3).
 *
 * Returns: (transfer full): the annotation; %NULL with %BYLINE_ERROR_VALUE, whose
 *   message names annotation and member
 */
BylineAnnotation *
byline_annotation_new_from_json (JsonObject *raw, guint index, GError **error)
{
  g_autoptr (BylineAnnotation) self = g_atomic_rc_box_new0 (BylineAnnotation);

  self->node = byline_json_new_object (raw);
  self->raw = raw;
  self->quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);

  if (!read_id (self, error) || !read_members (self, error))
    {
      g_autofree char *where = byline_annotation_describe (self, index);

      g_prefix_error (error, "%s: ", where);
      return NULL;
    }
  return g_steal_pointer (&self);
}
