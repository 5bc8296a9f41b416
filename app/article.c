/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "article.h"

#include "canonical.h"
#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Every so many code points the byte offset is known; from there on it is counted. */
#define STEP 64

/* A title made of the first block's words is cut at this many code points. */
#define MAX_TITLE 100

struct _BylineArticle
{
  gatomicrefcount references;
  GBytes *html;
  GString *text;
  GArray *blocks;
  guint32 *bytes; /* bytes[i] is where code point i × STEP begins */
  guint length;
  char *digest;
  char *title;
  char *language;
  const char *direction;
  BylineSegmentation *segmentation; /* made when first asked for */
};

static void
index_bytes (BylineArticle *self)
{
  const char *at = self->text->str, *end = at + self->text->len;

  self->length = g_utf8_strlen (at, self->text->len);
  self->bytes = g_new (guint32, self->length / STEP + 1);
  for (guint offset = 0; at < end; at = g_utf8_next_char (at), offset++)
    if (offset % STEP == 0)
      self->bytes[offset / STEP] = at - self->text->str;
  if (self->length % STEP == 0)
    self->bytes[self->length / STEP] = self->text->len;
}

static char *
cut_title (char *title)
{
  g_autofree char *whole = g_strstrip (title);
  char *cut;

  if (g_utf8_strlen (whole, -1) <= MAX_TITLE)
    return g_steal_pointer (&whole);

  cut = g_utf8_offset_to_pointer (whole, MAX_TITLE);
  for (char *space = cut; space > whole; space--)
    if (*space == ' ')
      {
        cut = space;
        break;
      }
  return g_strdup_printf ("%.*s…", (int) (cut - whole), whole);
}

static char *
find_title (BylineDocument *document)
{
  const BylineElement *h1 = byline_element_find ("h1", 2);
  const BylineNode *node = document->root;

  while (node != NULL && node->element != h1)
    node = byline_node_next (node, document->root);
  if (node != NULL)
    return g_strstrip (byline_document_dup_text (document, node));

  for (node = document->root->first; node != NULL; node = node->next)
    if (node->has_text)
      return cut_title (byline_document_dup_text (document, node));
  return g_strdup ("");
}

static const char *
find_first (BylineDocument *document, BylineAttribute attribute)
{
  for (const BylineNode *block = document->root->first; block != NULL; block = block->next)
    if (byline_node_get (block, attribute) != NULL)
      return byline_node_get (block, attribute);
  return NULL;
}

static gboolean
is_right_to_left (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_ADLAM:
    case G_UNICODE_SCRIPT_HANIFI_ROHINGYA:
    case G_UNICODE_SCRIPT_SAMARITAN:
    case G_UNICODE_SCRIPT_MANDAIC:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What the article says; else the direction of most of its letters. */
static const char *
find_direction (BylineDocument *document, const GString *text)
{
  const char *said = find_first (document, BYLINE_ATTRIBUTE_DIR);
  gint64 balance = 0;

  if (said != NULL && strcmp (said, "auto") != 0)
    return g_intern_string (said);

  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (g_unichar_isalpha (c))
        balance += is_right_to_left (c) ? -1 : 1;
    }
  return balance < 0 ? "rtl" : "ltr";
}

/**
 * byline_article_new:
 * @canonical_html: canonical HTML (docs/text.md), referenced
 * @error: %BYLINE_ERROR_SYNTAX says where it is not canonical;
 *   %BYLINE_ERROR_EMPTY, %BYLINE_ERROR_TOO_LARGE
 *
 * Makes an article of HTML that re-serialises to itself. Anything else has to
 * be imported first.
 *
 * Returns: (transfer full) (nullable): free with byline_article_unref()
 */
BylineArticle *
byline_article_new (GBytes *canonical_html, GError **error)
{
  g_autoptr (BylineArticle) self = NULL;
  g_autoptr (BylineDocument) document = NULL;
  gsize size = 0;
  const char *html = g_bytes_get_data (canonical_html, &size);
  const char *language;
  g_autofree char *hash = NULL;

  if (size > BYLINE_ARTICLE_MAX_SIZE)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("The article is larger than 16 MiB."));
      return NULL;
    }

  self = g_new0 (BylineArticle, 1);
  g_atomic_ref_count_init (&self->references);
  self->html = g_bytes_ref (canonical_html);
  self->text = g_string_new (NULL);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));

  document = byline_canonical_read (html != NULL ? html : "", size, self->text, self->blocks, error);
  if (document == NULL)
    return NULL;
  if (!document->root->has_text)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("There is no text in the article."));
      return NULL;
    }

  index_bytes (self);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) self->text->str, self->text->len);
  self->digest = g_strconcat ("sha256:", hash, NULL);
  self->title = find_title (document);
  language = find_first (document, BYLINE_ATTRIBUTE_LANG);
  self->language = g_strdup (language != NULL ? language : "und");
  self->direction = find_direction (document, self->text);

  return g_steal_pointer (&self);
}

BylineArticle *
byline_article_ref (BylineArticle *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
byline_article_unref (BylineArticle *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_bytes_unref (self->html);
  g_string_free (self->text, TRUE);
  g_array_unref (self->blocks);
  g_free (self->bytes);
  g_free (self->digest);
  g_free (self->title);
  g_free (self->language);
  g_clear_pointer (&self->segmentation, byline_segmentation_free);
  g_free (self);
}

/**
 * byline_article_get_html:
 *
 * Returns: (transfer none): the canonical HTML
 */
GBytes *
byline_article_get_html (BylineArticle *self)
{
  return self->html;
}

/**
 * byline_article_get_text:
 * @size: (out) (optional): its bytes
 *
 * Returns: the canonical text, UTF-8 with a terminating NUL
 */
const char *
byline_article_get_text (BylineArticle *self, gsize *size)
{
  if (size != NULL)
    *size = self->text->len;
  return self->text->str;
}

/**
 * byline_article_get_length:
 *
 * Returns: code points of the canonical text
 */
guint
byline_article_get_length (BylineArticle *self)
{
  return self->length;
}

/**
 * byline_article_get_digest:
 *
 * Returns: `sha256:` and the lower-case hexadecimal SHA-256 of the canonical text
 */
const char *
byline_article_get_digest (BylineArticle *self)
{
  return self->digest;
}

/**
 * byline_article_get_title:
 *
 * Returns: the words of the first `h1`; without one, the first words there are
 */
const char *
byline_article_get_title (BylineArticle *self)
{
  return self->title;
}

/**
 * byline_article_get_language:
 *
 * Returns: BCP 47: the `lang` of the first top block that has one, else `und`
 */
const char *
byline_article_get_language (BylineArticle *self)
{
  return self->language;
}

/**
 * byline_article_get_direction:
 *
 * Returns: `ltr` or `rtl`: the `dir` of the first top block that has one, else
 *   that of most letters
 */
const char *
byline_article_get_direction (BylineArticle *self)
{
  return self->direction;
}

/**
 * byline_article_get_blocks:
 * @n_blocks: (out): how many there are
 *
 * Returns: (array length=n_blocks): all blocks in document order; a block stands
 *   before those in it
 */
const BylineBlock *
byline_article_get_blocks (BylineArticle *self, guint *n_blocks)
{
  *n_blocks = self->blocks->len;
  return (const BylineBlock *) (void *) self->blocks->data;
}

/**
 * byline_article_get_segmentation:
 *
 * The first call finds the words and sentences; any thread may make it.
 *
 * Returns: (transfer none): they live as long as the article
 */
const BylineSegmentation *
byline_article_get_segmentation (BylineArticle *self)
{
  if (g_once_init_enter (&self->segmentation))
    g_once_init_leave (&self->segmentation, byline_segmentation_new (self->text->str, self->text->len, self->language));
  return self->segmentation;
}

/**
 * byline_article_to_byte:
 * @offset: code points, at most the length of the text
 *
 * Returns: where in the canonical text that code point begins, in bytes
 */
gsize
byline_article_to_byte (BylineArticle *self, guint offset)
{
  const char *at;

  g_return_val_if_fail (offset <= self->length, self->text->len);

  at = self->text->str + self->bytes[offset / STEP];
  return g_utf8_offset_to_pointer (at, offset % STEP) - self->text->str;
}

/**
 * byline_article_from_byte:
 * @byte: a byte of the canonical text, at most its size
 *
 * Returns: which code point begins there or, inside one, has begun before
 */
guint
byline_article_from_byte (BylineArticle *self, gsize byte)
{
  guint low = 0, high = self->length / STEP;
  const char *at, *stop;
  guint offset;

  g_return_val_if_fail (byte <= self->text->len, self->length);

  while (low < high)
    {
      const guint middle = low + (high - low + 1) / 2;

      if (self->bytes[middle] <= byte)
        low = middle;
      else
        high = middle - 1;
    }

  at = self->text->str + self->bytes[low];
  stop = self->text->str + byte;
  for (offset = low * STEP; offset < self->length && g_utf8_next_char (at) <= stop; offset++)
    at = g_utf8_next_char (at);
  return offset;
}

/**
 * byline_article_dup_range:
 * @start: first code point
 * @end: one past the last code point
 *
 * Returns: (transfer full): that part of the canonical text
 */
char *
byline_article_dup_range (BylineArticle *self, guint start, guint end)
{
  gsize first;

  g_return_val_if_fail (start <= end && end <= self->length, NULL);

  first = byline_article_to_byte (self, start);
  return g_strndup (self->text->str + first, byline_article_to_byte (self, end) - first);
}
