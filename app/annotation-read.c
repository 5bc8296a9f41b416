/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

#define WEIGHT_MAX 100

static gboolean
fail (const char *where, const char *member, const char *what, GError **error)
{
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: “%s” %s"), where, member, what);
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
read_position (JsonObject *selector, const char *where, BylineSpan *span, GError **error)
{
  guint start = 0, end = 0;

  if (!byline_json_get_uint (selector, where, "start", TRUE, BYLINE_ANNOTATIONS_MAX_OFFSET, &start, error)
      || !byline_json_get_uint (selector, where, "end", TRUE, BYLINE_ANNOTATIONS_MAX_OFFSET, &end, error))
    return FALSE;
  if (start > end)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: bad range: “end” (%u) lies before “start” (%u)"), where, end, start);
      return FALSE;
    }
  byline_span_append (span, start, end);
  return TRUE;
}

static gboolean
read_quote (JsonObject *selector, const char *where, GPtrArray *quotes, GError **error)
{
  const char *exact = NULL, *prefix = NULL, *suffix = NULL;
  BylineQuote *quote;

  if (!byline_json_get_string (selector, where, "exact", TRUE, &exact, error)
      || !byline_json_get_string (selector, where, "prefix", FALSE, &prefix, error)
      || !byline_json_get_string (selector, where, "suffix", FALSE, &suffix, error))
    return FALSE;

  quote = g_new0 (BylineQuote, 1);
  quote->exact = g_strdup (exact);
  quote->prefix = g_strdup (prefix);
  quote->suffix = g_strdup (suffix);
  g_ptr_array_add (quotes, quote);
  return TRUE;
}

static gboolean
read_segment (JsonObject *target, const char *where, const char *member, gboolean quoted, BylineSpan *span, GPtrArray *quotes, GError **error)
{
  JsonNode *selectors = json_object_get_member (target, "selector");
  JsonObject *position = NULL, *quote = NULL;

  for (guint i = 0; i < byline_annotation_count_entries (selectors); i++)
    {
      JsonObject *selector = byline_annotation_get_entry (selectors, i);

      if (selector == NULL)
        return fail (where, "selector", _ ("must be an object or a list of objects"), error);
      if (position == NULL && byline_annotation_has_value (selector, "type", "TextPositionSelector"))
        position = selector;
      else if (quote == NULL && byline_annotation_has_value (selector, "type", "TextQuoteSelector"))
        quote = selector;
    }

  if (position == NULL)
    return fail (where, member, _ ("has no TextPositionSelector"), error);
  if (quote == NULL && quoted)
    return fail (where, member, _ ("has no TextQuoteSelector"), error);
  return read_position (position, where, span, error)
         && (quote == NULL || read_quote (quote, where, quotes, error));
}

/**
 * byline_annotation_read_target:
 * @node: a target: an object, or a list of them, one a segment
 * @where: names the annotation in messages
 * @member: the member that @node is
 * @quoted: whether each segment needs a quote
 * @span: the segments are added here, as they are
 * @quotes: (element-type BylineQuote): the quotes are added here
 *
 * Returns: whether the target can be understood
 */
gboolean
byline_annotation_read_target (JsonNode *node, const char *where, const char *member, gboolean quoted, BylineSpan *span, GPtrArray *quotes, GError **error)
{
  const guint n = byline_annotation_count_entries (node);

  if (n == 0)
    return fail (where, member, node == NULL ? _ ("is missing") : _ ("has no entry"), error);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *target = byline_annotation_get_entry (node, i);

      if (target == NULL)
        return fail (where, member, _ ("must be an object or a list of objects"), error);
      if (!read_segment (target, where, member, quoted, span, quotes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_bodies (BylineAnnotation *self, const char *where, GError **error)
{
  JsonNode *node = json_object_get_member (self->raw, "body");
  const char *note = NULL;

  for (guint i = 0; i < byline_annotation_count_entries (node); i++)
    {
      JsonObject *body = byline_annotation_get_entry (node, i);
      const char *value = NULL;

      if (body == NULL)
        continue;
      if (byline_annotation_has_value (body, "purpose", "tagging"))
        {
          if (!byline_json_get_string (body, where, "value", TRUE, &value, error))
            return FALSE;
          if (self->tag != NULL)
            return fail (where, "body", _ ("has more than one tag"), error);
          self->tag = g_strdup (value);
        }
      else if (byline_annotation_has_value (body, "purpose", "commenting"))
        {
          if (!byline_json_get_string (body, where, "value", TRUE, &value, error))
            return FALSE;
          note = note != NULL ? note : value;
        }
    }

  self->note = g_strdup (note);
  return self->tag != NULL || fail (where, "body", _ ("has no part with the purpose “tagging”"), error);
}

static void
alternative_tag_free (gpointer data)
{
  BylineAlternativeTag *alternative = data;

  g_free (alternative->tag);
  g_free (alternative);
}

static gboolean
read_alternative_tags (BylineAnnotation *self, const char *where, GError **error)
{
  JsonObject *object = NULL;
  g_autoptr (GList) names = NULL;
  g_autofree char *place = g_strdup_printf ("%s: “byline:alternativeTags”", where);

  if (!byline_json_get_object (self->raw, where, "byline:alternativeTags", FALSE, &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;

  self->alternative_tags = g_ptr_array_new_with_free_func (alternative_tag_free);
  names = json_object_get_members (object);
  for (GList *link = names; link != NULL; link = link->next)
    {
      BylineAlternativeTag *alternative;
      guint credit = 0;

      if (!byline_json_get_uint (object, place, link->data, TRUE, 10000, &credit, error))
        return FALSE;
      alternative = g_new (BylineAlternativeTag, 1);
      *alternative = (BylineAlternativeTag) { g_strdup (link->data), credit };
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
read_alternative_spans (BylineAnnotation *self, const char *where, GError **error)
{
  const char *member = "byline:alternativeTargets";
  g_autoptr (GPtrArray) quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);
  JsonArray *array = NULL;

  if (!byline_json_get_array (self->raw, where, member, FALSE, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;

  self->alternative_spans = g_ptr_array_new_with_free_func (span_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      BylineSpan *span = g_new0 (BylineSpan, 1);

      g_ptr_array_add (self->alternative_spans, span);
      if (!byline_annotation_read_target (json_array_get_element (array, i), where, member, FALSE, span, quotes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_key_members (BylineAnnotation *self, const char *where, GError **error)
{
  const char *rule = NULL;
  JsonObject *question = NULL;

  self->weight = 1;
  if (!byline_json_get_boolean (self->raw, where, "byline:optional", FALSE, &self->optional, error)
      || !byline_json_get_boolean (self->raw, where, "byline:contested", FALSE, &self->contested, error)
      || !byline_json_get_uint (self->raw, where, "byline:weight", FALSE, G_MAXINT, &self->weight, error)
      || !byline_json_get_string (self->raw, where, "byline:rule", FALSE, &rule, error)
      || !byline_json_get_object (self->raw, where, "byline:question", FALSE, &question, error))
    return FALSE;
  if (self->weight == 0 || self->weight > WEIGHT_MAX)
    return fail (where, "byline:weight", _ ("must be a whole number from 1 to 100"), error);

  self->rule = g_strdup (rule);
  return read_alternative_tags (self, where, error) && read_alternative_spans (self, where, error);
}

/* The first part of what each message about the annotation begins with. */
static char *
read_id (BylineAnnotation *self, guint index, GError **error)
{
  g_autofree char *place = g_strdup_printf (_ ("annotation %u"), index + 1);
  const char *id = NULL;

  if (!byline_json_get_string (self->raw, place, "id", TRUE, &id, error))
    return NULL;
  if (!byline_annotation_is_iri (id))
    return fail (place, "id", _ ("must be an absolute IRI, such as urn:uuid:…"), error), NULL;

  self->id = g_strdup (id);
  return byline_annotation_describe (self, index);
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
  g_autofree char *where = NULL;
  const char *created = NULL, *modified = NULL;

  self->node = byline_json_new_object (raw);
  self->raw = raw;
  self->quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);

  where = read_id (self, index, error);
  if (where == NULL)
    return NULL;
  if (!byline_annotation_has_value (raw, "type", "Annotation"))
    return fail (where, "type", _ ("must be “Annotation”"), error), NULL;
  if (!byline_json_get_string (raw, where, "created", FALSE, &created, error)
      || !byline_json_get_string (raw, where, "modified", FALSE, &modified, error)
      || !read_bodies (self, where, error)
      || !byline_annotation_read_target (json_object_get_member (raw, "target"), where, "target", TRUE, &self->span, self->quotes, error)
      || !read_key_members (self, where, error))
    return NULL;

  self->created = g_strdup (created);
  self->modified = g_strdup (modified);
  return g_steal_pointer (&self);
}
