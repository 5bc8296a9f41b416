/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"
#include "error.h"

#include <string.h>

static BylineCsv *
read_bytes (const char *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return byline_csv_new (bytes, error);
}

/* The table as it was understood: cells in brackets, rows with their lines. */
static char *
describe (BylineCsv *csv)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < byline_csv_get_n_rows (csv); row++)
    {
      g_string_append_printf (text, "%s%u", row > 0 ? " " : "", byline_csv_get_line (csv, row));
      for (guint column = 0; column < byline_csv_get_n_cells (csv, row); column++)
        {
          g_autofree char *cell = byline_csv_dup_cell (csv, row, column);

          g_string_append_printf (text, "[%s]", cell);
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_same (BylineCsv *csv, const char *data, gsize size)
{
  g_autoptr (GBytes) bytes = byline_csv_to_bytes (csv);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
}

static void
assert_table (const char *data, gsize size, char delimiter, const char *described)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineCsv) csv = read_bytes (data, size, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = describe (csv);
  g_assert_cmpstr (found, ==, described);
  g_assert_cmpint (byline_csv_get_delimiter (csv), ==, delimiter);
  assert_same (csv, data, size);
}

static void
test_tables (void)
{
  const struct { const char *data; char delimiter; const char *described; } cases[] = {
    { "", ',', "" },
    { "a", ',', "1[a]" },
    { "\n", ',', "1[]" },
    { "a,b\nc,d", ',', "1[a][b] 2[c][d]" },
    { "a,b\r\nc,d\r\n", ',', "1[a][b] 2[c][d]" },
    { "a;b\rc;d\r", ';', "1[a][b] 2[c][d]" },
    { "a\tb\n\nc\td\n", '\t', "1[a][b] 2[] 3[c][d]" },
    { "a,\n,b\n,", ',', "1[a][] 2[][b] 3[][]" },
    { "\"a\",\"b,c\"\n", ',', "1[a][b,c]" },
    { "\"a\"\"b\",\"\"\"\",\"\"\n", ',', "1[a\"b][\"][]" },
    { "\"a\nb\r\nc\",d\ne,f\n", ',', "1[a\nb\r\nc][d] 4[e][f]" },
    { "a\"b,c \"d\" ,e\n", ',', "1[a\"b][c \"d\" ][e]" },
    { "\"a\"  ,b\n", ',', "1[a][b]" },
    { " \"a\",b\n", ',', "1[ \"a\"][b]" },
    { "sep=;\na,b;c\n", ';', "2[a,b][c]" },
    { "SEP=\t\r\na\tb;c;d\r\n", '\t', "2[a][b;c;d]" },
    { "sep=x\nc\n", ',', "1[sep=x] 2[c]" },
    { "sep=", ',', "1[sep=]" },
    /* Commas of prose and of numbers do not win. */
    { "Name;code\nVenn, Ada;Heron\nTamm, Bo;Owl\n", ';', "1[Name][code] 2[Venn, Ada][Heron] 3[Tamm, Bo][Owl]" },
    { "Essay (a, b, c);code\n8,5;Heron\n", ';', "1[Essay (a, b, c)][code] 2[8,5][Heron]" },
    { "\"a;b\",c\n\"d;e\",f\n", ',', "1[a;b][c] 2[d;e][f]" },
    { "\xEF\xBB\xBF" "a,b\n", ',', "1[a][b]" },
    { "Gr\xFC\xDF" "e,\x80\x81\n", ',', "1[Grüße][€\xC2\x81]" },
    { "Grüße,€\n", ',', "1[Grüße][€]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_table (cases[i].data, strlen (cases[i].data), cases[i].delimiter, cases[i].described);
}

#define UTF16LE "\xFF\xFE" "a\0;\0" "\"\0" "\x3D\xD8\x0A\xDF" "\"\0" "\"\0" "\"\0" "\r\0\n\0" "\x00\xD8" ";\0" "\xFC\0"
#define UTF16BE "\xFE\xFF" "\0a\0\t\0\"" "\xD8\x3D\xDF\x0A" "\0\"\0\"\0\"" "\0\r\0\n" "\xDC\x00" "\0\t\0\xFC"

static void
test_wide (void)
{
  assert_table (UTF16LE, sizeof UTF16LE - 1, ';', "1[a][\U0001F70A\"] 2[\uFFFD][ü]");
  assert_table (UTF16BE, sizeof UTF16BE - 1, '\t', "1[a][\U0001F70A\"] 2[\uFFFD][ü]");
  /* Without a BOM, and with half a unit too many at the end. */
  assert_table (UTF16LE "\n\0!" + 2, sizeof UTF16LE, ';', "1[a][\U0001F70A\"] 2[\uFFFD][ü]");
  assert_table ("\xFF\xFE" "s\0e\0p\0=\0,\0\n\0" "a\0;\0b\0", 20, ',', "2[a;b]");
}

static void
assert_refused (const char *data, gsize size, int code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (data, size, &error));
  g_assert_error (error, BYLINE_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_refused (void)
{
  g_autofree char *wide = g_strnfill (BYLINE_CSV_MAX_COLUMNS, ',');
  g_autofree char *tall = g_strnfill (BYLINE_CSV_MAX_ROWS + 1, '\n');
  g_autofree char *large = g_strnfill (BYLINE_CSV_MAX_SIZE + 1, 'a');
  g_autoptr (BylineCsv) widest = read_bytes (wide, strlen (wide) - 1, NULL);
  g_autoptr (BylineCsv) tallest = read_bytes (tall, strlen (tall) - 1, NULL);
  g_autoptr (BylineCsv) largest = read_bytes (large, strlen (large) - 1, NULL);

  assert_refused ("a,b\n\"c,d\n\n", 10, BYLINE_ERROR_SYNTAX, "line 2: the quotation mark");
  assert_refused ("a,b\n\"\n\"c,d\n", 11, BYLINE_ERROR_SYNTAX, "line 3: there is text behind");
  assert_refused ("a,b\0c\n", 6, BYLINE_ERROR_SYNTAX, "NUL");
  assert_refused ("PK\3\4\0\0\0\xFF", 8, BYLINE_ERROR_SYNTAX, "NUL");
  assert_refused (wide, strlen (wide), BYLINE_ERROR_TOO_LARGE, "too many columns");
  assert_refused (tall, strlen (tall), BYLINE_ERROR_TOO_LARGE, "too many rows");
  assert_refused (large, strlen (large), BYLINE_ERROR_TOO_LARGE, "larger than 16.0");
  g_assert_cmpuint (byline_csv_get_n_cells (widest, 0), ==, BYLINE_CSV_MAX_COLUMNS);
  g_assert_cmpuint (byline_csv_get_n_rows (tallest), ==, BYLINE_CSV_MAX_ROWS);
  g_assert_cmpuint (byline_csv_get_n_rows (largest), ==, 1);
}

static void
test_find_column (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineCsv) csv = read_bytes ("Code, \u00C9-Mail ,id,ID\nid\n", 24, NULL);
  g_autoptr (BylineCsv) empty = read_bytes ("", 0, NULL);

  g_assert_cmpint (byline_csv_find_column (csv, "CODE", &error), ==, 0);
  g_assert_cmpint (byline_csv_find_column (csv, "e\xCC\x81-mail", &error), ==, 1);
  g_assert_cmpint (byline_csv_find_column (csv, "name", &error), ==, -1);
  g_assert_cmpint (byline_csv_find_column (empty, "name", &error), ==, -1);
  g_assert_no_error (error);
  g_assert_cmpint (byline_csv_find_column (csv, "id", &error), ==, -1);
  g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE);
}

static void
test_absent_cells (void)
{
  g_autoptr (BylineCsv) csv = read_bytes ("a,b\nc\n", 6, NULL);

  g_assert_null (byline_csv_dup_cell (csv, 1, 1));
  g_assert_null (byline_csv_dup_cell (csv, 2, 0));
}

static void
assert_changed (const char *data, gsize size, const char *text, const char *expected, gsize expected_size)
{
  g_autoptr (BylineCsv) csv = read_bytes (data, size, NULL);
  g_autoptr (GBytes) bytes = NULL;

  byline_csv_set_cell (csv, 1, 1, "first");
  byline_csv_set_cell (csv, 1, 1, text);
  bytes = byline_csv_to_bytes (csv);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, expected_size);
}

static void
test_set_cell (void)
{
  const struct { const char *data, *text, *expected; } cases[] = {
    { "a,b\r\nc,d\r\n", "87.50", "a,b\r\nc,87.50\r\n" },
    { "a,b,e\n c ,\"d\" ,  f\n\n", "87.50", "a,b,e\n c ,\"87.50\",  f\n\n" },
    { "a,b\nc,", "87,50", "a,b\nc,\"87,50\"" },
    { "a;b\rc;\r", "87,50", "a;b\rc;87,50\r" },
    { "\xEF\xBB\xBF" "a\tb\n\"c\"\"\"\td", "", "\xEF\xBB\xBF" "a\tb\n\"c\"\"\"\t" },
    { "a,b\nc,d", "x\"y", "a,b\nc,\"x\"\"y\"" },
    { "sep=;\na;b\nc;d\n", "1", "sep=;\na;b\nc;1\n" },
  };
  const char wide[] = "\xFE\xFF" "\0a\0;\0b\0\n\0c\0;\0\"\0d\0\"\0\n", changed[] = "\xFE\xFF" "\0a\0;\0b\0\n\0c\0;\0\"\0" "1\0\"\0\n";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_changed (cases[i].data, strlen (cases[i].data), cases[i].text, cases[i].expected, strlen (cases[i].expected));
  assert_changed (wide, sizeof wide - 1, "1", changed, sizeof changed - 1);
}

/* Byline's own cells come back as they were, from any text. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { ",", ";", "\t", "\"", "\n", "\r", "a", "é", "🌊", " ", "=", "sep=", "-", "" };

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) out = g_string_new ("h,h,h,h\r\n");
      g_autoptr (BylineCsv) csv = NULL;
      GString *cells[3];

      for (guint column = 0; column < G_N_ELEMENTS (cells); column++)
        {
          cells[column] = g_string_new (NULL);
          for (guint n = g_test_rand_int_range (0, 8); n > 0; n--)
            g_string_append (cells[column], pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
          byline_csv_append_cell (out, cells[column]->str, column == 0);
        }
      byline_csv_append_cell (out, NULL, FALSE);
      g_string_append (out, "\r\n");

      csv = read_bytes (out->str, out->len, NULL);
      g_assert_nonnull (csv);
      g_assert_cmpuint (byline_csv_get_n_rows (csv), ==, 2);
      g_assert_cmpuint (byline_csv_get_n_cells (csv, 1), ==, G_N_ELEMENTS (cells) + 1);
      for (guint column = 0; column < G_N_ELEMENTS (cells); column++)
        {
          g_autofree char *cell = byline_csv_dup_cell (csv, 1, column);
          const gboolean guarded = cells[column]->len > 0 && strchr ("=-\t\r", *cells[column]->str) != NULL;

          g_assert_cmpint (*cell == '\'', ==, guarded);
          g_assert_cmpstr (cell + guarded, ==, cells[column]->str);
          g_string_free (cells[column], TRUE);
        }
    }
}

/* Whatever the bytes are, they are refused, or written back as they were. */
static void
test_any_bytes (void)
{
  static const char alphabet[] = "ab,;\t\"\"\r\n \xC3\xBC\xFF\xFE";
  guint n_read = 0;

  for (guint i = 0; i < 20000; i++)
    {
      char data[24];
      const gsize size = g_test_rand_int_range (0, sizeof data);
      g_autoptr (BylineCsv) csv = NULL;

      for (gsize k = 0; k < size; k++)
        data[k] = alphabet[g_test_rand_int_range (0, sizeof alphabet)];
      csv = read_bytes (data, size, NULL);
      if (csv != NULL)
        {
          g_autofree char *described = describe (csv);

          g_assert_true (g_utf8_validate (described, -1, NULL));
          assert_same (csv, data, size);
          n_read++;
        }
    }
  g_assert_cmpuint (n_read, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/tables", test_tables);
  g_test_add_func ("/csv/wide", test_wide);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/find-column", test_find_column);
  g_test_add_func ("/csv/absent-cells", test_absent_cells);
  g_test_add_func ("/csv/set-cell", test_set_cell);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/any-bytes", test_any_bytes);
  return g_test_run ();
}
