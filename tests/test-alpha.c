/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alpha.h"

#include "golden.h"
#include "tags.h"

static GArray *
read_units (JsonObject *golden)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));
  JsonArray *raters = json_object_get_array_member (golden, "raters");
  const guint begin = json_object_get_int_member (golden, "begin");

  for (guint rater = 0; rater < json_array_get_length (raters); rater++)
    {
      JsonArray *list = json_array_get_array_element (raters, rater);

      for (guint i = 0; i < json_array_get_length (list); i++)
        {
          JsonArray *entry = json_array_get_array_element (list, i);
          const BylineUnit unit = { { json_array_get_int_element (entry, 0) - begin, json_array_get_int_element (entry, 1) - begin }, rater,
                                    byline_tag_set_find (byline_tag_set_get_default (), json_array_get_string_element (entry, 2)) };
          g_array_append_val (units, unit);
        }
    }
  return units;
}

static const BylineUnit *
get_units (GArray *units)
{
  return (const BylineUnit *) (void *) units->data;
}

static void
check (JsonObject *expected, BylineAlpha actual)
{
  golden_assert_close (expected, "alpha_u", actual.alpha, 1e-9);
  if (isnan (actual.alpha))
    return;
  golden_assert_close (expected, "observed", actual.observed, 1e-9);
  golden_assert_close (expected, "expected", actual.expected, 1e-9);
}

static void
test_golden_u (void)
{
  g_autoptr (JsonNode) root = golden_load ("alpha_u.json");
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), ==, 26);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *golden = json_array_get_object_element (cases, i);
      JsonObject *expected = json_object_get_object_member (golden, "expected");
      JsonObject *per_tag = json_object_get_object_member (expected, "per_category");
      g_autoptr (GArray) units = read_units (golden);
      const guint n_raters = json_array_get_length (json_object_get_array_member (golden, "raters"));
      BylineAlpha overall, tags[4];

      g_test_message ("%s", json_object_get_string_member (golden, "id"));
      byline_alpha_u (get_units (units), units->len, n_raters, 4, json_object_get_int_member (golden, "length"), &overall, tags);
      check (expected, overall);
      for (guint tag = 0; tag < 4; tag++)
        {
          const char *id = byline_tag_set_get (byline_tag_set_get_default (), tag)->id;

          if (json_object_has_member (per_tag, id))
            check (json_object_get_object_member (per_tag, id), tags[tag]);
          else
            g_assert_true (isnan (tags[tag].alpha));
        }
    }
}

static void
test_golden_nominal (void)
{
  g_autoptr (JsonNode) root = golden_load ("alpha_nominal.json");
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), ==, 10);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *golden = json_array_get_object_element (cases, i);
      g_autoptr (GArray) units = read_units (golden);
      const guint n_raters = json_array_get_length (json_object_get_array_member (golden, "raters"));

      for (guint tag = 0; tag < 4; tag++)
        golden_assert_close (json_object_get_object_member (golden, "expected"), byline_tag_set_get (byline_tag_set_get_default (), tag)->id,
                             byline_alpha_nominal (get_units (units), units->len, n_raters, tag, json_object_get_int_member (golden, "length")), 1e-9);
    }
}

/* The definition, pair by pair of raters and unit by unit. */
static double
observe_slowly (const BylineUnit *units, guint n, guint n_raters, guint length)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    for (guint rater = 0; rater < n_raters; rater++)
      {
        const BylineSegment *one = &units[i].segment;
        gboolean in_gap = TRUE;

        if (rater == units[i].rater)
          continue;
        for (guint k = 0; k < n; k++)
          {
            const BylineSegment *two = &units[k].segment;

            if (units[k].rater != rater || two->start >= one->end || one->start >= two->end)
              continue;
            in_gap = FALSE;
            /* Half, as the pair is met from either side. */
            sum += (pow ((double) one->start - two->start, 2) + pow ((double) one->end - two->end, 2)) / 2;
          }
        if (in_gap)
          sum += pow (one->end - one->start, 2);
      }
  return 2 * sum / (n_raters * (n_raters - 1.0) * length * length);
}

static void
test_definition (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      const guint length = 60, n_raters = g_test_rand_int_range (2, 7);
      BylineUnit units[64], shuffled[65];
      BylineAlpha overall, again, tag;
      guint n = 0;

      for (guint rater = 0; rater < n_raters; rater++)
        for (guint at = g_test_rand_int_range (0, 9); at + 1 < length && n < G_N_ELEMENTS (units) - 1;)
          {
            const guint end = MIN (length, at + (guint) g_test_rand_int_range (1, 20));

            units[n++] = (BylineUnit) { { at, end }, rater, 0 };
            at = end + g_test_rand_int_range (0, 25);
          }
      byline_alpha_u (units, n, n_raters, 1, length, &overall, &tag);
      g_assert_cmpfloat (fabs (overall.observed - observe_slowly (units, n, n_raters, length)), <, 1e-9);

      /* Neither the order nor a unit inside another one changes anything. */
      for (guint i = 0; i < n; i++)
        shuffled[i] = units[n - 1 - i];
      shuffled[n] = units[g_test_rand_int_range (0, n)];
      byline_alpha_u (shuffled, n + 1, n_raters, 1, length, &again, &tag);
      g_assert_cmpfloat (again.observed, ==, overall.observed);
      g_assert_cmpfloat (again.expected, ==, overall.expected);
    }
}

static void
test_touching (void)
{
  const BylineUnit apart[] = { { { 0, 4 }, 0, 0 }, { { 4, 8 }, 0, 0 }, { { 0, 8 }, 1, 0 } };
  const BylineUnit whole[] = { { { 0, 5 }, 0, 0 }, { { 4, 8 }, 0, 0 }, { { 0, 8 }, 1, 0 } };
  BylineAlpha overall, tag;

  byline_alpha_u (apart, 3, 2, 1, 20, &overall, &tag);
  g_assert_cmpfloat (overall.observed, >, 0);
  byline_alpha_u (whole, 3, 2, 1, 20, &overall, &tag);
  g_assert_cmpfloat (overall.alpha, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alpha/golden/u", test_golden_u);
  g_test_add_func ("/alpha/golden/nominal", test_golden_nominal);
  g_test_add_func ("/alpha/definition", test_definition);
  g_test_add_func ("/alpha/touching", test_touching);
  return g_test_run ();
}
