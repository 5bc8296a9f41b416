/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define BYLINE_LOCK_URI "byline://reader/article"

/* Gives the bytes for a path of the `byline:` scheme, NULL for none. */
typedef GBytes *(*BylineLockContent) (GtkWidget *owner, const char *path, const char **type);

WebKitWebView *byline_lock_create_view (GtkWidget *owner, BylineLockContent content);
void           byline_lock_async       (WebKitWebView *view, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean       byline_lock_finish      (GAsyncResult *result, GError **error);

G_END_DECLS
