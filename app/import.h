/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"
#include "media.h"

G_BEGIN_DECLS

/**
 * BylineLeftOutKind:
 * @BYLINE_LEFT_OUT_NOT: part of the article
 * @BYLINE_LEFT_OUT_REPLIES: what belongs to comments, or a single one
 * @BYLINE_LEFT_OUT_NOTICE: cookies, subscriptions, logins
 * @BYLINE_LEFT_OUT_LINKS: what is there for its links
 * @BYLINE_LEFT_OUT_LABEL: “Advertisement”, “Related”, and headings of nothing
 * @BYLINE_LEFT_OUT_ELSEWHERE: what is not where the article is
 */
typedef enum
{
  BYLINE_LEFT_OUT_NOT,
  BYLINE_LEFT_OUT_ADVERT,
  BYLINE_LEFT_OUT_COMMENTS,
  BYLINE_LEFT_OUT_ELSEWHERE,
  BYLINE_LEFT_OUT_FOOTER,
  BYLINE_LEFT_OUT_HIDDEN,
  BYLINE_LEFT_OUT_LABEL,
  BYLINE_LEFT_OUT_LINKS,
  BYLINE_LEFT_OUT_MENU,
  BYLINE_LEFT_OUT_NOTICE,
  BYLINE_LEFT_OUT_RELATED,
  BYLINE_LEFT_OUT_REPLIES,
  BYLINE_LEFT_OUT_SHARING,
  BYLINE_N_LEFT_OUT_KINDS,
} BylineLeftOutKind;

/**
 * BylineLeftOut:
 * @place: where in the page; the same each time that the same bytes are imported
 * @kind: why it is taken for no part of the article
 * @n_words: how many words are in it
 * @text: the first of them
 */
typedef struct
{
  guint place;
  BylineLeftOutKind kind;
  guint n_words;
  char *text;
} BylineLeftOut;

/**
 * BylineImportOptions:
 * @name: (nullable): the file's name, which helps to tell the format
 * @title: (nullable): replaces or adds the `h1`
 * @language: (nullable): BCP 47, set as `lang` on every top block
 * @keep_all: leave boilerplate in
 * @path: (nullable): where the file is, for the images beside it
 * @keep_images: take images along as #BylineImport.media; else they leave their alt
 *   texts, except those that stand in `media/` already
 * @put_back: (array length=n_put_back): places of what was left out in an import
 *   before, and shall be in this time
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *language;
  gboolean keep_all;
  const char *path;
  gboolean keep_images;
  const guint *put_back;
  gsize n_put_back;
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
 * @left_out: (element-type BylineLeftOut): what of a page is taken for no part of
 *   its article, in the order of the page
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
  GPtrArray *left_out;
} BylineImport;

BylineImport *byline_import      (GBytes *data, const BylineImportOptions *options, GError **error);
void          byline_import_free (BylineImport *self);

const char   *byline_left_out_get_name (BylineLeftOutKind kind);
void          byline_left_out_free     (BylineLeftOut *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineLeftOut, byline_left_out_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineImport, byline_import_free)

G_END_DECLS
