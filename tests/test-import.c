/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "import.h"

#include <string.h>

static BylineImport *
import_bytes (const char *data, gsize size, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  const BylineImportOptions options = { .name = name };

  return byline_import (bytes, &options, error);
}

static void
assert_imported (const char *data, gsize size, const char *name, const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineImport) import = import_bytes (data, size, name, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = byline_article_get_html (import->article);
  if (!(g_bytes_get_size (bytes) == strlen (html) && memcmp (g_bytes_get_data (bytes, NULL), html, strlen (html)) == 0))
    g_error ("%.*s\nis not\n%s", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL), html);
}

static void
assert_html (const char *data, const char *name, const char *html)
{
  assert_imported (data, strlen (data), name, html);
}

static void
test_formats (void)
{
  assert_html ("<p>a", NULL, "<p>a</p>\n");
  assert_html ("  <!-- c --><h1>a</h1>b", NULL, "<h1>a</h1>\n<p>b</p>\n");
  assert_html ("a <b> c", NULL, "<p>a &lt;b&gt; c</p>\n");
  assert_html ("<notatag> a", NULL, "<p>&lt;notatag&gt; a</p>\n");
  assert_html ("a <i>b</i>", "x.html", "<p>a <em>b</em></p>\n");
  assert_html ("a <i>b</i>", "x.txt", "<p>a &lt;i&gt;b&lt;/i&gt;</p>\n");
  assert_html ("<html><body>a <i>b</i>", "x.txt", "<p>a <em>b</em></p>\n");
  assert_html ("# a\n\nb *c* -- \"d\"\n\n* e\n* f\n", "X.MD", "<h1>a</h1>\n<p>b <em>c</em> -- \"d\"</p>\n<ul><li>e</li>\n<li>f</li>\n</ul>\n");
  assert_html ("a <script>b</script> <u>c</u> [d](javascript:e) ![f](g.png)\n", "x.markdown", "<p>a c d f</p>\n");
  assert_html ("# a\n", NULL, "<p># a</p>\n");
}

static void
test_html5 (void)
{
  assert_html ("<p>One<p>Two <b>bold <i>it</b> x</i>", NULL,
               "<p>One</p>\n<p>Two <strong>bold <em>it</em></strong> <em>x</em></p>\n");
  assert_html ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", NULL,
               "<ul><li>a</li>\n<li>b</li>\n</ul>\n<table><tbody><tr><td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n");
  assert_html ("<p>&eacute;&#8220;&#x1F30A;&nbsp;&amp;lt; &notit; &#0;&#150;", NULL, "<p>é“🌊&nbsp;&amp;lt; ¬it; \357\277\275–</p>\n");
  assert_html ("<custom-el>a<p>b</p></custom-el><select><option>x</select><textarea>y</textarea><math><mi>z</mi></math>", "x.html", "<p>a</p>\n<p>b</p>\n");
  assert_html ("<p>a<template><p>t</p></template><noscript>n</noscript><object>o</object><iframe>i</iframe>b</p>", NULL, "<p>ab</p>\n");
  assert_html ("<html lang='ar' dir=RTL><head><title>t</title></head><body><p>مرحبا</body></html>", NULL, "<p lang=\"ar\" dir=\"rtl\">مرحبا</p>\n");
  assert_html ("<pre>\n\n a\n  b</pre>", NULL, "<pre> a\n  b</pre>\n");
  assert_html ("<p>a\001b\013c\fd\re", NULL, "<p>abc d e</p>\n");
}

static void
test_breaks (void)
{
  assert_html ("<p>a<br>b<br><br>c<br> <!-- --> <br><br>d", NULL, "<p>a<br>\nb</p>\n<p>c</p>\n<p>d</p>\n");
  assert_html ("<div>a<br><br>b</div><table><td>c<br><br>d</table>", NULL,
               "<p>a</p>\n<p>b</p>\n<table><tbody><tr><td><p>c</p>\n<p>d</p>\n</td>\n</tr>\n</tbody>\n</table>\n");
  assert_html ("<p lang=fr><font><b>a<br><br>b</b></font></p>c", NULL, "<p lang=\"fr\"><strong>a</strong></p>\n<p lang=\"fr\"><strong>b</strong></p>\n<p>c</p>\n");
  assert_html ("<h1>a<br><br>b</h1><pre>c<br><br>d</pre>", NULL, "<h1>a<br>\n<br>\nb</h1>\n<pre>c\n\nd</pre>\n");
  /* What is canonical stays as it is. */
  assert_html ("<p>a<br>\n<br>\nb</p>\n", NULL, "<p>a<br>\n<br>\nb</p>\n");
}

static void
test_encodings (void)
{
  const char utf16[] = "\xFF\xFE<\0p\0>\0\xE9\0=\xD8\x0A\xDE"; /* é and a character outside the BMP */
  const char bare[] = "<\0p\0>\0a\0 \0b\0 \0c\0 \0d\0";

  assert_html ("\xEF\xBB\xBF<p>é", NULL, "<p>é</p>\n");
  assert_imported (utf16, sizeof utf16 - 1, NULL, "<p>é\360\237\230\212</p>\n");
  assert_imported (bare, sizeof bare - 1, "x.html", "<p>a b c d</p>\n");
  assert_html ("<p>caf\xE9 \x93q\x94", NULL, "<p>café “q”</p>\n");
  assert_html ("caf\xE9 \x93q\x94", "x.txt", "<p>café “q”</p>\n");
  assert_html ("<meta charset=iso-8859-2><p>\xB9", NULL, "<p>š</p>\n");
  assert_html ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\"><p>\x80", NULL, "<p>€</p>\n");
  assert_html ("<?xml version=\"1.0\" encoding=\"koi8-r\"?><p>\xF4\xC5\xD3\xD4</p>", NULL, "<p>Тест</p>\n");
  assert_html ("<meta charset=Shift_JIS><p>\x93\xFA\x96\x7B", NULL, "<p>日本</p>\n");
  assert_html ("<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>\xD2", NULL, "<p>Т</p>\n");
  assert_html ("<meta charset=utf-8><p>a\xFF\xE9z", NULL, "<p>a\357\277\275\357\277\275z</p>\n");
  assert_html ("<meta charset=no-such-thing><p>a\xE9", NULL, "<p>aé</p>\n");
  assert_html ("<meta charset=\"UTF-8//TRANSLIT\"><p>é", NULL, "<p>é</p>\n");
}

static void
test_refused (void)
{
  const struct { const char *data; gsize size; const char *name; int code; } cases[] = {
    { "", 0, NULL, BYLINE_ERROR_EMPTY },
    { " \n\n\t", 4, "x.txt", BYLINE_ERROR_EMPTY },
    { "<p>&nbsp;</p><script>a</script>", 31, NULL, BYLINE_ERROR_EMPTY },
    { "%PDF-1.7\n", 9, "x.html", BYLINE_ERROR_KIND },
    { "PK\003\004\0\0", 6, "x.docx", BYLINE_ERROR_KIND },
    { "https://example.org/a\n", 22, NULL, BYLINE_ERROR_KIND },
    { "[InternetShortcut]\nURL=https://example.org/\n", 44, "a.url", BYLINE_ERROR_KIND },
    { "{}", 2, "a.json", BYLINE_ERROR_KIND },
    { "MIME-Version: 1.0\n", 18, "a.mhtml", BYLINE_ERROR_KIND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (import_bytes (cases[i].data, cases[i].size, cases[i].name, &error));
      g_assert_error (error, BYLINE_ERROR, cases[i].code);
    }
}

/* What is no text by its bytes is refused, whatever it is called; a few odd bytes
 * in a text are not. */
static void
test_binary (void)
{
  static const char *const names[] = { NULL, "a.html", "a.txt", "a.md" };
  char noise[4000];

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = g_test_rand_int_range (1, 256);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (import_bytes (noise, sizeof noise, names[i], &error));
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
    }
  assert_html ("a \001\002\003\004\005\006 b", "a.txt", "<p>a b</p>\n");
  assert_html ("<meta charset=utf-8><p>\xFF\xFF\xFF a", NULL, "<p>\357\277\275\357\277\275\357\277\275 a</p>\n");
}

static void
test_too_large (void)
{
  g_autofree char *large = g_strnfill (BYLINE_ARTICLE_MAX_SIZE + 1, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (import_bytes (large, BYLINE_ARTICLE_MAX_SIZE + 1, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  /* It fits as a file, but not with the tags around it. */
  g_assert_null (import_bytes (large, BYLINE_ARTICLE_MAX_SIZE, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

static char *
repeat (const char *piece, guint n)
{
  GString *text = g_string_sized_new (strlen (piece) * n + 1);

  while (n-- > 0)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

/* A clear error or a sane article, soon: each is a way to make a parser slow or
 * to overflow a stack. */
static void
test_hostile (void)
{
  const struct { const char *before, *piece; guint n; const char *after, *name; gboolean refused; } cases[] = {
    { "", "<div>", 100000, "a", NULL, TRUE },
    { "", "<b>", 100000, "a", NULL, TRUE },
    { "<p>", "<rt>", 100000, "a", NULL, TRUE },
    { "", "<ul><li>", 100000, "a", NULL, TRUE },
    { "", "<table><tr><td>", 100000, "a", NULL, TRUE },
    { "", "<div><table></div>", 100000, "a", NULL, TRUE },
    { "<select><title></select>", "<div>", 100000, "a", "a.html", TRUE },
    { "<svg><style>", "<g>", 100000, "a", "a.html", TRUE },
    { "<div>", "<select></div>", 100000, "a", NULL, TRUE },
    { "<p ", "a", 1000000, ">a", NULL, FALSE },
    { "<p title=\"", "a", 10000000, "\">a", NULL, FALSE },
    { "<p title=\"", "a", 1000000, "a", NULL, TRUE },
    { "<p ", "b=1 c ", 100000, ">a", NULL, TRUE },
    { "<p>a</p ", "b=1 c ", 100000, ">a", NULL, TRUE },
    { "<p>", "&amp;", 1000000, "", NULL, FALSE },
    { "<p>", "&nosuch", 200000, "", NULL, FALSE },
    { "<p>", "<a href=#x>", 100000, "a", NULL, FALSE },
    { "", "<p>a", 1500000, "", NULL, TRUE },
    { "<p>a", "<!--", 200000, "", NULL, FALSE },
    { "<p>a", "</p>", 100000, "", NULL, FALSE },
    { "<p>a", "</div>", 200000, "", NULL, FALSE },
    { "<table>", "a<td>", 100000, "", NULL, FALSE },
    { "", ">", 100000, "a", "a.md", TRUE },
    { "", "- ", 100000, "a", "a.md", TRUE },
    { "", "[", 100000, "a", "a.md", TRUE },
    { "", "*a _b ", 100000, "", "a.md", FALSE },
    { "", "`a ``b ", 100000, "", "a.md", FALSE },
    { "", "a\n\n", 700000, "", "a.md", TRUE },
    { "", "a\n", 1000000, "", "a.txt", TRUE },
    { "", "\n", 2000000, "a", "a.txt", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *middle = repeat (cases[i].piece, cases[i].n);
      g_autofree char *data = g_strconcat (cases[i].before, middle, cases[i].after, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineImport) import = import_bytes (data, strlen (data), cases[i].name, &error);

      if (cases[i].refused != (import == NULL))
        g_error ("%s%s: %s", cases[i].before, cases[i].piece, error != NULL ? error->message : "not refused");
      if (import == NULL)
        g_assert_cmpuint (error->domain, ==, BYLINE_ERROR);
    }
}

static void
test_options (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("<h1>Old</h1>\n<p>a</p>\n", 22);
  static const char *const bad_titles[] = { "", " ", "\302\240", "\342\200\213 ", "\xFF", "a\xC3" };
  BylineImportOptions options = { .title = " New\n title ", .language = "fr" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineImport) import = byline_import (bytes, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (byline_article_get_text (import->article, NULL), ==, "New title\na\n");
  g_assert_cmpstr (import->title, ==, "New title");
  g_assert_cmpstr (import->language, ==, "fr");
  g_assert_cmpstr (import->direction, ==, "ltr");

  for (gsize i = 0; i < G_N_ELEMENTS (bad_titles); i++)
    {
      options.title = bad_titles[i];
      g_assert_null (byline_import (bytes, &options, &error));
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
      g_clear_error (&error);
    }
  options.title = NULL;
  options.language = "not a language";
  g_assert_null (byline_import (bytes, &options, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
}

static void
append_random_html (GString *html)
{
  static const char *const pieces[] = {
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href=http://e.example/?a&b>", "</a>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<caption>",
    "<h1>", "</h1>", "<h2>", "</h2>", "<pre>", "</pre>", "<br>", "<hr>", "<ruby>", "<rt>", "</ruby>", "<blockquote>", "</blockquote>", "<dl>", "<dt>", "<dd>", "</dl>", "<figure>", "<figcaption>",
    "</figure>", "<img src=media/a.png>", "<img alt=wave src=http://e.example/>", "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<select>", "<option>", "</select>", "<button>",
    "<!-- c -->", "<![CDATA[x]]>", "<span lang=de>", "</span>", "<section dir=rtl>", "</section>", "<template>", "</template>", "<font>", "</font>", "<tbody>", "<th colspan=2>", "<form>", "<sup id=a>",
    "</sup>", "&amp;", "&lt", "&nbsp;", "&#10;", "\n", " ", "\t", "\r\n", "a", "b ", "é", "🌊", "\"", "<", ">", "'", "\001", "\302\240", "<body lang=fr>", "<frameset>", "<plaintext>", "<textarea>",
  };

  for (int n = g_test_rand_int_range (1, 60); n > 0; n--)
    {
      /* The last ones change the rest of the page; seldom is enough. */
      const guint size = g_test_rand_int_range (0, 20) == 0 ? G_N_ELEMENTS (pieces) : G_N_ELEMENTS (pieces) - 4;
      g_string_append (html, pieces[g_test_rand_int_range (0, size)]);
    }
}

/* Importing what was imported gives the same bytes, by any name. */
static void
test_idempotent (void)
{
  static const char *const names[] = { "a.html", "a.txt", "a.md" };

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineImport) once = NULL;
      g_autoptr (BylineImport) twice = NULL;

      append_random_html (html);
      once = import_bytes (html->str, html->len, names[round % 3], &error);
      if (once == NULL)
        {
          if (error->code != BYLINE_ERROR_EMPTY)
            g_error ("%s: %s", html->str, error->message);
          continue;
        }
      twice = import_bytes (g_bytes_get_data (byline_article_get_html (once->article), NULL), g_bytes_get_size (byline_article_get_html (once->article)), names[(round + 1) % 3], &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (byline_article_get_html (once->article), byline_article_get_html (twice->article)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/formats", test_formats);
  g_test_add_func ("/import/html5", test_html5);
  g_test_add_func ("/import/breaks", test_breaks);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/binary", test_binary);
  g_test_add_func ("/import/too-large", test_too_large);
  g_test_add_func ("/import/hostile", test_hostile);
  g_test_add_func ("/import/options", test_options);
  g_test_add_func ("/import/idempotent", test_idempotent);
  return g_test_run ();
}
