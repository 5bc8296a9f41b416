/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "score-core.h"

#include "config.h"

#include <glib/gi18n.h>

/**
 * byline_score_settings_init:
 * @self: (out caller-allocates): the constants of docs/scoring.md
 * @scoring: what the pack chooses
 * @n_tags: tags in the set
 *
 * A surplus mark costs what guessing among the tags would gain: 1/(T−1) of an
 * average mark in the standard setting.
 */
void
byline_score_settings_init (BylineScoreSettings *self, const BylineScoring *scoring, guint n_tags)
{
  static const guint over_pt[] = {
    [BYLINE_SURPLUS_OFF] = 0,
    [BYLINE_SURPLUS_MILD] = 7500,
    [BYLINE_SURPLUS_STANDARD] = 10000,
    [BYLINE_SURPLUS_STRICT] = 15000,
  };

  g_return_if_fail (n_tags >= BYLINE_TAGS_MIN);

  *self = (BylineScoreSettings) {
    .theta_min = 2500,
    .theta_wrong = 5000,
    .dup_min = 5000,
    .theta_full = 9000,
    .frag_inside = 8000,
    .over_pt = over_pt[scoring->surplus] / (n_tags - 1),
    .wrong_tag_pt = scoring->wrong_tag_pt,
    .partial = scoring->partial,
    .fragments = TRUE,
  };
}

static void
item_init (BylineKeyItem *self, const BylineRawItem *raw, guint source, const BylineNormal *normal, const BylineNormaliser *normaliser, BylineArena *arena)
{
  self->boundaries = byline_arena_new (arena, BylineNormal, (gsize) raw->n_alternatives + 1);
  self->numbers = byline_arena_new (arena, guint, (gsize) raw->n_alternatives + 1);
  self->boundaries[0] = *normal;
  self->numbers[0] = 0;
  self->n_boundaries = 1;
  self->start = normal->start;
  self->end = normal->end;

  for (guint i = 0; i < raw->n_alternatives; i++)
    {
      BylineNormal *boundary = &self->boundaries[self->n_boundaries];

      byline_normal_init (boundary, normaliser, raw->alternatives[i], arena);
      if (boundary->n_segments == 0)
        continue;
      self->numbers[self->n_boundaries++] = i + 1;
      self->start = MIN (self->start, boundary->start);
      self->end = MAX (self->end, boundary->end);
    }

  self->tag = raw->tag;
  self->weight = raw->weight;
  self->optional = raw->optional;
  memcpy (self->credits, raw->credits, sizeof self->credits);
  self->credits[raw->tag] = 10000;
  self->source = source;
}

static void
add_item (BylineScoreKey *self, const BylineKeyItem *item)
{
  if (!item->optional)
    {
      self->n_required++;
      self->required_weight += item->weight;
    }
  self->by_start[self->n_items] = self->n_items;
  self->items[self->n_items++] = *item;
}

static int
compare_starts (gconstpointer a, gconstpointer b, gpointer items)
{
  const guint one = ((BylineKeyItem *) items)[*(const guint *) a].start;
  const guint two = ((BylineKeyItem *) items)[*(const guint *) b].start;

  return (one > two) - (one < two);
}

static void
find_layers (BylineScoreKey *self)
{
  self->n_tags = byline_tag_set_get_size (self->tags);
  for (guint tag = 0; tag < self->n_tags; tag++)
    {
      const char *layer = byline_tag_set_get (self->tags, tag)->layer;
      guint i = 0;

      while (i < self->n_layers && !g_str_equal (self->layers[i], layer))
        i++;
      self->layers[i] = layer;
      self->n_layers = MAX (self->n_layers, i + 1);
      self->tag_layers[tag] = i;
    }
}

/**
 * byline_score_key_new:
 * @segmentation: of the article; has to outlive the key
 * @tags: the tag set
 * @settings: the constants
 * @items: (array length=n_items): in file order; not kept
 * @n_items: how many
 *
 * Normalises a key, leaves out empty and repeated items with a warning each, and
 * puts the rest in canonical order.
 *
 * Returns: (transfer full): free with byline_score_key_free()
 */
BylineScoreKey *
byline_score_key_new (const BylineSegmentation *segmentation, BylineTagSet *tags, const BylineScoreSettings *settings, const BylineRawItem *items, guint n_items)
{
  BylineScoreKey *self = g_new0 (BylineScoreKey, 1);
  g_auto (BylineArena) scratch = BYLINE_ARENA_INIT;
  BylineNormal *normals = byline_arena_new (&scratch, BylineNormal, n_items);
  guint *item_tags = byline_arena_new (&scratch, guint, n_items);
  guint *sources = byline_arena_new (&scratch, guint, n_items);
  guint *order = byline_arena_new (&scratch, guint, n_items);
  guint n = 0;

  byline_normaliser_init (&self->normaliser, segmentation);
  self->settings = *settings;
  self->tags = byline_tag_set_ref (tags);
  find_layers (self);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->items = byline_arena_new (&self->arena, BylineKeyItem, n_items);
  self->by_start = byline_arena_new (&self->arena, guint, n_items);

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].is_lost)
        continue;
      byline_normal_init (&normals[n], &self->normaliser, items[i].span, &self->arena);
      item_tags[n] = items[i].tag;
      sources[n] = i;
      if (normals[n].n_segments > 0)
        n++;
      else
        g_ptr_array_add (self->warnings, g_strdup_printf (_ ("Key item %u marks no words and is left out."), i + 1));
    }

  byline_normal_sort (normals, item_tags, n, &scratch, order);
  for (guint i = 0; i < n; i++)
    {
      const guint source = sources[order[i]];
      BylineKeyItem item;

      if (i > 0 && item_tags[order[i]] == item_tags[order[i - 1]] && byline_normal_equal (&normals[order[i]], &normals[order[i - 1]]))
        {
          g_ptr_array_add (self->warnings, g_strdup_printf (_ ("Key item %u repeats another one and is left out."), source + 1));
          continue;
        }
      item_init (&item, &items[source], source, &normals[order[i]], &self->normaliser, &self->arena);
      add_item (self, &item);
    }
  g_qsort_with_data (self->by_start, self->n_items, sizeof (guint), compare_starts, self->items);
  return self;
}

void
byline_score_key_free (BylineScoreKey *self)
{
  byline_normaliser_clear (&self->normaliser);
  byline_tag_set_unref (self->tags);
  g_ptr_array_unref (self->warnings);
  byline_arena_clear (&self->arena);
  g_free (self);
}
