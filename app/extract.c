/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extract.h"

#include "element.h"
#include "page.h"

#include <string.h>

/* A paragraph of so many bytes is one of an article, not a label. */
#define MIN_GOOD 60

/* The root is the innermost element with this share of all good text, in percent;
 * an `article` or `main` is trusted from the second share on. */
#define ROOT_SHARE 85
#define TRUSTED_SHARE 50

/* What holds this share of the page's good text, in percent, is never left out. */
#define MAX_LEFT_OUT_SHARE 40

/* Comments may well be longer than the article. */
#define MAX_COMMENTS_SHARE 90

/* What is in an element, all below it counted: bytes without white space. */
typedef struct
{
  guint text;
  guint link_text;
  guint good;
  guint n_links;
} Content;

/* Words of `class` and `id` that say what is no article. A word is a run of letters. */
static const char *const telling[] = {
  "ad", "ads", "advert", "advertisement", "advertising", "banner", "breadcrumb", "breadcrumbs", "comment", "comments", "commentlist", "consent", "cookie", "cookies",
  "disqus", "dropdown", "footer", "gdpr", "login", "masthead", "menu", "modal", "mostread", "nav", "navbar", "navigation", "newsletter",
  "outbrain", "pager", "pagination", "paywall", "popup", "promo", "promos", "promotion", "recirc", "recommended", "related", "respond", "search", "share", "shares",
  "sharing", "sidebar", "signup", "skip", "social", "sponsor", "sponsored", "subscribe", "subscription", "taboola", "teaser", "teasers", "toolbar", "trending", "widget", "widgets",
};

static const char *const telling_comments[] = {
  "commentlist", "comments", "disqus",
};

static const char *const telling_roles[] = {
  "alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search", "toolbar",
};

/* Lines that stand alone between the paragraphs of many sites. */
static const char *const labels[] = {
  "ad", "ads", "advertisement", "advertising", "anzeige", "back to top", "click to share", "continue reading below", "email", "follow us", "print",
  "publicidad", "publicité", "read more", "related", "share", "share this", "share this article", "skip to content", "skip to main content",
  "sponsored", "story continues below", "story continues below advertisement", "subscribe", "tweet", "werbung",
};

static gboolean
is_listed (const char *word, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (word, list[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_word (const char *value, const char *const *list, gsize n)
{
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, -1) : NULL;
  char *at = lower;

  while (at != NULL && *at != '\0')
    {
      char *end = at;

      while (g_ascii_isalpha (*end))
        end++;
      if (end > at)
        {
          const char old = *end;
          gboolean found;

          *end = '\0';
          found = is_listed (at, list, n);
          *end = old;
          if (found)
            return TRUE;
        }
      at = *end != '\0' ? end + 1 : end;
    }
  return FALSE;
}

static gboolean
is_called (const GumboNode *node, const char *const *list, gsize n)
{
  return has_word (byline_page_get (node, "class"), list, n) || has_word (byline_page_get (node, "id"), list, n);
}

static gboolean
is_hidden (const GumboNode *node)
{
  const char *style = byline_page_get (node, "style");
  const char *aria = byline_page_get (node, "aria-hidden");
  g_autofree char *tight = style != NULL ? g_ascii_strdown (style, -1) : NULL;

  if (tight != NULL)
    {
      char *to = tight;
      for (const char *from = tight; *from != '\0'; from++)
        if (!g_ascii_isspace (*from))
          *to++ = *from;
      *to = '\0';
    }
  return byline_page_get (node, "hidden") != NULL || (aria != NULL && strcmp (aria, "true") == 0) ||
         (tight != NULL && (strstr (tight, "display:none") != NULL || strstr (tight, "visibility:hidden") != NULL));
}

/* What the page itself says about an element, whatever is in it. */
static gboolean
says_boilerplate (const GumboNode *node)
{
  const char *role = byline_page_get (node, "role");

  switch (node->v.element.tag)
    {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_MENU:
      return TRUE;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_H1:
      return FALSE;
    default:
      return is_hidden (node) || (role != NULL && is_listed (role, telling_roles, G_N_ELEMENTS (telling_roles))) ||
             is_called (node, telling, G_N_ELEMENTS (telling));
    }
}

static gboolean
is_dropped (const GumboNode *node)
{
  const BylineElement *element = byline_page_find_element (node);

  return element != NULL && element->kind == BYLINE_ELEMENT_DROPPED;
}

static gboolean
is_line (const GumboNode *node)
{
  const BylineElement *element = byline_page_find_element (node);

  return element == NULL || element->kind == BYLINE_ELEMENT_INLINE || element->kind == BYLINE_ELEMENT_BREAK || element->kind == BYLINE_ELEMENT_IMAGE;
}

static guint
count_bytes (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += !g_ascii_isspace (*text);
  return n;
}

/* Adds up what is in each element, from the leaves. The text directly in a block,
 * in its lines, is good if it is long and not mostly links. */
static void
measure (const GumboNode *node, gboolean in_link, GHashTable *left_out, GHashTable *contents)
{
  const GumboVector *children = byline_page_get_children (node);
  Content *content = g_new0 (Content, 1);
  guint own = 0, own_links = 0;

  in_link |= node->v.element.tag == GUMBO_TAG_A;
  content->n_links = node->v.element.tag == GUMBO_TAG_A;
  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];
      const Content *inner;

      if (byline_page_is_text (child))
        {
          own += count_bytes (child->v.text.text);
          own_links += in_link ? count_bytes (child->v.text.text) : 0;
          continue;
        }
      if (!byline_page_is_element (child) || is_dropped (child) || g_hash_table_contains (left_out, child))
        continue;
      measure (child, in_link, left_out, contents);
      inner = g_hash_table_lookup (contents, child);
      content->n_links += inner->n_links;
      content->good += inner->good;
      if (is_line (child))
        {
          own += inner->text;
          own_links += inner->link_text;
        }
      else
        {
          content->text += inner->text;
          content->link_text += inner->link_text;
        }
    }

  content->text += own;
  content->link_text += own_links;
  if (!is_line (node) && own >= MIN_GOOD && 2 * own_links < own)
    content->good += own;
  g_hash_table_insert (contents, (gpointer) node, content);
}

static const GumboNode *
next_element (const GumboNode *node, const GumboNode *top, gboolean inside)
{
  const GumboVector *children = byline_page_get_children (node);
  const GumboNode *next = inside && children->length > 0 ? children->data[0] : NULL;

  while (next == NULL || !byline_page_is_element (next))
    {
      if (next != NULL)
        node = next;
      next = NULL;
      while (node != top && node->index_within_parent + 1 >= byline_page_get_children (node->parent)->length)
        node = node->parent;
      if (node == top)
        return NULL;
      next = byline_page_get_children (node->parent)->data[node->index_within_parent + 1];
    }
  return next;
}

/* Leaves out what says so of itself, unless the article would go with it. */
static void
leave_out_told (const GumboNode *body, GHashTable *left_out, GHashTable *contents)
{
  const Content *all = g_hash_table_lookup (contents, body);

  for (const GumboNode *node = next_element (body, body, TRUE); node != NULL;)
    {
      const Content *content = g_hash_table_lookup (contents, node);
      gboolean out = FALSE;

      if (content != NULL && says_boilerplate (node))
        {
          const guint share = is_called (node, telling_comments, G_N_ELEMENTS (telling_comments)) ? MAX_COMMENTS_SHARE : MAX_LEFT_OUT_SHARE;
          out = content->good == 0 || is_hidden (node) || 100 * (guint64) content->good < share * (guint64) all->good;
        }
      if (out)
        g_hash_table_add (left_out, (gpointer) node);
      node = next_element (node, body, !out);
    }
}

/* The largest `article`, else `main`, that most of the good text is in. */
static const GumboNode *
find_trusted (const GumboNode *body, GHashTable *left_out, GHashTable *contents)
{
  const GumboNode *best = body;
  const guint all = ((Content *) g_hash_table_lookup (contents, body))->good;
  guint most = 0;

  for (const GumboNode *node = next_element (body, body, TRUE); node != NULL; node = next_element (node, body, !g_hash_table_contains (left_out, node)))
    {
      const Content *content = g_hash_table_lookup (contents, node);
      const char *role = byline_page_get (node, "role");
      const gboolean trusted = node->v.element.tag == GUMBO_TAG_ARTICLE || node->v.element.tag == GUMBO_TAG_MAIN || (role != NULL && strcmp (role, "main") == 0);

      if (content == NULL || !trusted || g_hash_table_contains (left_out, node) || 100 * (guint64) content->good < TRUSTED_SHARE * (guint64) all)
        continue;
      if (content->good > most || (node->v.element.tag == GUMBO_TAG_ARTICLE && content->good > 0 && 100 * (guint64) content->good >= ROOT_SHARE * (guint64) most))
        {
          best = node;
          most = content->good;
        }
    }
  return best;
}

/* The innermost element that has nearly all good text of @node; a heading and an
 * author line stand beside the paragraphs, so that `article` is not narrowed. */
static const GumboNode *
narrow (const GumboNode *node, GHashTable *contents)
{
  const guint all = ((Content *) g_hash_table_lookup (contents, node))->good;
  const GumboNode *found = node;

  while (all > 0 && found != NULL && found->v.element.tag != GUMBO_TAG_ARTICLE)
    {
      const GumboVector *children = byline_page_get_children (found);

      node = found;
      found = NULL;
      for (guint i = 0; i < children->length; i++)
        {
          const Content *content = g_hash_table_lookup (contents, children->data[i]);

          if (content != NULL && 100 * (guint64) content->good >= ROOT_SHARE * (guint64) all && !is_line (children->data[i]))
            found = children->data[i];
        }
    }

  /* A single paragraph, list or cell is not all there is. */
  while (node->v.element.tag == GUMBO_TAG_P || node->v.element.tag == GUMBO_TAG_LI || node->v.element.tag == GUMBO_TAG_UL || node->v.element.tag == GUMBO_TAG_BLOCKQUOTE)
    node = node->parent;
  return node;
}

static gboolean
is_label (const GumboNode *node)
{
  g_autofree char *words = byline_page_dup_words (node);
  g_autofree char *lower = g_utf8_strdown (words, -1);

  g_strchomp (g_strdelimit (lower, ":", ' '));
  return is_listed (lower, labels, G_N_ELEMENTS (labels));
}

static gboolean
is_heading (const GumboNode *node)
{
  return node->v.element.tag >= GUMBO_TAG_H1 && node->v.element.tag <= GUMBO_TAG_H6;
}

/* Whether a block is there for its links: a list of teasers, `Read more: …`. */
static gboolean
is_for_links (const GumboNode *node, const Content *content)
{
  const char *class = byline_page_get (node, "class");

  if (content->good > 0 || content->n_links == 0 || content->text == 0)
    return FALSE;
  if (is_heading (node) || (class != NULL && (strstr (class, "byline") != NULL || strstr (class, "author") != NULL)))
    return FALSE;
  if (content->n_links == 1)
    return 10 * (guint64) content->link_text >= 9 * (guint64) content->text;
  return 3 * (guint64) content->link_text >= 2 * (guint64) content->text;
}

static void
leave_out_found (const GumboNode *root, GHashTable *left_out, GHashTable *contents)
{
  for (const GumboNode *node = next_element (root, root, TRUE); node != NULL;)
    {
      const Content *content = g_hash_table_lookup (contents, node);
      gboolean out = g_hash_table_contains (left_out, node);

      if (!out && content != NULL && !is_line (node))
        out = is_for_links (node, content) || (content->text <= 40 && content->text > 0 && is_label (node));
      if (out)
        g_hash_table_add (left_out, (gpointer) node);
      node = next_element (node, root, !out);
    }
}

/* The heading of the article, if it is outside the root: an `h1` that the page's
 * title begins with, so that it is not the site's, or a lesser one that is the title. */
static const GumboNode *
find_title (const GumboNode *body, const GumboNode *root, GHashTable *left_out, const char *title)
{
  const GumboNode *found = NULL;

  for (const GumboNode *node = next_element (body, body, TRUE); node != NULL; node = next_element (node, body, !g_hash_table_contains (left_out, node)))
    {
      const gboolean first = node->v.element.tag == GUMBO_TAG_H1;
      g_autofree char *words = NULL;
      const GumboNode *around = node;

      if (!is_heading (node) || g_hash_table_contains (left_out, node))
        continue;
      while (around != body && around != root)
        around = around->parent;
      words = byline_page_dup_words (node);
      if (around == root && (first || g_strcmp0 (title, words) == 0))
        return NULL;
      if (found == NULL && *words != '\0' && title != NULL && (first ? g_str_has_prefix (title, words) : strcmp (title, words) == 0))
        found = node;
    }
  return found;
}

/**
 * byline_extract_init:
 * @body: the `body` of a page
 * @title: (nullable): what the page calls itself
 *
 * Finds the article in a page, by what its elements say of themselves and by
 * where its long paragraphs are (docs/text.md). Free with byline_extract_clear().
 */
void
byline_extract_init (BylineExtract *self, const GumboNode *body, const char *title)
{
  g_autoptr (GHashTable) contents = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  gboolean is_article;

  self->left_out = g_hash_table_new (NULL, NULL);
  measure (body, FALSE, self->left_out, contents);
  leave_out_told (body, self->left_out, contents);

  g_hash_table_remove_all (contents);
  measure (body, FALSE, self->left_out, contents);
  is_article = ((Content *) g_hash_table_lookup (contents, body))->good > 0;
  self->root = is_article ? narrow (find_trusted (body, self->left_out, contents), contents) : body;
  self->title = is_article ? find_title (body, self->root, self->left_out, title) : NULL;
  if (is_article)
    leave_out_found (self->root, self->left_out, contents);
}

void
byline_extract_clear (BylineExtract *self)
{
  g_clear_pointer (&self->left_out, g_hash_table_unref);
}
