/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-html.h"

#include "bounds.h"
#include "builder.h"
#include "config.h"
#include "error.h"
#include "extract.h"
#include "metadata.h"
#include "page.h"
#include "quota.h"

#include <glib/gi18n.h>
#include <gumbo.h>
#include <string.h>

/* What the tree of a page may take. A page of the largest size that is mostly
 * text needs a tenth of it; tags alone can need more, and are refused. */
#define MAX_TREE_SIZE (160 * 1024 * 1024)

/* How far into a page it says that it is XHTML, in bytes. */
#define XHTML_SCAN 2048

/* What goes from the tree of a page to the model of an article. */
typedef struct
{
  BylineBuilder *builder;
  BylineImages *images;
  GHashTable *divided; /* `p` that are several paragraphs */
  GHashTable *frames;  /* what leaves only its contents */
} Walk;

static gboolean
is_break (const GumboNode *node)
{
  return node != NULL && byline_page_is_element (node) && node->v.element.tag == GUMBO_TAG_BR;
}

/* The next or previous sibling with something in it. */
static const GumboNode *
find_beside (const GumboNode *node, int step)
{
  const GumboVector *siblings = byline_page_get_children (node->parent);

  for (guint i = node->index_within_parent + step; i < siblings->length; i += step)
    {
      const GumboNode *sibling = siblings->data[i];

      if (sibling->type != GUMBO_NODE_WHITESPACE && sibling->type != GUMBO_NODE_COMMENT)
        return sibling;
    }
  return NULL;
}

/* Two breaks are how many pages part paragraphs; one is the end of a line. */
static gboolean
parts_paragraphs (const GumboNode *node)
{
  if (!is_break (node) || (!is_break (find_beside (node, 1)) && !is_break (find_beside (node, -1))))
    return FALSE;
  for (node = node->parent; node != NULL && byline_page_is_element (node); node = node->parent)
    if (node->v.element.tag == GUMBO_TAG_PRE || (node->v.element.tag >= GUMBO_TAG_H1 && node->v.element.tag <= GUMBO_TAG_H6))
      return FALSE;
  return TRUE;
}

/* The `p` of a page that such breaks part. */
static GHashTable *
find_divided (const GumboNode *page)
{
  GHashTable *divided = g_hash_table_new (NULL, NULL);

  for (const GumboNode *node = page; node != NULL; node = byline_page_next (node, page))
    if (parts_paragraphs (node))
      for (const GumboNode *around = node->parent; around != NULL && byline_page_is_element (around); around = around->parent)
        if (around->v.element.tag == GUMBO_TAG_P)
          g_hash_table_add (divided, (gpointer) around);
  return divided;
}

/* The value that an attribute has in the article; an image's address is another there. */
static const char *
translate (const Walk *walk, const GumboNode *node, const GumboAttribute *attribute)
{
  const char *path;

  if (node->v.element.tag != GUMBO_TAG_IMG || strcmp (attribute->name, "src") != 0)
    return attribute->value;
  path = byline_images_resolve (walk->images, attribute->value);
  return path != NULL ? path : "";
}

static void
enter (const Walk *walk, const GumboNode *node)
{
  const GumboVector *given = byline_page_is_element (node) ? &node->v.element.attributes : NULL;
  g_autofree BylineMarkupAttribute *attributes = g_new (BylineMarkupAttribute, given != NULL ? given->length : 0);
  GumboStringPiece name;

  if (byline_page_is_text (node))
    byline_builder_text (walk->builder, node->v.text.text, strlen (node->v.text.text));
  if (given == NULL)
    return;

  for (guint i = 0; i < given->length; i++)
    {
      const GumboAttribute *attribute = given->data[i];
      attributes[i] = (BylineMarkupAttribute) { attribute->name, translate (walk, node, attribute) };
    }
  name = byline_page_get_name (node);
  if (parts_paragraphs (node) || g_hash_table_contains (walk->divided, node) || (walk->frames != NULL && g_hash_table_contains (walk->frames, node)))
    name = (GumboStringPiece) { "div", 3 };
  byline_builder_start (walk->builder, name.data, name.length, attributes, given->length);
}

static void
leave (BylineBuilder *builder, const GumboNode *node)
{
  if (byline_page_is_element (node))
    byline_builder_end (builder);
}

/* Without recursion: nobody has bounded the depth of a page. */
static void
walk_tree (const Walk *walk, const GumboNode *top, GHashTable *left_out)
{
  const GumboNode *node = top;

  for (;;)
    {
      const gboolean out = left_out != NULL && g_hash_table_contains (left_out, node);

      if (!out)
        enter (walk, node);
      if (!out && byline_page_get_children (node)->length > 0)
        {
          node = byline_page_get_children (node)->data[0];
          continue;
        }
      if (!out)
        leave (walk->builder, node);
      while (node != top && node->index_within_parent + 1 == byline_page_get_children (node->parent)->length)
        {
          node = node->parent;
          leave (walk->builder, node);
        }
      if (node == top)
        return;
      node = byline_page_get_children (node->parent)->data[node->index_within_parent + 1];
    }
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

/* In XHTML `<title/>` is empty. In HTML it begins what only `</title>` ends, and all
 * of the page would be in it. In quotation marks it is a script's, not the page's. */
static GString *
with_end_tags (GString *html)
{
  static const char *const names[] = { "iframe", "noframes", "noscript", "script", "style", "textarea", "title", "xmp" };
  const char *head = html->str + strspn (html->str, " \t\r\n\f"), *at = html->str, *start, *end;
  GString *closed;

  if (!g_str_has_prefix (head, "<?xml") && g_strstr_len (head, XHTML_SCAN, "http://www.w3.org/1999/xhtml") == NULL)
    return html;
  closed = g_string_sized_new (html->len + 1);
  while ((start = strchr (at, '<')) != NULL && (end = strpbrk (start + 1, "<>")) != NULL)
    {
      const gsize length = strcspn (start + 1, " \t\r\n\f/>");
      const gboolean empty = *end == '>' && end[-1] == '/' && (start == html->str || strchr ("\"'", start[-1]) == NULL);

      g_string_append_len (closed, at, end + (*end == '>') - at);
      at = end + (*end == '>');
      for (gsize i = 0; i < G_N_ELEMENTS (names) && empty; i++)
        if (strlen (names[i]) == length && memcmp (start + 1, names[i], length) == 0)
          g_string_append_printf (closed, "</%s>", names[i]);
    }
  g_string_append (closed, at);
  g_string_free (html, TRUE);
  return closed;
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

/* The value that an element or the nearest around it has for an attribute. */
static const char *
inherit (const GumboNode *node, const char *attribute)
{
  for (node = node->parent; node != NULL && byline_page_is_element (node); node = node->parent)
    if (byline_page_get (node, attribute) != NULL)
      return byline_page_get (node, attribute);
  return NULL;
}

/* The article of a page, in the language that is said around it, else in @found. */
static BylineDocument *
build_article (const GumboNode *body, const BylineImportOptions *options, BylineImages *images, BylineImport *found, GError **error)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GHashTable) divided = find_divided (body);
  g_auto (BylineExtract) extract = { NULL };
  const char *language = inherit (body, "lang") != NULL ? inherit (body, "lang") : found->language;
  const char *direction = inherit (body, "dir");
  BylineMarkupAttribute attributes[2];
  Walk walk = { builder, images, divided };
  guint n = 0;

  byline_extract_init (&extract, body, found->title);
  byline_extract_put_back (&extract, body, options->put_back, options->n_put_back);
  walk.frames = extract.frames;
  if (language != NULL)
    attributes[n++] = (BylineMarkupAttribute) { "lang", language };
  if (direction != NULL)
    attributes[n++] = (BylineMarkupAttribute) { "dir", direction };

  byline_builder_start (builder, "div", 3, attributes, n);
  if (extract.title != NULL)
    walk_tree (&walk, extract.title, NULL);
  walk_tree (&walk, body, extract.left_out);
  byline_builder_end (builder);
  g_clear_pointer (&found->left_out, g_ptr_array_unref);
  found->left_out = byline_extract_list (&extract, body);
  return byline_builder_finish (builder, error);
}

static BylineDocument *
build_all (const GumboNode *page, BylineImages *images, const BylineImport *found, GError **error)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GHashTable) divided = find_divided (page);
  const Walk walk = { builder, images, divided };
  const BylineMarkupAttribute language = { "lang", found->language };

  byline_builder_start (builder, "div", 3, &language, found->language != NULL);
  walk_tree (&walk, page, NULL);
  byline_builder_end (builder);
  return byline_builder_finish (builder, error);
}

/* The body of a page that was saved whole; NULL for a piece of HTML, which someone
 * has chosen already. */
static const GumboNode *
find_body (const GumboOutput *output)
{
  const GumboVector *children = byline_page_get_children (output->root);

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (byline_page_is_element (child) && child->v.element.tag == GUMBO_TAG_BODY &&
          (output->document->v.document.has_doctype || (child->parse_flags & GUMBO_INSERTION_BY_PARSER) == 0 ||
           (output->root->parse_flags & GUMBO_INSERTION_BY_PARSER) == 0))
        return child;
    }
  return NULL;
}

/**
 * byline_import_html:
 * @html: UTF-8
 * @size: bytes of @html
 * @keep_all: whether boilerplate stays in
 * @options: says what is put back
 * @images: says what becomes of images
 * @found: gets what the page says about itself
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Makes the canonical model of an HTML page by the rules of HTML5. Of a page that
 * was saved whole, the article is kept; where none is found, and in a piece of
 * HTML, everything is.
 *
 * Returns: (transfer full) (nullable): the document
 */
BylineDocument *
byline_import_html (const char *html, gsize size, gboolean keep_all, const BylineImportOptions *options, BylineImages *images, BylineImport *found, GError **error)
{
  g_auto (BylineQuota) quota = { 0 };
  g_autoptr (BylineDocument) article = NULL;
  g_autoptr (GString) clean = with_end_tags (without_controls (html, size));
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

  byline_metadata_find (found, output->root);
  if (!keep_all && find_body (output) != NULL)
    article = build_article (find_body (output), options, images, found, error);
  if (article != NULL && article->root->has_text)
    return g_steal_pointer (&article);
  g_clear_error (error);
  g_ptr_array_set_size (found->left_out, 0);
  return build_all (output->root, images, found, error);
}
