/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

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
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
