/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canonical.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 16

static const struct { const char *name, *value; } entities[] = {
  { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", "\302\240" },
};

typedef struct
{
  const char *html;
  const char *end;
  const char *at;
  BylineBuilder *builder;
  GPtrArray *names; /* (element-type BylineElement): what is open */
  GString *scratch;
} Reader;

/* Every message begins with the place; columns count code points, as editors do. */
static void G_GNUC_PRINTF (4, 5)
fail (const char *html, const char *at, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  const char *line = html;
  guint number = 1;
  va_list arguments;

  for (const char *c = html; c < at; c++)
    if (*c == '\n')
      {
        number++;
        line = c + 1;
      }

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("line %u, column %u: this is not a canonical article: %s"),
               number, (guint) g_utf8_strlen (line, at - line) + 1, message);
}

static gboolean
starts_with (const Reader *self, const char *prefix)
{
  const gsize length = strlen (prefix);

  return (gsize) (self->end - self->at) >= length && memcmp (self->at, prefix, length) == 0;
}

/* Takes text up to the byte @stop, with the five entities of canonical HTML resolved. */
static gboolean
read_text (Reader *self, char stop, GError **error)
{
  g_string_truncate (self->scratch, 0);

  while (self->at < self->end && *self->at != stop)
    {
      const char *plain = self->at;
      guint i;

      while (self->at < self->end && *self->at != stop && *self->at != '&')
        self->at++;
      g_string_append_len (self->scratch, plain, self->at - plain);
      if (self->at == self->end || *self->at != '&')
        continue;

      for (i = 0; i < G_N_ELEMENTS (entities) && !starts_with (self, entities[i].name); i++)
        ;
      if (i == G_N_ELEMENTS (entities))
        {
          fail (self->html, self->at, error, _ ("“&” must begin &amp;, &lt;, &gt;, &quot; or &nbsp;"));
          return FALSE;
        }
      g_string_append (self->scratch, entities[i].value);
      self->at += strlen (entities[i].name);
    }
  return TRUE;
}

static gsize
read_name (Reader *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isalnum (*self->at))
    self->at++;
  return self->at - start;
}

/* ` name="value"`, as often as there are any, up to the `>`. */
static gboolean
read_attributes (Reader *self, GArray *attributes, GPtrArray *owned, GError **error)
{
  while (self->at < self->end && *self->at == ' ' && attributes->len < BYLINE_N_ATTRIBUTES)
    {
      const char *name = ++self->at;
      const gsize length = read_name (self);
      BylineMarkupAttribute attribute;

      if (length == 0 || self->end - self->at < 2 || self->at[0] != '=' || self->at[1] != '"')
        break;
      self->at += 2;
      if (!read_text (self, '"', error))
        return FALSE;
      if (self->at == self->end)
        break;
      self->at++;

      attribute.name = g_strndup (name, length);
      attribute.value = g_strndup (self->scratch->str, self->scratch->len);
      g_ptr_array_add (owned, (gpointer) attribute.name);
      g_ptr_array_add (owned, (gpointer) attribute.value);
      g_array_append_val (attributes, attribute);
    }

  if (self->at < self->end && *self->at == '>')
    {
      self->at++;
      return TRUE;
    }
  fail (self->html, self->at, error, _ ("an attribute must be written name=\"value\", with one space before it, and “>” must end the tag"));
  return FALSE;
}

static gboolean
is_void (const BylineElement *element)
{
  return element->kind == BYLINE_ELEMENT_BREAK || element->kind == BYLINE_ELEMENT_IMAGE || element->kind == BYLINE_ELEMENT_RULE;
}

static gboolean
read_start_tag (Reader *self, GError **error)
{
  g_autoptr (GArray) attributes = g_array_new (FALSE, FALSE, sizeof (BylineMarkupAttribute));
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  const char *tag = self->at++, *name = self->at;
  const gsize length = read_name (self);
  const BylineElement *element = byline_element_find (name, length);

  if (element == NULL || element->kind >= BYLINE_ELEMENT_SECTION || strncmp (element->name, name, length) != 0)
    {
      fail (self->html, tag, error, length > 0 && length <= MAX_NAME ? _ ("it has no “%.*s” tags") : _ ("“<” must begin a tag"), (int) length, name);
      return FALSE;
    }
  if (self->names->len >= BYLINE_BUILDER_CANONICAL_DEPTH)
    {
      fail (self->html, tag, error, _ ("its tags nest no deeper than %d"), BYLINE_BUILDER_CANONICAL_DEPTH);
      return FALSE;
    }
  if (!read_attributes (self, attributes, owned, error))
    return FALSE;

  byline_builder_start (self->builder, name, length, (const BylineMarkupAttribute *) (void *) attributes->data, attributes->len);
  if (is_void (element))
    byline_builder_end (self->builder);
  else
    g_ptr_array_add (self->names, (gpointer) element);
  return TRUE;
}

static gboolean
read_end_tag (Reader *self, GError **error)
{
  const char *tag = self->at;
  const BylineElement *open = self->names->len > 0 ? self->names->pdata[self->names->len - 1] : NULL;
  g_autofree char *expected = NULL;

  if (open == NULL)
    {
      fail (self->html, tag, error, _ ("this end tag has no start tag"));
      return FALSE;
    }
  expected = g_strdup_printf ("</%s>", open->name);
  if (!starts_with (self, expected))
    {
      fail (self->html, tag, error, _ ("“%s” was expected here"), expected);
      return FALSE;
    }

  self->at += strlen (expected);
  g_ptr_array_set_size (self->names, self->names->len - 1);
  byline_builder_end (self->builder);
  return TRUE;
}

static gboolean
read_all (Reader *self, GError **error)
{
  while (self->at < self->end)
    {
      gboolean read;

      if (*self->at != '<')
        {
          read = read_text (self, '<', error);
          if (read)
            byline_builder_text (self->builder, self->scratch->str, self->scratch->len);
        }
      else if (self->at + 1 < self->end && self->at[1] == '/')
        read = read_end_tag (self, error);
      else
        read = read_start_tag (self, error);
      if (!read)
        return FALSE;
    }

  if (self->names->len > 0)
    {
      const BylineElement *open = self->names->pdata[self->names->len - 1];
      fail (self->html, self->at, error, _ ("“</%s>” is missing at the end"), open->name);
      return FALSE;
    }
  return TRUE;
}

/**
 * byline_canonical_read:
 * @html: (array length=size): what should be canonical HTML; need not end in a NUL
 * @size: bytes of @html
 * @text: (nullable): gets the canonical text
 * @blocks: (nullable) (element-type BylineBlock): gets the blocks
 * @error: %BYLINE_ERROR_SYNTAX with line and column; %BYLINE_ERROR_TOO_LARGE
 *
 * Reads canonical HTML: a strict reader of its few forms, then the rules of the
 * builder. What they make of it must be the same bytes again.
 *
 * Returns: (transfer full) (nullable): the document
 */
BylineDocument *
byline_canonical_read (const char *html, gsize size, GString *text, GArray *blocks, GError **error)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_CANONICAL_DEPTH + 8);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (GString) again = g_string_sized_new (size + 1);
  g_autoptr (GString) own_text = g_string_new (NULL);
  g_autoptr (GArray) own_blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));
  g_autoptr (BylineDocument) document = NULL;
  Reader reader = { html, html + size, html, builder, names, scratch };
  const char *bad = NULL;
  gsize same = 0;

  if (!g_utf8_validate_len (html, size, &bad))
    {
      fail (html, bad, error, _ ("it is not UTF-8 text"));
      return NULL;
    }
  if (!read_all (&reader, error))
    return NULL;

  document = byline_builder_finish (builder, error);
  if (document == NULL)
    return NULL;
  byline_document_write (document, again, text != NULL ? text : own_text, blocks != NULL ? blocks : own_blocks);

  while (same < size && same < again->len && html[same] == again->str[same])
    same++;
  while (same > 0 && same < size && ((guchar) html[same] & 0xC0) == 0x80)
    same--;
  if (same < size || same < again->len)
    {
      fail (html, html + same, error, _ ("Byline would write it otherwise from here on"));
      return NULL;
    }
  return g_steal_pointer (&document);
}
