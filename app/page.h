/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "element.h"

#include <gumbo.h>

G_BEGIN_DECLS

/* What one asks of a node of a parsed page. */
gboolean             byline_page_is_text      (const GumboNode *node);
gboolean             byline_page_is_element   (const GumboNode *node);
const GumboVector   *byline_page_get_children (const GumboNode *node);
GumboStringPiece     byline_page_get_name     (const GumboNode *node);
const BylineElement *byline_page_find_element (const GumboNode *node);
const char          *byline_page_get          (const GumboNode *node, const char *attribute);
const GumboNode     *byline_page_next         (const GumboNode *node, const GumboNode *top);
const GumboNode     *byline_page_skip         (const GumboNode *node, const GumboNode *top);
char                *byline_page_dup_words    (const GumboNode *node);

G_END_DECLS
