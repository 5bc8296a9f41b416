/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import.h"

#include <gumbo.h>

G_BEGIN_DECLS

/* Fills in what a page says about itself. */
void  byline_metadata_find        (BylineImport *found, const GumboNode *page);
/* Who the author line of an article names, if it has one. */
char *byline_metadata_find_author (const char *text);

G_END_DECLS
