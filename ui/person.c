/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "person.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Work belongs to a code name, never to a login: classes share logins. */

#define MAX_LENGTH 64

static char *
suggest (void)
{
  static const char *const names[] = {
    N_ ("Heron"), N_ ("Otter"), N_ ("Maple"), N_ ("Robin"), N_ ("Cedar"), N_ ("Badger"), N_ ("Willow"), N_ ("Falcon"),
    N_ ("Clover"), N_ ("Marten"), N_ ("Birch"), N_ ("Plover"), N_ ("Hazel"), N_ ("Beaver"), N_ ("Juniper"), N_ ("Swift"),
  };

  return g_strdup_printf ("%s-%02d", _ (names[g_random_int_range (0, G_N_ELEMENTS (names))]), g_random_int_range (1, 100));
}

static char *
get_name (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = get_name (entry);
  const glong length = g_utf8_strlen (name, -1);

  adw_message_dialog_set_response_enabled (dialog, "work", length > 0 && length <= MAX_LENGTH);
}

static void
choose_cb (GtkButton *button, AdwMessageDialog *dialog)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");

  gtk_editable_set_text (entry, gtk_button_get_label (button));
  adw_message_dialog_response (dialog, "work");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
known_names_new (GPtrArray *names, AdwMessageDialog *dialog)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  for (guint i = 0; i < names->len; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (g_ptr_array_index (names, i));

      gtk_widget_add_css_class (button, "pill");
      g_signal_connect_object (button, "clicked", G_CALLBACK (choose_cb), dialog, 0);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
    }
  return box;
}

static GtkWidget *
body_new (BylineStore *store, AdwMessageDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_entry_new ();
  g_autoptr (GPtrArray) names = byline_store_list_code_names (store);
  g_autofree char *suggestion = suggest ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_LENGTH);
  gtk_editable_set_text (GTK_EDITABLE (entry), suggestion);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Code name"), -1);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), dialog, 0);
  gtk_box_append (GTK_BOX (box), entry);

  if (names->len > 0)
    {
      GtkWidget *label = gtk_label_new (_ ("On this computer before:"));
      GtkWidget *window = gtk_scrolled_window_new ();

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
      gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
      gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), 160);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), known_names_new (names, dialog));
      gtk_box_append (GTK_BOX (box), window);
    }
  return box;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");
  g_autofree char *name = get_name (entry);

  g_task_return_pointer (task, g_str_equal (response, "work") && *name != '\0' ? g_steal_pointer (&name) : NULL, g_free);
  g_object_unref (task);
}

/**
 * byline_person_ask_async:
 * @parent: the window
 * @store: knows the code names that worked here before
 *
 * Asks for a code name; a ready one is suggested, so that Enter is enough.
 */
void
byline_person_ask_async (GtkWindow *parent, BylineStore *store, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (parent, NULL, callback, data);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Who is working?"),
                                              _ ("Your tags are kept under a code name. Use the one your teacher gave you, or make one up; please not your real name."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "work", _ ("_Start"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "work", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "work");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), body_new (store, ADW_MESSAGE_DIALOG (dialog)));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (dialog), "entry"));
}

char *
byline_person_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
