/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"
#include "store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineWorkRequest:
 * @code_name: (nullable): whose work; not needed with @path
 * @path: (nullable): a work file outside the store, on a stick perhaps
 * @attempt: which attempt, from 1; 0 for the last there is
 * @previous: (nullable): the attempt before a new one, whose person goes on
 * @keep_tags: whether the new one begins with the tags of @previous
 */
typedef struct
{
  const char *code_name;
  const char *path;
  guint attempt;
  BylineAnnotations *previous;
  gboolean keep_tags;
} BylineWorkRequest;

/**
 * BylineOpenWork:
 * @file: (nullable): locked for writing; %NULL for finished work
 * @annotations: the work, new or as it was left
 * @history: (nullable): its undo log
 * @history_size: bytes
 * @recovered: (nullable): a sentence, when a damaged file was recovered
 */
typedef struct
{
  BylineWorkFile *file;
  BylineAnnotations *annotations;
  char *history;
  gsize history_size;
  char *recovered;
} BylineOpenWork;

void            byline_open_work_async  (BylineStore *store, BylinePack *pack, const char *article_id, BylineArticle *article,
                                         const BylineWorkRequest *request, GObject *source, GAsyncReadyCallback callback, gpointer data);
BylineOpenWork *byline_open_work_finish (GAsyncResult *result, GError **error);
/* Beside @path: where the next attempt of work outside the store goes. */
char           *byline_open_work_dup_next_path (const char *path, guint attempt);
void            byline_open_work_free   (BylineOpenWork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineOpenWork, byline_open_work_free)

G_END_DECLS
