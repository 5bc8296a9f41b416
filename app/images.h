/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"

G_BEGIN_DECLS

/**
 * BylineImages:
 *
 * The images of a page that is imported: which there are, and what they are called
 * in the article.
 */
typedef struct _BylineImages BylineImages;

BylineImages *byline_images_new         (const char *path, gboolean keep);
void          byline_images_free        (BylineImages *self);

/* What `src` is in the article, "media/NAME"; NULL to leave the alt text. */
const char   *byline_images_resolve     (BylineImages *self, const char *src);
/* How many were left out that byline_images_new() could have kept. */
guint         byline_images_get_n_left  (BylineImages *self);
/* (element-type BylineMedia): those that the document shows */
GPtrArray    *byline_images_list_used   (BylineImages *self, const BylineDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineImages, byline_images_free)

G_END_DECLS
