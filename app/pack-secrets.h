/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/**
 * BylinePackSecrets:
 *
 * What of the answer keys must not stand in a pack for students.
 */
typedef struct _BylinePackSecrets BylinePackSecrets;

BylinePackSecrets *byline_pack_secrets_new            (void);
void               byline_pack_secrets_free           (BylinePackSecrets *self);

void               byline_pack_secrets_add            (BylinePackSecrets *self, BylineAnnotations *key);
gboolean           byline_pack_secrets_check_manifest (BylinePackSecrets *self, JsonObject *manifest, GError **error);
gboolean           byline_pack_secrets_check_article  (BylinePackSecrets *self, const char *name, BylineArticle *article, GError **error);
gboolean           byline_pack_secrets_check_file     (BylinePackSecrets *self, const char *name, GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylinePackSecrets, byline_pack_secrets_free)

G_END_DECLS
