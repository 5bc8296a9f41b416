/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snap.h"

#include <string.h>

static BylineArticle *
article_new (const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  BylineArticle *article = byline_article_new (bytes, &error);

  g_assert_no_error (error);
  return article;
}

/* The first occurrence of @needle in the article's text. */
static BylineSegment
find (BylineArticle *article, const char *needle)
{
  const char *text = byline_article_get_text (article, NULL);
  const char *at = strstr (text, needle);

  g_assert_nonnull (at);
  return (BylineSegment) {
    byline_article_from_byte (article, at - text),
    byline_article_from_byte (article, at - text + strlen (needle)),
  };
}

/* Selecting @raw tags @expected; both are pieces of @text, which is one paragraph. */
static void
assert_snaps (const char *text, const char *raw, gboolean words, const char *expected)
{
  g_autofree char *html = g_strdup_printf ("<p>%s</p>\n", text);
  g_autoptr (BylineArticle) article = article_new (html);
  const BylineSegment selected = find (article, raw);
  g_autofree char *found = NULL;
  BylineSegment snapped;

  if (!byline_snap_to_words (article, &selected, words, &snapped))
    g_error ("“%s”: nothing to tag in “%s”", text, raw);
  found = byline_article_dup_range (article, snapped.start, snapped.end);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_words (void)
{
  static const struct { const char *text, *raw, *expected; } cases[] = {
    { "The wall held firm.", "all hel", "wall held" },
    { "The wall held firm.", "wall", "wall" },
    { "The wall held firm.", "a", "wall" },
    { "The wall held firm.", "The wall held firm.", "The wall held firm." },
    { "The wall “held firm”, she said", "eld fir", "held firm" },
    /* What was selected of marks and stops is kept, what was not is not taken. */
    { "The wall “held firm”, she said", "“held fir", "“held firm" },
    { "The wall “held firm”, she said", "eld firm”,", "held firm”," },
    { "The wall held firm.", "firm.", "firm." },
    { "The wall held firm.", "fir", "firm" },
    { "The wall held firm.", ".", "." },
    /* White space at either end is nobody's. */
    { "The wall held firm.", " wall ", "wall" },
    { "The wall held firm.", "e wall h", "The wall held" },
    /* A word is a word across an apostrophe, a hyphen and a decimal point. */
    { "Ana’s well-known 3,204.5 crowns", "na", "Ana’s" },
    { "Ana’s well-known 3,204.5 crowns", "known 3", "well-known 3,204.5" },
    { "Ünïcödé strings", "cö", "Ünïcödé" },
    { "قال رئيس الميناء", "يس", "رئيس" },
    { "Премьер сказал", "мье", "Премьер" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_snaps (cases[i].text, cases[i].raw, TRUE, cases[i].expected);
}

static void
test_without_words (void)
{
  assert_snaps ("The wall held firm.", "all hel", FALSE, "all hel");
  assert_snaps ("The wall held firm.", " wal", FALSE, "wal");
  assert_snaps ("The wall held firm.", "a", FALSE, "a");
}

/* Chinese and Japanese are not snapped at all. */
static void
test_unspaced (void)
{
  assert_snaps ("市長は水曜日に述べた。", "曜", TRUE, "曜");
  assert_snaps ("市長は水曜日に述べた。", "水曜日に", TRUE, "水曜日に");
  assert_snaps ("市长说，灯不亮。", "灯不", TRUE, "灯不");
  assert_snaps ("市长说，灯不亮。", "，", TRUE, "，");
}

/* With words or without: never half of what a reader sees as one letter. */
static void
test_clusters (void)
{
  static const struct { const char *cluster, *part; } cases[] = {
    { "e\u0301", "e" },
    { "e\u0301", "\u0301" },
    { "o\u0302\u0323", "\u0302" },
    { "नि", "न" },
    { "❤\ufe0f", "❤" },
    { "1\ufe0f\u20e3", "1" },
    { "👨\u200d👩\u200d👧", "👨" },
    { "👨\u200d👩\u200d👧", "👩" },
    { "👨\u200d👩\u200d👧", "👧" },
    { "👨\u200d👩\u200d👧", "\u200d" },
    { "👍🏽", "👍" },
    { "👍🏽", "🏽" },
    { "🇬🇧", "🇬" },
    { "🇬🇧", "🇧" },
    { "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "🏴" },
    { "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "\U000e0073" },
    { "\u1100\u1161\u11a8", "\u1100" },
    { "\u1100\u1161\u11a8", "\u1161" },
    { "\u1100\u1161\u11a8", "\u11a8" },
    { "가\u11a8", "가" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("= %s =", cases[i].cluster);

      assert_snaps (text, cases[i].part, FALSE, cases[i].cluster);
      assert_snaps (text, cases[i].part, TRUE, cases[i].cluster);
    }

  /* Two flags are two letters, whichever is taken. */
  assert_snaps ("🇬🇧🇫🇷", "🇬", FALSE, "🇬🇧");
  assert_snaps ("🇬🇧🇫🇷", "🇫", FALSE, "🇫🇷");
  assert_snaps ("🇬🇧🇫🇷", "🇧🇫", FALSE, "🇬🇧🇫🇷");
}

static void
test_nothing (void)
{
  g_autoptr (BylineArticle) article = article_new ("<p>The wall&nbsp;held</p>\n<p>firm</p>\n");
  const guint length = byline_article_get_length (article);
  const BylineSegment nothings[] = {
    { 3, 4 }, { 8, 9 }, { 13, 14 }, { 3, 3 }, { 0, 0 }, { length, length }, { length, length + 9 }, { length - 1, length }, { 7, 2 },
  };
  BylineSegment snapped;

  for (gsize i = 0; i < G_N_ELEMENTS (nothings); i++)
    {
      g_assert_false (byline_snap_to_words (article, &nothings[i], TRUE, &snapped));
      g_assert_false (byline_snap_to_words (article, &nothings[i], FALSE, &snapped));
    }

  /* What reaches past the end is cut there. */
  g_assert_true (byline_snap_to_words (article, &(BylineSegment) { 16, G_MAXUINT }, TRUE, &snapped));
  g_assert_cmpuint (snapped.start, ==, 14);
  g_assert_cmpuint (snapped.end, ==, 18);
}

static BylineArticle *
random_article_new (GRand *random, gboolean sound)
{
  /* The last ones stand where no writer would put them. */
  static const char *const pieces[] = {
    "harbour", "Ana’s", " ", " ", ". ", "“", "”", "e\u0301", "👨\u200d👩", "🇬🇧", "市", "長", "\n", "3,204", "&nbsp;", "\u1100\u1161", "-", "।",
    "\u0301", "\u200d", "\ufe0f", "🇬", "\u11a8",
  };
  const int n_pieces = sound ? 18 : G_N_ELEMENTS (pieces);
  g_autoptr (GString) html = g_string_new ("<pre>x");
  const int n = g_rand_int_range (random, 1, 40);

  for (int i = 0; i < n; i++)
    g_string_append (html, pieces[g_rand_int_range (random, 0, n_pieces)]);
  g_string_append (html, "</pre>\n");
  return article_new (html->str);
}

static gboolean
is_space (BylineArticle *article, guint offset)
{
  const char *text = byline_article_get_text (article, NULL);

  return g_unichar_isspace (g_utf8_get_char (text + byline_article_to_byte (article, offset)));
}

/* For any selection: all of it but white space is in the result; without words
 * that is never larger than with them; what was snapped in a sound text snaps to
 * itself. */
static void
test_properties (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (31);

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (BylineArticle) article = random_article_new (random, i % 2 == 0);
      const guint length = byline_article_get_length (article);
      const guint start = g_rand_int_range (random, 0, length + 1);
      const BylineSegment raw = { start, g_rand_int_range (random, start, length + 2) };
      BylineSegment bare, snapped, again;
      gboolean any = FALSE;

      for (guint at = raw.start; at < MIN (raw.end, length); at++)
        any = any || !is_space (article, at);
      g_assert_cmpint (byline_snap_to_words (article, &raw, TRUE, &snapped), ==, any);
      g_assert_cmpint (byline_snap_to_words (article, &raw, FALSE, &bare), ==, any);
      if (!any)
        continue;

      g_assert_true (snapped.start <= bare.start && bare.start < bare.end && bare.end <= snapped.end && snapped.end <= length);
      for (guint at = raw.start; at < MIN (raw.end, length); at++)
        g_assert_true (is_space (article, at) || (at >= bare.start && at < bare.end));

      g_assert_true (byline_snap_to_words (article, &bare, FALSE, &again));
      g_assert_true (again.start == bare.start && again.end == bare.end);
      g_assert_true (byline_snap_to_words (article, &snapped, TRUE, &again));
      if (i % 2 == 0)
        g_assert_true (again.start == snapped.start && again.end == snapped.end);
    }
}

#define THREE "<h1>Lamps</h1>\n<p>Dr. Venn said.The lamps fail. “Twice,” she added.</p>\n"

static void
test_sentences (void)
{
  g_autoptr (BylineArticle) article = article_new (THREE);
  static const char *const sentences[] = { "Lamps", "Dr. Venn said.", "The lamps fail.", "“Twice,” she added." };
  const guint n = G_N_ELEMENTS (sentences);
  guint at = 0;

  for (guint i = 1; i < n; i++)
    {
      at = byline_snap_next_sentence (article, at, 1, FALSE);
      g_assert_cmpuint (at, ==, find (article, sentences[i]).start);
    }
  g_assert_cmpuint (byline_snap_next_sentence (article, at, 1, FALSE), ==, at);

  /* From within a sentence first back to where it begins. */
  at += 3;
  for (guint i = n; i > 0; i--)
    {
      at = byline_snap_next_sentence (article, at, -1, FALSE);
      g_assert_cmpuint (at, ==, find (article, sentences[i - 1]).start);
    }
  g_assert_cmpuint (byline_snap_next_sentence (article, 0, -1, FALSE), ==, 0);
}

/* A selection that grows ends with a sentence, not before the next one. */
static void
test_extended_sentences (void)
{
  g_autoptr (BylineArticle) article = article_new (THREE);
  const BylineSegment said = find (article, "Dr. Venn said."), fail = find (article, "The lamps fail."), added = find (article, "“Twice,” she added.");

  g_assert_cmpuint (byline_snap_next_sentence (article, said.start, 1, TRUE), ==, said.end);
  g_assert_cmpuint (byline_snap_next_sentence (article, said.start + 5, 1, TRUE), ==, said.end);
  g_assert_cmpuint (byline_snap_next_sentence (article, said.end, 1, TRUE), ==, fail.end);
  g_assert_cmpuint (byline_snap_next_sentence (article, fail.end, 1, TRUE), ==, added.end);
  g_assert_cmpuint (byline_snap_next_sentence (article, added.end, 1, TRUE), ==, added.end);

  g_assert_cmpuint (byline_snap_next_sentence (article, added.end, -1, TRUE), ==, added.start);
  g_assert_cmpuint (byline_snap_next_sentence (article, fail.end, -1, TRUE), ==, fail.start);
}

/* The words that a span stands on, its pieces divided by "|". */
static char *
dup_words (BylineArticle *article, const BylineSpan *span)
{
  g_autoptr (GStrvBuilder) pieces = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < span->n_segments; i++)
    {
      g_autofree char *piece = byline_article_dup_range (article, span->segments[i].start, span->segments[i].end);
      g_strv_builder_add (pieces, piece);
    }
  words = g_strv_builder_end (pieces);
  return g_strjoinv ("|", words);
}

static void
span_init (BylineSpan *span, BylineArticle *article, const char *first, const char *second)
{
  const BylineSegment one = find (article, first);

  byline_span_init_range (span, one.start, one.end);
  if (second != NULL)
    {
      const BylineSegment two = find (article, second);
      byline_span_append (span, two.start, two.end);
    }
}

static void
test_moved_edges (void)
{
  static const struct { const char *first, *second; gboolean at_end; int step; const char *expected; } cases[] = {
    { "wall held", NULL, TRUE, 1, "wall held firm" },
    { "wall held", NULL, TRUE, -1, "wall" },
    { "wall held", NULL, FALSE, 1, "held" },
    { "wall held", NULL, FALSE, -1, "The wall held" },
    /* The last word of a piece takes the piece with it, never the whole span. */
    { "wall", NULL, TRUE, -1, NULL },
    { "wall", NULL, FALSE, 1, NULL },
    { "The wall", NULL, FALSE, -1, NULL },
    { "not again", NULL, TRUE, 1, NULL },
    { "wall", "again", TRUE, -1, "wall" },
    { "wall", "not again", TRUE, -1, "wall|not" },
    { "wall", "again", FALSE, 1, "again" },
    { "wall", "said", FALSE, -1, "The wall|said" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineArticle) article = article_new ("<p>The wall held firm, Venn said, but not again.</p>\n");
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      gboolean moved;

      span_init (&span, article, cases[i].first, cases[i].second);
      before = dup_words (article, &span);
      moved = byline_snap_move_edge (article, &span, cases[i].at_end, cases[i].step);
      after = dup_words (article, &span);
      g_assert_cmpint (moved, ==, cases[i].expected != NULL);
      g_assert_cmpstr (after, ==, moved ? cases[i].expected : before);
    }
}

static void
test_dragged_edges (void)
{
  g_autoptr (BylineArticle) article = article_new ("<p>The wall held firm, Venn said, but not again.</p>\n");
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  const BylineSegment firm = find (article, "firm"), said = find (article, "said");
  g_autofree char *words = NULL;
  g_autofree char *exact = NULL;

  span_init (&span, article, "wall", "not");
  g_assert_true (byline_snap_set_edge (article, &span, TRUE, firm.start + 2, TRUE));
  words = dup_words (article, &span);
  /* The second piece lies beyond, and the first one does not grow over the gap. */
  g_assert_cmpstr (words, ==, "wall");

  g_assert_true (byline_snap_set_edge (article, &span, TRUE, said.end - 1, FALSE));
  exact = dup_words (article, &span);
  g_assert_cmpstr (exact, ==, "wall held firm, Venn sai");

  g_assert_false (byline_snap_set_edge (article, &span, TRUE, byline_span_start (&span), TRUE));
  g_assert_false (byline_snap_set_edge (article, &span, FALSE, byline_span_end (&span), TRUE));
  g_assert_false (byline_snap_set_edge (article, &span, FALSE, byline_span_start (&span), FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snap/words", test_words);
  g_test_add_func ("/snap/without-words", test_without_words);
  g_test_add_func ("/snap/unspaced", test_unspaced);
  g_test_add_func ("/snap/clusters", test_clusters);
  g_test_add_func ("/snap/nothing", test_nothing);
  g_test_add_func ("/snap/properties", test_properties);
  g_test_add_func ("/snap/sentences", test_sentences);
  g_test_add_func ("/snap/extended-sentences", test_extended_sentences);
  g_test_add_func ("/snap/moved-edges", test_moved_edges);
  g_test_add_func ("/snap/dragged-edges", test_dragged_edges);
  return g_test_run ();
}
