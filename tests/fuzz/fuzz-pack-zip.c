/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A whole pack of a stranger: it is refused, or every part of it can be asked for. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) zip = g_bytes_new_static (data, size);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_pack_new_for_zip (zip, &error);

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  for (guint i = 0; i < byline_pack_get_n_articles (pack); i++)
    {
      const BylinePackArticle *entry = byline_pack_get_article (pack, i);
      g_autoptr (BylineArticle) article = byline_pack_load_article (pack, entry->id, NULL);
      g_autoptr (BylineAnnotations) key = byline_pack_load_key (pack, entry->id, NULL);
    }
  byline_pack_check (pack, sentences, sentences);
  return 0;
}
