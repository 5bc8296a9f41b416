/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "places.h"

#include "config.h"

/* Where Byline's own files are: installed, or in the build and source folders
 * when it is run from there, which needs no environment. */

static gboolean
runs_from_build_folder (void)
{
  static gsize known;

  if (g_once_init_enter (&known))
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

      g_once_init_leave (&known, program != NULL && g_str_has_prefix (program, BUILD_FOLDER "/") ? 2 : 1);
    }
  return known == 2;
}

const char *
byline_places_get_exercises (void)
{
  return runs_from_build_folder () ? SOURCE_FOLDER "/exercises" : PKGDATADIR "/exercises";
}

const char *
byline_places_get_locales (void)
{
  return runs_from_build_folder () ? BUILD_FOLDER "/po" : LOCALEDIR;
}

/**
 * byline_places_new_settings:
 *
 * Returns: (transfer full): the program's settings; a missing schema would end
 *   the program, so an uninstalled one is read from the build folder
 */
GSettings *
byline_places_new_settings (void)
{
  GSettingsSchemaSource *parent = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (runs_from_build_folder ())
    own = g_settings_schema_source_new_from_directory (BUILD_FOLDER "/data", parent, TRUE, NULL);
  if (own != NULL || parent != NULL)
    schema = g_settings_schema_source_lookup (own != NULL ? own : parent, BYLINE_APP_ID, TRUE);
  if (schema == NULL)
    g_error ("The settings schema %s is not installed", BYLINE_APP_ID);
  return g_settings_new_full (schema, NULL, NULL);
}
