/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "annotations-private.h"
#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a selector says about one segment. */
typedef struct
{
  gint64 start;
  gint64 end;
  char *exact;
  char *prefix;
  char *suffix;
} Place;

#define PLACE_INIT { -1, -1, NULL, NULL, NULL }

static void
place_clear (Place *self)
{
  g_free (self->exact);
  g_free (self->prefix);
  g_free (self->suffix);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void read_selectors (JsonNode *node, Place *place, const char **strange);

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
get_offset (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  const GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_NONE;
  const double value = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : -1;

  return value >= 0 && value <= G_MAXINT ? (gint64) value : -1;
}

static void
set_position (Place *self, gint64 start, gint64 end)
{
  if (self->start >= 0 || start < 0 || end < start)
    return;
  self->start = start;
  self->end = end;
}

static void
set_quote (Place *self, const char *exact, const char *prefix, const char *suffix)
{
  if (self->exact != NULL || exact == NULL)
    return;
  self->exact = g_strdup (exact);
  self->prefix = g_strdup (prefix);
  self->suffix = g_strdup (suffix);
}

/* The part of the quote of @self that begins at @byte. */
static void
narrow_quote (Place *self, gsize byte, gsize size)
{
  g_autofree char *before = g_strndup (self->exact, byte);
  g_autofree char *exact = g_strndup (self->exact + byte, size);
  char *prefix = g_strconcat (self->prefix != NULL ? self->prefix : "", before, NULL);
  char *suffix = g_strconcat (self->exact + byte + size, self->suffix, NULL);

  if (self->start >= 0)
    {
      self->start += g_utf8_strlen (before, -1);
      self->end = self->start + g_utf8_strlen (exact, -1);
    }
  g_free (self->prefix);
  g_free (self->suffix);
  g_free (self->exact);
  self->prefix = prefix;
  self->suffix = suffix;
  self->exact = g_steal_pointer (&exact);
}

/* What @inner selects within what @self selects. */
static void
refine (Place *self, const Place *inner)
{
  const glong length = self->exact != NULL ? g_utf8_strlen (self->exact, -1) : 0;
  const char *part = self->exact != NULL && inner->exact != NULL ? strstr (self->exact, inner->exact) : NULL;

  if (part != NULL && strstr (part + 1, inner->exact) == NULL)
    narrow_quote (self, part - self->exact, strlen (inner->exact));
  else if (inner->exact != NULL)
    {
      place_clear (self);
      *self = (Place) PLACE_INIT;
      set_quote (self, inner->exact, inner->prefix, inner->suffix);
    }
  else if (self->exact != NULL && inner->start >= 0 && inner->end <= length)
    {
      const char *start = g_utf8_offset_to_pointer (self->exact, inner->start), *end = g_utf8_offset_to_pointer (self->exact, inner->end);

      narrow_quote (self, start - self->exact, end - start);
    }
  else if (self->exact == NULL && self->start >= 0 && inner->start >= 0)
    {
      self->end = self->start + inner->end;
      self->start += inner->start;
    }
  else
    {
      /* A place within something whose place is not known. */
      place_clear (self);
      *self = (Place) PLACE_INIT;
    }
}

static void
read_selector (JsonObject *selector, Place *place, const char **strange)
{
  g_auto (Place) own = PLACE_INIT;

  if (byline_annotation_has_value (selector, "type", "TextPositionSelector"))
    set_position (&own, get_offset (selector, "start"), get_offset (selector, "end"));
  else if (byline_annotation_has_value (selector, "type", "TextQuoteSelector"))
    set_quote (&own, get_string (selector, "exact"), get_string (selector, "prefix"), get_string (selector, "suffix"));
  else if (byline_annotation_has_value (selector, "type", "RangeSelector"))
    {
      g_auto (Place) start = PLACE_INIT, end = PLACE_INIT;

      read_selectors (json_object_get_member (selector, "startSelector"), &start, strange);
      read_selectors (json_object_get_member (selector, "endSelector"), &end, strange);
      set_position (&own, start.start, end.start);
    }
  if (own.start < 0 && own.exact == NULL)
    *strange = get_string (selector, "type");

  if (json_object_has_member (selector, "refinedBy"))
    {
      g_auto (Place) inner = PLACE_INIT;

      read_selectors (json_object_get_member (selector, "refinedBy"), &inner, strange);
      refine (&own, &inner);
    }
  set_position (place, own.start, own.end);
  set_quote (place, own.exact, own.prefix, own.suffix);
}

/* Several selectors say the same in several ways. */
static void
read_selectors (JsonNode *node, Place *place, const char **strange)
{
  for (guint i = 0; i < byline_annotation_count_entries (node); i++)
    {
      JsonObject *selector = byline_annotation_get_entry (node, i);

      if (selector != NULL)
        read_selector (selector, place, strange);
    }
}

/* Adds the segments of a target, or of the list of them that it is. FALSE when it
 * has none; then *strange is the selector that says nothing about text. */
static gboolean
read_target (BylineForeignMark *mark, JsonNode *node, const char **strange)
{
  for (guint i = 0; i < byline_annotation_count_entries (node); i++)
    {
      JsonObject *target = byline_annotation_get_entry (node, i);
      JsonNode *items = target != NULL ? json_object_get_member (target, "items") : NULL;
      g_auto (Place) place = PLACE_INIT;
      BylineForeignPiece *piece;

      if (target == NULL)
        return FALSE;
      if (items != NULL && !json_object_has_member (target, "selector"))
        {
          if (!read_target (mark, items, strange))
            return FALSE;
          continue;
        }
      read_selectors (json_object_get_member (target, "selector"), &place, strange);
      if (place.start < 0 && place.exact == NULL)
        return FALSE;
      piece = byline_foreign_mark_add_piece (mark, place.start, place.end, place.exact);
      piece->prefix = g_steal_pointer (&place.prefix);
      piece->suffix = g_steal_pointer (&place.suffix);
    }
  return mark->pieces->len > 0;
}

/* The text of a body: its value, or the resource that it names. */
static const char *
get_value (JsonNode *bodies, guint index)
{
  JsonObject *body = byline_annotation_get_entry (bodies, index);
  JsonNode *entry = JSON_NODE_HOLDS_ARRAY (bodies) ? json_array_get_element (json_node_get_array (bodies), index) : bodies;
  JsonNode *source = body != NULL ? json_object_get_member (body, "source") : NULL;
  const char *value;

  if (body == NULL)
    return json_node_get_value_type (entry) == G_TYPE_STRING ? json_node_get_string (entry) : NULL;
  value = get_string (body, "value");
  if (value != NULL)
    return value;
  if (source != NULL && JSON_NODE_HOLDS_OBJECT (source))
    return get_string (json_node_get_object (source), "label") != NULL ? get_string (json_node_get_object (source), "label") : get_string (json_node_get_object (source), "id");
  return get_string (body, "source");
}

static void
add_labels (JsonNode *bodies, const char *purpose, GPtrArray *labels)
{
  for (guint i = 0; i < byline_annotation_count_entries (bodies); i++)
    {
      JsonObject *body = byline_annotation_get_entry (bodies, i);
      const char *value = get_value (bodies, i);

      if (body != NULL && value != NULL && byline_annotation_has_value (body, "purpose", purpose)
          && !g_ptr_array_find_with_equal_func (labels, value, g_str_equal, NULL))
        g_ptr_array_add (labels, (gpointer) value);
    }
}

/* The text of the only body without a purpose. */
static const char *
find_free_value (JsonNode *bodies)
{
  const char *found = NULL;

  for (guint i = 0; i < byline_annotation_count_entries (bodies); i++)
    {
      JsonObject *body = byline_annotation_get_entry (bodies, i);

      if (get_value (bodies, i) == NULL || (body != NULL && json_object_has_member (body, "purpose")))
        continue;
      if (found != NULL)
        return NULL;
      found = get_value (bodies, i);
    }
  return found;
}

/* The tags of an annotation, "" where there is none: the bodies that tag, else
 * those that classify, else the only body without a purpose, unless the annotation
 * has other motives. */
static void
read_labels (JsonObject *raw, GPtrArray *labels)
{
  JsonNode *bodies = json_object_get_member (raw, "body");
  const gboolean tags = !json_object_has_member (raw, "motivation") || byline_annotation_has_value (raw, "motivation", "tagging")
                        || byline_annotation_has_value (raw, "motivation", "classifying");
  const char *value;

  add_labels (bodies, "tagging", labels);
  if (labels->len == 0)
    add_labels (bodies, "classifying", labels);
  if (labels->len > 0)
    return;
  value = tags ? find_free_value (bodies) : NULL;
  if (value == NULL && tags)
    value = get_string (raw, "bodyValue");
  g_ptr_array_add (labels, (gpointer) (value != NULL ? value : ""));
}

/* What is said in an annotation of the whole text. */
static const char *
find_comment (JsonObject *raw)
{
  JsonNode *bodies = json_object_get_member (raw, "body");

  for (guint i = 0; i < byline_annotation_count_entries (bodies); i++)
    {
      JsonObject *body = byline_annotation_get_entry (bodies, i);

      if (body != NULL && byline_annotation_has_value (body, "purpose", "commenting"))
        return get_string (body, "value");
    }
  return get_string (raw, "bodyValue");
}

static void
leave_out (BylineForeign *self, const char *id, guint index, const char *strange)
{
  g_autofree char *number = g_strdup_printf (_ ("annotation %u"), index + 1);

  if (strange != NULL)
    g_ptr_array_add (self->left_out, g_strdup_printf (_ ("%s: a %s says nothing about words or positions in the text; left out"), id != NULL ? id : number, strange));
  else
    g_ptr_array_add (self->left_out, g_strdup_printf (_ ("%s: it does not say which words it is about; left out"), id != NULL ? id : number));
}

static void
read_annotation (BylineForeign *self, JsonObject *raw, guint index)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  JsonNode *target = json_object_get_member (raw, "target");
  const char *id = get_string (raw, "id");
  const char *strange = NULL;

  read_labels (raw, labels);
  for (guint i = 0; i < labels->len; i++)
    {
      BylineForeignMark *mark = byline_foreign_add (self, id, labels->pdata[i]);
      const char *comment = find_comment (raw);

      mark->number = index + 1;
      mark->raw = json_object_ref (raw);
      if (get_string (raw, "bodyValue") != NULL && *mark->label == '\0')
        mark->note = g_strdup (get_string (raw, "bodyValue"));
      if (read_target (mark, target, &strange))
        continue;
      if (*mark->label == '\0' && strange == NULL && comment != NULL && self->note == NULL)
        self->note = g_strdup (comment);
      else
        leave_out (self, id, index, strange);
      g_ptr_array_remove_index (self->marks, self->marks->len - 1);
      return;
    }
}

/* Whose it is: an id or a name. */
static const char *
get_creator (JsonObject *raw, const char *const *members)
{
  JsonNode *node = json_object_get_member (raw, "creator");
  JsonObject *creator = byline_annotation_count_entries (node) > 0 ? byline_annotation_get_entry (node, 0) : NULL;

  for (guint i = 0; creator != NULL && members[i] != NULL; i++)
    if (get_string (creator, members[i]) != NULL)
      return get_string (creator, members[i]);
  return NULL;
}

/* The document of @raw's creator, made at the first annotation of theirs. */
static BylineForeign *
get_document (GPtrArray *documents, JsonObject *raw)
{
  static const char *const ids[] = { "id", NULL };
  static const char *const names[] = { "nickname", "name", "id", NULL };
  const char *whole = get_string (raw, "creator");
  const char *id = whole != NULL && byline_annotation_is_iri (whole) ? whole : get_creator (raw, ids);
  const char *name = whole != NULL ? whole : get_creator (raw, names);
  BylineForeign *document;

  if (id != NULL && !byline_annotation_is_iri (id))
    id = NULL;
  if (id != NULL && g_strcmp0 (id, name) == 0)
    name = NULL;
  for (guint i = 0; i < documents->len; i++)
    {
      document = documents->pdata[i];
      if (g_strcmp0 (document->creator_id, id) == 0 && (id != NULL || g_strcmp0 (document->creator, name) == 0))
        return document;
    }
  document = byline_foreign_new (BYLINE_UNITS_CODE_POINTS);
  document->creator_id = g_strdup (id);
  document->creator = g_strdup (name);
  g_ptr_array_add (documents, document);
  return document;
}

/* The annotations of a list, a page, or a collection with its pages. */
static gboolean
collect (JsonNode *node, GPtrArray *items, GError **error)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  static const char *const parts[] = { "@graph", "items", "first", "next" };

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        g_ptr_array_add (items, json_array_get_element (json_node_get_array (node), i));
      return TRUE;
    }
  if (object == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("its pages are in other files; only annotations that stand in this one can be read"));
      return FALSE;
    }
  if (json_object_has_member (object, "target"))
    {
      g_ptr_array_add (items, node);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (json_object_has_member (object, parts[i]) && !collect (json_object_get_member (object, parts[i]), items, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_web_annotation (JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  return JSON_NODE_HOLDS_ARRAY (root)
         || (object != NULL
             && (byline_annotation_has_value (object, "type", "AnnotationCollection") || byline_annotation_has_value (object, "type", "AnnotationPage")
                 || json_object_has_member (object, "@graph") || json_object_has_member (object, "target")));
}

/**
 * byline_exchange_read_web_annotation:
 * @data: (array length=size): the bytes of a file
 * @size: bytes
 *
 * Reads what anybody writes by the W3C's Web Annotation model: one annotation, a
 * list, a page or a collection. A collection with a creator is that person's;
 * else each annotation says whose it is.
 *
 * Returns: (transfer full) (element-type BylineForeign): a document a person; %NULL
 *   with %BYLINE_ERROR_SYNTAX, %BYLINE_ERROR_TOO_LARGE or %BYLINE_ERROR_KIND
 */
GPtrArray *
byline_exchange_read_web_annotation (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  JsonObject *whole;
  gboolean is_one;

  if (root == NULL)
    return NULL;
  if (!is_web_annotation (root))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is sound JSON, but no Web Annotation"));
      return NULL;
    }
  if (!collect (root, items, error))
    return NULL;

  whole = JSON_NODE_HOLDS_OBJECT (root) && !json_object_has_member (json_node_get_object (root), "target") ? json_node_get_object (root) : NULL;
  is_one = whole != NULL && (json_object_has_member (whole, "creator") || json_object_has_member (whole, "byline:format"));
  if (is_one || items->len == 0)
    g_ptr_array_add (documents, byline_foreign_new (BYLINE_UNITS_CODE_POINTS));
  for (guint i = 0; i < items->len; i++)
    {
      JsonNode *item = items->pdata[i];
      JsonObject *raw = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;

      if (raw != NULL && json_object_has_member (raw, "target"))
        read_annotation (is_one ? documents->pdata[0] : get_document (documents, raw), raw, i);
      else
        {
          if (documents->len == 0)
            g_ptr_array_add (documents, byline_foreign_new (BYLINE_UNITS_CODE_POINTS));
          leave_out (documents->pdata[0], raw != NULL ? get_string (raw, "id") : NULL, i, NULL);
        }
    }
  if (documents->len == 1 && whole != NULL)
    ((BylineForeign *) documents->pdata[0])->raw = json_object_ref (whole);
  return g_steal_pointer (&documents);
}

/**
 * byline_exchange_write_web_annotation:
 *
 * Byline's own files are Web Annotations; nothing is lost.
 */
char *
byline_exchange_write_web_annotation (G_GNUC_UNUSED BylineArticle *article, BylineAnnotations *work, G_GNUC_UNUSED BylineTagSet *set,
                                      G_GNUC_UNUSED GPtrArray *notices, gsize *size, GError **error)
{
  g_autofree char *data = byline_annotations_to_data (work, size);

  if (*size > BYLINE_ANNOTATIONS_MAX_SIZE)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("it would have more than %d MiB, which no work file may have"), BYLINE_ANNOTATIONS_MAX_SIZE >> 20);
      return NULL;
    }
  return g_steal_pointer (&data);
}
