/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shelf.h"

#include "pack.h"

/* The packs in a folder, read in a thread. */

typedef struct
{
  BylineStore *store; /* outlives the task */
  char *folder;
} Request;

static void
request_free (Request *request)
{
  g_free (request->folder);
  g_free (request);
}

static void
entry_free (BylineShelfEntry *entry)
{
  g_free (entry->path);
  g_free (entry->article);
  g_free (entry->title);
  g_free (entry->description);
  g_free (entry->code_name);
  g_free (entry);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char **) a, *(const char **) b);
}

/**
 * byline_shelf_list_packs:
 * @folder: a folder of packs
 *
 * Returns: (transfer full) (array zero-terminated=1): the packs in it, zipped or
 *   as folders, by name
 */
char **
byline_shelf_list_packs (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);
      g_autofree char *manifest = g_build_filename (path, "byline.json", NULL);

      if (g_str_has_suffix (name, ".byline") || g_file_test (manifest, G_FILE_TEST_EXISTS))
        g_ptr_array_add (paths, path);
      else
        g_free (path);
    }
  g_ptr_array_sort (paths, compare_names);
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static void
add_progress (BylineShelfEntry *entry, BylineStore *store, BylinePack *pack)
{
  const char *id = byline_pack_get_id (pack);
  g_autofree char *name = id != NULL ? byline_store_find_last_code_name (store, id, entry->article) : NULL;
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  gsize size;

  if (name == NULL)
    return;
  path = byline_store_get_path (store, name, id, entry->article, byline_store_get_last_attempt (store, name, id, entry->article));
  data = byline_store_read_file (path, BYLINE_ANNOTATIONS_MAX_SIZE, &size, NULL);
  work = data != NULL ? byline_annotations_new_from_data (data, size, NULL) : NULL;
  if (work == NULL)
    return;

  entry->code_name = g_steal_pointer (&name);
  entry->n_tags = byline_annotations_get_size (work);
  entry->committed = byline_annotations_is_committed (work);
}

static void
add_pack (GPtrArray *entries, BylineStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_pack_open (path, &error);

  if (pack == NULL)
    {
      g_warning ("%s: %s", path, error->message);
      return;
    }

  for (guint i = 0; i < byline_pack_get_n_articles (pack); i++)
    {
      const BylinePackArticle *article = byline_pack_get_article (pack, i);
      BylineShelfEntry *entry = g_new0 (BylineShelfEntry, 1);

      entry->path = g_strdup (path);
      entry->article = g_strdup (article->id);
      entry->title = g_strdup (article->title != NULL ? article->title : byline_pack_get_title (pack));
      entry->description = g_strdup (byline_pack_get_description (pack));
      add_progress (entry, store, pack);
      g_ptr_array_add (entries, entry);
    }
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  g_auto (GStrv) paths = byline_shelf_list_packs (request->folder);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);

  for (char **path = paths; *path != NULL && !g_cancellable_is_cancelled (cancellable); path++)
    add_pack (entries, request->store, *path);
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * byline_shelf_async:
 * @store: knows the work; must outlive the call
 * @folder: a folder of packs
 *
 * Lists what is there.
 */
void
byline_shelf_async (BylineStore *store, const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->store = store;
  request->folder = g_strdup (folder);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, list_in_thread);
  g_object_unref (task);
}

/**
 * byline_shelf_finish:
 *
 * Returns: (transfer full) (element-type BylineShelfEntry): an entry an article
 */
GPtrArray *
byline_shelf_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
