/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reviewing.h"

G_BEGIN_DECLS

#define BYLINE_TYPE_PASSAGE_ITEM (byline_passage_item_get_type ())
G_DECLARE_FINAL_TYPE (BylinePassageItem, byline_passage_item, BYLINE, PASSAGE_ITEM, GObject)

/* The passages of the key that the class is asked about (element-type
 * BylinePassageItem), those with the most divided answers first. */
GPtrArray              *byline_passage_item_list       (const BylineReviewed *reviewed);

const char             *byline_passage_item_get_title  (BylinePassageItem *self); /* its words */
const char             *byline_passage_item_get_line   (BylinePassageItem *self); /* how divided, and the answers */
const BylineAnnotation *byline_passage_item_get_key    (BylinePassageItem *self); /* owned by the review */
guint                   byline_passage_item_get_count  (BylinePassageItem *self, guint tag); /* students who gave it that tag */
guint                   byline_passage_item_get_n_none (BylinePassageItem *self); /* who did not mark it */
char                   *byline_passage_item_dup_answer (BylinePassageItem *self); /* the key's side of it, in a sentence */

G_END_DECLS
