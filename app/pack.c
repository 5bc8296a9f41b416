/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-private.h"

#include "archives.h"
#include "config.h"
#include "error.h"
#include "import.h"
#include "media.h"
#include "seal.h"
#include "store.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONE_ARTICLE_ID "article"

static BylinePack *
pack_alloc (void)
{
  BylinePack *self = g_atomic_rc_box_new0 (BylinePack);

  self->language = g_strdup ("und");
  self->kind = BYLINE_PACK_STUDENT;
  self->reveal = BYLINE_REVEAL_TEACHER;
  self->retry = BYLINE_RETRY_COPY;
  self->scoring = (BylineScoring) BYLINE_SCORING_INIT;
  self->articles = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_pack_article_free);
  return self;
}

static void
pack_clear (gpointer data)
{
  BylinePack *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->language);
  g_free (self->license);
  g_clear_pointer (&self->tags, byline_tag_set_unref);
  g_clear_pointer (&self->articles, g_ptr_array_unref);
  g_clear_pointer (&self->files, byline_pack_files_free);
  g_clear_pointer (&self->lone, byline_article_unref);
}

BylinePack *
byline_pack_ref (BylinePack *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
byline_pack_unref (BylinePack *self)
{
  g_atomic_rc_box_release_full (self, pack_clear);
}

static gboolean
load (BylinePack *self, GError **error)
{
  g_autoptr (GBytes) manifest = NULL;

  if (!byline_pack_files_load (self->files, BYLINE_PACK_MANIFEST, error))
    return FALSE;
  manifest = byline_pack_files_get (self->files, BYLINE_PACK_MANIFEST);
  if (manifest == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("there is no byline.json here, so this is no exercise pack"));
      return FALSE;
    }
  if (!byline_pack_read_manifest (self, g_bytes_get_data (manifest, NULL), g_bytes_get_size (manifest), error))
    {
      g_prefix_error (error, "%s: ", BYLINE_PACK_MANIFEST);
      return FALSE;
    }

  for (guint i = 0; i < self->articles->len; i++)
    {
      const BylinePackArticle *article = g_ptr_array_index (self->articles, i);

      if (!byline_pack_files_load (self->files, article->file, error)
          || (article->key != NULL && !byline_pack_files_load (self->files, article->key, error)))
        return FALSE;
    }
  return byline_pack_files_load_folder (self->files, BYLINE_PACK_MEDIA, error);
}

/* In a folder anything may lie about, also texts that are still to be imported; what
 * was sent is all meant, and frozen. */
static gboolean
check_accounted (BylinePack *self, GError **error)
{
  g_autoptr (GPtrArray) others = byline_pack_files_list_others (self->files);
  g_autoptr (GPtrArray) names = byline_pack_files_list (self->files);

  for (guint i = 0; i < self->articles->len; i++)
    {
      const BylinePackArticle *article = self->articles->pdata[i];

      if (article->digest == NULL)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: article “%s” has no “textDigest”; texts that are not frozen yet are for folders, and “pack” freezes them"),
                       BYLINE_PACK_MANIFEST, article->id);
          return FALSE;
        }
    }
  if (others->len > 0)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: the manifest does not account for this file"), (const char *) others->pdata[0]);
      return FALSE;
    }
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      g_autoptr (GBytes) bytes = g_str_has_prefix (name, BYLINE_PACK_MEDIA "/") ? byline_pack_files_get (self->files, name) : NULL;

      if (bytes != NULL && byline_media_check (bytes, error) == NULL)
        {
          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * byline_pack_new_for_zip:
 * @zip: the bytes of a `NAME.byline`
 *
 * Reads a zipped pack, in memory. The zip must be as docs/formats.md says, and hold
 * nothing but the manifest, what it names, and pictures in `media/`.
 *
 * Returns: (transfer full): the pack; %NULL with an error of %BYLINE_ERROR, whose
 *   message begins with the name of the file in the pack where there is one
 */
BylinePack *
byline_pack_new_for_zip (GBytes *zip, GError **error)
{
  g_autoptr (BylinePack) self = pack_alloc ();

  if (!byline_archive_is_zip (zip))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is no exercise pack"));
      return NULL;
    }
  self->files = byline_pack_files_new_for_zip (zip, error);
  if (self->files == NULL || !load (self, error) || !check_accounted (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static BylinePack *
open_zip (const char *path, GError **error)
{
  gsize size;
  char *data = byline_store_read_file (path, BYLINE_PACK_MAX_SIZE, &size, error);
  g_autoptr (GBytes) zip = data != NULL ? g_bytes_new_take (data, size) : NULL;

  return zip != NULL ? byline_pack_new_for_zip (zip, error) : NULL;
}

/**
 * byline_pack_open:
 * @path: a zip, a folder with a `byline.json`, or that file
 *
 * Reads a pack whole into memory, within the caps of docs/formats.md. Files in a
 * folder that the manifest does not name are left alone.
 *
 * Returns: (transfer full): the pack; %NULL with an error of %BYLINE_ERROR, whose
 *   message begins with the name of the file in the pack, or of %G_FILE_ERROR
 */
BylinePack *
byline_pack_open (const char *path, GError **error)
{
  g_autoptr (BylinePack) self = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_str_equal (name, BYLINE_PACK_MANIFEST) ? g_path_get_dirname (path) : g_strdup (path);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return open_zip (folder, error);

  self = pack_alloc ();
  self->files = byline_pack_files_new_for_folder (folder);
  return load (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * byline_pack_new_for_article:
 * @article: an article opened by itself
 * @title: (nullable): what to call it; %NULL for the article's own title
 *
 * Returns: (transfer full): a pack without id, with this one article and no key
 */
BylinePack *
byline_pack_new_for_article (BylineArticle *article, const char *title)
{
  BylinePack *self = pack_alloc ();
  BylinePackArticle *entry = g_new0 (BylinePackArticle, 1);

  if (title == NULL)
    title = byline_article_get_title (article);
  self->title = g_strdup (title != NULL ? title : "");
  self->tags = byline_tag_set_ref (byline_tag_set_get_default ());
  self->lone = byline_article_ref (article);

  entry->id = g_strdup (LONE_ARTICLE_ID);
  entry->file = g_strdup ("");
  entry->title = g_strdup (title);
  entry->language = g_strdup (byline_article_get_language (article));
  entry->direction = g_strdup (byline_article_get_direction (article));
  entry->digest = g_strdup (byline_article_get_digest (article));
  g_ptr_array_add (self->articles, entry);
  return self;
}

/**
 * byline_pack_new_for_article_with_media:
 * @article: an article opened by itself
 * @title: (nullable): what to call it; %NULL for the article's own title
 * @media: (element-type BylineMedia): the pictures that came with it
 *
 * Returns: (transfer full): as byline_pack_new_for_article(), with pictures in `media/`
 */
BylinePack *
byline_pack_new_for_article_with_media (BylineArticle *article, const char *title, GPtrArray *media)
{
  BylinePack *self = byline_pack_new_for_article (article, title);

  self->files = byline_pack_files_new_for_folder (NULL);
  for (guint i = 0; i < media->len; i++)
    {
      const BylineMedia *image = media->pdata[i];
      g_autofree char *name = g_strconcat (BYLINE_PACK_MEDIA "/", image->name, NULL);

      byline_pack_files_put (self->files, name, image->bytes);
    }
  return self;
}

const char *
byline_pack_get_id (BylinePack *self)
{
  return self->id;
}

guint
byline_pack_get_revision (BylinePack *self)
{
  return self->revision;
}

const char *
byline_pack_get_title (BylinePack *self)
{
  return self->title;
}

const char *
byline_pack_get_description (BylinePack *self)
{
  return self->description;
}

const char *
byline_pack_get_language (BylinePack *self)
{
  return self->language;
}

const char *
byline_pack_get_license (BylinePack *self)
{
  return self->license;
}

BylinePackKind
byline_pack_get_kind (BylinePack *self)
{
  return self->kind;
}

BylineReveal
byline_pack_get_reveal (BylinePack *self)
{
  return self->reveal;
}

BylineRetry
byline_pack_get_retry (BylinePack *self)
{
  return self->retry;
}

/* 0 means any number. */
guint
byline_pack_get_attempts (BylinePack *self)
{
  return self->attempts;
}

BylineTagSet *
byline_pack_get_tags (BylinePack *self)
{
  return self->tags;
}

const BylineScoring *
byline_pack_get_scoring (BylinePack *self)
{
  return &self->scoring;
}

guint
byline_pack_get_n_articles (BylinePack *self)
{
  return self->articles->len;
}

const BylinePackArticle *
byline_pack_get_article (BylinePack *self, guint index)
{
  g_return_val_if_fail (index < self->articles->len, NULL);
  return g_ptr_array_index (self->articles, index);
}

const BylinePackArticle *
byline_pack_find_article (BylinePack *self, const char *id)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      const BylinePackArticle *article = g_ptr_array_index (self->articles, i);

      if (g_str_equal (article->id, id))
        return article;
    }
  return NULL;
}

static const BylinePackArticle *
find_article (BylinePack *self, const char *id, GError **error)
{
  const BylinePackArticle *article = byline_pack_find_article (self, id);

  if (article == NULL)
    g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("there is no article “%s” in this pack"), id);
  return article;
}

static GBytes *
get_named_file (BylinePack *self, const char *name, GError **error)
{
  GBytes *bytes = byline_pack_files_get (self->files, name);

  if (bytes == NULL)
    g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: the manifest names this file, but it is not there"), name);
  return bytes;
}

/* A file without a digest is not frozen yet: any text that can be imported. */
static BylineArticle *
make_article (const BylinePackArticle *entry, GBytes *bytes, GError **error)
{
  const BylineImportOptions options = {
    .name = entry->file,
    .title = entry->title,
    .language = g_str_equal (entry->language, "und") ? NULL : entry->language,
  };
  g_autoptr (BylineImport) import = NULL;

  if (entry->digest != NULL)
    return byline_article_new (bytes, error);
  import = byline_import (bytes, &options, error);
  return import != NULL ? byline_article_ref (import->article) : NULL;
}

/**
 * byline_pack_load_article:
 * @id: an article's id
 *
 * Returns: (transfer full): the article; %NULL with an error when it is not
 *   canonical or not the text that the manifest promises
 */
BylineArticle *
byline_pack_load_article (BylinePack *self, const char *id, GError **error)
{
  const BylinePackArticle *entry = find_article (self, id, error);
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (entry == NULL)
    return NULL;
  if (self->lone != NULL)
    return byline_article_ref (self->lone);

  bytes = get_named_file (self, entry->file, error);
  if (bytes == NULL)
    return NULL;
  article = make_article (entry, bytes, error);
  if (article == NULL)
    {
      g_prefix_error (error, "%s: ", entry->file);
      return NULL;
    }
  if (entry->digest != NULL && !g_str_equal (entry->digest, byline_article_get_digest (article)))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("%s: this is not the text that “textDigest” promises"), entry->file);
      return NULL;
    }
  return g_steal_pointer (&article);
}

/* An open key; a sealed one needs its code first. */
gboolean
byline_pack_has_key (BylinePack *self, const char *id)
{
  const BylinePackArticle *entry = byline_pack_find_article (self, id);
  return entry != NULL && entry->key != NULL && !byline_pack_is_sealed_name (entry->key);
}

gboolean
byline_pack_has_sealed_key (BylinePack *self, const char *id)
{
  const BylinePackArticle *entry = byline_pack_find_article (self, id);
  return entry != NULL && entry->key != NULL && byline_pack_is_sealed_name (entry->key);
}

static const BylinePackArticle *
find_key (BylinePack *self, const char *id, GBytes **bytes, GError **error)
{
  const BylinePackArticle *entry = find_article (self, id, error);

  if (entry == NULL)
    return NULL;
  if (entry->key == NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("this pack has no answer key for “%s”"), id);
      return NULL;
    }
  *bytes = get_named_file (self, entry->key, error);
  return *bytes != NULL ? entry : NULL;
}

static BylineAnnotations *
read_key (const BylinePackArticle *entry, GBytes *bytes, GError **error)
{
  g_autoptr (BylineAnnotations) key = byline_annotations_new_from_data (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);

  if (key == NULL)
    {
      g_prefix_error (error, "%s: ", entry->key);
      return NULL;
    }
  if (byline_annotations_get_role (key) != BYLINE_ROLE_KEY || !g_str_equal (byline_annotations_get_article (key), entry->id))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("%s: this is no answer key for “%s”"), entry->key, entry->id);
      return NULL;
    }
  return g_steal_pointer (&key);
}

/**
 * byline_pack_load_key:
 * @id: an article's id
 *
 * Returns: (transfer full): its key; %NULL with %BYLINE_ERROR_EMPTY when the pack
 *   has none, %BYLINE_ERROR_CODE when it is sealed, or what is wrong with it
 */
BylineAnnotations *
byline_pack_load_key (BylinePack *self, const char *id, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const BylinePackArticle *entry = find_key (self, id, &bytes, error);

  if (entry == NULL)
    return NULL;
  if (byline_pack_is_sealed_name (entry->key))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_CODE, _ ("%s: this answer key is sealed; it opens with the code that the teacher gives out"), entry->key);
      return NULL;
    }
  return read_key (entry, bytes, error);
}

/**
 * byline_pack_unseal_key:
 * @id: an article's id
 * @code: the code as somebody typed it; a key that is open needs none
 *
 * Takes about half a second and 256 MiB if the key is sealed.
 *
 * Returns: (transfer full): its key; %NULL with %BYLINE_ERROR_EMPTY when the pack
 *   has none, %BYLINE_ERROR_CODE when the code is wrong, or with another error of
 *   byline_seal_open() or byline_pack_load_key() when the file is damaged
 */
BylineAnnotations *
byline_pack_unseal_key (BylinePack *self, const char *id, const char *code, GError **error)
{
  g_autoptr (GBytes) bytes = NULL, key = NULL;
  const BylinePackArticle *entry = find_key (self, id, &bytes, error);

  if (entry == NULL)
    return NULL;
  if (!byline_pack_is_sealed_name (entry->key))
    return read_key (entry, bytes, error);

  key = byline_seal_open (bytes, self->id, id, code, error);
  if (key == NULL)
    {
      g_prefix_error (error, "%s: ", entry->key);
      return NULL;
    }
  return read_key (entry, key, error);
}

GBytes *
byline_pack_get_file (BylinePack *self, const char *name)
{
  return self->files != NULL ? byline_pack_files_get (self->files, name) : NULL;
}
