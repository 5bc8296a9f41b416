/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"
#include "durable.h"
#include "pack.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Exit statuses of docs/formats.md section 5. */
enum
{
  BYLINE_EXIT_DONE = 0,
  BYLINE_EXIT_BAD_INPUT = 1,
  BYLINE_EXIT_USAGE = 2,
  BYLINE_EXIT_SYSTEM = 3,
};

/* One function a verb; argv[0] is the verb. Each lives in cli-VERB.c. */
int byline_cli_import (int argc, char **argv);
int byline_cli_check  (int argc, char **argv);
int byline_cli_class  (int argc, char **argv);
int byline_cli_anchor (int argc, char **argv);
int byline_cli_score  (int argc, char **argv);
int byline_cli_pack   (int argc, char **argv);
int byline_cli_unpack (int argc, char **argv);
int byline_cli_convert (int argc, char **argv);

/* For the verbs: read a file or `-`, capped; write a file durably or `-`; what a
 * stranger wrote as it may stand on one line of a terminal, which would obey its
 * control characters; say "NAME: message" on stderr, for an error with the exit
 * status that fits it. */
char *byline_cli_read  (const char *name, gsize max_size, gsize *size, GError **error);
BylineAnnotations *byline_cli_read_annotations (const char *name, GError **error);
/* A pack, as a folder or a file; from standard input a zip. */
BylinePack *byline_cli_open_pack (const char *name, GError **error);
/* The first line of a file that holds a code. */
char *byline_cli_read_code (const char *name, GError **error);
int   byline_cli_write (const char *name, const char *data, gsize size);
char *byline_cli_plain (const char *text);
void  byline_cli_say   (const char *name, const char *sentence);
int   byline_cli_fail  (const char *name, const GError *error);

/**
 * BylineCliOutput:
 * @name: (nullable): a file; %NULL or `-` for standard output
 * @file: (nullable): that file on its way; made when the first of it is written
 * @status: an exit status; after a failure, which has been told, nothing more is written
 *
 * Results that are written as they come, but a file appears only when it is whole.
 */
typedef struct
{
  const char *name;
  BylineDurable *file;
  int status;
} BylineCliOutput;

/* @out: what has come; it is empty afterwards if there was much of it. @output: a BylineCliOutput. */
void  byline_cli_flow   (GString *out, gpointer output);
/* The rest of it, unless something is missing: then no file appears. Returns @status. */
int   byline_cli_finish (BylineCliOutput *self, GString *out, gboolean is_whole);
/* On a terminal, unless results go there: every now and then, and away at the end. */
void  byline_cli_show_progress (guint n_done, guint n_all);
/* Results for programs are the same bytes in every language. */
void  byline_cli_speak_english (void);
/* Parses @entries; FALSE means that usage has been printed: exit with *status
 * (0 for --help, 2 for a mistake). The rest of the arguments is in *rest. */
gboolean byline_cli_options (int argc, char **argv, const char *parameters, const char *summary, const GOptionEntry *entries, char ***rest, int *status);

G_END_DECLS
