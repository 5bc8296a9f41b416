/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the store is made of; others use store.h. Errors are %G_FILE_ERROR. */
gboolean byline_durable_make_folder  (const char *path, GError **error);
gboolean byline_durable_sync_folder  (const char *path, GError **error);
/* Writes @data beside @path and makes it durable; the caller renames the
 * temporary file, or removes it. */
char    *byline_durable_write_beside (const char *path, const char *data, gsize size, GError **error);
gboolean byline_durable_rename       (const char *from, const char *to, GError **error);
/* Removes what a killed program left beside @path. */
void     byline_durable_clean        (const char *path);

/**
 * BylineDurable:
 *
 * A file that is written piece by piece and appears when it is whole.
 */
typedef struct _BylineDurable BylineDurable;

BylineDurable *byline_durable_new    (const char *path, GError **error);
gboolean       byline_durable_append (BylineDurable *self, const char *data, gsize size, GError **error);
gboolean       byline_durable_finish (BylineDurable *self, GError **error);
void           byline_durable_free   (BylineDurable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineDurable, byline_durable_free)

G_END_DECLS
