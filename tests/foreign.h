/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "error.h"
#include "exchange-json.h"

#include <string.h>

/* What the tests of the formats of other programs share. */

static inline BylineArticle *
foreign_article (const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  BylineArticle *article = byline_article_new (bytes, &error);

  g_assert_no_error (error);
  return article;
}

static inline BylineAnnotation *
foreign_put (BylineAnnotations *work, BylineArticle *article, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  byline_span_init_range (&span, start, end);
  annotation = byline_annotation_new (article, tag, &span);
  byline_annotations_put (work, annotation, G_MAXUINT);
  return byline_annotations_get (work, byline_annotations_get_size (work) - 1);
}

typedef GPtrArray *(*ForeignReader) (const char *data, gsize size, GError **error);

/* What a sound file says. */
static inline GPtrArray *
foreign_read (ForeignReader read, const char *data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *documents = read (data, strlen (data), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, >, 0);
  return documents;
}

static inline void
foreign_refuse (ForeignReader read, const char *data, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = read (data, strlen (data), &error);

  g_assert_null (documents);
  g_assert_error (error, BYLINE_ERROR, code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static inline const BylineForeign *
foreign_document (GPtrArray *documents, guint index)
{
  g_assert_cmpuint (index, <, documents->len);
  return g_ptr_array_index (documents, index);
}

static inline const BylineForeignMark *
foreign_mark (const BylineForeign *document, guint index)
{
  g_assert_cmpuint (index, <, document->marks->len);
  return g_ptr_array_index (document->marks, index);
}

static inline const BylineForeignPiece *
foreign_piece (const BylineForeignMark *mark, guint index)
{
  g_assert_cmpuint (index, <, mark->pieces->len);
  return g_ptr_array_index (mark->pieces, index);
}

#define foreign_assert_piece(mark, index, start_, end_) G_STMT_START { \
    g_assert_cmpint (foreign_piece (mark, index)->start, ==, start_); \
    g_assert_cmpint (foreign_piece (mark, index)->end, ==, end_); } G_STMT_END

static inline gboolean
foreign_says (GPtrArray *sentences, const char *words)
{
  for (guint i = 0; i < sentences->len; i++)
    if (strstr (g_ptr_array_index (sentences, i), words) != NULL)
      return TRUE;
  return FALSE;
}
