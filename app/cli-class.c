/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "csv.h"
#include "report-class.h"
#include "roster.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  void (*write) (const BylineClassReport *report, GString *out);
  gboolean is_for_people;
  gboolean lists_files; /* itself, so that they need not be named on stderr */
  gboolean has_warnings; /* likewise, with each student */
} formats[] = {
  { "table", byline_report_class_table, TRUE, TRUE, FALSE },
  { "json", byline_report_class_json, FALSE, TRUE, TRUE },
  { "ndjson", byline_report_class_ndjson, FALSE, FALSE, TRUE },
  { "csv", byline_report_class_csv, FALSE, FALSE, FALSE },
  { "html", byline_report_class_html, TRUE, FALSE, FALSE },
};

static int
usage_error (const char *message)
{
  g_printerr ("byline-cli class: %s\n", message);
  return BYLINE_EXIT_USAGE;
}

static BylineRoster *
read_roster (const char *file, GError **error)
{
  gsize size;
  char *data = byline_cli_read (file, BYLINE_CSV_MAX_SIZE, &size, error);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_take (data, size) : NULL;

  return bytes != NULL ? byline_roster_new (bytes, error) : NULL;
}

static void
say_files (const GPtrArray *handins, const char *what)
{
  for (guint i = 0; i < handins->len; i++)
    g_printerr ("%s: %s\n", ((const BylineHandin *) g_ptr_array_index (handins, i))->file, what);
}

/* What was left out of the students' work or the key. */
static void
say_warnings (const GPtrArray *students)
{
  for (guint i = 0; i < students->len; i++)
    {
      const BylineReviewStudent *student = g_ptr_array_index (students, i);

      for (guint k = 0; k < student->score->warnings->len; k++)
        g_printerr ("%s: %s: %s\n", student->handin->file, _ ("warning"), (const char *) g_ptr_array_index (student->score->warnings, k));
    }
}

/* Damaged files are always named; what else is not in the figures is named where the
 * format has no place for it. */
static int
say_problems (const BylineReview *review, gboolean lists_files)
{
  const BylineHandins *handins = review->handins;

  for (guint i = 0; i < review->damaged->len; i++)
    {
      const BylineReviewDamaged *damaged = g_ptr_array_index (review->damaged, i);

      g_printerr ("%s: %s\n", damaged->file, damaged->error);
    }
  if (!lists_files)
    {
      say_files (handins->drafts, _ ("not handed in yet; left out"));
      say_files (handins->strangers, _ ("of another pack or article; left out"));
      say_files (handins->duplicates, _ ("a copy of another file; left out"));
      for (guint i = 0; i < handins->conflicts->len; i++)
        say_files (g_ptr_array_index (handins->conflicts, i), _ ("in conflict with another file of this code name"));
      for (guint i = 0; i < handins->missing->len; i++)
        g_printerr (_ ("%s: nothing was handed in\n"), (const char *) g_ptr_array_index (handins->missing, i));
    }
  return review->damaged->len > 0 ? BYLINE_EXIT_BAD_INPUT : BYLINE_EXIT_DONE;
}

/* The article that was asked for, else the one of the files, else the only one. */
static const char *
choose_article (BylinePack *pack, const BylineHandins *handins, const char *wanted)
{
  if (wanted != NULL)
    return wanted;
  if (handins->articles->len == 1)
    return g_ptr_array_index (handins->articles, 0);
  return handins->articles->len == 0 && byline_pack_get_n_articles (pack) == 1 ? byline_pack_get_article (pack, 0)->id : NULL;
}

typedef struct
{
  char *pack;
  char *article;
  char *key;
  char *code_file;
  char *roster;
  char *format;
  char *output;
  gboolean details;
  gboolean agreement;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->pack);
  g_free (self->article);
  g_free (self->key);
  g_free (self->code_file);
  g_free (self->roster);
  g_free (self->format);
  g_free (self->output);
}

static BylineHandins *
collect (const Options *options, BylinePack *pack, char **paths, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineRoster) roster = options->roster != NULL ? read_roster (options->roster, &error) : NULL;
  const BylineHandinsOptions wanted = { byline_pack_get_id (pack), pack, options->article, roster != NULL ? roster->codes : NULL, byline_cli_show_progress };
  BylineHandins *handins;

  if (error != NULL)
    {
      *status = byline_cli_fail (options->roster, error);
      return NULL;
    }
  handins = byline_handins_collect ((const char *const *) paths, &wanted, &error);
  if (handins == NULL)
    *status = byline_cli_fail ("byline-cli class", error);
  return handins;
}

static int
write_review (const Options *options, guint format, const BylineReview *review, const char *article)
{
  const char *title = byline_article_get_title (byline_scorer_get_article (review->scorer));
  const BylineClassReport report = { review, article, title != NULL ? title : article, options->details };
  g_autoptr (GString) out = g_string_new (NULL);
  const int problems = say_problems (review, formats[format].lists_files);
  int written;

  if (!formats[format].has_warnings)
    say_warnings (review->students);

  formats[format].write (&report, out);
  written = byline_cli_write (options->output, out->str, out->len);
  return MAX (problems, written);
}

static int
review_class (const Options *options, guint format, char **paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_pack_open (options->pack, &error);
  g_autoptr (BylineAnnotations) key = NULL;
  g_autoptr (BylineHandins) handins = NULL;
  g_autoptr (BylineScorer) scorer = NULL;
  g_autoptr (BylineReview) review = NULL;
  g_autofree char *code = NULL;
  const char *article;
  int status = BYLINE_EXIT_DONE;

  if (pack == NULL)
    return byline_cli_fail (options->pack, error);
  if (options->key != NULL && (key = byline_cli_read_annotations (options->key, &error)) == NULL)
    return byline_cli_fail (options->key, error);
  if (options->code_file != NULL && (code = byline_cli_read_code (options->code_file, &error)) == NULL)
    return byline_cli_fail (options->code_file, error);
  handins = collect (options, pack, paths, &status);
  if (handins == NULL)
    return status;
  article = choose_article (pack, handins, options->article);
  if (article == NULL)
    return usage_error (_ ("the files are about several articles; choose one with --article"));

  scorer = byline_scorer_new_for_pack (pack, article, key, code, byline_pack_get_scoring (pack), &error);
  if (scorer == NULL)
    return byline_cli_fail (options->key != NULL ? options->key : options->pack, error);
  review = byline_review_new (scorer, handins, options->agreement);
  return write_review (options, format, review, article);
}

/**
 * byline_cli_class:
 *
 * `byline-cli class`: what a class did with an article of a pack, from the files that
 * were handed in.
 *
 * Returns: an exit status
 */
int
byline_cli_class (int argc, char **argv)
{
  __attribute__ ((cleanup (options_clear))) Options options = { NULL };
  const GOptionEntry entries[] = {
    { "pack", 'p', 0, G_OPTION_ARG_FILENAME, &options.pack, N_ ("The exercise pack"), "P" },
    { "article", 'a', 0, G_OPTION_ARG_STRING, &options.article, N_ ("Which of its articles"), "ID" },
    { "key", 'k', 0, G_OPTION_ARG_FILENAME, &options.key, N_ ("The answer key; not needed when the pack has it"), "K" },
    { "code-file", 0, 0, G_OPTION_ARG_FILENAME, &options.code_file, N_ ("A file with the code of a sealed key"), "F" },
    { "roster", 'r', 0, G_OPTION_ARG_FILENAME, &options.roster, N_ ("Who is expected: a table with a column “code”"), "R.csv" },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_ ("How to write the results"), "table|json|ndjson|csv|html" },
    { "details", 0, 0, G_OPTION_ARG_NONE, &options.details, N_ ("More figures and the progress of whoever tried again (json), or one row a student and key item (csv)"), NULL },
    { "agreement", 0, 0, G_OPTION_ARG_NONE, &options.agreement, N_ ("Also how far the students agree with each other"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_ ("Where to write the results"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) paths = NULL;
  guint format = 0;
  int status;

  if (!byline_cli_options (argc, argv, _ ("--pack P HAND-INS…"), _ ("Shows what a class did: students, passages of the key, and what is disputed."), entries, &paths, &status))
    return status;
  if (options.pack == NULL)
    return usage_error (_ ("give --pack"));
  if (paths[0] == NULL)
    return usage_error (_ ("name at least one folder, zip or work file"));
  while (options.format != NULL && format < G_N_ELEMENTS (formats) && !g_str_equal (options.format, formats[format].name))
    format++;
  if (format == G_N_ELEMENTS (formats))
    return usage_error (_ ("--format must be one of: table, json, ndjson, csv, html"));
  if (!formats[format].is_for_people)
    byline_cli_speak_english ();
  return review_class (&options, format, paths);
}
