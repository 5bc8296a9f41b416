/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "details.h"

#include <math.h>

#define N_GUESSES 20

/* The spans of one side, as they are added. */
typedef struct
{
  BylineNormal *spans;
  guint *tags;
  guint n;
} Side;

static void
side_init (Side *self, guint room, BylineArena *arena)
{
  self->spans = byline_arena_new (arena, BylineNormal, room);
  self->tags = byline_arena_new (arena, guint, room);
  self->n = 0;
}

static void
side_add (Side *self, const BylineNormal *span, guint tag)
{
  if (span->n_segments == 0)
    return;
  self->spans[self->n] = *span;
  self->tags[self->n++] = tag;
}

static BylineTagged
get_tagged (const Side *self)
{
  return (BylineTagged) { self->spans, self->tags, self->n };
}

/* The same characters without normalising. */
static void
init_raw (BylineNormal *self, const BylineSpan *raw, BylineArena *arena)
{
  BylineSpan span = { byline_arena_new (arena, BylineSegment, raw->n_segments), raw->n_segments };

  for (guint i = 0; i < raw->n_segments; i++)
    span.segments[i] = raw->segments[i];
  byline_span_join (&span);
  *self = (BylineNormal) { byline_span_start (&span), byline_span_end (&span), byline_span_length (&span), span.n_segments, span.segments };
}

/* A mark on an optional item, or a piece of one, is neither right nor wrong. */
static gboolean
is_optional (const BylineScore *score, const BylineSpanResult *span)
{
  return span->outcome == BYLINE_OUTCOME_OPTIONAL || (span->outcome == BYLINE_OUTCOME_FRAGMENT && score->items[span->item].optional);
}

static double
get_f1_of_marks (const BylineScoreKey *key, const BylineScore *score)
{
  double credit = 0;

  for (guint i = 0; i < score->n_items; i++)
    credit += score->items[i].credit_pt / (10000.0 * key->items[i].weight);
  return score->required + score->marks > 0 ? 2 * credit / (score->required + score->marks) : 0;
}

static void
fill_characters (BylineDetails *self, const BylineScoreKey *key, const BylineTagged *items, const BylineTagged *marks)
{
  const guint length = byline_segmentation_get_length (key->normaliser.segmentation);
  BylineCharacters all = { 0 };

  self->macro = (BylineRatios) { 0 };
  for (guint tag = 0; tag < key->n_tags; tag++)
    {
      const BylineCharacters counts = byline_tables_count_characters (items, marks, tag);
      const BylineRatios ratios = byline_characters_get_ratios (&counts);

      self->characters[tag] = counts;
      self->kappa[tag] = byline_characters_get_kappa (&counts, length);
      all = (BylineCharacters) { all.tp + counts.tp, all.fp + counts.fp, all.fn + counts.fn };
      self->macro.precision += ratios.precision / key->n_tags;
      self->macro.recall += ratios.recall / key->n_tags;
      self->macro.f1 += ratios.f1 / key->n_tags;
    }
  self->micro = byline_characters_get_ratios (&all);
}

typedef void (*Matcher) (const BylineTagged *key, const BylineTagged *student, int tag, BylineSchemaCounts *counts);

static void
fill_table (BylineSchemaTable *table, const BylineTagged *items, const BylineTagged *marks, guint n_tags, Matcher match)
{
  match (items, marks, BYLINE_ALL_TAGS, table->overall);
  for (guint tag = 0; tag < n_tags; tag++)
    {
      const BylineSchemaCounts *any = &table->tags[tag][BYLINE_SCHEMA_STRICT];

      match (items, marks, tag, table->tags[tag]);
      table->occurs[tag] = any->correct + any->incorrect + any->missed + any->spurious > 0;
    }
}

/* nervaluate knows neither words nor repetitions: each required item and each
 * mark, as the files have them and in their order. */
static void
count_greedily (BylineDetails *self, const BylineScoreKey *key, const BylineRawItem *items, guint n_items, const BylineScore *score, const BylineRawMark *marks)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  Side required, marked;
  BylineTagged of_key, of_student;
  BylineNormal raw;

  side_init (&required, n_items, &arena);
  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].is_lost || items[i].optional)
        continue;
      init_raw (&raw, items[i].span, &arena);
      side_add (&required, &raw, items[i].tag);
    }

  side_init (&marked, score->n_spans, &arena);
  for (guint i = 0; i < score->n_spans; i++)
    {
      if (is_optional (score, &score->spans[i]))
        continue;
      init_raw (&raw, marks[i].span, &arena);
      side_add (&marked, &raw, marks[i].tag);
    }

  of_key = get_tagged (&required);
  of_student = get_tagged (&marked);
  fill_table (&self->greedy, &of_key, &of_student, key->n_tags, byline_tables_match_greedy);
}

/**
 * byline_details_init:
 * @self: (out caller-allocates): the figures; plain data
 * @key: a key
 * @items: (array length=n_items): what it was made from, in file order
 * @score: the comparison of @marks with it
 * @marks: in file order
 *
 * Works out the figures of docs/scoring.md section 7: over the required items and
 * the marks that are neither empty nor repeated nor on something optional.
 */
void
byline_details_init (BylineDetails *self, const BylineScoreKey *key, const BylineRawItem *items, guint n_items, const BylineScore *score, const BylineRawMark *marks)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  Side required, marked;
  BylineTagged of_key, of_student;

  side_init (&required, key->n_items, &arena);
  for (guint i = 0; i < key->n_items; i++)
    if (!key->items[i].optional)
      side_add (&required, &key->items[i].boundaries[0], key->items[i].tag);

  side_init (&marked, score->n_spans, &arena);
  for (guint i = 0; i < score->n_spans; i++)
    {
      const BylineSpanResult *span = &score->spans[i];
      BylineNormal normal;

      if (span->outcome == BYLINE_OUTCOME_EMPTY || span->outcome == BYLINE_OUTCOME_DUPLICATE_EXACT || is_optional (score, span))
        continue;
      byline_normal_init (&normal, &key->normaliser, marks[i].span, &arena);
      side_add (&marked, &normal, marks[i].tag);
    }

  of_key = get_tagged (&required);
  of_student = get_tagged (&marked);
  self->f1_marks = get_f1_of_marks (key, score);
  fill_characters (self, key, &of_key, &of_student);
  fill_table (&self->best, &of_key, &of_student, key->n_tags, byline_tables_match_best);
  count_greedily (self, key, items, n_items, score, marks);
}

/* The generator of Steele, Lea and Flood (2014), so that every machine guesses
 * the same sentences. */
static guint64
splitmix64 (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint
find_commonest_tag (const BylineScoreKey *key)
{
  guint counts[BYLINE_TAGS_MAX] = { 0 };
  guint best = 0;

  for (guint i = 0; i < key->n_items; i++)
    counts[key->items[i].tag] += !key->items[i].optional;
  for (guint tag = 1; tag < key->n_tags; tag++)
    if (counts[tag] > counts[best])
      best = tag;
  return best;
}

/* The sentences in normal form, without those that have no words or repeat the
 * one before. */
static guint
list_sentences (const BylineScoreKey *key, BylineSegment *sentences)
{
  const BylineSegmentation *segmentation = key->normaliser.segmentation;
  guint n_all, n = 0;
  const BylineSegment *all = byline_segmentation_get_sentences (segmentation, &n_all);

  for (guint i = 0; i < n_all; i++)
    {
      BylineSegment normal;

      if (!byline_segmentation_normalise (segmentation, &all[i], &normal) || !byline_segmentation_is_word_character (segmentation, normal.start))
        continue;
      if (n == 0 || normal.start != sentences[n - 1].start || normal.end != sentences[n - 1].end)
        sentences[n++] = normal;
    }
  return n;
}

/**
 * byline_details_guess:
 * @key: a key
 *
 * What somebody scores on average who marks as many sentences as the key has
 * items, at random, with the commonest tag: the mean of 20 runs, the same on every
 * machine (docs/scoring.md section 6).
 *
 * Returns: basis points, or -1 when nothing is required
 */
int
byline_details_guess (const BylineScoreKey *key)
{
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  const guint tag = find_commonest_tag (key);
  guint n_all, n_sentences, n_marks, total = 0;
  BylineSegment *sentences;
  BylineSpan *spans;
  BylineRawMark *marks;

  if (key->n_required == 0)
    return -1;

  byline_segmentation_get_sentences (key->normaliser.segmentation, &n_all);
  sentences = byline_arena_new (&arena, BylineSegment, n_all);
  n_sentences = list_sentences (key, sentences);
  n_marks = MIN (key->n_required, n_sentences);
  spans = byline_arena_new (&arena, BylineSpan, n_sentences);
  marks = byline_arena_new (&arena, BylineRawMark, n_marks);

  for (guint run = 0; run < N_GUESSES; run++)
    {
      g_autoptr (BylineScore) score = NULL;
      guint64 state = run;

      for (guint i = 0; i < n_sentences; i++)
        spans[i] = (BylineSpan) { &sentences[i], 1 };
      for (guint i = 0; i < n_marks; i++)
        {
          const guint k = i + splitmix64 (&state) % (n_sentences - i);
          const BylineSpan chosen = spans[k];

          spans[k] = spans[i];
          spans[i] = chosen;
          marks[i] = (BylineRawMark) { &spans[i], tag };
        }
      score = byline_score_key_compare (key, marks, n_marks);
      /* Guessing against a key of thousands of whole articles earns nothing. */
      total += score != NULL ? score->score_bp : 0;
    }
  return (total + N_GUESSES / 2) / N_GUESSES;
}
