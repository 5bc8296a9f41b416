/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineFolded:
 * @text: folded code points
 * @length: how many
 * @source: (nullable) (array length=length): where each stood, NULL when each stands
 *   where it stood
 * @source_length: code points of what was folded
 *
 * A text as it is compared when typography does not count.
 */
typedef struct
{
  gunichar *text;
  guint length;
  guint *source;
  guint source_length;
} BylineFolded;

void  byline_folded_init        (BylineFolded *self, const char *text, gsize size);
void  byline_folded_clear       (BylineFolded *self);
guint byline_folded_to_source   (const BylineFolded *self, guint at);
guint byline_folded_from_source (const BylineFolded *self, guint at);

G_END_DECLS
