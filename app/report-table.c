/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-class.h"

#include "columns.h"
#include "config.h"
#include "progress.h"
#include "score-core.h"

#include <glib/gi18n.h>
#include <math.h>

#define NAME_WIDTH 24
#define NUMBER_WIDTH 8

static void
append_number (GString *out, guint number)
{
  g_string_append_printf (out, "%*u", NUMBER_WIDTH, number);
}

static void
append_percent (GString *out, guint bp)
{
  g_string_append_printf (out, "%*u %%", NUMBER_WIDTH - 2, (bp + 50) / 100);
}

/* What the last attempt before this one came to, and what has changed since. */
static void
append_progress (const BylineClassReport *self, const BylineReviewStudent *student, GString *out)
{
  const BylineReviewStudent *before;
  guint counts[BYLINE_N_PROGRESSES];

  if (student->n_earlier == 0)
    return;

  before = g_ptr_array_index (self->review->earlier, student->first_earlier + student->n_earlier - 1);
  byline_progress_count (before->record->answers, student->record->answers, student->record->n_items, counts);
  /* Translators: beside a student who tried again: the result of the attempt before,
   * and how many passages went better and worse this time. */
  g_string_append_printf (out, _ ("   before: %u %%; better %u, worse %u"), (before->record->score_bp + 50) / 100,
                          counts[BYLINE_PROGRESS_BETTER], counts[BYLINE_PROGRESS_WORSE]);
}

static void
append_students (const BylineClassReport *self, GString *out)
{
  const GPtrArray *students = self->review->students;

  if (students->len == 0)
    return;

  byline_columns_append (out, _ ("Code name"), -NAME_WIDTH);
  /* Translators: heads of narrow columns, 7 letters at most. */
  byline_columns_append (out, _ ("Result"), NUMBER_WIDTH);
  byline_columns_append (out, C_ ("narrow column", "Found"), NUMBER_WIDTH);
  byline_columns_append (out, _ ("Marks"), NUMBER_WIDTH);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < students->len; i++)
    {
      const BylineReviewStudent *student = g_ptr_array_index (students, i);

      byline_columns_append (out, student->name, -NAME_WIDTH);
      append_percent (out, student->record->score_bp);
      append_number (out, byline_record_count_found (student->record));
      append_number (out, student->record->marks);
      append_progress (self, student, out);
      g_string_append_c (out, '\n');
      byline_report_class_flow (self, out);
    }
  byline_columns_append (out, _ ("Mean"), -NAME_WIDTH);
  append_percent (out, byline_report_class_get_mean (self));
  g_string_append_c (out, '\n');
}

static void
append_flags (const BylineItemStatistics *item, GString *out)
{
  if (item->should_check)
    g_string_append_printf (out, "  [%s]", _ ("check the key"));
  if (item->is_hard)
    g_string_append_printf (out, "  [%s]", _ ("hard"));
  if (item->is_easy)
    g_string_append_printf (out, "  [%s]", _ ("easy"));
}

static void
append_items (const BylineClassReport *self, GString *out)
{
  const BylineScoreKey *key = byline_scorer_get_score_key (self->review->scorer);
  g_autoptr (GArray) items = byline_report_class_sort_items (self);

  if (items->len == 0)
    return;

  g_string_append_printf (out, "\n%s\n", _ ("Passages of the key, the most split first"));
  byline_columns_append (out, C_ ("narrow column", "Found"), NUMBER_WIDTH);
  byline_columns_append (out, C_ ("narrow column", "Edges"), NUMBER_WIDTH);
  /* Translators: heads of narrow columns, 7 letters at most: students who gave the passage
   * another tag, those who did not mark it, and how divided the class is. */
  byline_columns_append (out, C_ ("narrow column", "Other"), NUMBER_WIDTH);
  byline_columns_append (out, C_ ("narrow column", "None"), NUMBER_WIDTH);
  byline_columns_append (out, C_ ("narrow column", "Split"), NUMBER_WIDTH);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < items->len; i++)
    {
      const BylineItemStatistics *item = &g_array_index (items, BylineItemStatistics, i);
      g_autofree char *quote = byline_report_class_quote_item (self, item->item);

      append_number (out, item->n_found);
      append_number (out, item->n_edges);
      append_number (out, self->review->students->len - item->n_found - item->n_edges - item->n_none);
      append_number (out, item->n_none);
      append_percent (out, item->split);
      /* Translators: a tag and the words of a passage. */
      g_string_append_printf (out, _ ("  %s “%s”"), byline_report_class_get_label (self, key->items[item->item].tag), quote);
      append_flags (item, out);
      g_string_append_c (out, '\n');
    }
}

static void
append_passages (const BylineClassReport *self, const char *heading, GArray *passages, GString *out)
{
  if (passages->len > 0)
    g_string_append_printf (out, "\n%s\n", heading);
  for (guint i = 0; i < passages->len; i++)
    {
      const BylinePassage *passage = &g_array_index (passages, BylinePassage, i);
      g_autofree char *quote = byline_report_class_quote (self, passage->start, passage->end);
      g_autofree char *numbers = passage->min == passage->max ? g_strdup_printf ("%u", passage->min) : g_strdup_printf ("%u–%u", passage->min, passage->max);

      byline_columns_append (out, numbers, NUMBER_WIDTH);
      g_string_append_printf (out, _ ("  %s “%s”"), byline_report_class_get_label (self, passage->tag), quote);
      g_string_append_c (out, '\n');
    }
}

static void
append_alpha (const char *name, double alpha, GString *out)
{
  byline_columns_append (out, name, -NAME_WIDTH);
  if (isnan (alpha))
    g_string_append_printf (out, "%*s\n", NUMBER_WIDTH, "–");
  else if (alpha < 0)
    g_string_append_printf (out, "%*.2f  %s\n", NUMBER_WIDTH, 0.0, _ ("below chance"));
  else
    g_string_append_printf (out, "%*.2f\n", NUMBER_WIDTH, alpha);
}

static void
append_agreement (const BylineClassReport *self, GString *out)
{
  if (!self->review->options.has_alpha)
    return;

  g_string_append_printf (out, "\n%s\n", _ ("How far the class agrees (Krippendorff’s alpha_U)"));
  append_alpha (_ ("All tags"), self->review->alpha.alpha, out);
  for (guint tag = 0; tag < self->review->n_tags; tag++)
    append_alpha (byline_report_class_get_label (self, tag), self->review->tag_alphas[tag].alpha, out);
}

static void
append_files (const char *heading, const GPtrArray *handins, GString *out)
{
  if (handins->len > 0)
    g_string_append_printf (out, "\n%s\n", heading);
  for (guint i = 0; i < handins->len; i++)
    {
      g_string_append (out, "  ");
      byline_columns_append (out, ((const BylineHandin *) g_ptr_array_index (handins, i))->file, 0);
      g_string_append_c (out, '\n');
    }
}

static void
append_collection (const BylineClassReport *self, GString *out)
{
  const BylineHandins *handins = self->review->handins;

  for (guint i = 0; i < handins->conflicts->len; i++)
    append_files (_ ("In conflict: two people with the same code name, or the same attempt with different tags"), g_ptr_array_index (handins->conflicts, i), out);
  append_files (_ ("Not handed in yet"), handins->drafts, out);
  append_files (_ ("Of another pack or article"), handins->strangers, out);
  append_files (_ ("Copies of another file"), handins->duplicates, out);
  if (self->review->damaged->len > 0)
    g_string_append_printf (out, "\n%s\n", _ ("Damaged"));
  for (guint i = 0; i < self->review->damaged->len; i++)
    {
      const BylineReviewDamaged *damaged = g_ptr_array_index (self->review->damaged, i);

      g_string_append (out, "  ");
      byline_columns_append (out, damaged->file, 0);
      g_string_append (out, ": ");
      byline_columns_append (out, damaged->error, 0);
      g_string_append_c (out, '\n');
    }
  if (handins->missing->len > 0)
    g_string_append_printf (out, "\n%s\n", _ ("Missing"));
  for (guint i = 0; i < handins->missing->len; i++)
    {
      g_string_append (out, "  ");
      byline_columns_append (out, g_ptr_array_index (handins->missing, i), 0);
      g_string_append_c (out, '\n');
    }
}

/**
 * byline_report_class_table:
 *
 * Writes a review for a teacher at a terminal, in the language of the messages.
 */
void
byline_report_class_table (const BylineClassReport *self, GString *out)
{
  const guint n = self->review->students->len;

  byline_columns_append (out, self->title, 0);
  g_string_append_printf (out, ngettext (": %u student\n\n", ": %u students\n\n", n), n);
  append_students (self, out);
  append_items (self, out);
  append_passages (self, _ ("Disputed passages: students who gave them the tag"), self->review->disputed, out);
  append_passages (self, _ ("Candidates for the key: half the class marked them, and the key has nothing there"), self->review->unkeyed, out);
  append_agreement (self, out);
  append_collection (self, out);
}
