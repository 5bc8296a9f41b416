/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bridge.h"
#include "pack.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_ARTICLE_VIEW (byline_article_view_get_type ())
G_DECLARE_FINAL_TYPE (BylineArticleView, byline_article_view, BYLINE, ARTICLE_VIEW, GtkWidget)

GtkWidget    *byline_article_view_new        (void);
BylineBridge *byline_article_view_get_bridge (BylineArticleView *self);
void          byline_article_view_load       (BylineArticleView *self, BylinePack *pack, BylineArticle *article);
void          byline_article_view_set_dark   (BylineArticleView *self, gboolean dark);
gboolean      byline_article_view_has_focus  (BylineArticleView *self);

G_END_DECLS
