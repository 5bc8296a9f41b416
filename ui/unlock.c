/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unlock.h"

#include "config.h"

#include "compat.h"
#include "error.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A sealed key: asks for the code that the teacher gives out, and opens the key
 * with it, in memory only. Making the key's key out of the code takes half a second
 * on purpose, in a thread. */

typedef struct
{
  BylinePack *pack;
  char *article_id;
  char *code; /* tried last */
  BylineAnnotations *key;
  gboolean answered;
  GtkWindow *parent;

  /* NULL while a known code is tried, and when the window is closed. */
  GtkWidget *window;
  GtkWidget *entry;
  GtkWidget *open;
  GtkWidget *spinner;
  GtkWidget *problem;
} Unlock;

static void
unlock_free (Unlock *self)
{
  byline_pack_unref (self->pack);
  g_clear_pointer (&self->key, byline_annotations_unref);
  g_clear_object (&self->parent);
  g_free (self->article_id);
  g_free (self->code);
  g_free (self);
}

typedef struct
{
  BylinePack *pack;
  char *article_id;
  char *code;
} Trial;

static void
trial_free (Trial *trial)
{
  byline_pack_unref (trial->pack);
  g_free (trial->article_id);
  g_free (trial->code);
  g_free (trial);
}

static void
try_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Trial *trial = data;
  GError *error = NULL;
  BylineAnnotations *key = byline_pack_unseal_key (trial->pack, trial->article_id, trial->code, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) byline_annotations_unref);
  else
    g_task_return_error (task, error);
}

static void
set_busy (Unlock *self, gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !busy);
  gtk_widget_set_sensitive (self->open, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

/* Heard as well as seen. */
static void
show_problem (Unlock *self, const GError *error)
{
  const gboolean wrong = g_error_matches (error, BYLINE_ERROR, BYLINE_ERROR_CODE);
  g_autofree char *text = NULL;

  if (wrong)
    text = g_strdup (_ ("This code does not open the key. Look at it once more, and try again."));
  else
    text = g_strdup_printf (_ ("The key cannot be opened: %s."), error->message);

  gtk_label_set_label (GTK_LABEL (self->problem), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  byline_compat_announce (self->problem, text);
  gtk_widget_set_visible (self->problem, TRUE);
  set_busy (self, FALSE);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
answer (GTask *task)
{
  Unlock *self = g_task_get_task_data (task);

  self->answered = TRUE;
  g_task_return_boolean (task, self->key != NULL);
}

static void present_window (GTask *task);

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Unlock *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) key = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->answered)
    return; /* closed meanwhile */
  if (key != NULL)
    {
      self->key = g_steal_pointer (&key);
      if (self->window != NULL)
        gtk_window_destroy (GTK_WINDOW (self->window));
      else
        answer (task);
    }
  else if (self->window != NULL)
    show_problem (self, error);
  else
    present_window (task);
}

static void
try_code (GTask *task, const char *code)
{
  Unlock *self = g_task_get_task_data (task);
  g_autoptr (GTask) trial_task = g_task_new (NULL, NULL, tried_cb, g_object_ref (task));
  Trial *trial = g_new0 (Trial, 1);

  g_free (self->code);
  self->code = g_strdup (code);
  trial->pack = byline_pack_ref (self->pack);
  trial->article_id = g_strdup (self->article_id);
  trial->code = g_strdup (code);
  g_task_set_task_data (trial_task, trial, (GDestroyNotify) trial_free);
  g_task_run_in_thread (trial_task, try_in_thread);
}

static gboolean
has_code (GtkWidget *entry)
{
  g_autofree char *code = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  return *code != '\0';
}

static void
open_cb (GTask *task)
{
  Unlock *self = g_task_get_task_data (task);

  if (!has_code (self->entry) || !gtk_editable_get_editable (GTK_EDITABLE (self->entry)))
    return;
  set_busy (self, TRUE);
  try_code (task, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
changed_cb (Unlock *self)
{
  gtk_widget_set_sensitive (self->open, has_code (self->entry));
}

/* Closed without a code, or with the key. */
static void
destroy_cb (GtkWidget *window, GTask *task)
{
  Unlock *self = g_task_get_task_data (task);

  self->window = NULL;
  answer (task);
  g_object_unref (task);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWindow *window)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  gtk_window_close (window);
  return TRUE;
}

static GtkWidget *
header_new (Unlock *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->open = gtk_button_new_with_label (_ ("Compare"));
  self->spinner = gtk_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_add_css_class (self->open, "suggested-action");
  gtk_widget_set_sensitive (self->open, FALSE);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (gtk_window_close), self->window, G_CONNECT_SWAPPED);
  /* What it is about stands below, where there is room for it in any language. */
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_bin_new ());
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->open);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->spinner);
  return header;
}

static GtkWidget *
page_new (Unlock *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *heading = gtk_label_new (_ ("Compare with the Key"));
  GtkWidget *text = gtk_label_new (_ ("The answer key is sealed. Type the code that your teacher gives out."));

  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "title-2");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);

  self->entry = gtk_entry_new ();
  /* Translators: an example of a code. */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("tidal-mango-42"));
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 200);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Code"), -1);

  self->problem = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "wrap", TRUE, "xalign", 0.0f, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->problem, "error");

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->problem);
  return box;
}

/* The window takes over the reference to the task. */
static void
present_window (GTask *task)
{
  Unlock *self = g_task_get_task_data (task);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->window = adw_window_new ();
  gtk_box_append (GTK_BOX (content), header_new (self));
  gtk_box_append (GTK_BOX (content), page_new (self));
  adw_window_set_content (ADW_WINDOW (self->window), content);
  gtk_window_set_title (GTK_WINDOW (self->window), _ ("Compare with the Key"));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, -1);
  gtk_window_set_transient_for (GTK_WINDOW (self->window), self->parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self->window), TRUE);
  gtk_window_set_modal (GTK_WINDOW (self->window), TRUE);

  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (open_cb), task);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), task);
  g_signal_connect (self->window, "destroy", G_CALLBACK (destroy_cb), g_object_ref (task));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self->window, 0);
  gtk_widget_add_controller (self->window, keys);
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_widget_grab_focus (self->entry);
}

/**
 * byline_unlock_async:
 * @parent: the window
 * @pack: has a sealed key
 * @article_id: of which of its articles
 * @known_code: (nullable): a code that opened another key of this pack; only if
 *   it does not open this one a person is asked
 *
 * Asks for the code, as often as it takes.
 */
void
byline_unlock_async (GtkWindow *parent, BylinePack *pack, const char *article_id, const char *known_code, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, data);
  Unlock *self = g_new0 (Unlock, 1);

  self->pack = byline_pack_ref (pack);
  self->article_id = g_strdup (article_id);
  self->parent = g_object_ref (parent);
  g_task_set_task_data (task, self, (GDestroyNotify) unlock_free);
  if (known_code != NULL)
    try_code (task, known_code);
  else
    present_window (task);
}

/**
 * byline_unlock_finish:
 * @code: (out) (nullable): the code that opened it
 *
 * Returns: (transfer full) (nullable): the key; %NULL when nobody had the code
 */
BylineAnnotations *
byline_unlock_finish (GAsyncResult *result, char **code)
{
  Unlock *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return NULL;
  *code = g_strdup (self->code);
  return byline_annotations_ref (self->key);
}
