/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "places.h"
#include "store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_CODE_SIZE 4096

/* Bytes of results that are written at a time. */
#define FLOW_SIZE (64 * 1024)

typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} Verb;

static const Verb verbs[] = {
  { "import", byline_cli_import, N_ ("Turn an HTML or text file into a canonical article") },
  { "check", byline_cli_check, N_ ("Name each problem of packs, work, keys and articles") },
  { "anchor", byline_cli_anchor, N_ ("Find each annotation again in an article") },
  { "score", byline_cli_score, N_ ("Compare work files with an answer key") },
  { "class", byline_cli_class, N_ ("Show what a class did with an article") },
  { "pack", byline_cli_pack, N_ ("Make one file of an exercise pack, for students or teachers") },
  { "unpack", byline_cli_unpack, N_ ("Write the files of a pack into a folder") },
  { "convert", byline_cli_convert, N_ ("Read and write the annotations of other programs") },
};

/* The second to read standard input would find it empty. */
char *
byline_cli_read (const char *name, gsize max_size, gsize *size, GError **error)
{
  static int n_readers = 0;

  if (strcmp (name, "-") != 0)
    return byline_store_read_file (name, max_size, size, error);
  if (g_atomic_int_add (&n_readers, 1) == 0)
    return byline_store_read_file ("/dev/stdin", max_size, size, error);

  g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("“-” can stand for only one file"));
  return NULL;
}

BylineAnnotations *
byline_cli_read_annotations (const char *name, GError **error)
{
  gsize size;
  g_autofree char *data = byline_cli_read (name, BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);

  return data != NULL ? byline_annotations_new_from_data (data, size, error) : NULL;
}

BylinePack *
byline_cli_open_pack (const char *name, GError **error)
{
  g_autoptr (GBytes) zip = NULL;
  gsize size;
  char *data;

  if (strcmp (name, "-") != 0)
    return byline_pack_open (name, error);
  data = byline_cli_read (name, BYLINE_PACK_MAX_SIZE, &size, error);
  if (data == NULL)
    return NULL;
  zip = g_bytes_new_take (data, size);
  return byline_pack_new_for_zip (zip, error);
}

char *
byline_cli_read_code (const char *name, GError **error)
{
  gsize size;
  g_autofree char *data = byline_cli_read (name, MAX_CODE_SIZE, &size, error);

  if (data == NULL)
    return NULL;
  data[strcspn (data, "\r\n")] = '\0';
  if (*data == '\0' || !g_utf8_validate (data, -1, NULL))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("There is no code in the first line of this file"));
      return NULL;
    }
  return g_steal_pointer (&data);
}

int
byline_cli_write (const char *name, const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;

  if (name != NULL && strcmp (name, "-") != 0)
    return byline_store_write_file (name, data, size, &error) ? BYLINE_EXIT_DONE : byline_cli_fail (name, error);

  if (fwrite (data, 1, size, stdout) == size && fflush (stdout) == 0)
    return BYLINE_EXIT_DONE;

  g_set_error_literal (&error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  return byline_cli_fail (_ ("standard output"), error);
}

char *
byline_cli_plain (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  /* The name of a file need not be UTF-8: its bytes stay as they are. */
  for (const guchar *at = (const guchar *) text; *at != '\0'; at++)
    {
      const gboolean is_c1 = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;

      g_string_append_c (plain, is_c1 || *at < 0x20 || *at == 0x7F ? ' ' : *at);
      at += is_c1;
    }
  return g_string_free (plain, FALSE);
}

void
byline_cli_say (const char *name, const char *sentence)
{
  g_autofree char *plain_name = byline_cli_plain (strcmp (name, "-") == 0 ? _ ("standard input") : name);
  g_autofree char *plain_sentence = byline_cli_plain (sentence);

  g_printerr ("%s: %s\n", plain_name, plain_sentence);
}

static void
put (BylineCliOutput *self, GString *out)
{
  g_autoptr (GError) error = NULL;
  const gboolean is_file = self->name != NULL && strcmp (self->name, "-") != 0;

  if (self->status == BYLINE_EXIT_DONE && !is_file)
    self->status = byline_cli_write (NULL, out->str, out->len);
  else if (self->status == BYLINE_EXIT_DONE)
    {
      if (self->file == NULL)
        self->file = byline_durable_new (self->name, &error);
      if (self->file == NULL || !byline_durable_append (self->file, out->str, out->len, &error))
        self->status = byline_cli_fail (self->name, error);
    }
  g_string_truncate (out, 0);
}

void
byline_cli_flow (GString *out, gpointer output)
{
  if (out->len >= FLOW_SIZE)
    put (output, out);
}

int
byline_cli_finish (BylineCliOutput *self, GString *out, gboolean is_whole)
{
  g_autoptr (GError) error = NULL;

  if (is_whole)
    put (self, out);
  if (is_whole && self->status == BYLINE_EXIT_DONE && self->file != NULL && !byline_durable_finish (self->file, &error))
    self->status = byline_cli_fail (self->name, error);
  g_clear_pointer (&self->file, byline_durable_free);
  return self->status;
}

int
byline_cli_fail (const char *name, const GError *error)
{
  byline_cli_say (name, error->message);
  return error->domain == BYLINE_ERROR ? BYLINE_EXIT_BAD_INPUT : BYLINE_EXIT_SYSTEM;
}

void
byline_cli_show_progress (guint n_done, guint n_all)
{
  /* Fewer are read before anybody could look. */
  if (n_all <= 64 || !isatty (STDERR_FILENO) || isatty (STDOUT_FILENO))
    return;
  g_printerr ("\r\033[K");
  if (n_done < n_all)
    g_printerr (_ ("%u of %u files"), n_done, n_all);
}

void
byline_cli_speak_english (void)
{
  setlocale (LC_MESSAGES, "C");
}

/* GLib leaves the “--” in, before a name that begins with a hyphen. */
static void
drop_separator (char **rest)
{
  for (; *rest != NULL; rest++)
    if (strcmp (*rest, "--") == 0)
      {
        g_free (*rest);
        memmove (rest, rest + 1, g_strv_length (rest + 1) * sizeof *rest + sizeof *rest);
        return;
      }
}

gboolean
byline_cli_options (int argc, char **argv, const char *parameters, const char *summary, const GOptionEntry *entries, char ***rest, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);
  g_autofree char *name = g_strconcat ("byline-cli ", argv[0], NULL);
  gboolean help = FALSE;
  const GOptionEntry own[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  /* The help says `byline-cli VERB`. */
  g_set_prgname (name);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);

  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      g_printerr ("%s: %s\n", name, error->message);
      *status = BYLINE_EXIT_USAGE;
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
      g_print ("%s", text);
      *status = BYLINE_EXIT_DONE;
      return FALSE;
    }

  *rest = g_strdupv (arguments + 1);
  drop_separator (*rest);
  return TRUE;
}

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n\n", _ ("Usage: byline-cli VERB [OPTION…] FILE…"));
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    fprintf (stream, "  %-10s %s\n", verbs[i].name, _ (verbs[i].summary));
  fprintf (stream, "\n%s\n", _ ("“byline-cli VERB --help” says more. “-” stands for standard input or output."));
}

/* Results that were printed line by line may not have come to where they should. */
static int
finish (int status)
{
  const gboolean failed = fflush (stdout) != 0;
  const int reason = failed ? errno : EIO;

  if (status == BYLINE_EXIT_SYSTEM || !(failed || ferror (stdout)))
    return status;
  g_printerr ("%s: %s\n", _ ("standard output"), g_strerror (reason));
  return BYLINE_EXIT_SYSTEM;
}

int
main (int argc, char **argv)
{
  /* What is bounded is addresses: the large texts of results are to lie where the
   * JSON of a file was, not beside it. */
  mallopt (M_MMAP_MAX, 0);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, byline_places_get_locales ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("byline-cli");

  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return print_usage (stdout), finish (BYLINE_EXIT_DONE);
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    return printf ("Byline %s\n", BYLINE_VERSION), finish (BYLINE_EXIT_DONE);

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (argv[1], verbs[i].name) == 0)
      return finish (verbs[i].run (argc - 1, argv + 1));

  if (argc > 1)
    g_printerr (_ ("byline-cli: there is no verb “%s”\n"), argv[1]);
  print_usage (stderr);
  return BYLINE_EXIT_USAGE;
}
