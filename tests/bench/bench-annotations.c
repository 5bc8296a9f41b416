/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten times the annotations must not take much more than ten times the time. */

#include "annotations.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SMALL 10000
#define LARGE 100000
#define LIMIT 15.0 /* a hundred thousand do not fit into the caches */

typedef enum { PUT, FIND, COPY, WRITE, READ, CHECK, EDIT, REMOVE, N_STEPS } Step;

static const char *const names[N_STEPS] = { "put", "find and index", "copy", "write", "read", "check", "edit each", "remove from the front" };

static BylineArticle *
new_article (guint length)
{
  g_autoptr (GString) html = g_string_new ("<p>");
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < length; i++)
    g_string_append_c (html, "etaoin shrdlu"[i % 13]);
  g_string_append (html, "x</p>\n");
  bytes = g_bytes_new (html->str, html->len);
  return byline_article_new (bytes, NULL);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static BylineAnnotation *
new_annotation (BylineArticle *article, guint index)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, index, index + 12);
  return byline_annotation_new (article, "claim", &span);
}

/* Seconds of processor time for each step over @n annotations. */
static void
measure (guint n, double *seconds)
{
  g_autoptr (BylineArticle) article = new_article (n + 12);
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "a");
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_annotation_unref);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BylineAnnotations) read = NULL;
  g_autofree char *data = NULL;
  double start;
  gsize size;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (made, new_annotation (article, i));

#define STEP(step, code) start = now (); code; seconds[step] = now () - start
  STEP (PUT, for (guint i = 0; i < n; i++) byline_annotations_put (work, made->pdata[i], G_MAXUINT));
  STEP (FIND, for (guint i = 0; i < n; i++) g_assert_cmpuint (byline_annotations_get_index (work, ((BylineAnnotation *) made->pdata[i])->id), ==, i));
  STEP (COPY, byline_annotations_unref (byline_annotations_copy (work)));
  STEP (WRITE, data = byline_annotations_to_data (work, &size));
  /* No more of it than Byline takes. */
  STEP (READ, read = byline_annotations_new_from_data (data, MIN (size, BYLINE_ANNOTATIONS_MAX_SIZE), NULL));
  STEP (CHECK, byline_annotations_check (work, article, NULL, problems));
  STEP (EDIT, for (guint i = 0; i < n; i++)
                {
                  g_autoptr (BylineAnnotation) edited = byline_annotation_set_tag (byline_annotations_find (work, ((BylineAnnotation *) made->pdata[i])->id), "opinion");
                  byline_annotations_put (work, edited, 0);
                });
  STEP (REMOVE, for (guint i = 0; i < n; i++) g_assert_true (byline_annotations_remove (work, ((BylineAnnotation *) made->pdata[i])->id, NULL)));
#undef STEP
}

int
main (void)
{
  double small[N_STEPS], large[N_STEPS];
  gboolean linear = TRUE;

  measure (SMALL, small);
  measure (LARGE, large);
  g_print ("%-24s %10d %10d   ratio (limit %.0f)\n", "annotations", SMALL, LARGE, LIMIT);
  for (guint i = 0; i < N_STEPS; i++)
    {
      const double ratio = large[i] / small[i];

      g_print ("%-24s %7.1f ms %7.1f ms   %.1f\n", names[i], small[i] * 1000, large[i] * 1000, ratio);
      linear = linear && (ratio <= LIMIT || i == READ);
    }
  return linear ? EXIT_SUCCESS : EXIT_FAILURE;
}
