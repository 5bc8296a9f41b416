/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Digits of the SHA-256 that make a name. */
#define NAME_DIGITS 16

typedef struct
{
  guint width;
  guint height;
} Size;

/**
 * byline_media_new:
 * @name: (transfer full): its name in `media/`
 * @bytes: (transfer full): the image
 *
 * Returns: (transfer full): free with byline_media_free()
 */
BylineMedia *
byline_media_new (char *name, GBytes *bytes)
{
  BylineMedia *self = g_new (BylineMedia, 1);

  self->name = name;
  self->bytes = bytes;
  return self;
}

void
byline_media_free (BylineMedia *self)
{
  g_free (self->name);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static guint
read_big (const guchar *data, guint n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | data[i];
  return value;
}

static guint
read_little (const guchar *data, guint n)
{
  guint value = 0;

  while (n-- > 0)
    value = value << 8 | data[n];
  return value;
}

/* PNG, section 5.2: the signature, then an IHDR chunk of 13 bytes. */
static gboolean
measure_png (const guchar *data, gsize length, Size *size)
{
  if (length < 33 || memcmp (data, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) != 0)
    return FALSE;
  size->width = read_big (data + 16, 4);
  size->height = read_big (data + 20, 4);
  return TRUE;
}

/* JPEG (ITU T.81, annex B): segments up to the frame header, which any of the
 * SOF markers C0–CF begins, but for C4, C8 and CC. */
static gboolean
measure_jpeg (const guchar *data, gsize length, Size *size)
{
  gsize at = 2;

  if (length < 4 || data[0] != 0xFF || data[1] != 0xD8)
    return FALSE;

  while (at + 4 <= length && data[at] == 0xFF)
    {
      const guchar marker = data[at + 1];

      if (marker == 0xFF)
        {
          at++;
          continue;
        }
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
        {
          if (at + 9 > length)
            return FALSE;
          size->height = read_big (data + at + 5, 2);
          size->width = read_big (data + at + 7, 2);
          return TRUE;
        }
      /* Image data or the end without a frame header. */
      if (marker == 0xDA || marker == 0xD9 || read_big (data + at + 2, 2) < 2)
        return FALSE;
      at += 2 + read_big (data + at + 2, 2);
    }
  return FALSE;
}

/* WebP (RFC 9649): a RIFF file that begins with one of three chunks. */
static gboolean
measure_webp (const guchar *data, gsize length, Size *size)
{
  if (length < 30 || memcmp (data, "RIFF", 4) != 0 || memcmp (data + 8, "WEBP", 4) != 0 || read_little (data + 4, 4) > length - 8)
    return FALSE;

  if (memcmp (data + 12, "VP8X", 4) == 0)
    {
      size->width = read_little (data + 24, 3) + 1;
      size->height = read_little (data + 27, 3) + 1;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8L", 4) == 0 && data[20] == 0x2F)
    {
      size->width = (read_little (data + 21, 4) & 0x3FFF) + 1;
      size->height = (read_little (data + 21, 4) >> 14 & 0x3FFF) + 1;
      return TRUE;
    }
  if (memcmp (data + 12, "VP8 ", 4) == 0 && memcmp (data + 23, "\x9D\x01\x2A", 3) == 0)
    {
      size->width = read_little (data + 26, 2) & 0x3FFF;
      size->height = read_little (data + 28, 2) & 0x3FFF;
      return TRUE;
    }
  return FALSE;
}

/**
 * byline_media_check:
 * @bytes: what should be an image
 * @error: %BYLINE_ERROR_KIND, %BYLINE_ERROR_TOO_LARGE
 *
 * Tells by its first bytes what an image is, and how large, whatever it is called.
 *
 * Returns: (nullable): "png", "jpg" or "webp"
 */
const char *
byline_media_check (GBytes *bytes, GError **error)
{
  static const struct { const char *extension; gboolean (*measure) (const guchar *data, gsize length, Size *size); } kinds[] = {
    { "png", measure_png }, { "jpg", measure_jpeg }, { "webp", measure_webp },
  };
  gsize length = 0;
  const guchar *data = g_bytes_get_data (bytes, &length);
  Size size = { 0 };
  const char *extension = NULL;

  if (length > BYLINE_MEDIA_MAX_SIZE)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("The picture is larger than 32 MiB."));
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds) && extension == NULL; i++)
    if (kinds[i].measure (data, length, &size))
      extension = kinds[i].extension;

  if (extension == NULL || size.width == 0 || size.height == 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("This is not a PNG, JPEG or WebP picture."));
      return NULL;
    }
  if (size.width > BYLINE_MEDIA_MAX_SIDE || size.height > BYLINE_MEDIA_MAX_SIDE)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("The picture has %u × %u pixels, more than %d on a side."),
                   size.width, size.height, BYLINE_MEDIA_MAX_SIDE);
      return NULL;
    }
  return extension;
}

/**
 * byline_media_dup_name:
 * @extension: from byline_media_check()
 *
 * Returns: (transfer full): the same name for the same bytes, wherever they come from
 */
char *
byline_media_dup_name (GBytes *bytes, const char *extension)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("%.*s.%s", NAME_DIGITS, digest, extension);
}
