/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define BYLINE_TAGS_MIN 2
#define BYLINE_TAGS_MAX 12

typedef enum
{
  BYLINE_PATTERN_SOLID,
  BYLINE_PATTERN_DOTTED,
  BYLINE_PATTERN_DOUBLE,
  BYLINE_PATTERN_WAVY,
  BYLINE_PATTERN_DASHED,
} BylinePattern;

/**
 * BylineTag:
 * @id: what stands in the files ("claim")
 * @layer: tags of one layer exclude each other in a key ("statement", "source")
 * @key: the number key, 1–9, or 0 for none
 * @color: `#rrggbb` for light surroundings
 * @color_dark: `#rrggbb` for dark surroundings
 * @pattern: the underline
 *
 * Texts in several languages are read with byline_tag_get_label() and the like.
 */
typedef struct
{
  char *id;
  char *layer;
  guint key;
  char *color;
  char *color_dark;
  BylinePattern pattern;
  GHashTable *texts; /* "label/en" → text; private */
} BylineTag;

/* An ordered set of tags; immutable, reference counted. */
typedef struct _BylineTagSet BylineTagSet;

BylineTagSet    *byline_tag_set_get_default (void);
BylineTagSet    *byline_tag_set_new_from_json (JsonArray *array, GError **error);
BylineTagSet    *byline_tag_set_ref         (BylineTagSet *self);
void             byline_tag_set_unref       (BylineTagSet *self);
guint            byline_tag_set_get_size    (BylineTagSet *self);
const BylineTag *byline_tag_set_get         (BylineTagSet *self, guint index);
int              byline_tag_set_find        (BylineTagSet *self, const char *id);
int              byline_tag_set_find_by_name (BylineTagSet *self, const char *name);
const char      *byline_tag_set_get_boundary (BylineTagSet *self);

const char      *byline_tag_get_label       (const BylineTag *tag, const char *language);
const char      *byline_tag_get_letter      (const BylineTag *tag, const char *language);
const char      *byline_tag_get_definition  (const BylineTag *tag, const char *language);
const char      *byline_tag_get_example     (const BylineTag *tag, const char *language);
const char      *byline_tag_get_question    (const BylineTag *tag, const char *language);
const char      *byline_tag_get_boundary    (const BylineTag *tag, const char *language);
const char      *byline_pattern_get_name    (BylinePattern pattern);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineTagSet, byline_tag_set_unref)

G_END_DECLS
