/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-hypothesis.h"
#include "foreign.h"
#include "json.h"

static const ForeignReader reader = byline_exchange_read_hypothesis;

#define ID "kJjQYA_lEe6VwqP_F0Na8g"
#define SELECTORS \
  "[{\"type\": \"RangeSelector\", \"endOffset\": 36, \"startOffset\": 28, \"endContainer\": \"/p[1]\", \"startContainer\": \"/p[1]\"}, " \
  "{\"end\": 1029, \"type\": \"TextPositionSelector\", \"start\": 1021}, " \
  "{\"type\": \"TextQuoteSelector\", \"exact\": \"The mill\", \"prefix\": \"🌊 \", \"suffix\": \" stands still, Ada Venn said.\"}]"
#define ROW(user, rest) \
  "{\"id\": \"" ID "\", \"created\": \"2026-11-20T10:00:00.123456+00:00\", \"updated\": \"2026-11-20T11:00:00.5+01:00\", \"user\": \"" user "\", " \
  "\"uri\": \"https://example.org/mill\", \"group\": \"__world__\", \"permissions\": {\"read\": [\"group:__world__\"]}, \"document\": {\"title\": [\"The mill\"]}, " \
  "\"links\": {}, \"flagged\": false, \"hidden\": false, " rest "}"

static void
test_search (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader, "{\"total\": 1, \"rows\": ["
      ROW ("acct:reader1@hypothes.is", "\"text\": \"says who?\", \"tags\": [\"claim\", \"week 3\", \"claim\"], \"target\": [{\"source\": \"https://example.org/mill\", \"selector\": " SELECTORS "}]") "]}");
  const BylineForeign *document = foreign_document (documents, 0);
  const BylineForeignMark *mark = foreign_mark (document, 0);

  g_assert_cmpuint (document->units, ==, BYLINE_UNITS_UTF16);
  g_assert_cmpstr (document->name, ==, "The mill");
  g_assert_null (document->text);
  g_assert_cmpuint (document->marks->len, ==, 2);
  g_assert_cmpstr (mark->id, ==, "urn:uuid:9098d060-0fe5-11ee-95c2-a3ff17435af2");
  g_assert_cmpstr (mark->label, ==, "claim");
  g_assert_cmpstr (mark->note, ==, "says who?");
  g_assert_cmpstr (mark->created, ==, "2026-11-20T10:00:00Z");
  g_assert_cmpstr (mark->modified, ==, "2026-11-20T10:00:00Z");
  foreign_assert_piece (mark, 0, 1021, 1029);
  g_assert_cmpstr (foreign_piece (mark, 0)->exact, ==, "The mill");
  g_assert_cmpstr (foreign_piece (mark, 0)->prefix, ==, "🌊 ");
  g_assert_cmpstr (foreign_piece (mark, 0)->suffix, ==, " stands still, Ada Venn said.");
  g_assert_cmpstr (foreign_mark (document, 1)->label, ==, "week 3");
  g_assert_cmpstr (foreign_mark (document, 1)->id, ==, "(week 3) " ID);
  /* A login is not carried on. */
  g_assert_null (strstr (document->creator, "reader1"));
  g_assert_true (foreign_says (document->notices, "reader1@hypothes.is"));
}

static void
test_export (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader, "{\"export_date\": \"2026-11-21T08:00:00.000Z\", \"export_userid\": \"acct:reader1@hypothes.is\", \"client_version\": \"1.1766.0\", \"annotations\": ["
      ROW ("acct:reader1@hypothes.is", "\"text\": \"\", \"tags\": [], \"target\": [{\"selector\": " SELECTORS "}]") ", "
      ROW ("acct:reader2@hypothes.is", "\"text\": \"on the whole\", \"tags\": [\"dry\"], \"target\": [{\"source\": \"x\"}]") ", "
      ROW ("acct:reader2@hypothes.is", "\"text\": \"indeed\", \"tags\": [], \"references\": [\"x\"], \"target\": [{\"selector\": " SELECTORS "}]") ", "
      ROW ("acct:reader2@hypothes.is", "\"text\": \"\", \"tags\": [\"claim\"], \"target\": [{\"selector\": [{\"type\": \"MediaTimeSelector\", \"start\": 1, \"end\": 2}]}]") "]}");
  const BylineForeign *first = foreign_document (documents, 0);
  const BylineForeign *second = foreign_document (documents, 1);

  g_assert_cmpuint (documents->len, ==, 2);
  /* A highlight. */
  g_assert_cmpstr (foreign_mark (first, 0)->label, ==, "");
  g_assert_null (foreign_mark (first, 0)->note);
  g_assert_cmpuint (second->marks->len, ==, 0);
  g_assert_cmpstr (second->note, ==, "on the whole");
  g_assert_true (foreign_says (second->notices, "tags on the whole page"));
  g_assert_true (foreign_says (second->notices, "replies"));
  g_assert_cmpuint (second->left_out->len, ==, 1);
  g_assert_true (foreign_says (second->left_out, ID));
}

static void
test_single (void)
{
  g_autoptr (GPtrArray) documents = foreign_read (reader,
      "{\"id\": \"AVLlVTs1f9G3pW-EYc6q\", \"tags\": [\"claim\"], \"target\": [{\"selector\": [{\"type\": \"TextPositionSelector\", \"start\": 3, \"end\": 11}]}, "
      "{\"selector\": [{\"type\": \"TextQuoteSelector\", \"exact\": \"still\"}]}]}");
  const BylineForeign *document = foreign_document (documents, 0);

  g_assert_cmpuint (document->marks->len, ==, 1);
  g_assert_cmpstr (foreign_mark (document, 0)->id, ==, "AVLlVTs1f9G3pW-EYc6q");
  g_assert_cmpuint (foreign_mark (document, 0)->pieces->len, ==, 2);
  foreign_assert_piece (foreign_mark (document, 0), 1, -1, -1);
  g_assert_true (foreign_says (document->notices, "positions alone"));
  g_assert_null (document->creator);
}

static void
test_bad (void)
{
  g_autoptr (GPtrArray) odd = foreign_read (reader,
      "{\"rows\": [{\"target\": [3, {\"selector\": [3, {}, {\"type\": \"TextQuoteSelector\"}, {\"type\": \"TextPositionSelector\", \"start\": -1, \"end\": 2}]}], \"tags\": [3], \"user\": 7, \"document\": []}]}");
  g_autoptr (GPtrArray) none = foreign_read (reader, "{\"total\": 0, \"rows\": []}");

  g_assert_cmpuint (foreign_document (odd, 0)->left_out->len, ==, 1);
  g_assert_cmpuint (foreign_document (none, 0)->marks->len, ==, 0);
  foreign_refuse (reader, "{}", BYLINE_ERROR_KIND, "Hypothesis");
  foreign_refuse (reader, "3", BYLINE_ERROR_KIND, "Hypothesis");
  foreign_refuse (reader, "{\"rows\": {}}", BYLINE_ERROR_KIND, "“rows”");
  foreign_refuse (reader, "[1]", BYLINE_ERROR_VALUE, "annotation 1");
  foreign_refuse (reader, "{\"rows\": [", BYLINE_ERROR_SYNTAX, "");
}

static void
test_ids (void)
{
  static const char *const same[] = { "", "short", "kJjQYA_lEe6VwqP_F0Na8!", "kJjQYA_lEe6VwqP_F0Na8h", "kJjQYA+lEe6VwqP/F0Na8gXX", "urn:uuid:x" };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *iri = byline_hypothesis_dup_iri (same[i]);
      g_assert_cmpstr (iri, ==, same[i]);
    }
}

static void
test_write (void)
{
  g_autoptr (BylineArticle) article = foreign_article ("<p>🌊 The mill “stands still”.</p>\n");
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) split = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  const BylineForeign *document;
  gsize size;

  byline_annotations_set_creator (work, "urn:uuid:9098d060-0fe5-11ee-95c2-a3ff17435af2", "Heron 07");
  byline_annotations_set_note (work, "dry");
  foreign_put (work, article, "claim", 2, 10);
  byline_span_append (&span, 2, 5);
  byline_span_append (&span, 12, 18);
  split = byline_annotation_new (article, "opinion", &span);
  byline_annotations_put (work, split, G_MAXUINT);

  data = byline_exchange_write_hypothesis (article, work, byline_tag_set_get_default (), notices, &size, NULL);
  g_assert_cmpuint (size, ==, strlen (data));
  g_assert_nonnull (strstr (data, "\"start\": 3,"));
  g_assert_true (foreign_says (notices, "one by one"));
  documents = foreign_read (reader, data);
  document = foreign_document (documents, 0);
  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpstr (document->creator_id, ==, "urn:uuid:9098d060-0fe5-11ee-95c2-a3ff17435af2");
  g_assert_cmpstr (document->creator, ==, "Heron 07");
  g_assert_cmpstr (document->note, ==, "dry");
  g_assert_cmpuint (document->notices->len, ==, 0);
  g_assert_cmpuint (document->marks->len, ==, 2);
  g_assert_cmpstr (foreign_mark (document, 0)->id, ==, byline_annotations_get (work, 0)->id);
  g_assert_cmpstr (foreign_mark (document, 1)->id, ==, split->id);
  g_assert_cmpuint (foreign_mark (document, 1)->pieces->len, ==, 2);
  g_assert_cmpstr (foreign_mark (document, 1)->created, ==, split->created);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-hypothesis/search", test_search);
  g_test_add_func ("/exchange-hypothesis/export", test_export);
  g_test_add_func ("/exchange-hypothesis/single", test_single);
  g_test_add_func ("/exchange-hypothesis/bad", test_bad);
  g_test_add_func ("/exchange-hypothesis/ids", test_ids);
  g_test_add_func ("/exchange-hypothesis/write", test_write);
  return g_test_run ();
}
