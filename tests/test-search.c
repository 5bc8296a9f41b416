/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <string.h>

static char *
random_text (GRand *rand, guint length, guint n_letters)
{
  static const char *letters[] = { "a", "b", "é", "🌊", "c", "d", "中", " " };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length; i++)
    g_string_append (text, letters[g_rand_int_range (rand, 0, n_letters)]);
  return g_string_free (text, FALSE);
}

/* The least distance of any piece of @text that ends at each place: the textbook
 * recurrence (Sellers 1980). */
static guint *
sellers (const gunichar *pattern, guint length, const gunichar *text, guint n)
{
  guint *row = g_new0 (guint, n + 1);

  for (guint i = 1; i <= length; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint k = 1; k <= n; k++)
        {
          const guint replaced = diagonal + (pattern[i - 1] != text[k - 1]);

          diagonal = row[k];
          row[k] = MIN (replaced, MIN (row[k], row[k - 1]) + 1);
        }
    }
  return row;
}

/* As a search compares them. */
static gunichar *
fold (const char *text, guint *length)
{
  BylineFolded folded;

  byline_folded_init (&folded, text, strlen (text));
  *length = folded.length;
  g_free (folded.source);
  return folded.text;
}

static void
check_find (GRand *rand, guint n_letters, guint max_length)
{
  g_autofree char *text = random_text (rand, g_rand_int_range (rand, 0, 400), n_letters);
  g_autofree char *words = random_text (rand, g_rand_int_range (rand, 1, max_length), n_letters);
  guint length, n;
  g_autofree gunichar *pattern = fold (words, &length);
  g_autofree gunichar *chars = fold (text, &n);
  const guint max_distance = g_rand_int_range (rand, 0, length + 1);
  g_autoptr (BylineSearch) search = byline_search_new (text, strlen (text));
  g_autoptr (GArray) hits = byline_search_find (search, pattern, length, max_distance, 0, G_MAXUINT);
  g_autofree guint *expected = sellers (pattern, length, chars, n);
  guint best = G_MAXUINT, best_found = G_MAXUINT;

  for (guint k = 1; k <= n; k++)
    best = MIN (best, expected[k]);
  for (guint i = 0; i < hits->len; i++)
    {
      const BylineHit hit = g_array_index (hits, BylineHit, i);

      g_assert_cmpuint (hit.start, <=, hit.end);
      g_assert_cmpuint (hit.end, <=, n);
      g_assert_cmpuint (hit.distance, <=, max_distance);
      g_assert_cmpuint (hit.distance, ==, expected[hit.end]);
      g_assert_cmpuint (hit.distance, ==, byline_search_distance (pattern, length, chars + hit.start, hit.end - hit.start, G_MAXUINT));
      if (i > 0)
        g_assert_cmpuint (hit.end - g_array_index (hits, BylineHit, i - 1).end, >, length / 2);
      best_found = MIN (best_found, hit.distance);
    }
  if (best <= max_distance)
    g_assert_cmpuint (best_found, ==, best);
  else
    g_assert_cmpuint (hits->len, ==, 0);
}

static void
test_find_against_sellers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = 0; round < 3000; round++)
    check_find (rand, 2 + round % 7, round % 3 == 0 ? 200 : 20);
}

static void
test_exact_against_a_scan (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (guint round = 0; round < 2000; round++)
    {
      g_autofree char *text = random_text (rand, g_rand_int_range (rand, 1, 300), 2 + round % 3);
      g_autoptr (BylineSearch) search = byline_search_new (text, strlen (text));
      guint n, n_expected = 0;
      const gunichar *chars = byline_search_get_text (search, &n);
      const guint length = g_rand_int_range (rand, 1, MIN (n, 14) + 1);
      const gunichar *pattern = chars + g_rand_int_range (rand, 0, n - length + 1);
      g_autoptr (GArray) hits = byline_search_find_exact (search, pattern, length, 1000);

      for (guint at = 0; at + length <= n; at++)
        if (memcmp (chars + at, pattern, length * sizeof (gunichar)) == 0)
          {
            g_assert_cmpuint (n_expected, <, hits->len);
            g_assert_cmpuint (g_array_index (hits, BylineHit, n_expected).start, ==, at);
            g_assert_cmpuint (g_array_index (hits, BylineHit, n_expected).end, ==, at + length);
            n_expected++;
          }
      g_assert_cmpuint (hits->len, ==, n_expected);
    }
}

/* A passage with an edit in every twenty characters is among the guesses. */
static void
test_guess (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *text = random_text (rand, 20000, 8);
  g_autoptr (BylineSearch) search = byline_search_new (text, strlen (text));
  const gunichar *chars = byline_search_get_text (search, NULL);

  for (guint round = 0; round < 300; round++)
    {
      const guint start = g_rand_int_range (rand, 0, 19800);
      g_autofree gunichar *pattern = g_memdup2 (chars + start, 100 * sizeof (gunichar));
      g_autoptr (GArray) guesses = NULL;
      guint first;

      for (guint i = 10; i < 100; i += 20)
        pattern[i] = 'x';
      guesses = byline_search_guess (search, pattern, 100);
      g_assert_cmpuint (guesses->len, >, 0);
      first = g_array_index (guesses, guint, 0);
      g_assert_cmpuint (MAX (first, start) - MIN (first, start), <=, 16);
    }
}

static void
test_distance (void)
{
  const struct { const char *a, *b; guint distance; } cases[] = {
    { "", "", 0 }, { "", "abc", 3 }, { "abc", "", 3 }, { "kitten", "sitting", 3 }, { "é", "e", 1 }, { "3,204", "3,294", 1 }, { "held firm", "not held firm", 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      glong n_a, n_b;
      g_autofree gunichar *a = g_utf8_to_ucs4_fast (cases[i].a, -1, &n_a);
      g_autofree gunichar *b = g_utf8_to_ucs4_fast (cases[i].b, -1, &n_b);

      g_assert_cmpuint (byline_search_distance (a, n_a, b, n_b, G_MAXUINT), ==, cases[i].distance);
      g_assert_cmpuint (byline_search_distance (b, n_b, a, n_a, G_MAXUINT), ==, cases[i].distance);
    }
}

static void
test_empty_text (void)
{
  g_autoptr (BylineSearch) search = byline_search_new ("", 0);
  const gunichar pattern[] = { 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i' };
  g_autoptr (GArray) exact = byline_search_find_exact (search, pattern, 9, 10);
  g_autoptr (GArray) near = byline_search_find (search, pattern, 9, 3, 0, 100);
  g_autoptr (GArray) guesses = byline_search_guess (search, pattern, 9);

  g_assert_cmpuint (exact->len + near->len + guesses->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/find", test_find_against_sellers);
  g_test_add_func ("/search/exact", test_exact_against_a_scan);
  g_test_add_func ("/search/guess", test_guess);
  g_test_add_func ("/search/distance", test_distance);
  g_test_add_func ("/search/empty", test_empty_text);
  return g_test_run ();
}
