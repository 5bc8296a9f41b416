/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison.h"

#include "config.h"

#include "badge.h"
#include "bandbar.h"
#include "outcomeitem.h"
#include "report.h"
#include "rowname.h"
#include "words.h"

#include <glib/gi18n.h>

/* The comparison beside the article: sentences first, numbers one click away. */

struct _BylineComparisonPane
{
  GtkWidget parent;

  GtkLabel *found;
  GtkGrid *layers;
  GtkLabel *percent;
  GtkLabel *arithmetic;
  GtkLabel *settings;
  GtkListView *view;

  GListStore *store;
  GtkSingleSelection *selection;
  gboolean choosing;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineComparisonPane, byline_comparison_pane, GTK_TYPE_WIDGET)

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *badge = byline_badge_new (NULL);

  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data (G_OBJECT (row), "outcome", byline_row_name_add_label (texts, "caption-heading"));
  g_object_set_data (G_OBJECT (row), "title", byline_row_name_add_label (texts, "heading"));
  g_object_set_data (G_OBJECT (row), "reason", byline_row_name_add_label (texts, "dim-label"));
  gtk_box_append (GTK_BOX (row), badge);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *outcome = g_object_get_data (G_OBJECT (row), "outcome");
  GtkWidget *title = g_object_get_data (G_OBJECT (row), "title");
  GtkWidget *reason = g_object_get_data (G_OBJECT (row), "reason");
  GtkWidget *badge = g_object_get_data (G_OBJECT (row), "badge");
  BylineOutcomeItem *item = gtk_list_item_get_item (list_item);
  const gboolean header = byline_outcome_item_is_header (item);
  g_autofree char *name = NULL;

  gtk_list_item_set_selectable (list_item, !header);
  gtk_list_item_set_activatable (list_item, !header);
  gtk_widget_set_visible (badge, !header);
  gtk_widget_set_visible (reason, byline_outcome_item_get_reason (item) != NULL);

  /* Most sentences begin with the outcome; it is not said twice. */
  gtk_widget_set_visible (outcome, !header && !byline_outcome_item_says_outcome (item));
  if (header)
    {
      name = g_strdup_printf (_ ("%s: %u"), byline_outcome_item_get_title (item), byline_outcome_item_get_count (item));
      gtk_label_set_label (GTK_LABEL (title), name);
    }
  else
    {
      name = byline_outcome_item_dup_spoken (item);
      byline_badge_set_tag (BYLINE_BADGE (badge), byline_outcome_item_get_tag (item));
      gtk_label_set_label (GTK_LABEL (outcome), byline_outcome_item_get_outcome (item));
      gtk_label_set_label (GTK_LABEL (title), byline_outcome_item_get_title (item));
      gtk_label_set_label (GTK_LABEL (reason), byline_outcome_item_get_reason (item));
    }
  byline_row_name_set (row, name);
}

static const char *
get_target_at (BylineComparisonPane *self, guint position)
{
  /* The store keeps the item. */
  g_autoptr (BylineOutcomeItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  return item != NULL ? byline_outcome_item_get_target (item) : NULL;
}

static void
selected_cb (BylineComparisonPane *self)
{
  const char *target = get_target_at (self, gtk_single_selection_get_selected (self->selection));

  if (!self->choosing && target != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, target);
}

static void
activate_cb (GtkListView *view, guint position, BylineComparisonPane *self)
{
  const char *target = get_target_at (self, position);

  if (target != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, target);
}

/* How many of a layer were found with the key's own edges. */
static guint
count_exact (BylineComparison *comparison, const char *layer)
{
  BylineTagSet *tags = byline_pack_get_tags (comparison->pack);
  guint n = 0;

  for (guint i = 0; i < comparison->score->n_items; i++)
    {
      const BylineItemResult *item = &comparison->score->items[i];
      const int tag = byline_tag_set_find (tags, byline_annotations_get (comparison->key, item->annotation)->tag);

      n += !item->optional && tag >= 0 && g_strcmp0 (byline_tag_set_get (tags, tag)->layer, layer) == 0
           && (item->outcome == BYLINE_OUTCOME_EXACT || item->outcome == BYLINE_OUTCOME_CLOSE);
    }
  return n;
}

static void
add_layer (BylineComparisonPane *self, BylineComparison *comparison, const BylineLayerResult *layer, int row)
{
  const guint exact = count_exact (comparison, layer->layer);
  const guint edges = layer->found - MIN (exact, layer->found);
  g_autofree char *title = byline_words_dup_layer (layer->layer);
  g_autofree char *numbers = g_strdup_printf (_ ("%u of %u"), layer->found, layer->of);
  g_autofree char *details = g_strdup_printf (_ ("Found: %u of %u, %u of them with other edges. Wrong tag: %u."),
                                              layer->found, layer->of, edges, layer->wrong_tag);
  const char *texts[] = { title, NULL, numbers, byline_words_get_band (layer->band) };

  for (int column = 0; column < 4; column++)
    {
      GtkWidget *cell = column == 1
                            ? byline_band_bar_new (exact, edges, layer->wrong_tag, layer->of)
                            : gtk_label_new (texts[column]);

      if (column != 1)
        gtk_label_set_xalign (GTK_LABEL (cell), 0);
      if (column == 3)
        gtk_widget_add_css_class (cell, "caption-heading");
      gtk_widget_set_tooltip_text (cell, details);
      gtk_grid_attach (self->layers, cell, column, row, 1, 1);
    }
}

static void
byline_comparison_pane_dispose (GObject *object)
{
  BylineComparisonPane *self = BYLINE_COMPARISON_PANE (object);
  GtkWidget *child;

  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_comparison_pane_parent_class)->dispose (object);
}

static void
byline_comparison_pane_class_init (BylineComparisonPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_comparison_pane_dispose;

  /**
   * BylineComparisonPane::chosen:
   * @target: the painted span of the row that a person chose
   */
  signals[CHOSEN] = g_signal_new ("chosen", BYLINE_TYPE_COMPARISON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, found);
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, layers);
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, percent);
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, arithmetic);
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, settings);
  gtk_widget_class_bind_template_child (widget_class, BylineComparisonPane, view);
}

static void
byline_comparison_pane_init (BylineComparisonPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->store = g_list_store_new (BYLINE_TYPE_OUTCOME_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, 0);
}

GtkWidget *
byline_comparison_pane_new (void)
{
  return g_object_new (BYLINE_TYPE_COMPARISON_PANE, NULL);
}

/**
 * byline_comparison_pane_show:
 * @self: a pane
 * @comparison: what was found
 */
void
byline_comparison_pane_show (BylineComparisonPane *self, BylineComparison *comparison)
{
  const BylineScore *score = comparison->score;
  g_autoptr (GPtrArray) rows = byline_outcome_item_list (comparison);
  g_autofree char *found = NULL;
  g_autofree char *percent = byline_words_dup_percent (score->score_bp);
  g_autofree char *arithmetic = byline_report_arithmetic (score);
  g_autofree char *settings = byline_report_settings (byline_pack_get_scoring (comparison->pack), score->n_tags);
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->layers))) != NULL)
    gtk_grid_remove (self->layers, child);
  for (guint i = 0; i < score->n_layers; i++)
    {
      add_layer (self, comparison, &score->layers[i], i);
      n += score->layers[i].found;
    }

  found = g_strdup_printf (_ ("You found %u of %u"), n, score->required);
  gtk_label_set_label (self->found, found);
  gtk_label_set_label (self->percent, percent);
  gtk_label_set_label (self->arithmetic, arithmetic);
  gtk_label_set_label (self->settings, settings);

  self->choosing = TRUE;
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), rows->pdata, rows->len);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->choosing = FALSE;
}

static guint
find_target (BylineComparisonPane *self, const char *target)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  for (guint i = 0; target != NULL && i < n; i++)
    if (g_strcmp0 (get_target_at (self, i), target) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/**
 * byline_comparison_pane_choose:
 * @self: a pane
 * @target: (nullable): the painted span whose row to show as chosen
 */
void
byline_comparison_pane_choose (BylineComparisonPane *self, const char *target)
{
  const guint position = find_target (self, target);

  self->choosing = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->choosing = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

const char *
byline_comparison_pane_get_chosen (BylineComparisonPane *self)
{
  return get_target_at (self, gtk_single_selection_get_selected (self->selection));
}

/**
 * byline_comparison_pane_get_next:
 *
 * Returns: (nullable): the painted span of the next row that is no header
 */
const char *
byline_comparison_pane_get_next (BylineComparisonPane *self, const char *target, int step)
{
  const int n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  const guint found = find_target (self, target);
  int position = found != GTK_INVALID_LIST_POSITION ? (int) found : step > 0 ? -1 : n;

  for (position += step; position >= 0 && position < n; position += step)
    if (get_target_at (self, position) != NULL)
      return get_target_at (self, position);
  return NULL;
}
