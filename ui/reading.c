/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-private.h"

#include "config.h"

#include "compat.h"
#include "keys.h"

#include <glib/gi18n.h>

/* The room where an article is read and marked and, when the work is finished,
 * compared with the key: one article view, two side panes. */

G_DEFINE_FINAL_TYPE (BylineReading, byline_reading, GTK_TYPE_WIDGET)

BylineBridge *
byline_reading_get_bridge (BylineReading *self)
{
  return byline_article_view_get_bridge (self->view);
}

GtkWindow *
byline_reading_get_window (BylineReading *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* Heard as well as seen: the name of a status changes. */
void
byline_reading_say (BylineReading *self, const char *text)
{
  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  byline_compat_announce (GTK_WIDGET (self), text);
}

void
byline_reading_show_problem (BylineReading *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_info_bar_set_revealed (self->problem_bar, text != NULL);
  if (text != NULL)
    byline_reading_say (self, text);
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
set_suggested (GtkWidget *button, gboolean suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

void
byline_reading_update (BylineReading *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean open = byline_session_is_open (self->session);
  BylineAnnotations *work = byline_session_get_annotations (self->session);
  const gboolean chosen = byline_marker_get_chosen (self->marker) != NULL;
  const gboolean finished = byline_session_is_committed (self->session);
  const gboolean durable = finished && byline_session_is_durable (self->session);
  const gboolean comparable = durable && self->comparison == NULL && byline_session_is_sealed (self->session);

  gtk_widget_action_set_enabled (widget, "reading.undo", byline_session_can_undo (self->session));
  gtk_widget_action_set_enabled (widget, "reading.redo", byline_session_can_redo (self->session));
  gtk_widget_action_set_enabled (widget, "reading.remove", open && chosen);
  gtk_widget_action_set_enabled (widget, "reading.note", open && chosen);
  gtk_widget_action_set_enabled (widget, "reading.article-note", !finished);
  gtk_widget_action_set_enabled (widget, "reading.not-me", byline_session_get_code_name (self->session) != NULL);
  gtk_widget_action_set_enabled (widget, "reading.finish", open);
  gtk_widget_action_set_enabled (widget, "reading.hand-in", durable);
  gtk_widget_action_set_enabled (widget, "reading.make-key", work != NULL && byline_annotations_get_size (work) > 0);
  gtk_widget_action_set_enabled (widget, "reading.compare", comparable);
  gtk_widget_action_set_enabled (widget, "reading.retry", byline_session_can_retry (self->session));

  /* What is no pack's is finished from the menu. */
  gtk_widget_set_visible (self->finish_button, !finished && byline_pack_get_id (byline_session_get_pack (self->session)) != NULL);
  gtk_widget_set_visible (self->compare_button, comparable);
  gtk_widget_set_visible (self->retry_button, byline_session_can_retry (self->session));
  set_suggested (self->retry_button, self->comparison != NULL);
  gtk_widget_set_visible (self->undo_box, !finished);
  gtk_widget_set_visible (self->side_switch, self->comparison != NULL);
  /* The header has to become narrower than the point where the list folds away;
   * F1 and the menu lead to the guide as well. */
  gtk_widget_set_visible (self->guide_button, !self->narrow && self->comparison == NULL);
}

static void
save_state_cb (BylineReading *self)
{
  const gboolean failed = byline_session_get_save_state (self->session) == BYLINE_SAVE_FAILED;
  g_autofree char *text = NULL;

  update_title (self);
  byline_reading_update (self);
  if (failed)
    {
      text = g_strdup_printf (_ ("Your last changes are not saved: %s. Byline keeps trying; please leave the window open."),
                              byline_session_get_save_problem (self->session));
      byline_reading_show_problem (self, text);
    }
  else if (self->saving_problem)
    byline_reading_show_problem (self, NULL);
  self->saving_problem = failed;

  byline_reading_go_on (self);
}

static void
changed_cb (BylineReading *self)
{
  byline_reading_update (self);
}

static void
note_changed_cb (BylineReading *self)
{
  BylineAnnotations *work = byline_session_get_annotations (self->session);
  const char *note = work != NULL ? byline_annotations_get_note (work) : NULL;

  byline_note_box_set_note (self->article_note, note);
  gtk_widget_set_sensitive (GTK_WIDGET (self->article_note), byline_session_is_open (self->session));
  if (note != NULL || !byline_session_is_open (self->session))
    gtk_revealer_set_reveal_child (self->article_note_revealer, note != NULL);
  byline_reading_update (self);
}

static void
show_spans (BylineReading *self)
{
  byline_marker_set_comparison (self->marker, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  gtk_stack_set_visible_child_name (self->side_stack, "spans");
  byline_look_show_work (byline_reading_get_bridge (self), self->session);
  byline_reading_update (self);
}

static void
side_toggled_cb (BylineReading *self)
{
  g_autofree char *chosen = g_strdup (byline_marker_get_chosen (self->marker));

  if (self->comparison == NULL)
    return;
  byline_look_show_comparison (byline_reading_get_bridge (self), self->comparison, byline_reading_get_side (self));
  if (chosen != NULL)
    byline_marker_choose (self->marker, chosen, FALSE);
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
  byline_reading_go_on (self);
}

static void
note_written_cb (BylineReading *self, const char *note)
{
  byline_marker_write_note (self->marker, note);
}

static void
article_note_written_cb (BylineReading *self, const char *note)
{
  if (byline_session_is_open (self->session))
    byline_session_set_article_note (self->session, note);
}

static void
article_note_done_cb (BylineReading *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
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
  byline_reading_update (self);
}

/* The least width of a column that can be read; below it the list folds away. */
#define COLUMN 350

static void
look_cb (BylineReading *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self->overlay), COLUMN * byline_look_get_desktop_scale (), -1);
  byline_article_view_set_dark (self->view, adw_style_manager_get_dark (adw_style_manager_get_default ()));
  if (self->session != NULL && byline_bridge_is_ready (byline_reading_get_bridge (self)))
    byline_look_apply (byline_reading_get_bridge (self), byline_session_get_article (self->session), byline_session_get_tags (self->session), self->settings);
}

/* The page is there: dress it, and paint what is known by now. */
static void
message_cb (BylineReading *self, BylineMessage *message)
{
  if (message->type != BYLINE_MESSAGE_READY || self->session == NULL)
    return;
  look_cb (self);
  if (self->comparison != NULL)
    side_toggled_cb (self);
  else
    byline_look_show_work (byline_reading_get_bridge (self), self->session);
  if (gtk_window_get_focus (byline_reading_get_window (self)) == NULL || !gtk_widget_is_ancestor (gtk_window_get_focus (byline_reading_get_window (self)), self->side))
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
  gtk_widget_set_visible (self->guide_button, !narrow && self->comparison == NULL);
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
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->to_hand_in, g_free);
  g_clear_pointer (&self->codes, g_hash_table_unref);
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
  gtk_widget_class_bind_template_child (widget_class, BylineReading, compare_button);
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
  gtk_widget_class_bind_template_callback (widget_class, article_note_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);
}

static void
byline_reading_class_init (BylineReadingClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_reading_dispose;
  g_type_ensure (BYLINE_TYPE_TAG_BAR);
  g_type_ensure (BYLINE_TYPE_SPAN_LIST);
  g_type_ensure (BYLINE_TYPE_NOTE_BOX);
  g_type_ensure (BYLINE_TYPE_COMPARISON_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/reading.ui");
  bind_children (widget_class);
  byline_reading_install_actions (widget_class);
}

static void
byline_reading_init (BylineReading *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self->overlay), COLUMN * byline_look_get_desktop_scale (), -1);

  self->view = BYLINE_ARTICLE_VIEW (byline_article_view_new ());
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->view));
  g_signal_connect_object (byline_reading_get_bridge (self), "message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (byline_reading_show_problem), self, G_CONNECT_SWAPPED);

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

  self->marker = byline_marker_new (byline_reading_get_bridge (self), self->bar, settings);
  g_signal_connect_object (self->marker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->marker, "status", G_CALLBACK (byline_reading_say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->marker, "needs-person", G_CALLBACK (byline_reading_ask_person), self, G_CONNECT_SWAPPED);
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

  gtk_button_set_label (GTK_BUTTON (self->finish_button), byline_session_reveals (session) ? _ ("Compare…") : _ ("Hand In…"));
  gtk_widget_set_tooltip_text (self->finish_button, byline_session_reveals (session) ? _ ("Finish and Compare with the Key") : _ ("Finish and Hand In"));
  byline_reading_show_problem (self, NULL);
  gtk_label_set_label (self->status, "");
  gtk_revealer_set_reveal_child (self->article_note_revealer, FALSE);
  byline_article_view_load (self->view, byline_session_get_pack (session), byline_session_get_article (session));
  reset_cb (self);
  if (code_name != NULL || work_path != NULL)
    byline_reading_open_work (self, code_name, work_path);
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
  GtkWidget *focus = gtk_window_get_focus (byline_reading_get_window (self));
  const gboolean writing = GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus);
  const gboolean in_article = byline_article_view_has_focus (self->view);
  /* In the article the page hears number keys, in their turn. */
  const int number = writing || in_article || !g_settings_get_boolean (self->settings, "single-key-tags")
                         ? 0
                         : byline_keys_find_number (keyval, keycode, state);
  const char *target = NULL;
  const char *action;

  if (self->session == NULL)
    return FALSE;

  if (number > 0)
    {
      byline_marker_press_number (self->marker, number);
      return TRUE;
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
