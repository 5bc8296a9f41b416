/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "arena.h"
#include "article.h"
#include "element.h"

G_BEGIN_DECLS

/* Blocks, inline elements and runs of text in one article. A book has a tenth. */
#define BYLINE_DOCUMENT_MAX_NODES 1000000

/**
 * BylineNodeAttribute:
 * @attribute: which one
 * @value: clean
 */
typedef struct
{
  BylineAttribute attribute;
  const char *value;
} BylineNodeAttribute;

/**
 * BylineNode:
 * @element: what it is; %NULL for a run of text
 * @attributes: an element's own, in the order of #BylineAttribute
 * @text_start: a run's first byte in #BylineDocument.text
 * @text_length: a run's bytes
 * @anonymous: Byline put it in, the page did not have it
 * @has_text: there is something to read in it
 * @is_block: an image that stands among blocks, not in a line
 * @has_content: there is something to see in it: text, an image or a rule
 *
 * One node of the canonical model. It lives in the document's arena.
 */
typedef struct _BylineNode BylineNode;

struct _BylineNode
{
  const BylineElement *element;
  BylineNode *parent;
  BylineNode *previous;
  BylineNode *next;
  BylineNode *first;
  BylineNode *last;
  union
  {
    BylineNodeAttribute *attributes;
    gsize text_start;
  };
  guint text_length;
  guint8 n_attributes;
  guint8 anonymous : 1;
  guint8 has_text : 1;
  guint8 is_block : 1;
  guint8 has_content : 1;
};

/**
 * BylineDocument:
 * @root: holds the blocks
 * @text: what the runs of text refer to
 * @n_nodes: how many were ever made
 *
 * The canonical model of an article: blocks and inline runs, nothing else.
 */
typedef struct
{
  BylineArena arena;
  BylineNode *root;
  GString *text;
  guint n_nodes;
} BylineDocument;

BylineDocument *byline_document_new         (void);
void            byline_document_free        (BylineDocument *self);

BylineNode     *byline_document_append      (BylineDocument *self, BylineNode *parent, const BylineElement *element);
void            byline_document_append_text (BylineDocument *self, BylineNode *parent, const char *text, gsize size);
void            byline_document_set         (BylineDocument *self, BylineNode *node, BylineAttribute attribute, const char *value);
const char     *byline_node_get             (const BylineNode *self, BylineAttribute attribute);
void            byline_node_remove          (BylineNode *self);
void            byline_node_move            (BylineNode *self, BylineNode *parent);
void            byline_node_unwrap          (BylineNode *self);
BylineNode     *byline_node_next            (const BylineNode *self, const BylineNode *top);
const char     *byline_document_keep        (BylineDocument *self, const char *text);
char           *byline_document_dup_text    (BylineDocument *self, const BylineNode *node);

void            byline_document_set_title    (BylineDocument *self, const char *title);
void            byline_document_set_language (BylineDocument *self, const char *language);
void            byline_document_write        (BylineDocument *self, GString *html, GString *text, GArray *blocks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineDocument, byline_document_free)

G_END_DECLS
