/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"
#include "handed.h"
#include "tree.h"

/* What becomes of the works while they are collected. */

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
}

typedef struct
{
  GMutex lock;
  GPtrArray *read; /* names of files, with the size of the work */
} Reader;

static void
read_cb (const BylineHandin *handin, BylineAnnotations *work, gpointer data)
{
  Reader *self = data;
  g_autofree char *name = g_path_get_basename (handin->file);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_assert_cmpuint (handin->attempt, ==, byline_annotations_get_attempt (work));
  g_assert_cmpstr (handin->code_name, ==, byline_annotations_get_code_name (work));
  g_assert_cmpstr (handin->committed, ==, byline_annotations_get_committed (work));
  g_ptr_array_add (self->read, g_strdup_printf ("%s:%u", name, byline_annotations_get_size (work)));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Given as they are read: finished work of this pack and article, wherever it lies; which
 * attempt counts, and what is a copy, is not known then. The works do not stay. */
static void
test_read_along (Fixture *self, gconstpointer data)
{
  const Handed owl = { .name = "Owl" };
  const BylineArchiveEntry entry = { "b.json", handed_write (&owl) };
  g_autoptr (GBytes) owls = entry.bytes;
  g_autoptr (GBytes) zip = byline_archive_write (&entry, 1, NULL);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { .read = read };
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill", .read = read_cb, .data = &reader };
  const char *const paths[] = { self->folder, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *names = NULL;

  handed_put (self->folder, "a1.json", &(Handed) { .marks = "claim opinion" });
  handed_put (self->folder, "a1-copy.json", &(Handed) { .marks = "claim opinion" });
  handed_put (self->folder, "a2.json", &(Handed) { .attempt = 2, .marks = "", .committed = "true" });
  handed_put_bytes (self->folder, "in.zip", g_bytes_get_data (zip, NULL), g_bytes_get_size (zip));
  handed_put (self->folder, "draft.json", &(Handed) { .name = "Wren", .committed = "" });
  handed_put (self->folder, "other.json", &(Handed) { .pack = "urn:x:other" });
  handed_put (self->folder, "text.json", &(Handed) { .article = "lock" });
  handed_put (self->folder, "key.json", &(Handed) { .role = "key" });
  handed_put_bytes (self->folder, "broken.json", "{", 1);

  g_mutex_init (&reader.lock);
  handins = byline_handins_collect (paths, &options, NULL);
  g_ptr_array_sort (read, compare_names);
  g_ptr_array_add (read, NULL);
  names = g_strjoinv (" ", (char **) read->pdata);
  g_assert_cmpstr (names, ==, "a1-copy.json:2 a1.json:2 a2.json:0 b.json:1");
  for (guint i = 0; i < handins->files->len; i++)
    g_assert_null (((BylineHandin *) g_ptr_array_index (handins->files, i))->work);
  g_mutex_clear (&reader.lock);
}

/* For a window that opens one of them later. */
static void
test_keep_works (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill", .keep_works = TRUE };
  const char *const paths[] = { self->folder, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  const BylineHandin *handin;

  handed_put (self->folder, "a.json", &(Handed) { .marks = "claim opinion" });
  handed_put_bytes (self->folder, "broken.json", "{", 1);
  handins = byline_handins_collect (paths, &options, NULL);
  handin = g_ptr_array_index (handins->students, 0);
  g_assert_cmpuint (byline_annotations_get_size (handin->work), ==, 2);
  g_assert_cmpstr (byline_annotations_get (handin->work, 1)->tag, ==, "opinion");
}

#define ADD(name, function) g_test_add ("/handin-read/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("along", test_read_along);
  ADD ("keep-works", test_keep_works);
  return g_test_run ();
}
