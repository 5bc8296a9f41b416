/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saver.h"

#include "error.h"

/* Writes work to its file off the main loop: one write at a time, always the
 * newest state, each durable before it is called saved. */

/* Milliseconds in which changes are gathered into one write. */
#define GATHER 40
/* Milliseconds after which a failed write is tried again. */
#define AGAIN 4000

struct _BylineSaver
{
  GObject parent;

  BylineWorkFile *file;
  BylineAnnotations *next; /* what is still to be written */
  BylineHistory *next_history;
  gboolean busy;
  guint timeout;
  BylineSaveState state;
  char *problem;
  GList *flushes; /* of GTask */
};

typedef struct
{
  BylineWorkFile *file; /* the saver outlives the task and owns it */
  BylineAnnotations *annotations;
  BylineHistory *history;
} Job;

enum { PROP_STATE = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BylineSaver, byline_saver, G_TYPE_OBJECT)

static void start (BylineSaver *self);

static void
job_free (Job *job)
{
  byline_annotations_unref (job->annotations);
  g_clear_pointer (&job->history, byline_history_free);
  g_free (job);
}

static void
set_state (BylineSaver *self, BylineSaveState state, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (self->state == state && problem == NULL)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
answer_flushes (BylineSaver *self, const GError *error)
{
  g_autolist (GTask) flushes = g_steal_pointer (&self->flushes);

  for (GList *item = flushes; item != NULL; item = item->next)
    if (error != NULL)
      g_task_return_error (item->data, g_error_copy (error));
    else
      g_task_return_boolean (item->data, TRUE);
}

static gboolean
timeout_cb (gpointer data)
{
  BylineSaver *self = data;

  self->timeout = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (BylineSaver *self, guint milliseconds)
{
  if (self->timeout == 0 && !self->busy)
    self->timeout = g_timeout_add (milliseconds, timeout_cb, self);
}

static gboolean
save_history (Job *job, GError **error)
{
  gsize size;
  g_autofree char *log = byline_history_to_data (job->history, &size);

  return byline_work_file_save_history (job->file, log, size, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  gsize size;
  g_autofree char *text = byline_annotations_to_data (job->annotations, &size);

  if (!byline_work_file_save (job->file, text, size, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Without its undo log the work is whole: no reason to call it unsaved. */
  if (job->history != NULL && !save_history (job, &error))
    g_debug ("The undo log was not saved: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BylineSaver *self = BYLINE_SAVER (source);
  g_autoptr (GError) error = NULL;
  Job *job = g_task_get_task_data (G_TASK (result));

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (self->next == NULL)
        {
          self->next = byline_annotations_ref (job->annotations);
          self->next_history = g_steal_pointer (&job->history);
        }
      set_state (self, BYLINE_SAVE_FAILED, error->message);
      answer_flushes (self, error);
      /* Finished work in the way, or that of a newer Byline, does not go away. */
      if (error->domain != BYLINE_ERROR)
        schedule (self, AGAIN);
      return;
    }

  if (self->next != NULL)
    {
      start (self);
      return;
    }
  set_state (self, BYLINE_SAVE_DONE, NULL);
  answer_flushes (self, NULL);
}

static void
start (BylineSaver *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->busy || self->next == NULL)
    return;

  job = g_new0 (Job, 1);
  job->file = self->file;
  job->annotations = g_steal_pointer (&self->next);
  job->history = g_steal_pointer (&self->next_history);

  self->busy = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
byline_saver_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_uint (value, BYLINE_SAVER (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
byline_saver_finalize (GObject *object)
{
  BylineSaver *self = BYLINE_SAVER (object);

  g_assert (!self->busy && self->flushes == NULL);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->next, byline_annotations_unref);
  g_clear_pointer (&self->next_history, byline_history_free);
  g_clear_pointer (&self->file, byline_work_file_close);
  g_clear_pointer (&self->problem, g_free);
  G_OBJECT_CLASS (byline_saver_parent_class)->finalize (object);
}

static void
byline_saver_class_init (BylineSaverClass *class)
{
  G_OBJECT_CLASS (class)->get_property = byline_saver_get_property;
  G_OBJECT_CLASS (class)->finalize = byline_saver_finalize;

  /**
   * BylineSaver:state:
   *
   * A #BylineSaveState.
   */
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, BYLINE_SAVE_FAILED, BYLINE_SAVE_NOTHING,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);
}

static void
byline_saver_init (BylineSaver *self)
{
}

/**
 * byline_saver_new:
 * @file: (transfer full): the locked file to write to
 *
 * Returns: (transfer full): a saver
 */
BylineSaver *
byline_saver_new (BylineWorkFile *file)
{
  BylineSaver *self = g_object_new (BYLINE_TYPE_SAVER, NULL);

  self->file = file;
  return self;
}

BylineSaveState
byline_saver_get_state (BylineSaver *self)
{
  return self->state;
}

/**
 * byline_saver_get_problem:
 *
 * Returns: (nullable): why the last write failed, a sentence
 */
const char *
byline_saver_get_problem (BylineSaver *self)
{
  return self->problem;
}

const char *
byline_saver_get_path (BylineSaver *self)
{
  return byline_work_file_get_path (self->file);
}

/**
 * byline_saver_save:
 * @self: a saver
 * @annotations: the work as it is now; copied
 * @history: (nullable): the undo log that goes with it; copied
 *
 * Has the work written soon. A state that was asked for before and is not yet
 * being written is skipped.
 */
void
byline_saver_save (BylineSaver *self, BylineAnnotations *annotations, BylineHistory *history)
{
  g_clear_pointer (&self->next, byline_annotations_unref);
  self->next = byline_annotations_copy (annotations);
  g_clear_pointer (&self->next_history, byline_history_free);
  self->next_history = history != NULL ? byline_history_copy (history) : NULL;

  if (self->state != BYLINE_SAVE_FAILED)
    set_state (self, BYLINE_SAVE_PENDING, NULL);
  else
    g_clear_handle_id (&self->timeout, g_source_remove);
  schedule (self, GATHER);
}

/**
 * byline_saver_flush_async:
 * @self: a saver
 *
 * Answers when everything asked for is durable, or with why it is not.
 */
void
byline_saver_flush_async (BylineSaver *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  if (!self->busy && self->next == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  self->flushes = g_list_prepend (self->flushes, task);
  g_clear_handle_id (&self->timeout, g_source_remove);
  start (self);
}

/* Answers the next try, which comes by itself. */
static void
wait_for_next_try (BylineSaver *self, GAsyncReadyCallback callback, gpointer data)
{
  self->flushes = g_list_prepend (self->flushes, g_task_new (self, NULL, callback, data));
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BylineSaver *self = BYLINE_SAVER (source);
  g_autoptr (GError) error = NULL;

  if (!byline_saver_flush_finish (self, result, &error) && error->domain != BYLINE_ERROR)
    {
      wait_for_next_try (self, finished_cb, data);
      return;
    }
  if (error != NULL)
    g_warning ("%s: %s", byline_saver_get_path (self), error->message);
  if (data != NULL)
    g_application_release (data);
  g_object_unref (self);
}

/**
 * byline_saver_finish:
 * @self: (transfer full): a saver that nobody looks at any more
 *
 * What was asked for is written all the same, also when the disk has no room
 * now; until then the program does not end.
 */
void
byline_saver_finish (BylineSaver *self)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_hold (application);
  byline_saver_flush_async (self, finished_cb, application);
}

gboolean
byline_saver_flush_finish (BylineSaver *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
