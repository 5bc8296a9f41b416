/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include "bridge.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which style a span gets: three rows of the tag set's size. */
typedef enum
{
  BYLINE_PAINT_TAGGED,    /* tint and the tag's underline */
  BYLINE_PAINT_KEY,       /* a dashed underline */
  BYLINE_PAINT_UNDERLINED, /* the tag's underline without tint */
} BylinePaint;

double byline_look_get_desktop_scale (void);
void byline_look_apply       (BylineBridge *bridge, BylineArticle *article, BylineTagSet *tags, GSettings *settings);
void byline_look_show_work   (BylineBridge *bridge, BylineSession *session);
void byline_look_put         (BylineBridge *bridge, BylineSession *session, BylineAnnotation *annotation);

typedef enum { BYLINE_SIDE_MINE, BYLINE_SIDE_BOTH, BYLINE_SIDE_KEY } BylineSide;

void byline_look_show_comparison (BylineBridge *bridge, BylineComparison *comparison, BylineSide side);

G_END_DECLS
