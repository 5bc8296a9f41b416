/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-private.h"

#include "config.h"

#include "person.h"

#include <glib/gi18n.h>

/* Whose work is on the desk in the reading room. */

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
