/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-target.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return import_twice ("a.html", data, size);
}
