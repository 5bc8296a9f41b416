/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"
#include "error.h"
#include "pack.h"
#include "picture.h"
#include "seal.h"
#include "store.h"
#include "tree.h"

#include <glib/gstdio.h>

#define ID "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"
#define HTML "<h1>The mill</h1>\n<p>The mill stands still.</p>\n<img src=\"media/a.png\" alt=\"The mill\">\n"

/* Name, text, name, text, …; @picture stands for a PNG. */
static const char picture[] = "picture";

static GBytes *
zip_of (const char *const *parts)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (BylineArchiveEntry));
  g_autoptr (GError) error = NULL;
  GBytes *zip;

  for (guint i = 0; parts[i] != NULL; i += 2)
    {
      const BylineArchiveEntry entry = {
        parts[i], parts[i + 1] == picture ? picture_png (640, 480) : g_bytes_new_static (parts[i + 1], strlen (parts[i + 1]))
      };

      g_array_append_val (entries, entry);
    }
  zip = byline_archive_write ((BylineArchiveEntry *) entries->data, entries->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    g_bytes_unref (g_array_index (entries, BylineArchiveEntry, i).bytes);
  return zip;
}

static char *
manifest_of (const char *more)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (BylineArticle) article = byline_article_new (html, NULL);

  return g_strdup_printf ("{\"format\": \"byline-pack\", \"version\": 1, \"id\": \"" ID "\", \"revision\": 1, \"title\": \"The mill\","
                          " \"articles\": [{\"id\": \"mill\", \"file\": \"articles/mill.html\", \"textDigest\": \"%s\"%s}]}",
                          byline_article_get_digest (article), more);
}

static void
assert_refused (const char *const *parts, int code, const char *message)
{
  g_autoptr (GBytes) zip = zip_of (parts);
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_pack_new_for_zip (zip, &error));
  if (!g_error_matches (error, BYLINE_ERROR, code) || strstr (error->message, message) == NULL)
    g_error ("“%s” is no “%s”", error->message, message);
}

static void
test_opens (void)
{
  g_autofree char *manifest = manifest_of ("");
  const char *const parts[] = { "byline.json", manifest, "articles/mill.html", HTML, "media/a.png", picture, NULL };
  const char *const later[] = { "media/a.png", picture, "articles/mill.html", HTML, "byline.json", manifest, NULL };
  const char *const *const orders[] = { parts, later };
  g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "whatever", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GBytes) zip = zip_of (orders[i]);
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylinePack) pack = NULL;
      g_autoptr (GBytes) image = NULL;
      g_autoptr (BylineArticle) article = NULL;

      g_assert_true (byline_store_write_file (path, g_bytes_get_data (zip, NULL), g_bytes_get_size (zip), NULL));
      pack = byline_pack_open (path, &error);
      g_assert_no_error (error);
      article = byline_pack_load_article (pack, "mill", &error);
      g_assert_no_error (error);
      image = byline_pack_get_file (pack, "media/a.png");
      g_assert_nonnull (image);
      g_assert_true (byline_pack_check (pack, problems, problems));
      g_assert_cmpuint (problems->len, ==, 0);
    }
  remove_tree (folder);
}

static void
test_refuses (void)
{
  g_autofree char *manifest = manifest_of ("");
  const char *const without[] = { "articles/mill.html", HTML, NULL };
  const char *const broken[] = { "byline.json", "{", "articles/mill.html", HTML, NULL };
  const char *const stray[] = { "byline.json", manifest, "articles/mill.html", HTML, "keys/mill.byline.json", "{}", NULL };
  const char *const deep[] = { "byline.json", manifest, "articles/mill.html", HTML, "media/more/a.png", picture, NULL };
  const char *const text[] = { "byline.json", manifest, "articles/mill.html", HTML, "media/a.png", "the answers", NULL };
  const char *const colon[] = { "byline.json", manifest, "articles/mill.html", HTML, "media/a:b.png", picture, NULL };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  assert_refused (without, BYLINE_ERROR_KIND, "there is no byline.json here");
  assert_refused (broken, BYLINE_ERROR_SYNTAX, "byline.json: line 1");
  assert_refused (stray, BYLINE_ERROR_VALUE, "keys/mill.byline.json: the manifest does not account for this file");
  assert_refused (deep, BYLINE_ERROR_VALUE, "media/more/a.png: the manifest does not account for this file");
  assert_refused (text, BYLINE_ERROR_KIND, "media/a.png: ");
  assert_refused (colon, BYLINE_ERROR_VALUE, "media/a:b.png: a name in a pack");
  g_assert_null (byline_pack_new_for_zip (nothing, &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
}

/* A file that the manifest promises is missed when it is asked for. */
static void
test_missing (void)
{
  g_autofree char *manifest = manifest_of (", \"key\": \"keys/mill.sealed\"");
  const char *const parts[] = { "byline.json", manifest, NULL };
  g_autoptr (GBytes) zip = zip_of (parts);
  g_autoptr (BylinePack) pack = byline_pack_new_for_zip (zip, NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (pack);
  g_assert_null (byline_pack_load_article (pack, "mill", NULL));
  g_assert_null (byline_pack_unseal_key (pack, "mill", "code", NULL));
  g_assert_false (byline_pack_check (pack, problems, problems));
  g_assert_cmpuint (problems->len, ==, 2);
}

static void
assert_key (BylinePack *pack, const char *code, int expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) key = byline_pack_unseal_key (pack, "mill", code, &error);

  if (expected < 0)
    {
      g_assert_no_error (error);
      g_assert_cmpint (byline_annotations_get_role (key), ==, BYLINE_ROLE_KEY);
      return;
    }
  g_assert_error (error, BYLINE_ERROR, expected);
  g_assert_true (g_str_has_prefix (error->message, "keys/mill."));
}

static void
test_sealed (void)
{
  g_autofree char *manifest = manifest_of (", \"key\": \"keys/mill.sealed\"");
  g_autofree char *open_manifest = manifest_of (", \"key\": \"keys/mill.byline.json\"");
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (BylineArticle) article = byline_article_new (html, NULL);
  g_autoptr (BylineAnnotations) key = byline_annotations_new (BYLINE_ROLE_KEY, article, "mill");
  gsize size;
  char *data = byline_annotations_to_data (key, &size);
  g_autofree char *text = g_strdup (data);
  g_autoptr (GBytes) plain = g_bytes_new_take (data, size);
  g_autoptr (GBytes) sealed = byline_seal (plain, ID, "mill", "tidal-mango-42", NULL);
  g_autofree char *sealed_text = g_strndup (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
  const char *const parts[] = { "byline.json", manifest, "articles/mill.html", HTML, "keys/mill.sealed", sealed_text, NULL };
  const char *const open_parts[] = { "byline.json", open_manifest, "articles/mill.html", HTML, "keys/mill.byline.json", text, NULL };
  const char *const damaged_parts[] = { "byline.json", manifest, "articles/mill.html", HTML, "keys/mill.sealed", "{}", NULL };
  g_autoptr (GBytes) zip = zip_of (parts), open_zip = zip_of (open_parts), damaged_zip = zip_of (damaged_parts);
  g_autoptr (BylinePack) pack = byline_pack_new_for_zip (zip, NULL);
  g_autoptr (BylinePack) open = byline_pack_new_for_zip (open_zip, NULL);
  g_autoptr (BylinePack) damaged = byline_pack_new_for_zip (damaged_zip, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (byline_pack_has_sealed_key (pack, "mill"));
  g_assert_false (byline_pack_has_key (pack, "mill"));
  g_assert_null (byline_pack_load_key (pack, "mill", &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_CODE);
  assert_key (pack, "Tidal mango 42", -1);
  assert_key (pack, "tidal-mango-24", BYLINE_ERROR_CODE);

  g_assert_false (byline_pack_has_sealed_key (open, "mill"));
  g_assert_false (byline_pack_has_sealed_key (open, "hill"));
  assert_key (open, "", -1);
  assert_key (damaged, "tidal-mango-42", BYLINE_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pack-zip/opens", test_opens);
  g_test_add_func ("/pack-zip/refuses", test_refuses);
  g_test_add_func ("/pack-zip/missing", test_missing);
  g_test_add_func ("/pack-zip/sealed", test_sealed);
  return g_test_run ();
}
