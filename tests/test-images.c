/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import.h"
#include "picture.h"
#include "tree.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* A page in a folder of its own, with the pictures that a case puts beside it. */
typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-images-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "My page.html", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static void
put (Fixture *self, const char *name, GBytes *picture)
{
  g_autoptr (GBytes) bytes = picture;
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
}

static void
put_link (Fixture *self, const char *to, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_cmpint (symlink (to, path), ==, 0);
}

static BylineImport *
import (const char *html, const char *path, gboolean keep)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  const BylineImportOptions options = { .name = "page.html", .path = path, .keep_images = keep };
  g_autoptr (GError) error = NULL;
  BylineImport *self = byline_import (bytes, &options, &error);

  g_assert_no_error (error);
  return self;
}

static char *
dup_html (BylineImport *self)
{
  GBytes *html = byline_article_get_html (self->article);

  return g_strndup (g_bytes_get_data (html, NULL), g_bytes_get_size (html));
}

static const BylineMedia *
get (BylineImport *self, guint index)
{
  g_assert_cmpuint (index, <, self->media->len);
  return self->media->pdata[index];
}

/* `<img src=SRC alt=wave>` behind a word, with a picture or without. */
static void
assert_taken (Fixture *self, const char *src, gboolean taken)
{
  g_autofree char *page = g_strdup_printf ("<p>a <img src=\"%s\" alt=\"wave\"></p>", src);
  g_autoptr (BylineImport) done = import (page, self->path, TRUE);
  g_autofree char *html = dup_html (done);
  g_autofree char *expected = taken ? g_strdup_printf ("<p>a <img src=\"media/%s\" alt=\"wave\"></p>\n", get (done, 0)->name) : g_strdup ("<p>a wave</p>\n");

  g_test_message ("%.80s", src);
  g_assert_cmpuint (done->media->len, ==, taken);
  g_assert_cmpuint (done->n_images_left, ==, 0);
  g_assert_cmpstr (html, ==, expected);
}

static char *
dup_data_address (const char *begin, GBytes *picture)
{
  g_autoptr (GBytes) bytes = picture;
  g_autofree char *code = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return g_strconcat (begin, code, NULL);
}

static void
test_data (Fixture *self, gconstpointer data)
{
  const struct { const char *begin; GBytes *picture; gboolean taken; } cases[] = {
    { "data:image/png;base64,", picture_png (9, 9), TRUE },
    { "DATA:image/jpeg;charset=x;BASE64,", picture_jpeg (9, 9, 0xC0), TRUE },
    { "data:image/webp;base64,", picture_webp ("VP8L", 9, 9), TRUE },
    /* The bytes count, not what they are called. */
    { "data:image/gif;base64,", picture_png (9, 9), TRUE },
    { "data:image/png;base64,", g_bytes_new_static ("<svg onload='a()'/>", 19), FALSE },
    { "data:image/png;base64,", picture_png (9000, 9), FALSE },
    { "data:image/png;base64,", g_bytes_new_static ("", 0), FALSE },
    { "data:image/png,", picture_png (9, 9), FALSE },
    { "data:text/html;base64,", picture_png (9, 9), FALSE },
    { "data:image/png;base64", picture_png (9, 9), FALSE },
    { "data:image/", picture_png (9, 9), FALSE },
    { "data:image/png;base64,%zz", picture_png (9, 9), FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *src = dup_data_address (cases[i].begin, cases[i].picture);
      assert_taken (self, src, cases[i].taken);
    }
}

/* Browsers write line feeds and escapes into such addresses. */
static void
test_data_escaped (Fixture *self, gconstpointer data)
{
  g_autofree char *src = dup_data_address ("data:image/png;base64,", picture_png (9, 9));
  g_autoptr (GString) escaped = g_string_new (src);
  g_autoptr (BylineImport) plain = NULL;
  g_autoptr (BylineImport) other = NULL;
  g_autofree char *page = g_strdup_printf ("a<img src=\"%s\">", src);
  g_autofree char *other_page = NULL;

  g_string_replace (escaped, "=", "%3D", 0);
  g_string_insert (escaped, 40, "\n  ");
  other_page = g_strdup_printf ("a<img src=\"%s\">", escaped->str);
  plain = import (page, NULL, TRUE);
  other = import (other_page, NULL, TRUE);
  g_assert_cmpstr (get (plain, 0)->name, ==, get (other, 0)->name);
  g_assert_true (g_bytes_equal (get (plain, 0)->bytes, get (other, 0)->bytes));
}

static void
test_beside (Fixture *self, gconstpointer data)
{
  put (self, "pier.png", picture_png (9, 9));
  put (self, "my wall.jpg", picture_jpeg (9, 9, 0xC0));
  put (self, "My page_files/wave.webp", picture_webp ("VP8X", 9, 9));
  put (self, "My page_files/deep/pier.png", picture_png (9, 9));
  put (self, "Other_files/pier.png", picture_png (9, 9));
  put (self, "media/pier.png", picture_png (9, 9));
  put (self, ".hidden.png", picture_png (9, 9));
  put (self, "text.png", g_bytes_new_static ("a text", 6));
  put (self, "empty.png", g_bytes_new_static ("", 0));

  assert_taken (self, "pier.png", TRUE);
  assert_taken (self, "./pier.png", TRUE);
  assert_taken (self, "pier.png?x=1#y", TRUE);
  assert_taken (self, "my wall.jpg", TRUE);
  assert_taken (self, "my%20wall.jpg", TRUE);
  assert_taken (self, "My%20page_files/wave.webp", TRUE);
  assert_taken (self, "./My page_files/wave.webp", TRUE);
  assert_taken (self, "media/pier.png", TRUE);

  assert_taken (self, "", FALSE);
  assert_taken (self, ".", FALSE);
  assert_taken (self, "..", FALSE);
  assert_taken (self, "text.png", FALSE);
  assert_taken (self, "empty.png", FALSE);
  assert_taken (self, "none.png", FALSE);
  assert_taken (self, ".hidden.png", FALSE);
  assert_taken (self, "My page_files", FALSE);
  assert_taken (self, "My page_files/", FALSE);
  assert_taken (self, "My page_files/..", FALSE);
  assert_taken (self, "My page_files/deep/pier.png", FALSE);
  assert_taken (self, "Other_files/pier.png", FALSE);
  assert_taken (self, "https://e.example/pier.png", FALSE);
  assert_taken (self, "//e.example/pier.png", FALSE);
}

/* Nothing outside the folder, by no way of writing it. */
static void
test_outside (Fixture *self, gconstpointer data)
{
  g_autofree char *inner = g_build_filename (self->folder, "inner", "My page.html", NULL);
  g_autofree char *absolute = g_build_filename (self->folder, "pier.png", NULL);
  g_autofree char *address = g_filename_to_uri (absolute, NULL, NULL);

  put (self, "pier.png", picture_png (9, 9));
  put (self, "inner/My page_files/pier.png", picture_png (9, 9));
  g_free (self->path);
  self->path = g_steal_pointer (&inner);

  assert_taken (self, "My page_files/pier.png", TRUE);
  assert_taken (self, absolute, FALSE);
  assert_taken (self, address, FALSE);
  assert_taken (self, "../pier.png", FALSE);
  assert_taken (self, "./../pier.png", FALSE);
  assert_taken (self, "..%2Fpier.png", FALSE);
  assert_taken (self, "%2e%2e/pier.png", FALSE);
  assert_taken (self, "..\\pier.png", FALSE);
  assert_taken (self, "My page_files/../pier.png", FALSE);
  assert_taken (self, "My page_files/../../pier.png", FALSE);
  assert_taken (self, "My page_files%2Fpier.png", FALSE);
  assert_taken (self, "My page_files//pier.png", FALSE);
  assert_taken (self, "My page_files/pier.png%00.txt", FALSE);
}

static void
test_links (Fixture *self, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (self->folder, "pipe.png", NULL);

  put (self, "pier.png", picture_png (9, 9));
  put (self, "elsewhere/pier.png", picture_png (9, 9));
  put_link (self, "pier.png", "link.png");
  put_link (self, "/dev/zero", "zero.png");
  put_link (self, "elsewhere", "My page_files");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  assert_taken (self, "pier.png", TRUE);
  assert_taken (self, "link.png", FALSE);
  assert_taken (self, "zero.png", FALSE);
  assert_taken (self, "My page_files/pier.png", FALSE);
  assert_taken (self, "pipe.png", FALSE);
  assert_taken (self, "elsewhere", FALSE);
}

/* Once, in the order of the article, and none that is not in it. */
static void
test_which (Fixture *self, gconstpointer data)
{
  const char *page = "<p>a<noscript><img src=c.png></noscript><img src=b.png><img src=./a.png><img src=b.png><img src=same.png></p><button><img src=c.png></button>";
  g_autoptr (BylineImport) done = NULL;

  put (self, "a.png", picture_png (1, 9));
  put (self, "b.png", picture_png (2, 9));
  put (self, "same.png", picture_png (2, 9));
  put (self, "c.png", picture_png (3, 9));
  done = import (page, self->path, TRUE);
  g_assert_cmpuint (done->media->len, ==, 2);
  g_assert_true (g_str_has_suffix (get (done, 0)->name, ".png"));
  g_assert_cmpint (((const char *) g_bytes_get_data (get (done, 0)->bytes, NULL))[19], ==, 2);
  g_assert_cmpint (((const char *) g_bytes_get_data (get (done, 1)->bytes, NULL))[19], ==, 1);
}

/* Without a place for them images leave their words, and are counted once each. */
static void
test_not_kept (Fixture *self, gconstpointer data)
{
  const char *page = "<p>a <img src=pier.png alt=pier> <img src=pier.png alt=again> <img src=none.png alt=none> <img src=https://e.example/ alt=far> <img src=media/x.png alt=kept></p>";
  g_autoptr (BylineImport) done = NULL;
  g_autofree char *html = NULL;

  put (self, "pier.png", picture_png (9, 9));
  done = import (page, self->path, FALSE);
  html = dup_html (done);
  g_assert_cmpstr (html, ==, "<p>a pier again none far <img src=\"media/x.png\" alt=\"kept\"></p>\n");
  g_assert_cmpuint (done->n_images_left, ==, 1);
  g_assert_cmpuint (done->media->len, ==, 0);
}

/* An article that is canonical keeps every byte; its images are found by the names
 * they have. */
static void
test_canonical (Fixture *self, gconstpointer data)
{
  const char *page = "<p>a <img src=\"media/pier.png\" alt=\"wave\"> <img src=\"media/none.png\"></p>\n";
  g_autoptr (BylineImport) done = NULL;
  g_autofree char *html = NULL;

  put (self, "media/pier.png", picture_png (9, 9));
  done = import (page, self->path, TRUE);
  html = dup_html (done);
  g_assert_cmpstr (html, ==, page);
  g_assert_cmpuint (done->media->len, ==, 1);
  g_assert_cmpstr (get (done, 0)->name, ==, "pier.png");
}

/* From standard input nothing is beside a page. */
static void
test_without_path (Fixture *self, gconstpointer data)
{
  g_autofree char *here = g_get_current_dir ();
  g_autoptr (BylineImport) done = NULL;
  g_autofree char *html = NULL;

  put (self, "pier.png", picture_png (9, 9));
  g_assert_cmpint (g_chdir (self->folder), ==, 0);
  done = import ("<p>a <img src=pier.png alt=wave>", NULL, TRUE);
  g_assert_cmpint (g_chdir (here), ==, 0);
  html = dup_html (done);
  g_assert_cmpstr (html, ==, "<p>a wave</p>\n");
}

static void
test_markdown (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("# Wall\n\nText\n\n![wave](pier.png)\n", 33);
  const BylineImportOptions options = { .name = "a.md", .path = self->path, .keep_images = TRUE };
  g_autoptr (BylineImport) done = NULL;
  g_autofree char *html = NULL;
  g_autofree char *expected = NULL;

  put (self, "pier.png", picture_png (9, 9));
  done = byline_import (bytes, &options, NULL);
  html = dup_html (done);
  expected = g_strdup_printf ("<h1>Wall</h1>\n<p>Text</p>\n<img src=\"media/%s\" alt=\"wave\">\n", get (done, 0)->name);
  g_assert_cmpstr (html, ==, expected);
}

#define ADD(name, function) g_test_add ("/images/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("data", test_data);
  ADD ("data-escaped", test_data_escaped);
  ADD ("beside", test_beside);
  ADD ("outside", test_outside);
  ADD ("links", test_links);
  ADD ("which", test_which);
  ADD ("not-kept", test_not_kept);
  ADD ("canonical", test_canonical);
  ADD ("without-path", test_without_path);
  ADD ("markdown", test_markdown);
  return g_test_run ();
}
