/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "span.h"

G_BEGIN_DECLS

/* (element-type BylineSegment) in text order; for segment.c, which everyone else asks. */
GArray *byline_sentences_find (const gunichar *text, guint length, const char *language);

G_END_DECLS
