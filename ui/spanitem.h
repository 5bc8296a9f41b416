/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_SPAN_ITEM (byline_span_item_get_type ())
G_DECLARE_FINAL_TYPE (BylineSpanItem, byline_span_item, BYLINE, SPAN_ITEM, GObject)

BylineSpanItem   *byline_span_item_new            (BylineAnnotation *annotation);
BylineAnnotation *byline_span_item_get_annotation (BylineSpanItem *self);
/* Text order; for g_list_store_insert_sorted(). */
int               byline_span_item_compare        (gconstpointer a, gconstpointer b, gpointer data);

G_END_DECLS
