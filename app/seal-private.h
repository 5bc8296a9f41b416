/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BYLINE_SEAL_N_WORDS 256

extern const char *const byline_seal_adjectives[BYLINE_SEAL_N_WORDS];
extern const char *const byline_seal_nouns[BYLINE_SEAL_N_WORDS];

G_END_DECLS
