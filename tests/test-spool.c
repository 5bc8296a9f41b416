/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spool.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define N_THREADS 4

/* What is added, and where it went. */
typedef struct
{
  guint64 place;
  gsize size;
  guint seed;
} Piece;

static void
fill (char *data, gsize size, guint seed)
{
  for (gsize i = 0; i < size; i++)
    data[i] = (seed + i * 31) & 0xff;
}

static Piece
add (BylineSpool *spool, gsize size, guint seed)
{
  g_autofree char *data = g_malloc (size + 1);

  fill (data, size, seed);
  return (Piece) { byline_spool_add (spool, data, size), size, seed };
}

static void
assert_there (BylineSpool *spool, const Piece *piece)
{
  g_autofree char *expected = g_malloc (piece->size + 1);
  g_autofree char *data = g_malloc0 (piece->size + 1);
  g_autoptr (GError) error = NULL;

  fill (expected, piece->size, piece->seed);
  byline_spool_read (spool, piece->place, data, piece->size);
  g_assert_cmpmem (data, piece->size, expected, piece->size);
  g_assert_true (byline_spool_check (spool, &error));
  g_assert_no_error (error);
}

/* Of all sizes, also none; read in any order while more comes. */
static void
try_folder (const char *folder)
{
  g_autoptr (BylineSpool) spool = byline_spool_new (folder);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 2000; i++)
    {
      const gsize size = i % 100 == 0 ? 300000 : g_rand_int_range (rand, 0, 2000);
      const Piece piece = add (spool, size, i);

      g_array_append_val (pieces, piece);
      assert_there (spool, &g_array_index (pieces, Piece, g_rand_int_range (rand, 0, pieces->len)));
    }
  for (guint i = 0; i < pieces->len; i++)
    assert_there (spool, &g_array_index (pieces, Piece, i));
}

static void
test_whole (void)
{
  try_folder (NULL);
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

/* The file has no name: nobody finds it, and nothing is left. */
static void
test_no_name (void)
{
  g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  BylineSpool *spool = byline_spool_new (folder);
  const Piece piece = add (spool, 3000000, 1);

  g_assert_cmpuint (count_files (folder), ==, 0);
  assert_there (spool, &piece);
  byline_spool_free (spool);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Without a folder to write to, all stays in memory. */
static void
test_nowhere (void)
{
  try_folder ("/dev/null/nowhere");
}

/* As on a disk that becomes full while it is written to. */
static void
test_full (void)
{
  if (g_test_subprocess ())
    {
      const struct rlimit limit = { 1000000, 1000000 };

      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      try_folder (NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static gpointer
add_many (gpointer data)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  for (guint i = 0; i < 1000; i++)
    {
      const Piece piece = add (data, i % 1500, GPOINTER_TO_UINT (pieces) + i);

      g_array_append_val (pieces, piece);
    }
  for (guint i = 0; i < pieces->len; i++)
    assert_there (data, &g_array_index (pieces, Piece, i));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (BylineSpool) spool = byline_spool_new (NULL);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("add", add_many, spool);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spool/whole", test_whole);
  g_test_add_func ("/spool/no-name", test_no_name);
  g_test_add_func ("/spool/nowhere", test_nowhere);
  g_test_add_func ("/spool/full", test_full);
  g_test_add_func ("/spool/threads", test_threads);
  return g_test_run ();
}
