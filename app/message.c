/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *name;
  BylineMessageType type;
} types[] = {
  { "ready", BYLINE_MESSAGE_READY },
  { "selection", BYLINE_MESSAGE_SELECTION },
  { "released", BYLINE_MESSAGE_RELEASED },
  { "sentence", BYLINE_MESSAGE_SENTENCE },
  { "place", BYLINE_MESSAGE_PLACE },
  { "link", BYLINE_MESSAGE_LINK },
  { "resize", BYLINE_MESSAGE_RESIZE },
  { "number", BYLINE_MESSAGE_NUMBER },
};

static gboolean
read_type (JsonObject *object, BylineMessageType *type, GError **error)
{
  const char *name = NULL;

  if (!byline_json_get_string (object, "message", "type", TRUE, &name, error))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      {
        *type = types[i].type;
        return TRUE;
      }

  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("message: unknown type “%s”"), name);
  return FALSE;
}

/* A page scrolled far away has large and fractional coordinates; they only have
 * to be numbers. */
static gboolean
read_side (JsonObject *object, const char *member, int *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  double number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("message: “%s” is not a number"), member);
      return FALSE;
    }

  number = json_node_get_double (node);
  *value = (int) lround (CLAMP (number, -1e8, 1e8));
  return TRUE;
}

static gboolean
read_rect (BylineMessage *self, JsonObject *object, GError **error)
{
  JsonObject *rect = NULL;

  if (!json_object_has_member (object, "rect") || json_object_get_null_member (object, "rect"))
    return TRUE;
  if (!byline_json_get_object (object, "message", "rect", TRUE, &rect, error))
    return FALSE;

  self->has_rect = TRUE;
  return read_side (rect, "left", &self->rect.left, error)
         && read_side (rect, "top", &self->rect.top, error)
         && read_side (rect, "right", &self->rect.right, error)
         && read_side (rect, "bottom", &self->rect.bottom, error)
         && read_side (rect, "view", &self->view_width, error);
}

static gboolean
read_selection (BylineMessage *self, JsonObject *object, guint length, GError **error)
{
  if (!byline_json_get_uint (object, "message", "start", TRUE, length, &self->start, error)
      || !byline_json_get_uint (object, "message", "end", TRUE, length, &self->end, error)
      || !byline_json_get_boolean (object, "message", "backward", FALSE, &self->backward, error)
      || !byline_json_get_boolean (object, "message", "dragging", FALSE, &self->dragging, error)
      || !byline_json_get_uint (object, "message", "clicks", FALSE, 1000, &self->clicks, error)
      || !byline_json_get_boolean (object, "message", "control", FALSE, &self->control, error)
      || !byline_json_get_boolean (object, "message", "shift", FALSE, &self->shift, error))
    return FALSE;

  if (self->start > self->end)
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("message: the selection ends before it starts"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_body (BylineMessage *self, JsonObject *object, guint length, GError **error)
{
  const char *href = NULL;

  switch (self->type)
    {
    case BYLINE_MESSAGE_READY:
      return byline_json_get_uint (object, "message", "length", TRUE, G_MAXINT, &self->start, error);
    case BYLINE_MESSAGE_SENTENCE:
      return byline_json_get_uint (object, "message", "offset", TRUE, length, &self->start, error);
    case BYLINE_MESSAGE_RESIZE:
      return byline_json_get_uint (object, "message", "offset", TRUE, length, &self->start, error)
             && byline_json_get_boolean (object, "message", "atEnd", TRUE, &self->at_end, error);
    case BYLINE_MESSAGE_NUMBER:
      return byline_json_get_uint (object, "message", "number", TRUE, 9, &self->number, error)
             && read_selection (self, object, length, error);
    case BYLINE_MESSAGE_SELECTION:
    case BYLINE_MESSAGE_RELEASED:
      return read_selection (self, object, length, error) && read_rect (self, object, error);
    case BYLINE_MESSAGE_PLACE:
      return read_rect (self, object, error);
    case BYLINE_MESSAGE_LINK:
      if (!byline_json_get_string (object, "message", "href", TRUE, &href, error))
        return FALSE;
      self->href = g_strdup (href);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/**
 * byline_message_read:
 * @self: (out caller-allocates): the message; free with byline_message_clear()
 * @json: what the page sent
 * @size: its bytes
 * @length: the article's length in code points: no offset may lie behind it
 * @error: %BYLINE_ERROR
 *
 * Returns: whether it is a message that reader.js may send
 */
gboolean
byline_message_read (BylineMessage *self, const char *json, gsize size, guint length, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  *self = (BylineMessage) { 0 };

  root = byline_json_parse (json, size, BYLINE_MESSAGE_MAX_SIZE, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("message: not an object"));
      return FALSE;
    }

  if (read_type (json_node_get_object (root), &self->type, error)
      && read_body (self, json_node_get_object (root), length, error))
    return TRUE;

  byline_message_clear (self);
  return FALSE;
}

void
byline_message_clear (BylineMessage *self)
{
  g_clear_pointer (&self->href, g_free);
}
