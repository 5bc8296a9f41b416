/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties of docs/scoring.md section 6, each on thousands of random keys
 * and students: overlapping, nested, repeated, in pieces, of several tags. */
#include "score-core.h"

#include <string.h>

#define N_ROUNDS 2000
#define MAX_ITEMS 9
#define MAX_MARKS 16

typedef struct
{
  BylineTagSet *tags;
  guint n_tags;
  BylineSegmentation *segmentation;
  guint length;
  BylineSpan item_spans[2 * MAX_ITEMS];
  const BylineSpan *alternatives[MAX_ITEMS];
  BylineRawItem items[MAX_ITEMS];
  guint n_items;
  BylineSpan mark_spans[MAX_MARKS * BYLINE_TAGS_MAX];
  BylineRawMark marks[MAX_MARKS * BYLINE_TAGS_MAX];
  guint n_marks;
  BylineScoreSettings settings;
} World;

static BylineTagSet *
make_tags (guint n)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GError) error = NULL;
  BylineTagSet *tags;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = json_object_new ();
      const char id[] = { 'a' + i, '\0' };

      json_object_set_string_member (object, "id", id);
      json_object_set_string_member (object, "layer", i % 2 ? "source" : "statement");
      json_array_add_object_element (array, object);
    }
  tags = byline_tag_set_new_from_json (array, &error);
  g_assert_no_error (error);
  return tags;
}

static char *
make_text (void)
{
  static const char *const pieces[] = { "the ", "old ", "mayor ", "said ", "“well”, ", "don’t ", "3,204 ", "U.S.-led ", "團結", "fell. ", "… ", "Zürich\n", "a " };
  GString *text = g_string_new (NULL);

  for (guint i = g_test_rand_int_range (12, 60); i > 0; i--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static void
make_span (const World *self, BylineSpan *span)
{
  *span = (BylineSpan) BYLINE_SPAN_INIT;
  for (guint i = g_test_rand_int_range (0, 5) == 0 ? 2 : 1; i > 0; i--)
    {
      const guint start = g_test_rand_int_range (0, self->length);
      byline_span_append (span, start, start + g_test_rand_int_range (1, 40));
    }
}

/* Close to an item, as a student would mark it. */
static void
make_mark_span (const World *self, BylineSpan *span)
{
  guint i = 0;

  make_span (self, span);
  if (self->n_items == 0 || g_test_rand_int_range (0, 4) == 0)
    return;
  byline_span_clear (span);
  byline_span_init_copy (span, self->items[g_test_rand_int_range (0, self->n_items)].span);
  i = g_test_rand_int_range (0, span->n_segments);
  span->segments[i].start += g_test_rand_int_range (0, 8);
  span->segments[i].end += g_test_rand_int_range (0, 8);
}

static void
world_init (World *self, guint n_tags)
{
  static const guint credits[] = { BYLINE_TAG_NOT_ACCEPTED, BYLINE_TAG_NOT_ACCEPTED, BYLINE_TAG_NOT_ACCEPTED, 0, 5000, 10000 };
  const BylineScoring scoring = { g_test_rand_int_range (0, 4), g_test_rand_int_range (0, 4), g_test_rand_int_range (0, 2) * 2500 };
  g_autofree char *text = make_text ();

  memset (self, 0, sizeof *self);
  self->tags = make_tags (n_tags);
  self->n_tags = n_tags;
  self->segmentation = byline_segmentation_new (text, strlen (text), NULL);
  self->length = byline_segmentation_get_length (self->segmentation);
  byline_score_settings_init (&self->settings, &scoring, n_tags);

  self->n_items = g_test_rand_int_range (0, MAX_ITEMS + 1);
  for (guint i = 0; i < self->n_items; i++)
    {
      BylineRawItem *item = &self->items[i];

      make_span (self, &self->item_spans[2 * i]);
      make_span (self, &self->item_spans[2 * i + 1]);
      self->alternatives[i] = &self->item_spans[2 * i + 1];
      *item = (BylineRawItem) {
        .span = &self->item_spans[2 * i],
        .tag = g_test_rand_int_range (0, n_tags),
        .weight = g_test_rand_int_range (0, 3) == 0 ? g_test_rand_int_range (1, 11) : 1,
        .optional = g_test_rand_int_range (0, 6) == 0,
        .alternatives = &self->alternatives[i],
        .n_alternatives = g_test_rand_int_range (0, 4) == 0,
      };
      for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
        item->credits[tag] = tag < n_tags ? credits[g_test_rand_int_range (0, G_N_ELEMENTS (credits))] : BYLINE_TAG_NOT_ACCEPTED;
    }

  self->n_marks = g_test_rand_int_range (0, MAX_MARKS + 1);
  for (guint i = 0; i < self->n_marks; i++)
    {
      make_mark_span (self, &self->mark_spans[i]);
      self->marks[i] = (BylineRawMark) { &self->mark_spans[i], g_test_rand_int_range (0, n_tags) };
    }
}

static void
world_clear (World *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->item_spans); i++)
    byline_span_clear (&self->item_spans[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->mark_spans); i++)
    byline_span_clear (&self->mark_spans[i]);
  byline_segmentation_free (self->segmentation);
  byline_tag_set_unref (self->tags);
}

static BylineScore *
compare (World *self)
{
  g_autoptr (BylineScoreKey) key = byline_score_key_new (self->segmentation, self->tags, &self->settings, self->items, self->n_items);

  return byline_score_key_compare (key, self->marks, self->n_marks);
}

static guint
count (const BylineScore *score, BylineOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < score->n_spans; i++)
    n += score->spans[i].outcome == outcome;
  return n;
}

static void
assert_same (const BylineScore *a, const BylineScore *b)
{
  g_assert_cmpuint (a->score_bp, ==, b->score_bp);
  g_assert_cmpuint (a->marks_pt, ==, b->marks_pt);
  g_assert_cmpuint (a->max_pt, ==, b->max_pt);
  g_assert_cmpuint (a->marks, ==, b->marks);
  g_assert_cmpuint (a->n_items, ==, b->n_items);
  for (guint i = 0; i < a->n_items; i++)
    {
      g_assert_cmpint (a->items[i].outcome, ==, b->items[i].outcome);
      g_assert_cmpuint (a->items[i].overlap_bp, ==, b->items[i].overlap_bp);
      g_assert_cmpuint (a->items[i].n_fragments, ==, b->items[i].n_fragments);
    }
}

static void
shuffle (void *array, guint n, gsize size)
{
  g_autofree char *spare = g_malloc (size);
  char *bytes = array;

  for (guint i = n; i > 1; i--)
    {
      const guint k = g_test_rand_int_range (0, i);

      memcpy (spare, bytes + (i - 1) * size, size);
      memmove (bytes + (i - 1) * size, bytes + k * size, size);
      memcpy (bytes + k * size, spare, size);
    }
}

static gboolean
repeats_items (const BylineScore *score)
{
  return score->warnings->len > 0;
}

static void
check_order (World *self, const BylineScore *score)
{
  g_autoptr (BylineScore) other = NULL;

  shuffle (self->marks, self->n_marks, sizeof self->marks[0]);
  if (!repeats_items (score))
    shuffle (self->items, self->n_items, sizeof self->items[0]);
  other = compare (self);
  assert_same (score, other);
  for (BylineOutcome outcome = 0; outcome <= BYLINE_OUTCOME_EMPTY; outcome++)
    g_assert_cmpuint (count (score, outcome), ==, count (other, outcome));
}

static void
check_repeated_mark (World *self, const BylineScore *score)
{
  g_autoptr (BylineScore) other = NULL;

  if (self->n_marks == 0)
    return;
  self->marks[self->n_marks] = self->marks[g_test_rand_int_range (0, self->n_marks)];
  self->n_marks++;
  other = compare (self);
  assert_same (score, other);
}

static void
check_key_as_answer (World *self, const BylineScore *score)
{
  g_autoptr (BylineScore) other = NULL;

  self->n_marks = self->n_items;
  for (guint i = 0; i < self->n_items; i++)
    self->marks[i] = (BylineRawMark) { self->items[i].span, self->items[i].tag };
  other = compare (self);
  g_assert_cmpuint (other->score_bp, ==, 10000);
  for (guint i = 0; i < other->n_items; i++)
    g_assert_cmpint (other->items[i].outcome, ==, BYLINE_OUTCOME_EXACT);
}

/* Takes one more character that is not of a word at each end of each segment. */
static void
check_punctuation (World *self, const BylineScore *score)
{
  g_autoptr (BylineScore) other = NULL;

  for (guint i = 0; i < self->n_marks; i++)
    for (guint k = 0; k < self->mark_spans[i].n_segments; k++)
      {
        BylineSegment *segment = &self->mark_spans[i].segments[k];
        BylineSegment normal;

        if (!byline_segmentation_normalise (self->segmentation, segment, &normal) || !byline_segmentation_is_word_character (self->segmentation, normal.start))
          continue;
        *segment = normal;
        while (segment->start > 0 && !byline_segmentation_is_word_character (self->segmentation, segment->start - 1) && g_test_rand_bit ())
          segment->start--;
        while (segment->end < self->length && !byline_segmentation_is_word_character (self->segmentation, segment->end) && g_test_rand_bit ())
          segment->end++;
      }
  other = compare (self);
  assert_same (score, other);
}

/* Without fragments: of marks that are worth the same for an item the one whose
 * tag stands first in the set is taken, and the one left over may be a piece of
 * another item only if it has the other tag. */
static void
check_swapped_tags (World *self, const BylineScore *score)
{
  const guint a = g_test_rand_int_range (0, self->n_tags), b = g_test_rand_int_range (0, self->n_tags);
  g_autoptr (BylineScore) before = NULL;
  g_autoptr (BylineScore) after = NULL;

  self->settings.fragments = FALSE;
  before = compare (self);

  for (guint i = 0; i < self->n_items; i++)
    {
      BylineRawItem *item = &self->items[i];
      const guint16 credit = item->credits[a];

      item->credits[a] = item->credits[b];
      item->credits[b] = credit;
      item->tag = item->tag == a ? b : item->tag == b ? a : item->tag;
    }
  for (guint i = 0; i < self->n_marks; i++)
    self->marks[i].tag = self->marks[i].tag == a ? b : self->marks[i].tag == b ? a : self->marks[i].tag;
  after = compare (self);
  g_assert_cmpuint (before->score_bp, ==, after->score_bp);
  g_assert_cmpuint (before->marks_pt, ==, after->marks_pt);
}

/* Without fragments, for the same reason: rounding may break a tie. */
static void
check_scaled_weights (World *self, const BylineScore *score)
{
  const guint factor = g_test_rand_int_range (2, 10);
  g_autoptr (BylineScore) before = NULL;
  g_autoptr (BylineScore) after = NULL;

  self->settings.fragments = FALSE;
  before = compare (self);
  for (guint i = 0; i < self->n_items; i++)
    self->items[i].weight *= factor;
  after = compare (self);
  g_assert_cmpint (ABS ((int) before->score_bp - (int) after->score_bp), <=, 1);
}

/* A mark that touches no item, where there is room for one. */
static void
check_stray_mark (World *self, const BylineScore *score)
{
  g_autoptr (BylineScoreKey) key = byline_score_key_new (self->segmentation, self->tags, &self->settings, self->items, self->n_items);
  g_autoptr (BylineScore) other = NULL;
  BylineSpan *span = &self->mark_spans[self->n_marks];
  BylineNormal normal;
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;

  make_span (self, span);
  byline_normal_init (&normal, &key->normaliser, span, &arena);
  for (guint i = 0; i < key->n_items; i++)
    for (guint k = 0; k < key->items[i].n_boundaries; k++)
      if (byline_normal_overlap (&key->items[i].boundaries[k], &normal) > 0)
        return;

  self->marks[self->n_marks++] = (BylineRawMark) { span, g_test_rand_int_range (0, self->n_tags) };
  other = compare (self);
  g_assert_cmpuint (other->score_bp, <=, score->score_bp);
  g_assert_cmpuint (other->marks_pt, ==, score->marks_pt);
}

static void
check_totals (World *self, const BylineScore *score)
{
  const guint none = score->n_tags, width = none + 1;
  guint rows = 0, columns = 0, found = 0, of = 0;

  for (guint tag = 0; tag < none; tag++)
    for (guint i = 0; i < width; i++)
      {
        rows += score->confusion[tag * width + i];
        columns += score->confusion[i * width + tag];
      }
  g_assert_cmpuint (score->score_bp, <=, 10000);
  g_assert_cmpuint (rows, ==, score->required);
  g_assert_cmpuint (columns, ==, score->marks);
  g_assert_cmpuint (score->confusion[none * width + none], ==, 0);
  for (guint i = 0; i < score->n_layers; i++)
    {
      g_assert_cmpuint (score->layers[i].found + score->layers[i].wrong_tag, <=, score->layers[i].of);
      found += score->layers[i].found;
      of += score->layers[i].of;
    }
  g_assert_cmpuint (of, ==, score->required);
  g_assert_cmpuint (found, <=, of);
  g_assert_cmpuint (score->marks_pt, <=, score->max_pt);
}

static void
test_property (gconstpointer data)
{
  static const guint sizes[] = { 4, 4, 2, 3, 8, 12 };
  void (*check) (World *self, const BylineScore *score) = *(void (*const *) (World *, const BylineScore *)) data;
  g_autofree World *world = g_new (World, 1);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      BylineScore *score;

      world_init (world, sizes[round % G_N_ELEMENTS (sizes)]);
      score = compare (world);
      check (world, score);
      byline_score_free (score);
      world_clear (world);
    }
}

/* Whoever tags every passage of the key with every tag gains nothing. */
static void
test_every_tag_gains_nothing (void)
{
  static const guint sizes[] = { 2, 3, 4, 8, 12 };
  const BylineScoring standard = BYLINE_SCORING_INIT;
  g_autofree World *world = g_new (World, 1);

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (BylineScore) key_score = NULL;
      g_autoptr (BylineScore) score = NULL;

      world_init (world, sizes[round % G_N_ELEMENTS (sizes)]);
      byline_score_settings_init (&world->settings, &standard, world->n_tags);
      for (guint i = 0; i < world->n_items; i++)
        {
          world->items[i].optional = FALSE;
          for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
            world->items[i].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
        }
      world->n_marks = 0;
      for (guint i = 0; i < world->n_items; i++)
        for (guint tag = 0; tag < world->n_tags; tag++)
          world->marks[world->n_marks++] = (BylineRawMark) { world->items[i].span, tag };

      /* Items of the same words share their marks, so only others are counted. */
      score = compare (world);
      if (score->required > 0 && score->marks == score->required * world->n_tags)
        g_assert_cmpuint (score->score_bp, <, world->n_tags);
      world_clear (world);
    }
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*check) (World *self, const BylineScore *score); } properties[] = {
    { "/score/property/order", check_order },
    { "/score/property/repeated-mark", check_repeated_mark },
    { "/score/property/key-as-answer", check_key_as_answer },
    { "/score/property/punctuation", check_punctuation },
    { "/score/property/swapped-tags", check_swapped_tags },
    { "/score/property/scaled-weights", check_scaled_weights },
    { "/score/property/stray-mark", check_stray_mark },
    { "/score/property/totals", check_totals },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    g_test_add_data_func (properties[i].path, &properties[i].check, test_property);
  g_test_add_func ("/score/property/every-tag", test_every_tag_gains_nothing);
  return g_test_run ();
}
