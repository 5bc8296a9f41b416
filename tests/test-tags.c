/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tags.h"

#include "error.h"

static BylineTagSet *
parse (const char *json, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &parse_error);

  g_assert_no_error (parse_error);
  return byline_tag_set_new_from_json (json_node_get_array (node), error);
}

static void
test_default (void)
{
  const struct { const char *id, *layer, *label, *letter, *color, *dark, *pattern; } expected[] = {
    { "claim", "statement", "Claim", "C", "#0072b2", "#6cb8ec", "solid" },
    { "attribution", "source", "Attribution", "A", "#a3487f", "#e79ac8", "dotted" },
    { "evidence", "statement", "Evidence", "E", "#00805d", "#5fd3ad", "double" },
    { "opinion", "statement", "Opinion", "O", "#c25200", "#f7a564", "wavy" },
  };
  BylineTagSet *set = byline_tag_set_get_default ();

  g_assert_true (set == byline_tag_set_get_default ());
  g_assert_cmpuint (byline_tag_set_get_size (set), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const BylineTag *tag = byline_tag_set_get (set, i);

      g_assert_cmpstr (tag->id, ==, expected[i].id);
      g_assert_cmpstr (tag->layer, ==, expected[i].layer);
      g_assert_cmpuint (tag->key, ==, i + 1);
      g_assert_cmpstr (tag->color, ==, expected[i].color);
      g_assert_cmpstr (tag->color_dark, ==, expected[i].dark);
      g_assert_cmpstr (byline_pattern_get_name (tag->pattern), ==, expected[i].pattern);
      g_assert_cmpstr (byline_tag_get_label (tag, "fr"), ==, expected[i].label);
      g_assert_cmpstr (byline_tag_get_letter (tag, NULL), ==, expected[i].letter);
      g_assert_nonnull (byline_tag_get_definition (tag, NULL));
      g_assert_nonnull (byline_tag_get_example (tag, NULL));
      g_assert_nonnull (byline_tag_get_question (tag, NULL));
      g_assert_nonnull (byline_tag_get_boundary (tag, NULL));
      g_assert_cmpint (byline_tag_set_find (set, expected[i].id), ==, i);
    }
  g_assert_cmpint (byline_tag_set_find (set, "Claim"), ==, -1);
  g_assert_nonnull (byline_tag_set_get_boundary (set));
}

static void
test_find_by_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineTagSet) set = parse ("[{\"id\": \"fact\", \"label\": {\"en\": \"Fact\", \"de\": \"Übergabe\"}},"
                                        " {\"id\": \"view\", \"label\": {\"en\": \"View\", \"fr\": \"Fait\"}},"
                                        " {\"id\": \"Fait\", \"label\": {\"en\": \"Deed\"}}, {\"id\": \"fAct\"}]", &error);
  BylineTagSet *usual = byline_tag_set_get_default ();

  g_assert_no_error (error);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "fact"), ==, 0);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "übergabe"), ==, 0);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "VIEW"), ==, 1);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "Fait"), ==, 2);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "fait"), ==, -1);
  g_assert_cmpint (byline_tag_set_find_by_name (set, "FACT"), ==, -1);
  g_assert_cmpint (byline_tag_set_find_by_name (set, ""), ==, -1);
  g_assert_cmpint (byline_tag_set_find_by_name (usual, "Opinion"), ==, 3);
  g_assert_cmpint (byline_tag_set_find_by_name (usual, "opinions"), ==, -1);
}

static void
test_empty_list_is_the_default (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineTagSet) set = parse ("[]", &error);

  g_assert_no_error (error);
  g_assert_true (set == byline_tag_set_get_default ());
}

static void
test_own_set (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineTagSet) set = parse (
    "[{\"id\": \"fact\", \"layer\": \"statement\", \"key\": 7, \"color\": \"#ABCDEF\", \"colorDark\": \"#012345\", \"pattern\": \"dashed\","
    "  \"label\": {\"en\": \"Fact\", \"de\": \"Tatsache\"}, \"letter\": {\"en\": \"F\"}, \"definition\": {\"en\": \"It is so.\"},"
    "  \"example\": {\"en\": \"Water is wet.\"}, \"question\": {\"en\": \"Is it so?\"}, \"later\": [1]},"
    " {\"id\": \"voice\", \"layer\": \"who\", \"key\": 0}]", &error);
  const BylineTag *tag;

  g_assert_no_error (error);
  g_assert_cmpuint (byline_tag_set_get_size (set), ==, 2);
  tag = byline_tag_set_get (set, 0);
  g_assert_cmpuint (tag->key, ==, 7);
  g_assert_cmpstr (tag->color, ==, "#abcdef");
  g_assert_cmpstr (tag->color_dark, ==, "#012345");
  g_assert_cmpint (tag->pattern, ==, BYLINE_PATTERN_DASHED);
  g_assert_cmpstr (byline_tag_get_label (tag, "de"), ==, "Tatsache");
  g_assert_cmpstr (byline_tag_get_letter (tag, "de"), ==, "F");
  g_assert_cmpstr (byline_tag_get_definition (tag, "de"), ==, "It is so.");
  g_assert_cmpstr (byline_tag_get_example (tag, "de"), ==, "Water is wet.");
  g_assert_cmpstr (byline_tag_get_question (tag, "de"), ==, "Is it so?");
  g_assert_null (byline_tag_get_boundary (tag, "de"));

  tag = byline_tag_set_get (set, 1);
  g_assert_cmpstr (tag->layer, ==, "who");
  g_assert_cmpuint (tag->key, ==, 0);
  g_assert_cmpstr (byline_tag_get_label (tag, "de"), ==, "voice");
  g_assert_cmpstr (byline_tag_get_letter (tag, "de"), ==, "V");
  g_assert_cmpint (tag->pattern, ==, BYLINE_PATTERN_DOTTED);
  g_assert_null (byline_tag_get_definition (tag, "de"));
}

static void
test_language_fallback (void)
{
  const struct { const char *texts, *language, *expected; } cases[] = {
    { "{\"fr\": \"F\", \"en\": \"E\", \"pt-BR\": \"B\", \"pt\": \"P\"}", "pt-BR", "B" },
    { "{\"fr\": \"F\", \"en\": \"E\", \"pt-BR\": \"B\", \"pt\": \"P\"}", "PT-br", "B" },
    { "{\"fr\": \"F\", \"en\": \"E\", \"pt\": \"P\"}", "pt-PT", "P" },
    { "{\"fr\": \"F\", \"en\": \"E\"}", "pt-PT", "E" },
    { "{\"fr\": \"F\", \"en\": \"E\"}", NULL, "E" },
    { "{\"fr\": \"F\", \"de\": \"D\"}", "pt", "F" },
    { "{\"zh\": \"Z\", \"de\": \"D\"}", "", "Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *json = g_strdup_printf ("[{\"id\": \"a\", \"label\": %s}, {\"id\": \"b\"}]", cases[i].texts);
      g_autoptr (BylineTagSet) set = parse (json, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (byline_tag_get_label (byline_tag_set_get (set, 0), cases[i].language), ==, cases[i].expected);
    }
}

static void
test_twelve_tags (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (BylineTagSet) set = NULL;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (json, "%s{\"id\": \"%c\"}", i > 0 ? "," : "", 'a' + i);
  g_string_append (json, "]");
  set = parse (json->str, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (byline_tag_set_get (set, 8)->key, ==, 9);
  g_assert_cmpuint (byline_tag_set_get (set, 9)->key, ==, 0);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpint (byline_tag_set_get (set, i)->pattern, ==, i % 5);
}

static void
test_keys_asked_for_go_first (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineTagSet) set = parse ("[{\"id\": \"a\"}, {\"id\": \"b\", \"key\": 1}, {\"id\": \"c\"}]", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (byline_tag_set_get (set, 0)->key, ==, 0);
  g_assert_cmpuint (byline_tag_set_get (set, 1)->key, ==, 1);
  g_assert_cmpuint (byline_tag_set_get (set, 2)->key, ==, 3);
}

static void
test_refused (void)
{
  const struct { const char *json, *place; } cases[] = {
    { "[{\"id\": \"a\"}]", "2 to 12" },
    { "[{},{},{},{},{},{},{},{},{},{},{},{},{}]", "2 to 12" },
    { "[{\"id\": \"a\"}, 3]", "Tag 2" },
    { "[{\"id\": \"a\"}, {}]", "id" },
    { "[{\"id\": \"a\"}, {\"id\": 3}]", "id" },
    { "[{\"id\": \"a\"}, {\"id\": \"\"}]", "id" },
    { "[{\"id\": \"a\"}, {\"id\": \"a b\"}]", "id" },
    { "[{\"id\": \"a\"}, {\"id\": \"a\"}]", "twice" },
    { "[{\"id\": \"a\"}, {\"id\": \"none\"}]", "none" },
    { "[{\"id\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}, {\"id\": \"b\"}]", "64" },
    { "[{\"id\": \"a\", \"layer\": \"\"}, {\"id\": \"b\"}]", "layer" },
    { "[{\"id\": \"a\", \"layer\": null}, {\"id\": \"b\"}]", "layer" },
    { "[{\"id\": \"a\", \"key\": 13}, {\"id\": \"b\"}]", "key" },
    { "[{\"id\": \"a\", \"key\": \"1\"}, {\"id\": \"b\"}]", "key" },
    { "[{\"id\": \"a\", \"key\": 1.5}, {\"id\": \"b\"}]", "key" },
    { "[{\"id\": \"a\", \"key\": 3}, {\"id\": \"b\", \"key\": 3}]", "key" },
    { "[{\"id\": \"a\", \"color\": \"red\"}, {\"id\": \"b\"}]", "color" },
    { "[{\"id\": \"a\", \"color\": \"#12345g\"}, {\"id\": \"b\"}]", "color" },
    { "[{\"id\": \"a\", \"colorDark\": \"#1234567\"}, {\"id\": \"b\"}]", "colorDark" },
    { "[{\"id\": \"a\", \"pattern\": \"zigzag\"}, {\"id\": \"b\"}]", "pattern" },
    { "[{\"id\": \"a\", \"pattern\": 1}, {\"id\": \"b\"}]", "pattern" },
    { "[{\"id\": \"a\", \"label\": \"A\"}, {\"id\": \"b\"}]", "label" },
    { "[{\"id\": \"a\", \"label\": {\"en\": 1}}, {\"id\": \"b\"}]", "label" },
    { "[{\"id\": \"a\", \"question\": {\"en\": \"\"}}, {\"id\": \"b\"}]", "question" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineTagSet) set = parse (cases[i].json, &error);

      g_assert_null (set);
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
      if (strstr (error->message, cases[i].place) == NULL)
        g_error ("“%s” does not name “%s”", error->message, cases[i].place);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tags/default", test_default);
  g_test_add_func ("/tags/find-by-name", test_find_by_name);
  g_test_add_func ("/tags/empty-list", test_empty_list_is_the_default);
  g_test_add_func ("/tags/own-set", test_own_set);
  g_test_add_func ("/tags/language", test_language_fallback);
  g_test_add_func ("/tags/twelve", test_twelve_tags);
  g_test_add_func ("/tags/keys", test_keys_asked_for_go_first);
  g_test_add_func ("/tags/refused", test_refused);
  return g_test_run ();
}
