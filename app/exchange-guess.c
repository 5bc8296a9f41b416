/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "json.h"

#include <string.h>

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const gsize length = strlen (name), tail = strlen (suffix);

  return length >= tail && g_ascii_strcasecmp (name + length - tail, suffix) == 0;
}

static gboolean
has_any (JsonObject *object, const char *const *members)
{
  for (guint i = 0; members[i] != NULL; i++)
    if (json_object_has_member (object, members[i]))
      return TRUE;
  return FALSE;
}

/* Of the short form of Label Studio, `label` has regions with `labels` of their own. */
static gboolean
has_regions (JsonObject *object)
{
  JsonNode *label = json_object_get_member (object, "label");
  JsonArray *regions = label != NULL && JSON_NODE_HOLDS_ARRAY (label) ? json_node_get_array (label) : NULL;
  JsonNode *first = regions != NULL && json_array_get_length (regions) > 0 ? json_array_get_element (regions, 0) : NULL;

  return first != NULL && JSON_NODE_HOLDS_OBJECT (first) && json_object_has_member (json_node_get_object (first), "labels");
}

/* By the members that only one of the formats has. */
static BylineExchangeFormat
guess_object (JsonObject *object)
{
  static const char *const cas[] = { "%SOFAS", "%FEATURE_STRUCTURES", "%TYPES", "%VIEWS", NULL };
  static const char *const hypothesis[] = { "rows", "export_date", "export_userid", "client_version", NULL };
  static const char *const post[] = { "uri", "user", NULL };
  static const char *const label_studio[] = { "annotations", "completions", "predictions", NULL };
  static const char *const doccano[] = { "label", "labels", "entities", NULL };

  if (has_any (object, cas))
    return BYLINE_EXCHANGE_CAS;
  if (has_any (object, hypothesis) || (json_object_has_member (object, "tags") && has_any (object, post)))
    return BYLINE_EXCHANGE_HYPOTHESIS;
  if ((json_object_has_member (object, "data") && has_any (object, label_studio)) || has_regions (object))
    return BYLINE_EXCHANGE_LABEL_STUDIO;
  if (json_object_has_member (object, "text") && has_any (object, doccano) && !json_object_has_member (object, "target"))
    return BYLINE_EXCHANGE_DOCCANO;
  return BYLINE_EXCHANGE_WEB_ANNOTATION;
}

static BylineExchangeFormat
guess_json (const char *data, gsize size)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, G_MAXINT, NULL);
  JsonNode *first = root;

  if (root == NULL)
    {
      /* Several lines, each of them JSON. */
      const char *end = memchr (data, '\n', size);
      g_autoptr (JsonNode) line = end != NULL ? byline_json_parse (data, end - data, G_MAXINT, NULL) : NULL;

      return line != NULL && JSON_NODE_HOLDS_OBJECT (line) ? BYLINE_EXCHANGE_DOCCANO : BYLINE_EXCHANGE_WEB_ANNOTATION;
    }
  if (JSON_NODE_HOLDS_ARRAY (root))
    first = json_array_get_length (json_node_get_array (root)) > 0 ? json_array_get_element (json_node_get_array (root), 0) : NULL;
  return first != NULL && JSON_NODE_HOLDS_OBJECT (first) ? guess_object (json_node_get_object (first)) : BYLINE_EXCHANGE_WEB_ANNOTATION;
}

/**
 * byline_exchange_guess:
 * @name: the file's name, `-` for none
 * @data: (array length=size): its bytes
 * @size: bytes
 *
 * Returns: the format that it probably has: by the end of the name where that
 *   tells, else by the content
 */
BylineExchangeFormat
byline_exchange_guess (const char *name, const char *data, gsize size)
{
  gsize at = 0;

  if (has_suffix (name, ".ann"))
    return BYLINE_EXCHANGE_BRAT;
  if (has_suffix (name, ".csv") || has_suffix (name, ".tsv"))
    return BYLINE_EXCHANGE_CSV;
  if (has_suffix (name, ".jsonl") || has_suffix (name, ".ndjson"))
    return BYLINE_EXCHANGE_DOCCANO;
  if (has_suffix (name, ".byline.json"))
    return BYLINE_EXCHANGE_WEB_ANNOTATION;

  while (at < size && g_ascii_isspace (data[at]))
    at++;
  if (has_suffix (name, ".json") || (at < size && (data[at] == '{' || data[at] == '[')))
    return guess_json (data, size);
  if (at + 1 < size && strchr ("TERAMN#*", data[at]) != NULL && (g_ascii_isdigit (data[at + 1]) || data[at + 1] == '\t'))
    return BYLINE_EXCHANGE_BRAT;
  return at < size ? BYLINE_EXCHANGE_CSV : BYLINE_EXCHANGE_BRAT;
}
