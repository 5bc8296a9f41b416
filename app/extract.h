/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gumbo.h>

G_BEGIN_DECLS

/**
 * BylineExtract:
 * @root: what the article is in
 * @title: (nullable): its heading, where that stands outside @root
 * @left_out: (element-type GumboNode): what is none of it, though in @root
 */
typedef struct
{
  const GumboNode *root;
  const GumboNode *title;
  GHashTable *left_out;
} BylineExtract;

void byline_extract_init  (BylineExtract *self, const GumboNode *body, const char *title);
void byline_extract_clear (BylineExtract *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineExtract, byline_extract_clear)

G_END_DECLS
