/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"

#include "score-core.h"

#include <string.h>

/* An attempt on its way: what it says, and where its student stands. */
typedef struct
{
  const BylineHandin *handin;
  guint row;
  gboolean is_counting;
  const BylineRecord *record;
} Attempt;

/**
 * byline_review_new:
 * @scorer: the article with its key, tag set and settings
 * @options: what will be asked
 *
 * Returns: (transfer full): a review that has read nothing yet; free with
 *   byline_review_free() before @scorer
 */
BylineReview *
byline_review_new (BylineScorer *scorer, const BylineReviewOptions *options)
{
  BylineReview *self = g_new0 (BylineReview, 1);

  self->scorer = scorer;
  self->options = *options;
  self->n_tags = byline_tag_set_get_size (byline_scorer_get_tags (scorer));
  self->students = g_ptr_array_new_with_free_func (g_free);
  self->earlier = g_ptr_array_new_with_free_func (g_free);
  self->damaged = g_ptr_array_new_with_free_func (g_free);
  self->items = g_array_new (FALSE, TRUE, sizeof (BylineItemStatistics));
  for (guint tag = 0; tag < self->n_tags; tag++)
    self->heat[tag] = g_array_new (FALSE, FALSE, sizeof (BylineHeatRun));
  self->disputed = g_array_new (FALSE, FALSE, sizeof (BylinePassage));
  self->unkeyed = g_array_new (FALSE, FALSE, sizeof (BylinePassage));

  g_mutex_init (&self->lock);
  self->records = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) byline_record_free);
  self->spool = byline_spool_new (NULL);
  self->recorder = (BylineRecorder) {
    .scorer = scorer, .spool = self->spool, .has_figures = options->has_figures, .has_details = options->has_details,
    .guessing = options->has_details ? byline_scorer_get_guessing (scorer) : -1, .write_row = options->write_row,
  };
  return self;
}

/**
 * byline_review_read:
 * @handin: finished work of the article, of the collection
 * @work: what it says
 * @self: (type BylineReview): a review that is not finished
 *
 * Compares an attempt with the key while its work is in memory; which attempts count is
 * told by byline_review_finish().
 */
void
byline_review_read (const BylineHandin *handin, BylineAnnotations *work, gpointer data)
{
  BylineReview *self = data;
  BylineRecord *record = byline_record_new (&self->recorder, handin->file, work);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->records, (gpointer) handin, record);
}

static void
add_damaged (BylineReview *self, const BylineHandin *handin, const char *error)
{
  BylineReviewDamaged *damaged = g_new (BylineReviewDamaged, 1);

  *damaged = (BylineReviewDamaged) { handin->file, error };
  g_ptr_array_add (self->damaged, damaged);
}

static int
compare_damaged (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(BylineReviewDamaged *const *) a)->file, (*(BylineReviewDamaged *const *) b)->file);
}

static int
compare_numbers (guint a, guint b)
{
  return (a > b) - (a < b);
}

/* By student and then by age; what counts is the last of all. */
static int
compare_attempts (gconstpointer a, gconstpointer b)
{
  const Attempt *one = a, *two = b;
  int order = compare_numbers (one->row, two->row);

  if (order == 0)
    order = one->is_counting - two->is_counting;
  if (order == 0)
    order = compare_numbers (one->handin->attempt, two->handin->attempt);
  if (order == 0)
    order = g_strcmp0 (one->handin->committed, two->handin->committed);
  return order != 0 ? order : strcmp (one->handin->file, two->handin->file);
}

/* One that was not read along is compared now; for that its work must have been kept. */
static const BylineRecord *
find_record (BylineReview *self, const BylineHandin *handin)
{
  if (!g_hash_table_contains (self->records, handin))
    byline_review_read (handin, handin->work, self);
  return g_hash_table_lookup (self->records, handin);
}

/* Every attempt of every student, the students in the order of the collection. */
static GArray *
list_attempts (BylineReview *self)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL); /* the names are interned */
  GArray *attempts = g_array_new (FALSE, TRUE, sizeof (Attempt));

  for (guint i = 0; i < self->handins->students->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (self->handins->students, i);
      const Attempt attempt = { handin, i, TRUE, find_record (self, handin) };

      g_hash_table_insert (rows, (char *) handin->student, GUINT_TO_POINTER (i));
      g_array_append_val (attempts, attempt);
    }
  for (guint i = 0; i < self->handins->earlier->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (self->handins->earlier, i);
      const Attempt attempt = { handin, GPOINTER_TO_UINT (g_hash_table_lookup (rows, handin->student)), FALSE, find_record (self, handin) };

      g_assert (g_hash_table_contains (rows, handin->student));
      g_array_append_val (attempts, attempt);
    }
  g_array_sort (attempts, compare_attempts);
  return attempts;
}

static const char *
get_name (const BylineHandin *handin)
{
  return handin->code_name != NULL ? handin->code_name : handin->student != NULL ? handin->student : handin->file;
}

/* The last attempt of each student that could be compared counts, the others are
 * earlier ones. */
static void
sort_out_attempts (BylineReview *self, GArray *attempts)
{
  guint n_earlier = 0;

  for (guint i = 0; i < attempts->len; i++)
    {
      const Attempt *attempt = &g_array_index (attempts, Attempt, i);
      BylineReviewStudent *student;
      gboolean is_last = TRUE;

      if (attempt->record->error != NULL)
        {
          add_damaged (self, attempt->handin, attempt->record->error);
          continue;
        }

      for (guint next = i + 1; next < attempts->len && is_last && g_array_index (attempts, Attempt, next).row == attempt->row; next++)
        is_last = g_array_index (attempts, Attempt, next).record->error != NULL;
      student = g_new (BylineReviewStudent, 1);
      *student = (BylineReviewStudent) { .handin = attempt->handin, .name = get_name (attempt->handin), .record = attempt->record };
      if (!is_last)
        {
          g_ptr_array_add (self->earlier, student);
          n_earlier++;
          continue;
        }
      student->first_earlier = self->earlier->len - n_earlier;
      student->n_earlier = n_earlier;
      n_earlier = 0;
      g_ptr_array_add (self->students, student);
    }
}

static const BylineRecord *
get_record (const BylineReview *self, guint student)
{
  return ((const BylineReviewStudent *) g_ptr_array_index (self->students, student))->record;
}

static void
measure_items (BylineReview *self, const BylineScoreKey *key)
{
  const guint n = self->students->len;
  g_autofree const BylineAnswer **answers = g_new (const BylineAnswer *, (gsize) n + 1);

  for (guint i = 0; i < n; i++)
    answers[i] = get_record (self, i)->answers;
  g_array_unref (self->items);
  self->items = byline_classroom_get_items (key, answers, n);
}

/* Tag by tag and student by student, so that the marks of all are never in memory. */
static void
measure_heat (BylineReview *self, const BylineScoreKey *key)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));

  for (guint tag = 0; tag < self->n_tags; tag++)
    {
      g_auto (BylineHeat) heat = { 0 };

      byline_heat_init (&heat, tag, byline_segmentation_get_length (key->normaliser.segmentation));
      for (guint i = 0; i < self->students->len; i++)
        {
          g_array_set_size (units, 0);
          byline_record_append_units (get_record (self, i), self->spool, i, units);
          byline_heat_add (&heat, (const BylineUnit *) (void *) units->data, units->len);
        }
      byline_heat_sum (&heat);
      g_array_unref (self->heat[tag]);
      self->heat[tag] = byline_heat_get_runs (&heat);
      byline_heat_find_disputed (&heat, key, self->disputed);
      byline_heat_find_unkeyed (&heat, key, self->unkeyed);
    }
  byline_heat_sort_disputed (self->disputed);
  byline_heat_sort_unkeyed (self->unkeyed);
}

static void
measure_agreement (BylineReview *self, const BylineScoreKey *key)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));

  for (guint i = 0; i < self->students->len; i++)
    byline_record_append_units (get_record (self, i), self->spool, i, units);
  byline_alpha_u ((const BylineUnit *) (void *) units->data, units->len, self->students->len, key->n_tags,
                  byline_segmentation_get_length (key->normaliser.segmentation), &self->alpha, self->tag_alphas);
}

/**
 * byline_review_finish:
 * @handins: what was collected for this article
 *
 * Says what the class did: docs/scoring.md section 8. Nothing depends on the order of
 * the files. An attempt with a tag that the set lacks is damaged; the student's next
 * older one counts then. What was not read along is compared now, from the works that
 * the collection keeps. May be called in any thread, once.
 *
 * Returns: whether all that had been put aside could be read again; %FALSE with
 *   %G_FILE_ERROR
 */
gboolean
byline_review_finish (BylineReview *self, const BylineHandins *handins, GError **error)
{
  const BylineScoreKey *key = byline_scorer_get_score_key (self->scorer);
  g_autoptr (GArray) attempts = NULL;

  self->handins = handins;
  attempts = list_attempts (self);
  for (guint i = 0; i < handins->damaged->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->damaged, i);

      add_damaged (self, handin, handin->error);
    }
  sort_out_attempts (self, attempts);
  g_ptr_array_sort (self->damaged, compare_damaged);

  if (self->options.has_figures)
    {
      measure_items (self, key);
      measure_heat (self, key);
    }
  if (self->options.has_figures && self->options.has_alpha)
    measure_agreement (self, key);
  return byline_review_check (self, error);
}

/**
 * byline_review_append_row:
 *
 * Says of an attempt what #BylineReviewOptions.write_row wrote.
 */
void
byline_review_append_row (const BylineReview *self, const BylineReviewStudent *student, GString *out)
{
  byline_record_append_row (student->record, self->spool, out);
}

/**
 * byline_review_get_warnings:
 *
 * Returns: (transfer full) (element-type utf8): what was left out of the student's work
 *   or the key
 */
GPtrArray *
byline_review_get_warnings (const BylineReview *self, const BylineReviewStudent *student)
{
  return byline_record_get_warnings (student->record, self->spool);
}

/**
 * byline_review_check:
 *
 * Returns: whether all rows and warnings so far could be read again; %FALSE with
 *   %G_FILE_ERROR
 */
gboolean
byline_review_check (const BylineReview *self, GError **error)
{
  return byline_spool_check (self->spool, error);
}

void
byline_review_free (BylineReview *self)
{
  for (guint tag = 0; tag < self->n_tags; tag++)
    g_array_unref (self->heat[tag]);
  g_array_unref (self->items);
  g_array_unref (self->disputed);
  g_array_unref (self->unkeyed);
  g_ptr_array_unref (self->students);
  g_ptr_array_unref (self->earlier);
  g_ptr_array_unref (self->damaged);
  g_hash_table_unref (self->records);
  byline_spool_free (self->spool);
  g_mutex_clear (&self->lock);
  g_free (self);
}
