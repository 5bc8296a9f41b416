/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "seal.h"
#include "seal-private.h"

#include <string.h>

#define PACK "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"
#define KEY "{\"byline:role\": \"key\"}\n"
#define CODE "tidal-mango-42"

/* One for all tests: each takes half a second. */
static GBytes *
get_sealed (void)
{
  static GBytes *sealed = NULL;
  g_autoptr (GBytes) key = g_bytes_new_static (KEY, strlen (KEY));
  g_autoptr (GError) error = NULL;

  if (sealed == NULL)
    sealed = byline_seal (key, PACK, "mill", CODE, &error);
  g_assert_no_error (error);
  return sealed;
}

static GBytes *
replace (GBytes *sealed, const char *from, const char *to)
{
  gsize size;
  const char *data = g_bytes_get_data (sealed, &size);
  g_autoptr (GString) text = g_string_new_len (data, size);

  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
assert_not_opened (GBytes *sealed, const char *pack, const char *article, const char *code, int expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_seal_open (sealed, pack, article, code, &error));
  g_assert_error (error, BYLINE_ERROR, expected);
}

static void
test_opens (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = byline_seal_open (get_sealed (), PACK, "mill", " Tidal  Mango 42", &error);

  g_assert_no_error (error);
  g_assert_true (byline_seal_check (get_sealed (), NULL));
  g_assert_cmpmem (g_bytes_get_data (key, NULL), g_bytes_get_size (key), KEY, strlen (KEY));
  g_assert_null (g_strstr_len (g_bytes_get_data (get_sealed (), NULL), g_bytes_get_size (get_sealed ()), "role"));
}

static void
test_refuses (void)
{
  assert_not_opened (get_sealed (), PACK, "mill", "tidal-mango-43", BYLINE_ERROR_CODE);
  assert_not_opened (get_sealed (), PACK, "mill", " – ", BYLINE_ERROR_CODE);
  assert_not_opened (get_sealed (), PACK, "lamp", CODE, BYLINE_ERROR_MISMATCH);
  assert_not_opened (get_sealed (), "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fcb", "mill", CODE, BYLINE_ERROR_MISMATCH);
}

static void
test_same_bytes (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static (KEY, strlen (KEY));
  g_autoptr (GBytes) again = byline_seal (key, PACK, "mill", "TIDAL mango 42", NULL);
  g_autoptr (GBytes) other_key = g_bytes_new_static (KEY, strlen (KEY) - 1);
  g_autoptr (GBytes) other = byline_seal (other_key, PACK, "mill", CODE, NULL);
  const char *one, *two;

  g_assert_true (g_bytes_equal (again, get_sealed ()));

  /* Another text under the same code has another nonce. */
  one = strstr (g_bytes_get_data (again, NULL), "\"nonce\"");
  two = strstr (g_bytes_get_data (other, NULL), "\"nonce\"");
  g_assert_cmpint (memcmp (one, two, 20), !=, 0);
}

/* Whatever is flipped, it is damage, and is said without asking for a code. */
static void
test_flipped (void)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (get_sealed (), &size);

  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) flipped = g_bytes_new_take (copy, size);
      g_autoptr (GError) error = NULL;

      copy[bit / 8] ^= 1 << bit % 8;
      g_assert_false (byline_seal_check (flipped, &error));
      g_assert_true (error->domain == BYLINE_ERROR && error->code != BYLINE_ERROR_CODE);
    }
  for (gsize length = 0; length < size - 2; length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (get_sealed (), 0, length);

      g_assert_false (byline_seal_check (cut, NULL));
    }
}

static void
test_parameters (void)
{
  const struct
  {
    const char *from, *to;
    int code;
  } cases[] = {
    { "\"memory\": 262144", "\"memory\": 524289", BYLINE_ERROR_TOO_LARGE },
    { "\"memory\": 262144", "\"memory\": 2147483647", BYLINE_ERROR_TOO_LARGE },
    { "\"memory\": 262144", "\"memory\": 7", BYLINE_ERROR_VALUE },
    { "\"memory\": 262144", "\"memory\": -1", BYLINE_ERROR_VALUE },
    { "\"passes\": 3", "\"passes\": 9", BYLINE_ERROR_TOO_LARGE },
    { "\"passes\": 3", "\"passes\": 0", BYLINE_ERROR_VALUE },
    { "\"passes\": 3", "\"passes\": 4", BYLINE_ERROR_VALUE },
    { "\"version\": 1", "\"version\": 2", BYLINE_ERROR_VERSION },
    { "\"version\": 1", "\"version\": 0", BYLINE_ERROR_VALUE },
    { "byline-sealed-key", "byline-closed-key", BYLINE_ERROR_KIND },
    { "argon2id13", "scrypt", BYLINE_ERROR_VALUE },
    { "\"salt\": \"", "\"salt\": \"AAAA", BYLINE_ERROR_VALUE },
    { "\"data\": \"", "\"data\": \"AAAA", BYLINE_ERROR_VALUE },
    { "\"data\": \"", "\"data\": \" ", BYLINE_ERROR_VALUE },
    { "\"digest\"", "\"checksum\"", BYLINE_ERROR_VALUE },
  };
  g_autoptr (GBytes) list = g_bytes_new_static ("[]", 2);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) sealed = replace (get_sealed (), cases[i].from, cases[i].to);

      assert_not_opened (sealed, PACK, "mill", CODE, cases[i].code);
    }
  assert_not_opened (list, PACK, "mill", CODE, BYLINE_ERROR_KIND);
}

/* A file of an earlier day is opened still. */
static void
test_corpus (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "accept", "sealed", "mill.sealed", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) sealed = NULL, key = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  sealed = g_bytes_new (data, size);
  key = byline_seal_open (sealed, PACK, "mill", CODE, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (key, NULL), g_bytes_get_size (key), KEY, strlen (KEY));
  g_assert_true (g_bytes_equal (sealed, get_sealed ()));
}

static void
test_normal_codes (void)
{
  const char *const cases[][2] = {
    { "tidal-mango-42", "tidal-mango-42" },
    { "Tidal Mango 42", "tidal-mango-42" },
    { "  TIDAL—MANGO · 42!\n", "tidal-mango-42" },
    { "tidal_mango_42", "tidal-mango-42" },
    { "ｔｉｄａｌ ｍａｎｇｏ ４２", "tidal-mango-42" },
    { "tidal\u00adman\u200bgo 42", "tidalmango-42" },
    { "Übung ٤٢", "übung-42" },
    { "U\u0308bung 42", "übung-42" },
    { "STRASSE", "strasse" },
    { "stra\u00dfe", "strasse" },
  };
  const char *const none[] = { "", "  ", "-—-", "\xff\xfe" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normal = byline_seal_normalize_code (cases[i][0]);
      g_assert_cmpstr (normal, ==, cases[i][1]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (byline_seal_normalize_code (none[i]));
}

static void
check_words (const char *const *words, GHashTable *seen)
{
  for (guint i = 0; i < BYLINE_SEAL_N_WORDS; i++)
    {
      g_assert_cmpuint (strlen (words[i]), >=, 3);
      g_assert_cmpuint (strlen (words[i]), <=, 9);
      for (const char *p = words[i]; *p != '\0'; p++)
        g_assert_true (g_ascii_islower (*p));
      g_assert_true (g_hash_table_add (seen, (gpointer) words[i]));
    }
}

static void
test_new_codes (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_new = 0;

  check_words (byline_seal_adjectives, words);
  check_words (byline_seal_nouns, words);
  for (guint i = 0; i < 2000; i++)
    {
      char *code = byline_seal_new_code ();
      g_autofree char *normal = byline_seal_normalize_code (code);
      g_auto (GStrv) parts = g_strsplit (code, "-", -1);

      g_assert_cmpstr (normal, ==, code);
      g_assert_cmpuint (g_strv_length (parts), ==, 3);
      g_assert_true (g_hash_table_contains (words, parts[0]) && g_hash_table_contains (words, parts[1]));
      g_assert_cmpuint (strlen (parts[2]), ==, 2);
      n_new += g_hash_table_add (codes, code);
    }

  /* Of 5.9 million, 2,000 meet about a third of a time. */
  g_assert_cmpuint (n_new, >, 1990);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seal/opens", test_opens);
  g_test_add_func ("/seal/refuses", test_refuses);
  g_test_add_func ("/seal/same-bytes", test_same_bytes);
  g_test_add_func ("/seal/flipped", test_flipped);
  g_test_add_func ("/seal/parameters", test_parameters);
  g_test_add_func ("/seal/corpus", test_corpus);
  g_test_add_func ("/seal/normal-codes", test_normal_codes);
  g_test_add_func ("/seal/new-codes", test_new_codes);
  return g_test_run ();
}
