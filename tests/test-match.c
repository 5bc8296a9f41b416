/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match.h"

#include "golden.h"

#define MAX_MARKS 9
#define MAX_ITEMS 9
#define N_FIELDS 5

static guint
get_uint (JsonArray *array, guint index)
{
  return json_array_get_int_element (array, index);
}

static void
test_golden (void)
{
  g_autoptr (JsonNode) root = golden_load ("assignment.json");
  JsonArray *cases = golden_get_array (root, "cases");

  g_assert_cmpuint (json_array_get_length (cases), ==, 60);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *golden = json_array_get_object_element (cases, i);
      JsonObject *expected = json_object_get_object_member (golden, "expected");
      JsonArray *first = json_object_get_array_member (expected, "lexicographic_first");
      JsonArray *list = json_object_get_array_member (golden, "edges");
      const guint n_items = json_object_get_int_member (golden, "n_key");
      const guint n_edges = json_array_get_length (list);
      g_autofree BylineEdge *edges = g_new0 (BylineEdge, n_edges);
      g_autofree int *partners = g_new0 (int, n_items);
      g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
      gint64 total = 0;

      for (guint e = 0; e < n_edges; e++)
        {
          JsonArray *edge = json_array_get_array_element (list, e);
          edges[e] = (BylineEdge) { get_uint (edge, 0), get_uint (edge, 1), get_uint (edge, 2), 0, 0 };
        }
      byline_match (n_items, json_object_get_int_member (golden, "n_student"), edges, n_edges, &arena, partners);

      for (guint k = 0; k < n_items; k++)
        g_assert_cmpint (partners[k], ==, json_array_get_int_element (first, k));
      for (guint e = 0; e < n_edges; e++)
        total += partners[edges[e].item] == (int) edges[e].mark ? edges[e].credit : 0;
      g_assert_cmpint (total, ==, json_object_get_int_member (expected, "best_total"));
    }
}

/* The lexicographic objective, field by field. */
typedef struct
{
  gint64 fields[N_FIELDS];
} Total;

static Total
add_edge (Total total, const BylineEdge *edge)
{
  total.fields[0] += edge->credit;
  total.fields[1] += edge->kind == 3;
  total.fields[2] += edge->kind == 2;
  total.fields[3] += edge->kind == 1;
  total.fields[4] += edge->overlap;
  return total;
}

static int
compare_totals (const Total *a, const Total *b)
{
  for (guint i = 0; i < N_FIELDS; i++)
    if (a->fields[i] != b->fields[i])
      return a->fields[i] < b->fields[i] ? -1 : 1;
  return 0;
}

typedef struct
{
  guint n_items;
  guint n_marks;
  const BylineEdge *table[MAX_ITEMS][MAX_MARKS];
  Total best[MAX_ITEMS + 1][1 << MAX_MARKS]; /* from this item on, without the marks taken */
} Reference;

/* Tries every matching, and follows the best from the first item on, so that the
 * first of equals is found by construction. */
static void
solve_reference (Reference *self, int *partners)
{
  guint taken = 0;

  memset (self->best[self->n_items], 0, sizeof self->best[0]);
  for (int item = self->n_items - 1; item >= 0; item--)
    for (guint mask = 0; mask < 1u << self->n_marks; mask++)
      {
        self->best[item][mask] = self->best[item + 1][mask];
        for (guint mark = 0; mark < self->n_marks; mark++)
          if (self->table[item][mark] != NULL && !(mask & 1u << mark))
            {
              const Total total = add_edge (self->best[item + 1][mask | 1u << mark], self->table[item][mark]);
              if (compare_totals (&total, &self->best[item][mask]) > 0)
                self->best[item][mask] = total;
            }
      }

  for (guint item = 0; item < self->n_items; item++)
    {
      partners[item] = -1;
      for (guint mark = 0; mark < self->n_marks && partners[item] < 0; mark++)
        if (self->table[item][mark] != NULL && !(taken & 1u << mark))
          {
            const Total total = add_edge (self->best[item + 1][taken | 1u << mark], self->table[item][mark]);
            if (compare_totals (&total, &self->best[item][taken]) == 0)
              partners[item] = mark;
          }
      if (partners[item] >= 0)
        taken |= 1u << partners[item];
    }
}

/* Few different values make many ties; weights of up to 100 marks fill the fields. */
static void
test_against_every_matching (void)
{
  g_autofree Reference *reference = g_new0 (Reference, 1);

  for (guint round = 0; round < 3000; round++)
    {
      const guint n_values = g_test_rand_int_range (1, 5);
      const guint density = g_test_rand_int_range (1, 11);
      BylineEdge edges[MAX_ITEMS * MAX_MARKS];
      int expected[MAX_ITEMS], partners[MAX_ITEMS];
      g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
      guint n = 0;

      memset (reference->table, 0, sizeof reference->table);
      reference->n_items = g_test_rand_int_range (1, MAX_ITEMS + 1);
      reference->n_marks = g_test_rand_int_range (1, round % 8 == 0 ? MAX_MARKS + 1 : 6);
      for (guint item = 0; item < reference->n_items; item++)
        for (guint mark = 0; mark < reference->n_marks; mark++)
          if (g_test_rand_int_range (0, 10) < (int) density)
            {
              const guint kind = g_test_rand_int_range (1, 4);
              const guint credit = kind == 2 ? 0 : g_test_rand_int_range (0, n_values) * 5000 * (round % 3 == 0 ? 100 : 1);

              edges[n] = (BylineEdge) { item, mark, credit, g_test_rand_int_range (0, n_values) * 2500, kind };
              reference->table[item][mark] = &edges[n++];
            }

      solve_reference (reference, expected);
      byline_match (reference->n_items, reference->n_marks, edges, n, &arena, partners);
      for (guint item = 0; item < reference->n_items; item++)
        g_assert_cmpint (partners[item], ==, expected[item]);
    }
}

/* All marks overlap all items with the same worth: the k-th item gets the k-th mark. */
static void
test_everything_ties (void)
{
  const struct { guint n_items, n_marks; } shapes[] = { { 1000, 1000 }, { 1000, 30 }, { 30, 1000 } };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const gsize n_edges = (gsize) shapes[i].n_items * shapes[i].n_marks;
      g_autofree BylineEdge *edges = g_new0 (BylineEdge, n_edges);
      g_autofree int *partners = g_new0 (int, shapes[i].n_items);
      g_auto (BylineArena) arena = BYLINE_ARENA_INIT;

      for (gsize e = 0; e < n_edges; e++)
        edges[e] = (BylineEdge) { e / shapes[i].n_marks, e % shapes[i].n_marks, BYLINE_EDGE_MAX_CREDIT, 10000, 3 };
      byline_match (shapes[i].n_items, shapes[i].n_marks, edges, n_edges, &arena, partners);
      for (guint item = 0; item < shapes[i].n_items; item++)
        g_assert_cmpint (partners[item], ==, item < shapes[i].n_marks ? (int) item : -1);
    }
}

/* Worth item × mark: the classic bad case of the method. The greatest sum pairs
 * the greatest with the greatest, so that all are matched in order. */
static void
test_everything_differs (void)
{
  const guint n = 300;
  g_autofree BylineEdge *edges = g_new0 (BylineEdge, (gsize) n * n);
  g_autofree int *partners = g_new0 (int, n);
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;

  for (guint e = 0; e < n * n; e++)
    edges[e] = (BylineEdge) { e / n, e % n, (e / n + 1) * (e % n + 1), 5000, 3 };
  byline_match (n, n, edges, (gsize) n * n, &arena, partners);
  for (guint item = 0; item < n; item++)
    g_assert_cmpint (partners[item], ==, item);
}

static void
test_nothing (void)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  int partners[2] = { 7, 7 };

  byline_match (2, 0, NULL, 0, &arena, partners);
  g_assert_cmpint (partners[0], ==, -1);
  g_assert_cmpint (partners[1], ==, -1);
  byline_match (0, 3, NULL, 0, &arena, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/golden", test_golden);
  g_test_add_func ("/match/every-matching", test_against_every_matching);
  g_test_add_func ("/match/ties", test_everything_ties);
  g_test_add_func ("/match/differs", test_everything_differs);
  g_test_add_func ("/match/nothing", test_nothing);
  return g_test_run ();
}
