/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zip-index.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

/* A reader that goes from file to file and one that starts with the directory at
 * the end can see two archives in the same bytes. This one looks at both, and lets
 * libarchive see only what both agree about. Numbers and layouts are those of
 * PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5. */

#define LOCAL_SIGNATURE 0x04034b50
#define LOCAL_SIZE 30
#define DIRECTORY_SIGNATURE 0x02014b50
#define DIRECTORY_SIZE 46
#define DESCRIPTOR_SIGNATURE 0x08074b50
#define END_SIGNATURE 0x06054b50
#define END_SIZE 22
#define END64_SIGNATURE 0x06064b50
#define END64_SIZE 56
#define LOCATOR_SIGNATURE 0x07064b50
#define LOCATOR_SIZE 20

#define FLAG_ENCRYPTED (1 << 0)
#define FLAG_DESCRIPTOR (1 << 3)
#define FLAG_STRONG (1 << 6)
#define FLAG_UTF8 (1 << 11)
#define FLAG_MASKED (1 << 13)

#define EXTRA_ZIP64 0x0001
#define EXTRA_UNIX 0x000d
#define EXTRA_ASI 0x756e

/* The upper half of code page 437, in its order. */
static const char cp437[] =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
  "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

typedef struct
{
  const guint8 *data;
  guint64 size;
  guint64 directory;     /* where the directory begins */
  guint64 directory_end; /* and ends */
  guint64 n_entries;
} Zip;

static guint16
get16 (const guint8 *p)
{
  return p[0] | p[1] << 8;
}

static guint32
get32 (const guint8 *p)
{
  return get16 (p) | (guint32) get16 (p + 2) << 16;
}

static guint64
get64 (const guint8 *p)
{
  return get32 (p) | (guint64) get32 (p + 4) << 32;
}

static gboolean
fail (int code, const char *message, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, code, message);
  return FALSE;
}

static gboolean
fail_cut (GError **error)
{
  return fail (BYLINE_ERROR_SYNTAX, _ ("this zip is cut off or damaged"), error);
}

static gboolean
agrees (guint64 small, guint64 saturated, guint64 large)
{
  return small == large || small == saturated;
}

/* The large end record of an archive that has one, before the small one at @end. */
static gboolean
read_end64 (Zip *self, guint64 end, GError **error)
{
  const guint8 *locator = self->data + end - LOCATOR_SIZE, *small = self->data + end, *large;
  const guint64 at = get64 (locator + 8);
  guint64 size, offset;

  if (at > end - LOCATOR_SIZE || end - LOCATOR_SIZE - at < END64_SIZE || get32 (self->data + at) != END64_SIGNATURE
      || get64 (self->data + at + 4) != end - LOCATOR_SIZE - at - 12)
    return fail_cut (error);

  large = self->data + at;
  self->n_entries = get64 (large + 32);
  size = get64 (large + 40);
  offset = get64 (large + 48);
  if (get32 (large + 16) != 0 || get32 (large + 20) != 0 || get64 (large + 24) != self->n_entries
      || !agrees (get16 (small + 10), G_MAXUINT16, self->n_entries) || !agrees (get32 (small + 12), G_MAXUINT32, size)
      || !agrees (get32 (small + 16), G_MAXUINT32, offset) || offset > at || size != at - offset)
    return fail_cut (error);

  self->directory = offset;
  self->directory_end = at;
  return TRUE;
}

/* The last mark of an end must be the end: what came behind it would be seen by
 * one reader and not by another. */
static gboolean
read_end (Zip *self, GError **error)
{
  const guint64 least = self->size > END_SIZE + G_MAXUINT16 ? self->size - END_SIZE - G_MAXUINT16 : 0;
  const guint8 *p;
  guint64 end;

  if (self->size < END_SIZE)
    return fail_cut (error);
  for (end = self->size - END_SIZE; get32 (self->data + end) != END_SIGNATURE; end--)
    if (end == least)
      return fail (BYLINE_ERROR_SYNTAX, _ ("this zip is cut off: the list of its files is missing"), error);

  p = self->data + end;
  if (end + END_SIZE + get16 (p + 20) != self->size)
    return fail (BYLINE_ERROR_SYNTAX, _ ("there is something behind the end of this zip, or it is cut off"), error);
  if (end >= LOCATOR_SIZE && get32 (p - LOCATOR_SIZE) == LOCATOR_SIGNATURE)
    return read_end64 (self, end, error);

  self->n_entries = get16 (p + 10);
  self->directory = get32 (p + 16);
  self->directory_end = end;
  if (get16 (p + 4) != 0 || get16 (p + 6) != 0 || get16 (p + 8) != self->n_entries
      || self->directory > end || get32 (p + 12) != end - self->directory)
    return fail_cut (error);
  return TRUE;
}

static char *
decode_name (const guint8 *raw, gsize length, gboolean is_utf8)
{
  g_autoptr (GString) name = g_string_sized_new (length);

  if (is_utf8 || g_utf8_validate ((const char *) raw, length, NULL))
    {
      g_autofree char *valid = g_utf8_make_valid ((const char *) raw, length);
      g_string_assign (name, valid);
    }
  else
    for (gsize i = 0; i < length; i++)
      g_string_append_unichar (name, raw[i] < 0x80 ? raw[i] : g_utf8_get_char (g_utf8_offset_to_pointer (cp437, raw[i] - 0x80)));

  /* A name is shown on terminals. */
  for (gsize i = 0; i < name->len; i++)
    if (g_ascii_iscntrl (name->str[i]))
      name->str[i] = '?';
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
set_problem (BylineZipEntry *entry, const char *problem)
{
  if (entry->problem == NULL)
    entry->problem = g_strdup (problem);
}

/* The numbers that did not fit, in this order, each only if it did not. */
static gboolean
read_zip64 (BylineZipEntry *entry, const guint8 *p, gsize length)
{
  guint64 *const numbers[] = { &entry->size, &entry->compressed, &entry->offset };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (*numbers[i] == G_MAXUINT32)
      {
        if (length < 8)
          return FALSE;
        *numbers[i] = get64 (p);
        p += 8;
        length -= 8;
      }
  return TRUE;
}

static void
read_extras (BylineZipEntry *entry, const guint8 *p, gsize length)
{
  for (gsize size; length >= 4; p += 4 + size, length -= 4 + size)
    {
      size = get16 (p + 2);
      if (size > length - 4)
        break;
      if (get16 (p) == EXTRA_ZIP64 && !read_zip64 (entry, p + 4, size))
        set_problem (entry, _ ("its size is not given"));
      /* Behind times and owner these hold the name of what a link leads to. */
      if ((get16 (p) == EXTRA_UNIX && size > 12) || (get16 (p) == EXTRA_ASI && size > 14))
        entry->kind = BYLINE_ZIP_OTHER;
    }
  if (length != 0)
    set_problem (entry, _ ("its description is damaged"));
}

/* Whatever made the archive: a type in the Unix half of the attributes counts. */
static BylineZipKind
get_kind (guint32 attributes, const guint8 *raw, gsize length)
{
  const guint mode = attributes >> 16;

  if ((mode & S_IFMT) != 0 && !S_ISREG (mode) && !S_ISDIR (mode))
    return BYLINE_ZIP_OTHER;
  return S_ISDIR (mode) || (length > 0 && raw[length - 1] == '/') || (attributes & 0x10) != 0 ? BYLINE_ZIP_FOLDER : BYLINE_ZIP_FILE;
}

static void
entry_free (gpointer data)
{
  BylineZipEntry *self = data;

  g_bytes_unref (self->raw);
  g_free (self->name);
  g_free (self->problem);
  g_free (self);
}

/* A record of the directory at *at. */
static BylineZipEntry *
read_record (const Zip *self, guint64 *at)
{
  const guint64 left = self->directory_end - *at;
  const guint8 *p = self->data + *at;
  BylineZipEntry *entry;
  gsize length, extras;

  if (left < DIRECTORY_SIZE || get32 (p) != DIRECTORY_SIGNATURE)
    return NULL;
  length = get16 (p + 28);
  extras = get16 (p + 30);
  if (left < DIRECTORY_SIZE + length + extras + get16 (p + 32))
    return NULL;
  *at += DIRECTORY_SIZE + length + extras + get16 (p + 32);

  entry = g_new0 (BylineZipEntry, 1);
  entry->flags = get16 (p + 8);
  entry->method = get16 (p + 10);
  entry->crc = get32 (p + 16);
  entry->compressed = get32 (p + 20);
  entry->size = get32 (p + 24);
  entry->offset = get32 (p + 42);
  entry->raw = g_bytes_new (p + DIRECTORY_SIZE, length);
  entry->name = decode_name (p + DIRECTORY_SIZE, length, (entry->flags & FLAG_UTF8) != 0);
  entry->kind = get_kind (get32 (p + 38), p + DIRECTORY_SIZE, length);
  read_extras (entry, p + DIRECTORY_SIZE + length, extras);
  if (get16 (p + 34) != 0)
    set_problem (entry, _ ("it lies in another part of a divided zip"));
  return entry;
}

/* What follows the bytes of a file whose header was written before its size was known. */
static gsize
get_descriptor_size (const Zip *self, const BylineZipEntry *entry)
{
  const gsize sizes[] = { 24, 16, 20, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const guint8 *p = self->data + entry->end;
      const gboolean is_marked = sizes[i] % 8 == 0, is_wide = sizes[i] >= 20;

      if (self->directory - entry->end < sizes[i] || (is_marked && get32 (p) != DESCRIPTOR_SIGNATURE))
        continue;
      p += is_marked ? 4 : 0;
      if (get32 (p) == entry->crc && (is_wide ? get64 (p + 4) : get32 (p + 4)) == entry->compressed
          && (is_wide ? get64 (p + 12) : get32 (p + 8)) == entry->size)
        return sizes[i];
    }
  return 0;
}

static gboolean
has_same_numbers (const BylineZipEntry *entry, const guint8 *header)
{
  const guint32 crc = get32 (header + 14), compressed = get32 (header + 18), size = get32 (header + 22);

  if ((entry->flags & FLAG_DESCRIPTOR) != 0 && crc == 0)
    return TRUE;
  return crc == entry->crc && agrees (compressed, G_MAXUINT32, entry->compressed) && agrees (size, G_MAXUINT32, entry->size);
}

/* What stands before the file itself must say the same as the directory. */
static gboolean
read_header (const Zip *self, BylineZipEntry *entry, GError **error)
{
  const guint16 binding = FLAG_ENCRYPTED | FLAG_DESCRIPTOR | FLAG_STRONG | FLAG_UTF8;
  const guint64 left = entry->offset < self->directory ? self->directory - entry->offset : 0;
  /* A place that is not in the archive is not even pointed to. */
  const guint8 *p = left < LOCAL_SIZE ? NULL : self->data + entry->offset;
  gsize length, raw_length, descriptor, extras;
  const guint8 *raw = g_bytes_get_data (entry->raw, &raw_length);

  if (p == NULL || get32 (p) != LOCAL_SIGNATURE)
    return fail_cut (error);
  length = get16 (p + 26);
  extras = get16 (p + 28);
  if (left < LOCAL_SIZE + length + extras || left - LOCAL_SIZE - length - extras < entry->compressed)
    return fail_cut (error);
  entry->data = entry->offset + LOCAL_SIZE + length + extras;
  entry->end = entry->data + entry->compressed;

  /* Without a name there are no bytes to compare, nor a place where they are. */
  if (raw_length != length || (length > 0 && memcmp (raw, p + LOCAL_SIZE, length) != 0))
    set_problem (entry, _ ("it has two names in this zip"));
  if (((get16 (p + 6) ^ entry->flags) & binding) != 0 || get16 (p + 8) != entry->method || !has_same_numbers (entry, p))
    set_problem (entry, _ ("the zip describes it in two ways"));

  if ((entry->flags & FLAG_DESCRIPTOR) != 0)
    {
      descriptor = get_descriptor_size (self, entry);
      if (descriptor == 0)
        set_problem (entry, _ ("the zip describes it in two ways"));
      entry->end += descriptor;
    }
  return TRUE;
}

static void
find_problems (BylineZipEntry *entry)
{
  if ((entry->flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED)) != 0)
    set_problem (entry, _ ("it is protected with a password"));
  if (entry->method != 0 && entry->method != 8)
    set_problem (entry, _ ("it is compressed in a way that Byline does not read; make the zip anew"));
  if (entry->method == 0 && entry->compressed != entry->size)
    set_problem (entry, _ ("its size is given in two ways"));
  if (entry->kind == BYLINE_ZIP_FOLDER && entry->size != 0)
    set_problem (entry, _ ("it is a folder with a text of its own"));
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const BylineZipEntry *const *one = a, *const *other = b;
  return (*one)->offset < (*other)->offset ? -1 : (*one)->offset > (*other)->offset;
}

static gboolean
check_layout (const Zip *self, GPtrArray *entries, gboolean strict, GError **error)
{
  guint64 at = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const BylineZipEntry *entry = g_ptr_array_index (entries, i);

      if (entry->offset < at)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("%s: this file and another share the same bytes of the zip"), entry->name);
          return FALSE;
        }
      if (strict && entry->offset > at)
        break;
      at = entry->end;
    }
  if (strict && at != self->directory)
    return fail (BYLINE_ERROR_SYNTAX, _ ("there is something in this zip that the list of its files leaves out"), error);
  return TRUE;
}

/**
 * byline_zip_get_crc:
 * @data: (array length=size): bytes
 *
 * CRC-32 of ISO 3309, four bytes at a time (M. E. Kounavis and F. L. Berry, "Novel
 * table lookup-based algorithms for high-performance CRC generation", 2008).
 */
guint32
byline_zip_get_crc (const guint8 *data, gsize size)
{
  guint32 table[4][256];
  guint32 crc = G_MAXUINT32;

  for (guint i = 0; i < 256; i++)
    {
      table[0][i] = i;
      for (guint bit = 0; bit < 8; bit++)
        table[0][i] = (table[0][i] & 1) != 0 ? 0xedb88320 ^ table[0][i] >> 1 : table[0][i] >> 1;
    }
  for (guint i = 0; i < 256; i++)
    for (guint j = 1; j < 4; j++)
      table[j][i] = table[0][table[j - 1][i] & 0xff] ^ table[j - 1][i] >> 8;

  for (; size >= 4; data += 4, size -= 4)
    {
      crc ^= get32 (data);
      crc = table[3][crc & 0xff] ^ table[2][crc >> 8 & 0xff] ^ table[1][crc >> 16 & 0xff] ^ table[0][crc >> 24];
    }
  for (; size > 0; data++, size--)
    crc = table[0][(crc ^ *data) & 0xff] ^ crc >> 8;
  return ~crc;
}

/**
 * byline_zip_index_read:
 * @zip: an archive
 * @max_entries: files and folders it may have
 * @strict: whether each of its bytes must belong to a file that it lists
 *
 * Reads the directory of a zip and compares it with the headers of the files.
 * Nothing is unpacked; the sizes are promises. What is wrong with a single file
 * is in its entry.
 *
 * Returns: (transfer full) (element-type BylineZipEntry): the entries; %NULL with
 *   %BYLINE_ERROR_SYNTAX when it is cut off, damaged, divided, or when files
 *   overlap, %BYLINE_ERROR_TOO_LARGE when there are too many
 */
GPtrArray *
byline_zip_index_read (GBytes *zip, guint max_entries, gboolean strict, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  gsize size;
  Zip self = { .data = g_bytes_get_data (zip, &size) };
  guint64 at;

  self.size = size;
  if (!read_end (&self, error))
    return NULL;

  /* The count may lie; the records are what is read. */
  for (at = self.directory; at < self.directory_end;)
    {
      BylineZipEntry *entry;

      if (entries->len == max_entries)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("there are more than %u files in this zip"), max_entries);
          return NULL;
        }
      entry = read_record (&self, &at);
      if (entry == NULL)
        return fail_cut (error), NULL;
      g_ptr_array_add (entries, entry);
      if (!read_header (&self, entry, error))
        return NULL;
      find_problems (entry);
    }
  if (entries->len != self.n_entries)
    return fail_cut (error), NULL;

  g_ptr_array_sort (entries, compare_entries);
  return check_layout (&self, entries, strict, error) ? g_steal_pointer (&entries) : NULL;
}
