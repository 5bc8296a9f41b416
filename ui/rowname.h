/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       byline_row_name_set       (GtkWidget *child, const char *name);
GtkWidget *byline_row_name_add_label (GtkWidget *box, const char *class_name);

G_END_DECLS
