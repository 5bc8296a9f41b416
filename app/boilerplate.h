/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import.h"

#include <gumbo.h>

G_BEGIN_DECLS

gboolean          byline_boilerplate_is_hidden (const GumboNode *element);
gboolean          byline_boilerplate_is_label  (const char *words);
BylineLeftOutKind byline_boilerplate_find      (const GumboNode *element);

G_END_DECLS
