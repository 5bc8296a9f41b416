/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bandbar.h"

/* One layer's found, found with other edges, and wrong tag, as parts of a bar.
 * The numbers stand beside it in words: the bar itself is decoration. */

#define HEIGHT 10

struct _BylineBandBar
{
  GtkWidget parent;

  guint parts[3];
  guint of;
};

G_DEFINE_FINAL_TYPE (BylineBandBar, byline_band_bar, GTK_TYPE_WIDGET)

static void
byline_band_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 40;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120;
}

static void
byline_band_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BylineBandBar *self = BYLINE_BAND_BAR (widget);
  const char *names[] = { "success_color", "success_color", "warning_color" };
  const float strengths[] = { 1.0f, 0.55f, 1.0f };
  const float width = gtk_widget_get_width (widget);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GskRoundedRect box;
  GdkRGBA color;
  float at = 0;

  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (0, 0, width, HEIGHT), HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_style_context_get_color (style, &color);
  color.alpha = 0.15f;
  gtk_snapshot_append_color (snapshot, &color, &box.bounds);

  for (gsize i = 0; i < G_N_ELEMENTS (self->parts); i++)
    {
      const float part = self->of > 0 ? width * MIN (self->parts[i], self->of) / self->of : 0;

      if (!gtk_style_context_lookup_color (style, names[i], &color))
        gtk_style_context_get_color (style, &color);
      color.alpha = strengths[i];
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (rtl ? width - at - part : at, 0, part, HEIGHT));
      at += part;
    }
  gtk_snapshot_pop (snapshot);
}

static void
byline_band_bar_class_init (BylineBandBarClass *class)
{
  GTK_WIDGET_CLASS (class)->measure = byline_band_bar_measure;
  GTK_WIDGET_CLASS (class)->snapshot = byline_band_bar_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
byline_band_bar_init (BylineBandBar *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * byline_band_bar_new:
 * @exact: passages found with the key's edges
 * @edges: passages found with other edges
 * @wrong_tag: passages marked with another tag
 * @of: passages there were to find
 */
GtkWidget *
byline_band_bar_new (guint exact, guint edges, guint wrong_tag, guint of)
{
  BylineBandBar *self = g_object_new (BYLINE_TYPE_BAND_BAR, NULL);

  self->parts[0] = exact;
  self->parts[1] = edges;
  self->parts[2] = wrong_tag;
  self->of = of;
  return GTK_WIDGET (self);
}
