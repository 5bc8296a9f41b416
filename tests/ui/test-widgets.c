/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "badge.h"
#include "bandbar.h"
#include "comparison.h"
#include "library.h"
#include "notebox.h"
#include "outcomeitem.h"
#include "page.h"
#include "places.h"
#include "reading.h"
#include "rowname.h"
#include "spanitem.h"
#include "spanlist.h"
#include "tagbar.h"
#include "window.h"

/* The parts of the window by themselves: what they show of a session, what they
 * tell, and that nothing keeps them once they are let go. */

typedef struct
{
  char *folder;
  BylineStore *store;
  BylinePack *pack;
  BylineArticle *article;
  BylineSession *session;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *exercise = g_test_build_filename (G_TEST_DIST, "..", "exercises", "tarnwick-lamps", NULL);
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
  self->window = gtk_window_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = byline_store_get_path (self->store, "Heron-07", byline_pack_get_id (self->pack), "lamps", 1);

  gtk_window_destroy (GTK_WINDOW (self->window));
  wait_for_finalize (self->session);
  wait_for_lock (path);
  byline_article_unref (self->article);
  byline_pack_unref (self->pack);
  byline_store_free (self->store);
  remove_tree (self->folder);
  g_free (self->folder);
}

static const BylineTag *
get_tag (Fixture *self, const char *id)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);

  return byline_tag_set_get (tags, byline_tag_set_find (tags, id));
}

static char *
add (Fixture *self, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, end);
  return g_strdup (byline_session_add (self->session, tag, &span));
}

/* The child of the window, drawn once. */
static void
show (Fixture *self, GtkWidget *widget)
{
  GdkFrameClock *clock;
  gboolean painted = FALSE;

  if (gtk_window_get_child (GTK_WINDOW (self->window)) != widget)
    gtk_window_set_child (GTK_WINDOW (self->window), widget);
  gtk_window_present (GTK_WINDOW (self->window));
  clock = gtk_widget_get_frame_clock (self->window);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (g_atomic_int_inc), &painted);
  gtk_widget_queue_draw (widget);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, &painted);
}

/* Takes the window's child away: nobody else may hold it. */
static void
assert_let_go (Fixture *self, GtkWidget *widget)
{
  gpointer weak = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &weak);
  gtk_window_set_child (GTK_WINDOW (self->window), NULL);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Of all labels below @widget. */
static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  GtkWidget *label;

  for (guint i = 0; (label = find_nth (widget, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (label) && strstr (gtk_label_get_text (GTK_LABEL (label)), text) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_badge (Fixture *self, gconstpointer data)
{
  GtkWidget *badge = byline_badge_new (get_tag (self, "claim"));
  GtkRequisition minimum, natural;

  show (self, badge);
  gtk_widget_get_preferred_size (badge, &minimum, &natural);
  g_assert_cmpint (minimum.width, >=, 16);
  g_assert_cmpint (minimum.width, ==, minimum.height);
  g_assert_cmpint (minimum.width, ==, natural.width);
  byline_badge_set_tag (BYLINE_BADGE (badge), NULL);
  show (self, badge);
  assert_let_go (self, badge);
}

static void
test_band_bar (Fixture *self, gconstpointer data)
{
  static const guint parts[][4] = { { 0, 0, 0, 0 }, { 3, 2, 1, 8 }, { 9, 9, 9, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GtkWidget *bar = byline_band_bar_new (parts[i][0], parts[i][1], parts[i][2], parts[i][3]);

      gtk_widget_set_direction (bar, i == 2 ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      show (self, bar);
      assert_let_go (self, bar);
    }
}

static void
written_cb (GtkWidget *widget, const char *note, GPtrArray *notes)
{
  g_ptr_array_add (notes, g_strdup (note));
}

static void
write_text (GtkWidget *widget, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_nth (widget, GTK_TYPE_TEXT_VIEW, 0)));

  gtk_text_buffer_set_text (buffer, text, -1);
}

static void
test_note_box (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *box = g_object_new (BYLINE_TYPE_NOTE_BOX, NULL);

  g_signal_connect (box, "written", G_CALLBACK (written_cb), notes);
  show (self, box);
  g_assert_false (byline_note_box_has_note (BYLINE_NOTE_BOX (box)));

  /* Shown is not written. */
  byline_note_box_set_note (BYLINE_NOTE_BOX (box), "who says so?");
  byline_note_box_keep (BYLINE_NOTE_BOX (box));
  g_assert_true (byline_note_box_has_note (BYLINE_NOTE_BOX (box)));
  g_assert_cmpuint (notes->len, ==, 0);

  write_text (box, "  no source 🌊\ngiven ");
  byline_note_box_keep (BYLINE_NOTE_BOX (box));
  byline_note_box_keep (BYLINE_NOTE_BOX (box));
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (notes, 0), ==, "no source 🌊\ngiven");

  write_text (box, " \n ");
  byline_note_box_keep (BYLINE_NOTE_BOX (box));
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (notes, 1), ==, "");
  g_assert_false (byline_note_box_has_note (BYLINE_NOTE_BOX (box)));

  g_assert_true (gtk_widget_grab_focus (box));
  assert_let_go (self, box);
}

static void
tag_cb (GSimpleAction *action, GVariant *parameter, GString *tags)
{
  g_string_append_printf (tags, "%s ", g_variant_get_string (parameter, NULL));
}

static void
test_tag_bar (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "Claim", "Attribution", "Evidence", "Opinion" };
  g_autoptr (GString) tags = g_string_new (NULL);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("tag", G_VARIANT_TYPE_STRING);
  GtkWidget *bar = byline_tag_bar_new ();

  g_signal_connect (action, "activate", G_CALLBACK (tag_cb), tags);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (self->window, "reading", G_ACTION_GROUP (group));
  g_signal_connect (bar, "note-written", G_CALLBACK (written_cb), notes);
  byline_tag_bar_set_tags (BYLINE_TAG_BAR (bar), byline_session_get_tags (self->session));
  byline_tag_bar_set_tags (BYLINE_TAG_BAR (bar), byline_session_get_tags (self->session));
  g_assert_false (gtk_widget_get_visible (bar));

  byline_tag_bar_show (BYLINE_TAG_BAR (bar), NULL, NULL);
  show (self, bar);
  g_assert_null (find_nth (bar, GTK_TYPE_TOGGLE_BUTTON, 4));
  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *button = find_nth (bar, GTK_TYPE_TOGGLE_BUTTON, i);
      g_autofree char *key = g_strdup_printf ("%u", i + 1);

      g_assert_true (shows_text (button, names[i]));
      g_assert_true (shows_text (button, key));
      g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
      g_signal_emit_by_name (button, "clicked");
    }
  g_assert_cmpstr (tags->str, ==, "claim attribution evidence opinion ");

  byline_tag_bar_show (BYLINE_TAG_BAR (bar), "evidence", "hm");
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_nth (bar, GTK_TYPE_TOGGLE_BUTTON, i))), ==, i == 2);

  /* A note that is being written is kept when the bar goes elsewhere. */
  write_text (bar, "whose figure?");
  /* GTK holds what is hidden with the focus in it until the next event. */
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  byline_tag_bar_hide (BYLINE_TAG_BAR (bar));
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (notes, 0), ==, "whose figure?");
  assert_let_go (self, bar);
}

/* Wherever it belongs: never on those words if it can be anywhere else, and
 * always inside. */
static void
test_tag_bar_place (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (61);
  GtkWidget *overlay = gtk_overlay_new (), *bar = byline_tag_bar_new ();

  byline_tag_bar_set_tags (BYLINE_TAG_BAR (bar), byline_session_get_tags (self->session));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), bar);
  byline_tag_bar_show (BYLINE_TAG_BAR (bar), "claim", NULL);
  show (self, overlay);
  for (guint i = 0; i < 2000; i++)
    {
      const int width = g_rand_int_range (random, 200, 1200), height = g_rand_int_range (random, 120, 900);
      const int left = g_rand_int_range (random, 0, width), top = g_rand_int_range (random, -100, height + 100);
      const BylineRect rect = { left, top, g_rand_int_range (random, left, width + 1), top + g_rand_int_range (random, 20, 300) };
      GdkRectangle place;

      byline_tag_bar_point_to (BYLINE_TAG_BAR (bar), &rect);
      g_assert_true (byline_tag_bar_get_place (BYLINE_TAG_BAR (bar), width, height, &place));
      g_assert_cmpint (place.width, >, 0);
      g_assert_cmpint (place.width, <=, width);
      if (rect.bottom < 0 || rect.top > height)
        {
          g_assert_true (place.y + place.height < 0);
          continue;
        }
      g_assert_cmpint (place.y, >=, 0);
      g_assert_true (place.y + place.height <= height || place.height > height - 12);
      if (place.y < rect.bottom && rect.top < place.y + place.height)
        g_assert_true (rect.top < place.height + 14 && height - rect.bottom < place.height + 24);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_let_go (self, overlay);
}

static void
test_row_name (Fixture *self, gconstpointer data)
{
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new ("x");

  /* Before it has a row, and again when it says something else. */
  byline_row_name_set (label, "one");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "one");
  byline_row_name_set (label, "two");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "two");
  gtk_window_set_child (GTK_WINDOW (self->window), row);
  assert_let_go (self, row);
}

static void
test_span_item (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotation) first = annotation_new (self->article, "claim", 5, 9), second = annotation_new (self->article, "claim", 7, 8);
  BylineSpanItem *one = byline_span_item_new (first), *two = byline_span_item_new (second);

  g_assert_true (byline_span_item_get_annotation (one) == first);
  g_assert_cmpint (byline_span_item_compare (one, two, NULL), <, 0);
  g_assert_cmpint (byline_span_item_compare (two, one, NULL), >, 0);
  g_assert_cmpint (byline_span_item_compare (one, one, NULL), ==, 0);
  g_assert_finalize_object (one);
  g_assert_finalize_object (two);
}

static void
chosen_cb (GtkWidget *widget, const char *id, char **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup (id);
}

static void
assert_order (GtkWidget *list, const char *const *ids, guint n)
{
  const char *at = NULL;

  for (guint i = 0; i < n; i++)
    {
      at = byline_span_list_get_next (BYLINE_SPAN_LIST (list), at, 1);
      g_assert_cmpstr (at, ==, ids[i]);
    }
  g_assert_null (byline_span_list_get_next (BYLINE_SPAN_LIST (list), n > 0 ? at : NULL, 1));
  at = NULL;
  for (guint i = n; i > 0; i--)
    {
      at = byline_span_list_get_next (BYLINE_SPAN_LIST (list), at, -1);
      g_assert_cmpstr (at, ==, ids[i - 1]);
    }
}

static void
test_span_list (Fixture *self, gconstpointer data)
{
  g_autofree char *late = add (self, "claim", 200, 210), *early = add (self, "opinion", 100, 120), *middle = NULL, *chosen = NULL;
  g_autofree char *words = byline_article_dup_range (self->article, 100, 120);
  GtkWidget *list = byline_span_list_new (), *chip;

  g_signal_connect (list, "chosen", G_CALLBACK (chosen_cb), &chosen);
  byline_span_list_set_session (BYLINE_SPAN_LIST (list), self->session);
  show (self, list);
  assert_order (list, (const char *[]) { early, late }, 2);
  g_assert_true (shows_text (list, words));

  middle = add (self, "claim", 110, 130);
  byline_session_set_note (self->session, middle, "a note to be seen");
  show (self, list);
  assert_order (list, (const char *[]) { early, middle, late }, 3);
  g_assert_true (shows_text (list, "a note to be seen"));

  /* Told by the program is not chosen by a person. */
  byline_span_list_choose (BYLINE_SPAN_LIST (list), middle);
  byline_span_list_choose (BYLINE_SPAN_LIST (list), NULL);
  byline_span_list_choose (BYLINE_SPAN_LIST (list), "urn:uuid:nobody");
  g_assert_null (chosen);
  g_signal_emit_by_name (find_nth (list, GTK_TYPE_LIST_VIEW, 0), "activate", 2);
  g_assert_cmpstr (chosen, ==, late);

  /* Only the claims, also what becomes one; then all again. */
  chip = find_nth (list, GTK_TYPE_TOGGLE_BUTTON, 0);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "C 2");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  assert_order (list, (const char *[]) { middle, late }, 2);
  byline_session_set_tag (self->session, early, "claim");
  byline_session_set_tag (self->session, late, "evidence");
  assert_order (list, (const char *[]) { early, middle }, 2);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_nth (list, GTK_TYPE_TOGGLE_BUTTON, 2)), TRUE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)));
  assert_order (list, (const char *[]) { late }, 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_nth (list, GTK_TYPE_TOGGLE_BUTTON, 2)), FALSE);

  byline_session_remove (self->session, middle);
  assert_order (list, (const char *[]) { early, late }, 2);
  byline_session_undo (self->session);
  assert_order (list, (const char *[]) { early, middle, late }, 3);

  byline_session_leave (self->session);
  assert_order (list, NULL, 0);
  assert_let_go (self, list);
}

static BylineComparison *
compare (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BylineComparison *comparison;

  byline_session_commit (self->session);
  byline_session_compare_async (self->session, result_cb, &result);
  wait_for_result (&result);
  comparison = byline_comparison_new_finish (result, &error);
  g_assert_no_error (error);
  return comparison;
}

/* One found, one with other edges, one with a wrong tag, one that is not there. */
static BylineComparison *
compare_some (Fixture *self)
{
  g_autoptr (BylineAnnotations) key = byline_pack_load_key (self->pack, "lamps", NULL);
  guint found = 0;

  for (guint i = 0; i < byline_annotations_get_size (key) && found < 3; i++)
    {
      const BylineAnnotation *item = byline_annotations_get (key, i);
      const guint start = byline_span_start (&item->span), end = byline_span_end (&item->span);

      if (item->optional || item->contested || item->span.n_segments > 1 || end - start < 30)
        continue;
      g_free (add (self, found == 2 ? "attribution" : item->tag, start, found == 1 ? end - 14 : end));
      found++;
    }
  g_free (add (self, "opinion", 0, 8));
  return compare (self);
}

static void
test_outcome_items (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineComparison) comparison = compare_some (self);
  g_autoptr (GPtrArray) rows = byline_outcome_item_list (comparison);
  guint headers = 0, below = 0, passages = 0, reasons = 0;
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      BylineOutcomeItem *item = g_ptr_array_index (rows, i);
      g_autofree char *spoken = byline_outcome_item_is_header (item) ? NULL : byline_outcome_item_dup_spoken (item);

      g_assert_cmpuint (strlen (byline_outcome_item_get_title (item)), >, 0);
      if (byline_outcome_item_is_header (item))
        {
          g_assert_cmpuint (below, ==, 0);
          g_assert_null (byline_outcome_item_get_target (item));
          below = byline_outcome_item_get_count (item);
          headers++;
          continue;
        }
      g_assert_cmpuint (below, >, 0);
      below--;
      passages++;
      g_assert_nonnull (byline_outcome_item_get_target (item));
      g_assert_nonnull (strstr (spoken, byline_outcome_item_get_title (item)));
      if (byline_outcome_item_get_reason (item) != NULL)
        {
          g_assert_nonnull (strstr (spoken, byline_outcome_item_get_reason (item)));
          reasons++;
        }
    }
  g_assert_cmpuint (below, ==, 0);
  g_assert_cmpuint (headers, >=, 2);
  g_assert_cmpuint (passages, >=, comparison->score->n_items);
  /* Each item of the key says why. */
  g_assert_cmpuint (reasons, >=, comparison->score->n_items);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (rows, i)));
  g_ptr_array_set_size (rows, 0);
  for (guint i = 0; i < items->len; i++)
    g_assert_finalize_object (G_OBJECT (g_ptr_array_index (items, i)));
  g_ptr_array_unref (items);
}

static void
test_comparison_pane (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineComparison) comparison = compare_some (self);
  g_autoptr (GPtrArray) rows = byline_outcome_item_list (comparison);
  GtkWidget *pane = byline_comparison_pane_new ();
  const char *target = NULL;

  byline_comparison_pane_show (BYLINE_COMPARISON_PANE (pane), comparison);
  show (self, pane);
  for (guint i = 0; i < rows->len; i++)
    {
      BylineOutcomeItem *item = g_ptr_array_index (rows, i);

      if (byline_outcome_item_is_header (item))
        continue;
      target = byline_comparison_pane_get_next (BYLINE_COMPARISON_PANE (pane), target, 1);
      g_assert_cmpstr (target, ==, byline_outcome_item_get_target (item));
      byline_comparison_pane_choose (BYLINE_COMPARISON_PANE (pane), target);
    }
  g_assert_null (byline_comparison_pane_get_next (BYLINE_COMPARISON_PANE (pane), target, 1));
  g_assert_nonnull (byline_comparison_pane_get_next (BYLINE_COMPARISON_PANE (pane), target, -1));
  assert_let_go (self, pane);
}

static void
test_library (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = byline_places_new_settings ();
  GtkWidget *library = byline_library_new (self->store, settings);

  show (self, library);
  byline_library_refresh (BYLINE_LIBRARY (library));
  while (!shows_text (library, "Reckless switch-off leaves Tarnwick in the dark"))
    g_main_context_iteration (NULL, TRUE);
  assert_let_go (self, library);
}

/* The room with its view, its marker, its list, and nobody to hold them. */
static void
test_reading (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = byline_places_new_settings ();
  GtkWidget *reading = byline_reading_new (settings);
  GtkWidget *view;

  byline_reading_set_session (BYLINE_READING (reading), self->session, NULL, NULL);
  show (self, reading);
  view = find_nth (reading, BYLINE_TYPE_ARTICLE_VIEW, 0);
  while (!byline_bridge_is_ready (byline_article_view_get_bridge (BYLINE_ARTICLE_VIEW (view))))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (byline_reading_get_session (BYLINE_READING (reading)) == self->session);
  g_free (add (self, "claim", 100, 120));
  assert_let_go (self, reading);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/widgets/badge", test_badge },
    { "/widgets/band-bar", test_band_bar },
    { "/widgets/note-box", test_note_box },
    { "/widgets/tag-bar", test_tag_bar },
    { "/widgets/tag-bar-place", test_tag_bar_place },
    { "/widgets/row-name", test_row_name },
    { "/widgets/span-item", test_span_item },
    { "/widgets/span-list", test_span_list },
    { "/widgets/outcome-items", test_outcome_items },
    { "/widgets/comparison-pane", test_comparison_pane },
    { "/widgets/library", test_library },
    { "/widgets/reading", test_reading },
  };

  page_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
