/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notebox.h"

#include "config.h"

#include <glib/gi18n.h>

/* Where a note is written. It is kept as soon as the writer goes elsewhere or
 * presses Enter; Shift+Enter begins a new line. */

struct _BylineNoteBox
{
  GtkWidget parent;

  GtkTextView *view;
  char *note; /* as it was kept last */
};

enum { WRITTEN, DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineNoteBox, byline_note_box, GTK_TYPE_WIDGET)

static char *
dup_text (BylineNoteBox *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->view), &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->view), &start, &end, FALSE));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, BylineNoteBox *self)
{
  const gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;

  if (keyval != GDK_KEY_Escape && !(enter && (state & GDK_SHIFT_MASK) == 0))
    return FALSE;

  byline_note_box_keep (self);
  g_signal_emit (self, signals[DONE], 0);
  return TRUE;
}

static gboolean
byline_note_box_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BYLINE_NOTE_BOX (widget)->view));
}

static void
byline_note_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_note_box_parent_class)->dispose (object);
}

static void
byline_note_box_finalize (GObject *object)
{
  g_clear_pointer (&BYLINE_NOTE_BOX (object)->note, g_free);
  G_OBJECT_CLASS (byline_note_box_parent_class)->finalize (object);
}

static void
byline_note_box_class_init (BylineNoteBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_note_box_dispose;
  G_OBJECT_CLASS (class)->finalize = byline_note_box_finalize;
  widget_class->grab_focus = byline_note_box_grab_focus;

  /**
   * BylineNoteBox::written:
   * @note: the note as it is now, empty for none
   */
  signals[WRITTEN] = g_signal_new ("written", BYLINE_TYPE_NOTE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * BylineNoteBox::done:
   *
   * The writer pressed Enter or Escape.
   */
  signals[DONE] = g_signal_new ("done", BYLINE_TYPE_NOTE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/notebox.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineNoteBox, view);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, byline_note_box_keep);
}

static void
byline_note_box_init (BylineNoteBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("Enter keeps the note, Shift+Enter begins a new line"), -1);
}

/**
 * byline_note_box_set_note:
 * @self: a note box
 * @note: (nullable): what to show instead
 */
void
byline_note_box_set_note (BylineNoteBox *self, const char *note)
{
  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), note != NULL ? note : "", -1);
}

/**
 * byline_note_box_keep:
 *
 * Tells what was written, if it is something else than before.
 */
void
byline_note_box_keep (BylineNoteBox *self)
{
  g_autofree char *text = dup_text (self);

  if (g_strcmp0 (text, self->note != NULL ? self->note : "") == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (text);
  g_signal_emit (self, signals[WRITTEN], 0, text);
}

gboolean
byline_note_box_has_note (BylineNoteBox *self)
{
  return self->note != NULL && *self->note != '\0';
}
