/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "builder.h"
#include "canonical.h"
#include "error.h"

#include <string.h>

/* Feeds a line of loose markup to a builder, tag by tag, as it stands: no HTML
 * rules, so that any nesting can be tried. Attributes are name=value without
 * quotation marks; "~" stands for a line feed. */
static BylineDocument *
build (const char *markup, guint max_depth)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (max_depth);
  g_autofree char *copy = g_strdelimit (g_strdup (markup), "~", '\n');
  char *at = copy;

  while (*at != '\0')
    {
      const gsize n = strcspn (at, "<");

      if (n > 0)
        byline_builder_text (builder, at, n);
      at += n;
      if (*at == '<')
        {
          const gsize length = strcspn (at, ">");
          g_autofree char *tag = g_strndup (at + 1, length - 1);
          g_auto (GStrv) words = g_strsplit (tag, " ", -1);
          BylineMarkupAttribute attributes[8];
          guint n_attributes = 0;

          for (guint i = 1; words[i] != NULL && strchr (words[i], '=') != NULL; i++)
            {
              char *equals = strchr (words[i], '=');
              *equals = '\0';
              attributes[n_attributes++] = (BylineMarkupAttribute) { words[i], equals + 1 };
            }
          if (tag[0] == '/')
            byline_builder_end (builder);
          else
            {
              byline_builder_start (builder, words[0], strlen (words[0]), attributes, n_attributes);
              if (g_str_equal (words[0], "br") || g_str_equal (words[0], "img") || g_str_equal (words[0], "hr"))
                byline_builder_end (builder);
            }
          at += length + 1;
        }
    }
  return byline_builder_finish (builder, NULL);
}

static char *
write_html (BylineDocument *document)
{
  GString *html = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));

  byline_document_write (document, html, text, blocks);
  return g_string_free (html, FALSE);
}

static void
assert_canonical (const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineDocument) document = byline_canonical_read (html, strlen (html), NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
}

static void
test_rules (void)
{
  const struct { const char *loose, *canonical; } cases[] = {
    /* Loose text, sections, white space. */
    { "loose", "<p>loose</p>~" },
    { "<div> a <div>b</div>c</div>", "<p>a</p>~<p>b</p>~<p>c</p>~" },
    { "<p>  a ~ b\t</p>", "<p>a b</p>~" },
    { "<p>a <b> b </b> c</p>", "<p>a <strong>b</strong> c</p>~" },
    { "<p>a<b> </b>b<i></i></p>", "<p>a b</p>~" },
    { "<p> </p><p>\302\240</p><div></div>", "" },
    { "<p>a & b \302\240 \"c\" > d</p>", "<p>a &amp; b &nbsp; \"c\" &gt; d</p>~" },
    { "<p>a<font>b</font>c<x-y>d</x-y></p>", "<p>abcd</p>~" },
    { "<p>a</p><script>b<i>c</i></script><style>d</style><svg><p>e</p></svg><p>f</p>", "<p>a</p>~<p>f</p>~" },

    /* Inline elements around and across blocks. */
    { "<b>a<p>b</p>c</b>", "<p><strong>a</strong></p>~<p><strong>b</strong></p>~<p><strong>c</strong></p>~" },
    { "<p><em>a </em><em>b</em></p>", "<p><em>a</em> <em>b</em></p>~" },
    { "<p><a href=https://e.example/>a <a href=http://f.example/>b</a></a></p>", "<p><a href=\"https://e.example/\">a b</a></p>~" },
    { "<p><a>a</a><a href=javascript:x>b</a><a href=#n>c</a><span>d</span><span lang=fr>e</span></p>",
      "<p>ab<a href=\"#n\">c</a>d<span lang=\"fr\">e</span></p>~" },
    { "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby><rt>c</rt></p>", "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>c</p>~" },
    { "<p><sup id=n>1</sup><sup id=n>2</sup></p>", "<p><sup id=\"n\">1</sup><sup>2</sup></p>~" },

    /* Breaks. */
    { "<p><br>a <br> b<br><br>c<br></p>", "<p>a<br>~b<br>~<br>~c</p>~" },
    { "<p><em>a<br></em>b</p>", "<p><em>a</em><br>~b</p>~" },
    { "a<br>b", "<p>a<br>~b</p>~" },
    { "<h1>a<div>b</div><p>c</p></h1>", "<h1>a<br>~b<br>~c</h1>~" },

    /* Preformatted text. */
    { "<pre>~~ a~  b\r~</pre>", "<pre> a~  b~</pre>~" },
    { "<pre><code>~x<br>y</code></pre>", "<pre><code>x~y</code></pre>~" },
    { "<pre>a<p>b</p>c</pre>", "<pre>a~b~c</pre>~" },
    { "<pre> ~ </pre>", "" },

    /* Containers hold lines or blocks, never both. */
    { "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "<ul><li>a</li>~<li><p>b</p>~<ul><li>c</li>~</ul>~</li>~</ul>~" },
    { "<ul>a<li>b</li><p>c</p><p>d</p></ul>", "<ul><li>a</li>~<li>b</li>~<li><p>c</p>~<p>d</p>~</li>~</ul>~" },
    { "<ul><li></li></ul><ol><li>a</li></ol>", "<ol><li>a</li>~</ol>~" },
    { "<li>a</li><li>b</li>", "<p>a</p>~<p>b</p>~" },
    { "<blockquote>a</blockquote><blockquote><p>b</p></blockquote>", "<blockquote>a</blockquote>~<blockquote><p>b</p>~</blockquote>~" },
    { "<dl><dt>a</dt><dd>b</dd><div><dt>c</dt></div>d</dl>", "<dl><dt>a</dt>~<dd>b</dd>~<dt>c</dt>~<dd>d</dd>~</dl>~" },
    { "<p>a<hr>b</p><hr>", "<p>a<br>~b</p>~<hr>~" },

    /* Tables. */
    { "<table><tr><td>a</td><td></td></tr></table>", "<table><tbody><tr><td>a</td>~<td></td>~</tr>~</tbody>~</table>~" },
    { "<table><caption>c</caption><thead><tr><th colspan=2>a</th></tr></thead><tfoot><tr><td rowspan=1>b</td></tr></tfoot></table>",
      "<table><caption>c</caption>~<thead><tr><th colspan=\"2\">a</th>~</tr>~</thead>~<tbody><tr><td>b</td>~</tr>~</tbody>~</table>~" },
    { "<table><tr><td>a</td></tr>b<tr><td>c</td></tr></table>",
      "<table><tbody><tr><td>a</td>~</tr>~<tr><td>b</td>~</tr>~<tr><td>c</td>~</tr>~</tbody>~</table>~" },
    { "<table><tr><td> </td></tr></table><td>a</td>", "<p>a</p>~" },

    /* Images. */
    { "<p><img src=http://e.example/a.png alt=wave></p>", "<p>wave</p>~" },
    { "<p><img src=media/a.png alt=wave></p>", "<img src=\"media/a.png\" alt=\"wave\">~" },
    { "<p>a <img src=media/a.png> b</p>", "<p>a <img src=\"media/a.png\"> b</p>~" },
    { "<figure><a href=#n><img src=media/a.png></a><figcaption>c</figcaption>d</figure>",
      "<figure><img src=\"media/a.png\">~<figcaption>c</figcaption>~<p>d</p>~</figure>~" },
    { "<ul><li><img src=media/a.png> <img src=media/b.png></li></ul>",
      "<ul><li><img src=\"media/a.png\">~<img src=\"media/b.png\">~</li>~</ul>~" },
    { "<p><img src=media/../a.png><img src=media/><img src=data:image/png,x></p>", "" },

    /* Language and direction of tags that are not kept. */
    { "<html lang=de><body dir=rtl><p>a</p><p lang=fr>b</p></body></html>", "<p lang=\"de\" dir=\"rtl\">a</p>~<p lang=\"fr\" dir=\"rtl\">b</p>~" },
    { "<ul lang=de><li>a<div lang=fr>b</div></li></ul>", "<ul lang=\"de\"><li><p>a</p>~<p lang=\"fr\">b</p>~</li>~</ul>~" },
    { "<p lang=english! dir=up id=a>a</p><p id=a>b</p>", "<p id=\"a\">a</p>~<p>b</p>~" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineDocument) document = build (cases[i].loose, BYLINE_BUILDER_IMPORT_DEPTH);
      g_autofree char *html = write_html (document);
      g_autofree char *expected = g_strdelimit (g_strdup (cases[i].canonical), "~", '\n');

      g_assert_cmpstr (html, ==, expected);
      assert_canonical (html);
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  g_autoptr (BylineDocument) document = NULL;
  g_autofree char *html = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (markup, i % 3 == 0 ? "<blockquote>" : i % 3 == 1 ? "<ul>" : "<b>");
  g_string_append (markup, "deep");
  document = build (markup->str, BYLINE_BUILDER_IMPORT_DEPTH);
  html = write_html (document);

  g_assert_nonnull (strstr (html, "deep</strong>"));
  assert_canonical (html);
}

static void
test_too_many_nodes (void)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < BYLINE_DOCUMENT_MAX_NODES; i++)
    {
      byline_builder_start (builder, "p", 1, NULL, 0);
      byline_builder_text (builder, "a", 1);
      byline_builder_end (builder);
    }
  g_assert_null (byline_builder_finish (builder, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

static char *
random_markup (GString *words)
{
  static const char *const tags[] = {
    "p", "p", "p", "h1", "h2", "div", "div", "ul", "ol", "li", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "tr", "td", "td", "th",
    "em", "strong", "b", "i", "a href=#x", "a href=http://e.example/", "span lang=fr", "span", "sup id=n", "ruby", "rt", "rp", "q", "code", "section lang=de", "section dir=rtl", "p lang=de", "p id=a", "x-y",
    "br", "br", "hr", "img src=media/a.png alt=b", "img src=media/b.png", "script", "td colspan=3",
  };
  static const char *const spaces[] = { " ", "~", " ~ ", "\t", "\302\240", "" };
  g_autoptr (GString) markup = g_string_new (NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  guint n_scripts = 0;

  for (int n = g_test_rand_int_range (1, 60); n > 0; n--)
    {
      const int choice = g_test_rand_int_range (0, 10);

      if (choice < 4)
        {
          const char *tag = tags[g_test_rand_int_range (0, G_N_ELEMENTS (tags))];

          g_string_append_printf (markup, "<%s>", tag);
          if (g_str_equal (tag, "br") || g_str_equal (tag, "hr") || g_str_has_prefix (tag, "img"))
            continue;
          g_ptr_array_add (open, (gpointer) tag);
          n_scripts += g_str_equal (tag, "script");
        }
      else if (choice < 7 && open->len > 0)
        {
          n_scripts -= g_str_equal (g_ptr_array_remove_index (open, open->len - 1), "script");
          g_string_append (markup, "</>");
        }
      else
        {
          g_string_append (markup, spaces[g_test_rand_int_range (0, G_N_ELEMENTS (spaces))]);
          if (g_test_rand_bit ())
            {
              g_autofree char *word = g_strdup_printf ("w%d", n);

              g_string_append (markup, word);
              if (n_scripts == 0)
                g_string_append (words, word);
            }
          g_string_append (markup, spaces[g_test_rand_int_range (0, G_N_ELEMENTS (spaces))]);
        }
    }
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

/* The letters and digits of @text. */
static char *
letters_of (const char *text)
{
  GString *letters = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (letters, *at);
  return g_string_free (letters, FALSE);
}

static void
check_blocks (const GArray *blocks, const char *text)
{
  guint end = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const BylineBlock *block = &g_array_index (blocks, BylineBlock, i);

      g_assert_cmpuint (block->start, <=, block->end);
      if (block->depth == 0)
        {
          g_assert_cmpuint (block->start, ==, end);
          end = block->end + 1;
        }
      g_assert_cmpint (*g_utf8_offset_to_pointer (text, block->end), ==, '\n');
    }
  g_assert_cmpuint (end, ==, g_utf8_strlen (text, -1));
}

/* Whatever comes in: what goes out is canonical, has every word that is not
 * dropped, in order, and its blocks cover the text. */
static void
test_properties (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      g_autofree char *markup = random_markup (words);
      g_autoptr (BylineDocument) document = build (markup, round % 2 == 0 ? BYLINE_BUILDER_IMPORT_DEPTH : 6);
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) text_again = g_string_new (NULL);
      g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));
      g_autoptr (BylineDocument) again = NULL;
      g_autofree char *letters = NULL;
      g_autoptr (GError) error = NULL;

      byline_document_write (document, html, text, blocks);
      again = byline_canonical_read (html->str, html->len, text_again, NULL, &error);
      if (error != NULL)
        g_error ("%s\n%s\n%s", markup, html->str, error->message);
      g_assert_cmpstr (text->str, ==, text_again->str);

      letters = letters_of (text->str);
      g_assert_cmpstr (letters, ==, words->str);
      check_blocks (blocks, text->str);
    }
}

static void
test_title_and_language (void)
{
  const struct { const char *loose, *html; } cases[] = {
    { "<p>a</p>", "<h1 lang=\"sv\">New &amp; old</h1>~<p lang=\"sv\">a</p>~" },
    { "<p>a</p><h1>old <em>one</em></h1><h1>b</h1>", "<p lang=\"sv\">a</p>~<h1 lang=\"sv\">New &amp; old</h1>~<h1 lang=\"sv\">b</h1>~" },
    { "", "<h1 lang=\"sv\">New &amp; old</h1>~" },
    { "<blockquote lang=de><h1>a</h1></blockquote>", "<blockquote lang=\"sv\"><h1>New &amp; old</h1>~</blockquote>~" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineDocument) document = build (cases[i].loose, BYLINE_BUILDER_IMPORT_DEPTH);
      g_autofree char *html = NULL;
      g_autofree char *expected = g_strdelimit (g_strdup (cases[i].html), "~", '\n');

      byline_document_set_title (document, "New & old");
      byline_document_set_language (document, "sv");
      html = write_html (document);
      g_assert_cmpstr (html, ==, expected);
      assert_canonical (html);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builder/rules", test_rules);
  g_test_add_func ("/builder/depth", test_depth);
  g_test_add_func ("/builder/title-and-language", test_title_and_language);
  g_test_add_func ("/builder/too-many-nodes", test_too_many_nodes);
  g_test_add_func ("/builder/properties", test_properties);
  return g_test_run ();
}
