/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import.h"
#include "metadata.h"

#include <string.h>

typedef struct
{
  const char *page;
  const char *title;
  const char *author;
  const char *outlet;
  const char *date;
  const char *language;
  const char *direction;
} Expected;

static void
assert_found (const char *html, gsize size, const Expected *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, size);
  const BylineImportOptions options = { .name = "page.html" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineImport) import = byline_import (bytes, &options, &error);

  g_assert_no_error (error);
  g_test_message ("%.60s", expected->page);
  g_assert_cmpstr (import->title, ==, expected->title);
  g_assert_cmpstr (import->author, ==, expected->author);
  g_assert_cmpstr (import->outlet, ==, expected->outlet);
  g_assert_cmpstr (import->date, ==, expected->date);
  g_assert_cmpstr (import->language, ==, expected->language);
  g_assert_cmpstr (import->direction, ==, expected->direction);
}

#define FERRY "Ferry to Skerra Island to stop for nine weeks"
#define LIBRARY "Library opens its cellar to night readers"
#define ORCHARD "Why the orchard at Pell Farm is flowering in November"

/* What each of the layouts says about itself, read by a person. */
static void
test_pages (void)
{
  const Expected pages[] = {
    { "01-news-site", FERRY, "Ilse Varn", "Marholm Courier", "2026-09-22T08:00:00+02:00", "en", "ltr" },
    { "02-blog", LIBRARY, NULL, "Night Owl Notes", "2026-02-03", "en", "ltr" },
    { "03-wire", ORCHARD, NULL, NULL, NULL, "en", "ltr" },
    { "04-old-table-layout", "The Skerra Weekly: " FERRY, "Ilse Varn", NULL, NULL, "en", "ltr" },
    { "05-broadcaster", LIBRARY, "Tomas Brandl", "OGR News", "2026-02-03T18:30:00Z", "en", "ltr" },
    { "06-local-paper-divs", ORCHARD, "Ada Moreno", "Witt Valley Gazette", "November 23, 2026", "en", "ltr" },
    { "07-print-view", FERRY, NULL, NULL, NULL, "en", "ltr" },
    { "08-magazine", LIBRARY, NULL, NULL, NULL, "en", "ltr" },
    { "09-live-cards", ORCHARD, "Ada Moreno", "Valley Live", NULL, "en", "ltr" },
    { "10-aspnet-form", FERRY, NULL, NULL, NULL, "en", "ltr" },
    { "11-news-with-captions-and-list", LIBRARY, "Tomas Brandl", NULL, NULL, "en", "ltr" },
    { "12-amp-like", ORCHARD, NULL, NULL, NULL, "en", "ltr" },
    { "13-arabic", "عودة العبّارة إلى جزيرة سكيرا", NULL, NULL, NULL, "ar", "rtl" },
    { "14-japanese", "島の渡し船、九週間の運休へ", NULL, "港新聞", NULL, "ja", "ltr" },
    { "15-sections-per-paragraph", FERRY, NULL, NULL, NULL, "en", "ltr" },
    { "16-hidden-and-modal", LIBRARY, NULL, NULL, NULL, "en", "ltr" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strconcat (pages[i].page, ".html", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "pages", name, NULL);
      g_autofree char *html = NULL;
      gsize size = 0;

      g_assert_true (g_file_get_contents (path, &html, &size, NULL));
      assert_found (html, size, &pages[i]);
    }
}

static void
assert_all (const Expected *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    assert_found (cases[i].page, strlen (cases[i].page), &cases[i]);
}

#define META(name, content) "<meta " name " content='" content "'>"
#define LINKED(json) "<!doctype html><script type=application/ld+json>" json "</script>"

static void
test_meta (void)
{
  const Expected cases[] = {
    { "<html lang=en-GB><head><title>Wall holds - Harbour Post</title>" META ("property=og:site_name", "Harbour Post") META ("name=author", "Ana Ferro")
      META ("property=article:published_time", "2026-11-23T08:00:00Z") "</head><body><h1>Wall</h1>a",
      "Wall holds", "Ana Ferro", "Harbour Post", "2026-11-23T08:00:00Z", "en-GB", "ltr" },
    { META ("property=og:title", " The\n wall ") META ("name=twitter:title", "Other") "<p>a", "The wall", NULL, NULL, NULL, "und", "ltr" },
    { META ("NAME=DC.Creator", "Ana &amp; Bo") META ("name=dc.publisher", "Post") "<p>a", "a", "Ana & Bo", "Post", NULL, "und", "ltr" },
    /* An address is no name, white space is no date, and the first of a kind counts. */
    { META ("name=author", "https://example.org/ana") META ("name=date", " ") "<p>a", "a", NULL, NULL, NULL, "und", "ltr" },
    { META ("name=author", "First") META ("name=author", "Second") "<p>a", "a", "First", NULL, NULL, "und", "ltr" },
    { "<meta name=author><meta content=x><p>a", "a", NULL, NULL, NULL, "und", "ltr" },
    { "<svg><title>drawing</title></svg><p>a", "a", NULL, NULL, NULL, "und", "ltr" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_linked (void)
{
  const Expected cases[] = {
    { LINKED ("{\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"x\"}, {\"headline\": \"Wall\", \"author\": [{\"name\": \"A. Ferro\"}, \"B. Gill\"], "
              "\"publisher\": {\"name\": \"Post\"}, \"datePublished\": \"2026-11-23\", \"inLanguage\": \"pt-BR\"}]}") "<p>a",
      "Wall", "A. Ferro, B. Gill", "Post", "2026-11-23", "pt-BR", "ltr" },
    { LINKED ("[{\"headline\": \"Wall\", \"author\": {\"name\": \"A\"}}]") "<p>a", "Wall", "A", NULL, NULL, "und", "ltr" },
    { LINKED ("{broken") LINKED ("{\"headline\": \"Wall\"}") "<p>a", "Wall", NULL, NULL, NULL, "und", "ltr" },
    /* Any member may have any type. */
    { LINKED ("{\"headline\": 5, \"author\": [[\"A\"], null, 3, {\"name\": {\"name\": \"B\"}}], \"publisher\": true, \"datePublished\": {}}") "<p>a", "a", NULL, NULL, NULL, "und", "ltr" },
    { LINKED ("{\"headline\": \"Wall\", \"author\": []}") "<p>a", "Wall", NULL, NULL, NULL, "und", "ltr" },
    { LINKED ("{\"name\": \"no article\", \"author\": \"A\"}") "<p>a", "a", NULL, NULL, NULL, "und", "ltr" },
    { LINKED ("") LINKED ("null") LINKED ("\"a\"") "<p>a", "a", NULL, NULL, NULL, "und", "ltr" },
    { "<script>{\"headline\": \"Wall\"}</script><p>a", "a", NULL, NULL, NULL, "und", "ltr" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_titles (void)
{
  const Expected cases[] = {
    { "<title>Wall holds | News | Post</title><h1>Wall holds</h1><p>a", "Wall holds", NULL, "Post", NULL, "und", "ltr" },
    { "<title>Post – Wall holds</title><h1>Wall holds</h1><p>a", "Wall holds", NULL, "Post", NULL, "und", "ltr" },
    { "<title>Wall | The Harbour Post</title><h1>Wall</h1><p>a", "Wall", NULL, "The Harbour Post", NULL, "und", "ltr" },
    { "<title>Wall holds - Post</title><h1>Post</h1><h2>Wall holds</h2><p>a", "Wall holds", NULL, "Post", NULL, "und", "ltr" },
    /* Without a heading that says which, both halves stay. */
    { "<title>Wall holds - Post</title><h1>Post</h1><p>a", "Wall holds - Post", NULL, NULL, NULL, "und", "ltr" },
    { "<title>Wall holds - Post</title><p>a", "Wall holds - Post", NULL, NULL, NULL, "und", "ltr" },
    { "<title>Print: Wall holds</title><h1>Wall holds</h1><p>a", "Wall holds", NULL, NULL, NULL, "und", "ltr" },
    { "<title>Wall-mounted - </title><h1>Wall</h1><p>a", "Wall-mounted -", NULL, NULL, NULL, "und", "ltr" },
    { "<title> </title><h1>Wall</h1><p>a", "Wall", NULL, NULL, NULL, "und", "ltr" },
    { "<title>Post</title>" META ("property=og:site_name", "Post") "<p>a", "Post", NULL, "Post", NULL, "und", "ltr" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_lines (void)
{
  const Expected cases[] = {
    { "<h1>Wall</h1><p class=byline>By Ana Ferro</p><time datetime=2026-11-22>yesterday</time>", "Wall", "Ana Ferro", NULL, "2026-11-22", "und", "ltr" },
    { "<h1>Wall</h1><a rel=author>Ana Ferro</a><p itemprop=datePublished>22 May</p>", "Wall", "Ana Ferro", NULL, "22 May", "und", "ltr" },
    { "<h1>Wall</h1><p class='x date'>22 May</p><p class=update>23 May", "Wall", NULL, NULL, "22 May", "und", "ltr" },
    { "<h1>Wall</h1><p class=date>today</p>", "Wall", NULL, NULL, NULL, "und", "ltr" },
    { "<h1>Wall</h1><p class=date>On 22 May the wall held through the night, and nobody was hurt</p>", "Wall", NULL, NULL, NULL, "und", "ltr" },
    { "<h1>Wall</h1><time>22 May</time><p class=byline></p><p class=author>", "Wall", NULL, NULL, NULL, "und", "ltr" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

/* The element that says it, else what the page says elsewhere. */
static void
test_languages (void)
{
  const Expected cases[] = {
    { "<html lang=en_US><p>a", "a", NULL, NULL, NULL, "en-US", "ltr" },
    { "<meta http-equiv=content-language content=de><p>a", "a", NULL, NULL, NULL, "de", "ltr" },
    { "<!doctype html>" META ("property=og:locale", "fr_CA") "<p>a", "a", NULL, NULL, NULL, "fr-CA", "ltr" },
    { "<html lang=es>" META ("property=og:locale", "fr_CA") "<p>a", "a", NULL, NULL, NULL, "es", "ltr" },
    { "<!doctype html>" META ("property=og:locale", "fr_CA") "<p lang=nl>a", "a", NULL, NULL, NULL, "nl", "ltr" },
    { "<!doctype html>" META ("property=og:locale", "no language") "<p dir=rtl>a", "a", NULL, NULL, NULL, "und", "rtl" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_author_lines (void)
{
  const struct { const char *text, *author; } cases[] = {
    { "Wall\nBy Ana Ferro\nText\n", "Ana Ferro" },
    { "Wall\nStandfirst here.\nBy Ana Ferro and Bo van der Gill\n", "Ana Ferro and Bo van der Gill" },
    { "Wall\nVon Anna Größe\n", "Anna Größe" },
    { "Wall\nText: Ada Moreno\n", "Ada Moreno" },
    { "Wall\nPosted on 3 May by Tomas Brandl\n", "Tomas Brandl" },
    { "Wall\nBy J. R. Ferro\n", "J. R. Ferro" },
    { "Wall\n1\n2\n3\n4\nBy Ana Ferro\n", "Ana Ferro" },
    { "Wall\n1\n2\n3\n4\n5\nBy Ana Ferro\n", NULL },
    { "By Ana Ferro\nText\n", NULL },
    { "Wall\nBy Monday, the water was gone.\n", NULL },
    { "Wall\nBy the sea\n", NULL },
    { "Wall\nVon Rom nach Berlin\n", NULL },
    { "Wall\nBy Ana\n", NULL },
    { "Wall\nBy Ana Ferro 2026\n", NULL },
    { "Wall\nBy  Ana\n", NULL },
    { "Wall\nThe wall was held by the port\n", NULL },
    { "Wall\nBy One Two Three Four Five Six Seven Eight Nine Ten Eleven\n", NULL },
    { "Wall\n", NULL },
    { "Wall", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *author = byline_metadata_find_author (cases[i].text);
      g_assert_cmpstr (author, ==, cases[i].author);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metadata/pages", test_pages);
  g_test_add_func ("/metadata/meta", test_meta);
  g_test_add_func ("/metadata/linked", test_linked);
  g_test_add_func ("/metadata/titles", test_titles);
  g_test_add_func ("/metadata/lines", test_lines);
  g_test_add_func ("/metadata/languages", test_languages);
  g_test_add_func ("/metadata/author-lines", test_author_lines);
  return g_test_run ();
}
