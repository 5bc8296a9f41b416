/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include "config.h"
#include "durable.h"
#include "error.h"
#include "lock.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum
{
  STATE_ABSENT,
  STATE_DRAFT,
  STATE_COMMITTED,
  STATE_DAMAGED,
  STATE_NEWER,
} State;

struct _BylineWorkFile
{
  char *path;
  char *copy;    /* the last good copy, "path~" */
  char *history; /* the undo log */
  BylineLock *lock;
  State state;        /* of the file at @path when it had @known */
  struct stat known;  /* st_ino 0 for none */
  gboolean looked;
};

/**
 * byline_work_file_open:
 * @path: a work file, which need not exist yet; see byline_store_get_path()
 *
 * Makes the folders, takes the lock, and removes what a killed program left.
 *
 * Returns: (transfer full): the file; %NULL with %BYLINE_ERROR_LOCKED, or
 *   %G_FILE_ERROR when the folder can not be made or written to
 */
BylineWorkFile *
byline_work_file_open (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  BylineWorkFile *self;
  BylineLock *lock;

  if (!byline_durable_make_folder (folder, error))
    return NULL;
  lock = byline_lock_take (lock_path, FALSE, error);
  if (lock == NULL)
    return NULL;
  if (byline_lock_is_held (lock))
    byline_durable_clean (path);

  self = g_new0 (BylineWorkFile, 1);
  self->path = g_strdup (path);
  self->copy = g_strconcat (path, "~", NULL);
  self->history = g_strconcat (path, ".history", NULL);
  self->lock = lock;
  return self;
}

void
byline_work_file_close (BylineWorkFile *self)
{
  byline_lock_release (self->lock);
  g_free (self->path);
  g_free (self->copy);
  g_free (self->history);
  g_free (self);
}

const char *
byline_work_file_get_path (BylineWorkFile *self)
{
  return self->path;
}

static void
remember (BylineWorkFile *self, State state)
{
  if (stat (self->path, &self->known) != 0)
    self->known = (struct stat) { 0 };
  self->state = state;
  self->looked = TRUE;
}

/* Whether the file is as we left it: without locks, others may write too. */
static gboolean
is_known (BylineWorkFile *self)
{
  struct stat now;

  if (!self->looked)
    return FALSE;
  if (stat (self->path, &now) != 0)
    return self->known.st_ino == 0;
  return now.st_ino == self->known.st_ino && now.st_size == self->known.st_size
         && now.st_mtim.tv_sec == self->known.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->known.st_mtim.tv_nsec;
}

static BylineAnnotations *
read_work (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize size;

  data = byline_store_read_file (path, BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);
  return data != NULL ? byline_annotations_new_from_data (data, size, error) : NULL;
}

/* Reads the file and remembers what it is. NULL without error when it is not
 * there. */
static BylineAnnotations *
look (BylineWorkFile *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (BylineAnnotations) work = read_work (self->path, &local);

  if (work != NULL)
    remember (self, byline_annotations_is_committed (work) ? STATE_COMMITTED : STATE_DRAFT);
  else if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    remember (self, STATE_ABSENT);
  else
    {
      if (g_error_matches (local, BYLINE_ERROR, BYLINE_ERROR_VERSION))
        remember (self, STATE_NEWER);
      else if (local->domain == BYLINE_ERROR)
        remember (self, STATE_DAMAGED);
      g_propagate_error (error, g_steal_pointer (&local));
    }
  return g_steal_pointer (&work);
}

/**
 * byline_work_file_load:
 * @recovered: (out) (optional): a sentence for the person when the last good copy
 *   had to be taken, else %NULL
 *
 * Returns: (transfer full): the work; %NULL without error when there is none yet,
 *   or with what is wrong when no good copy is there either
 */
BylineAnnotations *
byline_work_file_load (BylineWorkFile *self, char **recovered, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (BylineAnnotations) work = look (self, &local);

  if (recovered != NULL)
    *recovered = NULL;
  if (work != NULL)
    return g_steal_pointer (&work);

  if (local == NULL || self->state == STATE_DAMAGED)
    work = read_work (self->copy, NULL);
  if (work == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (recovered != NULL)
    *recovered = local != NULL ? g_strdup_printf (_ ("The saved work was damaged (%s). You see it as it was before the last change."), local->message)
                               : g_strdup (_ ("The saved work was not there any more. You see it as it was before the last change."));
  return g_steal_pointer (&work);
}

/* In what byline_annotations_to_data() writes, a line that begins like this can
 * only be the member itself: a text can hold no line feed. */
static State
get_state (const char *data, gsize size)
{
  const char mark[] = "\n  \"byline:committed\": ";
  const char *at = memmem (data, size, mark, strlen (mark));

  return at != NULL && strncmp (at + strlen (mark), "false", 5) != 0 ? STATE_COMMITTED : STATE_DRAFT;
}

/* Keeps what is there now under another name; afterwards @path may or may not
 * be there, but its contents are. */
static gboolean
put_aside (BylineWorkFile *self, GError **error)
{
  g_autofree char *damaged = g_strconcat (self->path, ".damaged", NULL);

  if (self->state == STATE_DAMAGED)
    return byline_durable_rename (self->path, damaged, error);

  /* A second name costs nothing and never leaves a moment without the first;
   * FAT and some network drives have no second names. */
  if (unlink (self->copy) != 0 && errno != ENOENT)
    g_debug ("%s: %s", self->copy, g_strerror (errno));
  return link (self->path, self->copy) == 0 || byline_durable_rename (self->path, self->copy, error);
}

static gboolean
refuse (int code, const char *message, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, code, message);
  return FALSE;
}

/* Finds out what would be replaced, and whether it may be. */
static gboolean
check_replaceable (BylineWorkFile *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!is_known (self))
    {
      g_autoptr (BylineAnnotations) work = look (self, &local);

      if (local != NULL && local->domain != BYLINE_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (self->state == STATE_COMMITTED)
    return refuse (BYLINE_ERROR_COMMITTED, _ ("this attempt is finished and cannot be changed any more"), error);
  if (self->state == STATE_NEWER)
    return refuse (BYLINE_ERROR_VERSION, _ ("this work was written by a newer Byline"), error);
  return TRUE;
}

/**
 * byline_work_file_save:
 * @data: (array length=size): what byline_annotations_to_data() gave
 * @size: bytes
 *
 * Replaces the work file at once and durably, and keeps what was there as the
 * last good copy. Whatever happens, the old or the new work can be loaded.
 *
 * Returns: whether @data is on the disk; %FALSE with %BYLINE_ERROR_COMMITTED,
 *   %BYLINE_ERROR_TOO_LARGE or %G_FILE_ERROR
 */
gboolean
byline_work_file_save (BylineWorkFile *self, const char *data, gsize size, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *temporary = NULL;

  if (size > BYLINE_ANNOTATIONS_MAX_SIZE)
    return refuse (BYLINE_ERROR_TOO_LARGE, _ ("there are more marks than a work file can hold"), error);
  if (!check_replaceable (self, error))
    return FALSE;

  temporary = byline_durable_write_beside (self->path, data, size, error);
  if (temporary == NULL)
    return FALSE;
  if ((self->state != STATE_ABSENT && !put_aside (self, error)) || !byline_durable_rename (temporary, self->path, error))
    {
      unlink (temporary);
      self->looked = FALSE;
      return FALSE;
    }
  remember (self, get_state (data, size));
  return byline_durable_sync_folder (folder, error);
}

/* The undo log, replaced as safely as the work. */
gboolean
byline_work_file_save_history (BylineWorkFile *self, const char *data, gsize size, GError **error)
{
  return byline_store_write_file (self->history, data, size, error);
}

/* NULL when there is none that can be read: then nothing can be undone. */
char *
byline_work_file_load_history (BylineWorkFile *self, gsize *size)
{
  return byline_store_read_file (self->history, BYLINE_ANNOTATIONS_MAX_SIZE, size, NULL);
}
