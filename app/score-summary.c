/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

__extension__ typedef __int128 Wide;

static gboolean
is_found (BylineOutcome outcome)
{
  return outcome == BYLINE_OUTCOME_EXACT || outcome == BYLINE_OUTCOME_CLOSE || outcome == BYLINE_OUTCOME_PARTIAL;
}

/* Trained annotators agree far more on attributions than on statements, hence
 * the two scales (docs/scoring.md section 5, 4). */
static BylineBand
find_band (const char *layer, guint64 found, guint64 of)
{
  const gboolean is_source = g_str_equal (layer, "source");

  if (of < 3)
    return BYLINE_BAND_NONE;
  if (100 * found >= (is_source ? 80 : 60) * of)
    return BYLINE_BAND_STRONG;
  return 100 * found >= (is_source ? 60 : 40) * of ? BYLINE_BAND_ON_TRACK : BYLINE_BAND_REVISIT;
}

static void
fill_layers (const BylineScoreKey *key, BylineScore *score)
{
  guint64 overlaps[BYLINE_TAGS_MAX] = { 0 };

  score->n_layers = key->n_layers;
  score->layers = g_new0 (BylineLayerResult, key->n_layers);
  for (guint i = 0; i < key->n_items; i++)
    {
      const BylineItemResult *item = &score->items[i];
      const guint at = key->tag_layers[key->items[i].tag];
      BylineLayerResult *layer = &score->layers[at];

      if (item->optional)
        continue;
      layer->of++;
      layer->wrong_tag += item->outcome == BYLINE_OUTCOME_WRONG_TAG;
      if (is_found (item->outcome))
        {
          layer->found++;
          overlaps[at] += item->overlap_bp;
        }
    }

  for (guint i = 0; i < score->n_layers; i++)
    {
      BylineLayerResult *layer = &score->layers[i];

      layer->layer = key->layers[i];
      layer->edges_bp = layer->found > 0 ? overlaps[i] / layer->found : 0;
      layer->band = find_band (layer->layer, layer->found, layer->of);
    }
}

static void
fill_confusion (const BylineComparison *self, BylineScore *score)
{
  const guint none = score->n_tags;
  const guint width = score->n_tags + 1;

  score->confusion = g_new0 (guint, width * width);
  for (guint i = 0; i < self->key->n_items; i++)
    if (!score->items[i].optional)
      {
        const BylinePair *match = self->matches[i];
        const guint column = match != NULL ? self->mark_tags[match->mark] : none;

        score->confusion[self->key->items[i].tag * width + column]++;
      }

  for (guint mark = 0; mark < self->n_marks; mark++)
    {
      const BylineOutcome outcome = score->spans[self->sources[mark]].outcome;

      if (outcome == BYLINE_OUTCOME_EXTRA || outcome == BYLINE_OUTCOME_DUPLICATE)
        score->confusion[none * width + self->mark_tags[mark]]++;
    }
}

/* docs/scoring.md section 6; the products pass 64 bits from 10,000 items on. */
static void
fill_headline (const BylineComparison *self, BylineScore *score)
{
  const BylineScoreKey *key = self->key;
  const Wide cost = (Wide) key->settings.over_pt * (key->n_required > 0 ? key->required_weight : 1);
  Wide numerator, denominator;

  score->over_pt = key->settings.over_pt;
  score->required = key->n_required;
  score->max_pt = 10000 * key->required_weight;
  for (guint i = 0; i < score->n_items; i++)
    score->marks_pt += score->items[i].credit_pt;

  score->marks = self->n_marks;
  for (guint mark = 0; mark < self->n_marks; mark++)
    {
      const BylineOutcome outcome = score->spans[self->sources[mark]].outcome;

      score->marks -= outcome == BYLINE_OUTCOME_OPTIONAL || outcome == BYLINE_OUTCOME_FRAGMENT;
    }
  score->surplus = score->marks > score->required ? score->marks - score->required : 0;

  numerator = key->n_required > 0 ? (Wide) key->n_required * score->marks_pt : 10000;
  denominator = key->n_required > 0 ? (Wide) key->n_required * score->max_pt : 10000;
  numerator = MAX (0, numerator - cost * score->surplus);
  score->score_bp = MIN (10000, (20000 * numerator + denominator) / (2 * denominator));
}

/**
 * byline_comparison_summarise:
 * @self: a comparison with all its outcomes
 *
 * Adds layers, confusion matrix and headline to the score.
 */
void
byline_comparison_summarise (BylineComparison *self)
{
  self->score->n_tags = self->key->n_tags;
  fill_layers (self->key, self->score);
  fill_confusion (self, self->score);
  fill_headline (self, self->score);
}

/**
 * byline_outcome_get_name:
 *
 * Returns: as in the JSON of docs/formats.md section 5: "wrong_tag"
 */
const char *
byline_outcome_get_name (BylineOutcome outcome)
{
  static const char *const names[] = {
    "exact", "close", "partial", "wrong_tag", "missed", "optional_unmarked",
    "optional", "fragment", "duplicate", "duplicate_exact", "extra", "empty",
  };

  return names[outcome];
}

/**
 * byline_band_get_name:
 *
 * Returns: (nullable): as in the JSON; %NULL when there are too few items to tell
 */
const char *
byline_band_get_name (BylineBand band)
{
  static const char *const names[] = { NULL, "revisit", "on track", "strong" };

  return names[band];
}
