/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reviewroom.h"

#include "config.h"

#include "answerbars.h"
#include "articleview.h"
#include "badge.h"
#include "comparison.h"
#include "hit.h"
#include "language.h"
#include "look.h"
#include "outcomeitem.h"
#include "passageitem.h"
#include "rowname.h"
#include "studentitem.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A class and its article: who handed in what, where the class is divided, and
 * how warm each passage is. The key stays out of sight until it is revealed. */

struct _BylineReviewRoom
{
  GtkWidget parent;

  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkInfoBar *problem_bar;
  GtkLabel *problem;
  GtkBox *desk;
  GtkStack *legend;
  GtkFlowBox *chips;
  GtkLabel *heat_label;
  GtkToggleButton *show_student;
  GtkToggleButton *show_both;
  GtkToggleButton *show_key;
  GtkStack *pages;
  GtkListView *students;
  GtkLabel *student_name;
  GtkWidget *all_students;
  BylineComparisonPane *comparison_pane;
  GtkListView *passages;
  GtkWidget *answers;
  GtkLabel *passage;
  BylineAnswerBars *bars;
  GtkWidget *reveal_button;
  GtkWidget *key_box;
  BylineBadge *key_badge;
  GtkLabel *key_label;
  GtkLabel *key_found;
  GtkLabel *key_reason;

  GSettings *settings;
  BylineArticleView *view;
  GListStore *student_rows;
  GListStore *passage_rows;
  GtkSingleSelection *passage_selection;
  BylineReviewed *reviewed;
  BylineComparison *comparison; /* of the student whose page is open */
  guint tag;                    /* whose heat is shown */
};

enum { PAGE = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BylineReviewRoom, byline_review_room, GTK_TYPE_WIDGET)

static BylineBridge *
get_bridge (BylineReviewRoom *self)
{
  return byline_article_view_get_bridge (self->view);
}

static BylinePassageItem *
get_passage (BylineReviewRoom *self)
{
  return gtk_single_selection_get_selected_item (self->passage_selection);
}

static BylineSide
get_side (BylineReviewRoom *self)
{
  if (gtk_toggle_button_get_active (self->show_student))
    return BYLINE_SIDE_MINE;
  return gtk_toggle_button_get_active (self->show_key) ? BYLINE_SIDE_KEY : BYLINE_SIDE_BOTH;
}

/* The article: one student's comparison, or the heat of a tag. */

static void
paint (BylineReviewRoom *self)
{
  const BylineReview *review = self->reviewed->review;
  BylineTagSet *tags = byline_pack_get_tags (self->reviewed->pack);
  GArray *heat = review->heat[self->tag];
  BylinePassageItem *passage = g_str_equal (gtk_stack_get_visible_child_name (self->pages), "passages") ? get_passage (self) : NULL;

  if (self->comparison != NULL)
    {
      byline_look_show_comparison (get_bridge (self), self->comparison, get_side (self));
      return;
    }
  byline_look_show_heat (get_bridge (self), tags, self->tag, (const BylineHeatRun *) (gpointer) heat->data, heat->len, review->students->len,
                         passage != NULL ? &byline_passage_item_get_key (passage)->span : NULL);
  byline_bridge_choose_span (get_bridge (self), passage != NULL ? BYLINE_LOOK_PASSAGE : NULL, TRUE, FALSE);
}

static void
side_toggled_cb (BylineReviewRoom *self)
{
  if (self->comparison != NULL)
    paint (self);
}

static void
look_cb (BylineReviewRoom *self)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  byline_article_view_set_dark (self->view, dark);
  if (self->reviewed == NULL || !byline_bridge_is_ready (get_bridge (self)))
    return;
  byline_look_apply (get_bridge (self), self->reviewed->article, byline_pack_get_tags (self->reviewed->pack), self->settings);
  paint (self);
}

static void
show_problem (BylineReviewRoom *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_info_bar_set_revealed (self->problem_bar, text != NULL);
}

static void
choose_passage_at (BylineReviewRoom *self, guint offset)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->passage_rows));
  guint best = GTK_INVALID_LIST_POSITION;
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BylinePassageItem) item = g_list_model_get_item (G_LIST_MODEL (self->passage_rows), i);
      const BylineSpan *span = &byline_passage_item_get_key (item)->span;

      for (guint s = 0; s < span->n_segments; s++)
        if (span->segments[s].start <= offset && offset < span->segments[s].end && byline_span_length (span) < least)
          {
            best = i;
            least = byline_span_length (span);
          }
    }
  if (best != GTK_INVALID_LIST_POSITION)
    {
      gtk_single_selection_set_selected (self->passage_selection, best);
      gtk_widget_activate_action (GTK_WIDGET (self->passages), "list.scroll-to-item", "u", best);
    }
}

static void
choose_outcome (BylineReviewRoom *self, const char *target)
{
  byline_bridge_choose_span (get_bridge (self), target, TRUE, FALSE);
  byline_comparison_pane_choose (self->comparison_pane, target);
}

static void
message_cb (BylineReviewRoom *self, BylineMessage *message)
{
  if (self->reviewed == NULL)
    return;
  if (message->type == BYLINE_MESSAGE_READY)
    look_cb (self);
  else if (message->type == BYLINE_MESSAGE_RELEASED && message->clicks == 1 && message->start == message->end)
    {
      if (self->comparison != NULL)
        {
          g_autofree char *target = byline_hit_find_outcome (self->comparison, message->start);

          choose_outcome (self, target);
        }
      else if (g_str_equal (gtk_stack_get_visible_child_name (self->pages), "passages"))
        choose_passage_at (self, message->start);
    }
}

/* The heat of one tag. */

static void
show_heat_of (BylineReviewRoom *self)
{
  BylineTagSet *tags = byline_pack_get_tags (self->reviewed->pack);
  const guint n = self->reviewed->review->students->len;
  const char *label = byline_tag_get_label (byline_tag_set_get (tags, self->tag), byline_language_get ());
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %u student: the stronger the colour, the more marked it",
                                                        "%s, %u students: the stronger the colour, the more marked it", n),
                                           label, n);

  gtk_label_set_label (self->heat_label, text);
  paint (self);
}

static void
chip_toggled_cb (GtkToggleButton *chip, BylineReviewRoom *self)
{
  if (!gtk_toggle_button_get_active (chip))
    return;
  self->tag = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "tag"));
  show_heat_of (self);
}

static void
show_chips (BylineReviewRoom *self)
{
  BylineTagSet *tags = byline_pack_get_tags (self->reviewed->pack);
  GtkToggleButton *first = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    {
      const BylineTag *tag = byline_tag_set_get (tags, i);
      const char *label = byline_tag_get_label (tag, byline_language_get ());
      GtkWidget *chip = gtk_toggle_button_new ();
      GtkWidget *slot = gtk_flow_box_child_new ();

      gtk_button_set_child (GTK_BUTTON (chip), byline_badge_new (tag));
      gtk_widget_set_tooltip_text (chip, label);
      gtk_widget_add_css_class (chip, "flat");
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_object_set_data (G_OBJECT (chip), "tag", GUINT_TO_POINTER (i));
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (chip);
      else
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), first);
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
      /* The chip has the focus, not the slot around it. */
      gtk_widget_set_focusable (slot, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (slot), chip);
      gtk_flow_box_insert (self->chips, slot, -1);
    }
  gtk_toggle_button_set_active (first, TRUE);
}

/* The lists. */

static void
setup_row_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *percent = gtk_label_new (NULL);

  g_object_set_data (G_OBJECT (row), "title", byline_row_name_add_label (texts, "heading"));
  g_object_set_data (G_OBJECT (row), "line", byline_row_name_add_label (texts, "dim-label"));
  g_object_set_data (G_OBJECT (row), "percent", percent);
  gtk_widget_add_css_class (percent, "numeric");
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), percent);
  gtk_list_item_set_child (item, row);
}

static void
fill_row (GtkListItem *list_item, const char *title, const char *line, const char *percent, const char *spoken)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *below = g_object_get_data (G_OBJECT (row), "line");
  GtkWidget *right = g_object_get_data (G_OBJECT (row), "percent");

  gtk_label_set_label (g_object_get_data (G_OBJECT (row), "title"), title);
  gtk_label_set_label (GTK_LABEL (below), line != NULL ? line : "");
  gtk_widget_set_visible (below, line != NULL);
  gtk_label_set_label (GTK_LABEL (right), percent != NULL ? percent : "");
  gtk_widget_set_visible (right, percent != NULL);
  byline_row_name_set (row, spoken);
}

static void
bind_student_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  BylineStudentItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *spoken = byline_student_item_dup_spoken (item);

  gtk_list_item_set_activatable (list_item, byline_student_item_get_student (item) != NULL);
  fill_row (list_item, byline_student_item_get_title (item), byline_student_item_get_line (item),
            byline_student_item_get_percent (item), spoken);
}

static void
bind_passage_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  BylinePassageItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", byline_passage_item_get_title (item), byline_passage_item_get_line (item));

  fill_row (list_item, byline_passage_item_get_title (item), byline_passage_item_get_line (item), NULL, spoken);
}

static void
set_page (BylineReviewRoom *self, const char *name)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean student = g_str_equal (name, "student");

  if (!student)
    g_clear_pointer (&self->comparison, byline_comparison_free);
  gtk_stack_set_visible_child_name (self->pages, name);
  gtk_stack_set_visible_child_name (self->legend, student ? "sides" : "heat");
  gtk_widget_action_set_enabled (widget, "review.reveal", g_str_equal (name, "passages") && get_passage (self) != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PAGE]);
  paint (self);
}

static void
student_activated_cb (GtkListView *view, guint position, BylineReviewRoom *self)
{
  g_autoptr (BylineStudentItem) item = g_list_model_get_item (G_LIST_MODEL (self->student_rows), position);
  const BylineReviewStudent *student = byline_student_item_get_student (item);
  g_autoptr (GError) error = NULL;
  BylineScore *score;

  if (student == NULL)
    return;
  score = byline_scorer_score (self->reviewed->scorer, student->handin->work, &error);
  if (score == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  g_clear_pointer (&self->comparison, byline_comparison_free);
  self->comparison = byline_comparison_new (self->reviewed->pack, self->reviewed->article, student->handin->work, self->reviewed->key, score);
  gtk_label_set_label (self->student_name, student->name);
  byline_comparison_pane_show (self->comparison_pane, self->comparison);
  set_page (self, "student");
  gtk_widget_grab_focus (self->all_students);
}

static void
outcome_chosen_cb (BylineReviewRoom *self, const char *target)
{
  byline_bridge_choose_span (get_bridge (self), target, TRUE, FALSE);
}

static void
passage_selected_cb (BylineReviewRoom *self)
{
  BylinePassageItem *item = get_passage (self);

  gtk_widget_set_visible (self->answers, item != NULL);
  gtk_widget_set_visible (self->key_box, FALSE);
  gtk_widget_set_visible (self->reveal_button, TRUE);
  if (item == NULL || self->reviewed == NULL)
    return;
  gtk_label_set_label (self->passage, byline_passage_item_get_title (item));
  byline_answer_bars_show (self->bars, byline_pack_get_tags (self->reviewed->pack), item);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.reveal", TRUE);
  paint (self);
}

/* Commands. */

static void
turn_to (BylineReviewRoom *self, const char *page)
{
  const gboolean passages = g_strcmp0 (page, "passages") == 0;

  if (self->reviewed == NULL)
    return;
  if (passages && get_passage (self) == NULL)
    gtk_single_selection_set_selected (self->passage_selection, 0);
  set_page (self, passages ? "passages" : "students");
  gtk_widget_grab_focus (passages ? GTK_WIDGET (self->passages) : GTK_WIDGET (self->students));
}

static void
reveal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (widget);
  BylinePassageItem *item = get_passage (self);
  const BylineAnnotation *key = item != NULL ? byline_passage_item_get_key (item) : NULL;
  BylineTagSet *tags = self->reviewed != NULL ? byline_pack_get_tags (self->reviewed->pack) : NULL;
  const int tag = key != NULL ? byline_tag_set_find (tags, key->tag) : -1;
  g_autofree char *answer = NULL;
  g_autofree char *reason = NULL;

  if (tag < 0)
    return;
  answer = byline_passage_item_dup_answer (item);
  reason = byline_outcome_item_dup_reason (key);
  byline_badge_set_tag (self->key_badge, byline_tag_set_get (tags, tag));
  gtk_label_set_label (self->key_label, byline_tag_get_label (byline_tag_set_get (tags, tag), byline_language_get ()));
  gtk_label_set_label (self->key_found, answer);
  gtk_label_set_label (self->key_reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->key_reason), reason != NULL);
  gtk_widget_set_visible (self->key_box, TRUE);
  gtk_widget_set_visible (self->reveal_button, FALSE);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (widget);
  const int step = g_variant_get_int32 (parameter);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->passage_rows));
  const guint at = gtk_single_selection_get_selected (self->passage_selection);

  if (self->comparison != NULL)
    {
      const char *target = byline_comparison_pane_get_next (self->comparison_pane, byline_comparison_pane_get_chosen (self->comparison_pane), step);

      if (target != NULL)
        choose_outcome (self, target);
    }
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->pages), "passages") && at != GTK_INVALID_LIST_POSITION
           && (step > 0 ? at + 1 < n : at > 0))
    {
      gtk_single_selection_set_selected (self->passage_selection, at + step);
      gtk_widget_activate_action (GTK_WIDGET (self->passages), "list.scroll-to-item", "u", at + step);
    }
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (widget);

  if (self->comparison != NULL)
    turn_to (self, "students");
}

static void
side_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/* Between the article and the list: WebKit keeps Tab for itself. */
static void
focus_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (widget);

  if (byline_article_view_has_focus (self->view))
    gtk_widget_child_focus (GTK_WIDGET (self->pages), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * byline_review_room_press_key:
 * @self: the room
 * @keyval: the key
 * @state: modifiers
 *
 * Returns: whether the key was the room's; asked before WebKit is
 */
gboolean
byline_review_room_press_key (BylineReviewRoom *self, guint keyval, GdkModifierType state)
{
  static const struct
  {
    guint keyval;
    GdkModifierType state;
    gboolean in_article;
    const char *action;
    int step;
  } keys[] = {
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, FALSE, "review.step", 1 },
    { GDK_KEY_KP_Page_Down, GDK_CONTROL_MASK, FALSE, "review.step", 1 },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, FALSE, "review.step", -1 },
    { GDK_KEY_KP_Page_Up, GDK_CONTROL_MASK, FALSE, "review.step", -1 },
    { GDK_KEY_Return, GDK_CONTROL_MASK, FALSE, "review.reveal", 0 },
    { GDK_KEY_KP_Enter, GDK_CONTROL_MASK, FALSE, "review.reveal", 0 },
    { GDK_KEY_Escape, 0, FALSE, "review.back", 0 },
    { GDK_KEY_F9, 0, FALSE, "review.side", 0 },
    { GDK_KEY_F6, 0, FALSE, "review.focus", 0 },
    { GDK_KEY_Tab, 0, TRUE, "review.focus", 0 },
    { GDK_KEY_Tab, GDK_SHIFT_MASK, TRUE, "review.focus", 0 },
    { GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK, TRUE, "review.focus", 0 },
  };
  const GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  for (gsize i = 0; self->reviewed != NULL && i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval && keys[i].state == held && (!keys[i].in_article || byline_article_view_has_focus (self->view)))
      return keys[i].step != 0 ? gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, "i", keys[i].step)
                               : gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
  return FALSE;
}

/* The widget. */

static void
byline_review_room_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  const char *page = gtk_stack_get_visible_child_name (BYLINE_REVIEW_ROOM (object)->pages);

  g_value_set_static_string (value, g_str_equal (page, "passages") ? "passages" : "students");
}

static void
byline_review_room_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  turn_to (BYLINE_REVIEW_ROOM (object), g_value_get_string (value));
}

static void
byline_review_room_dispose (GObject *object)
{
  BylineReviewRoom *self = BYLINE_REVIEW_ROOM (object);
  GtkWidget *child;

  byline_review_room_show (self, NULL);
  g_clear_object (&self->passage_selection);
  g_clear_object (&self->passage_rows);
  g_clear_object (&self->student_rows);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (byline_review_room_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, title);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, flap);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, problem_bar);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, problem);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, desk);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, legend);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, chips);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, heat_label);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, show_student);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, show_both);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, show_key);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, pages);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, students);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, student_name);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, all_students);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, comparison_pane);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, passages);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, answers);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, passage);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, bars);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, key_box);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, key_badge);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, key_label);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, key_found);
  gtk_widget_class_bind_template_child (widget_class, BylineReviewRoom, key_reason);
  gtk_widget_class_bind_template_callback (widget_class, side_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, outcome_chosen_cb);
}

static void
byline_review_room_class_init (BylineReviewRoomClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = byline_review_room_dispose;
  G_OBJECT_CLASS (class)->get_property = byline_review_room_get_property;
  G_OBJECT_CLASS (class)->set_property = byline_review_room_set_property;

  /**
   * BylineReviewRoom:page:
   *
   * Which list is shown: `students` or `passages`.
   */
  properties[PAGE] = g_param_spec_string ("page", NULL, NULL, "students", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPERTIES, properties);

  g_type_ensure (BYLINE_TYPE_ANSWER_BARS);
  g_type_ensure (BYLINE_TYPE_BADGE);
  g_type_ensure (BYLINE_TYPE_COMPARISON_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/byline/Byline/ui/reviewroom.ui");
  bind_children (widget_class);
  gtk_widget_class_install_property_action (widget_class, "review.page", "page");
  gtk_widget_class_install_action (widget_class, "review.reveal", NULL, reveal_action);
  gtk_widget_class_install_action (widget_class, "review.step", "i", step_action);
  gtk_widget_class_install_action (widget_class, "review.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "review.side", NULL, side_action);
  gtk_widget_class_install_action (widget_class, "review.focus", NULL, focus_action);
}

static GtkListItemFactory *
factory_new (GCallback bind_cb)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", bind_cb, NULL);
  return factory;
}

static void
byline_review_room_init (BylineReviewRoom *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GtkListItemFactory) students = factory_new (G_CALLBACK (bind_student_cb));
  g_autoptr (GtkListItemFactory) passages = factory_new (G_CALLBACK (bind_passage_cb));
  g_autoptr (GtkNoSelection) students_model = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->view = BYLINE_ARTICLE_VIEW (byline_article_view_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->view), 320 * byline_look_get_desktop_scale (), -1);
  gtk_box_append (self->desk, GTK_WIDGET (self->view));
  g_signal_connect_object (get_bridge (self), "message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);

  self->student_rows = g_list_store_new (BYLINE_TYPE_STUDENT_ITEM);
  students_model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->student_rows)));
  gtk_list_view_set_factory (self->students, students);
  gtk_list_view_set_model (self->students, GTK_SELECTION_MODEL (students_model));
  g_signal_connect_object (self->students, "activate", G_CALLBACK (student_activated_cb), self, 0);

  self->passage_rows = g_list_store_new (BYLINE_TYPE_PASSAGE_ITEM);
  self->passage_selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->passage_rows)));
  gtk_single_selection_set_autoselect (self->passage_selection, FALSE);
  gtk_single_selection_set_can_unselect (self->passage_selection, TRUE);
  gtk_list_view_set_factory (self->passages, passages);
  gtk_list_view_set_model (self->passages, GTK_SELECTION_MODEL (self->passage_selection));
  g_signal_connect_object (self->passage_selection, "notify::selected-item", G_CALLBACK (passage_selected_cb), self, G_CONNECT_SWAPPED);
}

/**
 * byline_review_room_new:
 * @settings: the program's settings
 */
GtkWidget *
byline_review_room_new (GSettings *settings)
{
  BylineReviewRoom *self = g_object_new (BYLINE_TYPE_REVIEW_ROOM, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* "24 handed in, 61 % on average" */
static char *
dup_subtitle (const BylineReview *review)
{
  const guint n = review->students->len;
  guint64 sum = 0;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u handed in", "%u handed in", n), n);

  for (guint i = 0; i < n; i++)
    sum += ((const BylineReviewStudent *) g_ptr_array_index (review->students, i))->record->score_bp;
  return g_strdup_printf (_ ("%s, %u %% on average"), count, (guint) ((sum + 50 * n) / (100 * n)));
}

static void
replace_rows (GListStore *store, GPtrArray *rows)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), rows != NULL ? rows->pdata : NULL, rows != NULL ? rows->len : 0);
}

/**
 * byline_review_room_show:
 * @self: the room
 * @reviewed: (nullable) (transfer full): the class; %NULL lets go of the one shown
 */
void
byline_review_room_show (BylineReviewRoom *self, BylineReviewed *reviewed)
{
  g_autoptr (GPtrArray) students = reviewed != NULL ? byline_student_item_list (reviewed) : NULL;
  g_autoptr (GPtrArray) passages = reviewed != NULL ? byline_passage_item_list (reviewed) : NULL;
  const BylinePackArticle *entry = reviewed != NULL ? byline_pack_find_article (reviewed->pack, reviewed->article_id) : NULL;
  g_autofree char *subtitle = NULL;

  /* The rows borrow from the class that is let go. */
  replace_rows (self->student_rows, NULL);
  replace_rows (self->passage_rows, NULL);
  g_clear_pointer (&self->comparison, byline_comparison_free);
  g_clear_pointer (&self->reviewed, byline_reviewed_free);
  self->reviewed = reviewed;
  if (reviewed == NULL)
    return;

  subtitle = dup_subtitle (reviewed->review);
  adw_window_title_set_title (self->title, entry != NULL && entry->title != NULL ? entry->title : byline_article_get_title (reviewed->article));
  adw_window_title_set_subtitle (self->title, subtitle);
  show_problem (self, NULL);
  replace_rows (self->student_rows, students);
  replace_rows (self->passage_rows, passages);
  show_chips (self);
  byline_article_view_load (self->view, reviewed->pack, reviewed->article);
  set_page (self, "students");
  gtk_widget_grab_focus (GTK_WIDGET (self->students));
}
