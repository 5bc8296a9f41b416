/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reviewing.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_REVIEW_SETUP (byline_review_setup_get_type ())
G_DECLARE_FINAL_TYPE (BylineReviewSetup, byline_review_setup, BYLINE, REVIEW_SETUP, AdwWindow)

/* @known: packs on this machine. @pack: the one that is open, NULL for none. */
GtkWindow *byline_review_setup_new (GtkWindow *parent, const char *const *known, const char *pack);

G_END_DECLS
