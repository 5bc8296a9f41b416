/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saver.h"

#include "error.h"
#include "fixture.h"

#define HTML "<p>The mill stands still, Ada Venn said.</p>\n"

typedef struct
{
  char *folder;
  char *inner;
  char *path;
  BylineArticle *article;
  BylineAnnotations *work;
  BylineHistory *history;
  BylineSaver *saver;
  GArray *states; /* those it was notified of */
} Fixture;

/* "Saved" is only said when the file has it all. */
static void
state_cb (BylineSaver *saver, GParamSpec *pspec, Fixture *self)
{
  const BylineSaveState state = byline_saver_get_state (saver);
  guint value;

  g_object_get (saver, "state", &value, NULL);
  g_assert_cmpuint (value, ==, state);
  g_array_append_val (self->states, state);
  g_assert_cmpint (byline_saver_get_problem (saver) != NULL, ==, state == BYLINE_SAVE_FAILED);
  if (state == BYLINE_SAVE_DONE)
    {
      g_autoptr (BylineAnnotations) saved = read_annotations (self->path);
      g_autofree char *is = dup_state (saved), *should = dup_state (self->work);

      g_assert_cmpstr (is, ==, should);
    }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (GError) error = NULL;
  BylineWorkFile *file;

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->inner = g_build_filename (self->folder, "inner", NULL);
  self->path = g_build_filename (self->inner, "a.1.byline.json", NULL);
  self->article = byline_article_new (html, NULL);
  self->work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "a");
  self->history = byline_history_new (self->work);
  self->states = g_array_new (FALSE, FALSE, sizeof (BylineSaveState));

  file = byline_work_file_open (self->path, &error);
  g_assert_no_error (error);
  self->saver = byline_saver_new (file);
  g_signal_connect (self->saver, "notify::state", G_CALLBACK (state_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->saver != NULL)
    wait_for_finalize (self->saver);
  byline_history_free (self->history);
  byline_annotations_unref (self->work);
  byline_article_unref (self->article);
  g_array_unref (self->states);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->inner);
  g_free (self->path);
}

static void
put_and_save (Fixture *self, guint start)
{
  g_autoptr (BylineAnnotation) annotation = annotation_new (self->article, "claim", start, start + 4);

  byline_history_put (self->history, annotation);
  byline_saver_save (self->saver, self->work, self->history);
}

static void
wait_for_state (Fixture *self, BylineSaveState state)
{
  while (byline_saver_get_state (self->saver) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
flush (Fixture *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  byline_saver_flush_async (self->saver, result_cb, &result);
  wait_for_result (&result);
  g_assert_cmpint (byline_saver_flush_finish (self->saver, result, error), ==, *error == NULL);
}

static void
test_states (Fixture *self, gconstpointer data)
{
  g_autofree char *history_path = g_strconcat (self->path, ".history", NULL);
  g_autofree char *log = NULL;
  g_autofree char *expected = NULL;
  gsize size;

  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_NOTHING);
  g_assert_cmpstr (byline_saver_get_path (self->saver), ==, self->path);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));

  put_and_save (self, 4);
  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_PENDING);
  wait_for_state (self, BYLINE_SAVE_DONE);
  put_and_save (self, 9);
  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_PENDING);
  wait_for_state (self, BYLINE_SAVE_DONE);

  g_assert_cmpuint (self->states->len, ==, 4);
  g_assert_true (g_file_get_contents (history_path, &log, NULL, NULL));
  expected = byline_history_to_data (self->history, &size);
  g_assert_cmpstr (log, ==, expected);
}

/* What is saved is what the work was then, whatever becomes of it. */
static void
test_copies (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) saved = NULL;
  g_autoptr (BylineAnnotation) later = annotation_new (self->article, "opinion", 0, 3);
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_data (self->saver, self);
  put_and_save (self, 4);
  byline_annotations_put (self->work, later, G_MAXUINT);
  flush (self, &error);
  g_assert_no_error (error);
  saved = read_annotations (self->path);
  g_assert_cmpuint (byline_annotations_get_size (saved), ==, 1);
}

/* Changes come faster than the disk: it ends with the last of them. */
static void
test_hurry (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) saved = NULL;
  g_autoptr (GAsyncResult) first = NULL, second = NULL;

  for (guint i = 0; i < 30; i++)
    {
      put_and_save (self, i);
      if (i == 10)
        byline_saver_flush_async (self->saver, result_cb, &first);
      if (i % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  byline_saver_flush_async (self->saver, result_cb, &second);
  wait_for_result (&first);
  wait_for_result (&second);
  g_assert_true (byline_saver_flush_finish (self->saver, first, NULL));
  g_assert_true (byline_saver_flush_finish (self->saver, second, NULL));

  saved = read_annotations (self->path);
  g_assert_cmpuint (byline_annotations_get_size (saved), ==, 30);
  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_DONE);
}

static void
test_flush_of_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  flush (self, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (self->states->len, ==, 0);
}

/* Nobody can write where a file is in the place of the folder, not even root. */
static void
take_folder_away (Fixture *self)
{
  g_autofree char *away = g_strconcat (self->inner, ".away", NULL);

  g_assert_cmpint (g_rename (self->inner, away), ==, 0);
  g_assert_true (g_file_set_contents (self->inner, "", 0, NULL));
}

static void
give_folder_back (Fixture *self)
{
  g_autofree char *away = g_strconcat (self->inner, ".away", NULL);

  g_assert_cmpint (g_remove (self->inner), ==, 0);
  g_assert_cmpint (g_rename (away, self->inner), ==, 0);
}

static void
test_failure (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  take_folder_away (self);
  put_and_save (self, 4);
  flush (self, &error);
  g_assert_nonnull (error);
  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_FAILED);
  g_assert_cmpstr (byline_saver_get_problem (self->saver), ==, error->message);

  /* A change on top of the trouble does not hide it. */
  put_and_save (self, 9);
  g_assert_cmpint (byline_saver_get_state (self->saver), ==, BYLINE_SAVE_FAILED);

  give_folder_back (self);
  wait_for_state (self, BYLINE_SAVE_DONE);
  g_assert_null (byline_saver_get_problem (self->saver));
}

/* The next try comes by itself, also when nothing is changed any more. */
static void
test_again (Fixture *self, gconstpointer data)
{
  take_folder_away (self);
  put_and_save (self, 4);
  wait_for_state (self, BYLINE_SAVE_FAILED);
  give_folder_back (self);
  wait_for_state (self, BYLINE_SAVE_DONE);
}

static void
test_committed (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  byline_annotations_commit (self->work, TRUE);
  put_and_save (self, 4);
  flush (self, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->path, &before, NULL, NULL));

  put_and_save (self, 9);
  flush (self, &error);
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_COMMITTED);
  g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
}

/* Let go in the middle of a write: it ends first, then the file is free. */
static void
test_finalize (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) saved = NULL;
  g_autofree char *lock = g_strconcat (self->path, ".lock", NULL);
  GAsyncResult *result = NULL;
  BylineSaver *saver = self->saver;

  put_and_save (self, 4);
  byline_saver_flush_async (saver, result_cb, &result);
  g_object_unref (saver);
  wait_for_result (&result);
  g_assert_true (g_file_test (lock, G_FILE_TEST_EXISTS));

  /* The answer is the last to hold it. */
  self->saver = NULL;
  g_object_ref (saver);
  g_object_unref (result);
  wait_for_finalize (saver);
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
  saved = read_annotations (self->path);
  g_assert_cmpuint (byline_annotations_get_size (saved), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/saver/states", Fixture, NULL, set_up, test_states, tear_down);
  g_test_add ("/saver/copies", Fixture, NULL, set_up, test_copies, tear_down);
  g_test_add ("/saver/hurry", Fixture, NULL, set_up, test_hurry, tear_down);
  g_test_add ("/saver/flush-of-nothing", Fixture, NULL, set_up, test_flush_of_nothing, tear_down);
  g_test_add ("/saver/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/saver/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/saver/committed", Fixture, NULL, set_up, test_committed, tear_down);
  g_test_add ("/saver/finalize", Fixture, NULL, set_up, test_finalize, tear_down);
  return g_test_run ();
}
