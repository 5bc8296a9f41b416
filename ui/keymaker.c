/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keymaker.h"

#include "config.h"

#include "error.h"
#include "language.h"
#include "pack-write.h"
#include "seal.h"

#include <glib/gi18n.h>
#include <string.h>

/* One's own tags become the answer key of a new pack, for practice, for students
 * or for the classroom. Several packs may be made one after the other: they are of
 * the same exercise, so that the teacher's opens what students did in theirs. */

/* Rows of the list of what lacks a reason; letters of a suggested file name. */
#define MAX_WARNINGS 30
#define MAX_NAME 80

struct _BylineKeyMaker
{
  AdwWindow parent;

  AdwPreferencesGroup *pack_group;
  AdwPreferencesGroup *code_group;
  AdwPreferencesGroup *warnings;
  AdwToastOverlay *toasts;
  GtkEditable *title_row;
  GtkEditable *author_row;
  GtkEditable *license_row;
  GtkCheckButton *practice;
  GtkCheckButton *student;
  GtkCheckButton *teacher;
  GtkLabel *code_label;
  GtkSpinner *spinner;
  GtkWidget *save_button;

  BylineSession *session;
  BylineAnnotations *marks;
  char *id;
  GtkFileChooserNative *chooser;
  AdwToast *saved;
};

G_DEFINE_FINAL_TYPE (BylineKeyMaker, byline_key_maker, ADW_TYPE_WINDOW)

static BylinePackKind
get_kind (BylineKeyMaker *self)
{
  if (gtk_check_button_get_active (self->student))
    return BYLINE_PACK_STUDENT;
  return gtk_check_button_get_active (self->teacher) ? BYLINE_PACK_TEACHER : BYLINE_PACK_PRACTICE;
}

static char *
dup_title (BylineKeyMaker *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->title_row)));
}

/* NULL when nothing is written there. */
static char *
dup_written (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* The same marks make the same exercise, also on another day: the id follows from
 * that of the work file. */
static char *
dup_pack_id (BylineAnnotations *marks)
{
  g_autofree char *seed = g_strconcat ("pack of ", byline_annotations_get_id (marks), NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  /* RFC 9562, version 8: a UUID of one's own making. */
  return g_strdup_printf ("urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", digest, digest + 8, digest + 12, digest + 15, digest + 18);
}

/* Writing. */

typedef struct
{
  BylinePack *pack;
  char *article;
  BylineAnnotations *marks;
  char *id;
  char *title;
  char *author;
  char *license;
  char *code;
  char *path;
  BylinePackKind kind;
} Request;

static void
request_free (Request *request)
{
  byline_pack_unref (request->pack);
  byline_annotations_unref (request->marks);
  g_free (request->article);
  g_free (request->id);
  g_free (request->title);
  g_free (request->author);
  g_free (request->license);
  g_free (request->code);
  g_free (request->path);
  g_free (request);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  const BylinePackDraft draft = {
    .pack = request->pack,
    .article = request->article,
    .marks = request->marks,
    .id = request->id,
    .title = request->title,
    .license = request->license,
    .author = request->author,
    .kind = request->kind,
    .reveal = request->kind == BYLINE_PACK_PRACTICE ? BYLINE_REVEAL_COMMIT : BYLINE_REVEAL_TEACHER,
    .code = request->code,
  };
  GError *error = NULL;
  g_autoptr (GBytes) zip = byline_pack_draft_write (&draft, &error);

  if (zip != NULL && byline_store_write_file (request->path, g_bytes_get_data (zip, NULL), g_bytes_get_size (zip), &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      g_autofree char *name = g_path_get_basename (request->path);

      g_prefix_error (&error, "%s: ", name);
      g_task_return_error (task, error);
    }
}

static void
update (BylineKeyMaker *self, gboolean busy)
{
  g_autofree char *title = dup_title (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "key.save", !busy && *title != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
complain (BylineKeyMaker *self, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("The pack is not saved"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BylineKeyMaker *self = BYLINE_KEY_MAKER (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (request->path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (self->session == NULL)
    return; /* closed meanwhile */
  /* It stays until it is read, but not in the way of the next. */
  if (self->saved != NULL)
    adw_toast_dismiss (self->saved);
  update (self, FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      complain (self, error->message);
      return;
    }
  text = g_strdup_printf (_ ("Saved as “%s”"), shown);
  g_set_object (&self->saved, adw_toast_new (text));
  adw_toast_set_timeout (self->saved, 0);
  adw_toast_overlay_add_toast (self->toasts, self->saved);
}

static void
save (BylineKeyMaker *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, written_cb, NULL);
  Request *request = g_new0 (Request, 1);

  request->pack = byline_pack_ref (byline_session_get_pack (self->session));
  request->article = g_strdup (byline_session_get_article_id (self->session));
  request->marks = byline_annotations_copy (self->marks);
  request->id = g_strdup (self->id);
  request->title = dup_title (self);
  request->author = dup_written (self->author_row);
  request->license = dup_written (self->license_row);
  request->kind = get_kind (self);
  request->code = request->kind == BYLINE_PACK_STUDENT ? g_strdup (gtk_label_get_label (self->code_label)) : NULL;
  request->path = g_strdup (path);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  update (self, TRUE);
  g_task_run_in_thread (task, write_in_thread);
}

/* What ends otherwise would not be opened as a pack; nobody was asked whether such
 * a file may be replaced. */
static void
save_as (BylineKeyMaker *self, const char *chosen)
{
  g_autofree char *path = g_str_has_suffix (chosen, ".byline") ? g_strdup (chosen) : g_strconcat (chosen, ".byline", NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;

  if (g_str_equal (path, chosen) || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      save (self, path);
      return;
    }
  text = g_strdup_printf (_ ("There is already a file “%s”. Please choose another name."), name);
  complain (self, text);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, BylineKeyMaker *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);
  if (file != NULL && g_file_peek_path (file) != NULL)
    save_as (self, g_file_peek_path (file));
  else if (file != NULL)
    complain (self, _ ("This place is no folder of this computer; choose a folder, a stick or a share."));
}

/* The title as a file name that any stick takes. */
static char *
dup_file_name (BylineKeyMaker *self)
{
  g_autofree char *title = dup_title (self);
  g_autofree char *cut = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), MAX_NAME));

  g_strdelimit (cut, "/\\:*?\"<>|%", '-');
  for (char *p = cut; *p == '.'; p++)
    *p = '-';
  if (get_kind (self) == BYLINE_PACK_TEACHER)
    return g_strdup_printf (_ ("%s (teacher).byline"), cut);
  return g_strconcat (cut, ".byline", NULL);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineKeyMaker *self = BYLINE_KEY_MAKER (widget);
  g_autofree char *file_name = dup_file_name (self);
  g_autoptr (GtkFileFilter) packs = gtk_file_filter_new ();
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Pack"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (packs, _ ("Packs"));
  gtk_file_filter_add_suffix (packs, "byline");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), packs);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), home, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), file_name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The code. */

static void
another_code_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineKeyMaker *self = BYLINE_KEY_MAKER (widget);
  g_autofree char *code = byline_seal_new_code ();

  gtk_label_set_label (self->code_label, code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code_label), GTK_ACCESSIBLE_PROPERTY_LABEL, code, -1);
}

static void
copy_code_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineKeyMaker *self = BYLINE_KEY_MAKER (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->code_label));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Code copied")));
}

static void
kind_cb (BylineKeyMaker *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->code_group), get_kind (self) == BYLINE_PACK_STUDENT);
}

static void
title_changed_cb (BylineKeyMaker *self)
{
  update (self, gtk_spinner_get_spinning (self->spinner));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, GtkWindow *window)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  gtk_window_close (window);
  return TRUE;
}

static void
byline_key_maker_dispose (GObject *object)
{
  BylineKeyMaker *self = BYLINE_KEY_MAKER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->chooser);
  g_clear_object (&self->saved);
  g_clear_pointer (&self->marks, byline_annotations_unref);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (byline_key_maker_parent_class)->dispose (object);
}

static void
byline_key_maker_class_init (BylineKeyMakerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_key_maker_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/keymaker.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, pack_group);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, code_group);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, warnings);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, toasts);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, title_row);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, author_row);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, license_row);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, practice);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, student);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, teacher);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, code_label);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, spinner);
  gtk_widget_class_bind_template_child (widget_class, BylineKeyMaker, save_button);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_install_action (widget_class, "key.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "key.another-code", NULL, another_code_action);
  gtk_widget_class_install_action (widget_class, "key.copy-code", NULL, copy_code_action);
}

static void
byline_key_maker_init (BylineKeyMaker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What a student would miss. */
static void
add_warning (BylineKeyMaker *self, const BylineAnnotation *mark)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);
  const int tag = byline_tag_set_find (tags, mark->tag);
  g_autoptr (GString) words = g_string_new (NULL);
  GtkWidget *row = adw_action_row_new ();

  for (guint i = 0; i < mark->quotes->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " … " : "", ((const BylineQuote *) g_ptr_array_index (mark->quotes, i))->exact);
  g_strdelimit (words->str, "\n", ' ');
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words->str);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), tag >= 0 ? byline_tag_get_label (byline_tag_set_get (tags, tag), byline_language_get ()) : mark->tag);
  adw_preferences_group_add (self->warnings, row);
}

static void
list_warnings (BylineKeyMaker *self)
{
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < byline_annotations_get_size (self->marks); i++)
    {
      const BylineAnnotation *mark = byline_annotations_get (self->marks, i);

      if (mark->note != NULL)
        continue;
      if (n++ < MAX_WARNINGS)
        add_warning (self, mark);
    }
  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Passage Has No Reason", "%u Passages Have No Reason", n), n);
  adw_preferences_group_set_title (self->warnings, title);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), n > 0);
}

/**
 * byline_key_maker_present:
 * @parent: the window
 * @session: with at least one tag
 *
 * Opens a window in which the tags of @session, as they are now, become the answer
 * key of a pack.
 */
void
byline_key_maker_present (GtkWindow *parent, BylineSession *session)
{
  BylineKeyMaker *self = g_object_new (BYLINE_TYPE_KEY_MAKER, "transient-for", parent, NULL);
  const char *title = byline_session_get_title (session);
  const char *license = byline_pack_get_license (byline_session_get_pack (session));
  g_autofree char *description = NULL;
  guint n;

  self->session = g_object_ref (session);
  self->marks = byline_annotations_copy (byline_session_get_annotations (session));
  self->id = dup_pack_id (self->marks);
  n = byline_annotations_get_size (self->marks);
  description = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u tag becomes the answer key; its note becomes the reason that students read.",
                                              "%u tags become the answer key; their notes become the reasons that students read.", n),
                                 n);
  adw_preferences_group_set_description (self->pack_group, description);
  gtk_editable_set_text (self->title_row, title != NULL ? title : "");
  if (license != NULL)
    gtk_editable_set_text (self->license_row, license);
  list_warnings (self);
  another_code_action (GTK_WIDGET (self), NULL, NULL);
  update (self, FALSE);
  gtk_window_present (GTK_WINDOW (self));
}
