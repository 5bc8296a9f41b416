/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review.h"

G_BEGIN_DECLS

/**
 * BylineClassReport:
 * @review: what the class did
 * @article: the article's id
 * @title: what people call the article
 * @details: also what `--details` adds
 * @flow: (nullable): told between rows that what has been written so far may go
 * @data: for @flow
 *
 * A review to be written. All borrowed.
 */
typedef struct
{
  const BylineReview *review;
  const char *article;
  const char *title;
  gboolean details;
  void (*flow) (GString *out, gpointer data);
  gpointer data;
} BylineClassReport;

void byline_report_class_json   (const BylineClassReport *self, GString *out);
void byline_report_class_rows   (const BylineClassReport *self, GString *out);
void byline_report_class_csv    (const BylineClassReport *self, GString *out);
void byline_report_class_table  (const BylineClassReport *self, GString *out);
void byline_report_class_html   (const BylineClassReport *self, GString *out);

/* #BylineReviewOptions.write_row for the JSON and for rows of NDJSON; the CSV's are those of
 * result.h. */
void byline_report_class_write_object (const BylineResult *result, GString *out);
void byline_report_class_write_line   (const BylineResult *result, GString *out);

/* For the table and the page: mean of the results, basis points, rounded; items by split (free with
 * g_array_unref()); what stands in the key (free with g_free()). */
void    byline_report_class_flow      (const BylineClassReport *self, GString *out);
guint   byline_report_class_get_mean  (const BylineClassReport *self);
GArray *byline_report_class_sort_items (const BylineClassReport *self);
char   *byline_report_class_quote_item (const BylineClassReport *self, guint item);
char   *byline_report_class_quote      (const BylineClassReport *self, guint start, guint end);
const char *byline_report_class_get_label (const BylineClassReport *self, guint tag);

G_END_DECLS
