/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spool.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes that stay in memory at first, and that are written at a time. */
#define BUFFER_SIZE ((gsize) 512 * 1024)

struct _BylineSpool
{
  GMutex lock;
  char *folder;    /* (nullable) */
  int fd;          /* -1 before the first write */
  gboolean stays;  /* in memory, as nothing can be written */
  guint64 written; /* bytes in the file; what comes after them is in the buffer */
  GString *buffer;
  int code; /* why something could not be read, 0 before that */
};

/**
 * byline_spool_new:
 * @folder: (nullable): where the file may lie; for %NULL where TMPDIR says, else in
 *   /var/tmp, which is on a disk also where /tmp is memory, else where GLib thinks
 *
 * Returns: (transfer full): an empty spool; there is no file yet
 */
BylineSpool *
byline_spool_new (const char *folder)
{
  BylineSpool *self = g_new0 (BylineSpool, 1);

  g_mutex_init (&self->lock);
  self->folder = g_strdup (folder != NULL ? folder : g_getenv ("TMPDIR"));
  self->fd = -1;
  self->buffer = g_string_new (NULL);
  return self;
}

void
byline_spool_free (BylineSpool *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->buffer, TRUE);
  g_free (self->folder);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static int
open_file_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "byline-XXXXXX", NULL);
  const int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    g_unlink (path);
  return fd;
}

static int
open_file (const char *folder)
{
  int fd;

  if (folder != NULL)
    return open_file_in (folder);
  fd = open_file_in ("/var/tmp");
  return fd >= 0 ? fd : open_file_in (g_get_tmp_dir ());
}

static gboolean
write_at (int fd, const char *data, gsize size, guint64 at)
{
  while (size > 0)
    {
      const gssize n = pwrite (fd, data, size, at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= n;
      at += n;
    }
  return TRUE;
}

/* What does not fit on the disk stays where it is, and so does all after it. */
static void
flush (BylineSpool *self)
{
  if (self->fd < 0)
    self->fd = open_file (self->folder);
  if (self->fd < 0 || !write_at (self->fd, self->buffer->str, self->buffer->len, self->written))
    {
      self->stays = TRUE;
      return;
    }
  self->written += self->buffer->len;
  g_string_truncate (self->buffer, 0);
}

/**
 * byline_spool_add:
 * @data: (array length=size): bytes
 *
 * Puts them aside.
 *
 * Returns: their place
 */
guint64
byline_spool_add (BylineSpool *self, const char *data, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const guint64 place = self->written + self->buffer->len;

  g_string_append_len (self->buffer, data, size);
  if (self->buffer->len >= BUFFER_SIZE && !self->stays)
    flush (self);
  return place;
}

static gboolean
read_at (int fd, char *data, gsize size, guint64 at)
{
  while (size > 0)
    {
      const gssize n = pread (fd, data, size, at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= n;
      at += n;
    }
  return TRUE;
}

/**
 * byline_spool_read:
 * @place: of byline_spool_add()
 * @data: (out caller-allocates) (array length=size): what was added there; zeros when
 *   the disk fails, which byline_spool_check() tells
 * @size: as many bytes as were added, or fewer
 */
void
byline_spool_read (BylineSpool *self, guint64 place, char *data, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_return_if_fail (place + size <= self->written + self->buffer->len);

  /* What was added at once lies in one of both places. */
  if (place >= self->written)
    memcpy (data, self->buffer->str + (place - self->written), size);
  else if (!read_at (self->fd, data, size, place))
    {
      self->code = errno;
      memset (data, 0, size);
    }
}

/**
 * byline_spool_check:
 *
 * Returns: whether all that was asked for could be read; %FALSE with %G_FILE_ERROR
 */
gboolean
byline_spool_check (BylineSpool *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->code != 0)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (self->code), _ ("what was put aside on the disk cannot be read: %s"), g_strerror (self->code));
  return self->code == 0;
}
