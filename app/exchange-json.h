/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange.h"

G_BEGIN_DECLS

/* What the formats in JSON have in common. */

/* A member of a stranger's object: no, or of another type, is not an error here. */
const char *byline_exchange_get_text      (JsonObject *object, const char *member);
gboolean    byline_exchange_get_offset    (JsonNode *node, gint64 *offset);

/* A sentence, once. */
void        byline_exchange_note_once     (GPtrArray *sentences, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The document: its text, whose it is, and what its offsets count. */
gboolean    byline_foreign_set_text       (BylineForeign *self, const char *text, GError **error);
void        byline_foreign_set_login      (BylineForeign *self, const char *program, const char *login);
void        byline_foreign_guess_units    (BylineForeign *self);
void        byline_foreign_mend_words     (BylineForeign *self);

/* An annotation: its times and note. */
void        byline_foreign_mark_set_times (BylineForeignMark *self, const char *created, const char *modified);
void        byline_foreign_mark_add_note  (BylineForeignMark *self, const char *note);

/* Pieces that were written one by one. */
BylineForeignMark *byline_foreign_add_to  (BylineForeign *self, GHashTable *passages, const char *passage, const char *id, const char *label);
void        byline_foreign_sort_pieces    (GHashTable *passages);

G_END_DECLS
