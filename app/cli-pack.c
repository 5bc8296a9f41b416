/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "config.h"
#include "error.h"
#include "pack-write.h"
#include "seal.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const kind_names[] = { "student", "practice", "teacher", NULL };

static int
usage_error (const char *verb, const char *message)
{
  g_printerr ("byline-cli %s: %s\n", verb, message);
  return BYLINE_EXIT_USAGE;
}

static int
find_kind (const char *name)
{
  for (int i = 0; kind_names[i] != NULL; i++)
    if (g_str_equal (kind_names[i], name))
      return i;
  return -1;
}

/* A new code is shown before there is a pack that only this code opens. */
static int
pack_folder (const char *folder, int kind, const char *code, gboolean show_code, const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_pack_open (folder, &error);
  g_autoptr (GBytes) zip = NULL;

  if (pack == NULL)
    return byline_cli_fail (folder, error);
  if (g_str_equal (folder, output) || byline_pack_is_made_of (pack, output))
    return usage_error ("pack", _ ("-o names a file that the pack is made of; give another name"));
  if (kind < 0)
    kind = code != NULL ? BYLINE_PACK_STUDENT : byline_pack_get_kind (pack);
  zip = byline_pack_write (pack, kind, code, &error);
  if (zip == NULL)
    return byline_cli_fail (folder, error);
  if (show_code)
    {
      g_autofree char *line = g_strconcat (code, "\n", NULL);
      const int status = byline_cli_write ("-", line, strlen (line));

      if (status != BYLINE_EXIT_DONE)
        return status;
    }
  return byline_cli_write (output, g_bytes_get_data (zip, NULL), g_bytes_get_size (zip));
}

/**
 * byline_cli_pack:
 *
 * `byline-cli pack DIR -o NAME.byline`: a pack as one file, for students, for
 * practice or for teachers.
 *
 * Returns: an exit status
 */
int
byline_cli_pack (int argc, char **argv)
{
  g_autofree char *kind_name = NULL, *code = NULL, *code_file = NULL, *output = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = NULL;
  gboolean new_code = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write; “-” is standard output"), "NAME.byline" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_name, N_ ("For whom (as the manifest says)"), "student|practice|teacher" },
    { "seal-code", 0, 0, G_OPTION_ARG_STRING, &code, N_ ("For students: seal the keys with this code"), N_ ("CODE") },
    { "code-file", 0, 0, G_OPTION_ARG_FILENAME, &code_file, N_ ("The same, with the code in a file"), "F" },
    { "new-code", 0, 0, G_OPTION_ARG_NONE, &new_code, N_ ("The same, with a new code, which is printed"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  int status, kind = -1;

  if (!byline_cli_options (argc, argv, _ ("DIR -o NAME.byline"), _ ("Makes one file of an exercise pack."), entries, &files, &status))
    return status;
  if (g_strv_length (files) != 1 || output == NULL)
    return usage_error ("pack", _ ("give one folder, and -o with the name of the file"));
  if ((code != NULL) + (code_file != NULL) + new_code > 1)
    return usage_error ("pack", _ ("give one of --seal-code, --code-file and --new-code"));
  if (kind_name != NULL && (kind = find_kind (kind_name)) < 0)
    return usage_error ("pack", _ ("--kind must be student, practice or teacher"));
  if ((code != NULL || code_file != NULL || new_code) && kind > BYLINE_PACK_STUDENT)
    return usage_error ("pack", _ ("a code seals the keys of a pack for students; the keys of the other kinds are open"));
  if (new_code && g_str_equal (output, "-"))
    return usage_error ("pack", _ ("--new-code prints the code, so -o must name a file"));

  if (new_code)
    code = byline_seal_new_code ();
  else if (code_file != NULL && (code = byline_cli_read_code (code_file, &error)) == NULL)
    return byline_cli_fail (code_file, error);
  return pack_folder (files[0], kind, code, new_code, output);
}

static int
unpack_file (const char *name, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = NULL;
  g_autoptr (BylinePack) pack = NULL;
  gsize size;
  char *data = byline_cli_read (name, BYLINE_PACK_MAX_SIZE, &size, &error);

  if (data == NULL)
    return byline_cli_fail (name, error);
  zip = g_bytes_new_take (data, size);
  pack = byline_pack_new_for_zip (zip, &error);
  if (pack == NULL)
    return byline_cli_fail (name, error);
  return byline_pack_extract (pack, folder, &error) ? BYLINE_EXIT_DONE : byline_cli_fail (folder, error);
}

/**
 * byline_cli_unpack:
 *
 * `byline-cli unpack NAME.byline -o DIR`: the files of a pack in a folder.
 *
 * Returns: an exit status
 */
int
byline_cli_unpack (int argc, char **argv)
{
  g_autofree char *output = NULL;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("A new or an empty folder"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  int status;

  if (!byline_cli_options (argc, argv, _ ("NAME.byline -o DIR"), _ ("Writes the files of an exercise pack into a folder."), entries, &files, &status))
    return status;
  if (g_strv_length (files) != 1 || output == NULL || g_str_equal (output, "-"))
    return usage_error ("unpack", _ ("give one pack, and -o with a folder"));
  return unpack_file (files[0], output);
}
