/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "comparing.h"

G_BEGIN_DECLS

char *byline_hit_find_annotation (BylineAnnotations *work, guint offset, const char *chosen);
char *byline_hit_find_outcome    (BylineComparison *comparison, guint offset);

G_END_DECLS
