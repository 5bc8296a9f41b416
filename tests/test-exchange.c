/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "exchange.h"

#include <string.h>

#define ROUNDS 1500

static BylineArticle *
new_article (const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  BylineArticle *article = byline_article_new (bytes, &error);

  g_assert_no_error (error);
  return article;
}

/* Emoji of several code points, right to left, without spaces, marks that combine,
 * words that come again, and what a table or a markup would trip over. */
static const char *const words[] = {
  "mill", "mill", "the", "the", "the", "🌊", "👩‍🚒", "שלום", "مرحبا", "水車小屋", "水", "e\xcc\x81t\xc3\xa9", "=1+1", "a,b", "\"so\"", "T1", "1,200", "'", "—", "𝒳𝒴",
};

static BylineArticle *
random_article (GRand *rand)
{
  g_autoptr (GString) html = g_string_new (NULL);
  const int n_paragraphs = g_rand_int_range (rand, 1, 5);

  for (int p = 0; p < n_paragraphs; p++)
    {
      const int n = g_rand_int_range (rand, 1, 15);

      g_string_append (html, "<p>");
      for (int i = 0; i < n; i++)
        {
          const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

          g_string_append_printf (html, "%s%s", i > 0 ? g_rand_boolean (rand) ? ". " : " " : "", strchr (word, '"') != NULL ? "“so”" : word);
        }
      g_string_append (html, "</p>\n");
    }
  return new_article (html->str);
}

static void
random_span (GRand *rand, guint length, BylineSpan *span)
{
  const int n = g_rand_int_range (rand, 0, 3) > 0 ? 1 : g_rand_int_range (rand, 2, 4);
  guint at = 0;

  for (int i = 0; i < n && at < length; i++)
    {
      const guint start = g_rand_int_range (rand, at, length);
      const guint end = g_rand_int_range (rand, start + 1, MIN (start + 12, length) + 1);

      byline_span_append (span, start, end);
      at = end + 1;
    }
}

static BylineAnnotations *
random_work (GRand *rand, BylineArticle *article)
{
  static const char *const notes[] = { NULL, NULL, "why?", "=SUM(A1)", "'=x", "''-1", "a \"b\", c;d", "🌊 שלום", "- a" };
  BylineTagSet *set = byline_tag_set_get_default ();
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  const int n = g_rand_int_range (rand, 0, 12);
  g_auto (BylineSpan) last = BYLINE_SPAN_INIT;

  for (int i = 0; i < n; i++)
    {
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autoptr (BylineAnnotation) plain = NULL;
      g_autoptr (BylineAnnotation) noted = NULL;

      if (last.n_segments > 0 && g_rand_int_range (rand, 0, 6) == 0)
        byline_span_init_copy (&span, &last);
      else
        random_span (rand, byline_article_get_length (article), &span);
      plain = byline_annotation_new (article, byline_tag_set_get (set, g_rand_int_range (rand, 0, 4))->id, &span);
      noted = byline_annotation_set_note (plain, notes[g_rand_int_range (rand, 0, G_N_ELEMENTS (notes))]);
      byline_annotations_put (work, noted, G_MAXUINT);
      byline_span_clear (&last);
      byline_span_init_copy (&last, &span);
    }
  return work;
}

static BylineAnnotations *
tie (const char *format, const char *data, gsize size, BylineArticle *article, GHashTable *labels, GPtrArray *left_out, GError **error)
{
  const BylineExchangeOptions options = { article, "mill", byline_tag_set_get_default (), labels };
  g_autoptr (GPtrArray) documents = byline_exchange_find (format)->read (data, size, error);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = documents != NULL ? byline_exchange_choose (documents, article, notices) : NULL;

  return chosen != NULL ? byline_exchange_tie (chosen, &options, left_out, error) : NULL;
}

static char *
write_as (const char *format, BylineArticle *article, BylineAnnotations *work, gsize *size)
{
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  char *data = byline_exchange_find (format)->write (article, work, byline_tag_set_get_default (), notices, size, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (data), ==, *size);
  return data;
}

static void
assert_sound (BylineAnnotations *work, BylineArticle *article)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  byline_annotations_check (work, article, byline_tag_set_get_default (), problems);
  if (problems->len > 0)
    g_error ("%s", (const char *) problems->pdata[0]);
}

static void
assert_same_marks (BylineAnnotations *one, BylineAnnotations *two)
{
  g_assert_cmpuint (byline_annotations_get_size (one), ==, byline_annotations_get_size (two));
  for (guint i = 0; i < byline_annotations_get_size (one); i++)
    {
      const BylineAnnotation *a = byline_annotations_get (one, i), *b = byline_annotations_get (two, i);

      g_assert_cmpstr (a->tag, ==, b->tag);
      g_assert_cmpstr (a->note, ==, b->note);
      g_assert_true (byline_span_equal (&a->span, &b->span));
    }
}

/* What is written and read again is the same, byte for byte where ids are held. */
static void
test_round_trips (gconstpointer format)
{
  const gboolean holds_ids = !g_str_equal (format, "brat");

  for (guint seed = 0; seed < ROUNDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (BylineArticle) article = random_article (rand);
      g_autoptr (BylineAnnotations) work = random_work (rand, article);
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineAnnotations) again = NULL;
      g_autofree char *once = NULL;
      g_autofree char *twice = NULL;
      gsize size;

      once = write_as (format, article, work, &size);
      again = tie (format, once, size, article, NULL, left_out, &error);
      g_assert_no_error (error);
      if (left_out->len > 0)
        g_error ("seed %u: %s", seed, (const char *) left_out->pdata[0]);
      assert_sound (again, article);
      assert_same_marks (work, again);
      twice = write_as (format, article, again, &size);
      g_assert_cmpstr (once, ==, twice);
      for (guint i = 0; holds_ids && i < byline_annotations_get_size (work); i++)
        g_assert_cmpstr (byline_annotations_get (work, i)->id, ==, byline_annotations_get (again, i)->id);
    }
}

/* A Web Annotation as a page's script writes it: UTF-16 units, no ids. */
static void
append_foreign (GString *json, const BylineAnnotation *annotation, const guint *utf16, gboolean with_positions, gboolean with_quotes)
{
  g_string_append_printf (json, "%s{\"type\":\"Annotation\",\"body\":{\"purpose\":\"tagging\",\"value\":\"%s\"},\"target\":[", json->len > 1 ? "," : "", annotation->tag);
  for (guint i = 0; i < annotation->span.n_segments; i++)
    {
      const BylineQuote *quote = g_ptr_array_index (annotation->quotes, i);
      g_autofree char *exact = g_strescape (quote->exact, NULL);

      g_string_append_printf (json, "%s{\"selector\":[", i > 0 ? "," : "");
      if (with_positions)
        g_string_append_printf (json, "{\"type\":\"TextPositionSelector\",\"start\":%u,\"end\":%u}%s", utf16[annotation->span.segments[i].start],
                                utf16[annotation->span.segments[i].end], with_quotes ? "," : "");
      if (with_quotes)
        {
          g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
          g_autofree char *text = NULL;

          json_node_take_object (node, json_object_new ());
          json_object_set_string_member (json_node_get_object (node), "type", "TextQuoteSelector");
          json_object_set_string_member (json_node_get_object (node), "exact", quote->exact);
          if (quote->prefix != NULL)
            json_object_set_string_member (json_node_get_object (node), "prefix", quote->prefix);
          if (quote->suffix != NULL)
            json_object_set_string_member (json_node_get_object (node), "suffix", quote->suffix);
          text = json_to_string (node, FALSE);
          g_string_append (json, text);
        }
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}");
}

static char *
dup_foreign (BylineAnnotations *work, const guint *utf16, gboolean with_positions, gboolean with_quotes)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    append_foreign (json, byline_annotations_get (work, i), utf16, with_positions, with_quotes);
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

/* Positions in UTF-16 units are understood by the words that stand with them. */
static void
test_other_units (void)
{
  for (guint seed = 0; seed < ROUNDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (BylineArticle) article = random_article (rand);
      g_autoptr (BylineAnnotations) work = random_work (rand, article);
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineAnnotations) again = NULL;
      gsize size;
      const char *text = byline_article_get_text (article, &size);
      g_autofree guint *utf16 = byline_exchange_dup_utf16 (text, size, NULL);
      g_autofree char *json = dup_foreign (work, utf16, TRUE, TRUE);

      again = tie ("web-annotation", json, strlen (json), article, NULL, left_out, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (left_out->len, ==, 0);
      assert_sound (again, article);
      g_assert_cmpuint (byline_annotations_get_size (work), ==, byline_annotations_get_size (again));
      for (guint i = 0; i < byline_annotations_get_size (work); i++)
        {
          const BylineAnnotation *a = byline_annotations_get (work, i), *b = byline_annotations_get (again, i);

          /* Where words are repeated, both units may agree with one of the places. */
          for (guint k = 0; k < a->span.n_segments; k++)
            g_assert_cmpstr (((BylineQuote *) a->quotes->pdata[k])->exact, ==, ((BylineQuote *) b->quotes->pdata[k])->exact);
        }
    }
}

/* By words and surroundings alone the right place is found, or none. */
static void
test_quotes_alone (void)
{
  guint n_found = 0, n_left_out = 0;

  for (guint seed = 0; seed < ROUNDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (BylineArticle) article = random_article (rand);
      g_autoptr (BylineAnnotations) work = random_work (rand, article);
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineAnnotations) again = NULL;
      g_autofree char *json = dup_foreign (work, NULL, FALSE, TRUE);

      again = tie ("web-annotation", json, strlen (json), article, NULL, left_out, &error);
      g_assert_no_error (error);
      assert_sound (again, article);
      g_assert_cmpuint (byline_annotations_get_size (again) + left_out->len, ==, byline_annotations_get_size (work));
      n_found += byline_annotations_get_size (again);
      n_left_out += left_out->len;
      for (guint i = 0, k = 0; i < byline_annotations_get_size (again); i++, k++)
        {
          const BylineAnnotation *found = byline_annotations_get (again, i);

          while (k < byline_annotations_get_size (work)
                 && (!byline_span_equal (&byline_annotations_get (work, k)->span, &found->span) || !g_str_equal (byline_annotations_get (work, k)->tag, found->tag)))
            k++;
          g_assert_cmpuint (k, <, byline_annotations_get_size (work));
        }
    }
  g_assert_cmpuint (n_found, >, 20 * n_left_out);
}

/* Every passage is labelled in some column, and labels are as IOB2 has them. */
static void
test_conll (void)
{
  for (guint seed = 0; seed < ROUNDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (BylineArticle) article = random_article (rand);
      g_autoptr (BylineAnnotations) work = random_work (rand, article);
      g_autofree char *data = NULL;
      g_autofree char *joined = NULL;
      g_auto (GStrv) lines = NULL;
      g_autoptr (GString) tokens = g_string_new (NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      g_auto (GStrv) before = NULL;
      guint n_columns = 0, labelled = 0, marked = 0;
      gsize size;

      data = write_as ("conll", article, work, &size);
      lines = g_strsplit (data, "\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) cells = *lines[i] != '\0' ? g_strsplit (lines[i], "\t", -1) : NULL;

          for (guint c = 1; cells != NULL && cells[c] != NULL; c++)
            {
              labelled += cells[c][0] != 'O';
              if (cells[c][0] == 'I')
                {
                  g_assert_nonnull (before);
                  g_assert_cmpstr (before[c] + 1, ==, cells[c] + 1);
                }
            }
          if (cells != NULL)
            {
              g_assert_true (n_columns == 0 || n_columns == g_strv_length (cells));
              n_columns = g_strv_length (cells);
              g_string_append (tokens, cells[0]);
            }
          g_strfreev (before);
          before = g_steal_pointer (&cells);
        }

      for (const char *at = byline_article_get_text (article, NULL); *at != '\0'; at = g_utf8_next_char (at))
        if (!g_unichar_isspace (g_utf8_get_char (at)))
          g_string_append_unichar (text, g_utf8_get_char (at));
      g_assert_cmpstr (tokens->str, ==, text->str);
      for (guint i = 0; i < byline_annotations_get_size (work); i++)
        marked += byline_annotations_get (work, i)->span.n_segments;
      g_assert_true (labelled > 0 || marked == 0 || n_columns == 2);
    }
}

static const char *const own[] = { "web-annotation", "brat", "csv" };

#define HTML "<p>🌊 The mill stands still, Ada Venn said. Nobody has counted the mill’s sacks.</p>\n"

static BylineAnnotations *
tie_brat (const char *data, GHashTable *labels, GPtrArray *left_out, GError **error)
{
  g_autoptr (BylineArticle) article = new_article (HTML);

  return tie ("brat", data, strlen (data), article, labels, left_out, error);
}

static void
test_labels (void)
{
  const char *data = "T1\tAussage 2 5\tThe\nT2\tOPINION 6 10\tmill\nT3\tRest 2 5\tThe\n";
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = tie_brat (data, NULL, left_out, &error);

  g_assert_null (work);
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "“Aussage”, “Rest”"));
  g_assert_nonnull (strstr (error->message, "claim, attribution, evidence, opinion"));
  g_clear_error (&error);

  g_hash_table_insert (labels, "Aussage", "claim");
  g_hash_table_insert (labels, "Rest", "");
  work = tie_brat (data, labels, left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left_out->len, ==, 0);
  g_assert_cmpuint (byline_annotations_get_size (work), ==, 2);
  g_assert_cmpstr (byline_annotations_get (work, 0)->tag, ==, "claim");
  g_assert_cmpstr (byline_annotations_get (work, 1)->tag, ==, "opinion");
  g_assert_cmpstr (byline_annotations_get_committed (work), ==, "");
}

static void
test_untagged (void)
{
  const char *data = "{\"type\": \"Annotation\", \"target\": {\"selector\": {\"type\": \"TextQuoteSelector\", \"exact\": \"stands still\"}}}";
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BylineArticle) article = new_article (HTML);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = tie ("web-annotation", data, strlen (data), article, NULL, left_out, &error);

  g_assert_null (work);
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "--map =TAG"));
  g_clear_error (&error);
  g_hash_table_insert (labels, "", "evidence");
  work = tie ("web-annotation", data, strlen (data), article, labels, left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (byline_annotations_get (work, 0)->tag, ==, "evidence");
}

/* What a passage of a brat file becomes: "start-end" in the order of the text, or
 * the reason why it is left out. */
static void
test_places (void)
{
  const struct { const char *line, *expected; } cases[] = {
    { "T1\tclaim 2 5\tThe", "2-5" },
    { "T1\tclaim 3 6\tThe", "2-5" },
    { "T1\tclaim 3 11\tThe mill", "2-10" },
    { "T1\tclaim 500 503\tAda", "25-28" },
    { "T1\tclaim 0 1\tmill", "more than once" },
    { "T1\tclaim 0 1\tmiller", "not in the article" },
    { "T1\tclaim 5 5\t", "marks no character" },
    { "T1\tclaim 26 34;2 10\tAda Venn The mill", "2-10 25-33" },
    { "T1\tclaim 2 10;6 16\tThe mill mill stand", "2-16" },
    { "T1\tclaim 2 10;10 16\tThe mill  stand", "2-10 10-16" },
    { "T1\tclaim 2 10;26 34\tThe mill", "not as long" },
    { "T1\tclaim 10 2\tThe", "a passage must be like" },
    { "T1\tclaim -2 2\tThe", "a passage must be like" },
    { "T1\tclaim 2 99999999999999999999\tThe", "a passage must be like" },
    { "T1 claim 2 5 The", "a passage must be like" },
    { "T1\tclaim 2 5", "2-5" },
    { "T1\tclaim 2 500", "not in the article" },
    { "T1\tclaim 99 103\tstill, Ada   Venn", "18-33" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autofree char *data = g_strconcat ("#9\tAnnotatorNotes T1\ta note\r\n", cases[i].line, "\r\n", NULL);
      g_autoptr (BylineAnnotations) work = tie_brat (data, NULL, left_out, &error);
      g_autoptr (GString) found = g_string_new (NULL);

      g_assert_no_error (error);
      g_assert_cmpuint (byline_annotations_get_size (work) + left_out->len, ==, 1);
      if (left_out->len > 0)
        {
          if (strstr (left_out->pdata[0], cases[i].expected) == NULL)
            g_error ("%s: %s", cases[i].line, (const char *) left_out->pdata[0]);
          continue;
        }
      for (guint k = 0; k < byline_annotations_get (work, 0)->span.n_segments; k++)
        g_string_append_printf (found, "%s%u-%u", k > 0 ? " " : "", byline_annotations_get (work, 0)->span.segments[k].start, byline_annotations_get (work, 0)->span.segments[k].end);
      g_assert_cmpstr (found->str, ==, cases[i].expected);
      g_assert_cmpstr (byline_annotations_get (work, 0)->note, ==, "a note");
    }
}

/* Offsets of a document with another text than the article count there. */
static void
test_other_text (void)
{
  g_autoptr (BylineArticle) article = new_article (HTML);
  const BylineExchangeOptions options = { article, "mill", byline_tag_set_get_default (), NULL };
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  BylineForeign *one = byline_foreign_new (BYLINE_UNITS_UTF16), *two = byline_foreign_new (BYLINE_UNITS_UTF16);

  one->text = g_strdup ("News! 🌊 The mill stands still, Ada Venn said. Nobody\nhas  counted the mill’s sacks.");
  byline_foreign_mark_add_piece (byline_foreign_add (one, "a", "claim"), 13, 17, NULL);
  byline_foreign_mark_add_piece (byline_foreign_add (one, "b", "opinion"), 78, 84, NULL);
  byline_foreign_mark_add_piece (byline_foreign_add (one, "c", "opinion"), 0, 5, NULL);
  two->text = g_strdup ("Quite another thing");
  g_ptr_array_add (documents, one);
  g_ptr_array_add (documents, two);

  /* None has the article's text: all are tried. */
  chosen = byline_exchange_choose (documents, article, notices);
  g_assert_cmpuint (chosen->len, ==, 2);
  work = byline_exchange_tie (chosen, &options, left_out, &error);
  g_assert_no_error (error);
  assert_sound (work, article);
  g_assert_cmpuint (byline_annotations_get_size (work), ==, 2);
  g_assert_cmpuint (byline_span_start (&byline_annotations_get (work, 0)->span), ==, 6);
  g_assert_cmpstr (((BylineQuote *) byline_annotations_get (work, 1)->quotes->pdata[0])->exact, ==, "sacks.");
  g_assert_cmpuint (left_out->len, ==, 1);
  g_clear_pointer (&chosen, g_ptr_array_unref);

  g_free (one->text);
  one->text = g_strdup (" 🌊 The mill stands still,\nAda Venn said. Nobody has counted the mill’s sacks.");
  chosen = byline_exchange_choose (documents, article, notices);
  g_assert_cmpuint (chosen->len, ==, 1);
  g_assert_true (chosen->pdata[0] == one);
  g_assert_cmpuint (notices->len, ==, 1);
}

static void
test_guess (void)
{
  const struct { const char *name, *data; int format; } cases[] = {
    { "a.ann", "", BYLINE_EXCHANGE_BRAT },
    { "a.CSV", "", BYLINE_EXCHANGE_CSV },
    { "a.jsonl", "", BYLINE_EXCHANGE_DOCCANO },
    { "a.byline.json", "{}", BYLINE_EXCHANGE_WEB_ANNOTATION },
    { "-", "T1\tclaim 2 3\tx", BYLINE_EXCHANGE_BRAT },
    { "-", "tag,start,end\n", BYLINE_EXCHANGE_CSV },
    { "-", "[]", BYLINE_EXCHANGE_WEB_ANNOTATION },
    { "a.json", "{\"target\": {}}", BYLINE_EXCHANGE_WEB_ANNOTATION },
    { "a.json", "{\"total\": 1, \"rows\": []}", BYLINE_EXCHANGE_HYPOTHESIS },
    { "a.json", "{\"export_date\": \"\", \"annotations\": []}", BYLINE_EXCHANGE_HYPOTHESIS },
    { "a.json", "[{\"tags\": [], \"user\": \"acct:a@b\", \"target\": []}]", BYLINE_EXCHANGE_HYPOTHESIS },
    { "a.json", "[{\"data\": {\"text\": \"\"}, \"annotations\": []}]", BYLINE_EXCHANGE_LABEL_STUDIO },
    { "a.json", "{\"text\": \"a\", \"label\": []}\n{\"text\": \"b\", \"label\": []}\n", BYLINE_EXCHANGE_DOCCANO },
    { "a.json", "{\"%FEATURE_STRUCTURES\": []}", BYLINE_EXCHANGE_CAS },
    { "a.json", "nonsense", BYLINE_EXCHANGE_WEB_ANNOTATION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (byline_exchange_guess (cases[i].name, cases[i].data, strlen (cases[i].data)), ==, cases[i].format);
}

static void
test_utf16 (void)
{
  guint length;
  g_autofree guint *offsets = byline_exchange_dup_utf16 ("a🌊é", 7, &length);
  g_autofree guint *none = byline_exchange_dup_utf16 ("", 0, NULL);

  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpuint (offsets[0], ==, 0);
  g_assert_cmpuint (offsets[1], ==, 1);
  g_assert_cmpuint (offsets[2], ==, 3);
  g_assert_cmpuint (offsets[3], ==, 4);
  g_assert_cmpuint (none[0], ==, 0);
}

static void
test_csv (void)
{
  const struct { const char *table, *expected; } cases[] = {
    { "Label;Start;End\nClaim;2;10\n;;\n", "claim 2-10" },
    { "code,quote,annotator\nopinion,stands still,Ana\n", "opinion 11-23" },
    { "tag,start,end,text\nclaim,2,3\n", "claim 2-3" },
    { "id\ttag\tstart\tend\nx\tclaim\t2\t5\nx\tclaim\t11\t17\n", "claim 2-5 11-17" },
    { "tag,start,end,text\nclaim,two,3,\n", "line 2" },
    { "tag,start,end,text\nclaim,3,2,\n", "line 2" },
    { "tag,start,end,text\nclaim,,,\n", "line 2" },
    { "tag,start,end,text\nclaim,1,,\n", "line 2" },
    { "tag,start\nclaim,1\n", "“start” and “end” or “text”" },
    { "start,end\n1,2\n", "first row" },
    { "", "first row" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BylineArticle) article = new_article (HTML);
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineAnnotations) work = tie ("csv", cases[i].table, strlen (cases[i].table), article, NULL, left_out, &error);
      g_autoptr (GString) found = g_string_new (NULL);

      if (work == NULL)
        g_string_append (found, error->message);
      else if (left_out->len > 0)
        g_string_append (found, left_out->pdata[0]);
      else
        {
          const BylineAnnotation *annotation = byline_annotations_get (work, 0);

          g_string_append (found, annotation->tag);
          for (guint k = 0; k < annotation->span.n_segments; k++)
            g_string_append_printf (found, " %u-%u", annotation->span.segments[k].start, annotation->span.segments[k].end);
        }
      if (strstr (found->str, cases[i].expected) == NULL)
        g_error ("%s: %s", cases[i].table, found->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *path = g_strconcat ("/exchange/round-trips/", own[i], NULL);
      g_test_add_data_func (path, own[i], test_round_trips);
    }
  g_test_add_func ("/exchange/other-units", test_other_units);
  g_test_add_func ("/exchange/quotes-alone", test_quotes_alone);
  g_test_add_func ("/exchange/conll", test_conll);
  g_test_add_func ("/exchange/labels", test_labels);
  g_test_add_func ("/exchange/untagged", test_untagged);
  g_test_add_func ("/exchange/places", test_places);
  g_test_add_func ("/exchange/other-text", test_other_text);
  g_test_add_func ("/exchange/guess", test_guess);
  g_test_add_func ("/exchange/utf16", test_utf16);
  g_test_add_func ("/exchange/csv", test_csv);
  return g_test_run ();
}
