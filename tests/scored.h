/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "score.h"

/* An article of one paragraph with a key and a work file, for tests. */
typedef struct
{
  BylineArticle *article;
  BylineAnnotations *key;
  BylineAnnotations *work;
  BylineScore *score;
} Scored;

static inline void
scored_init (Scored *self, const char *text)
{
  g_autofree char *html = g_strdup_printf ("<p>%s</p>\n", text);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;

  *self = (Scored) { .article = byline_article_new (bytes, &error) };
  g_assert_no_error (error);
  self->key = byline_annotations_new (BYLINE_ROLE_KEY, self->article, "a");
  self->work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "a");
}

static inline void
scored_clear (Scored *self)
{
  g_clear_pointer (&self->score, byline_score_free);
  byline_annotations_unref (self->key);
  byline_annotations_unref (self->work);
  byline_article_unref (self->article);
}

/* Appends the words' first occurrence to the span. */
static inline void
scored_append (Scored *self, BylineSpan *span, const char *words)
{
  const char *text = byline_article_get_text (self->article, NULL);
  const char *found = strstr (text, words);
  const guint start = g_utf8_pointer_to_offset (text, found);

  g_assert_nonnull (found);
  byline_span_append (span, start, start + g_utf8_strlen (words, -1));
}

/* Pieces are separated by “|”. The annotation belongs to @to. */
static inline BylineAnnotation *
scored_mark (Scored *self, BylineAnnotations *to, const char *tag, const char *words)
{
  g_auto (GStrv) pieces = g_strsplit (words, "|", -1);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  for (guint i = 0; pieces[i] != NULL; i++)
    scored_append (self, &span, pieces[i]);
  annotation = byline_annotation_new (self->article, tag, &span);
  byline_annotations_put (to, annotation, G_MAXUINT);
  return annotation;
}

static inline void
scored_compare (Scored *self, const BylineScoring *scoring)
{
  const BylineScoring standard = BYLINE_SCORING_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineScorer) scorer = NULL;

  scorer = byline_scorer_new (self->article, byline_tag_set_get_default (), self->key, scoring != NULL ? scoring : &standard, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->score, byline_score_free);
  self->score = byline_scorer_score (scorer, self->work, &error);
  g_assert_no_error (error);
}
