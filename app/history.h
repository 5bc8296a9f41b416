/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/**
 * BylineHistory:
 *
 * Every change to a #BylineAnnotations, so that each can be undone and redone,
 * without limit. All edits go through here.
 */
typedef struct _BylineHistory BylineHistory;

/**
 * BylineChange:
 * @before: (nullable): the annotation as it was; %NULL when it was added
 * @after: (nullable): the annotation as it is; %NULL when it was removed
 * @index: its place in the file
 * @note_before: (nullable): for a change of the article's note, both annotations %NULL
 * @note_after: (nullable)
 */
typedef struct
{
  BylineAnnotation *before;
  BylineAnnotation *after;
  guint index;
  char *note_before;
  char *note_after;
} BylineChange;

BylineHistory      *byline_history_new           (BylineAnnotations *annotations);
BylineHistory      *byline_history_copy          (BylineHistory *self);
void                byline_history_free          (BylineHistory *self);

/* Each applies the change to the annotations and forgets what could be redone. */
void                byline_history_put           (BylineHistory *self, BylineAnnotation *annotation);
gboolean            byline_history_remove        (BylineHistory *self, const char *id);
void                byline_history_set_note      (BylineHistory *self, const char *note);
/* Between begin and end all changes are one step. */
void                byline_history_begin         (BylineHistory *self);
void                byline_history_end           (BylineHistory *self);

gboolean            byline_history_can_undo      (BylineHistory *self);
gboolean            byline_history_can_redo      (BylineHistory *self);
/* The changes of the step that was undone or redone, in the order made
 * (element-type BylineChange), owned by the history until its next change. */
GPtrArray          *byline_history_undo          (BylineHistory *self);
GPtrArray          *byline_history_redo          (BylineHistory *self);

/* The `….history` file. Reading one that does not fit the annotations (an
 * `after` that is not there) gives an empty history, never an error. */
char               *byline_history_to_data       (BylineHistory *self, gsize *size);
BylineHistory      *byline_history_new_from_data (BylineAnnotations *annotations, const char *data, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineHistory, byline_history_free)

G_END_DECLS
