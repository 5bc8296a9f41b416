/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"

G_BEGIN_DECLS

/**
 * BylineImportOptions:
 * @name: (nullable): the file's name, which helps to tell the format
 * @title: (nullable): replaces or adds the `h1`
 * @language: (nullable): BCP 47, set as `lang` on every top block
 * @keep_all: leave boilerplate in
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *language;
  gboolean keep_all;
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
} BylineImport;

BylineImport *byline_import      (GBytes *data, const BylineImportOptions *options, GError **error);
void          byline_import_free (BylineImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineImport, byline_import_free)

G_END_DECLS
