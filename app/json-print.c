/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <string.h>

static void print_node (GString *out, JsonNode *node, guint depth);

static void
print_string (GString *out, const char *string)
{
  g_string_append_c (out, '"');
  for (const char *run = string;; string++)
    {
      static const char letters[] = "\"\\\b\f\n\r\t", escapes[] = "\"\\bfnrt";
      const char *letter;

      if ((guchar) *string >= 0x20 && *string != '"' && *string != '\\')
        continue;

      g_string_append_len (out, run, string - run);
      if (*string == '\0')
        break;
      letter = strchr (letters, *string);
      if (letter != NULL)
        g_string_append_printf (out, "\\%c", escapes[letter - letters]);
      else
        g_string_append_printf (out, "\\u%04x", (guint) *string);
      run = string + 1;
    }
  g_string_append_c (out, '"');
}

/* The shortest digits that read back as the same number, with a mark that it
 * was not written as an integer. */
static void
print_double (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint digits = 15; digits <= 17; digits++)
    {
      char format[] = "%.15g";

      format[3] = '0' + digits % 10;
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

static void
print_value (GString *out, JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      print_string (out, json_node_get_string (node));
      break;
    case G_TYPE_BOOLEAN:
      g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_DOUBLE:
      print_double (out, json_node_get_double (node));
      break;
    default:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
    }
}

static void
print_line_start (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

static void
print_array (GString *out, JsonArray *array, guint depth)
{
  const guint n = json_array_get_length (array);

  g_string_append_c (out, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      print_line_start (out, depth + 1);
      print_node (out, json_array_get_element (array, i), depth + 1);
    }
  if (n > 0)
    print_line_start (out, depth);
  g_string_append_c (out, ']');
}

static void
print_object (GString *out, JsonObject *object, guint depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      print_line_start (out, depth + 1);
      print_string (out, name);
      g_string_append (out, ": ");
      print_node (out, value, depth + 1);
    }
  if (!first)
    print_line_start (out, depth);
  g_string_append_c (out, '}');
}

static void
print_node (GString *out, JsonNode *node, guint depth)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      print_object (out, json_node_get_object (node), depth);
      break;
    case JSON_NODE_ARRAY:
      print_array (out, json_node_get_array (node), depth);
      break;
    case JSON_NODE_VALUE:
      print_value (out, node);
      break;
    default:
      g_string_append (out, "null");
    }
}

/**
 * byline_json_print:
 * @node: the root of a tree
 * @size: (out) (optional): bytes without the terminating NUL
 *
 * Writes a tree as Byline's files have it: UTF-8, members in the order in which
 * they were set, two spaces a level, LF, one at the end. The same tree always
 * gives the same bytes. (Python's `json.dumps(…, indent=2, ensure_ascii=False)`
 * gives them too.)
 *
 * Returns: (transfer full): the text
 */
char *
byline_json_print (JsonNode *node, gsize *size)
{
  GString *out = g_string_sized_new (4096);

  g_return_val_if_fail (node != NULL, NULL);

  print_node (out, node, 0);
  g_string_append_c (out, '\n');
  if (size != NULL)
    *size = out->len;
  return g_string_free (out, FALSE);
}
