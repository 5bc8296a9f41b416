/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confine.h"

#include "hostile.h"

#include <adwaita.h>
#include <string.h>

/* A hostile page in the confined view, with WebKit's sandbox on, and a server that
 * counts who comes. The same page in a view of WebKit's own reaches the server: this
 * proves that the page is hostile, and takes as long as the confined page would have
 * needed, so that nothing waits for time. */

/* Ways that WebKitGTK takes at least when nothing stops it; the ways that it does not
 * know differ from one version to the next. */
#define REACHED_AT_LEAST 34

typedef struct
{
  GSocketService *service;
  guint port;
  guint connections;
  GHashTable *reached; /* names of ways */
} Server;

typedef struct
{
  Server *server;
  GtkWidget *window;
  WebKitWebView *view;
  char *page;
  char *report; /* of the page's own watcher, see WATCHER */
  guint finished;
} Browser;

/* In a world of its own in the confined view: says what is there and what was clicked. */
#define WATCHER                                                                                                    \
  "const tell = text => webkit.messageHandlers.watcher.postMessage (text);"                                          \
  "const target = document.querySelector ('.target');"                                                               \
  "const box = target ? target.getBoundingClientRect () : { left: 0, top: 0 };"                                      \
  "document.addEventListener ('click', event => setTimeout (() => tell ('clicked ' + event.target.className)), true);" \
  "tell (`${document.querySelectorAll ('*').length} ${Math.round (box.left) + 9} ${Math.round (box.top) + 9} ${document.title}`);"

static void
request_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Server *self = g_object_get_data (source, "server");
  g_autoptr (GSocketConnection) connection = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  const char *answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  const char *path = line != NULL ? strstr (line, "/v/") : NULL;

  if (path != NULL)
    g_hash_table_add (self->reached, g_strndup (path + 3, strcspn (path + 3, " /?")));
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, strlen (answer), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, Server *self)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  self->connections++;
  g_object_set_data (G_OBJECT (input), "server", self);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, request_cb, g_object_ref (connection));
  return TRUE;
}

static void
server_start (Server *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->service = g_socket_service_new ();
  self->reached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
}

static void
server_stop (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  g_clear_pointer (&self->reached, g_hash_table_unref);
}

/* The markup of a way, with the server's address in it. `@import` and the like stay. */
static void
append_way (GString *page, const Hostile *way, guint port)
{
  g_autofree char *address = g_strdup_printf ("://127.0.0.1:%u/v/%s", port, way->name);
  g_auto (GStrv) parts = g_strsplit (way->markup, ":@", -1);
  g_autofree char *markup = g_strjoinv (address, parts);

  g_string_append_printf (page, "%s\n", markup);
}

static GString *
page_begin (void)
{
  return g_string_new ("<!doctype html>\n<title>Harbour</title>\n");
}

/* Takes @page over. */
static void
browser_load (Browser *self, GString *page)
{
  g_free (self->page);
  self->page = g_string_free (page, FALSE);
  g_clear_pointer (&self->report, g_free);
  self->finished = 0;
  if (g_object_get_data (G_OBJECT (self->window), "confined") != NULL)
    webkit_web_view_load_uri (self->view, BYLINE_CONFINE_URI);
  else
    {
      g_autofree char *base = g_strdup_printf ("http://127.0.0.1:%u/", self->server->port);

      webkit_web_view_load_html (self->view, self->page, base);
    }
}

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event, Browser *self)
{
  self->finished += event == WEBKIT_LOAD_FINISHED;
}

static void
watcher_cb (WebKitUserContentManager *manager, JSCValue *value, Browser *self)
{
  g_free (self->report);
  self->report = jsc_value_to_string (value);
}

static void
browser_show (Browser *self, WebKitWebView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->view = view;
  self->window = gtk_window_new ();
  gtk_widget_set_vexpand (GTK_WIDGET (view), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (view), TRUE);
  g_object_set_data (G_OBJECT (box), "browser", self);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), box);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  g_signal_connect (view, "load-changed", G_CALLBACK (load_changed_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
browser_close (Browser *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_free (self->page);
  g_free (self->report);
}

static GBytes *
get_page (GtkWidget *owner, const char *path, const char **type)
{
  Browser *self = g_object_get_data (G_OBJECT (owner), "browser");

  *type = "text/html; charset=utf-8";
  return g_bytes_new (self->page, strlen (self->page));
}

static void
confined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  byline_confine_finish (result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
browser_show_confined (Browser *self)
{
  WebKitWebView *view;
  WebKitUserContentManager *manager;
  g_autoptr (WebKitUserScript) watcher = NULL;
  gboolean ready = FALSE;

  /* The view's parent is who is asked for content. */
  view = byline_confine_create_view (NULL, get_page);
  manager = webkit_web_view_get_user_content_manager (view);
  watcher = webkit_user_script_new_for_world (WATCHER, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME, WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END,
                                              "watcher", NULL, NULL);
  webkit_user_content_manager_add_script (manager, watcher);
  webkit_user_content_manager_register_script_message_handler (manager, "watcher", "watcher");
  g_signal_connect (manager, "script-message-received::watcher", G_CALLBACK (watcher_cb), self);
  browser_show (self, view);
  g_object_set_data (G_OBJECT (self->window), "confined", self);

  byline_confine_async (view, NULL, confined_cb, &ready);
  while (!ready)
    g_main_context_iteration (NULL, TRUE);
}

/* A real click of a real pointer. */
static void
click (Browser *self, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self->view));
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL, *top = NULL;
  double dx, dy;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (native), x, y, &x, &y);
  gtk_native_get_surface_transform (native, &dx, &dy);
  left = g_strdup_printf ("%.0f", x + dx);
  top = g_strdup_printf ("%.0f", y + dy);
  /* No window manager runs here, so the window stands in the corner of the screen. */
  g_spawn_sync (NULL, (char *[]) { (char *) "xdotool", (char *) "mousemove", left, top, (char *) "click", (char *) "1", NULL },
                NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for_report (Browser *self, const char *prefix)
{
  while (self->report == NULL || self->finished == 0 || (prefix != NULL && !g_str_has_prefix (self->report, prefix)))
    g_main_context_iteration (NULL, TRUE);
}

static GString *
page_of_parts (guint port)
{
  GString *page = page_begin ();

  for (gsize i = 0; i < G_N_ELEMENTS (hostile_parts); i++)
    append_way (page, &hostile_parts[i], port);
  g_string_append (page, "<h1>The harbour wall held</h1>\n");
  return page;
}

static GString *
page_of (const Hostile *way, guint port)
{
  GString *page = page_begin ();

  append_way (page, way, port);
  return page;
}

/* Everything hostile, one page after the other; says how much of it was there. */
static void
attack_confined (Browser *self)
{
  int elements, x, y;
  char title[32];

  browser_load (self, page_of_parts (self->server->port));
  wait_for_report (self, NULL);
  g_assert_cmpint (sscanf (self->report, "%d %d %d %31s", &elements, &x, &y, title), ==, 4);
  g_assert_cmpint (elements, >, G_N_ELEMENTS (hostile_parts));
  g_assert_cmpstr (title, ==, "Harbour");

  for (gsize i = 0; i < G_N_ELEMENTS (hostile_pages); i++)
    {
      browser_load (self, page_of (&hostile_pages[i], self->server->port));
      wait_for_report (self, NULL);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (hostile_clicks); i++)
    {
      browser_load (self, page_of (&hostile_clicks[i], self->server->port));
      wait_for_report (self, NULL);
      g_assert_cmpint (sscanf (self->report, "%d %d %d", &elements, &x, &y), ==, 3);
      click (self, x, y);
      wait_for_report (self, "clicked target");
    }
  g_assert_cmpstr (webkit_web_view_get_uri (self->view), ==, BYLINE_CONFINE_URI);
}

/* The same where nothing is confined, until it has reached the server. */
static void
attack_freely (Browser *self)
{
  browser_load (self, page_of_parts (self->server->port));
  while (g_hash_table_size (self->server->reached) < REACHED_AT_LEAST)
    g_main_context_iteration (NULL, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (hostile_pages); i++)
    {
      browser_load (self, page_of (&hostile_pages[i], self->server->port));
      while (!g_hash_table_contains (self->server->reached, hostile_pages[i].name))
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_hostile (void)
{
  Server quiet = { NULL }, control = { NULL };
  Browser confined = { .server = &quiet }, free_browser = { .server = &control };

  server_start (&quiet);
  server_start (&control);
  browser_show_confined (&confined);
  attack_confined (&confined);

  browser_show (&free_browser, WEBKIT_WEB_VIEW (webkit_web_view_new ()));
  attack_freely (&free_browser);
  g_test_message ("%u ways reached the other server", g_hash_table_size (control.reached));

  g_assert_cmpuint (quiet.connections, ==, 0);
  browser_close (&confined);
  browser_close (&free_browser);
  server_stop (&quiet);
  server_stop (&control);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Warnings of WebKit's own processes are not ours to die of. */
  g_unsetenv ("G_DEBUG");
  adw_init ();
  g_test_add_func ("/confine/hostile", test_hostile);
  return g_test_run ();
}
