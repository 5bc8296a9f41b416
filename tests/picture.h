/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* The first bytes of pictures, made here; nothing in Byline looks at more. */

static inline void
append_number (GString *out, guint value, guint n, gboolean big)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, (guint64) value >> 8 * (big ? n - 1 - i : i));
}

static inline GBytes *
picture_png (guint width, guint height)
{
  GString *out = g_string_new_len ("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);

  append_number (out, width, 4, TRUE);
  append_number (out, height, 4, TRUE);
  g_string_append_len (out, "\x08\x02\0\0\0....", 9);
  return g_string_free_to_bytes (out);
}

/* With an APP0 segment, fill bytes and a quantisation table before the frame. */
static inline GBytes *
picture_jpeg (guint width, guint height, guchar marker)
{
  GString *out = g_string_new_len ("\xFF\xD8\xFF\xE0\0\x06JFIF\xFF\xFF\xFF\xDB\0\x03\x01\xFF", 18);

  g_string_append_c (out, marker);
  g_string_append_len (out, "\0\x0B\x08", 3);
  append_number (out, height, 2, TRUE);
  append_number (out, width, 2, TRUE);
  g_string_append_len (out, "\x01\x11\0\0", 4);
  return g_string_free_to_bytes (out);
}

/* @chunk is "VP8X", "VP8L" or "VP8 ". */
static inline GBytes *
picture_webp (const char *chunk, guint width, guint height)
{
  GString *out = g_string_new_len ("RIFF\x18\0\0\0WEBP", 12);

  g_string_append (out, chunk);
  append_number (out, 10, 4, FALSE);
  if (g_str_equal (chunk, "VP8X"))
    {
      append_number (out, 0, 4, FALSE);
      append_number (out, width - 1, 3, FALSE);
      append_number (out, height - 1, 3, FALSE);
    }
  else if (g_str_equal (chunk, "VP8L"))
    {
      g_string_append_c (out, 0x2F);
      append_number (out, (width - 1) | (height - 1) << 14, 4, FALSE);
      append_number (out, 0, 5, FALSE);
    }
  else
    {
      g_string_append_len (out, "\x30\x01\0\x9D\x01\x2A", 6);
      append_number (out, width, 2, FALSE);
      append_number (out, height, 2, FALSE);
    }
  append_number (out, 0, 2, FALSE);
  return g_string_free_to_bytes (out);
}
