/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-private.h"

#include "config.h"
#include "durable.h"
#include "error.h"
#include "store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>

static gboolean
fail_errno (GError **error)
{
  const int code = errno;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
  return FALSE;
}

/* Only what was written here: a folder of ours, without links. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      remove_tree (inner);
    }
  g_remove (path);
}

static gboolean
write_file (BylinePack *self, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GBytes) bytes = byline_pack_get_file (self, name);

  if (g_mkdir_with_parents (parent, 0777) != 0)
    return fail_errno (error);
  return byline_store_write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

/**
 * byline_pack_extract:
 * @self: a pack
 * @folder: a new or an empty folder
 *
 * Writes the files of the pack into a folder, all of them or nothing.
 *
 * Returns: %FALSE with %BYLINE_ERROR_MISMATCH when something is there already, or
 *   %G_FILE_ERROR
 */
gboolean
byline_pack_extract (BylinePack *self, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = byline_pack_files_list (self->files);
  g_autofree char *there = realpath (folder, NULL);
  g_autofree char *target = g_canonicalize_filename (there != NULL ? there : folder, NULL);
  g_autofree char *parent = g_path_get_dirname (target);
  g_autofree char *temporary = g_build_filename (parent, ".byline-XXXXXX", NULL);

  if (there == NULL ? g_file_test (folder, G_FILE_TEST_IS_SYMLINK) : !is_empty_folder (there))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("there is something here already; name a new or an empty folder"));
      return FALSE;
    }
  if (g_mkdtemp_full (temporary, 0777) == NULL)
    return fail_errno (error);
  for (guint i = 0; i < names->len; i++)
    if (!write_file (self, temporary, names->pdata[i], error))
      {
        remove_tree (temporary);
        return FALSE;
      }
  if (rename (temporary, target) != 0)
    {
      fail_errno (error);
      remove_tree (temporary);
      return FALSE;
    }
  return byline_durable_sync_folder (parent, error);
}
