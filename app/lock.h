/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineLock:
 *
 * A lock file that another Byline, on this machine or on one that shares the
 * folder, can see. It goes with its owner, however that ends.
 */
typedef struct _BylineLock BylineLock;

BylineLock *byline_lock_take     (const char *path, gboolean wait, GError **error);
gboolean    byline_lock_is_held  (BylineLock *self);
void        byline_lock_release  (BylineLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineLock, byline_lock_release)

G_END_DECLS
