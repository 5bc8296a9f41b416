/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whatever comes in, what goes out is canonical, and importing it again changes nothing. */
static inline int
import_twice (const char *name, const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  const BylineImportOptions options = { .name = name };
  g_autoptr (BylineImport) once = byline_import (bytes, &options, NULL);
  g_autoptr (BylineImport) twice = NULL;

  if (once == NULL)
    return 0;
  twice = byline_import (byline_article_get_html (once->article), &options, NULL);
  g_assert_nonnull (twice);
  g_assert_true (g_bytes_equal (byline_article_get_html (once->article), byline_article_get_html (twice->article)));
  return 0;
}
