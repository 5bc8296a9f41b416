/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include "import.h"

/* text.js in the real WebKit: the page's offsets are the article's. */

/* All that makes offsets differ: code points of two units, clusters, two
 * directions, elements without text, text without elements. */
static const char *const articles[] = {
  "<p>x</p>\n",
  "<h1>Harbour 🌊 wall</h1>\n<p>“Darker nights! 🌙💡” <em>Ana 👩🏽‍🚒</em> said.🇬🇧</p>\n",
  "<p>Cafe\u0301 e\u0301\u0302, <strong>o\u0308</strong>\u0301 नमस्ते 👨‍👩‍👧</p>\n",
  "<h1 lang=\"ar\" dir=\"rtl\">جدار الميناء</h1>\n<p lang=\"ar\" dir=\"rtl\">قال <em>رئيس</em> الميناء: 3,204 <bdi>Ana 🌊</bdi>‏.</p>\n",
  "<p lang=\"ja\">市長は<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>を𠮷野家で述べた。</p>\n",
  "<ul><li><p>one</p>\n<ul><li>🌊 two</li>\n<li><p>three</p>\n</li>\n</ul>\n</li>\n<li>four</li>\n</ul>\n<ol><li>five</li>\n</ol>\n",
  "<table><caption>Cost</caption>\n<thead><tr><th>Year</th>\n<th>€</th>\n</tr>\n</thead>\n<tbody><tr><td>2026 🌊</td>\n<td></td>\n</tr>\n</tbody>\n</table>\n",
  "<p>one<br>\ntwo<br>\n<br>\nthree</p>\n<hr>\n<pre>  a\n\n\tb 🌊\n</pre>\n<p>end</p>\n",
  "<figure><img src=\"media/pier.png\" alt=\"A pier\">\n<figcaption>The 🌊 pier</figcaption>\n</figure>\n<p>after</p>\n",
  "<blockquote><p>a &amp; b &lt;c&gt; d&nbsp;e</p>\n</blockquote>\n<dl><dt>f</dt>\n<dd>g</dd>\n</dl>\n",
  "<p>H<sub>2</sub>O<sup id=\"n1\"><a href=\"#n\">1</a></sup> <a href=\"https://example.org/\">link 🌊</a><del>x</del><ins>y</ins></p>\n",
};

/* The units that the checks share; `text` is the article as reader.js sees it. */
#define TEXT                                                                                      \
  "const root = document.getElementById ('article');"                                             \
  "const text = new reader.Text (root);"                                                          \
  "const points = [...root.textContent];"

/* The same string for a browser and for Byline. */
static void
check_text (Page *self)
{
  g_autofree char *length = page_ask (self, TEXT "return String (text.length);");
  g_autofree char *content = page_ask (self, TEXT "return root.textContent;");
  g_autofree char *html = page_ask (self, TEXT "return root.innerHTML;");

  g_assert_cmpstr (content, ==, byline_article_get_text (self->article, NULL));
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, byline_article_get_length (self->article));
  g_assert_cmpuint (self->length, ==, byline_article_get_length (self->article));
  g_assert_cmpmem (html, strlen (html), g_bytes_get_data (byline_article_get_html (self->article), NULL),
                   g_bytes_get_size (byline_article_get_html (self->article)));
}

static void
test_text (Page *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      page_load (self, article_new (articles[i]));
      check_text (self);
    }
}

/* What import makes of whole pages, too. */
static void
test_imported (Page *self, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpus", "pages", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *page = NULL;
      const BylineImportOptions options = { .name = name };
      g_autoptr (BylineImport) import = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      if (!g_str_has_suffix (name, ".html"))
        continue;
      g_assert_true (g_file_get_contents (path, &page, &size, NULL));
      bytes = g_bytes_new (page, size);
      import = byline_import (bytes, &options, &error);
      g_assert_no_error (error);
      page_load (self, byline_article_ref (import->article));
      check_text (self);
      n++;
    }
  g_assert_cmpuint (n, >, 10);
}

/* Every code point: to the DOM and back, as a start and as an end. */
static void
test_round_trip (Page *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      page_load (self, article_new (articles[i]));
      page_check (self, TEXT
        "for (let at = 0; at <= text.length; at++)"
        "  for (const isEnd of [false, true]) {"
        "    const [node, units] = text.position (at, isEnd);"
        "    if (text.offset (node, units) !== at)"
        "      return `${at} comes back as ${text.offset (node, units)}`;"
        "    if (!isEnd && at < text.length && String.fromCodePoint (node.data.codePointAt (units)) !== points[at])"
        "      return `at ${at} there is no ${points[at]}`;"
        "    if (isEnd && at > 0 && units === 0)"
        "      return `the end ${at} is in the node behind it`;"
        "  }"
        "return '';");
    }
}

/* DOM positions between elements, as a selection of whole blocks gives them, and
 * in the middle of a pair of units. */
static void
test_elements (Page *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      page_load (self, article_new (articles[i]));
      page_check (self, TEXT
        "const before = (node, units) => {"
        "  const range = document.createRange ();"
        "  range.setStart (root, 0);"
        "  range.setEnd (node, units);"
        "  const piece = document.createElement ('div');"
        "  piece.append (range.cloneContents ());"
        "  return [...piece.textContent].length;"
        "};"
        "for (const element of [root, ...root.querySelectorAll ('*')])"
        "  for (let at = 0; at <= element.childNodes.length; at++)"
        "    if (text.offset (element, at) !== before (element, at))"
        "      return `${element.tagName} ${at}: ${text.offset (element, at)}, not ${before (element, at)}`;"
        "const walker = document.createTreeWalker (root, NodeFilter.SHOW_TEXT);"
        "for (let node = walker.nextNode (); node; node = walker.nextNode ())"
        "  for (let at = 1; at < node.length; at++)"
        "    if (/[\\udc00-\\udfff]/.test (node.data[at]) && text.offset (node, at) !== text.offset (node, at - 1))"
        "      return `half of a pair at ${at}`;"
        "if (text.offset (document.body, 0) !== 0 || text.offset (document.getElementById ('layer'), 0) !== text.length)"
        "  return 'a position outside the article is not at its start or end';"
        "return '';");
    }
}

/* The words of any range are those between its offsets. */
static void
test_ranges (Page *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      page_load (self, article_new (articles[i]));
      page_check (self, TEXT
        "for (let start = 0; start < text.length; start++)"
        "  for (let end = start + 1; end <= Math.min (start + 40, text.length); end++) {"
        "    const should = points.slice (start, end).join ('');"
        "    const live = text.liveRange (start, end), range = text.range (start, end);"
        "    if (live.toString () !== should)"
        "      return `${start}-${end}: ${live}, not ${should}`;"
        "    if (range.startContainer !== live.startContainer || range.startOffset !== live.startOffset"
        "        || range.endContainer !== live.endContainer || range.endOffset !== live.endOffset)"
        "      return `${start}-${end}: the two ranges differ`;"
        "  }"
        "return '';");
    }
}

/* Blocks hold all that is not white space, once, in order. */
static void
test_blocks (Page *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      page_load (self, article_new (articles[i]));
      page_check (self, TEXT
        "let at = 0;"
        "for (const { element, start, end } of text.blocks ()) {"
        "  if (start < at || end <= start)"
        "    return `block ${start}-${end} after ${at}`;"
        "  if (points.slice (at, start).join ('').trim () !== '')"
        "    return `${at}-${start} is in no block`;"
        "  if (!element.contains (text.position (start, false)[0]) || !element.contains (text.position (end, true)[0]) )"
        "    return `block ${start}-${end} is not in its ${element.tagName}`;"
        "  at = end;"
        "}"
        "return points.slice (at).join ('').trim ();");
    }
}

static void
get_selection (Page *self, guint *start, guint *end)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  byline_bridge_get_selection_async (self->bridge, NULL, result_cb, &result);
  wait_for_result (&result);
  byline_bridge_get_selection_finish (self->bridge, result, start, end, &error);
  g_assert_no_error (error);
}

/* What the program selects is what the page reports, in code points. */
static void
test_selection (Page *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (52);

  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      guint length;

      page_load (self, article_new (articles[i]));
      length = byline_article_get_length (self->article);
      for (guint n = 0; n < 20; n++)
        {
          const guint one = g_rand_int_range (random, 0, length + 1), two = g_rand_int_range (random, 0, length + 1);
          guint start, end;

          self->selections = 0;
          if (n % 2 == 0)
            byline_bridge_select (self->bridge, MIN (one, two), MAX (one, two), FALSE);
          else
            byline_bridge_extend (self->bridge, one, two);
          get_selection (self, &start, &end);
          g_assert_cmpuint (start, ==, MIN (one, two));
          g_assert_cmpuint (end, ==, MAX (one, two));

          while (self->selections == 0)
            g_main_context_iteration (NULL, TRUE);
          g_assert_cmpuint (self->last.start, ==, start);
          g_assert_cmpuint (self->last.end, ==, end);
          g_assert_cmpint (self->last.backward, ==, n % 2 == 1 && two < one);
        }
    }
}

/* A message that cannot be about this article is not passed on. */
static void
test_refused (Page *self, gconstpointer data)
{
  static const char *const messages[] = {
    "{\"type\":\"selection\",\"start\":0,\"end\":3}",
    "{\"type\":\"selection\",\"start\":2,\"end\":1}",
    "{\"type\":\"sentence\",\"offset\":-1}",
    "{\"type\":\"quit\"}",
    "not JSON",
  };

  page_load (self, article_new ("<p>x</p>\n"));
  page_wait_for_paint (self);
  self->selections = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      GVariantDict arguments;
      g_autoptr (JSCValue) value = NULL;

      g_variant_dict_init (&arguments, NULL);
      g_variant_dict_insert (&arguments, "message", "s", messages[i]);
      g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*sent something unexpected*");
      value = page_call (self, "byline", "webkit.messageHandlers.byline.postMessage (message);", g_variant_dict_end (&arguments));
      page_wait_for_paint (self);
      g_test_assert_expected_messages ();
    }
  g_assert_cmpuint (self->selections, ==, 0);
}

/* The page's own world has neither our code nor a way to talk to the program. */
static void
test_world (Page *self, gconstpointer data)
{
  g_autoptr (JSCValue) value = NULL;
  g_autofree char *found = NULL;

  page_load (self, article_new ("<p>x</p>\n"));
  value = page_call (self, NULL,
                     "return [typeof reader, typeof webkit === 'undefined' ? 'none' : typeof webkit.messageHandlers?.byline].join (' ');", NULL);
  found = jsc_value_to_string (value);
  g_assert_true (g_str_equal (found, "undefined none") || g_str_equal (found, "undefined undefined"));
}

static void
test_finalize (Page *self, gconstpointer data)
{
  gpointer view = self->view, bridge = self->bridge;

  page_load (self, article_new (articles[1]));
  page_set_look (self);
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (bridge, &bridge);
  gtk_window_set_child (GTK_WINDOW (self->window), NULL);
  while (view != NULL || bridge != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Page *, gconstpointer); } tests[] = {
    { "/reader/text", test_text },
    { "/reader/imported", test_imported },
    { "/reader/round-trip", test_round_trip },
    { "/reader/elements", test_elements },
    { "/reader/ranges", test_ranges },
    { "/reader/blocks", test_blocks },
    { "/reader/selection", test_selection },
    { "/reader/refused", test_refused },
    { "/reader/world", test_world },
    { "/reader/finalize", test_finalize },
  };

  page_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Page, NULL, page_set_up, tests[i].test, page_tear_down);
  return g_test_run ();
}
