/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bridge.h"

#include "error.h"
#include "json.h"

/* The only file that talks to resources/reader/. Commands travel as arguments of
 * one constant function, never as formatted script; events come back as JSON and
 * pass the same gate as a file from a stranger. */

#define WORLD "byline"

struct _BylineBridge
{
  GObject parent;

  WebKitUserContentManager *manager;
  WebKitWebView *view; /* weak */
  guint length;
  gboolean ready;
};

enum { MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BylineBridge, byline_bridge, G_TYPE_OBJECT)

/* From pixels of the page to pixels of the widget. */
static void
scale_rect (BylineBridge *self, BylineMessage *message)
{
  const double scale = self->view != NULL && message->view_width > 0
                           ? (double) gtk_widget_get_width (GTK_WIDGET (self->view)) / message->view_width
                           : 1;

  message->rect.left *= scale;
  message->rect.top *= scale;
  message->rect.right *= scale;
  message->rect.bottom *= scale;
}

static void
message_cb (WebKitUserContentManager *manager, JSCValue *value, BylineBridge *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (BylineMessage) message = { 0 };
  g_autofree char *json = jsc_value_to_string (value);

  if (!byline_message_read (&message, json, strlen (json), self->length, &error))
    {
      if (self->ready)
        g_warning ("The article view sent something unexpected: %s", error->message);
      return;
    }

  /* Until then it may be the article before that has something to say. */
  if (message.type == BYLINE_MESSAGE_READY)
    self->ready = message.start == self->length;
  if (!self->ready)
    return;
  scale_rect (self, &message);
  g_signal_emit (self, signals[MESSAGE], 0, &message);
}

static void
add_script (BylineBridge *self, const char *name)
{
  g_autofree char *path = g_strconcat ("/org/byline/Byline/reader/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (WebKitUserScript) script = NULL;

  g_assert (bytes != NULL);
  script = webkit_user_script_new_for_world (g_bytes_get_data (bytes, NULL), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                             WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END, WORLD, NULL, NULL);
  webkit_user_content_manager_add_script (self->manager, script);
}

static void
byline_bridge_finalize (GObject *object)
{
  BylineBridge *self = BYLINE_BRIDGE (object);

  webkit_user_content_manager_unregister_script_message_handler (self->manager, "byline", WORLD);
  g_clear_object (&self->manager);
  g_clear_weak_pointer (&self->view);
  G_OBJECT_CLASS (byline_bridge_parent_class)->finalize (object);
}

static void
byline_bridge_class_init (BylineBridgeClass *class)
{
  G_OBJECT_CLASS (class)->finalize = byline_bridge_finalize;

  /**
   * BylineBridge::message:
   * @message: (type gpointer): a #BylineMessage, valid during the emission
   */
  signals[MESSAGE] = g_signal_new ("message", BYLINE_TYPE_BRIDGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
byline_bridge_init (BylineBridge *self)
{
}

/**
 * byline_bridge_new:
 * @manager: the view's content manager; gets the scripts and the message handler
 *
 * Returns: (transfer full): a bridge, to be given its view by byline_bridge_set_view()
 */
BylineBridge *
byline_bridge_new (WebKitUserContentManager *manager)
{
  const char *scripts[] = { "text.js", "paint.js", "select.js", "handles.js", "main.js" };
  BylineBridge *self = g_object_new (BYLINE_TYPE_BRIDGE, NULL);

  self->manager = g_object_ref (manager);
  g_signal_connect_object (manager, "script-message-received::byline", G_CALLBACK (message_cb), self, 0);
  webkit_user_content_manager_register_script_message_handler (manager, "byline", WORLD);
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    add_script (self, scripts[i]);
  return self;
}

void
byline_bridge_set_view (BylineBridge *self, WebKitWebView *view)
{
  g_set_weak_pointer (&self->view, view);
}

/**
 * byline_bridge_set_length:
 * @self: a bridge
 * @length: of the article about to be loaded, code points
 *
 * Messages with offsets behind it are refused. The page is not ready until it
 * says so.
 */
void
byline_bridge_set_length (BylineBridge *self, guint length)
{
  self->length = length;
  self->ready = FALSE;
}

gboolean
byline_bridge_is_ready (BylineBridge *self)
{
  return self->ready;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (value != NULL)
    g_task_return_pointer (task, jsc_value_to_string (value), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
warn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("%s: %s", (const char *) g_task_get_source_tag (G_TASK (result)), error->message);
}

/* Takes the floating @builder's root; runs commands[@name] in the page. */
static void
run (BylineBridge *self, const char *name, JsonBuilder *builder, GTask *task)
{
  g_autoptr (JsonNode) root = builder != NULL ? json_builder_get_root (builder) : NULL;
  g_autofree char *argument = root != NULL ? json_to_string (root, FALSE) : g_strdup ("");
  GVariantDict arguments;

  if (self->view == NULL || !self->ready)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The page is not ready");
      g_object_unref (task);
      return;
    }

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "name", "s", name);
  g_variant_dict_insert (&arguments, "argument", "s", argument);
  webkit_web_view_call_async_javascript_function (self->view, "return reader.run (name, argument);", -1,
                                                  g_variant_dict_end (&arguments), WORLD, NULL,
                                                  g_task_get_cancellable (task), ran_cb, task);
}

static void
command (BylineBridge *self, const char *name, JsonBuilder *builder)
{
  GTask *task = g_task_new (self, NULL, warn_cb, NULL);

  g_task_set_source_tag (task, (gpointer) name);
  run (self, name, builder, task);
}

static void
add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *member, double value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *member, gboolean value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

static void
add_style (JsonBuilder *builder, const BylineStyle *style)
{
  /* `#rrggbbaa` says the colour and how strong it is in one. */
  g_autofree char *tint = g_strdup_printf ("%s%02x", style->color, style->tint_percent * 255 / 100);

  json_builder_begin_object (builder);
  add_string (builder, "color", style->color);
  add_string (builder, "tint", tint);
  add_string (builder, "pattern", byline_pattern_get_name (style->pattern));
  add_boolean (builder, "outline", style->outline);
  add_boolean (builder, "plain", style->plain);
  json_builder_end_object (builder);
}

void
byline_bridge_set_look (BylineBridge *self, const BylineLook *look)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "language", look->language);
  add_string (builder, "direction", look->direction);
  add_string (builder, "scheme", look->dark ? "dark" : "light");
  add_boolean (builder, "contrast", look->high_contrast);
  add_boolean (builder, "motion", !look->reduced_motion);
  add_number (builder, "size", look->size);
  add_number (builder, "leading", look->leading);
  add_number (builder, "width", look->width);
  add_string (builder, "font", look->font);
  json_builder_set_member_name (builder, "styles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < look->n_styles; i++)
    add_style (builder, &look->styles[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  command (self, "look", builder);
}

/* The page wants segments in text order, which a stranger's file need not have. */
static void
add_painted (JsonBuilder *builder, const BylinePainted *painted)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_copy (&span, painted->span);
  byline_span_join (&span);
  json_builder_begin_object (builder);
  add_string (builder, "id", painted->id);
  json_builder_set_member_name (builder, "style");
  json_builder_add_int_value (builder, painted->style);
  json_builder_set_member_name (builder, "segments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < span.n_segments; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, span.segments[i].start);
      json_builder_add_int_value (builder, span.segments[i].end);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * byline_bridge_set_spans:
 * @self: a bridge
 * @spans: (array length=n_spans): all there is to paint, instead of what is
 *   painted now
 * @n_spans: how many
 */
void
byline_bridge_set_spans (BylineBridge *self, const BylinePainted *spans, guint n_spans)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "spans");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_spans; i++)
    add_painted (builder, &spans[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  command (self, "spans", builder);
}

/**
 * byline_bridge_put_span:
 * @self: a bridge
 * @span: painted in the place of the one with its id, or as well
 */
void
byline_bridge_put_span (BylineBridge *self, const BylinePainted *span)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "span");
  add_painted (builder, span);
  json_builder_end_object (builder);
  command (self, "put", builder);
}

void
byline_bridge_remove_span (BylineBridge *self, const char *id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "id", id);
  json_builder_end_object (builder);
  command (self, "remove", builder);
}

/**
 * byline_bridge_choose_span:
 * @self: a bridge
 * @id: (nullable): the span to show as selected, or %NULL for none
 * @scroll: whether to bring it into view
 * @resize: whether its edges may be dragged
 */
void
byline_bridge_choose_span (BylineBridge *self, const char *id, gboolean scroll, gboolean resize)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "id", id);
  add_boolean (builder, "scroll", scroll);
  add_boolean (builder, "resize", resize);
  json_builder_end_object (builder);
  command (self, "choose", builder);
}

static void
command_range (BylineBridge *self, const char *name, const char *from_member, guint from, const char *to_member, guint to, gboolean scroll)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, from_member);
  json_builder_add_int_value (builder, from);
  json_builder_set_member_name (builder, to_member);
  json_builder_add_int_value (builder, to);
  add_boolean (builder, "scroll", scroll);
  json_builder_end_object (builder);
  command (self, name, builder);
}

/**
 * byline_bridge_select:
 * @self: a bridge
 * @start: first code point
 * @end: one past the last; equal to @start for a caret
 * @scroll: whether to bring @start into view
 *
 * Sets the page's selection.
 */
void
byline_bridge_select (BylineBridge *self, guint start, guint end, gboolean scroll)
{
  command_range (self, "select", "start", start, "end", end, scroll);
}

/**
 * byline_bridge_extend:
 * @self: a bridge
 * @anchor: where the selection stays, code points
 * @focus: where it grows to; may lie before @anchor
 */
void
byline_bridge_extend (BylineBridge *self, guint anchor, guint focus)
{
  command_range (self, "extend", "anchor", anchor, "focus", focus, TRUE);
}

void
byline_bridge_get_selection_async (BylineBridge *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  run (self, "selection", NULL, g_task_new (self, cancellable, callback, data));
}

/**
 * byline_bridge_get_selection_finish:
 * @self: a bridge
 * @result: what the callback got
 * @start: (out): first code point
 * @end: (out): one past the last; equal to @start for a caret
 * @error: %BYLINE_ERROR for an answer that makes no sense, or WebKit's
 *
 * Returns: whether there is a selection or a caret in the article
 */
gboolean
byline_bridge_get_selection_finish (BylineBridge *self, GAsyncResult *result, guint *start, guint *end, GError **error)
{
  g_autofree char *answer = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  if (answer == NULL)
    return FALSE;
  root = byline_json_parse (answer, strlen (answer), BYLINE_MESSAGE_MAX_SIZE, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, "There is no caret in the article");
      return FALSE;
    }

  object = json_node_get_object (root);
  return byline_json_get_uint (object, "selection", "start", TRUE, self->length, start, error)
         && byline_json_get_uint (object, "selection", "end", TRUE, self->length, end, error);
}
