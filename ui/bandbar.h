/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_BAND_BAR (byline_band_bar_get_type ())
G_DECLARE_FINAL_TYPE (BylineBandBar, byline_band_bar, BYLINE, BAND_BAR, GtkWidget)

GtkWidget *byline_band_bar_new (guint exact, guint edges, guint wrong_tag, guint of);

G_END_DECLS
