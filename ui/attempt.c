/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-private.h"

#include "config.h"

#include "person.h"

#include <glib/gi18n.h>

/* Whose work is on the desk, and the life of an attempt: draft, finished,
 * compared, once more. */

BylineSide
byline_reading_get_side (BylineReading *self)
{
  if (gtk_toggle_button_get_active (self->show_mine))
    return BYLINE_SIDE_MINE;
  return gtk_toggle_button_get_active (self->show_key) ? BYLINE_SIDE_KEY : BYLINE_SIDE_BOTH;
}

/* Somebody else may be working by now. */
static gboolean
is_of_session (BylineComparison *comparison, BylineSession *session)
{
  return g_strcmp0 (byline_annotations_get_id (comparison->work), byline_annotations_get_id (byline_session_get_annotations (session))) == 0;
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineComparison) comparison = byline_comparison_new_finish (result, &error);
  g_autofree char *text = NULL;

  if (self->session != BYLINE_SESSION (source) || !byline_session_is_committed (self->session)
      || (comparison != NULL && !is_of_session (comparison, self->session)))
    return;
  if (comparison == NULL)
    {
      text = g_strdup_printf (_ ("The key cannot be read: %s"), error->message);
      byline_reading_show_problem (self, text);
      return;
    }

  byline_marker_set_comparison (self->marker, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  self->comparison = g_steal_pointer (&comparison);
  byline_marker_set_comparison (self->marker, self->comparison);
  byline_comparison_pane_show (self->comparison_pane, self->comparison);
  gtk_stack_set_visible_child_name (self->side_stack, "comparison");
  adw_flap_set_reveal_flap (self->flap, TRUE);
  byline_look_show_comparison (byline_reading_get_bridge (self), self->comparison, byline_reading_get_side (self));
  byline_reading_update (self);
  byline_reading_say (self, _ ("Compared with the key."));
}

/**
 * byline_reading_compare:
 *
 * Shows finished work beside the key.
 */
void
byline_reading_compare (BylineReading *self)
{
  byline_session_compare_async (self->session, compared_cb, g_object_ref (self));
}

/* Whose work. */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;
  const gboolean done = byline_session_open_finish (BYLINE_SESSION (source), result, &recovered, &error);

  if (self->session != BYLINE_SESSION (source))
    return;
  if (!done)
    {
      byline_marker_forget (self->marker);
      byline_reading_show_problem (self, error->message);
      return;
    }

  byline_reading_set_person (self, byline_session_get_code_name (self->session));
  byline_reading_show_problem (self, recovered);
  byline_marker_resume (self->marker);
  if (self->note_wanted)
    gtk_widget_activate_action (GTK_WIDGET (self), "reading.article-note", NULL);
  self->note_wanted = FALSE;
}

/**
 * byline_reading_set_person:
 * @self: the room
 * @code_name: (nullable): who is working from now on, in the next article too;
 *   %NULL: nobody has said
 */
void
byline_reading_set_person (BylineReading *self, const char *code_name)
{
  g_autofree char *person = g_strdup (code_name);

  g_free (self->person);
  self->person = g_steal_pointer (&person);
  self->nobody = FALSE;
}

/**
 * byline_reading_choose_person:
 * @self: the room
 * @last: (nullable): who worked on an article last
 *
 * Returns: (nullable): whose work on it to open: who is working now, else who was
 *   last, but nobody's when somebody has just said "Not me"
 */
const char *
byline_reading_choose_person (BylineReading *self, const char *last)
{
  if (self->person != NULL)
    return self->person;
  return self->nobody ? NULL : last;
}

/**
 * byline_reading_open_work:
 * @self: the room
 * @code_name: (nullable): whose work
 * @work_path: (nullable): a work file outside the store
 */
void
byline_reading_open_work (BylineReading *self, const char *code_name, const char *work_path)
{
  byline_session_open_async (self->session, code_name, work_path, opened_cb, g_object_ref (self));
}

static void
person_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autofree char *code_name = byline_person_ask_finish (result);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (self->session == NULL || byline_session_get_annotations (self->session) != NULL || byline_session_is_opening (self->session))
    return;
  if (code_name != NULL)
    byline_reading_open_work (self, code_name, NULL);
  else
    {
      byline_marker_forget (self->marker);
      self->note_wanted = FALSE;
    }
}

void
byline_reading_ask_person (BylineReading *self)
{
  /* Who was named before is not asked again, only tried again. */
  if (self->person != NULL)
    byline_reading_open_work (self, self->person, NULL);
  else
    byline_person_ask_async (byline_reading_get_window (self), byline_session_get_store (self->session), person_cb, g_object_ref (self));
}

/* The three commands, as a widget action wants them. */

void
byline_reading_not_me (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  if (!byline_reading_may_leave (self))
    return;
  byline_reading_keep_notes (self);
  byline_marker_forget (self->marker);
  byline_reading_set_person (self, NULL);
  self->nobody = TRUE;
  byline_session_leave (self->session);
  byline_reading_ask_person (self);
}

/**
 * byline_reading_may_leave:
 *
 * Work that could not be saved yet is not left behind: says so instead.
 *
 * Returns: whether the room may show something else
 */
gboolean
byline_reading_may_leave (BylineReading *self)
{
  if (self->session == NULL || byline_session_get_save_state (self->session) != BYLINE_SAVE_FAILED)
    return TRUE;
  byline_reading_say (self, _ ("Your last changes are not saved yet. Byline stays here until they are."));
  return FALSE;
}

/* The life of an attempt. */

typedef struct
{
  BylineReading *self; /* weak */
  BylineSession *session;
  guint attempt;
} Finishing;

static void
finishing_free (gpointer data, GClosure *closure)
{
  Finishing *finishing = data;

  g_clear_weak_pointer (&finishing->self);
  g_object_unref (finishing->session);
  g_free (finishing);
}

/* The answer is for the attempt that was asked about, whatever is shown by now. */
static void
finish_response_cb (AdwMessageDialog *dialog, const char *response, Finishing *finishing)
{
  BylineSession *session = finishing->session;

  if (g_str_equal (response, "finish") && finishing->self != NULL && finishing->self->session == session
      && byline_session_is_open (session) && byline_session_get_attempt (session) == finishing->attempt)
    byline_session_commit (session);
}

void
byline_reading_finish (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  const guint n = byline_annotations_get_size (byline_session_get_annotations (self->session));
  Finishing *finishing = g_new0 (Finishing, 1);
  GtkWidget *dialog;
  g_autofree char *body = NULL;

  byline_reading_keep_notes (self);
  g_set_weak_pointer (&finishing->self, self);
  finishing->session = g_object_ref (self->session);
  finishing->attempt = byline_session_get_attempt (self->session);
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "You tagged %u passage. You will see the key and the reasons; this attempt can then no longer be changed.",
                                       "You tagged %u passages. You will see the key and the reasons; this attempt can then no longer be changed.", n),
                          n);
  dialog = adw_message_dialog_new (byline_reading_get_window (self), _ ("Finish and compare?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Working"), "finish", _ ("_Finish and Compare"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "finish", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "finish");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (finish_response_cb), finishing, finishing_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  const gboolean done = byline_session_retry_finish (BYLINE_SESSION (source), result, &error);

  if (self->session != BYLINE_SESSION (source))
    return;
  if (!done)
    {
      byline_reading_show_problem (self, error->message);
      return;
    }
  text = g_strdup_printf (_ ("Attempt %u begins."), byline_session_get_attempt (BYLINE_SESSION (source)));
  byline_reading_say (self, text);
}

void
byline_reading_retry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_session_retry_async (self->session, retried_cb, g_object_ref (self));
}
