/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_READING (byline_reading_get_type ())
G_DECLARE_FINAL_TYPE (BylineReading, byline_reading, BYLINE, READING, GtkWidget)

GtkWidget     *byline_reading_new         (GSettings *settings);
void           byline_reading_set_session (BylineReading *self, BylineSession *session, const char *code_name, const char *work_path);
BylineSession *byline_reading_get_session (BylineReading *self);
void           byline_reading_set_person  (BylineReading *self, const char *code_name);
const char    *byline_reading_choose_person (BylineReading *self, const char *last);
gboolean       byline_reading_may_leave   (BylineReading *self);
/* What is half typed goes into the work before it is saved for the last time. */
void           byline_reading_keep_notes  (BylineReading *self);
/* For the capture phase of the window: keys before WebKit sees them. */
gboolean       byline_reading_press_key   (BylineReading *self, guint keyval, guint keycode, GdkModifierType state);

G_END_DECLS
