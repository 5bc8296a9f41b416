/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library.h"

#include "config.h"

#include "places.h"
#include "shelf.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The first room: the exercises on this machine, and what was opened before. */

#define MAX_RECENT 8

struct _BylineLibrary
{
  GtkWidget parent;

  AdwPreferencesGroup *pack;
  AdwPreferencesGroup *exercises;
  AdwPreferencesGroup *recent;

  BylineStore *store; /* owned by the application */
  GSettings *settings;
  GPtrArray *pack_rows;
  GPtrArray *exercise_rows;
  GPtrArray *recent_rows;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (BylineLibrary, byline_library, GTK_TYPE_WIDGET)

static GtkWidget *
row_new (const char *title, const char *subtitle, const char *path, const char *article)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", path, article != NULL ? article : "");
  return row;
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static char *
dup_progress (const BylineShelfEntry *entry)
{
  g_autofree char *tags = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u tag", "%u tags", entry->n_tags), entry->n_tags);

  if (entry->code_name == NULL)
    return g_strdup (entry->description);
  return g_strjoin (" · ", entry->code_name, tags, entry->committed ? _ ("finished") : _ ("begun"), NULL);
}

static void
shelf_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) entries = byline_shelf_finish (result, NULL);
  BylineLibrary *self = data;

  if (entries == NULL)
    return;

  clear_rows (self->exercises, self->exercise_rows);
  for (guint i = 0; i < entries->len; i++)
    {
      const BylineShelfEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *progress = dup_progress (entry);

      add_row (self->exercises, self->exercise_rows, row_new (entry->title, progress, entry->path, entry->article));
    }
}

static void
show_recent (BylineLibrary *self)
{
  g_auto (GStrv) uris = g_settings_get_strv (self->settings, "recent");

  clear_rows (self->recent, self->recent_rows);
  for (char **uri = uris; *uri != NULL; uri++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (*uri);
      const char *path = g_file_peek_path (file);
      g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
      g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;

      if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
        add_row (self->recent, self->recent_rows, row_new (name, folder, path, NULL));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent), self->recent_rows->len > 0);
}

static void
byline_library_dispose (GObject *object)
{
  BylineLibrary *self = BYLINE_LIBRARY (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_library_parent_class)->dispose (object);
}

static void
byline_library_finalize (GObject *object)
{
  BylineLibrary *self = BYLINE_LIBRARY (object);

  g_ptr_array_unref (self->pack_rows);
  g_ptr_array_unref (self->exercise_rows);
  g_ptr_array_unref (self->recent_rows);
  G_OBJECT_CLASS (byline_library_parent_class)->finalize (object);
}

static void
byline_library_class_init (BylineLibraryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_library_dispose;
  G_OBJECT_CLASS (class)->finalize = byline_library_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/library.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineLibrary, pack);
  gtk_widget_class_bind_template_child (widget_class, BylineLibrary, exercises);
  gtk_widget_class_bind_template_child (widget_class, BylineLibrary, recent);
}

static void
byline_library_init (BylineLibrary *self)
{
  self->pack_rows = g_ptr_array_new ();
  self->exercise_rows = g_ptr_array_new ();
  self->recent_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * byline_library_new:
 * @store: where work is kept; must outlive the room
 * @settings: the program's settings
 */
GtkWidget *
byline_library_new (BylineStore *store, GSettings *settings)
{
  BylineLibrary *self = g_object_new (BYLINE_TYPE_LIBRARY, NULL);

  self->store = store;
  self->settings = g_object_ref (settings);
  return GTK_WIDGET (self);
}

/**
 * byline_library_refresh:
 *
 * Looks again at what there is and how far the work on it has come.
 */
void
byline_library_refresh (BylineLibrary *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  byline_shelf_async (self->store, byline_places_get_exercises (), self->cancellable, shelf_cb, self);
  show_recent (self);
}

/**
 * byline_library_show_pack:
 * @self: the room
 * @path: where the pack is
 * @pack: the pack
 */
void
byline_library_show_pack (BylineLibrary *self, const char *path, BylinePack *pack)
{
  clear_rows (self->pack, self->pack_rows);
  adw_preferences_group_set_title (self->pack, byline_pack_get_title (pack));
  for (guint i = 0; i < byline_pack_get_n_articles (pack); i++)
    {
      const BylinePackArticle *article = byline_pack_get_article (pack, i);

      add_row (self->pack, self->pack_rows, row_new (article->title != NULL ? article->title : article->id, NULL, path, article->id));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->pack), TRUE);
}

/**
 * byline_library_add_recent:
 * @self: the room
 * @path: what was opened just now; bundled exercises are not listed twice
 */
void
byline_library_add_recent (BylineLibrary *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_auto (GStrv) before = g_settings_get_strv (self->settings, "recent");
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;
  guint n = 1;

  if (g_str_has_prefix (g_file_peek_path (file), byline_places_get_exercises ()))
    return;

  g_strv_builder_add (uris, uri);
  for (char **other = before; *other != NULL && n < MAX_RECENT; other++)
    if (!g_str_equal (*other, uri))
      {
        g_strv_builder_add (uris, *other);
        n++;
      }
  after = g_strv_builder_end (uris);
  g_settings_set_strv (self->settings, "recent", (const char *const *) after);
}

char **
byline_library_dup_pack_paths (BylineLibrary *self)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent");
  g_auto (GStrv) bundled = byline_shelf_list_packs (byline_places_get_exercises ());

  g_strv_builder_addv (paths, (const char **) bundled);
  for (char **uri = recent; *uri != NULL; uri++)
    {
      g_autofree char *path = g_filename_from_uri (*uri, NULL, NULL);

      if (path != NULL)
        g_strv_builder_add (paths, path);
    }
  return g_strv_builder_end (paths);
}
