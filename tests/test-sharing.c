/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <string.h>

/* Work is written in a thread while it is being changed: what both hold must not
 * be counted by two at once. */

#define ROUNDS 8
#define WRITES 150
#define COPIES 4000
#define MARKS 3

typedef struct
{
  BylineAnnotations *work;
  BylineHistory *history;
  gsize size;
} Job;

static BylineArticle *
article_new (void)
{
  g_autoptr (GBytes) html = g_bytes_new_static ("<p>The mill stands still, and nobody in the village knows why.</p>\n", 67);

  return byline_article_new (html, NULL);
}

static void
put (BylineHistory *history, BylineArticle *article, guint start)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  byline_span_init_range (&span, start, start + 4);
  annotation = byline_annotation_new (article, "claim", &span);
  byline_history_put (history, annotation);
}

static gpointer
write_cb (gpointer data)
{
  Job *job = data;
  gsize log_size;

  for (guint i = 0; i < WRITES; i++)
    {
      g_autofree char *text = byline_annotations_to_data (job->work, &job->size);
      g_autofree char *log = byline_history_to_data (job->history, &log_size);
    }
  byline_annotations_unref (job->work);
  byline_history_free (job->history);
  return NULL;
}

static void
change (BylineHistory *history, BylineAnnotations *work, guint round)
{
  BylineAnnotation *old = byline_annotations_get (work, round % byline_annotations_get_size (work));
  g_autoptr (BylineAnnotation) edited = byline_annotation_set_note (old, round % 2 == 0 ? "even" : "odd");

  byline_history_put (history, edited);
  if (round % 5 == 0)
    byline_history_undo (history);
}

static void
test_written_while_changed (void)
{
  g_autoptr (BylineArticle) article = article_new ();
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  g_autoptr (BylineHistory) history = byline_history_new (work);
  g_autofree char *last = NULL;
  gsize size;

  for (guint i = 0; i < MARKS; i++)
    put (history, article, i);

  for (guint round = 0; round < ROUNDS; round++)
    {
      Job job = { byline_annotations_copy (work), byline_history_copy (history), 0 };
      g_autofree char *expected = byline_annotations_to_data (work, &size);
      g_autoptr (GThread) thread = g_thread_ref (g_thread_new ("write", write_cb, &job));

      for (guint i = 0; i < COPIES; i++)
        {
          g_autoptr (BylineAnnotations) copy = byline_annotations_copy (work);

          if (i % 400 == 0)
            change (history, work, round + i / 400);
        }
      g_thread_join (thread);
      g_assert_cmpuint (job.size, ==, size);
    }

  /* Whatever was done, it is still a whole file. */
  last = byline_annotations_to_data (work, &size);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (BylineAnnotations) read = byline_annotations_new_from_data (last, size, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (byline_annotations_get_size (read), ==, MARKS);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sharing/written-while-changed", test_written_while_changed);
  return g_test_run ();
}
