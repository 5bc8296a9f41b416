/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

/* A reader, and what it has understood so far. */
typedef struct
{
  BylineForeign *document;
  GHashTable *by_id; /* "T1" → BylineForeignMark */
  GPtrArray *notes;  /* "T1" and its note, in turn */
  guint n_understood;
} Reader;

/* Reads "14 22;36 56" into @mark. */
static gboolean
read_offsets (BylineForeignMark *mark, const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, ";", -1);

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      g_auto (GStrv) ends = g_strsplit (pieces[i], " ", 3);
      guint64 start, end;

      if (g_strv_length (ends) != 2 || !g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXINT, &start, NULL)
          || !g_ascii_string_to_unsigned (ends[1], 10, start, G_MAXINT, &end, NULL))
        return FALSE;
      byline_foreign_mark_add_piece (mark, start, end, NULL);
    }
  return mark->pieces->len > 0;
}

/* Gives each piece its part of @text, where the pieces stand with a space between.
 * FALSE when their lengths are not those of the offsets. */
static gboolean
split_text (BylineForeignMark *mark, const char *text, BylineUnits units)
{
  const char *at = text;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < mark->pieces->len; i++)
    {
      const BylineForeignPiece *piece = mark->pieces->pdata[i];
      const char *start = at;
      gint64 left = piece->end - piece->start;

      while (left > 0 && *at != '\0')
        {
          left -= units == BYLINE_UNITS_UTF16 && (guchar) *at >= 0xf0 ? 2 : 1;
          at = g_utf8_next_char (at);
        }
      if (left != 0 || *at != (i + 1 < mark->pieces->len ? ' ' : '\0'))
        return FALSE;
      g_ptr_array_add (parts, g_strndup (start, at - start));
      at += *at == ' ';
    }
  for (guint i = 0; i < parts->len; i++)
    ((BylineForeignPiece *) mark->pieces->pdata[i])->exact = g_strdup (parts->pdata[i]);
  return TRUE;
}

static void
drop_last (Reader *self, guint line, const char *why)
{
  g_ptr_array_remove_index (self->document->marks, self->document->marks->len - 1);
  g_ptr_array_add (self->document->left_out, g_strdup_printf (_ ("line %u: %s; left out"), line, why));
}

/* "T1", "Claim 14 22;36 56", "the words of both". */
static void
read_passage (Reader *self, char **columns, guint line)
{
  const char *space = columns[1] != NULL ? strchr (columns[1], ' ') : NULL;
  g_autofree char *label = space != NULL ? g_strndup (columns[1], space - columns[1]) : NULL;
  const char *text = space != NULL ? columns[2] : NULL;
  BylineForeignMark *mark = byline_foreign_add (self->document, columns[0], label);

  if (space == NULL || !read_offsets (mark, space + 1))
    {
      drop_last (self, line, _ ("a passage must be like “T1”, a tab, “claim 14 22”, a tab and its words"));
      return;
    }
  if (text != NULL && !split_text (mark, text, BYLINE_UNITS_CODE_POINTS) && !split_text (mark, text, BYLINE_UNITS_UTF16))
    {
      if (mark->pieces->len > 1)
        {
          drop_last (self, line, _ ("its words are not as long as its offsets say"));
          return;
        }
      ((BylineForeignPiece *) mark->pieces->pdata[0])->exact = g_strdup (text);
    }
  g_hash_table_insert (self->by_id, mark->id, mark);
}

static void
notice_once (Reader *self, const char *notice)
{
  if (!g_ptr_array_find_with_equal_func (self->document->notices, notice, g_str_equal, NULL))
    g_ptr_array_add (self->document->notices, g_strdup (notice));
}

static void
read_line (Reader *self, const char *text, guint line)
{
  g_auto (GStrv) columns = g_strsplit (text, "\t", 3);
  const char kind = text[0];

  if (kind == '\0')
    return;
  self->n_understood++;
  if (kind == 'T' && g_ascii_isalnum (text[1]))
    read_passage (self, columns, line);
  else if (kind == '#' && columns[1] != NULL && columns[2] != NULL && strchr (columns[1], ' ') != NULL)
    {
      g_ptr_array_add (self->notes, g_strdup (strchr (columns[1], ' ') + 1));
      g_ptr_array_add (self->notes, g_strdup (columns[2]));
    }
  else if ((kind == 'R' || kind == '*') && columns[1] != NULL)
    notice_once (self, _ ("Byline has no room for relations; they are left out"));
  else if (kind == 'E' && columns[1] != NULL)
    notice_once (self, _ ("Byline has no room for events; only the passages that they are about are kept"));
  else if ((kind == 'A' || kind == 'M') && columns[1] != NULL)
    notice_once (self, _ ("Byline has no room for attributes of passages; they are left out"));
  else if (kind == 'N' && columns[1] != NULL)
    notice_once (self, _ ("Byline has no room for references to other data; they are left out"));
  else
    {
      self->n_understood--;
      g_ptr_array_add (self->document->left_out, g_strdup_printf (_ ("line %u: this is no brat annotation; left out"), line));
    }
}

/* Notes may stand before what they are about. */
static void
add_notes (Reader *self)
{
  for (guint i = 0; i + 1 < self->notes->len; i += 2)
    {
      BylineForeignMark *mark = g_hash_table_lookup (self->by_id, self->notes->pdata[i]);
      const char *note = self->notes->pdata[i + 1];
      char *both;

      if (mark == NULL)
        {
          notice_once (self, _ ("Byline has no room for notes on anything but passages; they are left out"));
          continue;
        }
      both = mark->note != NULL ? g_strconcat (mark->note, "\n", note, NULL) : g_strdup (note);
      g_free (mark->note);
      mark->note = both;
    }
}

/**
 * byline_exchange_read_brat:
 * @data: (array length=size): the bytes of an .ann file
 * @size: bytes
 *
 * Reads brat's standoff format: passages, also of several pieces, and notes on
 * them. Its offsets count code points.
 *
 * Returns: (transfer full) (element-type BylineForeign): one document; %NULL with
 *   %BYLINE_ERROR_SYNTAX for what is no such file at all
 */
GPtrArray *
byline_exchange_read_brat (const char *data, gsize size, GError **error)
{
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  Reader self = { .document = byline_foreign_new (BYLINE_UNITS_CODE_POINTS), .by_id = by_id, .notes = notes };
  const char *at = data, *end = data + size;

  g_ptr_array_add (documents, self.document);
  if (!g_utf8_validate_len (data, size, NULL))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("this is not UTF-8 text, which brat writes"));
      return NULL;
    }
  if (g_str_has_prefix (data, "\xef\xbb\xbf"))
    at += 3;
  for (guint line = 1; at < end; line++)
    {
      const char *stop = memchr (at, '\n', end - at);
      g_autofree char *text = g_strndup (at, (stop != NULL ? stop : end) - at);

      if (g_str_has_suffix (text, "\r"))
        text[strlen (text) - 1] = '\0';
      read_line (&self, text, line);
      at = stop != NULL ? stop + 1 : end;
    }
  if (self.n_understood == 0 && self.document->left_out->len > 0)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("this is no brat standoff file; its lines begin like “T1”, a tab, “claim 14 22”"));
      return NULL;
    }
  add_notes (&self);
  return g_steal_pointer (&documents);
}

/* On one line, as the format asks. Whether something had to change. */
static gboolean
append_line (GString *out, const char *text)
{
  gboolean changed = FALSE;

  for (const char *at = text; *at != '\0'; at++)
    {
      const gboolean breaks = *at == '\n' || *at == '\r';

      g_string_append_c (out, breaks || *at == '\t' ? ' ' : *at);
      changed = changed || breaks;
    }
  return changed;
}

static void
append_passage (GString *out, const BylineAnnotation *annotation, guint number)
{
  g_string_append_printf (out, "T%u\t%s ", number, annotation->tag);
  for (guint i = 0; i < annotation->span.n_segments; i++)
    g_string_append_printf (out, "%s%u %u", i > 0 ? ";" : "", annotation->span.segments[i].start, annotation->span.segments[i].end);
  for (guint i = 0; i < annotation->quotes->len; i++)
    {
      g_string_append_c (out, i > 0 ? ' ' : '\t');
      append_line (out, ((BylineQuote *) g_ptr_array_index (annotation->quotes, i))->exact);
    }
  g_string_append_c (out, '\n');
}

/**
 * byline_exchange_write_brat:
 * @work: what to write
 *
 * Writes brat's standoff format, in code points. The text file that belongs to it
 * is the article's canonical text.
 */
char *
byline_exchange_write_brat (G_GNUC_UNUSED BylineArticle *article, BylineAnnotations *work, G_GNUC_UNUSED BylineTagSet *set, GPtrArray *notices, gsize *size,
                            G_GNUC_UNUSED GError **error)
{
  GString *out = g_string_new (NULL);
  guint n_notes = 0;
  gboolean joined = FALSE;

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      append_passage (out, annotation, i + 1);
      if (annotation->note == NULL || *annotation->note == '\0')
        continue;
      g_string_append_printf (out, "#%u\tAnnotatorNotes T%u\t", ++n_notes, i + 1);
      joined = append_line (out, annotation->note) || joined;
      g_string_append_c (out, '\n');
    }
  byline_exchange_say_lost (work, "brat", BYLINE_HOLDS_NOTES | BYLINE_HOLDS_PIECES, notices);
  if (joined)
    g_ptr_array_add (notices, g_strdup (_ ("brat has no room for lines within a note; each note is written on one line")));
  *size = out->len;
  return g_string_free (out, FALSE);
}
