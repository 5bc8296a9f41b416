/* SPDX-License-Identifier: GPL-3.0-or-later */

/* With it open() would be another name for open64(), and both are needed here. */
#undef _FILE_OFFSET_BITS

#include "error.h"
#include "store.h"
#include "tree.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The calls of the C library that the store depends on, each of which can be
 * made to fail. They stand in the program itself, so that the static library
 * above them finds these first. */

#define HTML "<p>The mill stands still.</p>\n"

static struct
{
  gboolean armed;
  int fail_at;      /* the first call that fails, from 0 */
  gboolean sustain; /* and all after it, as on a full disk */
  int code;
  int calls;
  gboolean no_links; /* a file system without second names, locks and fsync */
  int refusal;       /* how it says so */
} faults;

int open64 (const char *path, int flags, ...);

static gboolean
fails (void)
{
  const int call = faults.armed ? faults.calls++ : -1;

  if (call < 0 || call < faults.fail_at || (call > faults.fail_at && !faults.sustain))
    return FALSE;
  errno = faults.code;
  return TRUE;
}

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return fails () ? -1 : REAL (open) (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return fails () ? -1 : REAL (open64) (path, flags, mode);
}

/* A full disk takes a part of what it is given. */
ssize_t
write (int fd, const void *data, size_t size)
{
  if (!fails ())
    return REAL (write) (fd, data, size);
  if (faults.code == ENOSPC && size > 1 && REAL (write) (fd, data, size / 2) < 0)
    g_error ("%s", g_strerror (errno));
  errno = faults.code;
  return -1;
}

/* That a true one is asked for is what counts here; waiting for it is not. */
int
fsync (int fd)
{
  if (faults.armed && faults.no_links)
    {
      errno = EINVAL;
      return -1;
    }
  return fails () ? -1 : 0;
}

int
rename (const char *from, const char *to)
{
  return fails () ? -1 : REAL (rename) (from, to);
}

int
link (const char *from, const char *to)
{
  if (faults.armed && faults.no_links)
    {
      errno = EPERM;
      return -1;
    }
  return fails () ? -1 : REAL (link) (from, to);
}

int
close (int fd)
{
  const gboolean failed = fails ();
  const int result = REAL (close) (fd);

  if (failed)
    errno = faults.code;
  return failed ? -1 : result;
}

int
mkdir (const char *path, mode_t mode)
{
  return fails () ? -1 : REAL (mkdir) (path, mode);
}

int
flock (int fd, int operation)
{
  if (faults.armed && faults.no_links)
    {
      errno = faults.refusal;
      return -1;
    }
  return REAL (flock) (fd, operation);
}

typedef enum { BEFORE_NOTHING, BEFORE_ONE, BEFORE_TWO, BEFORE_DAMAGED } Before;

static gboolean
save (BylineArticle *article, const char *path, const char *note, GError **error)
{
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (BylineWorkFile) file = byline_work_file_open (path, error);
  g_autofree char *data = NULL;
  gsize size;

  if (file == NULL)
    return FALSE;
  byline_annotations_set_note (work, note);
  data = byline_annotations_to_data (work, &size);
  return byline_work_file_save (file, data, size, error);
}

static void
prepare (BylineArticle *article, const char *path, Before before)
{
  if (before >= BEFORE_ONE)
    g_assert_true (save (article, path, "old", NULL));
  if (before >= BEFORE_TWO)
    g_assert_true (save (article, path, "old", NULL));
  if (before == BEFORE_DAMAGED)
    g_assert_true (byline_store_write_file (path, "{\"half\":", 8, NULL));
}

/* What a person finds when everything works again; NULL for no work. */
static char *
load_note (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineWorkFile) file = byline_work_file_open (path, &error);
  g_autoptr (BylineAnnotations) work = NULL;

  g_assert_no_error (error);
  work = byline_work_file_load (file, NULL, &error);
  g_assert_no_error (error);
  return work != NULL ? g_strdup (byline_annotations_get_note (work)) : NULL;
}

/* One save with the n-th call failing. Returns whether any call was left to fail. */
static gboolean
try_fault (BylineArticle *article, Before before, int n, gboolean sustain, int code, gboolean no_links)
{
  g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "work", "Heron-07", "mill.1.byline.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  gboolean saved;

  prepare (article, path, before);
  faults.fail_at = n;
  faults.sustain = sustain;
  faults.code = code;
  faults.calls = 0;
  faults.no_links = no_links;
  faults.refusal = (const int[]) { ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL } [n % 4];
  faults.armed = TRUE;
  saved = save (article, path, "new", &error);
  faults.armed = FALSE;

  g_assert_true (saved == (error == NULL));
  if (!saved)
    {
      g_assert_true (error->domain == G_FILE_ERROR);
      g_assert_nonnull (strstr (error->message, g_strerror (code)));
    }

  note = load_note (path);
  if (saved)
    g_assert_cmpstr (note, ==, "new");
  else if (before == BEFORE_NOTHING)
    g_assert_true (note == NULL || g_str_equal (note, "new"));
  else
    g_assert_true (g_strcmp0 (note, "old") == 0 || g_strcmp0 (note, "new") == 0);

  /* And the next try works. */
  g_assert_true (save (article, path, "next", NULL));
  g_free (note);
  note = load_note (path);
  g_assert_cmpstr (note, ==, "next");
  remove_tree (folder);
  return faults.calls > n;
}

static void
test_every_call (gconstpointer data)
{
  const Before before = GPOINTER_TO_UINT (data);
  const int codes[] = { ENOSPC, EIO, EACCES, EROFS, EDQUOT, ESTALE, EPERM, EXDEV, ENAMETOOLONG, ENOTSUP };
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (BylineArticle) article = byline_article_new (html, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    for (guint mode = 0; mode < 4; mode++)
      {
        int n = 0;

        while (try_fault (article, before, n, mode & 1, codes[i], mode & 2))
          n++;
        g_assert_cmpint (n, >=, 6);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/faults/first-save", GUINT_TO_POINTER (BEFORE_NOTHING), test_every_call);
  g_test_add_data_func ("/faults/second-save", GUINT_TO_POINTER (BEFORE_ONE), test_every_call);
  g_test_add_data_func ("/faults/third-save", GUINT_TO_POINTER (BEFORE_TWO), test_every_call);
  g_test_add_data_func ("/faults/damaged", GUINT_TO_POINTER (BEFORE_DAMAGED), test_every_call);
  return g_test_run ();
}
