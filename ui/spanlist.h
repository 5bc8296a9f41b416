/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_SPAN_LIST (byline_span_list_get_type ())
G_DECLARE_FINAL_TYPE (BylineSpanList, byline_span_list, BYLINE, SPAN_LIST, GtkWidget)

GtkWidget  *byline_span_list_new         (void);
void        byline_span_list_set_session (BylineSpanList *self, BylineSession *session);
void        byline_span_list_choose      (BylineSpanList *self, const char *id);
/* The neighbour of @id in text order among the shown; NULL at the end. */
const char *byline_span_list_get_next    (BylineSpanList *self, const char *id, int step);

G_END_DECLS
