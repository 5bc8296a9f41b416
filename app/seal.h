/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Answer keys that a code opens (docs/formats.md, "Sealed keys"). Sealing and opening take
 * about half a second and 256 MiB: call them from a thread. */
GBytes  *byline_seal                (GBytes *key, const char *pack, const char *article, const char *code, GError **error);
/* BYLINE_ERROR_CODE for a wrong code, BYLINE_ERROR_SYNTAX or _VALUE for a damaged file,
 * BYLINE_ERROR_MISMATCH for one that was sealed for another article. */
GBytes  *byline_seal_open           (GBytes *sealed, const char *pack, const char *article, const char *code, GError **error);
/* All that can be said without a code. */
gboolean byline_seal_check          (GBytes *sealed, GError **error);

/* A code like "tidal-mango-42", to be shown to the teacher. */
char    *byline_seal_new_code       (void);
/* The code as it counts, however it was typed; NULL when nothing is left of it. */
char    *byline_seal_normalize_code (const char *code);

G_END_DECLS
