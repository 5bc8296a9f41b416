/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reviewing.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>

/* A class's hand-ins against the key, in a thread: reading, comparing, counting. */

typedef struct
{
  BylinePack *pack;
  char *article_id;
  char *code;
  char **paths;
} Request;

static void
request_free (Request *request)
{
  byline_pack_unref (request->pack);
  g_free (request->article_id);
  g_free (request->code);
  g_strfreev (request->paths);
  g_free (request);
}

void
byline_reviewed_free (BylineReviewed *self)
{
  g_clear_pointer (&self->review, byline_review_free);
  g_clear_pointer (&self->handins, byline_handins_free);
  g_clear_pointer (&self->scorer, byline_scorer_free);
  g_clear_pointer (&self->key, byline_annotations_unref);
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
  g_free (self->article_id);
  g_free (self);
}

static gboolean
collect (BylineReviewed *self, const Request *request, GError **error)
{
  const BylineHandinsOptions options = {
    .pack = byline_pack_get_id (self->pack), .article = self->article_id, .contents = self->pack,
    .read = byline_review_read, .data = self->review, .keep_works = TRUE,
  };

  self->handins = byline_handins_collect ((const char *const *) request->paths, &options, error);
  if (self->handins == NULL)
    return FALSE;
  if (self->handins->students->len > 0)
    return TRUE;

  if (self->handins->files->len == 0)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("no work files are there"));
  else if (self->handins->drafts->len > 0)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("there are only drafts: nobody has finished and handed in yet"));
  else
    g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY,
                 g_dngettext (GETTEXT_PACKAGE,
                              "none of the work is about this exercise (%u file is damaged or about another one)",
                              "none of the work is about this exercise (%u files are damaged or about another one)",
                              self->handins->files->len),
                 self->handins->files->len);
  return FALSE;
}

static void
review_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  const BylineReviewOptions wanted = { .has_figures = TRUE };
  g_autoptr (BylineReviewed) self = g_new0 (BylineReviewed, 1);
  GError *error = NULL;

  self->pack = byline_pack_ref (request->pack);
  self->article_id = g_strdup (request->article_id);
  self->article = byline_pack_load_article (self->pack, self->article_id, &error);
  if (self->article != NULL)
    self->key = request->code != NULL
                    ? byline_pack_unseal_key (self->pack, self->article_id, request->code, &error)
                    : byline_pack_load_key (self->pack, self->article_id, &error);
  if (self->key != NULL)
    self->scorer = byline_scorer_new (self->article, byline_pack_get_tags (self->pack), self->key, byline_pack_get_scoring (self->pack), &error);
  if (self->scorer != NULL)
    self->review = byline_review_new (self->scorer, &wanted);

  if (self->review != NULL && collect (self, request, &error) && byline_review_finish (self->review, self->handins, &error))
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) byline_reviewed_free);
  else
    g_task_return_error (task, error);
}

/**
 * byline_reviewing_async:
 * @pack: has the key
 * @article_id: which of its articles
 * @code: (nullable): what opens a sealed key
 * @paths: folders, zips and files with hand-ins
 *
 * Reads what was handed in and compares it with the key.
 */
void
byline_reviewing_async (BylinePack *pack, const char *article_id, const char *code, const char *const *paths,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->pack = byline_pack_ref (pack);
  request->article_id = g_strdup (article_id);
  request->code = g_strdup (code);
  request->paths = g_strdupv ((char **) paths);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, review_in_thread);
}

/**
 * byline_reviewing_finish:
 *
 * Returns: (transfer full): the class; %NULL with %BYLINE_ERROR_CODE when the key
 *   is sealed or the code is another, or with whatever else is in the way
 */
BylineReviewed *
byline_reviewing_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
