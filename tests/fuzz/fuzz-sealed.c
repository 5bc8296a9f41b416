/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A sealed key, up to where the code would be asked for: half a second a file is
 * too long to try many. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) sealed = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  const gboolean is_sound = byline_seal_check (sealed, &error);

  g_assert_true (is_sound == (error == NULL));
  return 0;
}
