/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <string.h>

static const BylineElement root_element = { "", BYLINE_ELEMENT_ROOT, 0, 0 };

/**
 * byline_document_new:
 *
 * Returns: (transfer full): a document without blocks; free with byline_document_free()
 */
BylineDocument *
byline_document_new (void)
{
  BylineDocument *self = g_new0 (BylineDocument, 1);

  self->text = g_string_new (NULL);
  self->root = byline_arena_new0 (&self->arena, BylineNode, 1);
  self->root->element = &root_element;
  return self;
}

void
byline_document_free (BylineDocument *self)
{
  byline_arena_clear (&self->arena);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
link_last (BylineNode *parent, BylineNode *node)
{
  node->parent = parent;
  node->previous = parent->last;
  if (parent->last != NULL)
    parent->last->next = node;
  else
    parent->first = node;
  parent->last = node;
}

/**
 * byline_document_append:
 * @element: (nullable): %NULL for a run of text
 *
 * Returns: (transfer none): a new last child of @parent
 */
BylineNode *
byline_document_append (BylineDocument *self, BylineNode *parent, const BylineElement *element)
{
  BylineNode *node = byline_arena_new0 (&self->arena, BylineNode, 1);

  self->n_nodes++;
  node->element = element;
  link_last (parent, node);
  return node;
}

/**
 * byline_document_append_text:
 * @text: UTF-8
 * @size: bytes of @text
 *
 * Adds text at the end of @parent.
 */
void
byline_document_append_text (BylineDocument *self, BylineNode *parent, const char *text, gsize size)
{
  BylineNode *run = parent->last;

  if (run == NULL || run->element != NULL || run->text_start + run->text_length != self->text->len)
    {
      run = byline_document_append (self, parent, NULL);
      run->text_start = self->text->len;
    }
  g_string_append_len (self->text, text, size);
  run->text_length += size;
}

/**
 * byline_document_keep:
 *
 * Returns: (transfer none): a copy that lives as long as the document
 */
const char *
byline_document_keep (BylineDocument *self, const char *text)
{
  const gsize size = strlen (text) + 1;

  return memcpy (byline_arena_alloc (&self->arena, size), text, size);
}

/**
 * byline_document_set:
 * @node: an element
 * @value: a clean value, copied
 *
 * Gives an attribute its value.
 */
void
byline_document_set (BylineDocument *self, BylineNode *node, BylineAttribute attribute, const char *value)
{
  const char *copy = byline_document_keep (self, value);
  BylineNodeAttribute *attributes;
  guint at = 0;

  while (at < node->n_attributes && node->attributes[at].attribute < attribute)
    at++;
  if (at < node->n_attributes && node->attributes[at].attribute == attribute)
    {
      node->attributes[at].value = copy;
      return;
    }

  attributes = byline_arena_new (&self->arena, BylineNodeAttribute, node->n_attributes + 1);
  for (guint i = 0; i < node->n_attributes; i++)
    attributes[i < at ? i : i + 1] = node->attributes[i];
  attributes[at] = (BylineNodeAttribute) { attribute, copy };
  node->attributes = attributes;
  node->n_attributes++;
}

/**
 * byline_node_get:
 *
 * Returns: (nullable): the attribute's value
 */
const char *
byline_node_get (const BylineNode *self, BylineAttribute attribute)
{
  for (guint i = 0; self->element != NULL && i < self->n_attributes; i++)
    if (self->attributes[i].attribute == attribute)
      return self->attributes[i].value;
  return NULL;
}

/**
 * byline_node_remove:
 *
 * Takes the node and what is in it out of the document.
 */
void
byline_node_remove (BylineNode *self)
{
  BylineNode *parent = self->parent;

  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    parent->first = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
  else
    parent->last = self->previous;
  self->parent = self->previous = self->next = NULL;
}

/**
 * byline_node_move:
 *
 * Makes the node the last child of @parent.
 */
void
byline_node_move (BylineNode *self, BylineNode *parent)
{
  byline_node_remove (self);
  link_last (parent, self);
}

/**
 * byline_node_unwrap:
 *
 * Puts what is in the node in its place.
 */
void
byline_node_unwrap (BylineNode *self)
{
  BylineNode *parent = self->parent, *first = self->first, *last = self->last;

  if (first == NULL)
    {
      byline_node_remove (self);
      return;
    }

  for (BylineNode *child = first; child != NULL; child = child->next)
    child->parent = parent;
  first->previous = self->previous;
  last->next = self->next;
  if (self->previous != NULL)
    self->previous->next = first;
  else
    parent->first = first;
  if (self->next != NULL)
    self->next->previous = last;
  else
    parent->last = last;
  self->parent = self->previous = self->next = self->first = self->last = NULL;
}

/**
 * byline_node_next:
 * @top: the node whose inside is walked
 *
 * Returns: (nullable): the node behind @self in document order, inside @top
 */
BylineNode *
byline_node_next (const BylineNode *self, const BylineNode *top)
{
  if (self->element != NULL && self->first != NULL)
    return self->first;
  while (self != top && self->next == NULL)
    self = self->parent;
  return self != top ? self->next : NULL;
}

/**
 * byline_document_dup_text:
 *
 * Returns: (transfer full): the words in @node in one line
 */
char *
byline_document_dup_text (BylineDocument *self, const BylineNode *node)
{
  GString *line = g_string_new (NULL);

  for (const BylineNode *at = node; at != NULL; at = byline_node_next (at, node))
    if (at->element == NULL)
      g_string_append_len (line, self->text->str + at->text_start, at->text_length);
    else if (line->len > 0 && (byline_element_is_block (at->element) || at->element->kind == BYLINE_ELEMENT_BREAK))
      g_string_append_c (line, ' ');
  return g_string_free (line, FALSE);
}

/**
 * byline_document_set_title:
 * @title: UTF-8 in one line
 *
 * Puts @title in place of the first `h1`, or adds one before everything.
 */
void
byline_document_set_title (BylineDocument *self, const char *title)
{
  const BylineElement *h1 = byline_element_find ("h1", 2);
  BylineNode *node = self->root;

  while (node != NULL && node->element != h1)
    node = byline_node_next (node, self->root);

  if (node == NULL)
    {
      BylineNode *second = self->root->first;

      node = byline_document_append (self, self->root, h1);
      if (second != NULL)
        {
          byline_node_remove (node);
          node->parent = self->root;
          node->next = second;
          second->previous = node;
          self->root->first = node;
        }
    }
  node->first = node->last = NULL;
  byline_document_append_text (self, node, title, strlen (title));
}

/**
 * byline_document_set_language:
 * @language: a clean BCP 47 tag
 *
 * Sets `lang` on every top block.
 */
void
byline_document_set_language (BylineDocument *self, const char *language)
{
  for (BylineNode *block = self->root->first; block != NULL; block = block->next)
    byline_document_set (self, block, BYLINE_ATTRIBUTE_LANG, language);
}

static void
write_escaped (GString *html, const char *text, gsize size, gboolean quotes)
{
  const char *end = text + size, *plain = text;

  for (const char *at = text; at < end; at++)
    {
      const char *entity = NULL;
      gsize n = 1;

      if (*at == '&')
        entity = "&amp;";
      else if (*at == '<')
        entity = "&lt;";
      else if (*at == '>')
        entity = "&gt;";
      else if (*at == '"' && quotes)
        entity = "&quot;";
      else if (at + 1 < end && (guchar) at[0] == 0xC2 && (guchar) at[1] == 0xA0)
        {
          entity = "&nbsp;";
          n = 2;
        }
      if (entity == NULL)
        continue;

      g_string_append_len (html, plain, at - plain);
      g_string_append (html, entity);
      plain = at + n;
      at += n - 1;
    }
  g_string_append_len (html, plain, end - plain);
}

static void
write_tag (GString *html, const BylineNode *node)
{
  g_string_append_c (html, '<');
  g_string_append (html, node->element->name);
  for (guint i = 0; i < node->n_attributes; i++)
    {
      const BylineNodeAttribute *attribute = &node->attributes[i];

      g_string_append_c (html, ' ');
      g_string_append (html, byline_attribute_get_name (attribute->attribute));
      g_string_append (html, "=\"");
      write_escaped (html, attribute->value, strlen (attribute->value), TRUE);
      g_string_append_c (html, '"');
    }
  g_string_append_c (html, '>');
}

static gboolean
is_block (const BylineNode *node)
{
  if (node->element == NULL || !byline_element_is_block (node->element))
    return FALSE;
  return node->element->kind != BYLINE_ELEMENT_IMAGE || node->is_block;
}

typedef struct
{
  BylineDocument *document;
  GString *html;
  GString *text;
  GArray *blocks;
  guint depth;
  guint offset; /* code points of @text */
} Writer;

static void
write_line_feed (Writer *writer)
{
  g_string_append_c (writer->html, '\n');
  g_string_append_c (writer->text, '\n');
  writer->offset++;
}

static void
write_node (Writer *writer, const BylineNode *node)
{
  const gboolean block = is_block (node);
  BylineBlock entry;
  guint index = writer->blocks->len;

  if (node->element == NULL)
    {
      const char *run = writer->document->text->str + node->text_start;

      write_escaped (writer->html, run, node->text_length, FALSE);
      g_string_append_len (writer->text, run, node->text_length);
      writer->offset += g_utf8_strlen (run, node->text_length);
      return;
    }

  if (block)
    {
      entry = (BylineBlock) { node->element->name, writer->offset, writer->offset, writer->depth };
      g_array_append_val (writer->blocks, entry);
    }

  write_tag (writer->html, node);
  writer->depth += block;
  for (const BylineNode *child = node->first; child != NULL; child = child->next)
    write_node (writer, child);
  writer->depth -= block;

  if (node->element->kind != BYLINE_ELEMENT_BREAK && node->element->kind != BYLINE_ELEMENT_IMAGE && node->element->kind != BYLINE_ELEMENT_RULE)
    g_string_append_printf (writer->html, "</%s>", node->element->name);
  if (block)
    g_array_index (writer->blocks, BylineBlock, index).end = writer->offset;
  if (block || node->element->kind == BYLINE_ELEMENT_BREAK)
    write_line_feed (writer);
}

/**
 * byline_document_write:
 * @html: gets the canonical HTML
 * @text: gets the canonical text
 * @blocks: (element-type BylineBlock): gets the blocks in document order
 *
 * Writes the document: exactly one line feed follows each block and each `br`.
 * The nesting of a document is bounded by its builder, and so is the recursion.
 */
void
byline_document_write (BylineDocument *self, GString *html, GString *text, GArray *blocks)
{
  Writer writer = { self, html, text, blocks, 0, 0 };

  for (const BylineNode *block = self->root->first; block != NULL; block = block->next)
    write_node (&writer, block);
}
