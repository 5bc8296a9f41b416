/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "builder.h"
#include "error.h"
#include "import.h"

#include "fixture.h"

#include <adwaita.h>
#include <webkit/webkit.h>

/* Thousands of random articles: what WebKit makes of their canonical HTML has the
 * same text, in a page of WebKit's own, with its sandbox on. */

#define BATCH 500
#define N_BATCHES 5

#define ONE(list) list[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

static const char *const tags[] = {
  "p", "p", "h1", "h3", "pre", "pre", "blockquote", "ul", "ol", "li", "li", "dl", "dt", "dd", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot",
  "tr", "tr", "td", "td", "th", "em", "strong", "b", "sub", "sup", "q", "cite", "code", "a", "a", "time", "span", "ruby", "rt", "rp", "bdi", "bdo", "del", "ins", "s", "mark", "abbr",
  "div", "section", "font", "form", "center", "address", "main", "unknown-tag", "svg", "math", "select", "button", "template", "textarea", "title", "frameset", "col", "details",
};

static const char *const voids[] = { "br", "br", "hr", "img", "wbr", "input" };

/* What browsers, parsers and Unicode have their own ideas about. */
static const char *const odd[] = {
  "\n", "\n\n", "\t", " ", "  ", "\r", "\r\n", "\f", "&", "&amp;", "&lt", "<", ">", "\"", "'", "</", "<!--", "-->", "<![CDATA[", "]]>", "&#0;", "&#x80;", "&nbsp;", "&notit;", "\302\240",
  "\302\205", "\302\255", "\341\232\200", "\342\200\213", "\342\200\215", "\342\200\216", "\342\200\217", "\342\200\252", "\342\200\256", "\342\201\246", "\342\201\251",
  "\342\200\250", "\342\200\251", "\343\200\200", "\357\273\277", "\357\277\275", "\357\277\276", "\357\277\277", "\357\267\220", "\360\237\214\212", "\360\237\277\276",
  "\364\217\277\277", "\356\200\200", "e\314\201", "\u0645\u0631\u062d\u0628\u0627", "世界", "\001", "\013", "\033", "\177", "\302\200", "\302\237",
};

static const char *const attributes[][2] = {
  { "lang", "fr" }, { "dir", "rtl" }, { "dir", "auto" }, { "id", "n1" }, { "href", "#n1" }, { "href", "https://e.example/?a=1&b=\"2\"" }, { "src", "media/wall.png" }, { "alt", "<the> \"wall\" & sea" },
  { "datetime", "2026-11-23" }, { "colspan", "3" }, { "rowspan", "1000" },
};

typedef struct
{
  GtkWidget *window;
  WebKitWebView *view;
  gboolean loaded;
  guint n_words;
} Engine;

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event, Engine *self)
{
  self->loaded |= event == WEBKIT_LOAD_FINISHED;
}

static void
engine_init (Engine *self)
{
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();

  self->view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", session, NULL);
  webkit_settings_set_hardware_acceleration_policy (webkit_web_view_get_settings (self->view), WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  g_signal_connect (self->view, "load-changed", G_CALLBACK (load_changed_cb), self);
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
}

/* What @script says of the page with @html in it: strings. */
static JSCValue *
engine_ask (Engine *self, const GString *html, const char *script)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html->str, html->len);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JSCValue *answer;

  self->loaded = FALSE;
  webkit_web_view_load_bytes (self->view, bytes, "text/html", "UTF-8", NULL);
  while (!self->loaded)
    g_main_context_iteration (NULL, TRUE);
  webkit_web_view_evaluate_javascript (self->view, script, -1, NULL, NULL, NULL, result_cb, &result);
  wait_for_result (&result);
  answer = webkit_web_view_evaluate_javascript_finish (self->view, result, &error);
  g_assert_no_error (error);
  return answer;
}

/* A piece of text with a word of its own in it. */
static char *
random_text (Engine *self)
{
  return g_strdup_printf ("%s%sw%u%s%s", ONE (odd), g_test_rand_bit () ? ONE (odd) : "", self->n_words++, g_test_rand_bit () ? ONE (odd) : " ", ONE (odd));
}

static gboolean
is_dropped (const char *name)
{
  const BylineElement *element = byline_element_find (name, strlen (name));

  return element != NULL && element->kind == BYLINE_ELEMENT_DROPPED;
}

static void
feed_start (BylineBuilder *builder, const char *name)
{
  const char *const *attribute = ONE (attributes);
  const BylineMarkupAttribute given = { attribute[0], attribute[1] };

  byline_builder_start (builder, name, strlen (name), &given, g_test_rand_bit ());
}

/* Tags as they come, by no rules of HTML, so that any nesting is tried. @words gets
 * the words of what is to be kept. */
static BylineDocument *
random_document (Engine *self, GString *words)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  guint n_dropped = 0;

  for (int n = g_test_rand_int_range (2, 60); n > 0; n--)
    switch (g_test_rand_int_range (0, 7))
      {
      case 0:
        feed_start (builder, ONE (voids));
        byline_builder_end (builder);
        break;
      case 1:
      case 2:
        g_ptr_array_add (open, (gpointer) ONE (tags));
        feed_start (builder, open->pdata[open->len - 1]);
        n_dropped += is_dropped (open->pdata[open->len - 1]);
        break;
      case 3:
        if (open->len > 0)
          {
            n_dropped -= is_dropped (open->pdata[open->len - 1]);
            g_ptr_array_set_size (open, open->len - 1);
            byline_builder_end (builder);
          }
        break;
      default:
        {
          const guint word = self->n_words;
          g_autofree char *text = random_text (self);

          byline_builder_text (builder, text, strlen (text));
          if (n_dropped == 0)
            g_string_append_printf (words, "w%u ", word);
        }
      }
  return byline_builder_finish (builder, NULL);
}

/* A page by a careless hand. */
static char *
random_soup (Engine *self)
{
  GString *page = g_string_new (NULL);

  for (int n = g_test_rand_int_range (2, 60); n > 0; n--)
    {
      const char *name = g_test_rand_bit () ? ONE (tags) : ONE (voids);
      const char *const *attribute = ONE (attributes);
      g_autofree char *text = random_text (self);

      if (g_test_rand_bit ())
        g_string_append (page, text);
      else if (g_test_rand_bit ())
        g_string_append_printf (page, "<%s %s='%s'>", name, attribute[0], attribute[1]);
      else
        g_string_append_printf (page, g_test_rand_bit () ? "<%s>" : "</%s>", name);
    }
  return g_string_free (page, FALSE);
}

static BylineArticle *
import_markup (GBytes *markup)
{
  const BylineImportOptions options = { .name = "page.html", .keep_all = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineImport) import = byline_import (markup, &options, &error);

  if (import == NULL)
    g_assert_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY);
  return import != NULL ? byline_article_ref (import->article) : NULL;
}

/* The words in @text, in its order. */
static char *
find_words (const char *text)
{
  GString *words = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (*text == 'w' && g_ascii_isdigit (text[1]))
      g_string_append_printf (words, "w%" G_GUINT64_FORMAT " ", g_ascii_strtoull (text + 1, NULL, 10));
  return g_string_free (words, FALSE);
}

/* NULL where no text is left. */
static BylineArticle *
random_article (Engine *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (BylineDocument) document = NULL;
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (BylineBlock));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BylineArticle) article = NULL;
  g_autoptr (BylineArticle) again = NULL;
  g_autofree char *found = NULL;

  if (g_test_rand_bit ())
    {
      char *soup = random_soup (self);
      bytes = g_bytes_new_take (soup, strlen (soup));
      return import_markup (bytes);
    }

  document = random_document (self, words);
  byline_document_write (document, html, text, blocks);
  found = find_words (text->str);
  g_assert_cmpstr (found, ==, words->str);

  bytes = g_bytes_new (html->str, html->len);
  article = document->root->has_text ? byline_article_new (bytes, NULL) : NULL;
  again = import_markup (bytes);
  g_assert_true ((article == NULL) == (again == NULL));
  if (article == NULL)
    return NULL;
  g_assert_true (g_bytes_equal (byline_article_get_html (article), bytes));
  g_assert_true (g_bytes_equal (byline_article_get_html (again), bytes));
  g_assert_cmpstr (byline_article_get_text (article, NULL), ==, text->str);
  return g_steal_pointer (&article);
}

static char *
get_string (JSCValue *list, guint i)
{
  g_autoptr (JSCValue) value = jsc_value_object_get_property_at_index (list, i);

  return jsc_value_to_string (value);
}

static void
test_text (void)
{
  const char *script = "[...document.querySelectorAll ('body > article')].map (element => `${element.textContent.length} ${[...element.textContent].length} ${element.textContent}`)";
  Engine engine = { NULL };
  guint n = 0;

  engine_init (&engine);
  for (guint i = 0; i < N_BATCHES; i++)
    {
      g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_article_unref);
      g_autoptr (GString) page = g_string_new ("<!doctype html><title>articles</title><body>");
      g_autoptr (JSCValue) texts = NULL;

      while (articles->len < BATCH)
        {
          BylineArticle *article = random_article (&engine);
          gsize size = 0;
          const char *html = article != NULL ? g_bytes_get_data (byline_article_get_html (article), &size) : NULL;

          if (article == NULL)
            continue;
          g_string_append (page, "<article>");
          g_string_append_len (page, html, size);
          g_string_append (page, "</article>");
          g_ptr_array_add (articles, article);
        }

      texts = engine_ask (&engine, page, script);
      for (guint k = 0; k < articles->len; k++, n++)
        {
          const char *text = byline_article_get_text (articles->pdata[k], NULL);
          glong units = 0;
          g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &units, NULL);
          g_autofree char *expected = g_strdup_printf ("%ld %u %s", units, byline_article_get_length (articles->pdata[k]), text);
          g_autofree char *found = get_string (texts, k);

          if (strcmp (found, expected) != 0)
            g_test_message ("%s", (const char *) g_bytes_get_data (byline_article_get_html (articles->pdata[k]), NULL));
          g_assert_cmpstr (found, ==, expected);
        }
    }
  g_assert_cmpuint (n, ==, BATCH * N_BATCHES);
  gtk_window_destroy (GTK_WINDOW (engine.window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Warnings of WebKit's own processes are not ours to die of. */
  g_unsetenv ("G_DEBUG");
  adw_init ();
  g_test_add_func ("/engine/text", test_text);
  return g_test_run ();
}
