/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "lock.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
new_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  return g_build_filename (folder, "work.lock", NULL);
}

static void
remove_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_one_owner (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (GError) error = NULL;
  BylineLock *lock = byline_lock_take (path, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (byline_lock_is_held (lock));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_null (byline_lock_take (path, FALSE, &error));
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_LOCKED);
      g_clear_error (&error);
    }

  byline_lock_release (lock);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  lock = byline_lock_take (path, FALSE, &error);
  g_assert_no_error (error);
  byline_lock_release (lock);
  remove_folder (path);
}

/* A killed owner leaves the file, but not the lock. */
static void
test_killed_owner (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineLock) lock = NULL;
  int ends[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      BylineLock *theirs = byline_lock_take (path, FALSE, NULL);

      if (theirs == NULL || write (ends[1], "x", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }

  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  g_assert_null (byline_lock_take (path, FALSE, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_LOCKED);
  g_clear_error (&error);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (ends[0]);
  close (ends[1]);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  lock = byline_lock_take (path, FALSE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&lock, byline_lock_release);
  remove_folder (path);
}

typedef struct
{
  const char *path;
  int inside;
  guint turns;
} Crowd;

static gpointer
take_turns (gpointer data)
{
  Crowd *crowd = data;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (BylineLock) lock = byline_lock_take (crowd->path, TRUE, NULL);

      g_assert_cmpint (g_atomic_int_add (&crowd->inside, 1), ==, 0);
      crowd->turns++;
      g_atomic_int_add (&crowd->inside, -1);
    }
  return NULL;
}

/* The file comes and goes all the time; still there is never more than one owner. */
static void
test_crowd (void)
{
  g_autofree char *path = new_path ();
  Crowd crowd = { .path = path };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("turns", take_turns, &crowd);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (crowd.turns, ==, 300 * G_N_ELEMENTS (threads));
  remove_folder (path);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_lock_take ("/no/such/folder/work.lock", FALSE, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/one-owner", test_one_owner);
  g_test_add_func ("/lock/killed-owner", test_killed_owner);
  g_test_add_func ("/lock/crowd", test_crowd);
  g_test_add_func ("/lock/no-folder", test_no_folder);
  return g_test_run ();
}
