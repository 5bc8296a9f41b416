/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"
#include "message.h"

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_BRIDGE (byline_bridge_get_type ())
G_DECLARE_FINAL_TYPE (BylineBridge, byline_bridge, BYLINE, BRIDGE, GObject)

/**
 * BylineStyle:
 * @color: `#rrggbb` of the underline
 * @tint_percent: how strong the background is, 0–100
 * @pattern: the underline
 * @outline: underline only, no background
 * @plain: background only, no underline
 *
 * How a span is painted. The page knows styles, not tags.
 */
typedef struct
{
  const char *color;
  guint tint_percent;
  BylinePattern pattern;
  gboolean outline;
  gboolean plain;
} BylineStyle;

/**
 * BylineLook:
 * @language: BCP 47
 * @direction: `ltr` or `rtl`
 * @dark: light on dark
 * @high_contrast: stronger colours and lines
 * @reduced_motion: nothing moves by itself
 * @size: of the letters, pixels
 * @leading: height of a line in font sizes
 * @width: of the column in font sizes
 * @font: (nullable): a CSS font family
 * @styles: (array length=n_styles)
 */
typedef struct
{
  const char *language;
  const char *direction;
  gboolean dark;
  gboolean high_contrast;
  gboolean reduced_motion;
  double size;
  double leading;
  double width;
  const char *font;
  const BylineStyle *styles;
  guint n_styles;
} BylineLook;

/**
 * BylinePainted:
 * @id: unique in the page
 * @style: index of a style
 * @span: what to paint
 */
typedef struct
{
  const char *id;
  guint style;
  const BylineSpan *span;
} BylinePainted;

BylineBridge *byline_bridge_new          (WebKitUserContentManager *manager);
void          byline_bridge_set_view     (BylineBridge *self, WebKitWebView *view);
void          byline_bridge_set_length   (BylineBridge *self, guint length);
gboolean      byline_bridge_is_ready     (BylineBridge *self);

void          byline_bridge_set_look     (BylineBridge *self, const BylineLook *look);
void          byline_bridge_set_spans    (BylineBridge *self, const BylinePainted *spans, guint n_spans);
void          byline_bridge_put_span     (BylineBridge *self, const BylinePainted *span);
void          byline_bridge_remove_span  (BylineBridge *self, const char *id);
void          byline_bridge_choose_span  (BylineBridge *self, const char *id, gboolean scroll, gboolean resize);
void          byline_bridge_select       (BylineBridge *self, guint start, guint end, gboolean scroll);
void          byline_bridge_extend       (BylineBridge *self, guint anchor, guint focus);

/* The selection as it is now, which may be newer than the last message. */
void          byline_bridge_get_selection_async  (BylineBridge *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean      byline_bridge_get_selection_finish (BylineBridge *self, GAsyncResult *result, guint *start, guint *end, GError **error);

G_END_DECLS
