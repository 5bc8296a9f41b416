/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "score.h"

G_BEGIN_DECLS

/* Translatable sentences for people, built from outcome, tag and the words that
 * are missing or extra at each edge (never glued fragments). Free with g_free().
 * item: "You found this and stopped two words early: “dated Monday”"
 * span: "Not in the key: …", with the hint if there is one
 * headline_arithmetic: how score_bp came about, in words and numbers
 * settings: the teacher's sentence about surplus, from over_pt */
char *byline_report_item       (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, BylineAnnotations *work, const BylineScore *score, guint item);
char *byline_report_span       (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, BylineAnnotations *work, const BylineScore *score, guint span);
char *byline_report_quote      (BylineArticle *article, const BylineSpan *span);
char *byline_report_arithmetic (const BylineScore *score);
char *byline_report_settings   (const BylineScoring *scoring, guint n_tags);

G_END_DECLS
