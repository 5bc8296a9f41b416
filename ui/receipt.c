/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "receipt.h"

#include "config.h"

#include "language.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What was handed in: read from the file itself, so that nobody has to trust a
 * promise about what stands in it. */

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_preferences_group_add (group, row);
}

/* "7 tags: Claim 3, Attribution 2, Evidence 1, Opinion 1" */
static char *
dup_tags (BylineAnnotations *work, BylineTagSet *tags)
{
  const guint n_tags = byline_tag_set_get_size (tags);
  const guint n = byline_annotations_get_size (work);
  g_autofree guint *counts = g_new0 (guint, n_tags);
  GString *text = g_string_new (NULL);

  g_string_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u tag", "%u tags", n), n);
  for (guint i = 0; i < n; i++)
    {
      const int tag = byline_tag_set_find (tags, byline_annotations_get (work, i)->tag);

      if (tag >= 0)
        counts[tag]++;
    }
  for (guint i = 0; i < n_tags; i++)
    g_string_append_printf (text, "%s%s %u", i == 0 ? ": " : ", ", byline_tag_get_label (byline_tag_set_get (tags, i), byline_language_get ()), counts[i]);
  return g_string_free (text, FALSE);
}

static char *
dup_notes (BylineAnnotations *work)
{
  guint n = byline_annotations_get_note (work) != NULL ? 1 : 0;

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    n += byline_annotations_get (work, i)->note != NULL ? 1 : 0;
  if (n == 0)
    return g_strdup (_ ("None"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u note is included", "%u notes are included", n), n);
}

static char *
dup_time (BylineAnnotations *work)
{
  const char *text = byline_annotations_get_committed (work);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autoptr (GDateTime) here = time != NULL ? g_date_time_to_local (time) : NULL;

  if (here == NULL)
    return g_strdup (_ ("Without a time"));
  /* Translators: a day and a time, as g_date_time_format() wants them. */
  return g_date_time_format (here, _ ("%-d %B %Y, %H:%M"));
}

static AdwPreferencesGroup *
contents_new (BylineSession *session, const BylineHandedIn *handed)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  BylineAnnotations *work = handed->work;
  const char *code_name = byline_annotations_get_code_name (work);
  const char *title = byline_session_get_title (session);
  g_autofree char *attempt = g_strdup_printf ("%u", byline_annotations_get_attempt (work));
  g_autofree char *tags = dup_tags (work, byline_session_get_tags (session));
  g_autofree char *notes = dup_notes (work);
  g_autofree char *time = dup_time (work);

  adw_preferences_group_set_title (group, _ ("What the File Contains"));
  adw_preferences_group_set_description (group, _ ("Only this: no name but the code name, and nothing that you undid."));
  add_row (group, _ ("Code name"), code_name != NULL ? code_name : _ ("None"));
  add_row (group, _ ("Article"), title != NULL ? title : byline_session_get_article_id (session));
  if (byline_annotations_get_attempt (work) > 1)
    add_row (group, _ ("Attempt"), attempt);
  add_row (group, _ ("Tags"), tags);
  add_row (group, _ ("Notes"), notes);
  add_row (group, _ ("Finished"), time);
  return group;
}

static AdwPreferencesGroup *
place_new (const BylineHandedIn *handed)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *name = g_path_get_basename (handed->path);
  g_autofree char *folder = g_path_get_dirname (handed->path);
  g_autofree char *shown_name = g_filename_display_name (name);
  g_autofree char *shown_folder = g_filename_display_name (folder);

  adw_preferences_group_set_title (group, handed->was_there ? _ ("The Same File Was There Already") : _ ("Handed In"));
  add_row (group, _ ("File"), shown_name);
  add_row (group, _ ("Folder"), shown_folder);
  return group;
}

/* What comes next, where that is not the comparison at once. */
static const char *
get_outlook (BylineSession *session)
{
  if (byline_session_can_compare (session) || byline_pack_get_id (byline_session_get_pack (session)) == NULL)
    return NULL;
  return byline_session_is_sealed (session)
             ? _ ("When your teacher gives out the code, choose Compare to see the key and the reasons.")
             : _ ("You will see the key and the reasons when your teacher’s pack is opened here.");
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkLabel) problem = data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    return;
  gtk_label_set_label (problem, _ ("No program here shows folders."));
  gtk_widget_set_visible (GTK_WIDGET (problem), TRUE);
}

static void
show_folder_cb (GtkButton *button, GtkWindow *window)
{
  const char *folder = g_object_get_data (G_OBJECT (window), "folder");
  GtkLabel *problem = g_object_get_data (G_OBJECT (window), "problem");
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, shown_cb, g_object_ref (problem));
}

static GtkWidget *
buttons_new (GtkWindow *window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *show = gtk_button_new_with_label (_ ("Show Folder"));
  GtkWidget *close = gtk_button_new_with_label (_ ("Done"));
  GtkWidget *problem = gtk_label_new (NULL);

  gtk_widget_add_css_class (close, "suggested-action");
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  gtk_widget_set_visible (problem, FALSE);
  gtk_label_set_wrap (GTK_LABEL (problem), TRUE);
  gtk_box_append (GTK_BOX (row), show);
  gtk_box_append (GTK_BOX (row), close);
  gtk_box_append (GTK_BOX (box), problem);
  gtk_box_append (GTK_BOX (box), row);
  g_object_set_data (G_OBJECT (window), "problem", problem);
  g_signal_connect_object (show, "clicked", G_CALLBACK (show_folder_cb), window, 0);
  g_signal_connect_object (close, "clicked", G_CALLBACK (gtk_window_close), window, G_CONNECT_SWAPPED);
  gtk_window_set_default_widget (window, close);
  return box;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWindow *window)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  gtk_window_close (window);
  return TRUE;
}

static GtkWidget *
page_new (BylineSession *session, const BylineHandedIn *handed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  const char *outlook = get_outlook (session);

  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (place_new (handed)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (contents_new (session, handed)));
  if (outlook != NULL)
    {
      GtkWidget *label = gtk_label_new (outlook);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (box), label);
    }

  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/**
 * byline_receipt_present:
 * @parent: the window
 * @session: what was worked on
 * @handed: what was written, and where
 *
 * Shows what stands in the file that was handed in.
 */
void
byline_receipt_present (GtkWindow *parent, BylineSession *session, const BylineHandedIn *handed)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set_data_full (G_OBJECT (window), "folder", g_path_get_dirname (handed->path), g_free);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), page_new (session, handed));
  /* Below what scrolls, so that it is in sight on a low screen. */
  gtk_box_append (GTK_BOX (content), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (content), buttons_new (window));
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_title (window, _ ("Handed In"));
  gtk_window_set_default_size (window, 520, 680);
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_modal (window, TRUE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), window, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  gtk_window_present (window);
}
