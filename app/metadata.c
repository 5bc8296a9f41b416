/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metadata.h"

#include "json.h"
#include "page.h"

#include <string.h>

#define MAX_JSON_LD (1024 * 1024)
#define MAX_AUTHOR 100

/* Names of `<meta>` in order of trust; `property`, `name` and `itemprop` count alike. */
static const char *const titles[] = { "og:title", "twitter:title", "dc.title", "headline", NULL };
static const char *const authors[] = { "author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", NULL };
static const char *const outlets[] = { "og:site_name", "application-name", "dc.publisher", "publisher", NULL };
static const char *const dates[] = { "article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", NULL };

typedef struct
{
  char *title;
  char *author;
  char *outlet;
  char *date;
} Linked;

/* Takes a value that has words in it and is no address, unless there is one already. */
static void
take (char **field, const char *value)
{
  g_autofree char *line = NULL;

  if (*field != NULL || value == NULL || !g_utf8_validate (value, -1, NULL))
    return;
  line = byline_attribute_clean_value (BYLINE_ATTRIBUTE_ALT, value);
  if (*line != '\0' && !g_str_has_prefix (line, "http://") && !g_str_has_prefix (line, "https://"))
    *field = g_steal_pointer (&line);
}

/* A name in JSON-LD is a string, an object with a `name`, or a list of either. */
static void
take_name (char **field, JsonNode *node)
{
  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    take (field, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonNode *name = json_object_get_member (json_node_get_object (node), "name");

      if (name != NULL && JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING)
        take (field, json_node_get_string (name));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *joined = NULL;

      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        {
          char *name = NULL;

          if (!JSON_NODE_HOLDS_ARRAY (json_array_get_element (json_node_get_array (node), i)))
            take_name (&name, json_array_get_element (json_node_get_array (node), i));
          if (name != NULL)
            g_ptr_array_add (names, name);
        }
      g_ptr_array_add (names, NULL);
      joined = g_strjoinv (", ", (char **) names->pdata);
      take (field, joined);
    }
}

/* An object that has a headline and an author or a date is the article. */
static void
read_linked (JsonNode *node, Linked *linked)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        read_linked (json_array_get_element (json_node_get_array (node), i), linked);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);

      if (json_object_has_member (object, "headline"))
        {
          take_name (&linked->title, json_object_get_member (object, "headline"));
          take_name (&linked->author, json_object_get_member (object, "author"));
          take_name (&linked->outlet, json_object_get_member (object, "publisher"));
          take_name (&linked->date, json_object_get_member (object, "datePublished"));
        }
      if (json_object_has_member (object, "@graph"))
        read_linked (json_object_get_member (object, "@graph"), linked);
    }
}

static void
read_script (const GumboNode *script, Linked *linked)
{
  const GumboVector *children = byline_page_get_children (script);
  const char *type = byline_page_get (script, "type");
  const char *text;
  g_autoptr (JsonNode) root = NULL;

  if (type == NULL || g_ascii_strcasecmp (type, "application/ld+json") != 0 || children->length == 0 || !byline_page_is_text (children->data[0]))
    return;
  text = ((const GumboNode *) children->data[0])->v.text.text;
  root = byline_json_parse (text, strlen (text), MAX_JSON_LD, NULL);
  if (root != NULL)
    read_linked (root, linked);
}

static const char *
find_meta (GHashTable *metas, const char *const *names)
{
  for (; *names != NULL; names++)
    {
      const char *value = g_hash_table_lookup (metas, *names);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

static void
read_meta (const GumboNode *meta, GHashTable *metas)
{
  static const char *const keys[] = { "property", "name", "itemprop" };
  const char *content = byline_page_get (meta, "content");

  for (guint i = 0; i < G_N_ELEMENTS (keys) && content != NULL; i++)
    {
      const char *key = byline_page_get (meta, keys[i]);
      g_autofree char *lower = key != NULL ? g_ascii_strdown (key, -1) : NULL;

      if (lower != NULL && !g_hash_table_contains (metas, lower))
        g_hash_table_insert (metas, g_steal_pointer (&lower), (gpointer) content);
    }
}

/* Without the outlet's name that pages put behind their titles: `Wall holds – Harbour Post`. */
static char *
trim_title (const char *title, const char *outlet)
{
  static const char *const dividers[] = { " - ", " – ", " — ", " | ", " :: ", " · " };

  for (guint i = 0; i < G_N_ELEMENTS (dividers) && outlet != NULL; i++)
    {
      g_autofree char *tail = g_strconcat (dividers[i], outlet, NULL);

      if (g_str_has_suffix (title, tail) && strlen (title) > strlen (tail))
        return g_strndup (title, strlen (title) - strlen (tail));
    }
  return g_strdup (title);
}

/* The author line that readers see: marked as such, and short. */
static char *
find_author_line (const GumboNode *node)
{
  static const char *const prefixes[] = { "By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door " };
  const char *rel = byline_page_get (node, "rel"), *property = byline_page_get (node, "itemprop"), *class = byline_page_get (node, "class");
  g_autofree char *words = NULL;

  if ((rel == NULL || strcmp (rel, "author") != 0) && (property == NULL || strcmp (property, "author") != 0) &&
      (class == NULL || (strstr (class, "byline") == NULL && strcmp (class, "author") != 0)))
    return NULL;
  words = byline_page_dup_words (node);
  if (*words == '\0' || strlen (words) > MAX_AUTHOR)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (words, prefixes[i]))
      return g_strdup (words + strlen (prefixes[i]));
  return g_steal_pointer (&words);
}

/**
 * byline_metadata_find:
 * @found: gets title, author, outlet and date, where the page gives them
 * @page: the root element
 *
 * Reads Open Graph and other `<meta>` elements, JSON-LD, `<title>`, the
 * marked author line, and the first `<time>`.
 */
void
byline_metadata_find (BylineImport *found, const GumboNode *page)
{
  g_autoptr (GHashTable) metas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *title = NULL;
  g_autofree char *author = NULL;
  const char *time = NULL;
  Linked linked = { NULL };

  for (const GumboNode *node = page; node != NULL; node = byline_page_next (node, page))
    {
      if (!byline_page_is_element (node))
        continue;
      if (author == NULL)
        author = find_author_line (node);
      if (node->v.element.tag == GUMBO_TAG_META)
        read_meta (node, metas);
      else if (node->v.element.tag == GUMBO_TAG_SCRIPT)
        read_script (node, &linked);
      else if (node->v.element.tag == GUMBO_TAG_TITLE && title == NULL && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML)
        title = byline_page_dup_words (node);
      else if (node->v.element.tag == GUMBO_TAG_TIME && time == NULL)
        time = byline_page_get (node, "datetime");
    }

  take (&found->outlet, find_meta (metas, outlets));
  take (&found->outlet, linked.outlet);
  take (&found->title, find_meta (metas, titles));
  take (&found->title, linked.title);
  if (title != NULL)
    {
      g_autofree char *trimmed = trim_title (title, found->outlet);
      take (&found->title, trimmed);
    }
  take (&found->author, linked.author);
  take (&found->author, find_meta (metas, authors));
  take (&found->author, author);
  take (&found->date, find_meta (metas, dates));
  take (&found->date, linked.date);
  take (&found->date, time);

  g_free (linked.title);
  g_free (linked.author);
  g_free (linked.outlet);
  g_free (linked.date);
}
