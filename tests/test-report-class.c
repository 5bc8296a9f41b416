/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-class.h"

#include "json.h"
#include "result.h"
#include "reviewed.h"

/* A format, and what it has the review write of each attempt. */
typedef struct
{
  void (*write) (const BylineClassReport *report, GString *out);
  void (*write_row) (const BylineResult *result, GString *out);
} Writer;

static const Writer json = { byline_report_class_json, byline_report_class_write_object };
static const Writer lines = { byline_report_class_rows, byline_report_class_write_line };
static const Writer rows = { byline_report_class_csv, byline_result_append_csv };
static const Writer cells = { byline_report_class_csv, byline_result_append_items_csv };
static const Writer table = { byline_report_class_table, NULL };
static const Writer html = { byline_report_class_html, NULL };

static guint n_flows;

/* As a file would: what has come so far is taken away. */
static void
flow (GString *out, gpointer data)
{
  g_string_append_len (data, out->str, out->len);
  g_string_truncate (out, 0);
  n_flows++;
}

static void
mark_all (Reviewed *class, const char *name, guint attempt, GPtrArray *to)
{
  reviewed_hand_in (class, to, name, attempt, "claim", "The lamps failed twice", "attribution", "she said", "evidence", "The log shows it", NULL);
}

/* Six students, of whom one tried twice and one has a name of HTML; a draft, a
 * conflict, a damaged file. */
static void
set_up (Reviewed *class)
{
  BylineHandin *damaged;
  GPtrArray *conflict = g_ptr_array_new ();

  reviewed_init (class);
  mark_all (class, "<b>&\"'Heron\x01", 2, class->handins.students);
  reviewed_hand_in (class, class->handins.earlier, "<b>&\"'Heron\x01", 1, "claim", "The lamps failed twice", "opinion", "The log shows it", NULL);
  for (guint i = 1; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("Wren-%u", i);

      if (i % 2 == 0)
        mark_all (class, name, 1, class->handins.students);
      else
        reviewed_hand_in (class, class->handins.students, name, 1, "claim", "The lamps", "opinion", "A shame, really", NULL);
    }
  reviewed_hand_in (class, class->handins.drafts, "Draft", 1, NULL);
  damaged = reviewed_hand_in (class, class->handins.damaged, "Broken", 1, NULL);
  damaged->error = g_strdup ("not <JSON>");
  g_ptr_array_add (conflict, g_ptr_array_index (class->handins.students, 0));
  g_ptr_array_add (conflict, g_ptr_array_index (class->handins.students, 1));
  g_ptr_array_add (class->handins.conflicts, conflict);
  g_ptr_array_add (class->handins.missing, (char *) "Avocet");
}

static void
tear_down (Reviewed *class)
{
  g_ptr_array_unref (g_ptr_array_index (class->handins.conflicts, 0));
  reviewed_clear (class);
}

static char *
write_report (Reviewed *class, const Writer *writer, gboolean details)
{
  const BylineReviewOptions options = { .has_figures = TRUE, .has_alpha = TRUE, .has_details = details, .write_row = writer->write_row };
  g_autoptr (BylineReview) review = reviewed_finish (class, &options);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  const BylineClassReport report = { review, "a", "Lamps & <others>", details, NULL, NULL };
  const BylineClassReport flowing = { review, "a", "Lamps & <others>", details, flow, whole };

  n_flows = 0;
  writer->write (&flowing, out);
  flow (out, whole);
  writer->write (&report, out);
  /* The same in pieces, one a student at least. */
  g_assert_cmpstr (whole->str, ==, out->str);
  g_assert_cmpuint (n_flows, >, review->students->len);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static JsonArray *
get_list (JsonObject *object, const char *member, guint length)
{
  JsonArray *list = json_object_get_array_member (object, member);

  g_assert_cmpuint (json_array_get_length (list), ==, length);
  return list;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = byline_json_parse (text, strlen (text), G_MAXSIZE, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_json (void)
{
  Reviewed class;
  g_autofree char *text = NULL;
  g_autofree char *detailed = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) more = NULL;
  JsonObject *root, *item, *answers, *attempts;

  set_up (&class);
  text = write_report (&class, &json, FALSE);
  node = parse (text);
  root = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (root, "article"), ==, "a");
  get_list (root, "students", 6);
  get_list (root, "earlier", 1);
  get_list (root, "drafts", 1);
  get_list (root, "damaged", 1);
  get_list (root, "missing", 1);
  get_list (root, "strangers", 0);
  get_list (root, "duplicates", 0);
  g_assert_cmpuint (json_array_get_length (json_array_get_array_element (get_list (root, "conflicts", 1), 0)), ==, 2);
  g_assert_false (json_object_has_member (root, "progress"));

  item = json_array_get_object_element (get_list (root, "items", 3), 0);
  g_assert_true (json_object_get_null_member (item, "discrimination"));
  answers = json_object_get_object_member (item, "answers");
  g_assert_cmpint (json_object_get_int_member (answers, "found"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (answers, "edges"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (answers, "none"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (answers, "opinion"), ==, 0);
  g_assert_false (json_object_has_member (answers, "claim"));
  g_assert_true (json_object_has_member (json_object_get_object_member (root, "heat"), "opinion"));
  g_assert_true (json_object_has_member (json_object_get_object_member (root, "alpha_u"), "overall"));
  get_list (root, "unkeyed", 1);

  detailed = write_report (&class, &json, TRUE);
  more = parse (detailed);
  root = json_node_get_object (more);
  g_assert_true (json_object_has_member (json_array_get_object_element (get_list (root, "students", 6), 0), "semeval13"));
  attempts = json_array_get_object_element (get_list (root, "progress", 1), 0);
  item = json_array_get_object_element (get_list (attempts, "items", 3), 2);
  g_assert_cmpstr (json_object_get_string_member (item, "earlier"), ==, "wrong_tag");
  g_assert_cmpstr (json_object_get_string_member (item, "later"), ==, "exact");
  g_assert_cmpstr (json_object_get_string_member (item, "change"), ==, "better");
  tear_down (&class);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at += strlen (part))
    n++;
  return n;
}

static void
test_rows (void)
{
  Reviewed class;
  g_autofree char *ndjson = NULL, *csv = NULL, *detailed = NULL;

  set_up (&class);
  ndjson = write_report (&class, &lines, FALSE);
  g_assert_cmpuint (count (ndjson, "\n"), ==, 7);
  g_assert_cmpuint (count (ndjson, "\"error\""), ==, 1);
  csv = write_report (&class, &rows, FALSE);
  g_assert_cmpuint (count (csv, "\r\n"), ==, 1 + 6 + 1);
  detailed = write_report (&class, &cells, TRUE);
  g_assert_cmpuint (count (detailed, "\r\n"), ==, 1 + 6 * 3 + 1);
  tear_down (&class);
}

static void
test_table (void)
{
  Reviewed class;
  g_autofree char *text = NULL;

  set_up (&class);
  text = write_report (&class, &table, FALSE);
  g_assert_nonnull (strstr (text, ": 6 students\n"));
  g_assert_nonnull (strstr (text, "before: 33 %; better 2, worse 0"));
  g_assert_nonnull (strstr (text, "Opinion “A shame, really”"));
  g_assert_nonnull (strstr (text, "Damaged\n  Broken-1.byline.json: not <JSON>\n"));
  g_assert_nonnull (strstr (text, "Missing\n  Avocet\n"));
  g_assert_null (strchr (text, '\x01'));
  g_assert_null (strstr (text, "(null)"));
  tear_down (&class);
}

/* Names cannot become markup, and the files' names, which may be those of people, are
 * not in it. */
static void
test_html (void)
{
  Reviewed class;
  g_autofree char *page = NULL;

  set_up (&class);
  page = write_report (&class, &html, FALSE);
  g_assert_true (g_str_has_prefix (page, "<!DOCTYPE html>\n<html lang=\"en\">"));
  g_assert_nonnull (strstr (page, "<h1 dir=\"auto\">Lamps &amp; &lt;others&gt;</h1>"));
  g_assert_nonnull (strstr (page, "&lt;b&gt;&amp;&quot;&apos;Heron"));
  g_assert_null (strstr (page, "<b>"));
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "byline.json"));
  g_assert_null (strstr (page, "http"));
  g_assert_null (strstr (page, "nan"));
  g_assert_cmpuint (count (page, "<svg"), ==, count (page, "</svg>"));
  g_assert_cmpuint (count (page, "class=\"bar\""), ==, 10);
  g_assert_cmpuint (count (page, "<figcaption"), ==, 1 + 4);
  tear_down (&class);
}

static void
test_nobody (void)
{
  const Writer *const writers[] = { &json, &lines, &rows, &cells, &table, &html };
  Reviewed class;

  reviewed_init (&class);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *text = write_report (&class, writers[i], TRUE);

      g_assert_null (strstr (text, "nan"));
      g_assert_null (strstr (text, "(null)"));
    }
  reviewed_clear (&class);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-class/json", test_json);
  g_test_add_func ("/report-class/rows", test_rows);
  g_test_add_func ("/report-class/table", test_table);
  g_test_add_func ("/report-class/html", test_html);
  g_test_add_func ("/report-class/nobody", test_nobody);
  return g_test_run ();
}
