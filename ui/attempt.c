/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-private.h"

#include "config.h"

#include "receipt.h"
#include "unlock.h"

#include <glib/gi18n.h>

/* The life of an attempt: draft, finished, handed in, compared, once more. */

/* What a question is about: the answer is for that attempt, whatever is shown by
 * the time it comes. */
typedef struct
{
  BylineReading *reading;
  BylineSession *session;
  char *work; /* its id */
} Asked;

static Asked *
asked_new (BylineReading *self)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->reading = g_object_ref (self);
  asked->session = g_object_ref (self->session);
  asked->work = g_strdup (byline_annotations_get_id (byline_session_get_annotations (self->session)));
  return asked;
}

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->reading);
  g_object_unref (asked->session);
  g_free (asked->work);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static gboolean
is_still_asked (const Asked *asked)
{
  BylineAnnotations *work = byline_session_get_annotations (asked->session);

  return asked->reading->session == asked->session && work != NULL && g_strcmp0 (byline_annotations_get_id (work), asked->work) == 0;
}

BylineSide
byline_reading_get_side (BylineReading *self)
{
  if (gtk_toggle_button_get_active (self->show_mine))
    return BYLINE_SIDE_MINE;
  return gtk_toggle_button_get_active (self->show_key) ? BYLINE_SIDE_KEY : BYLINE_SIDE_BOTH;
}

/* Somebody else may be working by now. */
static gboolean
is_of_session (BylineComparison *comparison, BylineSession *session)
{
  return g_strcmp0 (byline_annotations_get_id (comparison->work), byline_annotations_get_id (byline_session_get_annotations (session))) == 0;
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineComparison) comparison = byline_comparison_new_finish (result, &error);
  g_autofree char *text = NULL;

  if (self->session != BYLINE_SESSION (source) || !byline_session_is_committed (self->session)
      || (comparison != NULL && !is_of_session (comparison, self->session)))
    return;
  if (comparison == NULL)
    {
      text = g_strdup_printf (_ ("The key cannot be read: %s"), error->message);
      byline_reading_show_problem (self, text);
      return;
    }

  byline_marker_set_comparison (self->marker, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  self->comparison = g_steal_pointer (&comparison);
  byline_marker_set_comparison (self->marker, self->comparison);
  byline_comparison_pane_show (self->comparison_pane, self->comparison);
  gtk_stack_set_visible_child_name (self->side_stack, "comparison");
  adw_flap_set_reveal_flap (self->flap, TRUE);
  byline_look_show_comparison (byline_reading_get_bridge (self), self->comparison, byline_reading_get_side (self));
  byline_reading_update (self);
  byline_reading_say (self, _ ("Compared with the key."));
}

static void
compare (BylineReading *self)
{
  byline_session_compare_async (self->session, compared_cb, g_object_ref (self));
}

/* A code that was right is kept for the pack's other articles, in memory only. */
static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  g_autofree char *code = NULL;
  g_autoptr (BylineAnnotations) key = byline_unlock_finish (result, &code);
  BylineReading *self = asked->reading;

  if (key == NULL || self->codes == NULL)
    return;
  g_hash_table_replace (self->codes, g_strdup (byline_session_get_pack_key (asked->session)), g_steal_pointer (&code));
  byline_session_take_key (asked->session, key);
  if (is_still_asked (asked))
    compare (self);
}

/**
 * byline_reading_compare:
 *
 * Shows finished work beside the key, after asking for the code of a sealed one.
 */
void
byline_reading_compare (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  if (byline_session_is_sealed (self->session))
    byline_unlock_async (byline_reading_get_window (self), byline_session_get_pack (self->session), byline_session_get_article_id (self->session),
                         g_hash_table_lookup (self->codes, byline_session_get_pack_key (self->session)), unlocked_cb, asked_new (self));
  else
    compare (self);
}

/* Handing in. */

static void
failed_response_cb (AdwMessageDialog *dialog, const char *response, BylineReading *self)
{
  if (g_str_equal (response, "again") && self->session != NULL && byline_session_is_committed (self->session))
    gtk_widget_activate_action (GTK_WIDGET (self), "reading.hand-in", NULL);
}

static void
show_failure (BylineReading *self, const GError *error)
{
  g_autofree char *body = g_strdup_printf (_ ("%s.\n\nNothing is lost: your finished work is kept on this computer. You can hand it in again, also later."), error->message);
  GtkWidget *dialog = adw_message_dialog_new (byline_reading_get_window (self), _ ("Not handed in"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"), "again", _ ("_Try Again…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "again", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "again");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (failed_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
handed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asked) asked = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineHandedIn) handed = byline_handing_in_finish (result, &error);
  g_autofree char *folder = NULL;
  BylineReading *self = asked->reading;

  if (byline_reading_get_window (self) == NULL)
    return;
  if (error != NULL)
    show_failure (self, error);
  if (handed == NULL)
    {
      byline_reading_say (self, _ ("Finished, but not handed in."));
      return;
    }

  folder = g_path_get_dirname (handed->path);
  g_settings_set_string (self->settings, "hand-in-folder", folder);
  byline_reading_say (self, _ ("Handed in."));
  byline_receipt_present (byline_reading_get_window (self), asked->session, handed);
}

/**
 * byline_reading_hand_in:
 *
 * Puts finished work into a folder that the student chooses.
 */
void
byline_reading_hand_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  g_autofree char *folder = g_settings_get_string (self->settings, "hand-in-folder");
  BylinePack *pack = byline_session_get_pack (self->session);

  byline_handing_in_async (byline_reading_get_window (self), byline_session_get_annotations (self->session), byline_pack_get_title (pack),
                           *folder != '\0' ? folder : NULL, handed_in_cb, asked_new (self));
}

/**
 * byline_reading_go_on:
 *
 * What follows when an attempt is finished. The key is not shown, and nothing is
 * handed in, of an attempt that could still turn out to be a draft.
 */
void
byline_reading_go_on (BylineReading *self)
{
  const char *id;

  if (!byline_session_is_committed (self->session) || !byline_session_is_durable (self->session))
    return;
  id = byline_annotations_get_id (byline_session_get_annotations (self->session));
  if (self->comparison == NULL && byline_session_can_compare (self->session))
    compare (self);
  if (g_strcmp0 (self->to_hand_in, id) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "reading.hand-in", NULL);
  g_clear_pointer (&self->to_hand_in, g_free);
}

/* Finishing. */

static void
asked_closure_free (gpointer data, GClosure *closure)
{
  asked_free (data);
}

static void
finish_response_cb (AdwMessageDialog *dialog, const char *response, Asked *asked)
{
  BylineReading *self = asked->reading;

  if (!g_str_equal (response, "finish") || !is_still_asked (asked) || !byline_session_is_open (asked->session))
    return;
  if (!byline_session_reveals (asked->session))
    {
      g_free (self->to_hand_in);
      self->to_hand_in = g_strdup (asked->work);
    }
  byline_session_commit (asked->session);
}

static char *
dup_finishing_text (BylineSession *session)
{
  const guint n = byline_annotations_get_size (byline_session_get_annotations (session));
  g_autofree char *tagged = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "You tagged %u passage.", "You tagged %u passages.", n), n);
  const char *next = byline_session_reveals (session)
                         ? _ ("You will see the key and the reasons; this attempt can then no longer be changed.")
                         : _ ("You will be asked where to put the file for your teacher; this attempt can then no longer be changed.");

  return g_strjoin (" ", tagged, next, NULL);
}

/**
 * byline_reading_finish:
 *
 * Asks whether the attempt is to end here.
 */
void
byline_reading_finish (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);
  const gboolean reveals = byline_session_reveals (self->session);
  GtkWidget *dialog;
  g_autofree char *body = NULL;

  byline_reading_keep_notes (self);
  body = dup_finishing_text (self->session);
  dialog = adw_message_dialog_new (byline_reading_get_window (self), reveals ? _ ("Finish and compare?") : _ ("Finish and hand in?"), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Working"),
                                    "finish", reveals ? _ ("_Finish and Compare") : _ ("_Finish and Hand In"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "finish", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "finish");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (finish_response_cb), asked_new (self), asked_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineReading) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  const gboolean done = byline_session_retry_finish (BYLINE_SESSION (source), result, &error);

  if (self->session != BYLINE_SESSION (source))
    return;
  if (!done)
    {
      byline_reading_show_problem (self, error->message);
      return;
    }
  text = g_strdup_printf (_ ("Attempt %u begins."), byline_session_get_attempt (BYLINE_SESSION (source)));
  byline_reading_say (self, text);
}

void
byline_reading_retry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReading *self = BYLINE_READING (widget);

  byline_session_retry_async (self->session, retried_cb, g_object_ref (self));
}
