/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import.h"

#include <gumbo.h>

G_BEGIN_DECLS

/**
 * BylineExtract:
 * @root: what the article is in
 * @title: (nullable): its heading, where that stands outside @root
 * @left_out: (element-type GumboNode BylineLeftOutKind): what is none of it
 * @frames: (element-type GumboNode): what is around @root
 */
typedef struct
{
  const GumboNode *root;
  const GumboNode *title;
  GHashTable *left_out;
  GHashTable *frames;
} BylineExtract;

void       byline_extract_init     (BylineExtract *self, const GumboNode *body, const char *title);
void       byline_extract_clear    (BylineExtract *self);
void       byline_extract_put_back (BylineExtract *self, const GumboNode *body, const guint *places, gsize n_places);
GPtrArray *byline_extract_list     (const BylineExtract *self, const GumboNode *body);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineExtract, byline_extract_clear)

G_END_DECLS
