/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"

G_BEGIN_DECLS

gboolean byline_snap_to_words     (BylineArticle *article, const BylineSegment *raw, gboolean words, BylineSegment *snapped);
guint    byline_snap_next_sentence (BylineArticle *article, guint offset, int step, gboolean extend);

G_END_DECLS
