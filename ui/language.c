/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <string.h>

/**
 * byline_language_get:
 *
 * Returns: the interface's language, BCP 47, for the texts that packs bring
 */
const char *
byline_language_get (void)
{
  static char *language;

  if (g_once_init_enter (&language))
    {
      const char *name = g_get_language_names ()[0];
      const gsize size = strcspn (name, ".@");
      char *found = strcmp (name, "C") == 0 ? g_strdup ("en") : g_strndup (name, size);

      g_once_init_leave (&language, g_strdelimit (found, "_", '-'));
    }
  return language;
}
