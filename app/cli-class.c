/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "csv.h"
#include "report-class.h"
#include "result.h"
#include "roster.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  void (*write) (const BylineClassReport *report, GString *out);
  void (*write_row) (const BylineResult *result, GString *out);
  void (*write_detailed_row) (const BylineResult *result, GString *out);
  gboolean has_details; /* further figures, with --details, in each row */
  gboolean has_figures; /* of the class */
  gboolean is_for_people;
  gboolean lists_files; /* itself, so that they need not be named on stderr */
  gboolean has_warnings; /* likewise, with each student */
} formats[] = {
  { "table", byline_report_class_table, NULL, NULL, FALSE, TRUE, TRUE, TRUE, FALSE },
  { "json", byline_report_class_json, byline_report_class_write_object, byline_report_class_write_object, TRUE, TRUE, FALSE, TRUE, TRUE },
  { "ndjson", byline_report_class_rows, byline_report_class_write_line, byline_report_class_write_line, TRUE, FALSE, FALSE, FALSE, TRUE },
  { "csv", byline_report_class_csv, byline_result_append_csv, byline_result_append_items_csv, FALSE, FALSE, FALSE, FALSE, FALSE },
  { "html", byline_report_class_html, NULL, NULL, FALSE, TRUE, TRUE, FALSE, FALSE },
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
    byline_cli_say (((const BylineHandin *) g_ptr_array_index (handins, i))->file, what);
}

/* What was left out of the students' work or the key. */
static void
say_warnings (const BylineReview *review)
{
  for (guint i = 0; i < review->students->len; i++)
    {
      const BylineReviewStudent *student = g_ptr_array_index (review->students, i);
      g_autoptr (GPtrArray) warnings = byline_review_get_warnings (review, student);

      for (guint k = 0; k < warnings->len; k++)
        {
          g_autofree char *warning = g_strdup_printf ("%s: %s", _ ("warning"), (const char *) g_ptr_array_index (warnings, k));

          byline_cli_say (student->handin->file, warning);
        }
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

      byline_cli_say (damaged->file, damaged->error);
    }
  if (!lists_files)
    {
      say_files (handins->drafts, _ ("not handed in yet; left out"));
      say_files (handins->strangers, _ ("of another pack or article; left out"));
      say_files (handins->duplicates, _ ("a copy of another file; left out"));
      for (guint i = 0; i < handins->conflicts->len; i++)
        say_files (g_ptr_array_index (handins->conflicts, i), _ ("in conflict with another file of this code name"));
      for (guint i = 0; i < handins->missing->len; i++)
        {
          g_autofree char *name = byline_cli_plain (g_ptr_array_index (handins->missing, i));

          g_printerr (_ ("%s: nothing was handed in\n"), name);
        }
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

/* A class on its way. What is compared is opened for the first work that is to be
 * compared: which article that is may be known only then. */
typedef struct
{
  const Options *options;
  guint format;
  BylinePack *pack;
  BylineAnnotations *key;
  char *code;
  GMutex lock; /* of what follows */
  char *article;
  gboolean is_open;
  BylineScorer *scorer;
  BylineReview *review;
  GError *error;
} Class;

static void
class_clear (Class *self)
{
  g_clear_pointer (&self->review, byline_review_free);
  g_clear_pointer (&self->scorer, byline_scorer_free);
  g_clear_pointer (&self->pack, byline_pack_unref);
  g_clear_pointer (&self->key, byline_annotations_unref);
  g_clear_error (&self->error);
  g_free (self->article);
  g_free (self->code);
  g_mutex_clear (&self->lock);
}

/* NULL for a second article, and when the first cannot be compared with its key. */
static BylineReview *
get_review (Class *self, const char *article)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const gboolean details = self->options->details;
  const BylineReviewOptions wanted = {
    .has_figures = formats[self->format].has_figures, .has_alpha = self->options->agreement, .has_details = details && formats[self->format].has_details,
    .write_row = details ? formats[self->format].write_detailed_row : formats[self->format].write_row,
  };

  if (self->article == NULL)
    self->article = g_strdup (article);
  if (!g_str_equal (self->article, article))
    return NULL;
  if (!self->is_open)
    self->scorer = byline_scorer_new_for_pack (self->pack, article, self->key, self->code, byline_pack_get_scoring (self->pack), &self->error);
  if (!self->is_open && self->scorer != NULL)
    self->review = byline_review_new (self->scorer, &wanted);
  self->is_open = TRUE;
  return self->review;
}

static void
read_work (const BylineHandin *handin, BylineAnnotations *work, gpointer data)
{
  BylineReview *review = get_review (data, byline_annotations_get_article (work));

  if (review != NULL)
    byline_review_read (handin, work, review);
}

static BylineHandins *
collect (Class *self, char **paths, int *status)
{
  const Options *options = self->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineRoster) roster = options->roster != NULL ? read_roster (options->roster, &error) : NULL;
  const BylineHandinsOptions wanted = {
    .pack = byline_pack_get_id (self->pack), .contents = self->pack, .article = options->article, .roster = roster != NULL ? roster->codes : NULL,
    .progress = byline_cli_show_progress, .read = read_work, .data = self,
  };
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
write_review (Class *self)
{
  const char *title = byline_article_get_title (byline_scorer_get_article (self->scorer));
  BylineCliOutput output = { .name = self->options->output };
  const BylineClassReport report = {
    self->review, self->article, title != NULL ? title : self->article, self->options->details, byline_cli_flow, &output,
  };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const int problems = say_problems (self->review, formats[self->format].lists_files);
  int written;

  if (!formats[self->format].has_warnings)
    say_warnings (self->review);

  formats[self->format].write (&report, out);
  byline_review_check (self->review, &error);
  written = byline_cli_finish (&output, out, error == NULL);
  if (error != NULL)
    return byline_cli_fail ("byline-cli class", error);
  return MAX (problems, written);
}

static int
review_class (Class *self, char **paths)
{
  const Options *options = self->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineHandins) handins = NULL;
  const char *article;
  int status = BYLINE_EXIT_DONE;

  self->pack = byline_cli_open_pack (options->pack, &error);
  if (self->pack == NULL)
    return byline_cli_fail (options->pack, error);
  if (options->key != NULL && (self->key = byline_cli_read_annotations (options->key, &error)) == NULL)
    return byline_cli_fail (options->key, error);
  if (options->code_file != NULL && (self->code = byline_cli_read_code (options->code_file, &error)) == NULL)
    return byline_cli_fail (options->code_file, error);
  handins = collect (self, paths, &status);
  if (handins == NULL)
    return status;
  article = choose_article (self->pack, handins, options->article);
  if (article == NULL)
    return usage_error (_ ("the files are about several articles; choose one with --article"));

  if (get_review (self, article) == NULL)
    return byline_cli_fail (options->key != NULL ? options->key : options->pack, self->error);
  if (!byline_review_finish (self->review, handins, &error))
    return byline_cli_fail ("byline-cli class", error);
  return write_review (self);
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
  __attribute__ ((cleanup (class_clear))) Class self = { .options = &options };
  g_auto (GStrv) paths = NULL;
  guint format = 0;
  int status;

  g_mutex_init (&self.lock);
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
  self.format = format;
  return review_class (&self, paths);
}
