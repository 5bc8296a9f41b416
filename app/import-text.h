/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"
#include "import.h"

G_BEGIN_DECLS

/* Plain text, UTF-8; fills in the title and the author line. */
BylineDocument *byline_import_text (const char *text, gsize size, BylineImport *found, GError **error);

G_END_DECLS
