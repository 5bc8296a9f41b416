/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

#define FORMAT 1
#define ATTEMPT_MAX 1000000

static gboolean
fail (int code, const char *message, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, code, message);
  return FALSE;
}

/**
 * byline_annotations_is_digest:
 * @text: what stands where a text digest should be
 *
 * Returns: whether it is `sha256:` and 64 lower-case hexadecimal digits
 */
gboolean
byline_annotations_is_digest (const char *text)
{
  return g_str_has_prefix (text, "sha256:") && strlen (text) == 71 && strspn (text + 7, "0123456789abcdef") == 64;
}

/**
 * byline_annotations_is_time:
 * @text: what stands where a time should be
 *
 * Returns: whether it is a date and time of ISO 8601
 */
gboolean
byline_annotations_is_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL;
}

/* Whether this is a Byline file at all, and one that this Byline understands. */
static gboolean
read_format (JsonObject *raw, GError **error)
{
  const gboolean has_format = json_object_has_member (raw, "byline:format");
  const gboolean has_type = byline_annotation_has_value (raw, "type", "AnnotationCollection");
  guint format = 0;

  /* Two of three tell that it is meant to be a Byline file. */
  if (has_type && !has_format && json_object_has_member (raw, "byline:role"))
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:format” is missing"), error);
  if (has_format && !has_type && json_object_has_member (raw, "byline:role"))
    return fail (BYLINE_ERROR_VALUE, _ ("“type” must be “AnnotationCollection”"), error);
  if (!has_format || !has_type)
    return fail (BYLINE_ERROR_KIND, _ ("this is sound JSON, but neither Byline work nor an answer key"), error);
  if (!byline_json_get_uint (raw, "", "byline:format", TRUE, G_MAXINT, &format, error))
    return FALSE;
  if (format > FORMAT)
    return fail (BYLINE_ERROR_VERSION, _ ("“byline:format”: this file was written by a newer Byline; please update this one"), error);
  if (format < FORMAT)
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:format” must be 1"), error);
  if (!byline_annotation_has_value (raw, "@context", BYLINE_ANNOTATIONS_CONTEXT))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“@context” must hold %s"), BYLINE_ANNOTATIONS_CONTEXT);
      return FALSE;
    }
  return byline_json_check_type (raw, "", "@context", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECTS, error);
}

static gboolean
read_creator (JsonObject *raw, GError **error)
{
  JsonNode *node = json_object_get_member (raw, "creator");
  JsonObject *creator = NULL;
  const char *text;

  if (!byline_json_check_type (raw, "", "creator", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECT, error))
    return FALSE;
  creator = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  return creator == NULL
         || (byline_json_get_string (creator, "creator", "id", FALSE, &text, error)
             && byline_json_get_string (creator, "creator", "nickname", FALSE, &text, error)
             && byline_json_check_type (creator, "creator", "type", BYLINE_JSON_TEXTS, error));
}

static gboolean
read_generator (JsonObject *raw, GError **error)
{
  JsonNode *node = json_object_get_member (raw, "generator");
  JsonObject *generator;

  if (!byline_json_check_type (raw, "", "generator", BYLINE_JSON_TEXT | BYLINE_JSON_OBJECTS, error))
    return FALSE;
  generator = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  return generator == NULL
         || (byline_json_check_type (generator, "generator", "type", BYLINE_JSON_TEXTS, error)
             && byline_json_check_type (generator, "generator", "name", BYLINE_JSON_TEXTS, error));
}

static gboolean
read_committed (JsonObject *raw, GError **error)
{
  JsonNode *node = json_object_get_member (raw, "byline:committed");

  if (node == NULL || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING || !byline_annotations_is_time (json_node_get_string (node)))
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:committed” must be a time, such as 2026-11-23T15:09:12Z, or true"), error);
  return TRUE;
}

/* Checks every member that has a getter, so that these need no check. */
static gboolean
read_members (JsonObject *raw, GError **error)
{
  const char *id = NULL, *role = NULL, *article = NULL, *text, *digest = NULL;
  guint number;

  if (!byline_json_get_string (raw, "", "id", TRUE, &id, error)
      || !byline_json_get_string (raw, "", "byline:role", TRUE, &role, error)
      || !byline_json_get_string (raw, "", "byline:article", TRUE, &article, error)
      || !byline_json_get_string (raw, "", "byline:textDigest", FALSE, &digest, error)
      || !byline_json_get_string (raw, "", "byline:pack", FALSE, &text, error)
      || !byline_json_get_string (raw, "", "byline:note", FALSE, &text, error)
      || !byline_json_get_string (raw, "", "created", FALSE, &text, error)
      || !byline_json_get_string (raw, "", "modified", FALSE, &text, error)
      || !byline_json_check_type (raw, "", "label", BYLINE_JSON_TEXTS, error)
      || !byline_json_get_uint (raw, "", "byline:packRevision", FALSE, G_MAXINT, &number, error)
      || !byline_json_get_range (raw, "", "byline:attempt", FALSE, 1, ATTEMPT_MAX, &number, error)
      || !byline_json_get_uint (raw, "", "total", FALSE, G_MAXINT, &number, error))
    return FALSE;

  if (!byline_annotation_is_iri (id))
    return fail (BYLINE_ERROR_VALUE, _ ("“id” must be an absolute IRI, such as urn:uuid:…"), error);
  if (!g_str_equal (role, "work") && !g_str_equal (role, "key"))
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:role” must be “work” or “key”"), error);
  if (*article == '\0')
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:article” must not be empty"), error);
  if (digest != NULL && !byline_annotations_is_digest (digest))
    return fail (BYLINE_ERROR_VALUE, _ ("“byline:textDigest” must be “sha256:” and 64 hexadecimal digits"), error);
  return read_creator (raw, error) && read_generator (raw, error) && read_committed (raw, error);
}

static gboolean
read_items (BylineAnnotations *self, JsonArray *items, GError **error)
{
  const guint n_items = json_array_get_length (items);

  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n_items; i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      BylineAnnotation *annotation;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("annotation %u: must be an object"), i + 1);
          return FALSE;
        }
      annotation = byline_annotation_new_from_json (json_node_get_object (node), i, error);
      if (annotation == NULL)
        return FALSE;
      if (!g_hash_table_insert (self->by_id, annotation->id, g_sequence_append (self->items, annotation)))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("annotation %u (%s): “id” stands twice in this file"), i + 1, annotation->id);
          return FALSE;
        }
    }
  return TRUE;
}

/* An absent page is made up, so that there always is one to put items in. */
static JsonObject *
read_page (JsonObject *raw, GError **error)
{
  JsonObject *page = NULL;
  const char *id;
  guint start = 0;

  if (!byline_json_get_object (raw, "", "first", FALSE, &page, error))
    return NULL;
  if (page == NULL)
    return byline_annotations_new_page ();
  if (!byline_annotation_has_value (page, "type", "AnnotationPage"))
    return fail (BYLINE_ERROR_VALUE, _ ("first: “type” must be “AnnotationPage”"), error), NULL;
  if (json_object_has_member (page, "next"))
    return fail (BYLINE_ERROR_VALUE, _ ("first: “next”: a Byline file has one page only"), error), NULL;
  if (!byline_json_get_string (page, "first", "id", FALSE, &id, error)
      || !byline_json_get_uint (page, "first", "startIndex", FALSE, G_MAXINT, &start, error))
    return NULL;
  if (start != 0)
    return fail (BYLINE_ERROR_VALUE, _ ("first: “startIndex” must be 0"), error), NULL;
  return json_object_ref (page);
}

static gboolean
read_collection (BylineAnnotations *self, JsonObject *raw, GError **error)
{
  g_autoptr (JsonObject) page = NULL;
  g_autoptr (JsonObject) bare = NULL;
  g_autoptr (JsonArray) none = json_array_new ();
  JsonArray *items = NULL;
  guint total;

  if (!read_format (raw, error) || !read_members (raw, error))
    return FALSE;
  page = read_page (raw, error);
  if (page == NULL
      || !byline_json_get_array (page, "first", "items", TRUE, &items, error)
      || !read_items (self, items, error))
    return FALSE;

  total = json_array_get_length (items);
  if (!byline_json_get_uint (raw, "", "total", FALSE, G_MAXINT, &total, error))
    return FALSE;
  if (total != json_array_get_length (items))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“total” says %u, but the file has %u annotations"),
                   total, json_array_get_length (items));
      return FALSE;
    }

  bare = byline_json_replace (page, byline_annotations_page_members, "items", byline_json_new_array (none));
  self->raw = byline_json_replace (raw, byline_annotations_members, "first", byline_json_new_object (bare));
  return TRUE;
}

/**
 * byline_annotations_new_from_json:
 * @raw: a collection; not to be changed afterwards
 *
 * Like byline_annotations_new_from_data(), for what is JSON already.
 */
BylineAnnotations *
byline_annotations_new_from_json (JsonObject *raw, GError **error)
{
  g_autoptr (BylineAnnotations) self = byline_annotations_alloc ();

  return read_collection (self, raw, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * byline_annotations_new_from_data:
 * @data: (array length=size): the bytes of a work or key file
 * @size: bytes
 *
 * Reads a file of a stranger. What is required for comparing it is required
 * here; what else the format asks for, byline_annotations_check() tells.
 *
 * Returns: (transfer full): the collection; %NULL with %BYLINE_ERROR_SYNTAX,
 *   %BYLINE_ERROR_TOO_LARGE, %BYLINE_ERROR_KIND (sound JSON of another kind),
 *   %BYLINE_ERROR_VERSION, or %BYLINE_ERROR_VALUE, whose message names
 *   annotation and member
 */
BylineAnnotations *
byline_annotations_new_from_data (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return fail (BYLINE_ERROR_KIND, _ ("this is sound JSON, but neither Byline work nor an answer key"), error), NULL;

  return byline_annotations_new_from_json (json_node_get_object (root), error);
}
