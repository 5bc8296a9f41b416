/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opener.h"
#include "shelf.h"

#include "error.h"
#include "fixture.h"
#include "media.h"
#include "../picture.h"

typedef struct
{
  char *folder;
  char *exercises;
  char *exercise;
  char *packs[3];
  BylineStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->exercises = g_test_build_filename (G_TEST_DIST, "..", "exercises", NULL);
  self->exercise = g_build_filename (self->exercises, "tarnwick-lamps", NULL);
  self->packs[0] = self->exercise;
  self->store = byline_store_new (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->exercises);
  g_free (self->exercise);
}

static BylineOpened *
open_path (Fixture *self, const char *path, const char *article_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  byline_opener_async (self->store, path, article_id, self->packs, NULL, result_cb, &result);
  wait_for_result (&result);
  return byline_opener_finish (result, error);
}

static char *
put (Fixture *self, const char *name, const char *data, gssize size)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
  return path;
}

/* A work file on the exercise, where the store keeps it. */
static char *
put_work (Fixture *self, const char *code_name, BylineRole role, const char *pack_id)
{
  g_autoptr (BylinePack) pack = byline_pack_open (self->exercise, NULL);
  g_autoptr (BylineArticle) article = byline_pack_load_article (pack, "lamps", NULL);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (role, article, "lamps");
  g_autoptr (BylineAnnotation) annotation = annotation_new (article, "claim", 0, 8);
  g_autofree char *text = NULL, *folder = NULL;
  char *path;
  gsize size;

  byline_annotations_set_pack (work, pack_id != NULL ? pack_id : byline_pack_get_id (pack), 1);
  byline_annotations_put (work, annotation, G_MAXUINT);
  text = byline_annotations_to_data (work, &size);
  path = byline_store_get_path (self->store, code_name, byline_pack_get_id (pack), "lamps", 1);
  folder = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, size, NULL));
  return path;
}

static void
assert_exercise (BylineOpened *opened)
{
  g_assert_cmpstr (byline_pack_get_title (opened->pack), ==, "The lamps of Tarnwick");
  g_assert_cmpstr (opened->article_id, ==, "lamps");
  g_assert_cmpstr (byline_article_get_title (opened->article), ==, "Reckless switch-off leaves Tarnwick in the dark");
}

static void
test_pack (Fixture *self, gconstpointer data)
{
  g_autofree char *manifest = g_build_filename (self->exercise, "byline.json", NULL);
  g_autofree char *work = NULL;
  const char *paths[] = { self->exercise, manifest };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineOpened) opened = open_path (self, paths[i], NULL, &error);

      g_assert_no_error (error);
      assert_exercise (opened);
      g_assert_null (opened->code_name);
      g_assert_null (opened->work_path);
    }

  /* Who worked on it last goes on with it. */
  work = put_work (self, "Heron-07", BYLINE_ROLE_WORK, NULL);
  {
    g_autoptr (BylineOpened) opened = open_path (self, self->exercise, "lamps", NULL);

    g_assert_cmpstr (opened->code_name, ==, "Heron-07");
  }
}

static void
test_work (Fixture *self, gconstpointer data)
{
  g_autofree char *path = put_work (self, "Heron-07", BYLINE_ROLE_WORK, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineOpened) opened = open_path (self, path, NULL, &error);

  g_assert_no_error (error);
  assert_exercise (opened);
  g_assert_cmpstr (opened->work_path, ==, path);
}

static void
test_articles (Fixture *self, gconstpointer data)
{
  static const struct { const char *name, *text; } cases[] = {
    { "mill.txt", "The mill\n\nThe mill stands still.\n" },
    { "mill.html", "<h1>The mill</h1>\n<p>The mill stands still.</p>\n" },
    { "mill.md", "# The mill\n\nThe mill stands still.\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = put (self, cases[i].name, cases[i].text, -1), *after = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineOpened) opened = open_path (self, path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (byline_article_get_text (opened->article, NULL), ==, "The mill\nThe mill stands still.\n");
      g_assert_null (byline_pack_get_id (opened->pack));
      g_assert_false (byline_pack_has_key (opened->pack, opened->article_id));
      g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, cases[i].text);
    }
}

/* The pictures of a page come along: beside it, and in it. */
static void
test_pictures (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) image = picture_png (4, 3), other = picture_png (5, 3);
  g_autofree char *inner = g_base64_encode (g_bytes_get_data (other, NULL), g_bytes_get_size (other));
  g_autofree char *html = g_strdup_printf ("<h1>The mill</h1><p>It stands.</p><img src=\"mill.png\"><p>Still.</p><img src=\"data:image/png;base64,%s\">"
                                           "<img src=\"gone.png\" alt=\"Gone\"><p>End.</p>", inner);
  g_autofree char *picture = put (self, "mill.png", g_bytes_get_data (image, NULL), g_bytes_get_size (image));
  g_autofree char *path = put (self, "mill.html", html, -1);
  g_autofree char *name = byline_media_dup_name (image, "png"), *file = g_strconcat ("media/", name, NULL);
  g_autofree char *inner_name = byline_media_dup_name (other, "png"), *inner_file = g_strconcat ("media/", inner_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineOpened) opened = open_path (self, path, NULL, &error);
  g_autoptr (GBytes) beside = NULL, within = NULL, none = NULL;

  g_assert_no_error (error);
  beside = byline_pack_get_file (opened->pack, file);
  within = byline_pack_get_file (opened->pack, inner_file);
  none = byline_pack_get_file (opened->pack, "media/gone.png");
  g_assert_true (g_bytes_equal (beside, image));
  g_assert_true (g_bytes_equal (within, other));
  g_assert_null (none);
  g_assert_nonnull (strstr (byline_article_get_text (opened->article, NULL), "Gone"));
}

/* A learning platform renames what is uploaded. */
static void
test_zip (Fixture *self, gconstpointer data)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "corpus", "accept", "pack-zip", "plain.byline", NULL);
  static const char *const names[] = { "mill.byline", "mill.zip", "12345_mill", "mill.byline.txt" };
  g_autofree char *zip = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &zip, &size, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = put (self, names[i], zip, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineOpened) opened = open_path (self, path, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (opened->article_id, ==, "mill");
      g_assert_nonnull (byline_pack_get_id (opened->pack));
    }
}

/* Work on an article without a pack goes on when the article is known here. */
static void
test_work_alone (Fixture *self, gconstpointer data)
{
  g_autofree char *article_path = put (self, "mill.txt", "The mill\n\nThe mill stands still.\n", -1);
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineOpened) alone = open_path (self, article_path, NULL, NULL);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, alone->article, alone->article_id);
  g_autoptr (BylineOpened) unknown = NULL, opened = NULL;
  gsize size;

  text = byline_annotations_to_data (work, &size);
  path = put (self, "mine.byline.json", text, size);
  unknown = open_path (self, path, NULL, &error);
  g_assert_null (unknown);
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "open the article first"));

  self->packs[1] = article_path;
  opened = open_path (self, path, NULL, NULL);
  g_assert_nonnull (opened);
  g_assert_cmpstr (byline_article_get_digest (opened->article), ==, byline_article_get_digest (alone->article));
  g_assert_cmpstr (opened->work_path, ==, path);
  self->packs[1] = NULL;
}

static void
assert_refused (Fixture *self, const char *path, int code, const char *hint)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineOpened) opened = open_path (self, path, NULL, &error);

  g_assert_null (opened);
  g_assert_error (error, BYLINE_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, name));
  if (strstr (error->message, hint) == NULL)
    g_error ("“%s” does not say “%s”", error->message, hint);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *pdf = put (self, "mill.pdf", "%PDF-1.7\n%âãÏÓ\n", -1);
  g_autofree char *word = put (self, "mill.docx", "PK\003\004\024\000\006\000", 8);
  g_autofree char *old = put (self, "mill.doc", "\320\317\021\340\241\261\032\341", 8);
  g_autofree char *empty = put (self, "empty.txt", " \n", -1);
  g_autofree char *json = put (self, "broken.json", "{", -1);
  g_autofree char *folder = g_build_filename (self->folder, "nothing", NULL);
  g_autofree char *key = put_work (self, "Owl-01", BYLINE_ROLE_KEY, NULL);
  g_autofree char *strange = put_work (self, "Owl-02", BYLINE_ROLE_WORK, "urn:uuid:00000000-0000-4000-8000-000000000000");

  assert_refused (self, pdf, BYLINE_ERROR_KIND, "text file");
  assert_refused (self, word, BYLINE_ERROR_KIND, "save it as");
  assert_refused (self, old, BYLINE_ERROR_KIND, "save it as");
  assert_refused (self, empty, BYLINE_ERROR_EMPTY, "");
  assert_refused (self, json, BYLINE_ERROR_SYNTAX, "");
  assert_refused (self, key, BYLINE_ERROR_KIND, "answer key");
  assert_refused (self, strange, BYLINE_ERROR_MISMATCH, "pack");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  assert_refused (self, folder, BYLINE_ERROR_KIND, "byline.json");
}

static void
test_not_there (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "gone.txt", "gone.byline", "gone.byline.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (open_path (self, path, NULL, &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, names[i]));
    }
}

static void
test_article_not_there (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_path (self, self->exercise, "harbour", &error));
  g_assert_nonnull (error);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  byline_shelf_async (self->store, self->exercises, NULL, result_cb, &result);
  wait_for_result (&result);
  entries = byline_shelf_finish (result, &error);
  g_assert_no_error (error);
  return entries;
}

static const BylineShelfEntry *
find_entry (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const BylineShelfEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->article, "lamps"))
        return entry;
    }
  g_assert_not_reached ();
}

static void
test_shelf (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) before = list (self), after = NULL;
  const BylineShelfEntry *entry = find_entry (before);
  g_autofree char *path = NULL;

  g_assert_cmpstr (entry->path, ==, self->exercise);
  g_assert_cmpstr (entry->title, ==, "Reckless switch-off leaves Tarnwick in the dark");
  g_assert_true (g_str_has_prefix (entry->description, "A short report about a town"));
  g_assert_null (entry->code_name);
  g_assert_cmpuint (entry->n_tags, ==, 0);
  g_assert_false (entry->committed);

  path = put_work (self, "Heron-07", BYLINE_ROLE_WORK, NULL);
  after = list (self);
  entry = find_entry (after);
  g_assert_cmpstr (entry->code_name, ==, "Heron-07");
  g_assert_cmpuint (entry->n_tags, ==, 1);
  g_assert_false (entry->committed);
}

/* An answer key or a teacher's notes beside the packs are no packs. */
static void
test_packs (Fixture *self, gconstpointer data)
{
  g_autofree char *one = g_build_filename (self->folder, "b", NULL), *two = g_build_filename (self->folder, "notes", NULL);
  g_autofree char *zip = put (self, "a.byline", "", 0), *text = put (self, "readme.txt", "", 0), *manifest = NULL;
  g_auto (GStrv) packs = NULL, none = NULL;

  g_assert_cmpint (g_mkdir (one, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (two, 0700), ==, 0);
  manifest = put (self, "b/byline.json", "{}", -1);
  packs = byline_shelf_list_packs (self->folder);
  g_assert_cmpuint (g_strv_length (packs), ==, 2);
  g_assert_cmpstr (packs[0], ==, zip);
  g_assert_cmpstr (packs[1], ==, one);
  none = byline_shelf_list_packs (text);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/opener/pack", Fixture, NULL, set_up, test_pack, tear_down);
  g_test_add ("/opener/work", Fixture, NULL, set_up, test_work, tear_down);
  g_test_add ("/opener/zip", Fixture, NULL, set_up, test_zip, tear_down);
  g_test_add ("/opener/work-alone", Fixture, NULL, set_up, test_work_alone, tear_down);
  g_test_add ("/opener/articles", Fixture, NULL, set_up, test_articles, tear_down);
  g_test_add ("/opener/pictures", Fixture, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/opener/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/opener/not-there", Fixture, NULL, set_up, test_not_there, tear_down);
  g_test_add ("/opener/article-not-there", Fixture, NULL, set_up, test_article_not_there, tear_down);
  g_test_add ("/shelf/entries", Fixture, NULL, set_up, test_shelf, tear_down);
  g_test_add ("/shelf/packs", Fixture, NULL, set_up, test_packs, tear_down);
  return g_test_run ();
}
