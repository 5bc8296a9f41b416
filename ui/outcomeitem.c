/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcomeitem.h"

#include "config.h"

#include "language.h"
#include "report.h"

#include <glib/gi18n.h>

/* One row of a comparison: a passage, what became of it in a sentence, and why. */

struct _BylineOutcomeItem
{
  GObject parent;

  BylineSection section;
  gboolean header;
  guint count;
  guint start; /* of the passage, for text order */
  char *title;
  char *reason;
  const char *outcome; /* static */
  char *target;
  const BylineTag *tag; /* the pack's tag set keeps it */
};

G_DEFINE_FINAL_TYPE (BylineOutcomeItem, byline_outcome_item, G_TYPE_OBJECT)

static void
byline_outcome_item_finalize (GObject *object)
{
  BylineOutcomeItem *self = BYLINE_OUTCOME_ITEM (object);

  g_free (self->title);
  g_free (self->reason);
  g_free (self->target);
  G_OBJECT_CLASS (byline_outcome_item_parent_class)->finalize (object);
}

static void
byline_outcome_item_class_init (BylineOutcomeItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_outcome_item_finalize;
}

static void
byline_outcome_item_init (BylineOutcomeItem *self)
{
}

gboolean
byline_outcome_item_is_header (BylineOutcomeItem *self)
{
  return self->header;
}

const char *
byline_outcome_item_get_title (BylineOutcomeItem *self)
{
  return self->title;
}

const char *
byline_outcome_item_get_reason (BylineOutcomeItem *self)
{
  return self->reason;
}

const char *
byline_outcome_item_get_outcome (BylineOutcomeItem *self)
{
  return self->outcome;
}

gboolean
byline_outcome_item_says_outcome (BylineOutcomeItem *self)
{
  return g_str_has_prefix (self->title, self->outcome);
}

char *
byline_outcome_item_dup_spoken (BylineOutcomeItem *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (!byline_outcome_item_says_outcome (self))
    g_ptr_array_add (parts, (gpointer) self->outcome);
  g_ptr_array_add (parts, self->title);
  if (self->reason != NULL)
    g_ptr_array_add (parts, self->reason);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (". ", (char **) parts->pdata);
}

const char *
byline_outcome_item_get_target (BylineOutcomeItem *self)
{
  return self->target;
}

const BylineTag *
byline_outcome_item_get_tag (BylineOutcomeItem *self)
{
  return self->tag;
}

guint
byline_outcome_item_get_count (BylineOutcomeItem *self)
{
  return self->count;
}

/* The page paints both sides at once, where one id may stand on each. */
char *
byline_outcome_item_dup_mine (const BylineAnnotation *annotation)
{
  return g_strconcat ("mine ", annotation->id, NULL);
}

char *
byline_outcome_item_dup_key (const BylineAnnotation *annotation)
{
  return g_strconcat ("key ", annotation->id, NULL);
}

static const char *
get_outcome_word (BylineOutcome outcome)
{
  switch (outcome)
    {
    case BYLINE_OUTCOME_EXACT:
    case BYLINE_OUTCOME_CLOSE:
      return _ ("Found");
    case BYLINE_OUTCOME_PARTIAL:
      return _ ("Edges");
    case BYLINE_OUTCOME_WRONG_TAG:
      return _ ("Wrong tag");
    case BYLINE_OUTCOME_MISSED:
      /* Translators: the word that “Missed: “%s”.” begins with, not to be said twice.
       * So with “Open to discussion” and “Not in the key”. */
      return _ ("Missed");
    case BYLINE_OUTCOME_OPTIONAL_UNMARKED:
    case BYLINE_OUTCOME_OPTIONAL:
      return _ ("Open to discussion");
    case BYLINE_OUTCOME_DUPLICATE:
    case BYLINE_OUTCOME_DUPLICATE_EXACT:
      return _ ("Marked twice");
    case BYLINE_OUTCOME_EMPTY:
      return _ ("No words");
    default:
      return _ ("Not in the key");
    }
}

static BylineSection
get_section (BylineOutcome outcome)
{
  switch (outcome)
    {
    case BYLINE_OUTCOME_EXACT:
    case BYLINE_OUTCOME_CLOSE:
      return BYLINE_SECTION_FOUND;
    case BYLINE_OUTCOME_OPTIONAL_UNMARKED:
    case BYLINE_OUTCOME_OPTIONAL:
      return BYLINE_SECTION_OPEN;
    default:
      return BYLINE_SECTION_LOOK;
    }
}

static BylineOutcomeItem *
item_new (BylineTagSet *tags, BylineOutcome outcome, const BylineAnnotation *annotation, char *title, char *target)
{
  BylineOutcomeItem *self = g_object_new (BYLINE_TYPE_OUTCOME_ITEM, NULL);
  const int tag = byline_tag_set_find (tags, annotation->tag);

  self->section = get_section (outcome);
  self->outcome = get_outcome_word (outcome);
  self->start = byline_span_start (&annotation->span);
  self->title = title;
  self->target = target;
  self->tag = tag >= 0 ? byline_tag_set_get (tags, tag) : NULL;
  return self;
}

/* The reason, the rule behind it and the question, as far as the key has them. */
char *
byline_outcome_item_dup_reason (const BylineAnnotation *annotation)
{
  const char *language = byline_language_get ();
  const char *parts[] = {
    byline_annotation_get_note (annotation, language),
    annotation->rule,
    byline_annotation_get_question (annotation, language),
  };
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_ptr_array_add (lines, (gpointer) parts[i]);
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
add_items (GPtrArray *rows, BylineComparison *comparison)
{
  BylineArticle *article = comparison->article;
  BylineTagSet *tags = byline_pack_get_tags (comparison->pack);

  for (guint i = 0; i < comparison->score->n_items; i++)
    {
      const BylineItemResult *result = &comparison->score->items[i];
      const BylineAnnotation *item = byline_annotations_get (comparison->key, result->annotation);
      char *title = byline_report_item (article, tags, comparison->key, comparison->work, comparison->score, i);
      char *target = result->span >= 0
                         ? byline_outcome_item_dup_mine (byline_annotations_get (comparison->work, result->span))
                         : byline_outcome_item_dup_key (item);
      BylineOutcomeItem *row = item_new (tags, result->optional ? BYLINE_OUTCOME_OPTIONAL : result->outcome, item, title, target);

      row->reason = byline_outcome_item_dup_reason (item);
      g_ptr_array_add (rows, row);
    }
}

static void
add_spans (GPtrArray *rows, BylineComparison *comparison)
{
  BylineArticle *article = comparison->article;
  BylineTagSet *tags = byline_pack_get_tags (comparison->pack);

  for (guint i = 0; i < comparison->score->n_spans; i++)
    {
      const BylineSpanResult *result = &comparison->score->spans[i];
      const BylineAnnotation *mark = byline_annotations_get (comparison->work, i);

      if (result->outcome < BYLINE_OUTCOME_DUPLICATE)
        continue;
      g_ptr_array_add (rows, item_new (tags, result->outcome, mark,
                                       byline_report_span (article, tags, comparison->key, comparison->work, comparison->score, i),
                                       byline_outcome_item_dup_mine (mark)));
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const BylineOutcomeItem *one = *(BylineOutcomeItem **) a, *two = *(BylineOutcomeItem **) b;

  if (one->section != two->section)
    return one->section < two->section ? -1 : 1;
  return (one->start > two->start) - (one->start < two->start);
}

static BylineOutcomeItem *
header_new (BylineSection section, guint count)
{
  const char *titles[] = { N_ ("Worth a look"), N_ ("Found"), N_ ("Open to discussion") };
  BylineOutcomeItem *self = g_object_new (BYLINE_TYPE_OUTCOME_ITEM, NULL);

  self->header = TRUE;
  self->count = count;
  self->title = g_strdup (_ (titles[section]));
  return self;
}

GPtrArray *
byline_outcome_item_list (BylineComparison *comparison)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  guint counts[BYLINE_N_SECTIONS] = { 0 };

  add_items (rows, comparison);
  add_spans (rows, comparison);
  g_ptr_array_sort (rows, compare_rows);

  for (guint i = 0; i < rows->len; i++)
    counts[((BylineOutcomeItem *) g_ptr_array_index (rows, i))->section]++;
  for (guint i = 0; i < rows->len; i++)
    {
      BylineOutcomeItem *row = g_ptr_array_index (rows, i);
      const BylineOutcomeItem *before = i > 0 ? g_ptr_array_index (rows, i - 1) : NULL;

      if (before == NULL || before->section != row->section)
        g_ptr_array_add (list, header_new (row->section, counts[row->section]));
      g_ptr_array_add (list, g_object_ref (row));
    }
  return list;
}
