/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "articleview.h"

#include "fixture.h"

#include <adwaita.h>
#include <gmodule.h>

/* An article in the real view, and what its page says of itself. */

typedef struct
{
  GtkWidget *window;
  BylineArticleView *view;
  BylineBridge *bridge;
  BylinePack *pack;
  BylineArticle *article;
  gboolean ready;
  guint length;   /* as the page counts it */
  guint selections;
  BylineMessage last; /* the last selection */
} Page;

static inline void
page_message_cb (BylineBridge *bridge, BylineMessage *message, Page *self)
{
  if (message->type == BYLINE_MESSAGE_READY)
    {
      self->ready = TRUE;
      self->length = message->start;
    }
  else if (message->type == BYLINE_MESSAGE_SELECTION)
    {
      self->selections++;
      self->last = *message;
    }
}

static inline void
page_failed_cb (BylineArticleView *view, const char *message, Page *self)
{
  g_error ("%s", message);
}

/* For main(): warnings of WebKit's own processes are not ours to die of. */
static inline void
page_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  /* Unloaded, GL's driver is unknown when leaks are looked for, and its own count as ours. */
  g_module_open ("libGLX_mesa.so.0", G_MODULE_BIND_LAZY);
  g_unsetenv ("G_DEBUG");
  adw_init ();
}

static inline BylineArticle *
article_new (const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  BylineArticle *article = byline_article_new (bytes, &error);

  g_assert_no_error (error);
  return article;
}

static inline void
page_set_up (Page *self, gconstpointer data)
{
  self->window = gtk_window_new ();
  self->view = BYLINE_ARTICLE_VIEW (byline_article_view_new ());
  self->bridge = byline_article_view_get_bridge (self->view);
  g_signal_connect (self->bridge, "message", G_CALLBACK (page_message_cb), self);
  g_signal_connect (self->view, "failed", G_CALLBACK (page_failed_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 850);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
}

static inline void
page_tear_down (Page *self, gconstpointer data)
{
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
  gtk_window_destroy (GTK_WINDOW (self->window));
}

/* Shows @article, which the page takes over, and waits for it. */
static inline void
page_load (Page *self, BylineArticle *article)
{
  g_clear_pointer (&self->article, byline_article_unref);
  g_clear_pointer (&self->pack, byline_pack_unref);
  self->article = article;
  self->pack = byline_pack_new_for_article (article, "Test");
  self->ready = FALSE;
  byline_article_view_load (self->view, self->pack, article);
  while (!self->ready)
    g_main_context_iteration (NULL, TRUE);
}

static inline JSCValue *
page_call (Page *self, const char *world, const char *script, GVariant *arguments)
{
  WebKitWebView *view = WEBKIT_WEB_VIEW (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JSCValue *value;

  webkit_web_view_call_async_javascript_function (view, script, -1, arguments, world, NULL, NULL, result_cb, &result);
  wait_for_result (&result);
  value = webkit_web_view_call_async_javascript_function_finish (view, result, &error);
  g_assert_no_error (error);
  return value;
}

/* What the function body @script returns, as text, in the world of reader.js. */
static inline char *
page_ask (Page *self, const char *script)
{
  g_autoptr (JSCValue) value = page_call (self, "byline", script, NULL);

  return jsc_value_to_string (value);
}

/* @script returns "" when all is well, else what is wrong. */
static inline void
page_check (Page *self, const char *script)
{
  g_autofree char *problem = page_ask (self, script);

  g_assert_cmpstr (problem, ==, "");
}

/* Until what was asked for before is painted. */
static inline void
page_wait_for_paint (Page *self)
{
  g_autofree char *answer = page_ask (self, "await new Promise (done => requestAnimationFrame (() => requestAnimationFrame (done))); return '';");

  g_assert_cmpstr (answer, ==, "");
}

/* Four styles numbered like the tags, one that is only a line, and one that is only a tint. */
static inline void
page_set_look (Page *self)
{
  static const BylineStyle styles[] = {
    { "#0072b2", 16, BYLINE_PATTERN_SOLID, FALSE },
    { "#8a5a00", 16, BYLINE_PATTERN_DOTTED, FALSE },
    { "#00704f", 16, BYLINE_PATTERN_DOUBLE, FALSE },
    { "#a3306f", 16, BYLINE_PATTERN_WAVY, FALSE },
    { "#a3306f", 16, BYLINE_PATTERN_DASHED, TRUE, FALSE },
    { "#0072b2", 48, BYLINE_PATTERN_SOLID, FALSE, TRUE },
  };
  const BylineLook look = {
    .language = byline_article_get_language (self->article),
    .direction = byline_article_get_direction (self->article),
    .size = 16,
    .leading = 1.6,
    .width = 36,
    .styles = styles,
    .n_styles = G_N_ELEMENTS (styles),
  };

  byline_bridge_set_look (self->bridge, &look);
}

/* The first widget of @type below @widget, in tree order; @skip are passed over. */
static inline GtkWidget *
find_widget (GtkWidget *widget, GType type, guint *skip)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*skip)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline GtkWidget *
find_nth (GtkWidget *widget, GType type, guint n)
{
  return find_widget (widget, type, &n);
}
