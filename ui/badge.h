/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tags.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_BADGE (byline_badge_get_type ())
G_DECLARE_FINAL_TYPE (BylineBadge, byline_badge, BYLINE, BADGE, GtkWidget)

GtkWidget *byline_badge_new     (const BylineTag *tag);
void       byline_badge_set_tag (BylineBadge *self, const BylineTag *tag);

G_END_DECLS
