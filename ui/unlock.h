/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void               byline_unlock_async  (GtkWindow *parent, BylinePack *pack, const char *article_id, const char *known_code,
                                         GAsyncReadyCallback callback, gpointer data);
BylineAnnotations *byline_unlock_finish (GAsyncResult *result, char **code);

G_END_DECLS
