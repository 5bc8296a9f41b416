/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import.h"

#include "builder.h"
#include "canonical.h"
#include "config.h"
#include "encoding.h"
#include "error.h"
#include "images.h"
#include "import-html.h"
#include "import-markdown.h"
#include "import-text.h"
#include "metadata.h"

#include <glib/gi18n.h>
#include <gumbo.h>
#include <string.h>

/* One odd character in so many, and at least so many, make a file no text. */
#define BINARY_SCAN (64 * 1024)
#define BINARY_SHARE 20
#define BINARY_MIN 16

typedef enum
{
  FORMAT_HTML,
  FORMAT_TEXT,
  FORMAT_MARKDOWN,
} Format;

/* What people try to open, and what they can do instead. */
static const struct { const char *magic; gsize length; const char *advice; } foreign[] = {
  { "%PDF-", 5, N_ ("This is a PDF file. Open it, select the article's text, copy it, and paste it into a text file or into Byline.") },
  { "PK\003\004", 4, N_ ("This is a Word, OpenDocument or ZIP file. Open it where it was made, and save it as plain text or as HTML.") },
  { "\xD0\xCF\x11\xE0", 4, N_ ("This is an old Word file. Open it in a word processor, and save it as plain text or as HTML.") },
  { "{\\rtf", 5, N_ ("This is a rich text file. Open it in a word processor, and save it as plain text or as HTML.") },
  { "[InternetShortcut]", 18, N_ ("This is only the address of a page. Open it in a web browser, and save the page as HTML.") },
  { "\x89PNG", 4, N_ ("This is an image, not a text.") },
  { "\xFF\xD8\xFF", 3, N_ ("This is an image, not a text.") },
  { "GIF8", 4, N_ ("This is an image, not a text.") },
  { "\x1F\x8B", 2, N_ ("This is a compressed file. Unpack it first.") },
  { "bplist", 6, N_ ("This is a web archive. Open it in a web browser, and save the page as HTML.") },
};

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const gsize length = name != NULL ? strlen (name) : 0;

  return length > strlen (suffix) && g_ascii_strcasecmp (name + length - strlen (suffix), suffix) == 0;
}

static gboolean
is_foreign (const char *data, gsize size, const char *name, GError **error)
{
  const char *advice = NULL;
  g_autofree char *line = g_strstrip (g_strndup (data, MIN (size, 2048)));

  for (gsize i = 0; i < G_N_ELEMENTS (foreign) && advice == NULL; i++)
    if (size >= foreign[i].length && memcmp (data, foreign[i].magic, foreign[i].length) == 0)
      advice = foreign[i].advice;
  if (has_suffix (name, ".mht") || has_suffix (name, ".mhtml"))
    advice = N_ ("This is a page saved as a single file. Save it again as “Web page, HTML only”.");
  if (has_suffix (name, ".json"))
    advice = N_ ("This is a JSON file, not an article.");
  if (size < 2048 && g_regex_match_simple ("^https?://\\S+$", line, 0, 0))
    advice = N_ ("This is only the address of a page. Open it in a web browser, and save the page as HTML.");

  if (advice != NULL)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ (advice));
  return advice != NULL;
}

/* Whether @text begins with a tag of HTML. */
static gboolean
looks_like_html (const char *text)
{
  g_autofree char *name = NULL;
  gsize length = 0;

  text += strspn (text, " \t\r\n\f");
  if (g_ascii_strncasecmp (text, "<!doctype", 9) == 0 || g_str_has_prefix (text, "<!--") || g_str_has_prefix (text, "<?xml"))
    return TRUE;
  if (*text != '<')
    return FALSE;
  for (text++; g_ascii_isalnum (text[length]);)
    length++;
  name = g_ascii_strdown (text, length);
  return strchr ("> /\t\r\n", text[length]) != NULL && gumbo_tag_enum (name) != GUMBO_TAG_UNKNOWN;
}

/* A name that ends in .txt or .md is believed, unless a whole page is in it. */
static Format
find_format (const char *data, gsize size, const char *name)
{
  g_autoptr (GString) start = byline_encoding_decode (data, MIN (size, 1024) & ~(gsize) 3, FALSE);
  const char *text = start->str + strspn (start->str, " \t\r\n\f");
  const gboolean page = g_ascii_strncasecmp (text, "<!doctype", 9) == 0 || g_ascii_strncasecmp (text, "<html", 5) == 0;

  if (has_suffix (name, ".html") || has_suffix (name, ".htm") || has_suffix (name, ".xhtml") || page)
    return FORMAT_HTML;
  if (has_suffix (name, ".md") || has_suffix (name, ".markdown"))
    return FORMAT_MARKDOWN;
  if (has_suffix (name, ".txt") || has_suffix (name, ".text"))
    return FORMAT_TEXT;
  return looks_like_html (text) ? FORMAT_HTML : FORMAT_TEXT;
}

/* Whether @text is what a file that is no text looks like: many controls, or
 * characters without a meaning, near its begin. */
static gboolean
is_binary (const GString *text, GError **error)
{
  const char *end = text->str + MIN (text->len, BINARY_SCAN);
  guint n = 0, n_odd = 0;

  for (const char *at = text->str; at < end; at = g_utf8_next_char (at), n++)
    n_odd += ((guchar) *at < ' ' && strchr ("\t\n\f\r", *at) == NULL) || g_utf8_get_char (at) == 0xFFFD;
  if (n_odd < BINARY_MIN || n_odd * BINARY_SHARE < n)
    return FALSE;

  g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND,
                       _ ("This is not a text that Byline can read. Open it where it was made, and save it as plain text in UTF-8 or as HTML."));
  return TRUE;
}

static BylineDocument *
read_document (GBytes *data, const BylineImportOptions *options, BylineImages *images, BylineImport *found, GError **error)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (data, &size) != NULL ? g_bytes_get_data (data, &size) : "";
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) html = NULL;
  BylineDocument *canonical = byline_canonical_read (bytes, size, NULL, NULL, NULL);
  Format format;

  if (canonical != NULL)
    return canonical;

  format = find_format (bytes, size, options->name);
  text = byline_encoding_decode (bytes, size, format == FORMAT_HTML);
  if (is_binary (text, error))
    return NULL;
  switch (format)
    {
    case FORMAT_TEXT:
      return byline_import_text (text->str, text->len, found, error);
    case FORMAT_MARKDOWN:
      html = byline_import_markdown (text->str, text->len, error);
      return html != NULL ? byline_import_html (html->str, html->len, TRUE, options, images, found, error) : NULL;
    case FORMAT_HTML:
    default:
      return byline_import_html (text->str, text->len, options->keep_all, options, images, found, error);
    }
}

static gboolean
apply_options (BylineDocument *document, const BylineImportOptions *options, GError **error)
{
  if (options->title != NULL)
    {
      g_autofree char *title = byline_attribute_clean_value (BYLINE_ATTRIBUTE_ALT, options->title);

      if (!g_utf8_validate (title, -1, NULL) || !byline_builder_is_visible (title, strlen (title)))
        {
          g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("The title must have words in it."));
          return FALSE;
        }
      byline_document_set_title (document, title);
    }
  if (options->language != NULL)
    {
      g_autofree char *language = byline_attribute_clean_value (BYLINE_ATTRIBUTE_LANG, options->language);

      if (language == NULL)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“%s” is not a language tag like “en” or “pt-BR”."), options->language);
          return FALSE;
        }
      byline_document_set_language (document, language);
    }
  return TRUE;
}

/**
 * byline_import:
 * @data: an HTML, Markdown or plain text file
 * @options: what to make of it
 * @error: %BYLINE_ERROR_KIND for a file of another kind, with advice;
 *   %BYLINE_ERROR_TOO_LARGE, %BYLINE_ERROR_EMPTY, %BYLINE_ERROR_VALUE for a bad option
 *
 * Makes a canonical article of what a teacher has. HTML that is canonical already
 * is returned as it is.
 *
 * Returns: (transfer full) (nullable): free with byline_import_free()
 */
BylineImport *
byline_import (GBytes *data, const BylineImportOptions *options, GError **error)
{
  g_autoptr (BylineImport) self = g_new0 (BylineImport, 1);
  g_autoptr (BylineImages) images = byline_images_new (options->path, options->keep_images);
  g_autoptr (BylineDocument) document = NULL;
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));
  g_autoptr (GBytes) bytes = NULL;

  if (g_bytes_get_size (data) > BYLINE_ARTICLE_MAX_SIZE)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("The file is larger than 16 MiB, too large for an article."));
      return NULL;
    }
  if (g_bytes_get_size (data) > 0 && is_foreign (g_bytes_get_data (data, NULL), g_bytes_get_size (data), options->name, error))
    return NULL;

  self->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_left_out_free);
  document = read_document (data, options, images, self, error);
  if (document == NULL)
    return NULL;
  if (!document->root->has_text)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("There is no text in it that could be an article."));
      return NULL;
    }
  if (!apply_options (document, options, error))
    return NULL;

  self->media = byline_images_list_used (images, document);
  self->n_images_left = byline_images_get_n_left (images);
  byline_document_write (document, html, text, blocks);
  g_clear_pointer (&document, byline_document_free);
  bytes = g_string_free_to_bytes (g_steal_pointer (&html));
  self->article = byline_article_new (bytes, error);
  if (self->article == NULL)
    return NULL;

  if (options->title != NULL || self->title == NULL)
    {
      g_free (self->title);
      self->title = g_strdup (byline_article_get_title (self->article));
    }
  if (self->author == NULL)
    self->author = byline_metadata_find_author (byline_article_get_text (self->article, NULL));
  g_free (self->language);
  self->language = g_strdup (byline_article_get_language (self->article));
  self->direction = g_strdup (byline_article_get_direction (self->article));
  return g_steal_pointer (&self);
}

/**
 * byline_left_out_get_name:
 *
 * Returns: (nullable): what @kind is called in results; %NULL for what is none
 */
const char *
byline_left_out_get_name (BylineLeftOutKind kind)
{
  static const char *const names[] = {
    NULL, "advert", "comments", "elsewhere", "footer", "hidden", "label", "links", "menu", "notice", "related", "replies", "sharing",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == BYLINE_N_LEFT_OUT_KINDS);
  g_return_val_if_fail (kind < BYLINE_N_LEFT_OUT_KINDS, NULL);
  return names[kind];
}

void
byline_left_out_free (BylineLeftOut *self)
{
  g_free (self->text);
  g_free (self);
}

void
byline_import_free (BylineImport *self)
{
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_pointer (&self->article, byline_article_unref);
  g_free (self->title);
  g_free (self->author);
  g_free (self->outlet);
  g_free (self->date);
  g_free (self->language);
  g_free (self->direction);
  g_clear_pointer (&self->media, g_ptr_array_unref);
  g_free (self);
}
