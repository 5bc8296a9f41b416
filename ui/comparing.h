/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"
#include "score.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineComparison:
 * @pack: has the tags and the settings
 * @article: what was read
 * @work: the finished work
 * @key: the answer key
 * @score: what the comparison found
 *
 * Free with byline_comparison_free().
 */
typedef struct
{
  BylinePack *pack;
  BylineArticle *article;
  BylineAnnotations *work;
  BylineAnnotations *key;
  BylineScore *score;
} BylineComparison;

BylineComparison *byline_comparison_new        (BylinePack *pack, BylineArticle *article, BylineAnnotations *work, BylineAnnotations *key, BylineScore *score);
void              byline_comparison_new_async  (BylinePack *pack, const char *article_id, BylineArticle *article, BylineAnnotations *key,
                                                BylineAnnotations *work, GObject *source, GAsyncReadyCallback callback, gpointer data);
BylineComparison *byline_comparison_new_finish (GAsyncResult *result, GError **error);
void              byline_comparison_free       (BylineComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineComparison, byline_comparison_free)

G_END_DECLS
