/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "golden.h"
#include "tags.h"

static const char *const schema_names[] = { "strict", "exact", "partial", "ent_type" };

typedef struct
{
  BylineSegment *segments;
  BylineNormal *spans;
  guint *tags;
  guint n;
} Side;

static void
side_init (Side *self, JsonArray *list)
{
  self->n = json_array_get_length (list);
  self->segments = g_new0 (BylineSegment, self->n);
  self->spans = g_new0 (BylineNormal, self->n);
  self->tags = g_new0 (guint, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      JsonArray *entry = json_array_get_array_element (list, i);
      const guint start = json_array_get_int_element (entry, 0), end = json_array_get_int_element (entry, 1);

      self->segments[i] = (BylineSegment) { start, end };
      self->spans[i] = (BylineNormal) { start, end, end - start, 1, &self->segments[i] };
      self->tags[i] = byline_tag_set_find (byline_tag_set_get_default (), json_array_get_string_element (entry, 2));
    }
}

static void
side_clear (Side *self)
{
  g_free (self->segments);
  g_free (self->spans);
  g_free (self->tags);
}

static BylineTagged
get_tagged (const Side *self)
{
  return (BylineTagged) { self->spans, self->tags, self->n };
}

static void
check_counts (JsonObject *expected, const BylineSchemaCounts *counts)
{
  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    {
      JsonObject *row = json_object_get_object_member (expected, schema_names[schema]);
      const BylineSchemaCounts *of = &counts[schema];
      const BylineRatios ratios = byline_schema_get_ratios (schema, of);

      g_assert_cmpint (of->correct, ==, json_object_get_int_member (row, "correct"));
      g_assert_cmpint (of->incorrect, ==, json_object_get_int_member (row, "incorrect"));
      g_assert_cmpint (of->partial, ==, json_object_get_int_member (row, "partial"));
      g_assert_cmpint (of->missed, ==, json_object_get_int_member (row, "missed"));
      g_assert_cmpint (of->spurious, ==, json_object_get_int_member (row, "spurious"));
      golden_assert_close (row, "precision", ratios.precision, 1e-9);
      golden_assert_close (row, "recall", ratios.recall, 1e-9);
      golden_assert_close (row, "f1", ratios.f1, 1e-9);
    }
}

typedef void (*Matcher) (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts);

static void
check_schemas (const char *file, Matcher match)
{
  g_autoptr (JsonNode) root = golden_load (file);
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), ==, 73);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *golden = json_array_get_object_element (cases, i);
      JsonObject *expected = json_object_get_object_member (golden, "expected");
      JsonObject *per_tag = json_object_get_object_member (expected, "per_tag");
      BylineSchemaCounts counts[BYLINE_N_SCHEMAS];
      BylineTagged keys, students;
      Side key, student;

      g_test_message ("%s", json_object_get_string_member (golden, "id"));
      side_init (&key, json_object_get_array_member (golden, "key"));
      side_init (&student, json_object_get_array_member (golden, "student"));
      keys = get_tagged (&key);
      students = get_tagged (&student);

      match (&keys, &students, BYLINE_ALL_TAGS, counts);
      check_counts (json_object_get_object_member (expected, "overall"), counts);
      for (guint tag = 0; tag < 4; tag++)
        {
          const char *id = byline_tag_set_get (byline_tag_set_get_default (), tag)->id;

          match (&keys, &students, tag, counts);
          if (json_object_has_member (per_tag, id))
            check_counts (json_object_get_object_member (per_tag, id), counts);
          else
            g_assert_cmpuint (counts[0].missed + counts[0].spurious + counts[0].correct + counts[0].incorrect, ==, 0);
        }
      side_clear (&key);
      side_clear (&student);
    }
}

static void
test_best (void)
{
  check_schemas ("semeval13_optimal.json", byline_tables_match_best);
}

static void
test_greedy (void)
{
  check_schemas ("nervaluate.json", byline_tables_match_greedy);
}

static void
check_ratios (JsonObject *expected, BylineRatios ratios)
{
  golden_assert_close (expected, "precision", ratios.precision, 1e-9);
  golden_assert_close (expected, "recall", ratios.recall, 1e-9);
  golden_assert_close (expected, "f1", ratios.f1, 1e-9);
}

static void
check_characters (JsonObject *golden)
{
  JsonObject *expected = json_object_get_object_member (golden, "expected");
  JsonObject *per_tag = json_object_get_object_member (expected, "per_tag");
  const guint length = json_object_get_int_member (golden, "length");
  BylineCharacters all = { 0 };
  BylineRatios macro = { 0 };
  BylineTagged keys, students;
  Side key, student;

  side_init (&key, json_object_get_array_member (golden, "key"));
  side_init (&student, json_object_get_array_member (golden, "student"));
  keys = get_tagged (&key);
  students = get_tagged (&student);
  for (guint tag = 0; tag < 4; tag++)
    {
      JsonObject *row = json_object_get_object_member (per_tag, byline_tag_set_get (byline_tag_set_get_default (), tag)->id);
      const BylineCharacters counts = byline_tables_count_characters (&keys, &students, tag);
      const BylineRatios ratios = byline_characters_get_ratios (&counts);

      g_assert_cmpint (counts.tp, ==, json_object_get_int_member (row, "tp"));
      g_assert_cmpint (counts.fp, ==, json_object_get_int_member (row, "fp"));
      g_assert_cmpint (counts.fn, ==, json_object_get_int_member (row, "fn"));
      check_ratios (row, ratios);
      golden_assert_close (row, "kappa", byline_characters_get_kappa (&counts, length), 1e-9);
      all = (BylineCharacters) { all.tp + counts.tp, all.fp + counts.fp, all.fn + counts.fn };
      macro = (BylineRatios) { macro.precision + ratios.precision / 4, macro.recall + ratios.recall / 4, macro.f1 + ratios.f1 / 4 };
    }
  check_ratios (json_object_get_object_member (expected, "micro"), byline_characters_get_ratios (&all));
  check_ratios (json_object_get_object_member (expected, "macro"), macro);
  side_clear (&key);
  side_clear (&student);
}

static void
test_characters (void)
{
  g_autoptr (JsonNode) root = golden_load ("charlevel.json");
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), ==, 73);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_characters (json_array_get_object_element (cases, i));
}

static void
test_kappa_without_text (void)
{
  g_assert_true (isnan (byline_characters_get_kappa (&(BylineCharacters) { 0 }, 0)));
  g_assert_true (isnan (byline_characters_get_kappa (&(BylineCharacters) { .tp = 9 }, 9)));
  g_assert_cmpfloat (byline_characters_get_kappa (&(BylineCharacters) { .tp = 4 }, 9), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tables/best", test_best);
  g_test_add_func ("/tables/greedy", test_greedy);
  g_test_add_func ("/tables/characters", test_characters);
  g_test_add_func ("/tables/kappa", test_kappa_without_text);
  return g_test_run ();
}
