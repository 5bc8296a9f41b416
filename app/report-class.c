/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-class.h"

#include "progress.h"
#include "report.h"
#include "result.h"
#include "score-core.h"

/* How deep the object of a student lies in that of the class. */
#define STUDENT_DEPTH 2

static const char *
get_tag_id (const BylineClassReport *self, guint tag)
{
  return byline_tag_set_get (byline_scorer_get_tags (self->review->scorer), tag)->id;
}

const char *
byline_report_class_get_label (const BylineClassReport *self, guint tag)
{
  return byline_tag_get_label (byline_tag_set_get (byline_scorer_get_tags (self->review->scorer), tag),
                               byline_article_get_language (byline_scorer_get_article (self->review->scorer)));
}

static const char *
get_item_id (const BylineClassReport *self, guint item)
{
  const BylineScoreKey *key = byline_scorer_get_score_key (self->review->scorer);

  return byline_annotations_get (byline_scorer_get_key (self->review->scorer), key->items[item].source)->id;
}

guint
byline_report_class_get_mean (const BylineClassReport *self)
{
  const GPtrArray *students = self->review->students;
  guint64 sum = 0;

  for (guint i = 0; i < students->len; i++)
    sum += ((BylineReviewStudent *) g_ptr_array_index (students, i))->record->score_bp;
  return students->len > 0 ? (2 * sum + students->len) / (2 * students->len) : 0;
}

GArray *
byline_report_class_sort_items (const BylineClassReport *self)
{
  GArray *items = g_array_copy (self->review->items);

  byline_classroom_sort_by_split (items);
  return items;
}

char *
byline_report_class_quote (const BylineClassReport *self, guint start, guint end)
{
  BylineSegment segment = { start, end };
  const BylineSpan span = { &segment, 1 };

  return byline_report_quote (byline_scorer_get_article (self->review->scorer), &span);
}

char *
byline_report_class_quote_item (const BylineClassReport *self, guint item)
{
  const BylineNormal *boundary = &byline_scorer_get_score_key (self->review->scorer)->items[item].boundaries[0];
  const BylineSpan span = { (BylineSegment *) boundary->segments, boundary->n_segments };

  return byline_report_quote (byline_scorer_get_article (self->review->scorer), &span);
}

/* Rows are megabytes for ten thousand students. */
void
byline_report_class_flow (const BylineClassReport *self, GString *out)
{
  if (self->flow != NULL)
    self->flow (out, self->data);
}

/* In the shape of `score`. */
static void
append_damaged (const BylineClassReport *self, const BylineReviewDamaged *damaged, GString *out)
{
  const BylineResult result = { .tags = byline_scorer_get_tags (self->review->scorer), .file = damaged->file, .error = damaged->error };

  self->review->options.write_row (&result, out);
}

/**
 * byline_report_class_write_object:
 *
 * An attempt or a damaged file as it stands among others in the JSON of a class.
 */
void
byline_report_class_write_object (const BylineResult *result, GString *out)
{
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, FALSE);

  writer.depth = STUDENT_DEPTH;
  byline_result_write_json (result, &writer);
}

static void
write_list (const BylineClassReport *self, BylineJsonWriter *writer, const char *member, const GPtrArray *attempts)
{
  byline_json_writer_open (writer, member, '[');
  for (guint i = 0; i < attempts->len; i++)
    {
      byline_json_writer_begin (writer);
      byline_review_append_row (self->review, g_ptr_array_index (attempts, i), writer->out);
      byline_report_class_flow (self, writer->out);
    }
  byline_json_writer_close (writer, ']');
}

static void
write_answers (const BylineClassReport *self, BylineJsonWriter *writer, const BylineItemStatistics *item)
{
  const guint own = byline_scorer_get_score_key (self->review->scorer)->items[item->item].tag;

  byline_json_writer_open (writer, "answers", '{');
  byline_json_writer_uint (writer, "found", item->n_found);
  byline_json_writer_uint (writer, "edges", item->n_edges);
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    if (tag != own)
      byline_json_writer_uint (writer, get_tag_id (self, tag), item->n_tags[tag]);
  byline_json_writer_uint (writer, "none", item->n_none);
  byline_json_writer_close (writer, '}');
}

static void
write_item (const BylineClassReport *self, BylineJsonWriter *writer, const BylineItemStatistics *item)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "id", get_item_id (self, item->item));
  byline_json_writer_double (writer, "facility", item->facility);
  byline_json_writer_double (writer, "hit_rate", item->hit_rate);
  byline_json_writer_double (writer, "found", item->found);
  byline_json_writer_double (writer, "partial", item->partial);
  byline_json_writer_double (writer, "wrong_tag", item->wrong_tag);
  byline_json_writer_double (writer, "missed", item->missed);
  byline_json_writer_double (writer, "discrimination", item->discrimination);
  byline_json_writer_double (writer, "upper_lower", item->upper_lower);
  byline_json_writer_uint (writer, "split", item->split);
  write_answers (self, writer, item);
  byline_json_writer_open (writer, "flags", '[');
  if (item->is_hard)
    byline_json_writer_string (writer, NULL, "hard");
  if (item->is_easy)
    byline_json_writer_string (writer, NULL, "easy");
  if (item->should_check)
    byline_json_writer_string (writer, NULL, "check_key");
  byline_json_writer_close (writer, ']');
  byline_json_writer_close (writer, '}');
}

static void
write_heat (const BylineClassReport *self, BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, "heat", '{');
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    {
      byline_json_writer_open (writer, get_tag_id (self, tag), '[');
      for (guint i = 0; i < self->review->heat[tag]->len; i++)
        {
          const BylineHeatRun *run = &g_array_index (self->review->heat[tag], BylineHeatRun, i);

          byline_json_writer_open (writer, NULL, '[');
          byline_json_writer_uint (writer, NULL, run->start);
          byline_json_writer_uint (writer, NULL, run->end);
          byline_json_writer_uint (writer, NULL, run->count);
          byline_json_writer_close (writer, ']');
        }
      byline_json_writer_close (writer, ']');
    }
  byline_json_writer_close (writer, '}');
}

static void
write_passages (const BylineClassReport *self, BylineJsonWriter *writer, const char *member, GArray *passages, gboolean is_disputed)
{
  byline_json_writer_open (writer, member, '[');
  for (guint i = 0; i < passages->len; i++)
    {
      const BylinePassage *passage = &g_array_index (passages, BylinePassage, i);

      byline_json_writer_open (writer, NULL, '{');
      byline_json_writer_string (writer, "tag", get_tag_id (self, passage->tag));
      byline_json_writer_uint (writer, "start", passage->start);
      byline_json_writer_uint (writer, "end", passage->end);
      if (is_disputed)
        {
          byline_json_writer_uint (writer, "weight", passage->weight);
          byline_json_writer_uint (writer, "min", passage->min);
          byline_json_writer_uint (writer, "max", passage->max);
        }
      else
        byline_json_writer_uint (writer, "count", passage->min);
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, ']');
}

static void
write_alpha (const BylineClassReport *self, BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, "alpha_u", '{');
  byline_json_writer_double (writer, "overall", self->review->alpha.alpha);
  byline_json_writer_open (writer, "tags", '{');
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    byline_json_writer_double (writer, get_tag_id (self, tag), self->review->tag_alphas[tag].alpha);
  byline_json_writer_close (writer, '}');
  byline_json_writer_close (writer, '}');
}

static void
write_files (BylineJsonWriter *writer, const char *member, const GPtrArray *handins)
{
  byline_json_writer_open (writer, member, '[');
  for (guint i = 0; i < handins->len; i++)
    byline_json_writer_string (writer, NULL, ((const BylineHandin *) g_ptr_array_index (handins, i))->file);
  byline_json_writer_close (writer, ']');
}

/* What is in the way, as the collection has it. */
static void
write_collection (const BylineClassReport *self, BylineJsonWriter *writer)
{
  const BylineHandins *handins = self->review->handins;

  byline_json_writer_open (writer, "damaged", '[');
  for (guint i = 0; i < self->review->damaged->len; i++)
    {
      byline_json_writer_begin (writer);
      append_damaged (self, g_ptr_array_index (self->review->damaged, i), writer->out);
    }
  byline_json_writer_close (writer, ']');
  write_files (writer, "strangers", handins->strangers);
  write_files (writer, "duplicates", handins->duplicates);
  byline_json_writer_open (writer, "conflicts", '[');
  for (guint i = 0; i < handins->conflicts->len; i++)
    write_files (writer, NULL, g_ptr_array_index (handins->conflicts, i));
  byline_json_writer_close (writer, ']');
  write_files (writer, "drafts", handins->drafts);
  byline_json_writer_open (writer, "missing", '[');
  for (guint i = 0; i < handins->missing->len; i++)
    byline_json_writer_string (writer, NULL, g_ptr_array_index (handins->missing, i));
  byline_json_writer_close (writer, ']');
}

static void
write_attempts (const BylineClassReport *self, BylineJsonWriter *writer, const BylineReviewStudent *earlier, const BylineReviewStudent *later)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "creator", later->name);
  byline_json_writer_string (writer, "earlier", earlier->handin->file);
  byline_json_writer_string (writer, "later", later->handin->file);
  byline_json_writer_open (writer, "items", '[');
  for (guint i = 0; i < later->record->n_items; i++)
    {
      const BylineAnswer *before = &earlier->record->answers[i], *after = &later->record->answers[i];

      byline_json_writer_open (writer, NULL, '{');
      byline_json_writer_string (writer, "id", get_item_id (self, i));
      byline_json_writer_string (writer, "earlier", byline_outcome_get_name (before->outcome));
      byline_json_writer_string (writer, "later", byline_outcome_get_name (after->outcome));
      byline_json_writer_string (writer, "change", byline_progress_get_name (byline_progress_of_item (before, after)));
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, ']');
  byline_json_writer_close (writer, '}');
}

/* Each attempt beside the one before it, item by item. */
static void
write_progress (const BylineClassReport *self, BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, "progress", '[');
  for (guint i = 0; i < self->review->students->len; i++)
    {
      const BylineReviewStudent *student = g_ptr_array_index (self->review->students, i);

      for (guint k = 0; k < student->n_earlier; k++)
        {
          const guint at = student->first_earlier + k;

          write_attempts (self, writer, g_ptr_array_index (self->review->earlier, at),
                          k + 1 < student->n_earlier ? g_ptr_array_index (self->review->earlier, at + 1) : student);
          byline_report_class_flow (self, writer->out);
        }
    }
  byline_json_writer_close (writer, ']');
}

/**
 * byline_report_class_json:
 *
 * Writes the object of docs/formats.md section 5; with details each student has
 * those of `score`, and there is the progress of whoever tried again.
 */
void
byline_report_class_json (const BylineClassReport *self, GString *out)
{
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, FALSE);

  byline_json_writer_open (&writer, NULL, '{');
  byline_json_writer_string (&writer, "article", self->article);
  write_list (self, &writer, "students", self->review->students);
  write_list (self, &writer, "earlier", self->review->earlier);
  byline_json_writer_open (&writer, "items", '[');
  for (guint i = 0; i < self->review->items->len; i++)
    write_item (self, &writer, &g_array_index (self->review->items, BylineItemStatistics, i));
  byline_json_writer_close (&writer, ']');
  write_heat (self, &writer);
  write_passages (self, &writer, "disputed", self->review->disputed, TRUE);
  write_passages (self, &writer, "unkeyed", self->review->unkeyed, FALSE);
  if (self->review->options.has_alpha)
    write_alpha (self, &writer);
  write_collection (self, &writer);
  if (self->details)
    write_progress (self, &writer);
  byline_json_writer_close (&writer, '}');
  g_string_append_c (out, '\n');
}

/**
 * byline_report_class_write_line:
 *
 * An attempt or a damaged file in NDJSON: an object in the shape of `score`.
 */
void
byline_report_class_write_line (const BylineResult *result, GString *out)
{
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);

  byline_result_write_json (result, &writer);
  g_string_append_c (out, '\n');
}

/**
 * byline_report_class_rows:
 *
 * What the review wrote of each student, then of each damaged file: NDJSON.
 */
void
byline_report_class_rows (const BylineClassReport *self, GString *out)
{
  const BylineReview *review = self->review;

  for (guint i = 0; i < review->students->len; i++)
    {
      byline_review_append_row (review, g_ptr_array_index (review->students, i), out);
      byline_report_class_flow (self, out);
    }
  for (guint i = 0; i < review->damaged->len; i++)
    append_damaged (self, g_ptr_array_index (review->damaged, i), out);
}

/**
 * byline_report_class_csv:
 *
 * One row a student or, with details, one a student and item of the key, and one a
 * damaged file; the columns are those of `score`.
 */
void
byline_report_class_csv (const BylineClassReport *self, GString *out)
{
  if (self->details)
    byline_result_append_items_csv_header (out);
  else
    byline_result_append_csv_header (byline_scorer_get_tags (self->review->scorer), out);
  byline_report_class_rows (self, out);
}
