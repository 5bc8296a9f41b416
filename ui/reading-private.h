/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading.h"

#include "articleview.h"
#include "comparing.h"
#include "comparison.h"
#include "look.h"
#include "marker.h"
#include "notebox.h"
#include "spanlist.h"
#include "tagbar.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the files of the reading room share: reading.c is the widget,
 * readingperson.c whose work it is, attempt.c how an attempt ends, readingactions.c
 * the commands. */

struct _BylineReading
{
  GtkWidget parent;

  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkActionBar *bottom_bar;
  AdwFlap *flap;
  GtkOverlay *overlay;
  BylineTagBar *bar;
  BylineSpanList *list;
  BylineComparisonPane *comparison_pane;
  BylineNoteBox *article_note;
  GtkRevealer *article_note_revealer;
  GtkStack *side_stack;
  GtkWidget *side;
  GtkWidget *side_button;
  GtkWidget *side_switch;
  GtkWidget *tools;
  GtkWidget *undo_box;
  GtkWidget *guide_button;
  GtkToggleButton *show_mine;
  GtkToggleButton *show_both;
  GtkToggleButton *show_key;
  GtkWidget *finish_button;
  GtkWidget *compare_button;
  GtkWidget *retry_button;
  GtkWidget *person_button;
  GtkLabel *status;
  GtkInfoBar *problem_bar;
  GtkLabel *problem;

  GSettings *settings;
  BylineArticleView *view;
  BylineMarker *marker;
  BylineSession *session;
  BylineComparison *comparison;
  GHashTable *codes;    /* pack → code that opened a key of it */
  char *to_hand_in;     /* id of work that is being finished for that */
  char *person;         /* who is working, in this window */
  gboolean nobody;      /* "Not me", and no other name yet */
  gboolean note_wanted; /* as soon as somebody is working */
  gboolean saving_problem;
  gboolean narrow;
  guint folding;
};

BylineBridge *byline_reading_get_bridge    (BylineReading *self);
GtkWindow    *byline_reading_get_window    (BylineReading *self);
void          byline_reading_say           (BylineReading *self, const char *text);
void          byline_reading_show_problem  (BylineReading *self, const char *text);
void          byline_reading_update        (BylineReading *self);

/* readingperson.c */
void          byline_reading_ask_person    (BylineReading *self);
void          byline_reading_open_work     (BylineReading *self, const char *code_name, const char *work_path);
void          byline_reading_not_me        (GtkWidget *widget, const char *name, GVariant *parameter);

/* attempt.c */
BylineSide    byline_reading_get_side      (BylineReading *self);
void          byline_reading_go_on         (BylineReading *self);
void          byline_reading_finish        (GtkWidget *widget, const char *name, GVariant *parameter);
void          byline_reading_hand_in       (GtkWidget *widget, const char *name, GVariant *parameter);
void          byline_reading_compare       (GtkWidget *widget, const char *name, GVariant *parameter);
void          byline_reading_retry         (GtkWidget *widget, const char *name, GVariant *parameter);

/* readingactions.c */
void          byline_reading_install_actions (GtkWidgetClass *class);

G_END_DECLS
