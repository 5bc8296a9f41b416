/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define TEXT "The mayor said the new budget is 12.5 % lower. “Crime has doubled,” she claimed, citing nobody. That is a disgrace; experts don’t agree… 團結 said so."
#define MAX_SPANS 64

/* Four bytes a span: where it starts, how long it is, its tag, and which side it is on;
 * a length of 0 adds a piece to the span before. */
typedef struct
{
  BylineSpan spans[2 * MAX_SPANS];
  BylineRawItem items[MAX_SPANS];
  BylineRawMark marks[MAX_SPANS];
  guint n_spans, n_items, n_marks;
} World;

static void
add_span (World *self, const uint8_t *bytes)
{
  BylineSpan *span = &self->spans[self->n_spans];

  if (self->n_items == MAX_SPANS || self->n_marks == MAX_SPANS)
    return;
  if (bytes[1] == 0)
    {
      if (self->n_spans > 0)
        byline_span_append (span - 1, bytes[0], bytes[0] + 1 + bytes[2] % 16);
      return;
    }

  *span = (BylineSpan) BYLINE_SPAN_INIT;
  byline_span_append (span, bytes[0], bytes[0] + bytes[1]);
  self->n_spans++;
  if (bytes[3] % 2 == 0)
    {
      self->marks[self->n_marks++] = (BylineRawMark) { span, bytes[2] % 4 };
      return;
    }
  self->items[self->n_items] = (BylineRawItem) { .span = span, .tag = bytes[2] % 4, .weight = 1 + bytes[3] / 16, .optional = bytes[3] / 2 % 8 == 0 };
  for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
    self->items[self->n_items].credits[tag] = BYLINE_TAG_NOT_ACCEPTED;
  self->items[self->n_items].credits[bytes[2] / 4 % 4] = bytes[2] * 39;
  self->n_items++;
}

/* What holds for every comparison: docs/scoring.md section 6. */
static void
check_score (const BylineScore *score)
{
  guint n_none = 0, n_required = 0;

  g_assert_cmpuint (score->score_bp, <=, 10000);
  g_assert_cmpuint (score->marks_pt, <=, score->max_pt);
  for (guint i = 0; i < score->n_items; i++)
    {
      const BylineItemResult *item = &score->items[i];

      g_assert_cmpuint (item->overlap_bp, <=, 10000);
      g_assert_true (item->optional ? item->credit_pt == 0 : TRUE);
      g_assert_cmpint (item->span >= 0, ==, item->outcome != BYLINE_OUTCOME_MISSED && item->outcome != BYLINE_OUTCOME_OPTIONAL_UNMARKED);
      if (item->span >= 0)
        g_assert_cmpint (score->spans[item->span].item, ==, i);
      n_required += !item->optional;
    }
  g_assert_cmpuint (score->required, ==, n_required);
  for (guint row = 0; row <= score->n_tags; row++)
    for (guint column = 0; column <= score->n_tags; column++)
      n_none += score->confusion[row * (score->n_tags + 1) + column];
  g_assert_cmpuint (n_none, >=, n_required);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const BylineScoring scoring = BYLINE_SCORING_INIT;
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (TEXT, sizeof TEXT - 1, "en");
  g_autofree World *world = g_new0 (World, 1);
  g_autoptr (BylineScoreKey) key = NULL;
  g_autoptr (BylineScore) score = NULL;
  BylineScoreSettings settings;

  for (size_t at = 0; at + 4 <= size; at += 4)
    add_span (world, data + at);
  byline_score_settings_init (&settings, &scoring, 4);
  key = byline_score_key_new (segmentation, byline_tag_set_get_default (), &settings, world->items, world->n_items);
  score = byline_score_key_compare (key, world->marks, world->n_marks);
  check_score (score);

  for (guint i = 0; i < world->n_spans; i++)
    byline_span_clear (&world->spans[i]);
  return 0;
}
