/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include "bridge.h"
#include "heat.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which style a span gets: rows of the tag set's size, and one of no tag. */
typedef enum
{
  BYLINE_PAINT_TAGGED,     /* tint and the tag's underline */
  BYLINE_PAINT_KEY,        /* a dashed underline */
  BYLINE_PAINT_UNDERLINED, /* the tag's underline without tint */
  BYLINE_PAINT_HEAT,       /* a tint from here on, the weakest first */
  BYLINE_PAINT_NEUTRAL = BYLINE_PAINT_HEAT + 5,
} BylinePaint;

double byline_look_get_desktop_scale (void);
void byline_look_apply       (BylineBridge *bridge, BylineArticle *article, BylineTagSet *tags, GSettings *settings);
void byline_look_show_work   (BylineBridge *bridge, BylineSession *session);
void byline_look_put         (BylineBridge *bridge, BylineSession *session, BylineAnnotation *annotation);

/* What byline_look_show_heat() calls the passage that is talked about. */
#define BYLINE_LOOK_PASSAGE "passage"

typedef enum { BYLINE_SIDE_MINE, BYLINE_SIDE_BOTH, BYLINE_SIDE_KEY } BylineSide;

void byline_look_show_comparison (BylineBridge *bridge, BylineComparison *comparison, BylineSide side);

void byline_look_show_heat   (BylineBridge *bridge, BylineTagSet *tags, guint tag, const BylineHeatRun *runs, guint n_runs, guint n_students,
                              const BylineSpan *passage);

G_END_DECLS
