/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"

#include "config.h"
#include "error.h"

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
#define LEVEL 9

static void
put16 (GByteArray *out, guint value)
{
  const guint8 bytes[] = { value, value >> 8 };
  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
put32 (GByteArray *out, guint32 value)
{
  put16 (out, value);
  put16 (out, value >> 16);
}

/* CRC-32 of ISO 3309, a bit at a time into a table of bytes. */
static guint32
get_crc (const guint8 *data, gsize size)
{
  guint32 table[256];
  guint32 crc = G_MAXUINT32;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      table[i] = i;
      for (guint bit = 0; bit < 8; bit++)
        table[i] = (table[i] & 1) != 0 ? 0xedb88320 ^ table[i] >> 1 : table[i] >> 1;
    }
  for (gsize i = 0; i < size; i++)
    crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
  return ~crc;
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

/* The part of a header that stands in both places. */
static void
put_description (GByteArray *out, const BylineArchiveEntry *entry, GBytes *packed, guint32 crc)
{
  put16 (out, VERSION_NEEDED);
  put16 (out, g_str_is_ascii (entry->name) ? 0 : FLAG_UTF8);
  put16 (out, packed != entry->bytes ? DEFLATED : STORED);
  put16 (out, TIME);
  put16 (out, DATE);
  put32 (out, crc);
  put32 (out, g_bytes_get_size (packed));
  put32 (out, g_bytes_get_size (entry->bytes));
  put16 (out, strlen (entry->name));
  put16 (out, 0);
}

static void
put_entry (GByteArray *out, GByteArray *directory, const BylineArchiveEntry *entry)
{
  g_autoptr (GBytes) deflated = deflate (entry->bytes);
  GBytes *packed = deflated != NULL ? deflated : entry->bytes;
  gsize size;
  const guint8 *data = g_bytes_get_data (entry->bytes, &size);
  const guint32 crc = get_crc (data, size), offset = out->len;

  g_byte_array_append (out, (const guint8 *) "PK\3\4", 4);
  put_description (out, entry, packed, crc);
  g_byte_array_append (out, (const guint8 *) entry->name, strlen (entry->name));
  data = g_bytes_get_data (packed, &size);
  g_byte_array_append (out, data, size);

  g_byte_array_append (directory, (const guint8 *) "PK\1\2", 4);
  put16 (directory, MADE_BY_UNIX);
  put_description (directory, entry, packed, crc);
  put16 (directory, 0);
  put16 (directory, 0);
  put16 (directory, 0);
  put32 (directory, ATTRIBUTES);
  put32 (directory, offset);
  g_byte_array_append (directory, (const guint8 *) entry->name, strlen (entry->name));
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
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  guint offset;

  if (!check_sizes (entries, n_entries, error))
    return NULL;
  for (guint i = 0; i < n_entries; i++)
    put_entry (out, directory, &entries[i]);

  offset = out->len;
  g_byte_array_append (out, directory->data, directory->len);
  g_byte_array_append (out, (const guint8 *) "PK\5\6", 4);
  put32 (out, 0);
  put16 (out, n_entries);
  put16 (out, n_entries);
  put32 (out, directory->len);
  put32 (out, offset);
  put16 (out, 0);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
