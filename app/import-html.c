/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-html.h"

#include "bounds.h"
#include "builder.h"
#include "config.h"
#include "error.h"
#include "quota.h"

#include <glib/gi18n.h>
#include <gumbo.h>
#include <string.h>

/* What the tree of a page may take. A page of the largest size that is mostly
 * text needs a tenth of it; tags alone can need more, and are refused. */
#define MAX_TREE_SIZE (160 * 1024 * 1024)

static const GumboVector *
children_of (const GumboNode *node)
{
  static const GumboVector none = { NULL, 0, 0 };

  if (node->type == GUMBO_NODE_DOCUMENT)
    return &node->v.document.children;
  if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
    return &node->v.element.children;
  return &none;
}

static void
enter (BylineBuilder *builder, const GumboNode *node)
{
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
    {
      byline_builder_text (builder, node->v.text.text, strlen (node->v.text.text));
    }
  else if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
    {
      const GumboElement *element = &node->v.element;
      g_autofree BylineMarkupAttribute *attributes = g_new (BylineMarkupAttribute, element->attributes.length);
      GumboStringPiece name = element->original_tag;

      for (guint i = 0; i < element->attributes.length; i++)
        {
          const GumboAttribute *attribute = element->attributes.data[i];
          attributes[i] = (BylineMarkupAttribute) { attribute->name, attribute->value };
        }
      if (element->tag != GUMBO_TAG_UNKNOWN)
        name = (GumboStringPiece) { gumbo_normalized_tagname (element->tag), strlen (gumbo_normalized_tagname (element->tag)) };
      else if (name.data != NULL)
        gumbo_tag_from_original_text (&name);
      byline_builder_start (builder, name.data != NULL ? name.data : "", name.length, attributes, element->attributes.length);
    }
}

static void
leave (BylineBuilder *builder, const GumboNode *node)
{
  if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
    byline_builder_end (builder);
}

/* Without recursion: nobody has bounded the depth of a page. */
static void
walk (BylineBuilder *builder, const GumboNode *top)
{
  const GumboNode *node = top;

  for (;;)
    {
      enter (builder, node);
      if (children_of (node)->length > 0)
        {
          node = children_of (node)->data[0];
          continue;
        }
      while (node != top)
        {
          const GumboVector *siblings = children_of (node->parent);

          leave (builder, node);
          if (node->index_within_parent + 1 < siblings->length)
            break;
          node = node->parent;
        }
      if (node == top)
        break;
      node = children_of (node->parent)->data[node->index_within_parent + 1];
    }
  leave (builder, top);
}

/* The parser puts U+FFFD in place of control characters; browsers keep them, and
 * canonical HTML has none. */
static GString *
without_controls (const char *html, gsize size)
{
  GString *clean = g_string_sized_new (size + 1);
  const char *end = html + size;

  while (html < end)
    {
      const char *run = html;

      while (html < end && ((guchar) *html >= ' ' || *html == '\t' || *html == '\n' || *html == '\f' || *html == '\r'))
        html++;
      g_string_append_len (clean, run, html - run);
      while (html < end && (guchar) *html < ' ' && *html != '\t' && *html != '\n' && *html != '\f' && *html != '\r')
        html++;
    }
  return clean;
}

/* NULL when the quota is used up. */
static GumboOutput *
parse (const char *html, gsize size, BylineQuota *quota)
{
  GumboOptions options = kGumboDefaultOptions;

  options.allocator = byline_quota_alloc;
  options.deallocator = byline_quota_free;
  options.userdata = quota;
  options.max_errors = 0;

  if (setjmp (quota->full) != 0)
    return NULL;
  return gumbo_parse_with_options (&options, html, size);
}

/**
 * byline_import_html:
 * @html: UTF-8
 * @size: bytes of @html
 * @keep_all: whether boilerplate stays in
 * @found: gets what the page says about itself
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Makes the canonical model of an HTML page by the rules of HTML5.
 *
 * Returns: (transfer full) (nullable): the document
 */
BylineDocument *
byline_import_html (const char *html, gsize size, gboolean keep_all, BylineImport *found, GError **error)
{
  g_auto (BylineQuota) quota = { 0 };
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GString) clean = without_controls (html, size);
  GumboOutput *output;

  if (!byline_bounds_check (clean->str, clean->len, error))
    return NULL;

  byline_quota_init (&quota, MAX_TREE_SIZE);
  output = parse (clean->str, clean->len, &quota);
  if (output == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This page cannot be read: it has millions of tags."));
      return NULL;
    }

  walk (builder, output->root);
  return byline_builder_finish (builder, error);
}
