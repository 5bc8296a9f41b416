/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answerbars.h"

#include "config.h"

#include "badge.h"
#include "language.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What a class said of a passage: a bar for each tag, in the set's order, and one
 * for those who did not mark it. */

#define HEIGHT 16

/* The bar alone: the number beside it says the same in words. */

#define BYLINE_TYPE_ANSWER_BAR (byline_answer_bar_get_type ())
G_DECLARE_FINAL_TYPE (BylineAnswerBar, byline_answer_bar, BYLINE, ANSWER_BAR, GtkWidget)

struct _BylineAnswerBar
{
  GtkWidget parent;

  GdkRGBA color;
  double share;
};

G_DEFINE_FINAL_TYPE (BylineAnswerBar, byline_answer_bar, GTK_TYPE_WIDGET)

static void
byline_answer_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 40;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 140;
}

static void
byline_answer_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BylineAnswerBar *self = BYLINE_ANSWER_BAR (widget);
  const float all = gtk_widget_get_width (widget);
  /* Nobody is a hairline, so that the row does not look forgotten. */
  const float width = MAX (2, all * (float) self->share);
  const float left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? all - width : 0;
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (left, 0, width, HEIGHT), MIN (3, width / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &self->color, &box.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
byline_answer_bar_class_init (BylineAnswerBarClass *class)
{
  GTK_WIDGET_CLASS (class)->measure = byline_answer_bar_measure;
  GTK_WIDGET_CLASS (class)->snapshot = byline_answer_bar_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
byline_answer_bar_init (BylineAnswerBar *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

static GtkWidget *
bar_new (const char *color, double share)
{
  BylineAnswerBar *self = g_object_new (BYLINE_TYPE_ANSWER_BAR, NULL);

  gdk_rgba_parse (&self->color, color);
  self->share = share;
  return GTK_WIDGET (self);
}

/* All of them. */

struct _BylineAnswerBars
{
  GtkWidget parent;

  GtkGrid *grid;
};

G_DEFINE_FINAL_TYPE (BylineAnswerBars, byline_answer_bars, GTK_TYPE_WIDGET)

static void
byline_answer_bars_dispose (GObject *object)
{
  BylineAnswerBars *self = BYLINE_ANSWER_BARS (object);

  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_answer_bars_parent_class)->dispose (object);
}

static void
byline_answer_bars_class_init (BylineAnswerBarsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = byline_answer_bars_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
byline_answer_bars_init (BylineAnswerBars *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 10);
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

static void
add_row (BylineAnswerBars *self, int row, const BylineTag *tag, const char *label, const char *color, guint count, guint all)
{
  GtkWidget *name = gtk_label_new (label);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *spoken = g_strdup_printf (C_ ("answer and number of students", "%s: %u"), label, count);
  GtkWidget *figure = gtk_label_new (number);

  if (tag != NULL)
    gtk_grid_attach (self->grid, byline_badge_new (tag), 0, row, 1, 1);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (figure), 1);
  gtk_label_set_width_chars (GTK_LABEL (figure), 3);
  gtk_widget_add_css_class (figure, "numeric");
  gtk_widget_add_css_class (figure, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_grid_attach (self->grid, name, 1, row, 1, 1);
  gtk_grid_attach (self->grid, bar_new (color, all > 0 ? (double) count / all : 0), 2, row, 1, 1);
  gtk_grid_attach (self->grid, figure, 3, row, 1, 1);
}

/**
 * byline_answer_bars_show:
 * @tags: the answers there are
 * @item: the passage
 */
void
byline_answer_bars_show (BylineAnswerBars *self, BylineTagSet *tags, BylinePassageItem *item)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const guint n = byline_tag_set_get_size (tags);
  guint all = byline_passage_item_get_n_none (item);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < n; i++)
    all += byline_passage_item_get_count (item, i);
  for (guint i = 0; i < n; i++)
    {
      const BylineTag *tag = byline_tag_set_get (tags, i);

      add_row (self, i, tag, byline_tag_get_label (tag, byline_language_get ()), dark ? tag->color_dark : tag->color,
               byline_passage_item_get_count (item, i), all);
    }
  add_row (self, n, NULL, _ ("Not marked"), "#77767b", byline_passage_item_get_n_none (item), all);
}
