/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"
#include "message.h"

#include <string.h>

#define LENGTH 252
#define RECT "\"rect\": {\"left\": 10, \"top\": 20.4, \"right\": 30.5, \"bottom\": -7.6, \"view\": 640}"

static void
read_sound (BylineMessage *message, const char *json)
{
  g_autoptr (GError) error = NULL;

  if (!byline_message_read (message, json, strlen (json), LENGTH, &error))
    g_error ("%s: %s", json, error->message);
}

/* A refused message holds nothing that would have to be freed. */
static void
assert_refused_data (const char *json, gsize size, int code)
{
  g_autoptr (GError) error = NULL;
  BylineMessage message;

  memset (&message, 0x55, sizeof message);
  if (byline_message_read (&message, json, size, LENGTH, &error))
    g_error ("%s was accepted", json);
  g_assert_error (error, BYLINE_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 0);
  g_assert_null (message.href);
}

static void
assert_refused (const char *json)
{
  assert_refused_data (json, strlen (json), BYLINE_ERROR_VALUE);
}

static void
test_ready (void)
{
  g_auto (BylineMessage) message = { 0 };

  read_sound (&message, "{\"type\": \"ready\", \"length\": 252}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_READY);
  g_assert_cmpuint (message.start, ==, 252);
  g_assert_false (message.has_rect);

  assert_refused ("{\"type\": \"ready\"}");
  assert_refused ("{\"type\": \"ready\", \"length\": -1}");
  assert_refused ("{\"type\": \"ready\", \"length\": 1.5}");
  assert_refused ("{\"type\": \"ready\", \"length\": \"252\"}");
  assert_refused ("{\"type\": \"ready\", \"length\": 2147483648}");
  assert_refused ("{\"type\": \"ready\", \"length\": null}");
}

static void
test_selection (void)
{
  BylineMessage message;

  read_sound (&message, "{\"type\": \"selection\", \"start\": 0, \"end\": 252, \"backward\": true, \"dragging\": true, " RECT "}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_SELECTION);
  g_assert_cmpuint (message.start, ==, 0);
  g_assert_cmpuint (message.end, ==, 252);
  g_assert_true (message.backward);
  g_assert_true (message.dragging);
  g_assert_true (message.has_rect);
  g_assert_cmpint (message.rect.left, ==, 10);
  g_assert_cmpint (message.rect.top, ==, 20);
  g_assert_cmpint (message.rect.right, ==, 31);
  g_assert_cmpint (message.rect.bottom, ==, -8);
  g_assert_cmpint (message.view_width, ==, 640);

  /* A caret, where nothing is said about the rest. */
  read_sound (&message, "{\"type\": \"selection\", \"start\": 252, \"end\": 252}");
  g_assert_cmpuint (message.start, ==, 252);
  g_assert_false (message.backward);
  g_assert_false (message.dragging);
  g_assert_false (message.has_rect);

  read_sound (&message, "{\"type\": \"selection\", \"start\": 3, \"end\": 4, \"rect\": null}");
  g_assert_false (message.has_rect);
}

static void
test_released (void)
{
  BylineMessage message;

  read_sound (&message, "{\"type\": \"released\", \"start\": 14, \"end\": 34, \"backward\": false, \"clicks\": 2,"
                        " \"control\": true, \"shift\": false, \"rect\": null}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_RELEASED);
  g_assert_cmpuint (message.start, ==, 14);
  g_assert_cmpuint (message.end, ==, 34);
  g_assert_cmpuint (message.clicks, ==, 2);
  g_assert_true (message.control);
  g_assert_false (message.shift);

  read_sound (&message, "{\"type\": \"released\", \"start\": 14, \"end\": 14, \"shift\": true}");
  g_assert_true (message.shift);
  g_assert_false (message.control);

  assert_refused ("{\"type\": \"released\", \"start\": 1, \"end\": 2, \"clicks\": -2}");
  assert_refused ("{\"type\": \"released\", \"start\": 1, \"end\": 2, \"clicks\": \"2\"}");
  assert_refused ("{\"type\": \"released\", \"start\": 1, \"end\": 2, \"control\": 1}");
  assert_refused ("{\"type\": \"released\", \"start\": 1, \"end\": 2, \"shift\": null}");
}

/* What lies behind the article's end is nobody's selection. */
static void
test_offsets (void)
{
  static const char *const types[] = { "selection", "released" };
  static const char *const bodies[] = {
    "\"start\": 252, \"end\": 253",
    "\"start\": 253, \"end\": 253",
    "\"start\": 4294967296, \"end\": 4294967297",
    "\"start\": 34, \"end\": 14",
    "\"start\": -1, \"end\": 14",
    "\"start\": 1.5, \"end\": 14",
    "\"start\": 1, \"end\": 1e300",
    "\"start\": \"1\", \"end\": 14",
    "\"start\": null, \"end\": 14",
    "\"start\": [1], \"end\": 14",
    "\"start\": true, \"end\": 14",
    "\"end\": 14",
    "\"start\": 14",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (bodies); j++)
      {
        g_autofree char *json = g_strdup_printf ("{\"type\": \"%s\", %s}", types[i], bodies[j]);

        assert_refused (json);
      }
}

static void
test_sentence (void)
{
  BylineMessage message;

  read_sound (&message, "{\"type\": \"sentence\", \"offset\": 252}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_SENTENCE);
  g_assert_cmpuint (message.start, ==, 252);

  assert_refused ("{\"type\": \"sentence\", \"offset\": 253}");
  assert_refused ("{\"type\": \"sentence\", \"offset\": -1}");
  assert_refused ("{\"type\": \"sentence\"}");
}

static void
test_place (void)
{
  BylineMessage message;

  /* A page scrolled far away is no reason to refuse; the numbers only have to fit. */
  read_sound (&message, "{\"type\": \"place\", \"rect\": {\"left\": -1e300, \"top\": -4000000000, \"right\": 1e300, \"bottom\": 0, \"view\": 640}}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_PLACE);
  g_assert_true (message.has_rect);
  g_assert_cmpint (message.rect.left, <, -1000000);
  g_assert_cmpint (message.rect.top, <, -1000000);
  g_assert_cmpint (message.rect.right, >, 1000000);
  g_assert_cmpint (message.rect.bottom, ==, 0);

  read_sound (&message, "{\"type\": \"place\", \"rect\": null}");
  g_assert_false (message.has_rect);

  assert_refused ("{\"type\": \"place\", \"rect\": []}");
  assert_refused ("{\"type\": \"place\", \"rect\": 5}");
  assert_refused ("{\"type\": \"place\", \"rect\": {}}");
  assert_refused ("{\"type\": \"place\", \"rect\": {\"left\": 1, \"top\": 2, \"right\": 3}}");
  assert_refused ("{\"type\": \"place\", \"rect\": {\"left\": 1, \"top\": 2, \"right\": 3, \"bottom\": null}}");
  assert_refused ("{\"type\": \"place\", \"rect\": {\"left\": 1, \"top\": \"2\", \"right\": 3, \"bottom\": 4, \"view\": 640}}");
  assert_refused ("{\"type\": \"place\", \"rect\": {\"left\": true, \"top\": 2, \"right\": 3, \"bottom\": 4, \"view\": 640}}");
}

static void
test_number (void)
{
  g_auto (BylineMessage) message = { 0 };

  read_sound (&message, "{\"type\": \"number\", \"number\": 2, \"start\": 3, \"end\": 7, \"backward\": false}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_NUMBER);
  g_assert_cmpuint (message.number, ==, 2);
  g_assert_cmpuint (message.start, ==, 3);
  g_assert_cmpuint (message.end, ==, 7);

  assert_refused ("{\"type\": \"number\", \"number\": 10, \"start\": 3, \"end\": 7}");
  assert_refused ("{\"type\": \"number\", \"start\": 3, \"end\": 7}");
  assert_refused ("{\"type\": \"number\", \"number\": 2, \"start\": 7, \"end\": 3}");
  assert_refused ("{\"type\": \"number\", \"number\": 2}");
}

static void
test_resize (void)
{
  g_auto (BylineMessage) message = { 0 };

  read_sound (&message, "{\"type\": \"resize\", \"offset\": 7, \"atEnd\": true}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_RESIZE);
  g_assert_cmpuint (message.start, ==, 7);
  g_assert_true (message.at_end);

  assert_refused ("{\"type\": \"resize\", \"offset\": 7}");
  assert_refused ("{\"type\": \"resize\", \"atEnd\": true}");
  assert_refused ("{\"type\": \"resize\", \"offset\": 4000000000, \"atEnd\": true}");
  assert_refused ("{\"type\": \"resize\", \"offset\": -1, \"atEnd\": false}");
  assert_refused ("{\"type\": \"resize\", \"offset\": 7, \"atEnd\": 1}");
}

static void
test_link (void)
{
  g_auto (BylineMessage) message = { 0 };

  read_sound (&message, "{\"type\": \"link\", \"href\": \"https://example.org/?a=“b”\"}");
  g_assert_cmpint (message.type, ==, BYLINE_MESSAGE_LINK);
  g_assert_cmpstr (message.href, ==, "https://example.org/?a=“b”");
  byline_message_clear (&message);
  g_assert_null (message.href);

  assert_refused ("{\"type\": \"link\"}");
  assert_refused ("{\"type\": \"link\", \"href\": 5}");
  assert_refused ("{\"type\": \"link\", \"href\": null}");
  assert_refused ("{\"type\": \"link\", \"href\": [\"https://example.org/\"]}");
}

static void
test_strangers (void)
{
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *pad = g_strnfill (BYLINE_MESSAGE_MAX_SIZE, 'x');
  g_autofree char *large = g_strdup_printf ("{\"type\": \"link\", \"href\": \"%s\"}", pad);
  static const char bad_utf8[] = "{\"type\": \"link\", \"href\": \"\xff\"}";
  static const char zero[] = "{\"type\": \"link\", \"href\": \"a\\u0000b\"}";

  assert_refused ("[]");
  assert_refused ("5");
  assert_refused ("null");
  assert_refused ("\"ready\"");
  assert_refused ("{}");
  assert_refused ("{\"type\": 5}");
  assert_refused ("{\"type\": null}");
  assert_refused ("{\"type\": \"\"}");
  assert_refused ("{\"type\": \"Ready\", \"length\": 1}");
  assert_refused ("{\"type\": \"quit\"}");

  assert_refused_data ("", 0, BYLINE_ERROR_SYNTAX);
  assert_refused_data ("undefined", 9, BYLINE_ERROR_SYNTAX);
  assert_refused_data ("{\"type\": \"ready\", \"length\": 1} {}", 33, BYLINE_ERROR_SYNTAX);
  assert_refused_data ("{\"type\": \"ready\", \"type\": \"link\"}", 34, BYLINE_ERROR_SYNTAX);
  assert_refused_data (bad_utf8, strlen (bad_utf8), BYLINE_ERROR_SYNTAX);
  assert_refused_data (zero, strlen (zero), BYLINE_ERROR_SYNTAX);
  assert_refused_data (deep, 60000, BYLINE_ERROR_SYNTAX);
  assert_refused_data (large, strlen (large), BYLINE_ERROR_TOO_LARGE);
}

/* Whatever bytes are changed: what is accepted is a selection of this article. */
static void
test_mutations (void)
{
  static const char *const seeds[] = {
    "{\"type\":\"selection\",\"start\":14,\"end\":34,\"backward\":false,\"dragging\":true,\"rect\":{\"left\":1.5,\"top\":2,\"right\":3,\"bottom\":4,\"view\":640}}",
    "{\"type\":\"released\",\"start\":14,\"end\":34,\"clicks\":2,\"control\":false,\"shift\":true,\"rect\":null}",
    "{\"type\":\"sentence\",\"offset\":100}",
    "{\"type\":\"link\",\"href\":\"#a\"}",
    "{\"type\":\"place\",\"rect\":{\"left\":1,\"top\":2,\"right\":3,\"bottom\":4,\"view\":640}}",
  };
  static const char alphabet[] = "{}[]:,\"0123456789.-+eEtrufalsn \\";
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  guint accepted = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *json = g_strdup (seeds[i % G_N_ELEMENTS (seeds)]);
      const gsize size = strlen (json);
      const int n = g_rand_int_range (random, 1, 4);
      g_auto (BylineMessage) message = { 0 };
      g_autoptr (GError) error = NULL;

      for (int j = 0; j < n; j++)
        json[g_rand_int_range (random, 0, size)] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];

      if (byline_message_read (&message, json, size, LENGTH, &error))
        {
          g_assert_no_error (error);
          if (message.type == BYLINE_MESSAGE_SELECTION || message.type == BYLINE_MESSAGE_RELEASED)
            g_assert_true (message.start <= message.end && message.end <= LENGTH);
          if (message.type == BYLINE_MESSAGE_SENTENCE)
            g_assert_cmpuint (message.start, <=, LENGTH);
          g_assert_true ((message.href != NULL) == (message.type == BYLINE_MESSAGE_LINK));
          accepted++;
        }
      else
        {
          g_assert_nonnull (error);
          g_assert_null (message.href);
        }
    }
  g_assert_cmpuint (accepted, >, 1000);
  g_assert_cmpuint (accepted, <, 19000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/ready", test_ready);
  g_test_add_func ("/message/selection", test_selection);
  g_test_add_func ("/message/released", test_released);
  g_test_add_func ("/message/offsets", test_offsets);
  g_test_add_func ("/message/sentence", test_sentence);
  g_test_add_func ("/message/place", test_place);
  g_test_add_func ("/message/link", test_link);
  g_test_add_func ("/message/strangers", test_strangers);
  g_test_add_func ("/message/mutations", test_mutations);
  g_test_add_func ("/message/resize", test_resize);
  g_test_add_func ("/message/number", test_number);
  return g_test_run ();
}
