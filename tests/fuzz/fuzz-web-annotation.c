/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT BYLINE_EXCHANGE_WEB_ANNOTATION
#include "exchange-target.h"
