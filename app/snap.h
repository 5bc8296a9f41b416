/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"

G_BEGIN_DECLS

gboolean byline_snap_to_words     (BylineArticle *article, const BylineSegment *raw, gboolean words, BylineSegment *snapped);
gboolean byline_snap_move_edge     (BylineArticle *article, BylineSpan *span, gboolean at_end, int step);
gboolean byline_snap_set_edge      (BylineArticle *article, BylineSpan *span, gboolean at_end, guint offset, gboolean words);
guint    byline_snap_next_sentence (BylineArticle *article, guint offset, int step, gboolean extend);

G_END_DECLS
