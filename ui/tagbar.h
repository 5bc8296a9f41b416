/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "message.h"
#include "tags.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_TAG_BAR (byline_tag_bar_get_type ())
G_DECLARE_FINAL_TYPE (BylineTagBar, byline_tag_bar, BYLINE, TAG_BAR, GtkWidget)

GtkWidget *byline_tag_bar_new        (void);
void       byline_tag_bar_set_tags   (BylineTagBar *self, BylineTagSet *tags);
/* What the bar is for: a selection (@tag NULL) or a span with its tag and note. */
void       byline_tag_bar_show       (BylineTagBar *self, const char *tag, const char *note);
void       byline_tag_bar_hide       (BylineTagBar *self);
void       byline_tag_bar_point_to   (BylineTagBar *self, const BylineRect *rect);
void       byline_tag_bar_edit_note  (BylineTagBar *self);
void       byline_tag_bar_keep_note  (BylineTagBar *self);
/* For the overlay's get-child-position: where the bar goes, never on @rect. */
gboolean   byline_tag_bar_get_place  (BylineTagBar *self, int width, int height, GdkRectangle *place);

G_END_DECLS
