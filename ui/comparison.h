/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "comparing.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_COMPARISON_PANE (byline_comparison_pane_get_type ())
G_DECLARE_FINAL_TYPE (BylineComparisonPane, byline_comparison_pane, BYLINE, COMPARISON_PANE, GtkWidget)

GtkWidget  *byline_comparison_pane_new      (void);
void        byline_comparison_pane_show     (BylineComparisonPane *self, BylineComparison *comparison);
void        byline_comparison_pane_choose   (BylineComparisonPane *self, const char *target);
const char *byline_comparison_pane_get_chosen (BylineComparisonPane *self);
const char *byline_comparison_pane_get_next (BylineComparisonPane *self, const char *target, int step);

G_END_DECLS
