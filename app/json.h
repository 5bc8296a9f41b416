/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define BYLINE_JSON_MAX_DEPTH 64

/* json.c */
JsonNode   *byline_json_parse       (const char *data, gsize size, gsize max_size, GError **error);
void        byline_json_reserve     (guint size);

/* json-print.c */
char       *byline_json_print       (JsonNode *node, gsize *size);

/* json-members.c. Typed reads. @where names the object in messages
 * ("annotation 3"); "" for none. An absent optional member leaves *value alone
 * and returns TRUE; a wrong type is BYLINE_ERROR_VALUE. Strings and objects are
 * borrowed from @object. */
gboolean    byline_json_get_string  (JsonObject *object, const char *where, const char *member, gboolean required, const char **value, GError **error);
gboolean    byline_json_get_uint    (JsonObject *object, const char *where, const char *member, gboolean required, guint max, guint *value, GError **error);
gboolean    byline_json_get_range   (JsonObject *object, const char *where, const char *member, gboolean required, guint min, guint max, guint *value, GError **error);
gboolean    byline_json_get_boolean (JsonObject *object, const char *where, const char *member, gboolean required, gboolean *value, GError **error);
gboolean    byline_json_get_object  (JsonObject *object, const char *where, const char *member, gboolean required, JsonObject **value, GError **error);
gboolean    byline_json_get_array   (JsonObject *object, const char *where, const char *member, gboolean required, JsonArray **value, GError **error);

/* Members that need not be there, and are kept as they are. */
typedef enum
{
  BYLINE_JSON_TEXT = 1,
  BYLINE_JSON_OBJECT = 2,
  BYLINE_JSON_LIST = 4,
  BYLINE_JSON_TEXTS = BYLINE_JSON_TEXT | BYLINE_JSON_LIST,
  BYLINE_JSON_OBJECTS = BYLINE_JSON_OBJECT | BYLINE_JSON_LIST,
} BylineJsonTypes;

gboolean    byline_json_check_type  (JsonObject *object, const char *where, const char *member, BylineJsonTypes types, GError **error);
gboolean    byline_json_check_language_map (JsonObject *object, const char *where, const char *member, GError **error);

/* Nodes made in one call, and a copy of an object with one member changed. */
JsonNode   *byline_json_new_string  (const char *value);
JsonNode   *byline_json_new_uint    (guint value);
JsonNode   *byline_json_new_object  (JsonObject *object);
JsonNode   *byline_json_new_array   (JsonArray *array);
JsonObject *byline_json_replace     (JsonObject *object, const char *const *order, const char *member, JsonNode *value);

G_END_DECLS
