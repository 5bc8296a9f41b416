/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "handin.h"

G_BEGIN_DECLS

/* Bytes of a SHA-256. */
#define BYLINE_DIGEST_SIZE 32

/**
 * BylineHandinEntry:
 * @handin: what others see
 * @owner: (nullable): `creator.id`, else the code name, until it is interned
 * @article: (nullable): what the work is about; %NULL when there is no work
 * @name: (nullable): the code name, folded
 * @is_stranger: a key, or of another pack or text
 * @digest: of its bytes; zeros where they were not read
 * @marks: a digest of which passages have which tags, in whatever order
 * @committed: microseconds of Unix time; %G_MININT64 without a time
 * @modified: likewise
 *
 * A hand-in with what is needed to sort it. All of it is made by the thread that
 * read the file.
 */
typedef struct
{
  BylineHandin handin;
  char *owner;
  char *article;
  char *name;
  gboolean is_stranger;
  guint8 digest[BYLINE_DIGEST_SIZE];
  guint8 marks[BYLINE_DIGEST_SIZE];
  gint64 committed;
  gint64 modified;
} BylineHandinEntry;

/* handin-entry.c */
BylineHandinEntry *byline_handin_entry_new         (const char *file, const char *data, gsize size, gboolean promises, const BylineHandinsOptions *options);
BylineHandinEntry *byline_handin_entry_new_damaged (const char *file, const char *error);
BylineHandinEntry *byline_handin_entry_new_pack    (const char *file);
void               byline_handin_entry_free        (BylineHandinEntry *self);
gboolean           byline_handin_can_be_work       (const char *data, gsize size);
gboolean           byline_handin_name_promises     (const char *name);
gboolean           byline_handin_name_is_archive   (const char *name);
gboolean           byline_handin_name_is_hidden    (const char *name);

/* handin-read.c. (element-type BylineHandinEntry) of all that the paths lead to. */
GPtrArray         *byline_handin_read              (const char *const *paths, const BylineHandinsOptions *options, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineHandinEntry, byline_handin_entry_free)

G_END_DECLS
