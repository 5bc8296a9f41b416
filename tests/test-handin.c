/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archives.h"
#include "error.h"
#include "handed.h"
#include "tree.h"

#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
}

static const char *
get_name (Fixture *self, const BylineHandin *handin)
{
  const gsize length = strlen (self->folder);

  g_assert_true (g_str_has_prefix (handin->file, self->folder) && g_utf8_validate (handin->file, -1, NULL));
  return handin->file[length] == '\0' ? "." : handin->file + length + 1;
}

static void
describe_group (Fixture *self, GString *out, const char *what, GPtrArray *group)
{
  if (group->len > 0)
    g_string_append_printf (out, "%s%s:", out->len > 0 ? "\n" : "", what);
  for (guint i = 0; i < group->len; i++)
    g_string_append_printf (out, " %s", get_name (self, g_ptr_array_index (group, i)));
}

/* Where each file went. */
static char *
describe (Fixture *self, const BylineHandins *handins)
{
  GString *out = g_string_new (NULL);

  describe_group (self, out, "students", handins->students);
  describe_group (self, out, "earlier", handins->earlier);
  describe_group (self, out, "drafts", handins->drafts);
  describe_group (self, out, "damaged", handins->damaged);
  describe_group (self, out, "strangers", handins->strangers);
  describe_group (self, out, "duplicates", handins->duplicates);
  for (guint i = 0; i < handins->conflicts->len; i++)
    describe_group (self, out, "conflict", g_ptr_array_index (handins->conflicts, i));
  if (handins->missing->len > 0)
    g_string_append_printf (out, "%smissing:", out->len > 0 ? "\n" : "");
  for (guint i = 0; i < handins->missing->len; i++)
    g_string_append_printf (out, " %s", (char *) g_ptr_array_index (handins->missing, i));
  return g_string_free (out, FALSE);
}

/* Each file is in one place, and those in the places are the files. */
static void
assert_whole (const BylineHandins *handins)
{
  GPtrArray *places[] = { handins->students, handins->earlier, handins->drafts, handins->damaged, handins->strangers, handins->duplicates };
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint k = 0; k < places[i]->len; k++)
      {
        const BylineHandin *handin = g_ptr_array_index (places[i], k);

        g_assert_true (g_hash_table_add (seen, (gpointer) handin));
        g_assert_true (g_ptr_array_find (handins->files, handin, NULL));
        g_assert_true (places[i] != handins->damaged || (handin->work == NULL && handin->error != NULL));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, handins->files->len);
}

static BylineHandins *
collect_with (Fixture *self, const char *const *paths, const BylineHandinsOptions *options)
{
  g_autoptr (GError) error = NULL;
  BylineHandins *handins = byline_handins_collect (paths, options, &error);

  g_assert_no_error (error);
  assert_whole (handins);
  return handins;
}

static BylineHandins *
collect (Fixture *self)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill" };
  const char *const paths[] = { self->folder, NULL };

  return collect_with (self, paths, &options);
}

static void
assert_collected (Fixture *self, const char *expected)
{
  g_autoptr (BylineHandins) handins = collect (self);
  g_autofree char *found = describe (self, handins);

  g_assert_cmpstr (found, ==, expected);
}

/* Entries in turn: a name and its work, NULL for no work at all. */
typedef struct
{
  const char *name;
  const Handed *handed;
} Zipped;

static GBytes *
zip_new (const Zipped *files, guint n)
{
  g_autofree BylineArchiveEntry *entries = g_new (BylineArchiveEntry, n);
  GBytes *zip;

  for (guint i = 0; i < n; i++)
    entries[i] = (BylineArchiveEntry) { files[i].name, files[i].handed != NULL ? handed_write (files[i].handed) : g_bytes_new_static ("%PDF-1.7", 8) };
  zip = byline_archive_write (entries, n, NULL);
  for (guint i = 0; i < n; i++)
    g_bytes_unref (entries[i].bytes);
  return zip;
}

static void
put_zip (Fixture *self, const char *file, GBytes *zip)
{
  handed_put_bytes (self->folder, file, g_bytes_get_data (zip, NULL), g_bytes_get_size (zip));
}

static void
put_text (Fixture *self, const char *file, const char *text)
{
  handed_put_bytes (self->folder, file, text, strlen (text));
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  assert_collected (self, "");
}

static void
test_folders (Fixture *self, gconstpointer data)
{
  handed_put (self->folder, "b.byline.json", &(Handed) { .name = "Owl" });
  handed_put (self->folder, "deep/er/a.byline.json", &(Handed) { .name = "Heron" });
  handed_put (self->folder, "deep/renamed.txt", &(Handed) { .name = "Stork" });
  handed_put (self->folder, "deep/no-extension", &(Handed) { .name = "Wren" });
  /* None of our business. */
  handed_put (self->folder, ".hidden/a.byline.json", &(Handed) { .name = "Crow" });
  handed_put (self->folder, ".a.byline.json", &(Handed) { .name = "Crow" });
  handed_put (self->folder, "__MACOSX/a.byline.json", &(Handed) { .name = "Crow" });
  handed_put (self->folder, "b.byline.json~", &(Handed) { .name = "Owl", .committed = "" });
  put_text (self, "b.byline.json.history", "{\"format\": \"byline-history\", \"byline:\": 1}");
  put_text (self, "creator.json", "{\"id\": \"urn:x:1\", \"type\": \"Person\", \"nickname\": \"Heron\"}");
  put_text (self, "essay.pdf", "%PDF-1.7");
  put_text (self, "braces.txt", "{ a note about \"byline:format\" lies in b.byline.json }" + 1);
  put_text (self, "other.geojson.txt", "{\"type\": \"FeatureCollection\"}");
  put_text (self, "empty.txt", "");
  assert_collected (self, "students: deep/er/a.byline.json b.byline.json deep/renamed.txt deep/no-extension");
}

/* A folder may lie on a stick where anything can lie. */
static void
test_odd_files (Fixture *self, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (self->folder, "pipe.json", NULL);
  g_autofree char *quiet_pipe = g_build_filename (self->folder, "pipe", NULL);
  g_autofree char *link = g_build_filename (self->folder, "link.byline.json", NULL);
  g_autofree char *loop = g_build_filename (self->folder, "loop", NULL);
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;

  handed_put (self->folder, "Jos\xE9.byline.json", &(Handed) { .name = "Owl" });
  handed_put (self->folder, "new\nline.byline.json", &(Handed) { .name = "Wren" });
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (mkfifo (quiet_pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (symlink (".", loop), ==, 0);

  handins = collect (self);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: Jos\uFFFD.byline.json new\nline.byline.json\ndamaged: link.byline.json pipe.json");
}

static void
test_deep (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (BylineHandins) handins = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_string_append (name, "d/");
      if (i == 20 || i == 39)
        {
          g_autofree char *file = g_strdup_printf ("%swork.byline.json", name->str);

          handed_put (self->folder, file, &(Handed) { .attempt = i });
        }
    }
  handins = collect (self);
  g_assert_cmpuint (handins->students->len, ==, 1);
  g_assert_cmpuint (handins->damaged->len, ==, 1);
  g_assert_nonnull (strstr (((BylineHandin *) g_ptr_array_index (handins->damaged, 0))->error, "too deep"));
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) whole = handed_write (&(Handed) { .name = "Owl" });
  const char *bytes = g_bytes_get_data (whole, NULL);
  const gsize half = g_bytes_get_size (whole) - 50;
  const struct { const char *file, *says; } cases[] = {
    { "bom.json", "byte order mark" },
    { "cut.byline.json", "this string has no end" },
    { "cut.txt", "this string has no end" },
    { "empty.byline.json", "this file is empty" },
    { "kind.json", "neither Byline work nor an answer key" },
    { "list.json", "neither Byline work nor an answer key" },
    { "newer.byline.json", "newer Byline" },
    { "plain.byline", "“<”" },
  };
  g_autoptr (BylineHandins) handins = NULL;

  handed_put_bytes (self->folder, "cut.byline.json", bytes, half);
  handed_put_bytes (self->folder, "cut.txt", bytes, half);
  put_text (self, "empty.byline.json", "");
  put_text (self, "bom.json", "\xEF\xBB\xBF{}");
  put_text (self, "kind.json", "{\"type\": \"FeatureCollection\"}");
  put_text (self, "list.json", "[]");
  put_text (self, "plain.byline", "<p>");
  put_text (self, "newer.byline.json", "{\"type\": \"AnnotationCollection\", \"byline:format\": 2}");
  handins = collect (self);

  g_assert_cmpuint (handins->files->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->damaged, i);

      g_assert_cmpstr (get_name (self, handin), ==, cases[i].file);
      g_assert_nonnull (strstr (handin->error, cases[i].says));
    }
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->folder, "locked.txt", NULL);
  g_autofree char *folder = g_build_filename (self->folder, "locked", NULL);

  if (geteuid () == 0)
    {
      g_test_skip ("nothing is unreadable for root");
      return;
    }
  handed_put (self->folder, "a.byline.json", &(Handed) { .name = "Owl" });
  put_text (self, "locked.txt", "");
  g_assert_cmpint (g_mkdir (folder, 0), ==, 0);
  g_assert_cmpint (g_chmod (file, 0), ==, 0);
  assert_collected (self, "students: a.byline.json\ndamaged: locked locked.txt");
}

static void
test_attempts (Fixture *self, gconstpointer data)
{
  /* The highest attempt, whenever it was; then the latest moment, wherever. */
  handed_put (self->folder, "a1.json", &(Handed) { .name = "Heron", .attempt = 1, .committed = "2026-11-25T12:00:00Z" });
  handed_put (self->folder, "a10.json", &(Handed) { .name = "Heron", .attempt = 10, .committed = "2026-11-23T12:00:00Z" });
  handed_put (self->folder, "a2.json", &(Handed) { .name = "Heron", .attempt = 2, .committed = "2026-11-24T12:00:00Z" });
  handed_put (self->folder, "b1.json", &(Handed) { .name = "Owl", .committed = "2026-11-23T12:00:00+02:00" });
  handed_put (self->folder, "b2.json", &(Handed) { .name = "Owl", .committed = "2026-11-23T10:30:00Z" });
  handed_put (self->folder, "b3.json", &(Handed) { .name = "Owl", .committed = "true" });
  handed_put (self->folder, "b4.json", &(Handed) { .name = "Owl", .committed = "2026-11-23T10:30:00.000Z", .note = "same moment" });
  handed_put (self->folder, "b5.json", &(Handed) { .name = "Owl", .attempt = 2, .committed = "" });
  assert_collected (self, "students: a10.json b2.json\nearlier: a1.json a2.json b3.json b1.json b4.json\ndrafts: b5.json");
}

static void
test_order_of_students (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;
  const BylineHandin *last;

  handed_put (self->folder, "1.json", &(Handed) { .name = "Owl" });
  handed_put (self->folder, "2.json", &(Handed) { .name = "Heron", .id = "urn:x:2" });
  handed_put (self->folder, "3.json", &(Handed) { .name = "Heron", .id = "urn:x:1" });
  handed_put (self->folder, "4.json", &(Handed) { .name = "Crow", .id = "" });
  handed_put (self->folder, "5.json", &(Handed) { .name = "", .id = "urn:x:0" });
  /* Without a creator nobody knows that these are by the same person. */
  handed_put (self->folder, "6.json", &(Handed) { .name = "", .id = "", .note = "a" });
  handed_put (self->folder, "7.json", &(Handed) { .name = "", .id = "", .note = "b", .attempt = 2 });
  handins = collect (self);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: 6.json 7.json 5.json 4.json 3.json 2.json 1.json\nconflict: 2.json 3.json");

  last = g_ptr_array_index (handins->students, 3);
  g_assert_cmpstr (last->student, ==, "Crow");
  last = g_ptr_array_index (handins->students, 0);
  g_assert_null (last->student);
}

static void
test_duplicates (Fixture *self, gconstpointer data)
{
  const Handed heron = { .name = "Heron" }, owl = { .name = "Owl", .committed = "" }, stranger = { .pack = "urn:x:other" };
  const Zipped zipped[] = { { "copy/heron.json", &heron } };
  g_autoptr (GBytes) zip = zip_new (zipped, 1);

  handed_put (self->folder, "heron.json", &heron);
  handed_put (self->folder, "heron (1).json", &heron);
  handed_put (self->folder, "owl.json", &owl);
  handed_put (self->folder, "stick/owl.json", &owl);
  put_zip (self, "stick.zip", zip);
  handed_put (self->folder, "x.json", &stranger);
  handed_put (self->folder, "y.json", &stranger);
  put_text (self, "empty1.json", "");
  put_text (self, "empty2.json", "");
  /* Ten empty files are ten students whose disk was full. */
  assert_collected (self, "students: heron (1).json\ndrafts: owl.json\ndamaged: empty1.json empty2.json\nstrangers: x.json y.json\n"
                          "duplicates: heron.json stick.zip/copy/heron.json stick/owl.json");
}

static void
test_conflicts (Fixture *self, gconstpointer data)
{
  /* The same name, another creator; also but for case. */
  handed_put (self->folder, "a1.json", &(Handed) { .name = "Heron", .id = "urn:x:a1" });
  handed_put (self->folder, "a2.json", &(Handed) { .name = "heron", .id = "urn:x:a2", .attempt = 2 });
  handed_put (self->folder, "a3.json", &(Handed) { .name = "Heron", .id = "" });
  /* The same attempt, other marks: none is lost. */
  handed_put (self->folder, "b1.json", &(Handed) { .name = "Owl", .marks = "claim opinion" });
  handed_put (self->folder, "b2.json", &(Handed) { .name = "Owl", .marks = "claim" });
  /* The same marks in another order, another time: no conflict. */
  handed_put (self->folder, "c1.json", &(Handed) { .name = "Wren", .marks = "claim opinion", .committed = "true" });
  handed_put (self->folder, "c2.json", &(Handed) { .name = "Wren", .marks = "opinion claim" });
  /* Another name: for another attempt that is no matter. */
  handed_put (self->folder, "d1.json", &(Handed) { .name = "Crow", .id = "urn:x:d" });
  handed_put (self->folder, "d2.json", &(Handed) { .name = "Rook", .id = "urn:x:d", .attempt = 2 });
  handed_put (self->folder, "e1.json", &(Handed) { .name = "Tern", .id = "urn:x:e" });
  handed_put (self->folder, "e2.json", &(Handed) { .name = "Gull", .id = "urn:x:e" });
  /* A draft is no conflict. */
  handed_put (self->folder, "f1.json", &(Handed) { .name = "Ibis" });
  handed_put (self->folder, "f2.json", &(Handed) { .name = "Ibis", .id = "urn:x:f", .committed = "" });
  assert_collected (self, "students: a3.json a1.json f1.json b1.json d2.json e1.json c2.json a2.json\n"
                          "earlier: b2.json d1.json e2.json c1.json\ndrafts: f2.json\n"
                          "conflict: a1.json a2.json a3.json\nconflict: b1.json b2.json\nconflict: e1.json e2.json");
}

static void
test_strangers (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;

  handed_put (self->folder, "article.json", &(Handed) { .article = "harbour", .name = "Owl" });
  handed_put (self->folder, "key.byline.json", &(Handed) { .role = "key" });
  handed_put (self->folder, "mine.json", &(Handed) { .digest = "" });
  handed_put (self->folder, "pack.json", &(Handed) { .pack = "urn:x:other", .article = "other" });
  put_text (self, "lamps/byline.json", "{\"format\": \"byline-pack\", \"version\": 1}");
  handins = collect (self);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: mine.json\nstrangers: article.json key.byline.json lamps/byline.json pack.json");
  g_assert_cmpuint (handins->articles->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (handins->articles, 0), ==, "harbour");
  g_assert_cmpstr (g_ptr_array_index (handins->articles, 1), ==, "mill");
}

/* With the pack itself, what is silent about its pack is known by its text. */
static void
test_contents (Fixture *self, gconstpointer data)
{
  g_autofree char *pack_path = g_dir_make_tmp ("byline-XXXXXX", NULL);
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;
  const char *const paths[] = { self->folder, NULL };
  const char *manifest = "{\"format\": \"byline-pack\", \"version\": 1, \"id\": \"" HANDED_PACK "\", \"revision\": 1, \"title\": \"t\", "
                         "\"articles\": [{\"id\": \"mill\", \"file\": \"articles/mill.html\"}]}";
  const char *text = "<p>The mill stands still, and nobody in the village knows why.</p>\n";
  BylineHandinsOptions options = { .pack = HANDED_PACK };

  handed_put_bytes (pack_path, "byline.json", manifest, strlen (manifest));
  handed_put_bytes (pack_path, "articles/mill.html", text, strlen (text));
  pack = byline_pack_open (pack_path, NULL);
  options.contents = pack;

  handed_put (self->folder, "known.json", &(Handed) { .pack = "" });
  handed_put (self->folder, "no-digest.json", &(Handed) { .name = "Owl", .pack = "", .digest = "" });
  handed_put (self->folder, "other-article.json", &(Handed) { .article = "harbour" });
  handed_put (self->folder, "other-text.json", &(Handed) { .pack = "", .digest = "sha256:" "0000000000000000000000000000000000000000000000000000000000000000" });
  handed_put (self->folder, "revised.json", &(Handed) { .name = "Wren", .digest = "sha256:" "0000000000000000000000000000000000000000000000000000000000000000" });
  handins = collect_with (self, paths, &options);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: known.json no-digest.json revised.json\nstrangers: other-article.json other-text.json");
  remove_tree (pack_path);
}

/* Without an article, a student has an attempt that counts for each. */
static void
test_all_articles (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { 0 };
  const char *const paths[] = { self->folder, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;
  const BylineHandin *one, *two;

  handed_put (self->folder, "a.json", &(Handed) { .article = "mill" });
  handed_put (self->folder, "b.json", &(Handed) { .article = "harbour", .attempt = 2, .pack = "urn:x:any" });
  handed_put (self->folder, "c.json", &(Handed) { .article = "harbour", .attempt = 1, .marks = "" });
  handins = collect_with (self, paths, &options);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: b.json a.json\nearlier: c.json");
  one = g_ptr_array_index (handins->students, 0);
  two = g_ptr_array_index (handins->students, 1);
  g_assert_true (one->student == two->student);
}

static void
test_roster (Fixture *self, gconstpointer data)
{
  const char *codes[] = { "Wren", "heron", "Owl", "E\xCC\x81mile", "Rook", "Crow" };
  g_autoptr (GPtrArray) roster = g_ptr_array_new ();
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill", .roster = roster };
  const char *const paths[] = { self->folder, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_ptr_array_add (roster, (char *) codes[i]);
  handed_put (self->folder, "a.json", &(Handed) { .name = "Heron" });
  handed_put (self->folder, "b.json", &(Handed) { .name = "Owl", .committed = "" });
  handed_put (self->folder, "c.json", &(Handed) { .name = "\u00C9mile" });
  handed_put (self->folder, "d.json", &(Handed) { .name = "Rook", .id = "urn:x:d" });
  handed_put (self->folder, "e.json", &(Handed) { .name = "Crow", .id = "urn:x:d", .attempt = 2 });
  handed_put (self->folder, "f.json", &(Handed) { .name = "Wren", .article = "harbour" });
  handins = collect_with (self, paths, &options);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: e.json a.json c.json\nearlier: d.json\ndrafts: b.json\nstrangers: f.json\nmissing: Wren Owl");
}

static void
test_canvas_zip (Fixture *self, gconstpointer data)
{
  const Handed heron = { .name = "Heron" }, owl = { .name = "Owl" }, again = { .name = "Owl", .attempt = 2 };
  const Zipped files[] = {
    { "vennada_11_21_harbour.byline.json", &heron },
    { "tammbo_LATE_12_22_harbour-1.byline.json", &owl },
    { "tammbo_12_23_harbour.byline-2.json", &again },
    { "tammbo_12_24_essay.pdf", NULL },
    { "__MACOSX/._vennada_11_21_harbour.byline.json", NULL },
    { ".DS_Store", NULL },
  };
  g_autoptr (GBytes) zip = zip_new (files, G_N_ELEMENTS (files));
  g_autoptr (BylineHandins) handins = NULL;
  g_autofree char *found = NULL;

  put_zip (self, "submissions.zip", zip);
  handins = collect (self);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: submissions.zip/vennada_11_21_harbour.byline.json submissions.zip/tammbo_12_23_harbour.byline-2.json\n"
                              "earlier: submissions.zip/tammbo_LATE_12_22_harbour-1.byline.json");
  g_assert_cmpstr (((BylineHandin *) g_ptr_array_index (handins->students, 0))->suggested, ==, "vennada");
  g_assert_cmpstr (((BylineHandin *) g_ptr_array_index (handins->earlier, 0))->suggested, ==, "tammbo");
}

static void
test_moodle_zip (Fixture *self, gconstpointer data)
{
  const Handed heron = { .name = "Heron" }, owl = { .name = "Owl" }, wren = { .name = "Wren" };
  const Zipped inner[] = { { "work/harbour.byline.json", &wren }, { "notes.txt", NULL } };
  g_autoptr (GBytes) inner_zip = zip_new (inner, G_N_ELEMENTS (inner));
  g_autoptr (GBytes) one = handed_write (&heron), two = handed_write (&owl);
  const BylineArchiveEntry entries[] = {
    { "Participant 123_456_assignsubmission_file_/harbour.byline.json", one },
    { "Bo Tamm_457_assignsubmission_file_/deep/er/harbour", two },
    { "Ada Venn_458_assignsubmission_file_/all.zip", inner_zip },
  };
  g_autoptr (GBytes) zip = byline_archive_write (entries, G_N_ELEMENTS (entries), NULL);
  const BylineArchiveEntry outer_entries[] = { { "download.zip", zip } };
  g_autoptr (GBytes) outer = byline_archive_write (outer_entries, 1, NULL);
  g_autoptr (BylineHandins) handins = NULL;

  put_zip (self, "moodle", zip);
  handins = collect (self);
  g_assert_cmpuint (handins->students->len, ==, 3);
  g_assert_cmpstr (((BylineHandin *) g_ptr_array_index (handins->students, 0))->suggested, ==, "Participant 123");
  g_assert_cmpstr (((BylineHandin *) g_ptr_array_index (handins->students, 1))->suggested, ==, "Bo Tamm");
  g_assert_cmpstr (((BylineHandin *) g_ptr_array_index (handins->students, 2))->suggested, ==, "Ada Venn");
  g_assert_cmpstr (get_name (self, g_ptr_array_index (handins->students, 2)), ==, "moodle/Ada Venn_458_assignsubmission_file_/all.zip/work/harbour.byline.json");
  g_clear_pointer (&handins, byline_handins_free);

  /* One zip in a zip is opened, a third one is not. */
  put_zip (self, "moodle", outer);
  handins = collect (self);
  g_assert_cmpuint (handins->students->len, ==, 2);
  g_assert_cmpuint (handins->damaged->len, ==, 1);
  g_assert_cmpstr (get_name (self, g_ptr_array_index (handins->damaged, 0)), ==, "moodle/download.zip/Ada Venn_458_assignsubmission_file_/all.zip");
}

static void
test_pack_zip (Fixture *self, gconstpointer data)
{
  const char *manifest = "{\"format\": \"byline-pack\", \"version\": 1}";
  const Handed key = { .role = "key" }, heron = { .name = "Heron" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (manifest, strlen (manifest));
  g_autoptr (GBytes) key_bytes = handed_write (&key);
  g_autoptr (GBytes) work_bytes = handed_write (&heron);
  const BylineArchiveEntry entries[] = { { "byline.json", bytes }, { "keys/mill.byline.json", key_bytes }, { "mine.byline.json", work_bytes } };
  g_autoptr (GBytes) pack = byline_archive_write (entries, 2, NULL);
  g_autoptr (GBytes) with_work = byline_archive_write (entries, 3, NULL);

  put_zip (self, "lamps.byline", pack);
  put_zip (self, "zipped-all.zip", with_work);
  assert_collected (self, "students: zipped-all.zip/mine.byline.json\nstrangers: lamps.byline zipped-all.zip");
}

static void
test_damaged_zip (Fixture *self, gconstpointer data)
{
  const Handed heron = { .name = "Heron" }, owl = { .name = "Owl" };
  const Zipped files[] = { { "a.json", &heron }, { "b.json", &owl } };
  g_autoptr (GBytes) zip = zip_new (files, G_N_ELEMENTS (files));
  gsize size;
  g_autofree char *bytes = g_memdup2 (g_bytes_get_data (zip, &size), g_bytes_get_size (zip));

  handed_put_bytes (self->folder, "cut.zip", bytes, size / 2);
  handed_put_bytes (self->folder, "cut.docx", bytes, size / 2);
  /* The first file's bytes. */
  bytes[50] ^= 0x55;
  handed_put_bytes (self->folder, "flipped.zip", bytes, size);
  assert_collected (self, "students: flipped.zip/b.json\ndamaged: cut.zip flipped.zip/a.json");
}

/* Office documents are zips, and may have JSON in them. */
static void
test_other_zips (Fixture *self, gconstpointer data)
{
  const Handed heron = { .name = "Heron" };
  const Zipped files[] = { { "word/settings.json", NULL }, { "a.json", &heron } };
  g_autoptr (GBytes) zip = zip_new (files, G_N_ELEMENTS (files));

  put_zip (self, "essay.docx", zip);
  assert_collected (self, "students: essay.docx/a.json");
}

static void
test_suggested (Fixture *self, gconstpointer data)
{
  const struct { const char *file, *suggested; } cases[] = {
    { "Ada Venn_9_assignsubmission_file_harbour.byline.json", "Ada Venn" },
    { "Ada_Venn_9_assignsubmission_file_/x/harbour.json", "Ada_Venn" },
    { "all_9_assignsubmission_file_/vennada_1_2_x.json", "vennada" },
    { "heron-07_lamps_mill.byline.json", NULL },
    { "heron07_12345_678910_harbour-2.byline.json", "heron07" },
    { "lesson_2026_11_23/harbour.json", NULL },
    { "venn_ada_LATE_1_2_x.json", "venn_ada" },
    { "x_1_2_.json", "x" },
    { "\u00C9mile_1_2_x.json", "\u00C9mile" },
  };
  g_autoptr (BylineHandins) handins = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    handed_put (self->folder, cases[i].file, &(Handed) { .attempt = i + 1 });
  handins = collect (self);
  g_assert_cmpuint (handins->files->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->files, i);

      g_assert_cmpstr (get_name (self, handin), ==, cases[i].file);
      g_assert_cmpstr (handin->suggested, ==, cases[i].suggested);
    }
}

static guint progress_read, progress_found, n_progress;

static void
progress_cb (guint n_read, guint n_found)
{
  g_assert_cmpuint (n_read, >, progress_read);
  progress_read = n_read;
  progress_found = n_found;
  n_progress++;
}

/* Told now and then, and when all is read. */
static void
test_progress (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill", .progress = progress_cb };
  const char *const paths[] = { self->folder, NULL };
  g_autoptr (BylineHandins) handins = NULL;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("Heron-%u", i);
      g_autofree char *file = g_strdup_printf ("%u.json", i);

      handed_put (self->folder, file, &(Handed) { .name = name });
    }
  handins = collect_with (self, paths, &options);
  g_assert_cmpuint (handins->students->len, ==, 200);
  g_assert_cmpuint (progress_read, ==, 200);
  g_assert_cmpuint (progress_found, ==, 200);
  g_assert_cmpuint (n_progress, ==, 4);
}

static void
test_paths (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill" };
  g_autofree char *file = g_build_filename (self->folder, "in", "a.json", NULL);
  g_autofree char *inner = g_build_filename (self->folder, "in", NULL);
  g_autofree char *note = g_build_filename (self->folder, "note.txt", NULL);
  g_autofree char *nowhere = g_build_filename (self->folder, "nowhere", NULL);
  const char *const paths[] = { file, inner, self->folder, file, note, NULL }, *const half[] = { inner, nowhere, NULL }, *const wrong[] = { nowhere, NULL };
  g_autoptr (BylineHandins) handins = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  handed_put (self->folder, "in/a.json", &(Handed) { 0 });
  put_text (self, "note.txt", "not what was asked for");
  /* The same file on several ways is one; one that is named must be work. */
  handins = collect_with (self, paths, &options);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: in/a.json\ndamaged: note.txt");

  /* What is not there is damaged, as long as there is anything else. */
  g_clear_pointer (&handins, byline_handins_free);
  g_clear_pointer (&found, g_free);
  handins = collect_with (self, half, &options);
  found = describe (self, handins);
  g_assert_cmpstr (found, ==, "students: in/a.json\ndamaged: nowhere");

  g_assert_null (byline_handins_collect (wrong, &options, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (g_str_has_prefix (error->message, nowhere));
}

static void
test_pipe (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill" };
  const Handed heron = { .name = "Heron" };
  const Zipped zipped[] = { { "a.json", &heron } };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) bytes = i == 0 ? handed_write (&heron) : zip_new (zipped, 1);
      g_autoptr (BylineHandins) handins = NULL;
      g_autofree char *path = NULL;
      const char *paths[] = { NULL, NULL };
      int ends[2];

      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (write (ends[1], g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), ==, (gssize) g_bytes_get_size (bytes));
      close (ends[1]);
      path = g_strdup_printf ("/dev/fd/%d", ends[0]);
      paths[0] = path;
      handins = collect_with (self, paths, &options);
      close (ends[0]);
      g_assert_cmpuint (handins->students->len, ==, 1);
      g_assert_cmpuint (handins->files->len, ==, 1);
    }
}

/* As many hand-ins as a test has, by few students, in folders and zips. */
static GPtrArray *
scatter (Fixture *self, GRand *rand)
{
  static const char *const names[] = { "Heron", "heron", "Owl", "Wren", "" };
  static const char *const ids[] = { "urn:x:a", "urn:x:b", "urn:x:c", "", NULL };
  static const char *const times[] = { NULL, "", "true", "2026-11-23T11:00:00+01:00", "2026-11-24T00:00:00Z" };
  static const char *const marks[] = { "claim", "claim opinion", "opinion claim", "" };
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 12; i++)
    {
      const Handed handed = {
        .name = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))], .id = ids[g_rand_int_range (rand, 0, G_N_ELEMENTS (ids))],
        .committed = times[g_rand_int_range (rand, 0, G_N_ELEMENTS (times))], .marks = marks[g_rand_int_range (rand, 0, G_N_ELEMENTS (marks))],
        .attempt = g_rand_int_range (rand, 1, 3), .pack = g_rand_int_range (rand, 0, 9) == 0 ? "urn:x:other" : NULL,
      };
      const Zipped zipped[] = { { "a.json", &handed } };
      g_autoptr (GBytes) zip = zip_new (zipped, 1);
      g_autofree char *file = g_strdup_printf ("%d/%u.%s", g_rand_int_range (rand, 0, 3), i, i % 3 == 0 ? "zip" : "json");

      if (i % 3 == 0)
        put_zip (self, file, zip);
      else
        handed_put (self->folder, file, &handed);
      g_ptr_array_add (paths, g_build_filename (self->folder, file, NULL));
    }
  return paths;
}

/* Neither the order of the paths nor that of a folder changes anything, and every
 * finished work is an attempt of somebody. */
static void
test_any_order (Fixture *self, gconstpointer data)
{
  const BylineHandinsOptions options = { .pack = HANDED_PACK, .article = "mill" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GPtrArray) paths = scatter (self, rand);
      g_autoptr (BylineHandins) listed = collect (self);
      g_autofree char *expected = describe (self, listed);

      for (guint shuffle = 0; shuffle < 3; shuffle++)
        {
          g_autoptr (GPtrArray) shuffled = g_ptr_array_copy (paths, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
          g_autoptr (BylineHandins) handins = NULL;
          g_autofree char *found = NULL;

          g_ptr_array_set_free_func (shuffled, g_free);
          for (guint i = shuffled->len; i-- > 1;)
            {
              const guint k = g_rand_int_range (rand, 0, i + 1);
              gpointer path = shuffled->pdata[i];

              shuffled->pdata[i] = shuffled->pdata[k];
              shuffled->pdata[k] = path;
            }
          g_ptr_array_add (shuffled, NULL);
          handins = collect_with (self, (const char *const *) shuffled->pdata, &options);
          found = describe (self, handins);
          g_assert_cmpstr (found, ==, expected);
        }
      for (guint i = 0; i < 3; i++)
        {
          g_autofree char *folder = g_strdup_printf ("%s/%u", self->folder, i);

          if (g_file_test (folder, G_FILE_TEST_IS_DIR))
            remove_tree (folder);
        }
    }
}

#define ADD(name, function) g_test_add ("/handin/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("nothing", test_nothing);
  ADD ("folders", test_folders);
  ADD ("odd-files", test_odd_files);
  ADD ("deep", test_deep);
  ADD ("damaged", test_damaged);
  ADD ("unreadable", test_unreadable);
  ADD ("attempts", test_attempts);
  ADD ("order-of-students", test_order_of_students);
  ADD ("duplicates", test_duplicates);
  ADD ("conflicts", test_conflicts);
  ADD ("strangers", test_strangers);
  ADD ("contents", test_contents);
  ADD ("all-articles", test_all_articles);
  ADD ("roster", test_roster);
  ADD ("canvas-zip", test_canvas_zip);
  ADD ("moodle-zip", test_moodle_zip);
  ADD ("pack-zip", test_pack_zip);
  ADD ("damaged-zip", test_damaged_zip);
  ADD ("other-zips", test_other_zips);
  ADD ("suggested", test_suggested);
  ADD ("paths", test_paths);
  ADD ("progress", test_progress);
  ADD ("pipe", test_pipe);
  ADD ("any-order", test_any_order);
  return g_test_run ();
}
