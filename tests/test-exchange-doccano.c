/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreign.h"
#include "json.h"

static const ForeignReader reader = byline_exchange_read_doccano;

static void
test_lists (void)
{
  static const char *const names[] = { "label", "labels", "entities" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf ("{\"id\": 7, \"text\": \"The mill stands.\", \"%s\": [[0, 8, \"claim\"], [4, 8, \"opinion\"]], \"Comments\": [\"short\", \"and dry\"]}", names[i]);
      g_autoptr (GPtrArray) documents = foreign_read (reader, line);
      const BylineForeign *document = foreign_document (documents, 0);

      g_assert_cmpstr (document->text, ==, "The mill stands.");
      g_assert_cmpuint (document->marks->len, ==, 2);
      g_assert_cmpstr (foreign_mark (document, 0)->label, ==, "claim");
      foreign_assert_piece (foreign_mark (document, 0), 0, 0, 8);
      foreign_assert_piece (foreign_mark (document, 1), 0, 4, 8);
      g_assert_cmpstr (document->note, ==, "short\nand dry");
      g_assert_cmpuint (document->notices->len, ==, 0);
    }
}

static void
test_entities (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "\n{\n  \"text\": \"The mill stands.\",\n  \"entities\": [\n    {\"id\": 0, \"start_offset\": 0, \"end_offset\": 8, \"label\": \"claim\"},\n"
      "    {\"id\": 1, \"start_offset\": 9, \"end_offset\": 15, \"label\": 3}],\n  \"relations\": [{\"from_id\": 0, \"to_id\": 1, \"type\": \"because\"}]\n}\n");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpuint (document->marks->len, ==, 2);
  g_assert_cmpstr (foreign_mark (document, 1)->label, ==, "3");
  g_assert_true (foreign_says (document->notices, "relations"));
}

static void
test_documents (void)
{
  g_autoptr (GPtrArray) lines = foreign_read (reader, "{\"text\": \"one\", \"label\": []}\r\n\n{\"text\": \"two\", \"label\": [[0, 3, \"claim\"]]}\n{\"text\": \"three\"}");
  g_autoptr (GPtrArray) list = foreign_read (reader, "[{\"text\": \"one\", \"annotations\": [{\"label\": 2, \"start_offset\": 0, \"end_offset\": 3, \"user\": 1}]},\n {\"text\": \"two\", \"label\": []}]");

  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpstr (foreign_document (lines, 1)->text, ==, "two");
  g_assert_cmpuint (foreign_document (lines, 1)->marks->len, ==, 1);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (foreign_mark (foreign_document (list, 0), 0)->label, ==, "2");
}

static void
test_units (void)
{
  g_autoptr (GPtrArray) page = foreign_read (reader, "{\"text\": \"🌊 The mill stands.\", \"label\": [[7, 11, \"claim\"]]}");
  g_autoptr (GPtrArray) python = foreign_read (reader, "{\"text\": \"🌊 The mill stands.\", \"label\": [[6, 10, \"claim\"]]}");
  g_autoptr (GPtrArray) said = foreign_read (reader, "{\"text\": \"🌊 The mill stands.\", \"offsets\": \"UTF-16\", \"label\": [[6, 10, \"claim\"]]}");

  g_assert_cmpuint (foreign_document (page, 0)->units, ==, BYLINE_UNITS_UTF16);
  g_assert_cmpuint (foreign_document (python, 0)->units, ==, BYLINE_UNITS_CODE_POINTS);
  g_assert_cmpuint (foreign_document (said, 0)->units, ==, BYLINE_UNITS_UTF16);
}

/* What somebody changed in doccano is no piece of the passage any more. */
static void
test_passages (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"text\": \"one two three four five\", \"label\": [[14, 18, \"claim\"], [0, 3, \"claim\"], [4, 7, \"claim\"], [0, 3, \"claim\"], [19, 23, \"opinion\"]], "
      "\"passages\": [[[0, 3, \"claim\"], [14, 18, \"claim\"]], [[4, 7, \"claim\"], [0, 3, \"claim\"]], [[19, 22, \"opinion\"], [8, 13, \"opinion\"]], 5, [5, []]]}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 3);
  foreign_assert_piece (foreign_mark (document, 0), 0, 0, 3);
  foreign_assert_piece (foreign_mark (document, 0), 1, 14, 18);
  foreign_assert_piece (foreign_mark (document, 1), 0, 0, 3);
  foreign_assert_piece (foreign_mark (document, 1), 1, 4, 7);
  g_assert_cmpuint (foreign_mark (document, 2)->pieces->len, ==, 1);
}

static void
test_bad (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"text\": \"one two\", \"label\": [[0, 3], [0, \"x\", \"claim\"], \"claim\", [4, 7, null], {\"start_offset\": -1, \"end_offset\": 3, \"label\": \"claim\"}], \"cats\": [\"news\"]}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 1);
  g_assert_cmpstr (foreign_mark (document, 0)->label, ==, "");
  g_assert_null (foreign_mark (document, 0)->id);
  g_assert_cmpuint (document->left_out->len, ==, 4);
  g_assert_true (foreign_says (document->left_out, "label 2"));
  g_assert_true (foreign_says (document->notices, "categories"));

  foreign_refuse (reader, "", BYLINE_ERROR_SYNTAX, "");
  foreign_refuse (reader, "[]", BYLINE_ERROR_EMPTY, "no document");
  foreign_refuse (reader, "{\"label\": []}", BYLINE_ERROR_KIND, "“text”");
  foreign_refuse (reader, "{\"text\": \"one\", \"label\": 3}", BYLINE_ERROR_VALUE, "“label” must be a list");
  foreign_refuse (reader, "{\"text\": \"one\"}\n{\"text\": 2}\n", BYLINE_ERROR_KIND, "line 2");
  foreign_refuse (reader, "{\"text\": \"one\"}\n{\"text\": \n", BYLINE_ERROR_SYNTAX, "line 2");
  foreign_refuse (reader, "[{\"text\": \"one\"}, 3]", BYLINE_ERROR_KIND, "document 2");
}

static void
test_write (void)
{
  g_autoptr (BylineArticle) article = foreign_article ("<p>🌊 The mill “stands still”.</p>\n");
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *plain = NULL;
  g_autofree char *pieces = NULL;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) split = NULL;
  gsize size;

  foreign_put (work, article, "claim", 2, 10);
  plain = byline_exchange_write_doccano (article, work, byline_tag_set_get_default (), notices, &size, NULL);
  g_assert_cmpstr (plain, ==, "{\"text\": \"🌊 The mill “stands still”.\\u000a\", \"offsets\": \"UTF-16\", \"label\": [[3, 11, \"claim\"]]}\n");
  g_assert_cmpuint (size, ==, strlen (plain));
  g_assert_cmpuint (notices->len, ==, 1);

  byline_span_append (&span, 2, 5);
  byline_span_append (&span, 12, 18);
  split = byline_annotation_new (article, "opinion", &span);
  byline_annotations_put (work, split, G_MAXUINT);
  pieces = byline_exchange_write_doccano (article, work, byline_tag_set_get_default (), notices, &size, NULL);
  g_assert_nonnull (strstr (pieces, "\"label\": [[3, 11, \"claim\"], [3, 6, \"opinion\"], [13, 19, \"opinion\"]], \"passages\": [[[3, 6, \"opinion\"], [13, 19, \"opinion\"]]]}\n"));
  g_assert_true (foreign_says (notices, "one by one"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-doccano/lists", test_lists);
  g_test_add_func ("/exchange-doccano/entities", test_entities);
  g_test_add_func ("/exchange-doccano/documents", test_documents);
  g_test_add_func ("/exchange-doccano/units", test_units);
  g_test_add_func ("/exchange-doccano/passages", test_passages);
  g_test_add_func ("/exchange-doccano/bad", test_bad);
  g_test_add_func ("/exchange-doccano/write", test_write);
  return g_test_run ();
}
