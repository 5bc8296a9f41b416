/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "articleview.h"
#include "look.h"
#include "places.h"

#include <adwaita.h>

/* What tags cost on a long article, in the real view: 5,000 spans in 100,000
 * words. Prints a table; all numbers are of one run. Needs a display. */

#define WORDS 100000
#define WORDS_A_PARAGRAPH 80
#define SPANS 5000
#define PUTS 100

typedef struct
{
  GMainLoop *loop;
  BylineArticle *article;
  BylinePack *pack;
  BylineArticleView *view;
  double answer;
} Bench;

static BylineArticle *
article_new (void)
{
  static const char *const words[] = { "harbour", "council", "said", "the", "crowns", "of", "paid", "in", "lamp", "street", "was", "not", "a" };
  GString *html = g_string_new ("<h1>Bench</h1>\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < WORDS; i++)
    {
      g_string_append (html, i % WORDS_A_PARAGRAPH == 0 ? "<p>" : " ");
      g_string_append (html, words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
      if (i % WORDS_A_PARAGRAPH == WORDS_A_PARAGRAPH - 1)
        g_string_append (html, ".</p>\n");
    }
  bytes = g_string_free_to_bytes (html);
  return byline_article_new (bytes, NULL);
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (value == NULL)
    g_error ("%s", error->message);
  bench->answer = jsc_value_to_double (value);
  g_main_loop_quit (bench->loop);
}

/* Runs @body in the world of reader.js and waits for the number it answers. */
static double
ask (Bench *bench, const char *body)
{
  GtkWidget *view = gtk_widget_get_first_child (GTK_WIDGET (bench->view));

  webkit_web_view_call_async_javascript_function (WEBKIT_WEB_VIEW (view), body, -1, NULL, "byline", NULL, NULL, answer_cb, bench);
  g_main_loop_run (bench->loop);
  return bench->answer;
}

/* Answers after the frame that paints what was asked for before. */
#define PAINTED "await new Promise (done => requestAnimationFrame (() => requestAnimationFrame (done))); return performance.now ();"

/* The median frame, which one late frame of a busy machine does not move. */
#define SCROLLED                                                                     \
  "const times = []; scrollTo (0, 0);"                                               \
  "for (let i = 0, before = performance.now (); i < 120; i++) {"                     \
  "  scrollBy (0, 120);"                                                             \
  "  await new Promise (done => requestAnimationFrame (done));"                      \
  "  const now = performance.now (); times.push (now - before); before = now;"       \
  "}"                                                                                \
  "return times.sort ((a, b) => a - b)[60];"

static void
message_cb (BylineBridge *bridge, BylineMessage *message, Bench *bench)
{
  if (message->type == BYLINE_MESSAGE_READY)
    g_main_loop_quit (bench->loop);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, two = *(const double *) b;

  return (one > two) - (one < two);
}

static BylinePainted *
spans_new (Bench *bench, BylineSpan *spans)
{
  BylinePainted *painted = g_new0 (BylinePainted, SPANS);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  const guint length = byline_article_get_length (bench->article);

  for (guint i = 0; i < SPANS; i++)
    {
      const guint start = g_rand_int_range (random, 0, length - 400);

      byline_span_init_range (&spans[i], start, start + g_rand_int_range (random, 10, 300));
      painted[i] = (BylinePainted) { g_strdup_printf ("span-%u", i), g_rand_int_range (random, 0, 4), &spans[i] };
    }
  return painted;
}

static void
measure_puts (Bench *bench)
{
  BylineBridge *bridge = byline_article_view_get_bridge (bench->view);
  double times[PUTS];

  ask (bench, "scrollTo (0, 0); " PAINTED);
  for (guint i = 0; i < PUTS; i++)
    {
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      const BylinePainted painted = { "put", i % 4, &span };
      const gint64 begun = g_get_monotonic_time ();

      byline_span_append (&span, 10 + i, 90 + i);
      byline_bridge_put_span (bridge, &painted);
      ask (bench, PAINTED);
      times[i] = (g_get_monotonic_time () - begun) / 1000.0;
    }
  qsort (times, PUTS, sizeof (double), compare_doubles);
  g_print ("tag to painted, with %d spans: median %.1f ms, 95th percentile %.1f ms\n", SPANS, times[PUTS / 2], times[PUTS * 95 / 100]);
}

int
main (int argc, char **argv)
{
  g_autofree BylineSpan *spans = g_new0 (BylineSpan, SPANS);
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (BylineSession) session = NULL;
  g_autofree BylinePainted *painted = NULL;
  Bench bench = { .loop = g_main_loop_new (NULL, FALSE) };
  BylineBridge *bridge;
  GtkWidget *window;
  double bare, tagged;
  gint64 begun;

  adw_init ();
  settings = byline_places_new_settings ();
  bench.article = article_new ();
  bench.pack = byline_pack_new_for_article (bench.article, "Bench");
  session = byline_session_new (NULL, bench.pack, byline_pack_get_article (bench.pack, 0)->id, bench.article);

  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 800);
  bench.view = BYLINE_ARTICLE_VIEW (byline_article_view_new ());
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (window));
  bridge = byline_article_view_get_bridge (bench.view);
  g_signal_connect (bridge, "message", G_CALLBACK (message_cb), &bench);

  begun = g_get_monotonic_time ();
  byline_article_view_load (bench.view, bench.pack, bench.article);
  g_main_loop_run (bench.loop);
  byline_look_apply (bridge, bench.article, byline_session_get_tags (session), settings);
  ask (&bench, PAINTED);
  g_print ("article of %d words on the screen: %.0f ms\n", WORDS, (g_get_monotonic_time () - begun) / 1000.0);

  bare = ask (&bench, SCROLLED);
  painted = spans_new (&bench, spans);
  begun = g_get_monotonic_time ();
  byline_bridge_set_spans (bridge, painted, SPANS);
  ask (&bench, PAINTED);
  g_print ("%d spans loaded: %.0f ms\n", SPANS, (g_get_monotonic_time () - begun) / 1000.0);
  tagged = ask (&bench, SCROLLED);
  g_print ("a scrolled frame: %.1f ms without spans, %.1f ms with, ratio %.2f\n", bare, tagged, tagged / bare);
  measure_puts (&bench);

  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
