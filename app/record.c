/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include "result.h"
#include "score-core.h"

#include <string.h>

void
byline_record_free (BylineRecord *self)
{
  g_free (self->error);
  g_free (self->layers);
  g_free (self->answers);
  g_free (self);
}

/**
 * byline_answers_init:
 * @answers: (out caller-allocates): as many as the score has items
 */
void
byline_answers_init (BylineAnswer *answers, const BylineScore *score)
{
  for (guint i = 0; i < score->n_items; i++)
    {
      const BylineItemResult *item = &score->items[i];

      answers[i] = (BylineAnswer) {
        .credit_pt = item->credit_pt, .overlap_bp = item->overlap_bp, .outcome = item->outcome,
        .tag = item->span >= 0 ? score->spans[item->span].tag : BYLINE_ANSWER_NO_TAG,
      };
    }
}

/* Each segment is a unit. */
static void
append_marks (BylineRecord *self, const BylineTagged *marks, GString *aside)
{
  for (guint i = 0; i < marks->n; i++)
    for (guint segment = 0; segment < marks->spans[i].n_segments; segment++)
      {
        const BylineUnit unit = { marks->spans[i].segments[segment], 0, marks->tags[i] };

        g_string_append_len (aside, (const char *) &unit, sizeof unit);
        self->n_units++;
      }
}

static void
append_row (BylineRecord *self, const BylineRecorder *recorder, const char *file, BylineAnnotations *work, const BylineScore *score, GString *aside)
{
  const gsize begin = aside->len;
  g_autofree BylineDetails *details = recorder->has_details ? byline_scorer_get_details (recorder->scorer, work, score) : NULL;
  const BylineResult result = {
    .file = file, .key = byline_scorer_get_key (recorder->scorer), .tags = byline_scorer_get_tags (recorder->scorer), .work = work,
    .score = score, .details = details, .has_details = recorder->has_details, .guessing = recorder->guessing,
  };

  recorder->write_row (&result, aside);
  self->row_size = aside->len - begin;
}

/* With the NUL at the end of each. */
static void
append_warnings (BylineRecord *self, const GPtrArray *warnings, GString *aside)
{
  const gsize begin = aside->len;

  for (guint i = 0; i < warnings->len; i++)
    {
      const char *warning = g_ptr_array_index (warnings, i);

      g_string_append_len (aside, warning, strlen (warning) + 1);
    }
  self->warnings_size = aside->len - begin;
}

/**
 * byline_record_new:
 * @recorder: how
 * @file: the work's name, as results have it
 * @work: what was handed in; not needed any more when this returns
 *
 * Compares an attempt with the key and keeps what will be asked for. In any thread.
 *
 * Returns: (transfer full): free with byline_record_free()
 */
BylineRecord *
byline_record_new (const BylineRecorder *recorder, const char *file, BylineAnnotations *work)
{
  BylineRecord *self = g_new0 (BylineRecord, 1);
  g_auto (BylineArena) arena = BYLINE_ARENA_INIT;
  g_autoptr (GString) aside = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  BylineTagged marks;
  g_autoptr (BylineScore) score = byline_scorer_score_marks (recorder->scorer, work, &arena, recorder->has_figures ? &marks : NULL, &error);

  if (score == NULL)
    {
      self->error = g_strdup (error->message);
      return self;
    }

  self->score_bp = score->score_bp;
  self->required = score->required;
  self->marks = score->marks;
  self->n_layers = score->n_layers;
  self->layers = g_memdup2 (score->layers, score->n_layers * sizeof *score->layers);
  if (recorder->has_figures)
    {
      self->n_items = score->n_items;
      self->answers = g_new (BylineAnswer, score->n_items);
      byline_answers_init (self->answers, score);
      append_marks (self, &marks, aside);
    }
  if (recorder->write_row != NULL)
    append_row (self, recorder, file, work, score, aside);
  append_warnings (self, score->warnings, aside);
  self->place = byline_spool_add (recorder->spool, aside->str, aside->len);
  return self;
}

/**
 * byline_record_append_units:
 * @spool: where it was recorded
 * @rater: what to call the student
 * @units: (element-type BylineUnit): what was marked, in normal form, goes to its end
 */
void
byline_record_append_units (const BylineRecord *self, BylineSpool *spool, guint rater, GArray *units)
{
  const guint begin = units->len;

  if (self->n_units == 0)
    return;
  g_array_set_size (units, begin + self->n_units);
  byline_spool_read (spool, self->place, units->data + begin * sizeof (BylineUnit), self->n_units * sizeof (BylineUnit));
  for (guint i = begin; i < units->len; i++)
    g_array_index (units, BylineUnit, i).rater = rater;
}

/**
 * byline_record_append_row:
 *
 * Says of the attempt what its recorder had written.
 */
void
byline_record_append_row (const BylineRecord *self, BylineSpool *spool, GString *out)
{
  const gsize begin = out->len;

  g_string_set_size (out, begin + self->row_size);
  byline_spool_read (spool, self->place + self->n_units * sizeof (BylineUnit), out->str + begin, self->row_size);
}

/**
 * byline_record_get_warnings:
 *
 * Returns: (transfer full) (element-type utf8): sentences about the work and the key
 */
GPtrArray *
byline_record_get_warnings (const BylineRecord *self, BylineSpool *spool)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = g_malloc (self->warnings_size + 1);

  byline_spool_read (spool, self->place + self->n_units * sizeof (BylineUnit) + self->row_size, all, self->warnings_size);
  for (const char *at = all; at < all + self->warnings_size; at += strlen (at) + 1)
    g_ptr_array_add (warnings, g_strdup (at));
  return warnings;
}

guint
byline_record_count_found (const BylineRecord *self)
{
  guint found = 0;

  for (guint i = 0; i < self->n_layers; i++)
    found += self->layers[i].found;
  return found;
}
