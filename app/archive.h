/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineArchiveLimits:
 * @max_entries: files and folders
 * @max_entry: bytes of a file
 * @max_total: bytes of all files
 * @max_ratio: how much larger than its compressed bytes a file of more than 1 MiB may be; 0 for any
 * @strict: refuse the archive for a name that is absolute, has `..`, a backslash
 *   or a control character, or that stands twice (also but for case), and for
 *   whatever is neither a file nor a folder; else such entries are skipped
 */
typedef struct
{
  guint max_entries;
  gsize max_entry;
  gsize max_total;
  guint max_ratio;
  gboolean strict;
} BylineArchiveLimits;

/* Pack: 2,000 entries, 32 MiB, 256 MiB, ratio 200, strict. LMS zip: 5,000 entries, 512 MiB. */
extern const BylineArchiveLimits BYLINE_ARCHIVE_PACK;
extern const BylineArchiveLimits BYLINE_ARCHIVE_HAND_INS;

/* Called for each regular file, in the archive's order. FALSE with @error ends the reading. */
typedef gboolean (*BylineArchiveFunc) (const char *name, GBytes *bytes, gpointer data, GError **error);

/* Whether the bytes begin like a zip. */
gboolean byline_archive_is_zip (GBytes *bytes);
/* Reads a zip in memory; nothing is ever written to a disk. */
gboolean byline_archive_foreach (GBytes *zip, const BylineArchiveLimits *limits, BylineArchiveFunc func, gpointer data, GError **error);

/**
 * BylineArchiveEntry:
 * @name: a relative name
 * @bytes: (transfer none): the file
 */
typedef struct
{
  const char *name;
  GBytes *bytes;
} BylineArchiveEntry;

/* A zip of the entries in the order given; same entries, same bytes. */
GBytes  *byline_archive_write (const BylineArchiveEntry *entries, guint n_entries, GError **error);

G_END_DECLS
