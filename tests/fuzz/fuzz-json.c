/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is accepted is what json-glib would read too, and has one printed form. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = byline_json_parse ((const char *) data, size, 1 << 20, &error);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gsize length;

  g_assert_true ((root == NULL) == (error != NULL));
  if (root == NULL)
    return 0;

  once = byline_json_print (root, &length);
  g_assert_true (g_utf8_validate (once, length, NULL));
  again = byline_json_parse (once, length, 1 << 30, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (root, again));
  twice = byline_json_print (again, NULL);
  g_assert_cmpstr (once, ==, twice);
  return 0;
}
