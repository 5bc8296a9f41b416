/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void byline_columns_append (GString *out, const char *text, int width);

G_END_DECLS
