/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"
#include "store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineSaveState:
 * @BYLINE_SAVE_NOTHING: nothing was changed since the work was opened
 * @BYLINE_SAVE_PENDING: a change is on its way to the disk
 * @BYLINE_SAVE_DONE: everything is durable
 * @BYLINE_SAVE_FAILED: the last try failed; the next comes by itself
 */
typedef enum
{
  BYLINE_SAVE_NOTHING,
  BYLINE_SAVE_PENDING,
  BYLINE_SAVE_DONE,
  BYLINE_SAVE_FAILED,
} BylineSaveState;

#define BYLINE_TYPE_SAVER (byline_saver_get_type ())
G_DECLARE_FINAL_TYPE (BylineSaver, byline_saver, BYLINE, SAVER, GObject)

BylineSaver    *byline_saver_new          (BylineWorkFile *file);
BylineSaveState byline_saver_get_state    (BylineSaver *self);
const char     *byline_saver_get_problem  (BylineSaver *self);
const char     *byline_saver_get_path     (BylineSaver *self);

void            byline_saver_save         (BylineSaver *self, BylineAnnotations *annotations, BylineHistory *history);
/* Takes the saver: it lives, and the program with it, until all is durable. */
void            byline_saver_finish       (BylineSaver *self);
void            byline_saver_flush_async  (BylineSaver *self, GAsyncReadyCallback callback, gpointer data);
gboolean        byline_saver_flush_finish (BylineSaver *self, GAsyncResult *result, GError **error);

G_END_DECLS
