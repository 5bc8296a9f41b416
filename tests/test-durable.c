/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "durable.h"
#include "error.h"
#include "store.h"
#include "tree.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "work.json", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  text = byline_store_read_file (path, 1000, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, size, expected, strlen (expected));
  g_assert_cmpint (text[size], ==, '\0');
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (byline_store_write_file (path, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
test_write_and_replace (Fixture *self, gconstpointer data)
{
  struct stat status;

  write_file (self->path, "one");
  assert_contents (self->path, "one");

  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  write_file (self->path, "another");
  assert_contents (self->path, "another");
  g_assert_cmpint (stat (self->path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0640);

  write_file (self->path, "");
  assert_contents (self->path, "");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

static void
test_write_follows_a_link (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);

  write_file (self->path, "old");
  g_assert_cmpint (symlink ("work.json", link), ==, 0);
  write_file (link, "new");
  assert_contents (self->path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

/* As root, replacing /dev/null by a file would break the machine. */
static void
test_write_into_a_device (Fixture *self, gconstpointer data)
{
  struct stat status;

  write_file ("/dev/null", "gone");
  g_assert_cmpint (stat ("/dev/null", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
}

static void
test_write_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (self->folder, "no", "such", "folder", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (byline_store_write_file (self->folder, "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_false (byline_store_write_file (nowhere, "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (byline_store_write_file ("/dev/full", "x", 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

/* Piece by piece; until it is finished, the old one is there. */
static void
test_pieces (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BylineDurable *file;

  write_file (self->path, "old");
  file = byline_durable_new (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (byline_durable_append (file, "one, ", 5, &error));
  g_assert_true (byline_durable_append (file, "two", 3, &error));
  assert_contents (self->path, "old");
  g_assert_true (byline_durable_finish (file, &error));
  g_assert_no_error (error);
  byline_durable_free (file);
  assert_contents (self->path, "one, two");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

/* What is given up half way has never been there. */
static void
test_given_up (Fixture *self, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (self->folder, "fresh.json", NULL);
  const char *const paths[] = { self->path, fresh };

  write_file (self->path, "old");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      BylineDurable *file = byline_durable_new (paths[i], NULL);

      g_assert_true (byline_durable_append (file, "half", 4, NULL));
      byline_durable_free (file);
    }
  assert_contents (self->path, "old");
  g_assert_cmpuint (count_files (self->folder), ==, 1);
}

static void
test_read_cap (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fits = NULL;

  write_file (self->path, "12345");
  fits = byline_store_read_file (self->path, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fits, ==, "12345");
  g_assert_null (byline_store_read_file (self->path, 4, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (byline_store_read_file ("/dev/zero", 300000, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE);
}

static void
test_read_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_store_read_file (self->folder, 10, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
  g_clear_error (&error);
  g_assert_null (byline_store_read_file (self->path, 10, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static gpointer
feed_pipe (gpointer data)
{
  const int fd = GPOINTER_TO_INT (data);

  for (guint i = 0; i < 50000; i++)
    g_assert_cmpint (write (fd, "0123456789", 10), ==, 10);
  close (fd);
  return NULL;
}

static void
test_read_a_pipe (Fixture *self, gconstpointer data)
{
  int ends[2];
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GThread *thread;
  gsize size;

  g_assert_cmpint (pipe (ends), ==, 0);
  name = g_strdup_printf ("/dev/fd/%d", ends[0]);
  thread = g_thread_new ("feed", feed_pipe, GINT_TO_POINTER (ends[1]));
  text = byline_store_read_file (name, 1000000, &size, NULL);
  g_thread_join (thread);
  close (ends[0]);
  g_assert_cmpuint (size, ==, 500000);
  g_assert_cmpstr (text + 499990, ==, "0123456789");
}

static void
test_make_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *outer = g_build_filename (self->folder, "a", NULL);
  g_autofree char *inner = g_build_filename (outer, "b", NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (byline_durable_make_folder (inner, &error));
  g_assert_true (byline_durable_make_folder (inner, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (inner, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_rmdir (inner), ==, 0);

  write_file (inner, "in the way");
  {
    g_autofree char *below = g_build_filename (inner, "c", NULL);
    g_assert_false (byline_durable_make_folder (below, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  }
  g_assert_cmpint (g_unlink (inner), ==, 0);
}

static void
test_clean_takes_only_its_own (Fixture *self, gconstpointer data)
{
  g_autofree char *mine = byline_durable_write_beside (self->path, "half", 4, NULL);
  g_autofree char *other_path = g_build_filename (self->folder, "other.json", NULL);
  g_autofree char *other = byline_durable_write_beside (other_path, "half", 4, NULL);

  write_file (self->path, "whole");
  byline_durable_clean (self->path);
  g_assert_false (g_file_test (mine, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  assert_contents (self->path, "whole");
}

#define ADD(name, func) g_test_add ("/durable/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("write-and-replace", test_write_and_replace);
  ADD ("write-follows-a-link", test_write_follows_a_link);
  ADD ("write-into-a-device", test_write_into_a_device);
  ADD ("write-refused", test_write_refused);
  ADD ("pieces", test_pieces);
  ADD ("given-up", test_given_up);
  ADD ("read-cap", test_read_cap);
  ADD ("read-refused", test_read_refused);
  ADD ("read-a-pipe", test_read_a_pipe);
  ADD ("make-folder", test_make_folder);
  ADD ("clean", test_clean_takes_only_its_own);
  return g_test_run ();
}
