/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

#include "csv.h"

static const char *const layer_columns[] = { "found", "of", "edges_bp", "wrong_tag", "band" };

/* Without those of the layers. */
#define N_FILE_COLUMNS 11
#define N_ITEM_COLUMNS 13

static const char *
get_creator (const BylineResult *self)
{
  const char *code_name = byline_annotations_get_code_name (self->work);

  return code_name != NULL ? code_name : byline_annotations_get_creator_id (self->work);
}

static const char *
get_item_id (const BylineResult *self, int item)
{
  return item < 0 ? NULL : byline_annotations_get (self->key, self->score->items[item].annotation)->id;
}

static const char *
get_span_id (const BylineResult *self, int span)
{
  return span < 0 ? NULL : byline_annotations_get (self->work, span)->id;
}

static void
write_item (const BylineResult *self, BylineJsonWriter *writer, guint index)
{
  const BylineItemResult *item = &self->score->items[index];

  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "id", get_item_id (self, index));
  byline_json_writer_string (writer, "outcome", byline_outcome_get_name (item->outcome));
  byline_json_writer_string (writer, "span", get_span_id (self, item->span));
  byline_json_writer_uint (writer, "overlap_bp", item->overlap_bp);
  byline_json_writer_uint (writer, "credit_pt", item->credit_pt);
  byline_json_writer_boolean (writer, "optional", item->optional);
  byline_json_writer_open (writer, "fragments", '[');
  for (guint i = 0; i < item->n_fragments; i++)
    byline_json_writer_string (writer, NULL, get_span_id (self, item->fragments[i]));
  byline_json_writer_close (writer, ']');
  byline_json_writer_close (writer, '}');
}

static void
write_span (const BylineResult *self, BylineJsonWriter *writer, guint index)
{
  const BylineSpanResult *span = &self->score->spans[index];

  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "id", get_span_id (self, index));
  byline_json_writer_string (writer, "outcome", byline_outcome_get_name (span->outcome));
  byline_json_writer_string (writer, "item", get_item_id (self, span->item));
  byline_json_writer_uint (writer, "overlap_bp", span->overlap_bp);
  byline_json_writer_uint (writer, "credit_pt", span->credit_pt);
  if (span->hint != BYLINE_HINT_NONE)
    {
      byline_json_writer_open (writer, "hint", '{');
      byline_json_writer_string (writer, "type", span->hint == BYLINE_HINT_NEAR ? "near" : "covers");
      byline_json_writer_string (writer, "item", get_item_id (self, span->hint_item));
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, '}');
}

static void
write_bands (const BylineScore *score, BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, "bands", '{');
  for (guint i = 0; i < score->n_layers; i++)
    {
      const BylineLayerResult *layer = &score->layers[i];

      byline_json_writer_open (writer, layer->layer, '{');
      byline_json_writer_uint (writer, "found", layer->found);
      byline_json_writer_uint (writer, "of", layer->of);
      byline_json_writer_uint (writer, "edges_bp", layer->edges_bp);
      byline_json_writer_uint (writer, "wrong_tag", layer->wrong_tag);
      byline_json_writer_string (writer, "band", byline_band_get_name (layer->band));
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, '}');
}

static const char *
get_confusion_name (const BylineResult *self, guint index)
{
  return index < self->score->n_tags ? byline_tag_set_get (self->tags, index)->id : "none";
}

static void
write_confusion (const BylineResult *self, BylineJsonWriter *writer)
{
  const guint width = self->score->n_tags + 1;

  byline_json_writer_open (writer, "confusion", '{');
  for (guint row = 0; row < width; row++)
    {
      byline_json_writer_open (writer, get_confusion_name (self, row), '{');
      for (guint column = 0; column < width; column++)
        byline_json_writer_uint (writer, get_confusion_name (self, column), self->score->confusion[row * width + column]);
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, '}');
}

static void
write_score (const BylineResult *self, BylineJsonWriter *writer)
{
  const BylineScore *score = self->score;

  byline_json_writer_string (writer, "creator", get_creator (self));
  byline_json_writer_string (writer, "article", byline_annotations_get_article (self->work));
  byline_json_writer_uint (writer, "attempt", byline_annotations_get_attempt (self->work));
  byline_json_writer_uint (writer, "score_bp", score->score_bp);
  byline_json_writer_uint (writer, "marks_pt", score->marks_pt);
  byline_json_writer_uint (writer, "max_pt", score->max_pt);
  byline_json_writer_uint (writer, "required", score->required);
  byline_json_writer_uint (writer, "marks", score->marks);
  byline_json_writer_uint (writer, "surplus", score->surplus);

  byline_json_writer_open (writer, "items", '[');
  for (guint i = 0; i < score->n_items; i++)
    write_item (self, writer, i);
  byline_json_writer_close (writer, ']');
  byline_json_writer_open (writer, "spans", '[');
  for (guint i = 0; i < score->n_spans; i++)
    write_span (self, writer, i);
  byline_json_writer_close (writer, ']');

  write_bands (score, writer);
  write_confusion (self, writer);
  byline_json_writer_open (writer, "warnings", '[');
  for (guint i = 0; i < score->warnings->len; i++)
    byline_json_writer_string (writer, NULL, g_ptr_array_index (score->warnings, i));
  byline_json_writer_close (writer, ']');
  if (self->details != NULL)
    byline_result_write_details (self, writer);
}

/**
 * byline_result_write_json:
 * @self: a result
 * @writer: where it goes, as one object
 *
 * Writes the object of docs/formats.md section 5.
 */
void
byline_result_write_json (const BylineResult *self, BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "file", self->file);
  if (self->score != NULL)
    write_score (self, writer);
  else
    byline_json_writer_string (writer, "error", self->error);
  byline_json_writer_close (writer, '}');
}

static void
append_number (GString *out, guint64 number)
{
  g_string_append_printf (out, ",%" G_GUINT64_FORMAT, number);
}

static void
append_head (const BylineResult *self, GString *out)
{
  byline_csv_append_cell (out, self->file, TRUE);
  byline_csv_append_cell (out, get_creator (self), FALSE);
  byline_csv_append_cell (out, byline_annotations_get_article (self->work), FALSE);
  append_number (out, byline_annotations_get_attempt (self->work));
}

/* A row of a file that could not be scored; each row has all its cells. */
static void
append_error (const BylineResult *self, GString *out, guint n_columns)
{
  byline_csv_append_cell (out, self->file, TRUE);
  g_string_append (out, ",,,");
  byline_csv_append_cell (out, self->error, FALSE);
  for (guint i = 5; i < n_columns; i++)
    g_string_append_c (out, ',');
  g_string_append (out, "\r\n");
}

static gboolean
is_first_of_layer (BylineTagSet *tags, guint tag)
{
  for (guint i = 0; i < tag; i++)
    if (g_str_equal (byline_tag_set_get (tags, i)->layer, byline_tag_set_get (tags, tag)->layer))
      return FALSE;
  return TRUE;
}

/**
 * byline_result_append_csv_header:
 * @tags: the tag set, whose layers have columns
 * @out: where it goes
 *
 * The heading of byline_result_append_csv().
 */
void
byline_result_append_csv_header (BylineTagSet *tags, GString *out)
{
  g_string_append (out, "file,creator,article,attempt,error,score_bp,marks_pt,max_pt,required,marks,surplus");
  for (guint tag = 0; tag < byline_tag_set_get_size (tags); tag++)
    for (guint i = 0; is_first_of_layer (tags, tag) && i < G_N_ELEMENTS (layer_columns); i++)
      {
        g_autofree char *name = g_strdup_printf ("%s_%s", byline_tag_set_get (tags, tag)->layer, layer_columns[i]);
        byline_csv_append_cell (out, name, FALSE);
      }
  g_string_append (out, "\r\n");
}

/**
 * byline_result_append_csv:
 *
 * One row for a file; one that could not be scored has its error.
 */
void
byline_result_append_csv (const BylineResult *self, GString *out)
{
  const BylineScore *score = self->score;

  if (score == NULL)
    {
      guint n_layers = 0;

      for (guint tag = 0; tag < byline_tag_set_get_size (self->tags); tag++)
        n_layers += is_first_of_layer (self->tags, tag);
      append_error (self, out, N_FILE_COLUMNS + n_layers * G_N_ELEMENTS (layer_columns));
      return;
    }

  append_head (self, out);
  byline_csv_append_cell (out, NULL, FALSE);
  append_number (out, score->score_bp);
  append_number (out, score->marks_pt);
  append_number (out, score->max_pt);
  append_number (out, score->required);
  append_number (out, score->marks);
  append_number (out, score->surplus);
  for (guint i = 0; i < score->n_layers; i++)
    {
      append_number (out, score->layers[i].found);
      append_number (out, score->layers[i].of);
      append_number (out, score->layers[i].edges_bp);
      append_number (out, score->layers[i].wrong_tag);
      byline_csv_append_cell (out, byline_band_get_name (score->layers[i].band), FALSE);
    }
  g_string_append (out, "\r\n");
}

/**
 * byline_result_append_items_csv_header:
 *
 * The heading of byline_result_append_items_csv().
 */
void
byline_result_append_items_csv_header (GString *out)
{
  g_string_append (out, "file,creator,article,attempt,error,item,tag,optional,outcome,span,span_tag,overlap_bp,credit_pt\r\n");
}

/**
 * byline_result_append_items_csv:
 *
 * One row for each item of the key; one row with the error for a file that could
 * not be scored.
 */
void
byline_result_append_items_csv (const BylineResult *self, GString *out)
{
  if (self->score == NULL)
    {
      append_error (self, out, N_ITEM_COLUMNS);
      return;
    }

  for (guint i = 0; i < self->score->n_items; i++)
    {
      const BylineItemResult *item = &self->score->items[i];

      append_head (self, out);
      byline_csv_append_cell (out, NULL, FALSE);
      byline_csv_append_cell (out, get_item_id (self, i), FALSE);
      byline_csv_append_cell (out, byline_annotations_get (self->key, item->annotation)->tag, FALSE);
      byline_csv_append_cell (out, item->optional ? "true" : "false", FALSE);
      byline_csv_append_cell (out, byline_outcome_get_name (item->outcome), FALSE);
      byline_csv_append_cell (out, get_span_id (self, item->span), FALSE);
      byline_csv_append_cell (out, item->span < 0 ? NULL : byline_annotations_get (self->work, item->span)->tag, FALSE);
      append_number (out, item->overlap_bp);
      append_number (out, item->credit_pt);
      g_string_append (out, "\r\n");
    }
}
