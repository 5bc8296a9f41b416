/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "details.h"
#include "jsonwriter.h"

G_BEGIN_DECLS

/**
 * BylineResult:
 * @file: the work file's name, as given
 * @key: the key
 * @tags: the tag set
 * @work: (nullable): the work; %NULL when it could not be scored
 * @score: (nullable): the comparison
 * @error: (nullable): why there is none
 * @details: (nullable): more figures about it
 * @guessing: with @details, as byline_scorer_get_guessing() says
 * @has_details: write the figures of `--details`
 * @has_nervaluate: write those of `--nervaluate`
 *
 * What is written about one work file (docs/formats.md section 5). All borrowed.
 */
typedef struct _BylineResult
{
  const char *file;
  BylineAnnotations *key;
  BylineTagSet *tags;
  BylineAnnotations *work;
  const BylineScore *score;
  const char *error;
  const BylineDetails *details;
  int guessing;
  gboolean has_details;
  gboolean has_nervaluate;
} BylineResult;

void byline_result_write_json   (const BylineResult *self, BylineJsonWriter *writer);
void byline_result_write_details (const BylineResult *self, BylineJsonWriter *writer);
void byline_result_append_nervaluate (const BylineResult *self, GString *out);
void byline_result_append_csv   (const BylineResult *self, GString *out);
void byline_result_append_items_csv (const BylineResult *self, GString *out);
void byline_result_append_csv_header (BylineTagSet *tags, GString *out);
void byline_result_append_items_csv_header (GString *out);

G_END_DECLS
