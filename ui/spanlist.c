/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spanlist.h"

#include "config.h"

#include "badge.h"
#include "language.h"
#include "rowname.h"
#include "spanitem.h"

#include <glib/gi18n.h>
#include <string.h>

/* The side list: every tag in text order, with counts that filter it. */

struct _BylineSpanList
{
  GtkWidget parent;

  GtkLabel *count;
  GtkWidget *filters;
  GtkStack *stack;
  GtkListView *view;

  BylineSession *session;
  GListStore *store;
  GtkFilterListModel *shown;
  GtkSingleSelection *selection;
  char *filter; /* a tag's id, or NULL for all */
  gboolean choosing;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineSpanList, byline_span_list, GTK_TYPE_WIDGET)

static gboolean
is_shown (gpointer item, gpointer data)
{
  BylineSpanList *self = data;

  return self->filter == NULL || g_strcmp0 (byline_span_item_get_annotation (item)->tag, self->filter) == 0;
}

static const BylineTag *
find_tag (BylineSpanList *self, const char *id)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);
  const int index = byline_tag_set_find (tags, id);

  return index >= 0 ? byline_tag_set_get (tags, index) : NULL;
}

/* The words of all segments, shortened; a split quotation shows where it is split. */
static char *
dup_words (const BylineAnnotation *annotation)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < annotation->quotes->len; i++)
    {
      const BylineQuote *quote = g_ptr_array_index (annotation->quotes, i);

      if (i > 0)
        g_string_append (words, " … ");
      g_string_append (words, quote->exact);
      if (words->len > 400)
        break;
    }
  for (char *at = words->str; *at != '\0'; at++)
    if (*at == '\n' || *at == '\t')
      *at = ' ';
  return g_string_free (words, FALSE);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *badge = byline_badge_new (NULL);

  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (label), i == 0 ? 2 : 3);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_add_css_class (gtk_widget_get_last_child (texts), "dim-label");
  gtk_widget_add_css_class (gtk_widget_get_last_child (texts), "caption");
  gtk_box_append (GTK_BOX (row), badge);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, BylineSpanList *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *badge = gtk_widget_get_first_child (row);
  GtkWidget *texts = gtk_widget_get_last_child (row);
  const BylineAnnotation *annotation = byline_span_item_get_annotation (gtk_list_item_get_item (item));
  const BylineTag *tag = find_tag (self, annotation->tag);
  g_autofree char *words = dup_words (annotation);
  g_autofree char *name = NULL;

  byline_badge_set_tag (BYLINE_BADGE (badge), tag);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (texts)), words);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (texts)), annotation->note != NULL ? annotation->note : "");
  gtk_widget_set_visible (gtk_widget_get_last_child (texts), annotation->note != NULL);

  /* Translators: a tag's letter, its name, the tagged words. Read aloud. */
  name = g_strdup_printf (_ ("%s, %s: %s"), tag != NULL ? byline_tag_get_letter (tag, byline_language_get ()) : "?",
                          tag != NULL ? byline_tag_get_label (tag, byline_language_get ()) : annotation->tag, words);
  byline_row_name_set (row, name);
}

static void
update_counts (BylineSpanList *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  BylineTagSet *tags = byline_session_get_tags (self->session);
  g_autofree guint *counts = g_new0 (guint, byline_tag_set_get_size (tags));
  g_autofree char *total = g_strdup_printf ("%u", n);
  guint index = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BylineSpanItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), i);
      const int tag = byline_tag_set_find (tags, byline_span_item_get_annotation (item)->tag);

      if (tag >= 0)
        counts[tag]++;
    }

  gtk_label_set_label (self->count, total);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  for (GtkWidget *chip = gtk_widget_get_first_child (self->filters); chip != NULL; chip = gtk_widget_get_next_sibling (chip), index++)
    {
      const BylineTag *tag = byline_tag_set_get (tags, index);
      g_autofree char *label = g_strdup_printf ("%s %u", byline_tag_get_letter (tag, byline_language_get ()), counts[index]);
      g_autofree char *name = g_strdup_printf (_ ("Show only %s: %u"), byline_tag_get_label (tag, byline_language_get ()), counts[index]);

      gtk_button_set_label (GTK_BUTTON (chip), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
filter_cb (GtkToggleButton *chip, BylineSpanList *self)
{
  g_clear_pointer (&self->filter, g_free);
  if (gtk_toggle_button_get_active (chip))
    {
      self->filter = g_strdup (g_object_get_data (G_OBJECT (chip), "tag"));
      for (GtkWidget *other = gtk_widget_get_first_child (self->filters); other != NULL; other = gtk_widget_get_next_sibling (other))
        if (other != GTK_WIDGET (chip))
          {
            g_signal_handlers_block_by_func (other, filter_cb, self);
            gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (other), FALSE);
            g_signal_handlers_unblock_by_func (other, filter_cb, self);
          }
    }
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
build_filters (BylineSpanList *self)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->filters)) != NULL)
    gtk_box_remove (GTK_BOX (self->filters), child);
  g_clear_pointer (&self->filter, g_free);

  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    {
      const BylineTag *tag = byline_tag_set_get (tags, i);
      GtkWidget *chip = gtk_toggle_button_new ();

      gtk_widget_add_css_class (chip, "chip");
      gtk_widget_add_css_class (chip, "numeric");
      gtk_widget_set_tooltip_text (chip, byline_tag_get_label (tag, byline_language_get ()));
      g_object_set_data_full (G_OBJECT (chip), "tag", g_strdup (tag->id), g_free);
      g_signal_connect_object (chip, "toggled", G_CALLBACK (filter_cb), self, 0);
      gtk_box_append (GTK_BOX (self->filters), chip);
    }
}

static gboolean
find_item (BylineSpanList *self, const BylineAnnotation *annotation, guint *position)
{
  guint low = 0, high = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  g_autoptr (BylineSpanItem) probe = byline_span_item_new ((BylineAnnotation *) annotation);

  while (low < high)
    {
      const guint middle = (low + high) / 2;
      g_autoptr (BylineSpanItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), middle);
      const int order = byline_span_item_compare (item, probe, NULL);

      if (order == 0)
        {
          *position = middle;
          return TRUE;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

static void
changed_cb (BylineSession *session, BylineAnnotation *before, BylineAnnotation *after, BylineSpanList *self)
{
  guint position;

  self->choosing = TRUE;
  if (before != NULL && find_item (self, before, &position))
    g_list_store_remove (self->store, position);
  if (after != NULL)
    {
      g_autoptr (BylineSpanItem) item = byline_span_item_new (after);

      g_list_store_insert_sorted (self->store, item, byline_span_item_compare, NULL);
    }
  self->choosing = FALSE;
  update_counts (self);
}

static int
compare_pointers (gconstpointer a, gconstpointer b)
{
  return byline_span_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

static void
reset_cb (BylineSpanList *self)
{
  BylineAnnotations *annotations = byline_session_get_annotations (self->session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; annotations != NULL && i < byline_annotations_get_size (annotations); i++)
    g_ptr_array_add (items, byline_span_item_new (byline_annotations_get (annotations, i)));
  g_ptr_array_sort (items, compare_pointers);

  self->choosing = TRUE;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->choosing = FALSE;
  update_counts (self);
}

static const char *
get_id_at (BylineSpanList *self, guint position)
{
  /* The store keeps the item. */
  g_autoptr (BylineSpanItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  return item != NULL ? byline_span_item_get_annotation (item)->id : NULL;
}

static void
selected_cb (BylineSpanList *self)
{
  const char *id = get_id_at (self, gtk_single_selection_get_selected (self->selection));

  if (!self->choosing && id != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, id);
}

static void
activate_cb (GtkListView *view, guint position, BylineSpanList *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_id_at (self, position));
}

static void
byline_span_list_dispose (GObject *object)
{
  BylineSpanList *self = BYLINE_SPAN_LIST (object);
  GtkWidget *child;

  byline_span_list_set_session (self, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->store);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_span_list_parent_class)->dispose (object);
}

static void
byline_span_list_finalize (GObject *object)
{
  g_clear_pointer (&BYLINE_SPAN_LIST (object)->filter, g_free);
  G_OBJECT_CLASS (byline_span_list_parent_class)->finalize (object);
}

static void
byline_span_list_class_init (BylineSpanListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_span_list_dispose;
  G_OBJECT_CLASS (class)->finalize = byline_span_list_finalize;

  /**
   * BylineSpanList::chosen:
   * @id: the annotation that a person chose in the list
   */
  signals[CHOSEN] = g_signal_new ("chosen", BYLINE_TYPE_SPAN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/spanlist.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineSpanList, count);
  gtk_widget_class_bind_template_child (widget_class, BylineSpanList, filters);
  gtk_widget_class_bind_template_child (widget_class, BylineSpanList, stack);
  gtk_widget_class_bind_template_child (widget_class, BylineSpanList, view);
}

static void
byline_span_list_init (BylineSpanList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->store = g_list_store_new (BYLINE_TYPE_SPAN_ITEM);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                                           GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, 0);
}

GtkWidget *
byline_span_list_new (void)
{
  return g_object_new (BYLINE_TYPE_SPAN_LIST, NULL);
}

/**
 * byline_span_list_set_session:
 * @self: a list
 * @session: (nullable): whose annotations to show
 */
void
byline_span_list_set_session (BylineSpanList *self, BylineSession *session)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (!g_set_object (&self->session, session) || session == NULL)
    return;

  build_filters (self);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (session, "reset", G_CALLBACK (reset_cb), self, G_CONNECT_SWAPPED);
  reset_cb (self);
}

/**
 * byline_span_list_choose:
 * @self: a list
 * @id: (nullable): the annotation to show as chosen, or %NULL for none
 */
void
byline_span_list_choose (BylineSpanList *self, const char *id)
{
  guint position = GTK_INVALID_LIST_POSITION;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; id != NULL && i < n && position == GTK_INVALID_LIST_POSITION; i++)
    if (g_strcmp0 (get_id_at (self, i), id) == 0)
      position = i;

  self->choosing = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->choosing = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

const char *
byline_span_list_get_next (BylineSpanList *self, const char *id, int step)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  int position = step > 0 ? -1 : (int) n;

  for (guint i = 0; id != NULL && i < n; i++)
    if (g_strcmp0 (get_id_at (self, i), id) == 0)
      position = i;

  position += step;
  return position >= 0 && position < (int) n ? get_id_at (self, position) : NULL;
}
