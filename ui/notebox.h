/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BYLINE_TYPE_NOTE_BOX (byline_note_box_get_type ())
G_DECLARE_FINAL_TYPE (BylineNoteBox, byline_note_box, BYLINE, NOTE_BOX, GtkWidget)

void     byline_note_box_set_note (BylineNoteBox *self, const char *note);
void     byline_note_box_keep     (BylineNoteBox *self);
gboolean byline_note_box_has_note (BylineNoteBox *self);

G_END_DECLS
