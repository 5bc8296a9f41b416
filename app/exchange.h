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

/* How a foreign file counts its offsets, when it is read. */
typedef enum
{
  BYLINE_UNITS_CODE_POINTS,
  BYLINE_UNITS_UTF16,
} BylineUnits;

/**
 * BylineForeignPiece:
 * @start: in the document's units, -1 when the file gives no position
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
 * @label: what the file calls the tag; "" when it has none
 * @note: (nullable)
 * @created: (nullable): RFC 3339
 * @pieces: (element-type BylineForeignPiece): its segments in file order
 * @raw: (nullable): a Web Annotation to be kept with all it holds
 *
 * An annotation as another program wrote it, before it is tied to the article.
 */
typedef struct
{
  char *id;
  char *label;
  char *note;
  char *created;
  GPtrArray *pieces;
  JsonObject *raw;
} BylineForeignMark;

/**
 * BylineForeign:
 * @marks: (element-type BylineForeignMark)
 * @units: what its offsets count; the reader knows what the format says
 * @text: (nullable): the document's text, where the file carries it
 * @creator_id: (nullable)
 * @creator: (nullable): a nickname
 * @notices: (element-type utf8): what could not be read, a sentence each
 *
 * What a reader of a foreign format gives.
 */
typedef struct
{
  GPtrArray *marks;
  BylineUnits units;
  char *text;
  char *creator_id;
  char *creator;
  GPtrArray *notices;
} BylineForeign;

BylineForeign      *byline_foreign_new       (BylineUnits units);
void                byline_foreign_free      (BylineForeign *self);
BylineForeignMark  *byline_foreign_add       (BylineForeign *self, const char *id, const char *label);
BylineForeignPiece *byline_foreign_mark_add_piece (BylineForeignMark *self, gint64 start, gint64 end, const char *exact);

/* The readers and writers, one file each: exchange-brat.c and so on. A reader sees bytes of a
 * stranger: capped, UTF-8 or refused, never a crash. A writer adds to @notices what the
 * format cannot hold, each thing once. @set gives the order and the labels of the tags. */
typedef BylineForeign *(*BylineExchangeReader) (const char *data, gsize size, GError **error);
typedef char          *(*BylineExchangeWriter) (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);

BylineForeign *byline_exchange_read_web_annotation (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_brat           (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_hypothesis     (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_doccano        (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_label_studio   (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_cas            (const char *data, gsize size, GError **error);
BylineForeign *byline_exchange_read_csv            (const char *data, gsize size, GError **error);

char *byline_exchange_write_web_annotation (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_brat           (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_hypothesis     (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_doccano        (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_label_studio   (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_cas            (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_conll          (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);
char *byline_exchange_write_csv            (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error);

G_END_DECLS
