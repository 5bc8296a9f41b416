/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *byline_keys_find_action (guint keyval, GdkModifierType state, gboolean writing, gboolean in_article, const char **target);
int         byline_keys_find_number (guint keyval, guint keycode, GdkModifierType state);

G_END_DECLS
