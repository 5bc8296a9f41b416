/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BylineHandedIn:
 * @work: what the file says, read again after it was written
 * @path: the file
 * @was_there: whether the very same file was there already
 */
typedef struct
{
  BylineAnnotations *work;
  char *path;
  gboolean was_there;
} BylineHandedIn;

void            byline_handing_in_async  (GtkWindow *parent, BylineAnnotations *work, const char *pack_title, const char *first_folder,
                                          GAsyncReadyCallback callback, gpointer data);
BylineHandedIn *byline_handing_in_finish (GAsyncResult *result, GError **error);
void            byline_handed_in_free    (BylineHandedIn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineHandedIn, byline_handed_in_free)

G_END_DECLS
