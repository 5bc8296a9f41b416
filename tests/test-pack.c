/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "pack-private.h"
#include "store.h"
#include "tree.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HTML "<h1>The mill</h1>\n<p>The mill “stands still”, Ada Venn said.</p>\n"
#define ID "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"

typedef struct
{
  char *folder;
  BylineArticle *article;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->article = byline_article_new (html, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  byline_article_unref (self->article);
}

static void
put_data (Fixture *self, const char *name, const char *data, gsize size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (byline_store_write_file (path, data, size, NULL));
}

static void
put_text (Fixture *self, const char *name, const char *text)
{
  put_data (self, name, text, strlen (text));
}

/* A manifest with one article; @article and @pack are more members, each with a
 * comma in front. */
static void
put_manifest (Fixture *self, const char *article, const char *pack)
{
  g_autofree char *text = g_strdup_printf (
    "{\"format\": \"byline-pack\", \"version\": 1, \"id\": \"" ID "\", \"revision\": 2, \"title\": \"The mill\", \"language\": \"en\","
    " \"articles\": [{\"id\": \"mill\", \"file\": \"articles/mill.html\", \"textDigest\": \"%s\"%s}]%s}",
    byline_article_get_digest (self->article), article, pack);

  put_text (self, "byline.json", text);
  put_text (self, "articles/mill.html", HTML);
}

static void
put_key (Fixture *self, const char *article_id, BylineRole role, const char *tag, const char *reason)
{
  g_autoptr (BylineAnnotations) key = byline_annotations_new (role, self->article, article_id);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) bare = NULL, annotation = NULL;
  g_autofree char *data = NULL;
  gsize size;

  byline_span_init_range (&span, 13, 35);
  bare = byline_annotation_new (self->article, tag, &span);
  annotation = byline_annotation_set_note (bare, reason);
  byline_annotations_put (key, annotation, 0);
  data = byline_annotations_to_data (key, &size);
  put_data (self, "keys/mill.byline.json", data, size);
}

static BylinePack *
open_pack (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  BylinePack *pack = byline_pack_open (self->folder, &error);

  g_assert_no_error (error);
  return pack;
}

static void
assert_not_opened (Fixture *self, int code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_pack_open (self->folder, &error));
  if (!g_error_matches (error, BYLINE_ERROR, code) || strstr (error->message, message) == NULL)
    g_error ("“%s” is no “%s”", error->message, message);
}

static void
test_manifests (Fixture *self, gconstpointer data)
{
  const gboolean accept = g_str_equal (data, "accept");
  g_autofree char *corpus = g_test_build_filename (G_TEST_DIST, "corpus", data, "manifest", NULL);
  g_autoptr (GDir) dir = g_dir_open (corpus, 0, NULL);
  guint n_files = 0;

  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; n_files++)
    {
      g_autofree char *path = g_build_filename (corpus, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (BylinePack) pack = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      put_text (self, "byline.json", text);
      pack = byline_pack_open (self->folder, &error);
      if (accept != (pack != NULL))
        g_error ("%s: %s", name, error != NULL ? error->message : "was accepted");
      if (!accept)
        g_assert_true (error->domain == BYLINE_ERROR && g_str_has_prefix (error->message, "byline.json: "));
    }
  g_assert_cmpuint (n_files, >=, 5);
}

static void
test_defaults (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = NULL;
  const BylinePackArticle *article;

  put_manifest (self, "", "");
  pack = open_pack (self);
  article = byline_pack_get_article (pack, 0);

  g_assert_cmpstr (byline_pack_get_id (pack), ==, ID);
  g_assert_cmpuint (byline_pack_get_revision (pack), ==, 2);
  g_assert_cmpstr (byline_pack_get_title (pack), ==, "The mill");
  g_assert_cmpint (byline_pack_get_kind (pack), ==, BYLINE_PACK_STUDENT);
  g_assert_cmpint (byline_pack_get_reveal (pack), ==, BYLINE_REVEAL_TEACHER);
  g_assert_cmpint (byline_pack_get_retry (pack), ==, BYLINE_RETRY_COPY);
  g_assert_cmpuint (byline_pack_get_attempts (pack), ==, 0);
  g_assert_true (byline_pack_get_tags (pack) == byline_tag_set_get_default ());
  g_assert_cmpint (byline_pack_get_scoring (pack)->surplus, ==, BYLINE_SURPLUS_STANDARD);
  g_assert_cmpint (byline_pack_get_scoring (pack)->partial, ==, BYLINE_PARTIAL_OVERLAP);
  g_assert_cmpuint (byline_pack_get_scoring (pack)->wrong_tag_pt, ==, 0);
  g_assert_cmpuint (byline_pack_get_n_articles (pack), ==, 1);
  g_assert_cmpstr (article->language, ==, "en");
  g_assert_cmpstr (article->direction, ==, "ltr");
  g_assert_null (article->briefing);
  g_assert_false (byline_pack_has_key (pack, "mill"));
  g_assert_true (byline_pack_find_article (pack, "mill") == article);
  g_assert_null (byline_pack_find_article (pack, "hill"));
}

static void
test_everything (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "accept", "manifest", "everything.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (BylinePack) pack = NULL;
  const BylinePackArticle *article;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  put_text (self, "byline.json", text);
  pack = open_pack (self);
  article = byline_pack_get_article (pack, 0);

  g_assert_cmpint (byline_pack_get_kind (pack), ==, BYLINE_PACK_TEACHER);
  g_assert_cmpint (byline_pack_get_reveal (pack), ==, BYLINE_REVEAL_CODE);
  g_assert_cmpint (byline_pack_get_retry (pack), ==, BYLINE_RETRY_NONE);
  g_assert_cmpuint (byline_pack_get_attempts (pack), ==, 2);
  g_assert_cmpuint (byline_tag_set_get_size (byline_pack_get_tags (pack)), ==, 2);
  g_assert_cmpint (byline_pack_get_scoring (pack)->surplus, ==, BYLINE_SURPLUS_STRICT);
  g_assert_cmpint (byline_pack_get_scoring (pack)->partial, ==, BYLINE_PARTIAL_HALF);
  g_assert_cmpuint (byline_pack_get_scoring (pack)->wrong_tag_pt, ==, 2500);
  g_assert_cmpstr (byline_pack_get_description (pack), ==, "d");
  g_assert_cmpstr (byline_pack_get_license (pack), ==, "CC-BY-4.0");
  g_assert_cmpstr (article->direction, ==, "rtl");
  g_assert_cmpstr (article->language, ==, "ar");
  g_assert_cmpstr (article->source_url, ==, "https://example.org/");
  g_assert_cmpstr (article->source_name, ==, "n");
  g_assert_cmpstr (article->source_date, ==, "2026-01-02");
  g_assert_cmpstr (article->briefing, ==, "b");
}

static void
test_article_and_key (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (BylineAnnotations) key = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *manifest = g_build_filename (self->folder, "byline.json", NULL);

  put_manifest (self, ", \"key\": \"keys/mill.byline.json\"", ", \"kind\": \"practice\", \"review\": {\"reveal\": \"commit\"}");
  put_key (self, "mill", BYLINE_ROLE_KEY, "claim", "She says so.");
  pack = byline_pack_open (manifest, &error);
  g_assert_no_error (error);

  article = byline_pack_load_article (pack, "mill", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (byline_article_get_digest (article), ==, byline_article_get_digest (self->article));
  g_assert_true (byline_pack_has_key (pack, "mill"));
  key = byline_pack_load_key (pack, "mill", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (byline_annotations_get_size (key), ==, 1);
  g_assert_true (byline_pack_check (pack, problems, warnings));
  g_assert_cmpuint (warnings->len, ==, 0);

  g_assert_null (byline_pack_load_article (pack, "hill", &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH);
}

static void
test_media (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (GBytes) there = NULL;
  g_autoptr (GBytes) outside = NULL;

  put_manifest (self, "", "");
  put_text (self, "media/pier.png", "pixels");
  put_text (self, "notes/private.txt", "not for anybody");
  pack = open_pack (self);

  there = byline_pack_get_file (pack, "media/pier.png");
  g_assert_cmpmem (g_bytes_get_data (there, NULL), g_bytes_get_size (there), "pixels", 6);
  outside = byline_pack_get_file (pack, "notes/private.txt");
  g_assert_null (outside);
}

static void
assert_check (Fixture *self, const char *problem, const char *warning)
{
  g_autoptr (BylinePack) pack = open_pack (self);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (byline_pack_check (pack, problems, warnings), ==, problem == NULL);
  g_assert_cmpuint (problems->len, ==, problem != NULL ? 1 : 0);
  g_assert_cmpuint (warnings->len, ==, warning != NULL ? 1 : 0);
  if (problem != NULL && strstr (g_ptr_array_index (problems, 0), problem) == NULL)
    g_error ("“%s” is no “%s”", (char *) g_ptr_array_index (problems, 0), problem);
  if (warning != NULL && strstr (g_ptr_array_index (warnings, 0), warning) == NULL)
    g_error ("“%s” is no “%s”", (char *) g_ptr_array_index (warnings, 0), warning);
}

static void
test_check (Fixture *self, gconstpointer data)
{
  const char *keyed = ", \"key\": \"keys/mill.byline.json\"";
  const char *teacher = ", \"kind\": \"teacher\"";
  g_autofree char *sealed = g_build_filename (self->folder, "keys", "mill.sealed", NULL);
  g_autofree char *corpus = g_test_build_filename (G_TEST_DIST, "corpus", "accept", "sealed", "mill.sealed", NULL);
  g_autofree char *text = NULL;

  put_manifest (self, "", ", \"review\": {\"reveal\": \"commit\"}");
  assert_check (self, "byline.json: “reveal” is “commit”, but article “mill” has no key", NULL);
  put_manifest (self, "", ", \"review\": {\"reveal\": \"code\"}");
  assert_check (self, "has no sealed key", NULL);
  put_manifest (self, ", \"key\": \"keys/mill.sealed\"", ", \"review\": {\"reveal\": \"code\"}");
  put_text (self, "keys/mill.sealed", "x");
  assert_check (self, "keys/mill.sealed: line 1, column 1", NULL);
  g_assert_true (g_file_get_contents (corpus, &text, NULL, NULL));
  put_text (self, "keys/mill.sealed", text);
  assert_check (self, NULL, NULL);

  put_manifest (self, keyed, teacher);
  assert_check (self, "keys/mill.byline.json: the manifest names this file, but it is not there", "keys/mill.sealed: the manifest does not name this file");
  g_assert_cmpint (g_remove (sealed), ==, 0);

  put_key (self, "mill", BYLINE_ROLE_KEY, "boast", "r");
  assert_check (self, "keys/mill.byline.json: annotation 1 (urn:uuid:", NULL);
  put_key (self, "mill", BYLINE_ROLE_KEY, "claim", NULL);
  assert_check (self, NULL, "this item has no reason");
  put_key (self, "hill", BYLINE_ROLE_KEY, "claim", "r");
  assert_check (self, "this is no answer key for “mill”", NULL);
  put_key (self, "mill", BYLINE_ROLE_WORK, "claim", "r");
  assert_check (self, "this is no answer key for “mill”", NULL);
  put_text (self, "keys/mill.byline.json", "{");
  assert_check (self, "keys/mill.byline.json: line 1, column 2", NULL);

  put_key (self, "mill", BYLINE_ROLE_KEY, "claim", "r");
  put_manifest (self, keyed, "");
  assert_check (self, NULL, "an open answer key in a pack for students");
}

static void
test_check_of_articles (Fixture *self, gconstpointer data)
{
  put_manifest (self, "", "");
  put_text (self, "articles/mill.html", "<p>Another text.</p>\n");
  assert_check (self, "articles/mill.html: this is not the text that “textDigest” promises", NULL);
  put_text (self, "articles/mill.html", "<script>alert (1)</script>");
  assert_check (self, "articles/mill.html: ", NULL);
  put_text (self, "articles/mill.html", "");
  assert_check (self, "articles/mill.html: ", NULL);
}

/* Without a digest the file is whatever can be imported. */
static void
test_drafts (Fixture *self, gconstpointer data)
{
  g_autofree char *manifest = g_test_build_filename (G_TEST_DIST, "corpus", "accept", "manifest", "text-to-import.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (manifest, &text, NULL, NULL));
  put_text (self, "byline.json", text);
  put_text (self, "articles/mill.txt", "The mill\n\nIt stands still & nobody knows why.\n");
  assert_check (self, NULL, "not frozen yet");

  pack = open_pack (self);
  article = byline_pack_load_article (pack, "mill", &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (byline_article_get_text (article, NULL), "It stands still & nobody knows why."));
}

static void
test_links (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->folder, "articles", "mill.html", NULL);
  g_autofree char *folder = g_build_filename (self->folder, "articles", NULL);
  g_autofree char *elsewhere = g_build_filename (self->folder, "elsewhere", NULL);

  put_manifest (self, "", "");
  g_assert_cmpint (g_rename (folder, elsewhere), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", folder), ==, 0);
  assert_not_opened (self, BYLINE_ERROR_VALUE, "articles/mill.html: links are not allowed in a pack");

  g_assert_cmpint (g_remove (folder), ==, 0);
  g_assert_cmpint (g_rename (elsewhere, folder), ==, 0);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (symlink ("/etc/hostname", file), ==, 0);
  assert_not_opened (self, BYLINE_ERROR_VALUE, "articles/mill.html: links are not allowed in a pack");
}

static void
test_no_pack (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->folder, "page.html", NULL);
  g_autoptr (GError) error = NULL;

  assert_not_opened (self, BYLINE_ERROR_KIND, "there is no byline.json here");
  put_text (self, "page.html", HTML);
  g_assert_null (byline_pack_open (file, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
}

static void
test_caps (Fixture *self, gconstpointer data)
{
  g_autofree char *large = g_strnfill (BYLINE_PACK_MAX_MANIFEST + 1, ' ');
  g_autofree char *path = g_build_filename (self->folder, "media", "huge.png", NULL);

  put_manifest (self, "", "");
  put_text (self, "media/huge.png", "");
  g_assert_cmpint (truncate (path, 32 * 1024 * 1024 + 1), ==, 0);
  assert_not_opened (self, BYLINE_ERROR_TOO_LARGE, "media/huge.png: ");
  g_assert_cmpint (truncate (path, 0), ==, 0);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/media/%u.png", self->folder, i);
      g_assert_true (g_file_set_contents_full (name, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  assert_not_opened (self, BYLINE_ERROR_TOO_LARGE, "too many files");
  put_text (self, "byline.json", large);
  assert_not_opened (self, BYLINE_ERROR_TOO_LARGE, "byline.json: ");
}

static void
test_safe_names (Fixture *self, gconstpointer data)
{
  const char *safe[] = { "a", "articles/harbour.html", "a/b/c", "...", "a..b", ".hidden", "Mühle" };
  const char *unsafe[] = { "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "a/./b", "a\\b", "C:a", "a\nb", "a\x7f", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (safe); i++)
    g_assert_true (byline_pack_is_safe_name (safe[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (unsafe); i++)
    g_assert_false (byline_pack_is_safe_name (unsafe[i]));
}

static void
test_lone_article (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = byline_pack_new_for_article (self->article, NULL);
  const BylinePackArticle *entry = byline_pack_get_article (pack, 0);
  g_autoptr (BylineArticle) article = byline_pack_load_article (pack, entry->id, NULL);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (article == self->article);
  g_assert_null (byline_pack_get_id (pack));
  g_assert_cmpstr (byline_pack_get_title (pack), ==, "The mill");
  g_assert_cmpstr (entry->digest, ==, byline_article_get_digest (article));
  g_assert_false (byline_pack_has_key (pack, entry->id));
  g_assert_null (byline_pack_get_file (pack, "media/pier.png"));
  g_assert_true (byline_pack_check (pack, sentences, sentences));
  g_assert_cmpuint (sentences->len, ==, 0);
}

#define ADD(name, data, func) g_test_add ("/pack/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("manifests-accepted", "accept", test_manifests);
  ADD ("manifests-refused", "reject", test_manifests);
  ADD ("defaults", NULL, test_defaults);
  ADD ("everything", NULL, test_everything);
  ADD ("article-and-key", NULL, test_article_and_key);
  ADD ("media", NULL, test_media);
  ADD ("check", NULL, test_check);
  ADD ("check-articles", NULL, test_check_of_articles);
  ADD ("drafts", NULL, test_drafts);
  ADD ("links", NULL, test_links);
  ADD ("no-pack", NULL, test_no_pack);
  ADD ("caps", NULL, test_caps);
  ADD ("safe-names", NULL, test_safe_names);
  ADD ("lone-article", NULL, test_lone_article);
  return g_test_run ();
}
