/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reviewing.h"

G_BEGIN_DECLS

#define BYLINE_TYPE_STUDENT_ITEM (byline_student_item_get_type ())
G_DECLARE_FINAL_TYPE (BylineStudentItem, byline_student_item, BYLINE, STUDENT_ITEM, GObject)

/* All rows of a class (element-type BylineStudentItem): who is counted, then what
 * is not and why, each part headed by an item that is only a title. */
GPtrArray  *byline_student_item_list        (const BylineReviewed *reviewed);

gboolean    byline_student_item_is_header   (BylineStudentItem *self);
const char *byline_student_item_get_title   (BylineStudentItem *self); /* code name or file */
const char *byline_student_item_get_line    (BylineStudentItem *self); /* what stands below it */
const char *byline_student_item_get_percent (BylineStudentItem *self); /* nullable: no score */
char       *byline_student_item_dup_spoken  (BylineStudentItem *self);
/* NULL for a row without work that is compared; owned by the review. */
const BylineReviewStudent *byline_student_item_get_student (BylineStudentItem *self);

G_END_DECLS
