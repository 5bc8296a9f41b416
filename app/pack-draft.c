/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-write.h"

#include "archives.h"
#include "config.h"
#include "error.h"
#include "json.h"
#include "media.h"
#include "pack-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY_NAME "keys/%s.byline.json"
#define ARTICLE_NAME "articles/%s.html"
#define ID_MAX 40

static const char *const reveal_names[] = { "commit", "code", "teacher" };
static const char *const retry_names[] = { "none", "empty", "copy" };
static const char *const surplus_names[] = { "off", "mild", "standard", "strict" };
static const char *const partial_names[] = { "overlap", "half", "full", "none" };

/* What stays of an article's id when it is the name of a file too. A lone article
 * has only a title. */
static char *
dup_id (const BylinePackDraft *self, const BylinePackArticle *entry)
{
  const char *text = self->pack->lone != NULL && entry->title != NULL ? entry->title : entry->id;
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  g_autoptr (GString) id = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && id->len < ID_MAX; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (id, g_ascii_tolower (*p));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  while (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  return g_strdup (id->len > 0 && strchr (id->str, '?') == NULL ? id->str : "article");
}

static BylineAnnotations *
make_key (const BylinePackDraft *self, BylineArticle *article, const char *id, const char *pack, guint revision, GError **error)
{
  g_autoptr (BylineAnnotations) key = NULL;

  if (g_strcmp0 (byline_annotations_get_digest (self->marks), byline_article_get_digest (article)) != 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("these passages were marked in another text"));
      return NULL;
    }
  if (byline_annotations_get_size (self->marks) == 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("mark at least one passage; it will be an item of the answer key"));
      return NULL;
    }

  key = byline_annotations_new (BYLINE_ROLE_KEY, article, id);
  byline_annotations_set_label (key, self->title);
  byline_annotations_set_pack (key, pack, revision);
  byline_annotations_set_note (key, byline_annotations_get_note (self->marks));
  for (guint i = 0; i < byline_annotations_get_size (self->marks); i++)
    byline_annotations_put (key, byline_annotations_get (self->marks, i), G_MAXUINT);
  return g_steal_pointer (&key);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static JsonObject *
describe_article (const BylinePackArticle *entry, BylineArticle *article, const char *id)
{
  JsonObject *object = json_object_new ();
  g_autofree char *file = g_strdup_printf (ARTICLE_NAME, id), *key = g_strdup_printf (KEY_NAME, id);

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "file", file);
  set_text (object, "title", entry->title);
  set_text (object, "language", entry->language);
  set_text (object, "direction", entry->direction);
  set_text (object, "briefing", entry->briefing);
  json_object_set_string_member (object, "textDigest", byline_article_get_digest (article));
  if (entry->source_name != NULL || entry->source_url != NULL || entry->source_date != NULL)
    {
      JsonObject *source = json_object_new ();

      set_text (source, "name", entry->source_name);
      set_text (source, "url", entry->source_url);
      set_text (source, "date", entry->source_date);
      json_object_set_object_member (object, "source", source);
    }
  json_object_set_string_member (object, "key", key);
  return object;
}

/* The pack's own tags, as its manifest has them; none for the default set. */
static JsonArray *
copy_tags (BylinePack *pack)
{
  g_autoptr (GBytes) bytes = byline_pack_get_file (pack, BYLINE_PACK_MANIFEST);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autoptr (JsonNode) root = data != NULL ? byline_json_parse (data, size, BYLINE_PACK_MAX_MANIFEST, NULL) : NULL;
  JsonObject *manifest = root != NULL ? json_node_get_object (root) : NULL;

  return manifest != NULL && json_object_has_member (manifest, "tags") ? json_array_ref (json_object_get_array_member (manifest, "tags")) : json_array_new ();
}

static char *
describe (const BylinePackDraft *self, JsonObject *article, const char *title, const char *language, const char *id, guint revision, gsize *size)
{
  g_autoptr (JsonObject) manifest = json_object_new ();
  g_autoptr (JsonNode) root = byline_json_new_object (manifest);
  JsonArray *articles = json_array_new ();
  JsonObject *review = json_object_new (), *scoring = json_object_new ();

  json_object_set_string_member (manifest, "format", "byline-pack");
  json_object_set_int_member (manifest, "version", 1);
  json_object_set_string_member (manifest, "id", id);
  json_object_set_int_member (manifest, "revision", revision);
  json_object_set_string_member (manifest, "title", title);
  json_object_set_string_member (manifest, "language", language);
  if (self->author != NULL)
    {
      JsonArray *authors = json_array_new ();

      json_array_add_string_element (authors, self->author);
      json_object_set_array_member (manifest, "authors", authors);
    }
  set_text (manifest, "license", self->license != NULL ? self->license : self->pack->license);
  json_object_set_array_member (manifest, "tags", copy_tags (self->pack));
  json_array_add_object_element (articles, json_object_ref (article));
  json_object_set_array_member (manifest, "articles", articles);
  json_object_set_string_member (review, "reveal", reveal_names[self->reveal]);
  json_object_set_string_member (review, "retry", retry_names[self->pack->retry]);
  json_object_set_int_member (review, "attempts", self->pack->attempts);
  json_object_set_object_member (manifest, "review", review);
  json_object_set_string_member (scoring, "surplus", surplus_names[self->pack->scoring.surplus]);
  json_object_set_int_member (scoring, "wrongTag", self->pack->scoring.wrong_tag_pt);
  json_object_set_string_member (scoring, "partial", partial_names[self->pack->scoring.partial]);
  json_object_set_object_member (manifest, "scoring", scoring);
  return byline_json_print (root, size);
}

static void
add_entry (GArray *entries, const char *name, GBytes *bytes)
{
  const BylineArchiveEntry entry = { name, bytes };
  g_array_append_val (entries, entry);
}

/* The teacher's form of it, from which byline_pack_write() makes the others. */
static BylinePack *
assemble (const BylinePackDraft *self, BylineArticle *article, const char *id, BylineAnnotations *key, GBytes *manifest, GError **error)
{
  g_autoptr (GPtrArray) names = self->pack->files != NULL ? byline_pack_files_list (self->pack->files) : g_ptr_array_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (BylineArchiveEntry));
  g_autofree char *file = g_strdup_printf (ARTICLE_NAME, id), *key_file = g_strdup_printf (KEY_NAME, id);
  gsize size;
  char *data = byline_annotations_to_data (key, &size);
  g_autoptr (GBytes) key_bytes = g_bytes_new_take (data, size), zip = NULL;

  add_entry (entries, BYLINE_PACK_MANIFEST, manifest);
  add_entry (entries, file, byline_article_get_html (article));
  add_entry (entries, key_file, key_bytes);
  for (guint i = 0; i < names->len; i++)
    {
      GBytes *bytes;

      if (!g_str_has_prefix (names->pdata[i], BYLINE_PACK_MEDIA "/"))
        continue;
      bytes = byline_pack_get_file (self->pack, names->pdata[i]);
      g_ptr_array_add (kept, bytes);
      if (byline_media_check (bytes, NULL) != NULL)
        add_entry (entries, names->pdata[i], bytes);
    }
  zip = byline_archive_write ((const BylineArchiveEntry *) entries->data, entries->len, error);
  return zip != NULL ? byline_pack_new_for_zip (zip, error) : NULL;
}

/**
 * byline_pack_draft_write:
 *
 * Makes a new pack as @self says, with @self->marks as its answer key.
 *
 * Returns: (transfer full): a zip; %NULL with %BYLINE_ERROR_EMPTY when nothing is
 *   marked, %BYLINE_ERROR_MISMATCH when that is another text, or an error of
 *   byline_pack_write()
 */
GBytes *
byline_pack_draft_write (const BylinePackDraft *self, GError **error)
{
  const BylinePackArticle *entry = byline_pack_find_article (self->pack, self->article);
  g_autoptr (BylineArticle) article = byline_pack_load_article (self->pack, self->article, error);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *pack_id = self->id != NULL ? g_strdup (self->id) : g_strconcat ("urn:uuid:", uuid, NULL);
  const guint revision = MAX (self->revision, 1);
  const char *title = self->title, *language = self->language;
  g_autofree char *id = NULL;
  g_autoptr (BylineAnnotations) key = NULL;
  g_autoptr (JsonObject) description = NULL;
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (BylinePack) pack = NULL;
  gsize size;
  char *text;

  if (article == NULL)
    return NULL;
  id = dup_id (self, entry);
  key = make_key (self, article, id, pack_id, revision, error);
  if (key == NULL)
    return NULL;

  if (title == NULL || *title == '\0')
    title = entry->title != NULL && *entry->title != '\0' ? entry->title : _ ("Untitled");
  if (language == NULL)
    language = entry->language;
  description = describe_article (entry, article, id);
  text = describe (self, description, title, language, pack_id, revision, &size);
  manifest = g_bytes_new_take (text, size);
  pack = assemble (self, article, id, key, manifest, error);
  return pack != NULL ? byline_pack_write (pack, self->kind, self->code, error) : NULL;
}
