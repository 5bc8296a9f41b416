/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "passageitem.h"

#include "config.h"

#include "language.h"
#include "words.h"

#include <glib/gi18n.h>

/* One passage and what a class said of it. Nothing in title and line depends on
 * which answer is the key's: a class talks before it sees that. */

#define TITLE_LENGTH 160

/* From here on answers are called so, in 1/10,000. */
#define VERY_SPLIT 5000
#define SPLIT 2500

struct _BylinePassageItem
{
  GObject parent;

  char *title;
  char *line;
  const BylineAnnotation *key;
  guint counts[BYLINE_TAGS_MAX];
  guint n_found;
  guint n_edges;
  guint n_none;
};

G_DEFINE_FINAL_TYPE (BylinePassageItem, byline_passage_item, G_TYPE_OBJECT)

static void
byline_passage_item_finalize (GObject *object)
{
  BylinePassageItem *self = BYLINE_PASSAGE_ITEM (object);

  g_free (self->title);
  g_free (self->line);
  G_OBJECT_CLASS (byline_passage_item_parent_class)->finalize (object);
}

static void
byline_passage_item_class_init (BylinePassageItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_passage_item_finalize;
}

static void
byline_passage_item_init (BylinePassageItem *self)
{
}

const char *
byline_passage_item_get_title (BylinePassageItem *self)
{
  return self->title;
}

const char *
byline_passage_item_get_line (BylinePassageItem *self)
{
  return self->line;
}

const BylineAnnotation *
byline_passage_item_get_key (BylinePassageItem *self)
{
  return self->key;
}

guint
byline_passage_item_get_count (BylinePassageItem *self, guint tag)
{
  return self->counts[tag];
}

guint
byline_passage_item_get_n_none (BylinePassageItem *self)
{
  return self->n_none;
}

char *
byline_passage_item_dup_answer (BylinePassageItem *self)
{
  g_autofree char *found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u student found it", "%u students found it", self->n_found), self->n_found);
  g_autofree char *edges = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u with other edges", "%u with other edges", self->n_edges), self->n_edges);

  return self->n_edges > 0 ? g_strdup_printf (C_ ("the class", "%s, %s."), found, edges) : g_strdup_printf (C_ ("the class", "%s."), found);
}

/* "very split: 11 Opinion, 8 Claim, 5 not marked", the tags in the set's order. */
static char *
dup_line (const BylinePassageItem *self, BylineTagSet *tags, guint split)
{
  const char *word = split >= VERY_SPLIT ? _ ("Very split") : split >= SPLIT ? _ ("Split") : _ ("Mostly agreed");
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *answers = NULL;

  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    if (self->counts[i] > 0)
      g_ptr_array_add (parts, g_strdup_printf (C_ ("number of students and tag", "%u %s"), self->counts[i],
                                               byline_tag_get_label (byline_tag_set_get (tags, i), byline_language_get ())));
  if (self->n_none > 0)
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u not marked", "%u not marked", self->n_none), self->n_none));
  g_ptr_array_add (parts, NULL);
  answers = g_strjoinv (", ", (char **) parts->pdata);
  return g_strdup_printf (_ ("%s: %s"), word, answers);
}

static BylinePassageItem *
item_new (const BylineReviewed *reviewed, const BylineItemStatistics *statistics)
{
  BylinePassageItem *self = g_object_new (BYLINE_TYPE_PASSAGE_ITEM, NULL);

  self->key = byline_annotations_get (reviewed->key, statistics->annotation);
  self->n_found = statistics->n_found;
  self->n_edges = statistics->n_edges;
  /* The tags that were given, also where the key accepts more than one. */
  self->n_none = reviewed->review->students->len;
  for (guint tag = 0; tag < BYLINE_TAGS_MAX; tag++)
    {
      self->counts[tag] = statistics->n_given[tag];
      self->n_none -= statistics->n_given[tag];
    }
  self->title = byline_words_dup_quote (reviewed->article, &self->key->span, TITLE_LENGTH);
  self->line = dup_line (self, byline_pack_get_tags (reviewed->pack), statistics->split);
  return self;
}

/**
 * byline_passage_item_list:
 * @reviewed: a class; must outlive the rows
 *
 * Returns: (transfer full) (element-type BylinePassageItem): the rows
 */
GPtrArray *
byline_passage_item_list (const BylineReviewed *reviewed)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) items = g_array_copy (reviewed->review->items);

  byline_classroom_sort_by_split (items);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rows, item_new (reviewed, &g_array_index (items, BylineItemStatistics, i)));
  return rows;
}
