/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void byline_guide_present (GtkWindow *parent, BylineSession *session);

G_END_DECLS
