/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"
#include "media.h"

G_BEGIN_DECLS

/**
 * BylineImportOptions:
 * @name: (nullable): the file's name, which helps to tell the format
 * @title: (nullable): replaces or adds the `h1`
 * @language: (nullable): BCP 47, set as `lang` on every top block
 * @keep_all: leave boilerplate in
 * @path: (nullable): where the file is, for the images beside it
 * @keep_images: take images along as #BylineImport.media; else they leave their alt
 *   texts, except those that stand in `media/` already
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *language;
  gboolean keep_all;
  const char *path;
  gboolean keep_images;
} BylineImportOptions;

/**
 * BylineImport:
 * @article: the canonical article
 * @title: (nullable): found in the page or given
 * @author: (nullable): the author line
 * @outlet: (nullable): who published it
 * @date: (nullable): as written, ISO 8601 where the page says so
 * @language: BCP 47, `und` when unknown
 * @direction: `ltr` or `rtl`
 * @media: (element-type BylineMedia): the images that stand in the article
 * @n_images_left: images that leave their alt texts but could be taken along
 */
typedef struct
{
  BylineArticle *article;
  char *title;
  char *author;
  char *outlet;
  char *date;
  char *language;
  char *direction;
  GPtrArray *media;
  guint n_images_left;
} BylineImport;

BylineImport *byline_import      (GBytes *data, const BylineImportOptions *options, GError **error);
void          byline_import_free (BylineImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineImport, byline_import_free)

G_END_DECLS
