/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "Who is working?" The answer is a code name; NULL when the question was put away. */
void  byline_person_ask_async  (GtkWindow *parent, BylineStore *store, GAsyncReadyCallback callback, gpointer data);
char *byline_person_ask_finish (GAsyncResult *result);

G_END_DECLS
