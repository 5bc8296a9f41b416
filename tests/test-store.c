/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"
#include "tree.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#define PACK "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"
#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  char *folder;
  BylineStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->store = byline_store_new (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
}

/* An empty work file, saved @seconds after 1970. */
static void
put_work (Fixture *self, const char *code_name, const char *pack, const char *article, guint attempt, const char *suffix, int seconds)
{
  g_autofree char *path = byline_store_get_path (self->store, code_name, pack, article, attempt);
  g_autofree char *file = g_strconcat (path, suffix, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  const struct utimbuf times = { seconds, seconds };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (byline_store_write_file (file, "", 0, NULL));
  g_assert_cmpint (utime (file, &times), ==, 0);
}

static void
test_paths (Fixture *self, gconstpointer data)
{
  g_autofree char *sixty_four = g_strnfill (64, 'x');
  const struct { const char *code_name, *pack, *article; guint attempt; const char *path; } cases[] = {
    { "Heron-07", PACK, "harbour", 1, "Heron-07/92b2ca2f-5651-47de-8f77-bb1943b58fca/harbour.1.byline.json" },
    { "Grüner Reiher 🌊", DIGEST, "article", 12, "Grüner Reiher 🌊/text-0123456789abcdef/article.12.byline.json" },
    { ".", PACK, "a", 1, "%2E/92b2ca2f-5651-47de-8f77-bb1943b58fca/a.1.byline.json" },
    { "..", PACK, "..", 1, "%2E%2E/92b2ca2f-5651-47de-8f77-bb1943b58fca/%2E%2E.1.byline.json" },
    { "CON", "lpt1.x", "nul", 1, "%43ON/%6Cpt1.x/%6Eul.1.byline.json" },
    { "Conny", "com", "lpt12", 1, "Conny/com/lpt12.1.byline.json" },
    { "a/../b", "x:\\y", "a:b*c?", 1, "a%2F..%2Fb/x%3A%5Cy/a%3Ab%2Ac%3F.1.byline.json" },
    { " 100% ", PACK, "a\nb", 1, "%20100%25%20/92b2ca2f-5651-47de-8f77-bb1943b58fca/a%0Ab.1.byline.json" },
    { "e\u0301", PACK, "a", 1, "\u00e9/92b2ca2f-5651-47de-8f77-bb1943b58fca/a.1.byline.json" },
    { sixty_four, PACK, "a.1", 2, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/92b2ca2f-5651-47de-8f77-bb1943b58fca/a.1.2.byline.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = byline_store_get_path (self->store, cases[i].code_name, cases[i].pack, cases[i].article, cases[i].attempt);
      g_autofree char *expected = g_build_filename (self->folder, "work", cases[i].path, NULL);

      g_assert_cmpstr (path, ==, expected);
    }
}

static void
test_default_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineStore) store = byline_store_new (NULL);
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "byline", NULL);

  g_assert_cmpstr (byline_store_get_data_dir (store), ==, expected);
  g_assert_cmpstr (byline_store_get_data_dir (self->store), ==, self->folder);
}

/* The longest code names make different names that a file system takes. */
static void
test_long_names (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) waves = g_string_new (NULL);
  g_autoptr (GString) slashes = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 63; i++)
    {
      g_string_append (waves, "🌊");
      g_string_append (slashes, "/");
    }
  for (guint i = 0; i < 26; i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autofree char *name = g_strdup_printf ("%s%c", k == 0 ? waves->str : slashes->str, 'a' + i);
        g_autoptr (GError) error = NULL;
        g_autofree char *creator = byline_store_get_creator (self->store, name, &error);

        g_assert_no_error (error);
        g_assert_true (g_hash_table_add (seen, g_steal_pointer (&creator)));
        put_work (self, name, PACK, name, 1000000, ".history", 1);
      }
  {
    g_autoptr (GPtrArray) names = byline_store_list_code_names (self->store);

    g_assert_cmpuint (names->len, ==, 52);
    for (guint i = 0; i < names->len; i++)
      g_assert_cmpuint (g_utf8_strlen (g_ptr_array_index (names, i), -1), ==, 64);
  }
}

static void
test_creator (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = byline_store_get_creator (self->store, "Heron-07", &error);
  g_autofree char *again = byline_store_get_creator (self->store, "Heron-07", &error);
  g_autofree char *other = byline_store_get_creator (self->store, "Heron-08", &error);
  g_autofree char *file = g_build_filename (self->folder, "work", "Heron-07", "creator.json", NULL);
  g_autofree char *anew = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (first, "urn:uuid:"));
  g_assert_true (g_uuid_string_is_valid (first + 9));
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpuint (byline_store_get_last_attempt (self->store, "Heron-07", PACK, "creator"), ==, 0);

  g_assert_true (byline_store_write_file (file, "{\"id\":", 6, NULL));
  anew = byline_store_get_creator (self->store, "Heron-07", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (anew, !=, first);
}

/* A link stands for a disk that takes both names for one: whoever comes second gets a
 * folder of their own, and both find their work again. */
static void
test_names_that_differ_in_case (Fixture *self, gconstpointer data)
{
  const struct { const char *first, *second; } cases[] = {
    { "Heron-07", "heron-07" },
    { "KITE", "Kite" },
    { "Größe", "GRÖSSE" },
    { "Éclair", "e\u0301clair" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *plain = byline_store_get_path (self->store, cases[i].first, PACK, "a", 1);
      g_autofree char *creator = byline_store_get_creator (self->store, cases[i].first, &error);
      g_autofree char *theirs = byline_store_get_path (self->store, cases[i].second, PACK, "a", 1);
      g_autofree char *pack_folder = g_path_get_dirname (plain), *other_pack_folder = g_path_get_dirname (theirs);
      g_autofree char *folder = g_path_get_dirname (pack_folder), *other_folder = g_path_get_dirname (other_pack_folder);
      g_autofree char *other_creator = NULL, *again = NULL, *path = NULL, *other_path = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (symlink (folder, other_folder), ==, 0);
      other_path = byline_store_get_path (self->store, cases[i].second, PACK, "a", 1);
      other_creator = byline_store_get_creator (self->store, cases[i].second, &error);
      g_assert_no_error (error);
      path = byline_store_get_path (self->store, cases[i].first, PACK, "a", 1);
      again = byline_store_get_creator (self->store, cases[i].first, &error);

      g_assert_cmpstr (path, ==, plain);
      g_assert_cmpstr (creator, ==, again);
      g_assert_cmpstr (other_path, !=, theirs);
      g_assert_cmpstr (other_creator, !=, creator);
      put_work (self, cases[i].first, PACK, "a", 1, "", 1);
      put_work (self, cases[i].second, PACK, "a", 2, "", 1);
      g_assert_cmpuint (byline_store_get_last_attempt (self->store, cases[i].first, PACK, "a"), ==, 1);
      g_assert_cmpuint (byline_store_get_last_attempt (self->store, cases[i].second, PACK, "a"), ==, 2);
      g_assert_cmpint (unlink (other_folder), ==, 0);
    }
}

/* Whoever renames a folder keeps the work in it. */
static void
test_renamed_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *creator = byline_store_get_creator (self->store, "Heron-07", &error);
  g_autofree char *old = g_build_filename (self->folder, "work", "Heron-07", NULL);
  g_autofree char *new = g_build_filename (self->folder, "work", "Owl", NULL);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (g_rename (old, new), ==, 0);
  again = byline_store_get_creator (self->store, "Owl", &error);
  g_assert_cmpstr (again, ==, creator);
}

static gpointer
ask_creator (gpointer data)
{
  return byline_store_get_creator (data, "Heron-07", NULL);
}

static void
test_creator_asked_at_once (Fixture *self, gconstpointer data)
{
  GThread *threads[8];
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ask", ask_creator, self->store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *id = g_thread_join (threads[i]);

      g_assert_nonnull (id);
      if (first == NULL)
        first = g_strdup (id);
      g_assert_cmpstr (id, ==, first);
    }
}

static void
test_creator_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineStore) store = byline_store_new ("/dev/null/byline");
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_store_get_creator (store, "Heron-07", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

static void
test_attempts (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (byline_store_get_last_attempt (self->store, "Heron-07", PACK, "a"), ==, 0);
  put_work (self, "Heron-07", PACK, "a", 1, "", 1);
  put_work (self, "Heron-07", PACK, "a", 9, "", 1);
  put_work (self, "Heron-07", PACK, "a", 10, "", 1);
  put_work (self, "Heron-07", PACK, "a.10", 77, "", 1);
  put_work (self, "Heron-07", PACK, "a", 99, ".history", 1);
  put_work (self, "Heron-07", PACK, "a", 98, ".lock", 1);
  put_work (self, "Heron-07", PACK, "a", 97, ".damaged", 1);
  put_work (self, "Heron-08", PACK, "a", 50, "", 1);
  put_work (self, "Heron-07", DIGEST, "a", 51, "", 1);
  g_assert_cmpuint (byline_store_get_last_attempt (self->store, "Heron-07", PACK, "a"), ==, 10);
  g_assert_cmpuint (byline_store_get_last_attempt (self->store, "Heron-07", PACK, "a.10"), ==, 77);

  /* A crash may have left the last good copy alone. */
  put_work (self, "Heron-07", PACK, "a", 11, "~", 1);
  g_assert_cmpuint (byline_store_get_last_attempt (self->store, "Heron-07", PACK, "a"), ==, 11);
}

static void
test_code_names (Fixture *self, gconstpointer data)
{
  const char *names[] = { "..", "Adler", "Grüner Reiher 🌊", "a/b", "z." };
  g_autoptr (GPtrArray) none = byline_store_list_code_names (self->store);
  g_autoptr (GPtrArray) listed = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = G_N_ELEMENTS (names); i > 0; i--)
    put_work (self, names[i - 1], PACK, "a", 1, "", 1);
  listed = byline_store_list_code_names (self->store);
  g_assert_cmpuint (listed->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (g_ptr_array_find_with_equal_func (listed, names[i], g_str_equal, NULL));
}

static void
test_last_code_name (Fixture *self, gconstpointer data)
{
  g_autofree char *nobody = byline_store_find_last_code_name (self->store, PACK, "a");
  g_autofree char *last = NULL;

  g_assert_null (nobody);
  put_work (self, "Heron-07", PACK, "a", 1, "", 1000);
  put_work (self, "Kite/12", PACK, "a", 1, "", 3000);
  put_work (self, "Heron-09", PACK, "a", 1, "", 2000);
  put_work (self, "Heron-10", PACK, "b", 1, "", 9000);
  put_work (self, "Heron-11", DIGEST, "a", 1, "", 9000);
  last = byline_store_find_last_code_name (self->store, PACK, "a");
  g_assert_cmpstr (last, ==, "Kite/12");
}

#define ADD(name, func) g_test_add ("/store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("paths", test_paths);
  ADD ("default-folder", test_default_folder);
  ADD ("long-names", test_long_names);
  ADD ("creator", test_creator);
  ADD ("creator-at-once", test_creator_asked_at_once);
  ADD ("creator-refused", test_creator_refused);
  ADD ("names-that-differ-in-case", test_names_that_differ_in_case);
  ADD ("renamed-folder", test_renamed_folder);
  ADD ("attempts", test_attempts);
  ADD ("code-names", test_code_names);
  ADD ("last-code-name", test_last_code_name);
  return g_test_run ();
}
