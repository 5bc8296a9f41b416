/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "article.h"
#include "error.h"

#include <string.h>

static BylineArticle *
new_article (const char *html, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));

  return byline_article_new (bytes, error);
}

static BylineArticle *
load (const char *html)
{
  g_autoptr (GError) error = NULL;
  BylineArticle *self = new_article (html, &error);

  g_assert_no_error (error);
  return self;
}

static void
test_what_it_holds (void)
{
  const char *html = "<h1 lang=\"en-GB\">Flood &amp; wall</h1>\n"
                     "<p>🌊 It <em>held</em>,&nbsp;she said.<br>\nTwice.</p>\n"
                     "<ul><li>one</li>\n<li><p>two</p>\n</li>\n</ul>\n"
                     "<pre>a\n  b</pre>\n";
  const BylineBlock expected[] = {
    { "h1", 0, 12, 0 }, { "p", 13, 40, 0 }, { "ul", 41, 50, 0 }, { "li", 41, 44, 1 },
    { "li", 45, 49, 1 }, { "p", 45, 48, 2 }, { "pre", 51, 56, 0 },
  };
  g_autoptr (BylineArticle) self = load (html);
  const BylineBlock *blocks;
  guint n_blocks = 0;
  gsize size = 0;

  g_assert_cmpstr (byline_article_get_text (self, &size), ==,
                   "Flood & wall\n🌊 It held,\302\240she said.\nTwice.\none\ntwo\n\n\na\n  b\n");
  g_assert_cmpuint (size, ==, strlen (byline_article_get_text (self, NULL)));
  g_assert_cmpuint (byline_article_get_length (self), ==, 57);
  g_assert_cmpstr (byline_article_get_title (self), ==, "Flood & wall");
  g_assert_cmpstr (byline_article_get_language (self), ==, "en-GB");
  g_assert_cmpstr (byline_article_get_direction (self), ==, "ltr");
  g_assert_cmpmem (g_bytes_get_data (byline_article_get_html (self), NULL), g_bytes_get_size (byline_article_get_html (self)), html, strlen (html));

  blocks = byline_article_get_blocks (self, &n_blocks);
  g_assert_cmpuint (n_blocks, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n_blocks; i++)
    {
      g_assert_cmpstr (blocks[i].name, ==, expected[i].name);
      g_assert_cmpuint (blocks[i].start, ==, expected[i].start);
      g_assert_cmpuint (blocks[i].end, ==, expected[i].end);
      g_assert_cmpuint (blocks[i].depth, ==, expected[i].depth);
    }
}

static void
test_digest (void)
{
  g_autoptr (BylineArticle) self = load ("<p>abc</p>\n");
  g_autoptr (BylineArticle) marked = load ("<p><em>a</em>bc</p>\n");

  /* printf 'abc\n' | sha256sum */
  g_assert_cmpstr (byline_article_get_digest (self), ==, "sha256:edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb");
  g_assert_cmpstr (byline_article_get_digest (marked), ==, byline_article_get_digest (self));
}

static void
test_title (void)
{
  const struct { const char *html, *title; } cases[] = {
    { "<p>First words.</p>\n<h1>The title</h1>\n", "The title" },
    { "<hr>\n<p>First words.</p>\n", "First words." },
    { "<h1>One<br>\ntwo</h1>\n", "One two" },
    { "<p>Sixty bytes here are more than a title has, so this one is cut where a word ends, and a long way before this one.</p>\n",
      "Sixty bytes here are more than a title has, so this one is cut where a word ends, and a long way…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineArticle) self = load (cases[i].html);
      g_assert_cmpstr (byline_article_get_title (self), ==, cases[i].title);
    }
}

static void
test_direction (void)
{
  const struct { const char *html, *direction; } cases[] = {
    { "<p>English</p>\n", "ltr" },
    { "<p>مرحبا بالعالم world</p>\n", "rtl" },
    { "<p>שלום</p>\n", "rtl" },
    { "<p dir=\"rtl\">English</p>\n", "rtl" },
    { "<p dir=\"auto\">שלום</p>\n", "rtl" },
    { "<p>12</p>\n", "ltr" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineArticle) self = load (cases[i].html);
      g_assert_cmpstr (byline_article_get_direction (self), ==, cases[i].direction);
      g_assert_cmpstr (byline_article_get_language (self), ==, "und");
    }
}

static void
test_refused (void)
{
  const struct { const char *html; int code; const char *message; } cases[] = {
    { "", BYLINE_ERROR_EMPTY, "no text" },
    { "<hr>\n", BYLINE_ERROR_EMPTY, "no text" },
    { "<p>a", BYLINE_ERROR_SYNTAX, "line 1, column 5" },
    { "<p>a</p>", BYLINE_ERROR_SYNTAX, "line 1, column 9" },
    { "<p>a</p>\n\n", BYLINE_ERROR_SYNTAX, "line 2, column 1" },
    { "text", BYLINE_ERROR_SYNTAX, "line 1, column 1" },
    { "<p>🌊a  b</p>\n", BYLINE_ERROR_SYNTAX, "line 1, column 7" },
    { "<p>a</p>\n<p>b &copy; c</p>\n", BYLINE_ERROR_SYNTAX, "line 2, column 6" },
    { "<p>a &am", BYLINE_ERROR_SYNTAX, "line 1, column 6" },
    { "<P>a</P>\n", BYLINE_ERROR_SYNTAX, "column 1" },
    { "<b>a</b>", BYLINE_ERROR_SYNTAX, "“b”" },
    { "<div>a</div>\n", BYLINE_ERROR_SYNTAX, "“div”" },
    { "<script>a</script>\n", BYLINE_ERROR_SYNTAX, "“script”" },
    { "<!-- a --><p>a</p>\n", BYLINE_ERROR_SYNTAX, "“<” must begin a tag" },
    { "<p onclick=\"x\">a</p>\n", BYLINE_ERROR_SYNTAX, "column 3" },
    { "<p id='x'>a</p>\n", BYLINE_ERROR_SYNTAX, "name=\"value\"" },
    { "<p id=\"x", BYLINE_ERROR_SYNTAX, "name=\"value\"" },
    { "<p dir=\"rtl\" lang=\"ar\">a</p>\n", BYLINE_ERROR_SYNTAX, "column 4" },
    { "<p><a href=\"javascript:x\">a</a></p>\n", BYLINE_ERROR_SYNTAX, "column 4" },
    { "<p><em>a</p></em>\n", BYLINE_ERROR_SYNTAX, "“</em>” was expected" },
    { "</p>", BYLINE_ERROR_SYNTAX, "no start tag" },
    { "<p><p>a</p>\n</p>\n", BYLINE_ERROR_SYNTAX, "column 4" },
    { "<p>a\"b&quot;</p>\n", BYLINE_ERROR_SYNTAX, "column 7" },
    { "<p>a\r\nb</p>\n", BYLINE_ERROR_SYNTAX, "column 5" },
    { "<pre>\na</pre>\n", BYLINE_ERROR_SYNTAX, "column 6" },
    { "<p>\xff</p>\n", BYLINE_ERROR_SYNTAX, "UTF-8" },
    { "<", BYLINE_ERROR_SYNTAX, "column 1" },
    { "<p>a<br>b</p>\n", BYLINE_ERROR_SYNTAX, "column 9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineArticle) self = new_article (cases[i].html, &error);

      g_assert_null (self);
      g_assert_error (error, BYLINE_ERROR, cases[i].code);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("%s: %s", cases[i].html, error->message);
    }
}

static void
test_nesting_and_size (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *large = g_strnfill (BYLINE_ARTICLE_MAX_SIZE + 1, 'a');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<blockquote>");
  g_assert_null (new_article (deep->str, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (new_article (large, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

static void
test_not_terminated (void)
{
  /* What follows the bytes must not be read as part of them. */
  const char *html = "<p>a</p>\n<p>b</p>\n";
  g_autoptr (GBytes) first = g_bytes_new_static (html, 9);
  g_autoptr (GBytes) cut = g_bytes_new_static ("<p>a &amp;</p>\n", 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineArticle) self = byline_article_new (first, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (byline_article_get_length (self), ==, 2);
  g_assert_null (byline_article_new (cut, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX);
}

/* Offsets: code points to bytes and back, compared with counting from the start. */
static void
test_offsets (void)
{
  static const char *const pieces[] = { "a", "é", "世", "🌊", "b ", "c\302\240" };

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) html = g_string_new ("<p>x");
      g_autoptr (BylineArticle) self = NULL;
      const char *text;
      guint length;
      gsize size = 0;

      for (int n = g_test_rand_int_range (0, 400); n > 0; n--)
        g_string_append (html, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append (html, ".</p>\n");
      g_string_replace (html, "\302\240", "&nbsp;", 0);
      self = load (html->str);
      text = byline_article_get_text (self, &size);
      length = byline_article_get_length (self);
      g_assert_cmpuint (length, ==, g_utf8_strlen (text, -1));

      for (guint offset = 0; offset <= length; offset++)
        {
          const gsize byte = g_utf8_offset_to_pointer (text, offset) - text;

          g_assert_cmpuint (byline_article_to_byte (self, offset), ==, byte);
          g_assert_cmpuint (byline_article_from_byte (self, byte), ==, offset);
        }
      for (gsize byte = 0; byte < size; byte++)
        g_assert_cmpuint (byline_article_from_byte (self, byte), ==, (guint) g_utf8_strlen (text, g_utf8_find_prev_char (text, text + byte + 1) - text));
    }
}

/* Code points to UTF-16, as a page counts, to bytes, and back. */
static void
test_utf16 (void)
{
  static const char *const pieces[] = { "a", "é", "世", "🌊", "👩‍🚀", "e\314\201", "\357\273\277", "\342\200\213", "\360\220\200\200", "\357\277\277" };

  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (GString) html = g_string_new ("<p>x");
      g_autoptr (BylineArticle) self = NULL;
      guint units = 0;

      for (int n = g_test_rand_int_range (0, 200); n > 0; n--)
        g_string_append (html, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append (html, ".</p>\n");
      self = load (html->str);

      for (guint offset = 0; offset < byline_article_get_length (self); offset++)
        {
          g_autofree char *before = byline_article_dup_range (self, 0, offset);
          g_autofree char *character = byline_article_dup_range (self, offset, offset + 1);
          glong n_units = 0, n_bytes = 0;
          g_autofree gunichar2 *wide = g_utf8_to_utf16 (before, -1, NULL, &n_units, NULL);
          g_autofree char *back = g_utf16_to_utf8 (wide, n_units, NULL, &n_bytes, NULL);

          g_assert_cmpint (n_units, ==, units);
          g_assert_cmpstr (back, ==, before);
          g_assert_cmpuint (byline_article_to_byte (self, offset), ==, n_bytes);
          g_assert_cmpuint (byline_article_from_byte (self, n_bytes), ==, offset);
          units += g_utf8_get_char (character) > 0xFFFF ? 2 : 1;
        }
    }
}

static void
test_range (void)
{
  g_autoptr (BylineArticle) self = load ("<p>🌊 “held firm”</p>\n");
  g_autofree char *words = byline_article_dup_range (self, 3, 12);
  g_autofree char *nothing = byline_article_dup_range (self, 14, 14);

  g_assert_cmpstr (words, ==, "held firm");
  g_assert_cmpstr (nothing, ==, "");
}

static gpointer
ask_segmentation (gpointer article)
{
  return (gpointer) byline_article_get_segmentation (article);
}

static void
test_segmentation_is_made_once (void)
{
  g_autoptr (BylineArticle) self = load ("<p lang=\"en\">Dr. Ferro came. She left.</p>\n<p>Last</p>\n");
  GThread *threads[4];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, ask_segmentation, self);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == byline_article_get_segmentation (self));
  byline_segmentation_get_sentences (byline_article_get_segmentation (self), &n);
  g_assert_cmpuint (n, ==, 3);
}

static void
test_references (void)
{
  BylineArticle *self = load ("<p>a</p>\n");
  BylineArticle *other = byline_article_ref (self);

  byline_article_unref (self);
  g_assert_cmpstr (byline_article_get_text (other, NULL), ==, "a\n");
  byline_article_unref (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/article/what-it-holds", test_what_it_holds);
  g_test_add_func ("/article/digest", test_digest);
  g_test_add_func ("/article/title", test_title);
  g_test_add_func ("/article/direction", test_direction);
  g_test_add_func ("/article/refused", test_refused);
  g_test_add_func ("/article/nesting-and-size", test_nesting_and_size);
  g_test_add_func ("/article/not-terminated", test_not_terminated);
  g_test_add_func ("/article/offsets", test_offsets);
  g_test_add_func ("/article/utf16", test_utf16);
  g_test_add_func ("/article/range", test_range);
  g_test_add_func ("/article/segmentation-once", test_segmentation_is_made_once);
  g_test_add_func ("/article/references", test_references);
  return g_test_run ();
}
