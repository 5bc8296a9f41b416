/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"
#include "images.h"
#include "import.h"

G_BEGIN_DECLS

/* An HTML page or fragment, UTF-8; fills in what the page says about itself. */
BylineDocument *byline_import_html (const char *html, gsize size, gboolean keep_all, const BylineImportOptions *options, BylineImages *images, BylineImport *found, GError **error);

G_END_DECLS
