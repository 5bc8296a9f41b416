/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "roster.h"

#include <string.h>

static BylineRoster *
read_roster (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return byline_roster_new (bytes, error);
}

static void
assert_student (const BylineRoster *roster, guint index, const char *code, const char *name, const char *id)
{
  const BylineRosterStudent *student = g_ptr_array_index (roster->students, index);

  g_assert_cmpstr (student->code, ==, code);
  g_assert_cmpstr (student->name, ==, name);
  g_assert_cmpstr (student->id, ==, id);
  g_assert_cmpstr (g_ptr_array_index (roster->codes, index), ==, code);
}

static void
test_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineRoster) roster = read_roster ("Class;ID; Name ;CODE\r\n7b;4711;\"Venn, Ada\";Heron-07\r\n\r\n;;;\r\n7b;;;Owl-3\r\n7b; 12 ;Bo Tamm;  Émile \r\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roster->students->len, ==, 3);
  g_assert_cmpuint (roster->codes->len, ==, 3);
  assert_student (roster, 0, "Heron-07", "Venn, Ada", "4711");
  assert_student (roster, 1, "Owl-3", NULL, NULL);
  assert_student (roster, 2, "Émile", "Bo Tamm", "12");
}

static void
test_codes_alone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineRoster) roster = read_roster ("\xEF\xBB\xBF" "code\nHeron-07\nOwl-3", &error);
  g_autoptr (BylineRoster) nobody = read_roster ("code,name\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roster->codes->len, ==, 2);
  assert_student (roster, 1, "Owl-3", NULL, NULL);
  g_assert_cmpuint (nobody->codes->len, ==, 0);
}

/* A row may be shorter than the heading. */
static void
test_short_rows (void)
{
  g_autoptr (BylineRoster) roster = read_roster ("code,name,id\nHeron-07\nOwl-3,Bo\n", NULL);

  assert_student (roster, 0, "Heron-07", NULL, NULL);
  assert_student (roster, 1, "Owl-3", "Bo", NULL);
}

static void
test_find (void)
{
  /* The second code has its accent as a character of its own. */
  g_autoptr (BylineRoster) roster = read_roster ("code,name\nHeron-07,Ada\nÉmile,Bo\n", NULL);

  g_assert_cmpstr (byline_roster_find (roster, "heron-07")->name, ==, "Ada");
  g_assert_cmpstr (byline_roster_find (roster, " HERON-07 ")->name, ==, "Ada");
  g_assert_cmpstr (byline_roster_find (roster, "E\xCC\x81mile")->name, ==, "Bo");
  g_assert_null (byline_roster_find (roster, "Heron-08"));
  g_assert_null (byline_roster_find (roster, ""));
}

static void
test_refused (void)
{
  const struct { const char *text; int code; const char *says; } cases[] = {
    { "", BYLINE_ERROR_EMPTY, "nothing in this file" },
    { "\xEF\xBB\xBF", BYLINE_ERROR_EMPTY, "nothing in this file" },
    { "name,id\nAda,1\n", BYLINE_ERROR_VALUE, "this one has “name”, “id”" },
    { "Heron-07,Ada\nOwl-3,Bo\n", BYLINE_ERROR_VALUE, "this one has “Heron-07”, “Ada”" },
    { "code,Code\na,b\n", BYLINE_ERROR_VALUE, "the column “code” twice" },
    { "code,name,NAME\na,b,c\n", BYLINE_ERROR_VALUE, "the column “name” twice" },
    { "code,name\nHeron-07,Ada\n,Bo\n", BYLINE_ERROR_VALUE, "line 3: there is no code name" },
    { "code,name\nHeron-07,\"Ada\nVenn\"\nOwl-3,Bo\nheron-07,Cy\n", BYLINE_ERROR_VALUE, "line 5: the code name “heron-07” stands in line 2 already" },
    { "code,name\nHeron-07,\"Ada\n", BYLINE_ERROR_SYNTAX, "line 2: the quotation mark" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_roster (cases[i].text, &error));
      g_assert_error (error, BYLINE_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roster/columns", test_columns);
  g_test_add_func ("/roster/codes-alone", test_codes_alone);
  g_test_add_func ("/roster/short-rows", test_short_rows);
  g_test_add_func ("/roster/find", test_find);
  g_test_add_func ("/roster/refused", test_refused);
  return g_test_run ();
}
