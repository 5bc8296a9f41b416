/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "boilerplate.h"

#include "page.h"

#include <string.h>

/* Nobody says in more bytes what an element is. */
#define MAX_CLASS 1024

/* Words of `class` and `id` that say what is no article. A word is a run of letters;
 * a capital behind a small one begins another, as in `relatedStories`. */
static const char *const comments[] = {
  "comentarios", "commentaires", "commentform", "commenti", "commentlist", "comments", "commentthread", "disqus", "komentarze", "kommentare",
  "reacties", "usercomments",
};

static const char *const replies[] = {
  "combx", "comment", "replies", "respond", "shoutbox",
};

static const char *const adverts[] = {
  "ad", "ads", "advert", "advertisement", "advertising", "anzeige", "banner", "outbrain", "promo", "promos", "promotion", "publicidad", "skyscraper",
  "sponsor", "sponsored", "taboola", "werbung",
};

static const char *const sharing[] = {
  "bookmark", "bookmarks", "follow", "share", "shares", "sharing", "social",
};

static const char *const notices[] = {
  "agegate", "consent", "cookie", "cookies", "flyout", "gdpr", "lightbox", "login", "modal", "newsletter", "overlay", "paywall", "popup", "signup",
  "subscribe", "subscription", "tooltip",
};

static const char *const menus[] = {
  "breadcrumb", "breadcrumbs", "dropdown", "jumplinks", "masthead", "menu", "nav", "navbar", "navigation", "pager", "pagination", "rss", "search",
  "skip", "taglist", "tags", "toolbar",
};

static const char *const footers[] = {
  "footer",
};

static const char *const related[] = {
  "community", "infinite", "mostpopular", "mostread", "mostviewed", "popular", "rail", "recirc", "recommendations", "recommended", "relacionadas",
  "relacionados", "related", "relatedlinks", "relatedposts", "sidebar", "supplemental", "teaser", "teasers", "topstories", "trending", "widget",
  "widgets",
};

static const struct { BylineLeftOutKind kind; const char *const *words; gsize n; } telling[] = {
  { BYLINE_LEFT_OUT_COMMENTS, comments, G_N_ELEMENTS (comments) },
  { BYLINE_LEFT_OUT_REPLIES, replies, G_N_ELEMENTS (replies) },
  { BYLINE_LEFT_OUT_ADVERT, adverts, G_N_ELEMENTS (adverts) },
  { BYLINE_LEFT_OUT_SHARING, sharing, G_N_ELEMENTS (sharing) },
  { BYLINE_LEFT_OUT_NOTICE, notices, G_N_ELEMENTS (notices) },
  { BYLINE_LEFT_OUT_MENU, menus, G_N_ELEMENTS (menus) },
  { BYLINE_LEFT_OUT_FOOTER, footers, G_N_ELEMENTS (footers) },
  { BYLINE_LEFT_OUT_RELATED, related, G_N_ELEMENTS (related) },
};

static const struct { const char *role; BylineLeftOutKind kind; } roles[] = {
  { "alert", BYLINE_LEFT_OUT_NOTICE },
  { "alertdialog", BYLINE_LEFT_OUT_NOTICE },
  { "banner", BYLINE_LEFT_OUT_MENU },
  { "complementary", BYLINE_LEFT_OUT_RELATED },
  { "contentinfo", BYLINE_LEFT_OUT_FOOTER },
  { "dialog", BYLINE_LEFT_OUT_NOTICE },
  { "menu", BYLINE_LEFT_OUT_MENU },
  { "menubar", BYLINE_LEFT_OUT_MENU },
  { "navigation", BYLINE_LEFT_OUT_MENU },
  { "search", BYLINE_LEFT_OUT_MENU },
  { "toolbar", BYLINE_LEFT_OUT_MENU },
};

/* Lines that stand alone between the paragraphs of many sites. */
static const char *const labels[] = {
  "ad", "ads", "advertisement", "advertising", "anzeige", "back to top", "click to share", "continue reading below", "email", "follow us", "print",
  "publicidad", "publicité", "read more", "related", "share", "share this", "share this article", "skip to content", "skip to main content",
  "sponsored", "story continues below", "story continues below advertisement", "subscribe", "tweet", "werbung",
};

static gboolean
is_listed (const char *word, gsize length, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strncasecmp (word, list[i], length) == 0 && list[i][length] == '\0')
      return TRUE;
  return FALSE;
}

static gboolean
has_word (const char *value, const char *const *list, gsize n)
{
  for (const char *at = value; at != NULL && *at != '\0' && at < value + MAX_CLASS;)
    {
      gsize length = 0;

      while (g_ascii_isalpha (at[length]) && (length == 0 || g_ascii_isupper (at[length - 1]) || !g_ascii_isupper (at[length])))
        length++;
      if (length > 0 && is_listed (at, length, list, n))
        return TRUE;
      at += MAX (length, 1);
    }
  return FALSE;
}

static gboolean
is_called (const GumboNode *node, const char *const *list, gsize n)
{
  const GumboStringPiece name = byline_page_get_name (node);
  g_autofree char *own = node->v.element.tag == GUMBO_TAG_UNKNOWN ? g_strndup (name.data, MIN (name.length, MAX_CLASS)) : NULL;

  return has_word (byline_page_get (node, "class"), list, n) || has_word (byline_page_get (node, "id"), list, n) || has_word (own, list, n);
}

/**
 * byline_boilerplate_is_hidden:
 *
 * Returns: whether the page says that @element is not to be seen
 */
gboolean
byline_boilerplate_is_hidden (const GumboNode *element)
{
  const char *style = byline_page_get (element, "style");
  const char *aria = byline_page_get (element, "aria-hidden");
  g_autofree char *tight = style != NULL ? g_ascii_strdown (style, -1) : NULL;

  if (tight != NULL)
    {
      char *to = tight;
      for (const char *from = tight; *from != '\0'; from++)
        if (!g_ascii_isspace (*from))
          *to++ = *from;
      *to = '\0';
    }
  return byline_page_get (element, "hidden") != NULL || (aria != NULL && strcmp (aria, "true") == 0) ||
         (tight != NULL && (strstr (tight, "display:none") != NULL || strstr (tight, "visibility:hidden") != NULL));
}

/**
 * byline_boilerplate_is_label:
 * @words: what stands in a short block
 *
 * Returns: whether many sites put it between paragraphs
 */
gboolean
byline_boilerplate_is_label (const char *words)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);

  g_strchomp (g_strdelimit (lower, ":", ' '));
  return is_listed (lower, strlen (lower), labels, G_N_ELEMENTS (labels));
}

static BylineLeftOutKind
find_role (const char *role)
{
  for (gsize i = 0; role != NULL && i < G_N_ELEMENTS (roles); i++)
    if (strcmp (role, roles[i].role) == 0)
      return roles[i].kind;
  return BYLINE_LEFT_OUT_NOT;
}

/**
 * byline_boilerplate_find:
 * @element: an element of a page
 *
 * Returns: what the page itself says that @element is, whatever is in it;
 *   %BYLINE_LEFT_OUT_NOT where that may be a part of the article
 */
BylineLeftOutKind
byline_boilerplate_find (const GumboNode *element)
{
  const BylineLeftOutKind role = find_role (byline_page_get (element, "role"));

  switch (element->v.element.tag)
    {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MENU:
      return BYLINE_LEFT_OUT_MENU;
    case GUMBO_TAG_ASIDE:
      return BYLINE_LEFT_OUT_RELATED;
    case GUMBO_TAG_FOOTER:
      return BYLINE_LEFT_OUT_FOOTER;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_H1:
      return BYLINE_LEFT_OUT_NOT;
    default:
      break;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    if (is_called (element, telling[i].words, telling[i].n))
      return telling[i].kind;
  if (role != BYLINE_LEFT_OUT_NOT)
    return role;
  return byline_boilerplate_is_hidden (element) ? BYLINE_LEFT_OUT_HIDDEN : BYLINE_LEFT_OUT_NOT;
}
