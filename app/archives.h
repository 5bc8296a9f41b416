/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Not archive.h: that is libarchive's. */

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineArchiveLimits:
 * @max_entries: files and folders
 * @max_entry: bytes of a file
 * @max_total: bytes of all files
 * @max_ratio: how much larger than its compressed bytes a file of more than 1 MiB may be; 0 for any
 * @max_name: bytes of a name
 * @strict: refuse the archive for a name that is absolute, has `..`, a backslash
 *   or a control character, or that stands twice (also but for case), and for
 *   whatever is neither a file nor a folder; also for anything in it that belongs to
 *   no file. Else such entries are skipped, a backslash is a `/`, and a name may stand twice
 */
typedef struct
{
  guint max_entries;
  gsize max_entry;
  gsize max_total;
  guint max_ratio;
  gsize max_name;
  gboolean strict;
} BylineArchiveLimits;

/* Pack: 2,000 entries, 32 MiB, 256 MiB, ratio 200, strict. LMS zip: 5,000 entries, 128 MiB, 512 MiB, ratio 200. */
extern const BylineArchiveLimits BYLINE_ARCHIVE_PACK;
extern const BylineArchiveLimits BYLINE_ARCHIVE_HAND_INS;

/* Called for each regular file, in the archive's order. FALSE with @error ends the reading. */
typedef gboolean (*BylineArchiveFunc) (const char *name, GBytes *bytes, gpointer data, GError **error);

/* Called, where an archive need not be whole, for each regular file that cannot be read, with
 * what is wrong with it: a sentence without its name. */
typedef void (*BylineArchiveDamagedFunc) (const char *name, const GError *error, gpointer data);

/* Whether the bytes begin like a zip. */
gboolean byline_archive_is_zip (GBytes *bytes);
/* Reads a zip in memory; nothing is ever written to a disk. */
gboolean byline_archive_foreach (GBytes *zip, const BylineArchiveLimits *limits, BylineArchiveFunc func, gpointer data, GError **error);
/* The same, going on behind a damaged file: only what makes the whole archive unreadable is an
 * error. Odd names are damage too. Not with strict limits. */
gboolean byline_archive_foreach_readable (GBytes *zip, const BylineArchiveLimits *limits, BylineArchiveFunc func, BylineArchiveDamagedFunc damaged, gpointer data, GError **error);

/**
 * BylineArchiveEntry:
 * @name: a relative name
 * @bytes: (transfer none): the file
 * @is_packed: it is compressed by itself, as pictures are, and will be stored
 */
typedef struct
{
  const char *name;
  GBytes *bytes;
  gboolean is_packed;
} BylineArchiveEntry;

/* A zip of the entries in the order given; same entries, same bytes. */
GBytes  *byline_archive_write (const BylineArchiveEntry *entries, guint n_entries, GError **error);

G_END_DECLS
