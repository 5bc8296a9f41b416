/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jsonwriter.h"
#include "score.h"

G_BEGIN_DECLS

/**
 * BylineResult:
 * @file: the work file's name, as given
 * @key: the key
 * @tags: the tag set
 * @work: (nullable): the work; %NULL when it could not be scored
 * @score: (nullable): the comparison
 * @error: (nullable): why there is none
 *
 * What is written about one work file (docs/formats.md section 5). All borrowed.
 */
typedef struct
{
  const char *file;
  BylineAnnotations *key;
  BylineTagSet *tags;
  BylineAnnotations *work;
  const BylineScore *score;
  const char *error;
} BylineResult;

void byline_result_write_json   (const BylineResult *self, BylineJsonWriter *writer);
void byline_result_append_csv   (const BylineResult *self, GString *out);
void byline_result_append_items_csv (const BylineResult *self, GString *out);
void byline_result_append_csv_header (BylineTagSet *tags, GString *out);
void byline_result_append_items_csv_header (GString *out);

G_END_DECLS
