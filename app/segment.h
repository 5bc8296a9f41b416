/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "span.h"

G_BEGIN_DECLS

/**
 * BylineSegmentation:
 *
 * The words and sentences of one text, found once: Byline's only definition of
 * both (docs/scoring.md section 2, product.md). Immutable; safe to read from
 * several threads. All offsets are code points.
 */
typedef struct _BylineSegmentation BylineSegmentation;

BylineSegmentation  *byline_segmentation_new            (const char *text, gsize size, const char *language);
void                 byline_segmentation_free           (BylineSegmentation *self);

guint                byline_segmentation_get_length     (const BylineSegmentation *self);
gboolean             byline_segmentation_is_word_character (const BylineSegmentation *self, guint offset);
const BylineSegment *byline_segmentation_get_words      (const BylineSegmentation *self, guint *n_words);
const BylineSegment *byline_segmentation_get_sentences  (const BylineSegmentation *self, guint *n_sentences);

/* The word or sentence that holds @offset; FALSE between words. */
gboolean             byline_segmentation_find_word      (const BylineSegmentation *self, guint offset, BylineSegment *word);
gboolean             byline_segmentation_find_sentence  (const BylineSegmentation *self, guint offset, BylineSegment *sentence);

/* docs/scoring.md section 2; FALSE when the result is empty. */
gboolean             byline_segmentation_normalise      (const BylineSegmentation *self, const BylineSegment *raw, BylineSegment *normal);
gboolean             byline_segmentation_normalise_span (const BylineSegmentation *self, const BylineSpan *raw, BylineSpan *normal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineSegmentation, byline_segmentation_free)

G_END_DECLS
