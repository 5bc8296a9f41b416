/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "store.h"
#include "tree.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define HTML "<p>The mill stands still.</p>\n"

typedef struct
{
  char *folder;
  char *path;
  BylineArticle *article;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "work", "mill.1.byline.json", NULL);
  self->article = byline_article_new (html, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
  byline_article_unref (self->article);
}

static BylineWorkFile *
open_file (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  BylineWorkFile *file = byline_work_file_open (self->path, &error);

  g_assert_no_error (error);
  return file;
}

static gboolean
save (Fixture *self, BylineWorkFile *file, const char *note, gboolean commit, GError **error)
{
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "mill");
  g_autofree char *data = NULL;
  gsize size;

  byline_annotations_set_note (work, note);
  if (commit)
    byline_annotations_commit (work, FALSE);
  data = byline_annotations_to_data (work, &size);
  return byline_work_file_save (file, data, size, error);
}

static void
assert_saved (Fixture *self, BylineWorkFile *file, const char *note)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (save (self, file, note, FALSE, &error));
  g_assert_no_error (error);
}

/* What is loaded says @note; @hint is part of the sentence about a recovery. */
static void
assert_loaded (BylineWorkFile *file, const char *note, const char *hint)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;
  g_autoptr (BylineAnnotations) work = byline_work_file_load (file, &recovered, &error);

  g_assert_no_error (error);
  g_assert_nonnull (work);
  g_assert_cmpstr (byline_annotations_get_note (work), ==, note);
  g_assert_cmpint (recovered != NULL, ==, hint != NULL);
  if (hint != NULL && strstr (recovered, hint) == NULL)
    g_error ("“%s” does not say “%s”", recovered, hint);
}

static void
put_beside (Fixture *self, const char *suffix, const char *text)
{
  g_autofree char *path = g_strconcat (self->path, suffix, NULL);
  g_assert_true (byline_store_write_file (path, text, strlen (text), NULL));
}

static void
test_save_and_load (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (BylineWorkFile) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;

  g_assert_cmpstr (byline_work_file_get_path (file), ==, self->path);
  g_assert_null (byline_work_file_load (file, &recovered, &error));
  g_assert_no_error (error);
  g_assert_null (recovered);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *note = g_strdup_printf ("note %u", i);
      assert_saved (self, file, note);
      assert_loaded (file, note, NULL);
    }
  byline_work_file_close (g_steal_pointer (&file));
  again = open_file (self);
  assert_loaded (again, "note 4", NULL);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_work_file_open (self->path, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_LOCKED);
}

static void
test_recovery (Fixture *self, gconstpointer data)
{
  const char *damages[] = { "", "{", "{\"@context\": ", "\xff\xfe", "[]" };

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (BylineWorkFile) file = open_file (self);

      assert_saved (self, file, "older");
      assert_saved (self, file, "newer");
      put_beside (self, "", damages[i]);
      assert_loaded (file, "older", "damaged");

      /* The next save keeps the good copy good, and the damaged bytes too. */
      assert_saved (self, file, "next");
      assert_loaded (file, "next", NULL);
      {
        g_autofree char *aside = g_strconcat (self->path, ".damaged", NULL);
        g_autofree char *text = byline_store_read_file (aside, 100, NULL, NULL);

        g_assert_cmpstr (text, ==, damages[i]);
      }
      put_beside (self, "", "{");
      assert_loaded (file, "older", "damaged");
      assert_saved (self, file, "last");
      byline_work_file_close (g_steal_pointer (&file));
      g_assert_cmpint (g_unlink (self->path), ==, 0);
    }
}

static void
test_file_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);

  assert_saved (self, file, "older");
  assert_saved (self, file, "newer");
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  assert_loaded (file, "older", "not there any more");
  assert_saved (self, file, "next");
  assert_loaded (file, "next", NULL);
}

static void
test_nothing_to_recover (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;

  put_beside (self, "", "{\"half\":");
  put_beside (self, "~", "");
  g_assert_null (byline_work_file_load (file, &recovered, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX);
  g_assert_null (recovered);
}

static void
test_committed (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (BylineWorkFile) again = NULL;
  g_autoptr (GError) error = NULL;

  assert_saved (self, file, "\n  \"byline:committed\": true");
  g_assert_true (save (self, file, "finished", TRUE, &error));
  g_assert_no_error (error);

  g_assert_false (save (self, file, "too late", FALSE, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_COMMITTED);
  g_clear_error (&error);
  byline_work_file_close (g_steal_pointer (&file));

  again = open_file (self);
  g_assert_false (save (self, again, "too late", TRUE, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_COMMITTED);
  assert_loaded (again, "finished", NULL);
}

/* On a file system without locks another window may have finished it meanwhile. */
static void
test_committed_by_another (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "mill");
  g_autoptr (GError) error = NULL;
  g_autofree char *theirs = NULL;

  assert_saved (self, file, "mine");
  byline_annotations_commit (work, TRUE);
  theirs = byline_annotations_to_data (work, NULL);
  put_beside (self, "", theirs);
  g_assert_false (save (self, file, "mine again", FALSE, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_COMMITTED);
}

static void
test_newer_format (Fixture *self, gconstpointer data)
{
  const char *newer = "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"type\": \"AnnotationCollection\", \"byline:format\": 2}";
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;

  assert_saved (self, file, "older");
  assert_saved (self, file, "mine");
  put_beside (self, "", newer);
  g_assert_null (byline_work_file_load (file, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VERSION);
  g_clear_error (&error);
  g_assert_false (save (self, file, "mine again", FALSE, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VERSION);
  left = byline_store_read_file (self->path, 1000, NULL, NULL);
  g_assert_cmpstr (left, ==, newer);
}

static void
test_leftovers_are_removed (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *left = g_build_filename (folder, ".mill.1.byline.json.0badcafe.new", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (byline_store_write_file (left, "{", 1, NULL));
  byline_work_file_close (open_file (self));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
}

static void
test_history (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_null (byline_work_file_load_history (file, &size));
  g_assert_true (byline_work_file_save_history (file, "[1]", 3, NULL));
  text = byline_work_file_load_history (file, &size);
  g_assert_cmpmem (text, size, "[1]", 3);
}

/* None of the files beside the work could be taken for work. */
static void
test_names_beside (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GDir) dir = NULL;
  guint n_work = 0;

  assert_saved (self, file, "one");
  assert_saved (self, file, "two");
  put_beside (self, "", "{");
  assert_saved (self, file, "three");
  g_assert_true (byline_work_file_save_history (file, "[]", 2, NULL));

  dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    n_work += g_str_has_suffix (name, ".json");
  g_assert_cmpuint (n_work, ==, 1);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineWorkFile) file = open_file (self);
  g_autoptr (GError) error = NULL;

  g_assert_false (byline_work_file_save (file, "", (gsize) BYLINE_ANNOTATIONS_MAX_SIZE + 1, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

#define ADD(name, func) g_test_add ("/work-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("save-and-load", test_save_and_load);
  ADD ("locked", test_locked);
  ADD ("recovery", test_recovery);
  ADD ("file-gone", test_file_gone);
  ADD ("nothing-to-recover", test_nothing_to_recover);
  ADD ("committed", test_committed);
  ADD ("committed-by-another", test_committed_by_another);
  ADD ("newer-format", test_newer_format);
  ADD ("leftovers", test_leftovers_are_removed);
  ADD ("history", test_history);
  ADD ("names-beside", test_names_beside);
  ADD ("too-large", test_too_large);
  return g_test_run ();
}
