/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-markdown.h"

#include "config.h"
#include "error.h"
#include "quota.h"

#include <cmark.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_TREE_SIZE (160 * 1024 * 1024)

/* Blocks may open this often in one line. */
#define MAX_MARKERS 200

/* The parser needs the square of the brackets in a paragraph that do not match. */
#define MAX_BRACKETS 20000

/* How many lines of front matter there may be. */
#define MAX_FRONT_MATTER 200

/* cmark's allocator has no user data. */
static GPrivate current_quota;

/* cmark grows buffers, so that each piece remembers its size. */
typedef struct
{
  _Alignas (16) size_t size;
} Header;

static void *
allocate (size_t n, size_t size)
{
  Header *header;

  if (n > 0 && size > MAX_TREE_SIZE / n)
    size = MAX_TREE_SIZE, n = 1;
  header = byline_quota_alloc (g_private_get (&current_quota), sizeof (Header) + n * size);
  header->size = n * size;
  memset (header + 1, 0, n * size);
  return header + 1;
}

static void *
reallocate (void *memory, size_t size)
{
  void *larger = allocate (1, size);

  if (memory != NULL)
    memcpy (larger, memory, MIN (size, ((Header *) memory - 1)->size));
  return larger;
}

static void
release (void *memory)
{
}

/* NULL when the quota is used up. */
static const char *
convert (const char *text, gsize size, BylineQuota *quota)
{
  static cmark_mem memory = { allocate, reallocate, release };
  /* Raw HTML may pass, since all of it goes through the HTML importer. */
  const int options = CMARK_OPT_UNSAFE;
  cmark_parser *parser;
  const char *html;

  g_private_set (&current_quota, quota);
  if (setjmp (quota->full) != 0)
    {
      g_private_set (&current_quota, NULL);
      return NULL;
    }
  parser = cmark_parser_new_with_mem (options, &memory);
  cmark_parser_feed (parser, text, size);
  html = cmark_render_html (cmark_parser_finish (parser), options);
  g_private_set (&current_quota, NULL);
  return html;
}

/* How many block markers a line begins with. */
static guint
count_markers (const char *line, const char *end)
{
  guint n = 0;

  for (const char *at = line; at < end && *at != '\n' && strchr (" \t>-+*0123456789.)", *at) != NULL; at++)
    n += *at == '>' || (at > line && (*at == ' ' || *at == '\t') && at[-1] != ' ' && at[-1] != '\t');
  return n;
}

static gboolean
is_bounded (const char *text, gsize size)
{
  const char *end = text + size;
  guint n_brackets = 0;

  for (const char *at = text; at < end; at++)
    {
      if ((at == text || at[-1] == '\n') && count_markers (at, end) > MAX_MARKERS)
        return FALSE;
      if (*at == '[' || *at == ']')
        n_brackets++;
      else if (*at == '\n' && at + 1 < end && at[1] == '\n')
        n_brackets = 0;
      if (n_brackets > MAX_BRACKETS)
        return FALSE;
    }
  return TRUE;
}

/* What a line of front matter says: the value of `key: value` without its quotation
 * marks; NULL for what is of several lines or a list. */
static char *
dup_value (const char *line)
{
  g_autofree char *value = g_strstrip (g_strdup (strchr (line, ':') + 1));
  const gsize length = strlen (value);

  if (length >= 2 && (*value == '"' || *value == '\'') && value[length - 1] == *value)
    return g_markup_escape_text (value + 1, length - 2);
  return length > 0 && strchr ("[{|>&*!\"'", *value) == NULL ? g_markup_escape_text (value, length) : NULL;
}

static gboolean
is_key (const char *line)
{
  const gsize length = strspn (line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

  return length > 0 && g_ascii_isalpha (*line) && line[length] == ':' && strchr (" \t", line[length + 1]) != NULL;
}

/* Passes over YAML between `---` and `---` at the top, as static site generators and
 * note programs have it, and puts what it says of title, author, date and language
 * into a page's head. Returns where the text begins. */
static const char *
skip_front_matter (const char *text, GString *page, char **title)
{
  g_autofree char *author = NULL, *date = NULL, *language = NULL;
  const char *at = text;

  for (guint n = 0; n <= MAX_FRONT_MATTER; n++)
    {
      const gsize length = strcspn (at, "\n");
      g_autofree char *line = g_strchomp (g_strndup (at, length));
      const gboolean fence = strcmp (line, "---") == 0 || (n > 0 && strcmp (line, "...") == 0);
      char **value = g_str_has_prefix (line, "title:") ? title : g_str_has_prefix (line, "author:") ? &author : g_str_has_prefix (line, "date:") ? &date : g_str_has_prefix (line, "lang:") || g_str_has_prefix (line, "language:") ? &language : NULL;

      if (n == 0 ? !fence : n == 1 ? !is_key (line) : !fence && *line != '\0' && strchr (" \t-#", *line) == NULL && !is_key (line))
        break;
      at += length + (at[length] == '\n');
      if (n > 0 && fence)
        {
          g_string_append_printf (page, "<html lang=\"%s\"><head>", language != NULL ? language : "");
          if (*title != NULL)
            g_string_append_printf (page, "<title>%s</title>", *title);
          if (author != NULL)
            g_string_append_printf (page, "<meta name=\"author\" content=\"%s\">", author);
          if (date != NULL)
            g_string_append_printf (page, "<meta name=\"date\" content=\"%s\">", date);
          g_string_append (page, "</head><body>");
          return at;
        }
      if (value != NULL && *value == NULL)
        *value = dup_value (line);
      if (*at == '\0')
        break;
    }
  g_clear_pointer (title, g_free);
  return text;
}

/**
 * byline_import_markdown:
 * @text: UTF-8
 * @size: bytes of @text
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Turns CommonMark into HTML, quotation marks and dashes left as they are. Front
 * matter is no text; its title is the heading of a text that has none.
 *
 * Returns: (transfer full) (nullable): HTML that nobody has cleaned yet
 */
GString *
byline_import_markdown (const char *text, gsize size, GError **error)
{
  g_auto (BylineQuota) quota = { 0 };
  g_autoptr (GString) page = g_string_new (NULL);
  g_autofree char *title = NULL;
  const char *html = NULL, *body = skip_front_matter (text, page, &title);

  size -= body - text;
  text = body;
  byline_quota_init (&quota, MAX_TREE_SIZE);
  if (is_bounded (text, size))
    html = convert (text, size, &quota);
  if (html == NULL)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This Markdown cannot be read: there are too many blocks or brackets inside each other."));
      return NULL;
    }
  if (title != NULL && strstr (html, "<h1>") == NULL)
    g_string_append_printf (page, "<h1>%s</h1>\n", title);
  g_string_append (page, html);
  return g_steal_pointer (&page);
}
