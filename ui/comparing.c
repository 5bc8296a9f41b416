/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparing.h"

/* Finished work against the key, in a thread: where the key is read at all. */

typedef struct
{
  BylinePack *pack;
  char *article_id;
  BylineArticle *article;
  BylineAnnotations *key;
  BylineAnnotations *work;
} Request;

static void
request_free (Request *request)
{
  byline_pack_unref (request->pack);
  byline_article_unref (request->article);
  g_clear_pointer (&request->key, byline_annotations_unref);
  byline_annotations_unref (request->work);
  g_free (request->article_id);
  g_free (request);
}

/**
 * byline_comparison_new:
 * @pack: has the tags and the settings
 * @article: what was read
 * @work: what was marked in it
 * @key: the answer key
 * @score: (transfer full): how they compare
 */
BylineComparison *
byline_comparison_new (BylinePack *pack, BylineArticle *article, BylineAnnotations *work, BylineAnnotations *key, BylineScore *score)
{
  BylineComparison *self = g_new0 (BylineComparison, 1);

  self->pack = byline_pack_ref (pack);
  self->article = byline_article_ref (article);
  self->work = byline_annotations_ref (work);
  self->key = byline_annotations_ref (key);
  self->score = score;
  return self;
}

void
byline_comparison_free (BylineComparison *self)
{
  byline_pack_unref (self->pack);
  byline_article_unref (self->article);
  byline_annotations_unref (self->work);
  byline_annotations_unref (self->key);
  byline_score_free (self->score);
  g_free (self);
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (BylineAnnotations) key = request->key != NULL ? byline_annotations_ref (request->key)
                                                           : byline_pack_load_key (request->pack, request->article_id, &error);
  g_autoptr (BylineScorer) scorer = NULL;
  BylineScore *score = NULL;

  if (key != NULL)
    scorer = byline_scorer_new (request->article, byline_pack_get_tags (request->pack), key, byline_pack_get_scoring (request->pack), &error);
  if (scorer != NULL)
    score = byline_scorer_score (scorer, request->work, &error);
  if (score == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, byline_comparison_new (request->pack, request->article, request->work, key, score),
                         (GDestroyNotify) byline_comparison_free);
}

/**
 * byline_comparison_new_async:
 * @pack: has the key
 * @article_id: which of its articles
 * @article: that article
 * @key: (nullable): the key where it had to be unsealed; copied
 * @work: finished work; copied
 * @source: what the callback gets as its source
 *
 * Reads the key and compares.
 */
void
byline_comparison_new_async (BylinePack *pack, const char *article_id, BylineArticle *article, BylineAnnotations *key,
                             BylineAnnotations *work, GObject *source, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, data);
  Request *request = g_new0 (Request, 1);

  request->pack = byline_pack_ref (pack);
  request->article_id = g_strdup (article_id);
  request->article = byline_article_ref (article);
  request->key = key != NULL ? byline_annotations_copy (key) : NULL;
  request->work = byline_annotations_copy (work);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, compare_in_thread);
}

BylineComparison *
byline_comparison_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
