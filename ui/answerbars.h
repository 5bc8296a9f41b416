/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "passageitem.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_ANSWER_BARS (byline_answer_bars_get_type ())
G_DECLARE_FINAL_TYPE (BylineAnswerBars, byline_answer_bars, BYLINE, ANSWER_BARS, GtkWidget)

void byline_answer_bars_show (BylineAnswerBars *self, BylineTagSet *tags, BylinePassageItem *item);

G_END_DECLS
