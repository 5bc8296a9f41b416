/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds.h"
#include "error.h"
#include "page.h"
#include "quota.h"

#include <string.h>

#define DEPTH 300
#define ATTRIBUTES 300

static char *
repeat (const char *before, const char *piece, guint n, const char *after)
{
  GString *text = g_string_new (before);

  while (n-- > 0)
    g_string_append (text, piece);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static gboolean
is_bounded (const char *html, gsize size)
{
  /* An allocation of the exact size, so that a sanitizer sees one byte too many. */
  g_autofree char *exact = size > 0 ? g_memdup2 (html, size) : g_strdup ("");
  g_autoptr (GError) error = NULL;
  const gboolean bounded = byline_bounds_check (exact, size, &error);

  if (bounded)
    g_assert_no_error (error);
  else
    g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
  return bounded;
}

static gboolean
is_repeat_bounded (const char *before, const char *piece, guint n)
{
  g_autofree char *html = repeat (before, piece, n, "a");
  return is_bounded (html, strlen (html));
}

static void
test_depth (void)
{
  static const char *const nesting[] = {
    "<div>", "<b>", "<DIV\n>", "<div/>", "<x-y>", "<svg>", "<ul>", "<ruby>", "<font size=1>", "<span title='>'>", "<div><p>", "<ul><li>", "<div><!-- </div> -->",
    "<div title=\"</div>\">", "<div></p>", "<div></div x></b><i>", "<averyveryveryveryveryveryverylongname>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nesting); i++)
    {
      if (!is_repeat_bounded ("", nesting[i], DEPTH / 2))
        g_error ("%s is refused too soon", nesting[i]);
      if (is_repeat_bounded ("", nesting[i], 2 * DEPTH + 2))
        g_error ("%s is not refused", nesting[i]);
    }
  g_assert_true (is_repeat_bounded ("", "<div>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<div>", DEPTH + 1));
}

/* What a page may have as often as it likes. */
static void
test_breadth (void)
{
  static const char *const pieces[] = {
    "<p>", "<li>", "<br>", "<img src=a>", "<td>", "<tr><td>", "<option>", "<dt><dd>", "<div></div>", "<div>a</div >", "<DIV></dIv>", "<p><b>a</b></p>", "<ul><li>a</ul>", "<table><tr><td>a</table>",
    "<script><div></script>", "<style><div></STYLE>", "<textarea><div></textarea>", "<title><b></title>", "<script>'</scripty>'<div></script>",
    "<svg><path d='M0'/><g><path/></g></svg>", "<svg><title>a</title><desc>b</desc></svg>", "<math><mi>x</mi></math>", "<x-y>a</x-y>", "<h1>a</h2>", "<b><div></b></div>", "<dl><dt>a<dd>b</dl>",
    "<!-- <div> -->", "<!--><br>", "<!doctype html>", "<?xml <div ?>", "</ div>", "< div>", "<1>", "<", "</", "<>", "a < b", "<a href=x>", "<br title='<div>'>", "<br title=<div/>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    if (!is_repeat_bounded ("", pieces[i], 4 * DEPTH))
      g_error ("%s is refused", pieces[i]);
}

/* Where an end tag does not reach, or a start tag is none. */
static void
test_what_closes (void)
{
  g_assert_false (is_repeat_bounded ("", "<div><table></div>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<div><template></div>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<div><object></div>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<x-y><div></x-y>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<li><dd>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<h2><div><h1></h2>", DEPTH));
  g_assert_false (is_repeat_bounded ("", "<svg><desc><div></svg>", DEPTH));
  g_assert_false (is_repeat_bounded ("<svg>", "<html>", DEPTH));
  g_assert_false (is_repeat_bounded ("<svg><foreignObject>", "<div/>", DEPTH));
  g_assert_false (is_repeat_bounded ("<svg><div></div>", "<x-y/>", DEPTH + 1));
  g_assert_false (is_repeat_bounded ("<svg><font color=x></font>", "<x-y/>", DEPTH));
  g_assert_true (is_repeat_bounded ("<svg>", "<path/>", 4 * DEPTH));
  g_assert_false (is_repeat_bounded ("<svg>", "<g></svgx>", DEPTH));
  g_assert_false (is_repeat_bounded ("<svg><style>", "<g>", DEPTH));
  g_assert_false (is_repeat_bounded ("<select><title>", "<div>", DEPTH));
  g_assert_true (is_repeat_bounded ("<svg></svg><style>", "<g>", 2 * DEPTH));
  g_assert_true (is_repeat_bounded ("<title>", "<div>", 2 * DEPTH));
  g_assert_true (is_repeat_bounded ("<!--", "<div>", 2 * DEPTH));
  g_assert_true (is_repeat_bounded ("<!-- -->", "<div></div>", 2 * DEPTH));
  g_assert_false (is_repeat_bounded ("<!-->", "<div>", 2 * DEPTH));
  g_assert_false (is_repeat_bounded ("<!-- --!>", "<div>", 2 * DEPTH));
  g_assert_false (is_repeat_bounded ("<!- >", "<div>", 2 * DEPTH));
}

static void
test_attributes (void)
{
  static const char *const attributes[] = { "b ", "b=1 ", "b='1'", "b = \"1\" ", "=b/", "B\t", "b/", "b=> " };

  for (gsize i = 0; i < G_N_ELEMENTS (attributes) - 1; i++)
    {
      if (!is_repeat_bounded ("<p ", attributes[i], ATTRIBUTES - 1))
        g_error ("%s is refused too soon", attributes[i]);
      if (is_repeat_bounded ("<p ", attributes[i], ATTRIBUTES + 1))
        g_error ("%s is not refused", attributes[i]);
      if (is_repeat_bounded ("</p ", attributes[i], ATTRIBUTES + 1))
        g_error ("%s is not refused in an end tag", attributes[i]);
    }
  /* The first one ends the tag, the others are text. */
  g_assert_true (is_repeat_bounded ("<p ", "b=> ", 2 * ATTRIBUTES));
  g_assert_true (is_repeat_bounded ("<p title='", "b ", 2 * ATTRIBUTES));
  g_assert_true (is_repeat_bounded ("<p title=\"", "b' ", 2 * ATTRIBUTES));
}

/* Each begin of something that is more than one byte long. */
static void
test_ends (void)
{
  const char *html = "<div a = 'b' c=\"d\" e=f/><!-- g --!></div x><script></scr</script><title>h</TITLE><!d><?p>";

  for (gsize size = 0; size <= strlen (html); size++)
    g_assert_true (is_bounded (html, size));
}

static guint
measure_depth (const GumboNode *root)
{
  guint depth = 0, deepest = 0;
  const GumboNode *node = root;

  for (;;)
    {
      if (byline_page_get_children (node)->length > 0)
        {
          node = byline_page_get_children (node)->data[0];
          depth++;
          deepest = MAX (deepest, depth);
          continue;
        }
      while (node != root && node->index_within_parent + 1 == byline_page_get_children (node->parent)->length)
        {
          node = node->parent;
          depth--;
        }
      if (node == root)
        return deepest;
      node = byline_page_get_children (node->parent)->data[node->index_within_parent + 1];
    }
}

/* How deep the parser builds @html; 0 when its memory ran out. */
static guint
parse_depth (const char *html, gsize size)
{
  g_auto (BylineQuota) quota = { 0 };
  GumboOptions options = kGumboDefaultOptions;

  byline_quota_init (&quota, 64 * 1024 * 1024);
  options.allocator = byline_quota_alloc;
  options.deallocator = byline_quota_free;
  options.userdata = &quota;
  options.max_errors = 0;
  if (setjmp (quota.full) != 0)
    return 0;
  return measure_depth (gumbo_parse_with_options (&options, html, size)->root);
}

/* Whatever is repeated in a page: what may be parsed is not deep. The parser puts
 * an element or two between those of the page, and builds again each kind of
 * formatting that was left open, at most three of a kind. The estimate is one, so
 * that the pages are always the same. */
static void
test_parser_agrees (void)
{
  static const char *const pieces[] = {
    "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<i>", "<a href=x>", "</a>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<caption>", "<tbody>", "<select>", "</select>", "<option>",
    "<svg>", "</svg>", "<g>", "<foreignObject>", "<title>", "</title>", "<math>", "<mi>", "<ruby>", "<rt>", "<form>", "</form>", "<button>", "<dl>", "<dd>", "</dl>", "<h1>", "</h2>", "<pre>", "<object>", "<template>",
    "</template>", "<font>", "<nobr>", "<script>", "</script>", "<style>", "</style>", "<!--", "-->", "<br>", "x", " ", "<frameset>", "<body>", "<head>", "<noscript>", "<textarea>", "</textarea>", "<x-y>", "</x-y>",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);
  guint n_bounded = 0;

  for (guint round = 0; round < 1500; round++)
    {
      g_autoptr (GString) unit = g_string_new (NULL);
      g_autofree char *html = NULL;
      guint depth;

      for (int n = g_rand_int_range (random, 1, 6); n > 0; n--)
        g_string_append (unit, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      html = repeat (pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))], unit->str, 1500, "a");
      if (!is_bounded (html, strlen (html)))
        continue;
      n_bounded++;
      depth = parse_depth (html, strlen (html));
      if (depth > 3 * DEPTH)
        g_error ("%u deep: %s after %.20s", depth, unit->str, html);
    }
  g_assert_cmpuint (n_bounded, >, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounds/depth", test_depth);
  g_test_add_func ("/bounds/breadth", test_breadth);
  g_test_add_func ("/bounds/what-closes", test_what_closes);
  g_test_add_func ("/bounds/attributes", test_attributes);
  g_test_add_func ("/bounds/ends", test_ends);
  g_test_add_func ("/bounds/parser-agrees", test_parser_agrees);
  return g_test_run ();
}
