/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define BYLINE_CONFINE_URI "byline://reader/article"

/* Gives the bytes for a path of the `byline:` scheme, NULL for none. */
typedef GBytes *(*BylineConfineContent) (GtkWidget *owner, const char *path, const char **type);

WebKitWebView *byline_confine_create_view (GtkWidget *owner, BylineConfineContent content);
void           byline_confine_async       (WebKitWebView *view, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean       byline_confine_finish      (GAsyncResult *result, GError **error);

G_END_DECLS
