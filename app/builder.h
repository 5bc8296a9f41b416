/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"

G_BEGIN_DECLS

/* How deep imported markup may nest before its tags are left out, and canonical
 * HTML before it is refused. Import adds a few blocks of its own, so that what it
 * writes stays below the second number. */
#define BYLINE_BUILDER_IMPORT_DEPTH 100
#define BYLINE_BUILDER_CANONICAL_DEPTH 200

/**
 * BylineBuilder:
 *
 * Makes the canonical model of any stream of start tags, text and end tags: the
 * one place where the rules of docs/text.md stand.
 */
typedef struct _BylineBuilder BylineBuilder;

/**
 * BylineMarkupAttribute:
 * @name: in any case
 * @value: UTF-8
 *
 * An attribute as a page has it.
 */
typedef struct
{
  const char *name;
  const char *value;
} BylineMarkupAttribute;

BylineBuilder  *byline_builder_new    (guint max_depth);
void            byline_builder_free   (BylineBuilder *self);

void            byline_builder_start  (BylineBuilder *self, const char *name, gsize length, const BylineMarkupAttribute *attributes, guint n_attributes);
void            byline_builder_text   (BylineBuilder *self, const char *text, gsize size);
void            byline_builder_end    (BylineBuilder *self);

BylineDocument *byline_builder_finish (BylineBuilder *self, GError **error);

gboolean        byline_builder_is_visible (const char *text, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineBuilder, byline_builder_free)

G_END_DECLS
