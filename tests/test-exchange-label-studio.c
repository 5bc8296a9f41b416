/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreign.h"
#include "json.h"

static const ForeignReader reader = byline_exchange_read_label_studio;

/* As version 1.13 exports it, with what does not matter here. */
static const char export[] =
  "[{\"id\": 3, \"annotations\": [\n"
  "  {\"id\": 8, \"completed_by\": 1, \"result\": [\n"
  "    {\"value\": {\"start\": 2, \"end\": 10, \"text\": \"The mill\", \"labels\": [\"Claim\"]}, \"id\": \"zLSY-XLk64\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\", \"origin\": \"manual\",\n"
  "     \"meta\": {\"text\": [\"no date\", \"no name\"]}},\n"
  "    {\"value\": {\"start\": 6, \"end\": 10, \"text\": \"mill\", \"labels\": [\"Claim\", \"Opinion\"]}, \"id\": \"b\", \"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"labels\"},\n"
  "    {\"value\": {\"choices\": [\"news\"]}, \"id\": \"c\", \"from_name\": \"kind\", \"to_name\": \"text\", \"type\": \"choices\"},\n"
  "    {\"from_id\": \"zLSY-XLk64\", \"to_id\": \"b\", \"type\": \"relation\", \"direction\": \"right\"}],\n"
  "   \"was_cancelled\": false, \"created_at\": \"2026-11-23T15:00:00.1Z\", \"lead_time\": 4.2},\n"
  "  {\"id\": 9, \"completed_by\": {\"id\": 2, \"email\": \"r2@example.org\", \"first_name\": \"R\"}, \"result\": [\n"
  "    {\"value\": {\"start\": \"11\", \"end\": \"17\", \"text\": \"stands\", \"labels\": [\"Claim\"]}, \"id\": \"d\", \"type\": \"labels\"}], \"was_cancelled\": false},\n"
  "  {\"id\": 10, \"completed_by\": 4, \"result\": [], \"was_cancelled\": true}],\n"
  " \"data\": {\"text\": \"🌊 The mill stands still.\", \"title\": \"Mill\"}, \"predictions\": [{\"id\": 1, \"result\": []}], \"total_annotations\": 2}]\n";

static void
test_tasks (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader, export);
  const BylineForeign *first = foreign_document (documents, 0);
  const BylineForeign *second = foreign_document (documents, 1);

  g_assert_cmpuint (documents->len, ==, 2);
  g_assert_cmpstr (first->name, ==, "Mill");
  g_assert_cmpuint (first->units, ==, BYLINE_UNITS_CODE_POINTS);
  g_assert_cmpuint (first->marks->len, ==, 3);
  g_assert_cmpstr (foreign_mark (first, 0)->id, ==, "zLSY-XLk64");
  g_assert_cmpstr (foreign_mark (first, 0)->note, ==, "no date\nno name");
  g_assert_cmpstr (foreign_piece (foreign_mark (first, 0), 0)->exact, ==, "The mill");
  foreign_assert_piece (foreign_mark (first, 0), 0, 2, 10);
  /* A region with two labels is two annotations. */
  g_assert_cmpstr (foreign_mark (first, 1)->label, ==, "Claim");
  g_assert_cmpstr (foreign_mark (first, 2)->label, ==, "Opinion");
  g_assert_cmpstr (foreign_mark (first, 2)->id, ==, "(Opinion) b");
  g_assert_true (foreign_says (first->notices, "relations"));
  g_assert_true (foreign_says (first->notices, "“choices”"));
  g_assert_true (foreign_says (first->notices, "predictions"));

  foreign_assert_piece (foreign_mark (second, 0), 0, 11, 17);
  g_assert_cmpstr (first->creator_id, !=, second->creator_id);
  g_assert_true (g_str_has_prefix (second->creator, "Label-Studio-"));
}

static void
test_min (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "[{\"story\": \"🌊 The mill stands still.\", \"id\": 3, \"kind\": \"news\", \"label\": [{\"start\": 2, \"end\": 10, \"text\": \"The mill\", \"labels\": [\"Claim\"]}, "
      "{\"start\": 11, \"end\": 17, \"labels\": []}], \"rank\": [1], \"annotator\": 1, \"annotation_id\": 8, \"created_at\": \"2026-11-23T15:00:00Z\"}, "
      "{\"text\": \"other\", \"id\": 4, \"annotator\": 1}]");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (documents->len, ==, 2);
  g_assert_cmpstr (document->text, ==, "🌊 The mill stands still.");
  g_assert_cmpuint (document->marks->len, ==, 2);
  g_assert_cmpstr (foreign_mark (document, 0)->id, ==, "label 1");
  g_assert_cmpstr (foreign_mark (document, 1)->label, ==, "");
  g_assert_true (foreign_says (document->notices, "“rank”"));
  g_assert_nonnull (document->creator);
}

/* Annotations of a page know paths; offsets in its text stand beside them. */
static void
test_page (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"data\": {\"html\": \"<p>The mill stands.</p>\"}, \"annotations\": [{\"result\": [\n"
      "{\"id\": \"a\", \"type\": \"hypertextlabels\", \"value\": {\"start\": \"/p[1]/text()[1]\", \"end\": \"/p[1]/text()[1]\", \"startOffset\": 4, \"endOffset\": 8,"
      " \"globalOffsets\": {\"start\": 4, \"end\": 8}, \"text\": \"mill\", \"hypertextlabels\": [\"Claim\"]}},\n"
      "{\"id\": \"b\", \"type\": \"hypertextlabels\", \"value\": {\"start\": \"/p[1]/text()[1]\", \"end\": \"/p[1]/text()[1]\", \"text\": \"stands\", \"hypertextlabels\": [\"Claim\"]}},\n"
      "{\"id\": \"c\", \"type\": \"hypertextlabels\", \"value\": {\"start\": \"/p[1]/text()[1]\", \"end\": \"/p[1]/text()[1]\", \"text\": \"\", \"hypertextlabels\": [\"Claim\"]}},\n"
      "{\"id\": \"d\", \"type\": \"labels\"}, 7]}]}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 2);
  foreign_assert_piece (foreign_mark (document, 0), 0, 4, 8);
  foreign_assert_piece (foreign_mark (document, 1), 0, -1, -1);
  g_assert_cmpuint (document->left_out->len, ==, 3);
  g_assert_true (foreign_says (document->left_out, "region c"));
}

/* A text field beside each region is its note; one for the whole text is none. */
static void
test_typed (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"data\": {\"text\": \"The mill stands.\"}, \"drafts\": [{\"id\": 1, \"result\": []}], \"annotations\": [{\"result\": [\n"
      "{\"id\": \"a\", \"type\": \"textarea\", \"from_name\": \"why\", \"value\": {\"start\": 4, \"end\": 8, \"text\": [\"no date\", \"no name\"]}},\n"
      "{\"id\": \"a\", \"type\": \"labels\", \"value\": {\"start\": 4, \"end\": 8, \"text\": \"mill\", \"labels\": [\"Claim\", \"Opinion\"]}},\n"
      "{\"id\": \"b\", \"type\": \"labels\", \"value\": {\"start\": 9, \"end\": 15, \"text\": \"stands\", \"labels\": [\"Claim\"]}, \"meta\": {\"text\": [\"says who?\"]}},\n"
      "{\"id\": \"b\", \"type\": \"textarea\", \"value\": {\"text\": \"says Ada\"}},\n"
      "{\"id\": \"a\", \"type\": \"textarea\", \"value\": 7}, {\"id\": 7, \"type\": \"textarea\", \"value\": {}}]}, {\"was_cancelled\": true, \"result\": []}]}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 3);
  g_assert_cmpstr (foreign_mark (document, 0)->note, ==, "no date\nno name");
  g_assert_cmpstr (foreign_mark (document, 1)->note, ==, "no date\nno name");
  g_assert_cmpstr (foreign_mark (document, 2)->note, ==, "says who?\nsays Ada");
  g_assert_true (foreign_says (document->notices, "“textarea”"));
  g_assert_true (foreign_says (document->notices, "cancelled"));
  g_assert_true (foreign_says (document->notices, "drafts"));
}

static void
test_typed_beside_nothing (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"data\": {\"text\": \"The mill stands.\"}, \"annotations\": [{\"result\": [{\"id\": \"a\", \"type\": \"textarea\", \"value\": {\"text\": [\"hm\"]}}]}]}");

  g_assert_true (foreign_says (foreign_document (documents, 0)->notices, "“textarea”"));
  g_assert_false (foreign_says (foreign_document (documents, 0)->notices, "cancelled"));
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader, "[{\"id\": 1, \"data\": {\"text\": \"The mill\"}, \"annotations\": []}, {\"data\": {\"text\": \"old\"}, \"completions\": [{\"result\": []}]}]");

  g_assert_cmpuint (documents->len, ==, 2);
  g_assert_cmpuint (foreign_document (documents, 0)->marks->len, ==, 0);
  g_assert_cmpstr (foreign_document (documents, 0)->text, ==, "The mill");
}

static void
test_bad (void)
{
  foreign_refuse (reader, "[]", BYLINE_ERROR_EMPTY, "no task");
  foreign_refuse (reader, "{", BYLINE_ERROR_SYNTAX, "");
  foreign_refuse (reader, "[{\"data\": {\"text\": \"x\"}}, {}]", BYLINE_ERROR_KIND, "task 2");
  foreign_refuse (reader, "{\"text\": \"The mill\", \"label\": [1]}", BYLINE_ERROR_KIND, "Label Studio");
  foreign_refuse (reader, "[7]", BYLINE_ERROR_KIND, "Label Studio");
  foreign_refuse (reader, "{\"data\": {\"text\": \"x\"}, \"annotations\": 3}", BYLINE_ERROR_VALUE, "“annotations” must be a list");
  foreign_refuse (reader, "{\"data\": {\"text\": \"x\"}, \"annotations\": [3]}", BYLINE_ERROR_VALUE, "annotation 1");
  foreign_refuse (reader, "{\"data\": {\"text\": \"x\"}, \"annotations\": [{\"result\": {}}]}", BYLINE_ERROR_VALUE, "“result” must be a list");
}

static void
test_write (void)
{
  g_autoptr (BylineArticle) article = foreign_article ("<p>🌊 The mill “stands still”.</p>\n");
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BylineAnnotation) noted = byline_annotation_set_note (foreign_put (work, article, "claim", 2, 10), "says who?");
  g_autofree char *data = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  gsize size;

  byline_annotations_put (work, noted, 0);
  byline_annotations_set_label (work, "Mill");
  data = byline_exchange_write_label_studio (article, work, byline_tag_set_get_default (), notices, &size, NULL);
  g_assert_cmpuint (size, ==, strlen (data));
  g_assert_nonnull (strstr (data, "\"start\": 2,"));
  g_assert_nonnull (strstr (data, "\"type\": \"labels\""));
  documents = foreign_read (reader, data);
  g_assert_cmpstr (foreign_document (documents, 0)->name, ==, "Mill");
  g_assert_cmpstr (foreign_mark (foreign_document (documents, 0), 0)->id, ==, noted->id);
  g_assert_cmpstr (foreign_mark (foreign_document (documents, 0), 0)->note, ==, "says who?");
  g_assert_cmpstr (foreign_mark (foreign_document (documents, 0), 0)->label, ==, "claim");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-label-studio/tasks", test_tasks);
  g_test_add_func ("/exchange-label-studio/min", test_min);
  g_test_add_func ("/exchange-label-studio/page", test_page);
  g_test_add_func ("/exchange-label-studio/typed", test_typed);
  g_test_add_func ("/exchange-label-studio/typed-beside-nothing", test_typed_beside_nothing);
  g_test_add_func ("/exchange-label-studio/empty", test_empty);
  g_test_add_func ("/exchange-label-studio/bad", test_bad);
  g_test_add_func ("/exchange-label-studio/write", test_write);
  return g_test_run ();
}
