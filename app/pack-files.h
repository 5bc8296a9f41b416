/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylinePackFiles:
 *
 * The files of a pack by name, in memory, wherever they came from.
 */
typedef struct _BylinePackFiles BylinePackFiles;

/* Loaded when somebody names them. */
BylinePackFiles *byline_pack_files_new_for_folder (const char *path);
/* All of them, with the refusals of byline_archive_foreach(). */
BylinePackFiles *byline_pack_files_new_for_zip    (GBytes *zip, GError **error);
/* What was never in a file. */
void             byline_pack_files_put            (BylinePackFiles *self, const char *name, GBytes *bytes);
void             byline_pack_files_free           (BylinePackFiles *self);

gboolean         byline_pack_files_load           (BylinePackFiles *self, const char *name, GError **error);
gboolean         byline_pack_files_load_folder    (BylinePackFiles *self, const char *name, GError **error);
GBytes          *byline_pack_files_get            (BylinePackFiles *self, const char *name);
/* Where it lies on the disk; NULL for a zip. */
char            *byline_pack_files_dup_path       (BylinePackFiles *self, const char *name);
/* Names of those that somebody loaded (element-type utf8), sorted. */
GPtrArray       *byline_pack_files_list           (BylinePackFiles *self);
/* Names of those that are there and that nobody loaded (element-type utf8), sorted. */
GPtrArray       *byline_pack_files_list_others    (BylinePackFiles *self);

gboolean         byline_pack_is_safe_name         (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylinePackFiles, byline_pack_files_free)

G_END_DECLS
