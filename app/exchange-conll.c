/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

/* Passages that overlap stand in columns of their own; more than this many are
 * too many for any reader. */
#define COLUMNS_MAX 16

/* A passage's tokens, [start, end), and where it went. */
typedef struct
{
  guint start;
  guint end;
  int tag;
  guint order;
} Run;

typedef struct
{
  const char *layer; /* NULL: all of them */
  guint end;         /* of the last run in it */
  GArray *runs;      /* Run */
  guint at;          /* the first run that is not written to its end yet */
} Column;

typedef struct
{
  BylineArticle *article;
  BylineTagSet *set;
  GArray *tokens; /* BylineSegment */
  GArray *runs;   /* Run */
  Column columns[COLUMNS_MAX];
  guint n_columns;
  gboolean widened;
  guint n_lost;
} Writer;

static void
add_token (Writer *self, guint start, guint end)
{
  const BylineSegment token = { start, end };

  if (start < end)
    g_array_append_val (self->tokens, token);
}

/* Words, and between them each character that is no white space by itself. */
static void
find_tokens (Writer *self)
{
  guint n_words, offset = 0;
  const BylineSegment *words = byline_segmentation_get_words (byline_article_get_segmentation (self->article), &n_words);
  const char *at = byline_article_get_text (self->article, NULL);

  for (guint i = 0; i <= n_words; i++)
    {
      const guint start = i < n_words ? words[i].start : byline_article_get_length (self->article);
      const guint end = i < n_words ? words[i].end : start;

      for (; offset < start; offset++, at = g_utf8_next_char (at))
        if (!g_unichar_isspace (g_utf8_get_char (at)) && !g_unichar_iscntrl (g_utf8_get_char (at)))
          add_token (self, offset, offset + 1);
      add_token (self, start, end);
      for (; offset < end; offset++)
        at = g_utf8_next_char (at);
    }
}

/* The first token that ends behind @offset. */
static guint
find_token (Writer *self, guint offset)
{
  guint low = 0, high = self->tokens->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (self->tokens, BylineSegment, middle).end <= offset)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_run (Writer *self, const BylineSegment *segment, const char *tag)
{
  const guint first = find_token (self, segment->start);
  guint end = find_token (self, segment->end);
  Run run;

  /* The token that holds the segment's last character belongs to it. */
  end += end < self->tokens->len && g_array_index (self->tokens, BylineSegment, end).start < segment->end;
  if (first >= end)
    {
      self->n_lost++;
      return;
    }
  self->widened = self->widened || g_array_index (self->tokens, BylineSegment, first).start < segment->start
                  || g_array_index (self->tokens, BylineSegment, end - 1).end > segment->end;
  run = (Run) { first, end, byline_tag_set_find (self->set, tag), self->runs->len };
  g_array_append_val (self->runs, run);
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const Run *one = a, *two = b;

  if (one->start != two->start)
    return one->start < two->start ? -1 : 1;
  if (one->end != two->end)
    return one->end > two->end ? -1 : 1;
  return one->order < two->order ? -1 : one->order > two->order;
}

static gboolean
put (Writer *self, const Run *run, const char *layer)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].end <= run->start && g_strcmp0 (self->columns[i].layer, layer) == 0)
      {
        self->columns[i].end = run->end;
        g_array_append_val (self->columns[i].runs, *run);
        return TRUE;
      }
  return FALSE;
}

static void
add_column (Writer *self, const char *layer)
{
  if (self->n_columns < COLUMNS_MAX)
    self->columns[self->n_columns++] = (Column) { .layer = layer, .runs = g_array_new (FALSE, FALSE, sizeof (Run)) };
}

static void
clear_columns (Writer *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    g_array_unref (self->columns[i].runs);
  self->n_columns = 0;
}

/* One column if no two passages share a token; else for each layer as many as it
 * needs, in the order of the set. */
static void
fill_columns (Writer *self)
{
  gboolean fits = TRUE;

  add_column (self, NULL);
  for (guint i = 0; i < self->runs->len && fits; i++)
    fits = put (self, &g_array_index (self->runs, Run, i), NULL);
  if (fits)
    return;

  clear_columns (self);
  for (guint t = 0; t < byline_tag_set_get_size (self->set); t++)
    {
      const char *layer = byline_tag_set_get (self->set, t)->layer;

      for (guint k = 0; k < t && layer != NULL; k++)
        if (g_str_equal (byline_tag_set_get (self->set, k)->layer, layer))
          layer = NULL;
      for (guint i = 0; layer != NULL && i < self->runs->len; i++)
        {
          const Run *run = &g_array_index (self->runs, Run, i);

          if (!g_str_equal (byline_tag_set_get (self->set, run->tag)->layer, layer) || put (self, run, layer))
            continue;
          add_column (self, layer);
          self->n_lost += !put (self, run, layer);
        }
    }
}

/* "B-claim", "I-claim" or "O"; a passage begins again with each sentence. */
static void
append_label (Writer *self, GString *out, Column *column, guint token, gboolean begins)
{
  const Run *run;

  while (column->at < column->runs->len && g_array_index (column->runs, Run, column->at).end <= token)
    column->at++;
  run = column->at < column->runs->len ? &g_array_index (column->runs, Run, column->at) : NULL;
  if (run == NULL || run->start > token)
    g_string_append (out, "\tO");
  else
    g_string_append_printf (out, "\t%s-%s", begins || run->start == token ? "B" : "I", byline_tag_set_get (self->set, run->tag)->id);
}

/* Whether a passage was cut at a sentence's end. */
static gboolean
append_tokens (Writer *self, GString *out)
{
  guint n_sentences, sentence = 0;
  const BylineSegment *sentences = byline_segmentation_get_sentences (byline_article_get_segmentation (self->article), &n_sentences);
  const char *text = byline_article_get_text (self->article, NULL);
  gboolean cut = FALSE;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const BylineSegment *token = &g_array_index (self->tokens, BylineSegment, i);
      const gsize start = byline_article_to_byte (self->article, token->start), end = byline_article_to_byte (self->article, token->end);
      gboolean begins = FALSE;

      for (; sentence < n_sentences && sentences[sentence].end <= token->start; sentence++)
        begins = i > 0;
      if (begins)
        g_string_append_c (out, '\n');
      g_string_append_len (out, text + start, end - start);
      for (guint c = 0; c < self->n_columns; c++)
        {
          append_label (self, out, &self->columns[c], i, begins);
          cut = cut || (begins && self->columns[c].at < self->columns[c].runs->len && g_array_index (self->columns[c].runs, Run, self->columns[c].at).start < i);
        }
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
  return cut;
}

static void
say_notices (Writer *self, gboolean cut, GPtrArray *notices)
{
  if (self->n_columns > 1)
    g_ptr_array_add (notices, g_strdup_printf (_ ("passages overlap, so that there are %u columns of labels: for each layer of tags as many as it needs"), self->n_columns));
  if (self->widened)
    g_ptr_array_add (notices, g_strdup (_ ("CoNLL marks whole words: edges inside of a word are moved to its ends")));
  if (cut)
    g_ptr_array_add (notices, g_strdup (_ ("CoNLL marks within sentences: passages that go on behind a sentence’s end begin again")));
  if (self->n_lost > 0)
    g_ptr_array_add (notices, g_strdup_printf (ngettext ("CoNLL has no room for %u passage: without a word or sign in it, or with too many others on it",
                                                         "CoNLL has no room for %u passages: without a word or sign in them, or with too many others on them", self->n_lost), self->n_lost));
}

/**
 * byline_exchange_write_conll:
 * @article: the article
 * @work: what to write
 * @set: the tags
 *
 * Writes a token a line with its labels in IOB2, and an empty line behind each
 * sentence.
 */
char *
byline_exchange_write_conll (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, G_GNUC_UNUSED GError **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (BylineSegment));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  Writer self = { .article = article, .set = set, .tokens = tokens, .runs = runs };
  GString *out = g_string_new (NULL);
  gboolean cut;

  find_tokens (&self);
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      for (guint k = 0; k < annotation->span.n_segments; k++)
        add_run (&self, &annotation->span.segments[k], annotation->tag);
    }
  g_array_sort (runs, compare_runs);
  fill_columns (&self);
  cut = append_tokens (&self, out);
  byline_exchange_say_lost (work, "CoNLL", BYLINE_HOLDS_NOTHING, notices);
  say_notices (&self, cut, notices);
  clear_columns (&self);
  *size = out->len;
  return g_string_free (out, FALSE);
}
