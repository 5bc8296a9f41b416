/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "comparing.h"
#include "pack.h"
#include "saver.h"

G_BEGIN_DECLS

#define BYLINE_TYPE_SESSION (byline_session_get_type ())
G_DECLARE_FINAL_TYPE (BylineSession, byline_session, BYLINE, SESSION, GObject)

BylineSession     *byline_session_new               (BylineStore *store, BylinePack *pack, const char *article_id, BylineArticle *article);

BylinePack        *byline_session_get_pack          (BylineSession *self);
BylineArticle     *byline_session_get_article       (BylineSession *self);
const char        *byline_session_get_article_id    (BylineSession *self);
const char        *byline_session_get_title         (BylineSession *self);
BylineTagSet      *byline_session_get_tags          (BylineSession *self);
BylineStore       *byline_session_get_store         (BylineSession *self);
const char        *byline_session_get_pack_key      (BylineSession *self);

/* Whose work. Until somebody is named there is nothing to change. */
void               byline_session_open_async        (BylineSession *self, const char *code_name, const char *path, GAsyncReadyCallback callback, gpointer data);
gboolean           byline_session_open_finish       (BylineSession *self, GAsyncResult *result, char **recovered, GError **error);
void               byline_session_leave             (BylineSession *self);
const char        *byline_session_get_code_name     (BylineSession *self);
BylineAnnotations *byline_session_get_annotations   (BylineSession *self);
guint              byline_session_get_attempt       (BylineSession *self);
gboolean           byline_session_is_committed      (BylineSession *self);
gboolean           byline_session_is_open           (BylineSession *self);
gboolean           byline_session_is_opening        (BylineSession *self);

BylineSaveState    byline_session_get_save_state    (BylineSession *self);
gboolean           byline_session_is_durable        (BylineSession *self);
const char        *byline_session_get_save_problem  (BylineSession *self);
void               byline_session_flush_async       (BylineSession *self, GAsyncReadyCallback callback, gpointer data);
gboolean           byline_session_flush_finish      (BylineSession *self, GAsyncResult *result, GError **error);

/* Edits: each is one step that can be undone. */
const char        *byline_session_add               (BylineSession *self, const char *tag, const BylineSpan *span);
void               byline_session_set_tag           (BylineSession *self, const char *id, const char *tag);
void               byline_session_set_span          (BylineSession *self, const char *id, const BylineSpan *span);
void               byline_session_set_note          (BylineSession *self, const char *id, const char *note);
void               byline_session_remove            (BylineSession *self, const char *id);
void               byline_session_set_article_note  (BylineSession *self, const char *note);
gboolean           byline_session_can_undo          (BylineSession *self);
gboolean           byline_session_can_redo          (BylineSession *self);
void               byline_session_undo              (BylineSession *self);
void               byline_session_redo              (BylineSession *self);

/* The life of an attempt. */
gboolean           byline_session_reveals           (BylineSession *self);
gboolean           byline_session_is_sealed         (BylineSession *self);
void               byline_session_take_key          (BylineSession *self, BylineAnnotations *key);
gboolean           byline_session_can_compare       (BylineSession *self);
gboolean           byline_session_can_retry         (BylineSession *self);
void               byline_session_commit            (BylineSession *self);
void               byline_session_compare_async     (BylineSession *self, GAsyncReadyCallback callback, gpointer data);
void               byline_session_retry_async       (BylineSession *self, GAsyncReadyCallback callback, gpointer data);
gboolean           byline_session_retry_finish      (BylineSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
