/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match.h"

#include "assignment.h"

/* A union-find forest: the parent of a root is itself. */
static guint
find_root (guint *parents, guint node)
{
  while (parents[node] != node)
    {
      parents[node] = parents[parents[node]];
      node = parents[node];
    }
  return node;
}

/* Items come first, so that the root of a component is its first item. */
static void
join (guint *parents, guint item, guint mark)
{
  const guint a = find_root (parents, item);
  const guint b = find_root (parents, mark);

  parents[MAX (a, b)] = MIN (a, b);
}

/* One number that orders like (credit, #kind 3, #kind 2, #kind 1, overlap), also
 * after adding those of up to @n_pairs pairs: each field has the room that the
 * sum of @n_pairs edges can fill. With a million pairs that is 114 bits. */
static BylineWeight
pack (const BylineEdge *edge, guint n_pairs)
{
  const BylineWeight count_room = (BylineWeight) n_pairs + 1;
  const BylineWeight overlap_room = (BylineWeight) n_pairs * 10000 + 1;
  BylineWeight weight = edge->credit;

  for (guint kind = 3; kind >= 1; kind--)
    weight = weight * count_room + (edge->kind == kind);
  return weight * overlap_room + edge->overlap;
}

/* The edges of a component, given by their numbers, which are in the order of
 * items and then marks. Items and marks are numbered anew within it, in order. */
typedef struct
{
  const BylineEdge *edges;
  const gsize *members;
  gsize n_members;
  guint *new_marks; /* scratch, one a mark of the whole problem */
} Component;

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const guint one = *(const guint *) a, two = *(const guint *) b;

  return (one > two) - (one < two);
}

/* Sets marks[] to the marks of the component in order, and new_marks[] to their
 * places there. */
static guint
number_marks (const Component *self, guint *marks)
{
  guint n = 0;

  for (gsize i = 0; i < self->n_members; i++)
    marks[i] = self->edges[self->members[i]].mark;
  qsort (marks, self->n_members, sizeof (guint), compare_marks);
  for (gsize i = 0; i < self->n_members; i++)
    if (n == 0 || marks[i] != marks[n - 1])
      marks[n++] = marks[i];
  for (guint i = 0; i < n; i++)
    self->new_marks[marks[i]] = i;
  return n;
}

static void
solve_component (const Component *self, BylineArena *arena, int *partners)
{
  const gsize n = self->n_members;
  guint *items = byline_arena_new (arena, guint, n);
  guint *marks = byline_arena_new (arena, guint, n);
  BylineAssignment problem = {
    .first = byline_arena_new (arena, gsize, n + 1),
    .columns = byline_arena_new (arena, guint, n),
    .weights = byline_arena_new (arena, BylineWeight, n),
  };
  int *columns;

  problem.n_columns = number_marks (self, marks);
  for (gsize i = 0; i < n; i++)
    {
      const BylineEdge *edge = &self->edges[self->members[i]];

      if (i == 0 || edge->item != items[problem.n_rows - 1])
        {
          problem.first[problem.n_rows] = i;
          items[problem.n_rows++] = edge->item;
        }
      problem.columns[i] = self->new_marks[edge->mark];
    }
  problem.first[problem.n_rows] = n;
  for (gsize i = 0; i < n; i++)
    problem.weights[i] = pack (&self->edges[self->members[i]], MIN (problem.n_rows, problem.n_columns));

  columns = byline_arena_new (arena, int, problem.n_rows);
  byline_assignment_solve (&problem, arena, columns);
  for (guint row = 0; row < problem.n_rows; row++)
    partners[items[row]] = columns[row] < 0 ? -1 : (int) marks[columns[row]];
}

/* Whether one pair by itself is worth more than another. */
static gboolean
is_better (const BylineEdge *one, const BylineEdge *two)
{
  if (one->credit != two->credit)
    return one->credit > two->credit;
  return one->kind != two->kind ? one->kind > two->kind : one->overlap > two->overlap;
}

/* Most items have their marks for themselves: such an item takes the best, the first
 * of equals. The edges of the others are put into @rest, in order. */
static gsize
match_stars (guint n_marks, const BylineEdge *edges, gsize n_edges, BylineArena *arena, int *partners, gsize *rest)
{
  guint *n_items_of_mark = byline_arena_new0 (arena, guint, n_marks);
  gsize n_rest = 0;

  for (gsize i = 0; i < n_edges; i++)
    n_items_of_mark[edges[i].mark]++;
  for (gsize at = 0, end; at < n_edges; at = end)
    {
      gsize best = at;
      gboolean is_star = TRUE;

      for (end = at; end < n_edges && edges[end].item == edges[at].item; end++)
        {
          is_star &= n_items_of_mark[edges[end].mark] == 1;
          if (is_better (&edges[end], &edges[best]))
            best = end;
        }
      if (is_star)
        partners[edges[at].item] = edges[best].mark;
      for (gsize i = at; !is_star && i < end; i++)
        rest[n_rest++] = i;
    }
  return n_rest;
}

/* Sorts @rest by component and solves each. */
static void
match_rest (guint n_items, guint n_marks, const BylineEdge *edges, const gsize *rest, gsize n_rest, BylineArena *arena, int *partners)
{
  guint *parents = byline_arena_new (arena, guint, (gsize) n_items + n_marks);
  gsize *sizes = byline_arena_new0 (arena, gsize, (gsize) n_items + 1);
  gsize *members = byline_arena_new (arena, gsize, n_rest);
  Component component = { .edges = edges };

  for (guint node = 0; node < n_items + n_marks; node++)
    parents[node] = node;
  for (gsize i = 0; i < n_rest; i++)
    join (parents, edges[rest[i]].item, n_items + edges[rest[i]].mark);

  /* A counting sort of the edges by component keeps their order within each. */
  for (gsize i = 0; i < n_rest; i++)
    sizes[find_root (parents, edges[rest[i]].item) + 1]++;
  for (guint item = 0; item < n_items; item++)
    sizes[item + 1] += sizes[item];
  for (gsize i = 0; i < n_rest; i++)
    members[sizes[find_root (parents, edges[rest[i]].item)]++] = rest[i];

  component.new_marks = byline_arena_new (arena, guint, n_marks);
  for (gsize at = 0; at < n_rest; at += component.n_members)
    {
      component.members = members + at;
      component.n_members = sizes[find_root (parents, edges[members[at]].item)] - at;
      solve_component (&component, arena, partners);
    }
}

/**
 * byline_match:
 * @n_items: key items
 * @n_marks: the student's marks
 * @edges: (array length=n_edges): pairs that may be matched, by item and then by mark
 * @n_edges: how many
 * @arena: for scratch memory
 * @partners: (out) (array length=n_items): the mark of each item, or -1
 *
 * Matches items and marks one to one so that the sums over the pairs of (credit,
 * number of kind 3, of kind 2, of kind 1, overlap) are the greatest in
 * lexicographic order; of equals it takes the one that gives the first item the
 * first mark, then the second item, and so on, unmatched last (docs/scoring.md
 * section 4). Exact: no floating point, and never greedy.
 */
void
byline_match (guint n_items, guint n_marks, const BylineEdge *edges, gsize n_edges, BylineArena *arena, int *partners)
{
  gsize *rest = byline_arena_new (arena, gsize, n_edges);
  gsize n_rest;

  for (guint item = 0; item < n_items; item++)
    partners[item] = -1;
  n_rest = match_stars (n_marks, edges, n_edges, arena, partners, rest);
  if (n_rest > 0)
    match_rest (n_items, n_marks, edges, rest, n_rest, arena, partners);
}
