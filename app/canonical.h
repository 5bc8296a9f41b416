/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "builder.h"

G_BEGIN_DECLS

/* Reads what byline_document_write() wrote, and nothing else: with the document
 * and, if asked for, its canonical text and blocks. */
BylineDocument *byline_canonical_read (const char *html, gsize size, GString *text, GArray *blocks, GError **error);

G_END_DECLS
