/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lock.h"

#include "config.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _BylineLock
{
  char *path;
  int fd;
  gboolean held;
};

/* The last owner removes the file; who opened it before that holds a lock on a
 * file that nobody else can find. */
static gboolean
is_current (int fd, const char *path)
{
  struct stat ours, theirs;

  return fstat (fd, &ours) == 0 && stat (path, &theirs) == 0 && ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev;
}

/* In a folder that cannot be written to nobody loses anything, and what lies there
 * shall be readable all the same. */
static gboolean
is_read_only (const char *path)
{
  const gboolean is_refused = errno == EROFS || errno == EACCES || errno == EPERM;
  const int code = errno;
  g_autofree char *folder = g_path_get_dirname (path);
  const gboolean read_only = is_refused && access (folder, W_OK) != 0;

  errno = code;
  return read_only;
}

/**
 * byline_lock_take:
 * @path: the lock file; made if it is not there
 * @wait: whether to wait while somebody else has it
 *
 * Locks with flock(), which Linux also carries to NFS and CIFS servers. Where a
 * file system refuses locks, or the folder can only be read, the caller goes on
 * without one.
 *
 * Returns: (transfer full): the lock; %NULL with %BYLINE_ERROR_LOCKED, or
 *   %G_FILE_ERROR when no file can be made there
 */
BylineLock *
byline_lock_take (const char *path, gboolean wait, GError **error)
{
  BylineLock *self;

  for (;;)
    {
      const int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      int result = -1;

      if (fd < 0 && !is_read_only (path))
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _ ("no file can be made in this folder: %s"), g_strerror (errno));
          return NULL;
        }

      do
        result = fd >= 0 ? flock (fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) : -1;
      while (fd >= 0 && result != 0 && errno == EINTR);

      if (fd >= 0 && result != 0 && errno == EWOULDBLOCK)
        {
          close (fd);
          g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_LOCKED, _ ("this work is open in another window"));
          return NULL;
        }
      if (result == 0 && !is_current (fd, path))
        {
          close (fd);
          continue;
        }

      self = g_new (BylineLock, 1);
      *self = (BylineLock) { g_strdup (path), fd, result == 0 };
      return self;
    }
}

/* FALSE where the file system knows no locks, or can only be read. */
gboolean
byline_lock_is_held (BylineLock *self)
{
  return self->held;
}

void
byline_lock_release (BylineLock *self)
{
  if (self->fd >= 0)
    {
      unlink (self->path);
      close (self->fd);
    }
  g_free (self->path);
  g_free (self);
}
