/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineChars:
 * @text: code points, borrowed
 * @length: how many
 */
typedef struct
{
  const gunichar *text;
  guint length;
} BylineChars;

/**
 * BylineBeside:
 * @before: what stands directly before a passage
 * @after: what stands directly after it
 */
typedef struct
{
  BylineChars before;
  BylineChars after;
} BylineBeside;

gboolean byline_meaning_differs      (const BylineChars *quote, const BylineBeside *was, const BylineBeside *is);
gboolean byline_meaning_other_digits (const BylineChars *quote, const BylineBeside *was, const BylineBeside *is);
guint    byline_meaning_get_sentence (const BylineChars *quote, const BylineChars *side, int step);

G_END_DECLS
