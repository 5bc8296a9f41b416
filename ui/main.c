/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include "config.h"

#include "places.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, byline_places_get_locales ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Byline");

  application = byline_application_new ();
  return g_application_run (application, argc, argv);
}
