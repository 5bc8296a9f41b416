/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The charset of a text in Latin letters that does not say it; NULL for Windows-1252. */
const char *byline_latin_guess (const char *data, gsize size);

G_END_DECLS
