/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"
#include "error.h"
#include "zip-index.h"

#include <string.h>

/* No locale is set: names must be read in "C" as everywhere. */

typedef struct
{
  GPtrArray *names;
  GPtrArray *contents; /* of GBytes */
  GPtrArray *damaged;  /* "NAME: message" */
  guint stop;          /* fail at the file of this number */
} Found;

static Found *
found_new (void)
{
  Found *self = g_new0 (Found, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->damaged = g_ptr_array_new_with_free_func (g_free);
  self->stop = G_MAXUINT;
  return self;
}

static void
found_free (Found *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->contents);
  g_ptr_array_unref (self->damaged);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, found_free)

static gboolean
take_file (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  Found *self = data;

  if (self->names->len == self->stop)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, "enough");
      return FALSE;
    }
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->contents, g_bytes_ref (bytes));
  return TRUE;
}

static void
take_damage (const char *name, const GError *error, gpointer data)
{
  Found *self = data;

  g_assert_true (error->domain == BYLINE_ERROR);
  g_ptr_array_add (self->damaged, g_strdup_printf ("%s: %s", name, error->message));
}

static GBytes *
write_zip (guint n_entries, const char *const *names, const char *const *texts)
{
  g_autofree BylineArchiveEntry *entries = g_new0 (BylineArchiveEntry, n_entries);
  g_autoptr (GError) error = NULL;
  GBytes *zip;

  for (guint i = 0; i < n_entries; i++)
    entries[i] = (BylineArchiveEntry) { names[i], g_bytes_new_static (texts[i], strlen (texts[i])) };
  zip = byline_archive_write (entries, n_entries, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_entries; i++)
    g_bytes_unref (entries[i].bytes);
  return zip;
}

/* Three small files, the second long enough to be deflated. */
static GBytes *
write_three (const char *first, const char *second, const char *third)
{
  const char *const names[] = { first, second, third };
  const char *const texts[] = { "{}", "the mill stands still, the mill stands still, the mill stands still", "" };

  return write_zip (3, names, texts);
}

static void
assert_refused (GBytes *zip, const BylineArchiveLimits *limits, int code, const char *message)
{
  g_autoptr (Found) found = found_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (byline_archive_foreach (zip, limits, take_file, found, &error));
  if (!g_error_matches (error, BYLINE_ERROR, code) || strstr (error->message, message) == NULL)
    g_error ("“%s” (%d) is no “%s”", error->message, error->code, message);
}

/* Every occurrence of @from, which is as long as @to. */
static GBytes *
patch (GBytes *zip, const char *from, const char *to, gsize length)
{
  gsize size, n_found = 0;
  const guint8 *data = g_bytes_get_data (zip, &size);
  guint8 *copy = g_memdup2 (data, size);

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (copy + i, from, length) == 0)
      {
        memcpy (copy + i, to, length);
        n_found++;
      }
  g_assert_cmpuint (n_found, >, 0);
  return g_bytes_new_take (copy, size);
}

/* The field at @field of record @number of the directory. */
static GBytes *
patch_directory (GBytes *zip, guint number, gsize field, guint32 value, gsize length)
{
  gsize size, at = 0;
  const guint8 *data = g_bytes_get_data (zip, &size);
  guint8 *copy = g_memdup2 (data, size);

  for (guint i = 0; i <= number; i++)
    {
      const guint8 *record = memmem (copy + at, size - at, "PK\1\2", 4);

      g_assert_nonnull (record);
      at = record - copy + 4;
    }
  for (gsize i = 0; i < length; i++)
    copy[at - 4 + field + i] = value >> (8 * i);
  return g_bytes_new_take (copy, size);
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mühle.html", "媒体/空.png");
  g_autoptr (GBytes) again = write_three ("byline.json", "articles/mühle.html", "媒体/空.png");
  g_autoptr (Found) found = found_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_bytes_equal (zip, again));
  g_assert_true (byline_archive_is_zip (zip));
  g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (found->names->len, ==, 3);
  g_assert_cmpstr (found->names->pdata[0], ==, "byline.json");
  g_assert_cmpstr (found->names->pdata[1], ==, "articles/mühle.html");
  g_assert_cmpstr (found->names->pdata[2], ==, "媒体/空.png");
  g_assert_cmpuint (g_bytes_get_size (found->contents->pdata[0]), ==, 2);
  g_assert_cmpuint (g_bytes_get_size (found->contents->pdata[1]), ==, 67);
  g_assert_cmpuint (g_bytes_get_size (found->contents->pdata[2]), ==, 0);
}

static void
test_crc (void)
{
  static const guint8 check[] = "123456789"; /* and its sum, from the catalogue of CRCs */
  g_autofree guint8 *bytes = g_malloc0 (67);

  g_assert_cmphex (byline_zip_get_crc (check, 9), ==, 0xcbf43926);
  g_assert_cmphex (byline_zip_get_crc (check, 0), ==, 0);
  g_assert_cmphex (byline_zip_get_crc (check, 1), ==, 0x83dcefb7);
  /* One bit at a time, as the definition has it. */
  for (gsize size = 0; size <= 67; size++)
    {
      guint32 crc = G_MAXUINT32;

      for (gsize i = 0; i < size; i++)
        {
          bytes[i] = i * 37 + size;
          crc ^= bytes[i];
          for (guint bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
        }
      g_assert_cmphex (byline_zip_get_crc (bytes, size), ==, ~crc);
    }
}

/* A picture lies in the archive as it is, and is read without a copy of it. */
static void
test_stored (void)
{
  const char text[] = "the mill stands still, the mill stands still, the mill stands still";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  const BylineArchiveEntry entry = { "media/a.png", bytes, TRUE };
  g_autoptr (GBytes) zip = byline_archive_write (&entry, 1, NULL);
  g_autoptr (GBytes) damaged = patch (zip, "the mill stands still, the", "the mill stands Still, the", 26);
  g_autoptr (Found) found = found_new ();
  g_autoptr (Found) loose = found_new ();
  const char *begin = g_bytes_get_data (zip, NULL), *inside;

  g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, NULL));
  g_assert_true (g_bytes_equal (found->contents->pdata[0], bytes));
  inside = g_bytes_get_data (found->contents->pdata[0], NULL);
  g_assert_true (inside > begin && inside < begin + g_bytes_get_size (zip));
  assert_refused (damaged, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "media/a.png: its bytes are damaged");

  /* One work file shall not keep the zip of a class. */
  g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_HAND_INS, take_file, loose, NULL));
  inside = g_bytes_get_data (loose->contents->pdata[0], NULL);
  g_assert_true (inside < begin || inside >= begin + g_bytes_get_size (zip));
  assert_refused (damaged, &BYLINE_ARCHIVE_HAND_INS, BYLINE_ERROR_SYNTAX, "damaged");
}

static void
test_empty (void)
{
  g_autoptr (GBytes) zip = byline_archive_write (NULL, 0, NULL);
  g_autoptr (GBytes) text = g_bytes_new_static ("text", 4);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (Found) found = found_new ();

  g_assert_true (byline_archive_is_zip (zip));
  g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, NULL));
  g_assert_cmpuint (found->names->len, ==, 0);
  g_assert_false (byline_archive_is_zip (text));
  g_assert_false (byline_archive_is_zip (nothing));
  assert_refused (text, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "cut off");
  assert_refused (nothing, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "cut off");
}

static void
test_random_round_trips (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint round = 0; round < 120; round++)
    {
      const guint n_entries = g_rand_int_range (random, 1, 8);
      g_autofree BylineArchiveEntry *entries = g_new0 (BylineArchiveEntry, n_entries);
      g_autoptr (GBytes) zip = NULL;
      g_autoptr (Found) found = found_new ();
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < n_entries; i++)
        {
          const gsize size = g_rand_int_range (random, 0, round % 40 == 0 ? 300000 : 300);
          const guint32 variety = g_rand_boolean (random) ? 256 : 2;
          guint8 *data = g_malloc (size + 1);

          for (gsize at = 0; at < size; at++)
            data[at] = g_rand_int_range (random, 0, variety);
          entries[i] = (BylineArchiveEntry) { g_strdup_printf ("f%u/%x", i, g_rand_int (random)), g_bytes_new_take (data, size) };
        }
      zip = byline_archive_write (entries, n_entries, &error);
      g_assert_no_error (error);
      g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (found->names->len, ==, n_entries);
      for (guint i = 0; i < n_entries; i++)
        {
          g_assert_cmpstr (found->names->pdata[i], ==, entries[i].name);
          g_assert_true (g_bytes_equal (found->contents->pdata[i], entries[i].bytes));
          g_free ((char *) entries[i].name);
          g_bytes_unref (entries[i].bytes);
        }
    }
}

static void
test_cut (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mill.html", "media/a.png");

  for (gsize size = 0; size < g_bytes_get_size (zip); size++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (zip, 0, size);

      assert_refused (part, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "cut off");
      assert_refused (part, &BYLINE_ARCHIVE_HAND_INS, BYLINE_ERROR_SYNTAX, "cut off");
    }
}

/* A flipped bit is seen, or is one that says nothing about the contents. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mill.html", "media/a.png");
  g_autoptr (Found) whole = found_new ();
  const gsize n_bits = 8 * g_bytes_get_size (zip);
  guint n_refused = 0;

  g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, whole, NULL));
  for (gsize bit = 0; bit < n_bits; bit++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (zip, &size);
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) flipped = g_bytes_new_take (copy, size);
      g_autoptr (Found) found = found_new (), loose = found_new ();
      g_autoptr (GError) error = NULL;

      copy[bit / 8] ^= 1 << bit % 8;
      byline_archive_foreach_readable (flipped, &BYLINE_ARCHIVE_HAND_INS, take_file, take_damage, loose, NULL);
      if (!byline_archive_foreach (flipped, &BYLINE_ARCHIVE_PACK, take_file, found, &error))
        {
          g_assert_true (error->domain == BYLINE_ERROR);
          n_refused++;
          continue;
        }
      g_assert_true (found->names->len == 2 || found->names->len == 3); /* an empty file may become a folder */
      for (guint i = 0; i < found->names->len; i++)
        {
          g_assert_cmpstr (found->names->pdata[i], ==, whole->names->pdata[i]);
          g_assert_true (g_bytes_equal (found->contents->pdata[i], whole->contents->pdata[i]));
        }
    }
  g_test_message ("%u of %" G_GSIZE_FORMAT " refused", n_refused, n_bits);
  g_assert_cmpuint (n_refused, >, n_bits / 2);
}

static void
test_surroundings (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mill.html", "media/a.png");
  const gsize size = g_bytes_get_size (zip);
  const char *data = g_bytes_get_data (zip, NULL);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GByteArray) later = g_byte_array_new ();
  g_autoptr (GBytes) behind = NULL, before = NULL;

  g_byte_array_append (longer, (const guint8 *) data, size);
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  behind = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  g_byte_array_append (later, (const guint8 *) "x", 1);
  g_byte_array_append (later, (const guint8 *) data, size);
  before = g_byte_array_free_to_bytes (g_steal_pointer (&later));

  assert_refused (behind, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "behind the end");
  assert_refused (before, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "cut off");
  g_assert_false (byline_archive_is_zip (before));
}

static void
test_names (void)
{
  const struct
  {
    const char *name;
    const char *odd; /* as long */
    const char *message;
  } cases[] = {
    { "0bc", "/bc", "0bc: its name is absolute" },
    { "0bc", "c:d", "its name is absolute" },
    { "0/../bc", "a/../bc", "its name has “..”" },
    { "0./b", "../b", "its name has “..”" },
    { "0/bc", "a/..", "its name has “..”" },
    { "0\x01" "bc", "a\\bc", "backslash" },
    { "0bc", "a\x1b" "c", "a?c: its name has a control character" },
    { "0//b", "a//b", "empty part" },
    { "0/./b", "a/./b", "empty part" },
    { "0bc", "a/b", NULL },
    { "0é", "aé", NULL },
    { "0..bc", "a..bc", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) sound = write_three ("byline.json", cases[i].name, "other");
      g_autoptr (GBytes) zip = patch (sound, cases[i].name, cases[i].odd, strlen (cases[i].name));
      g_autoptr (Found) found = found_new ();

      if (cases[i].message == NULL)
        g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, NULL));
      else
        assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_VALUE, *cases[i].odd != '/' ? cases[i].message : "/bc: its name is absolute");
    }
}

static void
test_nul (void)
{
  g_autoptr (GBytes) sound = write_three ("byline.json", "a.html.png", "other");
  g_autoptr (GBytes) zip = patch (sound, "a.html.png", "a.html\0png", 10);

  assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_VALUE, "a NUL in it");
}

static void
test_twins (void)
{
  const char *const twins[][2] = {
    { "articles/mill.html", "articles/mill.html" },
    { "articles/mill.html", "Articles/Mill.HTML" },
    { "articles/stra\xc3\x9f" "e.html", "articles/STRASSE.html" },
    { "articles/m\xc3\xbchle.html", "articles/mu\xcc\x88hle.html" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (twins); i++)
    {
      g_autoptr (GBytes) zip = write_three ("byline.json", twins[i][0], twins[i][1]);
      g_autoptr (Found) found = found_new ();

      assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_VALUE, "stands twice");
      g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_HAND_INS, take_file, found, NULL));
      g_assert_cmpuint (found->names->len, ==, 3);
    }
}

static void
test_file_as_folder (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "media", "media/a.png");

  assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_VALUE, "within another file");
}

static void
test_kinds (void)
{
  g_autoptr (GBytes) sound = write_three ("byline.json", "articles/mill.html", "media/a.png");
  const guint modes[] = { 0120777, 0020666, 0060660, 0010644, 0140755 };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GBytes) zip = patch_directory (sound, 1, 38, modes[i] << 16, 4);
      g_autoptr (Found) found = found_new (), loose = found_new ();

      assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_VALUE, "articles/mill.html: this is a link or a device");
      g_assert_true (byline_archive_foreach (zip, &BYLINE_ARCHIVE_HAND_INS, take_file, found, NULL));
      g_assert_cmpuint (found->names->len, ==, 2);
      g_assert_true (byline_archive_foreach_readable (zip, &BYLINE_ARCHIVE_HAND_INS, take_file, take_damage, loose, NULL));
      g_assert_cmpuint (loose->names->len, ==, 2);
      g_assert_cmpuint (loose->damaged->len, ==, 1);
    }
}

static void
test_lies (void)
{
  g_autoptr (GBytes) sound = write_three ("byline.json", "articles/mill.html", "media/a.png");
  const struct
  {
    gsize field, length;
    guint32 value;
    const char *message;
  } cases[] = {
    { 8, 2, 1, "in two ways" },
    { 8, 2, 1 << 11, "in two ways" },
    { 10, 2, 9, "in two ways" },
    { 16, 4, 1, "in two ways" },
    { 24, 4, 66, "in two ways" },
    { 24, 4, 68, "in two ways" },
    { 42, 4, 0, "cut off" }, /* where the first file begins, whose bytes are fewer */
    { 46, 1, 'A', "two names" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) zip = patch_directory (sound, 1, cases[i].field, cases[i].value, cases[i].length);
      g_autoptr (Found) found = found_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, &error));
      if (strstr (error->message, cases[i].message) == NULL && strstr (error->message, "same bytes") == NULL)
        g_error ("%" G_GSIZE_FORMAT ": “%s” is no “%s”", i, error->message, cases[i].message);
    }
}

static void
test_password (void)
{
  g_autoptr (GBytes) sound = write_three ("byline.json", "articles/mill.html", "media/a.png");
  g_autoptr (GBytes) zip = patch (sound, "\x14\0\0\0\x08\0", "\x14\0\1\0\x08\0", 6);

  assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "articles/mill.html: it is protected with a password");
}

/* Both places lie in the same way. */
static void
test_sizes_lie (void)
{
  g_autoptr (GBytes) sound = write_three ("byline.json", "articles/mill.html", "media/a.png");
  g_autoptr (GBytes) shorter = patch (sound, "\x43\0\0\0\x12\0", "\x42\0\0\0\x12\0", 6);
  g_autoptr (GBytes) longer = patch (sound, "\x43\0\0\0\x12\0", "\x44\0\0\0\x12\0", 6);
  g_autoptr (GBytes) huge = patch (sound, "\x43\0\0\0\x12\0", "\x43\0\0\x7f\x12\0", 6);

  assert_refused (shorter, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "articles/mill.html: ");
  assert_refused (longer, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "articles/mill.html: ");
  assert_refused (huge, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_TOO_LARGE, "articles/mill.html: this file is too large");
}

static void
test_limits (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mill.html", "media/a.png");
  BylineArchiveLimits limits = { .max_entries = 3, .max_entry = 67, .max_total = 69, .max_ratio = 200, .max_name = 18, .strict = TRUE };
  g_autoptr (Found) found = found_new ();

  g_assert_true (byline_archive_foreach (zip, &limits, take_file, found, NULL));
  limits.max_entries = 2;
  assert_refused (zip, &limits, BYLINE_ERROR_TOO_LARGE, "more than 2 files");
  limits.max_entries = 3;
  limits.max_entry = 66;
  assert_refused (zip, &limits, BYLINE_ERROR_TOO_LARGE, "articles/mill.html: this file is too large");
  limits.max_entry = 67;
  limits.max_total = 68;
  assert_refused (zip, &limits, BYLINE_ERROR_TOO_LARGE, "too large together");
  limits.max_total = 69;
  limits.max_name = 17;
  assert_refused (zip, &limits, BYLINE_ERROR_TOO_LARGE, "articles/mill.html: its name is too long");
}

static void
test_ratio (void)
{
  const gsize size = 3 * 1024 * 1024;
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (size), size);
  const BylineArchiveEntry entry = { "zeros", zeros };
  g_autoptr (GBytes) zip = byline_archive_write (&entry, 1, NULL);
  BylineArchiveLimits limits = BYLINE_ARCHIVE_PACK;
  g_autoptr (Found) found = found_new ();

  /* What would be taken for a bomb is not packed so. */
  g_assert_cmpuint (g_bytes_get_size (zip), >, size);
  limits.max_ratio = 1;
  g_assert_true (byline_archive_foreach (zip, &limits, take_file, found, NULL));
}

static void
test_writing_too_much (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree BylineArchiveEntry *entries = g_new (BylineArchiveEntry, 2001);
  const gsize size = 32 * 1024 * 1024 + 1;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (size), size);
  g_autoptr (GError) many = NULL, much = NULL;

  for (guint i = 0; i < 2001; i++)
    entries[i] = (BylineArchiveEntry) { "name", nothing };
  g_assert_null (byline_archive_write (entries, 2001, &many));
  g_assert_error (many, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);

  entries[0].bytes = large;
  g_assert_null (byline_archive_write (entries, 1, &much));
  g_assert_error (much, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

/* What other programs pack: names in old code pages, backslashes, a broken file
 * among sound ones. */
static void
test_loose (void)
{
  g_autoptr (GBytes) sound = write_three ("Heron_0a.json", "a0b/work.json", "M0ve.json");
  g_autoptr (GBytes) old = patch (sound, "M0ve", "M\x94ve", 4);
  g_autoptr (GBytes) windows = patch (old, "a0b/work", "a\\b\\work", 8);
  g_autoptr (GBytes) broken = patch_directory (windows, 0, 16, 7, 4);
  g_autoptr (Found) found = found_new (), readable = found_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (byline_archive_foreach (windows, &BYLINE_ARCHIVE_HAND_INS, take_file, found, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (found->names->len, ==, 3);
  g_assert_cmpstr (found->names->pdata[1], ==, "a/b/work.json");
  g_assert_cmpstr (found->names->pdata[2], ==, "Möve.json");

  assert_refused (broken, &BYLINE_ARCHIVE_HAND_INS, BYLINE_ERROR_SYNTAX, "Heron_0a.json: ");
  g_assert_true (byline_archive_foreach_readable (broken, &BYLINE_ARCHIVE_HAND_INS, take_file, take_damage, readable, &error));
  g_assert_cmpuint (readable->names->len, ==, 2);
  g_assert_cmpuint (readable->damaged->len, ==, 1);
  g_assert_true (g_str_has_prefix (readable->damaged->pdata[0], "Heron_0a.json: "));
}

/* The reading goes on behind deflated bytes that make no sense. */
static void
test_damage_inside (void)
{
  const char *const names[] = { "a.json", "b.json", "c.json" };
  const char *const texts[] = { "one one one one one one one one one one", "two two two two two two two two two", "three" };
  g_autoptr (GBytes) sound = write_zip (3, names, texts);
  gsize size;
  const guint8 *data = g_bytes_get_data (sound, &size);

  for (gsize at = 36; at < 44; at++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) zip = g_bytes_new_take (copy, size);
      g_autoptr (Found) found = found_new ();

      copy[at] ^= 0xff;
      g_assert_true (byline_archive_foreach_readable (zip, &BYLINE_ARCHIVE_HAND_INS, take_file, take_damage, found, NULL));
      g_assert_cmpuint (found->names->len, ==, 2);
      g_assert_cmpuint (found->damaged->len, ==, 1);
      g_assert_cmpstr (found->names->pdata[1], ==, "c.json");
      assert_refused (zip, &BYLINE_ARCHIVE_PACK, BYLINE_ERROR_SYNTAX, "a.json: ");
    }
}

static void
test_stop (void)
{
  g_autoptr (GBytes) zip = write_three ("byline.json", "articles/mill.html", "media/a.png");
  g_autoptr (Found) found = found_new ();
  g_autoptr (GError) error = NULL;

  found->stop = 1;
  g_assert_false (byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_file, found, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
  g_assert_cmpstr (error->message, ==, "enough");
  g_assert_cmpuint (found->names->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/archives/round-trip", test_round_trip);
  g_test_add_func ("/archives/crc", test_crc);
  g_test_add_func ("/archives/stored", test_stored);
  g_test_add_func ("/archives/empty", test_empty);
  g_test_add_func ("/archives/random-round-trips", test_random_round_trips);
  g_test_add_func ("/archives/cut", test_cut);
  g_test_add_func ("/archives/flipped", test_flipped);
  g_test_add_func ("/archives/surroundings", test_surroundings);
  g_test_add_func ("/archives/names", test_names);
  g_test_add_func ("/archives/nul", test_nul);
  g_test_add_func ("/archives/twins", test_twins);
  g_test_add_func ("/archives/file-as-folder", test_file_as_folder);
  g_test_add_func ("/archives/kinds", test_kinds);
  g_test_add_func ("/archives/lies", test_lies);
  g_test_add_func ("/archives/password", test_password);
  g_test_add_func ("/archives/sizes-lie", test_sizes_lie);
  g_test_add_func ("/archives/limits", test_limits);
  g_test_add_func ("/archives/ratio", test_ratio);
  g_test_add_func ("/archives/writing-too-much", test_writing_too_much);
  g_test_add_func ("/archives/loose", test_loose);
  g_test_add_func ("/archives/damage-inside", test_damage_inside);
  g_test_add_func ("/archives/stop", test_stop);
  return g_test_run ();
}
