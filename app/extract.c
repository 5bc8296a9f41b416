/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extract.h"

#include "boilerplate.h"
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

/* What is shown of what was left out, in code points. */
#define MAX_EXCERPT 200

/* Comments may well be longer than the article. */
#define MAX_COMMENTS_SHARE 90

/* What is in an element, all below it counted: bytes without white space. @own is
 * what is good in its own lines, and @near what is good there, in its children's, and
 * half of it in theirs. */
typedef struct
{
  guint text;
  guint link_text;
  guint good;
  guint n_links;
  guint own;
  guint near;
} Content;

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

static gboolean
is_heading (const GumboNode *node)
{
  return node->v.element.tag >= GUMBO_TAG_H1 && node->v.element.tag <= GUMBO_TAG_H6;
}

static void
leave_out (GHashTable *left_out, const GumboNode *node, BylineLeftOutKind kind)
{
  g_hash_table_insert (left_out, (gpointer) node, GINT_TO_POINTER (kind));
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
      content->near += inner->own + (inner->near - inner->own) / 2;
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
    {
      content->good += own;
      content->own = own;
      content->near += own;
    }
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
      const BylineLeftOutKind kind = content != NULL ? byline_boilerplate_find (node) : BYLINE_LEFT_OUT_NOT;
      gboolean out = FALSE;

      if (kind != BYLINE_LEFT_OUT_NOT)
        {
          const guint share = kind == BYLINE_LEFT_OUT_COMMENTS ? MAX_COMMENTS_SHARE : MAX_LEFT_OUT_SHARE;
          out = content->good == 0 || byline_boilerplate_is_hidden (node) || 100 * (guint64) content->good < share * (guint64) all->good;
        }
      if (out)
        leave_out (left_out, node, kind);
      node = next_element (node, body, !out);
    }
}

/* The `article` around the only `h1` of the page. */
static const GumboNode *
find_headed (const GumboNode *body, GHashTable *left_out)
{
  const GumboNode *only = NULL;

  for (const GumboNode *node = next_element (body, body, TRUE); node != NULL; node = next_element (node, body, !g_hash_table_contains (left_out, node)))
    if (node->v.element.tag == GUMBO_TAG_H1 && !g_hash_table_contains (left_out, node))
      {
        if (only != NULL)
          return NULL;
        only = node;
      }
  while (only != NULL && only != body && only->v.element.tag != GUMBO_TAG_ARTICLE)
    only = only->parent;
  return only != body ? only : NULL;
}

/* Whether a part of a page leads to another: what comes first is a heading that is
 * a link, or, in an `article`, there is a link in any heading. */
static gboolean
is_teaser (const GumboNode *article, GHashTable *contents)
{
  const GumboNode *first = next_element (article, article, TRUE);
  const Content *head = first != NULL && is_heading (first) ? g_hash_table_lookup (contents, first) : NULL;

  if (article->v.element.tag != GUMBO_TAG_ARTICLE)
    return head != NULL && head->text > 0 && 10 * (guint64) head->link_text >= 9 * (guint64) head->text;
  for (const GumboNode *node = next_element (article, article, TRUE); node != NULL; node = next_element (node, article, TRUE))
    {
      const Content *content = g_hash_table_lookup (contents, node);

      if (content != NULL && is_heading (node) && content->link_text > 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_within (const GumboNode *node, const GumboNode *top)
{
  while (node != NULL && node != top)
    node = node->parent;
  return node == top;
}

/* A short article may well be among longer teasers, in `article` elements too. Whether
 * @headed has nearly all of the good text that is in none of these. */
static gboolean
is_brief (const GumboNode *headed, const GumboNode *body, GHashTable *left_out, GHashTable *contents)
{
  const Content *content = g_hash_table_lookup (contents, headed);
  guint64 all = ((Content *) g_hash_table_lookup (contents, body))->good;

  for (const GumboNode *node = next_element (body, body, TRUE), *next; node != NULL; node = next)
    {
      const Content *other = g_hash_table_lookup (contents, node);
      const gboolean is_out = g_hash_table_contains (left_out, node);
      const gboolean is_article = node->v.element.tag == GUMBO_TAG_ARTICLE;
      const gboolean is_around = is_article && is_within (headed, node);
      const gboolean leads_away = !is_out && !is_around && other != NULL && is_teaser (node, contents) && !is_within (headed, node);

      if (leads_away)
        all -= other->good;
      /* An `article` that is no teaser has none in it. */
      next = next_element (node, body, !is_out && !leads_away && node != headed && (is_around || !is_article));
    }
  return content != NULL && content->good > 0 && 100 * (guint64) content->good >= ROOT_SHARE * all;
}

/* The largest `article`, else `main`, that most of the good text is in. */
static const GumboNode *
find_trusted (const GumboNode *body, GHashTable *left_out, GHashTable *contents)
{
  const GumboNode *best = body, *headed = find_headed (body, left_out);
  const guint all = ((Content *) g_hash_table_lookup (contents, body))->good;
  guint most = 0;

  if (headed != NULL && is_brief (headed, body, left_out, contents))
    return headed;
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

/* Where the good paragraphs stand together: the element that has most of them for
 * children, links discounted. */
static const GumboNode *
find_centre (const GumboNode *base, GHashTable *left_out, GHashTable *contents)
{
  const GumboNode *best = base;
  double most = 0;

  for (const GumboNode *node = base; node != NULL; node = next_element (node, base, !g_hash_table_contains (left_out, node)))
    {
      const Content *content = g_hash_table_lookup (contents, node);
      double weight;

      if (content == NULL || is_line (node) || g_hash_table_contains (left_out, node))
        continue;
      weight = content->text > 0 ? (double) content->near * (content->text - content->link_text) / content->text : 0;
      if (weight > most)
        {
          best = node;
          most = weight;
        }
    }
  return best;
}

static gboolean
is_container (const GumboNode *node)
{
  switch (node->v.element.tag)
    {
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_FIGURE:
      return FALSE;
    default:
      return !is_heading (node);
    }
}

/* Whether @node stands in a row with @model: `<section class="part">` after another. */
static gboolean
is_alike (const GumboNode *node, const GumboNode *model)
{
  return node->v.element.tag == model->v.element.tag && g_strcmp0 (byline_page_get (node, "class"), byline_page_get (model, "class")) == 0;
}

/* Whether @node, beside what has been found of the article, is more of it. */
static gboolean
belongs (const GumboNode *node, const GumboNode *found, GHashTable *contents)
{
  const Content *content = g_hash_table_lookup (contents, node);
  const Content *model = g_hash_table_lookup (contents, found);

  if (content == NULL || content->good == 0 || 4 * (guint64) content->link_text > content->text)
    return FALSE;
  return !is_container (node) || is_alike (node, found) || 5 * (guint64) content->good >= model->good || 10 * (guint64) content->good >= 9 * (guint64) content->text;
}

/* Climbs from the centre as long as there is more of the article beside it; what
 * is beside it and is none goes. */
static const GumboNode *
climb (const GumboNode *centre, const GumboNode *base, GHashTable *left_out, GHashTable *contents)
{
  g_autoptr (GPtrArray) strange = g_ptr_array_new ();
  const GumboNode *root = centre;

  for (const GumboNode *node = centre; node != base; node = node->parent)
    {
      const GumboVector *siblings = byline_page_get_children (node->parent);
      gboolean more = FALSE;

      for (guint i = 0; i < siblings->length; i++)
        {
          const GumboNode *sibling = siblings->data[i];
          const Content *content = g_hash_table_lookup (contents, sibling);

          if (sibling == node || content == NULL)
            continue;
          if (belongs (sibling, node, contents))
            more = TRUE;
          else if (content->good > 0)
            g_ptr_array_add (strange, (gpointer) sibling);
        }
      if (!more)
        continue;
      root = node->parent;
      for (guint i = 0; i < strange->len; i++)
        leave_out (left_out, strange->pdata[i], BYLINE_LEFT_OUT_ELSEWHERE);
      g_ptr_array_set_size (strange, 0);
    }

  /* A single paragraph, list or cell is not all there is. */
  while (root != base && (!is_container (root) || is_line (root) || root->v.element.tag == GUMBO_TAG_LI))
    root = root->parent;
  return root;
}

static const GumboNode *
find_root (const GumboNode *body, GHashTable *left_out, GHashTable *contents)
{
  const GumboNode *trusted = find_trusted (body, left_out, contents);
  const GumboNode *centre = find_centre (trusted, left_out, contents);

  if (trusted->v.element.tag == GUMBO_TAG_ARTICLE)
    return trusted;
  for (const GumboNode *node = centre; node != trusted; node = node->parent)
    if (node->v.element.tag == GUMBO_TAG_ARTICLE)
      return node;
  return climb (centre, trusted, left_out, contents);
}

static gboolean
is_label (const GumboNode *node)
{
  g_autofree char *words = byline_page_dup_words (node);

  return byline_boilerplate_is_label (words);
}

/* Whether @node leaves a hole in a list or table if it goes alone. */
static gboolean
is_cell (const GumboNode *node)
{
  switch (node->v.element.tag)
    {
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
      return TRUE;
    default:
      return FALSE;
    }
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
  if (is_cell (node) && content->n_links == 1)
    return FALSE;
  if (content->n_links == 1)
    return 10 * (guint64) content->link_text >= 9 * (guint64) content->text;
  return 3 * (guint64) content->link_text >= 2 * (guint64) content->text;
}

/* Whether a part of the article is mostly links with a few words about each. */
static gboolean
is_for_teasers (const GumboNode *node, const Content *content, const Content *all)
{
  return is_container (node) && content->n_links > 1 && 5 * (guint64) content->good < all->good && 5 * (guint64) content->link_text >= 2 * (guint64) content->text;
}

/* Whether nothing that a heading could be of has been kept, but something left out. */
static gboolean
is_bereft (const GumboNode *heading, GHashTable *left_out, GHashTable *contents)
{
  const GumboVector *siblings = byline_page_get_children (heading->parent);
  gboolean bereft = FALSE;

  for (guint i = heading->index_within_parent + 1; i < siblings->length; i++)
    {
      const GumboNode *next = siblings->data[i];
      const Content *content = g_hash_table_lookup (contents, next);

      if (g_hash_table_contains (left_out, next))
        bereft = TRUE;
      else if (byline_page_is_element (next) && is_heading (next))
        break;
      else if (byline_page_is_text (next) ? count_bytes (next->v.text.text) > 0 : content != NULL && content->text > 0)
        return FALSE;
    }
  return bereft;
}

static void
leave_out_found (const GumboNode *root, GHashTable *left_out, GHashTable *contents)
{
  const Content *all = g_hash_table_lookup (contents, root);

  for (const GumboNode *node = next_element (root, root, TRUE); node != NULL;)
    {
      const Content *content = g_hash_table_lookup (contents, node);

      if (content != NULL && !is_line (node) && !g_hash_table_contains (left_out, node))
        {
          if (is_for_links (node, content) || is_for_teasers (node, content, all))
            leave_out (left_out, node, BYLINE_LEFT_OUT_LINKS);
          else if (content->text <= 40 && content->text > 0 && is_label (node))
            leave_out (left_out, node, BYLINE_LEFT_OUT_LABEL);
        }
      node = next_element (node, root, !g_hash_table_contains (left_out, node));
    }

  for (const GumboNode *node = next_element (root, root, TRUE); node != NULL; node = next_element (node, root, !g_hash_table_contains (left_out, node)))
    if (is_heading (node) && node->v.element.tag != GUMBO_TAG_H1 && is_bereft (node, left_out, contents))
      leave_out (left_out, node, BYLINE_LEFT_OUT_LABEL);
}

/* The heading of the article, if it is outside the root: an `h1` that the page's
 * title begins with, so that it is not the site's, or a lesser one that is the title;
 * else the only `h1` that there is, above the article, no link, and not what titles of
 * pages end with. */
static const GumboNode *
find_title (const GumboNode *body, const GumboNode *root, GHashTable *left_out, GHashTable *contents, const char *title)
{
  const GumboNode *found = NULL, *only = NULL;
  gboolean above = TRUE;
  guint n_first = 0;

  for (const GumboNode *node = next_element (body, body, TRUE); node != NULL; node = next_element (node, body, !g_hash_table_contains (left_out, node)))
    {
      const gboolean first = node->v.element.tag == GUMBO_TAG_H1;
      g_autofree char *words = NULL;
      const GumboNode *around = node;

      above &= node != root;
      if (!is_heading (node) || !g_hash_table_contains (contents, node) || g_hash_table_contains (left_out, node))
        continue;
      while (around != body && around != root)
        around = around->parent;
      words = byline_page_dup_words (node);
      if (around == root && (first || g_strcmp0 (title, words) == 0))
        return NULL;
      if (found == NULL && *words != '\0' && title != NULL && (first ? g_str_has_prefix (title, words) : strcmp (title, words) == 0))
        found = node;
      n_first += first;
      if (first && above && ((Content *) g_hash_table_lookup (contents, node))->n_links == 0 && *words != '\0' && (title == NULL || !g_str_has_suffix (title, words)))
        only = node;
    }
  return found != NULL || n_first != 1 ? found : only;
}

/* What is outside the root. What is around it is a frame: it goes, and leaves it. */
static void
leave_out_elsewhere (BylineExtract *self, const GumboNode *body)
{
  for (const GumboNode *node = self->root; node != body; node = node->parent)
    {
      const GumboVector *siblings = byline_page_get_children (node->parent);

      g_hash_table_add (self->frames, node->parent);
      for (guint i = 0; i < siblings->length; i++)
        if (siblings->data[i] != node && !g_hash_table_contains (self->left_out, siblings->data[i]))
          leave_out (self->left_out, siblings->data[i], BYLINE_LEFT_OUT_ELSEWHERE);
    }
  if (self->title != NULL)
    leave_out (self->left_out, self->title, BYLINE_LEFT_OUT_NOT);
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
  self->frames = g_hash_table_new (NULL, NULL);
  measure (body, FALSE, self->left_out, contents);
  leave_out_told (body, self->left_out, contents);

  g_hash_table_remove_all (contents);
  measure (body, FALSE, self->left_out, contents);
  is_article = ((Content *) g_hash_table_lookup (contents, body))->good > 0;
  self->root = is_article ? find_root (body, self->left_out, contents) : body;
  self->title = is_article ? find_title (body, self->root, self->left_out, contents, title) : NULL;
  if (is_article)
    leave_out_found (self->root, self->left_out, contents);
  leave_out_elsewhere (self, body);
}

void
byline_extract_clear (BylineExtract *self)
{
  g_clear_pointer (&self->left_out, g_hash_table_unref);
  g_clear_pointer (&self->frames, g_hash_table_unref);
}

static char *
dup_visible_words (const GumboNode *top)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const GumboNode *node = top; node != NULL;)
    {
      const gboolean out = byline_page_is_element (node) && is_dropped (node);

      if (byline_page_is_text (node))
        g_string_append (text, node->v.text.text);
      else if (!out && byline_page_is_element (node) && !is_line (node))
        g_string_append_c (text, ' ');
      else if (byline_page_is_element (node) && node->v.element.tag == GUMBO_TAG_IMG && byline_page_get (node, "alt") != NULL)
        g_string_append_printf (text, " %s ", byline_page_get (node, "alt"));
      node = out ? byline_page_skip (node, top) : byline_page_next (node, top);
    }
  return byline_attribute_clean_value (BYLINE_ATTRIBUTE_ALT, text->str);
}

static BylineLeftOut *
describe (const GumboNode *node, guint place, BylineLeftOutKind kind)
{
  BylineLeftOut *self = g_new0 (BylineLeftOut, 1);
  g_autofree char *words = dup_visible_words (node);
  g_autoptr (BylineSegmentation) segmentation = byline_segmentation_new (words, strlen (words), NULL);

  self->place = place;
  self->kind = kind;
  self->text = g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), MAX_EXCERPT));
  byline_segmentation_get_words (segmentation, &self->n_words);
  return self;
}

/**
 * byline_extract_put_back:
 * @body: as for byline_extract_init()
 * @places: (array length=n_places): of byline_extract_list()
 *
 * Takes what stands at @places into the article after all, with all that is in it.
 */
void
byline_extract_put_back (BylineExtract *self, const GumboNode *body, const guint *places, gsize n_places)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  const GumboNode *end = NULL; /* what is behind the last one that is put back */
  gboolean inside = FALSE;
  guint place = 0;

  for (gsize i = 0; i < n_places; i++)
    g_hash_table_add (wanted, GUINT_TO_POINTER (places[i]));
  for (const GumboNode *node = body; node != NULL; node = byline_page_next (node, body), place++)
    {
      inside &= node != end;
      if (!inside && g_hash_table_contains (wanted, GUINT_TO_POINTER (place)))
        {
          inside = TRUE;
          end = byline_page_skip (node, body);
        }
      if (inside && node != self->title)
        g_hash_table_remove (self->left_out, node);
    }
}

/**
 * byline_extract_list:
 * @body: as for byline_extract_init()
 *
 * Returns: (transfer full) (element-type BylineLeftOut): what is left out and has
 *   words, in the order of the page
 */
GPtrArray *
byline_extract_list (const BylineExtract *self, const GumboNode *body)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_left_out_free);
  const GumboNode *inside = NULL; /* what is behind the last one that was left out */
  gboolean out = FALSE;
  guint place = 0;

  for (const GumboNode *node = body; node != NULL; node = byline_page_next (node, body), place++)
    {
      gpointer kind = NULL;

      if (out && node != inside)
        continue;
      out = g_hash_table_lookup_extended (self->left_out, node, NULL, &kind);
      inside = out ? byline_page_skip (node, body) : NULL;
      if (out && kind != GINT_TO_POINTER (BYLINE_LEFT_OUT_NOT) && !(byline_page_is_element (node) && is_dropped (node)))
        {
          g_autoptr (BylineLeftOut) item = describe (node, place, GPOINTER_TO_INT (kind));

          if (item->n_words > 0)
            g_ptr_array_add (list, g_steal_pointer (&item));
        }
    }
  return list;
}
