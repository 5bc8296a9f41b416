/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* CommonMark, UTF-8, as HTML. */
GString *byline_import_markdown (const char *text, gsize size, GError **error);

G_END_DECLS
