/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "record.h"

G_BEGIN_DECLS

typedef enum { BYLINE_PROGRESS_SAME, BYLINE_PROGRESS_BETTER, BYLINE_PROGRESS_WORSE, BYLINE_N_PROGRESSES } BylineProgress;

BylineProgress byline_progress_of_item  (const BylineAnswer *earlier, const BylineAnswer *later);
void           byline_progress_count    (const BylineAnswer *earlier, const BylineAnswer *later, guint n_items, guint *counts);
const char    *byline_progress_get_name (BylineProgress progress);

G_END_DECLS
