/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdint.h>

/* Runs a fuzz target over the files of the folders given, without a fuzzer: what
 * was once found stays found, with any compiler. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
replay (gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const uint8_t *) data, size), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      g_autofree char *base = g_path_get_basename (argv[i]);
      const char *name;

      /* A target that nothing was found for has no folder. */
      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_strdup_printf ("/replay/%s/%s", base, name);
          g_test_add_data_func_full (path, g_build_filename (argv[i], name, NULL), replay, g_free);
        }
    }
  return g_test_run ();
}
