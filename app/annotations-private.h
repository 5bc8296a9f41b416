/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

#define BYLINE_ANNOTATIONS_CONTEXT "http://www.w3.org/ns/anno.jsonld"

/* No canonical text can have more code points. */
#define BYLINE_ANNOTATIONS_MAX_OFFSET BYLINE_ARTICLE_MAX_SIZE

/**
 * BylineAnnotations:
 * @raw: the collection as the file has it, with its page but without the items;
 *   replaced, never changed, so that copies can share it
 * @modified: (nullable): set since it was read
 * @items: (element-type BylineAnnotation): in file order; a sequence, so that
 *   undoing the removal of the first of 100,000 does not move the others
 * @by_id: (nullable): id → iterator; made when first asked for
 */
struct _BylineAnnotations
{
  JsonObject *raw;
  char *modified;
  GSequence *items;
  GHashTable *by_id;
};

extern const char *const byline_annotation_members[];
extern const char *const byline_annotations_members[];
extern const char *const byline_annotations_page_members[];

BylineAnnotations *byline_annotations_alloc        (void);
JsonObject        *byline_annotations_new_page     (void);
char              *byline_annotations_dup_now      (void);
char              *byline_annotations_dup_new_id   (void);
char              *byline_annotation_describe      (const BylineAnnotation *self, guint index);

/* Names @article as the source of a new annotation, which nobody else has yet:
 * the one change that is made in place. */
void               byline_annotation_adopt         (BylineAnnotation *self, const char *article);

/* The target of @span, with the source and what else the targets of @old say. */
JsonNode          *byline_annotation_new_target    (BylineArticle *article, const BylineSpan *span, JsonObject *old);
JsonNode          *byline_annotation_new_body      (const char *purpose, const char *value);

/* annotations-read.c */
BylineAnnotations *byline_annotations_new_from_json (JsonObject *raw, GError **error);
gboolean           byline_annotations_is_time      (const char *text);
JsonNode          *byline_annotations_new_context  (void);
JsonNode          *byline_annotations_new_generator (void);

/* annotation-read.c */
gboolean           byline_annotation_is_iri        (const char *string);
guint              byline_annotation_count_entries (JsonNode *node);
JsonObject        *byline_annotation_get_entry     (JsonNode *node, guint index);
gboolean           byline_annotation_has_value     (JsonObject *object, const char *member, const char *value);
void               byline_annotation_quote_free    (gpointer data);
gboolean           byline_annotation_read_target   (JsonNode *node, const char *member, gboolean quoted, BylineSpan *span, GPtrArray *quotes, GError **error);

G_END_DECLS
