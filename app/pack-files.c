/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-files.h"

#include "archives.h"
#include "config.h"
#include "error.h"
#include "store.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_DEPTH_MAX 16

struct _BylinePackFiles
{
  char *folder;      /* NULL for a zip */
  GHashTable *files; /* name → GBytes */
  GHashTable *zip;   /* the same for those that nobody loaded yet */
  gsize total;
};

/**
 * byline_pack_is_safe_name:
 * @name: a name from a manifest or an archive
 *
 * Returns: whether @name is a relative path of plain parts that stays inside the
 *   pack on any system
 */
gboolean
byline_pack_is_safe_name (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (!g_utf8_validate (name, -1, NULL) || strlen (name) > BYLINE_ARCHIVE_PACK.max_name || strpbrk (name, "\\:") != NULL)
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  parts = g_strsplit (name, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  return parts[0] != NULL;
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

BylinePackFiles *
byline_pack_files_new_for_folder (const char *path)
{
  BylinePackFiles *self = g_new0 (BylinePackFiles, 1);

  self->folder = g_strdup (path);
  self->files = new_table ();
  self->zip = new_table ();
  return self;
}

static gboolean
take_entry (const char *name, GBytes *bytes, gpointer data, GError **error)
{
  g_hash_table_replace (data, g_strdup (name), g_bytes_ref (bytes));
  return TRUE;
}

BylinePackFiles *
byline_pack_files_new_for_zip (GBytes *zip, GError **error)
{
  g_autoptr (BylinePackFiles) self = byline_pack_files_new_for_folder (NULL);

  return byline_archive_foreach (zip, &BYLINE_ARCHIVE_PACK, take_entry, self->zip, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * byline_pack_files_put:
 * @name: a name that byline_pack_is_safe_name() says yes to
 * @bytes: what it holds
 *
 * Adds a file that is nowhere but in memory.
 */
void
byline_pack_files_put (BylinePackFiles *self, const char *name, GBytes *bytes)
{
  g_hash_table_replace (self->files, g_strdup (name), g_bytes_ref (bytes));
}

void
byline_pack_files_free (BylinePackFiles *self)
{
  g_hash_table_unref (self->zip);
  g_free (self->folder);
  g_hash_table_unref (self->files);
  g_free (self);
}

static gboolean
fail (const char *name, int code, const char *what, GError **error)
{
  g_set_error (error, BYLINE_ERROR, code, "%s: %s", name, what);
  return FALSE;
}

/* A link may lead out of the pack, wherever in the path it stands. */
static gboolean
has_link (BylinePackFiles *self, const char *name)
{
  for (const char *slash = name; slash != NULL;)
    {
      g_autofree char *part = NULL;
      g_autofree char *path = NULL;
      struct stat status;

      slash = strchr (slash, '/');
      part = slash != NULL ? g_strndup (name, slash - name) : g_strdup (name);
      path = g_build_filename (self->folder, part, NULL);
      if (lstat (path, &status) == 0 && S_ISLNK (status.st_mode))
        return TRUE;
      slash = slash != NULL ? slash + 1 : NULL;
    }
  return FALSE;
}

static gboolean
add (BylinePackFiles *self, const char *name, char *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);

  if (g_hash_table_size (self->files) >= BYLINE_ARCHIVE_PACK.max_entries)
    return fail (name, BYLINE_ERROR_TOO_LARGE, _ ("the pack has too many files"), error);
  self->total += size;
  if (self->total > BYLINE_ARCHIVE_PACK.max_total)
    return fail (name, BYLINE_ERROR_TOO_LARGE, _ ("the files of the pack are too large together"), error);

  g_hash_table_replace (self->files, g_strdup (name), g_steal_pointer (&bytes));
  return TRUE;
}

/* The caps of a zip were kept to when it was read. */
static void
load_from_zip (BylinePackFiles *self, const char *name)
{
  gpointer key, bytes;

  if (g_hash_table_steal_extended (self->zip, name, &key, &bytes))
    g_hash_table_replace (self->files, key, bytes);
}

/**
 * byline_pack_files_load:
 * @name: a name
 *
 * Makes the file ready for byline_pack_files_get().
 *
 * Returns: whether it is, or there is no file of that name
 */
gboolean
byline_pack_files_load (BylinePackFiles *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  struct stat status;
  gsize size;
  char *data;

  if (!byline_pack_is_safe_name (name))
    return fail (name, BYLINE_ERROR_VALUE, _ ("a name in a pack may not be absolute, nor hold “..”, “:” or a backslash"), error);
  load_from_zip (self, name);
  if (self->folder == NULL || g_hash_table_contains (self->files, name))
    return TRUE;
  if (has_link (self, name))
    return fail (name, BYLINE_ERROR_VALUE, _ ("links are not allowed in a pack"), error);

  path = g_build_filename (self->folder, name, NULL);
  if (stat (path, &status) != 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    return fail (name, BYLINE_ERROR_VALUE, _ ("this is no regular file"), error);

  data = byline_store_read_file (path, BYLINE_ARCHIVE_PACK.max_entry, &size, error);
  if (data == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  return add (self, name, data, size, error);
}

static gboolean
load_folder_from_zip (BylinePackFiles *self, const char *name, GError **error)
{
  g_autofree char *prefix = g_strconcat (name, "/", NULL);
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->zip, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *inner = names[i];

      if (g_str_has_prefix (inner, prefix) && strchr (inner + strlen (prefix), '/') == NULL && !byline_pack_files_load (self, inner, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * byline_pack_files_load_folder:
 * @name: a folder's name
 *
 * Loads the files directly in a folder of the pack, if it is there.
 */
gboolean
byline_pack_files_load_folder (BylinePackFiles *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;

  if (self->folder == NULL)
    return load_folder_from_zip (self, name, error);

  path = g_build_filename (self->folder, name, NULL);
  dir = has_link (self, name) ? NULL : g_dir_open (path, 0, NULL);
  for (const char *entry; dir != NULL && (entry = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *inner = g_strconcat (name, "/", entry, NULL);

      if (*entry != '.' && !byline_pack_files_load (self, inner, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * byline_pack_files_get:
 * @name: a name
 *
 * Returns: (transfer full) (nullable): its bytes, if it was loaded
 */
GBytes *
byline_pack_files_get (BylinePackFiles *self, const char *name)
{
  GBytes *bytes = g_hash_table_lookup (self->files, name);
  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

char *
byline_pack_files_dup_path (BylinePackFiles *self, const char *name)
{
  return self->folder != NULL ? g_build_filename (self->folder, name, NULL) : NULL;
}

static void
list_others (BylinePackFiles *self, const char *folder, guint depth, GPtrArray *names)
{
  g_autofree char *path = g_build_filename (self->folder, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *entry; dir != NULL && names->len < BYLINE_ARCHIVE_PACK.max_entries && (entry = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *name = *folder != '\0' ? g_strconcat (folder, "/", entry, NULL) : g_strdup (entry);
      g_autofree char *inner = g_build_filename (self->folder, name, NULL);
      struct stat status;

      if (lstat (inner, &status) == 0 && S_ISDIR (status.st_mode) && depth < FOLDER_DEPTH_MAX)
        list_others (self, name, depth + 1, names);
      else if (!g_hash_table_contains (self->files, name))
        g_ptr_array_add (names, g_utf8_make_valid (name, -1));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (GHashTable *table)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

GPtrArray *
byline_pack_files_list (BylinePackFiles *self)
{
  return list_names (self->files);
}

GPtrArray *
byline_pack_files_list_others (BylinePackFiles *self)
{
  GPtrArray *names = list_names (self->zip);

  if (self->folder != NULL)
    list_others (self, "", 0, names);
  g_ptr_array_sort (names, compare_names);
  return names;
}
