/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BYLINE_CSV_MAX_SIZE (16 * 1024 * 1024)
#define BYLINE_CSV_MAX_ROWS 100000
#define BYLINE_CSV_MAX_COLUMNS 2000

/**
 * BylineCsv:
 *
 * A table as a spreadsheet or an LMS writes it, which remembers where each cell
 * stands in the file: a cell can be replaced, and every other byte stays.
 */
typedef struct _BylineCsv BylineCsv;

BylineCsv  *byline_csv_new           (GBytes *bytes, GError **error);
void        byline_csv_free          (BylineCsv *self);

char        byline_csv_get_delimiter (BylineCsv *self);
guint       byline_csv_get_n_rows    (BylineCsv *self);
guint       byline_csv_get_n_cells   (BylineCsv *self, guint row);
guint       byline_csv_get_line      (BylineCsv *self, guint row); /* in the file, from 1 */
char       *byline_csv_dup_cell      (BylineCsv *self, guint row, guint column);
int         byline_csv_find_column   (BylineCsv *self, const char *name, GError **error);

void        byline_csv_set_cell      (BylineCsv *self, guint row, guint column, const char *text);
GBytes     *byline_csv_to_bytes      (BylineCsv *self);

/* For tables that Byline writes itself. */
void        byline_csv_append_cell   (GString *out, const char *text, gboolean is_first);

/* What two names must share to be taken for the same: case, Unicode form and space
 * around them make no difference. */
char       *byline_csv_fold          (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineCsv, byline_csv_free)

G_END_DECLS
