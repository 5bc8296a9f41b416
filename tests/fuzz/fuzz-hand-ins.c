/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A file in a folder of hand-ins, of whatever kind: reading it changes nothing, and each
 * thing found in it has its place. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const BylineHandinsOptions options = { 0 };
  g_autofree char *path = NULL, *after = NULL;
  const char *paths[] = { NULL, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  g_autoptr (GError) error = NULL;
  gsize size_after;
  const int fd = g_file_open_tmp ("byline-XXXXXX.zip", &path, NULL);

  g_assert_true (fd >= 0 && write (fd, data, size) == (ssize_t) size);
  close (fd);
  paths[0] = path;
  handins = byline_handins_collect (paths, &options, &error);
  g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
  g_unlink (path);

  g_assert_no_error (error);
  g_assert_cmpmem (data, size, after, size_after);
  g_assert_cmpuint (handins->files->len, ==,
                    handins->students->len + handins->earlier->len + handins->drafts->len + handins->damaged->len
                        + handins->strangers->len + handins->duplicates->len);
  for (guint i = 0; i < handins->files->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->files, i);

      g_assert_true (g_utf8_validate (handin->file, -1, NULL));
      g_assert_true (handin->error == NULL || handin->work == NULL);
    }
  return 0;
}
