/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "look.h"

#include "outcomeitem.h"

#include <adwaita.h>

/* How the article and what stands on it look: from settings, desktop and tags to
 * what the bridge is told. */

/* CSS pixels at 100 %. */
#define BASE_SIZE 19.0

/* Steps of a heat map. The strongest still leaves the text a contrast of 4.5:1 and more. */
#define N_HEAT (BYLINE_PAINT_NEUTRAL - BYLINE_PAINT_HEAT)

/**
 * byline_look_get_desktop_scale:
 *
 * Returns: how much larger than usual the desktop wants its text; WebKit follows
 *   it by itself, by larger pixels in the page
 */
double
byline_look_get_desktop_scale (void)
{
  int dpi = -1;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (96.0 * 1024) : 1;
}

static gboolean
wants_animations (void)
{
  gboolean animations = TRUE;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);
  return animations;
}

/**
 * byline_look_apply:
 * @bridge: to the page
 * @article: what is shown
 * @tags: what it can be marked with
 * @settings: the program's settings
 *
 * Gives the page its type, colours and styles.
 */
void
byline_look_apply (BylineBridge *bridge, BylineArticle *article, BylineTagSet *tags, GSettings *settings)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const guint n = byline_tag_set_get_size (tags);
  const guint n_styles = BYLINE_PAINT_NEUTRAL * n + 1;
  g_autofree BylineStyle *styles = g_new0 (BylineStyle, n_styles);
  BylineLook look = {
    .language = byline_article_get_language (article),
    .direction = byline_article_get_direction (article),
    .dark = adw_style_manager_get_dark (manager),
    .high_contrast = adw_style_manager_get_high_contrast (manager),
    .reduced_motion = !wants_animations (),
    .size = BASE_SIZE * g_settings_get_double (settings, "text-scale"),
    .leading = g_settings_get_double (settings, "line-spacing"),
    .width = g_settings_get_int (settings, "column-width") * 0.52, /* an average letter is about half an em wide */
    .styles = styles,
    .n_styles = n_styles,
  };

  for (guint i = 0; i < n; i++)
    {
      const BylineTag *tag = byline_tag_set_get (tags, i);
      const BylineStyle style = {
        .color = look.dark ? tag->color_dark : tag->color,
        .tint_percent = look.dark ? 24 : 16,
        .pattern = tag->pattern,
      };

      styles[BYLINE_PAINT_TAGGED * n + i] = style;
      styles[BYLINE_PAINT_KEY * n + i] = style;
      styles[BYLINE_PAINT_KEY * n + i].pattern = BYLINE_PATTERN_DASHED;
      styles[BYLINE_PAINT_KEY * n + i].outline = TRUE;
      styles[BYLINE_PAINT_UNDERLINED * n + i] = style;
      styles[BYLINE_PAINT_UNDERLINED * n + i].outline = TRUE;
      for (guint level = 0; level < N_HEAT; level++)
        {
          BylineStyle *heat = &styles[(BYLINE_PAINT_HEAT + level) * n + i];

          *heat = style;
          heat->tint_percent = (level + 1) * (look.dark ? 9 : 12);
          heat->plain = TRUE;
        }
    }
  styles[BYLINE_PAINT_NEUTRAL * n] = (BylineStyle) { look.dark ? "#c0bfbc" : "#5e5c64", 0, BYLINE_PATTERN_SOLID, TRUE, FALSE };
  byline_bridge_set_look (bridge, &look);
}

static guint
get_style (BylineTagSet *tags, const BylineAnnotation *annotation, BylinePaint paint)
{
  const int tag = byline_tag_set_find (tags, annotation->tag);

  return paint * byline_tag_set_get_size (tags) + MAX (tag, 0);
}

static void
add (GArray *painted, GPtrArray *ids, BylineTagSet *tags, const BylineAnnotation *annotation, char *id, BylinePaint paint)
{
  const BylinePainted one = { id, get_style (tags, annotation, paint), &annotation->span };

  g_ptr_array_add (ids, id);
  g_array_append_val (painted, one);
}

/**
 * byline_look_show_work:
 *
 * Paints all tags of the session's work.
 */
void
byline_look_show_work (BylineBridge *bridge, BylineSession *session)
{
  BylineTagSet *tags = byline_session_get_tags (session);
  BylineAnnotations *work = byline_session_get_annotations (session);
  g_autoptr (GArray) painted = g_array_new (FALSE, FALSE, sizeof (BylinePainted));

  for (guint i = 0; work != NULL && i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);
      const BylinePainted one = { annotation->id, get_style (tags, annotation, BYLINE_PAINT_TAGGED), &annotation->span };

      g_array_append_val (painted, one);
    }
  byline_bridge_set_spans (bridge, (const BylinePainted *) (gpointer) painted->data, painted->len);
}

void
byline_look_put (BylineBridge *bridge, BylineSession *session, BylineAnnotation *annotation)
{
  const BylinePainted painted = {
    annotation->id,
    get_style (byline_session_get_tags (session), annotation, BYLINE_PAINT_TAGGED),
    &annotation->span,
  };

  byline_bridge_put_span (bridge, &painted);
}

/**
 * byline_look_show_comparison:
 * @side: whose marks
 *
 * Paints the student's marks, the key's passages, or both: then the key's edges
 * are dashed wherever they are not the student's, and a mark that is not in the
 * key has no tint.
 */
void
byline_look_show_comparison (BylineBridge *bridge, BylineComparison *comparison, BylineSide side)
{
  BylineTagSet *tags = byline_pack_get_tags (comparison->pack);
  const BylineScore *score = comparison->score;
  g_autoptr (GArray) painted = g_array_new (FALSE, FALSE, sizeof (BylinePainted));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; side != BYLINE_SIDE_KEY && i < score->n_spans; i++)
    {
      const BylineAnnotation *mark = byline_annotations_get (comparison->work, i);
      const gboolean known = score->spans[i].item >= 0 || side == BYLINE_SIDE_MINE;

      add (painted, ids, tags, mark, byline_outcome_item_dup_mine (mark), known ? BYLINE_PAINT_TAGGED : BYLINE_PAINT_UNDERLINED);
    }
  for (guint i = 0; side != BYLINE_SIDE_MINE && i < score->n_items; i++)
    {
      const BylineItemResult *result = &score->items[i];
      const BylineAnnotation *item = byline_annotations_get (comparison->key, result->annotation);
      /* The student's mark has the row's name; beside it the key's must not. */
      char *id = side == BYLINE_SIDE_KEY && result->span >= 0
                     ? byline_outcome_item_dup_mine (byline_annotations_get (comparison->work, result->span))
                     : byline_outcome_item_dup_key (item);

      if (side == BYLINE_SIDE_BOTH && result->outcome == BYLINE_OUTCOME_EXACT)
        g_free (id);
      else
        add (painted, ids, tags, item, id, side == BYLINE_SIDE_KEY ? BYLINE_PAINT_TAGGED : BYLINE_PAINT_KEY);
    }
  byline_bridge_set_spans (bridge, (const BylinePainted *) (gpointer) painted->data, painted->len);
}

/**
 * byline_look_show_heat:
 * @tag: which tag's heat
 * @runs: (array length=n_runs): where how many students gave it
 * @n_students: how many there are
 * @passage: (nullable): the passage that is talked about, framed in no tag's colour
 *
 * Paints where a class marked: the more of them, the stronger the tint.
 */
void
byline_look_show_heat (BylineBridge *bridge, BylineTagSet *tags, guint tag, const BylineHeatRun *runs, guint n_runs, guint n_students,
                       const BylineSpan *passage)
{
  const guint n = byline_tag_set_get_size (tags);
  g_autoptr (GArray) painted = g_array_new (FALSE, FALSE, sizeof (BylinePainted));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree BylineSegment *segments = g_new (BylineSegment, MAX (n_runs, 1));
  g_autofree BylineSpan *spans = g_new (BylineSpan, MAX (n_runs, 1));

  for (guint i = 0; i < n_runs; i++)
    {
      const guint level = (runs[i].count * N_HEAT + n_students - 1) / MAX (n_students, 1);
      BylinePainted one = { g_strdup_printf ("heat %u", i), (BYLINE_PAINT_HEAT + CLAMP (level, 1, N_HEAT) - 1) * n + tag, &spans[i] };

      segments[i] = (BylineSegment) { runs[i].start, runs[i].end };
      spans[i] = (BylineSpan) { &segments[i], 1 };
      g_ptr_array_add (ids, (gpointer) one.id);
      g_array_append_val (painted, one);
    }
  if (passage != NULL)
    {
      const BylinePainted one = { BYLINE_LOOK_PASSAGE, BYLINE_PAINT_NEUTRAL * n, passage };

      g_array_append_val (painted, one);
    }
  byline_bridge_set_spans (bridge, (const BylinePainted *) (gpointer) painted->data, painted->len);
}
