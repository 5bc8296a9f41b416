/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bridge.h"
#include "session.h"
#include "tagbar.h"

G_BEGIN_DECLS

#define BYLINE_TYPE_MARKER (byline_marker_get_type ())
G_DECLARE_FINAL_TYPE (BylineMarker, byline_marker, BYLINE, MARKER, GObject)

BylineMarker *byline_marker_new            (BylineBridge *bridge, BylineTagBar *bar, GSettings *settings);
void          byline_marker_set_session    (BylineMarker *self, BylineSession *session);
void          byline_marker_set_comparison (BylineMarker *self, BylineComparison *comparison);

const char   *byline_marker_get_chosen     (BylineMarker *self);
void          byline_marker_choose         (BylineMarker *self, const char *id, gboolean scroll);
void          byline_marker_tag            (BylineMarker *self, const char *tag);
void          byline_marker_press_number   (BylineMarker *self, guint number);
void          byline_marker_resume         (BylineMarker *self);
void          byline_marker_forget         (BylineMarker *self);
void          byline_marker_remove         (BylineMarker *self);
void          byline_marker_edit_note      (BylineMarker *self);
void          byline_marker_write_note     (BylineMarker *self, const char *note);
void          byline_marker_add_piece      (BylineMarker *self);
void          byline_marker_move_edge      (BylineMarker *self, gboolean at_end, int step);
void          byline_marker_sentence       (BylineMarker *self, int step, gboolean extend);
void          byline_marker_escape         (BylineMarker *self);

G_END_DECLS
