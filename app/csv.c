/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Rows by which the delimiter is told. */
#define SAMPLE_ROWS 32

#define NO_UNIT G_MAXUINT

typedef enum
{
  ENCODING_UTF8,
  ENCODING_UTF16LE,
  ENCODING_UTF16BE,
  ENCODING_WINDOWS_1252,
} Encoding;

/* Where a cell stands in the file, with its quotes. */
typedef struct
{
  guint32 start;
  guint32 end;
} Cell;

typedef struct
{
  guint32 first_cell;
  guint32 line;
} Row;

struct _BylineCsv
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  gsize begin; /* behind a BOM and a line “sep=;” */
  guint first_line;
  Encoding encoding;
  guint width; /* bytes of a unit */
  char delimiter;
  GArray *cells;
  GArray *rows;
  GHashTable *changes; /* index of a cell → its new text */
};

/* Bytes 0x80–0x9F; the five that mean nothing are controls, as browsers have it. */
static const gunichar2 windows_1252[32] = {
  0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
  0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* The unit at a place: a byte or, in UTF-16, two. All that gives a table its shape
 * is a single unit in each of the encodings. */
static inline guint
get_unit (const BylineCsv *self, gsize at)
{
  if (at + self->width > self->size)
    return NO_UNIT;
  switch (self->encoding)
    {
    case ENCODING_UTF16LE:
      return self->data[at] | self->data[at + 1] << 8;
    case ENCODING_UTF16BE:
      return self->data[at] << 8 | self->data[at + 1];
    case ENCODING_UTF8:
    case ENCODING_WINDOWS_1252:
    default:
      return self->data[at];
    }
}

static gboolean
is_line_end (guint unit)
{
  return unit == '\n' || unit == '\r' || unit == NO_UNIT;
}

static gboolean G_GNUC_PRINTF (2, 4)
fail (guint line, const char *format, GError **error, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, error);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("line %u: %s"), line, what);
  return FALSE;
}

static gboolean
fail_too_large (const char *what, GError **error)
{
  g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, what);
  return FALSE;
}

static void
skip_line_end (const BylineCsv *self, gsize *at, guint *line)
{
  const guint unit = get_unit (self, *at);

  if (unit == NO_UNIT)
    return;
  *at += self->width;
  if (unit == '\r' && get_unit (self, *at) == '\n')
    *at += self->width;
  ++*line;
}

/* *at is at the opening quote, and then behind the closing one. */
static gboolean
skip_quoted (const BylineCsv *self, gsize *at, guint *line, GError **error)
{
  const guint first_line = *line;

  for (*at += self->width;;)
    {
      const guint unit = get_unit (self, *at);

      if (unit == NO_UNIT)
        return fail (first_line, _ ("the quotation mark of a cell is never closed"), error);
      if (unit == '\n' || unit == '\r')
        {
          skip_line_end (self, at, line);
          continue;
        }
      *at += self->width;
      if (unit != '"')
        continue;
      if (get_unit (self, *at) != '"')
        return TRUE;
      *at += self->width;
    }
}

static gboolean
skip_cell (const BylineCsv *self, guint delimiter, gsize *at, guint *line, GError **error)
{
  if (get_unit (self, *at) != '"')
    {
      for (guint unit; unit = get_unit (self, *at), unit != delimiter && !is_line_end (unit);)
        *at += self->width;
      return TRUE;
    }

  if (!skip_quoted (self, at, line, error))
    return FALSE;
  while (get_unit (self, *at) == ' ')
    *at += self->width;
  return get_unit (self, *at) == delimiter || is_line_end (get_unit (self, *at))
         || fail (*line, _ ("there is text behind the closing quotation mark of a cell"), error);
}

/* Adds the rows to @rows and @cells, at most @max_rows. */
static gboolean
read_rows (const BylineCsv *self, guint delimiter, guint max_rows, GArray *rows, GArray *cells, GError **error)
{
  gsize at = self->begin;
  guint line = self->first_line;

  while (get_unit (self, at) != NO_UNIT && rows->len < max_rows)
    {
      const Row row = { cells->len, line };
      gboolean more = TRUE;

      g_array_append_val (rows, row);
      while (more)
        {
          Cell cell = { .start = at };

          if (cells->len - row.first_cell >= BYLINE_CSV_MAX_COLUMNS)
            return fail_too_large (_ ("the table has too many columns"), error);
          if (!skip_cell (self, delimiter, &at, &line, error))
            return FALSE;
          cell.end = at;
          g_array_append_val (cells, cell);
          more = get_unit (self, at) == delimiter;
          at += more ? self->width : 0;
        }
      skip_line_end (self, &at, &line);
    }
  return get_unit (self, at) == NO_UNIT || max_rows == SAMPLE_ROWS || fail_too_large (_ ("the table has too many rows"), error);
}

/* How well a delimiter explains the first rows: rows as wide as the first one, then
 * columns. */
static guint
rate_delimiter (const BylineCsv *self, guint delimiter)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  guint width = 0, n_alike = 0;

  read_rows (self, delimiter, SAMPLE_ROWS, rows, cells, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const guint end = i + 1 < rows->len ? g_array_index (rows, Row, i + 1).first_cell : cells->len;
      const guint n = end - g_array_index (rows, Row, i).first_cell;

      width = i == 0 ? n : width;
      n_alike += n == width;
    }
  return width > 1 ? n_alike * (BYLINE_CSV_MAX_COLUMNS + 1) + width : 0;
}

/* A spreadsheet's first line `sep=;` names the delimiter and is no row. */
static gboolean
read_declared_delimiter (BylineCsv *self)
{
  const char *word = "sep=";
  gsize at = self->begin;
  guint unit;

  for (; *word != '\0'; word++, at += self->width)
    if ((get_unit (self, at) | 0x20) != (guint) (*word | 0x20))
      return FALSE;
  unit = get_unit (self, at);
  at += self->width;
  if ((unit != ',' && unit != ';' && unit != '\t') || !is_line_end (get_unit (self, at)))
    return FALSE;

  self->delimiter = unit;
  skip_line_end (self, &at, &self->first_line);
  self->begin = at;
  return TRUE;
}

static void
find_delimiter (BylineCsv *self)
{
  /* In case of doubt the one that does not stand in prose. */
  static const char candidates[] = { '\t', ';', ',' };
  guint best = 0;

  if (read_declared_delimiter (self))
    return;
  self->delimiter = ',';
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      const guint rate = rate_delimiter (self, candidates[i]);

      if (rate > best)
        {
          best = rate;
          self->delimiter = candidates[i];
        }
    }
}

/* By its BOM, else by the zero bytes that each English heading has in UTF-16, else
 * UTF-8 if it can be. */
static void
find_encoding (BylineCsv *self)
{
  const guint8 *data = self->data;

  if (self->size >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    self->begin = 3;
  else if (self->size >= 2 && ((data[0] == 0xFF && data[1] == 0xFE) || (data[0] == 0xFE && data[1] == 0xFF)))
    {
      self->encoding = data[0] == 0xFF ? ENCODING_UTF16LE : ENCODING_UTF16BE;
      self->begin = 2;
    }
  else if (self->size >= 2 && (data[0] == '\0') != (data[1] == '\0'))
    self->encoding = data[0] != '\0' ? ENCODING_UTF16LE : ENCODING_UTF16BE;

  if (self->encoding == ENCODING_UTF8
      && !g_utf8_validate_len ((const char *) data, self->size, NULL)
      && memchr (data, '\0', self->size) == NULL)
    self->encoding = ENCODING_WINDOWS_1252;
  self->width = self->encoding == ENCODING_UTF16LE || self->encoding == ENCODING_UTF16BE ? 2 : 1;
}

static gboolean
is_text (const BylineCsv *self)
{
  for (gsize at = self->begin; at + self->width <= self->size; at += self->width)
    if (get_unit (self, at) == 0)
      return FALSE;
  return TRUE;
}

/**
 * byline_csv_new:
 * @bytes: the contents of a file
 *
 * Reads a table as RFC 4180 has it and as spreadsheets write it: cells separated by
 * comma, semicolon or tab, which is told by the first rows or a line `sep=;`; any
 * line ends; UTF-8, UTF-16, else Windows-1252. A quotation mark inside a cell that
 * does not begin with one means itself.
 *
 * Returns: (transfer full): the table; %NULL with %BYLINE_ERROR_SYNTAX, whose message
 *   names the line, or %BYLINE_ERROR_TOO_LARGE
 */
BylineCsv *
byline_csv_new (GBytes *bytes, GError **error)
{
  g_autoptr (BylineCsv) self = g_new0 (BylineCsv, 1);

  self->first_line = 1;
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  /* Of no bytes there is no address, and none to count from. */
  if (self->data == NULL)
    self->data = (const guint8 *) "";
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->changes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (self->size > BYLINE_CSV_MAX_SIZE)
    {
      g_autofree char *limit = g_format_size_full (BYLINE_CSV_MAX_SIZE, G_FORMAT_SIZE_IEC_UNITS);
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("this file is larger than %s"), limit);
      return NULL;
    }

  find_encoding (self);
  if (!is_text (self))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("this is no table: there are NUL characters in it; save the table as CSV"));
      return NULL;
    }
  find_delimiter (self);
  if (!read_rows (self, self->delimiter, BYLINE_CSV_MAX_ROWS, self->rows, self->cells, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
byline_csv_free (BylineCsv *self)
{
  g_bytes_unref (self->bytes);
  g_array_unref (self->rows);
  g_array_unref (self->cells);
  g_hash_table_unref (self->changes);
  g_free (self);
}

char
byline_csv_get_delimiter (BylineCsv *self)
{
  return self->delimiter;
}

guint
byline_csv_get_n_rows (BylineCsv *self)
{
  return self->rows->len;
}

/* An empty line is a row of one empty cell. */
guint
byline_csv_get_n_cells (BylineCsv *self, guint row)
{
  const guint end = row + 1 < self->rows->len ? g_array_index (self->rows, Row, row + 1).first_cell : self->cells->len;

  g_return_val_if_fail (row < self->rows->len, 0);
  return end - g_array_index (self->rows, Row, row).first_cell;
}

guint
byline_csv_get_line (BylineCsv *self, guint row)
{
  g_return_val_if_fail (row < self->rows->len, 0);
  return g_array_index (self->rows, Row, row).line;
}

/* The character that begins at *at, which moves on. */
static gunichar
take_character (const BylineCsv *self, gsize *at, gsize end)
{
  const guint unit = get_unit (self, *at);

  *at += self->width;
  if (self->encoding == ENCODING_WINDOWS_1252)
    return unit >= 0x80 && unit < 0xA0 ? windows_1252[unit - 0x80] : unit;
  if (unit >= 0xD800 && unit < 0xDC00 && *at < end)
    {
      const guint low = get_unit (self, *at);

      if (low >= 0xDC00 && low < 0xE000)
        {
          *at += self->width;
          return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
  return unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit;
}

/**
 * byline_csv_dup_cell:
 * @row: from 0, the heading
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the text of a cell as UTF-8, without its
 *   quotes; %NULL where the row has no such cell
 */
char *
byline_csv_dup_cell (BylineCsv *self, guint row, guint column)
{
  const Cell *cell;
  GString *text;
  gboolean quoted;
  gsize at, end;

  if (row >= self->rows->len || column >= byline_csv_get_n_cells (self, row))
    return NULL;

  cell = &g_array_index (self->cells, Cell, g_array_index (self->rows, Row, row).first_cell + column);
  at = cell->start;
  end = cell->end;
  text = g_string_sized_new (end - at + 1);
  quoted = at < end && get_unit (self, at) == '"';
  if (quoted)
    {
      at += self->width;
      while (get_unit (self, end - self->width) == ' ')
        end -= self->width;
      end -= self->width;
    }
  while (at < end)
    {
      if (quoted && get_unit (self, at) == '"')
        at += self->width;
      if (self->encoding == ENCODING_UTF8)
        g_string_append_c (text, self->data[at++]);
      else
        g_string_append_unichar (text, take_character (self, &at, end));
    }
  return g_string_free (text, FALSE);
}

/**
 * byline_csv_fold:
 * @name: a name that a person typed
 *
 * Returns: (transfer full): the name in the form in which two that differ only in
 *   case, Unicode form or the space around them are the same
 */
char *
byline_csv_fold (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : name, -1);
  const char *start = folded, *end = folded + strlen (folded);

  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (start, end - start);
}

/**
 * byline_csv_find_column:
 * @name: what the heading says, in any case
 *
 * Returns: the column with that heading; -1 without an error when there is none, and
 *   with %BYLINE_ERROR_VALUE when there are several
 */
int
byline_csv_find_column (BylineCsv *self, const char *name, GError **error)
{
  const guint n_columns = self->rows->len > 0 ? byline_csv_get_n_cells (self, 0) : 0;
  g_autofree char *wanted = byline_csv_fold (name);
  int found = -1;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *cell = byline_csv_dup_cell (self, 0, i);
      g_autofree char *heading = byline_csv_fold (cell);

      if (!g_str_equal (heading, wanted))
        continue;
      if (found >= 0)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("the heading has the column “%s” twice"), name);
          return -1;
        }
      found = i;
    }
  return found;
}

/**
 * byline_csv_set_cell:
 * @row: a row
 * @column: a cell of the row
 * @text: what shall stand there: a number, or other ASCII
 *
 * Replaces a cell in byline_csv_to_bytes(); the table itself stays as it was read.
 */
void
byline_csv_set_cell (BylineCsv *self, guint row, guint column, const char *text)
{
  g_return_if_fail (row < self->rows->len && column < byline_csv_get_n_cells (self, row) && g_str_is_ascii (text));

  g_hash_table_replace (self->changes, GUINT_TO_POINTER (g_array_index (self->rows, Row, row).first_cell + column), g_strdup (text));
}

static void
append_unit (const BylineCsv *self, GByteArray *out, char c)
{
  const guint8 wide[2][2] = { { c, 0 }, { 0, c } };

  if (self->width == 1)
    g_byte_array_append (out, (const guint8 *) &c, 1);
  else
    g_byte_array_append (out, wide[self->encoding == ENCODING_UTF16BE], 2);
}

/* In quotes where the old cell was, or where it must. */
static void
append_change (const BylineCsv *self, const Cell *cell, const char *text, GByteArray *out)
{
  const gboolean quoted = (cell->end > cell->start && get_unit (self, cell->start) == '"')
                          || strchr (text, self->delimiter) != NULL || strpbrk (text, "\"\r\n") != NULL;

  if (quoted)
    append_unit (self, out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        append_unit (self, out, '"');
      append_unit (self, out, *text);
    }
  if (quoted)
    append_unit (self, out, '"');
}

/**
 * byline_csv_to_bytes:
 *
 * Returns: (transfer full): the file with the cells of byline_csv_set_cell(), quoted
 *   as the old ones were, and every other byte as it was
 */
GBytes *
byline_csv_to_bytes (BylineCsv *self)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new (self->size);
  gsize at = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      const char *text = g_hash_table_lookup (self->changes, GUINT_TO_POINTER (i));

      if (text == NULL)
        continue;
      g_byte_array_append (out, self->data + at, cell->start - at);
      append_change (self, cell, text, out);
      at = cell->end;
    }
  g_byte_array_append (out, self->data + at, self->size - at);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

/**
 * byline_csv_append_cell:
 * @out: where the cell goes
 * @text: (nullable): what stands in it
 * @is_first: whether it is the first of its row
 *
 * Writes a cell as RFC 4180 has it, with a comma in front of all but the first. One
 * that a spreadsheet would take for a formula gets an apostrophe in front: names in
 * it are strangers' words.
 */
void
byline_csv_append_cell (GString *out, const char *text, gboolean is_first)
{
  const gboolean is_formula = text != NULL && *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;

  if (!is_first)
    g_string_append_c (out, ',');
  if (text == NULL)
    return;
  if (!is_formula && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append (out, is_formula ? "\"'" : "\"");
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}
