/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreign.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return foreign_fuzz (BYLINE_EXCHANGE_CAS, data, size);
}
