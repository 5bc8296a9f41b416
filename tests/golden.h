/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <math.h>

/* The root of one of the golden files; free with json_node_unref(). */
static inline JsonNode *
golden_load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  json_parser_load_from_file (parser, g_test_get_filename (G_TEST_DIST, "golden", name, NULL), &error);
  g_assert_no_error (error);
  return json_node_ref (json_parser_get_root (parser));
}

static inline JsonArray *
golden_get_array (JsonNode *root, const char *member)
{
  return json_object_get_array_member (json_node_get_object (root), member);
}

/* Golden files write "NaN" where a value is undefined. */
static inline void
golden_assert_close (JsonObject *object, const char *member, double actual, double tolerance)
{
  JsonNode *node = json_object_get_member (object, member);

  g_assert_nonnull (node);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_assert_true (isnan (actual));
      return;
    }

  const double expected = json_node_get_double (node);
  if (!(fabs (actual - expected) <= tolerance * MAX (1.0, fabs (expected))))
    g_error ("%s is %.17g, not %.17g", member, actual, expected);
}
