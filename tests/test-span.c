/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "span.h"

static void
assert_span (const BylineSpan *span, guint n, const guint *offsets)
{
  g_assert_cmpuint (span->n_segments, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (span->segments[i].start, ==, offsets[2 * i]);
      g_assert_cmpuint (span->segments[i].end, ==, offsets[2 * i + 1]);
    }
}

static void
test_join (void)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_append (&span, 30, 40);
  byline_span_append (&span, 5, 9);
  byline_span_append (&span, 9, 12);
  byline_span_append (&span, 7, 7);
  byline_span_append (&span, 32, 35);
  byline_span_join (&span);

  assert_span (&span, 2, (const guint[]) { 5, 12, 30, 40 });
  g_assert_cmpuint (byline_span_length (&span), ==, 17);
  g_assert_cmpuint (byline_span_start (&span), ==, 5);
  g_assert_cmpuint (byline_span_end (&span), ==, 40);
}

static void
test_join_all_empty (void)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_append (&span, 4, 4);
  byline_span_join (&span);

  g_assert_cmpuint (span.n_segments, ==, 0);
  g_assert_cmpuint (byline_span_length (&span), ==, 0);
}

static void
test_overlap_counts_each_code_point_once (void)
{
  g_auto (BylineSpan) a = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) b = BYLINE_SPAN_INIT;

  byline_span_append (&a, 0, 10);
  byline_span_append (&a, 20, 30);
  byline_span_append (&b, 5, 25);
  byline_span_append (&b, 29, 50);

  g_assert_cmpuint (byline_span_overlap (&a, &b), ==, 11);
  g_assert_cmpuint (byline_span_overlap (&b, &a), ==, 11);
}

static void
test_overlap_against_a_bitmap (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_auto (BylineSpan) a = BYLINE_SPAN_INIT;
      g_auto (BylineSpan) b = BYLINE_SPAN_INIT;
      BylineSpan *spans[] = { &a, &b };
      guint8 bits[64] = { 0 };
      guint expected = 0;

      for (guint side = 0; side < 2; side++)
        {
          for (int i = g_test_rand_int_range (1, 5); i > 0; i--)
            {
              const guint start = g_test_rand_int_range (0, 60);
              byline_span_append (spans[side], start, start + g_test_rand_int_range (0, 5));
            }
          byline_span_join (spans[side]);
          for (guint at = 0; at < 64; at++)
            bits[at] |= byline_span_contains (spans[side], at) << side;
        }
      for (guint at = 0; at < 64; at++)
        expected += bits[at] == 3;
      g_assert_cmpuint (byline_span_overlap (&a, &b), ==, expected);
    }
}

static void
test_compare_is_text_order (void)
{
  const struct { guint a[4], b[4]; int order; } cases[] = {
    { { 1, 9, 0, 0 }, { 2, 3, 0, 0 }, -1 },
    { { 1, 9, 0, 0 }, { 1, 8, 0, 0 }, 1 },
    { { 1, 2, 5, 9 }, { 1, 9, 0, 0 }, -1 },
    { { 1, 2, 5, 9 }, { 1, 3, 5, 9 }, -1 },
    { { 1, 2, 5, 9 }, { 1, 2, 5, 9 }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BylineSpan) a = BYLINE_SPAN_INIT;
      g_auto (BylineSpan) b = BYLINE_SPAN_INIT;

      for (guint k = 0; k < 4; k += 2)
        {
          byline_span_append (&a, cases[i].a[k], cases[i].a[k + 1]);
          byline_span_append (&b, cases[i].b[k], cases[i].b[k + 1]);
        }
      byline_span_join (&a);
      byline_span_join (&b);

      g_assert_cmpint (byline_span_compare (&a, &b), ==, cases[i].order);
      g_assert_cmpint (byline_span_compare (&b, &a), ==, -cases[i].order);
      g_assert_cmpint (byline_span_equal (&a, &b), ==, cases[i].order == 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span/join", test_join);
  g_test_add_func ("/span/join-all-empty", test_join_all_empty);
  g_test_add_func ("/span/overlap", test_overlap_counts_each_code_point_once);
  g_test_add_func ("/span/overlap-bitmap", test_overlap_against_a_bitmap);
  g_test_add_func ("/span/compare", test_compare_is_text_order);
  return g_test_run ();
}
