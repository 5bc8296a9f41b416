/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "score.h"

G_BEGIN_DECLS

char       *byline_words_dup_layer   (const char *layer);
const char *byline_words_get_band    (BylineBand band);  /* "" for none */
char       *byline_words_dup_percent (guint bp);
char       *byline_words_dup_quote   (BylineArticle *article, const BylineSpan *span, guint max_length);

G_END_DECLS
