/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"
#include "roster.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A table is refused, or is written back as it was, whatever its cells are; a cell can
 * be replaced, and the others stay. */
static void
check_table (GBytes *bytes)
{
  g_autoptr (BylineCsv) csv = byline_csv_new (bytes, NULL);
  g_autoptr (GBytes) same = NULL, changed = NULL;
  g_autoptr (BylineCsv) again = NULL;

  if (csv == NULL)
    return;
  same = byline_csv_to_bytes (csv);
  g_assert_true (g_bytes_equal (same, bytes));
  for (guint row = 0; row < byline_csv_get_n_rows (csv); row++)
    for (guint column = 0; column < byline_csv_get_n_cells (csv, row); column++)
      {
        g_autofree char *cell = byline_csv_dup_cell (csv, row, column);

        g_assert_true (g_utf8_validate (cell, -1, NULL));
      }
  if (byline_csv_get_n_rows (csv) < 2)
    return;

  byline_csv_set_cell (csv, 1, 0, "87,5");
  changed = byline_csv_to_bytes (csv);
  again = byline_csv_new (changed, NULL);
  if (again != NULL && byline_csv_get_delimiter (again) == byline_csv_get_delimiter (csv))
    {
      g_autofree char *cell = byline_csv_dup_cell (again, 1, 0);

      g_assert_cmpuint (byline_csv_get_n_rows (again), ==, byline_csv_get_n_rows (csv));
      g_assert_cmpstr (cell, ==, "87,5");
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineRoster) roster = byline_roster_new (bytes, &error);

  check_table (bytes);
  g_assert_true ((roster == NULL) == (error != NULL));
  for (guint i = 0; roster != NULL && i < roster->students->len; i++)
    {
      const BylineRosterStudent *student = g_ptr_array_index (roster->students, i);

      g_assert_true (*student->code != '\0');
      g_assert_true (i > 20 || byline_roster_find (roster, student->code) == student);
    }
  return 0;
}
