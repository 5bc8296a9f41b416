/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"

#include "score-core.h"

#include <stdlib.h>
#include <string.h>

/* Attempts that a thread takes at a time. */
#define CHUNK 16

/* An attempt on its way: what it says, and where its student stands. */
typedef struct
{
  const BylineHandin *handin;
  guint row;
  gboolean is_counting;
  BylineScore *score;
  BylineTagged marks;
  GError *error;
} Attempt;

/* What a thread works on at a time, with its memory. */
typedef struct
{
  BylineScorer *scorer;
  Attempt *attempts;
  guint n;
  BylineArena arena;
} Chunk;

static void
student_free (BylineReviewStudent *self)
{
  byline_score_free (self->score);
  g_free (self);
}

static void
damaged_free (BylineReviewDamaged *self)
{
  g_free (self->error);
  g_free (self);
}

static void
add_damaged (BylineReview *self, const BylineHandin *handin, const char *error)
{
  BylineReviewDamaged *damaged = g_new (BylineReviewDamaged, 1);

  *damaged = (BylineReviewDamaged) { handin->file, g_strdup (error) };
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
    order = compare_numbers (byline_annotations_get_attempt (one->handin->work), byline_annotations_get_attempt (two->handin->work));
  if (order == 0)
    order = g_strcmp0 (byline_annotations_get_committed (one->handin->work), byline_annotations_get_committed (two->handin->work));
  return order != 0 ? order : strcmp (one->handin->file, two->handin->file);
}

/* Every attempt of every student, the students in the order of the collection. */
static GArray *
list_attempts (const BylineHandins *handins)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL); /* the names are interned */
  GArray *attempts = g_array_new (FALSE, TRUE, sizeof (Attempt));

  for (guint i = 0; i < handins->students->len; i++)
    {
      const Attempt attempt = { .handin = g_ptr_array_index (handins->students, i), .row = i, .is_counting = TRUE };

      g_hash_table_insert (rows, (char *) attempt.handin->student, GUINT_TO_POINTER (i));
      g_array_append_val (attempts, attempt);
    }
  for (guint i = 0; i < handins->earlier->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->earlier, i);
      const Attempt attempt = { .handin = handin, .row = GPOINTER_TO_UINT (g_hash_table_lookup (rows, handin->student)) };

      g_assert (g_hash_table_contains (rows, handin->student));
      g_array_append_val (attempts, attempt);
    }
  g_array_sort (attempts, compare_attempts);
  return attempts;
}

static void
score_chunk (gpointer data, gpointer user_data G_GNUC_UNUSED)
{
  Chunk *chunk = data;

  for (guint i = 0; i < chunk->n; i++)
    {
      Attempt *attempt = &chunk->attempts[i];

      attempt->score = byline_scorer_score_marks (chunk->scorer, attempt->handin->work, &chunk->arena, &attempt->marks, &attempt->error);
    }
}

/* With all processors; each attempt has its place, so that the order is the same
 * whoever is first. The marks live in the chunks. */
static GArray *
score_attempts (BylineScorer *scorer, GArray *attempts)
{
  GArray *chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  GThreadPool *pool = g_thread_pool_new (score_chunk, NULL, (int) g_get_num_processors (), FALSE, NULL);

  for (guint at = 0; at < attempts->len; at += CHUNK)
    {
      const Chunk chunk = { scorer, &g_array_index (attempts, Attempt, at), MIN (CHUNK, attempts->len - at), BYLINE_ARENA_INIT };

      g_array_append_val (chunks, chunk);
    }
  for (guint i = 0; i < chunks->len; i++)
    g_thread_pool_push (pool, &g_array_index (chunks, Chunk, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return chunks;
}

static const char *
get_name (const BylineHandin *handin)
{
  const char *code_name = byline_annotations_get_code_name (handin->work);

  return code_name != NULL ? code_name : handin->student != NULL ? handin->student : handin->file;
}

/* The last attempt of each student that could be compared counts, the others are
 * earlier ones. The marks of those that count are appended to @tagged. */
static void
sort_out_attempts (BylineReview *self, GArray *attempts, GArray *tagged)
{
  guint n_earlier = 0;

  for (guint i = 0; i < attempts->len; i++)
    {
      Attempt *attempt = &g_array_index (attempts, Attempt, i);
      BylineReviewStudent *student;
      gboolean is_last = TRUE;

      if (attempt->score == NULL)
        {
          add_damaged (self, attempt->handin, attempt->error->message);
          g_clear_error (&attempt->error);
          continue;
        }

      for (guint next = i + 1; next < attempts->len && is_last && g_array_index (attempts, Attempt, next).row == attempt->row; next++)
        is_last = g_array_index (attempts, Attempt, next).score == NULL;
      student = g_new (BylineReviewStudent, 1);
      *student = (BylineReviewStudent) { .handin = attempt->handin, .name = get_name (attempt->handin), .score = attempt->score };
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
      g_array_append_val (tagged, attempt->marks);
    }
}

/* Each segment is a unit. */
static void
measure_agreement (BylineReview *self, const BylineScoreKey *key, const BylineTagged *students, guint n_students)
{
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (BylineUnit));

  for (guint student = 0; student < n_students; student++)
    for (guint i = 0; i < students[student].n; i++)
      for (guint segment = 0; segment < students[student].spans[i].n_segments; segment++)
        {
          const BylineUnit unit = { students[student].spans[i].segments[segment], student, students[student].tags[i] };

          g_array_append_val (units, unit);
        }
  byline_alpha_u ((const BylineUnit *) (void *) units->data, units->len, n_students, key->n_tags,
                  byline_segmentation_get_length (key->normaliser.segmentation), &self->alpha, self->tag_alphas);
}

static void
measure_class (BylineReview *self, const BylineScoreKey *key, const BylineTagged *tagged)
{
  const guint n_students = self->students->len;
  g_autofree const BylineScore **scores = g_new (const BylineScore *, (gsize) n_students + 1);

  for (guint i = 0; i < n_students; i++)
    scores[i] = ((BylineReviewStudent *) g_ptr_array_index (self->students, i))->score;
  self->items = byline_classroom_get_items (key, scores, n_students);
  for (guint tag = 0; tag < self->n_tags; tag++)
    self->heat[tag] = byline_classroom_get_heat (tagged, n_students, tag, byline_segmentation_get_length (key->normaliser.segmentation));
  self->disputed = byline_classroom_get_disputed (key, tagged, n_students);
  self->unkeyed = byline_classroom_get_unkeyed (key, tagged, n_students);
  if (self->has_alpha)
    measure_agreement (self, key, tagged, n_students);
}

/**
 * byline_review_new:
 * @scorer: the article with its key, tag set and settings
 * @handins: what was collected for this article
 * @with_alpha: also measure how far the students agree
 *
 * Compares every attempt with the key and says what the class did: docs/scoring.md
 * section 8. Nothing depends on the order of the files. An attempt with a tag that
 * the set lacks is damaged; the student's next older one counts then. Uses all
 * processors, and may be called in any thread.
 *
 * Returns: (transfer full): free with byline_review_free() before @scorer and @handins
 */
BylineReview *
byline_review_new (BylineScorer *scorer, const BylineHandins *handins, gboolean with_alpha)
{
  const BylineScoreKey *key = byline_scorer_get_score_key (scorer);
  BylineReview *self = g_new0 (BylineReview, 1);
  g_autoptr (GArray) attempts = list_attempts (handins);
  g_autoptr (GArray) chunks = score_attempts (scorer, attempts);
  g_autoptr (GArray) tagged = g_array_new (FALSE, FALSE, sizeof (BylineTagged));

  self->scorer = scorer;
  self->handins = handins;
  self->n_tags = key->n_tags;
  self->has_alpha = with_alpha;
  self->students = g_ptr_array_new_with_free_func ((GDestroyNotify) student_free);
  self->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) student_free);
  self->damaged = g_ptr_array_new_with_free_func ((GDestroyNotify) damaged_free);

  for (guint i = 0; i < handins->damaged->len; i++)
    {
      const BylineHandin *handin = g_ptr_array_index (handins->damaged, i);

      add_damaged (self, handin, handin->error);
    }
  sort_out_attempts (self, attempts, tagged);
  g_ptr_array_sort (self->damaged, compare_damaged);
  measure_class (self, key, (const BylineTagged *) (void *) tagged->data);

  for (guint i = 0; i < chunks->len; i++)
    byline_arena_clear (&g_array_index (chunks, Chunk, i).arena);
  return self;
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
  g_free (self);
}
