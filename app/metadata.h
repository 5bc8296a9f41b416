/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import.h"

#include <gumbo.h>

G_BEGIN_DECLS

/* Fills in what a page says about itself. */
void byline_metadata_find (BylineImport *found, const GumboNode *page);

G_END_DECLS
