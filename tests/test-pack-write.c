/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "pack-secrets.h"
#include "pack-write.h"

#include <string.h>

#define HTML "<h1>The mill</h1>\n<p>The mill stands still, and nobody in the whole valley knows why.</p>\n"
#define QUOTE "nobody in the whole valley knows why"
#define REASON "Nobody asked the people of the valley."
#define ID "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"

typedef struct
{
  BylineArticle *article;
  BylinePack *pack;
  BylineAnnotations *marks;
  BylinePackDraft draft;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) bare = NULL, mark = NULL;
  const char *start;

  self->article = byline_article_new (html, NULL);
  self->pack = byline_pack_new_for_article (self->article, "The Mill of 1790!");
  self->marks = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "article");
  byline_annotations_set_creator (self->marks, "urn:uuid:0", "Heron-07");
  start = strstr (byline_article_get_text (self->article, NULL), QUOTE);
  byline_span_init_range (&span, start - byline_article_get_text (self->article, NULL), start - byline_article_get_text (self->article, NULL) + strlen (QUOTE));
  bare = byline_annotation_new (self->article, "claim", &span);
  mark = byline_annotation_set_note (bare, REASON);
  byline_annotations_put (self->marks, mark, 0);
  self->draft = (BylinePackDraft) { .pack = self->pack, .article = "article", .marks = self->marks, .id = ID, .kind = BYLINE_PACK_PRACTICE };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  byline_annotations_unref (self->marks);
  byline_pack_unref (self->pack);
  byline_article_unref (self->article);
}

static BylinePack *
write_draft (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = byline_pack_draft_write (&self->draft, &error);
  BylinePack *pack;

  g_assert_no_error (error);
  pack = byline_pack_new_for_zip (zip, &error);
  g_assert_no_error (error);
  return pack;
}

static void
test_practice (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = write_draft (self);
  g_autoptr (BylineAnnotations) key = byline_pack_load_key (pack, "the-mill-of-1790", NULL);

  g_assert_cmpstr (byline_pack_get_id (pack), ==, ID);
  g_assert_cmpuint (byline_pack_get_revision (pack), ==, 1);
  g_assert_cmpstr (byline_pack_get_title (pack), ==, "The Mill of 1790!");
  g_assert_null (byline_pack_get_license (pack));
  g_assert_cmpint (byline_pack_get_kind (pack), ==, BYLINE_PACK_PRACTICE);
  g_assert_cmpint (byline_pack_get_reveal (pack), ==, BYLINE_REVEAL_COMMIT);
  g_assert_nonnull (key);
  g_assert_cmpint (byline_annotations_get_role (key), ==, BYLINE_ROLE_KEY);
  g_assert_null (byline_annotations_get_code_name (key));
  g_assert_cmpstr (byline_annotations_get_pack (key), ==, ID);
  g_assert_cmpuint (byline_annotations_get_size (key), ==, 1);
  g_assert_cmpstr (byline_annotations_get (key, 0)->note, ==, REASON);
}

static void
test_student (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = NULL;
  const BylinePackArticle *entry;

  self->draft.kind = BYLINE_PACK_STUDENT;
  self->draft.title = "Mills";
  self->draft.revision = 3;
  pack = write_draft (self);
  entry = byline_pack_get_article (pack, 0);
  g_assert_null (entry->key);
  g_assert_cmpstr (byline_pack_get_title (pack), ==, "Mills");
  g_assert_cmpuint (byline_pack_get_revision (pack), ==, 3);
  g_assert_cmpint (byline_pack_get_reveal (pack), ==, BYLINE_REVEAL_TEACHER);
}

static void
test_sealed (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = NULL;
  g_autoptr (BylineAnnotations) key = NULL;
  g_autoptr (GError) error = NULL;

  self->draft.kind = BYLINE_PACK_STUDENT;
  self->draft.code = "tidal-mango-42";
  pack = write_draft (self);
  g_assert_true (byline_pack_has_sealed_key (pack, "the-mill-of-1790"));
  g_assert_cmpint (byline_pack_get_reveal (pack), ==, BYLINE_REVEAL_CODE);
  key = byline_pack_unseal_key (pack, "the-mill-of-1790", "Tidal Mango 42", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (byline_annotations_get_size (key), ==, 1);
}

/* Teachers' and students' versions go together, and a pack can be made of a pack. */
static void
test_again (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) first = write_draft (self), second = NULL;

  self->draft.pack = first;
  self->draft.article = "the-mill-of-1790";
  self->draft.kind = BYLINE_PACK_TEACHER;
  self->draft.id = NULL;
  second = write_draft (self);
  g_assert_cmpstr (byline_pack_get_id (second), !=, ID);
  g_assert_nonnull (byline_pack_find_article (second, "the-mill-of-1790"));
  g_assert_cmpint (byline_pack_get_kind (second), ==, BYLINE_PACK_TEACHER);
}

/* Who made it and under which licence is said in the manifest, and goes on to the next pack. */
static void
test_credits (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) first = NULL, second = NULL;
  g_autoptr (GBytes) manifest = NULL, next = NULL;
  gsize size;

  self->draft.license = "CC-BY-4.0";
  self->draft.author = "The \"Mill\" Team";
  first = write_draft (self);
  g_assert_cmpstr (byline_pack_get_license (first), ==, "CC-BY-4.0");
  manifest = byline_pack_get_file (first, "byline.json");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (manifest, &size), g_bytes_get_size (manifest), "\"The \\\"Mill\\\" Team\""));

  self->draft.pack = first;
  self->draft.article = "the-mill-of-1790";
  self->draft.license = self->draft.author = NULL;
  second = write_draft (self);
  g_assert_cmpstr (byline_pack_get_license (second), ==, "CC-BY-4.0");
  next = byline_pack_get_file (second, "byline.json");
  g_assert_null (g_strstr_len (g_bytes_get_data (next, &size), g_bytes_get_size (next), "\"authors\""));
}

static void
assert_refused (Fixture *self, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (byline_pack_draft_write (&self->draft, &error));
  g_assert_error (error, BYLINE_ERROR, code);
}

static void
test_refuses (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static ("<p>Another text.</p>\n", 21);
  g_autoptr (BylineArticle) other = byline_article_new (html, NULL);
  g_autoptr (BylineAnnotations) none = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "article");
  g_autoptr (BylineAnnotations) elsewhere = byline_annotations_new (BYLINE_ROLE_WORK, other, "article");

  self->draft.marks = none;
  assert_refused (self, BYLINE_ERROR_EMPTY);
  self->draft.marks = elsewhere;
  assert_refused (self, BYLINE_ERROR_MISMATCH);
  self->draft.marks = self->marks;
  self->draft.article = "hill";
  assert_refused (self, BYLINE_ERROR_MISMATCH);
}

static void
assert_secret (Fixture *self, const char *member, const char *text, gboolean is_secret)
{
  g_autoptr (BylinePackSecrets) secrets = byline_pack_secrets_new ();
  g_autoptr (JsonObject) manifest = json_object_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  byline_pack_secrets_add (secrets, self->marks);
  json_object_set_string_member (manifest, member, text);
  g_assert_cmpint (byline_pack_secrets_check_manifest (secrets, manifest, &error), ==, !is_secret);
  if (is_secret)
    g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
}

static void
test_secrets (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePackSecrets) secrets = byline_pack_secrets_new ();
  g_autoptr (GBytes) clean = g_bytes_new_static ("\x89PNG pixels", 11);
  g_autoptr (GBytes) chatty = g_bytes_new_static ("\x89PNG tEXt\0NOBODY asked the people of the valley.", 48);

  assert_secret (self, "description", "About a mill.", FALSE);
  assert_secret (self, "description", "Think: " REASON, TRUE);
  assert_secret (self, "description", "NOBODY asked  the\npeople of the valley.", TRUE);
  assert_secret (self, "title", REASON, TRUE);
  assert_secret (self, "briefing", "It says: " QUOTE ".", TRUE);
  assert_secret (self, "title", QUOTE, FALSE);
  assert_secret (self, REASON, "", TRUE);

  byline_pack_secrets_add (secrets, self->marks);
  g_assert_true (byline_pack_secrets_check_file (secrets, "media/a.png", clean, NULL));
  g_assert_false (byline_pack_secrets_check_file (secrets, "media/a.png", chatty, NULL));
}

static gboolean
has_secret (BylinePackSecrets *secrets, gconstpointer data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  return !byline_pack_secrets_check_file (secrets, "media/a.png", bytes, NULL);
}

/* Wherever in the picture it stands, in whatever letters; nothing that only begins like it. */
static void
test_secrets_anywhere (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePackSecrets) secrets = byline_pack_secrets_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  const gsize length = strlen (REASON);
  guint8 picture[512];

  byline_pack_secrets_add (secrets, self->marks);
  g_assert_false (has_secret (secrets, NULL, 0));
  g_assert_false (has_secret (secrets, REASON, 1));
  g_assert_false (has_secret (secrets, REASON, length - 1));
  g_assert_true (has_secret (secrets, REASON, length));
  for (guint round = 0; round < 2000; round++)
    {
      const gsize at = g_rand_int_range (rand, 0, sizeof picture - length + 1);

      for (gsize i = 0; i < sizeof picture; i++)
        picture[i] = g_rand_boolean (rand) ? (guint8) g_rand_int (rand) : (guint8) REASON[i % 3];
      g_assert_false (has_secret (secrets, picture, sizeof picture));
      for (gsize i = 0; i < length; i++)
        picture[at + i] = g_rand_boolean (rand) ? g_ascii_toupper (REASON[i]) : REASON[i];
      g_assert_true (has_secret (secrets, picture, sizeof picture));
    }
}

#define ADD(name, func) g_test_add ("/pack-write/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("practice", test_practice);
  ADD ("student", test_student);
  ADD ("sealed", test_sealed);
  ADD ("again", test_again);
  ADD ("credits", test_credits);
  ADD ("refuses", test_refuses);
  ADD ("secrets", test_secrets);
  ADD ("secrets-anywhere", test_secrets_anywhere);
  return g_test_run ();
}
