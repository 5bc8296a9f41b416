/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-fixture.h"

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
  /* Not before the finished attempt is on the disk. */
  g_assert_false (byline_session_can_retry (self->session));
  flush (self->session);
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
  g_assert_false (byline_session_reveals (self->session));
  g_assert_false (byline_session_is_sealed (self->session));
}

/* A teacher has the key at hand, whenever the class may see it. */
static void
test_teacher (Fixture *self, gconstpointer data)
{
  set_up_changed_pack (self, "\"kind\": \"practice\"", "\"kind\": \"teacher\"");
  g_assert_true (byline_session_reveals (self->session));
}

/* What is sealed is not compared, and not read either. */
static void
test_sealed (Fixture *self, gconstpointer data)
{
  set_up_changed_pack (self, "keys/lamps.byline.json", "keys/lamps.sealed");
  g_assert_false (byline_session_reveals (self->session));
  g_assert_false (byline_session_can_compare (self->session));
  g_assert_true (byline_session_is_sealed (self->session));
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
    { "/attempt/commit", test_commit },
    { "/attempt/compare-empty", test_compare_empty },
    { "/attempt/compare-key", test_compare_key },
    { "/attempt/compare-draft", test_compare_draft },
    { "/attempt/retry", test_retry },
    { "/attempt/retry-empty", test_retry_empty },
    { "/attempt/retry-none", test_retry_none },
    { "/attempt/reveal-later", test_reveal_later },
    { "/attempt/teacher", test_teacher },
    { "/attempt/sealed", test_sealed },
    { "/attempt/other-version", test_other_version },
    { "/attempt/stick", test_stick },
    { "/attempt/failure", test_failure },
    { "/attempt/no-folder", test_no_folder },
    { "/attempt/recovered", test_recovered },
    { "/attempt/finalize", test_finalize },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
