/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spanitem.h"

#include <string.h>

/* An annotation as a list model wants it. */

struct _BylineSpanItem
{
  GObject parent;

  BylineAnnotation *annotation;
};

G_DEFINE_FINAL_TYPE (BylineSpanItem, byline_span_item, G_TYPE_OBJECT)

static void
byline_span_item_finalize (GObject *object)
{
  byline_annotation_unref (BYLINE_SPAN_ITEM (object)->annotation);
  G_OBJECT_CLASS (byline_span_item_parent_class)->finalize (object);
}

static void
byline_span_item_class_init (BylineSpanItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_span_item_finalize;
}

static void
byline_span_item_init (BylineSpanItem *self)
{
}

BylineSpanItem *
byline_span_item_new (BylineAnnotation *annotation)
{
  BylineSpanItem *self = g_object_new (BYLINE_TYPE_SPAN_ITEM, NULL);

  self->annotation = byline_annotation_ref (annotation);
  return self;
}

BylineAnnotation *
byline_span_item_get_annotation (BylineSpanItem *self)
{
  return self->annotation;
}

int
byline_span_item_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const BylineAnnotation *one = BYLINE_SPAN_ITEM ((gpointer) a)->annotation;
  const BylineAnnotation *two = BYLINE_SPAN_ITEM ((gpointer) b)->annotation;
  const int order = byline_span_compare (&one->span, &two->span);

  return order != 0 ? order : strcmp (one->id, two->id);
}
