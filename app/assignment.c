/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assignment.h"

/* A solution together with its proof. Prices are never negative, the prices of
 * an edge's ends add up to its weight at least, to exactly its weight if the
 * edge is taken, and what is left alone has price 0. Hence every solution takes
 * tight edges only, and every solution has to match what has a price. */
typedef struct
{
  BylineWeight *row_prices;
  BylineWeight *column_prices;
  int *row_partners;
  int *column_partners;
} Solution;

static void
solution_init (Solution *self, const BylineAssignment *problem, BylineArena *arena)
{
  self->row_prices = byline_arena_new0 (arena, BylineWeight, problem->n_rows);
  self->column_prices = byline_arena_new0 (arena, BylineWeight, problem->n_columns);
  self->row_partners = byline_arena_new (arena, int, problem->n_rows);
  self->column_partners = byline_arena_new (arena, int, problem->n_columns);
  for (guint row = 0; row < problem->n_rows; row++)
    self->row_partners[row] = -1;
  for (guint column = 0; column < problem->n_columns; column++)
    self->column_partners[column] = -1;
}

static void
pair (Solution *self, int row, int column)
{
  self->row_partners[row] = column;
  self->column_partners[column] = row;
}

/* One search for the cheapest way to give a row its place: Dijkstra over the
 * columns, where the distance is the weight that is lost against the prices. */
typedef struct
{
  BylineWeight *distances; /* of a column that is reached */
  guint *via;              /* the row from which it is reached */
  guint8 *reached;
  guint *open;             /* reached, its row not yet looked at */
  guint n_open;
  guint *closed;
  guint n_closed;
} Search;

static void
search_init (Search *self, guint n_columns, BylineArena *arena)
{
  self->distances = byline_arena_new (arena, BylineWeight, n_columns);
  self->via = byline_arena_new (arena, guint, n_columns);
  self->reached = byline_arena_new0 (arena, guint8, n_columns);
  self->open = byline_arena_new (arena, guint, n_columns);
  self->closed = byline_arena_new (arena, guint, n_columns);
  self->n_open = self->n_closed = 0;
}

static void
search_reset (Search *self)
{
  for (guint i = 0; i < self->n_open; i++)
    self->reached[self->open[i]] = FALSE;
  for (guint i = 0; i < self->n_closed; i++)
    self->reached[self->closed[i]] = FALSE;
  self->n_open = self->n_closed = 0;
}

/* A closed column can not come nearer, so it needs no flag of its own. */
static void
look_at_row (Search *self, const BylineAssignment *problem, const Solution *solution, guint row, BylineWeight distance)
{
  const BylineWeight base = distance + solution->row_prices[row];

  for (gsize edge = problem->first[row]; edge < problem->first[row + 1]; edge++)
    {
      const guint column = problem->columns[edge];
      const BylineWeight through = base + solution->column_prices[column] - problem->weights[edge];

      if (!self->reached[column])
        {
          self->reached[column] = TRUE;
          self->open[self->n_open++] = column;
        }
      else if (through >= self->distances[column])
        continue;
      self->distances[column] = through;
      self->via[column] = row;
    }
}

/* Of equals a free one, which ends the search: in a crowd of equals it would
 * otherwise go from taken column to taken column. */
static guint
find_nearest_open (const Search *self, const Solution *solution)
{
  guint nearest = 0;

  for (guint i = 1; i < self->n_open; i++)
    {
      const BylineWeight distance = self->distances[self->open[i]];
      const BylineWeight best = self->distances[self->open[nearest]];

      if (distance < best || (distance == best && solution->column_partners[self->open[i]] < 0))
        nearest = i;
    }
  return nearest;
}

/* Lets the free @column be taken by the row from which it was reached, that
 * row's old column by the next, until @row, which had none. */
static void
shift_along_path (const Search *self, Solution *solution, guint row, int column)
{
  guint taker;

  do
    {
      int left_over;

      taker = self->via[column];
      left_over = solution->row_partners[taker];
      pair (solution, taker, column);
      column = left_over;
    }
  while (taker != row);
}

/* The prices that make the new solution provable. */
static void
adjust_prices (const Search *self, Solution *solution, guint row, BylineWeight distance)
{
  solution->row_prices[row] -= distance;
  for (guint i = 0; i < self->n_closed; i++)
    {
      const guint column = self->closed[i];

      solution->column_prices[column] += distance - self->distances[column];
      solution->row_prices[solution->column_partners[column]] -= distance - self->distances[column];
    }
}

/* Brings one more row into the solution; another row may lose its column. */
static void
place_row (const BylineAssignment *problem, Solution *solution, Search *search, guint row)
{
  guint current = row, loser = row;
  BylineWeight distance = 0, losing;

  for (gsize edge = problem->first[row]; edge < problem->first[row + 1]; edge++)
    {
      const BylineWeight gain = problem->weights[edge] - solution->column_prices[problem->columns[edge]];
      solution->row_prices[row] = MAX (solution->row_prices[row], gain);
    }
  losing = solution->row_prices[row];

  for (;;)
    {
      guint nearest, column;

      look_at_row (search, problem, solution, current, distance);
      nearest = find_nearest_open (search, solution);
      if (search->n_open == 0 || losing <= search->distances[search->open[nearest]])
        {
          const int freed = solution->row_partners[loser];

          adjust_prices (search, solution, row, losing);
          if (loser != row)
            {
              solution->row_partners[loser] = -1;
              shift_along_path (search, solution, row, freed);
            }
          return;
        }

      column = search->open[nearest];
      distance = search->distances[column];
      if (solution->column_partners[column] < 0)
        {
          adjust_prices (search, solution, row, distance);
          shift_along_path (search, solution, row, column);
          return;
        }

      search->open[nearest] = search->open[--search->n_open];
      search->closed[search->n_closed++] = column;
      current = solution->column_partners[column];
      if (distance + solution->row_prices[current] < losing)
        {
          losing = distance + solution->row_prices[current];
          loser = current;
        }
    }
}

/* The same problem with rows and columns exchanged. */
static BylineAssignment
transpose (const BylineAssignment *self, BylineArena *arena)
{
  const gsize n_edges = self->first[self->n_rows];
  BylineAssignment other = {
    .n_rows = self->n_columns,
    .n_columns = self->n_rows,
    .first = byline_arena_new0 (arena, gsize, (gsize) self->n_columns + 2),
    .columns = byline_arena_new (arena, guint, n_edges),
    .weights = byline_arena_new (arena, BylineWeight, n_edges),
  };

  /* Counted one place further on, each entry ends up where its row begins. */
  for (gsize edge = 0; edge < n_edges; edge++)
    other.first[self->columns[edge] + 2]++;
  for (guint row = 0; row < other.n_rows; row++)
    other.first[row + 2] += other.first[row + 1];
  for (guint row = 0; row < self->n_rows; row++)
    for (gsize edge = self->first[row]; edge < self->first[row + 1]; edge++)
      {
        const gsize to = other.first[self->columns[edge] + 1]++;

        other.columns[to] = row;
        other.weights[to] = self->weights[edge];
      }
  return other;
}

static void
optimise (const BylineAssignment *problem, Solution *solution, BylineArena *arena)
{
  Search search;

  solution_init (solution, problem, arena);
  search_init (&search, problem->n_columns, arena);
  for (guint row = 0; row < problem->n_rows; row++)
    {
      place_row (problem, solution, &search, row);
      search_reset (&search);
    }
}

/* Walks over places in the tight graph: from a place to every place to which its
 * holder could move. The place "nowhere" (number n_columns) stands for being
 * left alone: there are the rows without a column, and a column without a row
 * is held by nobody, who can go nowhere. All walks of one row share the places
 * already visited, as nothing good was found behind them. */
typedef struct
{
  const gsize *first; /* as in the problem, but only tight edges */
  const guint *columns;
  guint *stamps;      /* n_columns + 1 */
  guint stamp;
  guint *from;        /* the place before this one */
  int *movers;        /* who moved here; -1 for nobody */
  guint *queue;
} Walk;

#define SETTLED G_MAXUINT

static gboolean
visit (Walk *self, guint place, guint from, int mover, guint target, guint *n_queue)
{
  if (self->stamps[place] == SETTLED || self->stamps[place] == self->stamp)
    return FALSE;
  self->stamps[place] = self->stamp;
  self->from[place] = from;
  self->movers[place] = mover;
  self->queue[(*n_queue)++] = place;
  return place == target;
}

static gboolean
visit_columns_of (Walk *self, guint row, guint from, guint target, guint *n_queue)
{
  for (gsize edge = self->first[row]; edge < self->first[row + 1]; edge++)
    if (visit (self, self->columns[edge], from, row, target, n_queue))
      return TRUE;
  return FALSE;
}

/* From nowhere: a row that has no column may take one, and a column that need
 * not be taken may be left alone. Rows before @row are settled. */
static gboolean
visit_from_nowhere (Walk *self, const BylineAssignment *problem, const Solution *solution, guint row, guint target, guint *n_queue)
{
  for (guint other = row + 1; other < problem->n_rows; other++)
    if (solution->row_partners[other] < 0 && visit_columns_of (self, other, problem->n_columns, target, n_queue))
      return TRUE;
  for (guint column = 0; column < problem->n_columns; column++)
    if (solution->column_prices[column] == 0 && visit (self, column, problem->n_columns, -1, target, n_queue))
      return TRUE;
  return FALSE;
}

static gboolean
walk (Walk *self, const BylineAssignment *problem, const Solution *solution, guint row, guint start, guint target)
{
  const guint nowhere = problem->n_columns;
  guint n_queue = 0;

  if (visit (self, start, start, row, target, &n_queue))
    return TRUE;

  for (guint i = 0; i < n_queue; i++)
    {
      const guint place = self->queue[i];
      const int holder = place == nowhere ? -1 : solution->column_partners[place];
      gboolean found;

      if (place == nowhere)
        found = visit_from_nowhere (self, problem, solution, row, target, &n_queue);
      else
        found = (holder >= 0 && visit_columns_of (self, holder, place, target, &n_queue))
                || ((holder < 0 || solution->row_prices[holder] == 0) && visit (self, nowhere, place, holder, target, &n_queue));
      if (found)
        return TRUE;
    }
  return FALSE;
}

/* Moves everybody on the way one place on, and @row to @start. */
static void
follow (const Walk *self, Solution *solution, guint nowhere, guint start, guint target)
{
  for (guint place = target;; place = self->from[place])
    {
      const int mover = self->movers[place];

      if (place != nowhere)
        solution->column_partners[place] = mover;
      if (mover >= 0)
        solution->row_partners[mover] = place == nowhere ? -1 : (int) place;
      if (place == start)
        return;
    }
}

static void
keep_tight_edges (Walk *self, const BylineAssignment *problem, const Solution *solution, BylineArena *arena)
{
  gsize *first = byline_arena_new (arena, gsize, (gsize) problem->n_rows + 1);
  guint *columns = byline_arena_new (arena, guint, problem->first[problem->n_rows]);
  gsize n = 0;

  for (guint row = 0; row < problem->n_rows; row++)
    {
      first[row] = n;
      for (gsize edge = problem->first[row]; edge < problem->first[row + 1]; edge++)
        if (solution->row_prices[row] + solution->column_prices[problem->columns[edge]] == problem->weights[edge])
          columns[n++] = problem->columns[edge];
    }
  first[problem->n_rows] = n;
  self->first = first;
  self->columns = columns;
}

/* Among all solutions of the same weight, goes to the one that gives row 0 the
 * lowest column, then row 1, and so on; no column comes last. */
static void
make_canonical (const BylineAssignment *problem, Solution *solution, BylineArena *arena)
{
  const guint nowhere = problem->n_columns;
  Walk walker = {
    .stamps = byline_arena_new0 (arena, guint, (gsize) nowhere + 1),
    .from = byline_arena_new (arena, guint, (gsize) nowhere + 1),
    .movers = byline_arena_new (arena, int, (gsize) nowhere + 1),
    .queue = byline_arena_new (arena, guint, (gsize) nowhere + 1),
  };

  keep_tight_edges (&walker, problem, solution, arena);
  for (guint row = 0; row < problem->n_rows; row++)
    {
      const guint target = solution->row_partners[row] < 0 ? nowhere : (guint) solution->row_partners[row];

      walker.stamp++;
      for (gsize edge = walker.first[row]; edge < walker.first[row + 1] && walker.columns[edge] != target; edge++)
        if (walk (&walker, problem, solution, row, walker.columns[edge], target))
          {
            follow (&walker, solution, nowhere, walker.columns[edge], target);
            break;
          }
      if (solution->row_partners[row] >= 0)
        walker.stamps[solution->row_partners[row]] = SETTLED;
    }
}

/**
 * byline_assignment_solve:
 * @self: the problem
 * @arena: for scratch memory
 * @columns: (out) (array length=n_rows): the column of each row, or -1
 *
 * Finds the matching of greatest weight, where anything may stay unmatched; among
 * several the one whose list of columns comes first in lexicographic order, -1
 * last. The Hungarian method by shortest augmenting paths over the edges there
 * are, in time cubic in the smaller side at worst; the ties are then broken on
 * the graph of tight edges, one walk a row, instead of by solving again.
 */
void
byline_assignment_solve (const BylineAssignment *self, BylineArena *arena, int *columns)
{
  Solution solution;

  if (self->n_rows <= self->n_columns)
    optimise (self, &solution, arena);
  else
    {
      const BylineAssignment other = transpose (self, arena);
      Solution turned;

      optimise (&other, &turned, arena);
      solution = (Solution) { turned.column_prices, turned.row_prices, turned.column_partners, turned.row_partners };
    }

  make_canonical (self, &solution, arena);
  for (guint row = 0; row < self->n_rows; row++)
    columns[row] = solution.row_partners[row];
}
