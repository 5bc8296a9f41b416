/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "badge.h"

#include "language.h"

#include <math.h>

/* The lettered square that stands for a tag in lists and bars. */

struct _BylineBadge
{
  GtkWidget parent;

  GdkRGBA color;
  PangoLayout *layout;
};

G_DEFINE_FINAL_TYPE (BylineBadge, byline_badge, GTK_TYPE_WIDGET)

/* Half again as high as the letters. */
static int
get_size (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  const double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  const double pixels = pango_font_description_get_size_is_absolute (font)
                            ? size
                            : size * pango_cairo_context_get_resolution (context) / 72;

  return (int) (pixels * 1.5 + 0.5) + 2;
}

static void
byline_badge_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = get_size (widget);
}

/* Relative luminance, WCAG 2: white letters need a background below 0.18. */
static double
luminance (const GdkRGBA *color)
{
  const double parts[] = { color->red, color->green, color->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (gsize i = 0; i < 3; i++)
    sum += weights[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static void
byline_badge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BylineBadge *self = BYLINE_BADGE (widget);
  const int size = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  const GdkRGBA ink = luminance (&self->color) < 0.2 ? (GdkRGBA) { 1, 1, 1, 1 } : (GdkRGBA) { 0, 0, 0, 1 };
  GskRoundedRect box;
  int width, height;

  if (self->layout == NULL)
    return;

  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (0, 0, size, size), size * 0.27);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &self->color, &box.bounds);
  gtk_snapshot_pop (snapshot);

  pango_layout_get_pixel_size (self->layout, &width, &height);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((size - width) / 2.0, (size - height) / 2.0));
  gtk_snapshot_append_layout (snapshot, self->layout, &ink);
}

static void
byline_badge_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  BylineBadge *self = BYLINE_BADGE (widget);

  GTK_WIDGET_CLASS (byline_badge_parent_class)->css_changed (widget, change);
  if (self->layout != NULL)
    pango_layout_context_changed (self->layout);
  gtk_widget_queue_resize (widget);
}

static void
byline_badge_dispose (GObject *object)
{
  g_clear_object (&BYLINE_BADGE (object)->layout);
  G_OBJECT_CLASS (byline_badge_parent_class)->dispose (object);
}

static void
byline_badge_class_init (BylineBadgeClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_badge_dispose;
  widget_class->measure = byline_badge_measure;
  widget_class->snapshot = byline_badge_snapshot;
  widget_class->css_changed = byline_badge_css_changed;
  gtk_widget_class_set_css_name (widget_class, "badge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
byline_badge_init (BylineBadge *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
byline_badge_new (const BylineTag *tag)
{
  GtkWidget *self = g_object_new (BYLINE_TYPE_BADGE, NULL);

  byline_badge_set_tag (BYLINE_BADGE (self), tag);
  return self;
}

/**
 * byline_badge_set_tag:
 * @self: a badge
 * @tag: (nullable): the tag it stands for; %NULL for a tag the set lacks
 */
void
byline_badge_set_tag (BylineBadge *self, const BylineTag *tag)
{
  const char *letter = tag != NULL ? byline_tag_get_letter (tag, byline_language_get ()) : "?";

  gdk_rgba_parse (&self->color, tag != NULL ? tag->color : "#5e5c64");
  g_clear_object (&self->layout);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), letter);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, letter, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
