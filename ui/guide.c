/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide.h"

#include "config.h"

#include "badge.h"
#include "language.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The briefing on the article and what the tags mean, one key away. */

static GtkWidget *
text_new (const char *text, const char *class_name)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Selectable for copying; the caret would only be in the way of Tab. */
  gtk_widget_set_focusable (label, FALSE);
  if (class_name != NULL)
    gtk_widget_add_css_class (label, class_name);
  return label;
}

static void
add_text (GtkWidget *box, const char *text, const char *class_name)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (box), text_new (text, class_name));
}

static GtkWidget *
tag_row_new (const BylineTag *tag)
{
  const char *language = byline_language_get ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *badge = byline_badge_new (tag);

  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  add_text (texts, byline_tag_get_label (tag, language), "heading");
  add_text (texts, byline_tag_get_definition (tag, language), NULL);
  add_text (texts, byline_tag_get_question (tag, language), "dim-label");
  add_text (texts, byline_tag_get_example (tag, language), "example");
  gtk_box_append (GTK_BOX (row), badge);
  gtk_box_append (GTK_BOX (row), texts);
  return row;
}

/* Where a passage ends; the same rules that the bundled keys follow. */
static GtkWidget *
edges_new (void)
{
  const char *const rules[] = {
    N_ ("Quotation marks and punctuation at the edges do not count."),
    N_ ("An attribution is the source with its title and everything that says it spoke, without the person spoken to and without “that”."),
    N_ ("A quotation split by “she said” is one passage in two pieces."),
    N_ ("A claim or an opinion is the smallest part that can stand alone, without its attribution."),
    N_ ("One loaded word may be an opinion, and so may a word in scare quotes."),
    N_ ("Evidence is the part with the figure, and where it comes from if that stands beside it."),
    N_ ("“Declined to comment” is an attribution; “did not comment” is not."),
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *dot = gtk_label_new ("•");

      gtk_widget_set_valign (dot, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (row), dot);
      gtk_box_append (GTK_BOX (row), text_new (_ (rules[i]), NULL));
      gtk_box_append (GTK_BOX (box), row);
    }
  return box;
}

static void
add_source (GtkWidget *box, const BylinePackArticle *entry)
{
  const char *parts[] = { entry->source_name, entry->source_date, entry->source_url };
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *line = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_ptr_array_add (known, (gpointer) parts[i]);
  g_ptr_array_add (known, NULL);
  line = g_strjoinv (" · ", (char **) known->pdata);
  add_text (box, line, "dim-label");
}

/* What becomes of the work, in the words of the buttons. */
static const char *
get_ending (BylineSession *session)
{
  if (byline_session_reveals (session))
    return _ ("Choose Compare: you see passage by passage what the key has and why. The attempt can then no longer be changed.");
  if (byline_session_is_sealed (session))
    return _ ("Choose Hand In: the attempt can then no longer be changed, and is put into the folder or onto the stick that you choose. When your teacher gives out the code, choose Compare.");
  return _ ("Choose Hand In: the attempt can then no longer be changed, and is put into the folder or onto the stick that you choose.");
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWindow *window)
{
  if (keyval != GDK_KEY_Escape && keyval != GDK_KEY_F1)
    return FALSE;
  gtk_window_close (window);
  return TRUE;
}

/**
 * byline_guide_present:
 * @parent: the window
 * @session: whose article and tags
 *
 * Opens the guide; Escape or F1 closes it.
 */
void
byline_guide_present (GtkWindow *parent, BylineSession *session)
{
  const BylinePackArticle *entry = byline_pack_find_article (byline_session_get_pack (session), byline_session_get_article_id (session));
  BylineTagSet *tags = byline_session_get_tags (session);
  GtkWidget *window = adw_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (box, "guide");
  if (entry != NULL && (entry->briefing != NULL || entry->source_name != NULL))
    {
      add_text (box, _ ("Before you read"), "title-4");
      add_text (box, entry->briefing, NULL);
      add_source (box, entry);
    }
  add_text (box, _ ("The tags"), "title-4");
  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    gtk_box_append (GTK_BOX (box), tag_row_new (byline_tag_set_get (tags, i)));
  if (tags == byline_tag_set_get_default ())
    {
      add_text (box, _ ("Where a passage ends"), "title-4");
      gtk_box_append (GTK_BOX (box), edges_new ());
    }

  add_text (box, _ ("When you have finished"), "title-4");
  add_text (box, get_ending (session), NULL);

  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scrolled);

  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Briefing and Tags"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 640);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), window, 0);
  gtk_widget_add_controller (window, keys);
  gtk_window_present (GTK_WINDOW (window));
}
