/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What strategies without understanding score, and what honest work scores:
 * docs/scoring.md, “What does not pay”. Forty invented articles a cell. */
#include "score-core.h"

#include <math.h>

#define N_ARTICLES 40
#define N_SENTENCES 36
#define N_TAGS 4
#define MAX_WORDS 16
#define MAX_ITEMS 25
#define MAX_MARKS 200

/* Chosen so that the honest rows come out near those of the specification. */
typedef struct
{
  const char *name;
  double finds;  /* part of the items */
  double knows;  /* part of these with the right tag */
  double exact;  /* part of these with the right edges */
  double extras; /* marks on nothing, a item of the key */
  int expected[2];
} Honest;

static const Honest people[] = {
  { "honest expert", 0.93, 0.98, 0.70, 0.05, { 84, 83 } },
  { "honest good", 0.78, 0.93, 0.50, 0.12, { 64, 60 } },
  { "honest average", 0.60, 0.83, 0.35, 0.20, { 36, 42 } },
  { "honest weak", 0.34, 0.75, 0.30, 0.30, { 20, 20 } },
  { "honest over-marker", 0.88, 0.96, 0.55, 0.28, { 70, 69 } },
};

/* An article of sentences of nonsense words with a key; no two items in one sentence. */
typedef struct
{
  GRand *rand;
  BylineSegmentation *segmentation;
  guint length;
  guint starts[N_SENTENCES][MAX_WORDS]; /* of the words */
  guint ends[N_SENTENCES][MAX_WORDS];
  guint n_words[N_SENTENCES];
  guint n_items;
  guint sentences[MAX_ITEMS]; /* of the items */
  guint first_words[MAX_ITEMS];
  guint last_words[MAX_ITEMS];
  BylineSegment item_segments[MAX_ITEMS];
  BylineSpan item_spans[MAX_ITEMS];
  BylineRawItem items[MAX_ITEMS];
  BylineScoreKey *key;
  gboolean has_item[N_SENTENCES];
  BylineSegment segments[MAX_MARKS];
  BylineSpan spans[MAX_MARKS];
  BylineRawMark marks[MAX_MARKS];
  guint n_marks;
} World;

static void
write_text (World *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_SENTENCES; i++)
    {
      self->n_words[i] = g_rand_int_range (self->rand, 9, MAX_WORDS + 1);
      for (guint word = 0; word < self->n_words[i]; word++)
        {
          self->starts[i][word] = text->len;
          for (int n = g_rand_int_range (self->rand, 3, 9); n > 0; n--)
            g_string_append_c (text, (word == 0 && self->starts[i][0] == text->len ? 'A' : 'a') + g_rand_int_range (self->rand, 0, 26));
          self->ends[i][word] = text->len;
          g_string_append (text, word + 1 < self->n_words[i] ? " " : ". ");
        }
    }
  self->length = text->len;
  self->segmentation = byline_segmentation_new (text->str, text->len, "en");
}

/* The commonest tag has two fifths of the items; an item is its sentence without up to
 * a third of the words at one end. */
static void
write_key (World *self, guint n_items)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  BylineScoreSettings settings;
  guint order[N_SENTENCES];

  for (guint i = 0; i < N_SENTENCES; i++)
    order[i] = i;
  self->n_items = n_items;
  for (guint i = 0; i < n_items; i++)
    {
      const guint other = g_rand_int_range (self->rand, i, N_SENTENCES), sentence = order[other];
      const guint dropped = g_rand_int_range (self->rand, 0, (int) (0.36 * self->n_words[sentence]) + 1);
      const gboolean at_start = g_rand_boolean (self->rand);

      order[other] = order[i];
      self->sentences[i] = sentence;
      self->has_item[sentence] = TRUE;
      self->first_words[i] = at_start ? dropped : 0;
      self->last_words[i] = self->n_words[sentence] - 1 - (at_start ? 0 : dropped);
      self->item_segments[i] = (BylineSegment) { self->starts[sentence][self->first_words[i]], self->ends[sentence][self->last_words[i]] };
      self->item_spans[i] = (BylineSpan) { &self->item_segments[i], 1 };
      self->items[i] = (BylineRawItem) { .span = &self->item_spans[i], .weight = 1, .tag = 5 * i < 2 * n_items ? 0 : 1 + i % 3 };
      for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
        self->items[i].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
    }
  byline_score_settings_init (&settings, &scoring, N_TAGS);
  self->key = byline_score_key_new (self->segmentation, byline_tag_set_get_default (), &settings, self->items, n_items);
}

static void
world_init (World *self, guint seed, gboolean is_dense)
{
  *self = (World) { .rand = g_rand_new_with_seed (seed) };
  write_text (self);
  write_key (self, is_dense ? 25 : 12);
}

static void
world_clear (World *self)
{
  byline_score_key_free (self->key);
  byline_segmentation_free (self->segmentation);
  g_rand_free (self->rand);
}

static void
add (World *self, guint start, guint end, guint tag)
{
  const guint i = self->n_marks++;

  g_assert_cmpuint (i, <, MAX_MARKS);
  self->segments[i] = (BylineSegment) { start, end };
  self->spans[i] = (BylineSpan) { &self->segments[i], 1 };
  self->marks[i] = (BylineRawMark) { &self->spans[i], tag };
}

static guint
change_word (World *self, guint item, guint word)
{
  const int changed = (int) word + g_rand_int_range (self->rand, -3, 4);

  return CLAMP (changed, 0, (int) self->n_words[self->sentences[item]] - 1);
}

static void
add_variant (World *self, guint item, guint tag)
{
  const guint sentence = self->sentences[item];
  const guint one = change_word (self, item, self->first_words[item]), two = change_word (self, item, self->last_words[item]);

  add (self, self->starts[sentence][MIN (one, two)], self->ends[sentence][MAX (one, two)], tag);
}

static void
be_honest (World *self, const Honest *person)
{
  for (guint i = 0; i < self->n_items; i++)
    {
      guint tag = self->items[i].tag;

      if (g_rand_double (self->rand) >= person->finds)
        continue;
      if (g_rand_double (self->rand) >= person->knows)
        tag = (tag + g_rand_int_range (self->rand, 1, N_TAGS)) % N_TAGS;
      if (g_rand_double (self->rand) < person->exact)
        add (self, self->item_segments[i].start, self->item_segments[i].end, tag);
      else
        add_variant (self, i, tag);
    }
  for (guint sentence = 0; sentence < N_SENTENCES; sentence++)
    if (!self->has_item[sentence] && g_rand_double (self->rand) < person->extras * self->n_items / (N_SENTENCES - self->n_items))
      add (self, self->starts[sentence][0], self->ends[sentence][self->n_words[sentence] / 2], g_rand_int_range (self->rand, 0, N_TAGS));
}

static void
add_sentence (World *self, guint sentence, guint tag)
{
  add (self, self->starts[sentence][0], self->ends[sentence][self->n_words[sentence] - 1], tag);
}

static void
mark_every_sentence (World *self)
{
  for (guint i = 0; i < N_SENTENCES; i++)
    add_sentence (self, i, 0);
}

static void
mark_every_sentence_four_times (World *self)
{
  for (guint i = 0; i < N_SENTENCES; i++)
    for (guint tag = 0; tag < N_TAGS; tag++)
      add_sentence (self, i, tag);
}

static void
mark_everything (World *self)
{
  for (guint tag = 0; tag < N_TAGS; tag++)
    add (self, 0, self->length, tag);
}

/* A word less at the start, a word more at the end, both: none of them is a repetition. */
static void
vary_edges (World *self)
{
  guint n_words;
  const BylineSegment *words = byline_segmentation_get_words (self->segmentation, &n_words);

  be_honest (self, &people[0]);
  for (guint i = 0, n = self->n_marks; i < n; i++)
    {
      const BylineSegment mark = self->segments[i];
      guint first = 0, last;

      while (words[first].start < mark.start)
        first++;
      for (last = first; words[last].end < mark.end;)
        last++;
      last = MIN (last, n_words - 2);
      add (self, words[first + 1].start, mark.end, self->marks[i].tag);
      add (self, mark.start, words[last + 1].end, self->marks[i].tag);
      add (self, words[first + 1].start, words[last + 1].end, self->marks[i].tag);
    }
}

static void
vary_tags (World *self)
{
  be_honest (self, &people[0]);
  for (guint i = 0, n = self->n_marks; i < n; i++)
    for (guint k = 1; k < N_TAGS; k++)
      add (self, self->segments[i].start, self->segments[i].end, (self->marks[i].tag + k) % N_TAGS);
}

static void
repeat_one (World *self)
{
  for (guint i = 0; i < 50; i++)
    add (self, self->item_segments[0].start, self->item_segments[0].end, self->items[0].tag);
}

static void
guess (World *self)
{
  guint order[N_SENTENCES];

  for (guint i = 0; i < N_SENTENCES; i++)
    order[i] = i;
  for (guint i = 0; i < self->n_items; i++)
    {
      const guint k = g_rand_int_range (self->rand, i, N_SENTENCES), sentence = order[k];

      order[k] = order[i];
      add_sentence (self, sentence, 0);
    }
}

static const struct
{
  const char *name;
  void (*mark) (World *self);
  double expected[2];
} strategies[] = {
  { "every sentence, commonest tag", mark_every_sentence, { 0, 18 } },
  { "every sentence, four tags", mark_every_sentence_four_times, { 0, 0 } },
  { "whole article, four tags", mark_everything, { 0, 0 } },
  { "expert + 3 boundary variants", vary_edges, { 0, 0 } },
  { "expert + all other tags", vary_tags, { 0, 0 } },
  { "one sure span × 50", repeat_one, { 8, 4 } },
  { "n random sentences, commonest tag", guess, { 10.9, 23.2 } },
};

static double
get_mean (gboolean is_dense, const Honest *person, void (*mark) (World *self))
{
  double sum = 0;

  for (guint seed = 0; seed < N_ARTICLES; seed++)
    {
      g_autoptr (BylineScore) score = NULL;
      World world;

      world_init (&world, 1000 * is_dense + seed, is_dense);
      if (person != NULL)
        be_honest (&world, person);
      else
        mark (&world);
      score = byline_score_key_compare (world.key, world.marks, world.n_marks);
      sum += score->score_bp / 100.0;
      world_clear (&world);
    }
  return sum / N_ARTICLES;
}

static void
test_honest (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      const double sparse = get_mean (FALSE, &people[i], NULL), dense = get_mean (TRUE, &people[i], NULL);

      g_test_message ("| %s | %.1f | %.1f |", people[i].name, sparse, dense);
      g_assert_cmpfloat (fabs (sparse - people[i].expected[0]), <=, 7);
      g_assert_cmpfloat (fabs (dense - people[i].expected[1]), <=, 7);
    }
}

static void
test_strategies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    {
      const double sparse = get_mean (FALSE, NULL, strategies[i].mark), dense = get_mean (TRUE, NULL, strategies[i].mark);

      g_test_message ("| %s | %.1f | %.1f |", strategies[i].name, sparse, dense);
      g_assert_cmpfloat (fabs (sparse - strategies[i].expected[0]), <=, 2);
      g_assert_cmpfloat (fabs (dense - strategies[i].expected[1]), <=, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spam/honest", test_honest);
  g_test_add_func ("/spam/strategies", test_strategies);
  return g_test_run ();
}
