/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reviewing.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_REVIEW_ROOM (byline_review_room_get_type ())
G_DECLARE_FINAL_TYPE (BylineReviewRoom, byline_review_room, BYLINE, REVIEW_ROOM, GtkWidget)

GtkWidget *byline_review_room_new  (GSettings *settings);
/* Takes @reviewed; NULL empties the room. */
void       byline_review_room_show (BylineReviewRoom *self, BylineReviewed *reviewed);

/* For the capture phase of the window: keys before WebKit sees them. */
gboolean   byline_review_room_press_key (BylineReviewRoom *self, guint keyval, GdkModifierType state);

G_END_DECLS
