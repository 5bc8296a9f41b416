/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BYLINE_MESSAGE_MAX_SIZE (64 * 1024)

typedef enum
{
  BYLINE_MESSAGE_READY,
  BYLINE_MESSAGE_SELECTION,
  BYLINE_MESSAGE_RELEASED,
  BYLINE_MESSAGE_SENTENCE,
  BYLINE_MESSAGE_PLACE,
  BYLINE_MESSAGE_LINK,
  BYLINE_MESSAGE_RESIZE,
  BYLINE_MESSAGE_NUMBER,
} BylineMessageType;

/**
 * BylineRect:
 * @left: pixels of the page, as are the others
 */
typedef struct
{
  int left;
  int top;
  int right;
  int bottom;
} BylineRect;

/**
 * BylineMessage:
 * @type: what happened in the page
 * @start: ready: the length of the text; sentence and resize: the offset; else
 *   the start of the selection, code points
 * @end: the selection's end, code points
 * @backward: whether the selection was made from its end to its start
 * @dragging: whether the pointer's button is still down
 * @clicks: released: 1 for a click, 2 for a double click
 * @control: released: whether Ctrl was held
 * @shift: released: whether Shift was held
 * @has_rect: whether @rect is known
 * @rect: where the selection or the chosen span is
 * @view_width: how many pixels of the page the view is wide; with large text
 *   they are larger than those of the widget
 * @number: number: which number key was pressed, with what was selected then
 * @at_end: resize: whether the chosen span's end was dragged, not its start
 * @href: (nullable): link: where it leads
 *
 * An event of the page. The page is written by us, but it shows what a stranger
 * wrote: its messages are read like a file from a stranger.
 */
typedef struct
{
  BylineMessageType type;
  guint start;
  guint end;
  gboolean backward;
  gboolean dragging;
  guint clicks;
  gboolean control;
  gboolean shift;
  gboolean has_rect;
  BylineRect rect;
  int view_width;
  guint number;
  gboolean at_end;
  char *href;
} BylineMessage;

gboolean byline_message_read  (BylineMessage *self, const char *json, gsize size, guint length, GError **error);
void     byline_message_clear (BylineMessage *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineMessage, byline_message_clear)

G_END_DECLS
