/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack-files.h"
#include "pack.h"

G_BEGIN_DECLS

#define BYLINE_PACK_MANIFEST "byline.json"
#define BYLINE_PACK_MEDIA "media"
#define BYLINE_PACK_MAX_MANIFEST (1024 * 1024)

struct _BylinePack
{
  char *id;
  guint revision;
  char *title;
  char *description;
  char *language;
  char *license;
  BylinePackKind kind;
  BylineReveal reveal;
  BylineRetry retry;
  guint attempts;
  BylineTagSet *tags;
  BylineScoring scoring;
  GPtrArray *articles; /* of BylinePackArticle */
  BylinePackFiles *files;
  BylineArticle *lone; /* the article of a pack without a manifest */
};

/* manifest.c */
gboolean byline_pack_read_manifest  (BylinePack *self, const char *data, gsize size, GError **error);
void     byline_pack_article_free   (BylinePackArticle *article);
gboolean byline_pack_is_sealed_name (const char *name);

G_END_DECLS
