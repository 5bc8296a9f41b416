/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-private.h"

#include "config.h"

#include "guide.h"
#include "keymaker.h"

#include <glib/gi18n.h>
#include <string.h>

/* The reading room's commands. Menu, key, button, test and screen reader all
 * activate the same ones. */

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
      byline_reading_say (self, _ ("Undone."));
    }
  else if (byline_session_can_redo (self->session)) /* a note kept just now is a new step */
    {
      byline_session_redo (self->session);
      byline_reading_say (self, _ ("Done again."));
    }
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_edit_note (BYLINE_READING (widget)->marker);
}

static void
article_note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  if (!byline_session_is_open (self->session))
    {
      self->note_wanted = TRUE;
      byline_reading_ask_person (self);
      return;
    }
  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_revealer_set_reveal_child (self->article_note_revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->article_note));
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
add_piece_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_add_piece (BYLINE_READING (widget)->marker);
}

static void
edge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *kind = g_variant_get_string (parameter, NULL);

  byline_marker_move_edge (BYLINE_READING (widget)->marker, g_str_has_prefix (kind, "end"), g_str_has_suffix (kind, "on") ? 1 : -1);
}

static void
escape_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  byline_marker_escape (BYLINE_READING (widget)->marker);
  gtk_widget_grab_focus (GTK_WIDGET (BYLINE_READING (widget)->view));
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

  byline_guide_present (byline_reading_get_window (self), self->session);
}

static void
make_key_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_reading_keep_notes (self);
  byline_key_maker_present (byline_reading_get_window (self), self->session);
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

/**
 * byline_reading_install_actions:
 * @class: the room's class
 */
void
byline_reading_install_actions (GtkWidgetClass *class)
{
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
    { "reading.add-piece", NULL, add_piece_action },
    { "reading.edge", "s", edge_action },
    { "reading.escape", NULL, escape_action },
    { "reading.finish", NULL, byline_reading_finish },
    { "reading.hand-in", NULL, byline_reading_hand_in },
    { "reading.compare", NULL, byline_reading_compare },
    { "reading.retry", NULL, byline_reading_retry },
    { "reading.make-key", NULL, make_key_action },
    { "reading.not-me", NULL, byline_reading_not_me },
    { "reading.guide", NULL, guide_action },
    { "reading.side", NULL, side_action },
    { "reading.focus-article", NULL, focus_article_action },
    { "reading.focus-next", NULL, focus_next_action },
    { "reading.focus-previous", NULL, focus_previous_action },
    { "reading.larger", NULL, size_action },
    { "reading.smaller", NULL, size_action },
    { "reading.normal-size", NULL, size_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (class, actions[i].name, actions[i].type, actions[i].run);
}
