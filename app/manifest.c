/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-private.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

#define VERSION 1
#define ARTICLES_MAX 1000
#define ID_MAX 100

/* The names of the enumerations of pack.h, in their order. */
static const char *const kinds[] = { "student", "practice", "teacher", NULL };
static const char *const reveals[] = { "commit", "code", "teacher", NULL };
static const char *const retries[] = { "none", "empty", "copy", NULL };
static const char *const surpluses[] = { "off", "mild", "standard", "strict", NULL };
static const char *const partials[] = { "overlap", "half", "full", "none", NULL };
static const char *const directions[] = { "ltr", "rtl", NULL };

static gboolean
fail (int code, const char *where, const char *what, GError **error)
{
  g_set_error (error, BYLINE_ERROR, code, "%s%s%s", where, *where != '\0' ? ": " : "", what);
  return FALSE;
}

gboolean
byline_pack_is_sealed_name (const char *name)
{
  return g_str_has_suffix (name, ".sealed");
}

/* Takes a copy of an optional text. */
static gboolean
read_text (JsonObject *object, const char *where, const char *member, gboolean required, char **copy, GError **error)
{
  const char *text = NULL;

  if (!byline_json_get_string (object, where, member, required, &text, error))
    return FALSE;
  if (required && *text == '\0')
    {
      g_autofree char *what = g_strdup_printf (_ ("“%s” must not be empty"), member);
      return fail (BYLINE_ERROR_VALUE, where, what, error);
    }
  if (text != NULL)
    {
      g_free (*copy);
      *copy = g_strdup (text);
    }
  return TRUE;
}

/* Leaves *value alone when the member is absent. */
static gboolean
read_choice (JsonObject *object, const char *where, const char *member, const char *const *names, guint *value, GError **error)
{
  const char *text = NULL;

  if (!byline_json_get_string (object, where, member, FALSE, &text, error))
    return FALSE;
  for (guint i = 0; text != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      {
        *value = i;
        return TRUE;
      }
  if (text != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (char **) names);
      g_autofree char *what = g_strdup_printf (_ ("“%s” must be one of these: %s"), member, list);
      return fail (BYLINE_ERROR_VALUE, where, what, error);
    }
  return TRUE;
}

void
byline_pack_article_free (BylinePackArticle *article)
{
  g_free (article->id);
  g_free (article->file);
  g_free (article->title);
  g_free (article->language);
  g_free (article->direction);
  g_free (article->briefing);
  g_free (article->source_name);
  g_free (article->source_url);
  g_free (article->source_date);
  g_free (article->digest);
  g_free (article->key);
  g_free (article);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylinePackArticle, byline_pack_article_free)

static gboolean
read_file_name (JsonObject *object, const char *where, const char *member, gboolean required, char **name, GError **error)
{
  if (!read_text (object, where, member, required, name, error))
    return FALSE;
  if (*name != NULL && !byline_pack_is_safe_name (*name))
    {
      g_autofree char *what = g_strdup_printf (_ ("“%s” may not be absolute, nor hold “..”, “:” or a backslash"), member);
      return fail (BYLINE_ERROR_VALUE, where, what, error);
    }
  return TRUE;
}

static gboolean
read_source (BylinePackArticle *article, JsonObject *object, const char *where, GError **error)
{
  JsonObject *source = NULL;

  if (!byline_json_get_object (object, where, "source", FALSE, &source, error))
    return FALSE;
  return source == NULL
         || (read_text (source, where, "name", FALSE, &article->source_name, error)
             && read_text (source, where, "url", FALSE, &article->source_url, error)
             && read_text (source, where, "date", FALSE, &article->source_date, error));
}

/* Members that are for people only, and are kept as they are. */
static gboolean
check_authors (JsonObject *manifest, GError **error)
{
  JsonArray *authors = NULL;

  if (!byline_json_get_array (manifest, "", "authors", FALSE, &authors, error))
    return FALSE;
  for (guint i = 0; authors != NULL && i < json_array_get_length (authors); i++)
    if (json_node_get_value_type (json_array_get_element (authors, i)) != G_TYPE_STRING)
      return fail (BYLINE_ERROR_VALUE, "", _ ("“authors” must hold texts"), error);
  return TRUE;
}

static gboolean
check_level (JsonObject *object, const char *where, GError **error)
{
  const char *level;
  return byline_json_get_string (object, where, "level", FALSE, &level, error);
}

static BylinePackArticle *
read_article (BylinePack *self, JsonObject *object, guint index, GError **error)
{
  g_autoptr (BylinePackArticle) article = g_new0 (BylinePackArticle, 1);
  g_autofree char *where = g_strdup_printf (_ ("article %u"), index + 1);
  const char *level;
  guint direction = 0;

  if (!read_text (object, where, "id", TRUE, &article->id, error))
    return NULL;
  if (g_utf8_strlen (article->id, -1) > ID_MAX)
    return fail (BYLINE_ERROR_VALUE, where, _ ("“id” is too long"), error), NULL;
  if (byline_pack_find_article (self, article->id) != NULL)
    return fail (BYLINE_ERROR_VALUE, where, _ ("“id” stands twice in this pack"), error), NULL;

  article->language = g_strdup (self->language);
  if (!read_file_name (object, where, "file", TRUE, &article->file, error)
      || !read_file_name (object, where, "key", FALSE, &article->key, error)
      || !read_text (object, where, "title", FALSE, &article->title, error)
      || !read_text (object, where, "language", FALSE, &article->language, error)
      || !read_text (object, where, "briefing", FALSE, &article->briefing, error)
      || !read_text (object, where, "textDigest", FALSE, &article->digest, error)
      || !byline_json_get_string (object, where, "level", FALSE, &level, error)
      || !read_choice (object, where, "direction", directions, &direction, error)
      || !read_source (article, object, where, error)
      || !check_level (object, where, error))
    return NULL;
  if (article->digest != NULL && !byline_annotations_is_digest (article->digest))
    return fail (BYLINE_ERROR_VALUE, where, _ ("“textDigest” must be “sha256:” and 64 hexadecimal digits"), error), NULL;

  article->direction = g_strdup (directions[direction]);
  return g_steal_pointer (&article);
}

static gboolean
read_articles (BylinePack *self, JsonObject *manifest, GError **error)
{
  JsonArray *array = NULL;

  if (!byline_json_get_array (manifest, "", "articles", TRUE, &array, error))
    return FALSE;
  if (json_array_get_length (array) == 0)
    return fail (BYLINE_ERROR_EMPTY, "", _ ("“articles”: there is no article in this pack"), error);
  if (json_array_get_length (array) > ARTICLES_MAX)
    return fail (BYLINE_ERROR_TOO_LARGE, "", _ ("“articles”: there are too many articles in this pack"), error);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      BylinePackArticle *article;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("article %u: must be an object"), i + 1);
          return FALSE;
        }
      article = read_article (self, json_node_get_object (node), i, error);
      if (article == NULL)
        return FALSE;
      g_ptr_array_add (self->articles, article);
    }
  return TRUE;
}

static gboolean
read_settings (BylinePack *self, JsonObject *manifest, GError **error)
{
  JsonObject *review = NULL, *scoring = NULL;
  JsonArray *authors = NULL;

  if (!byline_json_get_array (manifest, "", "authors", FALSE, &authors, error)
      || !byline_json_check_type (manifest, "", "authors", BYLINE_JSON_TEXTS, error)
      || !byline_json_get_object (manifest, "", "review", FALSE, &review, error)
      || !byline_json_get_object (manifest, "", "scoring", FALSE, &scoring, error)
      || !read_choice (manifest, "", "kind", kinds, (guint *) &self->kind, error))
    return FALSE;

  if (review != NULL
      && (!read_choice (review, "review", "reveal", reveals, (guint *) &self->reveal, error)
          || !read_choice (review, "review", "retry", retries, (guint *) &self->retry, error)
          || !byline_json_get_uint (review, "review", "attempts", FALSE, 1000, &self->attempts, error)))
    return FALSE;

  return scoring == NULL
         || (read_choice (scoring, "scoring", "surplus", surpluses, (guint *) &self->scoring.surplus, error)
             && read_choice (scoring, "scoring", "partial", partials, (guint *) &self->scoring.partial, error)
             && byline_json_get_uint (scoring, "scoring", "wrongTag", FALSE, 10000, &self->scoring.wrong_tag_pt, error));
}

static gboolean
read_tags (BylinePack *self, JsonObject *manifest, GError **error)
{
  JsonArray *tags = NULL;

  if (!byline_json_get_array (manifest, "", "tags", FALSE, &tags, error))
    return FALSE;
  if (tags == NULL || json_array_get_length (tags) == 0)
    self->tags = byline_tag_set_ref (byline_tag_set_get_default ());
  else
    self->tags = byline_tag_set_new_from_json (tags, error);
  return self->tags != NULL;
}

static gboolean
read_format (JsonObject *manifest, GError **error)
{
  JsonNode *format = json_object_get_member (manifest, "format");
  guint version = 0;

  if (format == NULL || json_node_get_value_type (format) != G_TYPE_STRING || !g_str_equal (json_node_get_string (format), "byline-pack"))
    return fail (BYLINE_ERROR_KIND, "", _ ("this is sound JSON, but not the manifest of an exercise pack: “format” must be “byline-pack”"), error);
  if (!byline_json_get_uint (manifest, "", "version", TRUE, G_MAXINT, &version, error))
    return FALSE;
  if (version > VERSION)
    return fail (BYLINE_ERROR_VERSION, "", _ ("“version”: this pack was made by a newer Byline; please update this one"), error);
  return version == VERSION || fail (BYLINE_ERROR_VALUE, "", _ ("“version” must be 1"), error);
}

/**
 * byline_pack_read_manifest:
 * @self: a new pack
 * @data: (array length=size): the bytes of byline.json
 * @size: bytes
 *
 * Reads all of the manifest. Members that Byline does not know are nobody's
 * business.
 *
 * Returns: %FALSE with %BYLINE_ERROR_SYNTAX, %BYLINE_ERROR_KIND,
 *   %BYLINE_ERROR_VERSION, %BYLINE_ERROR_TOO_LARGE or %BYLINE_ERROR_VALUE, whose
 *   message names place and member
 */
gboolean
byline_pack_read_manifest (BylinePack *self, const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_PACK_MAX_MANIFEST, error);
  JsonObject *manifest;

  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return fail (BYLINE_ERROR_KIND, "", _ ("this is sound JSON, but not the manifest of an exercise pack"), error);
  manifest = json_node_get_object (root);

  if (!read_format (manifest, error)
      || !read_text (manifest, "", "id", TRUE, &self->id, error)
      || !byline_json_get_range (manifest, "", "revision", TRUE, 1, G_MAXINT, &self->revision, error)
      || !read_text (manifest, "", "title", TRUE, &self->title, error)
      || !read_text (manifest, "", "description", FALSE, &self->description, error)
      || !read_text (manifest, "", "language", FALSE, &self->language, error)
      || !read_text (manifest, "", "license", FALSE, &self->license, error))
    return FALSE;
  if (!g_str_has_prefix (self->id, "urn:uuid:") || !g_uuid_string_is_valid (self->id + strlen ("urn:uuid:")))
    return fail (BYLINE_ERROR_VALUE, "", _ ("“id” must be “urn:uuid:” and a UUID"), error);

  return check_authors (manifest, error) && read_settings (self, manifest, error) && read_tags (self, manifest, error) && read_articles (self, manifest, error);
}
