/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compat.h"

#include <gmodule.h>

/* The only place that knows of GTK newer than 4.8: it is looked up when the
 * program runs, so that one build serves Debian 12 and 13. */

typedef void (*Announce) (GtkAccessible *self, const char *message, int priority);

#define PRIORITY_MEDIUM 1

/**
 * byline_compat_announce:
 * @widget: where it happened
 * @text: what a screen reader says; with GTK before 4.14 nothing, there the
 *   status line with its changing name is heard
 */
void
byline_compat_announce (GtkWidget *widget, const char *text)
{
  static gsize known;
  static Announce announce;

  if (g_once_init_enter (&known))
    {
      GModule *self = g_module_open (NULL, 0);

      if (self == NULL || !g_module_symbol (self, "gtk_accessible_announce", (gpointer *) &announce))
        announce = NULL;
      g_once_init_leave (&known, 1);
    }
  if (announce != NULL && *text != '\0')
    announce (GTK_ACCESSIBLE (widget), text, PRIORITY_MEDIUM);
}
