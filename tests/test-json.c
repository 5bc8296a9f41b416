/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "json.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_SIZE (64 * 1024 * 1024)

static JsonNode *
parse (const char *text, GError **error)
{
  return byline_json_parse (text, strlen (text), MAX_SIZE, error);
}

static void
assert_refused (const char *text, gsize size, int code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_json_parse (text, size, MAX_SIZE, &error));
  g_assert_error (error, BYLINE_ERROR, code);
  if (message != NULL && strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

/* Every file of a corpus folder; a sound one must also print to a stable form. */
static void
test_corpus (gconstpointer data)
{
  const gboolean accept = strcmp (data, "accept") == 0;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpus", data, "json", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; n_files++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &text, &size, NULL));
      node = byline_json_parse (text, size, MAX_SIZE, &error);
      if (accept != (node != NULL))
        g_error ("%s: %s", path, error != NULL ? error->message : "was accepted");

      if (accept)
        {
          g_autofree char *once = byline_json_print (node, &size);
          g_autoptr (JsonNode) again = byline_json_parse (once, size, MAX_SIZE, &error);
          g_autofree char *twice = NULL;

          g_assert_no_error (error);
          g_assert_true (json_node_equal (node, again));
          twice = byline_json_print (again, NULL);
          g_assert_cmpstr (once, ==, twice);
        }
      else
        g_assert_cmpstr (g_quark_to_string (error->domain), ==, "byline-error-quark");
    }
  g_assert_cmpuint (n_files, >, 20);
}

static void
test_messages_name_line_and_column (void)
{
  const struct { const char *text, *message; } cases[] = {
    { "{\n  \"ä🌊\": 01\n}", "line 2, column 9: a number may not begin with 0" },
    { "[1, 2", "line 1, column 6: the file ends where “,” or “]” should be" },
    { "{\"a\": 1,\n \"b\": 2,\n \"a\": 3, \"b\": 4}", "line 3, column 2: the member “a” stands twice" },
    { "[\"\\u0000\"]", "line 1, column 3: “\\u0000”" },
    { "[\"\\ud800x\"]", "“\\ud800” is half a character" },
    { "[1] /* x */", "comments are not allowed" },
    { "['a']", "double quotes" },
    { "[1,]", "line 1, column 4: there is “]” where a value should be" },
    { "[\x01]", "there is “U+0001” where" },
    { "[\"\n\"]", "control character" },
    { "[99999999999999999999]", "line 1, column 2: this number is too large" },
    { "\n\n[\xff]", "line 3, column 2: this is not UTF-8 text (byte 0xFF)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, strlen (cases[i].text), BYLINE_ERROR_SYNTAX, cases[i].message);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse ("[-9223372036854775808, 2.0, \"\\ud83c\\udf0a\\n\", true, null, -0, {\"b\": 1, \"a\": 2}]", &error);
  JsonArray *array;
  g_autoptr (GList) names = NULL;

  g_assert_no_error (error);
  array = json_node_get_array (root);
  g_assert_cmpint (json_array_get_int_element (array, 0), ==, G_MININT64);
  g_assert_true (json_node_get_value_type (json_array_get_element (array, 1)) == G_TYPE_DOUBLE);
  g_assert_cmpstr (json_array_get_string_element (array, 2), ==, "🌊\n");
  g_assert_true (json_array_get_boolean_element (array, 3));
  g_assert_true (json_array_get_null_element (array, 4));
  g_assert_true (json_node_get_value_type (json_array_get_element (array, 5)) == G_TYPE_DOUBLE);
  names = json_object_get_members (json_array_get_object_element (array, 6));
  g_assert_cmpstr (names->data, ==, "b");
}

static void
test_print (void)
{
  const char *text =
    "{\n"
    "  \"z\": [],\n"
    "  \"a\": {},\n"
    "  \"text\": \"é 🌊 \\\" \\\\ / \\b\\f\\n\\r\\t \\u001b \x7f\",\n"
    "  \"numbers\": [\n"
    "    0,\n"
    "    -7,\n"
    "    0.1,\n"
    "    -0.0,\n"
    "    1e+300,\n"
    "    3.0\n"
    "  ],\n"
    "  \"nested\": {\n"
    "    \"yes\": true,\n"
    "    \"nothing\": null\n"
    "  }\n"
    "}\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse (text, &error);
  g_autofree char *printed = NULL;
  gsize size;

  g_assert_no_error (error);
  printed = byline_json_print (root, &size);
  g_assert_cmpstr (printed, ==, text);
  g_assert_cmpuint (size, ==, strlen (text));
}

static void
test_hostile_nesting (void)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *braces = g_malloc (600000);

  for (guint i = 0; i < 100000; i++)
    memcpy (braces + 6 * i, "[{\"\": ", 6);
  assert_refused (brackets, 100000, BYLINE_ERROR_SYNTAX, "line 1, column 65: values are nested more than 64 deep");
  assert_refused (braces, 600000, BYLINE_ERROR_SYNTAX, "nested more than 64 deep");
}

static void
test_size_cap (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) fits = byline_json_parse ("[1, 2]", 6, 6, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fits);
  g_assert_null (byline_json_parse ("[1, 2]", 6, 5, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

/* Files within the size cap whose trees would not fit in memory. */
static void
test_value_cap (void)
{
  const char *units[] = { "[],", "{\"\":0}," };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *text = g_malloc (MAX_SIZE);
      const gsize length = strlen (units[i]);
      gsize size = 1;

      text[0] = '[';
      for (; size + length < MAX_SIZE; size += length)
        memcpy (text + size, units[i], length);
      assert_refused (text, size, BYLINE_ERROR_TOO_LARGE, NULL);
    }
}

static void
test_many_members (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, "\"m%u\": 0,\n", i);
  text->str[text->len - 2] = '}';

  root = byline_json_parse (text->str, text->len, MAX_SIZE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (root)), ==, 1000000);

  text->str[text->len - 2] = ',';
  g_string_append (text, "\"m777\": 1}");
  assert_refused (text->str, text->len, BYLINE_ERROR_SYNTAX, "line 1000001, column 1: the member “m777” stands twice");
}

/* “ab” and “bA” have one hash value in g_str_hash(), and so has every row of
 * them: a hash table with such names is a list. */
static void
test_names_of_one_hash (void)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < 1 << 16; i++)
    {
      g_string_append_c (text, '"');
      for (guint bit = 0; bit < 16; bit++)
        g_string_append (text, i >> bit & 1 ? "ab" : "bA");
      g_string_append (text, "\":0,");
    }
  text->str[text->len - 1] = '}';
  assert_refused (text->str, text->len, BYLINE_ERROR_SYNTAX, "made to slow a reader down");
}

static void
append_random_string (GString *out, GRand *rand)
{
  static const char *pieces[] = { "a", "Z", "\\n", "\\\"", "\\\\", "é", "🌊", "\\u00e9", "\\ud83c\\udf0a", " ", "/", "\\/", "‏", "0" };

  g_string_append_c (out, '"');
  for (guint n = g_rand_int_range (rand, 0, 8); n > 0; n--)
    g_string_append (out, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  g_string_append_c (out, '"');
}

static void
append_random_value (GString *out, GRand *rand, guint depth)
{
  static const char *words[] = { "true", "false", "null", "0", "-3", "1.5", "2e9", "123456789012", "0.1" };
  const int kind = g_rand_int_range (rand, 0, depth < 5 ? 5 : 3);
  const guint n = g_rand_int_range (rand, 0, 5);

  if (kind == 0)
    append_random_string (out, rand);
  else if (kind < 3)
    g_string_append (out, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  else
    {
      g_string_append (out, kind == 3 ? "[" : "{ ");
      for (guint i = 0; i < n; i++)
        {
          g_string_append (out, i > 0 ? ", " : "");
          if (kind == 4)
            g_string_append_printf (out, "\"%u\" :", i * 7919 % 13);
          append_random_value (out, rand, depth + 1);
        }
      g_string_append (out, kind == 3 ? "]" : "\n}");
    }
}

/* What json-glib itself reads from a sound text is what this reader reads. */
static void
test_same_tree_as_json_glib (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) ours = NULL, theirs = NULL, again = NULL;
      g_autofree char *printed = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      append_random_value (text, rand, 0);
      ours = byline_json_parse (text->str, text->len, MAX_SIZE, &error);
      g_assert_no_error (error);
      theirs = json_from_string (text->str, &error);
      g_assert_no_error (error);
      g_assert_true (json_node_equal (ours, theirs));

      printed = byline_json_print (ours, &size);
      again = byline_json_parse (printed, size, MAX_SIZE, &error);
      g_assert_no_error (error);
      g_assert_true (json_node_equal (ours, again));
    }
}

/* Damage never crashes, and whatever is still accepted prints stably. */
static void
test_random_damage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_refused = 0;

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      append_random_value (text, rand, 0);
      for (guint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        text->str[g_rand_int_range (rand, 0, text->len)] = g_rand_int_range (rand, 0, 256);
      node = byline_json_parse (text->str, text->len, MAX_SIZE, &error);
      g_assert_true ((node == NULL) == (error != NULL));
      n_refused += node == NULL;
    }
  g_assert_cmpuint (n_refused, >, 2500);
}

/* What a text costs is known to the byte: so much room is enough, a byte less is not,
 * and neither the estimate nor the reading thinks otherwise. */
static void
test_room (void)
{
  const guint limit = 780 * 1024 * 1024, scalar = 80, array = 144, object = 304, string = 116, name = 148;
  const struct { const char *text; guint cost; } cases[] = {
    { "[]", array },
    { " [ 1 , -2.5e3,true,\tnull ]\n", array + 4 * scalar },
    { "[\"\",\"abc\",\"]{},:\"]", array + 3 * string + 8 },
    { "[\"\\\"\",\"\\\\\",\"\\u00e9\\ud83c\\udf0a\",\"\\n\"]", array + 4 * string + 1 + 1 + 6 + 1 },
    { "{\"a\" : {\"bc\":[\"d\"]}, \"e\\u0041\":0}", object + name + 1 + object + name + 2 + array + string + 1 + name + 2 + scalar },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) enough = NULL, less = NULL;

      byline_json_reserve (limit - cases[i].cost);
      enough = byline_json_parse (cases[i].text, strlen (cases[i].text), 1000, &error);
      g_assert_no_error (error);
      byline_json_reserve (limit - cases[i].cost + 1);
      less = byline_json_parse (cases[i].text, strlen (cases[i].text), 1000, &error);
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
      g_assert_null (less);
    }
  byline_json_reserve (0);
}

/* Names in objects of every size up to more than a few: the one that stands twice is
 * found wherever it stands. */
static void
test_doubled_names (void)
{
  for (guint n = 2; n < 12; n++)
    for (guint first = 0; first < n; first++)
      for (guint second = first + 1; second <= n; second++)
        {
          g_autoptr (GString) text = g_string_new ("{");
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonNode) root = NULL;

          for (guint i = 0; i < n; i++)
            g_string_append_printf (text, "%s\"m%u\": %u", i > 0 ? "," : "", i == second ? first : i, i);
          g_string_append_c (text, '}');
          root = byline_json_parse (text->str, text->len, 1000, &error);
          g_assert_true ((root == NULL) == (second < n));
          g_assert_true (root != NULL || strstr (error->message, "stands twice") != NULL);
        }
}

/* Members that are kept as they are: which types pass, and what is said of others. */
static void
test_types (void)
{
  g_autoptr (JsonNode) root = parse ("{\"s\": \"x\", \"n\": 7, \"o\": {}, \"a\": [], \"ss\": [\"x\", \"y\"], \"oo\": [{}], \"so\": [\"x\", {}], \"nn\": [\"x\", 7],"
                                     " \"map\": {\"en\": \"x\", \"de\": \"\"}, \"bad\": {\"en\": \"x\", \"de\": 5}, \"null\": null}", NULL);
  const struct { BylineJsonTypes types; const char *pass; const char *expected; } cases[] = {
    { BYLINE_JSON_TEXT, " s absent ", "a text" },
    { BYLINE_JSON_TEXTS, " s a ss absent ", "a text or a list of texts" },
    { BYLINE_JSON_OBJECTS, " o a oo map bad absent ", "an object or a list of objects" },
    { BYLINE_JSON_TEXT | BYLINE_JSON_OBJECT, " s o map bad absent ", "a text or an object" },
    { BYLINE_JSON_TEXT | BYLINE_JSON_OBJECTS, " s o a ss oo so map bad absent ", "a text, an object, or a list of these" },
  };
  const char *names[] = { "s", "n", "o", "a", "ss", "oo", "so", "nn", "map", "bad", "null", "absent" };
  g_autoptr (GError) error = NULL;
  guint number = 99;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
      {
        g_autofree char *name = g_strconcat (" ", names[k], " ", NULL);
        g_autofree char *message = g_strdup_printf ("tag 1: “%s” must be %s", names[k], cases[i].expected);

        g_assert_true (byline_json_check_type (json_node_get_object (root), "tag 1", names[k], cases[i].types, &error) == (strstr (cases[i].pass, name) != NULL));
        g_assert_true (error == NULL || g_str_equal (error->message, message));
        g_clear_error (&error);
      }

  g_assert_true (byline_json_check_language_map (json_node_get_object (root), "", "map", NULL));
  g_assert_true (byline_json_check_language_map (json_node_get_object (root), "", "absent", NULL));
  g_assert_false (byline_json_check_language_map (json_node_get_object (root), "", "s", NULL));
  g_assert_false (byline_json_check_language_map (json_node_get_object (root), "tag 1", "bad", &error));
  g_assert_cmpstr (error->message, ==, "tag 1: bad: “de” must be a text");
  g_clear_error (&error);
  g_assert_true (byline_json_get_range (json_node_get_object (root), "", "n", TRUE, 7, 7, &number, NULL));
  g_assert_cmpuint (number, ==, 7);
  g_assert_false (byline_json_get_range (json_node_get_object (root), "", "n", TRUE, 8, 9, &number, &error));
  g_assert_cmpstr (error->message, ==, "“n” must be a whole number from 8 to 9");
}

static void
test_typed_reads (void)
{
  g_autoptr (JsonNode) root = parse ("{\"s\": \"x\", \"n\": 7, \"d\": 8.0, \"half\": 0.5, \"minus\": -1, \"big\": 4294967296, \"b\": true, \"o\": {}, \"a\": [], \"null\": null}", NULL);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GError) error = NULL;
  const char *string = "unset";
  JsonObject *inner = NULL;
  JsonArray *array = NULL;
  gboolean boolean = FALSE;
  guint number = 99;

  g_assert_true (byline_json_get_string (object, "", "s", TRUE, &string, &error));
  g_assert_cmpstr (string, ==, "x");
  g_assert_true (byline_json_get_uint (object, "", "absent", FALSE, 10, &number, &error));
  g_assert_cmpuint (number, ==, 99);
  g_assert_true (byline_json_get_uint (object, "", "n", TRUE, 7, &number, &error));
  g_assert_cmpuint (number, ==, 7);
  g_assert_true (byline_json_get_uint (object, "", "d", TRUE, 10, &number, &error));
  g_assert_cmpuint (number, ==, 8);
  g_assert_true (byline_json_get_boolean (object, "", "b", TRUE, &boolean, &error));
  g_assert_true (boolean);
  g_assert_true (byline_json_get_object (object, "", "o", TRUE, &inner, &error));
  g_assert_nonnull (inner);
  g_assert_true (byline_json_get_array (object, "", "a", TRUE, &array, &error));
  g_assert_nonnull (array);
  g_assert_no_error (error);

  for (const char *const *name = (const char *[]) { "s", "half", "minus", "big", "b", "o", "a", "null", NULL }; *name != NULL; name++)
    {
      g_assert_false (byline_json_get_uint (object, "", *name, FALSE, G_MAXUINT, &number, &error));
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
      g_clear_error (&error);
    }
  g_assert_false (byline_json_get_uint (object, "annotation 3", "n", FALSE, 6, &number, &error));
  g_assert_cmpstr (error->message, ==, "annotation 3: “n” must be a whole number from 0 to 6");
  g_clear_error (&error);
  g_assert_false (byline_json_get_string (object, "annotation 3", "id", TRUE, &string, &error));
  g_assert_cmpstr (error->message, ==, "annotation 3: “id” is missing");
  g_clear_error (&error);
  g_assert_false (byline_json_get_string (object, "", "null", FALSE, &string, &error));
  g_clear_error (&error);
  g_assert_false (byline_json_get_object (object, "", "a", FALSE, &inner, &error));
  g_clear_error (&error);
  g_assert_false (byline_json_get_array (object, "", "o", FALSE, &array, &error));
  g_clear_error (&error);
  g_assert_false (byline_json_get_boolean (object, "", "n", FALSE, &boolean, &error));
}

static void
assert_names (JsonObject *object, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    g_string_append (names, link->data);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_replace_keeps_places (void)
{
  const char *order[] = { "a", "b", "c", "d", NULL };
  g_autoptr (JsonNode) root = parse ("{\"x\": 0, \"b\": 1, \"y\": 2, \"d\": 3, \"z\": 4}", NULL);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (JsonObject) first = byline_json_replace (object, order, "a", byline_json_new_uint (5));
  g_autoptr (JsonObject) middle = byline_json_replace (object, order, "c", byline_json_new_uint (5));
  g_autoptr (JsonObject) same = byline_json_replace (object, order, "b", byline_json_new_uint (5));
  g_autoptr (JsonObject) less = byline_json_replace (object, order, "d", NULL);
  g_autoptr (JsonObject) none = byline_json_replace (object, order, "c", NULL);

  assert_names (first, "axbydz");
  assert_names (middle, "xbcydz");
  assert_names (same, "xbydz");
  assert_names (less, "xbyz");
  assert_names (none, "xbydz");
  g_assert_cmpint (json_object_get_int_member (same, "b"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (object, "b"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/json/accept", "accept", test_corpus);
  g_test_add_data_func ("/json/reject", "reject", test_corpus);
  g_test_add_func ("/json/messages", test_messages_name_line_and_column);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/print", test_print);
  g_test_add_func ("/json/hostile-nesting", test_hostile_nesting);
  g_test_add_func ("/json/size-cap", test_size_cap);
  g_test_add_func ("/json/value-cap", test_value_cap);
  g_test_add_func ("/json/many-members", test_many_members);
  g_test_add_func ("/json/names-of-one-hash", test_names_of_one_hash);
  g_test_add_func ("/json/same-tree-as-json-glib", test_same_tree_as_json_glib);
  g_test_add_func ("/json/random-damage", test_random_damage);
  g_test_add_func ("/json/typed-reads", test_typed_reads);
  g_test_add_func ("/json/types", test_types);
  g_test_add_func ("/json/room", test_room);
  g_test_add_func ("/json/doubled-names", test_doubled_names);
  g_test_add_func ("/json/replace", test_replace_keeps_places);
  return g_test_run ();
}
