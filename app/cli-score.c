/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "columns.h"
#include "config.h"
#include "error.h"
#include "json.h"
#include "result.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Files at work at the same time; what is printed keeps their order. */
#define BATCH_SIZE 64

/* Bytes above which a work file is read alone: its JSON takes up to fifty times as
 * much memory, and all of us have 1 GiB of addresses. */
#define LARGE_SIZE (1024 * 1024)
#define THREADS_MAX 8

/* Bytes that an item of a key takes for as long as work is compared with it. */
#define KEY_ITEM_SIZE 800

/* --wrong-tag is absent; -1 is a mistake to be told. */
#define NOT_GIVEN G_MININT

/* Letters of a code name before the table gives way. */
#define NAME_WIDTH 24

typedef enum { FORMAT_TABLE, FORMAT_JSON, FORMAT_NDJSON, FORMAT_CSV } Format;

static const char *const format_names[] = { "table", "json", "ndjson", "csv", NULL };
static const char *const surplus_names[] = { "off", "mild", "standard", "strict", NULL };
static const char *const partial_names[] = { "overlap", "half", "full", "none", NULL };

/* An article with the key that its work is compared with. */
typedef struct
{
  BylineScorer *scorer;
  int guessing; /* with --details */
  GError *error;
} Target;

typedef struct
{
  BylinePack *pack;
  BylineTagSet *tags;
  BylineScoring scoring;
  Format format;
  gboolean details;
  gboolean nervaluate;
  char *code;        /* (nullable): of sealed keys */
  Target *only;        /* for all files; NULL when each file's article decides */
  GHashTable *targets; /* article id → Target */
  GMutex lock;         /* of targets */
} Scoring;

/* One file on its way through a thread. */
typedef struct
{
  const char *file;
  GString *out; /* what it prints, when it is done */
  GPtrArray *warnings; /* (element-type utf8) that the format has no place for, likewise */
  GError *error;
} Job;

static void
target_free (Target *self)
{
  g_clear_pointer (&self->scorer, byline_scorer_free);
  g_clear_error (&self->error);
  g_free (self);
}

static void
scoring_clear (Scoring *self)
{
  g_clear_pointer (&self->only, target_free);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_clear_pointer (&self->tags, byline_tag_set_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
  g_clear_pointer (&self->code, g_free);
  g_mutex_clear (&self->lock);
}

static BylineArticle *
read_article (const char *file, GError **error)
{
  gsize size;
  char *data = byline_cli_read (file, BYLINE_ARTICLE_MAX_SIZE, &size, error);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_take (data, size) : NULL;

  return bytes != NULL ? byline_article_new (bytes, error) : NULL;
}

static void
target_measure (Target *self, const Scoring *scoring)
{
  if (self->scorer != NULL && scoring->details)
    self->guessing = byline_scorer_get_guessing (self->scorer);
}

/* With a pack the key of the command line is for one of its articles. */
static gboolean
fits_key (const Scoring *self, BylineAnnotations *work, GError **error)
{
  const char *article = byline_annotations_get_article (work);
  const char *of_key = self->pack != NULL && self->only != NULL ? byline_annotations_get_article (byline_scorer_get_key (self->only->scorer)) : article;

  if (g_str_equal (article, of_key))
    return TRUE;
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_MISMATCH, _ ("This work is about the article “%s”, the key about “%s”"), article, of_key);
  return FALSE;
}

/* The article of a pack with its key, made at the first call. */
static Target *
get_target (Scoring *self, const char *article)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Target *target;

  if (self->only != NULL)
    return self->only;

  locker = g_mutex_locker_new (&self->lock);
  target = g_hash_table_lookup (self->targets, article);
  if (target != NULL)
    return target;

  target = g_new0 (Target, 1);
  g_hash_table_insert (self->targets, g_strdup (article), target);
  target->scorer = byline_scorer_new_for_pack (self->pack, article, NULL, self->code, &self->scoring, &target->error);
  target_measure (target, self);
  return target;
}

static void
append_table_head (GString *out)
{
  byline_columns_append (out, _ ("Code name"), -NAME_WIDTH);
  /* Translators: heads of narrow columns: up to 7 letters, 16 and 7. */
  byline_columns_append (out, _ ("Result"), 7);
  byline_columns_append (out, _ ("Found"), 18);
  /* Translators: how many passages were marked. */
  byline_columns_append (out, _ ("Marks"), 8);
  g_string_append_printf (out, "  %s\n", _ ("File"));
}

static void
append_table_row (const BylineResult *result, GString *out)
{
  const char *code_name;
  guint found = 0;

  if (result->score == NULL)
    {
      /* Translators: a file that could not be compared, in the table of results. */
      byline_columns_append (out, _ ("damaged"), -NAME_WIDTH);
      g_string_append_c (out, ' ');
      byline_columns_append (out, result->file, 0);
      g_string_append_c (out, '\n');
      return;
    }

  for (guint i = 0; i < result->score->n_layers; i++)
    found += result->score->layers[i].found;
  code_name = byline_annotations_get_code_name (result->work);
  byline_columns_append (out, code_name != NULL ? code_name : "–", -NAME_WIDTH);
  g_string_append_printf (out, " %4u %% %7u / %-7u %7u  ",
                          (result->score->score_bp + 50) / 100, found, result->score->required, result->score->marks);
  byline_columns_append (out, result->file, 0);
  g_string_append_c (out, '\n');
  if (result->details != NULL)
    byline_result_append_nervaluate (result, out);
}

static void
append_result (const Scoring *self, const BylineResult *result, GString *out)
{
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, self->format == FORMAT_NDJSON);

  switch (self->format)
    {
    case FORMAT_TABLE:
      append_table_row (result, out);
      break;
    case FORMAT_JSON:
      writer.depth = 1;
      byline_result_write_json (result, &writer);
      break;
    case FORMAT_NDJSON:
      byline_result_write_json (result, &writer);
      g_string_append_c (out, '\n');
      break;
    case FORMAT_CSV:
      if (self->details)
        byline_result_append_items_csv (result, out);
      else
        byline_result_append_csv (result, out);
      break;
    }
}

static gboolean
needs_details (const Scoring *self)
{
  return self->nervaluate || (self->details && (self->format == FORMAT_JSON || self->format == FORMAT_NDJSON));
}

/* Read for comparing only: without its JSON a file takes a tenth of the memory. */
static BylineAnnotations *
read_lean (const char *file, GError **error)
{
  BylineAnnotations *annotations = byline_cli_read_annotations (file, error);

  if (annotations != NULL)
    byline_annotations_make_lean (annotations);
  return annotations;
}

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  Scoring *self = user_data;
  g_autoptr (BylineAnnotations) work = read_lean (job->file, &job->error);
  g_autoptr (BylineScore) score = NULL;
  g_autofree BylineDetails *details = NULL;
  g_autofree char *file = g_utf8_make_valid (job->file, -1);
  BylineResult result = {
    .file = file, .tags = self->tags, .work = work, .has_details = self->details, .has_nervaluate = self->nervaluate,
  };

  if (work != NULL && fits_key (self, work, &job->error))
    {
      const Target *target = get_target (self, byline_annotations_get_article (work));

      result.guessing = target->guessing;
      if (target->error != NULL)
        job->error = g_error_copy (target->error);
      else
        {
          result.key = byline_scorer_get_key (target->scorer);
          score = byline_scorer_score (target->scorer, work, &job->error);
        }
      if (score != NULL && needs_details (self))
        details = byline_scorer_get_details (target->scorer, work, score);
    }
  result.score = score;
  result.details = details;
  result.error = job->error != NULL ? job->error->message : NULL;
  job->out = g_string_new (NULL);
  job->warnings = g_ptr_array_new_with_free_func (g_free);
  append_result (self, &result, job->out);
  if (self->format == FORMAT_TABLE || self->format == FORMAT_CSV)
    for (guint i = 0; score != NULL && i < score->warnings->len; i++)
      g_ptr_array_add (job->warnings, g_strdup_printf ("%s: %s", _ ("warning"), (const char *) g_ptr_array_index (score->warnings, i)));
}

/* A pipe does not tell how much will come out of it. */
static gboolean
is_large (const char *file)
{
  GStatBuf status;

  return g_stat (file, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > LARGE_SIZE;
}

/* How many files from the first one on are at work at the same time. */
static guint
count_batch (char **files)
{
  guint n = 0;

  while (n < BATCH_SIZE && files[n] != NULL && !is_large (files[n]))
    n++;
  return MAX (n, 1);
}

static void
run_jobs (Scoring *self, Job *jobs, guint n)
{
  GThreadPool *pool;

  if (n == 1)
    {
      run_job (&jobs[0], self);
      return;
    }
  pool = g_thread_pool_new (run_job, self, MIN (g_get_num_processors (), THREADS_MAX), FALSE, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_pool_push (pool, &jobs[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

/* Puts out the finished jobs in order; FALSE when that fails. */
static gboolean
print_jobs (const Scoring *self, Job *jobs, guint n, gboolean is_first, int *status)
{
  gboolean is_written = TRUE;

  for (guint i = 0; i < n; i++)
    {
      int written = BYLINE_EXIT_DONE;

      if (is_written && self->format == FORMAT_JSON && (i > 0 || !is_first))
        written = byline_cli_write (NULL, ",", 1);
      if (is_written && written == BYLINE_EXIT_DONE)
        written = byline_cli_write (NULL, jobs[i].out->str, jobs[i].out->len);
      is_written = is_written && written == BYLINE_EXIT_DONE;
      *status = MAX (*status, written);
      if (jobs[i].error != NULL)
        {
          const int failed = byline_cli_fail (jobs[i].file, jobs[i].error);
          *status = MAX (*status, failed);
        }
      for (guint k = 0; k < jobs[i].warnings->len; k++)
        byline_cli_say (jobs[i].file, g_ptr_array_index (jobs[i].warnings, k));
      g_string_free (jobs[i].out, TRUE);
      g_ptr_array_unref (jobs[i].warnings);
      g_clear_error (&jobs[i].error);
    }
  return is_written;
}

static int
print_frame (const Scoring *self, gboolean is_end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->format == FORMAT_JSON)
    g_string_append (text, is_end ? "\n]\n" : "[");
  else if (self->format == FORMAT_CSV && !is_end && self->details)
    byline_result_append_items_csv_header (text);
  else if (self->format == FORMAT_CSV && !is_end)
    byline_result_append_csv_header (self->tags, text);
  else if (self->format == FORMAT_TABLE && !is_end)
    append_table_head (text);
  return text->len > 0 ? byline_cli_write (NULL, text->str, text->len) : BYLINE_EXIT_DONE;
}

static int
score_files (Scoring *self, char **files)
{
  const guint n_files = g_strv_length (files);
  int status = print_frame (self, FALSE), end;
  Job jobs[BATCH_SIZE];

  if (status != BYLINE_EXIT_DONE)
    return status;
  for (guint at = 0, n; at < n_files; at += n)
    {
      n = count_batch (&files[at]);
      for (guint i = 0; i < n; i++)
        jobs[i] = (Job) { .file = files[at + i] };
      run_jobs (self, jobs, n);
      if (!print_jobs (self, jobs, n, at == 0, &status))
        return status;
      byline_cli_show_progress (at + n, n_files);
    }
  end = print_frame (self, TRUE);
  return MAX (status, end);
}

static int
usage_error (const char *message)
{
  g_printerr ("byline-cli score: %s\n", message);
  return BYLINE_EXIT_USAGE;
}

/* An absent value leaves *choice alone. */
static gboolean
choose (const char *option, const char *value, const char *const *names, int *choice)
{
  g_autofree char *list = g_strjoinv (", ", (char **) names);

  for (int i = 0; value != NULL && names[i] != NULL; i++)
    if (g_str_equal (value, names[i]))
      {
        *choice = i;
        return TRUE;
      }
  if (value != NULL)
    g_printerr (_ ("byline-cli score: %s must be one of: %s\n"), option, list);
  return value == NULL;
}

/* The key of the command line, and its article. */
static int
open_target (Scoring *self, const char *key_file, const char *article_file)
{
  Target *target = self->only = g_new0 (Target, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) key = read_lean (key_file, &error);
  g_autoptr (BylineArticle) article = NULL;

  if (key == NULL)
    return byline_cli_fail (key_file, error);
  byline_json_reserve (KEY_ITEM_SIZE * byline_annotations_get_size (key));
  if (article_file != NULL && (article = read_article (article_file, &error)) == NULL)
    return byline_cli_fail (article_file, error);
  target->scorer = article != NULL ? byline_scorer_new (article, self->tags, key, &self->scoring, &error)
                                   : byline_scorer_new_for_pack (self->pack, byline_annotations_get_article (key), key, NULL, &self->scoring, &error);
  target_measure (target, self);
  return target->scorer != NULL ? BYLINE_EXIT_DONE : byline_cli_fail (key_file, error);
}

static int
open_pack (Scoring *self, const char *pack)
{
  g_autoptr (GError) error = NULL;

  self->pack = byline_cli_open_pack (pack, &error);
  if (self->pack == NULL)
    return byline_cli_fail (pack, error);
  self->tags = byline_tag_set_ref (byline_pack_get_tags (self->pack));
  self->scoring = *byline_pack_get_scoring (self->pack);
  return BYLINE_EXIT_DONE;
}

static int
read_code (Scoring *self, const char *code_file)
{
  g_autoptr (GError) error = NULL;

  self->code = byline_cli_read_code (code_file, &error);
  return self->code != NULL ? BYLINE_EXIT_DONE : byline_cli_fail (code_file, error);
}

/**
 * byline_cli_score:
 *
 * `byline-cli score`: compares work files with a key, in several threads, and
 * writes the results in the order of the files.
 *
 * Returns: an exit status
 */
int
byline_cli_score (int argc, char **argv)
{
  g_autofree char *key = NULL, *article = NULL, *pack = NULL, *code_file = NULL, *format = NULL, *surplus = NULL, *partial = NULL;
  gint wrong_tag = NOT_GIVEN;
  gboolean details = FALSE, nervaluate = FALSE;
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_FILENAME, &key, N_ ("The answer key; not needed when the pack has it"), "K" },
    { "article", 'a', 0, G_OPTION_ARG_FILENAME, &article, N_ ("The canonical article"), "A.html" },
    { "pack", 'p', 0, G_OPTION_ARG_FILENAME, &pack, N_ ("The exercise pack"), "P" },
    { "code-file", 0, 0, G_OPTION_ARG_FILENAME, &code_file, N_ ("A file with the code of a sealed key"), "F" },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format, N_ ("How to write the results"), "table|json|ndjson|csv" },
    { "details", 0, 0, G_OPTION_ARG_NONE, &details, N_ ("More figures (json, ndjson), or one row a file and key item (csv)"), NULL },
    { "nervaluate", 0, 0, G_OPTION_ARG_NONE, &nervaluate, N_ ("Also what nervaluate would count"), NULL },
    { "surplus", 0, 0, G_OPTION_ARG_STRING, &surplus, N_ ("What marks beyond the key’s number cost"), "off|mild|standard|strict" },
    { "wrong-tag", 0, 0, G_OPTION_ARG_INT, &wrong_tag, N_ ("What a wrong tag earns, in 1/10,000 mark"), "PT" },
    { "partial", 0, 0, G_OPTION_ARG_STRING, &partial, N_ ("What partial overlap earns"), "overlap|half|full|none" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files = NULL;
  __attribute__ ((cleanup (scoring_clear))) Scoring self = { .scoring = BYLINE_SCORING_INIT };
  int status, chosen_format = FORMAT_TABLE, chosen_surplus, chosen_partial;

  g_mutex_init (&self.lock);
  self.targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) target_free);
  if (!byline_cli_options (argc, argv, _ ("--key K (--article A.html | --pack P) FILE…"), _ ("Compares work files with an answer key."), entries, &files, &status))
    return status;
  if ((article == NULL) == (pack == NULL))
    return usage_error (_ ("give either --article or --pack"));
  if (article != NULL && key == NULL)
    return usage_error (_ ("--article needs --key"));
  if (code_file != NULL && pack == NULL)
    return usage_error (_ ("--code-file needs --pack"));
  if (files[0] == NULL)
    return usage_error (_ ("name at least one work file"));
  if (wrong_tag != NOT_GIVEN && (wrong_tag < 0 || wrong_tag > 10000))
    return usage_error (_ ("--wrong-tag must be from 0 to 10000"));

  status = pack != NULL ? open_pack (&self, pack) : BYLINE_EXIT_DONE;
  if (status == BYLINE_EXIT_DONE && code_file != NULL)
    status = read_code (&self, code_file);
  if (status != BYLINE_EXIT_DONE)
    return status;
  if (self.tags == NULL)
    self.tags = byline_tag_set_ref (byline_tag_set_get_default ());

  chosen_surplus = self.scoring.surplus;
  chosen_partial = self.scoring.partial;
  if (!choose ("--format", format, format_names, &chosen_format) || !choose ("--surplus", surplus, surplus_names, &chosen_surplus)
      || !choose ("--partial", partial, partial_names, &chosen_partial))
    return BYLINE_EXIT_USAGE;
  self.format = chosen_format;
  self.details = details;
  self.nervaluate = nervaluate;
  if (nervaluate && self.format == FORMAT_CSV)
    return usage_error (_ ("--nervaluate needs --format table, json or ndjson"));
  if (self.format != FORMAT_TABLE)
    byline_cli_speak_english ();
  self.scoring.surplus = chosen_surplus;
  self.scoring.partial = chosen_partial;
  if (wrong_tag != NOT_GIVEN)
    self.scoring.wrong_tag_pt = wrong_tag;

  status = key != NULL ? open_target (&self, key, article) : BYLINE_EXIT_DONE;
  return status == BYLINE_EXIT_DONE ? score_files (&self, files) : status;
}
