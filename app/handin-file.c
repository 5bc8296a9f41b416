/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin-file.h"

#include "config.h"
#include "durable.h"
#include "error.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Finished work on its way to the teacher: one small file in a folder or on a
 * stick, beside everybody else's, under a name that every system can read. */

/* Bytes of each part of the name, so that all of it stays below the limit. */
#define CODE_NAME_MAX 24
#define PACK_MAX 24
#define ARTICLE_MAX 16
#define NUMBER_MAX 999
#define HASH_DIGITS 8

/* The letters and digits of a text in ASCII, one hyphen for all between them; what
 * has none of them (a name in another script) is told apart by a digest. */
static char *
dup_part (const char *text, gsize max)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  GString *part = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && part->len < max; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (part, *p);
      else if (part->len > 0 && part->str[part->len - 1] != '-')
        g_string_append_c (part, '-');
    }
  if (part->len > 0 && part->str[part->len - 1] == '-')
    g_string_truncate (part, part->len - 1);

  if (part->len == 0 && *text != '\0')
    {
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_string_append_len (part, digest, HASH_DIGITS);
    }
  return g_string_free (part, FALSE);
}

static char *
dup_stem (BylineAnnotations *work, const char *pack_title)
{
  const char *code_name = byline_annotations_get_code_name (work);
  const guint attempt = byline_annotations_get_attempt (work);
  g_autofree char *who = dup_part (code_name != NULL ? code_name : "", CODE_NAME_MAX);
  g_autofree char *pack = dup_part (pack_title != NULL ? pack_title : "", PACK_MAX);
  g_autofree char *article = dup_part (byline_annotations_get_article (work), ARTICLE_MAX);
  GString *stem = g_string_new (*who != '\0' ? who : "work");

  if (*pack != '\0')
    g_string_append_printf (stem, "_%s", pack);
  g_string_append_printf (stem, "_%s", article);
  if (attempt > 1)
    g_string_append_printf (stem, "_attempt-%u", attempt);
  return g_string_free (stem, FALSE);
}

/**
 * byline_handin_file_dup_name:
 * @work: somebody's work
 * @pack_title: (nullable): what its pack is called
 *
 * Returns: (transfer full): a file name made from code name, pack, article and a
 *   later attempt's number: ASCII letters, digits, `-`, `_` and `.`, below
 *   %BYLINE_HANDIN_FILE_MAX_NAME bytes also with a number behind the stem
 */
char *
byline_handin_file_dup_name (BylineAnnotations *work, const char *pack_title)
{
  g_autofree char *stem = dup_stem (work, pack_title);

  return g_strconcat (stem, BYLINE_HANDIN_FILE_SUFFIX, NULL);
}

static gboolean
holds (const char *path, const char *data, gsize size)
{
  gsize there_size;
  g_autofree char *there = byline_store_read_file (path, BYLINE_ANNOTATIONS_MAX_SIZE, &there_size, NULL);

  return there != NULL && there_size == size && memcmp (there, data, size) == 0;
}

/* A stick's file system may not know how to rename without replacing: there the
 * name is taken first, with an empty file that is nobody else's. */
static gboolean
rename_to_new (const char *from, const char *to)
{
  int fd;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    return FALSE;

  fd = open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    return FALSE;
  close (fd);
  return rename (from, to) == 0;
}

static char *
dup_numbered_path (const char *folder, const char *stem, guint number)
{
  g_autofree char *name = number == 1 ? g_strconcat (stem, BYLINE_HANDIN_FILE_SUFFIX, NULL)
                                      : g_strdup_printf ("%s-%u" BYLINE_HANDIN_FILE_SUFFIX, stem, number);
  return g_build_filename (folder, name, NULL);
}

/* The first free name takes @temporary, unless a file before it says the same. */
static char *
take_name (const char *temporary, const char *folder, const char *stem, const char *data, gsize size, gboolean *was_there, GError **error)
{
  for (guint number = 1; number <= NUMBER_MAX; number++)
    {
      g_autofree char *path = dup_numbered_path (folder, stem, number);
      int code;

      *was_there = holds (path, data, size);
      if (*was_there || rename_to_new (temporary, path))
        return g_steal_pointer (&path);
      code = errno;
      if (code != EEXIST)
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _ ("no file can be made in this folder: %s"), g_strerror (code));
          return NULL;
        }
    }
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("there are too many files called “%s” in this folder"), stem);
  return NULL;
}

/**
 * byline_handin_file_write:
 * @work: finished work
 * @pack_title: (nullable): what its pack is called
 * @folder: where to put it
 * @was_there: (out): whether the very same file was there already
 *
 * Puts work into a folder, durably. No file that is there is replaced: another one
 * of the same name makes the new one `NAME-2.byline.json`, and so on.
 *
 * Returns: (transfer full): the file's path; %NULL with %G_FILE_ERROR, and nothing
 *   left in the folder
 */
char *
byline_handin_file_write (BylineAnnotations *work, const char *pack_title, const char *folder, gboolean *was_there, GError **error)
{
  g_autofree char *stem = dup_stem (work, pack_title);
  g_autofree char *first = dup_numbered_path (folder, stem, 1);
  g_autofree char *path = NULL;
  g_autofree char *temporary = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_return_val_if_fail (byline_annotations_is_committed (work), NULL);

  data = byline_annotations_to_data (work, &size);
  if (holds (first, data, size))
    {
      *was_there = TRUE;
      return g_steal_pointer (&first);
    }

  temporary = byline_durable_write_beside (first, data, size, error);
  if (temporary == NULL)
    return NULL;
  path = take_name (temporary, folder, stem, data, size, was_there, error);
  if (path == NULL || *was_there)
    g_unlink (temporary);
  if (path == NULL || !byline_durable_sync_folder (folder, error))
    return NULL;
  return g_steal_pointer (&path);
}
