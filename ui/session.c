/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include "history.h"
#include "openwork.h"

/* The one observable in the middle: an article of a pack, and one person's work
 * on it. Widgets change the work only through here and learn of changes, also
 * their own, only from its signals. */

struct _BylineSession
{
  GObject parent;

  BylineStore *store; /* owned by the application, which outlives every session */
  BylinePack *pack;
  BylineArticle *article;
  char *article_id;

  BylineAnnotations *annotations; /* NULL while nobody is working */
  BylineHistory *history;
  BylineSaver *saver; /* NULL for finished work */
  BylineAnnotations *key; /* unsealed: in memory only */
  char *path;             /* of work outside the store */
  gboolean opening;
};

enum { PROP_SAVE_STATE = 1, N_PROPERTIES };
enum { CHANGED, RESET, NOTE_CHANGED, N_SIGNALS };
static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineSession, byline_session, G_TYPE_OBJECT)

static void
save_state_cb (BylineSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_STATE]);
}

static void
drop_work (BylineSession *self)
{
  g_clear_pointer (&self->history, byline_history_free);
  g_clear_pointer (&self->annotations, byline_annotations_unref);
  if (self->saver != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->saver, self);
      byline_saver_finish (g_steal_pointer (&self->saver));
    }
}

static void
take_work (BylineSession *self, BylineAnnotations *annotations, BylineHistory *history, BylineSaver *saver)
{
  drop_work (self);
  self->annotations = annotations;
  self->history = history;
  self->saver = saver;
  if (saver != NULL)
    g_signal_connect_object (saver, "notify::state", G_CALLBACK (save_state_cb), self, G_CONNECT_SWAPPED);
  save_state_cb (self);
  g_signal_emit (self, signals[RESET], 0);
}

static void
byline_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SAVE_STATE)
    g_value_set_uint (value, byline_session_get_save_state (BYLINE_SESSION (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
byline_session_finalize (GObject *object)
{
  BylineSession *self = BYLINE_SESSION (object);

  drop_work (self);
  g_clear_pointer (&self->pack, byline_pack_unref);
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->article_id, g_free);
  g_clear_pointer (&self->key, byline_annotations_unref);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (byline_session_parent_class)->finalize (object);
}

static void
byline_session_class_init (BylineSessionClass *class)
{
  G_OBJECT_CLASS (class)->get_property = byline_session_get_property;
  G_OBJECT_CLASS (class)->finalize = byline_session_finalize;

  /**
   * BylineSession:save-state:
   *
   * A #BylineSaveState.
   */
  properties[PROP_SAVE_STATE] = g_param_spec_uint ("save-state", NULL, NULL, 0, BYLINE_SAVE_FAILED, BYLINE_SAVE_NOTHING,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);

  /**
   * BylineSession::changed:
   * @before: (nullable) (type gpointer): the #BylineAnnotation that was there
   * @after: (nullable) (type gpointer): the one that is there now
   */
  signals[CHANGED] = g_signal_new ("changed", BYLINE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
  /**
   * BylineSession::reset:
   *
   * Other work: another person, another attempt, or nobody's.
   */
  signals[RESET] = g_signal_new ("reset", BYLINE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * BylineSession::note-changed:
   *
   * The note on the whole article is another one.
   */
  signals[NOTE_CHANGED] = g_signal_new ("note-changed", BYLINE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
byline_session_init (BylineSession *self)
{
}

/**
 * byline_session_new:
 * @store: where work is kept; must outlive the session
 * @pack: the pack
 * @article_id: which of its articles
 * @article: that article
 *
 * Returns: (transfer full): a session in which nobody is working yet
 */
BylineSession *
byline_session_new (BylineStore *store, BylinePack *pack, const char *article_id, BylineArticle *article)
{
  BylineSession *self = g_object_new (BYLINE_TYPE_SESSION, NULL);

  self->store = store;
  self->pack = byline_pack_ref (pack);
  self->article = byline_article_ref (article);
  self->article_id = g_strdup (article_id);
  return self;
}

BylinePack *
byline_session_get_pack (BylineSession *self)
{
  return self->pack;
}

BylineArticle *
byline_session_get_article (BylineSession *self)
{
  return self->article;
}

const char *
byline_session_get_article_id (BylineSession *self)
{
  return self->article_id;
}

const char *
byline_session_get_title (BylineSession *self)
{
  const BylinePackArticle *entry = byline_pack_find_article (self->pack, self->article_id);

  return entry != NULL && entry->title != NULL ? entry->title : byline_article_get_title (self->article);
}

BylineTagSet *
byline_session_get_tags (BylineSession *self)
{
  return byline_pack_get_tags (self->pack);
}

BylineStore *
byline_session_get_store (BylineSession *self)
{
  return self->store;
}

/**
 * byline_session_get_pack_key:
 *
 * Returns: what the store files this article's work under: the pack's id, or the
 *   text digest where there is no pack
 */
const char *
byline_session_get_pack_key (BylineSession *self)
{
  const char *id = byline_pack_get_id (self->pack);

  return id != NULL ? id : byline_article_get_digest (self->article);
}

static gboolean
take_opened (BylineSession *self, GAsyncResult *result, char **recovered, GError **error)
{
  g_autoptr (BylineOpenWork) work = byline_open_work_finish (result, error);
  BylineHistory *history;

  self->opening = FALSE;
  if (work == NULL)
    return FALSE;

  history = work->file != NULL && work->history != NULL
                ? byline_history_new_from_data (work->annotations, work->history, work->history_size)
                : byline_history_new (work->annotations);
  if (recovered != NULL)
    *recovered = g_steal_pointer (&work->recovered);
  take_work (self, g_steal_pointer (&work->annotations), history,
             work->file != NULL ? byline_saver_new (g_steal_pointer (&work->file)) : NULL);
  return TRUE;
}

/**
 * byline_session_open_async:
 * @self: a session
 * @code_name: (nullable): whose work; not needed with @path
 * @path: (nullable): a work file outside the store, on a stick perhaps, to go on in
 *
 * Opens the last attempt of @code_name, or a first one.
 */
void
byline_session_open_async (BylineSession *self, const char *code_name, const char *path, GAsyncReadyCallback callback, gpointer data)
{
  const BylineWorkRequest request = { .code_name = code_name, .path = path };

  g_return_if_fail (!self->opening);

  self->opening = TRUE;
  g_free (self->path);
  self->path = g_strdup (path);
  byline_open_work_async (self->store, self->pack, self->article_id, self->article, &request, G_OBJECT (self), callback, data);
}

/**
 * byline_session_open_finish:
 * @self: a session
 * @recovered: (out) (nullable): a sentence, when a damaged file was recovered
 * @error: %BYLINE_ERROR_LOCKED, %BYLINE_ERROR_MISMATCH or trouble with the disk
 *
 * Returns: whether the work is open now
 */
gboolean
byline_session_open_finish (BylineSession *self, GAsyncResult *result, char **recovered, GError **error)
{
  return take_opened (self, result, recovered, error);
}

/**
 * byline_session_leave:
 *
 * "Not me": nobody is working any more. What is there is saved.
 */
void
byline_session_leave (BylineSession *self)
{
  take_work (self, NULL, NULL, NULL);
}

const char *
byline_session_get_code_name (BylineSession *self)
{
  return self->annotations != NULL ? byline_annotations_get_code_name (self->annotations) : NULL;
}

/**
 * byline_session_get_annotations:
 *
 * Returns: (nullable): the work; not to be changed but through the session
 */
BylineAnnotations *
byline_session_get_annotations (BylineSession *self)
{
  return self->annotations;
}

guint
byline_session_get_attempt (BylineSession *self)
{
  return self->annotations != NULL ? byline_annotations_get_attempt (self->annotations) : 0;
}

gboolean
byline_session_is_committed (BylineSession *self)
{
  return self->annotations != NULL && byline_annotations_is_committed (self->annotations);
}

/**
 * byline_session_is_open:
 *
 * Returns: whether there is work that can be changed
 */
gboolean
byline_session_is_open (BylineSession *self)
{
  return self->annotations != NULL && !byline_annotations_is_committed (self->annotations);
}

/**
 * byline_session_is_opening:
 *
 * Returns: whether somebody's work is on its way
 */
gboolean
byline_session_is_opening (BylineSession *self)
{
  return self->opening;
}

BylineSaveState
byline_session_get_save_state (BylineSession *self)
{
  return self->saver != NULL ? byline_saver_get_state (self->saver) : BYLINE_SAVE_NOTHING;
}

const char *
byline_session_get_save_problem (BylineSession *self)
{
  return self->saver != NULL ? byline_saver_get_problem (self->saver) : NULL;
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (byline_saver_flush_finish (BYLINE_SAVER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * byline_session_flush_async:
 *
 * Answers when all work is durable.
 */
void
byline_session_flush_async (BylineSession *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  if (self->saver != NULL)
    byline_saver_flush_async (self->saver, flushed_cb, task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

gboolean
byline_session_flush_finish (BylineSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
save (BylineSession *self)
{
  byline_saver_save (self->saver, self->annotations, self->history);
}

static void
emit_changed (BylineSession *self, BylineAnnotation *before, BylineAnnotation *after)
{
  g_signal_emit (self, signals[CHANGED], 0, before, after);
}

static void
replace (BylineSession *self, BylineAnnotation *after)
{
  g_autoptr (BylineAnnotation) before = byline_annotations_find (self->annotations, after->id);

  if (before != NULL)
    byline_annotation_ref (before);
  byline_history_put (self->history, after);
  save (self);
  emit_changed (self, before, after);
}

/**
 * byline_session_add:
 * @self: a session with open work
 * @tag: a tag's id
 * @span: what to tag, code points
 *
 * Returns: the new annotation's id
 */
const char *
byline_session_add (BylineSession *self, const char *tag, const BylineSpan *span)
{
  g_autoptr (BylineAnnotation) annotation = NULL;

  g_return_val_if_fail (byline_session_is_open (self), NULL);

  annotation = byline_annotation_new (self->article, tag, span);
  replace (self, annotation);
  return byline_annotations_find (self->annotations, annotation->id)->id;
}

static BylineAnnotation *
find_open (BylineSession *self, const char *id)
{
  g_return_val_if_fail (byline_session_is_open (self), NULL);
  return byline_annotations_find (self->annotations, id);
}

void
byline_session_set_tag (BylineSession *self, const char *id, const char *tag)
{
  BylineAnnotation *before = find_open (self, id);
  g_autoptr (BylineAnnotation) after = NULL;

  if (before == NULL || g_strcmp0 (before->tag, tag) == 0)
    return;
  after = byline_annotation_set_tag (before, tag);
  replace (self, after);
}

void
byline_session_set_span (BylineSession *self, const char *id, const BylineSpan *span)
{
  BylineAnnotation *before = find_open (self, id);
  g_autoptr (BylineAnnotation) after = NULL;

  if (before == NULL || byline_span_equal (&before->span, span))
    return;
  after = byline_annotation_set_span (before, self->article, span);
  replace (self, after);
}

/**
 * byline_session_set_note:
 * @note: (nullable): the new note; empty or %NULL removes it
 */
void
byline_session_set_note (BylineSession *self, const char *id, const char *note)
{
  BylineAnnotation *before = find_open (self, id);
  g_autoptr (BylineAnnotation) after = NULL;

  if (note != NULL && *note == '\0')
    note = NULL;
  if (before == NULL || g_strcmp0 (before->note, note) == 0)
    return;
  after = byline_annotation_set_note (before, note);
  replace (self, after);
}

void
byline_session_remove (BylineSession *self, const char *id)
{
  g_autoptr (BylineAnnotation) before = find_open (self, id);

  if (before == NULL)
    return;
  byline_annotation_ref (before);
  byline_history_remove (self->history, before->id);
  save (self);
  emit_changed (self, before, NULL);
}

void
byline_session_set_article_note (BylineSession *self, const char *note)
{
  g_return_if_fail (byline_session_is_open (self));

  if (note != NULL && *note == '\0')
    note = NULL;
  if (g_strcmp0 (byline_annotations_get_note (self->annotations), note) == 0)
    return;
  byline_history_set_note (self->history, note);
  save (self);
  g_signal_emit (self, signals[NOTE_CHANGED], 0);
}

gboolean
byline_session_can_undo (BylineSession *self)
{
  return byline_session_is_open (self) && byline_history_can_undo (self->history);
}

gboolean
byline_session_can_redo (BylineSession *self)
{
  return byline_session_is_open (self) && byline_history_can_redo (self->history);
}

void
byline_session_undo (BylineSession *self)
{
  g_return_if_fail (byline_session_can_undo (self));

  const GPtrArray *changes = byline_history_undo (self->history);

  save (self);
  for (guint i = changes->len; i > 0; i--)
    {
      const BylineChange *change = g_ptr_array_index (changes, i - 1);

      if (change->before == NULL && change->after == NULL)
        g_signal_emit (self, signals[NOTE_CHANGED], 0);
      else
        emit_changed (self, change->after, change->before);
    }
}

void
byline_session_redo (BylineSession *self)
{
  g_return_if_fail (byline_session_can_redo (self));

  const GPtrArray *changes = byline_history_redo (self->history);

  save (self);
  for (guint i = 0; i < changes->len; i++)
    {
      const BylineChange *change = g_ptr_array_index (changes, i);

      if (change->before == NULL && change->after == NULL)
        g_signal_emit (self, signals[NOTE_CHANGED], 0);
      else
        emit_changed (self, change->before, change->after);
    }
}

/**
 * byline_session_reveals:
 *
 * Returns: whether finishing leads to the comparison at once: there is an open key,
 *   and the pack shows it then
 */
gboolean
byline_session_reveals (BylineSession *self)
{
  return byline_pack_has_key (self->pack, self->article_id)
         && (byline_pack_get_reveal (self->pack) == BYLINE_REVEAL_COMMIT
             || byline_pack_get_kind (self->pack) == BYLINE_PACK_TEACHER);
}

/**
 * byline_session_is_sealed:
 *
 * Returns: whether there is a key that waits for its code
 */
gboolean
byline_session_is_sealed (BylineSession *self)
{
  return self->key == NULL && byline_pack_has_sealed_key (self->pack, self->article_id);
}

/**
 * byline_session_take_key:
 * @key: the key, unsealed by its code; never written anywhere
 */
void
byline_session_take_key (BylineSession *self, BylineAnnotations *key)
{
  g_clear_pointer (&self->key, byline_annotations_unref);
  self->key = byline_annotations_ref (key);
}

/**
 * byline_session_can_compare:
 *
 * Returns: whether there is a key that may be seen once the work is finished
 */
gboolean
byline_session_can_compare (BylineSession *self)
{
  return self->key != NULL || byline_session_reveals (self);
}

/**
 * byline_session_is_durable:
 *
 * Returns: whether nothing waits to be written
 */
gboolean
byline_session_is_durable (BylineSession *self)
{
  const BylineSaveState state = byline_session_get_save_state (self);

  return state == BYLINE_SAVE_NOTHING || state == BYLINE_SAVE_DONE;
}

/**
 * byline_session_can_retry:
 *
 * Returns: whether the pack allows another try
 */
gboolean
byline_session_can_retry (BylineSession *self)
{
  const guint limit = byline_pack_get_attempts (self->pack);

  return byline_session_is_committed (self) && byline_session_is_durable (self) && !self->opening
         && byline_pack_get_retry (self->pack) != BYLINE_RETRY_NONE
         && (limit == 0 || byline_session_get_attempt (self) < limit);
}

/**
 * byline_session_commit:
 *
 * Finishes this attempt: from here on it is never changed again.
 */
void
byline_session_commit (BylineSession *self)
{
  g_return_if_fail (byline_session_is_open (self));

  byline_annotations_commit (self->annotations, TRUE);
  byline_saver_save (self->saver, self->annotations, NULL);
  g_signal_emit (self, signals[RESET], 0);
}

/**
 * byline_session_compare_async:
 * @self: a session with finished work
 *
 * Compares it with the key. The key is not read before.
 */
void
byline_session_compare_async (BylineSession *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (byline_session_is_committed (self) && byline_session_can_compare (self));
  byline_comparison_new_async (self->pack, self->article_id, self->article, self->key, self->annotations, G_OBJECT (self), callback, data);
}

/**
 * byline_session_retry_async:
 *
 * Begins the next attempt, with the tags of this one or without, as the pack says.
 */
void
byline_session_retry_async (BylineSession *self, GAsyncReadyCallback callback, gpointer data)
{
  const guint attempt = byline_session_get_attempt (self) + 1;
  g_autofree char *path = self->path != NULL ? byline_open_work_dup_next_path (self->path, attempt) : NULL;
  const BylineWorkRequest request = {
    .code_name = byline_session_get_code_name (self),
    .path = path,
    .attempt = attempt,
    .previous = self->annotations,
    .keep_tags = byline_pack_get_retry (self->pack) == BYLINE_RETRY_COPY,
  };

  g_return_if_fail (byline_session_can_retry (self));

  self->opening = TRUE;
  g_free (self->path);
  self->path = g_steal_pointer (&path);
  byline_open_work_async (self->store, self->pack, self->article_id, self->article, &request, G_OBJECT (self), callback, data);
}

gboolean
byline_session_retry_finish (BylineSession *self, GAsyncResult *result, GError **error)
{
  if (!take_opened (self, result, NULL, error))
    return FALSE;
  /* On the disk from the start, so that opening the article again goes on here. */
  if (self->saver != NULL)
    save (self);
  return TRUE;
}
