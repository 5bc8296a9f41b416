/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keymaker.h"
#include "page.h"
#include "receipt.h"
#include "unlock.h"

#include "pack-write.h"

#include <adwaita.h>

/* The windows that come before and after the comparison: what they say, and what
 * can be done in them. */

#define CODE "tidal-mango-42"

typedef struct
{
  char *folder;
  BylineStore *store;
  BylinePack *pack;
  BylineArticle *article;
  BylineSession *session;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *exercise = g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("byline-XXXXXX", NULL);
  self->store = byline_store_new (self->folder);
  self->pack = byline_pack_open (exercise, &error);
  g_assert_no_error (error);
  self->article = byline_pack_load_article (self->pack, "lamps", &error);
  g_assert_no_error (error);
  self->session = byline_session_new (self->store, self->pack, "lamps", self->article);
  byline_session_open_async (self->session, "Heron-07", NULL, result_cb, &result);
  wait_for_result (&result);
  g_assert_true (byline_session_open_finish (self->session, result, NULL, &error));
  byline_span_init_range (&span, 100, 120);
  byline_session_add (self->session, "claim", &span);
  self->window = GTK_WINDOW (gtk_window_new ());
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = byline_store_get_path (self->store, "Heron-07", byline_pack_get_id (self->pack), "lamps", 1);

  gtk_window_destroy (self->window);
  wait_for_finalize (self->session);
  wait_for_lock (path);
  byline_article_unref (self->article);
  byline_pack_unref (self->pack);
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
}

/* The window that belongs to the fixture's. */
static GtkWidget *
find_dialog (Fixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == self->window)
        return GTK_WIDGET (window);
    }
  return NULL;
}

static GtkWidget *
find_label (GtkWidget *root, const char *part)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (root)), part))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, part);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_button (GtkWidget *root, const char *label)
{
  GtkWidget *button = gtk_widget_get_ancestor (find_label (root, label), GTK_TYPE_BUTTON);

  g_assert_nonnull (button);
  return button;
}

static void
close_dialog (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (find_dialog (self)));
  while (find_dialog (self) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A title is needed, a code is there for students only, and what lacks a reason is listed. */
static void
test_key_maker (Fixture *self, gconstpointer data)
{
  GtkWidget *dialog, *title, *license;

  byline_key_maker_present (self->window, self->session);
  dialog = find_dialog (self);
  title = find_nth (dialog, ADW_TYPE_ENTRY_ROW, 0);
  license = find_nth (dialog, ADW_TYPE_ENTRY_ROW, 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (title)), ==, byline_session_get_title (self->session));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (license)), ==, byline_pack_get_license (self->pack));
  g_assert_nonnull (find_label (dialog, "1 Passage Has No Reason"));
  g_assert_null (find_label (dialog, "Copy Code"));

  g_assert_true (gtk_widget_get_sensitive (get_button (dialog, "Save")));
  gtk_editable_set_text (GTK_EDITABLE (title), "  ");
  g_assert_false (gtk_widget_get_sensitive (get_button (dialog, "Save")));
  gtk_editable_set_text (GTK_EDITABLE (title), "Lamps");
  g_assert_true (gtk_widget_get_sensitive (get_button (dialog, "Save")));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_nth (dialog, GTK_TYPE_CHECK_BUTTON, 1)), TRUE);
  g_assert_nonnull (find_label (dialog, "Copy Code"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_nth (dialog, GTK_TYPE_CHECK_BUTTON, 2)), TRUE);
  g_assert_null (find_label (dialog, "Copy Code"));
  close_dialog (self);
}

static BylinePack *
make_sealed (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = byline_pack_write (self->pack, BYLINE_PACK_STUDENT, CODE, &error);
  BylinePack *pack;

  g_assert_no_error (error);
  pack = byline_pack_new_for_zip (zip, &error);
  g_assert_no_error (error);
  return pack;
}

/* A wrong code is said and can be mended; the right one gives the key. */
static void
test_unlock (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = make_sealed (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BylineAnnotations) key = NULL;
  g_autofree char *code = NULL;
  GtkWidget *dialog, *entry;

  byline_unlock_async (self->window, pack, "lamps", NULL, result_cb, &result);
  dialog = find_dialog (self);
  entry = find_nth (dialog, GTK_TYPE_ENTRY, 0);
  g_assert_nonnull (find_label (dialog, "Compare with the Key"));
  g_assert_false (gtk_widget_get_sensitive (get_button (dialog, "Compare")));
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (entry)));

  gtk_editable_set_text (GTK_EDITABLE (entry), "tidal-mango-41");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
  while (find_label (dialog, "This code does not open the key.") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (result);
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (entry)));

  gtk_editable_set_text (GTK_EDITABLE (entry), "Tidal Mango 42");
  g_signal_emit_by_name (entry, "activate");
  wait_for_result (&result);
  key = byline_unlock_finish (result, &code);
  g_assert_nonnull (key);
  g_assert_cmpstr (code, ==, "Tidal Mango 42");
  g_assert_null (find_dialog (self));
}

/* A code that opened another key is tried in silence; closing gives no key, also while one is tried. */
static void
test_unlock_closed (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = make_sealed (self);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *code = NULL;

      byline_unlock_async (self->window, pack, "lamps", round == 0 ? NULL : "wrong-code-11", result_cb, &result);
      while (find_dialog (self) == NULL)
        g_main_context_iteration (NULL, TRUE);
      if (round == 0)
        {
          GtkWidget *entry = find_nth (find_dialog (self), GTK_TYPE_ENTRY, 0);

          gtk_editable_set_text (GTK_EDITABLE (entry), CODE);
          g_signal_emit_by_name (entry, "activate");
        }
      close_dialog (self);
      wait_for_result (&result);
      g_assert_null (byline_unlock_finish (result, &code));
    }
}

static void
test_unlock_known (Fixture *self, gconstpointer data)
{
  g_autoptr (BylinePack) pack = make_sealed (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BylineAnnotations) key = NULL;
  g_autofree char *code = NULL;

  byline_unlock_async (self->window, pack, "lamps", CODE, result_cb, &result);
  wait_for_result (&result);
  key = byline_unlock_finish (result, &code);
  g_assert_nonnull (key);
  g_assert_null (find_dialog (self));
}

/* Says what is in the file, and its buttons never scroll out of sight. */
static void
test_receipt (Fixture *self, gconstpointer data)
{
  BylineHandedIn handed = { .work = byline_session_get_annotations (self->session), .path = g_build_filename (self->folder, "<b>heron.byline.json", NULL) };
  static const char *const rows[] = { "<b>heron.byline.json", "Heron-07", "1 tag: Claim 1", "Handed In" };
  GtkWidget *dialog;

  byline_receipt_present (self->window, self->session, &handed);
  dialog = find_dialog (self);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_nonnull (find_label (dialog, rows[i]));
  g_assert_null (gtk_widget_get_ancestor (get_button (dialog, "Done"), GTK_TYPE_SCROLLED_WINDOW));
  g_assert_null (gtk_widget_get_ancestor (get_button (dialog, "Show Folder"), GTK_TYPE_SCROLLED_WINDOW));
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (dialog)) == get_button (dialog, "Done"));
  close_dialog (self);

  handed.was_there = TRUE;
  byline_receipt_present (self->window, self->session, &handed);
  g_assert_nonnull (find_label (find_dialog (self), "The Same File Was There Already"));
  close_dialog (self);
  g_free (handed.path);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/dialogs/key-maker", test_key_maker },
    { "/dialogs/receipt", test_receipt },
    { "/dialogs/unlock", test_unlock },
    { "/dialogs/unlock-closed", test_unlock_closed },
    { "/dialogs/unlock-known", test_unlock_known },
  };

  page_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
