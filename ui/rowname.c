/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rowname.h"

static void
name_parent (GtkWidget *child)
{
  GtkWidget *row = gtk_widget_get_parent (child);
  const char *name = g_object_get_data (G_OBJECT (child), "byline-row-name");

  if (row != NULL && name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * byline_row_name_set:
 * @child: what a list item factory made
 * @name: what a screen reader says of the row
 *
 * The rows of a list view have no name of their own, and the list item that
 * could give one came with GTK 4.12.
 */
void
byline_row_name_set (GtkWidget *child, const char *name)
{
  const gboolean known = g_object_get_data (G_OBJECT (child), "byline-row-name") != NULL;

  g_object_set_data_full (G_OBJECT (child), "byline-row-name", g_strdup (name), g_free);
  if (!known)
    g_signal_connect (child, "notify::parent", G_CALLBACK (name_parent), NULL);
  name_parent (child);
}
