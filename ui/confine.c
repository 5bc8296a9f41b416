/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confine.h"

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <unistd.h>

/* What keeps an article from reaching the network or running anything
 * (SECURITY.md). Each layer would do by itself for most attacks; together they
 * leave none that we know:
 *
 *  - the `byline:` scheme is the only thing that loads, with a policy header
 *  - the view has the same policy by default
 *  - scripts in the markup are off; ours run in a world of their own
 *  - a compiled filter blocks every other address; without it nothing is shown
 *  - the session keeps nothing, and its proxy is a closed door
 *  - no navigation but the first, no new windows, downloads, permissions, dialogs
 *  - WebKit's own sandbox around the web process
 */

#define POLICY "default-src 'none'; img-src byline:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#define FILTER_ID "only-byline-1"
#define FILTER                                                                       \
  "[{\"trigger\":{\"url-filter\":\".*\"},\"action\":{\"type\":\"block\"}},"           \
  "{\"trigger\":{\"url-filter\":\"^byline://reader/\"},\"action\":{\"type\":\"ignore-previous-rules\"}}]"
/* Port 9 discards; nothing listens there. */
#define CLOSED_PROXY "http://127.0.0.1:9"

static GQuark
filtered_quark (void)
{
  return g_quark_from_static_string ("byline-confine-filtered");
}

static GQuark
content_quark (void)
{
  return g_quark_from_static_string ("byline-confine-content");
}

static void
scheme_cb (WebKitURISchemeRequest *request, gpointer data)
{
  WebKitWebView *view = webkit_uri_scheme_request_get_web_view (request);
  GtkWidget *owner = view != NULL ? gtk_widget_get_parent (GTK_WIDGET (view)) : NULL;
  BylineConfineContent content = view != NULL ? (BylineConfineContent) g_object_get_qdata (G_OBJECT (view), content_quark ()) : NULL;
  const char *path = webkit_uri_scheme_request_get_path (request);
  const char *type = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (WebKitURISchemeResponse) response = NULL;
  SoupMessageHeaders *headers;

  if (owner != NULL && content != NULL && path != NULL && path[0] == '/')
    bytes = content (owner, path + 1, &type);

  if (bytes == NULL)
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no “%s” in this pack", path);

      webkit_uri_scheme_request_finish_error (request, error);
      return;
    }

  stream = g_memory_input_stream_new_from_bytes (bytes);
  response = webkit_uri_scheme_response_new (stream, g_bytes_get_size (bytes));
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_append (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
  webkit_uri_scheme_response_set_http_headers (response, headers);
  webkit_uri_scheme_response_set_content_type (response, type);
  webkit_uri_scheme_request_finish_with_response (request, response);
}

static gboolean
decide_policy_cb (WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type, gpointer data)
{
  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION)
    {
      WebKitNavigationAction *action = webkit_navigation_policy_decision_get_navigation_action (WEBKIT_NAVIGATION_POLICY_DECISION (decision));
      const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

      if (g_strcmp0 (uri, BYLINE_CONFINE_URI) == 0
          && webkit_navigation_action_get_navigation_type (action) != WEBKIT_NAVIGATION_TYPE_LINK_CLICKED)
        {
          webkit_policy_decision_use (decision);
          return TRUE;
        }
    }
  else if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
    {
      WebKitURIRequest *request = webkit_response_policy_decision_get_request (WEBKIT_RESPONSE_POLICY_DECISION (decision));

      if (g_str_has_prefix (webkit_uri_request_get_uri (request), "byline://reader/"))
        {
          webkit_policy_decision_use (decision);
          return TRUE;
        }
    }

  webkit_policy_decision_ignore (decision);
  return TRUE;
}

static GtkWidget *
create_cb (WebKitWebView *view, WebKitNavigationAction *action, gpointer data)
{
  return NULL;
}

static gboolean
permission_cb (WebKitWebView *view, WebKitPermissionRequest *request, gpointer data)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static gboolean
swallow_cb (void)
{
  return TRUE;
}

static void
download_cb (WebKitNetworkSession *session, WebKitDownload *download, gpointer data)
{
  webkit_download_cancel (download);
}

/* One context for the program: a scheme can be registered once. */
static WebKitWebContext *
get_context (void)
{
  static WebKitWebContext *context;

  if (context == NULL)
    {
      context = webkit_web_context_new ();
      webkit_web_context_set_cache_model (context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
      webkit_web_context_register_uri_scheme (context, "byline", scheme_cb, NULL, NULL);
    }
  return context;
}

static WebKitSettings *
settings_new (void)
{
  return webkit_settings_new_with_settings ("enable-javascript", TRUE,
                                            "enable-javascript-markup", FALSE,
                                            "enable-caret-browsing", TRUE,
                                            "enable-back-forward-navigation-gestures", FALSE,
                                            "enable-developer-extras", FALSE,
                                            "enable-html5-database", FALSE,
                                            "enable-html5-local-storage", FALSE,
                                            "enable-media", FALSE,
                                            "enable-media-stream", FALSE,
                                            "enable-page-cache", FALSE,
                                            "enable-smooth-scrolling", FALSE,
                                            "enable-webaudio", FALSE,
                                            "enable-webgl", FALSE,
                                            "enable-webrtc", FALSE,
                                            "javascript-can-access-clipboard", FALSE,
                                            "javascript-can-open-windows-automatically", FALSE,
                                            "allow-file-access-from-file-urls", FALSE,
                                            "allow-universal-access-from-file-urls", FALSE,
                                            "allow-modal-dialogs", FALSE,
                                            "default-charset", "utf-8",
                                            "hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER,
                                            NULL);
}

static void
add_style_sheet (WebKitUserContentManager *manager)
{
  g_autoptr (GBytes) css = g_resources_lookup_data ("/org/byline/Byline/reader/reader.css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (WebKitUserStyleSheet) sheet = NULL;

  sheet = webkit_user_style_sheet_new (g_bytes_get_data (css, NULL), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                       WEBKIT_USER_STYLE_LEVEL_AUTHOR, NULL, NULL);
  webkit_user_content_manager_add_style_sheet (manager, sheet);
}

/* What is dropped is for the window. WebKit would hand it to the page, and answer
 * for a drop that the window has taken by then. */
static void
refuse_drops (GtkWidget *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = g_list_model_get_n_items (controllers); i > 0; i--)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i - 1);

      if (GTK_IS_DROP_TARGET_ASYNC (controller) || GTK_IS_DROP_TARGET (controller))
        gtk_widget_remove_controller (view, controller);
    }
}

/**
 * byline_confine_create_view:
 * @owner: the widget that will be the view's parent
 * @content: answers the requests of the `byline:` scheme
 *
 * Makes a web view that can show nothing but @content.
 *
 * Returns: (transfer floating): the view
 */
WebKitWebView *
byline_confine_create_view (GtkWidget *owner, BylineConfineContent content)
{
  g_autoptr (WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr (WebKitUserContentManager) manager = webkit_user_content_manager_new ();
  g_autoptr (WebKitSettings) settings = settings_new ();
  WebKitNetworkProxySettings *proxy = webkit_network_proxy_settings_new (CLOSED_PROXY, NULL);
  WebKitWebView *view;

  webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_CUSTOM, proxy);
  webkit_network_proxy_settings_free (proxy);
  webkit_network_session_set_persistent_credential_storage_enabled (session, FALSE);
  g_signal_connect (session, "download-started", G_CALLBACK (download_cb), NULL);
  add_style_sheet (manager);

  view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                       "web-context", get_context (),
                       "network-session", session,
                       "user-content-manager", manager,
                       "settings", settings,
                       "default-content-security-policy", POLICY,
                       NULL);
  g_object_set_qdata (G_OBJECT (view), content_quark (), (gpointer) content);
  g_signal_connect (view, "decide-policy", G_CALLBACK (decide_policy_cb), NULL);
  g_signal_connect (view, "create", G_CALLBACK (create_cb), NULL);
  g_signal_connect (view, "permission-request", G_CALLBACK (permission_cb), NULL);
  g_signal_connect (view, "script-dialog", G_CALLBACK (swallow_cb), NULL);
  g_signal_connect (view, "run-file-chooser", G_CALLBACK (swallow_cb), NULL);
  g_signal_connect (view, "context-menu", G_CALLBACK (swallow_cb), NULL);
  g_signal_connect (view, "print", G_CALLBACK (swallow_cb), NULL);
  g_signal_connect (view, "authenticate", G_CALLBACK (swallow_cb), NULL);
  refuse_drops (GTK_WIDGET (view));
  return view;
}

static void
apply (GTask *task, WebKitUserContentFilter *filter)
{
  WebKitWebView *view = g_task_get_source_object (task);

  webkit_user_content_manager_add_filter (webkit_web_view_get_user_content_manager (view), filter);
  g_object_set_qdata (G_OBJECT (view), filtered_quark (), GINT_TO_POINTER (TRUE));
  g_task_return_boolean (task, TRUE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WebKitUserContentFilter) filter = webkit_user_content_filter_store_save_finish (WEBKIT_USER_CONTENT_FILTER_STORE (source), result, &error);

  if (filter != NULL)
    apply (task, filter);
  else
    {
      g_prefix_error (&error, "%s ", _ ("The article is not shown, because what keeps it off the network could not be prepared:"));
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (WebKitUserContentFilter) filter = webkit_user_content_filter_store_load_finish (WEBKIT_USER_CONTENT_FILTER_STORE (source), result, NULL);
  g_autoptr (GBytes) source_text = NULL;

  if (filter != NULL)
    {
      apply (task, filter);
      return;
    }

  source_text = g_bytes_new_static (FILTER, strlen (FILTER));
  webkit_user_content_filter_store_save (WEBKIT_USER_CONTENT_FILTER_STORE (source), FILTER_ID, source_text,
                                         g_task_get_cancellable (task), saved_cb, g_object_ref (task));
}

/* The compiled filter is kept between starts; in a home that cannot be written
 * it is made anew in a temporary folder. */
static char *
get_filter_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "byline", "filters", NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK) == 0)
    return g_steal_pointer (&folder);
  return g_dir_make_tmp ("byline-XXXXXX", NULL);
}

/* WebKit ends the program when it cannot start its sandbox, which needs
 * bubblewrap and user namespaces. So bubblewrap is asked first, once. */

static gboolean sandbox_works;

static void
load_filter (GTask *task)
{
  g_autofree char *folder = get_filter_folder ();
  g_autoptr (WebKitUserContentFilterStore) store = NULL;

  if (folder == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The article is not shown, because there is no folder for temporary files."));
      g_object_unref (task);
      return;
    }

  store = webkit_user_content_filter_store_new (folder);
  webkit_user_content_filter_store_load (store, FILTER_ID, g_task_get_cancellable (task), loaded_cb, task);
}

static void
sandbox_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;

  sandbox_works = source != NULL && g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, NULL);
  if (sandbox_works)
    {
      load_filter (task);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The article is not shown, because this computer does not let Byline wall it in. Ask whoever looks after the computer for “bubblewrap” and user namespaces."));
  g_object_unref (task);
}

static void
try_sandbox (GTask *task)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                                      "bwrap", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "true", NULL);

  if (process != NULL)
    g_subprocess_wait_check_async (process, g_task_get_cancellable (task), sandbox_cb, task);
  else
    sandbox_cb (NULL, NULL, task);
}

/**
 * byline_confine_async:
 * @view: a view of byline_confine_create_view()
 *
 * Puts the filter in place that lets only the `byline:` scheme through. Nothing
 * may be loaded before it is there.
 */
void
byline_confine_async (WebKitWebView *view, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (view, cancellable, callback, data);

  if (g_object_get_qdata (G_OBJECT (view), filtered_quark ()) != NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  if (sandbox_works)
    load_filter (task);
  else
    try_sandbox (task);
}

gboolean
byline_confine_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
