/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor-private.h"

#define MARGIN 10       /* percent by which the best must be better than the next */
#define TELLING 16      /* characters that are nowhere by chance */
#define CONTEXT_SURE 32 /* that the very same says which of the same words is meant */
/* Cells of a table that the edits of a long quote may take. */
#define CELLS_MAX (20 * 1000 * 1000)
/* Characters that are left out of the folded text before a quote, at most. */
#define LEFT_OUT_MAX 16
/* Blocks of 64 rows by text characters, about a second: strangers' files may
 * hold any number of quotes that are nowhere. */
#define BUDGET (250 * 1000 * 1000)
#define SHORT 8 /* quotes that are not in the index */
/* Fewer segments are not worth a second thread. */
#define ALONE_MAX 64
#define THREADS_MAX 4

/* One segment that is looked for. */
typedef struct
{
  const BylineSegment *segment;
  const BylineQuote *quote;
  gboolean everywhere; /* the same words at other places */
  gboolean anywhere;   /* anything like it in all of the text */
  BylineGrade grade;
  BylineHit hit;       /* where, in the article, unless it is an orphan */
} Job;

typedef struct
{
  BylineAnchorer anchorer;
  GArray *jobs;
  gboolean again; /* only those that are looked for anywhere */
  gint next;
} Work;

static BylineChars
fold (BylineFolded *folded, const char *text)
{
  byline_folded_init (folded, text != NULL ? text : "", text != NULL ? strlen (text) : 0);
  return (BylineChars) { folded->text, folded->length };
}

static void
sought_init (BylineSought *self, const BylineQuote *quote)
{
  self->quote = quote;
  self->exact = fold (&self->folded[0], quote->exact);
  self->prefix = fold (&self->folded[1], quote->prefix);
  self->suffix = fold (&self->folded[2], quote->suffix);
}

static void
sought_clear (BylineSought *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->folded); i++)
    byline_folded_clear (&self->folded[i]);
}

static gunichar *
dup_source (BylineAnchorer *self, guint start, guint end)
{
  gsize size;
  const char *text = byline_article_get_text (self->article, &size);
  const gsize first = byline_article_to_byte (self->article, start);

  return g_utf8_to_ucs4_fast (text + first, byline_article_to_byte (self->article, end) - first, NULL);
}

static gboolean
quote_stands (BylineArticle *article, guint place, const char *exact)
{
  const guint length = byline_article_get_length (article);
  gsize size, start;
  const char *text = byline_article_get_text (article, &size);

  if (place > length)
    return FALSE;
  start = byline_article_to_byte (article, place);
  return strlen (exact) <= size - start && memcmp (text + start, exact, strlen (exact)) == 0;
}

/* On the text that it was made on, a quote that stands where it should needs no
 * search. */
static gboolean
quote_agrees (BylineArticle *article, const Job *job)
{
  return quote_stands (article, job->segment->start, job->quote->exact)
         && g_utf8_strlen (job->quote->exact, -1) == job->segment->end - job->segment->start;
}

/* The end of a place in the article: accents belong to their letter. */
static guint
get_source_end (BylineAnchorer *self, const BylineFolded *folded, guint end)
{
  const guint stop = byline_folded_to_source (folded, end);
  guint at = byline_folded_to_source (folded, end - 1) + 1;
  gsize size;
  const char *text = byline_article_get_text (self->article, &size);

  for (guint n = 0; at < stop && n < LEFT_OUT_MAX; n++, at++)
    if (g_unichar_combining_class (g_utf8_get_char (text + byline_article_to_byte (self->article, at))) == 0)
      break;
  return at;
}

/* A place of the folded text in the article, with the edits that typography is. */
static BylineHit
get_source (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit)
{
  const BylineFolded *folded = byline_search_get_folded (self->search);
  const guint first = hit->start > 0 ? byline_folded_to_source (folded, hit->start - 1) + 1 : 0;
  const guint length = g_utf8_strlen (sought->quote->exact, -1);
  BylineHit place = { byline_folded_to_source (folded, hit->start), 0, 0 };
  g_autofree gunichar *was = NULL, *is = NULL;
  guint most;

  for (guint n = 0; hit->distance == 0 && n <= MIN (place.start - first, LEFT_OUT_MAX); n++)
    if (quote_stands (self->article, place.start - n, sought->quote->exact))
      return (BylineHit) { place.start - n, place.start - n + length, 0 };

  place.end = get_source_end (self, folded, hit->end);
  was = g_utf8_to_ucs4_fast (sought->quote->exact, -1, NULL);
  is = dup_source (self, place.start, place.end);
  most = MAX (hit->distance, CELLS_MAX / length);
  place.distance = byline_search_distance (was, length, is, place.end - place.start, most);
  if (place.distance > most)
    place.distance = MAX (1, hit->distance);
  return place;
}

static gboolean
has_context (const BylineSought *sought)
{
  return sought->prefix.length + sought->suffix.length >= BYLINE_ANCHOR_CONTEXT_MIN;
}

static gboolean
is_same_place (const BylineHit *a, const BylineHit *b)
{
  const guint start = MAX (a->start, b->start), end = MIN (a->end, b->end);

  return start < end && (end - start) * 2 > MIN (a->end - a->start, b->end - b->start);
}

/* The cheapest candidate within @max_distance, the old place on a tie. */
static const BylineCandidate *
find_best (const BylineSought *sought, GArray *candidates, guint max_distance)
{
  const BylineCandidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const BylineCandidate *candidate = &g_array_index (candidates, BylineCandidate, i);

      if (candidate->hit.distance > max_distance)
        continue;
      if (best == NULL || candidate->cost < best->cost || (candidate->cost == best->cost && candidate->hit.start == sought->place))
        best = candidate;
    }
  return best;
}

/* Another place that could as well be the passage. The very same words between the
 * very same words have no rival but their like, and what stands between the very same
 * words is always one, unless nothing has moved. */
static gboolean
has_rival (const BylineSought *sought, GArray *candidates, const BylineCandidate *best)
{
  const gboolean sure = sought->prefix.length + sought->suffix.length >= CONTEXT_SURE;
  const guint margin = sure && best->cost == 0 ? 1 : MARGIN * 10;
  const gboolean stayed = best->hit.start == sought->place && best->hit.distance == 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      const BylineCandidate *candidate = &g_array_index (candidates, BylineCandidate, i);

      if (is_same_place (&candidate->hit, &best->hit))
        continue;
      if (candidate->cost < best->cost + margin || (sure && !stayed && candidate->before + candidate->after == 0))
        return TRUE;
    }
  return FALSE;
}

/* Whether changed words whose surroundings agree on one side only have a like with
 * the words of the other side. */
static gboolean
is_other_half (BylineAnchorer *self, const BylineSought *sought, GArray *candidates, const BylineCandidate *best)
{
  const gboolean before = byline_surroundings_side_agrees (self, sought, best, -1);

  if (best->hit.distance == 0 || before == byline_surroundings_side_agrees (self, sought, best, 1))
    return FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      const BylineCandidate *candidate = &g_array_index (candidates, BylineCandidate, i);

      if (!is_same_place (&candidate->hit, &best->hit) && candidate->hit.distance <= best->hit.distance
          && byline_surroundings_touches (self, sought, &candidate->hit, before ? 1 : -1))
        return TRUE;
    }
  return FALSE;
}

/* Asks @differs of what stood and what stands beside a quote. */
static gboolean
ask_meaning (BylineAnchorer *self, const BylineSought *sought, const BylineHit *hit, BylineMeaningFunc differs)
{
  const BylineHit place = get_source (self, sought, hit);
  const char *known[] = { sought->quote->prefix, sought->quote->exact, sought->quote->suffix };
  const guint length = byline_article_get_length (self->article);
  BylineChars was[3], is[2];
  guint reach[2];
  gboolean result;

  for (guint i = 0; i < 3; i++)
    {
      glong n = 0;

      was[i].text = g_utf8_to_ucs4_fast (known[i] != NULL ? known[i] : "", -1, &n);
      was[i].length = n;
    }
  reach[0] = MIN (place.start, was[0].length + BYLINE_ANCHOR_CONTEXT_SLACK);
  reach[1] = MIN (length - place.end, was[2].length + BYLINE_ANCHOR_CONTEXT_SLACK);
  is[0] = (BylineChars) { dup_source (self, place.start - reach[0], place.start), reach[0] };
  is[1] = (BylineChars) { dup_source (self, place.end, place.end + reach[1]), reach[1] };

  result = differs (&was[1], &(BylineBeside) { was[0], was[2] }, &(BylineBeside) { is[0], is[1] });
  for (guint i = 0; i < 3; i++)
    g_free ((gunichar *) was[i].text);
  g_free ((gunichar *) is[0].text);
  g_free ((gunichar *) is[1].text);
  return result;
}

/* Whether the sentence around the same words has other digits now, while one side
 * disagrees and nothing beyond says that it is the same sentence. */
static gboolean
is_other_sentence (BylineAnchorer *self, const BylineSought *sought, const BylineCandidate *candidate)
{
  const BylineHit *hit = &candidate->hit;

  return hit->start != sought->place && ask_meaning (self, sought, hit, byline_meaning_other_digits)
         && byline_surroundings_count_beyond (self, sought, hit) < BYLINE_ANCHOR_BEYOND
         && !(byline_surroundings_side_agrees (self, sought, candidate, -1) && byline_surroundings_side_agrees (self, sought, candidate, 1));
}

/* Whether what stands between the old surroundings is so different that the very words
 * elsewhere, enough of them not to be there by chance, speak against it: rows of a
 * list that were exchanged. */
static gboolean
is_exchanged (const BylineSought *sought, const BylineCandidate *best, const BylineCandidate *same)
{
  return sought->exact.length >= TELLING && best->hit.distance * 100 >= sought->exact.length * MARGIN && !is_same_place (&same->hit, &best->hit);
}

/* The cheapest candidate, unless the very words stand where the passage may have
 * been too: then those, or neither. */
static const BylineCandidate *
choose (BylineAnchorer *self, const BylineSought *sought, GArray *candidates, BylineSurroundings *surroundings)
{
  const BylineCandidate *best = find_best (sought, candidates, G_MAXUINT), *same = find_best (sought, candidates, 0);

  *surroundings = BYLINE_AGREES;
  if (best == NULL || !has_context (sought))
    return best;
  *surroundings = byline_surroundings_closed (self, sought, best) ? BYLINE_DISAGREES : byline_surroundings_compare (self, sought, best);
  if (*surroundings == BYLINE_AGREES && is_other_half (self, sought, candidates, best))
    {
      *surroundings = BYLINE_DOUBTFUL;
      return same != NULL ? same : best;
    }
  if (same == NULL || same == best)
    return best;
  if (*surroundings == BYLINE_AGREES && is_exchanged (sought, best, same))
    {
      *surroundings = BYLINE_DOUBTFUL;
      return same;
    }
  if (is_same_place (&same->hit, &best->hit))
    return *surroundings == BYLINE_AGREES ? same : best;
  if (*surroundings != BYLINE_DISAGREES && !byline_surroundings_closed (self, sought, same) && byline_surroundings_compare (self, sought, same) == BYLINE_AGREES)
    {
      if (best->hit.distance * 100 < sought->exact.length * MARGIN)
        *surroundings = BYLINE_DOUBTFUL;
      else
        best = same;
    }
  return best;
}

/* Grades what was found so far; job->hit is where, unless it is an orphan. */
static void
grade (BylineAnchorer *self, const BylineSought *sought, GArray *candidates, Job *job)
{
  BylineSurroundings surroundings;
  const BylineCandidate *best = choose (self, sought, candidates, &surroundings);

  job->grade = BYLINE_GRADE_ORPHANED;
  if (surroundings == BYLINE_DISAGREES)
    {
      /* In other surroundings only the very same words are worth a look. */
      best = find_best (sought, candidates, 0);
      surroundings = BYLINE_DOUBTFUL;
    }
  if (best == NULL)
    return;

  job->hit = get_source (self, sought, &best->hit);
  if (job->hit.distance * 100 > (gsize) g_utf8_strlen (sought->quote->exact, -1) * BYLINE_ANCHOR_EDITS_MAX)
    job->grade = BYLINE_GRADE_ORPHANED;
  else if (surroundings == BYLINE_DOUBTFUL || has_rival (sought, candidates, best) || is_other_sentence (self, sought, best))
    job->grade = BYLINE_GRADE_AMBIGUOUS;
  else if (job->hit.distance > 0 || ask_meaning (self, sought, &best->hit, byline_meaning_differs))
    job->grade = BYLINE_GRADE_CHANGED;
  else
    job->grade = job->hit.start == job->segment->start ? BYLINE_GRADE_EXACT : BYLINE_GRADE_MOVED;
}

/* Finds one segment again. */
static void
find_again (BylineAnchorer *self, Job *job)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (BylineCandidate));
  BylineSought sought;

  sought_init (&sought, job->quote);
  sought.place = byline_folded_from_source (byline_search_get_folded (self->search), job->segment->start);
  job->grade = BYLINE_GRADE_ORPHANED;
  if (sought.exact.length > 0 && sought.exact.length / 2 <= self->length + 512)
    {
      byline_candidates_find_likely (self, &sought, job->everywhere, candidates);
      if (job->anywhere)
        byline_candidates_find (self, &sought, 0, self->length, candidates);
      grade (self, &sought, candidates, job);
    }
  else if (quote_agrees (self->article, job) && *job->quote->exact != '\0')
    {
      /* All of it is left out of the folded text. */
      job->grade = BYLINE_GRADE_EXACT;
    }
  sought_clear (&sought);
}

static gpointer
work (gpointer data)
{
  Work *self = data;

  for (;;)
    {
      const gint i = g_atomic_int_add (&self->next, 1);
      Job *job;

      if (i >= (gint) self->jobs->len)
        return NULL;
      job = &g_array_index (self->jobs, Job, i);
      if (!self->again || job->anywhere)
        find_again (&self->anchorer, job);
    }
}

/* Does all jobs, by as many threads as there are processors: none depends on
 * another. */
static void
do_jobs (Work *self, gboolean again)
{
  GThread *threads[THREADS_MAX];
  const guint n = self->jobs->len > ALONE_MAX ? MIN (THREADS_MAX, g_get_num_processors ()) : 1;

  self->again = again;
  self->next = 0;
  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_new ("anchor", work, self);
  work (self);
  for (guint i = 1; i < n; i++)
    g_thread_join (threads[i]);
}

/* Looks for each segment, first where pieces of it stand, then, within the budget
 * and in the order of the file, anywhere. */
static void
do_work (BylineArticle *article, GArray *jobs)
{
  Work self = { .anchorer = { .article = article }, .jobs = jobs };
  gint64 budget = BUDGET;
  gsize size;
  const char *text = byline_article_get_text (article, &size);
  gboolean again = FALSE;

  self.anchorer.search = byline_search_new (text, size);
  self.anchorer.text = byline_search_get_text (self.anchorer.search, &self.anchorer.length);
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = &g_array_index (jobs, Job, i);

      job->everywhere = budget > 0;
      budget -= g_utf8_strlen (job->quote->exact, -1) < SHORT ? self.anchorer.length / 4 : 0;
    }
  do_jobs (&self, FALSE);

  for (guint i = 0; i < jobs->len && budget > 0; i++)
    {
      Job *job = &g_array_index (jobs, Job, i);

      if (job->grade != BYLINE_GRADE_ORPHANED)
        continue;
      again = job->anywhere = TRUE;
      budget -= (gint64) self.anchorer.length * (MIN (g_utf8_strlen (job->quote->exact, -1), 256) / 64 + 1);
    }
  if (again)
    do_jobs (&self, TRUE);
  byline_search_free (self.anchorer.search);
}

static void
anchored_free (gpointer data)
{
  BylineAnchored *anchored = data;

  byline_span_clear (&anchored->span);
  g_free (anchored);
}

/* What became of a passage, from its segments. */
static BylineAnchored *
assemble (const Job *jobs, guint n)
{
  BylineAnchored *anchored = g_new0 (BylineAnchored, 1);

  for (guint i = 0; i < n; i++)
    {
      BylineGrade result = jobs[i].grade;

      if (result != BYLINE_GRADE_EXACT && i > 0 && jobs[i].hit.start < byline_span_end (&anchored->span))
        result = MAX (result, BYLINE_GRADE_AMBIGUOUS);
      anchored->grade = MAX (anchored->grade, result);
      anchored->distance += jobs[i].hit.distance;
      byline_span_append (&anchored->span, jobs[i].hit.start, jobs[i].hit.end);
    }

  if (anchored->grade == BYLINE_GRADE_ORPHANED)
    {
      byline_span_clear (&anchored->span);
      anchored->distance = 0;
    }
  return anchored;
}

/**
 * byline_anchor:
 * @article: the article as it is now
 * @annotations: work or a key, made on this text or another
 *
 * Finds each passage again. Made on this text, and with quotes that agree with
 * it, positions are taken as they are. Otherwise each segment is looked for by
 * its quote and the words around it, allowing for edits, and graded as
 * docs/formats.md, "Anchoring", says; the rules stand there too.
 *
 * Returns: (transfer full) (element-type BylineAnchored): one an annotation, in
 *   file order
 */
GPtrArray *
byline_anchor (BylineArticle *article, BylineAnnotations *annotations)
{
  const char *digest = byline_annotations_get_digest (annotations);
  const gboolean same_text = digest != NULL && g_str_equal (digest, byline_article_get_digest (article));
  const guint n = byline_annotations_get_size (annotations);
  GPtrArray *all = g_ptr_array_new_full (n, anchored_free);
  g_autoptr (GArray) jobs = g_array_new (FALSE, FALSE, sizeof (Job)); /* one a segment */
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Job)); /* those to be looked for */
  guint next = 0, next_open = 0;

  for (guint i = 0; i < n; i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (annotations, i);

      for (guint k = 0; k < annotation->span.n_segments; k++)
        {
          const BylineSegment *segment = &annotation->span.segments[k];
          Job job = { .segment = segment, .quote = g_ptr_array_index (annotation->quotes, k), .hit = { segment->start, segment->end, 0 } };

          if (!same_text || !quote_agrees (article, &job))
            {
              job.grade = BYLINE_GRADE_ORPHANED;
              g_array_append_val (open, job);
            }
          g_array_append_val (jobs, job);
        }
    }
  if (open->len > 0)
    do_work (article, open);

  for (guint i = 0; i < n; i++)
    {
      const guint n_segments = byline_annotations_get (annotations, i)->span.n_segments;

      for (guint k = next; k < next + n_segments; k++)
        if (g_array_index (jobs, Job, k).grade == BYLINE_GRADE_ORPHANED)
          g_array_index (jobs, Job, k) = g_array_index (open, Job, next_open++);
      g_ptr_array_add (all, assemble (&g_array_index (jobs, Job, next), n_segments));
      next += n_segments;
    }
  return all;
}

const char *
byline_grade_get_name (BylineGrade value)
{
  static const char *const names[] = { "exact", "moved", "changed", "ambiguous", "orphaned" };

  g_return_val_if_fail (value < G_N_ELEMENTS (names), NULL);
  return names[value];
}
