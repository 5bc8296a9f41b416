/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster.h"

#include "config.h"
#include "csv.h"
#include "error.h"

#include <glib/gi18n.h>

/* Columns of the heading that are named when none of them is the one looked for. */
#define NAMED_COLUMNS 5

enum { COLUMN_CODE, COLUMN_NAME, COLUMN_ID, N_COLUMNS };

static const char *const column_names[N_COLUMNS] = { "code", "name", "id" };

static void
student_free (gpointer data)
{
  BylineRosterStudent *student = data;

  g_free (student->code);
  g_free (student->name);
  g_free (student->id);
  g_free (student);
}

static gboolean
fail_without_code (BylineCsv *csv, GError **error)
{
  g_autoptr (GString) found = g_string_new (NULL);
  const guint n = MIN (byline_csv_get_n_cells (csv, 0), NAMED_COLUMNS);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *cell = byline_csv_dup_cell (csv, 0, i);

      g_string_append (found, i > 0 ? ", " : "");
      g_string_append_printf (found, _ ("“%s”"), cell);
    }
  /* Translators: %s are the headings that were found. “code”, “name” and “id” stay as they are. */
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("a roster’s first line names its columns: “code” and, if wanted, “name” and “id”; this one has %s"), found->str);
  return FALSE;
}

static gboolean
find_columns (BylineCsv *csv, int *columns, GError **error)
{
  g_autoptr (GError) doubled = NULL;

  if (byline_csv_get_n_rows (csv) == 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("there is nothing in this file; a roster has a line of headings and a line for each student"));
      return FALSE;
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      columns[i] = byline_csv_find_column (csv, column_names[i], &doubled);
      if (doubled != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&doubled));
          return FALSE;
        }
    }
  return columns[COLUMN_CODE] >= 0 || fail_without_code (csv, error);
}

/* NULL where there is nothing but space. */
static char *
take_cell (BylineCsv *csv, guint row, int column)
{
  g_autofree char *cell = column >= 0 ? byline_csv_dup_cell (csv, row, column) : NULL;

  if (cell == NULL || *g_strstrip (cell) == '\0')
    return NULL;
  return g_steal_pointer (&cell);
}

static gboolean
is_blank (BylineCsv *csv, guint row)
{
  for (guint i = 0; i < byline_csv_get_n_cells (csv, row); i++)
    {
      g_autofree char *cell = take_cell (csv, row, i);

      if (cell != NULL)
        return FALSE;
    }
  return TRUE;
}

/* @lines: folded code name → the line it stands in */
static gboolean
read_student (BylineRoster *self, BylineCsv *csv, guint row, const int *columns, GHashTable *lines, GError **error)
{
  const guint line = byline_csv_get_line (csv, row);
  BylineRosterStudent *student = g_new0 (BylineRosterStudent, 1);
  g_autofree char *key = NULL;

  g_ptr_array_add (self->students, student);
  student->code = take_cell (csv, row, columns[COLUMN_CODE]);
  student->name = take_cell (csv, row, columns[COLUMN_NAME]);
  student->id = take_cell (csv, row, columns[COLUMN_ID]);
  if (student->code == NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("line %u: there is no code name"), line);
      return FALSE;
    }

  key = byline_csv_fold (student->code);
  if (g_hash_table_contains (lines, key))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("line %u: the code name “%s” stands in line %u already"),
                   line, student->code, GPOINTER_TO_UINT (g_hash_table_lookup (lines, key)));
      return FALSE;
    }
  g_hash_table_insert (lines, g_steal_pointer (&key), GUINT_TO_POINTER (line));
  g_ptr_array_add (self->codes, student->code);
  return TRUE;
}

/**
 * byline_roster_new:
 * @bytes: a table with the columns `code` and, if wanted, `name` and `id`, in any
 *   order and case; others are ignored, as are empty lines
 *
 * Returns: (transfer full): the roster; %NULL with an error of byline_csv_new(),
 *   %BYLINE_ERROR_EMPTY, or %BYLINE_ERROR_VALUE: no column of codes, a student
 *   without a code name, or two with the same
 */
BylineRoster *
byline_roster_new (GBytes *bytes, GError **error)
{
  g_autoptr (BylineRoster) self = g_new0 (BylineRoster, 1);
  g_autoptr (BylineCsv) csv = byline_csv_new (bytes, error);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int columns[N_COLUMNS];

  self->students = g_ptr_array_new_with_free_func (student_free);
  self->codes = g_ptr_array_new ();
  if (csv == NULL || !find_columns (csv, columns, error))
    return NULL;
  for (guint row = 1; row < byline_csv_get_n_rows (csv); row++)
    if (!is_blank (csv, row) && !read_student (self, csv, row, columns, lines, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
byline_roster_free (BylineRoster *self)
{
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->students);
  g_free (self);
}

const BylineRosterStudent *
byline_roster_find (const BylineRoster *self, const char *code)
{
  g_autofree char *wanted = byline_csv_fold (code);

  for (guint i = 0; i < self->students->len; i++)
    {
      const BylineRosterStudent *student = g_ptr_array_index (self->students, i);
      g_autofree char *key = byline_csv_fold (student->code);

      if (g_str_equal (key, wanted))
        return student;
    }
  return NULL;
}
