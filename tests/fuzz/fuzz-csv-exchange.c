/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT BYLINE_EXCHANGE_CSV
#include "exchange-target.h"
