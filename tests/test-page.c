/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <string.h>

static GumboOutput *
parse (const char *html)
{
  return gumbo_parse (html);
}

static void
release (GumboOutput *output)
{
  gumbo_destroy_output (&kGumboDefaultOptions, output);
}

static const GumboNode *
find (const GumboNode *top, const char *name)
{
  for (const GumboNode *node = top; node != NULL; node = byline_page_next (node, top))
    if (byline_page_is_element (node) && byline_page_get_name (node).length == strlen (name) && g_ascii_strncasecmp (byline_page_get_name (node).data, name, strlen (name)) == 0)
      return node;
  g_error ("there is no %s", name);
}

static void
test_kinds (void)
{
  GumboOutput *output = parse ("<!doctype html><p>a<!-- b --> <template>c</template><svg><![CDATA[d]]></svg>");
  guint n_text = 0, n_elements = 0, n_others = 0;

  for (const GumboNode *node = output->root; node != NULL; node = byline_page_next (node, output->root))
    {
      n_text += byline_page_is_text (node);
      n_elements += byline_page_is_element (node);
      n_others += !byline_page_is_text (node) && !byline_page_is_element (node);
    }
  /* a, a space, c, d; html head body p template svg; the comment. */
  g_assert_cmpuint (n_text, ==, 4);
  g_assert_cmpuint (n_elements, ==, 6);
  g_assert_cmpuint (n_others, ==, 1);
  g_assert_cmpuint (byline_page_get_children (output->document)->length, ==, 1);
  release (output);
}

static void
test_names (void)
{
  GumboOutput *output = parse ("<P>a<X-Y id=1>b</X-Y><svg><foreignObject>c</foreignObject></svg><image>");
  const GumboNode *unknown = find (output->root, "x-y");

  g_assert_cmpint (byline_page_get_name (find (output->root, "p")).data[0], ==, 'p');
  g_assert_cmpuint (byline_page_get_name (unknown).length, ==, 3);
  g_assert_cmpstr (byline_page_get (unknown, "ID"), ==, "1");
  g_assert_null (byline_page_get (unknown, "class"));
  g_assert_null (byline_page_find_element (unknown));
  g_assert_cmpstr (byline_page_find_element (find (output->root, "p"))->name, ==, "p");
  g_assert_nonnull (find (output->root, "img"));
  g_assert_nonnull (find (output->root, "foreignobject"));
  release (output);
}

/* A walk stays inside, also in something empty or without anything behind it. */
static void
test_walk (void)
{
  GumboOutput *output = parse ("<body><div><p>a<b>b</b></p></div><hr><p>c</p>");
  const GumboNode *div = find (output->root, "div"), *hr = find (output->root, "hr"), *b = find (output->root, "b");
  guint n = 0;

  for (const GumboNode *node = div; node != NULL; node = byline_page_next (node, div))
    n++;
  g_assert_cmpuint (n, ==, 5);
  g_assert_null (byline_page_next (hr, hr));
  g_assert_null (byline_page_next (byline_page_get_children (b)->data[0], div));
  g_assert_true (byline_page_next (byline_page_get_children (b)->data[0], output->root) == hr);
  release (output);
}

static void
test_words (void)
{
  const struct { const char *html, *words; } cases[] = {
    { "<p> a\n<b>b</b>  c </p>", "a b c" },
    { "<p>a<b>b</b>&nbsp;c", "ab\302\240c" },
    { "<p><!-- a --></p>", "" },
    { "<p></p>", "" },
    { "<p>&amp;amp;&#x1F30A;", "&amp;🌊" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GumboOutput *output = parse (cases[i].html);
      g_autofree char *words = byline_page_dup_words (find (output->root, "p"));

      g_assert_cmpstr (words, ==, cases[i].words);
      release (output);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/kinds", test_kinds);
  g_test_add_func ("/page/names", test_names);
  g_test_add_func ("/page/walk", test_walk);
  g_test_add_func ("/page/words", test_words);
  return g_test_run ();
}
