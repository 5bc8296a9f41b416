/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "segment.h"

#include <json-glib/json-glib.h>
#include <string.h>

static BylineSegmentation *
segment_text (const char *text)
{
  return byline_segmentation_new (text, strlen (text), "en");
}

static char *
dup_range (const char *text, const BylineSegment *segment)
{
  return g_utf8_substring (text, segment->start, segment->end);
}

/* Compares with the pieces in @expected, which "|" divides. */
static void
assert_pieces (const char *text, const BylineSegment *pieces, guint n_pieces, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < n_pieces; i++)
    {
      g_autofree char *piece = dup_range (text, &pieces[i]);
      g_string_append_printf (found, "%s%s", i > 0 ? "|" : "", piece);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_words (const char *text, const char *expected)
{
  g_autoptr (BylineSegmentation) self = segment_text (text);
  guint n = 0;
  const BylineSegment *words = byline_segmentation_get_words (self, &n);

  assert_pieces (text, words, n, expected);
}

static void
assert_sentences (const char *text, const char *language, const char *expected)
{
  g_autoptr (BylineSegmentation) self = byline_segmentation_new (text, strlen (text), language);
  guint n = 0;
  const BylineSegment *sentences = byline_segmentation_get_sentences (self, &n);

  assert_pieces (text, sentences, n, expected);
}

static JsonObject *
load_golden (JsonParser *parser, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_golden_words (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *golden = load_golden (parser, "normalise.json");
  JsonArray *expected = json_object_get_array_member (golden, "words");
  g_autoptr (BylineSegmentation) self = segment_text (json_object_get_string_member (golden, "text"));
  guint n = 0;
  const BylineSegment *words = byline_segmentation_get_words (self, &n);

  g_assert_cmpuint (n, ==, json_array_get_length (expected));
  for (guint i = 0; i < n; i++)
    {
      JsonArray *row = json_array_get_array_element (expected, i);
      g_assert_cmpint (words[i].start, ==, json_array_get_int_element (row, 0));
      g_assert_cmpint (words[i].end, ==, json_array_get_int_element (row, 1));
    }
}

static void
test_golden_cases (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *golden = load_golden (parser, "normalise.json");
  JsonArray *cases = json_object_get_array_member (golden, "cases");
  g_autoptr (BylineSegmentation) self = segment_text (json_object_get_string_member (golden, "text"));

  g_assert_cmpuint (json_array_get_length (cases), >, 100);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonArray *row = json_array_get_array_element (cases, i);
      const BylineSegment raw = { MAX (json_array_get_int_element (row, 0), 0), MAX (json_array_get_int_element (row, 1), 0) };
      BylineSegment normal;
      const gboolean left = byline_segmentation_normalise (self, &raw, &normal);

      g_assert_cmpint (left ? (int) normal.start : -1, ==, json_array_get_int_element (row, 2));
      g_assert_cmpint (left ? (int) normal.end : -1, ==, json_array_get_int_element (row, 3));
    }
}

static void
test_words (void)
{
  assert_words ("", "");
  assert_words (" —…! ", "");
  assert_words ("O'Neil’s re-entry", "O'Neil’s|re-entry");
  assert_words ("'tis the students’ 'own'", "tis|the|students|own");
  assert_words ("well--known a-'b", "well|known|a|b");
  assert_words ("3,204.5 v1.2 a.b 1,b ,5", "3,204.5|v1.2|a|b|1|b|5");
  assert_words ("re\u00adentry zero\u200bwidth می\u200cخواهم", "re\u00adentry|zero|width|می\u200cخواهم");
  assert_words ("cafe\u0301 naïve", "cafe\u0301|naïve");
  assert_words ("世界-a b-世", "世|界|a|b|世");
  assert_words ("２,３ 世2", "２,３|世|2");
  assert_words ("don’", "don");
  assert_words ("“🌊 Flood”", "Flood");
}

static void
test_find_word (void)
{
  const char *text = "Ana said: “don’t”.";
  g_autoptr (BylineSegmentation) self = segment_text (text);
  BylineSegment word = { 0 };

  g_assert_true (byline_segmentation_find_word (self, 0, &word));
  g_assert_cmpuint (word.end, ==, 3);
  g_assert_false (byline_segmentation_find_word (self, 3, &word));
  g_assert_true (byline_segmentation_find_word (self, 14, &word)); /* the apostrophe */
  g_assert_cmpuint (word.start, ==, 11);
  g_assert_cmpuint (word.end, ==, 16);
  g_assert_false (byline_segmentation_find_word (self, 16, NULL));
  g_assert_false (byline_segmentation_find_word (self, 400, NULL));
}

static void
test_sentences (void)
{
  assert_sentences ("One. Two! Three? Four… Five", "en", "One.|Two!|Three?|Four…|Five");
  assert_sentences ("He said.The mayor left.", "en", "He said.|The mayor left.");
  assert_sentences ("before it transpired.“We know,” he said.", "en", "before it transpired.|“We know,” he said.");
  assert_sentences ("over a period.”Miller left", "en", "over a period.”|Miller left");
  assert_sentences ("He said \"no.\"The mayor left", "en", "He said \"no.\"|The mayor left");
  assert_sentences ("He left.\"No,\" she said", "en", "He left.|\"No,\" she said");
  assert_sentences ("See example.com and NATO.The rest", "en", "See example.com and NATO.The rest");
  assert_sentences ("“Stop.” He ran. (Really!) Why?! Well... yes", "en", "“Stop.”|He ran.|(Really!)|Why?!|Well...|yes");
  assert_sentences ("Dr. Ana Ferro and J. P. Smith of the U.S. Senate came at 5 p.m. on foot. They left.", "en",
                    "Dr. Ana Ferro and J. P. Smith of the U.S. Senate came at 5 p.m. on foot.|They left.");
  assert_sentences ("It ended at 5 p.m. The end. No. 5 is alive. He said no. Then", "en",
                    "It ended at 5 p.m.|The end.|No. 5 is alive.|He said no.|Then");
  assert_sentences ("It grew 12.5 % to 3.204. Then", "en", "It grew 12.5 % to 3.204.|Then");
  assert_sentences ("Title\nOne line\n\n\nLast with Dr.\nFerro", "en", "Title|One line|Last with Dr.|Ferro");
  assert_sentences ("Am 3. Mai kam Dr. Groß, z. B. mit dem Zug. Dann", "de-AT", "Am 3. Mai kam Dr. Groß, z. B. mit dem Zug.|Dann");
  assert_sentences ("„Nein.“ Er ging.", "de", "„Nein.“|Er ging.");
  assert_sentences ("M. Dupont arrive. Il dit : « Non. » Puis", "fr", "M. Dupont arrive.|Il dit : « Non. »|Puis");
  assert_sentences ("Er ging. »Nein«, rief er.", "de", "Er ging.|»Nein«, rief er.");
  assert_sentences ("他说：“很好。”我走了！真的？是", "zh", "他说：“很好。”|我走了！|真的？|是");
  assert_sentences ("هل هذا صحيح؟ نعم.", "ar", "هل هذا صحيح؟|نعم.");
  assert_sentences ("", "en", "");
  assert_sentences ("  \n ", NULL, "");
  assert_sentences ("...", "und", "...");
}

static void
test_find_sentence (void)
{
  g_autoptr (BylineSegmentation) self = segment_text ("One.  Two.\nThree");
  BylineSegment sentence = { 0 };

  g_assert_true (byline_segmentation_find_sentence (self, 3, &sentence));
  g_assert_cmpuint (sentence.end, ==, 4);
  g_assert_false (byline_segmentation_find_sentence (self, 5, &sentence));
  g_assert_true (byline_segmentation_find_sentence (self, 6, &sentence));
  g_assert_cmpuint (sentence.end, ==, 10);
  g_assert_false (byline_segmentation_find_sentence (self, 10, &sentence));
  g_assert_true (byline_segmentation_find_sentence (self, 15, &sentence));
  g_assert_cmpuint (sentence.start, ==, 11);
  g_assert_false (byline_segmentation_find_sentence (self, 16, &sentence));
}

static void
test_normalise_without_words (void)
{
  g_autoptr (BylineSegmentation) self = segment_text ("so : “ ” it");
  BylineSegment normal = { 0 };

  g_assert_true (byline_segmentation_normalise (self, &(BylineSegment) { 2, 5 }, &normal));
  g_assert_cmpuint (normal.start, ==, 3);
  g_assert_cmpuint (normal.end, ==, 4);
  g_assert_false (byline_segmentation_normalise (self, &(BylineSegment) { 4, 5 }, &normal));
  g_assert_false (byline_segmentation_normalise (self, &(BylineSegment) { 90, 95 }, &normal));
  g_assert_false (byline_segmentation_normalise (self, &(BylineSegment) { 5, 2 }, &normal));
}

static void
test_normalise_span (void)
{
  g_autoptr (BylineSegmentation) self = segment_text ("“Go,” she said, “now.”");
  g_auto (BylineSpan) raw = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) normal = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) marks = BYLINE_SPAN_INIT;
  g_auto (BylineSpan) kept = BYLINE_SPAN_INIT;

  /* Quotation marks, two touching words, and a comma that words make worthless. */
  byline_span_append (&raw, 16, 22);
  byline_span_append (&raw, 0, 5);
  byline_span_append (&raw, 14, 15);
  g_assert_true (byline_segmentation_normalise_span (self, &raw, &normal));
  g_assert_cmpuint (normal.n_segments, ==, 2);
  g_assert_cmpuint (normal.segments[0].start, ==, 1);
  g_assert_cmpuint (normal.segments[0].end, ==, 3);
  g_assert_cmpuint (normal.segments[1].start, ==, 17);
  g_assert_cmpuint (normal.segments[1].end, ==, 20);

  byline_span_append (&marks, 14, 15);
  byline_span_append (&marks, 3, 5);
  g_assert_true (byline_segmentation_normalise_span (self, &marks, &kept));
  g_assert_cmpuint (kept.n_segments, ==, 2);
  g_assert_cmpuint (kept.segments[0].start, ==, 3);

  byline_span_clear (&marks);
  byline_span_clear (&kept);
  byline_span_append (&marks, 5, 6);
  g_assert_false (byline_segmentation_normalise_span (self, &marks, &kept));
  g_assert_cmpuint (kept.n_segments, ==, 0);
}

static char *
random_text (void)
{
  static const char *const pieces[] = {
    "a", "B", "é", "7", "3", " ", " ", "\n", ".", ",", "-", "’", "'", "“", "”", "\"", "世", "。", "?", "!", "…", "🌊", "\u00ad", "\u200b", "\u0301", "Dr", "ส", "(", ")", "٣",
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A raw range, its normal form, and the same range with its edges moved over
 * anything that is no word character: the form must not change. */
static void
check_normalise (const BylineSegmentation *self, guint length)
{
  const BylineSegment raw = { g_test_rand_int_range (0, length + 3), g_test_rand_int_range (0, length + 6) };
  BylineSegment normal, again, wide = { raw.start, MIN (raw.end, length) };
  gboolean has_words = FALSE;

  for (guint at = raw.start; at < MIN (raw.end, length); at++)
    has_words |= byline_segmentation_is_word_character (self, at);

  if (byline_segmentation_normalise (self, &raw, &normal))
    {
      g_assert_cmpuint (normal.start, <, normal.end);
      g_assert_cmpuint (normal.end, <=, length);
      g_assert_true (byline_segmentation_normalise (self, &normal, &again));
      g_assert_cmpuint (again.start, ==, normal.start);
      g_assert_cmpuint (again.end, ==, normal.end);
      if (has_words)
        {
          g_assert_true (byline_segmentation_is_word_character (self, normal.start));
          g_assert_true (byline_segmentation_is_word_character (self, normal.end - 1));
          g_assert_true (normal.start == 0 || !byline_segmentation_find_word (self, normal.start - 1, &again) || again.end <= normal.start);
        }
    }
  else
    normal = (BylineSegment) { 0, 0 };

  if (!has_words)
    return;
  while (wide.start > 0 && !byline_segmentation_is_word_character (self, wide.start - 1) && g_test_rand_bit ())
    wide.start--;
  while (wide.end < length && !byline_segmentation_is_word_character (self, wide.end) && g_test_rand_bit ())
    wide.end++;
  if (!byline_segmentation_normalise (self, &wide, &again))
    again = (BylineSegment) { 0, 0 };
  g_assert_cmpuint (again.start, ==, normal.start);
  g_assert_cmpuint (again.end, ==, normal.end);
}

static void
test_normalise_properties (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      g_autofree char *text = random_text ();
      g_autoptr (BylineSegmentation) self = segment_text (text);
      const guint length = byline_segmentation_get_length (self);

      g_assert_cmpuint (length, ==, g_utf8_strlen (text, -1));
      for (guint i = 0; i < 10; i++)
        check_normalise (self, length);
    }
}

/* Words and sentences are disjoint, in order, never empty; every word character
 * is in exactly one of each; no word is cut by a sentence. */
static void
check_cover (const BylineSegmentation *self, const BylineSegment *pieces, guint n_pieces, guint length)
{
  g_autofree guint8 *covered = g_new0 (guint8, length + 1);
  guint end = 0;

  for (guint i = 0; i < n_pieces; i++)
    {
      g_assert_cmpuint (pieces[i].start, >=, end);
      g_assert_cmpuint (pieces[i].end, >, pieces[i].start);
      end = pieces[i].end;
      for (guint at = pieces[i].start; at < end; at++)
        covered[at] = 1;
    }
  g_assert_cmpuint (end, <=, length);
  for (guint at = 0; at < length; at++)
    g_assert_true (covered[at] || !byline_segmentation_is_word_character (self, at));
}

static void
test_cover_properties (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      g_autofree char *text = random_text ();
      g_autoptr (BylineSegmentation) self = segment_text (text);
      const guint length = byline_segmentation_get_length (self);
      guint n_words = 0, n_sentences = 0;
      const BylineSegment *words = byline_segmentation_get_words (self, &n_words);
      const BylineSegment *sentences = byline_segmentation_get_sentences (self, &n_sentences);
      BylineSegment found;

      check_cover (self, words, n_words, length);
      check_cover (self, sentences, n_sentences, length);
      for (guint i = 0; i < n_words; i++)
        {
          g_assert_true (byline_segmentation_find_word (self, words[i].end - 1, &found));
          g_assert_cmpuint (found.start, ==, words[i].start);
          g_assert_true (byline_segmentation_find_sentence (self, words[i].start, &found));
          g_assert_cmpuint (found.end, >=, words[i].end);
        }
      for (guint i = 0; i < n_sentences; i++)
        {
          g_assert_true (byline_segmentation_find_sentence (self, sentences[i].start, &found));
          g_assert_cmpuint (found.end, ==, sentences[i].end);
        }
    }
}

/* Long runs must not cost their square. */
static void
test_long_runs (void)
{
  static const char *const runs[] = { ".", "。", "\"", ". ", "A.", "\n", "’", "." "(", "x" };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GString) text = g_string_new ("a");
      g_autoptr (BylineSegmentation) self = NULL;

      while (text->len < 2000000)
        g_string_append (text, runs[i]);
      g_string_append_c (text, 'b');
      self = byline_segmentation_new (text->str, text->len, NULL);
      g_assert_true (byline_segmentation_find_word (self, byline_segmentation_get_length (self) - 1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment/golden-words", test_golden_words);
  g_test_add_func ("/segment/golden-cases", test_golden_cases);
  g_test_add_func ("/segment/words", test_words);
  g_test_add_func ("/segment/find-word", test_find_word);
  g_test_add_func ("/segment/sentences", test_sentences);
  g_test_add_func ("/segment/find-sentence", test_find_sentence);
  g_test_add_func ("/segment/normalise-without-words", test_normalise_without_words);
  g_test_add_func ("/segment/normalise-span", test_normalise_span);
  g_test_add_func ("/segment/normalise-properties", test_normalise_properties);
  g_test_add_func ("/segment/cover-properties", test_cover_properties);
  g_test_add_func ("/segment/long-runs", test_long_runs);
  return g_test_run ();
}
