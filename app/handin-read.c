/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin-private.h"

#include "archives.h"
#include "config.h"
#include "error.h"
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders within folders; Moodle makes four. */
#define DEPTH_MAX 32

/* Bytes that tell a zip, or that a file may be work. */
#define HEAD_SIZE 512

/* Bytes of files that are parsed at the same time. A tree takes ten times as much; a
 * larger file is parsed alone. */
#define IN_FLIGHT_MAX (16 * 1024 * 1024)

#define ARCHIVE_MAX (512 * 1024 * 1024)
#define PIPE_MAX (128 * 1024 * 1024)

/* Bytes of work in an archive that is read at once, beside the archive. What is larger, and
 * what may turn out to be part of a pack, waits until the archive is out of memory. */
#define SMALL_MAX (256 * 1024)
#define SMALL_IN_FLIGHT_MAX (4 * 1024 * 1024)
#define WAITING_MAX (192 * 1024 * 1024)

/* A file to be looked at. */
typedef struct
{
  char *file;
  char *path;    /* on the disk, or */
  GBytes *bytes; /* in an archive */
  gsize size;
  gboolean is_given;
  gboolean promises;
} Item;

typedef struct
{
  GPtrArray *items; /* found on the disk, not yet read */
  GThreadPool *pool;
  GMutex lock; /* of what follows */
  GCond done;
  gsize in_flight;
  GPtrArray *entries;
  GPtrArray *archives; /* items that turned out to be zips */
  guint n_read;
  guint n_found;
  guint n_told; /* of n_read, to whoever shows the progress */
  const BylineHandinsOptions *options;
} Reading;

/* An archive on its way, or one inside it. */
typedef struct
{
  Reading *reading;
  const char *file;
  gboolean promises;
  gboolean is_inner;
  gboolean is_pack;
  GPtrArray *waiting; /* items */
  gsize *waiting_size;
  BylineArchiveLimits *left; /* what archives inside may still hold */
} Unpacking;

static void unpack (GBytes *zip, Unpacking *self);

static void
item_free (gpointer data)
{
  Item *item = data;

  if (item == NULL)
    return;
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_free (item->file);
  g_free (item->path);
  g_free (item);
}

static void
add_entry (Reading *self, BylineHandinEntry *entry)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (entry != NULL)
    g_ptr_array_add (self->entries, entry);
}

static void
put_aside (Reading *self, Item *archive)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->archives, archive);
}

static void
add_damaged (Reading *self, const char *file, const char *what)
{
  add_entry (self, byline_handin_entry_new_damaged (file, what));
}

static void
add_unreadable (Reading *self, const char *file, int code)
{
  /* Translators: %s is what the system says, like “Permission denied”. */
  g_autofree char *what = g_strdup_printf (_ ("cannot be read: %s"), g_strerror (code));

  add_damaged (self, file, what);
}

/* Whether the file is opened at once, without waiting for the other end of a pipe, and
 * -1 with errno when it is not. */
static int
open_file (const char *path, struct stat *status)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd >= 0 && fstat (fd, status) != 0)
    {
      const int code = errno;

      close (fd);
      errno = code;
      return -1;
    }
  return fd;
}

static gssize
read_fully (int fd, char *data, gsize size)
{
  gsize at = 0;

  while (at < size)
    {
      const gssize got = read (fd, data + at, size - at);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      at += got;
    }
  return at;
}

/* In one piece of memory of its size: growing would take twice as much. */
static GBytes *
read_archive (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  struct stat status;
  gssize size;
  int fd, code;

  fd = open_file (path, &status);
  if (fd < 0 || status.st_size > ARCHIVE_MAX || (data = g_try_malloc (status.st_size + 1)) == NULL)
    {
      code = errno;
      if (fd >= 0)
        close (fd);
      if (fd >= 0)
        g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("this zip is too large"));
      else
        g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
      return NULL;
    }

  size = read_fully (fd, data, status.st_size);
  code = errno;
  close (fd);
  if (size < 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* Reads what may be work; FALSE for a zip. */
static gboolean
read_path (Reading *self, Item *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) begin = NULL;
  g_autofree char *data = NULL;
  char head[HEAD_SIZE];
  struct stat status;
  gssize n = -1;
  gsize size;
  int fd, code;

  fd = open_file (item->path, &status);
  n = fd >= 0 ? read_fully (fd, head, sizeof head) : -1;
  code = errno;
  if (fd >= 0)
    close (fd);
  if (n < 0)
    {
      add_unreadable (self, item->file, code);
      return TRUE;
    }

  begin = g_bytes_new_static (head, n);
  if (byline_archive_is_zip (begin))
    return FALSE;
  if (!item->promises && !byline_handin_can_be_work (head, n))
    return TRUE;

  data = byline_store_read_file (item->path, BYLINE_ANNOTATIONS_MAX_SIZE, &size, &error);
  if (data == NULL && (item->promises || error->domain != BYLINE_ERROR))
    add_damaged (self, item->file, error->message);
  else if (data != NULL)
    add_entry (self, byline_handin_entry_new (item->file, data, size, item->promises, self->options));
  return TRUE;
}

static gboolean
read_bytes (Reading *self, Item *item)
{
  gsize size;
  const char *bytes = g_bytes_get_data (item->bytes, &size);

  if (byline_archive_is_zip (item->bytes))
    return FALSE;
  add_entry (self, byline_handin_entry_new (item->file, bytes, size, item->promises, self->options));
  return TRUE;
}

static void
tell_progress (Reading *self)
{
  self->n_told = self->n_read;
  if (self->options->progress != NULL)
    self->options->progress (self->n_read, self->n_found);
}

/* A zip is put aside for later. */
static void
read_item (gpointer data, gpointer user_data)
{
  Reading *self = user_data;
  Item *item = data;
  const gsize size = item->size;

  if (item->path != NULL ? read_path (self, item) : read_bytes (self, item))
    item_free (item);
  else
    put_aside (self, item);

  g_mutex_lock (&self->lock);
  self->in_flight -= size;
  self->n_read++;
  if (self->n_read % 64 == 0)
    tell_progress (self);
  g_cond_signal (&self->done);
  g_mutex_unlock (&self->lock);
}

/* What follows is read with all processors. */
static void
begin_reading (Reading *self)
{
  self->pool = g_thread_pool_new (read_item, self, (int) g_get_num_processors (), FALSE, NULL);
}

/* Takes an item, and waits until it is one of @max bytes that are read at the same time. */
static void
push_item (Reading *self, Item *item, gsize max)
{
  g_mutex_lock (&self->lock);
  while (self->in_flight > 0 && self->in_flight + item->size > max)
    g_cond_wait (&self->done, &self->lock);
  self->in_flight += item->size;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->pool, item, NULL);
}

static void
push_items (Reading *self, GPtrArray *items)
{
  g_mutex_lock (&self->lock);
  self->n_found += items->len;
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < items->len; i++)
    push_item (self, g_steal_pointer (&items->pdata[i]), IN_FLIGHT_MAX);
}

/* All of it has been read when it returns. */
static void
end_reading (Reading *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  if (self->n_told < self->n_read)
    tell_progress (self);
}

/* Where any part of the name is one that is passed over; ".." is no hidden file but a
 * name to be refused. */
static gboolean
is_passed_over (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (byline_handin_name_is_hidden (parts[i]) && !g_str_equal (parts[i], "..") && !g_str_equal (parts[i], "."))
      return TRUE;
  return FALSE;
}

static void
unpack_inner (Unpacking *outer, const char *file, GBytes *bytes)
{
  Unpacking inner = *outer;

  inner.file = file;
  inner.is_inner = TRUE;
  inner.is_pack = FALSE;
  inner.promises = byline_handin_name_is_archive (file);
  if (!outer->is_inner)
    unpack (bytes, &inner);
  else if (inner.promises)
    add_damaged (outer->reading, file, _ ("this zip lies in a zip that lies in a zip; unpack one of them first"));
}

/* What lies in a pack beside the articles, and is nobody's work. */
static gboolean
is_of_pack (const char *name)
{
  return g_str_equal (name, "byline.json") || g_str_has_prefix (name, "keys/");
}

static gboolean
unpack_file (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  Unpacking *self = data;
  g_autofree char *file = g_strconcat (self->file, "/", name, NULL);
  gsize size;
  const char *content = g_bytes_get_data (bytes, &size);
  const gboolean promises = self->promises && byline_handin_name_promises (name);
  const gboolean waits = size > SMALL_MAX || is_of_pack (name);
  Item *item;

  if (self->is_inner)
    {
      self->left->max_total -= MIN (size, self->left->max_total);
      self->left->max_entries -= MIN (1, self->left->max_entries);
    }
  if (is_passed_over (name))
    return TRUE;
  if (byline_archive_is_zip (bytes))
    {
      unpack_inner (self, file, bytes);
      return TRUE;
    }
  if (!promises && !byline_handin_can_be_work (content, size))
    return TRUE;
  if (size > BYLINE_ANNOTATIONS_MAX_SIZE || (waits && *self->waiting_size + size > WAITING_MAX))
    {
      if (promises)
        add_damaged (self->reading, file, _ ("this file is too large"));
      return TRUE;
    }

  self->is_pack |= g_str_equal (name, "byline.json") && memmem (content, size, "\"byline-pack\"", strlen ("\"byline-pack\"")) != NULL;
  item = g_new0 (Item, 1);
  *item = (Item) { .file = g_steal_pointer (&file), .bytes = g_bytes_ref (bytes), .size = size, .promises = promises };
  if (waits)
    {
      *self->waiting_size += size;
      g_ptr_array_add (self->waiting, item);
    }
  else
    {
      g_mutex_lock (&self->reading->lock);
      self->reading->n_found++;
      g_mutex_unlock (&self->reading->lock);
      push_item (self->reading, item, SMALL_IN_FLIGHT_MAX);
    }
  return TRUE;
}

static void
note_damaged_file (const char *name, const GError *error, gpointer data)
{
  Unpacking *self = data;
  g_autofree char *file = g_strconcat (self->file, "/", name, NULL);

  if (self->promises && !is_passed_over (name) && (byline_handin_name_promises (name) || byline_handin_name_is_archive (name)))
    add_damaged (self->reading, file, error->message);
}

/* A whole pack is one stranger; what else lies in it may still be somebody's work. */
static void
leave_out_pack (Unpacking *self, guint first)
{
  const gsize prefix = strlen (self->file) + 1;

  for (guint i = self->waiting->len; i-- > first;)
    {
      const Item *item = g_ptr_array_index (self->waiting, i);

      if (is_of_pack (item->file + prefix))
        g_ptr_array_remove_index (self->waiting, i);
    }
  add_entry (self->reading, byline_handin_entry_new_pack (self->file));
}

/* Reads what may be work in a zip; one that is damaged half way through is damaged,
 * and what was read of it counts. */
static void
unpack (GBytes *zip, Unpacking *self)
{
  const guint first = self->waiting->len;
  g_autoptr (GError) error = NULL;
  const BylineArchiveLimits *limits = self->is_inner ? self->left : &BYLINE_ARCHIVE_HAND_INS;

  if (!byline_archive_foreach_readable (zip, limits, unpack_file, note_damaged_file, self, &error) && self->promises)
    add_damaged (self->reading, self->file, error->message);
  if (self->is_pack)
    leave_out_pack (self, first);
}

/* The archive is given up before its large files are parsed. */
static void
read_in_archive (Reading *self, const Item *archive)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = archive->bytes != NULL ? g_bytes_ref (archive->bytes) : read_archive (archive->path, &error);
  BylineArchiveLimits left = BYLINE_ARCHIVE_HAND_INS;
  gsize waiting_size = 0;
  Unpacking unpacking = {
    .reading = self, .file = archive->file, .promises = byline_handin_name_is_archive (archive->file) || archive->is_given,
    .waiting = waiting, .waiting_size = &waiting_size, .left = &left,
  };

  left.max_entry = BYLINE_ANNOTATIONS_MAX_SIZE;
  if (zip == NULL)
    {
      add_damaged (self, archive->file, error->message);
      return;
    }
  begin_reading (self);
  unpack (zip, &unpacking);
  g_clear_pointer (&zip, g_bytes_unref);
  push_items (self, waiting);
  end_reading (self);
}

static void
add_item (Reading *self, const char *file, const char *path, gsize size, gboolean is_given)
{
  Item *item = g_new0 (Item, 1);

  *item = (Item) {
    .file = g_utf8_make_valid (file, -1), .path = g_strdup (path), .size = size, .is_given = is_given,
    .promises = is_given || byline_handin_name_promises (file),
  };
  g_ptr_array_add (self->items, item);
}

static gboolean list_folder (Reading *self, const char *file, const char *path, guint depth);

/* What stands in a folder; it is not opened. Links lead elsewhere, or to what is listed
 * anyway. */
static void
list_entry (Reading *self, const char *file, const char *path, guint depth)
{
  g_autofree char *shown = g_utf8_make_valid (file, -1);
  struct stat status;

  if (lstat (path, &status) != 0)
    {
      /* It may have been taken away meanwhile. */
      if (errno != ENOENT)
        add_unreadable (self, shown, errno);
    }
  else if (S_ISREG (status.st_mode))
    add_item (self, file, path, status.st_size, FALSE);
  else if (!S_ISDIR (status.st_mode))
    {
      if (byline_handin_name_promises (file))
        add_damaged (self, shown, _ ("this is a link or a device, not a file"));
    }
  else if (depth == DEPTH_MAX)
    add_damaged (self, shown, _ ("folders lie too deep in each other here"));
  else if (!list_folder (self, file, path, depth + 1))
    add_unreadable (self, shown, errno);
}

/* @path is where the folder is, @file what it is called. FALSE with errno when it can
 * not be listed. */
static gboolean
list_folder (Reading *self, const char *file, const char *path, guint depth)
{
  DIR *dir = opendir (path);

  if (dir == NULL)
    return FALSE;
  for (const struct dirent *entry; (entry = readdir (dir)) != NULL;)
    {
      g_autofree char *inner_file = g_build_filename (file, entry->d_name, NULL);
      g_autofree char *inner_path = g_build_filename (path, entry->d_name, NULL);

      if (!byline_handin_name_is_hidden (entry->d_name))
        list_entry (self, inner_file, inner_path, depth);
    }
  closedir (dir);
  return TRUE;
}

/* What comes through a pipe can be read but once. */
static gboolean
read_pipe (Reading *self, const char *file, const char *path, GError **error)
{
  gsize size;
  char *data = byline_store_read_file (path, PIPE_MAX, &size, error);
  Item *item;

  if (data == NULL)
    return FALSE;
  item = g_new0 (Item, 1);
  *item = (Item) { .file = g_strdup (file), .bytes = g_bytes_new_take (data, size), .size = size, .is_given = TRUE, .promises = TRUE };
  g_ptr_array_add (self->items, item);
  return TRUE;
}

static gboolean
list_path (Reading *self, const char *name, GError **error)
{
  const char *path = g_str_equal (name, "-") ? "/dev/stdin" : name;
  g_autofree char *real = realpath (path, NULL);
  const char *where = real != NULL ? real : path;
  struct stat status;

  if (stat (path, &status) != 0 || (S_ISDIR (status.st_mode) && !list_folder (self, name, where, 0)))
    {
      const int code = errno;

      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
      return FALSE;
    }
  if (S_ISREG (status.st_mode))
    add_item (self, name, where, status.st_size, TRUE);
  return S_ISREG (status.st_mode) || S_ISDIR (status.st_mode) || read_pipe (self, name, path, error);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *one = *(const Item *const *) a, *two = *(const Item *const *) b;
  const int order = g_strcmp0 (one->path, two->path);

  return order != 0 ? order : strcmp (one->file, two->file);
}

/* A file that several of the paths lead to is read once, under the first of its names. */
static void
leave_out_same (GPtrArray *items)
{
  g_ptr_array_sort (items, compare_items);
  for (guint i = items->len; i-- > 1;)
    {
      const Item *item = g_ptr_array_index (items, i);
      Item *before = g_ptr_array_index (items, i - 1);

      if (item->path == NULL || g_strcmp0 (item->path, before->path) != 0)
        continue;
      before->is_given |= item->is_given;
      before->promises |= item->promises;
      g_ptr_array_remove_index (items, i);
    }
}

GPtrArray *
byline_handin_read (const char *const *paths, const BylineHandinsOptions *options, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_handin_entry_free);
  g_autoptr (GPtrArray) archives = g_ptr_array_new_with_free_func (item_free);
  Reading self = { .items = items, .entries = entries, .archives = archives, .options = options };
  gboolean listed = FALSE;

  g_mutex_init (&self.lock);
  g_cond_init (&self.done);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *shown = g_utf8_make_valid (paths[i], -1);
      g_autoptr (GError) failed = NULL;

      if (list_path (&self, paths[i], &failed))
        listed = TRUE;
      else
        add_damaged (&self, shown, failed->message);
      if (failed != NULL && error != NULL && *error == NULL)
        g_propagate_prefixed_error (error, g_steal_pointer (&failed), "%s: ", shown);
    }
  if (listed)
    {
      g_clear_error (error);
      leave_out_same (items);
      begin_reading (&self);
      push_items (&self, items);
      end_reading (&self);
      for (guint i = 0; i < archives->len; i++)
        read_in_archive (&self, g_ptr_array_index (archives, i));
    }
  g_cond_clear (&self.done);
  g_mutex_clear (&self.lock);
  return listed ? g_steal_pointer (&entries) : NULL;
}
