/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"
#include "store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_LIBRARY (byline_library_get_type ())
G_DECLARE_FINAL_TYPE (BylineLibrary, byline_library, BYLINE, LIBRARY, GtkWidget)

GtkWidget *byline_library_new            (BylineStore *store, GSettings *settings);
void       byline_library_refresh        (BylineLibrary *self);
/* A pack of several articles that was opened: they are listed first. */
void       byline_library_show_pack       (BylineLibrary *self, const char *path, BylinePack *pack);
void       byline_library_add_recent     (BylineLibrary *self, const char *path);
/* Where packs are that this machine knows of, to find the one of a work file. */
char     **byline_library_dup_pack_paths (BylineLibrary *self);

G_END_DECLS
