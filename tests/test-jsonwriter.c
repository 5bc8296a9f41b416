/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jsonwriter.h"

#include <json-glib/json-glib.h>

static void
write_sample (BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "text", "a \"b\" \\ \n\x01 ü");
  byline_json_writer_string (writer, "nothing", NULL);
  byline_json_writer_open (writer, "numbers", '[');
  byline_json_writer_uint (writer, NULL, 0);
  byline_json_writer_uint (writer, NULL, G_MAXUINT64);
  byline_json_writer_close (writer, ']');
  byline_json_writer_open (writer, "empty", '{');
  byline_json_writer_close (writer, '}');
  byline_json_writer_boolean (writer, "yes", TRUE);
  byline_json_writer_close (writer, '}');
}

static void
test_indented (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, FALSE);

  write_sample (&writer);
  g_assert_cmpstr (out->str, ==,
                   "{\n"
                   "  \"text\": \"a \\\"b\\\" \\\\ \\u000a\\u0001 ü\",\n"
                   "  \"nothing\": null,\n"
                   "  \"numbers\": [\n"
                   "    0,\n"
                   "    18446744073709551615\n"
                   "  ],\n"
                   "  \"empty\": {},\n"
                   "  \"yes\": true\n"
                   "}");
}

static void
test_compact (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);

  write_sample (&writer);
  g_assert_cmpstr (out->str, ==,
                   "{\"text\": \"a \\\"b\\\" \\\\ \\u000a\\u0001 ü\", \"nothing\": null, "
                   "\"numbers\": [0, 18446744073709551615], \"empty\": {}, \"yes\": true}");
}

/* What others wrote stands between what one writes oneself, as if it were one's own. */
static void
test_begin (void)
{
  for (guint compact = 0; compact < 2; compact++)
    {
      g_autoptr (GString) out = g_string_new (NULL), own = g_string_new (NULL), sample = g_string_new (NULL);
      BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, compact), whole = BYLINE_JSON_WRITER_INIT (own, compact), other = BYLINE_JSON_WRITER_INIT (sample, compact);

      byline_json_writer_open (&writer, NULL, '[');
      byline_json_writer_open (&whole, NULL, '[');
      other.depth = writer.depth;
      write_sample (&other);
      for (guint i = 0; i < 3; i++)
        {
          byline_json_writer_begin (&writer);
          g_string_append (out, sample->str);
          byline_json_writer_uint (&writer, NULL, i);
          write_sample (&whole);
          byline_json_writer_uint (&whole, NULL, i);
        }
      byline_json_writer_close (&writer, ']');
      byline_json_writer_close (&whole, ']');
      g_assert_cmpstr (out->str, ==, own->str);
    }
}

/* Every number comes back as it was, and every text. */
static void
test_reads_back (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      const guint number = g_test_rand_int ();
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, round % 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = NULL;
      JsonObject *object;

      for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
        g_string_append_unichar (text, g_test_rand_int_range (1, i % 2 ? 128 : 0xD800));
      byline_json_writer_open (&writer, NULL, '{');
      byline_json_writer_uint (&writer, "uint", number);
      byline_json_writer_string (&writer, "text", text->str);
      byline_json_writer_close (&writer, '}');

      root = json_from_string (out->str, &error);
      g_assert_no_error (error);
      object = json_node_get_object (root);
      g_assert_cmpint (json_object_get_int_member (object, "uint"), ==, number);
      g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, text->str);
    }
}

static void
test_double (void)
{
  static const double values[] = { 0, 1, 0.1, 2.0 / 3, 1e-300, 123456789012345678.0, -0.4357 };
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *array;

  byline_json_writer_open (&writer, NULL, '[');
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    byline_json_writer_double (&writer, NULL, values[i]);
  byline_json_writer_double (&writer, NULL, G_MAXDOUBLE * 10);
  byline_json_writer_close (&writer, ']');

  g_assert_true (g_str_has_prefix (out->str, "[0, 1, 0.1, 0.6666666666666666, 1e-300, "));
  root = json_from_string (out->str, NULL);
  array = json_node_get_array (root);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpfloat (json_array_get_double_element (array, i), ==, values[i]);
  g_assert_true (json_array_get_null_element (array, G_N_ELEMENTS (values)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jsonwriter/indented", test_indented);
  g_test_add_func ("/jsonwriter/compact", test_compact);
  g_test_add_func ("/jsonwriter/begin", test_begin);
  g_test_add_func ("/jsonwriter/reads-back", test_reads_back);
  g_test_add_func ("/jsonwriter/double", test_double);
  return g_test_run ();
}
