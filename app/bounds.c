/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <gumbo.h>
#include <string.h>

/* The HTML parser walks the open elements at each tag, compares each attribute
 * with all before it, and recurses when it frees a tree. Real pages stay far
 * below; browsers flatten what nests deeper than 512. */
#define MAX_DEPTH 300
#define MAX_ATTRIBUTES 300

/* Elements that never nest in themselves alone: void ones, and those whose end
 * tags may be missing because the next start tag closes them. */
static const char *const flat[] = {
  "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link", "meta",
  "param", "source", "track", "wbr", "a", "body", "caption", "colgroup", "head", "html", "nobr",
  "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
};

/* A start tag of these closes an element of its kind, but not through a special one. */
static const char *const items[] = { "dd", "dt", "li" };

/* The special elements of HTML that are counted. */
static const char *const special[] = {
  "address", "applet", "article", "aside", "blockquote", "button", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
  "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "iframe", "li", "listing", "main", "marquee", "menu", "nav",
  "noembed", "noframes", "noscript", "object", "ol", "plaintext", "pre", "script", "section", "select", "style", "summary", "table",
  "template", "textarea", "title", "ul", "xmp",
};

/* End tags of these reach through special elements. */
static const char *const reaching[] = {
  "address", "applet", "article", "aside", "blockquote", "button", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
  "figure", "footer", "header", "hgroup", "li", "listing", "main", "marquee", "menu", "nav", "object", "ol", "pre", "search", "section", "select",
  "summary", "table", "template", "ul",
};

/* In ruby, these end items. */
static const char *const ruby_parts[] = { "rb", "rp", "rt", "rtc" };

/* Those of these, and of `form`, take the element away from under what is in it. */
static const char *const formatting[] = { "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u" };

/* End tags of other elements do not reach through these. */
static const char *const walls[] = {
  "annotation-xml", "applet", "foreignobject", "frameset", "marquee", "mi", "mn", "mo", "ms", "mtext", "object", "select", "table", "template",
};

/* In drawings and formulas, what is in these is HTML again. */
static const char *const integration[] = {
  "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title",
};

/* And these end a drawing or formula. */
static const char *const breakouts[] = {
  "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr",
  "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "table",
  "tt", "u", "ul", "var",
};

/* What stands in these is text up to their end tag. */
static const char *const raw[] = {
  "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
};

/* But not inside these. */
static const char *const not_raw[] = {
  "frameset", "math", "select", "svg",
};

typedef char Name[32];

/* An open element. */
typedef struct
{
  Name name;
  gboolean is_html;
  gboolean holds_foreign; /* what stands in it is part of a drawing or formula */
} Open;

typedef struct
{
  const char *at;
  const char *end;
  guint n_open;
  guint n_not_raw; /* how many of them are */
  guint n_foreign; /* how many are `svg` or `math` */
  /* A `font` ends a drawing or does not, by its attributes, and a `frameset` may
   * take the place of all. From there on nothing is sure, and all counts. */
  gboolean unsure;
  Open open[MAX_DEPTH];
} Scan;

#define IS_IN(name, list) is_in (name, list, G_N_ELEMENTS (list))

static gboolean
is_in (const char *name, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (name, list[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The name of the tag here in lower case; long ones are cut, which keeps them different enough. */
static void
read_name (Scan *self, Name name)
{
  guint length = 0;

  for (; self->at < self->end && !is_space (*self->at) && *self->at != '/' && *self->at != '>'; self->at++)
    if (length < sizeof (Name) - 1)
      name[length++] = g_ascii_tolower (*self->at);
  name[length] = '\0';
}

/* Passes over a tag's attributes and its `>`; FALSE when there are too many. */
static gboolean
skip_attributes (Scan *self, gboolean *closed)
{
  guint n = 0;

  *closed = FALSE;
  for (;;)
    {
      for (; self->at < self->end && (is_space (*self->at) || *self->at == '/'); self->at++)
        *closed = *self->at == '/';
      if (self->at == self->end)
        return TRUE;
      if (*self->at == '>')
        {
          self->at++;
          return TRUE;
        }
      if (++n > MAX_ATTRIBUTES)
        return FALSE;

      /* A name may begin with an equals sign. */
      for (self->at++; self->at < self->end && !is_space (*self->at) && *self->at != '/' && *self->at != '>' && *self->at != '='; self->at++)
        ;
      while (self->at < self->end && is_space (*self->at))
        self->at++;
      if (self->at == self->end || *self->at != '=')
        continue;
      for (self->at++; self->at < self->end && is_space (*self->at); self->at++)
        ;
      if (self->at < self->end && (*self->at == '"' || *self->at == '\''))
        {
          const char *quote = memchr (self->at + 1, *self->at, self->end - self->at - 1);
          self->at = quote != NULL ? quote + 1 : self->end;
        }
      else
        while (self->at < self->end && !is_space (*self->at) && *self->at != '>')
          self->at++;
    }
}

static void
skip_raw (Scan *self, const char *name)
{
  const gsize length = strlen (name);

  while ((self->at = memchr (self->at, '<', self->end - self->at)) != NULL)
    {
      if ((gsize) (self->end - self->at) > length + 2 && self->at[1] == '/' && g_ascii_strncasecmp (self->at + 2, name, length) == 0 &&
          (is_space (self->at[2 + length]) || self->at[2 + length] == '/' || self->at[2 + length] == '>'))
        return;
      self->at++;
    }
  self->at = self->end;
}

static void
skip_comment (Scan *self)
{
  const gboolean real = self->end - self->at >= 4 && strncmp (self->at, "<!--", 4) == 0;

  for (self->at += 2; self->at < self->end; self->at++)
    if (*self->at == '>' && (!real || (self->at[-1] == '-' && self->at[-2] == '-') ||
                             (self->at[-1] == '!' && self->at[-2] == '-' && self->at[-3] == '-')))
      {
        self->at++;
        return;
      }
}

static gboolean
is_foreign_root (const char *name)
{
  return strcmp (name, "svg") == 0 || strcmp (name, "math") == 0;
}

static gboolean
is_heading (const char *name)
{
  return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0';
}

static void
forget (Scan *self, const Open *open)
{
  self->n_not_raw -= IS_IN (open->name, not_raw);
  self->n_foreign -= is_foreign_root (open->name);
}

static void
pop_to (Scan *self, guint index)
{
  while (self->n_open > index)
    forget (self, &self->open[--self->n_open]);
}

/* The parser takes all names that it does not know for the same. */
static gboolean
is_called (const Open *open, const char *name)
{
  if (open->is_html && gumbo_tag_enum (open->name) == GUMBO_TAG_UNKNOWN)
    return gumbo_tag_enum (name) == GUMBO_TAG_UNKNOWN;
  return strcmp (open->name, name) == 0 || (is_heading (name) && is_heading (open->name));
}

/* Closes what is open from @index on; but formatting that is still open is opened
 * again by what comes next, while a block's end forgets all but three of a kind. */
static void
pop_but_formatting (Scan *self, guint index)
{
  const guint n = self->n_open;

  forget (self, &self->open[index]);
  self->n_open = index;
  for (guint i = index + 1; i < n; i++)
    if (IS_IN (self->open[i].name, formatting))
      self->open[self->n_open++] = self->open[i];
    else
      forget (self, &self->open[i]);
}

static gboolean
holds_foreign (const Scan *self)
{
  return self->n_open > 0 && !self->unsure && self->open[self->n_open - 1].holds_foreign;
}

/* An end tag closes what the parser would close, or less. */
static void
close_element (Scan *self, const char *name)
{
  const gboolean reaches = IS_IN (name, reaching) || is_heading (name);
  gboolean foreign = !self->unsure;
  gboolean passed_special = FALSE;

  for (guint i = self->n_open; i-- > 0;)
    {
      const Open *open = &self->open[i];

      /* In a drawing names count and nothing else, up to the HTML around it. */
      foreign &= !open->is_html;
      if (is_called (open, name))
        {
          if (foreign || reaches)
            pop_to (self, i);
          else if (!passed_special && strcmp (name, "form") != 0)
            pop_but_formatting (self, i);
          else if (IS_IN (name, formatting) || strcmp (name, "form") == 0)
            {
              forget (self, open);
              memmove (&self->open[i], &self->open[i + 1], (--self->n_open - i) * sizeof (Open));
            }
          return;
        }
      if (foreign)
        continue;
      if (IS_IN (open->name, walls) || (!open->is_html && IS_IN (open->name, integration)))
        return;
      passed_special |= !open->is_html || IS_IN (open->name, special) || IS_IN (open->name, flat);
    }
}

/* What a start tag closes before it opens something. */
static void
close_before (Scan *self, const char *name)
{
  if (holds_foreign (self) && IS_IN (name, breakouts))
    {
      guint n = self->n_open;

      while (n > 0 && self->open[n - 1].holds_foreign)
        n--;
      pop_to (self, n);
    }

  while (self->n_open > 0 && IS_IN (name, ruby_parts) && IS_IN (self->open[self->n_open - 1].name, items))
    pop_to (self, self->n_open - 1);

  for (guint i = self->n_open; i-- > 0 && IS_IN (name, items);)
    {
      const char *open = self->open[i].name;

      if (IS_IN (open, items) && (strcmp (open, "li") == 0) == (strcmp (name, "li") == 0))
        {
          pop_to (self, i);
          return;
        }
      if (!self->open[i].is_html || (IS_IN (open, special) && strcmp (open, "address") != 0 && strcmp (open, "div") != 0))
        return;
    }
}

/* FALSE when the elements nest too deep. */
static gboolean
open_element (Scan *self, const char *name, gboolean closed)
{
  gboolean foreign;
  Open *open;

  self->unsure |= strcmp (name, "frameset") == 0 || (self->n_foreign > 0 && strcmp (name, "font") == 0);
  close_before (self, name);
  foreign = holds_foreign (self);

  if (IS_IN (name, raw) && self->n_not_raw == 0 && !self->unsure)
    {
      skip_raw (self, name);
      return TRUE;
    }
  if (foreign && closed && !self->unsure)
    return TRUE;
  if (self->n_foreign == 0 && !self->unsure && IS_IN (name, flat))
    return TRUE;
  if (self->n_open == MAX_DEPTH)
    return FALSE;

  open = &self->open[self->n_open++];
  memcpy (open->name, name, sizeof (Name));
  open->is_html = !foreign && !is_foreign_root (name);
  open->holds_foreign = is_foreign_root (name) || (foreign && !IS_IN (name, integration));
  self->n_not_raw += IS_IN (name, not_raw);
  self->n_foreign += is_foreign_root (name);
  return TRUE;
}

static gboolean
read_tag (Scan *self, GError **error)
{
  const gboolean ends = self->at[1] == '/';
  gboolean closed;
  Name name;

  self->at += ends ? 2 : 1;
  read_name (self, name);
  if (!skip_attributes (self, &closed))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This page cannot be read: one of its tags has hundreds of attributes."));
      return FALSE;
    }

  if (ends)
    close_element (self, name);
  else if (!open_element (self, name, closed))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This page cannot be read: its tags are nested hundreds of levels deep."));
      return FALSE;
    }
  return TRUE;
}

/**
 * byline_bounds_check:
 * @html: a page, UTF-8
 * @size: bytes of @html
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Estimates how deep the tags of a page nest, never much less than they do, and
 * counts attributes, in one pass without building anything.
 *
 * Returns: whether the page may be given to the HTML parser
 */
gboolean
byline_bounds_check (const char *html, gsize size, GError **error)
{
  Scan scan = { .at = html, .end = html + size };

  while (scan.at < scan.end && (scan.at = memchr (scan.at, '<', scan.end - scan.at)) != NULL)
    {
      const char next = scan.at + 1 < scan.end ? scan.at[1] : '\0';

      if (g_ascii_isalpha (next) || (next == '/' && scan.at + 2 < scan.end && g_ascii_isalpha (scan.at[2])))
        {
          if (!read_tag (&scan, error))
            return FALSE;
        }
      else if (next == '!' || next == '?' || next == '/')
        skip_comment (&scan);
      else
        scan.at++;
    }
  return TRUE;
}
