/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineSpool:
 *
 * Bytes put aside until their turn comes: the first in memory, the more of them in a
 * file without a name, which is gone when the program ends, however it ends. Where no
 * such file can be made, or the disk is full, they stay in memory. Any thread may add
 * to it and read from it.
 */
typedef struct _BylineSpool BylineSpool;

/* @folder: where the file may lie; NULL for where the system has room. */
BylineSpool *byline_spool_new   (const char *folder);
void         byline_spool_free  (BylineSpool *self);
guint64      byline_spool_add   (BylineSpool *self, const char *data, gsize size);
void         byline_spool_read  (BylineSpool *self, guint64 place, char *data, gsize size);
gboolean     byline_spool_check (BylineSpool *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineSpool, byline_spool_free)

G_END_DECLS
