/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window.h"

#include "config.h"

#include "library.h"
#include "opener.h"
#include "places.h"
#include "reading.h"
#include "reviewroom.h"
#include "reviewsetup.h"

#include <glib/gi18n.h>

/* One window: the library, one article in the reading room, or a class in review. */

struct _BylineWindow
{
  AdwApplicationWindow parent;

  GtkStack *rooms;

  GSettings *settings;
  BylineStore *store; /* owned by the application */
  BylineLibrary *library;
  BylineReading *reading;
  BylineReviewRoom *review_room; /* made when a class is first reviewed */
  char *path; /* what is open */
  GCancellable *cancellable;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (BylineWindow, byline_window, ADW_TYPE_APPLICATION_WINDOW)

static void
complain (BylineWindow *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Lets go of what the rooms show. */
static void
empty_rooms (BylineWindow *self)
{
  byline_reading_set_session (self->reading, NULL, NULL, NULL);
  if (self->review_room != NULL)
    byline_review_room_show (self->review_room, NULL);
}

static void
show_library (BylineWindow *self)
{
  empty_rooms (self);
  g_clear_pointer (&self->path, g_free);
  byline_library_refresh (self->library);
  gtk_stack_set_visible_child (self->rooms, GTK_WIDGET (self->library));
  gtk_window_set_title (GTK_WINDOW (self), "Byline");
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BylineWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineOpened) opened = byline_opener_finish (result, &error);
  g_autoptr (BylineSession) session = NULL;
  const char *path = byline_opener_get_path (result);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (opened == NULL)
    {
      if (byline_window_is_free (self))
        show_library (self);
      complain (self, _ ("This cannot be opened"), error->message);
      return;
    }

  byline_library_add_recent (self->library, path);
  if (opened->article == NULL)
    {
      show_library (self);
      self->path = g_strdup (path);
      byline_library_show_pack (self->library, path, opened->pack);
      return;
    }

  empty_rooms (self);
  g_free (self->path);
  self->path = g_strdup (path);
  session = byline_session_new (self->store, opened->pack, opened->article_id, opened->article);
  gtk_stack_set_visible_child (self->rooms, GTK_WIDGET (self->reading));
  gtk_window_set_title (GTK_WINDOW (self), byline_session_get_title (session));
  byline_reading_set_session (self->reading, session,
                              opened->work_path != NULL ? NULL : byline_reading_choose_person (self->reading, opened->code_name),
                              opened->work_path);
}

/**
 * byline_window_open:
 * @self: a window
 * @path: a pack, a work file or an article
 * @article_id: (nullable): which article of a pack
 */
void
byline_window_open (BylineWindow *self, const char *path, const char *article_id)
{
  g_auto (GStrv) packs = byline_library_dup_pack_paths (self->library);

  if (!byline_reading_may_leave (self->reading))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  byline_opener_async (self->store, path, article_id, packs, self->cancellable, opened_cb, self);
}

static void
open_path_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *path, *article;

  g_variant_get (parameter, "(&s&s)", &path, &article);
  byline_window_open (BYLINE_WINDOW (widget), path, *article != '\0' ? article : NULL);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, BylineWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    byline_window_open (self, g_file_peek_path (file), NULL);
  gtk_native_dialog_destroy (dialog);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineWindow *self = BYLINE_WINDOW (widget);
  const gboolean folder = g_str_equal (name, "win.open-folder");
  g_autoptr (GtkFileChooserNative) dialog = NULL;
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  const char *suffixes[] = { "byline", "json", "txt", "text", "md", "html", "htm", "xhtml" };

  dialog = gtk_file_chooser_native_new (folder ? _ ("Open a Pack’s Folder") : _ ("Open an Article, a Pack or a Work File"), GTK_WINDOW (self),
                                        folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_filter_set_name (known, _ ("Articles, packs and work files"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (known, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  if (!folder)
    {
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), known);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
    }
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  /* A native dialog is not kept by its window. */
  g_object_set_data_full (G_OBJECT (self), "open-dialog", g_steal_pointer (&dialog), g_object_unref);
}

static void
library_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (byline_reading_may_leave (BYLINE_WINDOW (widget)->reading))
    show_library (BYLINE_WINDOW (widget));
}

/* A class is reviewed. */

static void
reviewed_cb (BylineReviewSetup *setup, BylineReviewed *reviewed, BylineWindow *self)
{
  empty_rooms (self);
  if (self->review_room == NULL)
    {
      self->review_room = BYLINE_REVIEW_ROOM (byline_review_room_new (self->settings));
      gtk_stack_add_named (self->rooms, GTK_WIDGET (self->review_room), "review");
    }
  gtk_stack_set_visible_child (self->rooms, GTK_WIDGET (self->review_room));
  gtk_window_set_title (GTK_WINDOW (self), byline_pack_get_title (reviewed->pack));
  byline_review_room_show (self->review_room, reviewed);
}

static void
review_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineWindow *self = BYLINE_WINDOW (widget);
  g_auto (GStrv) packs = byline_library_dup_pack_paths (self->library);
  GtkWindow *setup;

  if (!byline_reading_may_leave (self->reading))
    return;
  setup = byline_review_setup_new (GTK_WINDOW (self), (const char *const *) packs, self->path);
  g_signal_connect_object (setup, "reviewed", G_CALLBACK (reviewed_cb), self, 0);
  gtk_window_present (setup);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, BylineWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || g_file_peek_path (files->data) == NULL)
    return FALSE;
  byline_window_open (self, g_file_peek_path (files->data), NULL);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, BylineWindow *self)
{
  GtkWidget *room = gtk_stack_get_visible_child (self->rooms);

  if (self->review_room != NULL && room == GTK_WIDGET (self->review_room))
    return byline_review_room_press_key (self->review_room, keyval, state);
  return room == GTK_WIDGET (self->reading) && byline_reading_press_key (self->reading, keyval, keycode, state);
}

/* Closing waits until the last change is durable; the window is gone at once. */

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (byline_session_flush_finish (BYLINE_SESSION (source), result, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  self->closing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  text = g_strdup_printf (_ ("%s. The window stays open; Byline keeps trying."), error->message);
  complain (self, _ ("Your last changes are not saved"), text);
}

static gboolean
byline_window_close_request (GtkWindow *window)
{
  BylineWindow *self = BYLINE_WINDOW (window);
  BylineSession *session = byline_reading_get_session (self->reading);

  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  if (!gtk_window_is_maximized (window))
    {
      g_settings_set_int (self->settings, "window-width", MAX (1, gtk_widget_get_width (GTK_WIDGET (window))));
      g_settings_set_int (self->settings, "window-height", MAX (1, gtk_widget_get_height (GTK_WIDGET (window))));
    }

  if (session == NULL)
    return FALSE;
  if (!self->closing)
    {
      self->closing = TRUE;
      byline_reading_keep_notes (self->reading);
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      byline_session_flush_async (session, flushed_cb, g_object_ref (self));
    }
  return TRUE;
}

static void
byline_window_dispose (GObject *object)
{
  BylineWindow *self = BYLINE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (byline_window_parent_class)->dispose (object);
}

static void
byline_window_class_init (BylineWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = byline_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineWindow, rooms);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-folder", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-path", "(ss)", open_path_action);
  gtk_widget_class_install_action (widget_class, "win.library", NULL, library_action);
  gtk_widget_class_install_action (widget_class, "win.review", NULL, review_action);
}

static void
byline_window_init (BylineWindow *self)
{
  g_type_ensure (GDK_TYPE_FILE_LIST);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * byline_window_new:
 * @application: the application
 * @store: where work is kept; must outlive the window
 */
BylineWindow *
byline_window_new (GtkApplication *application, BylineStore *store)
{
  BylineWindow *self = g_object_new (BYLINE_TYPE_WINDOW, "application", application, NULL);

  self->store = store;
  self->settings = byline_places_new_settings ();
  self->library = BYLINE_LIBRARY (byline_library_new (store, self->settings));
  self->reading = BYLINE_READING (byline_reading_new (self->settings));
  gtk_stack_add_named (self->rooms, GTK_WIDGET (self->library), "library");
  gtk_stack_add_named (self->rooms, GTK_WIDGET (self->reading), "reading");
  byline_library_refresh (self->library);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  return self;
}

/**
 * byline_window_set_code_name:
 * @code_name: (nullable): who is working, so that nobody is asked
 */
void
byline_window_set_code_name (BylineWindow *self, const char *code_name)
{
  if (code_name != NULL)
    byline_reading_set_person (self->reading, code_name);
}

/**
 * byline_window_is_free:
 *
 * Returns: whether the window shows neither an article nor a class
 */
gboolean
byline_window_is_free (BylineWindow *self)
{
  return gtk_stack_get_visible_child (self->rooms) == GTK_WIDGET (self->library)
         && byline_reading_get_session (self->reading) == NULL && self->cancellable == NULL;
}
