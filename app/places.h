/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

const char *byline_places_get_exercises (void);
const char *byline_places_get_locales   (void);
GSettings  *byline_places_new_settings  (void);

G_END_DECLS
