/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"
#include "store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineOpened:
 * @pack: the pack
 * @article_id: (nullable): which article; %NULL when the pack has several and
 *   none was named
 * @article: (nullable): that article
 * @code_name: (nullable): who worked on it last, here
 * @work_path: (nullable): a work file outside the store
 *
 * What a path that a person opened turned out to be.
 */
typedef struct
{
  BylinePack *pack;
  char *article_id;
  BylineArticle *article;
  char *code_name;
  char *work_path;
} BylineOpened;

void          byline_opened_free    (BylineOpened *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineOpened, byline_opened_free)

void          byline_opener_async   (BylineStore *store, const char *path, const char *article_id, char **pack_paths, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
const char   *byline_opener_get_path (GAsyncResult *result);
BylineOpened *byline_opener_finish  (GAsyncResult *result, GError **error);

G_END_DECLS
