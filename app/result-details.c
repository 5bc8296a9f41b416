/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "result.h"

static const char *const schema_names[] = { "strict", "exact", "partial", "type" };

static void
write_ratios (BylineJsonWriter *writer, BylineRatios ratios)
{
  byline_json_writer_double (writer, "precision", ratios.precision);
  byline_json_writer_double (writer, "recall", ratios.recall);
  byline_json_writer_double (writer, "f1", ratios.f1);
}

static void
write_ratios_object (BylineJsonWriter *writer, const char *member, BylineRatios ratios)
{
  byline_json_writer_open (writer, member, '{');
  write_ratios (writer, ratios);
  byline_json_writer_close (writer, '}');
}

static const char *
get_tag_id (const BylineResult *self, guint tag)
{
  return byline_tag_set_get (self->tags, tag)->id;
}

static void
write_characters (const BylineResult *self, BylineJsonWriter *writer)
{
  const BylineDetails *details = self->details;

  byline_json_writer_open (writer, "chars", '{');
  byline_json_writer_open (writer, "tags", '{');
  for (guint tag = 0; tag < self->score->n_tags; tag++)
    {
      const BylineCharacters *counts = &details->characters[tag];

      byline_json_writer_open (writer, get_tag_id (self, tag), '{');
      byline_json_writer_uint (writer, "tp", counts->tp);
      byline_json_writer_uint (writer, "fp", counts->fp);
      byline_json_writer_uint (writer, "fn", counts->fn);
      write_ratios (writer, byline_characters_get_ratios (counts));
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, '}');
  write_ratios_object (writer, "micro", details->micro);
  write_ratios_object (writer, "macro", details->macro);
  byline_json_writer_close (writer, '}');

  byline_json_writer_open (writer, "kappa", '{');
  for (guint tag = 0; tag < self->score->n_tags; tag++)
    byline_json_writer_double (writer, get_tag_id (self, tag), details->kappa[tag]);
  byline_json_writer_close (writer, '}');
}

static void
write_schemas (BylineJsonWriter *writer, const char *member, const BylineSchemaCounts *counts)
{
  byline_json_writer_open (writer, member, '{');
  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    {
      byline_json_writer_open (writer, schema_names[schema], '{');
      byline_json_writer_uint (writer, "correct", counts[schema].correct);
      byline_json_writer_uint (writer, "incorrect", counts[schema].incorrect);
      byline_json_writer_uint (writer, "partial", counts[schema].partial);
      byline_json_writer_uint (writer, "missed", counts[schema].missed);
      byline_json_writer_uint (writer, "spurious", counts[schema].spurious);
      write_ratios (writer, byline_schema_get_ratios (schema, &counts[schema]));
      byline_json_writer_close (writer, '}');
    }
  byline_json_writer_close (writer, '}');
}

/* nervaluate has a row only for tags that occur; our own table has all. */
static void
write_table (const BylineResult *self, BylineJsonWriter *writer, const char *member, const BylineSchemaTable *table, gboolean all_tags)
{
  byline_json_writer_open (writer, member, '{');
  write_schemas (writer, "overall", table->overall);
  byline_json_writer_open (writer, "tags", '{');
  for (guint tag = 0; tag < self->score->n_tags; tag++)
    if (all_tags || table->occurs[tag])
      write_schemas (writer, get_tag_id (self, tag), table->tags[tag]);
  byline_json_writer_close (writer, '}');
  byline_json_writer_close (writer, '}');
}

/**
 * byline_result_write_details:
 * @self: a result with details
 * @writer: in the object of the result
 *
 * Writes the members that `--details` and `--nervaluate` add (docs/formats.md
 * section 5).
 */
void
byline_result_write_details (const BylineResult *self, BylineJsonWriter *writer)
{
  if (self->has_details)
    {
      if (self->guessing >= 0)
        byline_json_writer_uint (writer, "guessing_bp", self->guessing);
      else
        byline_json_writer_string (writer, "guessing_bp", NULL);
      byline_json_writer_double (writer, "f1_marks", self->details->f1_marks);
      write_characters (self, writer);
      write_table (self, writer, "semeval13", &self->details->best, TRUE);
    }
  if (self->has_nervaluate)
    write_table (self, writer, "nervaluate", &self->details->greedy, FALSE);
}

/**
 * byline_result_append_nervaluate:
 * @self: a result with details
 * @out: where it goes, four lines
 *
 * What nervaluate would count over all tags, under the names that it uses, for a
 * table that people read.
 */
void
byline_result_append_nervaluate (const BylineResult *self, GString *out)
{
  for (BylineSchema schema = 0; schema < BYLINE_N_SCHEMAS; schema++)
    {
      const BylineSchemaCounts *counts = &self->details->greedy.overall[schema];
      const BylineRatios ratios = byline_schema_get_ratios (schema, counts);

      g_string_append_printf (out, "  %-8s COR %u INC %u PAR %u MIS %u SPU %u  P %.3f R %.3f F1 %.3f\n", schema_names[schema], counts->correct,
                              counts->incorrect, counts->partial, counts->missed, counts->spurious, ratios.precision, ratios.recall, ratios.f1);
    }
}
