/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include "match.h"

#include <math.h>
#include <string.h>

/* The spans of one tag, or all, of one side. */
typedef struct
{
  const BylineNormal **spans;
  guint *tags;
  guint n;
} Side;

static void
side_init (Side *self, const BylineTagged *all, int tag, BylineArena *arena)
{
  self->spans = byline_arena_new (arena, const BylineNormal *, all->n);
  self->tags = byline_arena_new (arena, guint, all->n);
  self->n = 0;
  for (guint i = 0; i < all->n; i++)
    if (tag == BYLINE_ALL_TAGS || all->tags[i] == (guint) tag)
      {
        self->spans[self->n] = &all->spans[i];
        self->tags[self->n++] = all->tags[i];
      }
}

typedef enum { JUDGED_CORRECT, JUDGED_INCORRECT, JUDGED_PARTIAL } Judged;

/* The table of docs/scoring.md section 11. */
static Judged
judge (BylineSchema schema, gboolean same_bounds, gboolean same_tag)
{
  switch (schema)
    {
    case BYLINE_SCHEMA_STRICT:
      return same_bounds && same_tag ? JUDGED_CORRECT : JUDGED_INCORRECT;
    case BYLINE_SCHEMA_EXACT:
      return same_bounds ? JUDGED_CORRECT : JUDGED_INCORRECT;
    case BYLINE_SCHEMA_PARTIAL:
      return same_bounds ? JUDGED_CORRECT : JUDGED_PARTIAL;
    case BYLINE_SCHEMA_TYPE:
      return same_tag ? JUDGED_CORRECT : JUDGED_INCORRECT;
    case BYLINE_N_SCHEMAS:
      break;
    }
  g_assert_not_reached ();
}

static Judged
judge_pair (BylineSchema schema, const Side *key, guint item, const Side *student, guint mark)
{
  return judge (schema, byline_normal_equal (key->spans[item], student->spans[mark]), key->tags[item] == student->tags[mark]);
}

static void
count_pairs (const Side *key, const Side *student, const int *partners, BylineSchema schema, BylineSchemaCounts *counts)
{
  guint n_pairs = 0;

  *counts = (BylineSchemaCounts) { 0 };
  for (guint item = 0; item < key->n; item++)
    {
      if (partners[item] < 0)
        continue;
      n_pairs++;
      switch (judge_pair (schema, key, item, student, partners[item]))
        {
        case JUDGED_CORRECT:
          counts->correct++;
          break;
        case JUDGED_INCORRECT:
          counts->incorrect++;
          break;
        case JUDGED_PARTIAL:
          counts->partial++;
          break;
        }
    }
  counts->missed = key->n - n_pairs;
  counts->spurious = student->n - n_pairs;
}

/**
 * byline_tables_match_best:
 * @key: the key
 * @student: the student
 * @tag: a tag to look at alone, or %BYLINE_ALL_TAGS
 * @counts: (out) (array fixed-size=4): by #BylineSchema
 *
 * The four SemEval-2013 schemas by the best matching in each: first the most
 * correct pairs, then the most others (docs/scoring.md section 7). Any common
 * character is an overlap; the order of the lists changes nothing.
 */
void
byline_tables_match_best (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (BylineEdge));
  int *partners;
  Side keys, students;

  side_init (&keys, key, tag, &arena);
  side_init (&students, student, tag, &arena);
  partners = byline_arena_new (&arena, int, keys.n);

  for (guint item = 0; item < keys.n; item++)
    for (guint mark = 0; mark < students.n; mark++)
      if (byline_normal_overlap (keys.spans[item], students.spans[mark]) > 0)
        {
          const BylineEdge edge = { .item = item, .mark = mark };
          g_array_append_val (edges, edge);
        }

  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    {
      for (guint i = 0; i < edges->len; i++)
        {
          BylineEdge *edge = &g_array_index (edges, BylineEdge, i);

          edge->credit = judge_pair (schema, &keys, edge->item, &students, edge->mark) == JUDGED_CORRECT;
          edge->kind = edge->credit ? 0 : 1;
        }
      byline_match (keys.n, students.n, (BylineEdge *) (void *) edges->data, edges->len, &arena, partners);
      count_pairs (&keys, &students, partners, schema, &counts[schema]);
    }
}

/**
 * byline_tables_match_greedy:
 *
 * The same as nervaluate 1.1.0 counts it: student spans in the order listed, each
 * takes the first unused key span of which it covers 1 % at least. The spans are
 * raw ones of one segment each; the order of the lists matters.
 */
void
byline_tables_match_greedy (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  int *partners;
  Side keys, students;

  side_init (&keys, key, tag, &arena);
  side_init (&students, student, tag, &arena);
  partners = byline_arena_new (&arena, int, keys.n);
  for (guint item = 0; item < keys.n; item++)
    partners[item] = -1;

  for (guint mark = 0; mark < students.n; mark++)
    for (guint item = 0; item < keys.n; item++)
      {
        const guint64 common = byline_normal_overlap (keys.spans[item], students.spans[mark]);

        if (partners[item] < 0 && common > 0 && 100 * common >= keys.spans[item]->length)
          {
            partners[item] = mark;
            break;
          }
      }

  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    count_pairs (&keys, &students, partners, schema, &counts[schema]);
}

static double
divide (double a, double b)
{
  return b > 0 ? a / b : 0;
}

static BylineRatios
make_ratios (double hits, double actual, double possible)
{
  BylineRatios ratios = { .precision = divide (hits, actual), .recall = divide (hits, possible) };

  ratios.f1 = divide (2 * ratios.precision * ratios.recall, ratios.precision + ratios.recall);
  return ratios;
}

/**
 * byline_schema_get_ratios:
 *
 * Returns: precision, recall and F1; a partial pair is half a hit in the schemas
 *   that have them
 */
BylineRatios
byline_schema_get_ratios (BylineSchema schema, const BylineSchemaCounts *counts)
{
  const guint both = counts->correct + counts->incorrect + counts->partial;
  const gboolean halves = schema == BYLINE_SCHEMA_PARTIAL || schema == BYLINE_SCHEMA_TYPE;

  return make_ratios (counts->correct + (halves ? counts->partial / 2.0 : 0), both + counts->spurious, both + counts->missed);
}

static void
unite (const BylineTagged *side, int tag, BylineSpan *all)
{
  guint n = 0;

  for (guint i = 0; i < side->n; i++)
    n += side->spans[i].n_segments;
  *all = (BylineSpan) { g_new (BylineSegment, n), 0 };
  for (guint i = 0; i < side->n; i++)
    if (side->tags[i] == (guint) tag)
      for (guint k = 0; k < side->spans[i].n_segments; k++)
        all->segments[all->n_segments++] = side->spans[i].segments[k];
  byline_span_join (all);
}

/**
 * byline_tables_count_characters:
 * @tag: the tag to look at
 *
 * Counts the characters that the spans of a tag cover on each side
 * (docs/scoring.md section 12).
 *
 * Returns: the counts
 */
BylineCharacters
byline_tables_count_characters (const BylineTagged *key, const BylineTagged *student, int tag)
{
  g_auto (BylineSpan) of_key = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) of_student = BYLINE_SPAN_INIT;
  guint64 common;

  unite (key, tag, &of_key);
  unite (student, tag, &of_student);
  common = byline_span_overlap (&of_key, &of_student);
  return (BylineCharacters) { common, byline_span_length (&of_student) - common, byline_span_length (&of_key) - common };
}

BylineRatios
byline_characters_get_ratios (const BylineCharacters *counts)
{
  return make_ratios (counts->tp, counts->tp + counts->fp, counts->tp + counts->fn);
}

/**
 * byline_characters_get_kappa:
 * @counts: of one tag
 * @length: characters of the article
 *
 * Returns: Cohen's kappa (docs/scoring.md section 13), or NaN where it is
 *   undefined: without text, or when both sides are constant and equal
 */
double
byline_characters_get_kappa (const BylineCharacters *counts, guint64 length)
{
  const double key = counts->tp + counts->fn, student = counts->tp + counts->fp, all = length;
  const double observed = (all - counts->fp - counts->fn) / all;
  const double expected = (key * student + (all - key) * (all - student)) / (all * all);

  if (length == 0 || (key == student && (key == 0 || key == all)))
    return NAN;
  return (observed - expected) / (1 - expected);
}
