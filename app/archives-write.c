/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"

#include "config.h"
#include "error.h"
#include "zip-index.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* libarchive's own zips hold local time and a numbered owner. These hold nothing
 * but names and bytes, so that the same input gives the same archive anywhere. */

#define VERSION_NEEDED 20
#define MADE_BY_UNIX (3 << 8 | VERSION_NEEDED)
#define FLAG_UTF8 (1 << 11)
#define STORED 0
#define DEFLATED 8
#define TIME 0
#define DATE (1 << 5 | 1) /* 1 January 1980 */
#define ATTRIBUTES (0100644u << 16)
#define LOCAL_SIZE 30
#define DIRECTORY_SIZE 46
#define END_SIZE 22
#define LEVEL 6

/* Memory that is large enough, and how much of it is filled. */
typedef struct
{
  guint8 *data;
  gsize size;
} Out;

static void
put (Out *out, gconstpointer data, gsize size)
{
  memcpy (out->data + out->size, data, size);
  out->size += size;
}

static void
put16 (Out *out, guint value)
{
  const guint8 bytes[] = { value, value >> 8 };
  put (out, bytes, sizeof bytes);
}

static void
put32 (Out *out, guint32 value)
{
  put16 (out, value);
  put16 (out, value >> 16);
}

/* %NULL when it would not get smaller, or so small that it would be refused as a bomb. */
static GBytes *
deflate (GBytes *bytes)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, LEVEL));
  gsize size, n_in = 0, n_out = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *out = g_malloc (size + 1);
  GConverterResult result;

  if (size == 0)
    return NULL;
  do
    {
      gsize read = 0, written = 0;

      result = g_converter_convert (converter, data + n_in, size - n_in, out + n_out, size - n_out, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      n_in += read;
      n_out += written;
    }
  while (result == G_CONVERTER_CONVERTED && n_out < size);

  if (result != G_CONVERTER_FINISHED || n_out >= size || size / BYLINE_ARCHIVE_PACK.max_ratio >= n_out)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&out), n_out);
}

/* An entry on its way into the archive. */
typedef struct
{
  const BylineArchiveEntry *entry;
  GBytes *packed;
  guint32 crc;
  guint32 offset;
} Member;

static void
member_clear (gpointer data)
{
  g_bytes_unref (((Member *) data)->packed);
}

static Member
pack (const BylineArchiveEntry *entry)
{
  GBytes *deflated = entry->is_packed ? NULL : deflate (entry->bytes);
  gsize size;
  const guint8 *data = g_bytes_get_data (entry->bytes, &size);

  return (Member) {
    .entry = entry,
    .packed = deflated != NULL ? deflated : g_bytes_ref (entry->bytes),
    .crc = byline_zip_get_crc (data, size),
  };
}

/* The part of a header that stands in both places. */
static void
put_description (Out *out, const Member *member)
{
  const BylineArchiveEntry *entry = member->entry;

  put16 (out, VERSION_NEEDED);
  put16 (out, g_str_is_ascii (entry->name) ? 0 : FLAG_UTF8);
  put16 (out, member->packed != entry->bytes ? DEFLATED : STORED);
  put16 (out, TIME);
  put16 (out, DATE);
  put32 (out, member->crc);
  put32 (out, g_bytes_get_size (member->packed));
  put32 (out, g_bytes_get_size (entry->bytes));
  put16 (out, strlen (entry->name));
  put16 (out, 0);
}

static void
put_member (Out *out, Member *member)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (member->packed, &size);

  member->offset = out->size;
  put (out, "PK\3\4", 4);
  put_description (out, member);
  put (out, member->entry->name, strlen (member->entry->name));
  if (size > 0)
    put (out, data, size);
}

static void
put_directory_entry (Out *out, const Member *member)
{
  put (out, "PK\1\2", 4);
  put16 (out, MADE_BY_UNIX);
  put_description (out, member);
  put16 (out, 0);
  put16 (out, 0);
  put16 (out, 0);
  put32 (out, ATTRIBUTES);
  put32 (out, member->offset);
  put (out, member->entry->name, strlen (member->entry->name));
}

/* Exactly as much as is needed: there may not be room for more. */
static gboolean
reserve (Out *out, GArray *members, GError **error)
{
  gsize size = END_SIZE;

  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);
      size += LOCAL_SIZE + DIRECTORY_SIZE + 2 * strlen (member->entry->name) + g_bytes_get_size (member->packed);
    }
  out->data = g_try_malloc (size);
  if (out->data == NULL)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("there is not enough memory for this zip"));
  return out->data != NULL;
}

static gboolean
check_sizes (const BylineArchiveEntry *entries, guint n_entries, GError **error)
{
  gsize total = 0;

  if (n_entries > BYLINE_ARCHIVE_PACK.max_entries)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("there would be more than %u files in this zip"), BYLINE_ARCHIVE_PACK.max_entries);
      return FALSE;
    }
  for (guint i = 0; i < n_entries; i++)
    {
      total += g_bytes_get_size (entries[i].bytes);
      if (g_bytes_get_size (entries[i].bytes) > BYLINE_ARCHIVE_PACK.max_entry || strlen (entries[i].name) > BYLINE_ARCHIVE_PACK.max_name)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("%s: this file is too large"), entries[i].name);
          return FALSE;
        }
      if (total > BYLINE_ARCHIVE_PACK.max_total)
        {
          g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("the files in this zip would be too large together"));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * byline_archive_write:
 * @entries: (array length=n_entries): what it shall hold, in this order
 * @n_entries: their number
 *
 * Makes a zip within the limits of a pack. Files are deflated where that helps,
 * dated 1 January 1980, and belong to nobody: the same entries give the same bytes.
 *
 * Returns: (transfer full): the archive; %NULL with %BYLINE_ERROR_TOO_LARGE
 */
GBytes *
byline_archive_write (const BylineArchiveEntry *entries, guint n_entries, GError **error)
{
  g_autoptr (GArray) members = g_array_sized_new (FALSE, FALSE, sizeof (Member), n_entries);
  Out out = { NULL };
  gsize offset;

  if (!check_sizes (entries, n_entries, error))
    return NULL;
  g_array_set_clear_func (members, member_clear);
  for (guint i = 0; i < n_entries; i++)
    {
      const Member member = pack (&entries[i]);
      g_array_append_val (members, member);
    }
  if (!reserve (&out, members, error))
    return NULL;

  for (guint i = 0; i < n_entries; i++)
    put_member (&out, &g_array_index (members, Member, i));
  offset = out.size;
  for (guint i = 0; i < n_entries; i++)
    put_directory_entry (&out, &g_array_index (members, Member, i));

  put (&out, "PK\5\6", 4);
  put32 (&out, 0);
  put16 (&out, n_entries);
  put16 (&out, n_entries);
  put32 (&out, out.size - 12 - offset);
  put32 (&out, offset);
  put16 (&out, 0);
  return g_bytes_new_take (out.data, out.size);
}
