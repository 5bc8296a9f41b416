/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <string.h>

static const BylineElement *
element (const char *name)
{
  const BylineElement *found = byline_element_find (name, strlen (name));

  g_assert_nonnull (found);
  return found;
}

static BylineNode *
append (BylineDocument *self, BylineNode *parent, const char *name)
{
  return byline_document_append (self, parent, element (name));
}

static void
append_text (BylineDocument *self, BylineNode *parent, const char *text)
{
  byline_document_append_text (self, parent, text, strlen (text));
}

static void
assert_written (BylineDocument *self, const char *html, const char *text)
{
  g_autoptr (GString) found_html = g_string_new (NULL);
  g_autoptr (GString) found_text = g_string_new (NULL);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));

  byline_document_write (self, found_html, found_text, blocks);
  g_assert_cmpstr (found_html->str, ==, html);
  g_assert_cmpstr (found_text->str, ==, text);
}

/* Each kind of link between nodes holds in both directions. */
static void
check_links (const BylineNode *node)
{
  const BylineNode *last = NULL;

  if (node->element == NULL)
    return;
  for (const BylineNode *child = node->first; child != NULL; last = child, child = child->next)
    {
      g_assert_true (child->parent == node);
      g_assert_true (child->previous == last);
      check_links (child);
    }
  g_assert_true (node->last == last);
}

static void
test_empty (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();

  assert_written (self, "", "");
  g_assert_null (byline_node_next (self->root, self->root));
}

static void
test_line_feeds (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *row, *item, *p = append (self, self->root, "p");

  append_text (self, p, "a");
  append (self, p, "br");
  append_text (self, append (self, p, "em"), "b");
  append (self, self->root, "hr");
  item = append (self, append (self, self->root, "ul"), "li");
  append_text (self, append (self, item, "p"), "c");
  row = append (self, append (self, append (self, self->root, "table"), "tbody"), "tr");
  append (self, row, "td");
  append_text (self, append (self, row, "td"), "d");

  assert_written (self,
                  "<p>a<br>\n<em>b</em></p>\n<hr>\n<ul><li><p>c</p>\n</li>\n</ul>\n<table><tbody><tr><td></td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n",
                  "a\nb\n\nc\n\n\n\nd\n\n\n\n");
  check_links (self->root);
}

static void
test_images (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *p = append (self, self->root, "p"), *image = append (self, p, "img");

  append_text (self, p, "a");
  byline_document_set (self, image, BYLINE_ATTRIBUTE_SRC, "media/a.png");
  append (self, self->root, "img")->is_block = TRUE;
  assert_written (self, "<p><img src=\"media/a.png\">a</p>\n<img>\n", "a\n\n");
}

static void
test_escapes (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *p = append (self, self->root, "p");

  append_text (self, p, "& < > \" ' \302\240 \302\241 &amp; \302");
  byline_document_set (self, p, BYLINE_ATTRIBUTE_ALT, "& < > \" ' \302\240");
  self->text->len--;
  p->first->text_length--;
  assert_written (self,
                  "<p alt=\"&amp; &lt; &gt; &quot; ' &nbsp;\">&amp; &lt; &gt; \" ' &nbsp; \302\241 &amp;amp; </p>\n",
                  "& < > \" ' \302\240 \302\241 &amp; \n");
}

/* In the order of #BylineAttribute, however they were set; the last value counts. */
static void
test_attributes (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *p = append (self, self->root, "p");

  for (guint round = 0; round < 200; round++)
    {
      const BylineAttribute attribute = g_test_rand_int_range (0, BYLINE_N_ATTRIBUTES);
      g_autofree char *value = g_strdup_printf ("%u", round);

      byline_document_set (self, p, attribute, value);
      g_assert_cmpstr (byline_node_get (p, attribute), ==, value);
      for (guint i = 1; i < p->n_attributes; i++)
        g_assert_cmpuint (p->attributes[i - 1].attribute, <, p->attributes[i].attribute);
    }
  append_text (self, p, "a");
  g_assert_null (byline_node_get (p->first, BYLINE_ATTRIBUTE_ID));
}

static void
test_remove_and_unwrap (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *a = append (self, self->root, "p"), *b = append (self, self->root, "p"), *c = append (self, self->root, "p");
  BylineNode *em = append (self, b, "em");

  append_text (self, a, "a");
  append_text (self, em, "b");
  append_text (self, em, "c");
  append_text (self, c, "d");
  byline_node_unwrap (em);
  check_links (self->root);
  assert_written (self, "<p>a</p>\n<p>bc</p>\n<p>d</p>\n", "a\nbc\nd\n");
  byline_node_unwrap (append (self, c, "em"));
  byline_node_move (a, self->root);
  check_links (self->root);
  assert_written (self, "<p>bc</p>\n<p>d</p>\n<p>a</p>\n", "bc\nd\na\n");
  byline_node_remove (c);
  byline_node_remove (b);
  byline_node_remove (a);
  check_links (self->root);
  assert_written (self, "", "");
}

/* Nodes taken, moved and unwrapped in any order leave a tree, walked in order. */
static void
test_random_tree (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (BylineDocument) self = byline_document_new ();
      g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
      guint n = 0;

      g_ptr_array_add (nodes, self->root);
      for (guint i = 0; i < 40; i++)
        {
          BylineNode *node = nodes->pdata[g_test_rand_int_range (0, nodes->len)];
          const int what = g_test_rand_int_range (0, 8);

          if (what < 5)
            g_ptr_array_add (nodes, append (self, node, "blockquote"));
          else if (node != self->root && what == 5)
            {
              byline_node_unwrap (node);
              g_ptr_array_remove (nodes, node);
            }
          else if (node != self->root && what == 6)
            byline_node_move (node, node->parent);
        }
      check_links (self->root);
      for (const BylineNode *node = self->root; node != NULL; node = byline_node_next (node, self->root))
        n++;
      g_assert_cmpuint (n, ==, nodes->len);
    }
}

static void
test_walk_stops (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *a = append (self, self->root, "p");

  append_text (self, a, "a");
  append_text (self, append (self, self->root, "p"), "b");
  g_assert_true (byline_node_next (a, a) == a->first);
  g_assert_null (byline_node_next (a->first, a));
  g_assert_true (byline_node_next (a->first, self->root) == a->next);
}

static void
test_words (void)
{
  g_autoptr (BylineDocument) self = byline_document_new ();
  BylineNode *quote = append (self, self->root, "blockquote"), *p = append (self, quote, "p");
  g_autofree char *words = NULL;

  append_text (self, p, "a");
  append (self, p, "br");
  append_text (self, append (self, p, "em"), "b");
  append_text (self, append (self, quote, "p"), "c");
  append_text (self, append (self, self->root, "p"), "d");
  words = byline_document_dup_text (self, quote);
  g_assert_cmpstr (words, ==, "a b c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/empty", test_empty);
  g_test_add_func ("/document/line-feeds", test_line_feeds);
  g_test_add_func ("/document/images", test_images);
  g_test_add_func ("/document/escapes", test_escapes);
  g_test_add_func ("/document/attributes", test_attributes);
  g_test_add_func ("/document/remove-and-unwrap", test_remove_and_unwrap);
  g_test_add_func ("/document/random-tree", test_random_tree);
  g_test_add_func ("/document/walk-stops", test_walk_stops);
  g_test_add_func ("/document/words", test_words);
  return g_test_run ();
}
