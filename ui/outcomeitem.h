/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "comparing.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  BYLINE_SECTION_LOOK,
  BYLINE_SECTION_FOUND,
  BYLINE_SECTION_OPEN,
  BYLINE_N_SECTIONS,
} BylineSection;

#define BYLINE_TYPE_OUTCOME_ITEM (byline_outcome_item_get_type ())
G_DECLARE_FINAL_TYPE (BylineOutcomeItem, byline_outcome_item, BYLINE, OUTCOME_ITEM, GObject)

/* All rows of a comparison (element-type BylineOutcomeItem), section by section,
 * each in text order and headed by an item that is only a title. */
GPtrArray       *byline_outcome_item_list        (BylineComparison *comparison);

gboolean         byline_outcome_item_is_header   (BylineOutcomeItem *self);
const char      *byline_outcome_item_get_title   (BylineOutcomeItem *self);  /* the sentence */
const char      *byline_outcome_item_get_reason  (BylineOutcomeItem *self);  /* the teacher's; nullable */
const char      *byline_outcome_item_get_outcome (BylineOutcomeItem *self);  /* "Edges" */
gboolean         byline_outcome_item_says_outcome (BylineOutcomeItem *self); /* the sentence begins with it */
char            *byline_outcome_item_dup_spoken  (BylineOutcomeItem *self);  /* all of the row, to be read aloud */
const char      *byline_outcome_item_get_target  (BylineOutcomeItem *self);  /* id of the painted span */
const BylineTag *byline_outcome_item_get_tag     (BylineOutcomeItem *self);
guint            byline_outcome_item_get_count   (BylineOutcomeItem *self);  /* header: rows below */

char            *byline_outcome_item_dup_mine    (const BylineAnnotation *annotation);
char            *byline_outcome_item_dup_key     (const BylineAnnotation *annotation);
char            *byline_outcome_item_dup_reason  (const BylineAnnotation *annotation); /* reason, rule and question; nullable */

G_END_DECLS
