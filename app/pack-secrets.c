/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-secrets.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Shorter ones are words that anybody may use. */
#define REASON_MIN 12
#define QUOTE_MIN 24

struct _BylinePackSecrets
{
  GHashTable *reasons; /* folded texts */
  GHashTable *quotes;
};

BylinePackSecrets *
byline_pack_secrets_new (void)
{
  BylinePackSecrets *self = g_new0 (BylinePackSecrets, 1);

  self->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->quotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
byline_pack_secrets_free (BylinePackSecrets *self)
{
  g_hash_table_unref (self->reasons);
  g_hash_table_unref (self->quotes);
  g_free (self);
}

/* Without case and with one blank for any white space: a text that was copied and
 * laid out anew is the same. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
add (GHashTable *table, const char *text, glong least)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  if (folded != NULL && g_utf8_strlen (folded, -1) >= least)
    g_hash_table_add (table, g_steal_pointer (&folded));
}

static void
add_body (JsonArray *bodies, guint index, JsonNode *node, gpointer data)
{
  JsonObject *body = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *value = body != NULL ? json_object_get_member (body, "value") : NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    add (data, json_node_get_string (value), REASON_MIN);
}

/**
 * byline_pack_secrets_add:
 * @key: an answer key
 *
 * Its reasons in all languages, its rules and its quotes shall not travel.
 */
void
byline_pack_secrets_add (BylinePackSecrets *self, BylineAnnotations *key)
{
  add (self->reasons, byline_annotations_get_note (key), REASON_MIN);
  for (guint i = 0; i < byline_annotations_get_size (key); i++)
    {
      const BylineAnnotation *item = byline_annotations_get (key, i);
      JsonNode *body = json_object_get_member (item->raw, "body");

      if (body != NULL && JSON_NODE_HOLDS_ARRAY (body))
        json_array_foreach_element (json_node_get_array (body), add_body, self->reasons);
      add (self->reasons, item->note, REASON_MIN);
      add (self->reasons, item->rule, REASON_MIN);
      for (guint j = 0; j < item->quotes->len; j++)
        add (self->quotes, ((const BylineQuote *) item->quotes->pdata[j])->exact, QUOTE_MIN);
    }
}

static const char *
find (GHashTable *table, const char *folded)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    if (strstr (folded, text) != NULL)
      return text;
  return NULL;
}

static gboolean check_node (BylinePackSecrets *self, const char *where, JsonNode *node, GError **error);

static gboolean
check_text (BylinePackSecrets *self, const char *member, const char *text, GError **error)
{
  g_autofree char *folded = fold (text);

  if (find (self->reasons, folded) != NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE,
                   _ ("“%s” has a reason from the answer key in it; take it out, or students would read it"), member);
      return FALSE;
    }
  /* A title is the headline, which may well be an item. */
  if (!g_str_equal (member, "title") && find (self->quotes, folded) != NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE,
                   _ ("“%s” quotes a passage of the answer key; take it out, or students would know it"), member);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_object (BylinePackSecrets *self, JsonObject *object, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *link = members; link != NULL; link = link->next)
    if (!check_text (self, "title", link->data, error) || !check_node (self, link->data, json_object_get_member (object, link->data), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_node (BylinePackSecrets *self, const char *where, JsonNode *node, GError **error)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return check_object (self, json_node_get_object (node), error);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!check_node (self, where, json_array_get_element (array, i), error))
          return FALSE;
      return TRUE;
    }
  return json_node_get_value_type (node) != G_TYPE_STRING || check_text (self, where, json_node_get_string (node), error);
}

/**
 * byline_pack_secrets_check_manifest:
 * @manifest: the manifest of a pack for students
 *
 * Looks through all its texts, also those that Byline does not know. Reasons of
 * less than 12 and quotes of less than 24 letters are passed over, and so are
 * quotes in a `title`.
 *
 * Returns: %FALSE with %BYLINE_ERROR_VALUE when there is a reason or a quote in it
 */
gboolean
byline_pack_secrets_check_manifest (BylinePackSecrets *self, JsonObject *manifest, GError **error)
{
  return check_object (self, manifest, error);
}

static gboolean
begins_with (const char *data, gsize size, const char *folded)
{
  const gsize length = strlen (folded);

  return length <= size && g_ascii_strncasecmp (data, folded, length) == 0;
}

/* The first two bytes, each in capitals if its bit in @cases says so. */
static guint
get_pair (const char *folded, guint cases)
{
  const guchar first = (cases & 1) != 0 ? g_ascii_toupper (folded[0]) : folded[0];
  const guchar second = (cases & 2) != 0 ? g_ascii_toupper (folded[1]) : folded[1];

  return first << 8 | second;
}

/* In one pass for all reasons, whose first two bytes are looked for: a pack may have
 * many of them and a quarter of a GiB of pictures. */
static gboolean
has_reason (BylinePackSecrets *self, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *is_start = g_malloc0 (1 << 16);
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, self->reasons);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    for (guint cases = 0; cases < 4; cases++)
      is_start[get_pair (text, cases)] = 1;

  for (gsize i = 0; i + 1 < size; i++)
    {
      if (!is_start[(guchar) data[i] << 8 | (guchar) data[i + 1]])
        continue;
      g_hash_table_iter_init (&iter, self->reasons);
      while (g_hash_table_iter_next (&iter, &text, NULL))
        if (begins_with (data + i, size - i, text))
          return TRUE;
    }
  return FALSE;
}

/**
 * byline_pack_secrets_check_file:
 * @name: its name
 * @bytes: a picture
 *
 * Programs keep remarks in pictures.
 *
 * Returns: %FALSE with %BYLINE_ERROR_VALUE when a reason stands in it
 */
gboolean
byline_pack_secrets_check_file (BylinePackSecrets *self, const char *name, GBytes *bytes, GError **error)
{
  if (!has_reason (self, bytes))
    return TRUE;
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: there is a reason from the answer key in this picture"), name);
  return FALSE;
}

/**
 * byline_pack_secrets_check_article:
 * @name: its name
 * @article: an article
 *
 * What the article says is no secret, even where a reason says the same; but a link's
 * address and a picture's description may hold what nobody sees at once.
 *
 * Returns: %FALSE with %BYLINE_ERROR_VALUE when a reason stands in its HTML and not in its text
 */
gboolean
byline_pack_secrets_check_article (BylinePackSecrets *self, const char *name, BylineArticle *article, GError **error)
{
  gsize size;
  const char *text = byline_article_get_text (article, &size);
  g_autoptr (GBytes) shown = g_bytes_new_static (text, size);

  if (!has_reason (self, byline_article_get_html (article)) || has_reason (self, shown))
    return TRUE;
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("%s: there is a reason from the answer key in the address of a link or the description of a picture"), name);
  return FALSE;
}
