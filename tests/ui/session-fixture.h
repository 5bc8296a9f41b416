/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A session on the bundled exercise, in a data folder of its own. */

#include "session.h"

#include "error.h"
#include "fixture.h"

#define ARTICLE "lamps"

typedef struct
{
  char *folder;
  BylineStore *store;
  BylinePack *pack;
  BylineArticle *article;
  BylineSession *session;
  GHashTable *mirror; /* id → annotation, kept by the signals alone */
  guint changes, resets, notes;
} Fixture;

static inline char *
dup_exercise (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
}

/* What a list that listens would hold. */
static inline void
changed_cb (BylineSession *session, BylineAnnotation *before, BylineAnnotation *after, Fixture *self)
{
  self->changes++;
  g_assert_true (before != NULL || after != NULL);
  if (before != NULL)
    {
      g_assert_true (g_hash_table_contains (self->mirror, before->id));
      g_hash_table_remove (self->mirror, before->id);
    }
  if (after != NULL)
    {
      g_assert_true (byline_annotations_find (byline_session_get_annotations (session), after->id) == after);
      g_hash_table_insert (self->mirror, after->id, byline_annotation_ref (after));
    }
}

static inline void
reset_cb (BylineSession *session, Fixture *self)
{
  BylineAnnotations *annotations = byline_session_get_annotations (session);

  self->resets++;
  g_hash_table_remove_all (self->mirror);
  for (guint i = 0; annotations != NULL && i < byline_annotations_get_size (annotations); i++)
    {
      BylineAnnotation *one = byline_annotations_get (annotations, i);

      g_hash_table_insert (self->mirror, one->id, byline_annotation_ref (one));
    }
}

static inline void
note_changed_cb (BylineSession *session, Fixture *self)
{
  self->notes++;
}

static inline void
assert_mirrored (Fixture *self)
{
  BylineAnnotations *annotations = byline_session_get_annotations (self->session);

  g_assert_cmpuint (g_hash_table_size (self->mirror), ==, byline_annotations_get_size (annotations));
  for (guint i = 0; i < byline_annotations_get_size (annotations); i++)
    {
      BylineAnnotation *one = byline_annotations_get (annotations, i);

      g_assert_true (g_hash_table_lookup (self->mirror, one->id) == one);
    }
}

static inline BylineSession *
session_new (Fixture *self)
{
  return byline_session_new (self->store, self->pack, ARTICLE, self->article);
}

static inline void
set_up_pack (Fixture *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  self->pack = byline_pack_open (path, &error);
  g_assert_no_error (error);
  self->article = byline_pack_load_article (self->pack, ARTICLE, &error);
  g_assert_no_error (error);
  self->session = session_new (self);
  g_signal_connect (self->session, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->session, "reset", G_CALLBACK (reset_cb), self);
  g_signal_connect (self->session, "note-changed", G_CALLBACK (note_changed_cb), self);
}

static inline void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *exercise = dup_exercise ();

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->store = byline_store_new (self->folder);
  self->mirror = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) byline_annotation_unref);
  set_up_pack (self, exercise);
}

static inline void
tear_down_pack (Fixture *self)
{
  wait_for_finalize (self->session);
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
}

/* Until nobody holds any work in the data folder. */
static inline void
wait_for_locks (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_str_has_suffix (name, ".lock"))
        wait_for_file (inner);
      else
        wait_for_locks (inner);
    }
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  tear_down_pack (self);
  wait_for_locks (self->folder);
  g_hash_table_unref (self->mirror);
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
}

static inline gboolean
open_work (BylineSession *session, const char *code_name, const char *path, char **recovered, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  byline_session_open_async (session, code_name, path, result_cb, &result);
  wait_for_result (&result);
  return byline_session_open_finish (session, result, recovered, error);
}

static inline void
open_as (Fixture *self, const char *code_name)
{
  g_autofree char *recovered = NULL;
  g_autoptr (GError) error = NULL;

  open_work (self->session, code_name, NULL, &recovered, &error);
  g_assert_no_error (error);
  g_assert_null (recovered);
}

static inline void
flush (BylineSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  byline_session_flush_async (session, result_cb, &result);
  wait_for_result (&result);
  byline_session_flush_finish (session, result, &error);
  g_assert_no_error (error);
}

static inline const char *
add (BylineSession *session, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, end);
  return byline_session_add (session, tag, &span);
}

static inline char *
dup_path (Fixture *self, const char *code_name, guint attempt)
{
  return byline_store_get_path (self->store, code_name, byline_pack_get_id (self->pack), ARTICLE, attempt);
}

static inline char *
dup_session_state (BylineSession *session)
{
  return dup_state (byline_session_get_annotations (session));
}

static inline void
assert_saved (Fixture *self, const char *code_name, guint attempt)
{
  g_autofree char *path = dup_path (self, code_name, attempt);
  g_autoptr (BylineAnnotations) saved = read_annotations (path);
  g_autofree char *is = dup_state (saved), *should = dup_session_state (self->session);

  g_assert_cmpstr (is, ==, should);
  g_assert_cmpstr (byline_annotations_get_code_name (saved), ==, code_name);
  g_assert_cmpuint (byline_annotations_get_attempt (saved), ==, attempt);
}

static inline void
expect_critical (void)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*byline_session_is_open*");
}

static inline void
wait_for_save_state (Fixture *self, BylineSaveState state)
{
  while (byline_session_get_save_state (self->session) != state)
    g_main_context_iteration (NULL, TRUE);
}
