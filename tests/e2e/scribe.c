/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HTML "<p>🌊 The mill stands still, and nobody in the village knows why it does.</p>\n"

/* scribe FILE MARKS: marks passages in a work file, one after the other, and says
 * after each save how many are safe. It is there to be killed. With “-” for MARKS it
 * makes one for each line that it is sent, and goes on when one cannot be saved. */

static void
stop_on (GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "scribe: %s\n", error->message);
  exit (1);
}

static BylineAnnotations *
begin (BylineArticle *article)
{
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");

  byline_annotations_set_label (work, "The mill");
  byline_annotations_set_pack (work, "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", 1);
  byline_annotations_set_creator (work, "urn:uuid:0b52a27a-6c0c-4a39-8c3d-6d1f4a1c6d5e", "Heron-07");
  return work;
}

static void
mark (BylineArticle *article, BylineHistory *history, guint start)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  byline_span_init_range (&span, start, 30 + start);
  annotation = byline_annotation_new (article, "claim", &span);
  byline_history_put (history, annotation);
}

static gboolean
save (BylineWorkFile *file, BylineAnnotations *work, GError **error)
{
  gsize size;
  g_autofree char *data = byline_annotations_to_data (work, &size);

  return byline_work_file_save (file, data, size, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  g_autoptr (BylineArticle) article = byline_article_new (html, NULL);
  g_autoptr (BylineWorkFile) file = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (BylineHistory) history = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *recovered = NULL;
  const gboolean is_asked = argc > 2 && g_str_equal (argv[2], "-");
  const guint n_marks = argc > 2 ? strtoul (argv[2], NULL, 10) : 0;
  char line[16];

  file = byline_work_file_open (argv[1], &error);
  stop_on (error);
  work = byline_work_file_load (file, &recovered, &error);
  stop_on (error);
  if (work == NULL)
    work = begin (article);
  printf ("%u%s\n", byline_annotations_get_size (work), recovered != NULL ? " recovered" : "");
  fflush (stdout);
  history = byline_history_new (work);

  for (guint i = 0; is_asked || i < n_marks; i++)
    {
      if (is_asked && fgets (line, sizeof line, stdin) == NULL)
        break;
      mark (article, history, byline_annotations_get_size (work) % 20);
      if (save (file, work, &error))
        printf ("%u\n", byline_annotations_get_size (work));
      else if (is_asked)
        printf ("refused: %s\n", error->message);
      else
        stop_on (error);
      fflush (stdout);
      g_clear_error (&error);
    }
  return 0;
}
