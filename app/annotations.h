/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "article.h"
#include "tags.h"

G_BEGIN_DECLS

#define BYLINE_ANNOTATIONS_MAX_SIZE (64 * 1024 * 1024)

typedef enum
{
  BYLINE_ROLE_WORK,
  BYLINE_ROLE_KEY,
} BylineRole;

/**
 * BylineQuote:
 * @exact: the words of one segment
 * @prefix: (nullable): up to 32 code points before it
 * @suffix: (nullable): up to 32 code points after it
 */
typedef struct
{
  char *exact;
  char *prefix;
  char *suffix;
} BylineQuote;

/**
 * BylineAlternativeTag:
 * @tag: an accepted other tag
 * @credit_pt: what it earns, in 1/10,000 mark
 */
typedef struct
{
  char *tag;
  guint credit_pt;
} BylineAlternativeTag;

/**
 * BylineAnnotation:
 * @id: an absolute IRI
 * @tag: the tag's id
 * @span: as the file says, code points; normally disjoint and in text order, but
 *   a stranger's file may have it otherwise: byline_annotations_check() tells
 * @quotes: (element-type BylineQuote): one a segment
 * @note: (nullable): a student's note; in a key the reason
 * @created: (nullable): RFC 3339
 * @modified: (nullable): RFC 3339
 * @optional: key only: not required
 * @contested: key only: scored as optional, open to discussion
 * @weight: key only: 1–100
 * @alternative_tags: (element-type BylineAlternativeTag) (nullable): key only
 * @alternative_spans: (element-type BylineSpan) (nullable): key only
 * @rule: (nullable): key only
 * @raw: the annotation as the file has it, with all that Byline does not know
 * @node: holds @raw; its count of references is atomic, unlike that of an object
 *
 * One tagged passage. Never changed once it is in a collection: an edit makes
 * another one with the same id, so that the undo log and a save in another
 * thread can hold on to the old one. Atomically reference counted.
 */
typedef struct
{
  char *id;
  char *tag;
  BylineSpan span;
  GPtrArray *quotes;
  char *note;
  char *created;
  char *modified;
  gboolean optional;
  gboolean contested;
  guint weight;
  GPtrArray *alternative_tags;
  GPtrArray *alternative_spans;
  char *rule;
  JsonObject *raw;
  JsonNode *node;
} BylineAnnotation;

BylineAnnotation *byline_annotation_new      (BylineArticle *article, const char *tag, const BylineSpan *span);
BylineAnnotation *byline_annotation_new_from_json (JsonObject *raw, guint index, GError **error);
BylineAnnotation *byline_annotation_ref      (BylineAnnotation *self);
void              byline_annotation_unref    (BylineAnnotation *self);

/* Copies with one thing changed and a new `modified`. */
BylineAnnotation *byline_annotation_set_tag  (BylineAnnotation *self, const char *tag);
BylineAnnotation *byline_annotation_set_note (BylineAnnotation *self, const char *note);
BylineAnnotation *byline_annotation_set_span (BylineAnnotation *self, BylineArticle *article, const BylineSpan *span);

/* The reason or note in a language, else the first; borrowed. */
const char       *byline_annotation_get_note (const BylineAnnotation *self, const char *language);
const char       *byline_annotation_get_question (const BylineAnnotation *self, const char *language);

/**
 * BylineAnnotations:
 *
 * One person's annotations of one article: a work or a key file. Not thread
 * safe; byline_annotations_copy() is cheap (it shares the annotations) and may
 * be handed to another thread.
 */
typedef struct _BylineAnnotations BylineAnnotations;

BylineAnnotations *byline_annotations_new           (BylineRole role, BylineArticle *article, const char *article_id);
BylineAnnotations *byline_annotations_copy          (BylineAnnotations *self);
BylineAnnotations *byline_annotations_ref           (BylineAnnotations *self);
void               byline_annotations_unref         (BylineAnnotations *self);

BylineAnnotations *byline_annotations_new_from_data (const char *data, gsize size, GError **error);
gboolean           byline_annotations_is_digest     (const char *text);
char              *byline_annotations_to_data       (BylineAnnotations *self, gsize *size);

/* Whether the file is whole and positions, quotes, tags and digest agree with the
 * article and the tag set, where given. Each problem is one sentence with its
 * place in @problems (element-type utf8). */
gboolean           byline_annotations_check         (BylineAnnotations *self, BylineArticle *article, BylineTagSet *tags, GPtrArray *problems);
/* Sound, but not as a teacher would want it: a key item without a reason. */
void               byline_annotations_list_warnings (BylineAnnotations *self, GPtrArray *warnings);

/* Gives up the JSON of each annotation, which is nine tenths of the memory: they can
 * be compared and found again, but neither edited nor written any more. Only for a
 * collection that nobody else has. */
void               byline_annotations_make_lean     (BylineAnnotations *self);

BylineRole         byline_annotations_get_role      (BylineAnnotations *self);
const char        *byline_annotations_get_id        (BylineAnnotations *self);
const char        *byline_annotations_get_label     (BylineAnnotations *self);
const char        *byline_annotations_get_article   (BylineAnnotations *self);
const char        *byline_annotations_get_digest    (BylineAnnotations *self);
const char        *byline_annotations_get_pack      (BylineAnnotations *self);
guint              byline_annotations_get_pack_revision (BylineAnnotations *self);
const char        *byline_annotations_get_creator_id (BylineAnnotations *self);
const char        *byline_annotations_get_code_name (BylineAnnotations *self);
guint              byline_annotations_get_attempt   (BylineAnnotations *self);
gboolean           byline_annotations_is_committed  (BylineAnnotations *self);
const char        *byline_annotations_get_committed (BylineAnnotations *self); /* RFC 3339, "" without a time, NULL for a draft */
const char        *byline_annotations_get_modified  (BylineAnnotations *self);
const char        *byline_annotations_get_note      (BylineAnnotations *self); /* on the whole article */

void               byline_annotations_set_label     (BylineAnnotations *self, const char *label);
void               byline_annotations_set_pack      (BylineAnnotations *self, const char *pack, guint revision);
void               byline_annotations_set_creator   (BylineAnnotations *self, const char *id, const char *code_name);
void               byline_annotations_set_attempt   (BylineAnnotations *self, guint attempt);
void               byline_annotations_set_note      (BylineAnnotations *self, const char *note);
void               byline_annotations_commit        (BylineAnnotations *self, gboolean with_time);

/* In file order, which is the order of adding. */
guint              byline_annotations_get_size      (BylineAnnotations *self);
BylineAnnotation  *byline_annotations_get           (BylineAnnotations *self, guint index);
BylineAnnotation  *byline_annotations_find          (BylineAnnotations *self, const char *id);
guint              byline_annotations_get_index     (BylineAnnotations *self, const char *id);
/* Puts @annotation in the place of the one with its id, or at @index, or last if
 * @index is out of range. */
void               byline_annotations_put           (BylineAnnotations *self, BylineAnnotation *annotation, guint index);
gboolean           byline_annotations_remove        (BylineAnnotations *self, const char *id, guint *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineAnnotation, byline_annotation_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineAnnotations, byline_annotations_unref)

G_END_DECLS
