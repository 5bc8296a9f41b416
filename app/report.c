/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include "anchor.h"
#include "config.h"
#include "normal.h"
#include "score-core.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer quotations are cut in the middle, at this many words from each end. */
#define QUOTED_WORDS 8

/* What the sentences of one comparison are made from. */
typedef struct
{
  BylineArticle *article;
  BylineTagSet *tags;
  BylineAnnotations *key;
  BylineAnnotations *work;
  const BylineScore *score;
} Report;

static const BylineSegment *
find_words (const Report *self, guint start, guint end, guint *n_words)
{
  guint n, low = 0, high, count = 0;
  const BylineSegment *words = byline_segmentation_get_words (byline_article_get_segmentation (self->article), &n);

  high = n;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (words[middle].end <= start)
        low = middle + 1;
      else
        high = middle;
    }
  while (low + count < n && words[low + count].start < end)
    count++;
  *n_words = count;
  return words + low;
}

/* White space between two words is one space, and none is at the ends. */
static void
put_on_one_line (char *text)
{
  char *to = text;

  g_strdelimit (text, "\n\t", ' ');
  g_strstrip (text);
  for (const char *from = text; *from != '\0'; from++)
    if (*from != ' ' || from[1] != ' ')
      *to++ = *from;
  *to = '\0';
}

/* Those in the text stand within those of the sentence. All of them take three bytes. */
static void
nest_quotation_marks (char *text)
{
  static const char *const marks[][2] = { { "“", "‘" }, { "”", "’" }, { "„", "‚" } };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    for (char *at = text; (at = strstr (at, marks[i][0])) != NULL;)
      memcpy (at, marks[i][1], strlen (marks[i][1]));
}

/* Letters of Hebrew, Arabic and their neighbours. */
static gboolean
has_right_to_left (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe) || (c >= 0x10800 && c <= 0x10fff)
          || (c >= 0x1e800 && c <= 0x1efff))
        return TRUE;
    }
  return FALSE;
}

/* The words of a stretch of text on one line, the middle of a long one left out.
 * A right-to-left quotation is isolated from the sentence around it. */
static char *
quote_range (const Report *self, guint start, guint end)
{
  guint n_words;
  const BylineSegment *words = find_words (self, start, end, &n_words);
  g_autofree char *text = NULL;

  if (n_words <= 2 * QUOTED_WORDS + 2)
    text = byline_article_dup_range (self->article, start, end);
  else
    {
      g_autofree char *head = byline_article_dup_range (self->article, start, words[QUOTED_WORDS - 1].end);
      g_autofree char *tail = byline_article_dup_range (self->article, words[n_words - QUOTED_WORDS].start, end);

      text = g_strdup_printf ("%s … %s", head, tail);
    }

  put_on_one_line (text);
  nest_quotation_marks (text);
  return g_str_equal (byline_article_get_direction (self->article), "rtl") || has_right_to_left (text) ? g_strdup_printf ("\u2068%s\u2069", text)
                                                                                                     : g_steal_pointer (&text);
}

static char *
quote_span (const Report *self, const BylineSpan *span)
{
  g_autoptr (GString) quote = g_string_new (NULL);

  for (guint i = 0; i < span->n_segments; i++)
    {
      g_autofree char *piece = quote_range (self, span->segments[i].start, span->segments[i].end);
      g_string_append_printf (quote, "%s%s", i > 0 ? " … " : "", piece);
    }
  return g_string_free (g_steal_pointer (&quote), FALSE);
}

/**
 * byline_report_quote:
 * @article: the article
 * @span: where to quote from, code points
 *
 * Returns: (transfer full): its words on one line without quotation marks, the middle
 *   of a long passage left out; free with g_free()
 */
char *
byline_report_quote (BylineArticle *article, const BylineSpan *span)
{
  const Report self = { .article = article };

  return quote_span (&self, span);
}

/* Where a passage is in the article, which may be another text than that of its file. */
static const BylineSpan *
get_mark_span (const Report *self, guint mark)
{
  const GPtrArray *anchors = self->score->anchors;

  return anchors != NULL ? &((const BylineAnchored *) g_ptr_array_index (anchors, mark))->span : &byline_annotations_get (self->work, mark)->span;
}

static const BylineSpan *
get_item_span (const Report *self, guint annotation)
{
  const GPtrArray *anchors = self->score->key_anchors;

  return anchors != NULL ? &((const BylineAnchored *) g_ptr_array_index (anchors, annotation))->span : &byline_annotations_get (self->key, annotation)->span;
}

static gboolean
is_lost (const Report *self, guint mark)
{
  const GPtrArray *anchors = self->score->anchors;

  return anchors != NULL && ((const BylineAnchored *) g_ptr_array_index (anchors, mark))->grade > BYLINE_GRADE_MOVED;
}

/* Small numbers are written out. */
static char *
format_number (guint n)
{
  static const char *const names[] = {
    NULL,
    NC_ ("number of words", "one"), NC_ ("number of words", "two"), NC_ ("number of words", "three"),
    NC_ ("number of words", "four"), NC_ ("number of words", "five"), NC_ ("number of words", "six"),
    NC_ ("number of words", "seven"), NC_ ("number of words", "eight"), NC_ ("number of words", "nine"),
    NC_ ("number of words", "ten"),
  };

  if (n > 0 && n < G_N_ELEMENTS (names))
    return g_strdup (g_dpgettext2 (NULL, "number of words", names[n]));
  return g_strdup_printf ("%u", n);
}

/* A tag as it stands behind “marked as”. */
static char *
name_tag (const Report *self, const char *id)
{
  /* Translators: these stand in “You marked this passage as %s; the key has it as
   * %s”, in “what the key has as %s” and in “The key has %s close by”, and must fit all. */
  static const struct { const char *id, *name; } names[] = {
    { "claim", NC_ ("marked as", "a claim") },
    { "attribution", NC_ ("marked as", "an attribution") },
    { "evidence", NC_ ("marked as", "evidence") },
    { "opinion", NC_ ("marked as", "an opinion") },
  };
  const int tag = byline_tag_set_find (self->tags, id);

  if (self->tags == byline_tag_set_get_default ())
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (g_str_equal (names[i].id, id))
        return g_strdup (g_dpgettext2 (NULL, "marked as", names[i].name));
  return g_strdup_printf (C_ ("marked as", "“%s”"),
                          tag < 0 ? id : byline_tag_get_label (byline_tag_set_get (self->tags, tag), byline_article_get_language (self->article)));
}

static char *
join_sentences (char *first, char *second)
{
  g_autofree char *one = first;
  g_autofree char *two = second;

  if (two == NULL)
    return g_steal_pointer (&one);
  /* Translators: two sentences, one after the other. */
  return g_strdup_printf (C_ ("sentences", "%s %s"), one, two);
}

typedef enum
{
  EDGE_STARTS_LATE,
  EDGE_STARTS_EARLY,
  EDGE_STOPS_EARLY,
  EDGE_STOPS_LATE,
} Edge;

/* The format takes the number of words and the words. */
static const char *
get_edge_format (Edge edge, gboolean is_second, guint n)
{
  if (is_second)
    return edge == EDGE_STOPS_EARLY
      ? ngettext ("You also stopped %s word early: “%s”.", "You also stopped %s words early: “%s”.", n)
      : ngettext ("You also went on %s word too far: “%s”.", "You also went on %s words too far: “%s”.", n);

  switch (edge)
    {
    case EDGE_STARTS_LATE:
      return ngettext ("You found this and started %s word late: “%s”.", "You found this and started %s words late: “%s”.", n);
    case EDGE_STARTS_EARLY:
      return ngettext ("You found this and started %s word early: “%s”.", "You found this and started %s words early: “%s”.", n);
    case EDGE_STOPS_EARLY:
      return ngettext ("You found this and stopped %s word early: “%s”.", "You found this and stopped %s words early: “%s”.", n);
    case EDGE_STOPS_LATE:
      return ngettext ("You found this and went on %s word too far: “%s”.", "You found this and went on %s words too far: “%s”.", n);
    }
  g_assert_not_reached ();
}

/* NULL when there is no word between the two edges. */
static char *
describe_edge (const Report *self, Edge edge, gboolean is_second, guint start, guint end)
{
  guint n_words = 0;
  const BylineSegment *words = start < end ? find_words (self, start, end, &n_words) : NULL;
  g_autofree char *number = NULL;
  g_autofree char *quote = NULL;

  if (n_words == 0)
    return NULL;

  number = format_number (n_words);
  quote = quote_range (self, words[0].start, words[n_words - 1].end);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (get_edge_format (edge, is_second, n_words), number, quote);
#pragma GCC diagnostic pop
}

static char *
describe_edges (const Report *self, const BylineSegment *mark, const BylineSegment *boundary)
{
  char *start, *end;

  start = mark->start > boundary->start ? describe_edge (self, EDGE_STARTS_LATE, FALSE, boundary->start, mark->start)
                                        : describe_edge (self, EDGE_STARTS_EARLY, FALSE, mark->start, boundary->start);
  end = mark->end < boundary->end ? describe_edge (self, EDGE_STOPS_EARLY, start != NULL, mark->end, boundary->end)
                                  : describe_edge (self, EDGE_STOPS_LATE, start != NULL, boundary->end, mark->end);
  if (start != NULL)
    return join_sentences (start, end);
  return end != NULL ? end : g_strdup (_ ("You found this, with almost the same edges as in the key."));
}

static guint
count_words (const Report *self, const BylineSpan *span)
{
  guint total = 0, n_words;

  for (guint i = 0; i < span->n_segments; i++)
    {
      find_words (self, span->segments[i].start, span->segments[i].end, &n_words);
      total += n_words;
    }
  return total;
}

static void
intersect (const BylineSpan *a, const BylineSpan *b, BylineSpan *common)
{
  *common = (BylineSpan) BYLINE_SPAN_INIT;
  for (guint i = 0; i < a->n_segments; i++)
    for (guint k = 0; k < b->n_segments; k++)
      byline_span_append (common, MAX (a->segments[i].start, b->segments[k].start), MIN (a->segments[i].end, b->segments[k].end));
  byline_span_join (common);
}

/* With several pieces on either side there is no one edge to speak of. */
static char *
describe_cover (const Report *self, const BylineSpan *marked, const BylineSpan *boundary, guint n_marks)
{
  g_auto (BylineSpan) common = BYLINE_SPAN_INIT;
  const guint n_words = count_words (self, boundary);
  guint n_found, n_outside;
  char *cover, *outside = NULL;

  intersect (marked, boundary, &common);
  n_found = count_words (self, &common);
  n_outside = count_words (self, marked) - n_found;

  if (n_marks > 1)
    cover = g_strdup_printf (ngettext ("You found this with %u marks, which together cover %u of its %u word.",
                                       "You found this with %u marks, which together cover %u of its %u words.", n_words),
                             n_marks, n_found, n_words);
  else
    cover = g_strdup_printf (ngettext ("You found this; your mark covers %u of its %u word.",
                                       "You found this; your mark covers %u of its %u words.", n_words),
                             n_found, n_words);
  if (n_outside > 0)
    outside = g_strdup_printf (ngettext ("It takes in %u word more than the key.", "It takes in %u words more than the key.", n_outside), n_outside);
  return join_sentences (cover, outside);
}

static const BylineSpan *
get_boundary (const Report *self, const BylineItemResult *item)
{
  const BylineAnnotation *annotation = byline_annotations_get (self->key, item->annotation);

  return item->boundary == 0 ? get_item_span (self, item->annotation) : g_ptr_array_index (annotation->alternative_spans, item->boundary - 1);
}

/* The mark and its pieces, in normal form. */
static void
init_marked (const Report *self, const BylineItemResult *item, BylineSpan *marked)
{
  const BylineSegmentation *segmentation = byline_article_get_segmentation (self->article);

  byline_segmentation_normalise_span (segmentation, get_mark_span (self, item->span), marked);
  for (guint i = 0; i < item->n_fragments; i++)
    {
      g_auto (BylineSpan) piece = BYLINE_SPAN_INIT;

      byline_segmentation_normalise_span (segmentation, get_mark_span (self, item->fragments[i]), &piece);
      for (guint k = 0; k < piece.n_segments; k++)
        byline_span_append (marked, piece.segments[k].start, piece.segments[k].end);
    }
  byline_span_join (marked);
}

static char *
describe_found (const Report *self, const BylineItemResult *item)
{
  g_auto (BylineSpan) marked = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) boundary = BYLINE_SPAN_INIT;

  if (item->outcome == BYLINE_OUTCOME_EXACT)
    return g_strdup (item->boundary == 0 ? _ ("You found this, exactly as in the key.") : _ ("You found this, in one of the ways that the key accepts."));

  init_marked (self, item, &marked);
  byline_segmentation_normalise_span (byline_article_get_segmentation (self->article), get_boundary (self, item), &boundary);
  if (item->n_fragments > 0 || marked.n_segments > 1 || boundary.n_segments > 1)
    return describe_cover (self, &marked, &boundary, 1 + item->n_fragments);
  return describe_edges (self, &marked.segments[0], &boundary.segments[0]);
}

static char *
describe_tags (const Report *self, const BylineItemResult *item)
{
  const char *of_key = byline_annotations_get (self->key, item->annotation)->tag;
  const char *of_mark = byline_annotations_get (self->work, item->span)->tag;
  g_autofree char *expected = name_tag (self, of_key);
  g_autofree char *marked = name_tag (self, of_mark);

  if (item->outcome == BYLINE_OUTCOME_WRONG_TAG)
    return g_strdup_printf (_ ("You marked this passage as %s; the key has it as %s."), marked, expected);
  if (!g_str_equal (of_key, of_mark))
    return g_strdup_printf (_ ("You marked it as %s, which the key accepts; it has it as %s."), marked, expected);
  return NULL;
}

static char *
describe_unmarked (const Report *self, const BylineItemResult *item)
{
  const BylineAnnotation *annotation = byline_annotations_get (self->key, item->annotation);
  g_autofree char *quote = quote_span (self, get_item_span (self, item->annotation));

  if (item->outcome == BYLINE_OUTCOME_MISSED)
    return g_strdup_printf (_ ("Missed: “%s”."), quote);
  if (annotation->contested)
    return g_strdup_printf (_ ("Open to discussion, and not marked by you: “%s”."), quote);
  return g_strdup_printf (_ ("Optional, and not marked by you: “%s”."), quote);
}

static char *
describe_item (const Report *self, const BylineItemResult *item)
{
  char *sentence, *without_marks = NULL;

  if (item->span < 0)
    return describe_unmarked (self, item);
  if (item->outcome == BYLINE_OUTCOME_WRONG_TAG)
    return describe_tags (self, item);

  sentence = join_sentences (describe_found (self, item), describe_tags (self, item));
  if (item->outcome == BYLINE_OUTCOME_CLOSE)
    sentence = join_sentences (sentence, g_strdup (_ ("That is close enough.")));
  if (item->optional)
    without_marks = g_strdup (byline_annotations_get (self->key, item->annotation)->contested
                              ? _ ("This one is open to discussion, so it changes nothing in your marks.")
                              : _ ("This one was optional, so it changes nothing in your marks."));
  return join_sentences (sentence, without_marks);
}

/* Whether all characters of a mark, in normal form, are some of a passage of the key. */
static gboolean
is_part (const Report *self, guint mark, guint annotation)
{
  const BylineSegmentation *segmentation = byline_article_get_segmentation (self->article);
  g_auto (BylineSpan) part = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) whole = BYLINE_SPAN_INIT;

  byline_segmentation_normalise_span (segmentation, get_mark_span (self, mark), &part);
  byline_segmentation_normalise_span (segmentation, get_item_span (self, annotation), &whole);
  return byline_span_overlap (&part, &whole) == byline_span_length (&part);
}

static char *
describe_extra (const Report *self, guint mark, const BylineSpanResult *span, const char *quote)
{
  const BylineItemResult *near;
  const BylineAnnotation *annotation;
  g_autofree char *tag = NULL;
  g_autofree char *near_quote = NULL;

  if (span->hint == BYLINE_HINT_NONE)
    return g_strdup_printf (_ ("Not in the key: “%s”."), quote);

  near = &self->score->items[span->hint_item];
  annotation = byline_annotations_get (self->key, near->annotation);
  tag = name_tag (self, annotation->tag);
  near_quote = quote_span (self, get_item_span (self, near->annotation));
  if (span->hint == BYLINE_HINT_NEAR && is_part (self, mark, near->annotation))
    return g_strdup_printf (_ ("“%s” is too small a part of what the key has as %s: “%s”."), quote, tag, near_quote);
  if (span->hint == BYLINE_HINT_NEAR)
    return g_strdup_printf (_ ("Not in the key: “%s”. The key has %s close by: “%s”."), quote, tag, near_quote);
  return g_strdup_printf (_ ("Not in the key: “%s”. Somewhere in it the key has %s, which is much shorter: “%s”."), quote, tag, near_quote);
}

/**
 * byline_report_item:
 * @article: the article
 * @tags: the tag set
 * @key: the key that was compared
 * @work: the work that was compared
 * @score: the comparison
 * @item: index in #BylineScore.items
 *
 * Says what became of an item of the key, to the student.
 *
 * Returns: (transfer full): one or two sentences; free with g_free()
 */
char *
byline_report_item (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, BylineAnnotations *work, const BylineScore *score, guint item)
{
  const Report self = { article, tags, key, work, score };

  g_return_val_if_fail (item < score->n_items, NULL);

  return describe_item (&self, &score->items[item]);
}

/**
 * byline_report_span:
 * @span: index in #BylineScore.spans
 *
 * Says what became of a mark, to the student; the other parameters are those of
 * byline_report_item().
 *
 * Returns: (transfer full): one or two sentences; free with g_free()
 */
char *
byline_report_span (BylineArticle *article, BylineTagSet *tags, BylineAnnotations *key, BylineAnnotations *work, const BylineScore *score, guint span)
{
  const Report self = { article, tags, key, work, score };
  const BylineSpanResult *result;
  g_autofree char *quote = NULL;

  g_return_val_if_fail (span < score->n_spans, NULL);

  result = &score->spans[span];
  quote = quote_span (&self, get_mark_span (&self, span));
  switch (result->outcome)
    {
    case BYLINE_OUTCOME_FRAGMENT:
      return g_strdup_printf (_ ("A piece of a passage that you found: “%s”."), quote);
    case BYLINE_OUTCOME_DUPLICATE:
      return g_strdup_printf (_ ("You marked this passage more than once; another mark of yours fits better: “%s”."), quote);
    case BYLINE_OUTCOME_DUPLICATE_EXACT:
      return g_strdup_printf (_ ("You marked this twice, with the same words and the same tag; it counts once: “%s”."), quote);
    case BYLINE_OUTCOME_EXTRA:
      return describe_extra (&self, span, result, quote);
    case BYLINE_OUTCOME_EMPTY:
      return g_strdup (is_lost (&self, span) ? _ ("This passage could not be found again for certain in the article, so it does not count.")
                                             : _ ("There is no word in this mark, so it does not count."));
    default:
      return describe_item (&self, &score->items[result->item]);
    }
}

/**
 * byline_report_arithmetic:
 * @score: a comparison
 *
 * Says how the headline came about (docs/scoring.md section 6).
 *
 * Returns: (transfer full): some sentences; free with g_free()
 */
char *
byline_report_arithmetic (const BylineScore *score)
{
  const guint percent = (score->score_bp + 50) / 100;
  const double earned = score->marks_pt / 10000.0;
  const double possible = score->max_pt / 10000.0;
  const double cost = score->required > 0 ? score->over_pt / 10000.0 * score->surplus * possible / score->required : 0;
  char *marks, *surplus;

  if (score->required == 0)
    return g_strdup_printf (ngettext ("There was nothing to find here. You marked %u passage, which makes %u %%.",
                                      "There was nothing to find here. You marked %u passages, which makes %u %%.", score->marks),
                            score->marks, percent);
  if (score->surplus == 0 || score->over_pt == 0)
    /* Translators: marks are points here: those earned, and those there were to earn. */
    return g_strdup_printf (_ ("What you found is worth %.2f of %.2f marks, which makes %u %%."), earned, possible, percent);

  marks = g_strdup_printf (_ ("What you found is worth %.2f of %.2f marks."), earned, possible);
  surplus = g_strdup_printf (ngettext ("You marked %u passage more than the key has, which costs %.2f: (%.2f − %.2f) ÷ %.2f makes %u %%.",
                                       "You marked %u passages more than the key has, which costs %.2f: (%.2f − %.2f) ÷ %.2f makes %u %%.",
                                       score->surplus),
                             score->surplus, cost, earned, cost, possible, percent);
  return join_sentences (marks, surplus);
}

static char *
describe_surplus (guint over_pt)
{
  switch (over_pt)
    {
    case 0:
      return g_strdup (_ ("Marking more passages than the key has costs nothing."));
    case 2500:
      return g_strdup (_ ("Marking more passages than the key has costs a quarter of an average mark each; wrong guesses cost nothing until then."));
    case 3333:
      return g_strdup (_ ("Marking more passages than the key has costs a third of an average mark each; wrong guesses cost nothing until then."));
    case 5000:
      return g_strdup (_ ("Marking more passages than the key has costs half an average mark each; wrong guesses cost nothing until then."));
    case 10000:
      return g_strdup (_ ("Marking more passages than the key has costs an average mark each; wrong guesses cost nothing until then."));
    default:
      return g_strdup_printf (_ ("Marking more passages than the key has costs %u %% of an average mark each; wrong guesses cost nothing until then."),
                              (over_pt + 50) / 100);
    }
}

static char *
describe_partial (BylinePartial partial)
{
  switch (partial)
    {
    case BYLINE_PARTIAL_HALF:
      return g_strdup (_ ("A passage with other edges than in the key earns half of its marks."));
    case BYLINE_PARTIAL_FULL:
      return g_strdup (_ ("A passage with other edges than in the key earns all of its marks."));
    case BYLINE_PARTIAL_NONE:
      return g_strdup (_ ("A passage with other edges than in the key earns nothing."));
    case BYLINE_PARTIAL_OVERLAP:
      return NULL;
    }
  g_assert_not_reached ();
}

/**
 * byline_report_settings:
 * @scoring: what a pack chooses
 * @n_tags: tags in its set
 *
 * Says to a teacher what the settings mean (docs/scoring.md section 6).
 *
 * Returns: (transfer full): some sentences; free with g_free()
 */
char *
byline_report_settings (const BylineScoring *scoring, guint n_tags)
{
  BylineScoreSettings settings;
  char *text;

  byline_score_settings_init (&settings, scoring, n_tags);
  text = join_sentences (g_strdup (_ ("Marks for what was found, divided by what there was to find.")), describe_surplus (settings.over_pt));
  text = join_sentences (text, describe_partial (scoring->partial));
  if (scoring->wrong_tag_pt > 0)
    text = join_sentences (text, g_strdup_printf (_ ("The right passage with a wrong tag earns %u %% of its marks."), (scoring->wrong_tag_pt + 50) / 100));
  return text;
}
