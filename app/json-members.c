/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>

static gboolean
fail (const char *where, const char *member, const char *expected, GError **error)
{
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s%s“%s” must be %s"),
               where, *where != '\0' ? ": " : "", member, expected);
  return FALSE;
}

/* Finds a member; *node is NULL when it is absent and need not be there. */
static gboolean
find (JsonObject *object, const char *where, const char *member, gboolean required, JsonNode **node, GError **error)
{
  *node = json_object_get_member (object, member);
  if (*node != NULL || !required)
    return TRUE;

  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s%s“%s” is missing"), where, *where != '\0' ? ": " : "", member);
  return FALSE;
}

/**
 * byline_json_get_string:
 * @object: a JSON object
 * @where: names the object in messages, "" for none
 * @member: a member name
 * @required: whether it is an error when the member is absent
 * @value: (out) (transfer none): the string; left alone when the member is absent
 *
 * Returns: whether the member is a string, or absent and not required
 */
gboolean
byline_json_get_string (JsonObject *object, const char *where, const char *member, gboolean required, const char **value, GError **error)
{
  JsonNode *node;

  if (!find (object, where, member, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (where, member, _ ("a text"), error);
  *value = json_node_get_string (node);
  return TRUE;
}

/**
 * byline_json_get_range:
 * @min: the least value allowed
 * @max: the greatest value allowed
 * @value: (out): the number; left alone when the member is absent
 *
 * Like byline_json_get_string(). `3.0` is a whole number too, as JSON Schema has
 * it.
 */
gboolean
byline_json_get_range (JsonObject *object, const char *where, const char *member, gboolean required, guint min, guint max, guint *value, GError **error)
{
  JsonNode *node;
  double number = -1;

  if (!find (object, where, member, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;

  if (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
    number = json_node_get_double (node);
  if (!(number >= min && number <= max && number == (guint) number))
    {
      g_autofree char *expected = g_strdup_printf (_ ("a whole number from %u to %u"), min, max);
      return fail (where, member, expected, error);
    }
  *value = (guint) number;
  return TRUE;
}

/* The same from 0 on. */
gboolean
byline_json_get_uint (JsonObject *object, const char *where, const char *member, gboolean required, guint max, guint *value, GError **error)
{
  return byline_json_get_range (object, where, member, required, 0, max, value, error);
}

/**
 * byline_json_get_boolean:
 * @value: (out): `true` or `false`; left alone when the member is absent
 *
 * Like byline_json_get_string().
 */
gboolean
byline_json_get_boolean (JsonObject *object, const char *where, const char *member, gboolean required, gboolean *value, GError **error)
{
  JsonNode *node;

  if (!find (object, where, member, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fail (where, member, _ ("true or false"), error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * byline_json_get_object:
 * @value: (out) (transfer none): left alone when the member is absent
 *
 * Like byline_json_get_string().
 */
gboolean
byline_json_get_object (JsonObject *object, const char *where, const char *member, gboolean required, JsonObject **value, GError **error)
{
  JsonNode *node;

  if (!find (object, where, member, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (where, member, _ ("an object"), error);
  *value = json_node_get_object (node);
  return TRUE;
}

/**
 * byline_json_get_array:
 * @value: (out) (transfer none): left alone when the member is absent
 *
 * Like byline_json_get_string().
 */
gboolean
byline_json_get_array (JsonObject *object, const char *where, const char *member, gboolean required, JsonArray **value, GError **error)
{
  JsonNode *node;

  if (!find (object, where, member, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (where, member, _ ("a list"), error);
  *value = json_node_get_array (node);
  return TRUE;
}

static gboolean
has_type (JsonNode *node, BylineJsonTypes types)
{
  return ((types & BYLINE_JSON_TEXT) != 0 && json_node_get_value_type (node) == G_TYPE_STRING)
         || ((types & BYLINE_JSON_OBJECT) != 0 && JSON_NODE_HOLDS_OBJECT (node));
}

/**
 * byline_json_check_type:
 * @types: what the member may be; with %BYLINE_JSON_LIST also a list of such
 *
 * Looks at a member that is kept as it is, and need not be there.
 *
 * Returns: whether it has one of these types
 */
gboolean
byline_json_check_type (JsonObject *object, const char *where, const char *member, BylineJsonTypes types, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  gboolean sound = node == NULL || has_type (node, types);

  if (node != NULL && (types & BYLINE_JSON_LIST) != 0 && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      sound = TRUE;
      for (guint i = 0; sound && i < json_array_get_length (array); i++)
        sound = has_type (json_array_get_element (array, i), types);
    }
  if (sound)
    return TRUE;
  return fail (where, member,
               types == BYLINE_JSON_TEXT              ? _ ("a text")
               : types == BYLINE_JSON_TEXTS           ? _ ("a text or a list of texts")
               : types == BYLINE_JSON_OBJECTS         ? _ ("an object or a list of objects")
               : (types & BYLINE_JSON_LIST) != 0      ? _ ("a text, an object, or a list of these")
                                                      : _ ("a text or an object"),
               error);
}

/**
 * byline_json_check_language_map:
 *
 * Looks at a member that is kept as it is, and need not be there.
 *
 * Returns: whether it is an object with a text for each language
 */
gboolean
byline_json_check_language_map (JsonObject *object, const char *where, const char *member, GError **error)
{
  JsonObject *map = NULL;
  g_autoptr (GList) languages = NULL;

  if (!byline_json_get_object (object, where, member, FALSE, &map, error))
    return FALSE;
  languages = map != NULL ? json_object_get_members (map) : NULL;
  for (GList *link = languages; link != NULL; link = link->next)
    if (json_node_get_value_type (json_object_get_member (map, link->data)) != G_TYPE_STRING)
      {
        g_autofree char *place = g_strconcat (where, *where != '\0' ? ": " : "", member, NULL);
        return fail (place, link->data, _ ("a text"), error);
      }
  return TRUE;
}

JsonNode *
byline_json_new_string (const char *value)
{
  return json_node_init_string (json_node_alloc (), value);
}

JsonNode *
byline_json_new_uint (guint value)
{
  return json_node_init_int (json_node_alloc (), value);
}

/* Both take a reference of their own. */
JsonNode *
byline_json_new_object (JsonObject *object)
{
  return json_node_init_object (json_node_alloc (), object);
}

JsonNode *
byline_json_new_array (JsonArray *array)
{
  return json_node_init_array (json_node_alloc (), array);
}

/* The place of a member that is not there yet: behind the last one that comes
 * before it in @order, so that a file keeps one order however it came about. */
static GList *
find_predecessor (GList *names, const char *const *order, const char *member)
{
  GList *predecessor = NULL;

  for (GList *link = names; link != NULL; link = link->next)
    for (guint i = 0; order[i] != NULL && !g_str_equal (order[i], member); i++)
      if (g_str_equal (order[i], link->data))
        predecessor = link;
  return predecessor;
}

/**
 * byline_json_replace:
 * @object: an object, which is not changed
 * @order: (array zero-terminated=1): the order in which Byline writes members
 * @member: a member name
 * @value: (nullable) (transfer full): what it shall be; %NULL: it shall not be there
 *
 * Copies @object with one member changed, added or left out. The others are
 * shared, and stay in their order, known to Byline or not.
 *
 * Returns: (transfer full): the copy
 */
JsonObject *
byline_json_replace (JsonObject *object, const char *const *order, const char *member, JsonNode *value)
{
  g_autoptr (JsonNode) node = value;
  g_autoptr (GList) names = json_object_get_members (object);
  GList *old = g_list_find_custom (names, member, (GCompareFunc) g_strcmp0);
  JsonObject *copy = json_object_new ();

  if (old == NULL && node != NULL)
    {
      GList *predecessor = find_predecessor (names, order, member);
      names = g_list_insert_before (names, predecessor != NULL ? predecessor->next : names, (gpointer) member);
    }

  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *name = link->data;

      if (!g_str_equal (name, member))
        json_object_set_member (copy, name, json_node_ref (json_object_get_member (object, name)));
      else if (node != NULL)
        json_object_set_member (copy, name, json_node_ref (node));
    }
  return copy;
}
