/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metadata.h"

#include "json.h"
#include "page.h"

#include <string.h>

#define MAX_JSON_LD (1024 * 1024)
#define MAX_AUTHOR 100
#define MAX_DATE 40
#define MAX_HEADINGS 20

/* An author line stands near the title, and is short, in code points. */
#define AUTHOR_LINES 5
#define AUTHOR_LINE_LENGTH 80
#define AUTHOR_WORDS 10

/* Names of `<meta>` in order of trust; `property`, `name` and `itemprop` count alike. */
static const char *const titles[] = { "og:title", "twitter:title", "dc.title", "headline", NULL };
static const char *const authors[] = { "author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", NULL };
static const char *const outlets[] = { "og:site_name", "application-name", "dc.publisher", "publisher", NULL };
static const char *const dates[] = { "article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", NULL };

static const char *const languages[] = { "content-language", "og:locale", "dc.language", "inlanguage", NULL };

/* What stands between a page's title and the outlet's name. */
static const char *const dividers[] = { " - ", " – ", " — ", " | ", " :: ", " · ", " « ", " » " };

/* What an author line begins with. */
static const char *const prefixes[] = { "By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Av ", "Text: ", "Words: " };

/* Words in names and between them that are written small. */
static const char *const small_words[] = {
  "and", "und", "et", "y", "e", "en", "och", "og", "&", "de", "van", "von", "der", "den", "la", "le", "del", "di", "da", "dos", "al", "bin", "ibn", "ter", "zu",
};

typedef struct
{
  char *title;
  char *author;
  char *outlet;
  char *date;
  char *language;
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
          take_name (&linked->language, json_object_get_member (object, "inLanguage"));
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
  static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
  const char *content = byline_page_get (meta, "content");

  for (guint i = 0; i < G_N_ELEMENTS (keys) && content != NULL; i++)
    {
      const char *key = byline_page_get (meta, keys[i]);
      g_autofree char *lower = key != NULL ? g_ascii_strdown (key, -1) : NULL;

      if (lower != NULL && !g_hash_table_contains (metas, lower))
        g_hash_table_insert (metas, g_steal_pointer (&lower), (gpointer) content);
    }
}

static char *
dup_after_last_divider (const char *text)
{
  const char *last = text;

  for (guint i = 0; i < G_N_ELEMENTS (dividers); i++)
    {
      const char *at = g_strrstr (last, dividers[i]);

      if (at != NULL)
        last = at + strlen (dividers[i]);
    }
  return g_strdup (last);
}

/* A page's title is often the heading, a divider and the outlet's name, as in
 * `Wall holds – Harbour Post`; sometimes the other way round. */
static char *
split_title (const char *title, GPtrArray *headings, char **outlet)
{
  for (guint i = 0; i < G_N_ELEMENTS (dividers) && *outlet != NULL; i++)
    {
      g_autofree char *tail = g_strconcat (dividers[i], *outlet, NULL);

      if (g_str_has_suffix (title, tail) && strlen (title) > strlen (tail))
        return g_strndup (title, strlen (title) - strlen (tail));
    }

  for (guint i = 0; i < headings->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (dividers); j++)
      {
        const char *heading = headings->pdata[i];
        g_autofree char *head = g_strconcat (heading, dividers[j], NULL);
        g_autofree char *tail = g_strconcat (dividers[j], heading, NULL);
        g_autofree char *name = NULL;

        if (g_str_has_prefix (title, head))
          name = dup_after_last_divider (title + strlen (head));
        else if (g_str_has_suffix (title, tail))
          name = g_strndup (title, strlen (title) - strlen (tail));
        /* The heading may be the outlet's own. */
        if (name == NULL || (strlen (name) >= strlen (heading) && (!g_str_has_prefix (title, head) || g_ptr_array_find_with_equal_func (headings, name, g_str_equal, NULL))))
          continue;
        take (outlet, name);
        return g_strdup (heading);
      }

  for (guint i = 0; i < headings->len; i++)
    {
      g_autofree char *labelled = g_strconcat (": ", headings->pdata[i], NULL);

      if (g_str_has_suffix (title, labelled))
        return g_strdup (headings->pdata[i]);
    }
  return g_strdup (title);
}

static gboolean
is_small_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_words); i++)
    if (strcmp (word, small_words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @text is two words or more of a kind that people are called. */
static gboolean
is_name (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", AUTHOR_WORDS + 1);
  const guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    {
      const gunichar first = g_utf8_get_char (words[i]);

      if (!g_unichar_isalpha (first) && strcmp (words[i], "&") != 0)
        return FALSE;
      if (g_unichar_islower (first) && !is_small_word (words[i]))
        return FALSE;
    }
  return n >= 2 && n <= AUTHOR_WORDS && !g_str_has_suffix (text, ".") && strpbrk (text, ":;!?0123456789") == NULL;
}

static char *
read_author_line (const char *line)
{
  const char *by = strstr (line, " by ");

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (line, prefixes[i]) && is_name (line + strlen (prefixes[i])))
      return g_strdup (line + strlen (prefixes[i]));
  return by != NULL && is_name (by + strlen (" by ")) ? g_strdup (by + strlen (" by ")) : NULL;
}

/**
 * byline_metadata_find_author:
 * @text: a canonical text
 *
 * Looks for an author line, like “By Ana Ferro”, in the first lines behind the title.
 *
 * Returns: (transfer full) (nullable): who it names
 */
char *
byline_metadata_find_author (const char *text)
{
  char *author = NULL;
  const char *line = strchr (text, '\n');

  for (guint i = 0; i < AUTHOR_LINES && line != NULL && author == NULL; i++)
    {
      const char *end = strchr (line + 1, '\n');
      g_autofree char *words = end != NULL ? g_strndup (line + 1, end - line - 1) : NULL;

      if (words != NULL && g_utf8_strlen (words, -1) <= AUTHOR_LINE_LENGTH)
        author = read_author_line (words);
      line = end;
    }
  return author;
}

/* Whether one of @names is a word of the element's `class`. */
static gboolean
has_class (const GumboNode *node, const char *const *names, gsize n)
{
  const char *at = byline_page_get (node, "class");

  while (at != NULL && *(at += strspn (at, " \t\r\n\f")) != '\0')
    {
      const gsize length = strcspn (at, " \t\r\n\f");

      for (gsize i = 0; i < n; i++)
        if (strlen (names[i]) == length && strncmp (at, names[i], length) == 0)
          return TRUE;
      at += length;
    }
  return FALSE;
}

/* The date that readers see: marked as such, short, and with a number in it. */
static char *
find_date_line (const GumboNode *node)
{
  static const char *const names[] = { "date", "published", "pubdate", "post-date", "entry-date", "dateline", "timestamp" };
  const char *property = byline_page_get (node, "itemprop");
  g_autofree char *words = NULL;

  if ((property == NULL || strcmp (property, "datePublished") != 0) && !has_class (node, names, G_N_ELEMENTS (names)))
    return NULL;
  words = byline_page_dup_words (node);
  return strlen (words) <= MAX_DATE && strpbrk (words, "0123456789") != NULL ? g_steal_pointer (&words) : NULL;
}

/* The author line that readers see: marked as such, and short. */
static char *
find_author_line (const GumboNode *node)
{
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

/* What the elements of a page say. */
typedef struct
{
  GHashTable *metas;   /* names in lower case to what stands in the page */
  GPtrArray *headings; /* (element-type utf8) */
  char *title;
  char *author;
  char *date;
  const char *time;
  Linked linked;
} Findings;

static void
read_element (const GumboNode *node, Findings *findings)
{
  if (findings->author == NULL)
    findings->author = find_author_line (node);
  if (findings->date == NULL)
    findings->date = find_date_line (node);

  switch (node->v.element.tag)
    {
    case GUMBO_TAG_META:
      read_meta (node, findings->metas);
      break;
    case GUMBO_TAG_SCRIPT:
      read_script (node, &findings->linked);
      break;
    case GUMBO_TAG_TITLE:
      if (findings->title == NULL && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML)
        findings->title = byline_page_dup_words (node);
      break;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
      if (findings->headings->len < MAX_HEADINGS)
        g_ptr_array_add (findings->headings, byline_page_dup_words (node));
      break;
    case GUMBO_TAG_TIME:
      if (findings->time == NULL)
        findings->time = byline_page_get (node, "datetime");
      break;
    default:
      break;
    }
}

/**
 * byline_metadata_find:
 * @found: gets title, author, outlet, date and language, where the page gives them
 * @page: the root element
 *
 * Reads Open Graph and other `<meta>` elements, JSON-LD, `<title>` and the
 * headings it repeats, marked author and date lines, and the first `<time>`.
 */
void
byline_metadata_find (BylineImport *found, const GumboNode *page)
{
  g_autoptr (GHashTable) metas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) headings = g_ptr_array_new_with_free_func (g_free);
  Findings findings = { .metas = metas, .headings = headings };

  for (const GumboNode *node = page; node != NULL; node = byline_page_next (node, page))
    if (byline_page_is_element (node))
      read_element (node, &findings);

  take (&found->outlet, find_meta (metas, outlets));
  take (&found->outlet, findings.linked.outlet);
  take (&found->title, find_meta (metas, titles));
  take (&found->title, findings.linked.title);
  if (findings.title != NULL)
    {
      g_autofree char *trimmed = split_title (findings.title, headings, &found->outlet);
      take (&found->title, trimmed);
    }
  take (&found->author, findings.linked.author);
  take (&found->author, find_meta (metas, authors));
  take (&found->author, findings.author);
  take (&found->date, find_meta (metas, dates));
  take (&found->date, findings.linked.date);
  take (&found->date, findings.time);
  take (&found->date, findings.date);
  take (&found->language, find_meta (metas, languages));
  take (&found->language, findings.linked.language);

  g_free (findings.title);
  g_free (findings.author);
  g_free (findings.date);
  g_free (findings.linked.title);
  g_free (findings.linked.author);
  g_free (findings.linked.outlet);
  g_free (findings.linked.date);
  g_free (findings.linked.language);
}
