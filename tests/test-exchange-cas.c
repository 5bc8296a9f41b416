/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreign.h"
#include "json.h"

static const ForeignReader reader = byline_exchange_read_cas;

#define SOFA "{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaNum\": 1, \"sofaID\": \"_InitialView\", \"mimeType\": \"text\", \"sofaString\": \"🌊 The mill stands still.\"}"

/* As INCEpTION exports it: layers of analysis, a layer of its own, the text last. */
static void
test_layers (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"%TYPES\": {}, \"%FEATURE_STRUCTURES\": [\n"
      "{\"%ID\": 2, \"%TYPE\": \"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token\", \"@sofa\": 1, \"begin\": 0, \"end\": 2, \"order\": 0},\n"
      "{\"%ID\": 3, \"%TYPE\": \"de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma\", \"@sofa\": 1, \"begin\": 7, \"end\": 11, \"value\": \"mill\"},\n"
      "{\"%ID\": 4, \"%TYPE\": \"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\", \"@sofa\": 1, \"begin\": 7, \"end\": 11, \"value\": \"PLACE\"},\n"
      "{\"%ID\": 5, \"%TYPE\": \"webanno.custom.Move\", \"@sofa\": 1, \"begin\": 3, \"end\": 11, \"label\": \"claim\", \"comment\": \"says who?\"},\n"
      "{\"%ID\": 6, \"%TYPE\": \"webanno.custom.Kind\", \"@sofa\": 1, \"^begin\": 12, \"^end\": 18, \"kind\": \"opinion\"},\n"
      "{\"%ID\": 7, \"%TYPE\": \"webanno.custom.Two\", \"@sofa\": 1, \"begin\": 12, \"end\": 18, \"one\": \"a\", \"two\": \"b\"},\n"
      "{\"%ID\": 8, \"%TYPE\": \"webanno.custom.Because\", \"@sofa\": 1, \"begin\": 12, \"end\": 18, \"@Governor\": 5, \"@Dependent\": 6, \"label\": \"why\"},\n"
      "{\"%ID\": 9, \"%TYPE\": \"de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData\", \"@sofa\": 1, \"begin\": 0, \"end\": 25, \"documentTitle\": \"mill.txt\"},\n"
      "{\"%ID\": 10, \"%TYPE\": \"webanno.custom.Move\", \"@sofa\": 1, \"begin\": \"x\", \"end\": 11, \"label\": \"claim\"},\n"
      SOFA "], \"%VIEWS\": {\"_InitialView\": {\"%SOFA\": 1, \"%MEMBERS\": [2, 3, 4, 5, 6, 7, 8, 9]}}}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpstr (document->text, ==, "🌊 The mill stands still.");
  g_assert_cmpstr (document->name, ==, "mill.txt");
  g_assert_cmpuint (document->units, ==, BYLINE_UNITS_UTF16);
  g_assert_cmpuint (document->marks->len, ==, 3);
  g_assert_cmpstr (foreign_mark (document, 0)->label, ==, "PLACE");
  g_assert_cmpstr (foreign_mark (document, 1)->label, ==, "claim");
  g_assert_cmpstr (foreign_mark (document, 1)->note, ==, "says who?");
  g_assert_cmpstr (foreign_mark (document, 1)->id, ==, "5");
  foreign_assert_piece (foreign_mark (document, 1), 0, 3, 11);
  g_assert_cmpstr (foreign_mark (document, 2)->label, ==, "opinion");
  g_assert_true (foreign_says (document->notices, "“webanno.custom.Two”"));
  g_assert_true (foreign_says (document->notices, "relations"));
  g_assert_cmpuint (document->notices->len, ==, 2);
  g_assert_cmpuint (document->left_out->len, ==, 1);
  g_assert_true (foreign_says (document->left_out, "annotation 10"));
}

/* With tags, nothing else is read; structures may stand in an object. */
static void
test_tags (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"%FEATURE_STRUCTURES\": {\"1\": {\"%TYPE\": \"uima.cas.Sofa\", \"sofaID\": \"_InitialView\", \"sofaString\": \"The mill stands.\"},\n"
      "\"2\": {\"%TYPE\": \"custom.Tag\", \"@sofa\": 1, \"begin\": 0, \"end\": 8, \"label\": \"claim\"}, \"3\": {\"%TYPE\": \"custom.Tag\", \"@sofa\": 1, \"begin\": 4, \"end\": 8},\n"
      "\"4\": {\"%TYPE\": \"webanno.custom.Move\", \"@sofa\": 1, \"begin\": 0, \"end\": 8, \"label\": \"x\"}, \"5\": [], \"6\": {\"%TYPE\": \"custom.Tag\", \"@sofa\": 77, \"begin\": 0, \"end\": 8}}}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 2);
  g_assert_cmpstr (foreign_mark (document, 0)->id, ==, "2");
  g_assert_cmpstr (foreign_mark (document, 1)->label, ==, "");
  g_assert_true (foreign_says (document->notices, "“webanno.custom.Move”"));
}

static void
test_views (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"%FEATURE_STRUCTURES\": [{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaID\": \"_InitialView\", \"sofaString\": \"bare\"},\n"
      "{\"%ID\": 2, \"%TYPE\": \"uima.cas.Sofa\", \"sofaID\": \"second\", \"sofaString\": \"The mill\"}, {\"%ID\": 3, \"%TYPE\": \"uima.cas.Sofa\", \"sofaID\": \"third\", \"sofaURI\": \"x\"},\n"
      "{\"%ID\": 4, \"%TYPE\": \"custom.Tag\", \"@sofa\": 2, \"begin\": 4, \"end\": 8, \"label\": \"claim\"}]}");

  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpstr (foreign_document (documents, 0)->name, ==, "second");
}

static void
test_units (void)
{
  static const char tail[] = ", \"label\": \"claim\"}]}";
  g_autoptr (GPtrArray) java = foreign_read (reader, "{\"%FEATURE_STRUCTURES\": [" SOFA ", {\"%ID\": 2, \"%TYPE\": \"custom.Tag\", \"@sofa\": 1, \"begin\": 7, \"end\": 11, \"label\": \"claim\"}]}");
  g_autoptr (GPtrArray) python = foreign_read (reader, "{\"%FEATURE_STRUCTURES\": [" SOFA ", {\"%ID\": 2, \"%TYPE\": \"custom.Tag\", \"@sofa\": 1, \"begin\": 6, \"end\": 10, \"label\": \"claim\"}]}");
  g_autofree char *data = g_strconcat ("{\"%TYPES\": {\"custom.Tag\": {\"passage\": {}}}, \"%FEATURE_STRUCTURES\": [" SOFA
                                       ", {\"%ID\": 2, \"%TYPE\": \"custom.Tag\", \"@sofa\": 1, \"begin\": 6, \"end\": 10", tail, NULL);
  g_autoptr (GPtrArray) ours = foreign_read (reader, data);

  g_assert_cmpuint (foreign_document (java, 0)->units, ==, BYLINE_UNITS_UTF16);
  g_assert_cmpuint (foreign_document (python, 0)->units, ==, BYLINE_UNITS_CODE_POINTS);
  g_assert_cmpuint (foreign_document (ours, 0)->units, ==, BYLINE_UNITS_UTF16);
}

static void
test_bad (void)
{
  foreign_refuse (reader, "[]", BYLINE_ERROR_KIND, "UIMA CAS");
  foreign_refuse (reader, "{\"%FEATURE_STRUCTURES\": 3}", BYLINE_ERROR_KIND, "UIMA CAS");
  foreign_refuse (reader, "{\"%FEATURE_STRUCTURES\": [1, {}]}", BYLINE_ERROR_EMPTY, "no text");
  foreign_refuse (reader, "{\"%FEATURE_STRUCTURES\": [{\"%TYPE\": \"uima.cas.Sofa\"}]}", BYLINE_ERROR_EMPTY, "“sofaString”");
  foreign_refuse (reader, "{\"%FEATURE_STRUCTURES\": ", BYLINE_ERROR_SYNTAX, "");
}

static void
test_write (void)
{
  g_autoptr (BylineArticle) article = foreign_article ("<p lang=\"en\">🌊 The mill “stands still”.</p>\n");
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *data = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *tag, *view;
  JsonArray *structures;
  gsize size;

  foreign_put (work, article, "claim", 2, 10);
  data = byline_exchange_write_cas (article, work, byline_tag_set_get_default (), notices, &size, NULL);
  root = byline_json_parse (data, size, size, NULL);
  g_assert_nonnull (root);
  structures = json_object_get_array_member (json_node_get_object (root), "%FEATURE_STRUCTURES");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (structures, 0), "%TYPE"), ==, "uima.cas.Sofa");
  tag = json_array_get_object_element (structures, 2);
  g_assert_cmpstr (json_object_get_string_member (tag, "%TYPE"), ==, "custom.Tag");
  g_assert_cmpstr (json_object_get_string_member (tag, "label"), ==, "claim");
  g_assert_cmpint (json_object_get_int_member (tag, "begin"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (tag, "end"), ==, 11);
  view = json_object_get_object_member (json_object_get_object_member (json_node_get_object (root), "%VIEWS"), "_InitialView");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (view, "%MEMBERS")), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-cas/layers", test_layers);
  g_test_add_func ("/exchange-cas/tags", test_tags);
  g_test_add_func ("/exchange-cas/views", test_views);
  g_test_add_func ("/exchange-cas/units", test_units);
  g_test_add_func ("/exchange-cas/bad", test_bad);
  g_test_add_func ("/exchange-cas/write", test_write);
  return g_test_run ();
}
