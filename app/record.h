/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "alpha.h"
#include "score.h"
#include "spool.h"

G_BEGIN_DECLS

typedef struct _BylineResult BylineResult; /* in result.h, for app/ itself */

#define BYLINE_ANSWER_NO_TAG G_MAXUINT8

/**
 * BylineAnswer:
 * @credit_pt: marks, 1/10,000
 * @overlap_bp: with the chosen boundary, basis points
 * @outcome: a #BylineOutcome
 * @tag: the place in the tag set of the mark that met it, or %BYLINE_ANSWER_NO_TAG
 *
 * What an attempt made of one item of the key, in eight bytes.
 */
typedef struct
{
  guint32 credit_pt;
  guint16 overlap_bp;
  guint8 outcome;
  guint8 tag;
} BylineAnswer;

/**
 * BylineRecorder:
 * @scorer: the key, borrowed
 * @spool: where to put what is asked for once only, borrowed
 * @has_figures: keep the answers and the marks, from which a class is summed up
 * @has_details: rows have the figures of `--details`
 * @guessing: with @has_details, as byline_scorer_get_guessing() says
 * @write_row: (nullable): what is to be said of an attempt in the results
 *
 * How attempts are recorded.
 */
typedef struct
{
  BylineScorer *scorer;
  BylineSpool *spool;
  gboolean has_figures;
  gboolean has_details;
  int guessing;
  void (*write_row) (const BylineResult *result, GString *out);
} BylineRecorder;

/**
 * BylineRecord:
 * @error: (nullable): why it could not be compared; there is nothing else then
 * @score_bp: the headline, basis points
 * @required: items that are not optional
 * @marks: as in #BylineScore
 * @layers: (array length=n_layers): found, edges and bands
 * @answers: (nullable) (array length=n_items): to the items in canonical order
 * @place: in the spool: the marks, the row and the warnings, one after the other
 * @n_units: pieces of marks
 * @row_size: bytes
 * @warnings_size: bytes
 *
 * An attempt that has been compared, in as few bytes as a class of ten thousand can
 * afford: neither the work nor its #BylineScore need be kept.
 */
typedef struct
{
  char *error;
  guint score_bp;
  guint required;
  guint marks;
  BylineLayerResult *layers;
  guint n_layers;
  BylineAnswer *answers;
  guint n_items;
  guint64 place;
  guint n_units;
  gsize row_size;
  gsize warnings_size;
} BylineRecord;

BylineRecord *byline_record_new           (const BylineRecorder *recorder, const char *file, BylineAnnotations *work);
void          byline_record_free          (BylineRecord *self);
void          byline_record_append_units  (const BylineRecord *self, BylineSpool *spool, guint rater, GArray *units);
void          byline_record_append_row    (const BylineRecord *self, BylineSpool *spool, GString *out);
GPtrArray    *byline_record_get_warnings  (const BylineRecord *self, BylineSpool *spool);
guint         byline_record_count_found   (const BylineRecord *self);

void          byline_answers_init         (BylineAnswer *answers, const BylineScore *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineRecord, byline_record_free)

G_END_DECLS
