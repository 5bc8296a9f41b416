/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tagbar.h"

#include "config.h"

#include "badge.h"
#include "language.h"
#include "notebox.h"

#include <glib/gi18n.h>

/* The small bar beside a selection or a chosen span: its tags, its note. It is a
 * child of the overlay around the article and not a popover, which would take
 * the number keys and paint a black frame where no compositor runs. */

/* Pixels between the bar and what it is for: room for the underlines. */
#define GAP 14
#define EDGE 6

struct _BylineTagBar
{
  GtkWidget parent;

  GtkWidget *tags;
  GtkWidget *separator;
  GtkWidget *note_button;
  GtkWidget *remove_button;
  BylineNoteBox *note_box;

  BylineRect rect;
  int full_width; /* with every label, pixels */
  gboolean compact;
  guint idle;
};

enum { NOTE_WRITTEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineTagBar, byline_tag_bar, GTK_TYPE_WIDGET)

static void
note_written_cb (BylineTagBar *self, const char *note)
{
  g_signal_emit (self, signals[NOTE_WRITTEN], 0, note);
}

static void
note_done_cb (BylineTagBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "reading.focus-article", NULL);
}

static void
byline_tag_bar_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_handle_id (&BYLINE_TAG_BAR (object)->idle, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_tag_bar_parent_class)->dispose (object);
}

static void
byline_tag_bar_class_init (BylineTagBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_tag_bar_dispose;

  /**
   * BylineTagBar::note-written:
   * @note: the note on the chosen span as it is now
   */
  signals[NOTE_WRITTEN] = g_signal_new ("note-written", BYLINE_TYPE_TAG_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/tagbar.ui");
  gtk_widget_class_set_css_name (widget_class, "tagbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_bind_template_child (widget_class, BylineTagBar, tags);
  gtk_widget_class_bind_template_child (widget_class, BylineTagBar, separator);
  gtk_widget_class_bind_template_child (widget_class, BylineTagBar, note_button);
  gtk_widget_class_bind_template_child (widget_class, BylineTagBar, remove_button);
  gtk_widget_class_bind_template_child (widget_class, BylineTagBar, note_box);
  gtk_widget_class_bind_template_callback (widget_class, note_written_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_done_cb);
}

static void
byline_tag_bar_init (BylineTagBar *self)
{
  g_type_ensure (BYLINE_TYPE_NOTE_BOX);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tag the selected words"), -1);
}

GtkWidget *
byline_tag_bar_new (void)
{
  return g_object_new (BYLINE_TYPE_TAG_BAR, NULL);
}

static GtkWidget *
tag_button_new (const BylineTag *tag)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *label = gtk_label_new (byline_tag_get_label (tag, byline_language_get ()));

  gtk_box_append (GTK_BOX (box), byline_badge_new (tag));
  gtk_box_append (GTK_BOX (box), label);
  if (tag->key > 0)
    {
      g_autofree char *key = g_strdup_printf ("%u", tag->key);
      GtkWidget *hint = gtk_label_new (key);

      gtk_widget_add_css_class (hint, "dim-label");
      gtk_widget_add_css_class (hint, "caption");
      gtk_box_append (GTK_BOX (box), hint);
    }

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, byline_tag_get_question (tag, byline_language_get ()));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  byline_tag_get_label (tag, byline_language_get ()), -1);
  g_object_set_data_full (G_OBJECT (button), "tag", g_strdup (tag->id), g_free);
  return button;
}

/* Not by an action's state: a chosen span's tag stays pressed when it is clicked. */
static void
tag_clicked_cb (GtkToggleButton *button, BylineTagBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "reading.tag", "s", (const char *) g_object_get_data (G_OBJECT (button), "tag"));
}

void
byline_tag_bar_set_tags (BylineTagBar *self, BylineTagSet *tags)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->tags)) != NULL)
    gtk_box_remove (GTK_BOX (self->tags), child);

  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    {
      GtkWidget *button = tag_button_new (byline_tag_set_get (tags, i));

      g_signal_connect_object (button, "clicked", G_CALLBACK (tag_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (self->tags), button);
    }
  self->compact = FALSE;
}

static void
set_compact (BylineTagBar *self, gboolean compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;

  for (GtkWidget *button = gtk_widget_get_first_child (self->tags); button != NULL; button = gtk_widget_get_next_sibling (button))
    {
      GtkWidget *badge = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button)));

      for (GtkWidget *label = gtk_widget_get_next_sibling (badge); label != NULL; label = gtk_widget_get_next_sibling (label))
        gtk_widget_set_visible (label, !compact);
    }
}

/* Widgets may not be hidden while they are given their places. */
static gboolean
fold_cb (gpointer data)
{
  BylineTagBar *self = data;

  self->idle = 0;
  set_compact (self, !self->compact);
  return G_SOURCE_REMOVE;
}

/**
 * byline_tag_bar_show:
 * @self: a bar
 * @tag: (nullable): the chosen span's tag, or %NULL for words not tagged yet
 * @note: (nullable): the chosen span's note
 */
void
byline_tag_bar_show (BylineTagBar *self, const char *tag, const char *note)
{
  const gboolean has_note = note != NULL && *note != '\0';

  byline_note_box_keep (self->note_box);
  for (GtkWidget *button = gtk_widget_get_first_child (self->tags); button != NULL; button = gtk_widget_get_next_sibling (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), g_strcmp0 (g_object_get_data (G_OBJECT (button), "tag"), tag) == 0);

  gtk_widget_set_visible (self->separator, tag != NULL);
  gtk_widget_set_visible (self->note_button, tag != NULL && !has_note);
  gtk_widget_set_visible (self->remove_button, tag != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->note_box), has_note);
  byline_note_box_set_note (self->note_box, note);
  /* Not seen until the page has said where. */
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_set_opacity (GTK_WIDGET (self), 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
byline_tag_bar_hide (BylineTagBar *self)
{
  byline_note_box_keep (self->note_box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * byline_tag_bar_point_to:
 * @self: a bar
 * @rect: what it belongs to, pixels of the article view
 */
void
byline_tag_bar_point_to (BylineTagBar *self, const BylineRect *rect)
{
  self->rect = *rect;
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_queue_allocate (gtk_widget_get_parent (GTK_WIDGET (self)));
}

void
byline_tag_bar_edit_note (BylineTagBar *self)
{
  gtk_widget_set_visible (self->note_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->note_box), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->note_box));
}

void
byline_tag_bar_keep_note (BylineTagBar *self)
{
  byline_note_box_keep (self->note_box);
}

/**
 * byline_tag_bar_get_place:
 * @self: a bar
 * @width: of the article view, pixels
 * @height: of the article view, pixels
 * @place: (out): where the bar goes
 *
 * Above what it belongs to, else below it, else — when that fills the view — at
 * the lower edge.
 *
 * Returns: %TRUE
 */
gboolean
byline_tag_bar_get_place (BylineTagBar *self, int width, int height, GdkRectangle *place)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkRequisition natural;

  gtk_widget_get_preferred_size (GTK_WIDGET (self), NULL, &natural);
  if (!self->compact)
    self->full_width = natural.width;
  if (self->compact != (self->full_width > width - 2 * EDGE) && self->idle == 0)
    self->idle = g_idle_add (fold_cb, self);

  place->width = MIN (natural.width, MAX (1, width));
  place->height = natural.height;
  place->x = CLAMP (rtl ? self->rect.right - place->width : self->rect.left - EDGE, EDGE, MAX (EDGE, width - place->width - EDGE));

  if (self->rect.bottom < 0 || self->rect.top > height)
    place->y = -2 * place->height; /* scrolled away */
  else if (self->rect.top - GAP / 2 - place->height >= EDGE)
    place->y = self->rect.top - GAP / 2 - place->height;
  else if (self->rect.bottom + GAP + place->height <= height - EDGE)
    place->y = self->rect.bottom + GAP;
  else
    place->y = MAX (EDGE, height - place->height - EDGE);
  return TRUE;
}
