/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classroom.h"
#include "heat.h"
#include "score-core.h"

#include "golden.h"

#include <string.h>

#define TEXT "The lamps failed twice, she said. The log shows it. A shame, really."
#define N_STUDENTS 12

/* A class that marks phrases of TEXT. */
typedef struct
{
  BylineSegmentation *segmentation;
  BylineScoreKey *key;
  BylineArena arena;
  BylineNormal spans[N_STUDENTS][4];
  guint tags[N_STUDENTS][4];
  BylineTagged students[N_STUDENTS];
  BylineAnswer answers[N_STUDENTS][3];
} Class;

static BylineSpan
find (Class *self, const char *words)
{
  BylineSegment *segment = byline_arena_new (&self->arena, BylineSegment, 1);

  g_assert_nonnull (strstr (TEXT, words));
  segment->start = strstr (TEXT, words) - TEXT;
  segment->end = segment->start + strlen (words);
  return (BylineSpan) { segment, 1 };
}

/* Two claims, the first of weight 3, and an optional opinion. */
static void
class_init (Class *self)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  BylineScoreSettings settings;
  BylineSpan spans[3];
  BylineRawItem items[3];

  memset (self, 0, sizeof *self);
  self->segmentation = byline_segmentation_new (TEXT, strlen (TEXT), "en");
  spans[0] = find (self, "The lamps failed twice");
  spans[1] = find (self, "The log shows it");
  spans[2] = find (self, "A shame");
  for (guint i = 0; i < 3; i++)
    {
      items[i] = (BylineRawItem) { .span = &spans[i], .tag = i == 2 ? 3 : 0, .weight = i == 0 ? 3 : 1, .optional = i == 2 };
      for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
        items[i].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
    }
  byline_score_settings_init (&settings, &scoring, 4);
  self->key = byline_score_key_new (self->segmentation, byline_tag_set_get_default (), &settings, items, 3);
}

static void
class_clear (Class *self)
{
  byline_score_key_free (self->key);
  byline_segmentation_free (self->segmentation);
  byline_arena_clear (&self->arena);
}

static void
mark (Class *self, guint student, guint tag, const char *words)
{
  BylineTagged *tagged = &self->students[student];
  const BylineSpan span = find (self, words);

  byline_normal_init (&self->spans[student][tagged->n], &self->key->normaliser, &span, &self->arena);
  self->tags[student][tagged->n] = tag;
  *tagged = (BylineTagged) { self->spans[student], self->tags[student], tagged->n + 1 };
}

static GArray *
get_items (Class *self, guint n_students)
{
  const BylineAnswer *answers[N_STUDENTS];

  for (guint i = 0; i < n_students; i++)
    {
      BylineSpan spans[4];
      BylineRawMark marks[4];
      g_autoptr (BylineScore) score = NULL;

      for (guint k = 0; k < self->students[i].n; k++)
        {
          spans[k] = (BylineSpan) { (BylineSegment *) self->spans[i][k].segments, 1 };
          marks[k] = (BylineRawMark) { &spans[k], self->tags[i][k] };
        }
      score = byline_score_key_compare (self->key, marks, self->students[i].n);
      byline_answers_init (self->answers[i], score);
      answers[i] = self->answers[i];
    }
  return byline_classroom_get_items (self->key, answers, n_students);
}

/* The heat of one tag, ready to be asked. */
static void
heat_init (BylineHeat *heat, Class *self, guint n_students, guint tag)
{
  byline_heat_init (heat, tag, strlen (TEXT));
  for (guint i = 0; i < n_students; i++)
    {
      BylineUnit units[4];

      for (guint k = 0; k < self->students[i].n; k++)
        units[k] = (BylineUnit) { self->spans[i][k].segments[0], i, self->tags[i][k] };
      byline_heat_add (heat, units, self->students[i].n);
    }
  byline_heat_sum (heat);
}

typedef void (*Find) (const BylineHeat *heat, const BylineScoreKey *key, GArray *passages);

static GArray *
find_passages (Class *self, guint n_students, Find find_in_heat, void (*sort) (GArray *passages))
{
  GArray *passages = g_array_new (FALSE, FALSE, sizeof (BylinePassage));

  for (guint tag = 0; tag < self->key->n_tags; tag++)
    {
      g_auto (BylineHeat) heat = { 0 };

      heat_init (&heat, self, n_students, tag);
      find_in_heat (&heat, self->key, passages);
    }
  sort (passages);
  return passages;
}

static GArray *
find_disputed (Class *self, guint n_students)
{
  return find_passages (self, n_students, byline_heat_find_disputed, byline_heat_sort_disputed);
}

static void
test_golden_items (void)
{
  g_autoptr (JsonNode) root = golden_load ("class_stats.json");
  JsonArray *cases = golden_get_array (root, "cases");
  static const struct { const char *member; gsize offset; } columns[] = {
    { "facility", G_STRUCT_OFFSET (BylineItemStatistics, facility) },
    { "hit_rate", G_STRUCT_OFFSET (BylineItemStatistics, hit_rate) },
    { "item_rest_correlation", G_STRUCT_OFFSET (BylineItemStatistics, discrimination) },
    { "upper_lower", G_STRUCT_OFFSET (BylineItemStatistics, upper_lower) },
  };

  g_assert_cmpuint (json_array_get_length (cases), ==, 13);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *golden = json_array_get_object_element (cases, i);
      JsonObject *expected = json_object_get_object_member (golden, "expected");
      JsonArray *rows = json_object_get_array_member (golden, "credits_pt");
      const guint n_students = json_array_get_length (rows), n_items = json_array_get_length (json_array_get_array_element (rows, 0));
      g_autofree guint64 *credits = g_new (guint64, n_students * n_items);
      g_autofree guint *weights = g_new (guint, n_items);
      g_autofree BylineItemStatistics *items = g_new0 (BylineItemStatistics, n_items);

      for (guint row = 0; row < n_students; row++)
        for (guint k = 0; k < n_items; k++)
          credits[row * n_items + k] = json_array_get_int_element (json_array_get_array_element (rows, row), k);
      for (guint k = 0; k < n_items; k++)
        weights[k] = 1;
      byline_classroom_measure_items (credits, n_students, n_items, weights, items);

      g_test_message ("%s", json_object_get_string_member (golden, "id"));
      for (guint k = 0; k < n_items; k++)
        for (guint column = 0; column < G_N_ELEMENTS (columns); column++)
          {
            JsonNode *node = json_array_get_element (json_object_get_array_member (expected, columns[column].member), k);
            g_autoptr (JsonObject) cell = json_object_new ();

            json_object_set_member (cell, columns[column].member, json_node_copy (node));
            golden_assert_close (cell, columns[column].member, G_STRUCT_MEMBER (double, &items[k], columns[column].offset), 1e-9);
          }
    }
}

static void
add_student (BylineHeat *heat, JsonArray *entries)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonArray *entry = json_array_get_array_element (entries, i);
      const BylineUnit unit = {
        { json_array_get_int_element (entry, 0), json_array_get_int_element (entry, 1) }, 0,
        byline_tag_set_find (byline_tag_set_get_default (), json_array_get_string_element (entry, 2)),
      };

      g_array_append_val (units, unit);
    }
  byline_heat_add (heat, (const BylineUnit *) (gpointer) units->data, units->len);
}

static void
check_heat (JsonObject *golden)
{
  JsonArray *list = json_object_get_array_member (golden, "students");
  JsonObject *expected = json_object_get_object_member (json_object_get_object_member (golden, "expected"), "runs");

  for (guint tag = 0; tag < 4; tag++)
    {
      const char *id = byline_tag_set_get (byline_tag_set_get_default (), tag)->id;
      JsonArray *rows = json_object_has_member (expected, id) ? json_object_get_array_member (expected, id) : NULL;
      g_auto (BylineHeat) heat = { 0 };
      g_autoptr (GArray) runs = NULL;

      byline_heat_init (&heat, tag, json_object_get_int_member (golden, "length"));
      for (guint i = 0; i < json_array_get_length (list); i++)
        add_student (&heat, json_array_get_array_element (list, i));
      byline_heat_sum (&heat);
      runs = byline_heat_get_runs (&heat);
      g_assert_cmpuint (runs->len, ==, rows != NULL ? json_array_get_length (rows) : 0);
      for (guint k = 0; k < runs->len; k++)
        {
          const BylineHeatRun *run = &g_array_index (runs, BylineHeatRun, k);
          JsonArray *row = json_array_get_array_element (rows, k);

          g_assert_cmpint (run->start, ==, json_array_get_int_element (row, 0));
          g_assert_cmpint (run->end, ==, json_array_get_int_element (row, 1));
          g_assert_cmpint (run->count, ==, json_array_get_int_element (row, 2));
        }
    }
}

static void
test_golden_heat (void)
{
  g_autoptr (JsonNode) root = golden_load ("class_stats.json");
  JsonArray *cases = golden_get_array (root, "heat");

  g_assert_cmpuint (json_array_get_length (cases), ==, 6);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_heat (json_array_get_object_element (cases, i));
}

static void
test_items (void)
{
  const BylineItemStatistics *first, *second;
  g_autoptr (GArray) items = NULL;
  Class self;

  class_init (&self);
  for (guint i = 0; i < 4; i++)
    mark (&self, i, 0, "The lamps failed twice");
  mark (&self, 4, 0, "The lamps failed");
  mark (&self, 5, 2, "The lamps failed twice");
  mark (&self, 6, 2, "The lamps failed twice");
  mark (&self, 0, 0, "The log shows it");
  mark (&self, 1, 3, "A shame");
  items = get_items (&self, 10);

  g_assert_cmpuint (items->len, ==, 2);
  first = &g_array_index (items, BylineItemStatistics, 0);
  second = &g_array_index (items, BylineItemStatistics, 1);
  g_assert_cmpuint (first->n_found, ==, 4);
  g_assert_cmpuint (first->n_edges, ==, 1);
  g_assert_cmpuint (first->n_tags[2], ==, 2);
  g_assert_cmpuint (first->n_none, ==, 3);
  g_assert_cmpuint (first->n_given[0], ==, 5);
  g_assert_cmpuint (first->n_given[2], ==, 2);
  g_assert_cmpuint (first->split, ==, 10000 - 10000 * (16 + 1 + 4 + 9) / 100);
  /* The credit is of three marks. */
  g_assert_cmpfloat (fabs (first->facility - (4 + 0.7272) / 10), <, 1e-9);
  g_assert_cmpfloat (first->hit_rate, ==, 0.5);
  g_assert_cmpfloat (first->found + first->partial + first->wrong_tag + first->missed, ==, 1);
  g_assert_false (first->is_hard || first->is_easy);
  g_assert_true (second->is_hard && second->should_check);
  g_assert_cmpfloat (second->missed, ==, 0.9);
  g_assert_false (isnan (second->discrimination));

  byline_classroom_sort_by_split (items);
  g_assert_cmpuint (g_array_index (items, BylineItemStatistics, 0).item, ==, 0);
  class_clear (&self);
}

/* Nine students are too few to tell who is strong; none are too few for anything. */
static void
test_few_students (void)
{
  g_autoptr (GArray) items = NULL;
  g_autoptr (GArray) none = NULL;
  Class self;

  class_init (&self);
  mark (&self, 0, 0, "The lamps failed twice");
  mark (&self, 1, 0, "The log shows it");
  items = get_items (&self, 9);
  g_assert_true (isnan (g_array_index (items, BylineItemStatistics, 0).discrimination));
  none = byline_classroom_get_items (self.key, NULL, 0);
  g_assert_cmpuint (none->len, ==, 0);
  class_clear (&self);
}

/* Of six, three marked the words about the log as evidence and two the shame; the
 * comma does not divide what else two of them marked. */
static void
test_disputed (void)
{
  g_autoptr (GArray) passages = NULL;
  g_autoptr (GArray) few = NULL;
  const BylinePassage *first;
  Class self;

  class_init (&self);
  for (guint i = 0; i < 3; i++)
    mark (&self, i, 2, "The log shows it");
  for (guint i = 3; i < 5; i++)
    {
      mark (&self, i, 1, "twice");
      mark (&self, i, 1, "she");
      mark (&self, i, 3, "shame");
    }
  passages = find_disputed (&self, 6);

  /* One word alone, the shame, is no passage. */
  g_assert_cmpuint (passages->len, ==, 2);
  first = &g_array_index (passages, BylinePassage, 0);
  g_assert_cmpuint (first->tag, ==, 2);
  g_assert_cmpuint (first->start, ==, strstr (TEXT, "The log") - TEXT);
  g_assert_cmpuint (first->end - first->start, ==, strlen ("The log shows it"));
  g_assert_cmpuint (first->weight, ==, 9 * strlen ("The log shows it"));
  g_assert_cmpuint (first->min, ==, 3);
  g_assert_cmpuint (first->max, ==, 3);
  first = &g_array_index (passages, BylinePassage, 1);
  g_assert_cmpuint (first->end - first->start, ==, strlen ("twice, she"));
  g_assert_cmpuint (first->weight, ==, 2 * 4 * (strlen ("twice") + strlen ("she")));

  few = find_disputed (&self, 4);
  g_assert_cmpuint (few->len, ==, 0);
  class_clear (&self);
}

/* All agree, which is no dispute, but the key does not have it. */
static void
test_unkeyed (void)
{
  g_autoptr (GArray) unkeyed = NULL;
  g_autoptr (GArray) disputed = NULL;
  const BylinePassage *passage;
  Class self;

  class_init (&self);
  for (guint i = 0; i < 6; i++)
    {
      mark (&self, i, 1, i < 4 ? "she said" : "twice, she said");
      /* The key has a claim there: of the same layer. */
      mark (&self, i, 2, "The log shows it");
      /* Half of it is free, and only that counts. */
      mark (&self, i, 3, "shows it. A shame, really");
    }
  unkeyed = find_passages (&self, 6, byline_heat_find_unkeyed, byline_heat_sort_unkeyed);
  disputed = find_disputed (&self, 6);

  g_assert_cmpuint (unkeyed->len, ==, 1);
  passage = &g_array_index (unkeyed, BylinePassage, 0);
  g_assert_cmpuint (passage->tag, ==, 1);
  g_assert_cmpuint (passage->start, ==, strstr (TEXT, "she said") - TEXT);
  g_assert_cmpuint (passage->min, ==, 6);
  g_assert_cmpuint (passage->end - passage->start, ==, strlen ("she said"));
  g_assert_cmpuint (disputed->len, ==, 0);
  class_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/classroom/golden/items", test_golden_items);
  g_test_add_func ("/classroom/golden/heat", test_golden_heat);
  g_test_add_func ("/classroom/items", test_items);
  g_test_add_func ("/classroom/few-students", test_few_students);
  g_test_add_func ("/classroom/disputed", test_disputed);
  g_test_add_func ("/classroom/unkeyed", test_unkeyed);
  return g_test_run ();
}
