/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineShelfEntry:
 * @path: of the pack
 * @article: id of the article in it
 * @title: of the article
 * @description: (nullable): of the pack
 * @code_name: (nullable): who worked on it last
 * @n_tags: in that work
 * @committed: whether it is finished
 *
 * An article that a person may open, and how far the work on it has come.
 */
typedef struct
{
  char *path;
  char *article;
  char *title;
  char *description;
  char *code_name;
  guint n_tags;
  gboolean committed;
} BylineShelfEntry;

char     **byline_shelf_list_packs (const char *folder);
void       byline_shelf_async      (BylineStore *store, const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *byline_shelf_finish     (GAsyncResult *result, GError **error);

G_END_DECLS
