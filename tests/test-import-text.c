/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "import-text.h"

#include <string.h>

static char *
import_html (const char *text, BylineImport *found)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineDocument) document = byline_import_text (text, strlen (text), found, &error);
  GString *html = g_string_new (NULL);
  g_autoptr (GString) canonical = g_string_new (NULL);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));

  g_assert_no_error (error);
  byline_document_write (document, html, canonical, blocks);
  return g_string_free (html, FALSE);
}

static void
assert_html (const char *text, const char *expected)
{
  g_autoptr (BylineImport) found = g_new0 (BylineImport, 1);
  g_autofree char *html = import_html (text, found);

  g_assert_cmpstr (html, ==, expected);
}

#define BODY "The harbour wall held through the night, the port authority said on Monday, and no ship was lost."
#define TWO "It was the third storm since May."

/* A divided word is put together, its hyphen unrepaired. */
static void
test_hyphens (void)
{
  assert_html ("Storm passes\n\nThe wall of the harbour held through all of the night, the har-\nbour master said, and none of the ships that had come in was lost\nto the storm that the weather office had announced on Friday.\n",
               "<h1>Storm passes</h1>\n<p>The wall of the harbour held through all of the night, the har-bour master said, and none of the ships that had come in was lost "
               "to the storm that the weather office had announced on Friday.</p>\n");
  assert_html ("Storm passes\n\nThe wall of the harbour held through all of the night: no ship -\nthough there were many - that had come in from the sea was lost\nto the storm that the weather office had announced on Friday.\n",
               "<h1>Storm passes</h1>\n<p>The wall of the harbour held through all of the night: no ship - though there were many - that had come in from the sea was lost "
               "to the storm that the weather office had announced on Friday.</p>\n");
}

static void
test_title_and_author (void)
{
  const struct { const char *text, *html, *title, *author; } cases[] = {
    { "Wall holds\n\n" BODY "\n\n" TWO "\n", "<h1>Wall holds</h1>\n<p>" BODY "</p>\n<p>" TWO "</p>\n", "Wall holds", NULL },
    { "Wall holds\n\nWall holds\n\nHarbour Post\n\n" BODY "\n\n" TWO, "<h1>Wall holds</h1>\n<p>Harbour Post</p>\n<p>" BODY "</p>\n<p>" TWO "</p>\n", "Wall holds", "Harbour Post" },
    { "Wall holds\nWall holds\n\n" BODY, "<h1>Wall holds</h1>\n<p>" BODY "</p>\n", "Wall holds", NULL },
    { "Wall holds\nBy Ana Ferro\n\n" BODY "\n\n" TWO, "<h1>Wall holds</h1>\n<p>By Ana Ferro</p>\n<p>" BODY "</p>\n<p>" TWO "</p>\n", "Wall holds", "Ana Ferro" },
    { "Wall holds\nBy Ana Ferro and Bo Li\n20 November 2026\n\n" BODY "\n\n" TWO,
      "<h1>Wall holds</h1>\n<p>By Ana Ferro and Bo Li</p>\n<p>20 November 2026</p>\n<p>" BODY "</p>\n<p>" TWO "</p>\n", "Wall holds", "Ana Ferro and Bo Li" },
    { "In the town\nBy Tuesday night\nAll was still\n\n" TWO, "<p>In the town<br>\nBy Tuesday night<br>\nAll was still</p>\n<p>" TWO "</p>\n", NULL, NULL },
    { "Will it hold?\n\n" BODY, "<h1>Will it hold?</h1>\n<p>" BODY "</p>\n", "Will it hold?", NULL },
    { "It held.\n\n" BODY, "<p>It held.</p>\n<p>" BODY "</p>\n", NULL, NULL },
    { "It held.\n\nIt held.\n\n" BODY, "<h1>It held.</h1>\n<p>" BODY "</p>\n", "It held.", NULL },
    { "One line only", "<p>One line only</p>\n", NULL, NULL },
    { "Twice\nTwice", "<p>Twice<br>\nTwice</p>\n", NULL, NULL },
    { "- first\n\n" BODY, "<p>- first</p>\n<p>" BODY "</p>\n", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineImport) found = g_new0 (BylineImport, 1);
      g_autofree char *html = import_html (cases[i].text, found);

      g_assert_cmpstr (html, ==, cases[i].html);
      g_assert_cmpstr (found->title, ==, cases[i].title);
      g_assert_cmpstr (found->author, ==, cases[i].author);
    }
}

static void
test_nothing_is_repaired (void)
{
  assert_html ("Title\n\nHe said.The  mayor “left”.Then -- \t 3 &lt; 4 <b>x</b>\302\240y\n\n" TWO,
               "<h1>Title</h1>\n<p>He said.The mayor “left”.Then -- 3 &amp;lt; 4 &lt;b&gt;x&lt;/b&gt;&nbsp;y</p>\n<p>" TWO "</p>\n");
}

static void
test_line_ends (void)
{
  const char *expected = "<h1>Title</h1>\n<p>" BODY "</p>\n<p>" TWO "</p>\n";

  assert_html ("Title\r\n\r\n" BODY "\r\n\r\n" TWO "\r\n", expected);
  assert_html ("Title\r\r" BODY "\r\r" TWO, expected);
  assert_html ("\n\n\tTitle \n \t \n  " BODY "\n\n\n\n" TWO "\n\n\n", expected);
  assert_html ("Title\u2029\u2029" BODY "\f\f" TWO, expected);
}

static void
test_wrapped (void)
{
  const char *wrapped =
    "Storm passes\n"
    "\n"
    "The harbour wall held through the night, the port authority said on\n"
    "Monday, and no ship was lost. Two cranes on the east quay were bent by\n"
    "the wind, a spokesman said, and will be taken down this week.\n"
    "\n"
    "Fishing boats may leave again from Tuesday if the swell in the mouth of\n"
    "the river falls below two metres.\n";

  assert_html (wrapped,
               "<h1>Storm passes</h1>\n"
               "<p>The harbour wall held through the night, the port authority said on Monday, and no ship was lost. Two cranes on the east quay were bent by "
               "the wind, a spokesman said, and will be taken down this week.</p>\n"
               "<p>Fishing boats may leave again from Tuesday if the swell in the mouth of the river falls below two metres.</p>\n");
}

static void
test_wrapped_without_empty_lines (void)
{
  assert_html ("Storm passes\n"
               "The harbour wall held through the night, the port authority said on\n"
               "Monday, and no ship was lost.\n"
               "Two cranes on the east quay were bent by the wind, a spokesman said,\n"
               "and will be taken down this week, when the sea is calm enough for the\n"
               "barge to come alongside.\n",
               "<h1>Storm passes</h1>\n"
               "<p>The harbour wall held through the night, the port authority said on Monday, and no ship was lost.</p>\n"
               "<p>Two cranes on the east quay were bent by the wind, a spokesman said, and will be taken down this week, when the sea is calm enough for the "
               "barge to come alongside.</p>\n");
}

/* As typed and printed: no empty lines, but an indent where a paragraph begins. */
static void
test_indented_paragraphs (void)
{
  assert_html ("STORM PASSES\n\n"
               "   The harbour wall held through the night, the port authority\n"
               "said on Monday, and no ship was lost. Two cranes were bent by\n"
               "the wind.\n"
               "   “They come down,” she said.\n"
               "   Fishing boats may leave again from Tuesday if the swell in\n"
               "the mouth of the river falls below two metres.\n",
               "<h1>STORM PASSES</h1>\n"
               "<p>The harbour wall held through the night, the port authority said on Monday, and no ship was lost. Two cranes were bent by the wind.</p>\n"
               "<p>“They come down,” she said.</p>\n"
               "<p>Fishing boats may leave again from Tuesday if the swell in the mouth of the river falls below two metres.</p>\n");
  assert_html ("The Sea\n\nThe sea is calm tonight, and all the long grey harbour sleeps.\n   The tide is full.\nThe moon lies fair upon the straits, and on the coast.\n   The light is gone.\n",
               "<h1>The Sea</h1>\n<p>The sea is calm tonight, and all the long grey harbour sleeps.<br>\nThe tide is full.<br>\n"
               "The moon lies fair upon the straits, and on the coast.<br>\nThe light is gone.</p>\n");
}

static void
test_paragraph_lines (void)
{
  g_autofree char *lines = g_strdup_printf ("Title\n%s %s\n%s\n%s %s", BODY, TWO, BODY, TWO, BODY);
  g_autofree char *html = g_strdup_printf ("<h1>Title</h1>\n<p>%s %s</p>\n<p>%s</p>\n<p>%s %s</p>\n", BODY, TWO, BODY, TWO, BODY);

  assert_html (lines, html);
}

static void
test_poem (void)
{
  assert_html ("The gull\n\nThe gull that sat upon the wall\nHas seen the water rise and fall,\nAnd every stone the masons laid\nGo under while the children played.\n\n"
               "It does not count, it does not keep\nA ledger of the things that sleep.\n",
               "<h1>The gull</h1>\n<p>The gull that sat upon the wall<br>\nHas seen the water rise and fall,<br>\nAnd every stone the masons laid<br>\nGo under while the children played.</p>\n"
               "<p>It does not count, it does not keep<br>\nA ledger of the things that sleep.</p>\n");
}

static void
test_list (void)
{
  assert_html ("What to take\n\n- a lamp and enough oil for three nights at the very least, said the warden\n- bread\n- rope\n\n1. Row.\n2. Rest.\n3. Row again.\n",
               "<h1>What to take</h1>\n<p>- a lamp and enough oil for three nights at the very least, said the warden<br>\n- bread<br>\n- rope</p>\n"
               "<p>1. Row.<br>\n2. Rest.<br>\n3. Row again.</p>\n");
}

static void
test_wide_characters (void)
{
  assert_html ("港の壁\n\n"
               "港の壁は夜通し持ちこたえたと港湾当局が月曜日に発表した。\n"
               "船の被害はなかった。東側の埠頭にあるクレーン二基が風で曲\n"
               "がり、今週中に撤去されるという。川の河口のうねりが二メー\n"
               "トルを下回れば、漁船は火曜日から出港できる見通しである。\n",
               "<h1>港の壁</h1>\n"
               "<p>港の壁は夜通し持ちこたえたと港湾当局が月曜日に発表した。船の被害はなかった。東側の埠頭にあるクレーン二基が風で曲"
               "がり、今週中に撤去されるという。川の河口のうねりが二メートルを下回れば、漁船は火曜日から出港できる見通しである。</p>\n");
}

static void
test_empty_and_large (void)
{
  g_autoptr (BylineImport) found = g_new0 (BylineImport, 1);
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *html = import_html (" \n\t\r\n ", found);

  g_assert_cmpstr (html, ==, "");
  for (guint i = 0; i < BYLINE_DOCUMENT_MAX_NODES; i++)
    g_string_append (many, "a\n\n");
  g_assert_null (byline_import_text (many->str, many->len, found, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

/* Every letter once, in order, whatever the lines look like. */
static void
test_no_word_is_lost (void)
{
  static const char *const pieces[] = { "\n", "\n", "\n\n", " ", " ", "\r\n", "\t", "- ", "1. ", ". ", "The", "said", "世界", "“", "”", "Harbour wall holds, says authority", "<b>", "&amp;", "\u2029" };

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autoptr (GString) found_letters = g_string_new (NULL);
      g_autoptr (BylineImport) found = g_new0 (BylineImport, 1);
      g_autoptr (BylineDocument) document = NULL;
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GString) canonical = g_string_new (NULL);
      g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));

      /* A number keeps lines from being the same, so that no title is doubled. */
      for (int n = g_test_rand_int_range (0, 80); n > 0; n--)
        g_string_append_printf (text, "%s%d", pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))], n);
      document = byline_import_text (text->str, text->len, found, NULL);
      byline_document_write (document, html, canonical, blocks);

      for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
        if (!g_unichar_isspace (g_utf8_get_char (at)))
          g_string_append_unichar (expected, g_utf8_get_char (at));
      for (const char *at = canonical->str; *at != '\0'; at = g_utf8_next_char (at))
        if (!g_unichar_isspace (g_utf8_get_char (at)))
          g_string_append_unichar (found_letters, g_utf8_get_char (at));
      g_assert_cmpstr (found_letters->str, ==, expected->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-text/hyphens", test_hyphens);
  g_test_add_func ("/import-text/title-and-author", test_title_and_author);
  g_test_add_func ("/import-text/nothing-is-repaired", test_nothing_is_repaired);
  g_test_add_func ("/import-text/line-ends", test_line_ends);
  g_test_add_func ("/import-text/wrapped", test_wrapped);
  g_test_add_func ("/import-text/wrapped-without-empty-lines", test_wrapped_without_empty_lines);
  g_test_add_func ("/import-text/indented-paragraphs", test_indented_paragraphs);
  g_test_add_func ("/import-text/paragraph-lines", test_paragraph_lines);
  g_test_add_func ("/import-text/poem", test_poem);
  g_test_add_func ("/import-text/list", test_list);
  g_test_add_func ("/import-text/wide-characters", test_wide_characters);
  g_test_add_func ("/import-text/empty-and-large", test_empty_and_large);
  g_test_add_func ("/import-text/no-word-is-lost", test_no_word_is_lost);
  return g_test_run ();
}
