/* SPDX-License-Identifier: GPL-3.0-or-later */
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

static char *
dup_exercise (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
}

/* What a list that listens would hold. */
static void
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

static void
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

static void
note_changed_cb (BylineSession *session, Fixture *self)
{
  self->notes++;
}

static void
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

static BylineSession *
session_new (Fixture *self)
{
  return byline_session_new (self->store, self->pack, ARTICLE, self->article);
}

static void
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

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *exercise = dup_exercise ();

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->store = byline_store_new (self->folder);
  self->mirror = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) byline_annotation_unref);
  set_up_pack (self, exercise);
}

static void
tear_down_pack (Fixture *self)
{
  wait_for_finalize (self->session);
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
}

/* Until nobody holds any work in the data folder. */
static void
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

static void
tear_down (Fixture *self, gconstpointer data)
{
  tear_down_pack (self);
  wait_for_locks (self->folder);
  g_hash_table_unref (self->mirror);
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
}

static gboolean
open_work (BylineSession *session, const char *code_name, const char *path, char **recovered, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  byline_session_open_async (session, code_name, path, result_cb, &result);
  wait_for_result (&result);
  return byline_session_open_finish (session, result, recovered, error);
}

static void
open_as (Fixture *self, const char *code_name)
{
  g_autofree char *recovered = NULL;
  g_autoptr (GError) error = NULL;

  open_work (self->session, code_name, NULL, &recovered, &error);
  g_assert_no_error (error);
  g_assert_null (recovered);
}

static void
flush (BylineSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  byline_session_flush_async (session, result_cb, &result);
  wait_for_result (&result);
  byline_session_flush_finish (session, result, &error);
  g_assert_no_error (error);
}

static const char *
add (BylineSession *session, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, end);
  return byline_session_add (session, tag, &span);
}

static char *
dup_path (Fixture *self, const char *code_name, guint attempt)
{
  return byline_store_get_path (self->store, code_name, byline_pack_get_id (self->pack), ARTICLE, attempt);
}

static char *
dup_session_state (BylineSession *session)
{
  return dup_state (byline_session_get_annotations (session));
}

static void
assert_saved (Fixture *self, const char *code_name, guint attempt)
{
  g_autofree char *path = dup_path (self, code_name, attempt);
  g_autoptr (BylineAnnotations) saved = read_annotations (path);
  g_autofree char *is = dup_state (saved), *should = dup_session_state (self->session);

  g_assert_cmpstr (is, ==, should);
  g_assert_cmpstr (byline_annotations_get_code_name (saved), ==, code_name);
  g_assert_cmpuint (byline_annotations_get_attempt (saved), ==, attempt);
}

static void
test_nobody (Fixture *self, gconstpointer data)
{
  g_assert_true (byline_session_get_pack (self->session) == self->pack);
  g_assert_true (byline_session_get_article (self->session) == self->article);
  g_assert_true (byline_session_get_store (self->session) == self->store);
  g_assert_cmpstr (byline_session_get_article_id (self->session), ==, ARTICLE);
  g_assert_cmpstr (byline_session_get_title (self->session), ==, "Reckless switch-off leaves Tarnwick in the dark");
  g_assert_cmpstr (byline_session_get_pack_key (self->session), ==, byline_pack_get_id (self->pack));
  g_assert_cmpuint (byline_tag_set_get_size (byline_session_get_tags (self->session)), ==, 4);

  g_assert_null (byline_session_get_code_name (self->session));
  g_assert_null (byline_session_get_annotations (self->session));
  g_assert_cmpuint (byline_session_get_attempt (self->session), ==, 0);
  g_assert_false (byline_session_is_open (self->session));
  g_assert_false (byline_session_is_committed (self->session));
  g_assert_false (byline_session_can_undo (self->session));
  g_assert_false (byline_session_can_redo (self->session));
  g_assert_false (byline_session_can_retry (self->session));
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_NOTHING);
  flush (self->session);
}

/* An article by itself is filed under the digest of its text. */
static void
test_article_alone (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) alone = byline_pack_new_for_article (self->article, "Alone");
  BylineSession *session = byline_session_new (self->store, alone, byline_pack_get_article (alone, 0)->id, self->article);

  g_assert_cmpstr (byline_session_get_pack_key (session), ==, byline_article_get_digest (self->article));
  g_assert_cmpstr (byline_session_get_title (session), ==, "Alone");
  g_assert_false (byline_session_can_compare (session));
  g_assert_finalize_object (session);
}

static void
test_open (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1);

  open_as (self, "Heron-07");
  g_assert_cmpuint (self->resets, ==, 1);
  g_assert_true (byline_session_is_open (self->session));
  g_assert_cmpstr (byline_session_get_code_name (self->session), ==, "Heron-07");
  g_assert_cmpuint (byline_session_get_attempt (self->session), ==, 1);
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 0);
  g_assert_cmpstr (byline_annotations_get_digest (byline_session_get_annotations (self->session)), ==, byline_article_get_digest (self->article));
  g_assert_cmpstr (byline_annotations_get_pack (byline_session_get_annotations (self->session)), ==, byline_pack_get_id (self->pack));

  /* To look is not to work. */
  flush (self->session);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  byline_session_leave (self->session);
  g_assert_cmpuint (self->resets, ==, 2);
  g_assert_null (byline_session_get_annotations (self->session));
}

static void
test_edits (Fixture *self, gconstpointer data)
{
  BylineAnnotation *one;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *id = NULL, *quote = NULL;

  open_as (self, "Heron-07");
  id = g_strdup (add (self->session, "claim", 100, 120));
  one = byline_annotations_find (byline_session_get_annotations (self->session), id);
  g_assert_cmpstr (one->tag, ==, "claim");
  g_assert_cmpuint (self->changes, ==, 1);

  byline_session_set_tag (self->session, id, "opinion");
  byline_session_set_note (self->session, id, "a loaded word");
  byline_span_append (&span, 100, 110);
  byline_span_append (&span, 130, 140);
  byline_session_set_span (self->session, id, &span);
  g_assert_cmpuint (self->changes, ==, 4);
  assert_mirrored (self);

  one = byline_annotations_find (byline_session_get_annotations (self->session), id);
  quote = byline_article_dup_range (self->article, 130, 140);
  g_assert_cmpstr (one->tag, ==, "opinion");
  g_assert_cmpstr (one->note, ==, "a loaded word");
  g_assert_true (byline_span_equal (&one->span, &span));
  g_assert_cmpstr (((BylineQuote *) g_ptr_array_index (one->quotes, 1))->exact, ==, quote);

  byline_session_set_note (self->session, id, "");
  g_assert_null (byline_annotations_find (byline_session_get_annotations (self->session), id)->note);
  byline_session_set_article_note (self->session, "who paid for this?");
  g_assert_cmpuint (self->notes, ==, 1);
  g_assert_cmpstr (byline_annotations_get_note (byline_session_get_annotations (self->session)), ==, "who paid for this?");

  byline_session_remove (self->session, id);
  g_assert_cmpuint (self->changes, ==, 6);
  assert_mirrored (self);
  g_assert_cmpuint (g_hash_table_size (self->mirror), ==, 0);
}

/* What changes nothing is no step to undo, and nobody hears of it. */
static void
test_no_edits (Fixture *self, gconstpointer data)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *id = NULL;

  open_as (self, "Heron-07");
  id = g_strdup (add (self->session, "claim", 100, 120));
  byline_span_init_range (&span, 100, 120);

  byline_session_set_tag (self->session, id, "claim");
  byline_session_set_span (self->session, id, &span);
  byline_session_set_note (self->session, id, NULL);
  byline_session_set_note (self->session, id, "");
  byline_session_set_article_note (self->session, "");
  byline_session_set_tag (self->session, "urn:uuid:nobody", "opinion");
  byline_session_set_note (self->session, "urn:uuid:nobody", "note");
  byline_session_set_span (self->session, "urn:uuid:nobody", &span);
  byline_session_remove (self->session, "urn:uuid:nobody");
  g_assert_cmpuint (self->changes, ==, 1);
  g_assert_cmpuint (self->notes, ==, 0);

  byline_session_undo (self->session);
  g_assert_false (byline_session_can_undo (self->session));
}

static void
edit_at_random (Fixture *self, GRand *random)
{
  static const char *const tags[] = { "claim", "attribution", "evidence", "opinion" };
  BylineAnnotations *annotations = byline_session_get_annotations (self->session);
  const guint size = byline_annotations_get_size (annotations);
  const guint start = g_rand_int_range (random, 0, 1000);
  g_autofree char *id = size > 0 ? g_strdup (byline_annotations_get (annotations, g_rand_int_range (random, 0, size))->id) : NULL;
  g_autofree char *note = g_strdup_printf ("note %u", start);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  const int kind = id != NULL ? g_rand_int_range (random, 0, 8) : 0;

  byline_span_init_range (&span, start, start + g_rand_int_range (random, 1, 80));
  if (kind <= 2)
    byline_session_add (self->session, tags[g_rand_int_range (random, 0, 4)], &span);
  else if (kind == 3)
    byline_session_set_tag (self->session, id, tags[g_rand_int_range (random, 0, 4)]);
  else if (kind == 4)
    byline_session_set_note (self->session, id, note);
  else if (kind == 5)
    byline_session_set_span (self->session, id, &span);
  else if (kind == 6)
    byline_session_remove (self->session, id);
  else
    byline_session_set_article_note (self->session, note);
}

/* Any series of edits is undone to nothing and redone to all, step by step. */
static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (41);
  g_autofree char *empty = NULL;

  open_as (self, "Heron-07");
  empty = dup_session_state (self->session);
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (states, dup_session_state (self->session));
      for (guint i = 0; i < 40; i++)
        {
          edit_at_random (self, random);
          assert_mirrored (self);
          g_ptr_array_add (states, dup_session_state (self->session));
        }

      /* An edit that changed nothing is no step. */
      for (guint i = states->len - 1; i > 0; i--)
        if (g_str_equal (g_ptr_array_index (states, i), g_ptr_array_index (states, i - 1)))
          g_ptr_array_remove_index (states, i);

      for (guint i = states->len - 1; i > 0; i--)
        {
          g_autofree char *state = NULL;

          byline_session_undo (self->session);
          assert_mirrored (self);
          state = dup_session_state (self->session);
          g_assert_cmpstr (state, ==, g_ptr_array_index (states, i - 1));
        }
      for (guint i = 1; i < states->len; i++)
        {
          g_autofree char *state = NULL;

          byline_session_redo (self->session);
          assert_mirrored (self);
          state = dup_session_state (self->session);
          g_assert_cmpstr (state, ==, g_ptr_array_index (states, i));
        }
      g_assert_false (byline_session_can_redo (self->session));
    }

  while (byline_session_can_undo (self->session))
    byline_session_undo (self->session);
  {
    g_autofree char *state = dup_session_state (self->session);

    g_assert_cmpstr (state, ==, empty);
  }
}

/* "Saved" is said when the disk has it, not before. */
static void
save_state_cb (BylineSession *session, GParamSpec *pspec, Fixture *self)
{
  if (byline_session_get_save_state (session) == BYLINE_SAVE_DONE)
    assert_saved (self, "Heron-07", 1);
}

static void
wait_for_save_state (Fixture *self, BylineSaveState state)
{
  while (byline_session_get_save_state (self->session) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  open_as (self, "Heron-07");
  g_signal_connect (self->session, "notify::save-state", G_CALLBACK (save_state_cb), self);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_NOTHING);

  for (guint i = 0; i < 3; i++)
    {
      add (self->session, "claim", i, i + 4);
      g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_PENDING);
      wait_for_save_state (self, BYLINE_SAVE_DONE);
    }
  byline_session_undo (self->session);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_PENDING);
  wait_for_save_state (self, BYLINE_SAVE_DONE);
  byline_session_set_article_note (self->session, "a note");
  wait_for_save_state (self, BYLINE_SAVE_DONE);
  g_signal_handlers_disconnect_by_func (self->session, save_state_cb, self);
}

/* The next day: all is there, and even yesterday can be undone. */
static void
test_reopen (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *first = NULL, *undone = NULL;

  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  first = dup_session_state (self->session);
  byline_session_set_article_note (self->session, "hm");
  byline_session_undo (self->session);
  add (self->session, "opinion", 110, 130);
  before = dup_session_state (self->session);
  byline_session_leave (self->session);
  wait_for_locks (self->folder);

  open_as (self, "Heron-07");
  after = dup_session_state (self->session);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_NOTHING);
  byline_session_undo (self->session);
  undone = dup_session_state (self->session);
  g_assert_cmpstr (undone, ==, first);
  byline_session_redo (self->session);
  g_assert_false (byline_session_can_redo (self->session));
}

/* "Not me" and back again, faster than the disk. */
static void
test_leave_and_back (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    {
      open_as (self, "Heron-07");
      g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, i);
      add (self->session, "claim", i, i + 4);
      byline_session_leave (self->session);
    }
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  BylineSession *second = session_new (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path (self, "Heron-07", 1);

  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  flush (self->session);

  g_assert_false (open_work (second, "Heron-07", NULL, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (byline_session_is_open (second));
  g_clear_error (&error);

  /* Somebody else may work beside, and the first is not disturbed. */
  g_assert_true (open_work (second, "Otter-12", NULL, NULL, &error));
  add (second, "opinion", 100, 120);
  flush (second);
  add (self->session, "claim", 130, 140);
  flush (self->session);
  assert_saved (self, "Heron-07", 1);

  byline_session_leave (self->session);
  wait_for_lock (path);
  g_assert_true (open_work (second, "Heron-07", NULL, NULL, &error));
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (second)), ==, 2);
  wait_for_finalize (second);
}

static void
test_two_people (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1), *heron = NULL, *otter = NULL, *heron_again = NULL;

  open_as (self, "Heron-07");
  heron = g_strdup (byline_annotations_get_creator_id (byline_session_get_annotations (self->session)));
  add (self->session, "claim", 100, 120);
  add (self->session, "claim", 130, 140);
  flush (self->session);

  open_as (self, "Otter-12");
  otter = g_strdup (byline_annotations_get_creator_id (byline_session_get_annotations (self->session)));
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 0);
  add (self->session, "opinion", 100, 120);
  flush (self->session);
  assert_saved (self, "Otter-12", 1);
  wait_for_lock (path);

  open_as (self, "Heron-07");
  heron_again = g_strdup (byline_annotations_get_creator_id (byline_session_get_annotations (self->session)));
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 2);
  g_assert_cmpstr (heron, ==, heron_again);
  g_assert_cmpstr (heron, !=, otter);
}

static void
expect_critical (void)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*byline_session_is_open*");
}

static void
test_commit (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1);
  g_autofree char *id = NULL, *before = NULL, *after = NULL;
  g_autoptr (BylineAnnotations) saved = NULL;

  open_as (self, "Heron-07");
  id = g_strdup (add (self->session, "claim", 100, 120));
  self->resets = 0;
  byline_session_commit (self->session);
  g_assert_cmpuint (self->resets, ==, 1);
  g_assert_true (byline_session_is_committed (self->session));
  g_assert_false (byline_session_is_open (self->session));
  g_assert_false (byline_session_can_undo (self->session));
  flush (self->session);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_DONE);
  saved = read_annotations (path);
  g_assert_true (byline_annotations_is_committed (saved));
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));

  self->changes = 0;
  expect_critical ();
  g_assert_null (add (self->session, "claim", 1, 9));
  expect_critical ();
  byline_session_set_tag (self->session, id, "opinion");
  expect_critical ();
  byline_session_set_article_note (self->session, "too late");
  expect_critical ();
  byline_session_remove (self->session, id);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (self->changes, ==, 0);

  byline_session_leave (self->session);
  wait_for_lock (path);
  open_as (self, "Heron-07");
  g_assert_true (byline_session_is_committed (self->session));
  g_assert_false (byline_session_is_open (self->session));
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 1);
  flush (self->session);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
}

static BylineComparison *
compare (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BylineComparison *comparison;

  byline_session_compare_async (self->session, result_cb, &result);
  wait_for_result (&result);
  comparison = byline_comparison_new_finish (result, &error);
  g_assert_no_error (error);
  return comparison;
}

static void
test_compare_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineComparison) comparison = NULL;

  open_as (self, "Heron-07");
  g_assert_true (byline_session_can_compare (self->session));
  byline_session_commit (self->session);
  comparison = compare (self);
  g_assert_cmpuint (comparison->score->n_spans, ==, 0);
  g_assert_cmpuint (comparison->score->score_bp, ==, 0);
  g_assert_cmpuint (comparison->score->n_items, >=, 15);
}

/* The key's own passages as answer: everything found. */
static void
test_compare_key (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) key = byline_pack_load_key (self->pack, ARTICLE, NULL);
  g_autoptr (BylineComparison) comparison = NULL;
  const guint n = byline_annotations_get_size (key);

  open_as (self, "Heron-07");
  for (guint i = 0; i < n; i++)
    {
      const BylineAnnotation *item = byline_annotations_get (key, i);

      byline_session_add (self->session, item->tag, &item->span);
    }
  byline_session_commit (self->session);
  comparison = compare (self);
  g_assert_cmpuint (comparison->score->n_spans, ==, n);
  g_assert_cmpuint (comparison->score->score_bp, ==, 10000);
  for (guint i = 0; i < comparison->score->n_items; i++)
    g_assert_cmpint (comparison->score->items[i].outcome, ==, BYLINE_OUTCOME_EXACT);
}

/* Not before the work is finished: the key is not even read. */
static void
test_compare_draft (Fixture *self, gconstpointer data)
{
  GAsyncResult *result = NULL;

  open_as (self, "Heron-07");
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*byline_session_is_committed*");
  byline_session_compare_async (self->session, result_cb, &result);
  g_test_assert_expected_messages ();
  g_assert_null (result);
}

static void
retry (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  byline_session_retry_async (self->session, result_cb, &result);
  wait_for_result (&result);
  byline_session_retry_finish (self->session, result, &error);
  g_assert_no_error (error);
}

static void
test_retry (Fixture *self, gconstpointer data)
{
  g_autofree char *first = dup_path (self, "Heron-07", 1), *before = NULL, *after = NULL;

  open_as (self, "Heron-07");
  g_assert_false (byline_session_can_retry (self->session));
  add (self->session, "claim", 100, 120);
  byline_session_set_article_note (self->session, "hm");
  byline_session_commit (self->session);
  flush (self->session);
  g_assert_true (byline_session_can_retry (self->session));
  g_assert_true (g_file_get_contents (first, &before, NULL, NULL));

  retry (self);
  g_assert_cmpuint (byline_session_get_attempt (self->session), ==, 2);
  g_assert_true (byline_session_is_open (self->session));
  g_assert_false (byline_session_can_undo (self->session));
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 1);
  g_assert_cmpstr (byline_annotations_get_note (byline_session_get_annotations (self->session)), ==, "hm");
  flush (self->session);
  assert_saved (self, "Heron-07", 2);

  byline_session_remove (self->session, byline_annotations_get (byline_session_get_annotations (self->session), 0)->id);
  flush (self->session);
  assert_saved (self, "Heron-07", 2);
  g_assert_true (g_file_get_contents (first, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);

  /* Whoever comes back goes on with the second. */
  byline_session_leave (self->session);
  wait_for_locks (self->folder);
  open_as (self, "Heron-07");
  g_assert_cmpuint (byline_session_get_attempt (self->session), ==, 2);
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 0);
}

/* The exercise with other words in its manifest. */
static void
set_up_changed_pack (Fixture *self, const char *from, const char *to)
{
  g_autofree char *exercise = dup_exercise (), *copy = g_build_filename (self->folder, "pack", NULL);
  static const char *const files[] = { "byline.json", "articles/lamps.html", "keys/lamps.byline.json" };
  static const char *const folders[] = { "articles", "keys" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (copy, folders[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *source = g_build_filename (exercise, files[i], NULL), *target = g_build_filename (copy, files[i], NULL);
      g_autofree char *text = NULL;
      g_autoptr (GString) changed = NULL;

      g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
      changed = g_string_new (text);
      g_assert_cmpint (g_string_replace (changed, from, to, 0) > 0, ==, i == 0);
      g_assert_true (g_file_set_contents (target, changed->str, changed->len, NULL));
    }

  tear_down_pack (self);
  set_up_pack (self, copy);
}

static void
test_retry_empty (Fixture *self, gconstpointer data)
{
  set_up_changed_pack (self, "\"retry\": \"copy\",\n    \"attempts\": 0", "\"retry\": \"empty\",\n    \"attempts\": 2");
  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  byline_session_set_article_note (self->session, "hm");
  byline_session_commit (self->session);
  g_assert_true (byline_session_can_retry (self->session));
  retry (self);
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 0);
  g_assert_null (byline_annotations_get_note (byline_session_get_annotations (self->session)));

  /* Two attempts are what this pack allows. */
  byline_session_commit (self->session);
  g_assert_false (byline_session_can_retry (self->session));
}

static void
test_retry_none (Fixture *self, gconstpointer data)
{
  set_up_changed_pack (self, "\"retry\": \"copy\"", "\"retry\": \"none\"");
  open_as (self, "Heron-07");
  byline_session_commit (self->session);
  g_assert_false (byline_session_can_retry (self->session));
}

static void
test_reveal_later (Fixture *self, gconstpointer data)
{
  set_up_changed_pack (self, "\"reveal\": \"commit\"", "\"reveal\": \"teacher\"");
  g_assert_false (byline_session_can_compare (self->session));
}

/* Work on other words is neither shown on these nor touched. */
static void
test_other_version (Fixture *self, gconstpointer data)
{
  const char html[] = "<p>The mill stands still.</p>\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, strlen (html));
  g_autoptr (BylineArticle) other = byline_article_new (bytes, NULL);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, other, ARTICLE);
  g_autoptr (BylineAnnotation) annotation = annotation_new (other, "claim", 0, 8);
  g_autofree char *path = dup_path (self, "Heron-07", 1), *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  byline_annotations_put (work, annotation, G_MAXUINT);
  text = byline_annotations_to_data (work, &size);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, size, NULL));

  g_assert_false (open_work (self->session, "Heron-07", NULL, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (byline_session_get_annotations (self->session));
  wait_for_lock (path);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (text, ==, after);
}

/* A draft opened from a stick goes on there. */
static void
test_stick (Fixture *self, gconstpointer data)
{
  g_autofree char *stick = g_build_filename (self->folder, "stick", NULL), *path = g_build_filename (stick, "heron.byline.json", NULL);
  g_autofree char *here = dup_path (self, "Heron-07", 1), *text = NULL, *is = NULL, *should = NULL;
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, ARTICLE);
  g_autoptr (BylineAnnotations) saved = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  byline_annotations_set_creator (work, "urn:uuid:6d8b3b43-6f3e-4b34-9d36-7c5ea6d4a0c1", "Heron-07");
  text = byline_annotations_to_data (work, &size);
  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, size, NULL));

  open_work (self->session, NULL, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (byline_session_get_code_name (self->session), ==, "Heron-07");
  add (self->session, "claim", 100, 120);
  flush (self->session);
  saved = read_annotations (path);
  is = dup_state (saved);
  should = dup_session_state (self->session);
  g_assert_cmpstr (is, ==, should);
  g_assert_false (g_file_test (here, G_FILE_TEST_EXISTS));
}

/* A file is in the place of the folder: even root can not write there. */
static void
test_failure (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1), *folder = g_path_get_dirname (path), *away = g_strconcat (folder, ".away", NULL);

  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  flush (self->session);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));

  add (self->session, "opinion", 130, 140);
  wait_for_save_state (self, BYLINE_SAVE_FAILED);
  g_assert_nonnull (byline_session_get_save_problem (self->session));
  g_assert_cmpuint (strlen (byline_session_get_save_problem (self->session)), >, 10);

  /* The work is there and goes on. */
  add (self->session, "evidence", 140, 150);
  byline_session_undo (self->session);
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 2);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_FAILED);

  g_assert_cmpint (g_remove (folder), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
  flush (self->session);
  g_assert_cmpint (byline_session_get_save_state (self->session), ==, BYLINE_SAVE_DONE);
  g_assert_null (byline_session_get_save_problem (self->session));
  assert_saved (self, "Heron-07", 1);
}

/* Where nothing can be written nobody begins: better to hear of it at once. */
static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *work = g_build_filename (self->folder, "work", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (work, "", 0, NULL));
  g_assert_false (open_work (self->session, "Heron-07", NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, work));
  g_assert_false (byline_session_is_open (self->session));
}

static void
test_recovered (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1), *recovered = NULL;
  g_autoptr (GError) error = NULL;

  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  flush (self->session);
  add (self->session, "claim", 130, 140);
  flush (self->session);
  byline_session_leave (self->session);
  wait_for_lock (path);
  g_assert_true (g_file_set_contents (path, "{\"@context\"", -1, NULL));

  open_work (self->session, "Heron-07", NULL, &recovered, &error);
  g_assert_no_error (error);
  g_assert_nonnull (recovered);
  g_assert_cmpuint (byline_annotations_get_size (byline_session_get_annotations (self->session)), ==, 1);
  add (self->session, "claim", 150, 160);
  flush (self->session);
  assert_saved (self, "Heron-07", 1);
}

/* Let go with changes that are not yet on the disk: they get there. */
static void
test_finalize (Fixture *self, gconstpointer data)
{
  g_autofree char *path = dup_path (self, "Heron-07", 1);
  g_autoptr (BylineAnnotations) saved = NULL;

  open_as (self, "Heron-07");
  add (self->session, "claim", 100, 120);
  wait_for_finalize (self->session);
  wait_for_lock (path);
  saved = read_annotations (path);
  g_assert_cmpuint (byline_annotations_get_size (saved), ==, 1);
  self->session = session_new (self);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/session/nobody", test_nobody },
    { "/session/article-alone", test_article_alone },
    { "/session/open", test_open },
    { "/session/edits", test_edits },
    { "/session/no-edits", test_no_edits },
    { "/session/undo", test_undo },
    { "/session/save", test_save },
    { "/session/reopen", test_reopen },
    { "/session/leave-and-back", test_leave_and_back },
    { "/session/locked", test_locked },
    { "/session/two-people", test_two_people },
    { "/session/commit", test_commit },
    { "/session/compare-empty", test_compare_empty },
    { "/session/compare-key", test_compare_key },
    { "/session/compare-draft", test_compare_draft },
    { "/session/retry", test_retry },
    { "/session/retry-empty", test_retry_empty },
    { "/session/retry-none", test_retry_none },
    { "/session/reveal-later", test_reveal_later },
    { "/session/other-version", test_other_version },
    { "/session/stick", test_stick },
    { "/session/failure", test_failure },
    { "/session/no-folder", test_no_folder },
    { "/session/recovered", test_recovered },
    { "/session/finalize", test_finalize },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
