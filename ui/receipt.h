/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "handingin.h"
#include "session.h"

G_BEGIN_DECLS

void byline_receipt_present (GtkWindow *parent, BylineSession *session, const BylineHandedIn *handed);

G_END_DECLS
