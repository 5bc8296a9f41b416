/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "foreign.h"
#include "json.h"

#define TEXT "🌊 The mill stands still 🌬️, Ada Venn said.\n"

static gboolean
get_offset (const char *json, gint64 *offset)
{
  g_autoptr (JsonNode) node = byline_json_parse (json, strlen (json), 100, NULL);

  g_assert_nonnull (node);
  return byline_exchange_get_offset (node, offset);
}

static void
test_offset (void)
{
  gint64 offset = -5;

  g_assert_true (get_offset ("12", &offset));
  g_assert_cmpint (offset, ==, 12);
  g_assert_true (get_offset ("3.0", &offset));
  g_assert_cmpint (offset, ==, 3);
  g_assert_true (get_offset ("\"44\"", &offset));
  g_assert_cmpint (offset, ==, 44);

  offset = -5;
  for (const char *const *bad = (const char *const[]) { "-1", "1.5", "4294967296", "\"4x\"", "\"\"", "\"-1\"", "null", "true", "[1]", "{}", "\"99999999999999999999\"", NULL }; *bad != NULL; bad++)
    g_assert_false (get_offset (*bad, &offset));
  g_assert_false (byline_exchange_get_offset (NULL, &offset));
  g_assert_cmpint (offset, ==, -5);
}

static BylineUnits
guess (const char *text, BylineUnits said, const gint64 *ranges)
{
  g_autoptr (BylineForeign) document = byline_foreign_new (said);

  g_assert_true (byline_foreign_set_text (document, text, NULL));
  for (; *ranges >= 0; ranges += 2)
    byline_foreign_mark_add_piece (byline_foreign_add (document, NULL, "claim"), ranges[0], ranges[1], NULL);
  byline_foreign_guess_units (document);
  return document->units;
}

static void
test_units (void)
{
  const gint64 code_points[] = { 2, 23, 28, 36, -1 };
  const gint64 utf16[] = { 3, 24, 30, 38, -1 };
  const gint64 split[] = { 1, 24, -1 };
  const gint64 beyond[] = { 30, 44, -1 };

  for (guint said = 0; said < 2; said++)
    {
      g_assert_cmpuint (guess (TEXT, said, code_points), ==, BYLINE_UNITS_CODE_POINTS);
      g_assert_cmpuint (guess (TEXT, said, utf16), ==, BYLINE_UNITS_UTF16);
      /* The middle of a pair, and what lies behind the text, cannot be. */
      g_assert_cmpuint (guess (TEXT, said, split), ==, BYLINE_UNITS_CODE_POINTS);
      g_assert_cmpuint (guess (TEXT, said, beyond), ==, BYLINE_UNITS_UTF16);
      /* Where there is nothing to see, what was said stays. */
      g_assert_cmpuint (guess ("The mill stands still", said, code_points), ==, said);
      g_assert_cmpuint (guess (TEXT, said, (const gint64[]) { -1 }), ==, said);
    }
}

static void
test_words (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BylineForeign) document = byline_foreign_new (BYLINE_UNITS_CODE_POINTS);
      BylineForeignMark *mark = byline_foreign_add (document, NULL, "claim");

      g_assert_true (byline_foreign_set_text (document, i == 0 ? "a mill\nand a weir" : "a mill\nand a\\nweir", NULL));
      byline_foreign_mark_add_piece (mark, 2, 10, "mill\\nand");
      byline_foreign_mark_add_piece (mark, 11, 12, "a");
      byline_foreign_mark_add_piece (mark, 13, 17, NULL);
      byline_foreign_mend_words (document);
      g_assert_cmpstr (foreign_piece (mark, 0)->exact, ==, i == 0 ? "mill\nand" : "mill\\nand");
      g_assert_cmpstr (foreign_piece (mark, 1)->exact, ==, "a");
      g_assert_null (foreign_piece (mark, 2)->exact);
    }
}

static void
test_login (void)
{
  g_autoptr (BylineForeign) first = byline_foreign_new (BYLINE_UNITS_UTF16);
  g_autoptr (BylineForeign) again = byline_foreign_new (BYLINE_UNITS_UTF16);
  g_autoptr (BylineForeign) other = byline_foreign_new (BYLINE_UNITS_UTF16);

  byline_foreign_set_login (first, "Hypothesis", "reader1@example.org");
  byline_foreign_set_login (again, "Hypothesis", "reader1@example.org");
  byline_foreign_set_login (other, "Hypothesis", "reader2@example.org");
  g_assert_true (g_str_has_prefix (first->creator_id, "urn:uuid:"));
  g_assert_true (g_uuid_string_is_valid (first->creator_id + strlen ("urn:uuid:")));
  g_assert_cmpstr (first->creator_id, ==, again->creator_id);
  g_assert_cmpstr (first->creator, ==, again->creator);
  g_assert_cmpstr (first->creator_id, !=, other->creator_id);
  g_assert_cmpstr (first->creator, !=, other->creator);
  g_assert_true (g_str_has_prefix (first->creator, "Hypothesis-"));
  g_assert_null (strstr (first->creator, "reader"));
  g_assert_cmpuint (first->notices->len, ==, 1);
  g_assert_true (foreign_says (first->notices, "reader1@example.org"));
  g_assert_true (foreign_says (first->notices, first->creator));
}

static void
test_times (void)
{
  g_autoptr (BylineForeign) document = byline_foreign_new (BYLINE_UNITS_UTF16);
  BylineForeignMark *mark = byline_foreign_add (document, "x", "claim");

  byline_foreign_mark_set_times (mark, "2026-11-23T17:00:00.123456+02:00", "2026-11-23T15:00:01Z");
  g_assert_cmpstr (mark->created, ==, "2026-11-23T15:00:00Z");
  g_assert_cmpstr (mark->modified, ==, "2026-11-23T15:00:01Z");
  byline_foreign_mark_set_times (mark, "yesterday", NULL);
  g_assert_null (mark->created);
  g_assert_null (mark->modified);

  byline_foreign_mark_add_note (mark, "");
  g_assert_null (mark->note);
  byline_foreign_mark_add_note (mark, "one");
  byline_foreign_mark_add_note (mark, NULL);
  byline_foreign_mark_add_note (mark, "two");
  g_assert_cmpstr (mark->note, ==, "one\ntwo");
}

static void
test_passages (void)
{
  g_autoptr (BylineForeign) document = byline_foreign_new (BYLINE_UNITS_UTF16);
  g_autoptr (GHashTable) passages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BylineForeignMark *mark = byline_foreign_add_to (document, passages, "p", "first", "claim");

  byline_foreign_mark_add_piece (mark, 9, 12, NULL);
  g_assert_true (byline_foreign_add_to (document, passages, "p", "second", "claim") == mark);
  byline_foreign_mark_add_piece (mark, 1, 4, NULL);
  g_assert_true (byline_foreign_add_to (document, passages, "p", "third", "opinion") != mark);
  g_assert_true (byline_foreign_add_to (document, passages, NULL, "fourth", "claim") != mark);
  byline_foreign_sort_pieces (passages);
  g_assert_cmpuint (document->marks->len, ==, 3);
  g_assert_cmpstr (mark->id, ==, "first");
  foreign_assert_piece (mark, 0, 1, 4);
  foreign_assert_piece (mark, 1, 9, 12);
}

static void
test_long_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineForeign) document = byline_foreign_new (BYLINE_UNITS_UTF16);
  g_autofree char *text = g_strnfill (BYLINE_ARTICLE_MAX_SIZE + 1, 'a');

  g_assert_false (byline_foreign_set_text (document, text, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
  text[BYLINE_ARTICLE_MAX_SIZE] = '\0';
  g_assert_true (byline_foreign_set_text (document, text, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-json/offset", test_offset);
  g_test_add_func ("/exchange-json/units", test_units);
  g_test_add_func ("/exchange-json/words", test_words);
  g_test_add_func ("/exchange-json/login", test_login);
  g_test_add_func ("/exchange-json/times", test_times);
  g_test_add_func ("/exchange-json/passages", test_passages);
  g_test_add_func ("/exchange-json/long-text", test_long_text);
  return g_test_run ();
}
