/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reviewsetup.h"

#include "config.h"
#include "compat.h"
#include "error.h"

#include <glib/gi18n.h>

/* What a review needs before it can begin: a pack with its key, and a folder. */

struct _BylineReviewSetup
{
  AdwWindow parent;

  AdwActionRow *pack_row;
  GtkMenuButton *pack_button;
  AdwComboRow *article_row;
  AdwEntryRow *code_row;
  AdwActionRow *handins_row;
  GtkWidget *folder_button;
  GtkWidget *review_button;
  GtkSpinner *spinner;
  GtkLabel *problem;

  GCancellable *cancellable;
  GMenu *known_menu;
  BylinePack *pack;
  GPtrArray *article_ids; /* (element-type utf8): those with a key */
  char **paths;
  gboolean working;
};

enum { REVIEWED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineReviewSetup, byline_review_setup, ADW_TYPE_WINDOW)

static void
show_problem (BylineReviewSetup *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  if (text != NULL)
    byline_compat_announce (GTK_WIDGET (self), text);
}

static const char *
get_article_id (BylineReviewSetup *self)
{
  const guint at = self->article_ids->len > 1 ? adw_combo_row_get_selected (self->article_row) : 0;

  return at < self->article_ids->len ? g_ptr_array_index (self->article_ids, at) : NULL;
}

/* A key that is there but not open wants its code. */
static gboolean
needs_code (BylineReviewSetup *self)
{
  const char *id = get_article_id (self);

  return id != NULL && !byline_pack_has_key (self->pack, id);
}

static void
update (BylineReviewSetup *self)
{
  const gboolean needs = needs_code (self);

  gtk_widget_set_visible (GTK_WIDGET (self->code_row), needs);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.review",
                                 !self->working && get_article_id (self) != NULL && self->paths != NULL
                                     && (!needs || *gtk_editable_get_text (GTK_EDITABLE (self->code_row)) != '\0'));
}

static void
set_working (BylineReviewSetup *self, gboolean working)
{
  self->working = working;
  gtk_spinner_set_spinning (self->spinner, working);
  update (self);
}

/* The pack. */

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  BylinePack *pack = byline_pack_open (data, &error);

  if (pack != NULL)
    g_task_return_pointer (task, pack, (GDestroyNotify) byline_pack_unref);
  else
    g_task_return_error (task, error);
}

static void
list_articles (BylineReviewSetup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < byline_pack_get_n_articles (self->pack); i++)
    {
      const BylinePackArticle *article = byline_pack_get_article (self->pack, i);

      if (article->key == NULL)
        continue;
      g_ptr_array_add (self->article_ids, g_strdup (article->id));
      gtk_string_list_append (titles, article->title != NULL ? article->title : article->id);
    }
  adw_combo_row_set_model (self->article_row, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->article_row), self->article_ids->len > 1);
}

static void
pack_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  BylinePack *pack = g_task_propagate_pointer (G_TASK (result), &error);
  BylineReviewSetup *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_working (self, FALSE);
  if (pack == NULL)
    {
      show_problem (self, error->message);
      return;
    }

  g_clear_pointer (&self->pack, byline_pack_unref);
  self->pack = pack;
  g_ptr_array_set_size (self->article_ids, 0);
  list_articles (self);
  adw_action_row_set_subtitle (self->pack_row, byline_pack_get_title (pack));
  show_problem (self, self->article_ids->len == 0 ? _ ("This pack has no answer key. Choose the one that you made for yourself, the teacher’s pack.") : NULL);
  update (self);
}

static void
open_pack (BylineReviewSetup *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, pack_opened_cb, self);

  set_working (self, TRUE);
  show_problem (self, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

static void
pack_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_pack (BYLINE_REVIEW_SETUP (widget), g_variant_get_string (parameter, NULL));
}

/* The packs on this machine that have a key, for the menu. */

typedef struct
{
  char *path;
  char *title;
} KnownPack;

static void
known_pack_free (gpointer data)
{
  KnownPack *known = data;

  g_free (known->path);
  g_free (known->title);
  g_free (known);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *packs = g_ptr_array_new_with_free_func (known_pack_free);

  for (char **path = data; *path != NULL; path++)
    {
      g_autoptr (BylinePack) pack = byline_pack_open (*path, NULL);
      gboolean has_key = FALSE;

      for (guint i = 0; pack != NULL && i < byline_pack_get_n_articles (pack); i++)
        has_key = has_key || byline_pack_get_article (pack, i)->key != NULL;
      if (has_key)
        {
          KnownPack *known = g_new0 (KnownPack, 1);

          known->path = g_strdup (*path);
          known->title = g_strdup (byline_pack_get_title (pack));
          g_ptr_array_add (packs, known);
        }
    }
  g_task_return_pointer (task, packs, (GDestroyNotify) g_ptr_array_unref);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) packs = g_task_propagate_pointer (G_TASK (result), NULL);
  BylineReviewSetup *self = data;

  for (guint i = 0; packs != NULL && i < packs->len; i++)
    {
      const KnownPack *known = g_ptr_array_index (packs, i);
      /* A title is no mnemonic. */
      g_auto (GStrv) parts = g_strsplit (known->title, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "setup.pack", "s", known->path);
      g_menu_append_item (self->known_menu, item);
    }
}

/* Files and folders. */

static void
chosen_cb (GtkNativeDialog *dialog, int response, BylineReviewSetup *self)
{
  const gboolean is_pack = g_object_get_data (G_OBJECT (dialog), "pack") != NULL;
  g_autoptr (GListModel) files = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_ptr_array_add (paths, g_file_get_path (file));
    }
  gtk_native_dialog_destroy (dialog);
  if (paths->len == 0)
    return;

  if (is_pack)
    {
      open_pack (self, g_ptr_array_index (paths, 0));
      return;
    }
  name = paths->len == 1
             ? g_filename_display_basename (g_ptr_array_index (paths, 0))
             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file", "%u files", paths->len), paths->len);
  g_ptr_array_add (paths, NULL);
  g_strfreev (self->paths);
  self->paths = (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
  adw_action_row_set_subtitle (self->handins_row, name);
  show_problem (self, NULL);
  update (self);
  if (gtk_widget_get_sensitive (self->review_button))
    gtk_window_set_focus (GTK_WINDOW (self), self->review_button);
}

static void
choose (BylineReviewSetup *self, const char *title, gboolean folder, gboolean several, gboolean is_pack)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (self),
                                                              folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), several);
  g_object_set_data (G_OBJECT (dialog), "pack", is_pack ? self : NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  /* A native dialog is not kept by its window. */
  g_object_set_data_full (G_OBJECT (self), "dialog", dialog, g_object_unref);
}

static void
choose_pack_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (BYLINE_REVIEW_SETUP (widget), _ ("Choose the Pack with the Answer Key"), g_str_equal (g_variant_get_string (parameter, NULL), "folder"), FALSE, TRUE);
}

static void
choose_handins_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const gboolean folder = g_str_equal (g_variant_get_string (parameter, NULL), "folder");

  choose (BYLINE_REVIEW_SETUP (widget), _ ("Choose the Hand-ins"), folder, !folder, FALSE);
}

/* The review. */

static void
reviewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineReviewed) reviewed = byline_reviewing_finish (result, &error);
  BylineReviewSetup *self = data;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_working (self, FALSE);
  if (reviewed == NULL)
    {
      text = g_strdup_printf (_ ("This class cannot be reviewed: %s."), error->message);
      show_problem (self, text);
      if (g_error_matches (error, BYLINE_ERROR, BYLINE_ERROR_CODE))
        gtk_widget_grab_focus (GTK_WIDGET (self->code_row));
      return;
    }
  g_signal_emit (self, signals[REVIEWED], 0, g_steal_pointer (&reviewed));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
review_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewSetup *self = BYLINE_REVIEW_SETUP (widget);

  show_problem (self, NULL);
  byline_reviewing_async (self->pack, get_article_id (self), needs_code (self) ? gtk_editable_get_text (GTK_EDITABLE (self->code_row)) : NULL,
                          (const char *const *) self->paths, self->cancellable, reviewed_cb, self);
  set_working (self, TRUE);
}

static void
code_activated_cb (BylineReviewSetup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "setup.review", NULL);
}

/* The window. */

static void
byline_review_setup_dispose (GObject *object)
{
  BylineReviewSetup *self = BYLINE_REVIEW_SETUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->known_menu);
  G_OBJECT_CLASS (byline_review_setup_parent_class)->dispose (object);
}

static void
byline_review_setup_finalize (GObject *object)
{
  BylineReviewSetup *self = BYLINE_REVIEW_SETUP (object);

  g_clear_pointer (&self->pack, byline_pack_unref);
  g_ptr_array_unref (self->article_ids);
  g_strfreev (self->paths);
  G_OBJECT_CLASS (byline_review_setup_parent_class)->finalize (object);
}

static void
byline_review_setup_class_init (BylineReviewSetupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_review_setup_dispose;
  G_OBJECT_CLASS (class)->finalize = byline_review_setup_finalize;

  /**
   * BylineReviewSetup::reviewed:
   * @reviewed: (transfer full): a #BylineReviewed for whoever shows it
   */
  signals[REVIEWED] = g_signal_new ("reviewed", BYLINE_TYPE_REVIEW_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/reviewsetup.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, pack_row);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, pack_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, article_row);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, code_row);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, handins_row);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, folder_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, review_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, spinner);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewSetup, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, code_activated_cb);
  gtk_widget_class_install_action (widget_class, "setup.pack", "s", pack_action);
  gtk_widget_class_install_action (widget_class, "setup.choose-pack", "s", choose_pack_action);
  gtk_widget_class_install_action (widget_class, "setup.choose-handins", "s", choose_handins_action);
  gtk_widget_class_install_action (widget_class, "setup.review", NULL, review_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
byline_review_setup_init (BylineReviewSetup *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  self->article_ids = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->article_row, "notify::selected", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->pack_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->handins_row), FALSE);

  self->known_menu = g_menu_new ();
  g_menu_append (files, _ ("_File…"), "setup.choose-pack::file");
  g_menu_append (files, _ ("F_older…"), "setup.choose-pack::folder");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->known_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  gtk_menu_button_set_menu_model (self->pack_button, G_MENU_MODEL (menu));
  update (self);
}

/**
 * byline_review_setup_new:
 * @parent: the window
 * @known: packs on this machine; those with a key are offered
 * @pack: (nullable): the one to begin with
 */
GtkWindow *
byline_review_setup_new (GtkWindow *parent, const char *const *known, const char *pack)
{
  BylineReviewSetup *self = g_object_new (BYLINE_TYPE_REVIEW_SETUP, "transient-for", parent, NULL);
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, looked_cb, self);

  g_task_set_task_data (task, g_strdupv ((char **) known), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, look_in_thread);
  if (pack != NULL)
    open_pack (self, pack);
  gtk_window_set_focus (GTK_WINDOW (self), pack != NULL ? self->folder_button : GTK_WIDGET (self->pack_button));
  return GTK_WINDOW (self);
}
