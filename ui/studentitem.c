/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "studentitem.h"

#include "config.h"

#include "words.h"

#include <glib/gi18n.h>

/* One row of a class: a student with the outcome in a line, or a file that does
 * not count, and why. */

struct _BylineStudentItem
{
  GObject parent;

  gboolean header;
  char *title;
  char *line;
  char *percent;
  const BylineReviewStudent *student;
};

G_DEFINE_FINAL_TYPE (BylineStudentItem, byline_student_item, G_TYPE_OBJECT)

static void
byline_student_item_finalize (GObject *object)
{
  BylineStudentItem *self = BYLINE_STUDENT_ITEM (object);

  g_free (self->title);
  g_free (self->line);
  g_free (self->percent);
  G_OBJECT_CLASS (byline_student_item_parent_class)->finalize (object);
}

static void
byline_student_item_class_init (BylineStudentItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_student_item_finalize;
}

static void
byline_student_item_init (BylineStudentItem *self)
{
}

gboolean
byline_student_item_is_header (BylineStudentItem *self)
{
  return self->header;
}

const char *
byline_student_item_get_title (BylineStudentItem *self)
{
  return self->title;
}

const char *
byline_student_item_get_line (BylineStudentItem *self)
{
  return self->line;
}

const char *
byline_student_item_get_percent (BylineStudentItem *self)
{
  return self->percent;
}

const BylineReviewStudent *
byline_student_item_get_student (BylineStudentItem *self)
{
  return self->student;
}

char *
byline_student_item_dup_spoken (BylineStudentItem *self)
{
  const char *parts[] = { self->title, self->line, self->percent };
  g_autoptr (GPtrArray) said = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_ptr_array_add (said, (gpointer) parts[i]);
  g_ptr_array_add (said, NULL);
  return g_strjoinv (". ", (char **) said->pdata);
}

/* Takes @title and @line. */
static BylineStudentItem *
add (GPtrArray *rows, char *title, char *line)
{
  BylineStudentItem *self = g_object_new (BYLINE_TYPE_STUDENT_ITEM, NULL);

  self->title = title;
  self->line = line;
  g_ptr_array_add (rows, self);
  return self;
}

static void
add_header (GPtrArray *rows, const char *title, guint n)
{
  if (n > 0)
    add (rows, g_strdup_printf (_ ("%s: %u"), title, n), NULL)->header = TRUE;
}

/* "Found 11 of 15 · Statements: strong · Sources: look again" */
static char *
dup_outcome (const BylineRecord *record)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, _ ("Found %u of %u"), byline_record_count_found (record), record->required);
  for (guint i = 0; i < record->n_layers; i++)
    {
      g_autofree char *layer = byline_words_dup_layer (record->layers[i].layer);
      const char *band = byline_words_get_band (record->layers[i].band);

      if (*band != '\0')
        g_string_append_printf (line, _ (" · %s: %s"), layer, band);
    }
  return g_string_free (line, FALSE);
}

static gboolean
is_in_conflict (const BylineHandins *handins, const BylineHandin *handin)
{
  for (guint i = 0; i < handins->conflicts->len; i++)
    if (g_ptr_array_find (g_ptr_array_index (handins->conflicts, i), handin, NULL))
      return TRUE;
  return FALSE;
}

static void
add_student (GPtrArray *rows, const BylineReviewed *reviewed, const BylineReviewStudent *student)
{
  g_autofree char *outcome = dup_outcome (student->record);
  g_autofree char *attempt = student->n_earlier > 0
                                 ? g_strdup_printf (_ ("attempt %u"), student->handin->attempt)
                                 : NULL;
  const char *conflict = is_in_conflict (reviewed->handins, student->handin) ? _ ("in conflict, see below") : NULL;
  const char *parts[4] = { outcome };
  guint n = 1;
  BylineStudentItem *row;

  if (attempt != NULL)
    parts[n++] = attempt;
  if (conflict != NULL)
    parts[n++] = conflict;
  row = add (rows, g_strdup (student->name), g_strjoinv (" · ", (char **) parts));
  row->percent = byline_words_dup_percent (student->record->score_bp);
  row->student = student;
}

static void
add_files (GPtrArray *rows, const char *title, GPtrArray *handins, const char *why)
{
  add_header (rows, title, handins->len);
  for (guint i = 0; i < handins->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins, i);

      add (rows, g_path_get_basename (handin->file), g_strdup (why));
    }
}

static void
add_conflict (GPtrArray *rows, GPtrArray *conflict)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const BylineHandin *first = g_ptr_array_index (conflict, 0);
  const char *name = first->code_name;
  gboolean same = TRUE;
  g_autofree char *files = NULL;

  for (guint i = 0; i < conflict->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (conflict, i);

      same = same && g_strcmp0 (handin->student, first->student) == 0;
      g_ptr_array_add (names, g_path_get_basename (handin->file));
    }
  g_ptr_array_add (names, NULL);
  files = g_strjoinv (", ", (char **) names->pdata);
  add (rows, g_strdup (name != NULL ? name : first->student),
       g_strdup_printf (same ? _ ("The same attempt with different tags: %s. Ask which one counts.")
                             : _ ("Two people use this code name: %s. Both are counted."),
                        files));
}

/**
 * byline_student_item_list:
 * @reviewed: a class; must outlive the rows
 *
 * Returns: (transfer full) (element-type BylineStudentItem): the rows
 */
GPtrArray *
byline_student_item_list (const BylineReviewed *reviewed)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  const BylineHandins *handins = reviewed->handins;
  const BylineReview *review = reviewed->review;

  for (guint i = 0; i < review->students->len; i++)
    add_student (rows, reviewed, g_ptr_array_index (review->students, i));

  add_header (rows, _ ("In conflict"), handins->conflicts->len);
  for (guint i = 0; i < handins->conflicts->len; i++)
    add_conflict (rows, g_ptr_array_index (handins->conflicts, i));

  add_header (rows, _ ("Cannot be read"), review->damaged->len);
  for (guint i = 0; i < review->damaged->len; i++)
    {
      const BylineReviewDamaged *damaged = g_ptr_array_index (review->damaged, i);

      add (rows, g_path_get_basename (damaged->file), g_strdup (damaged->error));
    }

  add_files (rows, _ ("Not handed in"), handins->drafts, _ ("A draft: not finished yet."));
  add_files (rows, _ ("About something else"), handins->strangers, _ ("Work on another exercise."));
  add_files (rows, _ ("Twice"), handins->duplicates, _ ("The same file as another one; counted once."));
  add_header (rows, _ ("Missing"), handins->missing->len);
  for (guint i = 0; i < handins->missing->len; i++)
    add (rows, g_strdup (g_ptr_array_index (handins->missing, i)), g_strdup (_ ("Nothing from this code name.")));
  return rows;
}
