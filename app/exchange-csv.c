/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "config.h"
#include "csv.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  COLUMN_ID,
  COLUMN_TAG,
  COLUMN_SEGMENT,
  COLUMN_START,
  COLUMN_END,
  COLUMN_TEXT,
  COLUMN_NOTE,
  COLUMN_CREATOR,
  N_COLUMNS,
} Column;

/* The first name of each is written. */
static const char *const column_names[N_COLUMNS][5] = {
  [COLUMN_ID] = { "id" },
  [COLUMN_TAG] = { "tag", "label", "code", "category" },
  [COLUMN_SEGMENT] = { "segment" },
  [COLUMN_START] = { "start", "begin" },
  [COLUMN_END] = { "end", "stop" },
  [COLUMN_TEXT] = { "text", "exact", "quote", "passage" },
  [COLUMN_NOTE] = { "note", "comment", "memo" },
  [COLUMN_CREATOR] = { "creator", "annotator", "coder" },
};

typedef struct
{
  BylineCsv *csv;
  int columns[N_COLUMNS]; /* -1: not there */
  GPtrArray *documents;
  GHashTable *by_id; /* creator and id → BylineForeignMark */
} Reader;

/* Whether there are apostrophes, or none, before what a spreadsheet would take for
 * the start of a formula. */
static gboolean
is_formula (const char *text)
{
  text += strspn (text, "'");
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/* Without the apostrophe that keeps a spreadsheet from calculating. */
static char *
dup_cell (Reader *self, guint row, Column column)
{
  g_autofree char *cell = self->columns[column] >= 0 ? byline_csv_dup_cell (self->csv, row, self->columns[column]) : NULL;

  if (cell == NULL)
    return NULL;
  if (cell[0] == '\'' && is_formula (cell))
    return g_strdup (cell + 1);
  return column == COLUMN_TEXT || column == COLUMN_NOTE ? g_steal_pointer (&cell) : g_strdup (g_strstrip (cell));
}

/* The shared writer puts an apostrophe before a formula; what has one already gets
 * another, so that reading finds the same text again. */
static void
append_cell (GString *out, const char *text, gboolean is_first)
{
  g_autofree char *more = text != NULL && text[0] == '\'' && is_formula (text) ? g_strconcat ("'", text, NULL) : NULL;

  byline_csv_append_cell (out, more != NULL ? more : text, is_first);
}

static BylineForeign *
get_document (Reader *self, const char *creator)
{
  BylineForeign *document;

  for (guint i = 0; i < self->documents->len; i++)
    {
      document = self->documents->pdata[i];
      if (g_strcmp0 (document->creator, creator) == 0)
        return document;
    }
  document = byline_foreign_new (BYLINE_UNITS_CODE_POINTS);
  document->creator = g_strdup (creator);
  g_ptr_array_add (self->documents, document);
  return document;
}

/* FALSE when there is something that is no offset. */
static gboolean
read_offset (const char *text, gint64 *offset)
{
  guint64 value;

  *offset = -1;
  if (text == NULL || *text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &value, NULL))
    return FALSE;
  *offset = value;
  return TRUE;
}

static gboolean
is_blank (Reader *self, guint row)
{
  for (guint i = 0; i < byline_csv_get_n_cells (self->csv, row); i++)
    {
      g_autofree char *cell = byline_csv_dup_cell (self->csv, row, i);

      if (*g_strstrip (cell) != '\0')
        return FALSE;
    }
  return TRUE;
}

/* The annotation that a row belongs to: rows with one id are its segments. */
static BylineForeignMark *
get_mark (Reader *self, BylineForeign *document, const char *id, const char *tag, const char *creator)
{
  g_autofree char *key = id != NULL && *id != '\0' ? g_strconcat (creator != NULL ? creator : "", "\n", id, NULL) : NULL;
  BylineForeignMark *mark = key != NULL ? g_hash_table_lookup (self->by_id, key) : NULL;

  if (mark != NULL && g_str_equal (mark->label, tag != NULL ? tag : ""))
    return mark;
  mark = byline_foreign_add (document, id != NULL && *id != '\0' ? id : NULL, tag);
  if (key != NULL)
    g_hash_table_insert (self->by_id, g_steal_pointer (&key), mark);
  return mark;
}

static void
read_row (Reader *self, guint row)
{
  g_autofree char *id = dup_cell (self, row, COLUMN_ID);
  g_autofree char *tag = dup_cell (self, row, COLUMN_TAG);
  g_autofree char *start = dup_cell (self, row, COLUMN_START);
  g_autofree char *end = dup_cell (self, row, COLUMN_END);
  g_autofree char *text = dup_cell (self, row, COLUMN_TEXT);
  g_autofree char *note = dup_cell (self, row, COLUMN_NOTE);
  g_autofree char *creator = dup_cell (self, row, COLUMN_CREATOR);
  BylineForeign *document;
  BylineForeignMark *mark;
  gint64 from, to;

  if (creator != NULL && *creator == '\0')
    g_clear_pointer (&creator, g_free);
  document = get_document (self, creator);
  if (!read_offset (start, &from) || !read_offset (end, &to) || (from < 0) != (to < 0) || to < from
      || (from < 0 && (text == NULL || *text == '\0')))
    {
      g_ptr_array_add (document->left_out, g_strdup_printf (_ ("line %u: a row needs whole numbers in “start” and “end”, or words in “text”; left out"), byline_csv_get_line (self->csv, row)));
      return;
    }
  mark = get_mark (self, document, id, tag, creator);
  byline_foreign_mark_add_piece (mark, from, to, text != NULL && *text != '\0' ? text : NULL);
  if (mark->note == NULL && note != NULL && *note != '\0')
    mark->note = g_steal_pointer (&note);
}

static gboolean
find_columns (Reader *self, GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->columns[i] = -1;
      for (guint k = 0; self->columns[i] < 0 && k < G_N_ELEMENTS (column_names[i]) && column_names[i][k] != NULL; k++)
        self->columns[i] = byline_csv_find_column (self->csv, column_names[i][k], NULL);
    }
  if (self->columns[COLUMN_TAG] >= 0 && ((self->columns[COLUMN_START] >= 0 && self->columns[COLUMN_END] >= 0) || self->columns[COLUMN_TEXT] >= 0))
    return TRUE;
  g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("its first row must name the columns “tag”, and “start” and “end” or “text”"));
  return FALSE;
}

/**
 * byline_exchange_read_csv:
 * @data: (array length=size): the bytes of a table
 * @size: bytes
 *
 * Reads a table with a row a segment: what byline_exchange_write_csv() writes,
 * and what people make in a spreadsheet. Offsets count code points.
 *
 * Returns: (transfer full) (element-type BylineForeign): a document a person; %NULL
 *   with an error of byline_csv_new(), or with %BYLINE_ERROR_KIND
 */
GPtrArray *
byline_exchange_read_csv (const char *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (BylineCsv) csv = byline_csv_new (bytes, error);
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader self = { .csv = csv, .documents = documents, .by_id = by_id };

  if (csv == NULL || !find_columns (&self, error))
    return NULL;
  for (guint row = 1; row < byline_csv_get_n_rows (csv); row++)
    if (!is_blank (&self, row))
      read_row (&self, row);
  if (documents->len == 0)
    g_ptr_array_add (documents, byline_foreign_new (BYLINE_UNITS_CODE_POINTS));
  return g_steal_pointer (&documents);
}

static void
append_row (GString *out, const BylineAnnotation *annotation, guint segment, const char *creator)
{
  g_autofree char *number = g_strdup_printf ("%u", segment + 1);
  g_autofree char *start = g_strdup_printf ("%u", annotation->span.segments[segment].start);
  g_autofree char *end = g_strdup_printf ("%u", annotation->span.segments[segment].end);
  const char *cells[N_COLUMNS] = {
    [COLUMN_ID] = annotation->id,
    [COLUMN_TAG] = annotation->tag,
    [COLUMN_SEGMENT] = number,
    [COLUMN_START] = start,
    [COLUMN_END] = end,
    [COLUMN_TEXT] = ((BylineQuote *) g_ptr_array_index (annotation->quotes, segment))->exact,
    [COLUMN_NOTE] = segment == 0 ? annotation->note : NULL,
    [COLUMN_CREATOR] = creator,
  };

  for (guint i = 0; i < N_COLUMNS; i++)
    append_cell (out, cells[i], i == 0);
  g_string_append (out, "\r\n");
}

/**
 * byline_exchange_write_csv:
 * @work: what to write
 *
 * Writes a row a segment; the segments of one annotation have one id. Offsets are
 * code points.
 */
char *
byline_exchange_write_csv (G_GNUC_UNUSED BylineArticle *article, BylineAnnotations *work, G_GNUC_UNUSED BylineTagSet *set, GPtrArray *notices, gsize *size,
                           G_GNUC_UNUSED GError **error)
{
  GString *out = g_string_new (NULL);
  const char *creator = byline_annotations_get_code_name (work);

  for (guint i = 0; i < N_COLUMNS; i++)
    append_cell (out, column_names[i][0], i == 0);
  g_string_append (out, "\r\n");
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      for (guint k = 0; k < annotation->span.n_segments; k++)
        append_row (out, annotation, k, creator);
    }
  byline_exchange_say_lost (work, "CSV", BYLINE_HOLDS_IDS | BYLINE_HOLDS_NOTES | BYLINE_HOLDS_PIECES | BYLINE_HOLDS_CREATOR, notices);
  *size = out->len;
  return g_string_free (out, FALSE);
}
