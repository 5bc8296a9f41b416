/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folding.h"

#include <string.h>

static void
test_cases (void)
{
  const struct { const char *text, *folded; } cases[] = {
    { "", "" },
    { "plain words, 1 line\n", "plain words, 1 line\n" },
    { "“a” „b‟ «c» ‹d›", "\"a\" \"b\" \"c\" \"d\"" },
    { "it’s ‘so’", "it's 'so'" },
    { "a – b — c‑d −5", "a - b - c-d -5" },
    { "a\u00a0b\u2009c\u3000d\te", "a b c d e" },
    { "é e\u0301 ü u\u0308 å й", "e e u u a и" },
    { "كَتَبَ أحمد", "كتب احمد" },
    { "a\u200bb\u2067c\ufe0f", "abc" },
    { "한국 中文 가", "한국 中文 가" },
    { "\u0301\u0301", "" },
    /* letters and digits of their own */
    { "ł ø ß ٣ 3 Ａ", "ł ø ß ٣ 3 Ａ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BylineFolded folded;
      g_autofree char *text = NULL;

      byline_folded_init (&folded, cases[i].text, strlen (cases[i].text));
      text = g_ucs4_to_utf8 (folded.text, folded.length, NULL, NULL, NULL);
      g_assert_cmpstr (text, ==, cases[i].folded);
      g_assert_cmpuint (folded.source_length, ==, g_utf8_strlen (cases[i].text, -1));
      byline_folded_clear (&folded);
    }
}

/* Each folded character says where it stood; places go there and back; composed or
 * not, with these or those quotation marks, a text folds to the same. */
static void
test_properties (void)
{
  static const char *const pieces[][2] = { { "a", "a" }, { "é", "e\u0301" }, { "“", "\"" }, { " ", "\u00a0" }, { "🌊", "🌊" }, { "中", "中" }, { "n", "n\u200b" }, { "-", "–" } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) one = g_string_new (NULL), two = g_string_new (NULL);
      BylineFolded a, b;

      for (guint n = g_rand_int_range (rand, 0, 40); n > 0; n--)
        {
          const guint piece = g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces));

          g_string_append (one, pieces[piece][g_rand_int_range (rand, 0, 2)]);
          g_string_append (two, pieces[piece][g_rand_int_range (rand, 0, 2)]);
        }
      byline_folded_init (&a, one->str, one->len);
      byline_folded_init (&b, two->str, two->len);
      g_assert_cmpmem (a.text, a.length * sizeof (gunichar), b.text, b.length * sizeof (gunichar));

      for (guint at = 0; at < a.length; at++)
        {
          const guint source = byline_folded_to_source (&a, at);

          g_assert_cmpuint (byline_folded_from_source (&a, source), ==, at);
          if (at > 0)
            g_assert_cmpuint (source, >, byline_folded_to_source (&a, at - 1));
        }
      g_assert_cmpuint (byline_folded_to_source (&a, a.length), ==, a.source_length);
      g_assert_cmpuint (byline_folded_from_source (&a, a.source_length + 3), ==, a.length + 3);
      byline_folded_clear (&a);
      byline_folded_clear (&b);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folding/cases", test_cases);
  g_test_add_func ("/folding/properties", test_properties);
  return g_test_run ();
}
