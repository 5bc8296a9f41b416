/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-json.h"

G_BEGIN_DECLS

/* What only Byline writes and reads of an annotation: a selector, which Hypothesis keeps, that
 * says of which passage it is a piece; and the host of its users, who have no account. */
#define BYLINE_HYPOTHESIS_PASSAGE "BylinePassageSelector"
#define BYLINE_HYPOTHESIS_HOST "byline.invalid"

char *byline_hypothesis_dup_iri (const char *id);

G_END_DECLS
