/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the HTML parser can read @html in reasonable time. */
gboolean byline_bounds_check (const char *html, gsize size, GError **error);

G_END_DECLS
