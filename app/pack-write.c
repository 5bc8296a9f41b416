/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-write.h"

#include "archives.h"
#include "config.h"
#include "error.h"
#include "import.h"
#include "json.h"
#include "pack-private.h"
#include "pack-secrets.h"
#include "seal.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

/* The order in which Byline writes them. */
static const char *const manifest_members[] = {
  "format", "version", "id", "revision", "title", "language", "description", "authors", "license", "kind", "tags", "articles", "review", "scoring", NULL
};
static const char *const article_members[] = {
  "id", "file", "title", "language", "direction", "level", "briefing", "textDigest", "source", "key", NULL
};
static const char *const review_members[] = { "reveal", "retry", "attempts", NULL };
static const char *const kind_names[] = { "student", "practice", "teacher" };

typedef struct
{
  BylinePack *pack;
  BylinePackKind kind;
  const char *code;
  JsonObject *manifest;
  JsonArray *articles;
  GHashTable *files; /* name → GBytes, without the manifest */
  GPtrArray *order;  /* its names */
  BylinePackSecrets *secrets;
} Writer;

static void
writer_clear (Writer *self)
{
  g_clear_pointer (&self->manifest, json_object_unref);
  g_clear_pointer (&self->articles, json_array_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->secrets, byline_pack_secrets_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static void
replace (JsonObject **object, const char *const *order, const char *member, JsonNode *value)
{
  JsonObject *copy = byline_json_replace (*object, order, member, value);

  json_object_unref (*object);
  *object = copy;
}

static gboolean
put (Writer *self, const char *name, GBytes *bytes, GError **error)
{
  if (g_hash_table_contains (self->files, name))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: two files of the pack would have this name"), name);
      return FALSE;
    }
  g_hash_table_insert (self->files, g_strdup (name), g_bytes_ref (bytes));
  g_ptr_array_add (self->order, g_strdup (name));
  return TRUE;
}

static gboolean
put_media (Writer *self, const char *name, GBytes *bytes, GError **error)
{
  if (g_hash_table_contains (self->files, name))
    return TRUE;
  if (self->kind == BYLINE_PACK_STUDENT && !byline_pack_secrets_check_file (self->secrets, name, bytes, error))
    return FALSE;
  return put (self, name, bytes, error);
}

/* Canonical HTML writes an image in one way only. What is missing is found by the
 * check of the whole. */
static gboolean
put_shown_media (Writer *self, BylineArticle *article, GError **error)
{
  gsize size;
  const char *html = g_bytes_get_data (byline_article_get_html (article), &size);
  const char mark[] = " src=\"" BYLINE_PACK_MEDIA "/";

  for (const char *at = html; (at = memmem (at, html + size - at, mark, strlen (mark))) != NULL;)
    {
      const char *name = at + strlen (" src=\"");
      g_autofree char *file = g_strndup (name, (const char *) memchr (name, '"', html + size - name) - name);
      g_autoptr (GBytes) bytes = byline_pack_get_file (self->pack, file);

      if (bytes != NULL && !put_media (self, file, bytes, error))
        return FALSE;
      at = name;
    }
  return TRUE;
}

/* The name that a file gets when it is canonical. */
static char *
dup_html_name (const char *file)
{
  const char *slash = strrchr (file, '/'), *dot = strrchr (file, '.');

  if (dot == NULL || (slash != NULL && dot <= slash + 1) || dot == file)
    return g_strconcat (file, ".html", NULL);
  return g_strdup_printf ("%.*s.html", (int) (dot - file), file);
}

static void
set_default (JsonObject **object, const char *member, const char *value)
{
  if (value != NULL && !json_object_has_member (*object, member))
    replace (object, article_members, member, byline_json_new_string (value));
}

/* What becomes of a text that is still to be imported; its pictures come along. */
static BylineArticle *
import (Writer *self, const BylinePackArticle *entry, JsonObject **object, char **file, GError **error)
{
  g_autoptr (GBytes) bytes = byline_pack_get_file (self->pack, entry->file);
  g_autofree char *path = byline_pack_files_dup_path (self->pack->files, entry->file);
  const BylineImportOptions options = {
    .name = entry->file,
    .title = entry->title,
    .language = g_str_equal (entry->language, "und") ? NULL : entry->language,
    .path = path,
    .keep_images = path != NULL,
  };
  g_autoptr (BylineImport) imported = NULL;

  if (bytes == NULL)
    return byline_pack_load_article (self->pack, entry->id, error);
  imported = byline_import (bytes, &options, error);
  if (imported == NULL)
    {
      g_prefix_error (error, "%s: ", entry->file);
      return NULL;
    }
  for (guint i = 0; i < imported->media->len; i++)
    {
      const BylineMedia *image = imported->media->pdata[i];
      g_autofree char *name = g_strconcat (BYLINE_PACK_MEDIA "/", image->name, NULL);

      if (!put_media (self, name, image->bytes, error))
        return NULL;
    }

  *file = dup_html_name (entry->file);
  replace (object, article_members, "file", byline_json_new_string (*file));
  replace (object, article_members, "textDigest", byline_json_new_string (byline_article_get_digest (imported->article)));
  set_default (object, "title", imported->title);
  if (!json_object_has_member (self->manifest, "language") && !g_str_equal (imported->language, "und"))
    set_default (object, "language", imported->language);
  if (g_str_equal (imported->direction, "rtl"))
    set_default (object, "direction", imported->direction);
  return byline_article_ref (imported->article);
}

/* `keys/ID.sealed`; an id that is no name for a file gives way to the key's own. */
static char *
dup_sealed_name (const BylinePackArticle *entry)
{
  g_autofree char *name = g_strconcat ("keys/", entry->id, ".sealed", NULL);
  g_autofree char *stem = g_strdup (entry->key);

  if (byline_pack_is_safe_name (name) && strchr (entry->id, '/') == NULL)
    return g_steal_pointer (&name);
  if (g_str_has_suffix (stem, ".byline.json"))
    stem[strlen (stem) - strlen (".byline.json")] = '\0';
  return g_strconcat (stem, ".sealed", NULL);
}

static gboolean
put_sealed_key (Writer *self, const BylinePackArticle *entry, GBytes *key, JsonObject **object, GError **error)
{
  g_autofree char *name = dup_sealed_name (entry);
  g_autoptr (GBytes) sealed = byline_seal (key, self->pack->id, entry->id, self->code, error);

  if (sealed == NULL)
    {
      g_prefix_error (error, "%s: ", entry->key);
      return FALSE;
    }
  replace (object, article_members, "key", byline_json_new_string (name));
  return put (self, name, sealed, error);
}

static gboolean
put_key (Writer *self, const BylinePackArticle *entry, JsonObject **object, GError **error)
{
  g_autoptr (GBytes) bytes = entry->key != NULL ? byline_pack_get_file (self->pack, entry->key) : NULL;
  const gboolean is_sealed = byline_pack_has_sealed_key (self->pack, entry->id);

  if (self->code != NULL && (entry->key == NULL || is_sealed))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY,
                   is_sealed ? _ ("the answer key of “%s” is sealed already; pack the teacher’s folder") : _ ("article “%s” has no answer key to be sealed"), entry->id);
      return FALSE;
    }
  if (bytes == NULL)
    return entry->key == NULL || byline_pack_load_key (self->pack, entry->id, error) != NULL;
  if (self->code != NULL)
    return put_sealed_key (self, entry, bytes, object, error);
  if (self->kind != BYLINE_PACK_STUDENT || is_sealed)
    return put (self, entry->key, bytes, error);

  replace (object, article_members, "key", NULL);
  return TRUE;
}

static gboolean
put_article (Writer *self, guint index, GError **error)
{
  const BylinePackArticle *entry = g_ptr_array_index (self->pack->articles, index);
  g_autoptr (JsonObject) object = json_object_ref (json_array_get_object_element (json_object_get_array_member (self->manifest, "articles"), index));
  g_autofree char *file = g_strdup (entry->file);
  g_autoptr (BylineArticle) article = NULL;

  if (entry->digest == NULL)
    {
      g_free (g_steal_pointer (&file));
      article = import (self, entry, &object, &file, error);
    }
  else
    article = byline_pack_load_article (self->pack, entry->id, error);

  if (article != NULL && self->kind == BYLINE_PACK_STUDENT && !byline_pack_secrets_check_article (self->secrets, file, article, error))
    return FALSE;
  if (article == NULL || !put (self, file, byline_article_get_html (article), error)
      || !put_key (self, entry, &object, error) || !put_shown_media (self, article, error))
    return FALSE;
  json_array_add_object_element (self->articles, g_steal_pointer (&object));
  return TRUE;
}

static gboolean
collect_secrets (Writer *self, GError **error)
{
  for (guint i = 0; i < self->pack->articles->len; i++)
    {
      const BylinePackArticle *entry = g_ptr_array_index (self->pack->articles, i);
      g_autoptr (BylineAnnotations) key = NULL;

      if (!byline_pack_has_key (self->pack, entry->id))
        continue;
      key = byline_pack_load_key (self->pack, entry->id, error);
      if (key == NULL)
        return FALSE;
      byline_pack_secrets_add (self->secrets, key);
    }
  return TRUE;
}

/* When the key is shown must be possible with the keys that are in the pack. */
static BylineReveal
choose_reveal (Writer *self)
{
  gboolean has_all = TRUE, all_sealed = TRUE;

  for (guint i = 0; i < json_array_get_length (self->articles); i++)
    {
      JsonObject *article = json_array_get_object_element (self->articles, i);
      const char *key = json_object_has_member (article, "key") ? json_object_get_string_member (article, "key") : NULL;

      has_all = has_all && key != NULL;
      all_sealed = all_sealed && key != NULL && byline_pack_is_sealed_name (key);
    }
  if (self->code != NULL)
    return BYLINE_REVEAL_CODE;
  if (self->pack->reveal == BYLINE_REVEAL_COMMIT && !has_all)
    return BYLINE_REVEAL_TEACHER;
  if (self->pack->reveal == BYLINE_REVEAL_CODE && !all_sealed)
    return self->kind == BYLINE_PACK_PRACTICE && has_all ? BYLINE_REVEAL_COMMIT : BYLINE_REVEAL_TEACHER;
  return self->pack->reveal;
}

static void
finish_manifest (Writer *self)
{
  static const char *const names[] = { "commit", "code", "teacher" };
  const BylineReveal reveal = choose_reveal (self);
  g_autoptr (JsonObject) review = NULL;

  replace (&self->manifest, manifest_members, "kind", byline_json_new_string (kind_names[self->kind]));
  replace (&self->manifest, manifest_members, "articles", byline_json_new_array (self->articles));
  if (reveal == self->pack->reveal)
    return;
  review = json_object_has_member (self->manifest, "review") ? json_object_ref (json_object_get_object_member (self->manifest, "review")) : json_object_new ();
  replace (&review, review_members, "reveal", byline_json_new_string (names[reveal]));
  replace (&self->manifest, manifest_members, "review", byline_json_new_object (review));
}

/* What was written is read again as a stranger would, so that nobody is the first
 * to find that it cannot be. */
static gboolean
prove (GBytes *zip, BylinePackKind kind, GError **error)
{
  g_autoptr (BylinePack) pack = byline_pack_new_for_zip (zip, error);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);

  if (pack == NULL)
    return FALSE;
  if (!byline_pack_check (pack, problems, warnings))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, problems->pdata[0]);
      return FALSE;
    }
  for (guint i = 0; kind == BYLINE_PACK_STUDENT && i < pack->articles->len; i++)
    g_assert (!byline_pack_has_key (pack, ((const BylinePackArticle *) pack->articles->pdata[i])->id));
  return TRUE;
}

static GBytes *
make_zip (Writer *self, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_new_object (self->manifest);
  gsize size;
  char *text = byline_json_print (root, &size);
  g_autoptr (GBytes) manifest = g_bytes_new_take (text, size);
  g_autofree BylineArchiveEntry *entries = g_new0 (BylineArchiveEntry, self->order->len + 1);

  entries[0] = (BylineArchiveEntry) { BYLINE_PACK_MANIFEST, manifest };
  for (guint i = 0; i < self->order->len; i++)
    {
      const char *name = self->order->pdata[i];
      entries[i + 1] = (BylineArchiveEntry) { name, g_hash_table_lookup (self->files, name), g_str_has_prefix (name, BYLINE_PACK_MEDIA "/") };
    }
  return byline_archive_write (entries, self->order->len + 1, error);
}

static gboolean
read_manifest (Writer *self, GError **error)
{
  g_autoptr (GBytes) bytes = byline_pack_get_file (self->pack, BYLINE_PACK_MANIFEST);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_PACK_MAX_MANIFEST, error);

  if (root == NULL)
    return FALSE;
  self->manifest = json_object_ref (json_node_get_object (root));
  return TRUE;
}

/**
 * byline_pack_write:
 * @self: a pack with a manifest
 * @kind: for whom
 * @code: (nullable): for a pack for students, seals the keys
 *
 * Makes a zip of what the manifest names and the articles show; members that
 * Byline does not know stay in the manifest. Texts that are still to be imported
 * are frozen. When the key is shown changes only where it would be impossible. A
 * pack for students is refused if a reason or a long quote of the key stands in
 * its manifest. Same input, same bytes.
 *
 * Returns: (transfer full): the zip; %NULL with an error of %BYLINE_ERROR, whose
 *   message begins with the name of the file in the pack where there is one
 */
GBytes *
byline_pack_write (BylinePack *self, BylinePackKind kind, const char *code, GError **error)
{
  g_auto (Writer) writer = { .pack = self, .kind = kind, .code = code };
  g_autoptr (GBytes) zip = NULL;

  g_return_val_if_fail (self->id != NULL, NULL);
  g_return_val_if_fail (code == NULL || kind == BYLINE_PACK_STUDENT, NULL);

  writer.articles = json_array_new ();
  writer.files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  writer.order = g_ptr_array_new_with_free_func (g_free);
  writer.secrets = byline_pack_secrets_new ();
  if (!read_manifest (&writer, error) || (kind == BYLINE_PACK_STUDENT && !collect_secrets (&writer, error)))
    return NULL;
  for (guint i = 0; i < self->articles->len; i++)
    if (!put_article (&writer, i, error))
      return NULL;

  finish_manifest (&writer);
  if (kind == BYLINE_PACK_STUDENT && !byline_pack_secrets_check_manifest (writer.secrets, writer.manifest, error))
    {
      g_prefix_error (error, BYLINE_PACK_MANIFEST ": ");
      return NULL;
    }
  zip = make_zip (&writer, error);
  return zip != NULL && prove (zip, kind, error) ? g_steal_pointer (&zip) : NULL;
}

/**
 * byline_pack_is_made_of:
 * @path: where a pack shall be written
 *
 * By whatever name or link @path leads there.
 *
 * Returns: whether @path is a file of the pack's folder that the manifest names
 */
gboolean
byline_pack_is_made_of (BylinePack *self, const char *path)
{
  g_autoptr (GPtrArray) names = byline_pack_files_list (self->files);
  struct stat there, here;

  if (stat (path, &there) != 0)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *file = byline_pack_files_dup_path (self->files, names->pdata[i]);

      if (file != NULL && stat (file, &here) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return TRUE;
    }
  return FALSE;
}
