/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include "config.h"

#include "articleview.h"
#include "comparison.h"
#include "compat.h"
#include "error.h"
#include "guide.h"
#include "keys.h"
#include "look.h"
#include "marker.h"
#include "notebox.h"
#include "person.h"
#include "spanlist.h"
#include "tagbar.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* The room where an article is read and marked and, when the work is finished,
 * compared with the key: one article view, two side panes. */

struct _BylineReading
{
  GtkWidget parent;

  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkActionBar *bottom_bar;
  AdwFlap *flap;
  GtkOverlay *overlay;
  BylineTagBar *bar;
  BylineSpanList *list;
  BylineComparisonPane *comparison_pane;
  BylineNoteBox *article_note;
  GtkRevealer *article_note_revealer;
  GtkStack *side_stack;
  GtkWidget *side;
  GtkWidget *side_button;
  GtkWidget *side_switch;
  GtkWidget *tools;
  GtkWidget *undo_box;
  GtkWidget *guide_button;
  GtkToggleButton *show_mine;
  GtkToggleButton *show_both;
  GtkToggleButton *show_key;
  GtkWidget *finish_button;
  GtkWidget *retry_button;
  GtkWidget *person_button;
  GtkLabel *status;
  GtkInfoBar *problem_bar;
  GtkLabel *problem;

  GSettings *settings;
  BylineArticleView *view;
  BylineMarker *marker;
  BylineSession *session;
  BylineComparison *comparison;
  gboolean narrow;
  guint folding;
};

G_DEFINE_FINAL_TYPE (BylineReading, byline_reading, GTK_TYPE_WIDGET)

static BylineBridge *
get_bridge (BylineReading *self)
{
  return byline_article_view_get_bridge (self->view);
}

static GtkWindow *
get_window (BylineReading *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* Heard as well as seen: the name of a status changes. */
static void
say (BylineReading *self, const char *text)
{
  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  byline_compat_announce (GTK_WIDGET (self), text);
}

static void
show_problem (BylineReading *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_info_bar_set_revealed (self->problem_bar, text != NULL);
  if (text != NULL)
    say (self, text);
}

static void
update_title (BylineReading *self)
{
  const char *pack = byline_pack_get_title (byline_session_get_pack (self->session));
  const char *states[] = { NULL, _ ("saving…"), _ ("saved"), _ ("not saved") };
  const char *state = states[byline_session_get_save_state (self->session)];
  g_autofree char *attempt = g_strdup_printf (_ ("attempt %u"), byline_session_get_attempt (self->session));
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *subtitle = NULL;

  if (pack != NULL && g_strcmp0 (pack, byline_session_get_title (self->session)) != 0)
    g_ptr_array_add (parts, (gpointer) pack);
  if (byline_session_is_committed (self->session) || byline_session_get_attempt (self->session) > 1)
    g_ptr_array_add (parts, attempt);
  if (state != NULL)
    g_ptr_array_add (parts, (gpointer) state);
  g_ptr_array_add (parts, NULL);

  subtitle = g_strjoinv (" · ", (char **) parts->pdata);
  adw_window_title_set_title (self->title, byline_session_get_title (self->session));
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
update_actions (BylineReading *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean open = byline_session_is_open (self->session);
  const gboolean chosen = byline_marker_get_chosen (self->marker) != NULL;
  const gboolean finished = byline_session_is_committed (self->session);

  gtk_widget_action_set_enabled (widget, "reading.undo", byline_session_can_undo (self->session));
  gtk_widget_action_set_enabled (widget, "reading.redo", byline_session_can_redo (self->session));
  gtk_widget_action_set_enabled (widget, "reading.remove", open && chosen);
  gtk_widget_action_set_enabled (widget, "reading.note", open && chosen);
  gtk_widget_action_set_enabled (widget, "reading.article-note", !finished);
  gtk_widget_action_set_enabled (widget, "reading.not-me", byline_session_get_code_name (self->session) != NULL);
  gtk_widget_action_set_enabled (widget, "reading.finish", open && byline_session_can_compare (self->session));
  gtk_widget_action_set_enabled (widget, "reading.retry", byline_session_can_retry (self->session));

  gtk_widget_set_visible (self->finish_button, !finished && byline_session_can_compare (self->session));
  gtk_widget_set_visible (self->retry_button, byline_session_can_retry (self->session));
  gtk_widget_set_visible (self->undo_box, !finished);
  gtk_widget_set_visible (self->side_switch, self->comparison != NULL);
}

static void
save_state_cb (BylineReading *self)
{
  const char *problem = byline_session_get_save_problem (self->session);
  g_autofree char *text = NULL;

  update_title (self);
  if (byline_session_get_save_state (self->session) != BYLINE_SAVE_FAILED)
    {
      show_problem (self, NULL);
      return;
    }
  text = g_strdup_printf (_ ("Your last changes are not saved: %s. Byline keeps trying; please leave the window open."), problem);
  show_problem (self, text);
}

static void
changed_cb (BylineReading *self)
{
  update_actions (self);
}

static void
note_changed_cb (BylineReading *self)
{
  BylineAnnotations *work = byline_session_get_annotations (self->session);
  const char *note = work != NULL ? byline_annotations_get_note (work) : NULL;

  byline_note_box_set_note (self->article_note, note);
  if (note != NULL)
    gtk_revealer_set_reveal_child (self->article_note_revealer, TRUE);
  update_actions (self);
}

static void
show_spans (BylineReading *self)
{
  byline_marker_set_comparison (self->marker, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  gtk_stack_set_visible_child_name (self->side_stack, "spans");
  byline_look_show_work (get_bridge (self), self->session);
  update_actions (self);
}

static BylineSide
get_side (BylineReading *self)
{
  if (gtk_toggle_button_get_active (self->show_mine))
    return BYLINE_SIDE_MINE;
  return gtk_toggle_button_get_active (self->show_key) ? BYLINE_SIDE_KEY : BYLINE_SIDE_BOTH;
}

static void
side_toggled_cb (BylineReading *self)
{
  g_autofree char *chosen = g_strdup (byline_marker_get_chosen (self->marker));

  if (self->comparison == NULL)
    return;
  byline_look_show_comparison (get_bridge (self), self->session, self->comparison, get_side (self));
  if (chosen != NULL)
    byline_marker_choose (self->marker, chosen, FALSE);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineComparison) comparison = byline_session_compare_finish (BYLINE_SESSION (source), result, &error);
  g_autofree char *text = NULL;

  if (self->session != BYLINE_SESSION (source) || !byline_session_is_committed (self->session))
    return;
  if (comparison == NULL)
    {
      text = g_strdup_printf (_ ("The key cannot be read: %s"), error->message);
      show_problem (self, text);
      return;
    }

  byline_marker_set_comparison (self->marker, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  self->comparison = g_steal_pointer (&comparison);
  byline_marker_set_comparison (self->marker, self->comparison);
  byline_comparison_pane_show (self->comparison_pane, self->session, self->comparison);
  gtk_stack_set_visible_child_name (self->side_stack, "comparison");
  adw_flap_set_reveal_flap (self->flap, TRUE);
  byline_look_show_comparison (get_bridge (self), self->session, self->comparison, get_side (self));
  update_actions (self);
  update_title (self);
  say (self, _ ("Compared with the key."));
}

static void
reset_cb (BylineReading *self)
{
  const char *code_name = byline_session_get_code_name (self->session);

  byline_marker_choose (self->marker, NULL, FALSE);
  show_spans (self);
  gtk_button_set_label (GTK_BUTTON (self->person_button), code_name != NULL ? code_name : "");
  gtk_widget_set_visible (self->person_button, code_name != NULL);
  note_changed_cb (self);
  update_title (self);
  if (byline_session_is_committed (self->session) && byline_session_can_compare (self->session))
    byline_session_compare_async (self->session, compared_cb, g_object_ref (self));
}

/* Whose work. */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;

  if (!byline_session_open_finish (BYLINE_SESSION (source), result, &recovered, &error))
    {
      if (self->session == BYLINE_SESSION (source))
        show_problem (self, error->message);
      return;
    }
  if (self->session != BYLINE_SESSION (source))
    return;
  show_problem (self, recovered);
  byline_marker_resume (self->marker);
}

static void
person_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autofree char *code_name = byline_person_ask_finish (result);

  if (code_name != NULL && self->session != NULL)
    byline_session_open_async (self->session, code_name, NULL, opened_cb, g_object_ref (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
ask_person (BylineReading *self)
{
  byline_person_ask_async (get_window (self), byline_session_get_store (self->session), person_cb, g_object_ref (self));
}

static void
not_me_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_reading_keep_notes (self);
  byline_session_leave (self->session);
  ask_person (self);
}

/* The life of an attempt. */

static void
finish_response_cb (AdwMessageDialog *dialog, const char *response, BylineReading *self)
{
  if (g_str_equal (response, "finish") && self->session != NULL && byline_session_is_open (self->session))
    byline_session_commit (self->session);
}

static void
finish_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  const guint n = byline_annotations_get_size (byline_session_get_annotations (self->session));
  GtkWidget *dialog;
  g_autofree char *body = NULL;

  byline_reading_keep_notes (self);
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "You tagged %u passage. You will see the key and the reasons; this attempt can then no longer be changed.",
                                       "You tagged %u passages. You will see the key and the reasons; this attempt can then no longer be changed.", n),
                          n);
  dialog = adw_message_dialog_new (get_window (self), _ ("Finish and compare?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Working"), "finish", _ ("_Finish and Compare"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "finish", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "finish");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (finish_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!byline_session_retry_finish (BYLINE_SESSION (source), result, &error))
    {
      show_problem (self, error->message);
      return;
    }
  text = g_strdup_printf (_ ("Attempt %u begins."), byline_session_get_attempt (BYLINE_SESSION (source)));
  say (self, text);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_session_retry_async (self->session, retried_cb, g_object_ref (self));
}

/* Marking. */

static void
tag_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_tag (BYLINE_READING (widget)->marker, g_variant_get_string (parameter, NULL));
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_reading_keep_notes (self);
  if (strcmp (name, "reading.remove") == 0)
    byline_marker_remove (self->marker);
  else if (strcmp (name, "reading.undo") == 0)
    {
      byline_session_undo (self->session);
      say (self, _ ("Undone."));
    }
  else
    {
      byline_session_redo (self->session);
      say (self, _ ("Done again."));
    }
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_edit_note (BYLINE_READING (widget)->marker);
}

static void
note_written_cb (BylineReading *self, const char *note)
{
  byline_marker_write_note (self->marker, note);
}

static void
article_note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  if (!byline_session_is_open (self->session))
    {
      ask_person (self);
      return;
    }
  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_revealer_set_reveal_child (self->article_note_revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->article_note));
}

static void
article_note_written_cb (BylineReading *self, const char *note)
{
  if (byline_session_is_open (self->session))
    byline_session_set_article_note (self->session, note);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  const int step = strcmp (name, "reading.next") == 0 ? 1 : -1;
  const char *chosen = byline_marker_get_chosen (self->marker);
  const char *next = self->comparison != NULL
                         ? byline_comparison_pane_get_next (self->comparison_pane, chosen, step)
                         : byline_span_list_get_next (self->list, chosen, step);

  if (next != NULL)
    byline_marker_choose (self->marker, next, TRUE);
}

static void
sentence_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *kind = g_variant_get_string (parameter, NULL);

  byline_marker_sentence (BYLINE_READING (widget)->marker, g_str_has_suffix (kind, "next") ? 1 : -1,
                          g_str_has_prefix (kind, "extend"));
}

static void
escape_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_escape (BYLINE_READING (widget)->marker);
  gtk_widget_grab_focus (GTK_WIDGET (BYLINE_READING (widget)->view));
}

static void
list_chosen_cb (BylineReading *self, const char *id)
{
  byline_marker_choose (self->marker, id, TRUE);
}

static void
chosen_cb (BylineReading *self, const char *id)
{
  if (self->comparison != NULL)
    byline_comparison_pane_choose (self->comparison_pane, id);
  else
    byline_span_list_choose (self->list, id);
  update_actions (self);
}

/* Getting about. */

static void
focus_article_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (BYLINE_READING (widget)->view));
}

static void
focus_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  if (!byline_article_view_has_focus (self->view))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  else if (gtk_widget_get_visible (GTK_WIDGET (self->bar)) && gtk_widget_child_focus (GTK_WIDGET (self->bar), GTK_DIR_TAB_FORWARD))
    return;
  else if (adw_flap_get_reveal_flap (self->flap))
    gtk_widget_child_focus (self->side, GTK_DIR_TAB_FORWARD);
}

static void
focus_previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (gtk_widget_get_parent (BYLINE_READING (widget)->undo_box));
  gtk_widget_child_focus (BYLINE_READING (widget)->undo_box, GTK_DIR_TAB_BACKWARD);
}

static void
side_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwFlap *flap = BYLINE_READING (widget)->flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
guide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_guide_present (get_window (self), self->session);
}

static void
size_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  const double scale = g_settings_get_double (self->settings, "text-scale");
  const double next = strcmp (name, "reading.larger") == 0    ? scale * 1.1
                      : strcmp (name, "reading.smaller") == 0 ? scale / 1.1
                                                              : 1;

  g_settings_set_double (self->settings, "text-scale", CLAMP (next, 0.5, 4));
}

static void
look_cb (BylineReading *self)
{
  byline_article_view_set_dark (self->view, adw_style_manager_get_dark (adw_style_manager_get_default ()));
  if (self->session != NULL && byline_bridge_is_ready (get_bridge (self)))
    byline_look_apply (get_bridge (self), self->session, self->settings);
}

/* The page is there: dress it, and paint what is known by now. */
static void
message_cb (BylineReading *self, BylineMessage *message)
{
  if (message->type != BYLINE_MESSAGE_READY || self->session == NULL)
    return;
  if (message->start != byline_article_get_length (byline_session_get_article (self->session)))
    {
      show_problem (self, _ ("This article is shown with other characters than it has, so it cannot be marked. Please report this as a fault of the program."));
      return;
    }
  look_cb (self);
  if (self->comparison != NULL)
    side_toggled_cb (self);
  else
    byline_look_show_work (get_bridge (self), self->session);
  if (gtk_window_get_focus (get_window (self)) == NULL || !gtk_widget_is_ancestor (gtk_window_get_focus (get_window (self)), self->side))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* A narrow header has no room for tools: they move to the lower edge. Done when
 * idle, because the flap folds while widgets are given their places. */
static gboolean
fold_cb (gpointer data)
{
  BylineReading *self = data;
  const gboolean narrow = adw_flap_get_folded (self->flap);

  self->folding = 0;
  if (self->narrow == narrow)
    return G_SOURCE_REMOVE;

  self->narrow = narrow;
  g_object_ref (self->tools);
  g_object_ref (self->undo_box);
  if (narrow)
    {
      adw_header_bar_remove (self->header, self->tools);
      adw_header_bar_remove (self->header, self->undo_box);
      gtk_action_bar_pack_start (self->bottom_bar, self->undo_box);
      gtk_action_bar_pack_end (self->bottom_bar, self->tools);
    }
  else
    {
      gtk_action_bar_remove (self->bottom_bar, self->tools);
      gtk_action_bar_remove (self->bottom_bar, self->undo_box);
      adw_header_bar_pack_start (self->header, self->undo_box);
      adw_header_bar_pack_end (self->header, self->tools);
    }
  g_object_unref (self->tools);
  g_object_unref (self->undo_box);
  gtk_widget_set_visible (self->guide_button, !narrow);
  gtk_action_bar_set_revealed (self->bottom_bar, narrow);
  return G_SOURCE_REMOVE;
}

static void
folded_cb (BylineReading *self)
{
  if (self->folding == 0)
    self->folding = g_idle_add (fold_cb, self);
}

static gboolean
place_bar_cb (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *place, gpointer data)
{
  if (!BYLINE_IS_TAG_BAR (child))
    return FALSE;
  return byline_tag_bar_get_place (BYLINE_TAG_BAR (child), gtk_widget_get_width (GTK_WIDGET (overlay)),
                                   gtk_widget_get_height (GTK_WIDGET (overlay)), place);
}

static void
byline_reading_dispose (GObject *object)
{
  BylineReading *self = BYLINE_READING (object);
  GtkWidget *child;

  g_clear_handle_id (&self->folding, g_source_remove);
  byline_reading_set_session (self, NULL, NULL, NULL);
  g_clear_object (&self->marker);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_reading_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BylineReading, header);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, title);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, tools);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, flap);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, overlay);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, bar);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, list);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, comparison_pane);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, article_note);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, article_note_revealer);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, side_stack);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, side);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, side_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, side_switch);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, undo_box);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, guide_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, show_mine);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, show_both);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, show_key);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, finish_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, retry_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, person_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, status);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, problem_bar);
  gtk_widget_class_bind_template_child (widget_class, BylineReading, problem);
  gtk_widget_class_bind_template_callback (widget_class, side_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_bar_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_written_cb);
  gtk_widget_class_bind_template_callback (widget_class, article_note_written_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);
}

static void
byline_reading_class_init (BylineReadingClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const struct { const char *name, *type; GtkWidgetActionActivateFunc run; } actions[] = {
    { "reading.tag", "s", tag_action },
    { "reading.remove", NULL, edit_action },
    { "reading.undo", NULL, edit_action },
    { "reading.redo", NULL, edit_action },
    { "reading.note", NULL, note_action },
    { "reading.article-note", NULL, article_note_action },
    { "reading.next", NULL, step_action },
    { "reading.previous", NULL, step_action },
    { "reading.sentence", "s", sentence_action },
    { "reading.escape", NULL, escape_action },
    { "reading.finish", NULL, finish_action },
    { "reading.retry", NULL, retry_action },
    { "reading.not-me", NULL, not_me_action },
    { "reading.guide", NULL, guide_action },
    { "reading.side", NULL, side_action },
    { "reading.focus-article", NULL, focus_article_action },
    { "reading.focus-next", NULL, focus_next_action },
    { "reading.focus-previous", NULL, focus_previous_action },
    { "reading.larger", NULL, size_action },
    { "reading.smaller", NULL, size_action },
    { "reading.normal-size", NULL, size_action },
  };

  G_OBJECT_CLASS (class)->dispose = byline_reading_dispose;
  g_type_ensure (BYLINE_TYPE_TAG_BAR);
  g_type_ensure (BYLINE_TYPE_SPAN_LIST);
  g_type_ensure (BYLINE_TYPE_NOTE_BOX);
  g_type_ensure (BYLINE_TYPE_COMPARISON_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/reading.ui");
  bind_children (widget_class);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].run);
}

static void
byline_reading_init (BylineReading *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->view = BYLINE_ARTICLE_VIEW (byline_article_view_new ());
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->view));
  g_signal_connect_object (get_bridge (self), "message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-enable-animations", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->flap, "reveal-flap", self->side_button, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

/**
 * byline_reading_new:
 * @settings: the program's settings
 */
GtkWidget *
byline_reading_new (GSettings *settings)
{
  BylineReading *self = g_object_new (BYLINE_TYPE_READING, NULL);
  g_autoptr (GSimpleActionGroup) toggles = g_simple_action_group_new ();
  g_autoptr (GAction) snap = g_settings_create_action (settings, "snap-to-words");
  g_autoptr (GAction) numbers = g_settings_create_action (settings, "single-key-tags");

  self->settings = g_object_ref (settings);
  g_action_map_add_action (G_ACTION_MAP (toggles), snap);
  g_action_map_add_action (G_ACTION_MAP (toggles), numbers);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "settings", G_ACTION_GROUP (toggles));
  g_signal_connect_object (settings, "changed::text-scale", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::line-spacing", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::column-width", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);

  self->marker = byline_marker_new (get_bridge (self), self->bar, settings);
  g_signal_connect_object (self->marker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->marker, "status", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->marker, "needs-person", G_CALLBACK (ask_person), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
drop_session (BylineReading *self)
{
  byline_reading_keep_notes (self);
  if (self->marker != NULL)
    byline_marker_set_session (self->marker, NULL);
  byline_span_list_set_session (self->list, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

/**
 * byline_reading_set_session:
 * @self: the room
 * @session: (nullable): what to read and mark from now on
 * @code_name: (nullable): who is working, where that is known
 * @work_path: (nullable): a work file outside the store to go on in
 */
void
byline_reading_set_session (BylineReading *self, BylineSession *session, const char *code_name, const char *work_path)
{
  if (self->session != NULL)
    drop_session (self);
  if (session == NULL)
    return;

  self->session = g_object_ref (session);
  byline_tag_bar_set_tags (self->bar, byline_session_get_tags (session));
  byline_tag_bar_hide (self->bar);
  byline_span_list_set_session (self->list, session);
  byline_marker_set_session (self->marker, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "note-changed", G_CALLBACK (note_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "reset", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::save-state", G_CALLBACK (save_state_cb), self, G_CONNECT_SWAPPED);

  show_problem (self, NULL);
  gtk_label_set_label (self->status, "");
  gtk_revealer_set_reveal_child (self->article_note_revealer, FALSE);
  byline_article_view_load (self->view, byline_session_get_pack (session), byline_session_get_article (session));
  reset_cb (self);
  if (code_name != NULL || work_path != NULL)
    byline_session_open_async (session, code_name, work_path, opened_cb, g_object_ref (self));
}

BylineSession *
byline_reading_get_session (BylineReading *self)
{
  return self->session;
}

void
byline_reading_keep_notes (BylineReading *self)
{
  if (self->session == NULL)
    return;
  byline_tag_bar_keep_note (self->bar);
  byline_note_box_keep (self->article_note);
}

/**
 * byline_reading_press_key:
 * @self: the room
 * @keyval: the key
 * @keycode: the hardware's code
 * @state: modifiers
 *
 * Returns: whether the key was the room's
 */
gboolean
byline_reading_press_key (BylineReading *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkWidget *focus = gtk_window_get_focus (get_window (self));
  const gboolean writing = GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus);
  const gboolean in_article = byline_article_view_has_focus (self->view);
  const int number = writing || !g_settings_get_boolean (self->settings, "single-key-tags")
                         ? 0
                         : byline_keys_find_number (keyval, keycode, state);
  const char *target = NULL;
  const char *action;

  if (self->session == NULL)
    return FALSE;

  for (guint i = 0; number > 0 && i < byline_tag_set_get_size (byline_session_get_tags (self->session)); i++)
    {
      const BylineTag *tag = byline_tag_set_get (byline_session_get_tags (self->session), i);

      if (tag->key == (guint) number)
        {
          byline_marker_tag (self->marker, tag->id);
          return TRUE;
        }
    }

  action = byline_keys_find_action (keyval, state, writing, in_article, &target);
  if (action == NULL)
    return FALSE;
  if (target != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "s", target);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
  return TRUE;
}
