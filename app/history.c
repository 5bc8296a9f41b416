/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include "json.h"

#include <string.h>

#define FORMAT "byline-history"
#define VERSION 1

struct _BylineHistory
{
  BylineAnnotations *annotations;
  GPtrArray *steps; /* of GPtrArray of BylineChange */
  guint done;       /* the steps from here on can be redone */
  GPtrArray *open;  /* (nullable): the step between begin and end */
};

static void
change_free (gpointer data)
{
  BylineChange *change = data;

  g_clear_pointer (&change->before, byline_annotation_unref);
  g_clear_pointer (&change->after, byline_annotation_unref);
  g_free (change->note_before);
  g_free (change->note_after);
  g_free (change);
}

static GPtrArray *
step_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

/**
 * byline_history_new:
 * @annotations: what is going to be edited
 *
 * Returns: (transfer full): a history in which nothing has happened yet
 */
BylineHistory *
byline_history_new (BylineAnnotations *annotations)
{
  BylineHistory *self = g_new0 (BylineHistory, 1);

  self->annotations = byline_annotations_ref (annotations);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * byline_history_copy:
 * @self: a history between two steps
 *
 * A copy to be written in another thread: a step never changes once it is made,
 * so that only references are taken.
 *
 * Returns: (transfer full): the copy, which belongs to no annotations: only
 *   byline_history_to_data() and byline_history_free() may be called with it
 */
BylineHistory *
byline_history_copy (BylineHistory *self)
{
  BylineHistory *copy = g_new0 (BylineHistory, 1);

  copy->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  copy->done = self->done;
  for (guint i = 0; i < self->steps->len; i++)
    g_ptr_array_add (copy->steps, g_ptr_array_ref (g_ptr_array_index (self->steps, i)));
  return copy;
}

void
byline_history_free (BylineHistory *self)
{
  g_clear_pointer (&self->annotations, byline_annotations_unref);
  g_ptr_array_unref (self->steps);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_free (self);
}

static void
add_step (BylineHistory *self, GPtrArray *step)
{
  g_ptr_array_set_size (self->steps, self->done);
  g_ptr_array_add (self->steps, step);
  self->done++;
}

static void
apply (BylineAnnotations *annotations, const BylineChange *change)
{
  if (change->after != NULL)
    byline_annotations_put (annotations, change->after, change->index);
  else if (change->before != NULL)
    byline_annotations_remove (annotations, change->before->id, NULL);
  else
    byline_annotations_set_note (annotations, change->note_after);
}

static void
revert (BylineAnnotations *annotations, const BylineChange *change)
{
  if (change->before != NULL)
    byline_annotations_put (annotations, change->before, change->index);
  else if (change->after != NULL)
    byline_annotations_remove (annotations, change->after->id, NULL);
  else
    byline_annotations_set_note (annotations, change->note_before);
}

static void
add_change (BylineHistory *self, BylineChange *change)
{
  GPtrArray *step;

  apply (self->annotations, change);
  if (self->open != NULL)
    {
      g_ptr_array_add (self->open, change);
      return;
    }
  step = step_new ();
  g_ptr_array_add (step, change);
  add_step (self, step);
}

/**
 * byline_history_put:
 * @annotation: a new one, or the edited copy of one that is there
 *
 * Puts @annotation in its place, or last.
 */
void
byline_history_put (BylineHistory *self, BylineAnnotation *annotation)
{
  BylineAnnotation *before = byline_annotations_find (self->annotations, annotation->id);
  BylineChange *change = g_new0 (BylineChange, 1);

  change->before = before != NULL ? byline_annotation_ref (before) : NULL;
  change->after = byline_annotation_ref (annotation);
  change->index = byline_annotations_get_index (self->annotations, annotation->id);
  add_change (self, change);
}

/**
 * byline_history_remove:
 * @id: an annotation's id
 *
 * Returns: whether there was one
 */
gboolean
byline_history_remove (BylineHistory *self, const char *id)
{
  BylineAnnotation *before = byline_annotations_find (self->annotations, id);
  BylineChange *change;

  if (before == NULL)
    return FALSE;
  change = g_new0 (BylineChange, 1);
  change->before = byline_annotation_ref (before);
  change->index = byline_annotations_get_index (self->annotations, id);
  add_change (self, change);
  return TRUE;
}

/**
 * byline_history_set_note:
 * @note: (nullable): the note on the whole article
 */
void
byline_history_set_note (BylineHistory *self, const char *note)
{
  const char *before = byline_annotations_get_note (self->annotations);
  BylineChange *change;

  if (note != NULL && *note == '\0')
    note = NULL;
  if (g_strcmp0 (before, note) == 0)
    return;
  change = g_new0 (BylineChange, 1);
  change->note_before = g_strdup (before);
  change->note_after = g_strdup (note);
  add_change (self, change);
}

/**
 * byline_history_begin:
 *
 * Opens a step: what follows, until byline_history_end(), is undone at once.
 */
void
byline_history_begin (BylineHistory *self)
{
  g_return_if_fail (self->open == NULL);
  self->open = step_new ();
}

void
byline_history_end (BylineHistory *self)
{
  g_return_if_fail (self->open != NULL);
  if (self->open->len > 0)
    add_step (self, g_ptr_array_ref (self->open));
  g_clear_pointer (&self->open, g_ptr_array_unref);
}

gboolean
byline_history_can_undo (BylineHistory *self)
{
  return self->open == NULL && self->done > 0;
}

gboolean
byline_history_can_redo (BylineHistory *self)
{
  return self->open == NULL && self->done < self->steps->len;
}

static GPtrArray *
undo_step (GPtrArray *step, BylineAnnotations *annotations)
{
  for (guint i = step->len; i > 0; i--)
    revert (annotations, g_ptr_array_index (step, i - 1));
  return step;
}

static GPtrArray *
redo_step (GPtrArray *step, BylineAnnotations *annotations)
{
  for (guint i = 0; i < step->len; i++)
    apply (annotations, g_ptr_array_index (step, i));
  return step;
}

/**
 * byline_history_undo:
 *
 * Returns: (transfer none) (nullable): the changes of the step that was undone,
 *   in the order made; %NULL when there is none
 */
GPtrArray *
byline_history_undo (BylineHistory *self)
{
  if (!byline_history_can_undo (self))
    return NULL;
  return undo_step (g_ptr_array_index (self->steps, --self->done), self->annotations);
}

/**
 * byline_history_redo:
 *
 * Returns: (transfer none) (nullable): the changes of the step that was made again
 */
GPtrArray *
byline_history_redo (BylineHistory *self)
{
  if (!byline_history_can_redo (self))
    return NULL;
  return redo_step (g_ptr_array_index (self->steps, self->done++), self->annotations);
}

static JsonObject *
change_to_json (const BylineChange *change)
{
  JsonObject *object = json_object_new ();

  if (change->before == NULL && change->after == NULL)
    {
      json_object_set_string_member (object, "noteBefore", change->note_before != NULL ? change->note_before : "");
      json_object_set_string_member (object, "noteAfter", change->note_after != NULL ? change->note_after : "");
      return object;
    }
  json_object_set_int_member (object, "index", change->index);
  if (change->before != NULL)
    json_object_set_member (object, "before", json_node_ref (change->before->node));
  if (change->after != NULL)
    json_object_set_member (object, "after", json_node_ref (change->after->node));
  return object;
}

/**
 * byline_history_to_data:
 * @size: (out): bytes, without the NUL that follows them
 *
 * Returns: (transfer full): the `….history` file
 */
char *
byline_history_to_data (BylineHistory *self, gsize *size)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = byline_json_new_object (object);
  JsonArray *steps = json_array_new ();

  for (guint i = 0; i < self->steps->len; i++)
    {
      GPtrArray *step = g_ptr_array_index (self->steps, i);
      JsonArray *changes = json_array_sized_new (step->len);

      for (guint k = 0; k < step->len; k++)
        json_array_add_object_element (changes, change_to_json (g_ptr_array_index (step, k)));
      json_array_add_array_element (steps, changes);
    }

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_int_member (object, "done", self->done);
  json_object_set_array_member (object, "steps", steps);
  return byline_json_print (root, size);
}

static gboolean
read_annotation (JsonObject *object, const char *member, BylineAnnotation **annotation)
{
  JsonObject *raw = NULL;

  if (!byline_json_get_object (object, "", member, FALSE, &raw, NULL))
    return FALSE;
  if (raw != NULL)
    *annotation = byline_annotation_new_from_json (raw, 0, NULL);
  return raw == NULL || *annotation != NULL;
}

static gboolean
read_note (JsonObject *object, const char *member, gboolean required, char **note)
{
  const char *text = NULL;

  if (!byline_json_get_string (object, "", member, required, &text, NULL))
    return FALSE;
  *note = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  return TRUE;
}

static gboolean
read_change (JsonNode *node, GPtrArray *step)
{
  BylineChange *change = g_new0 (BylineChange, 1);
  JsonObject *object;
  gboolean is_note;

  g_ptr_array_add (step, change);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!read_annotation (object, "before", &change->before)
      || !read_annotation (object, "after", &change->after)
      || !byline_json_get_uint (object, "", "index", FALSE, G_MAXINT, &change->index, NULL))
    return FALSE;
  if (change->before != NULL && change->after != NULL && !g_str_equal (change->before->id, change->after->id))
    return FALSE;

  is_note = change->before == NULL && change->after == NULL;
  return read_note (object, "noteBefore", is_note, &change->note_before)
         && read_note (object, "noteAfter", is_note, &change->note_after);
}

static gboolean
read_step (JsonNode *node, GPtrArray *steps)
{
  GPtrArray *step = step_new ();
  JsonArray *array;

  g_ptr_array_add (steps, step);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_change (json_array_get_element (array, i), step))
      return FALSE;
  return step->len > 0;
}

static gboolean
read_steps (BylineHistory *self, JsonObject *object)
{
  const char *format = "";
  guint version = 0;
  JsonArray *steps = NULL;

  if (!byline_json_get_string (object, "", "format", TRUE, &format, NULL) || !g_str_equal (format, FORMAT)
      || !byline_json_get_uint (object, "", "version", TRUE, VERSION, &version, NULL) || version != VERSION
      || !byline_json_get_array (object, "", "steps", TRUE, &steps, NULL)
      || !byline_json_get_uint (object, "", "done", TRUE, json_array_get_length (steps), &self->done, NULL))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (steps); i++)
    if (!read_step (json_array_get_element (steps, i), self->steps))
      return FALSE;
  return TRUE;
}

/* Whether the annotations are as the change left them, or as it found them. */
static gboolean
change_fits (const BylineChange *change, BylineAnnotations *annotations, gboolean is_done)
{
  const BylineAnnotation *expected = is_done ? change->after : change->before;
  const BylineAnnotation *any = change->after != NULL ? change->after : change->before;
  const BylineAnnotation *found;

  if (any == NULL)
    return g_strcmp0 (byline_annotations_get_note (annotations), is_done ? change->note_after : change->note_before) == 0;
  found = byline_annotations_find (annotations, any->id);
  if (found == NULL || expected == NULL)
    return found == expected;
  return json_object_equal (found->raw, expected->raw);
}

/* Plays all steps on copies: back to the beginning, then on to the end. */
static gboolean
steps_fit (BylineHistory *self)
{
  g_autoptr (BylineAnnotations) past = byline_annotations_copy (self->annotations);
  g_autoptr (BylineAnnotations) future = byline_annotations_copy (self->annotations);

  for (guint i = self->done; i > 0; i--)
    {
      GPtrArray *step = g_ptr_array_index (self->steps, i - 1);

      for (guint k = step->len; k > 0; k--)
        {
          if (!change_fits (g_ptr_array_index (step, k - 1), past, TRUE))
            return FALSE;
          revert (past, g_ptr_array_index (step, k - 1));
        }
    }
  for (guint i = self->done; i < self->steps->len; i++)
    {
      GPtrArray *step = g_ptr_array_index (self->steps, i);

      for (guint k = 0; k < step->len; k++)
        {
          if (!change_fits (g_ptr_array_index (step, k), future, FALSE))
            return FALSE;
          apply (future, g_ptr_array_index (step, k));
        }
    }
  return TRUE;
}

/**
 * byline_history_new_from_data:
 * @annotations: the work that the history belongs to
 * @data: (array length=size): the `….history` file
 * @size: bytes
 *
 * Reads a history. One that is damaged, or of another state of the work, can not
 * be trusted to undo anything: then nothing has happened yet.
 *
 * Returns: (transfer full): a history
 */
BylineHistory *
byline_history_new_from_data (BylineAnnotations *annotations, const char *data, gsize size)
{
  g_autoptr (BylineHistory) self = byline_history_new (annotations);
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, NULL);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) && read_steps (self, json_node_get_object (root)) && steps_fit (self))
    return g_steal_pointer (&self);
  return byline_history_new (annotations);
}
