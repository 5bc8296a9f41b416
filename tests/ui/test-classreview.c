/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../tree.h"
#include "answerbars.h"
#include "error.h"
#include "page.h"
#include "passageitem.h"
#include "places.h"
#include "reviewing.h"
#include "reviewroom.h"
#include "reviewsetup.h"
#include "studentitem.h"
#include "words.h"

/* A class in review: what is read from a folder, which rows there are, what they
 * say, and that the room lets go of it. */

#define N_STUDENTS 12

typedef struct
{
  char *folder;
  BylinePack *pack;
  BylineArticle *article;
  BylineAnnotations *key;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *exercise = g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->pack = byline_pack_open (exercise, &error);
  g_assert_no_error (error);
  self->article = byline_pack_load_article (self->pack, "lamps", &error);
  g_assert_no_error (error);
  self->key = byline_pack_load_key (self->pack, "lamps", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  byline_annotations_unref (self->key);
  byline_article_unref (self->article);
  byline_pack_unref (self->pack);
  g_free (self->folder);
}

static void
put (Fixture *self, const char *name, const char *data, gsize size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
}

/* Student @number marks the first @n items of the key, every third as an opinion. */
static void
hand_in (Fixture *self, guint number, guint n, gboolean finished)
{
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "lamps");
  g_autofree char *name = g_strdup_printf ("Otter-%02u", number);
  g_autofree char *id = g_strdup_printf ("urn:x:otter-%u", number);
  g_autofree char *file = g_strdup_printf ("otter-%02u.byline.json", number);
  g_autofree char *data = NULL;
  gsize size;

  byline_annotations_set_creator (work, id, name);
  byline_annotations_set_pack (work, byline_pack_get_id (self->pack), 1);
  for (guint i = 0; i < n; i++)
    {
      const BylineAnnotation *item = byline_annotations_get (self->key, i);
      g_autoptr (BylineAnnotation) mark = byline_annotation_new (self->article, (number + i) % 3 == 0 ? "opinion" : item->tag, &item->span);

      byline_annotations_put (work, mark, G_MAXUINT);
    }
  if (finished)
    byline_annotations_commit (work, TRUE);
  data = byline_annotations_to_data (work, &size);
  put (self, file, data, size);
}

static BylineReviewed *
review (Fixture *self, const char *code, GError **error)
{
  const char *paths[] = { self->folder, NULL };
  g_autoptr (GAsyncResult) result = NULL;

  byline_reviewing_async (self->pack, "lamps", code, paths, NULL, result_cb, &result);
  wait_for_result (&result);
  return byline_reviewing_finish (result, error);
}

static BylineReviewed *
review_all (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  BylineReviewed *reviewed;

  for (guint i = 0; i < N_STUDENTS; i++)
    hand_in (self, i, 2 * i, TRUE);
  hand_in (self, 50, 3, FALSE);
  put (self, "broken.byline.json", "{", 1);
  reviewed = review (self, NULL, &error);
  g_assert_no_error (error);
  return reviewed;
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (review (self, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY);
  g_clear_error (&error);

  hand_in (self, 1, 3, FALSE);
  g_assert_null (review (self, NULL, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY);
  g_assert_nonnull (strstr (error->message, "draft"));
}

static BylineStudentItem *
find_row (GPtrArray *rows, const char *title)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (byline_student_item_get_title (g_ptr_array_index (rows, i)), title))
      return g_ptr_array_index (rows, i);
  g_assert_not_reached ();
}

static void
test_students (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineReviewed) reviewed = review_all (self);
  g_autoptr (GPtrArray) rows = byline_student_item_list (reviewed);
  BylineStudentItem *item;

  for (guint i = 0; i < N_STUDENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Otter-%02u", i);
      g_autofree char *percent = NULL;
      g_autofree char *spoken = NULL;

      item = g_ptr_array_index (rows, i);
      g_assert_cmpstr (byline_student_item_get_title (item), ==, name);
      g_assert_true (g_str_has_prefix (byline_student_item_get_line (item), "Found "));
      percent = byline_words_dup_percent (byline_student_item_get_student (item)->record->score_bp);
      g_assert_cmpstr (byline_student_item_get_percent (item), ==, percent);
      spoken = byline_student_item_dup_spoken (item);
      g_assert_true (g_str_has_prefix (spoken, name) && g_str_has_suffix (spoken, percent));
    }

  g_assert_true (byline_student_item_is_header (find_row (rows, "Cannot be read: 1")));
  item = find_row (rows, "broken.byline.json");
  g_assert_null (byline_student_item_get_student (item));
  g_assert_null (byline_student_item_get_percent (item));
  g_assert_nonnull (byline_student_item_get_line (item));
  g_assert_true (byline_student_item_is_header (find_row (rows, "Not handed in: 1")));
  g_assert_null (byline_student_item_get_student (find_row (rows, "otter-50.byline.json")));
}

/* Everybody is counted once for each passage, and the order is that of the split. */
static void
test_passages (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineReviewed) reviewed = review_all (self);
  g_autoptr (GPtrArray) rows = byline_passage_item_list (reviewed);
  const guint n_tags = byline_tag_set_get_size (byline_pack_get_tags (self->pack));
  guint before = G_MAXUINT;

  g_assert_cmpuint (rows->len, ==, reviewed->review->items->len);
  for (guint i = 0; i < rows->len; i++)
    {
      BylinePassageItem *item = g_ptr_array_index (rows, i);
      guint n = byline_passage_item_get_n_none (item), squares = n * n, split;
      g_autofree char *answer = byline_passage_item_dup_answer (item);

      for (guint tag = 0; tag < n_tags; tag++)
        {
          n += byline_passage_item_get_count (item, tag);
          squares += byline_passage_item_get_count (item, tag) * byline_passage_item_get_count (item, tag);
        }
      g_assert_cmpuint (n, ==, N_STUDENTS);
      split = 10000 - 10000 * squares / (n * n);
      g_assert_cmpuint (split, <=, before);
      before = split;
      g_assert_nonnull (strstr (answer, "found it"));
      g_assert_null (strstr (byline_passage_item_get_line (item), "found"));
      g_assert_cmpuint (strlen (byline_passage_item_get_title (item)), >, 0);
    }
}

static void
test_words (Fixture *self, gconstpointer data)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *whole = NULL, *cut = NULL, *pieces = NULL, *percent = byline_words_dup_percent (3781), *half = byline_words_dup_percent (50);

  g_assert_cmpstr (percent, ==, "38 %");
  g_assert_cmpstr (half, ==, "1 %");
  byline_span_append (&span, 0, 8);
  whole = byline_words_dup_quote (self->article, &span, 8);
  g_assert_cmpstr (whole, ==, "Reckless");
  cut = byline_words_dup_quote (self->article, &span, 4);
  g_assert_cmpstr (cut, ==, "Reck…");
  byline_span_append (&span, 20, 26);
  pieces = byline_words_dup_quote (self->article, &span, 100);
  g_assert_nonnull (strstr (pieces, "Reckless … "));
}

static void
test_room (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = byline_places_new_settings ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *room = byline_review_room_new (settings);
  g_autofree char *page = NULL;
  gpointer weak = room;

  gtk_window_set_child (GTK_WINDOW (window), room);
  gtk_window_present (GTK_WINDOW (window));
  byline_review_room_show (BYLINE_REVIEW_ROOM (room), review_all (self));
  gtk_widget_activate_action (room, "review.page", "s", "passages");
  g_object_get (room, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "passages");
  gtk_widget_activate_action (room, "review.step", "i", 1);
  gtk_widget_activate_action (room, "review.reveal", NULL);
  gtk_widget_activate_action (room, "review.page", "s", "students");
  /* Another class in the same room, and none. */
  byline_review_room_show (BYLINE_REVIEW_ROOM (room), review_all (self));
  byline_review_room_show (BYLINE_REVIEW_ROOM (room), NULL);

  g_object_add_weak_pointer (G_OBJECT (room), &weak);
  gtk_window_destroy (GTK_WINDOW (window));
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_setup (Fixture *self, gconstpointer data)
{
  GtkWidget *parent = gtk_window_new ();
  g_autofree char *exercise = g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
  const char *known[] = { exercise, self->folder, NULL };
  GtkWindow *setup = byline_review_setup_new (GTK_WINDOW (parent), known, exercise);
  gpointer weak = setup;

  g_object_add_weak_pointer (G_OBJECT (setup), &weak);
  gtk_window_present (setup);
  gtk_window_destroy (setup);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (parent));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/class-review/nothing", test_nothing);
  ADD ("/class-review/students", test_students);
  ADD ("/class-review/passages", test_passages);
  ADD ("/class-review/words", test_words);
  ADD ("/class-review/room", test_room);
  ADD ("/class-review/setup", test_setup);
  return g_test_run ();
}
