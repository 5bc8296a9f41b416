/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin-file.h"

#include "store.h"

#include <glib/gstdio.h>
#include <string.h>

#define HTML "<p>The mill stands still.</p>\n"
#define TITLE "The mill of Oddhaven"

typedef struct
{
  char *folder;
  BylineArticle *article;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (HTML, strlen (HTML));

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->article = byline_article_new (bytes, NULL);
}

static guint
clean (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; n++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  return n;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  clean (self->folder);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  byline_article_unref (self->article);
}

static BylineAnnotations *
work_new (Fixture *self, const char *code_name, guint attempt)
{
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "mill");

  if (code_name != NULL)
    byline_annotations_set_creator (work, "urn:uuid:6d8b3b43-6f3e-4b34-9d36-7c5ea6d4a0c1", code_name);
  byline_annotations_set_attempt (work, attempt);
  byline_annotations_commit (work, TRUE);
  return work;
}

static void
test_names (Fixture *self, gconstpointer data)
{
  static const struct { const char *code_name, *title; guint attempt; const char *name; } cases[] = {
    { "Heron-07", TITLE, 1, "Heron-07_The-mill-of-Oddhaven_mill.byline.json" },
    { "Heron-07", TITLE, 2, "Heron-07_The-mill-of-Oddhaven_mill_attempt-2.byline.json" },
    { "Heron-07", NULL, 1, "Heron-07_mill.byline.json" },
    { "Heron-07", "", 1, "Heron-07_mill.byline.json" },
    { NULL, TITLE, 1, "work_The-mill-of-Oddhaven_mill.byline.json" },
    { "Jörg Ñuñez", "Über/alles: \"no\"?", 1, "Jorg-Nunez_Uber-alles-no_mill.byline.json" },
    { "../../etc/passwd", "..", 1, "etc-passwd_5ec1f7e7_mill.byline.json" },
    { "鷺", NULL, 1, "6f13c7c8_mill.byline.json" },
    { "  -- ", NULL, 1, "5e27a4f0_mill.byline.json" },
    { "An exceedingly long code name that goes on and on, far beyond the end", TITLE, 1,
      "An-exceedingly-long-code_The-mill-of-Oddhaven_mill.byline.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineAnnotations) work = work_new (self, cases[i].code_name, cases[i].attempt);
      g_autofree char *name = byline_handin_file_dup_name (work, cases[i].title);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static char *
dup_any (GRand *rand)
{
  static const char *const pieces[] = { "a", "Z", "7", " ", ".", "/", "\\", "-", "_", "\n", "ß", "Ж", "ﷺ", "🦩", "e\xCC\x81", "CON", "%s" };
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 0, 70); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Whatever a person, a pack and an article are called. */
static void
test_any_name (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint round = 0; round < 5000; round++)
    {
      g_autofree char *code_name = dup_any (rand), *title = dup_any (rand), *any = dup_any (rand);
      g_autofree char *article = g_strconcat ("x", any, NULL), *name = NULL;
      g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, article);

      byline_annotations_set_creator (work, "urn:uuid:6d8b3b43-6f3e-4b34-9d36-7c5ea6d4a0c1", code_name);
      byline_annotations_set_attempt (work, g_rand_int_range (rand, 1, 1001));

      name = byline_handin_file_dup_name (work, title);
      g_assert_cmpuint (strlen (name) + strlen ("-999"), <, BYLINE_HANDIN_FILE_MAX_NAME);
      g_assert_true (g_str_has_suffix (name, BYLINE_HANDIN_FILE_SUFFIX));
      g_assert_true (g_ascii_isalnum (*name));
      g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."), ==, strlen (name));
    }
}

static void
assert_holds (const char *path, BylineAnnotations *work)
{
  gsize size, there_size;
  g_autofree char *data = byline_annotations_to_data (work, &size);
  g_autofree char *there = byline_store_read_file (path, 100000, &there_size, NULL);

  g_assert_nonnull (there);
  g_assert_cmpmem (there, there_size, data, size);
}

static char *
write_to (Fixture *self, BylineAnnotations *work, gboolean *was_there)
{
  g_autoptr (GError) error = NULL;
  char *path = byline_handin_file_write (work, TITLE, self->folder, was_there, &error);

  g_assert_no_error (error);
  return path;
}

static void
test_write (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) work = work_new (self, "Heron-07", 1), other = work_new (self, "heron 07", 1), third = work_new (self, "Heron-07", 1);
  g_autofree char *first = NULL, *again = NULL, *second = NULL, *second_again = NULL, *next = NULL, *name = NULL;
  gboolean was_there = TRUE;

  first = write_to (self, work, &was_there);
  g_assert_false (was_there);
  name = g_path_get_basename (first);
  g_assert_cmpstr (name, ==, "Heron-07_The-mill-of-Oddhaven_mill.byline.json");
  assert_holds (first, work);

  /* Nobody else's file is touched, also not somebody's of the same name. */
  second = write_to (self, third, &was_there);
  g_assert_false (was_there);
  g_assert_true (g_str_has_suffix (second, "/Heron-07_The-mill-of-Oddhaven_mill-2.byline.json"));
  assert_holds (first, work);
  assert_holds (second, third);

  /* What is there already is not there twice. */
  again = write_to (self, work, &was_there);
  g_assert_true (was_there);
  g_assert_cmpstr (again, ==, first);
  second_again = write_to (self, third, &was_there);
  g_assert_true (was_there);
  g_assert_cmpstr (second_again, ==, second);

  next = write_to (self, other, &was_there);
  g_assert_false (was_there);
  g_assert_true (g_str_has_suffix (next, "/heron-07_The-mill-of-Oddhaven_mill.byline.json"));
  g_assert_cmpuint (clean (self->folder), ==, 3);
}

/* A link or a folder of that name is somebody's as well. */
static void
test_in_the_way (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) work = work_new (self, "Heron-07", 1);
  g_autofree char *name = byline_handin_file_dup_name (work, TITLE), *folder = g_build_filename (self->folder, name, NULL);
  g_autofree char *link = g_build_filename (self->folder, "Heron-07_The-mill-of-Oddhaven_mill-2.byline.json", NULL), *path = NULL;
  gboolean was_there = TRUE;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  path = write_to (self, work, &was_there);
  g_assert_false (was_there);
  g_assert_true (g_str_has_suffix (path, "mill-3.byline.json"));
  assert_holds (path, work);
  g_assert_cmpuint (clean (self->folder), ==, 3);
}

static void
assert_refused (const char *folder, BylineAnnotations *work)
{
  g_autoptr (GError) error = NULL;
  gboolean was_there = FALSE;

  g_assert_null (byline_handin_file_write (work, TITLE, folder, &was_there, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) work = work_new (self, "Heron-07", 1);
  g_autofree char *gone = g_build_filename (self->folder, "gone", NULL), *file = g_build_filename (self->folder, "file", NULL);

  assert_refused (gone, work);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_refused (file, work);
  assert_refused ("/proc", work);
  g_assert_cmpuint (clean (self->folder), ==, 1);
}

/* A draft is nobody's business. */
static void
test_draft (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotations) draft = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "mill");
  gboolean was_there = FALSE;

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*is_committed*");
  g_assert_null (byline_handin_file_write (draft, TITLE, self->folder, &was_there, NULL));
  g_test_assert_expected_messages ();
  g_assert_cmpuint (clean (self->folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/handin-file/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/handin-file/any-name", Fixture, NULL, set_up, test_any_name, tear_down);
  g_test_add ("/handin-file/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/handin-file/in-the-way", Fixture, NULL, set_up, test_in_the_way, tear_down);
  g_test_add ("/handin-file/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/handin-file/draft", Fixture, NULL, set_up, test_draft, tear_down);
  return g_test_run ();
}
