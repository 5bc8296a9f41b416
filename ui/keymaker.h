/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_KEY_MAKER (byline_key_maker_get_type ())
G_DECLARE_FINAL_TYPE (BylineKeyMaker, byline_key_maker, BYLINE, KEY_MAKER, AdwWindow)

void byline_key_maker_present (GtkWindow *parent, BylineSession *session);

G_END_DECLS
