/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include "config.h"

#include "store.h"
#include "window.h"

#include <glib/gi18n.h>
#include <webkit/webkit.h>

struct _BylineApplication
{
  AdwApplication parent;

  BylineStore *store;
};

G_DEFINE_FINAL_TYPE (BylineApplication, byline_application, ADW_TYPE_APPLICATION)

static char *
dup_debug_info (BylineApplication *self)
{
  return g_strdup_printf ("Byline %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nWebKitGTK %u.%u.%u\nGLib %u.%u.%u\nData: %s\n",
                          BYLINE_VERSION,
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          webkit_get_major_version (), webkit_get_minor_version (), webkit_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version,
                          byline_store_get_data_dir (self->store));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BylineApplication *self = data;
  g_autofree char *info = dup_debug_info (self);

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (self)),
                         "application-name", "Byline",
                         "application-icon", BYLINE_APP_ID,
                         "version", BYLINE_VERSION,
                         "developer-name", _ ("The Byline maintainers"),
                         "comments", _ ("Mark what an article claims, who says so, and how they know — then see what your teacher sees."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "debug-info", info,
                         "debug-info-filename", "byline.txt",
                         NULL);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static BylineWindow *
get_free_window (BylineApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL; item = item->next)
    if (BYLINE_IS_WINDOW (item->data) && byline_window_is_free (item->data))
      return item->data;
  return byline_window_new (GTK_APPLICATION (self), self->store);
}

static int
byline_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  BylineApplication *self = BYLINE_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *code_name = NULL;
  g_autofree const char **files = NULL;
  BylineWindow *window = NULL;

  g_variant_dict_lookup (options, "code-name", "&s", &code_name);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &files);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, files[i]);

      window = window == NULL ? get_free_window (self) : byline_window_new (GTK_APPLICATION (self), self->store);
      byline_window_set_code_name (window, code_name);
      if (g_file_peek_path (file) != NULL)
        byline_window_open (window, g_file_peek_path (file), NULL);
      gtk_window_present (GTK_WINDOW (window));
    }

  if (window == NULL)
    {
      window = get_free_window (self);
      byline_window_set_code_name (window, code_name);
      gtk_window_present (GTK_WINDOW (window));
    }
  return 0;
}

/* The data folder belongs to the process, not to one of its windows: a program
 * with another one is another program. */
static int
byline_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  BylineApplication *self = BYLINE_APPLICATION (application);
  const char *folder = NULL;
  const char *code_name = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Byline %s\n", BYLINE_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "code-name", "&s", &code_name) && g_utf8_strlen (code_name, -1) > 64)
    {
      g_printerr (_ ("byline: a code name has 64 characters at most\n"));
      return 2;
    }

  if (g_variant_dict_lookup (options, "data-dir", "^&ay", &folder))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  self->store = byline_store_new (folder);
  return -1;
}

static void
byline_application_startup (GApplication *application)
{
  const GActionEntry actions[] = {
    { .name = "about", .activate = about_action },
    { .name = "quit", .activate = quit_action },
  };
  const struct { const char *action; const char *keys[3]; } keys[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "win.open", { "<Control>o", "F3", NULL } },
    { "win.open-folder", { "<Control><Shift>o", "<Shift>F3", NULL } },
    { "win.library", { "F12", NULL } },
    { "win.review", { "<Control>r", "F5", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "win.show-help-overlay", { "<Control>question", "<Control>F1", NULL } },
  };

  G_APPLICATION_CLASS (byline_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, (const char *const *) keys[i].keys);
}

static void
byline_application_finalize (GObject *object)
{
  g_clear_pointer (&BYLINE_APPLICATION (object)->store, byline_store_free);
  G_OBJECT_CLASS (byline_application_parent_class)->finalize (object);
}

static void
byline_application_class_init (BylineApplicationClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_application_finalize;
  G_APPLICATION_CLASS (class)->startup = byline_application_startup;
  G_APPLICATION_CLASS (class)->command_line = byline_application_command_line;
  G_APPLICATION_CLASS (class)->handle_local_options = byline_application_handle_local_options;
}

static void
byline_application_init (BylineApplication *self)
{
  const GOptionEntry entries[] = {
    { "code-name", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Who is working"), N_ ("NAME") },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep work in this folder"), N_ ("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[PACK, ARTICLE OR WORK FILE…]") },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

GApplication *
byline_application_new (void)
{
  return g_object_new (BYLINE_TYPE_APPLICATION,
                       "application-id", BYLINE_APP_ID,
                       "resource-base-path", "/org/byline/Byline",
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
