/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include <glib/gstdio.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A folder with nothing but the manifest: it is refused, or every part of it can
 * be asked for. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "byline.json", NULL);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = NULL;

  g_assert_true (g_file_set_contents_full (path, (const char *) data, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  pack = byline_pack_open (folder, &error);
  g_remove (path);
  g_rmdir (folder);

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack == NULL)
    return 0;
  g_assert_nonnull (byline_pack_get_tags (pack));
  for (guint i = 0; i < byline_pack_get_n_articles (pack); i++)
    {
      const BylinePackArticle *article = byline_pack_get_article (pack, i);

      g_assert_true (byline_pack_find_article (pack, article->id) == article);
      g_assert_null (byline_pack_load_article (pack, article->id, NULL));
    }
  byline_pack_check (pack, sentences, sentences);
  return 0;
}
