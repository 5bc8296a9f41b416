/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include "scored.h"

#define TEXT "The old tram depot, dated 1911, closed on Monday, Mara Venn said. It will reopen in June as a market hall, and nobody will miss the noise."

/* One item, the marks on it, and what the student reads about the item. */
static void
check_item (const char *item_tag, const char *item, const char *mark_tag, const char *mark, const char *other_mark, const char *expected)
{
  Scored scored;
  g_autofree char *sentence = NULL;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, item_tag, item);
  if (mark != NULL)
    scored_mark (&scored, scored.work, mark_tag, mark);
  if (other_mark != NULL)
    scored_mark (&scored, scored.work, mark_tag, other_mark);
  scored_compare (&scored, NULL);

  sentence = byline_report_item (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, 0);
  g_assert_cmpstr (sentence, ==, expected);
  scored_clear (&scored);
}

static void
test_items (void)
{
  check_item ("claim", "closed on Monday", "claim", "closed on Monday,", NULL, "You found this, exactly as in the key.");
  check_item ("claim", "closed on Monday", NULL, NULL, NULL, "Missed: “closed on Monday”.");
  check_item ("evidence", "closed on Monday", "claim", "closed on Monday", NULL,
              "You marked this passage as a claim; the key has it as evidence.");
}

static void
test_edges (void)
{
  check_item ("claim", "The old tram depot, dated 1911, closed on Monday", "claim", "The old tram depot, dated 1911, closed", NULL,
              "You found this and stopped two words early: “on Monday”.");
  check_item ("claim", "The old tram depot, dated 1911", "claim", "The old tram depot", NULL,
              "You found this and stopped two words early: “dated 1911”.");
  check_item ("claim", "The old tram depot, dated 1911", "claim", "The old tram depot, dated", NULL,
              "You found this and stopped one word early: “1911”.");
  check_item ("claim", "It will reopen in June", "claim", "It will reopen in June as a market hall", NULL,
              "You found this and went on four words too far: “as a market hall”.");
  check_item ("claim", "It will reopen in June", "claim", "reopen in June", NULL,
              "You found this and started two words late: “It will”.");
  check_item ("claim", "reopen in June", "claim", "will reopen in June", NULL,
              "You found this and started one word early: “will”.");
  check_item ("claim", "It will reopen in June", "claim", "will reopen in June as", NULL,
              "You found this and started one word late: “It”. You also went on one word too far: “as”.");
  check_item ("claim", "will reopen in June", "claim", "It will reopen in", NULL,
              "You found this and started one word early: “It”. You also stopped one word early: “June”.");
  check_item ("claim", "The old tram depot", "claim", TEXT, NULL, "Missed: “The old tram depot”.");
}

static void
test_pieces (void)
{
  check_item ("claim", "The old tram depot|closed on Monday", "claim", "The old tram depot|on Monday", NULL,
              "You found this; your mark covers 6 of its 7 words.");
  check_item ("claim", "The old tram depot|closed on Monday", "claim", "The old tram depot, dated 1911, closed on Monday", NULL,
              "You found this; your mark covers 7 of its 7 words. It takes in 2 words more than the key.");
  check_item ("claim", "It will reopen in June as a market hall", "claim", "It will reopen in June", "market hall",
              "You found this with 2 marks, which together cover 7 of its 9 words.");
}

static void
test_long_quotation_is_cut (void)
{
  check_item ("claim", "dated 1911, closed on Monday, Mara Venn said. It will reopen in June as a market hall, and nobody will miss the noise", NULL, NULL, NULL,
              "Missed: “dated 1911, closed on Monday, Mara Venn said … market hall, and nobody will miss the noise”.");
}

static void
test_optional_and_contested (void)
{
  for (guint i = 0; i < 4; i++)
    {
      const char *const expected[] = {
        "Optional, and not marked by you: “closed on Monday”.",
        "Open to discussion, and not marked by you: “closed on Monday”.",
        "You found this, exactly as in the key. This one was optional, so it changes nothing in your marks.",
        "You found this, exactly as in the key. This one is open to discussion, so it changes nothing in your marks.",
      };
      BylineAnnotation *item;
      Scored scored;
      g_autofree char *sentence = NULL;

      scored_init (&scored, TEXT);
      item = scored_mark (&scored, scored.key, "claim", "closed on Monday");
      item->contested = i % 2;
      item->optional = !item->contested;
      if (i >= 2)
        scored_mark (&scored, scored.work, "claim", "closed on Monday");
      scored_compare (&scored, NULL);

      sentence = byline_report_item (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, 0);
      g_assert_cmpstr (sentence, ==, expected[i]);
      scored_clear (&scored);
    }
}

static void
test_alternatives (void)
{
  g_autofree char *sentence = NULL;
  g_autofree BylineAlternativeTag *tag = g_new0 (BylineAlternativeTag, 1);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  BylineAnnotation *item;
  Scored scored;

  scored_init (&scored, TEXT);
  item = scored_mark (&scored, scored.key, "claim", "closed on Monday");
  item->alternative_spans = g_ptr_array_new ();
  item->alternative_tags = g_ptr_array_new ();
  scored_append (&scored, &span, "The old tram depot, dated 1911, closed on Monday");
  g_ptr_array_add (item->alternative_spans, &span);
  tag->tag = (char *) "evidence";
  tag->credit_pt = 5000;
  g_ptr_array_add (item->alternative_tags, tag);
  scored_mark (&scored, scored.work, "evidence", "The old tram depot, dated 1911, closed on Monday");
  scored_compare (&scored, NULL);

  sentence = byline_report_item (scored.article, byline_tag_set_get_default (), scored.key, scored.work, scored.score, 0);
  g_assert_cmpstr (sentence, ==, "You found this, in one of the ways that the key accepts. "
                                 "You marked it as evidence, which the key accepts; it has it as a claim.");
  g_assert_cmpuint (scored.score->score_bp, ==, 5000);
  g_clear_pointer (&item->alternative_spans, g_ptr_array_unref);
  g_clear_pointer (&item->alternative_tags, g_ptr_array_unref);
  scored_clear (&scored);
}

static void
check_span (Scored *scored, guint span, const char *expected)
{
  g_autofree char *sentence = byline_report_span (scored->article, byline_tag_set_get_default (), scored->key, scored->work, scored->score, span);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_spans (void)
{
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "It will reopen in June as a market hall");
  scored_mark (&scored, scored.key, "opinion", "nobody will miss the noise");
  scored_mark (&scored, scored.key, "attribution", "Mara Venn said");
  scored_mark (&scored, scored.work, "claim", "It will reopen in June");
  scored_mark (&scored, scored.work, "claim", "market hall");
  scored_mark (&scored, scored.work, "claim", "will reopen in June as a market");
  scored_mark (&scored, scored.work, "claim", "It will reopen in June");
  scored_mark (&scored, scored.work, "evidence", "The old tram depot");
  scored_mark (&scored, scored.work, "opinion", "noise");
  scored_mark (&scored, scored.work, "attribution", "The old tram depot, dated 1911, closed on Monday, Mara Venn said");
  scored_mark (&scored, scored.work, "opinion", "a market hall, and nobody");
  scored_compare (&scored, NULL);

  check_span (&scored, 2, "You found this and started one word late: “It”. You also stopped one word early: “hall”.");
  check_span (&scored, 0, "You marked this passage more than once; another mark of yours fits better: “It will reopen in June”.");
  check_span (&scored, 3, "You marked this twice, with the same words and the same tag; it counts once: “It will reopen in June”.");
  check_span (&scored, 4, "Not in the key: “The old tram depot”.");
  check_span (&scored, 5, "“noise” is too small a part of what the key has as an opinion: “nobody will miss the noise”.");
  check_span (&scored, 7, "Not in the key: “a market hall, and nobody”. The key has an opinion close by: “nobody will miss the noise”.");
  check_span (&scored, 6, "Not in the key: “The old tram depot, dated 1911, closed on Monday, Mara Venn said”. "
                          "Somewhere in it the key has an attribution, which is much shorter: “Mara Venn said”.");
  scored_clear (&scored);
}

static void
test_fragment (void)
{
  Scored scored;

  scored_init (&scored, TEXT);
  scored_mark (&scored, scored.key, "claim", "It will reopen in June as a market hall");
  scored_mark (&scored, scored.work, "claim", "market hall");
  scored_mark (&scored, scored.work, "claim", "It will reopen in June");
  scored_compare (&scored, NULL);

  check_span (&scored, 0, "A piece of a passage that you found: “market hall”.");
  check_span (&scored, 1, "You found this with 2 marks, which together cover 7 of its 9 words.");
  scored_clear (&scored);
}

static void
test_arithmetic (void)
{
  const struct { BylineScore score; const char *expected; } cases[] = {
    { { .score_bp = 3781, .marks_pt = 21789, .max_pt = 40000, .required = 4, .marks = 6, .surplus = 2, .over_pt = 3333 },
      "What you found is worth 2.18 of 4.00 marks. You marked 2 passages more than the key has, which costs 0.67: (2.18 − 0.67) ÷ 4.00 makes 38 %." },
    { { .score_bp = 5447, .marks_pt = 21789, .max_pt = 40000, .required = 4, .marks = 3, .over_pt = 3333 },
      "What you found is worth 2.18 of 4.00 marks, which makes 54 %." },
    { { .score_bp = 6667, .marks = 1, .surplus = 1, .over_pt = 3333 },
      "There was nothing to find here. You marked 1 passage, which makes 67 %." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = byline_report_arithmetic (&cases[i].score);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_settings (void)
{
  const struct { BylineScoring scoring; guint n_tags; const char *expected; } cases[] = {
    { { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_OVERLAP, 0 }, 4, "costs a third of an average mark each; wrong guesses cost nothing until then." },
    { { BYLINE_SURPLUS_MILD, BYLINE_PARTIAL_OVERLAP, 0 }, 4, "costs a quarter of an average mark each" },
    { { BYLINE_SURPLUS_STRICT, BYLINE_PARTIAL_OVERLAP, 0 }, 4, "costs half an average mark each" },
    { { BYLINE_SURPLUS_OFF, BYLINE_PARTIAL_OVERLAP, 0 }, 4, "costs nothing." },
    { { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_OVERLAP, 0 }, 2, "costs an average mark each" },
    { { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_OVERLAP, 0 }, 8, "costs 14 % of an average mark each" },
    { { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_HALF, 2500 }, 4, "earns half of its marks. The right passage with a wrong tag earns 25 % of its marks." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = byline_report_settings (&cases[i].scoring, cases[i].n_tags);

      g_assert_true (g_str_has_prefix (text, "Marks for what was found, divided by what there was to find. "));
      if (strstr (text, cases[i].expected) == NULL)
        g_error ("“%s” does not say “%s”", text, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/items", test_items);
  g_test_add_func ("/report/edges", test_edges);
  g_test_add_func ("/report/pieces", test_pieces);
  g_test_add_func ("/report/long", test_long_quotation_is_cut);
  g_test_add_func ("/report/optional", test_optional_and_contested);
  g_test_add_func ("/report/alternatives", test_alternatives);
  g_test_add_func ("/report/spans", test_spans);
  g_test_add_func ("/report/fragment", test_fragment);
  g_test_add_func ("/report/arithmetic", test_arithmetic);
  g_test_add_func ("/report/settings", test_settings);
  return g_test_run ();
}
