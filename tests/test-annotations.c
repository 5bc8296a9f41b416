/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations.h"
#include "error.h"
#include "json.h"

#include <string.h>

#define HTML "<h1>Harbour wall</h1>\n<p>🌊 Flood note: the wall “held firm”, port chief Ana Vell said. Nobody measured it.</p>\n"
#define DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

/* A file in Byline's own form with everything that it knows, and members that it
 * does not know at every level. */
static const char own_form[] =
  "{\n"
  "  \"@context\": [\n"
  "    \"http://www.w3.org/ns/anno.jsonld\",\n"
  "    {\n"
  "      \"byline\": \"urn:byline:terms:\"\n"
  "    }\n"
  "  ],\n"
  "  \"id\": \"urn:uuid:c0\",\n"
  "  \"type\": \"AnnotationCollection\",\n"
  "  \"label\": \"Harbour wall\",\n"
  "  \"creator\": {\n"
  "    \"id\": \"urn:uuid:p0\",\n"
  "    \"type\": \"Person\",\n"
  "    \"nickname\": \"Heron-07\",\n"
  "    \"x:shoe\": 42\n"
  "  },\n"
  "  \"x:first\": [\n"
  "    null,\n"
  "    1.5,\n"
  "    {}\n"
  "  ],\n"
  "  \"modified\": \"2026-11-23T15:09:12Z\",\n"
  "  \"byline:format\": 1,\n"
  "  \"byline:role\": \"key\",\n"
  "  \"byline:pack\": \"urn:uuid:k0\",\n"
  "  \"byline:packRevision\": 3,\n"
  "  \"byline:article\": \"harbour\",\n"
  "  \"byline:textDigest\": \"" DIGEST "\",\n"
  "  \"byline:attempt\": 2,\n"
  "  \"byline:committed\": \"2026-11-23T15:09:12Z\",\n"
  "  \"byline:note\": \"on the whole\",\n"
  "  \"total\": 1,\n"
  "  \"first\": {\n"
  "    \"id\": \"urn:uuid:f0\",\n"
  "    \"type\": \"AnnotationPage\",\n"
  "    \"x:page\": true,\n"
  "    \"startIndex\": 0,\n"
  "    \"items\": [\n"
  "      {\n"
  "        \"x:before\": \"kept\",\n"
  "        \"id\": \"urn:uuid:a0\",\n"
  "        \"type\": \"Annotation\",\n"
  "        \"motivation\": \"classifying\",\n"
  "        \"created\": \"2026-11-23T15:01:00Z\",\n"
  "        \"modified\": \"2026-11-23T15:02:00Z\",\n"
  "        \"body\": [\n"
  "          {\n"
  "            \"type\": \"TextualBody\",\n"
  "            \"purpose\": \"tagging\",\n"
  "            \"x:body\": -1,\n"
  "            \"value\": \"claim\"\n"
  "          },\n"
  "          \"http://example.org/body\",\n"
  "          {\n"
  "            \"type\": \"TextualBody\",\n"
  "            \"purpose\": \"commenting\",\n"
  "            \"language\": \"en\",\n"
  "            \"format\": \"text/plain\",\n"
  "            \"value\": \"no source\"\n"
  "          },\n"
  "          {\n"
  "            \"type\": \"TextualBody\",\n"
  "            \"purpose\": \"commenting\",\n"
  "            \"language\": \"de-AT\",\n"
  "            \"value\": \"ohne Quelle\"\n"
  "          }\n"
  "        ],\n"
  "        \"target\": [\n"
  "          {\n"
  "            \"source\": \"urn:byline:article:harbour\",\n"
  "            \"x:target\": {},\n"
  "            \"selector\": [\n"
  "              {\n"
  "                \"type\": \"TextPositionSelector\",\n"
  "                \"start\": 27,\n"
  "                \"end\": 35\n"
  "              },\n"
  "              {\n"
  "                \"type\": \"TextQuoteSelector\",\n"
  "                \"exact\": \"the wall\",\n"
  "                \"prefix\": \"note: \"\n"
  "              }\n"
  "            ]\n"
  "          },\n"
  "          {\n"
  "            \"source\": \"urn:byline:article:harbour\",\n"
  "            \"selector\": [\n"
  "              {\n"
  "                \"type\": \"TextQuoteSelector\",\n"
  "                \"exact\": \"held firm\"\n"
  "              },\n"
  "              {\n"
  "                \"type\": \"TextPositionSelector\",\n"
  "                \"start\": 37,\n"
  "                \"end\": 46\n"
  "              }\n"
  "            ]\n"
  "          }\n"
  "        ],\n"
  "        \"byline:optional\": true,\n"
  "        \"byline:contested\": false,\n"
  "        \"byline:weight\": 2,\n"
  "        \"byline:alternativeTags\": {\n"
  "          \"evidence\": 10000,\n"
  "          \"opinion\": 0\n"
  "        },\n"
  "        \"byline:alternativeTargets\": [\n"
  "          {\n"
  "            \"selector\": {\n"
  "              \"type\": \"TextPositionSelector\",\n"
  "              \"start\": 27,\n"
  "              \"end\": 47\n"
  "            }\n"
  "          }\n"
  "        ],\n"
  "        \"byline:rule\": \"quotation marks do not count\",\n"
  "        \"byline:question\": {\n"
  "          \"en\": \"Whose voice?\",\n"
  "          \"fr\": \"Qui parle ?\"\n"
  "        },\n"
  "        \"x:last\": \"kept\"\n"
  "      }\n"
  "    ]\n"
  "  },\n"
  "  \"x:end\": 7\n"
  "}\n";

static BylineArticle *
new_article (void)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (GError) error = NULL;
  BylineArticle *article = byline_article_new (html, &error);

  g_assert_no_error (error);
  return article;
}

static BylineAnnotations *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  BylineAnnotations *annotations = byline_annotations_new_from_data (text, strlen (text), &error);

  g_assert_no_error (error);
  return annotations;
}

static char *
write_text (BylineAnnotations *annotations)
{
  gsize size;
  char *text = byline_annotations_to_data (annotations, &size);

  g_assert_cmpuint (size, ==, strlen (text));
  return text;
}

static char *
replace (const char *text, const char *old, const char *new)
{
  g_auto (GStrv) parts = g_strsplit (text, old, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (new, parts);
}

static BylineAnnotation *
new_annotation (BylineArticle *article, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, end);
  return byline_annotation_new (article, tag, &span);
}

static void
test_read (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  const BylineAnnotation *annotation = byline_annotations_get (annotations, 0);
  const BylineQuote *quote = g_ptr_array_index (annotation->quotes, 0);
  const BylineAlternativeTag *alternative = g_ptr_array_index (annotation->alternative_tags, 0);

  g_assert_cmpint (byline_annotations_get_role (annotations), ==, BYLINE_ROLE_KEY);
  g_assert_cmpstr (byline_annotations_get_id (annotations), ==, "urn:uuid:c0");
  g_assert_cmpstr (byline_annotations_get_label (annotations), ==, "Harbour wall");
  g_assert_cmpstr (byline_annotations_get_article (annotations), ==, "harbour");
  g_assert_cmpstr (byline_annotations_get_digest (annotations), ==, DIGEST);
  g_assert_cmpstr (byline_annotations_get_pack (annotations), ==, "urn:uuid:k0");
  g_assert_cmpuint (byline_annotations_get_pack_revision (annotations), ==, 3);
  g_assert_cmpstr (byline_annotations_get_creator_id (annotations), ==, "urn:uuid:p0");
  g_assert_cmpstr (byline_annotations_get_code_name (annotations), ==, "Heron-07");
  g_assert_cmpuint (byline_annotations_get_attempt (annotations), ==, 2);
  g_assert_cmpstr (byline_annotations_get_committed (annotations), ==, "2026-11-23T15:09:12Z");
  g_assert_cmpstr (byline_annotations_get_note (annotations), ==, "on the whole");
  g_assert_cmpuint (byline_annotations_get_size (annotations), ==, 1);

  g_assert_cmpstr (annotation->tag, ==, "claim");
  g_assert_cmpuint (annotation->span.n_segments, ==, 2);
  g_assert_cmpuint (annotation->span.segments[1].start, ==, 37);
  g_assert_cmpuint (annotation->span.segments[1].end, ==, 46);
  g_assert_cmpstr (quote->exact, ==, "the wall");
  g_assert_cmpstr (quote->prefix, ==, "note: ");
  g_assert_null (quote->suffix);
  g_assert_true (annotation->optional);
  g_assert_false (annotation->contested);
  g_assert_cmpuint (annotation->weight, ==, 2);
  g_assert_cmpstr (alternative->tag, ==, "evidence");
  g_assert_cmpuint (alternative->credit_pt, ==, 10000);
  g_assert_cmpuint (byline_span_end (g_ptr_array_index (annotation->alternative_spans, 0)), ==, 47);
  g_assert_cmpstr (annotation->rule, ==, "quotation marks do not count");
}

static void
test_languages (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  const BylineAnnotation *annotation = byline_annotations_get (annotations, 0);
  const struct { const char *language, *note, *question; } cases[] = {
    { NULL, "no source", "Whose voice?" },
    { "en", "no source", "Whose voice?" },
    { "EN_gb", "no source", "Whose voice?" },
    { "de", "ohne Quelle", "Whose voice?" },
    { "de-AT", "ohne Quelle", "Whose voice?" },
    { "d", "no source", "Whose voice?" },
    { "fr-CA", "no source", "Qui parle ?" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (byline_annotation_get_note (annotation, cases[i].language), ==, cases[i].note);
      g_assert_cmpstr (byline_annotation_get_question (annotation, cases[i].language), ==, cases[i].question);
    }
}

static void
test_own_form_is_written_back_byte_for_byte (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  g_autoptr (BylineAnnotations) copy = byline_annotations_copy (annotations);
  g_autofree char *text = write_text (annotations);
  g_autofree char *copied = write_text (copy);

  g_assert_cmpstr (text, ==, own_form);
  g_assert_cmpstr (copied, ==, own_form);
}

/* The lines that differ between two texts, "-old" and "+new". */
static char *
diff (const char *old, const char *new)
{
  g_auto (GStrv) a = g_strsplit (old, "\n", -1);
  g_auto (GStrv) b = g_strsplit (new, "\n", -1);
  GString *out = g_string_new (NULL);
  guint i = 0, k = 0;

  while (a[i] != NULL || b[k] != NULL)
    {
      guint skip = 0;

      if (g_strcmp0 (a[i], b[k]) == 0)
        {
          i++;
          k++;
          continue;
        }
      while (b[k + skip] != NULL && g_strcmp0 (a[i], b[k + skip]) != 0)
        skip++;
      if (a[i] != NULL && b[k + skip] == NULL)
        g_string_append_printf (out, "-%s\n", g_strstrip (a[i++]));
      else
        for (; skip > 0; skip--)
          g_string_append_printf (out, "+%s\n", g_strstrip (b[k++]));
    }
  return g_string_free (out, FALSE);
}

static void
test_an_edit_changes_only_its_lines (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  BylineAnnotation *old = byline_annotations_get (annotations, 0);
  g_autoptr (BylineAnnotation) edited = byline_annotation_set_tag (old, "opinion");
  g_autofree char *text = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *expected = NULL;

  g_assert_cmpstr (old->tag, ==, "claim");
  byline_annotations_put (annotations, edited, 0);
  text = write_text (annotations);
  changes = diff (own_form, text);
  expected = g_strdup_printf ("-\"modified\": \"2026-11-23T15:09:12Z\",\n+\"modified\": \"%s\",\n"
                              "-\"modified\": \"2026-11-23T15:02:00Z\",\n+\"modified\": \"%s\",\n"
                              "-\"value\": \"claim\"\n+\"value\": \"opinion\"\n",
                              byline_annotations_get_modified (annotations), edited->modified);
  g_assert_cmpstr (changes, ==, expected);
}

static void
test_notes (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  BylineAnnotation *old = byline_annotations_get (annotations, 0);
  g_autoptr (BylineAnnotation) changed = byline_annotation_set_note (old, "but who?");
  g_autoptr (BylineAnnotation) removed = byline_annotation_set_note (old, "");
  g_autoptr (BylineAnnotation) bare = byline_annotation_set_note (removed, NULL);
  g_autoptr (BylineAnnotation) again = byline_annotation_set_note (bare, "back");

  g_assert_cmpstr (old->note, ==, "no source");
  g_assert_cmpstr (changed->note, ==, "but who?");
  g_assert_cmpstr (byline_annotation_get_note (changed, "de"), ==, "ohne Quelle");
  g_assert_cmpstr (removed->note, ==, "ohne Quelle");
  g_assert_null (bare->note);
  g_assert_cmpstr (bare->tag, ==, "claim");
  g_assert_cmpstr (again->note, ==, "back");
  g_assert_cmpstr (again->id, ==, old->id);
}

static void
test_foreign_form (void)
{
  /* Members in another order, single things instead of lists, lists instead of
   * single things, numbers as 14.0, other selectors, no creator name. */
  const char *foreign =
    "{\"first\":{\"items\":[{\"target\":{\"selector\":[{\"type\":\"XPathSelector\",\"value\":\"/p\"},"
    "{\"exact\":\"Flood\",\"type\":[\"TextQuoteSelector\"]},{\"end\":17.0,\"start\":12.0,\"type\":\"TextPositionSelector\"}],"
    "\"source\":\"http://example.org/a\"},\"type\":[\"Annotation\",\"x:Mark\"],\"body\":{\"value\":\"claim\",\"purpose\":[\"tagging\"],\"type\":\"TextualBody\"},"
    "\"id\":\"http://example.org/1\"}],\"type\":\"AnnotationPage\"},\"total\":1,\"byline:textDigest\":\"" DIGEST "\",\"byline:article\":\"a\","
    "\"byline:role\":\"work\",\"creator\":\"mailto:someone\",\"byline:format\":1,\"type\":[\"AnnotationCollection\"],\"id\":\"x:1\",\"byline:committed\":true,"
    "\"@context\":\"http://www.w3.org/ns/anno.jsonld\"}";
  g_autoptr (BylineAnnotations) annotations = read_text (foreign);
  g_autofree char *once = write_text (annotations);
  g_autoptr (BylineAnnotations) again = read_text (once);
  g_autofree char *twice = write_text (again);
  const BylineAnnotation *annotation = byline_annotations_get (annotations, 0);

  g_assert_cmpuint (byline_span_start (&annotation->span), ==, 12);
  g_assert_cmpstr (byline_annotations_get_creator_id (annotations), ==, "mailto:someone");
  g_assert_null (byline_annotations_get_code_name (annotations));
  g_assert_cmpstr (byline_annotations_get_committed (annotations), ==, "");
  g_assert_cmpuint (byline_annotations_get_attempt (annotations), ==, 1);
  g_assert_cmpstr (once, ==, twice);
  g_assert_nonnull (strstr (once, "\"XPathSelector\""));
  g_assert_true (g_str_has_prefix (once, "{\n  \"first\": {\n    \"items\": ["));
}

static void
test_refused (void)
{
  const struct { const char *old, *new; int code; const char *message; } cases[] = {
    { "\"byline:format\": 1", "\"byline:format\": 2", BYLINE_ERROR_VERSION, "“byline:format”" },
    { "\"byline:format\": 1", "\"byline:format\": 0", BYLINE_ERROR_VALUE, "“byline:format”" },
    { "\"byline:format\": 1", "\"byline:format\": \"1\"", BYLINE_ERROR_VALUE, "“byline:format”" },
    { "\"byline:format\": 1,", "", BYLINE_ERROR_VALUE, "“byline:format”" },
    { "\"AnnotationCollection\"", "\"Annotation\"", BYLINE_ERROR_VALUE, "“type”" },
    { "\"http://www.w3.org/ns/anno.jsonld\",", "\"http://www.w3.org/ns/ldp.jsonld\",", BYLINE_ERROR_VALUE, "“@context”" },
    { "\"urn:uuid:c0\"", "\"c0\"", BYLINE_ERROR_VALUE, "“id” must be an absolute IRI" },
    { "\"byline:role\": \"key\"", "\"byline:role\": \"teacher\"", BYLINE_ERROR_VALUE, "“byline:role”" },
    { "\"byline:role\": \"key\",", "", BYLINE_ERROR_VALUE, "“byline:role” is missing" },
    { "\"byline:article\": \"harbour\"", "\"byline:article\": \"\"", BYLINE_ERROR_VALUE, "“byline:article”" },
    { "sha256:0", "sha256:G", BYLINE_ERROR_VALUE, "“byline:textDigest”" },
    { "\"byline:attempt\": 2", "\"byline:attempt\": 0", BYLINE_ERROR_VALUE, "“byline:attempt”" },
    { "\"byline:packRevision\": 3", "\"byline:packRevision\": -1", BYLINE_ERROR_VALUE, "“byline:packRevision”" },
    { "\"byline:committed\": \"2026-11-23T15:09:12Z\"", "\"byline:committed\": \"yes\"", BYLINE_ERROR_VALUE, "“byline:committed”" },
    { "\"nickname\": \"Heron-07\"", "\"nickname\": 7", BYLINE_ERROR_VALUE, "creator: “nickname”" },
    { "\"total\": 1", "\"total\": 2", BYLINE_ERROR_VALUE, "“total” says 2, but the file has 1" },
    { "\"AnnotationPage\"", "\"Page\"", BYLINE_ERROR_VALUE, "first: “type”" },
    { "\"x:page\": true", "\"next\": \"urn:x:2\"", BYLINE_ERROR_VALUE, "one page" },
    { "\"urn:uuid:a0\"", "\"a0\"", BYLINE_ERROR_VALUE, "annotation 1: “id”" },
    { "\"Annotation\"", "\"Remark\"", BYLINE_ERROR_VALUE, "annotation 1 (urn:uuid:a0): “type”" },
    { "\"purpose\": \"tagging\"", "\"purpose\": \"linking\"", BYLINE_ERROR_VALUE, "annotation 1 (urn:uuid:a0): “body” has no part" },
    { "\"purpose\": \"commenting\"", "\"purpose\": \"tagging\"", BYLINE_ERROR_VALUE, "body[2]: “value” is a second tag" },
    { "\"value\": \"claim\"", "\"value\": null", BYLINE_ERROR_VALUE, "annotation 1 (urn:uuid:a0): body[0]: “value” must be a text" },
    { "\"start\": 27", "\"start\": 36", BYLINE_ERROR_VALUE, "annotation 1 (urn:uuid:a0): target[0]: selector[0]: bad range" },
    { "\"start\": 27", "\"start\": -1", BYLINE_ERROR_VALUE, "annotation 1 (urn:uuid:a0): target[0]: selector[0]: “start” must be a whole number" },
    { "\"start\": 27", "\"start\": 27.5", BYLINE_ERROR_VALUE, "“start” must be a whole number" },
    { "\"end\": 46", "\"end\": 4294967342", BYLINE_ERROR_VALUE, "“end” must be a whole number" },
    { "\"exact\": \"the wall\"", "\"exact\": 5", BYLINE_ERROR_VALUE, "“exact” must be a text" },
    { "\"TextQuoteSelector\"", "\"TextSelector\"", BYLINE_ERROR_VALUE, "target[0]: “selector” has no TextQuoteSelector" },
    { "\"TextPositionSelector\"", "\"TextSelector\"", BYLINE_ERROR_VALUE, "target[0]: “selector” has no TextPositionSelector" },
    { "\"byline:optional\": true", "\"byline:optional\": 1", BYLINE_ERROR_VALUE, "“byline:optional” must be true or false" },
    { "\"byline:weight\": 2", "\"byline:weight\": 101", BYLINE_ERROR_VALUE, "“byline:weight”" },
    { "\"byline:weight\": 2", "\"byline:weight\": 0", BYLINE_ERROR_VALUE, "“byline:weight”" },
    { "\"evidence\": 10000", "\"evidence\": 10001", BYLINE_ERROR_VALUE, "“evidence”" },
    { "\"byline:alternativeTargets\": [", "\"byline:alternativeTargets\": [\"x\",", BYLINE_ERROR_VALUE, "“byline:alternativeTargets[0]” must be an object" },
    { "\"x:end\": 7", "\"total\": 7", BYLINE_ERROR_SYNTAX, "“total” stands twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = replace (own_form, cases[i].old, cases[i].new);
      g_autoptr (GError) error = NULL;

      g_assert_null (byline_annotations_new_from_data (text, strlen (text), &error));
      if (!g_error_matches (error, BYLINE_ERROR, cases[i].code) || strstr (error->message, cases[i].message) == NULL)
        g_error ("“%s” is no “%s”", error->message, cases[i].message);
    }
}

static void
test_other_json (void)
{
  const char *texts[] = { "[]", "1", "{}", "{\"type\": \"FeatureCollection\"}", "{\"format\": \"byline-pack\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (byline_annotations_new_from_data (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND);
    }
}

static void
test_doubled_id (void)
{
  g_autofree char *item = g_strdup (strstr (own_form, "      {\n        \"x:before\""));
  g_autofree char *two = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  *strstr (item, "\n    ]\n  },") = '\0';
  two = g_strconcat (item, ",", item, NULL);
  text = replace (own_form, item, two);
  g_assert_null (byline_annotations_new_from_data (text, strlen (text), &error));
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "annotation 2 (urn:uuid:a0): “id” stands twice"));
}

/* Every single byte lost or changed: an error or a collection, nothing else. */
static void
test_damage (void)
{
  for (gsize at = 0; at < sizeof own_form - 1; at += 3)
    for (guint kind = 0; kind < 3; kind++)
      {
        g_autofree char *text = g_strdup (own_form);
        gsize size = strlen (text);
        g_autoptr (GError) error = NULL;
        g_autoptr (BylineAnnotations) annotations = NULL;

        if (kind == 0)
          size = at;
        else
          text[at] = kind == 1 ? '0' : '"';
        annotations = byline_annotations_new_from_data (text, size, &error);
        g_assert_true ((annotations == NULL) == (error != NULL));
        if (kind == 0 && at < sizeof own_form - 2)
          g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX);
      }
}

static void
test_new (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  g_autoptr (BylineAnnotations) again = NULL;
  g_autoptr (BylineAnnotation) annotation = new_annotation (article, "claim", 27, 47);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *empty = write_text (annotations);
  g_autofree char *text = NULL;
  const BylineQuote *quote = g_ptr_array_index (annotation->quotes, 0);

  g_assert_null (strstr (empty, "\"first\""));
  g_assert_nonnull (strstr (empty, "\"total\": 0"));
  g_assert_null (byline_annotations_get_committed (annotations));

  g_assert_cmpstr (quote->exact, ==, "the wall “held firm”");
  g_assert_cmpstr (quote->prefix, ==, "Harbour wall\n🌊 Flood note: ");
  g_assert_cmpstr (quote->suffix, ==, ", port chief Ana Vell said. Nobo");

  byline_annotations_set_label (annotations, "Harbour wall");
  byline_annotations_set_pack (annotations, "urn:uuid:k0", 3);
  byline_annotations_set_creator (annotations, "urn:uuid:p0", "Heron-07");
  byline_annotations_set_note (annotations, "on the whole");
  byline_annotations_put (annotations, annotation, G_MAXUINT);
  byline_annotations_commit (annotations, FALSE);
  text = write_text (annotations);
  again = read_text (text);

  g_assert_cmpstr (byline_annotations_get_committed (again), ==, "");
  g_assert_cmpstr (byline_annotations_get_note (again), ==, "on the whole");
  g_assert_cmpstr (byline_annotations_get_code_name (again), ==, "Heron-07");
  g_assert_nonnull (strstr (text, "\"source\": \"urn:byline:article:harbour\""));
  g_assert_true (byline_annotations_check (again, article, byline_tag_set_get_default (), problems));
}

/* However the members came about, they stand in one order. */
static void
test_order_of_members (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  const char *names[] = { "@context", "id", "type", "label", "creator", "generator", "created", "modified", "byline:format", "byline:role",
                          "byline:pack", "byline:packRevision", "byline:article", "byline:textDigest", "byline:attempt", "byline:committed",
                          "byline:note", "total" };
  g_autofree char *text = NULL;
  const char *at;

  byline_annotations_set_note (annotations, "n");
  byline_annotations_commit (annotations, TRUE);
  byline_annotations_set_creator (annotations, "urn:uuid:p0", "Heron-07");
  byline_annotations_set_pack (annotations, "urn:uuid:k0", 3);
  byline_annotations_set_attempt (annotations, 4);
  byline_annotations_set_label (annotations, "l");
  text = write_text (annotations);

  at = text;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf ("\n  \"%s\": ", names[i]);

      at = strstr (at, line);
      g_assert_nonnull (at);
    }
}

static void
test_move_and_split (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  g_autoptr (BylineAnnotation) annotation = new_annotation (article, "claim", 27, 47);
  g_autoptr (BylineAnnotation) split = NULL, whole = NULL;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  byline_annotations_put (annotations, annotation, 0);
  byline_span_append (&span, 27, 35);
  byline_span_append (&span, 37, 46);
  split = byline_annotation_set_span (annotation, article, &span);
  g_assert_true (byline_span_equal (&split->span, &span));
  g_assert_cmpstr (((BylineQuote *) g_ptr_array_index (split->quotes, 1))->exact, ==, "held firm");
  byline_annotations_put (annotations, split, 0);
  text = write_text (annotations);
  g_assert_nonnull (strstr (text, "\"target\": ["));
  parts = g_strsplit (text, "urn:byline:article:harbour", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 3);

  whole = byline_annotation_set_span (split, article, &annotation->span);
  g_assert_true (json_node_equal (json_object_get_member (whole->raw, "target"), json_object_get_member (annotation->raw, "target")));
  g_assert_cmpuint (annotation->span.n_segments, ==, 1);
}

static void
assert_problem (BylineAnnotations *annotations, BylineArticle *article, const char *expected)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (byline_annotations_check (annotations, article, byline_tag_set_get_default (), problems), ==, expected == NULL);
  if (expected == NULL)
    return;
  g_assert_cmpuint (problems->len, ==, 1);
  if (strstr (g_ptr_array_index (problems, 0), expected) == NULL)
    g_error ("“%s” is no “%s”", (char *) g_ptr_array_index (problems, 0), expected);
}

static void
test_check (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) made = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  g_autoptr (BylineAnnotation) annotation = new_annotation (article, "claim", 27, 35);
  g_autofree char *text = NULL;
  const struct { const char *old, *new, *problem; } cases[] = {
    { "\"claim\"", "\"boast\"", "annotation 1 (urn:uuid:" },
    { "\"claim\"", "\"boast\"", "the tag “boast” is not in the tag set" },
    { "\"end\": 35", "\"end\": 36", "bad range: 27–36 are 9 characters, but “exact” has 8" },
    { "\"exact\": \"the wall\"", "\"exact\": \"The wall\"", "“exact” is not what the article says at 27–35" },
    { "\"start\": 27,\n              \"end\": 35", "\"start\": 1027,\n \"end\": 1035", "bad range: 1027–1035 lies beyond the article" },
    { "\"byline:textDigest\": \"sha256:", "\"x\": \"", "“byline:textDigest” is missing" },
    { "\"total\": 1,", "", "“total” is missing" },
    { "\"target\":", "\"byline:alternativeTargets\": [{\"selector\": {\"type\": \"TextPositionSelector\", \"start\": 0, \"end\": 999}}],\"target\":", "byline:alternativeTargets[0]: bad range" },
  };

  byline_annotations_put (made, annotation, 0);
  text = write_text (made);
  assert_problem (made, article, NULL);
  assert_problem (made, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changed = replace (text, cases[i].old, cases[i].new);
      g_autoptr (BylineAnnotations) annotations = read_text (changed);

      assert_problem (annotations, article, cases[i].problem);
    }
}

static void
test_check_of_another_text (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  g_autofree char *swapped = replace (own_form, "\"start\": 27,\n                \"end\": 35", "\"start\": 47, \"end\": 55");
  g_autoptr (BylineAnnotations) unordered = read_text (swapped);

  assert_problem (annotations, article, "made on another text");
  assert_problem (annotations, NULL, NULL);
  assert_problem (unordered, NULL, "overlap or are not in the order of the text");
}

static void
test_warnings (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  g_autoptr (BylineAnnotation) once = byline_annotation_set_note (byline_annotations_get (annotations, 0), NULL);
  g_autoptr (BylineAnnotation) bare = byline_annotation_set_note (once, NULL);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);

  byline_annotations_list_warnings (annotations, warnings);
  g_assert_cmpuint (warnings->len, ==, 0);
  byline_annotations_put (annotations, bare, 0);
  byline_annotations_list_warnings (annotations, warnings);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (warnings, 0), ==, "annotation 1 (urn:uuid:a0): this item has no reason");
}

/* Random puts, replacements and removals against a plain array of ids. */
static void
test_order_against_an_array (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  g_autoptr (GPtrArray) model = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint round = 0; round < 3000; round++)
    {
      const guint at = model->len > 0 ? g_rand_int_range (rand, 0, model->len) : 0;
      const int action = model->len > 0 ? g_rand_int_range (rand, 0, 5) : 0;

      if (action < 2)
        {
          g_autoptr (BylineAnnotation) annotation = new_annotation (article, "claim", round % 20, 30);
          const guint place = g_rand_int_range (rand, 0, model->len + 3);

          byline_annotations_put (annotations, annotation, place);
          g_ptr_array_insert (model, MIN (place, model->len), g_strdup (annotation->id));
        }
      else if (action < 4)
        {
          g_autoptr (BylineAnnotation) edited = byline_annotation_set_tag (byline_annotations_find (annotations, g_ptr_array_index (model, at)), "opinion");
          byline_annotations_put (annotations, edited, 0);
          g_assert_true (byline_annotations_get (annotations, at) == edited);
        }
      else
        {
          guint index = G_MAXUINT;

          g_assert_true (byline_annotations_remove (annotations, g_ptr_array_index (model, at), &index));
          g_assert_cmpuint (index, ==, at);
          g_assert_null (byline_annotations_find (annotations, g_ptr_array_index (model, at)));
          g_assert_false (byline_annotations_remove (annotations, g_ptr_array_index (model, at), &index));
          g_ptr_array_remove_index (model, at);
        }
      g_assert_cmpuint (byline_annotations_get_size (annotations), ==, model->len);
    }
  for (guint i = 0; i < model->len; i++)
    g_assert_cmpstr (byline_annotations_get (annotations, i)->id, ==, g_ptr_array_index (model, i));
}

static void
test_copy_is_apart (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  g_autoptr (BylineAnnotations) copy = byline_annotations_copy (annotations);
  g_autofree char *text = NULL;

  byline_annotations_set_note (annotations, "another");
  byline_annotations_remove (annotations, "urn:uuid:a0", NULL);
  text = write_text (copy);
  g_assert_cmpstr (text, ==, own_form);
  g_assert_cmpuint (byline_annotations_get_size (annotations), ==, 0);
}

static void
test_emptied_and_filled_again (void)
{
  g_autoptr (BylineAnnotations) annotations = read_text (own_form);
  g_autoptr (BylineAnnotation) kept = byline_annotation_ref (byline_annotations_get (annotations, 0));
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *line = NULL;

  byline_annotations_remove (annotations, kept->id, NULL);
  byline_annotations_put (annotations, kept, 0);
  text = write_text (annotations);
  line = g_strdup_printf ("\"modified\": \"%s\"", byline_annotations_get_modified (annotations));
  expected = replace (own_form, "\"modified\": \"2026-11-23T15:09:12Z\"", line);
  g_assert_cmpstr (text, ==, expected);
}

/* Removing from the front and undoing it would show any quadratic step. */
static void
test_many (void)
{
  const guint n = 100000;
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) annotations = byline_annotations_new (BYLINE_ROLE_WORK, article, "harbour");
  g_autoptr (BylineAnnotation) model = new_annotation (article, "claim", 27, 47);
  g_autoptr (GPtrArray) all = g_ptr_array_new_full (n, (GDestroyNotify) byline_annotation_unref);
  const char *order[] = { "id", NULL };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("urn:x:%u", i);
      g_autoptr (JsonObject) raw = byline_json_replace (model->raw, order, "id", byline_json_new_string (id));

      g_ptr_array_add (all, byline_annotation_new_from_json (raw, i, NULL));
      byline_annotations_put (annotations, g_ptr_array_index (all, i), G_MAXUINT);
    }
  for (guint i = 0; i < n; i++)
    g_assert_true (byline_annotations_find (annotations, ((BylineAnnotation *) g_ptr_array_index (all, i))->id) == g_ptr_array_index (all, i));
  for (guint i = 0; i < n; i++)
    g_assert_true (byline_annotations_remove (annotations, ((BylineAnnotation *) g_ptr_array_index (all, i))->id, NULL));
  for (guint i = n; i > 0; i--)
    byline_annotations_put (annotations, g_ptr_array_index (all, i - 1), 0);
  for (guint i = 0; i < n; i += 1000)
    g_assert_true (byline_annotations_get (annotations, i) == g_ptr_array_index (all, i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/annotations/read", test_read);
  g_test_add_func ("/annotations/languages", test_languages);
  g_test_add_func ("/annotations/own-form", test_own_form_is_written_back_byte_for_byte);
  g_test_add_func ("/annotations/edit-diff", test_an_edit_changes_only_its_lines);
  g_test_add_func ("/annotations/notes", test_notes);
  g_test_add_func ("/annotations/foreign-form", test_foreign_form);
  g_test_add_func ("/annotations/refused", test_refused);
  g_test_add_func ("/annotations/other-json", test_other_json);
  g_test_add_func ("/annotations/doubled-id", test_doubled_id);
  g_test_add_func ("/annotations/damage", test_damage);
  g_test_add_func ("/annotations/new", test_new);
  g_test_add_func ("/annotations/order-of-members", test_order_of_members);
  g_test_add_func ("/annotations/move-and-split", test_move_and_split);
  g_test_add_func ("/annotations/check", test_check);
  g_test_add_func ("/annotations/check-another-text", test_check_of_another_text);
  g_test_add_func ("/annotations/warnings", test_warnings);
  g_test_add_func ("/annotations/order-against-an-array", test_order_against_an_array);
  g_test_add_func ("/annotations/copy", test_copy_is_apart);
  g_test_add_func ("/annotations/emptied-and-filled", test_emptied_and_filled_again);
  g_test_add_func ("/annotations/many", test_many);
  return g_test_run ();
}
