/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "durable.h"

#include "config.h"
#include "error.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY_SUFFIX ".new"

/* @message ends where the system's reason shall stand. */
static gboolean
fail (int code, const char *message, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", message, g_strerror (code));
  return FALSE;
}

/* A file system that does not know fsync (some network and stick drivers) has
 * nothing better to offer; any other refusal means that bytes may be lost. */
static gboolean
sync_descriptor (int fd)
{
  int result;

  do
    result = fsync (fd);
  while (result != 0 && errno == EINTR);
  return result == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      const gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= n;
    }
  return TRUE;
}

/**
 * byline_durable_sync_folder:
 * @path: a folder
 *
 * Makes durable which files are in it.
 */
gboolean
byline_durable_sync_folder (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;
  int code;

  /* A drop folder takes files and shows none; it has nothing better to offer. */
  if (fd < 0 && errno == EACCES)
    return TRUE;
  if (fd < 0)
    return fail (errno, _ ("the folder cannot be opened"), error);
  synced = sync_descriptor (fd);
  code = errno;
  close (fd);
  return synced || fail (code, _ ("the disk does not confirm that the file is saved"), error);
}

/**
 * byline_durable_make_folder:
 * @path: a folder that need not exist
 *
 * Makes a folder and those above it, for this user only, durably.
 */
gboolean
byline_durable_make_folder (const char *path, GError **error)
{
  g_autofree char *parent = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;

  parent = g_path_get_dirname (path);
  if (!byline_durable_make_folder (parent, error))
    return FALSE;
  if (mkdir (path, 0700) != 0 && errno != EEXIST)
    return fail (errno, _ ("the folder cannot be made"), error);
  return byline_durable_sync_folder (parent, error);
}

/* "folder/.name.": what the temporary files for @path begin with. */
static char *
get_temporary_prefix (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%.200s.", name);

  return g_build_filename (folder, hidden, NULL);
}

/* The kernel applies the umask, which mkstemp() would not let it do. */
static int
open_temporary (const char *path, char **temporary)
{
  g_autofree char *prefix = get_temporary_prefix (path);

  for (guint tries = 0; tries < 100; tries++)
    {
      g_autofree char *name = g_strdup_printf ("%s%08x" TEMPORARY_SUFFIX, prefix, g_random_int ());
      const int fd = open (name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

      if (fd >= 0)
        *temporary = g_steal_pointer (&name);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
}

/* As byline_durable_write_beside(), but for what is in it. */
static int
open_beside (const char *path, char **temporary, GError **error)
{
  const int fd = open_temporary (path, temporary);
  struct stat old;

  if (fd < 0)
    return fail (errno, _ ("no file can be made in this folder"), error), -1;

  /* Not all file systems have permissions, so a refusal is no error. */
  if (stat (path, &old) == 0 && fchmod (fd, old.st_mode & 0777) != 0)
    g_debug ("%s: %s", *temporary, g_strerror (errno));
  return fd;
}

/* Closes @fd. @is_written: whether all has gone well so far, errno says what has not. */
static gboolean
close_written (int fd, gboolean is_written, GError **error)
{
  int code = errno;

  if (close (fd) != 0 && is_written)
    {
      is_written = FALSE;
      code = errno;
    }
  return is_written || fail (code, _ ("the file cannot be written"), error);
}

/**
 * byline_durable_write_beside:
 * @path: the file that is to be replaced; need not exist
 * @data: (array length=size): its new contents
 * @size: bytes
 *
 * Returns: (transfer full): the path of a temporary file in the same folder that
 *   holds @data, with the permissions of @path; durable
 */
char *
byline_durable_write_beside (const char *path, const char *data, gsize size, GError **error)
{
  g_autofree char *temporary = NULL;
  const int fd = open_beside (path, &temporary, error);

  if (fd < 0)
    return NULL;
  if (close_written (fd, write_all (fd, data, size) && sync_descriptor (fd), error))
    return g_steal_pointer (&temporary);

  unlink (temporary);
  return NULL;
}

gboolean
byline_durable_rename (const char *from, const char *to, GError **error)
{
  return rename (from, to) == 0 || fail (errno, _ ("the file cannot be replaced"), error);
}

void
byline_durable_clean (const char *path)
{
  g_autofree char *prefix = get_temporary_prefix (path);
  g_autofree char *start = g_path_get_basename (prefix);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_prefix (name, start) && g_str_has_suffix (name, TEMPORARY_SUFFIX))
      {
        g_autofree char *left = g_build_filename (folder, name, NULL);
        g_unlink (left);
      }
}

struct _BylineDurable
{
  char *target;    /* (nullable): to be replaced; NULL for what is written to where it is */
  char *temporary; /* (nullable): that has the new contents, until it is renamed */
  int fd;          /* -1 when it has been closed */
};

/**
 * byline_durable_new:
 * @path: a file, which need not exist, in a folder that does
 *
 * Begins to replace a file with what will be written piece by piece. Follows a symbolic
 * link; a device or a pipe is written to, not replaced.
 *
 * Returns: (transfer full): free with byline_durable_free(); %NULL with %G_FILE_ERROR
 */
BylineDurable *
byline_durable_new (const char *path, GError **error)
{
  g_autoptr (BylineDurable) self = g_new0 (BylineDurable, 1);
  struct stat status;
  const gboolean is_there = stat (path, &status) == 0;
  char *real;

  self->fd = -1;
  if (is_there && S_ISDIR (status.st_mode))
    return fail (EISDIR, _ ("the file cannot be written"), error), NULL;
  if (is_there && !S_ISREG (status.st_mode))
    {
      self->fd = open (path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
      if (self->fd < 0)
        return fail (errno, _ ("the file cannot be opened"), error), NULL;
      return g_steal_pointer (&self);
    }

  real = is_there ? realpath (path, NULL) : NULL;
  self->target = g_strdup (real != NULL ? real : path);
  free (real);
  self->fd = open_beside (self->target, &self->temporary, error);
  return self->fd >= 0 ? g_steal_pointer (&self) : NULL;
}

gboolean
byline_durable_append (BylineDurable *self, const char *data, gsize size, GError **error)
{
  return write_all (self->fd, data, size) || fail (errno, _ ("the file cannot be written"), error);
}

/**
 * byline_durable_finish:
 *
 * Puts the new file in the place of the old one. Once.
 *
 * Returns: whether it is on the disk; on %FALSE with %G_FILE_ERROR the old contents are
 *   still there, except when only the last confirmation failed
 */
gboolean
byline_durable_finish (BylineDurable *self, GError **error)
{
  g_autofree char *folder = NULL;
  const int fd = self->fd;

  self->fd = -1;
  if (!close_written (fd, self->target == NULL || sync_descriptor (fd), error))
    return FALSE;
  if (self->target == NULL)
    return TRUE;
  if (!byline_durable_rename (self->temporary, self->target, error))
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  folder = g_path_get_dirname (self->target);
  return byline_durable_sync_folder (folder, error);
}

/* What has not been finished leaves nothing behind. */
void
byline_durable_free (BylineDurable *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self);
}

/**
 * byline_store_write_file:
 * @path: a file, which need not exist, in a folder that does
 * @data: (array length=size): what it shall contain
 * @size: bytes
 *
 * Replaces a file at once and durably: whatever happens, either the old or the
 * new contents can be read. Follows a symbolic link; writes into a device or a
 * pipe.
 *
 * Returns: whether @data is on the disk; on %FALSE with %G_FILE_ERROR the old
 *   contents are still there, except when only the last confirmation failed
 */
gboolean
byline_store_write_file (const char *path, const char *data, gsize size, GError **error)
{
  g_autoptr (BylineDurable) file = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  file = byline_durable_new (path, error);
  return file != NULL && byline_durable_append (file, data, size, error) && byline_durable_finish (file, error);
}

/* Reads until the end or until there is more than @max_size. */
static gboolean
read_all (int fd, gsize max_size, GByteArray *bytes)
{
  for (gsize chunk = 64 * 1024; bytes->len <= max_size; chunk = MIN (chunk * 2, 4 * 1024 * 1024))
    {
      const guint old = bytes->len;
      gssize n;

      g_byte_array_set_size (bytes, old + MIN (chunk, max_size + 1 - old));
      do
        n = read (fd, bytes->data + old, bytes->len - old);
      while (n < 0 && errno == EINTR);
      g_byte_array_set_size (bytes, old + MAX (n, 0));
      if (n <= 0)
        return n == 0;
    }
  return TRUE;
}

/* /dev/stdin can not be opened by name when it is a socket. */
static int
open_for_reading (const char *path)
{
  return strcmp (path, "/dev/stdin") == 0 ? fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                          : open (path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
}

/**
 * byline_store_read_file:
 * @path: a file, a pipe, or `/dev/stdin`
 * @max_size: the most bytes it may have, below 4 GiB
 * @size: (out) (optional): the bytes read, without the NUL that follows them
 *
 * Returns: (transfer full): the contents; %NULL with %BYLINE_ERROR_TOO_LARGE,
 *   %BYLINE_ERROR_KIND (a folder) or %G_FILE_ERROR
 */
char *
byline_store_read_file (const char *path, gsize max_size, gsize *size, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  struct stat status;
  gboolean read_ok;
  int fd, code;

  g_return_val_if_fail (path != NULL && max_size < G_MAXUINT - 1, NULL);

  fd = open_for_reading (path);
  if (fd < 0)
    return fail (errno, _ ("the file cannot be opened"), error), NULL;
  if (fstat (fd, &status) != 0)
    status = (struct stat) { 0 };
  if (S_ISDIR (status.st_mode))
    {
      close (fd);
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is a folder, not a file"));
      return NULL;
    }

  bytes = g_byte_array_new ();
  read_ok = (S_ISREG (status.st_mode) && (guint64) status.st_size > max_size) || read_all (fd, max_size, bytes);
  code = errno;
  close (fd);
  if (!read_ok)
    return fail (code, _ ("the file cannot be read"), error), NULL;

  if (bytes->len > max_size || (S_ISREG (status.st_mode) && (guint64) status.st_size > max_size))
    {
      g_autofree char *limit = g_format_size_full (max_size, G_FORMAT_SIZE_IEC_UNITS);
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("this file is larger than %s"), limit);
      return NULL;
    }

  if (size != NULL)
    *size = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
