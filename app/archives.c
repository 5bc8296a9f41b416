/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"

#include "config.h"
#include "error.h"
#include "zip-index.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>

#define MIB (1024 * 1024)
#define RATIO_FROM MIB
#define STORED 0

const BylineArchiveLimits BYLINE_ARCHIVE_PACK = {
  .max_entries = 2000,
  .max_entry = 32 * MIB,
  .max_total = 256 * MIB,
  .max_ratio = 200,
  .max_name = 1024,
  .strict = TRUE,
};

const BylineArchiveLimits BYLINE_ARCHIVE_HAND_INS = {
  .max_entries = 5000,
  .max_entry = 128 * MIB,
  .max_total = 512 * MIB,
  .max_ratio = 200,
  .max_name = 4096,
  .strict = FALSE,
};

typedef struct archive Reader;

static void
reader_free (Reader *reader)
{
  archive_read_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

gboolean
byline_archive_is_zip (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size >= 4 && (memcmp (data, "PK\3\4", 4) == 0 || memcmp (data, "PK\5\6", 4) == 0);
}

static gboolean
fail (int code, const char *message, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, code, message);
  return FALSE;
}

/* What a name means on the system where it would be unpacked is not asked: it is
 * refused when it would be odd on any. */
static gboolean
check_name (const BylineZipEntry *entry, const BylineArchiveLimits *limits, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (entry->name, "/", -1);
  gsize length;
  const char *raw = g_bytes_get_data (entry->raw, &length);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (raw[i]))
      return fail (BYLINE_ERROR_VALUE, raw[i] == '\0' ? _ ("its name has a NUL in it") : _ ("its name has a control character in it"), error);
  if (length == 0)
    return fail (BYLINE_ERROR_VALUE, _ ("it has no name"), error);
  if (length > limits->max_name)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("its name is too long"), error);
  if (limits->strict && memchr (raw, '\\', length) != NULL)
    return fail (BYLINE_ERROR_VALUE, _ ("its name has a backslash in it"), error);
  if (*raw == '/' || *raw == '\\' || (length > 1 && g_ascii_isalpha (raw[0]) && raw[1] == ':'))
    return fail (BYLINE_ERROR_VALUE, _ ("its name is absolute"), error);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const gboolean is_last = parts[i + 1] == NULL;

      if (g_str_equal (parts[i], ".."))
        return fail (BYLINE_ERROR_VALUE, _ ("its name has “..” in it"), error);
      if (limits->strict && (g_str_equal (parts[i], ".") || (*parts[i] == '\0' && !(is_last && entry->kind == BYLINE_ZIP_FOLDER))))
        return fail (BYLINE_ERROR_VALUE, _ ("its name has an empty part"), error);
    }
  return TRUE;
}

static gboolean
check_entry (BylineZipEntry *entry, const BylineArchiveLimits *limits, GError **error)
{
  if (!limits->strict)
    g_strdelimit (entry->name, "\\", '/');
  if (entry->kind == BYLINE_ZIP_OTHER)
    return fail (BYLINE_ERROR_VALUE, _ ("this is a link or a device, not a file"), error);
  if (!check_name (entry, limits, error))
    return FALSE;
  if (entry->problem != NULL)
    return fail (BYLINE_ERROR_SYNTAX, entry->problem, error);
  if (entry->size > limits->max_entry)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("this file is too large"), error);
  if (limits->max_ratio > 0 && entry->size > RATIO_FROM && entry->size > limits->max_ratio * entry->compressed)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("unpacked, this file would be suspiciously large"), error);
  return TRUE;
}

/* As a file system that forgets case and normal forms would see it. */
static char *
fold_name (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  char *key = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);

  if (g_str_has_suffix (key, "/"))
    key[strlen (key) - 1] = '\0';
  return key;
}

/* Each name once, and no file where another name has a folder. */
static gboolean
check_names_differ (GPtrArray *entries, GError **error)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const BylineZipEntry *entry = g_ptr_array_index (entries, i);

      if (!g_hash_table_insert (kinds, fold_name (entry->name), GINT_TO_POINTER (entry->kind)))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: this name stands twice in the zip, perhaps in other letters"), entry->name);
          return FALSE;
        }
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const BylineZipEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *key = fold_name (entry->name);
      gpointer kind;

      for (char *slash; (slash = strrchr (key, '/')) != NULL;)
        {
          *slash = '\0';
          if (g_hash_table_lookup_extended (kinds, key, NULL, &kind) && GPOINTER_TO_INT (kind) != BYLINE_ZIP_FOLDER)
            {
              g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: this name lies within another file"), entry->name);
              return FALSE;
            }
        }
    }
  return TRUE;
}

/* The promise is what is allocated, and a file that breaks it is refused at the
 * byte where it does. */
static GBytes *
unpack (Reader *reader, const BylineZipEntry *entry, GError **error)
{
  g_autofree char *data = g_try_malloc (entry->size + 1);
  gsize at = 0;
  la_ssize_t got;

  if (data == NULL)
    return fail (BYLINE_ERROR_TOO_LARGE, _ ("there is not enough memory for this file"), error), NULL;
  while ((got = archive_read_data (reader, data + at, entry->size + 1 - at)) > 0)
    {
      at += got;
      if (at > entry->size)
        return fail (BYLINE_ERROR_SYNTAX, _ ("it is longer than the zip says"), error), NULL;
    }
  if (got < 0)
    return fail (BYLINE_ERROR_SYNTAX, _ ("its bytes are damaged"), error), NULL;
  if (at < entry->size)
    return fail (BYLINE_ERROR_SYNTAX, _ ("it is shorter than the zip says"), error), NULL;
  return g_bytes_new_take (g_steal_pointer (&data), at);
}

/* Is as it stands in the archive, which need not be copied: a pack of pictures would
 * take its size in memory once more. */
static GBytes *
take_stored (GBytes *zip, const BylineZipEntry *entry, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_from_bytes (zip, entry->data, entry->size);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (byline_zip_get_crc (data, size) != entry->crc)
    return fail (BYLINE_ERROR_SYNTAX, _ ("its bytes are damaged"), error), NULL;
  return g_steal_pointer (&bytes);
}

static Reader *
reader_open (GBytes *zip, GError **error)
{
  g_autoptr (Reader) reader = archive_read_new ();
  gsize size;
  const void *data = g_bytes_get_data (zip, &size);

  /* The reader that seeks, and so follows the directory that was checked. */
  if (archive_read_support_format_zip_seekable (reader) == ARCHIVE_OK && archive_read_open_memory (reader, data, size) == ARCHIVE_OK)
    return g_steal_pointer (&reader);
  return fail (BYLINE_ERROR_SYNTAX, _ ("this zip is damaged"), error), NULL;
}

/* libarchive's own reading of the name depends on the locale and is not asked. */
static gboolean
next_header (Reader *reader, struct archive_entry **header)
{
  const int status = archive_read_next_header (reader, header);
  return status == ARCHIVE_OK || status == ARCHIVE_WARN;
}

static GBytes *
read_entry (GBytes *zip, Reader *reader, BylineZipEntry *entry, const BylineArchiveLimits *limits, struct archive_entry *header, GError **error)
{
  if (!check_entry (entry, limits, error) || entry->kind != BYLINE_ZIP_FILE)
    return NULL;
  if (archive_entry_filetype (header) != AE_IFREG)
    return fail (BYLINE_ERROR_VALUE, _ ("this is a link or a device, not a file"), error), NULL;
  /* Work files are read and let go, but would hold a whole class's zip. */
  return limits->strict && entry->method == STORED ? take_stored (zip, entry, error) : unpack (reader, entry, error);
}

/* All that can be said without unpacking anything. */
static gboolean
check_entries (GPtrArray *entries, const BylineArchiveLimits *limits, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      BylineZipEntry *entry = g_ptr_array_index (entries, i);

      if (!check_entry (entry, limits, error))
        {
          g_prefix_error (error, "%s: ", entry->name);
          return FALSE;
        }
    }
  return check_names_differ (entries, error);
}

static gboolean
check_total (GPtrArray *entries, const BylineArchiveLimits *limits, GError **error)
{
  guint64 total = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const BylineZipEntry *entry = g_ptr_array_index (entries, i);

      /* What is too large by itself is said by name, and never unpacked. */
      total += entry->size <= limits->max_entry ? entry->size : 0;
    }
  return total <= limits->max_total || fail (BYLINE_ERROR_TOO_LARGE, _ ("the files in this zip are too large together"), error);
}

/**
 * byline_archive_foreach_readable:
 * @zip: an archive
 * @limits: what it may hold
 * @func: (scope call): is called for each regular file, with its name and bytes, in
 *   the order in which they lie in the archive
 * @damaged: (nullable) (scope call): is called for each that cannot be read, and for
 *   links and odd names; with %NULL the first is an error, and the latter are passed over
 * @data: for both
 *
 * Reads a zip in memory. What it promises of sizes is checked before anything is
 * unpacked, and while it is; so are the checksums.
 *
 * Returns: %FALSE with %BYLINE_ERROR_SYNTAX, %BYLINE_ERROR_TOO_LARGE or
 *   %BYLINE_ERROR_VALUE, whose message begins with the name of a file if it is
 *   about one, or with the error of @func
 */
gboolean
byline_archive_foreach_readable (GBytes *zip, const BylineArchiveLimits *limits, BylineArchiveFunc func, BylineArchiveDamagedFunc damaged, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) entries = byline_zip_index_read (zip, limits->max_entries, limits->strict, error);
  g_autoptr (Reader) reader = NULL;

  g_return_val_if_fail (damaged == NULL || !limits->strict, FALSE);

  if (entries == NULL || !check_total (entries, limits, error) || (limits->strict && !check_entries (entries, limits, error)))
    return FALSE;
  if (entries->len == 0)
    return TRUE;
  reader = reader_open (zip, error);
  if (reader == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      BylineZipEntry *entry = g_ptr_array_index (entries, i);
      struct archive_entry *header;
      g_autoptr (GError) problem = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (!next_header (reader, &header))
        return fail (BYLINE_ERROR_SYNTAX, _ ("this zip is damaged"), error);
      bytes = read_entry (zip, reader, entry, limits, header, &problem);
      if (bytes != NULL && !func (entry->name, bytes, data, error))
        return FALSE;
      if (problem != NULL && damaged != NULL)
        damaged (entry->name, problem, data);
      else if (problem != NULL && (limits->strict || problem->code != BYLINE_ERROR_VALUE))
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&problem), "%s: ", entry->name);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * byline_archive_foreach:
 * @zip: an archive
 * @limits: what it may hold
 * @func: (scope call): see byline_archive_foreach_readable()
 * @data: for @func
 *
 * Reads a zip in memory whose files must all be readable; without strict limits,
 * links and odd names are passed over.
 *
 * Returns: as byline_archive_foreach_readable()
 */
gboolean
byline_archive_foreach (GBytes *zip, const BylineArchiveLimits *limits, BylineArchiveFunc func, gpointer data, GError **error)
{
  return byline_archive_foreach_readable (zip, limits, func, NULL, data, error);
}
