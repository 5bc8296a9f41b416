/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opener.h"

#include "config.h"
#include "error.h"
#include "import.h"

#include <glib/gi18n.h>
#include <string.h>

/* From a path to an article on the screen: reads, in a thread, whatever a person
 * opened — a pack, a work file, an article — and says what it is. */

typedef struct
{
  BylineStore *store; /* outlives the task */
  char *path;
  char *article_id;
  char **pack_paths;
} Request;

static void
request_free (Request *request)
{
  g_free (request->path);
  g_free (request->article_id);
  g_strfreev (request->pack_paths);
  g_free (request);
}

void
byline_opened_free (BylineOpened *self)
{
  g_clear_pointer (&self->pack, byline_pack_unref);
  g_clear_pointer (&self->article, byline_article_unref);
  g_free (self->article_id);
  g_free (self->code_name);
  g_free (self->work_path);
  g_free (self);
}

static gboolean
starts_with (const char *data, gsize size, const char *signature)
{
  return size >= strlen (signature) && memcmp (data, signature, strlen (signature)) == 0;
}

/* What people try first and Byline does not read: one sentence that helps. */
static gboolean
refuse_documents (const char *data, gsize size, GError **error)
{
  const char *message = NULL;

  if (starts_with (data, size, "%PDF-"))
    message = _ ("a PDF has no plain text in reading order; copy its text into a text file, or save the web page it came from, and open that");
  else if (starts_with (data, size, "PK\003\004") || starts_with (data, size, "\320\317\021\340"))
    message = _ ("this is an office document or an archive; save it as plain text or as HTML, and open that");

  if (message != NULL)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, message);
  return message == NULL;
}

static BylinePack *
read_article (const char *path, GError **error)
{
  gsize size;
  g_autofree char *data = byline_store_read_file (path, BYLINE_ARTICLE_MAX_SIZE, &size, error);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BylineImport) import = NULL;
  const BylineImportOptions options = { .name = name, .path = path, .keep_images = TRUE };

  if (data == NULL || !refuse_documents (data, size, error))
    return NULL;

  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  import = byline_import (bytes, &options, error);
  return import != NULL ? byline_pack_new_for_article_with_media (import->article, import->title, import->media) : NULL;
}

/* A zip begins with the name of its first file, which in a pack is the manifest. */
#define NAME_AT 30

static gboolean
begins_like_pack (const char *path)
{
  const char name[] = "byline.json";
  char head[NAME_AT + sizeof name - 1];
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  gsize size = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  stream = g_file_read (file, NULL, NULL);
  return stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &size, NULL, NULL) && size == sizeof head
         && starts_with (head, size, "PK\003\004") && memcmp (head + NAME_AT, name, strlen (name)) == 0;
}

/* By its contents, for a download or a learning platform may have renamed it. */
static gboolean
is_pack (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) || g_str_has_suffix (path, ".byline") || begins_like_pack (path);
}

/* An article without a pack that was opened here before, by its text. */
static BylinePack *
find_article (const Request *request, const char *id, const char *digest)
{
  for (char **path = request->pack_paths; path != NULL && *path != NULL; path++)
    {
      g_autoptr (BylinePack) pack = is_pack (*path) || g_str_has_suffix (*path, ".json") ? NULL : read_article (*path, NULL);
      g_autoptr (BylineArticle) article = pack != NULL ? byline_pack_load_article (pack, id, NULL) : NULL;

      if (article != NULL && g_strcmp0 (byline_article_get_digest (article), digest) == 0)
        return g_steal_pointer (&pack);
    }
  return NULL;
}

static BylinePack *
find_pack (const Request *request, const char *id)
{
  for (char **path = request->pack_paths; path != NULL && *path != NULL; path++)
    {
      g_autoptr (BylinePack) pack = byline_pack_open (*path, NULL);

      if (pack != NULL && g_strcmp0 (byline_pack_get_id (pack), id) == 0)
        return g_steal_pointer (&pack);
    }
  return NULL;
}

static BylineOpened *
open_work_file (const Request *request, GError **error)
{
  gsize size;
  g_autofree char *data = byline_store_read_file (request->path, BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (BylineOpened) opened = NULL;

  if (data == NULL)
    return NULL;
  work = byline_annotations_new_from_data (data, size, error);
  if (work == NULL)
    return NULL;

  if (byline_annotations_get_role (work) == BYLINE_ROLE_KEY)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND,
                           _ ("this is an answer key; it is read together with its pack, so open the pack"));
      return NULL;
    }

  opened = g_new0 (BylineOpened, 1);
  if (byline_annotations_get_pack (work) != NULL)
    opened->pack = find_pack (request, byline_annotations_get_pack (work));
  else
    opened->pack = find_article (request, byline_annotations_get_article (work), byline_annotations_get_digest (work));
  if (opened->pack == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH,
                           byline_annotations_get_pack (work) != NULL
                               ? _ ("the pack that this work was made on is not on this machine; open the pack first, then this file again")
                               : _ ("the article that this work was made on was not opened here before; open the article first, then this file again"));
      return NULL;
    }
  opened->article_id = g_strdup (byline_annotations_get_article (work));
  opened->work_path = g_strdup (request->path);
  return g_steal_pointer (&opened);
}

static BylineOpened *
open_article (const Request *request, GError **error)
{
  g_autoptr (BylinePack) pack = read_article (request->path, error);
  BylineOpened *opened;

  if (pack == NULL)
    return NULL;
  opened = g_new0 (BylineOpened, 1);
  opened->pack = g_steal_pointer (&pack);
  return opened;
}

static BylineOpened *
open_pack (const Request *request, GError **error)
{
  g_autoptr (BylinePack) pack = byline_pack_open (request->path, error);
  BylineOpened *opened;

  if (pack == NULL)
    return NULL;
  opened = g_new0 (BylineOpened, 1);
  opened->pack = g_steal_pointer (&pack);
  opened->article_id = g_strdup (request->article_id);
  return opened;
}

static gboolean
add_article (const Request *request, BylineOpened *opened, GError **error)
{
  const char *pack;

  if (opened->article_id == NULL && byline_pack_get_n_articles (opened->pack) == 1)
    opened->article_id = g_strdup (byline_pack_get_article (opened->pack, 0)->id);
  if (opened->article_id == NULL)
    return TRUE;

  opened->article = byline_pack_load_article (opened->pack, opened->article_id, error);
  if (opened->article == NULL)
    return FALSE;
  byline_article_get_segmentation (opened->article);

  pack = byline_pack_get_id (opened->pack);
  if (opened->work_path == NULL)
    opened->code_name = byline_store_find_last_code_name (request->store,
                                                          pack != NULL ? pack : byline_article_get_digest (opened->article),
                                                          opened->article_id);
  return TRUE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  g_autoptr (BylineOpened) opened = NULL;
  g_autofree char *name = g_path_get_basename (request->path);
  GError *error = NULL;

  if (is_pack (request->path))
    opened = open_pack (request, &error);
  else if (g_str_has_suffix (name, ".json"))
    opened = open_work_file (request, &error);
  else
    opened = open_article (request, &error);

  if (opened != NULL && add_article (request, opened, &error))
    g_task_return_pointer (task, g_steal_pointer (&opened), (GDestroyNotify) byline_opened_free);
  else
    {
      g_prefix_error (&error, "%s: ", name);
      g_task_return_error (task, error);
    }
}

/**
 * byline_opener_async:
 * @store: where work is kept; must outlive the call
 * @path: what to open: a pack's folder or file, a work file, an article
 * @article_id: (nullable): which article of a pack
 * @pack_paths: (array zero-terminated=1) (nullable): where to look for the pack
 *   that a work file belongs to
 *
 * Reads what a person opened.
 */
void
byline_opener_async (BylineStore *store, const char *path, const char *article_id, char **pack_paths, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->store = store;
  request->path = g_strdup (path);
  request->article_id = g_strdup (article_id);
  request->pack_paths = g_strdupv (pack_paths);
  /* Opening the manifest of a folder means opening the folder. */
  if (g_str_has_suffix (path, "/byline.json"))
    {
      g_free (request->path);
      request->path = g_path_get_dirname (path);
    }
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, open_in_thread);
  g_object_unref (task);
}

/**
 * byline_opener_get_path:
 * @result: of byline_opener_async()
 *
 * Returns: what was to be opened
 */
const char *
byline_opener_get_path (GAsyncResult *result)
{
  return ((const Request *) g_task_get_task_data (G_TASK (result)))->path;
}

BylineOpened *
byline_opener_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
