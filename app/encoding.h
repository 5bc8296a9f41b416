/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file's bytes as UTF-8 without a BOM; @html also looks for a declared charset. */
GString *byline_encoding_decode (const char *data, gsize size, gboolean html);

G_END_DECLS
