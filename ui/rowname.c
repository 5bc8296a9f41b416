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

/**
 * byline_row_name_add_label:
 * @box: where the texts of a row stand, one below the other
 * @class_name: a style class
 *
 * Returns: (transfer none): a label for a line of the row, as long as it has to be
 */
GtkWidget *
byline_row_name_add_label (GtkWidget *box, const char *class_name)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, class_name);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}
