/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/**
 * BylineStore:
 *
 * The folder where work lives (docs/formats.md, "Store"):
 * `DATA/work/CODE-NAME/PACK/ARTICLE.ATTEMPT.byline.json`. Blocking; call it from
 * a thread. Knows paths, durability and locks, not windows.
 */
typedef struct _BylineStore BylineStore;

BylineStore *byline_store_new             (const char *data_dir);   /* NULL: $XDG_DATA_HOME/byline */
void         byline_store_free            (BylineStore *self);
const char  *byline_store_get_data_dir    (BylineStore *self);

/* (element-type utf8) code names with work here, sorted; free with g_ptr_array_unref() */
GPtrArray   *byline_store_list_code_names (BylineStore *self);
/* The creator id of a code name, made at the first call. */
char        *byline_store_get_creator     (BylineStore *self, const char *code_name, GError **error);

/* @pack is the pack's id, or the text digest of an article without a pack. */
char        *byline_store_get_path        (BylineStore *self, const char *code_name, const char *pack, const char *article, guint attempt);
/* The highest attempt there is, 0 for none. */
guint        byline_store_get_last_attempt (BylineStore *self, const char *code_name, const char *pack, const char *article);
/* The code name whose work on this article was saved last; NULL for none. */
char        *byline_store_find_last_code_name (BylineStore *self, const char *pack, const char *article);

/**
 * BylineWorkFile:
 *
 * One work file open for writing, locked against other windows.
 */
typedef struct _BylineWorkFile BylineWorkFile;

/* Locks @path (which need not exist yet). BYLINE_ERROR_LOCKED when another
 * window has it; a file system without locks is no error. */
BylineWorkFile    *byline_work_file_open    (const char *path, GError **error);
void               byline_work_file_close   (BylineWorkFile *self);
const char        *byline_work_file_get_path (BylineWorkFile *self);

/* NULL without error when there is no file yet. A damaged file is recovered from
 * the good copy; then *recovered is a sentence for the person. */
BylineAnnotations *byline_work_file_load    (BylineWorkFile *self, char **recovered, GError **error);
/* Temp file, fsync, rename, directory fsync; keeps the last good copy in
 * `path~`. Returns when the bytes are durable. Refuses to replace a committed file. */
gboolean           byline_work_file_save    (BylineWorkFile *self, const char *data, gsize size, GError **error);
gboolean           byline_work_file_save_history (BylineWorkFile *self, const char *data, gsize size, GError **error);
char              *byline_work_file_load_history (BylineWorkFile *self, gsize *size);

/* Any other file of ours: atomic, durable. */
gboolean           byline_store_write_file  (const char *path, const char *data, gsize size, GError **error);
/* Capped read; *size excludes the terminating NUL that is always there. */
char              *byline_store_read_file   (const char *path, gsize max_size, gsize *size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineStore, byline_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineWorkFile, byline_work_file_close)

G_END_DECLS
