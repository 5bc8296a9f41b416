/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "openwork.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* One person's work on one article, opened in a thread: read, or begun. */

/* Who just left may still be writing; milliseconds to wait for them, and between
 * two looks. */
#define PATIENCE 2000
#define LOOK_EVERY 20

typedef struct
{
  BylineStore *store; /* outlives the task */
  BylinePack *pack;
  char *article_id;
  BylineArticle *article;
  char *code_name;
  char *path;
  guint attempt;
  BylineAnnotations *previous;
  gboolean keep_tags;
} Job;

static void
job_free (Job *job)
{
  byline_pack_unref (job->pack);
  byline_article_unref (job->article);
  g_clear_pointer (&job->previous, byline_annotations_unref);
  g_free (job->article_id);
  g_free (job->code_name);
  g_free (job->path);
  g_free (job);
}

void
byline_open_work_free (BylineOpenWork *self)
{
  g_clear_pointer (&self->file, byline_work_file_close);
  g_clear_pointer (&self->annotations, byline_annotations_unref);
  g_free (self->history);
  g_free (self->recovered);
  g_free (self);
}

static gboolean
set_creator (const Job *job, BylineAnnotations *work, GError **error)
{
  g_autofree char *creator = NULL;

  /* A work file from elsewhere may name nobody; then nobody goes on. */
  if (job->previous != NULL)
    {
      if (byline_annotations_get_creator_id (job->previous) != NULL)
        byline_annotations_set_creator (work, byline_annotations_get_creator_id (job->previous), byline_annotations_get_code_name (job->previous));
      return TRUE;
    }

  creator = byline_store_get_creator (job->store, job->code_name, error);
  if (creator == NULL)
    return FALSE;
  byline_annotations_set_creator (work, creator, job->code_name);
  return TRUE;
}

static BylineAnnotations *
work_new (const Job *job, GError **error)
{
  const BylinePackArticle *entry = byline_pack_find_article (job->pack, job->article_id);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, job->article, job->article_id);

  if (!set_creator (job, work, error))
    return NULL;
  byline_annotations_set_label (work, entry != NULL && entry->title != NULL ? entry->title : byline_article_get_title (job->article));
  byline_annotations_set_attempt (work, job->attempt);
  if (byline_pack_get_id (job->pack) != NULL)
    byline_annotations_set_pack (work, byline_pack_get_id (job->pack), byline_pack_get_revision (job->pack));

  for (guint i = 0; job->keep_tags && i < byline_annotations_get_size (job->previous); i++)
    byline_annotations_put (work, byline_annotations_get (job->previous, i), G_MAXUINT);
  if (job->keep_tags)
    byline_annotations_set_note (work, byline_annotations_get_note (job->previous));
  return g_steal_pointer (&work);
}

/* What does not fit the article is not shown half: the file stays as it is. */
static gboolean
check (const Job *job, BylineAnnotations *work, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (g_strcmp0 (byline_annotations_get_digest (work), byline_article_get_digest (job->article)) != 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH,
                           _ ("this work was made on another version of the article, and is left as it is"));
      return FALSE;
    }
  if (!byline_annotations_check (work, job->article, byline_pack_get_tags (job->pack), problems))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("this work is damaged and is left as it is; %s"),
                   problems->len > 0 ? (const char *) g_ptr_array_index (problems, 0) : "");
      return FALSE;
    }
  return TRUE;
}

static BylineWorkFile *
open_file (const char *path, GError **error)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE * G_TIME_SPAN_MILLISECOND;

  for (;;)
    {
      g_autoptr (GError) problem = NULL;
      BylineWorkFile *file = byline_work_file_open (path, &problem);

      if (file != NULL)
        return file;
      if (!g_error_matches (problem, BYLINE_ERROR, BYLINE_ERROR_LOCKED) || g_get_monotonic_time () >= end)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      g_usleep (LOOK_EVERY * G_TIME_SPAN_MILLISECOND);
    }
}

static gboolean
load (const Job *job, BylineOpenWork *work, GError **error)
{
  g_autoptr (GError) problem = NULL;

  work->file = open_file (job->path, error);
  if (work->file == NULL)
    return FALSE;

  work->annotations = byline_work_file_load (work->file, &work->recovered, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (work->annotations == NULL)
    {
      work->annotations = work_new (job, error);
      return work->annotations != NULL;
    }

  if (!check (job, work->annotations, error))
    return FALSE;

  if (byline_annotations_is_committed (work->annotations))
    g_clear_pointer (&work->file, byline_work_file_close);
  else
    work->history = byline_work_file_load_history (work->file, &work->history_size);
  return TRUE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  const char *id = byline_pack_get_id (job->pack);
  const char *pack = id != NULL ? id : byline_article_get_digest (job->article);
  g_autoptr (BylineOpenWork) work = g_new0 (BylineOpenWork, 1);
  GError *error = NULL;

  if (job->path == NULL)
    {
      if (job->attempt == 0)
        job->attempt = MAX (1, byline_store_get_last_attempt (job->store, job->code_name, pack, job->article_id));
      job->path = byline_store_get_path (job->store, job->code_name, pack, job->article_id, job->attempt);
    }

  if (load (job, work, &error))
    g_task_return_pointer (task, g_steal_pointer (&work), (GDestroyNotify) byline_open_work_free);
  else
    {
      g_prefix_error (&error, "%s: ", job->path);
      g_task_return_error (task, error);
    }
}

/**
 * byline_open_work_dup_next_path:
 * @path: `NAME.byline.json` or `NAME.1.byline.json`
 * @attempt: the next one
 *
 * Returns: (transfer full): `NAME.2.byline.json`
 */
char *
byline_open_work_dup_next_path (const char *path, guint attempt)
{
  g_autofree char *stem = g_strdup (path);
  char *end = g_str_has_suffix (stem, ".byline.json") ? stem + strlen (stem) - strlen (".byline.json") : stem + strlen (stem);
  char *dot;

  *end = '\0';
  dot = strrchr (stem, '.');
  if (dot != NULL && dot[1] != '\0' && strspn (dot + 1, "0123456789") == strlen (dot + 1))
    *dot = '\0';
  return g_strdup_printf ("%s.%u.byline.json", stem, attempt);
}

/**
 * byline_open_work_async:
 * @store: where work is kept; must outlive the call
 * @pack: the pack
 * @article_id: which of its articles
 * @article: that article
 * @request: whose work, and which
 * @source: what the callback gets as its source
 *
 * Opens work, or begins it: a file that is not there yet is no error.
 */
void
byline_open_work_async (BylineStore *store, BylinePack *pack, const char *article_id, BylineArticle *article,
                        const BylineWorkRequest *request, GObject *source, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  job->store = store;
  job->pack = byline_pack_ref (pack);
  job->article_id = g_strdup (article_id);
  job->article = byline_article_ref (article);
  job->code_name = g_strdup (request->code_name);
  job->path = g_strdup (request->path);
  job->attempt = request->attempt;
  job->previous = request->previous != NULL ? byline_annotations_copy (request->previous) : NULL;
  job->keep_tags = request->previous != NULL && request->keep_tags;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * byline_open_work_finish:
 * @error: %BYLINE_ERROR_LOCKED when another window has the work,
 *   %BYLINE_ERROR_MISMATCH when it belongs to another version of the article
 */
BylineOpenWork *
byline_open_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
