/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_WINDOW (byline_window_get_type ())
G_DECLARE_FINAL_TYPE (BylineWindow, byline_window, BYLINE, WINDOW, AdwApplicationWindow)

BylineWindow *byline_window_new           (GtkApplication *application, BylineStore *store);
void          byline_window_set_code_name (BylineWindow *self, const char *code_name);
void          byline_window_open          (BylineWindow *self, const char *path, const char *article_id);
gboolean      byline_window_is_free       (BylineWindow *self);

G_END_DECLS
