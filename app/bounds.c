/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
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
  "param", "source", "track", "wbr", "a", "body", "button", "caption", "colgroup", "dd", "dt", "form", "head", "html", "li", "nobr",
  "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
};

/* End tags of other elements do not reach through these. */
static const char *const walls[] = {
  "applet", "foreignobject", "marquee", "object", "select", "table", "template",
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

typedef struct
{
  const char *at;
  const char *end;
  guint n_open;
  guint n_not_raw; /* how many of them are */
  Name open[MAX_DEPTH];
} Scan;

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
skip_attributes (Scan *self)
{
  guint n = 0;

  for (;;)
    {
      while (self->at < self->end && (is_space (*self->at) || *self->at == '/'))
        self->at++;
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

static void
close_element (Scan *self, const char *name)
{
  for (guint i = self->n_open; i-- > 0;)
    {
      if (strcmp (self->open[i], name) == 0)
        {
          for (; self->n_open > i; self->n_open--)
            self->n_not_raw -= is_in (self->open[self->n_open - 1], not_raw, G_N_ELEMENTS (not_raw));
          return;
        }
      if (is_in (self->open[i], walls, G_N_ELEMENTS (walls)))
        return;
    }
}

static gboolean
read_tag (Scan *self, GError **error)
{
  const gboolean ends = self->at[1] == '/';
  Name name;

  self->at += ends ? 2 : 1;
  read_name (self, name);
  if (!skip_attributes (self))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This page cannot be read: one of its tags has hundreds of attributes."));
      return FALSE;
    }

  if (ends)
    close_element (self, name);
  else if (is_in (name, raw, G_N_ELEMENTS (raw)) && self->n_not_raw == 0)
    skip_raw (self, name);
  else if (!is_in (name, flat, G_N_ELEMENTS (flat)))
    {
      if (self->n_open == MAX_DEPTH)
        {
          g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This page cannot be read: its tags are nested hundreds of levels deep."));
          return FALSE;
        }
      memcpy (self->open[self->n_open++], name, sizeof (Name));
      self->n_not_raw += is_in (name, not_raw, G_N_ELEMENTS (not_raw));
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
  Scan scan = { html, html + size, 0, 0 };

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
