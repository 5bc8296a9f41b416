/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "marker.h"

#include "config.h"

#include "hit.h"
#include "language.h"
#include "look.h"
#include "snap.h"

#include <glib/gi18n.h>

/* Between hand and work: what is selected or chosen in the article, and what a
 * tag, a note or a Delete then does to it. */

struct _BylineMarker
{
  GObject parent;

  BylineBridge *bridge;
  BylineTagBar *bar;
  GSettings *settings;
  GCancellable *cancellable; /* of the session shown now */
  BylineSession *session;
  BylineComparison *comparison; /* borrowed; NULL while reading */

  char *chosen;     /* a painted span's id */
  char *last;       /* the annotation that was chosen or made last: pieces are added to it */
  char *bar_target; /* the annotation whose note stands in the bar */
  gboolean bar_for_selection;
  BylineSegment selection;
  gboolean backward;
  guint n_steps; /* that the page has not taken yet */

  /* A mark that waits until somebody says who is working. */
  char *waiting_tag;
  BylineSegment waiting;
};

enum { CHOSEN, STATUS, NEEDS_PERSON, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineMarker, byline_marker, G_TYPE_OBJECT)

static void
say (BylineMarker *self, const char *text)
{
  g_signal_emit (self, signals[STATUS], 0, text);
}

static const char *
get_label (BylineMarker *self, const char *tag)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);
  const int index = byline_tag_set_find (tags, tag);

  return index >= 0 ? byline_tag_get_label (byline_tag_set_get (tags, index), byline_language_get ()) : tag;
}

static BylineAnnotation *
find_chosen (BylineMarker *self)
{
  BylineAnnotations *work = byline_session_get_annotations (self->session);

  return self->chosen != NULL && work != NULL ? byline_annotations_find (work, self->chosen) : NULL;
}

static void
hide_bar (BylineMarker *self)
{
  byline_tag_bar_hide (self->bar);
  g_clear_pointer (&self->bar_target, g_free);
  self->bar_for_selection = FALSE;
}

static void
show_bar_for_selection (BylineMarker *self, const BylineRect *rect)
{
  if (!self->bar_for_selection)
    {
      byline_tag_bar_show (self->bar, NULL, NULL);
      g_clear_pointer (&self->bar_target, g_free);
      self->bar_for_selection = TRUE;
    }
  byline_tag_bar_point_to (self->bar, rect);
}

static void
show_bar_for_chosen (BylineMarker *self)
{
  const BylineAnnotation *annotation = find_chosen (self);

  if (annotation == NULL || !byline_session_is_open (self->session))
    return;
  byline_tag_bar_show (self->bar, annotation->tag, annotation->note);
  g_free (self->bar_target);
  self->bar_target = g_strdup (annotation->id);
  self->bar_for_selection = FALSE;
}

static void
paint_chosen (BylineMarker *self, gboolean scroll)
{
  byline_bridge_choose_span (self->bridge, self->chosen, scroll,
                             self->comparison == NULL && self->session != NULL && byline_session_is_open (self->session));
}

/**
 * byline_marker_choose:
 * @self: a marker
 * @id: (nullable): a painted span, or %NULL for none
 * @scroll: whether to bring it into view
 */
void
byline_marker_choose (BylineMarker *self, const char *id, gboolean scroll)
{
  g_autofree char *chosen = g_strdup (id);

  if (g_strcmp0 (self->bar_target, chosen) != 0)
    hide_bar (self);
  g_free (self->chosen);
  self->chosen = g_steal_pointer (&chosen);
  if (self->chosen != NULL)
    {
      g_free (self->last);
      self->last = g_strdup (self->chosen);
    }
  paint_chosen (self, scroll);
  g_signal_emit (self, signals[CHOSEN], 0, self->chosen);
}

const char *
byline_marker_get_chosen (BylineMarker *self)
{
  return self->chosen;
}

static void
click (BylineMarker *self, const BylineMessage *message)
{
  g_autofree char *id = self->comparison != NULL
                            ? byline_hit_find_outcome (self->comparison, message->start)
                            : byline_hit_find_annotation (byline_session_get_annotations (self->session), message->start, self->chosen);

  byline_marker_choose (self, id, FALSE);
  if (self->comparison == NULL)
    show_bar_for_chosen (self);
}

static gboolean
wants_words (BylineMarker *self)
{
  return g_settings_get_boolean (self->settings, "snap-to-words");
}

static void
change_span (BylineMarker *self, const BylineSpan *span)
{
  g_autofree char *id = g_strdup (self->chosen);
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  byline_session_set_span (self->session, id, span);
  paint_chosen (self, FALSE);
  g_signal_emit (self, signals[CHOSEN], 0, id);
  words = byline_article_dup_range (byline_session_get_article (self->session), byline_span_start (span), byline_span_end (span));
  /* Translators: the words that a tag stands on now. */
  text = g_strdup_printf (_ ("Now on “%s”."), words);
  say (self, text);
}

/* A quotation split by "she said" is one tag on two pieces. */
static gboolean
add_piece (BylineMarker *self, const BylineSegment *piece)
{
  BylineAnnotations *work = byline_session_get_annotations (self->session);
  const BylineAnnotation *last = work != NULL && self->last != NULL ? byline_annotations_find (work, self->last) : NULL;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  if (last == NULL || !byline_session_is_open (self->session))
    return FALSE;

  byline_span_init_copy (&span, &last->span);
  byline_span_append (&span, piece->start, piece->end);
  byline_span_join (&span);
  byline_bridge_select (self->bridge, piece->end, piece->end, FALSE);
  hide_bar (self);
  byline_marker_choose (self, last->id, FALSE);
  change_span (self, &span);
  return TRUE;
}

static void
release (BylineMarker *self, const BylineMessage *message)
{
  const BylineSegment raw = { message->start, message->end };
  BylineSegment snapped;

  if (message->start == message->end)
    {
      if (message->clicks == 1 && !message->shift && !message->control)
        click (self, message);
      return;
    }
  if (self->comparison != NULL)
    return;

  if (!byline_snap_to_words (byline_session_get_article (self->session), &raw, wants_words (self), &snapped))
    return;
  if (message->control && add_piece (self, &snapped))
    return;
  if (snapped.start != raw.start || snapped.end != raw.end)
    byline_bridge_select (self->bridge, snapped.start, snapped.end, FALSE);
}

static void
resize (BylineMarker *self, const BylineMessage *message)
{
  const BylineAnnotation *annotation = find_chosen (self);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  if (annotation == NULL || !byline_session_is_open (self->session))
    return;
  byline_span_init_copy (&span, &annotation->span);
  if (byline_snap_set_edge (byline_session_get_article (self->session), &span, message->at_end, message->start, wants_words (self)))
    change_span (self, &span);
  else
    byline_look_put (self->bridge, self->session, find_chosen (self));
}

static void
follow_selection (BylineMarker *self, const BylineMessage *message)
{
  /* What the page says of a step before the last one is out of date. */
  if (self->n_steps > 0 && (message->start != self->selection.start || message->end != self->selection.end))
    return;
  self->selection = (BylineSegment) { message->start, message->end };
  self->backward = message->backward;

  if (self->comparison != NULL)
    return;
  if (message->start == message->end || message->dragging || !message->has_rect)
    {
      if (self->bar_for_selection)
        hide_bar (self);
      return;
    }

  if (self->chosen != NULL)
    byline_marker_choose (self, NULL, FALSE);
  if (!byline_session_is_committed (self->session))
    show_bar_for_selection (self, &message->rect);
}

static const char *
find_tag_of_key (BylineMarker *self, guint number)
{
  BylineTagSet *tags = byline_session_get_tags (self->session);

  for (guint i = 0; i < byline_tag_set_get_size (tags); i++)
    if (byline_tag_set_get (tags, i)->key == number)
      return byline_tag_set_get (tags, i)->id;
  return NULL;
}

static void tag_selection (BylineMarker *self, const char *tag, const BylineSegment *raw);

static gboolean
may_tag (BylineMarker *self)
{
  if (self->session == NULL || self->comparison != NULL)
    return FALSE;
  if (!byline_session_is_committed (self->session))
    return TRUE;
  say (self, _ ("This attempt is finished and cannot be changed."));
  return FALSE;
}

static void
press_number (BylineMarker *self, const BylineMessage *message)
{
  const BylineSegment raw = { message->start, message->end };
  const char *tag = find_tag_of_key (self, message->number);

  if (tag != NULL && g_settings_get_boolean (self->settings, "single-key-tags") && may_tag (self))
    tag_selection (self, tag, &raw);
}

static void
message_cb (BylineBridge *bridge, BylineMessage *message, BylineMarker *self)
{
  BylineSegment sentence;

  if (self->session == NULL)
    return;

  switch (message->type)
    {
    case BYLINE_MESSAGE_SELECTION:
      follow_selection (self, message);
      break;
    case BYLINE_MESSAGE_RELEASED:
      release (self, message);
      break;
    case BYLINE_MESSAGE_SENTENCE:
      if (byline_segmentation_find_sentence (byline_article_get_segmentation (byline_session_get_article (self->session)), message->start, &sentence))
        byline_bridge_select (self->bridge, sentence.start, sentence.end, FALSE);
      break;
    case BYLINE_MESSAGE_NUMBER:
      press_number (self, message);
      break;
    case BYLINE_MESSAGE_RESIZE:
      resize (self, message);
      break;
    case BYLINE_MESSAGE_PLACE:
      if (message->has_rect)
        byline_tag_bar_point_to (self->bar, &message->rect);
      break;
    case BYLINE_MESSAGE_LINK:
      say (self, message->href);
      break;
    default:
      break;
    }
}

static void
byline_marker_dispose (GObject *object)
{
  BylineMarker *self = BYLINE_MARKER (object);

  byline_marker_set_session (self, NULL);
  g_clear_object (&self->bridge);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (byline_marker_parent_class)->dispose (object);
}

static void
byline_marker_finalize (GObject *object)
{
  BylineMarker *self = BYLINE_MARKER (object);

  g_free (self->chosen);
  g_free (self->last);
  g_free (self->bar_target);
  g_free (self->waiting_tag);
  G_OBJECT_CLASS (byline_marker_parent_class)->finalize (object);
}

static void
byline_marker_class_init (BylineMarkerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = byline_marker_dispose;
  G_OBJECT_CLASS (class)->finalize = byline_marker_finalize;

  /**
   * BylineMarker::chosen:
   * @id: (nullable): the painted span that is chosen now
   */
  signals[CHOSEN] = g_signal_new ("chosen", BYLINE_TYPE_MARKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * BylineMarker::status:
   * @text: what has just happened, a sentence
   */
  signals[STATUS] = g_signal_new ("status", BYLINE_TYPE_MARKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * BylineMarker::needs-person:
   *
   * A mark waits for byline_marker_resume(), until the session is open.
   */
  signals[NEEDS_PERSON] = g_signal_new ("needs-person", BYLINE_TYPE_MARKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
byline_marker_init (BylineMarker *self)
{
}

/**
 * byline_marker_new:
 * @bridge: to the article
 * @bar: beside the selection; must outlive the marker
 * @settings: the program's settings
 */
BylineMarker *
byline_marker_new (BylineBridge *bridge, BylineTagBar *bar, GSettings *settings)
{
  BylineMarker *self = g_object_new (BYLINE_TYPE_MARKER, NULL);

  self->bridge = g_object_ref (bridge);
  self->bar = bar;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (bridge, "message", G_CALLBACK (message_cb), self, 0);
  return self;
}

static void
changed_cb (BylineSession *session, BylineAnnotation *before, BylineAnnotation *after, BylineMarker *self)
{
  if (after != NULL)
    byline_look_put (self->bridge, session, after);
  else
    byline_bridge_remove_span (self->bridge, before->id);
  if (after == NULL && g_strcmp0 (self->chosen, before->id) == 0)
    byline_marker_choose (self, NULL, FALSE);
  else if (after != NULL && g_strcmp0 (self->chosen, after->id) == 0)
    {
      /* The list has another row now, and the bar another tag or note. */
      g_signal_emit (self, signals[CHOSEN], 0, self->chosen);
      if (self->bar_target != NULL)
        show_bar_for_chosen (self);
    }
}

/**
 * byline_marker_set_session:
 * @self: a marker
 * @session: (nullable): what is marked from now on
 */
void
byline_marker_set_session (BylineMarker *self, BylineSession *session)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting_tag, g_free);
  self->comparison = NULL;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  byline_marker_choose (self, NULL, FALSE);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, 0);
}

/**
 * byline_marker_set_comparison:
 * @self: a marker
 * @comparison: (nullable): what is shown instead of the work; must stay until the
 *   next call
 */
void
byline_marker_set_comparison (BylineMarker *self, BylineComparison *comparison)
{
  self->comparison = comparison;
  byline_marker_choose (self, NULL, FALSE);
}

static guint
count_tag (BylineMarker *self, const char *tag)
{
  BylineAnnotations *work = byline_session_get_annotations (self->session);
  guint n = 0;

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    n += g_str_equal (byline_annotations_get (work, i)->tag, tag);
  return n;
}

static void
add (BylineMarker *self, const char *tag, const BylineSegment *segment)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *text = NULL;
  const guint n = count_tag (self, tag) + 1;
  const char *id;

  byline_span_append (&span, segment->start, segment->end);
  id = byline_session_add (self->session, tag, &span);
  byline_bridge_select (self->bridge, segment->end, segment->end, FALSE);
  hide_bar (self);
  byline_marker_choose (self, id, FALSE);

  /* Translators: “Tagged as Claim. Claim: 3.” */
  text = g_strdup_printf (_ ("Tagged as %s. %s: %u."), get_label (self, tag), get_label (self, tag), n);
  say (self, text);
}

static void
retag (BylineMarker *self, const char *tag)
{
  g_autofree char *text = g_strdup_printf (_ ("Now tagged as %s."), get_label (self, tag));

  byline_session_set_tag (self->session, self->chosen, tag);
  say (self, text);
}

static void
tag_selection (BylineMarker *self, const char *tag, const BylineSegment *raw)
{
  BylineSegment snapped;

  if (raw->start == raw->end && find_chosen (self) != NULL)
    {
      retag (self, tag);
      return;
    }
  if (!byline_snap_to_words (byline_session_get_article (self->session), raw, wants_words (self), &snapped))
    {
      say (self, _ ("Select some words first."));
      return;
    }
  if (byline_session_is_open (self->session))
    {
      add (self, tag, &snapped);
      return;
    }

  g_free (self->waiting_tag);
  self->waiting_tag = g_strdup (tag);
  self->waiting = snapped;
  if (!byline_session_is_opening (self->session))
    g_signal_emit (self, signals[NEEDS_PERSON], 0);
}

typedef struct
{
  BylineMarker *self; /* strong */
  char *tag;
} Tagging;

static void
selection_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Tagging *tagging = data;
  g_autoptr (BylineMarker) self = tagging->self;
  g_autofree char *tag = tagging->tag;
  g_autoptr (GError) error = NULL;
  BylineSegment raw;

  if (byline_bridge_get_selection_finish (BYLINE_BRIDGE (source), result, &raw.start, &raw.end, &error))
    tag_selection (self, tag, &raw);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    say (self, _ ("Select some words first."));
}

/**
 * byline_marker_tag:
 * @self: a marker
 * @tag: a tag's id
 *
 * Tags what is selected; where nothing is, gives the chosen span another tag.
 */
void
byline_marker_tag (BylineMarker *self, const char *tag)
{
  Tagging *tagging;

  if (!may_tag (self))
    return;

  tagging = g_new (Tagging, 1);
  *tagging = (Tagging) { g_object_ref (self), g_strdup (tag) };
  byline_bridge_get_selection_async (self->bridge, self->cancellable, selection_cb, tagging);
}

/**
 * byline_marker_press_number:
 * @self: a marker
 * @number: a number key that was pressed outside the article
 */
void
byline_marker_press_number (BylineMarker *self, guint number)
{
  const char *tag = find_tag_of_key (self, number);

  if (tag != NULL)
    byline_marker_tag (self, tag);
}

/**
 * byline_marker_resume:
 *
 * Sets the mark that waited for somebody to say who is working.
 */
void
byline_marker_resume (BylineMarker *self)
{
  g_autofree char *tag = g_steal_pointer (&self->waiting_tag);

  if (tag != NULL && byline_session_is_open (self->session))
    add (self, tag, &self->waiting);
}

/**
 * byline_marker_forget:
 *
 * Nobody said who is working: the mark that waited is not set.
 */
void
byline_marker_forget (BylineMarker *self)
{
  g_clear_pointer (&self->waiting_tag, g_free);
}

void
byline_marker_remove (BylineMarker *self)
{
  BylineAnnotation *annotation = find_chosen (self);
  g_autofree char *text = NULL;

  if (annotation == NULL || !byline_session_is_open (self->session))
    return;
  text = g_strdup_printf (_ ("Removed the tag %s. Ctrl+Z brings it back."), get_label (self, annotation->tag));
  byline_session_remove (self->session, annotation->id);
  say (self, text);
}

/**
 * byline_marker_edit_note:
 *
 * Puts the writer into the note of the chosen span.
 */
void
byline_marker_edit_note (BylineMarker *self)
{
  if (find_chosen (self) == NULL || !byline_session_is_open (self->session))
    {
      say (self, _ ("Choose a tag first."));
      return;
    }
  paint_chosen (self, TRUE);
  show_bar_for_chosen (self);
  byline_tag_bar_edit_note (self->bar);
}

void
byline_marker_write_note (BylineMarker *self, const char *note)
{
  if (self->bar_target == NULL || !byline_session_is_open (self->session))
    return;
  byline_session_set_note (self->session, self->bar_target, note);
  say (self, *note != '\0' ? _ ("Note kept.") : _ ("Note removed."));
}

/**
 * byline_marker_add_piece:
 *
 * Adds what is selected to the tag that was chosen or made last.
 */
void
byline_marker_add_piece (BylineMarker *self)
{
  BylineSegment piece;

  if (self->session == NULL || self->comparison != NULL)
    return;
  if (!byline_snap_to_words (byline_session_get_article (self->session), &self->selection, wants_words (self), &piece))
    say (self, _ ("Select some words first."));
  else if (!add_piece (self, &piece))
    say (self, _ ("Choose a tag first."));
}

/**
 * byline_marker_move_edge:
 * @self: a marker
 * @at_end: whether the chosen span's end moves, not its start
 * @step: 1 for one word on, -1 for one word back
 */
void
byline_marker_move_edge (BylineMarker *self, gboolean at_end, int step)
{
  const BylineAnnotation *annotation = find_chosen (self);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  if (annotation == NULL || !byline_session_is_open (self->session))
    {
      say (self, _ ("Choose a tag first."));
      return;
    }
  byline_span_init_copy (&span, &annotation->span);
  if (byline_snap_move_edge (byline_session_get_article (self->session), &span, at_end, step))
    change_span (self, &span);
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BylineMarker) self = data;
  BylineSegment raw;

  self->n_steps--;
  byline_bridge_get_selection_finish (BYLINE_BRIDGE (source), result, &raw.start, &raw.end, NULL);
}

/**
 * byline_marker_sentence:
 * @self: a marker
 * @step: 1 for the next, -1 for the one before
 * @extend: whether the selection grows
 *
 * Moves the caret by Byline's own sentences. The next step begins where this one
 * ends, also when it comes before the page has said so.
 */
void
byline_marker_sentence (BylineMarker *self, int step, gboolean extend)
{
  const guint focus = self->backward ? self->selection.start : self->selection.end;
  const guint anchor = self->backward ? self->selection.end : self->selection.start;
  guint target;

  if (self->session == NULL)
    return;
  target = byline_snap_next_sentence (byline_session_get_article (self->session), focus, step, extend);
  if (extend)
    byline_bridge_extend (self->bridge, anchor, target);
  else
    byline_bridge_select (self->bridge, target, target, TRUE);

  self->selection = extend ? (BylineSegment) { MIN (anchor, target), MAX (anchor, target) } : (BylineSegment) { target, target };
  self->backward = extend && target < anchor;
  self->n_steps++;
  byline_bridge_get_selection_async (self->bridge, NULL, stepped_cb, g_object_ref (self));
}

/**
 * byline_marker_escape:
 *
 * Nothing is selected and nothing chosen any more.
 */
void
byline_marker_escape (BylineMarker *self)
{
  if (self->session == NULL)
    return;
  if (self->selection.start != self->selection.end)
    byline_bridge_select (self->bridge, self->selection.end, self->selection.end, FALSE);
  byline_marker_choose (self, NULL, FALSE);
}
