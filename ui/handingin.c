/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handingin.h"

#include "config.h"

#include "error.h"
#include "handin-file.h"
#include "store.h"

#include <glib/gi18n.h>

/* Finished work into a folder that the student chooses: a stick, a share, the
 * class's folder. Written in a thread, for such places are slow. */

typedef struct
{
  BylineAnnotations *work;
  char *pack_title;
  char *folder;
  GtkFileChooserNative *chooser; /* while it is asked */
} HandingIn;

static void
handing_in_free (HandingIn *self)
{
  byline_annotations_unref (self->work);
  g_clear_object (&self->chooser);
  g_free (self->pack_title);
  g_free (self->folder);
  g_free (self);
}

void
byline_handed_in_free (BylineHandedIn *self)
{
  g_clear_pointer (&self->work, byline_annotations_unref);
  g_free (self->path);
  g_free (self);
}

/* What is shown of the file is what stands in it. */
static BylineHandedIn *
hand_in (const HandingIn *self, GError **error)
{
  g_autoptr (BylineHandedIn) handed = g_new0 (BylineHandedIn, 1);
  g_autofree char *data = NULL;
  gsize size;

  handed->path = byline_handin_file_write (self->work, self->pack_title, self->folder, &handed->was_there, error);
  if (handed->path != NULL)
    data = byline_store_read_file (handed->path, BYLINE_ANNOTATIONS_MAX_SIZE, &size, error);
  if (data != NULL)
    handed->work = byline_annotations_new_from_data (data, size, error);
  return handed->work != NULL ? g_steal_pointer (&handed) : NULL;
}

static void
hand_in_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const HandingIn *self = data;
  GError *error = NULL;
  BylineHandedIn *handed = hand_in (self, &error);

  if (handed != NULL)
    {
      g_task_return_pointer (task, handed, (GDestroyNotify) byline_handed_in_free);
      return;
    }
  g_prefix_error (&error, "%s: ", self->folder);
  g_task_return_error (task, error);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, GTask *task)
{
  HandingIn *self = g_task_get_task_data (task);
  g_autoptr (GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_destroy (dialog);

  if (folder == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else if (g_file_peek_path (folder) == NULL)
    g_task_return_new_error (task, BYLINE_ERROR, BYLINE_ERROR_KIND,
                             _ ("this place is no folder of this computer; choose a folder, a stick or a share"));
  else
    {
      self->folder = g_strdup (g_file_peek_path (folder));
      g_task_run_in_thread (task, hand_in_in_thread);
    }
  g_object_unref (task);
}

/**
 * byline_handing_in_async:
 * @parent: the window
 * @work: finished work; copied
 * @pack_title: (nullable): what its pack is called
 * @first_folder: (nullable): where the question begins
 *
 * Asks for a folder and puts the work there. No file is replaced.
 */
void
byline_handing_in_async (GtkWindow *parent, BylineAnnotations *work, const char *pack_title, const char *first_folder,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (parent, NULL, callback, data);
  HandingIn *self = g_new0 (HandingIn, 1);
  g_autoptr (GFile) folder = NULL;

  self->work = byline_annotations_copy (work);
  self->pack_title = g_strdup (pack_title);
  self->chooser = gtk_file_chooser_native_new (_ ("Choose Where to Hand In"), parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Hand In"), NULL);
  g_task_set_task_data (task, self, (GDestroyNotify) handing_in_free);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (first_folder == NULL || !g_file_test (first_folder, G_FILE_TEST_IS_DIR))
    first_folder = g_get_home_dir ();
  folder = g_file_new_for_path (first_folder);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * byline_handing_in_finish:
 * @error: %G_FILE_ERROR or %BYLINE_ERROR, whose message begins with the folder
 *
 * Returns: (transfer full) (nullable): what was handed in; %NULL also without an
 *   error, when nobody chose a folder
 */
BylineHandedIn *
byline_handing_in_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
