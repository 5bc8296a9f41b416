/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A class's hand-ins in a folder: 65 marks each on an article of 10,534 characters, as
 * docs/scoring.md section 15 has it. Prints what collecting them takes, and what json-glib
 * takes only to parse the same files, in one thread. */
#include "handin.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define LENGTH 10534
#define N_MARKS 65
#define N_VARIANTS 50
#define CREATOR "urn:uuid:00000000-0000-4000-8000-000000000000"
#define CODE_NAME "Heron-000000"

static BylineArticle *
make_article (GRand *rand)
{
  GString *html = g_string_new ("<p>");
  g_autoptr (GBytes) bytes = NULL;

  while (html->len < LENGTH + strlen ("<p>"))
    g_string_append_c (html, g_rand_int_range (rand, 0, 6) == 0 && html->str[html->len - 1] >= 'a' ? ' ' : 'a' + g_rand_int_range (rand, 0, 26));
  html->str[html->len - 1] = '.';
  g_string_append (html, "</p>\n");
  bytes = g_string_free_to_bytes (html);
  return byline_article_new (bytes, NULL);
}

static char *
make_work (GRand *rand, BylineArticle *article, gsize *size)
{
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, article, "a");

  byline_annotations_set_creator (work, CREATOR, CODE_NAME);
  for (guint i = 0; i < N_MARKS; i++)
    {
      const guint start = g_rand_int_range (rand, 0, LENGTH - 150);
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autoptr (BylineAnnotation) mark = NULL;

      byline_span_init_range (&span, start, start + g_rand_int_range (rand, 15, 140));
      mark = byline_annotation_new (article, "claim", &span);
      byline_annotations_put (work, mark, G_MAXUINT);
    }
  byline_annotations_commit (work, TRUE);
  return byline_annotations_to_data (work, size);
}

/* Each by somebody else, so that none is a duplicate. */
static void
write_files (const char *folder, guint n, char **works, const gsize *sizes)
{
  for (guint i = 0; i < n; i++)
    {
      const gsize size = sizes[i % N_VARIANTS];
      g_autofree char *data = g_memdup2 (works[i % N_VARIANTS], size + 1);
      g_autofree char *path = g_strdup_printf ("%s/%06u.byline.json", folder, i);
      char digits[7];

      g_snprintf (digits, sizeof digits, "%06u", i);
      memcpy (strstr (data, CREATOR) + strlen (CREATOR) - 6, digits, 6);
      memcpy (strstr (data, CODE_NAME) + strlen (CODE_NAME) - 6, digits, 6);
      g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
    }
}

/* Of all threads; on a busy machine the clock says little. */
static double
get_processor_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
parse_files (const char *folder, guint n)
{
  const gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%06u.byline.json", folder, i);
      g_autofree char *data = NULL;
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      gsize size;

      g_file_get_contents (path, &data, &size, NULL);
      json_parser_load_from_data (parser, data, size, NULL);
    }
  return (g_get_monotonic_time () - begin) / 1e6;
}

static double
collect_files (const char *folder, guint n)
{
  const gint64 begin = g_get_monotonic_time ();
  const char *const paths[] = { folder, NULL };
  const BylineHandinsOptions options = { .article = "a" };
  g_autoptr (BylineHandins) handins = byline_handins_collect (paths, &options, NULL);

  g_assert_cmpuint (handins->students->len, ==, n);
  return (g_get_monotonic_time () - begin) / 1e6;
}

static void
remove_files (const char *folder, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%06u.byline.json", folder, i);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (void)
{
  const guint counts[] = { 100, 1000, 10000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (BylineArticle) article = make_article (rand);
  char *works[N_VARIANTS];
  gsize sizes[N_VARIANTS];

  for (guint i = 0; i < N_VARIANTS; i++)
    works[i] = make_work (rand, article, &sizes[i]);
  printf ("%" G_GSIZE_FORMAT " bytes a file, %u processors\n", sizes[0], g_get_num_processors ());

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
      double collecting, parsing, processor;
      struct rusage usage;

      write_files (folder, counts[i], works, sizes);
      processor = get_processor_time ();
      collecting = collect_files (folder, counts[i]);
      processor = get_processor_time () - processor;
      getrusage (RUSAGE_SELF, &usage);
      parsing = parse_files (folder, counts[i]);
      remove_files (folder, counts[i]);
      printf ("%5u hand-ins: collected in %.3f s (%.3f s of processors, %.2f ms each), peak %ld MiB; json-glib alone %.3f s: ratio %.2f\n", counts[i],
              collecting, processor, 1e3 * processor / counts[i], usage.ru_maxrss / 1024, parsing, collecting / parsing);
    }

  for (guint i = 0; i < N_VARIANTS; i++)
    g_free (works[i]);
  return 0;
}
