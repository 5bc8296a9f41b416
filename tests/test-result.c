/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

#include "scored.h"

#include <json-glib/json-glib.h>

#define TEXT "The lamps failed twice, Ana Ferro said. The log shows it. A shame, really."

static void
init (Scored *scored)
{
  scored_init (scored, TEXT);
  scored_mark (scored, scored->key, "claim", "The lamps failed twice");
  scored_mark (scored, scored->key, "attribution", "Ana Ferro said");
  scored_mark (scored, scored->key, "evidence", "The log shows it");
  scored_mark (scored, scored->work, "claim", "The lamps failed twice");
  scored_mark (scored, scored->work, "claim", "Ana Ferro said. The");
  scored_mark (scored, scored->work, "evidence", "log shows");
  byline_annotations_set_creator (scored->work, "urn:uuid:1", "=Heron, \"07\"");
  byline_annotations_set_attempt (scored->work, 2);
  scored_compare (scored, NULL);
}

static BylineResult
make_result (const Scored *scored)
{
  return (BylineResult) { "a.json", scored->key, byline_tag_set_get_default (), scored->work, scored->score, NULL };
}

static JsonObject *
get_at (JsonObject *object, const char *array, guint index)
{
  return json_array_get_object_element (json_object_get_array_member (object, array), index);
}

static void
test_json (void)
{
  Scored scored;
  BylineResult result;
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object, *item;

  init (&scored);
  result = make_result (&scored);
  byline_result_write_json (&result, &writer);
  root = json_from_string (out->str, NULL);
  object = json_node_get_object (root);

  g_assert_cmpstr (json_object_get_string_member (object, "file"), ==, "a.json");
  g_assert_cmpstr (json_object_get_string_member (object, "creator"), ==, "=Heron, \"07\"");
  g_assert_cmpstr (json_object_get_string_member (object, "article"), ==, "a");
  g_assert_cmpint (json_object_get_int_member (object, "attempt"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "score_bp"), ==, scored.score->score_bp);
  g_assert_cmpint (json_object_get_int_member (object, "required"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "marks"), ==, 3);

  item = get_at (object, "items", 0);
  g_assert_cmpstr (json_object_get_string_member (item, "id"), ==, byline_annotations_get (scored.key, 0)->id);
  g_assert_cmpstr (json_object_get_string_member (item, "outcome"), ==, "exact");
  g_assert_cmpstr (json_object_get_string_member (item, "span"), ==, byline_annotations_get (scored.work, 0)->id);
  item = get_at (object, "items", 1);
  g_assert_cmpstr (json_object_get_string_member (item, "outcome"), ==, "wrong_tag");
  item = get_at (object, "spans", 2);
  g_assert_cmpstr (json_object_get_string_member (item, "outcome"), ==, "partial");
  g_assert_cmpstr (json_object_get_string_member (item, "item"), ==, byline_annotations_get (scored.key, 2)->id);
  g_assert_false (json_object_has_member (item, "hint"));

  item = json_object_get_object_member (json_object_get_object_member (object, "bands"), "source");
  g_assert_cmpint (json_object_get_int_member (item, "wrong_tag"), ==, 1);
  g_assert_true (json_object_get_null_member (item, "band"));
  item = json_object_get_object_member (json_object_get_object_member (object, "confusion"), "attribution");
  g_assert_cmpint (json_object_get_int_member (item, "claim"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (item, "none"), ==, 0);
  scored_clear (&scored);
}

static void
test_hint (void)
{
  Scored scored;
  BylineResult result;
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *hint;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "opinion", "shame");
  scored_mark (&scored, scored.work, "opinion", TEXT);
  scored_compare (&scored, NULL);
  result = make_result (&scored);
  byline_result_write_json (&result, &writer);
  root = json_from_string (out->str, NULL);

  hint = json_object_get_object_member (get_at (json_node_get_object (root), "spans", 0), "hint");
  g_assert_cmpstr (json_object_get_string_member (hint, "type"), ==, "covers");
  g_assert_cmpstr (json_object_get_string_member (hint, "item"), ==, byline_annotations_get (scored.key, 0)->id);
  scored_clear (&scored);
}

static void
test_damaged (void)
{
  const BylineResult result = { .file = "b, c.json", .tags = byline_tag_set_get_default (), .error = "no “good”" };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) csv = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (json, TRUE);

  byline_result_write_json (&result, &writer);
  g_assert_cmpstr (json->str, ==, "{\"file\": \"b, c.json\", \"error\": \"no “good”\"}");
  byline_result_append_csv (&result, csv);
  g_assert_cmpstr (csv->str, ==, "\"b, c.json\",,,,no “good”,,,,,,,,,,,,,,,,\r\n");
}

static guint
count_commas (const char *text)
{
  guint n = 0;

  for (gboolean quoted = FALSE; *text != '\0' && *text != '\r'; text++)
    {
      quoted ^= *text == '"';
      n += *text == ',' && !quoted;
    }
  return n;
}

static void
test_csv (void)
{
  Scored scored;
  BylineResult result;
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GString) error = g_string_new (NULL);

  init (&scored);
  result = make_result (&scored);
  byline_result_append_csv_header (byline_tag_set_get_default (), head);
  byline_result_append_csv (&result, row);
  byline_result_append_csv (&(BylineResult) { .file = "b", .tags = byline_tag_set_get_default (), .error = "" }, error);

  g_assert_true (g_str_has_suffix (head->str, "surplus,statement_found,statement_of,statement_edges_bp,statement_wrong_tag,statement_band,"
                                              "source_found,source_of,source_edges_bp,source_wrong_tag,source_band\r\n"));
  /* A name that a spreadsheet would calculate is none any more. */
  g_assert_true (g_str_has_prefix (row->str, "a.json,\"'=Heron, \"\"07\"\"\",a,2,,"));
  g_assert_cmpuint (count_commas (head->str), ==, count_commas (row->str));
  g_assert_cmpuint (count_commas (head->str), ==, count_commas (error->str));
  scored_clear (&scored);
}

static void
test_items_csv (void)
{
  Scored scored;
  BylineResult result;
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  init (&scored);
  result = make_result (&scored);
  byline_result_append_items_csv_header (out);
  byline_result_append_items_csv (&result, out);
  byline_result_append_items_csv (&(BylineResult) { .file = "b", .error = "" }, out);
  lines = g_strsplit (out->str, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (count_commas (lines[i]), ==, count_commas (lines[0]));
  g_assert_nonnull (strstr (lines[2], ",attribution,false,wrong_tag,"));
  scored_clear (&scored);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/result/json", test_json);
  g_test_add_func ("/result/hint", test_hint);
  g_test_add_func ("/result/damaged", test_damaged);
  g_test_add_func ("/result/csv", test_csv);
  g_test_add_func ("/result/items-csv", test_items_csv);
  return g_test_run ();
}
