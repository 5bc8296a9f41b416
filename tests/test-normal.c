/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "normal.h"

#include "golden.h"

static const char *const texts[] = {
  "",
  " ",
  "…!",
  "a",
  "The mayor said “Crime has doubled,” she claimed.",
  "U.S.-led re-entry; O'Neil’s 1,000.5 — (café) ’tis students’ $5",
  "世界人民团结。สวัสดี ab團結cd, 3人",
  "a-b-c d’e’f 1.2.3 x--y ‘z’",
};

/* The table gives what the segmentation gives, for every start and every end. */
static void
test_every_segment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (texts[i], strlen (texts[i]), NULL);
      const guint length = byline_segmentation_get_length (segmentation);
      BylineNormaliser normaliser;

      byline_normaliser_init (&normaliser, segmentation);
      for (guint start = 0; start <= length + 1; start++)
        for (guint end = 0; end <= length + 2; end++)
          {
            BylineSegment raw = { start, end };
            g_auto (BylineSpan) expected = BYLINE_SPAN_INIT;
            g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
            BylineNormal normal;

            byline_segmentation_normalise_span (segmentation, &(BylineSpan) { &raw, 1 }, &expected);
            byline_normal_init (&normal, &normaliser, &(BylineSpan) { &raw, 1 }, &arena);
            g_assert_cmpuint (normal.n_segments, ==, expected.n_segments);
            g_assert_cmpuint (normal.start, ==, byline_span_start (&expected));
            g_assert_cmpuint (normal.end, ==, byline_span_end (&expected));
            g_assert_cmpuint (normal.length, ==, byline_span_length (&expected));
          }
      byline_normaliser_clear (&normaliser);
    }
}

static void
test_golden (void)
{
  g_autoptr (JsonNode) root = golden_load ("normalise.json");
  const char *text = json_object_get_string_member (json_node_get_object (root), "text");
  JsonArray *cases = golden_get_array (root, "cases");
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (text, strlen (text), NULL);
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  BylineNormaliser normaliser;

  byline_normaliser_init (&normaliser, segmentation);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonArray *row = json_array_get_array_element (cases, i);
      BylineSegment raw = { MAX (0, json_array_get_int_element (row, 0)), MAX (0, json_array_get_int_element (row, 1)) };
      BylineNormal normal;

      byline_normal_init (&normal, &normaliser, &(BylineSpan) { &raw, 1 }, &arena);
      g_assert_cmpint (normal.n_segments > 0 ? (int) normal.start : -1, ==, json_array_get_int_element (row, 2));
      g_assert_cmpint (normal.n_segments > 0 ? (int) normal.end : -1, ==, json_array_get_int_element (row, 3));
    }
  byline_normaliser_clear (&normaliser);
}

/* Spans in pieces, sorted by the slow definition of the order. */
static void
test_sort (void)
{
  const char *text = "one two three four five six seven eight nine ten eleven twelve";
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (text, strlen (text), NULL);
  BylineNormaliser normaliser;

  byline_normaliser_init (&normaliser, segmentation);
  for (guint round = 0; round < 500; round++)
    {
      const guint n = g_test_rand_int_range (0, 60);
      g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
      BylineNormal *normals = byline_arena_new (&arena, BylineNormal, n);
      guint *tags = byline_arena_new (&arena, guint, n);
      guint *order = byline_arena_new (&arena, guint, n);

      for (guint i = 0; i < n; i++)
        {
          const guint start = g_test_rand_int_range (0, 40);
          BylineSegment raw[] = { { start, start + g_test_rand_int_range (4, 9) }, { start + 10, start + g_test_rand_int_range (14, 20) } };

          byline_normal_init (&normals[i], &normaliser, &(BylineSpan) { raw, g_test_rand_int_range (1, 3) }, &arena);
          tags[i] = g_test_rand_int_range (0, 3);
        }
      byline_normal_sort (normals, tags, n, &arena, order);
      for (guint i = 1; i < n; i++)
        {
          const BylineNormal *a = &normals[order[i - 1]], *b = &normals[order[i]];
          int before = (a->start > b->start) - (a->start < b->start);

          if (before == 0)
            before = (a->end > b->end) - (a->end < b->end);
          if (before == 0)
            before = (tags[order[i - 1]] > tags[order[i]]) - (tags[order[i - 1]] < tags[order[i]]);
          if (before == 0)
            before = byline_span_compare (&(BylineSpan) { (BylineSegment *) a->segments, a->n_segments },
                                          &(BylineSpan) { (BylineSegment *) b->segments, b->n_segments });
          g_assert_true (before < 0 || (before == 0 && order[i - 1] < order[i]));
        }
    }
  byline_normaliser_clear (&normaliser);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/normal/every-segment", test_every_segment);
  g_test_add_func ("/normal/golden", test_golden);
  g_test_add_func ("/normal/sort", test_sort);
  return g_test_run ();
}
