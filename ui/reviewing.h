/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"
#include "review.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BylineReviewed:
 * @pack: has the tags and the settings
 * @article_id: which of its articles
 * @article: that article
 * @key: its answer key
 * @scorer: that key, ready to compare with
 * @handins: what was collected
 * @review: what the class did
 *
 * A class whose hand-ins have been read and compared. Free with byline_reviewed_free().
 */
typedef struct
{
  BylinePack *pack;
  char *article_id;
  BylineArticle *article;
  BylineAnnotations *key;
  BylineScorer *scorer;
  BylineHandins *handins;
  BylineReview *review;
} BylineReviewed;

/* @paths: folders, zips and files. @article_id: NULL for a pack of one article. @code: for a sealed key. */
void            byline_reviewing_async  (BylinePack *pack, const char *article_id, const char *code, const char *const *paths,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
BylineReviewed *byline_reviewing_finish (GAsyncResult *result, GError **error);
void            byline_reviewed_free    (BylineReviewed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineReviewed, byline_reviewed_free)

G_END_DECLS
