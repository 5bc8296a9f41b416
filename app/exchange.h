/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/**
 * BylineExchangeFormat:
 *
 * Formats of other programs (docs/formats.md section 5, "convert").
 */
typedef enum
{
  BYLINE_EXCHANGE_WEB_ANNOTATION,
  BYLINE_EXCHANGE_BRAT,
  BYLINE_EXCHANGE_HYPOTHESIS,
  BYLINE_EXCHANGE_DOCCANO,
  BYLINE_EXCHANGE_LABEL_STUDIO,
  BYLINE_EXCHANGE_CAS,
  BYLINE_EXCHANGE_CONLL, /* written only */
  BYLINE_EXCHANGE_CSV,
} BylineExchangeFormat;

#define BYLINE_EXCHANGE_N_FORMATS (BYLINE_EXCHANGE_CSV + 1)

/* As for work files. */
#define BYLINE_EXCHANGE_MAX_SIZE BYLINE_ANNOTATIONS_MAX_SIZE

/**
 * BylineUnits:
 *
 * How a foreign file counts its offsets, when it is read.
 */
typedef enum
{
  BYLINE_UNITS_CODE_POINTS,
  BYLINE_UNITS_UTF16,
} BylineUnits;

/**
 * BylineForeignPiece:
 * @start: in the document's units, in the document's text; -1 when the file gives no position
 * @end: exclusive
 * @exact: (nullable): the words as the file has them
 * @prefix: (nullable): words before
 * @suffix: (nullable): words after
 */
typedef struct
{
  gint64 start;
  gint64 end;
  char *exact;
  char *prefix;
  char *suffix;
} BylineForeignPiece;

/**
 * BylineForeignMark:
 * @id: (nullable): an absolute IRI to keep, or a name for messages ("T3")
 * @number: its place in the file, from 1, for messages where there is no @id
 * @label: what the file calls the tag; "" when it has none
 * @note: (nullable)
 * @created: (nullable): RFC 3339
 * @modified: (nullable): RFC 3339
 * @pieces: (element-type BylineForeignPiece): its segments in file order
 * @raw: (nullable): a Web Annotation to be kept with all it holds
 *
 * An annotation as another program wrote it, before it is tied to the article.
 */
typedef struct
{
  char *id;
  guint number;
  char *label;
  char *note;
  char *created;
  char *modified;
  GPtrArray *pieces;
  JsonObject *raw;
} BylineForeignMark;

/**
 * BylineForeign:
 * @name: (nullable): what the file calls the document
 * @marks: (element-type BylineForeignMark): in file order
 * @units: what its offsets count; the reader knows what the format says
 * @text: (nullable): the document's text, where the file carries it
 * @creator_id: (nullable): an absolute IRI
 * @creator: (nullable): a nickname
 * @note: (nullable): on the whole document
 * @notices: (element-type utf8): what Byline has no room for, each thing once, a
 *   sentence each; changes no exit status
 * @left_out: (element-type utf8): annotations that could not be read, a sentence
 *   each that names it; exit status 1
 * @raw: (nullable): a Web Annotation collection or page to be kept with all it holds
 *
 * One person's annotations of one document, as a reader of a foreign format gives
 * them.
 */
typedef struct
{
  char *name;
  GPtrArray *marks;
  BylineUnits units;
  char *text;
  char *creator_id;
  char *creator;
  char *note;
  GPtrArray *notices;
  GPtrArray *left_out;
  JsonObject *raw;
} BylineForeign;

BylineForeign      *byline_foreign_new       (BylineUnits units);
void                byline_foreign_free      (BylineForeign *self);
BylineForeignMark  *byline_foreign_add       (BylineForeign *self, const char *id, const char *label);
BylineForeignPiece *byline_foreign_mark_add_piece (BylineForeignMark *self, gint64 start, gint64 end, const char *exact);

/**
 * BylineExchangeOptions:
 * @article: what the annotations are about
 * @article_id: its id, unless the foreign file knows one
 * @set: the tags
 * @labels: (nullable): foreign label → tag id, "" for annotations to leave out
 */
typedef struct
{
  BylineArticle *article;
  const char *article_id;
  BylineTagSet *set;
  GHashTable *labels;
} BylineExchangeOptions;

/* Those of @documents that are about the article, if their texts tell; not owned. */
GPtrArray         *byline_exchange_choose (GPtrArray *documents, BylineArticle *article, GPtrArray *notices);
/* One work file of all @documents. What is not in the article is named in @left_out. */
BylineAnnotations *byline_exchange_tie    (GPtrArray *documents, const BylineExchangeOptions *options, GPtrArray *left_out, GError **error);

/* What of a work file a format can hold; for byline_exchange_say_lost(). */
typedef enum
{
  BYLINE_HOLDS_NOTHING = 0,
  BYLINE_HOLDS_IDS = 1 << 0,
  BYLINE_HOLDS_TIMES = 1 << 1,    /* created and modified of an annotation */
  BYLINE_HOLDS_NOTES = 1 << 2,
  BYLINE_HOLDS_PIECES = 1 << 3,   /* several segments as one annotation */
  BYLINE_HOLDS_CREATOR = 1 << 4,
  BYLINE_HOLDS_WHOLE_NOTE = 1 << 5, /* the note on the whole article */
} BylineHolds;

/* Adds a sentence to @notices about what @work has and a format without it in
 * @holds loses; also about what only a key has (weights, alternatives and so on). */
void   byline_exchange_say_lost  (BylineAnnotations *work, const char *format, BylineHolds holds, GPtrArray *notices);
/* The UTF-16 offset of each code point of @text, and of its end; g_free() it. */
guint *byline_exchange_dup_utf16 (const char *text, gsize size, guint *length);

/* The readers and writers, one file each: exchange-brat.c and so on. A reader sees bytes of a
 * stranger: capped, UTF-8 or refused, never a crash. It gives (element-type BylineForeign) one
 * entry for each document and person in the file, at least one; byline_exchange_new_documents()
 * makes the array. A writer adds to @notices what the format cannot hold, each thing once; the
 * work's spans lie in the article and agree with it. @set gives the order and the labels of the
 * tags. @article may be %NULL only where the table of exchange.c says that none is needed. */
GPtrArray *byline_exchange_new_documents (void);

typedef GPtrArray *(*BylineExchangeReader) (const char *data, gsize size, GError **error);
typedef char          *(*BylineExchangeWriter) (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);

GPtrArray *byline_exchange_read_web_annotation (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_brat           (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_hypothesis     (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_doccano        (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_label_studio   (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_cas            (const char *data, gsize size, GError **error);
GPtrArray *byline_exchange_read_csv            (const char *data, gsize size, GError **error);

char *byline_exchange_write_web_annotation (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_brat           (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_hypothesis     (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_doccano        (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_label_studio   (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_cas            (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_conll          (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_csv            (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);

/**
 * BylineExchange:
 * @name: as the command line calls it
 * @suffix: what the names of its files end in
 * @read: (nullable): %NULL for a format that is written only
 * @write: its writer
 * @needs_article: whether @write needs the article
 *
 * A row of the table of formats in exchange.c: a new format is one more line there.
 */
typedef struct
{
  const char *name;
  const char *suffix;
  BylineExchangeReader read;
  BylineExchangeWriter write;
  gboolean needs_article;
} BylineExchange;

/* NULL for a format that this Byline does not have. */
const BylineExchange *byline_exchange_get  (BylineExchangeFormat format);
const BylineExchange *byline_exchange_find (const char *name);
BylineExchangeFormat  byline_exchange_guess (const char *name, const char *data, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineForeign, byline_foreign_free)

G_END_DECLS
