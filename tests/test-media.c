/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "media.h"
#include "picture.h"

/* @extension: NULL for a picture that is refused with @code. */
static void
assert_checked (GBytes *bytes, const char *extension, int code)
{
  g_autoptr (GBytes) picture = bytes;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (byline_media_check (picture, &error), ==, extension);
  if (extension == NULL)
    g_assert_error (error, BYLINE_ERROR, code);
  else
    g_assert_no_error (error);
}

static void
test_kinds (void)
{
  assert_checked (picture_png (640, 480), "png", 0);
  assert_checked (picture_jpeg (640, 480, 0xC0), "jpg", 0);
  assert_checked (picture_jpeg (640, 480, 0xC2), "jpg", 0);
  assert_checked (picture_webp ("VP8 ", 640, 480), "webp", 0);
  assert_checked (picture_webp ("VP8L", 640, 480), "webp", 0);
  assert_checked (picture_webp ("VP8X", 640, 480), "webp", 0);
}

static void
test_sides (void)
{
  const guint max = BYLINE_MEDIA_MAX_SIDE, more = max + 1;
  static const char *const chunks[] = { "VP8X", "VP8L", "VP8 " };

  assert_checked (picture_png (1, 1), "png", 0);
  assert_checked (picture_png (max, max), "png", 0);
  assert_checked (picture_png (more, 1), NULL, BYLINE_ERROR_TOO_LARGE);
  assert_checked (picture_png (1, more), NULL, BYLINE_ERROR_TOO_LARGE);
  assert_checked (picture_png (G_MAXUINT, G_MAXUINT), NULL, BYLINE_ERROR_TOO_LARGE);
  assert_checked (picture_png (0, 1), NULL, BYLINE_ERROR_KIND);
  assert_checked (picture_png (1, 0), NULL, BYLINE_ERROR_KIND);

  assert_checked (picture_jpeg (max, max, 0xC0), "jpg", 0);
  assert_checked (picture_jpeg (more, 1, 0xC1), NULL, BYLINE_ERROR_TOO_LARGE);
  assert_checked (picture_jpeg (1, more, 0xCF), NULL, BYLINE_ERROR_TOO_LARGE);
  assert_checked (picture_jpeg (0, 1, 0xC0), NULL, BYLINE_ERROR_KIND);

  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      assert_checked (picture_webp (chunks[i], 1, 1), "webp", 0);
      assert_checked (picture_webp (chunks[i], max, max), "webp", 0);
      assert_checked (picture_webp (chunks[i], more, 1), NULL, BYLINE_ERROR_TOO_LARGE);
      assert_checked (picture_webp (chunks[i], 1, more), NULL, BYLINE_ERROR_TOO_LARGE);
    }
  assert_checked (picture_webp ("VP8 ", 0, 1), NULL, BYLINE_ERROR_KIND);
}

/* No begin of a picture is one, and none reads past its end. */
static void
test_cut (void)
{
  GBytes *pictures[] = { picture_png (9, 9), picture_jpeg (9, 9, 0xC0), picture_webp ("VP8X", 9, 9), picture_webp ("VP8L", 9, 9), picture_webp ("VP8 ", 9, 9) };

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GBytes) picture = pictures[i];
      gsize size = 0;
      const char *data = g_bytes_get_data (picture, &size);
      /* A JPEG ends with its frame header; three bytes of components follow it. */
      const gsize needed = g_str_equal (byline_media_check (picture, NULL), "jpg") ? size - 4 : size;

      for (gsize length = 0; length < needed; length++)
        assert_checked (g_bytes_new (data, length), NULL, BYLINE_ERROR_KIND);
    }
}

#define LITERAL(data) { data, sizeof (data) - 1 }

static void
test_others (void)
{
  const struct { const char *data; gsize size; } cases[] = {
    LITERAL ("GIF89a\x10\0\x10\0\0\0\0,,,,,,,,,,,,,,,,,,,,,,,,"),
    LITERAL ("<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"),
    LITERAL ("<!doctype html><script>a()</script>              "),
    LITERAL ("\0\0\0\x20" "ftypavif\0\0\0\0avifmif1miaf............"),
    LITERAL ("BM................................................"),
    /* A JPEG with image data before any frame, without one, or with a segment of no length. */
    LITERAL ("\xFF\xD8\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\xFF\xC0\0\x0B\x08\0\x09\0\x09"),
    LITERAL ("\xFF\xD8\xFF\xD9\xFF\xC0\0\x0B\x08\0\x09\0\x09"),
    LITERAL ("\xFF\xD8\xFF\xE0\0\0\xFF\xC0\0\x0B\x08\0\x09\0\x09"),
    LITERAL ("\xFF\xD8\xFF\xE0\xFF\xFF\xFF\xC0\0\x0B\x08\0\x09\0\x09"),
    LITERAL ("\xFF\xD8\xFF\xC4\0\x0B\x08\0\x09\0\x09\0\0\0\0"),
    LITERAL ("\xFF\xD8\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
    /* A RIFF file that is longer than it is, and one of sound. */
    LITERAL ("RIFF\xFF\0\0\0WEBPVP8L\x0A\0\0\0\x2F\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    LITERAL ("RIFF\x18\0\0\0WAVEfmt \x0A\0\0\0\x2F\0\0\0\0\0\0\0\0\0\0"),
    LITERAL ("RIFF\x18\0\0\0WEBPVP8L\x0A\0\0\0\x2E\0\0\0\0\0\0\0\0\0\0"),
    LITERAL ("\x89PNG\r\n\x1A\n\0\0\0\rIDAT\0\0\0\x09\0\0\0\x09\x08\x02\0\0\0...."),
    LITERAL ("\x89PNG\n\x1A\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09\x08\x02\0\0\0......"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_checked (g_bytes_new (cases[i].data, cases[i].size), NULL, BYLINE_ERROR_KIND);
}

static void
test_size (void)
{
  g_autoptr (GBytes) small = picture_png (9, 9);
  char *data = g_malloc0 (BYLINE_MEDIA_MAX_SIZE + 1);

  memcpy (data, g_bytes_get_data (small, NULL), g_bytes_get_size (small));
  assert_checked (g_bytes_new (data, BYLINE_MEDIA_MAX_SIZE), "png", 0);
  assert_checked (g_bytes_new_take (data, BYLINE_MEDIA_MAX_SIZE + 1), NULL, BYLINE_ERROR_TOO_LARGE);
}

/* Damaged headers: nothing but one of the three answers. */
static void
test_random (void)
{
  static const char *const chunks[] = { "VP8X", "VP8L", "VP8 " };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GBytes) sound = round % 3 == 0 ? picture_png (9, 9) : round % 3 == 1 ? picture_jpeg (9, 9, 0xC0) : picture_webp (chunks[round / 3 % 3], 9, 9);
      gsize size = 0;
      g_autofree char *data = g_bytes_unref_to_data (g_steal_pointer (&sound), &size);
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        data[g_test_rand_int_range (0, size)] = g_test_rand_int_range (0, 256);
      damaged = g_bytes_new (data, g_test_rand_int_range (0, size + 1));
      g_assert_true ((byline_media_check (damaged, &error) == NULL) == (error != NULL));
    }
}

static void
test_names (void)
{
  g_autoptr (GBytes) one = picture_png (9, 9);
  g_autoptr (GBytes) same = picture_png (9, 9);
  g_autoptr (GBytes) other = picture_png (9, 8);
  g_autofree char *a = byline_media_dup_name (one, "png");
  g_autofree char *b = byline_media_dup_name (same, "png");
  g_autofree char *c = byline_media_dup_name (other, "png");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{16}\\.png$", a, 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/kinds", test_kinds);
  g_test_add_func ("/media/sides", test_sides);
  g_test_add_func ("/media/cut", test_cut);
  g_test_add_func ("/media/others", test_others);
  g_test_add_func ("/media/size", test_size);
  g_test_add_func ("/media/random", test_random);
  g_test_add_func ("/media/names", test_names);
  return g_test_run ();
}
