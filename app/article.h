/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "segment.h"

G_BEGIN_DECLS

#define BYLINE_ARTICLE_MAX_SIZE (16 * 1024 * 1024)

/**
 * BylineBlock:
 * @name: the element's name, interned ("p", "h1", "img")
 * @start: first code point of its text
 * @end: one past the last code point, without the line feed after the block
 * @depth: 0 for a block directly in the fragment
 *
 * One block of the canonical HTML, in document order.
 */
typedef struct
{
  const char *name;
  guint start;
  guint end;
  guint depth;
} BylineBlock;

/**
 * BylineArticle:
 *
 * A frozen article: canonical HTML, the canonical text (its `textContent`) and
 * what follows from them. Immutable, atomically reference counted.
 */
typedef struct _BylineArticle BylineArticle;

BylineArticle            *byline_article_new              (GBytes *canonical_html, GError **error);
BylineArticle            *byline_article_ref              (BylineArticle *self);
void                      byline_article_unref            (BylineArticle *self);

GBytes                   *byline_article_get_html         (BylineArticle *self);
const char               *byline_article_get_text         (BylineArticle *self, gsize *size);
guint                     byline_article_get_length       (BylineArticle *self);
const char               *byline_article_get_digest       (BylineArticle *self);
const char               *byline_article_get_title        (BylineArticle *self);
const char               *byline_article_get_language     (BylineArticle *self);
const char               *byline_article_get_direction    (BylineArticle *self);
const BylineBlock        *byline_article_get_blocks       (BylineArticle *self, guint *n_blocks);
const BylineSegmentation *byline_article_get_segmentation (BylineArticle *self);

gsize                     byline_article_to_byte          (BylineArticle *self, guint offset);
guint                     byline_article_from_byte        (BylineArticle *self, gsize byte);
char                     *byline_article_dup_range        (BylineArticle *self, guint start, guint end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineArticle, byline_article_unref)

G_END_DECLS
