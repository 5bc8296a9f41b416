/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <string.h>

gboolean
byline_page_is_text (const GumboNode *node)
{
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

gboolean
byline_page_is_element (const GumboNode *node)
{
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

const GumboVector *
byline_page_get_children (const GumboNode *node)
{
  static const GumboVector none = { NULL, 0, 0 };

  if (node->type == GUMBO_NODE_DOCUMENT)
    return &node->v.document.children;
  return byline_page_is_element (node) ? &node->v.element.children : &none;
}

/**
 * byline_page_get_name:
 * @node: an element
 *
 * Returns: its tag name, in the page's own case where the parser does not know it
 */
GumboStringPiece
byline_page_get_name (const GumboNode *node)
{
  const char *known = gumbo_normalized_tagname (node->v.element.tag);
  GumboStringPiece name = node->v.element.original_tag;

  if (node->v.element.tag != GUMBO_TAG_UNKNOWN)
    return (GumboStringPiece) { known, strlen (known) };
  if (name.data == NULL)
    return (GumboStringPiece) { "", 0 };
  gumbo_tag_from_original_text (&name);
  return name;
}

const BylineElement *
byline_page_find_element (const GumboNode *node)
{
  const GumboStringPiece name = byline_page_get_name (node);

  return byline_element_find (name.data, name.length);
}

/**
 * byline_page_get:
 * @node: an element
 *
 * Returns: (nullable): the value of its attribute
 */
const char *
byline_page_get (const GumboNode *node, const char *attribute)
{
  const GumboAttribute *found = gumbo_get_attribute (&node->v.element.attributes, attribute);

  return found != NULL ? found->value : NULL;
}

/**
 * byline_page_next:
 * @top: the node whose inside is walked
 *
 * Returns: (nullable): the node behind @node in document order, inside @top
 */
const GumboNode *
byline_page_next (const GumboNode *node, const GumboNode *top)
{
  if (byline_page_get_children (node)->length > 0)
    return byline_page_get_children (node)->data[0];
  return byline_page_skip (node, top);
}

/**
 * byline_page_skip:
 * @top: the node whose inside is walked
 *
 * Returns: (nullable): the node behind @node and all that is in it, inside @top
 */
const GumboNode *
byline_page_skip (const GumboNode *node, const GumboNode *top)
{
  while (node != top && node->index_within_parent + 1 >= byline_page_get_children (node->parent)->length)
    node = node->parent;
  return node != top ? byline_page_get_children (node->parent)->data[node->index_within_parent + 1] : NULL;
}

/**
 * byline_page_dup_words:
 *
 * Returns: (transfer full): the text in @node in one line
 */
char *
byline_page_dup_words (const GumboNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const GumboNode *at = node; at != NULL; at = byline_page_next (at, node))
    if (byline_page_is_text (at))
      g_string_append (text, at->v.text.text);
  return byline_attribute_clean_value (BYLINE_ATTRIBUTE_ALT, text->str);
}
