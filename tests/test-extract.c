/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import.h"

#include <string.h>

/* Each page of tests/corpus/pages/ stands beside what a reader would call its article. */
#define MIN_F1 0.85
#define MIN_MEAN_F1 0.95
#define MIN_PAGES 15

static BylineImport *
import_page (const char *html, gsize size, gboolean keep_all)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, size);
  const BylineImportOptions options = { .name = "page.html", .keep_all = keep_all };
  g_autoptr (GError) error = NULL;
  BylineImport *import = byline_import (bytes, &options, &error);

  g_assert_no_error (error);
  return import;
}

/* How often each word stands in @text. */
static GHashTable *
count_words (const char *text, guint *n)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (text, strlen (text), NULL);
  const BylineSegment *words = byline_segmentation_get_words (segmentation, n);
  const char *at = text;
  guint offset = 0;

  for (guint i = 0; i < *n; i++)
    {
      const char *start = g_utf8_offset_to_pointer (at, words[i].start - offset);
      char *word;

      at = g_utf8_offset_to_pointer (start, words[i].end - words[i].start);
      offset = words[i].end;
      word = g_strndup (start, at - start);
      g_hash_table_insert (counts, word, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, word)) + 1));
    }
  return counts;
}

static double
word_f1 (const char *found, const char *expected)
{
  guint n_found = 0, n_expected = 0, n_common = 0;
  g_autoptr (GHashTable) a = count_words (found, &n_found);
  g_autoptr (GHashTable) b = count_words (expected, &n_expected);
  GHashTableIter iter;
  gpointer word, count;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &word, &count))
    n_common += MIN (GPOINTER_TO_UINT (count), GPOINTER_TO_UINT (g_hash_table_lookup (b, word)));
  return 2.0 * n_common / (n_found + n_expected);
}

static void
test_pages (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpus", "pages", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  double sum = 0, worst = 1;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text_path = NULL;
      g_autofree char *html = NULL;
      g_autofree char *expected = NULL;
      g_autoptr (BylineImport) import = NULL;
      gsize size = 0;
      double f1;

      if (!g_str_has_suffix (name, ".html"))
        continue;
      text_path = g_strdup_printf ("%.*s.txt", (int) (strlen (path) - strlen (".html")), path);
      g_assert_true (g_file_get_contents (path, &html, &size, NULL));
      g_assert_true (g_file_get_contents (text_path, &expected, NULL, NULL));

      import = import_page (html, size, FALSE);
      f1 = word_f1 (byline_article_get_text (import->article, NULL), expected);
      g_test_message ("%s: %.3f", name, f1);
      sum += f1;
      worst = MIN (worst, f1);
      n++;
    }

  g_test_message ("mean of %u: %.3f, worst %.3f", n, sum / n, worst);
  g_assert_cmpuint (n, >=, MIN_PAGES);
  g_assert_cmpfloat (sum / n, >=, MIN_MEAN_F1);
  g_assert_cmpfloat (worst, >=, MIN_F1);
}

#define LONG "The harbour wall held through the night, the port authority said on Monday, and no ship was lost in the storm."

static void
assert_text (const char *html, gboolean keep_all, const char *expected)
{
  g_autoptr (BylineImport) import = import_page (html, strlen (html), keep_all);

  g_assert_cmpstr (byline_article_get_text (import->article, NULL), ==, expected);
}

static void
test_what_is_left_out (void)
{
  const char *page = "<!doctype html><nav>menu</nav><main><h1>Wall</h1><div class=share-bar>Share <a href=#>it</a></div><p>" LONG "</p><p>Short.</p></main><footer>(c)</footer>";

  assert_text (page, FALSE, "Wall\n" LONG "\nShort.\n");
  assert_text (page, TRUE, "menu\nWall\nShare it\n" LONG "\nShort.\n(c)\n");
}

/* What an element says of itself, in any of the ways that people write it. */
static void
test_telling_words (void)
{
  static const char *const elements[] = {
    "<div class=relatedStories>", "<div id=ctl00_CommentControl1>", "<div class='a COMMENTS b'>", "<div class=side-bar__newsletter>", "<div id=bloqueComentarios>", "<amp-ad>",
    "<div role=navigation>", "<div style='Display : None'>", "<div aria-hidden=true>", "<aside>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      g_autofree char *page = g_strconcat ("<!doctype html><article><p>" LONG "</p><p>" LONG "</p>", elements[i], "Other words.", NULL);
      assert_text (page, FALSE, LONG "\n" LONG "\n");
    }
  assert_text ("<!doctype html><article><p>" LONG "</p><div class='download recommendation shared headlines'>Kept.</div>", FALSE, LONG "\nKept.\n");
}

static void
test_parts (void)
{
  /* One paragraph in a box is one of the article's; so is a box like those before. */
  assert_text ("<!doctype html><h1>Wall</h1><div><div class=first><p>" LONG "</p></div><div class=rest><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p></div></div>",
               FALSE, "Wall\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n");
  /* A heading goes with what it is the heading of. */
  assert_text ("<!doctype html><article><p>" LONG "</p><h3>More</h3><ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul><h3>Thanks</h3><p>To all.</p></article>", FALSE, LONG "\nThanks\nTo all.\n");
  /* Links in a list or table of the article leave no hole. */
  assert_text ("<!doctype html><article><p>" LONG "</p><ul><li><a href=/a>One</a></li><li>Two of the harbour's mills</li></ul></article>", FALSE, LONG "\nOne\nTwo of the harbour's mills\n\n");
  /* A few words about each of many links. */
  assert_text ("<!doctype html><article><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p>"
               "<div><a href=/1>The ferry that goes no more, and why it was the last</a><p>A fifth of the passengers had been gulls, says the company.</p>"
               "<a href=/2>A school without bells begins its second year</a><p>Pupils look at the clock more often.</p></div></article>",
               FALSE, LONG "\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n" LONG "\n");
}

static void
test_long_comments (void)
{
  assert_text ("<!doctype html><div><h1>Wall</h1><p>" LONG "</p></div><div id=comments><p>" LONG "</p><p>" LONG "</p><p>" LONG "</p></div>", FALSE, "Wall\n" LONG "\n");
}

static void
test_fragments_are_whole (void)
{
  assert_text ("<nav>menu</nav><p>" LONG "</p><footer>(c)</footer>", FALSE, "menu\n" LONG "\n(c)\n");
}

static void
test_short_pages_are_whole (void)
{
  assert_text ("<html><body><h1>A</h1><p>b</p><p><a href=https://e.example/>c</a></p></body></html>", FALSE, "A\nb\nc\n");
  assert_text ("<html><body><footer>only this</footer></body></html>", FALSE, "only this\n");
  assert_text ("<html><body class=\"has-sidebar comments\"><p>" LONG "</p></body></html>", FALSE, LONG "\n");
  assert_text ("<html><body><div class=\"article-with-sidebar\"><p>" LONG "</p><p>b</p></div></body></html>", FALSE, LONG "\nb\n");
}

/* What was left out is listed with why, and comes back where it stood. */
static void
test_put_back (void)
{
  const char *page = "<!doctype html><table><tr><td class=menu>One <b class=ad>two</b><td><div class=x><p>" LONG "</p><div id=comments>Well said.</div><p>" LONG "</p></div><td>Weather <script>no</script></table><aside>Rain</aside>";
  const struct { BylineLeftOutKind kind; guint n_words; const char *text; } expected[] = {
    { BYLINE_LEFT_OUT_MENU, 2, "One two" }, { BYLINE_LEFT_OUT_COMMENTS, 2, "Well said." }, { BYLINE_LEFT_OUT_ELSEWHERE, 1, "Weather" }, { BYLINE_LEFT_OUT_RELATED, 1, "Rain" },
  };
  static const char *const texts[] = {
    "One two\n" LONG "\n" LONG "\n", LONG "\nWell said.\n" LONG "\n", LONG "\n" LONG "\nWeather\n", LONG "\n" LONG "\nRain\n",
  };
  g_autoptr (BylineImport) import = import_page (page, strlen (page), FALSE);
  g_autoptr (BylineImport) all = import_page (page, strlen (page), TRUE);
  g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));

  g_assert_cmpstr (byline_article_get_text (import->article, NULL), ==, LONG "\n" LONG "\n");
  g_assert_cmpuint (all->left_out->len, ==, 0);
  g_assert_cmpuint (import->left_out->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < import->left_out->len; i++)
    {
      const BylineLeftOut *item = import->left_out->pdata[i];
      const BylineImportOptions options = { .name = "page.html", .put_back = &item->place, .n_put_back = 1 };
      g_autoptr (BylineImport) again = byline_import (bytes, &options, NULL);

      g_assert_cmpint (item->kind, ==, expected[i].kind);
      g_assert_cmpuint (item->n_words, ==, expected[i].n_words);
      g_assert_cmpstr (item->text, ==, expected[i].text);
      g_assert_cmpstr (byline_article_get_text (again->article, NULL), ==, texts[i]);
      g_assert_cmpuint (again->left_out->len, ==, G_N_ELEMENTS (expected) - 1);
    }
}

/* All that is left out of a page, put back, is the page. */
static void
test_put_all_back (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpus", "pages", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *html = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr (BylineImport) import = NULL;
      g_autoptr (BylineImport) all = NULL;
      g_autoptr (BylineImport) again = NULL;
      BylineImportOptions options = { .name = "page.html" };
      gsize size = 0;

      if (!g_str_has_suffix (name, ".html"))
        continue;
      g_assert_true (g_file_get_contents (path, &html, &size, NULL));
      import = import_page (html, size, FALSE);
      all = import_page (html, size, TRUE);
      for (guint i = 0; i < import->left_out->len; i++)
        g_array_append_val (places, ((BylineLeftOut *) import->left_out->pdata[i])->place);
      options.put_back = (const guint *) (const void *) places->data;
      options.n_put_back = places->len;
      bytes = g_bytes_new (html, size);
      again = byline_import (bytes, &options, NULL);
      g_test_message ("%s: %u pieces", name, places->len);
      g_assert_cmpuint (again->left_out->len, ==, 0);
      g_assert_cmpfloat (word_f1 (byline_article_get_text (again->article, NULL), byline_article_get_text (all->article, NULL)), ==, 1);
    }
}

static void
test_heading_outside (void)
{
  assert_text ("<!doctype html><title>Wall - Post</title><header><h1>Wall</h1></header><article><p>" LONG "</p></article>", FALSE, "Wall\n" LONG "\n");
  assert_text ("<!doctype html><title>A post</title><h1>Wall</h1><button><h1>Menu</h1></button><div><p>" LONG "</p><p>" LONG "</p></div>", FALSE, "Wall\n" LONG "\n" LONG "\n");
  assert_text ("<!doctype html><h1><a href=/>Post</a></h1><div><p>" LONG "</p><p>" LONG "</p></div>", FALSE, LONG "\n" LONG "\n");
  assert_text ("<!doctype html><title>Wall holds - Post</title><h1>Post</h1><h2>Wall holds</h2><div><p>" LONG "</p><p>" LONG "</p></div>", FALSE, "Wall holds\n" LONG "\n" LONG "\n");
  assert_text ("<!doctype html><title>Wall holds - Post</title><h2>More</h2><div><p>" LONG "</p><h2>Wall holds</h2><p>" LONG "</p></div>", FALSE, LONG "\nWall holds\n" LONG "\n");
  assert_text ("<!doctype html><title>Wall - Post</title><header><h1>Post</h1></header><article><h2>Wall</h2><p>" LONG "</p></article>", FALSE, "Wall\n" LONG "\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extract/pages", test_pages);
  g_test_add_func ("/extract/left-out", test_what_is_left_out);
  g_test_add_func ("/extract/telling-words", test_telling_words);
  g_test_add_func ("/extract/parts", test_parts);
  g_test_add_func ("/extract/long-comments", test_long_comments);
  g_test_add_func ("/extract/fragments", test_fragments_are_whole);
  g_test_add_func ("/extract/short-pages", test_short_pages_are_whole);
  g_test_add_func ("/extract/put-back", test_put_back);
  g_test_add_func ("/extract/put-all-back", test_put_all_back);
  g_test_add_func ("/extract/heading-outside", test_heading_outside);
  return g_test_run ();
}
