/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

/* Each reader and writer plugs in here. A row that is not there is a format that
 * this Byline does not have. */
static const BylineExchange formats[BYLINE_EXCHANGE_N_FORMATS] = {
  [BYLINE_EXCHANGE_WEB_ANNOTATION] = { "web-annotation", ".byline.json", byline_exchange_read_web_annotation, byline_exchange_write_web_annotation, FALSE },
  [BYLINE_EXCHANGE_BRAT] = { "brat", ".ann", byline_exchange_read_brat, byline_exchange_write_brat, FALSE },
  [BYLINE_EXCHANGE_CONLL] = { "conll", ".conll", NULL, byline_exchange_write_conll, TRUE },
  [BYLINE_EXCHANGE_CSV] = { "csv", ".csv", byline_exchange_read_csv, byline_exchange_write_csv, FALSE },
  [BYLINE_EXCHANGE_HYPOTHESIS] = { "hypothesis", ".json", byline_exchange_read_hypothesis, byline_exchange_write_hypothesis, TRUE },
  [BYLINE_EXCHANGE_DOCCANO] = { "doccano", ".jsonl", byline_exchange_read_doccano, byline_exchange_write_doccano, TRUE },
  [BYLINE_EXCHANGE_LABEL_STUDIO] = { "label-studio", ".json", byline_exchange_read_label_studio, byline_exchange_write_label_studio, TRUE },
  [BYLINE_EXCHANGE_CAS] = { "cas", ".json", byline_exchange_read_cas, byline_exchange_write_cas, TRUE },
};

/**
 * byline_exchange_get:
 * @format: a format
 *
 * Returns: (transfer none) (nullable): how it is read and written
 */
const BylineExchange *
byline_exchange_get (BylineExchangeFormat format)
{
  g_return_val_if_fail (format < BYLINE_EXCHANGE_N_FORMATS, NULL);
  return formats[format].name != NULL ? &formats[format] : NULL;
}

/**
 * byline_exchange_find:
 * @name: what the command line calls it
 *
 * Returns: (transfer none) (nullable): the format; %NULL when there is none of this name
 */
const BylineExchange *
byline_exchange_find (const char *name)
{
  for (guint i = 0; i < BYLINE_EXCHANGE_N_FORMATS; i++)
    if (formats[i].name != NULL && g_str_equal (formats[i].name, name))
      return &formats[i];
  return NULL;
}

static void
piece_free (gpointer data)
{
  BylineForeignPiece *piece = data;

  g_free (piece->exact);
  g_free (piece->prefix);
  g_free (piece->suffix);
  g_free (piece);
}

static void
mark_free (gpointer data)
{
  BylineForeignMark *mark = data;

  g_free (mark->id);
  g_free (mark->label);
  g_free (mark->note);
  g_free (mark->created);
  g_free (mark->modified);
  g_ptr_array_unref (mark->pieces);
  g_clear_pointer (&mark->raw, json_object_unref);
  g_free (mark);
}

/**
 * byline_foreign_new:
 * @units: what the format says that offsets count
 *
 * Returns: (transfer full): a document without annotations
 */
BylineForeign *
byline_foreign_new (BylineUnits units)
{
  BylineForeign *self = g_new0 (BylineForeign, 1);

  self->units = units;
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->notices = g_ptr_array_new_with_free_func (g_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
byline_foreign_free (BylineForeign *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->marks);
  g_free (self->text);
  g_free (self->creator_id);
  g_free (self->creator);
  g_free (self->note);
  g_ptr_array_unref (self->notices);
  g_ptr_array_unref (self->left_out);
  g_clear_pointer (&self->raw, json_object_unref);
  g_free (self);
}

/**
 * byline_exchange_new_documents:
 *
 * Returns: (transfer full) (element-type BylineForeign): an empty array that owns
 *   what is put into it
 */
GPtrArray *
byline_exchange_new_documents (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) byline_foreign_free);
}

/**
 * byline_foreign_add:
 * @id: (nullable): an absolute IRI, or what the file calls the annotation
 * @label: (nullable): the foreign tag; %NULL or "" for none
 *
 * Returns: (transfer none): a new annotation without pieces, the last of @self
 */
BylineForeignMark *
byline_foreign_add (BylineForeign *self, const char *id, const char *label)
{
  BylineForeignMark *mark = g_new0 (BylineForeignMark, 1);

  mark->id = g_strdup (id);
  mark->number = self->marks->len + 1;
  mark->label = g_strdup (label != NULL ? label : "");
  mark->pieces = g_ptr_array_new_with_free_func (piece_free);
  g_ptr_array_add (self->marks, mark);
  return mark;
}

/**
 * byline_foreign_mark_add_piece:
 * @start: in the document's units; -1 when the file gives no position
 * @end: exclusive
 * @exact: (nullable): the words
 *
 * Returns: (transfer none): the piece, whose prefix and suffix may be filled in
 */
BylineForeignPiece *
byline_foreign_mark_add_piece (BylineForeignMark *self, gint64 start, gint64 end, const char *exact)
{
  BylineForeignPiece *piece = g_new0 (BylineForeignPiece, 1);

  piece->start = start;
  piece->end = end;
  piece->exact = g_strdup (exact);
  g_ptr_array_add (self->pieces, piece);
  return piece;
}

/**
 * byline_exchange_dup_utf16:
 * @text: (array length=size): UTF-8
 * @size: bytes
 * @length: (out) (optional): code points
 *
 * Returns: (transfer full) (array): @length + 1 offsets in UTF-16 units: that of
 *   each code point, and that of the end
 */
guint *
byline_exchange_dup_utf16 (const char *text, gsize size, guint *length)
{
  const guint n = g_utf8_strlen (text, size);
  guint *offsets = g_new (guint, (gsize) n + 1);
  guint at = 0, units = 0;

  for (const char *c = text; at < n; c = g_utf8_next_char (c))
    {
      offsets[at++] = units;
      units += (guchar) *c >= 0xf0 ? 2 : 1;
    }
  offsets[n] = units;
  if (length != NULL)
    *length = n;
  return offsets;
}

static gboolean
has_times (const BylineAnnotation *annotation)
{
  return annotation->created != NULL || annotation->modified != NULL;
}

static gboolean
has_note (const BylineAnnotation *annotation)
{
  return annotation->note != NULL && *annotation->note != '\0';
}

static gboolean
has_pieces (const BylineAnnotation *annotation)
{
  return annotation->span.n_segments > 1;
}

/* What only a key says about an item. */
static gboolean
has_key_members (const BylineAnnotation *annotation)
{
  return annotation->optional || annotation->contested || annotation->weight != 1 || annotation->alternative_tags != NULL
         || annotation->alternative_spans != NULL || annotation->rule != NULL || json_object_has_member (annotation->raw, "byline:question");
}

static gboolean
any (BylineAnnotations *work, gboolean (*has) (const BylineAnnotation *annotation))
{
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    if (has (byline_annotations_get (work, i)))
      return TRUE;
  return FALSE;
}

/**
 * byline_exchange_say_lost:
 * @work: what is written
 * @format: the format's name, as people write it
 * @holds: what it can hold
 * @notices: (element-type utf8): gets one sentence if anything is lost
 *
 * Says once what @work has and the format has no room for.
 */
void
byline_exchange_say_lost (BylineAnnotations *work, const char *format, BylineHolds holds, GPtrArray *notices)
{
  const gboolean is_empty = byline_annotations_get_size (work) == 0;
  const char *committed = byline_annotations_get_committed (work);
  const struct { gboolean lost; const char *what; } losses[] = {
    { (holds & BYLINE_HOLDS_PIECES) == 0 && any (work, has_pieces), _ ("that several segments are one passage (each is written by itself)") },
    { (holds & BYLINE_HOLDS_NOTES) == 0 && any (work, has_note), _ ("notes") },
    { (holds & BYLINE_HOLDS_WHOLE_NOTE) == 0 && byline_annotations_get_note (work) != NULL, _ ("the note on the whole article") },
    { any (work, has_key_members), _ ("what a key says beside tag and reason (weights, alternatives, optional or contested items, rules, questions)") },
    { (holds & BYLINE_HOLDS_IDS) == 0 && !is_empty, _ ("the annotations’ ids") },
    { (holds & BYLINE_HOLDS_TIMES) == 0 && any (work, has_times), _ ("when they were made") },
    { (holds & BYLINE_HOLDS_CREATOR) == 0 && byline_annotations_get_creator_id (work) != NULL, _ ("whose work it is") },
    { byline_annotations_get_pack (work) != NULL || (committed != NULL && *committed != '\0'), _ ("pack, attempt and whether it is finished") },
  };
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    if (losses[i].lost)
      /* Translators: between the things of a list. */
      g_string_append_printf (list, "%s%s", list->len > 0 ? _ ("; ") : "", losses[i].what);
  if (list->len > 0)
    /* Translators: a file format, and a list of things. */
    g_ptr_array_add (notices, g_strdup_printf (_ ("%s has no room for: %s"), format, list->str));
}
