/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every sentence of every golden comparison: whole, and no two outcomes are told in
 * the same words. */
#include "report.h"

#include "golden.h"
#include "scored.h"

/* A sentence without what is quoted and without its numbers. */
static char *
get_skeleton (const char *sentence)
{
  g_autoptr (GRegex) quotes = g_regex_new ("“[^”]*”", 0, 0, NULL);
  g_autoptr (GRegex) numbers = g_regex_new ("\\b(\\d+|one|two|three|four|five|six|seven|eight|nine|ten)\\b", 0, 0, NULL);
  g_autofree char *unquoted = g_regex_replace_literal (quotes, sentence, -1, 0, "“”", 0, NULL);

  return g_regex_replace_literal (numbers, unquoted, -1, 0, "N", 0, NULL);
}

static void
check_sentence (GHashTable *outcomes, const char *sentence, BylineOutcome outcome)
{
  g_autofree char *skeleton = get_skeleton (sentence);
  gpointer known;

  g_test_message ("%s: %s", byline_outcome_get_name (outcome), sentence);
  g_assert_cmpstr (sentence, !=, "");
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  g_assert_null (strstr (sentence, "(null)"));
  g_assert_null (strstr (sentence, "  "));
  g_assert_null (strchr (sentence, '\n'));
  /* What is left of a quotation mark is one that was opened or closed by itself. */
  for (char *at = skeleton; (at = strstr (at, "“")) != NULL; at += strlen ("“”"))
    g_assert_true (g_str_has_prefix (at, "“”"));
  if (g_hash_table_lookup_extended (outcomes, skeleton, NULL, &known))
    g_assert_cmpstr (byline_outcome_get_name (GPOINTER_TO_INT (known)), ==, byline_outcome_get_name (outcome));
  else
    g_hash_table_insert (outcomes, g_steal_pointer (&skeleton), GINT_TO_POINTER (outcome));
}

static void
append_range (const Scored *self, BylineSpan *span, gint64 start, gint64 end)
{
  const gint64 length = byline_article_get_length (self->article);

  if (CLAMP (start, 0, length) < CLAMP (end, 0, length))
    byline_span_append (span, CLAMP (start, 0, length), CLAMP (end, 0, length));
}

static gboolean
add_annotation (const Scored *self, BylineAnnotations *to, JsonObject *golden)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  if (!json_object_has_member (golden, "segments"))
    append_range (self, &span, json_object_get_int_member (golden, "start"), json_object_get_int_member (golden, "end"));
  else
    for (guint i = 0; i < json_array_get_length (json_object_get_array_member (golden, "segments")); i++)
      {
        JsonArray *segment = json_array_get_array_element (json_object_get_array_member (golden, "segments"), i);

        append_range (self, &span, json_array_get_int_element (segment, 0), json_array_get_int_element (segment, 1));
      }
  if (span.n_segments == 0)
    return FALSE;
  annotation = byline_annotation_new (self->article, json_object_get_string_member (golden, "tag"), &span);
  annotation->optional = json_object_get_boolean_member_with_default (golden, "optional", FALSE);
  byline_annotations_put (to, annotation, G_MAXUINT);
  return TRUE;
}

static void
check_case (GHashTable *outcomes, JsonObject *golden)
{
  const char *text = json_object_get_string_member (golden, "text");
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  JsonArray *key = json_object_get_array_member (golden, "key"), *student = json_object_get_array_member (golden, "student");
  BylineTagSet *tags = byline_tag_set_get_default ();
  Scored scored;

  /* Canonical HTML escapes no quotation mark; such a text would not be one paragraph. */
  if (strpbrk (text, "&<>\"'\n\t") != NULL || strstr (text, "  ") != NULL || g_ascii_isspace (*text) || g_str_has_suffix (text, " ") || *text == '\0')
    return;
  scored_init (&scored, escaped);
  for (guint i = 0; i < json_array_get_length (key); i++)
    add_annotation (&scored, scored.key, json_array_get_object_element (key, i));
  for (guint i = 0; i < json_array_get_length (student); i++)
    add_annotation (&scored, scored.work, json_array_get_object_element (student, i));
  scored_compare (&scored, NULL);

  for (guint i = 0; i < scored.score->n_items; i++)
    {
      const BylineItemResult *item = &scored.score->items[i];
      g_autofree char *sentence = byline_report_item (scored.article, tags, scored.key, scored.work, scored.score, i);

      /* To an optional item the same sentence is said, and one more. */
      check_sentence (outcomes, sentence, item->optional && item->span >= 0 ? BYLINE_OUTCOME_OPTIONAL : item->outcome);
    }
  for (guint i = 0; i < scored.score->n_spans; i++)
    {
      g_autofree char *sentence = byline_report_span (scored.article, tags, scored.key, scored.work, scored.score, i);

      check_sentence (outcomes, sentence, scored.score->spans[i].outcome);
    }
  scored_clear (&scored);
}

static void
test_golden (void)
{
  g_autoptr (GHashTable) outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) root = golden_load ("spec.json");
  JsonArray *cases = golden_get_array (root, "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_case (outcomes, json_array_get_object_element (cases, i));

  /* They are no few, so that the comparison of skeletons says something. */
  g_assert_cmpuint (g_hash_table_size (outcomes), >=, 15);
}

/* Hebrew in an English article stays together. */
static void
test_right_to_left (void)
{
  g_autofree char *sentence = NULL;
  Scored scored;

  scored_init (&scored, "She said שלום עולם and left.");
  scored_mark (&scored, scored.key, "claim", "שלום עולם");
  scored_compare (&scored, NULL);
  sentence = byline_report_item (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, 0);
  g_assert_cmpstr (sentence, ==, "Missed: “\u2068שלום עולם\u2069”.");
  scored_clear (&scored);
}

/* What the article puts in quotation marks stands within those of the sentence. */
static void
test_nested_quotes (void)
{
  g_autofree char *sentence = NULL;
  Scored scored;

  scored_init (&scored, "She said “lamps fail” twice.");
  scored_mark (&scored, scored.key, "claim", "She said “lamps fail” twice");
  scored_compare (&scored, NULL);
  sentence = byline_report_item (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, 0);
  g_assert_cmpstr (sentence, ==, "Missed: “She said ‘lamps fail’ twice”.");
  scored_clear (&scored);
}

/* Marks and key made on a text with another beginning: what is quoted is what stands
 * in the article, and what is lost is said to be. */
static void
test_another_text (void)
{
  static const char *const expected[] = {
    "You found this and stopped one word early: “it”.", "Not in the key: “A shame, really”.",
    "This passage could not be found again for certain in the article, so it does not count.",
  };
  Scored scored, old;

  scored_init (&scored, "The lamps failed twice, she said. The log shows it. A shame, really.");
  scored_init (&old, "It was late. The lamps failed twice, she said. The log shows it. A shame, really.");
  byline_annotations_unref (scored.key);
  scored.key = byline_annotations_ref (old.key);
  byline_annotations_unref (scored.work);
  scored.work = byline_annotations_ref (old.work);
  scored_mark (&old, old.key, "evidence", "The log shows it");
  scored_mark (&old, old.work, "evidence", "The log shows");
  scored_mark (&old, old.work, "opinion", "A shame, really");
  scored_mark (&old, old.work, "claim", "It was late");
  scored_compare (&scored, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *sentence = byline_report_span (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, i);

      g_assert_cmpstr (sentence, ==, expected[i]);
    }
  scored_clear (&old);
  scored_clear (&scored);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-golden/sentences", test_golden);
  g_test_add_func ("/report-golden/right-to-left", test_right_to_left);
  g_test_add_func ("/report-golden/nested-quotes", test_nested_quotes);
  g_test_add_func ("/report-golden/another-text", test_another_text);
  return g_test_run ();
}
