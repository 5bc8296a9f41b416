/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "error.h"
#include "json.h"
#include "jsonwriter.h"

#include <glib/gi18n.h>
#include <string.h>

/* doccano's JSONL: a document a line, {"text", "label": [[start, end, "Tag"], …]}, or with
 * relations {"text", "entities": [{"id", "label", "start_offset", "end_offset"}, …],
 * "relations": […]}. Its older JSON export calls them "annotations". Members that doccano does
 * not know it keeps and writes again: "offsets", which says what they count, and "passages",
 * which says what pieces belong together, are ours. */

#define UTF16 "UTF-16"

static const char *const lists[] = { "label", "labels", "entities", "annotations" };

/* A label is a text, or a number in exports of old versions. */
static char *
dup_label (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup ("");
}

/* The three things that an entry says, as a list or as an object. */
static gboolean
read_entry (JsonNode *entry, gint64 *start, gint64 *end, char **label)
{
  JsonNode *parts[3] = { NULL, NULL, NULL };

  if (JSON_NODE_HOLDS_ARRAY (entry) && json_array_get_length (json_node_get_array (entry)) >= 3)
    for (guint i = 0; i < 3; i++)
      parts[i] = json_array_get_element (json_node_get_array (entry), i);
  else if (JSON_NODE_HOLDS_OBJECT (entry))
    {
      JsonObject *object = json_node_get_object (entry);

      parts[0] = json_object_get_member (object, "start_offset");
      parts[1] = json_object_get_member (object, "end_offset");
      parts[2] = json_object_get_member (object, "label");
    }
  if (!byline_exchange_get_offset (parts[0], start) || !byline_exchange_get_offset (parts[1], end))
    return FALSE;
  *label = dup_label (parts[2]);
  return TRUE;
}

static char *
dup_key (gint64 start, gint64 end, const char *label)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", start, end, label);
}

static void
free_numbers (gpointer numbers)
{
  g_queue_free_full (numbers, g_free);
}

/* Which pieces are wanted by which passage: what stands at [start, end) with a
 * label → the passages' numbers, as texts. Someone may have changed a label in
 * doccano; it is then found by none, and stands by itself. */
static GHashTable *
read_passages (JsonObject *document)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_numbers);
  JsonNode *node = json_object_get_member (document, "passages");
  JsonArray *passages = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; passages != NULL && i < json_array_get_length (passages); i++)
    {
      JsonNode *passage = json_array_get_element (passages, i);

      for (guint j = 0; JSON_NODE_HOLDS_ARRAY (passage) && j < json_array_get_length (json_node_get_array (passage)); j++)
        {
          JsonNode *piece = json_array_get_element (json_node_get_array (passage), j);
          g_autofree char *label = NULL;
          g_autofree char *key = NULL;
          GQueue *numbers;
          gint64 start, end;

          if (!read_entry (piece, &start, &end, &label))
            continue;
          key = dup_key (start, end, label);
          numbers = g_hash_table_lookup (wanted, key);
          if (numbers == NULL)
            g_hash_table_insert (wanted, g_steal_pointer (&key), numbers = g_queue_new ());
          g_queue_push_tail (numbers, g_strdup_printf ("%u", i));
        }
    }
  return g_steal_pointer (&wanted);
}

/* The passage that wants a piece; each wants it once. */
static char *
steal_passage (GHashTable *wanted, gint64 start, gint64 end, const char *label)
{
  g_autofree char *key = dup_key (start, end, label);
  GQueue *numbers = g_hash_table_lookup (wanted, key);

  return numbers != NULL ? g_queue_pop_head (numbers) : NULL;
}

static void
read_labels (BylineForeign *self, JsonObject *document, JsonArray *entries)
{
  g_autoptr (GHashTable) wanted = read_passages (document);
  g_autoptr (GHashTable) passages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      g_autofree char *label = NULL;
      g_autofree char *passage = NULL;
      gint64 start, end;

      if (!read_entry (json_array_get_element (entries, i), &start, &end, &label))
        {
          g_ptr_array_add (self->left_out, g_strdup_printf (_ ("label %u cannot be used: it should have a start, an end and a name"), i + 1));
          continue;
        }
      passage = steal_passage (wanted, start, end, label);
      byline_foreign_mark_add_piece (byline_foreign_add_to (self, passages, passage, NULL, label), start, end, NULL);
    }
  byline_foreign_sort_pieces (passages);
}

static gboolean
has_elements (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0;
}

/* doccano calls what people say of a document its comments. */
static void
read_comments (BylineForeign *self, JsonObject *object)
{
  g_autoptr (GString) note = g_string_new (NULL);
  JsonArray *comments = has_elements (object, "Comments") ? json_object_get_array_member (object, "Comments") : NULL;

  for (guint i = 0; comments != NULL && i < json_array_get_length (comments); i++)
    {
      JsonNode *comment = json_array_get_element (comments, i);

      if (json_node_get_value_type (comment) == G_TYPE_STRING)
        g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", json_node_get_string (comment));
    }
  if (note->len > 0)
    self->note = g_strdup (note->str);
}

static BylineForeign *
read_document (JsonNode *node, GError **error)
{
  g_autoptr (BylineForeign) self = byline_foreign_new (BYLINE_UNITS_UTF16);
  JsonObject *object;
  JsonArray *entries = NULL;
  const char *text = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is not a document of doccano: it should be an object with “text” and “label”"));
      return NULL;
    }
  object = json_node_get_object (node);
  text = byline_exchange_get_text (object, "text");
  if (text == NULL)
    text = byline_exchange_get_text (object, "data");
  if (text == NULL)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is not a document of doccano: it has no “text”"));
      return NULL;
    }
  if (!byline_foreign_set_text (self, text, error))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!byline_json_get_array (object, "", lists[i], FALSE, &entries, error))
      return NULL;
    else if (entries != NULL)
      break;
  if (entries != NULL)
    read_labels (self, object, entries);
  if (has_elements (object, "relations"))
    byline_exchange_note_once (self->notices, "%s", _ ("relations between passages are left out"));
  if (has_elements (object, "cats"))
    byline_exchange_note_once (self->notices, "%s", _ ("categories of the whole text are left out"));
  read_comments (self, object);
  if (g_strcmp0 (byline_exchange_get_text (object, "offsets"), UTF16) != 0)
    byline_foreign_guess_units (self);
  return g_steal_pointer (&self);
}

static gboolean
add_document (GPtrArray *documents, JsonNode *node, GError **error)
{
  BylineForeign *document = read_document (node, error);

  if (document != NULL)
    g_ptr_array_add (documents, document);
  return document != NULL;
}

/* One value may stand on many lines, as in doccano's own examples, and a list of
 * documents is its JSON export. */
static gboolean
read_whole (GPtrArray *documents, const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) node = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);
  JsonArray *array;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return add_document (documents, node, error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!add_document (documents, json_array_get_element (array, i), error))
      {
        g_prefix_error (error, _ ("document %u: "), i + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_blank (const char *line, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_lines (GPtrArray *documents, const char *data, gsize size, GError **error)
{
  const char *end = data + size;
  guint number = 0;

  for (const char *line = data; line < end; number++)
    {
      const char *feed = memchr (line, '\n', end - line);
      const gsize length = (feed != NULL ? feed : end) - line;
      g_autoptr (JsonNode) node = NULL;

      if (!is_blank (line, length))
        {
          node = byline_json_parse (line, length, BYLINE_ANNOTATIONS_MAX_SIZE, error);
          if (node == NULL || !add_document (documents, node, error))
            {
              g_prefix_error (error, _ ("document in line %u: "), number + 1);
              return FALSE;
            }
        }
      line += length + 1;
    }
  return TRUE;
}

/* A file is read line by line when its first line is a value by itself. */
static gboolean
is_lines (const char *data, gsize size)
{
  const char *feed;
  g_autoptr (JsonNode) node = NULL;

  while (size > 0 && g_ascii_isspace (*data))
    data++, size--;
  feed = memchr (data, '\n', size);
  if (feed == NULL || is_blank (feed, data + size - feed))
    return FALSE;
  node = byline_json_parse (data, feed - data, BYLINE_ANNOTATIONS_MAX_SIZE, NULL);
  return node != NULL;
}

/**
 * byline_exchange_read_doccano:
 * @data: (array length=size): JSONL as doccano exports and imports it, or JSON
 * @size: bytes
 *
 * What offsets count is told by the text (byline_foreign_guess_units()): doccano's
 * page counts UTF-16 units, programs in Python code points.
 *
 * Returns: (transfer full) (nullable) (element-type BylineForeign): an entry a document
 */
GPtrArray *
byline_exchange_read_doccano (const char *data, gsize size, GError **error)
{
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();

  if (size > BYLINE_ANNOTATIONS_MAX_SIZE || !is_lines (data, size) ? !read_whole (documents, data, size, error) : !read_lines (documents, data, size, error))
    return NULL;
  if (documents->len == 0)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("there is no document in it"));
      return NULL;
    }
  return g_steal_pointer (&documents);
}

static void
write_piece (BylineJsonWriter *writer, const guint *units, const BylineSegment *segment, const char *label)
{
  byline_json_writer_open (writer, NULL, '[');
  byline_json_writer_uint (writer, NULL, units[segment->start]);
  byline_json_writer_uint (writer, NULL, units[segment->end]);
  byline_json_writer_string (writer, NULL, label);
  byline_json_writer_close (writer, ']');
}

static void
write_pieces (BylineJsonWriter *writer, const guint *units, const BylineAnnotation *annotation)
{
  for (guint i = 0; i < annotation->span.n_segments; i++)
    write_piece (writer, units, &annotation->span.segments[i], annotation->tag);
}

/**
 * byline_exchange_write_doccano:
 * @article: the article
 * @work: annotations of it
 * @set: the tag set
 * @notices: (element-type utf8): gets what is lost
 * @size: (out): bytes
 *
 * Returns: (transfer full): one line of JSON, with offsets in UTF-16 units
 */
char *
byline_exchange_write_doccano (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error)
{
  gsize n_bytes;
  const char *text = byline_article_get_text (article, &n_bytes);
  g_autofree guint *units = byline_exchange_dup_utf16 (text, n_bytes, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, TRUE);
  const guint n = byline_annotations_get_size (work);
  gboolean has_pieces = FALSE;

  byline_json_writer_open (&writer, NULL, '{');
  byline_json_writer_string (&writer, "text", text);
  byline_json_writer_string (&writer, "offsets", UTF16);
  byline_json_writer_open (&writer, "label", '[');
  for (guint i = 0; i < n; i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      write_pieces (&writer, units, annotation);
      has_pieces = has_pieces || annotation->span.n_segments > 1;
    }
  byline_json_writer_close (&writer, ']');
  if (has_pieces)
    {
      byline_json_writer_open (&writer, "passages", '[');
      for (guint i = 0; i < n; i++)
        {
          const BylineAnnotation *annotation = byline_annotations_get (work, i);

          if (annotation->span.n_segments < 2)
            continue;
          byline_json_writer_open (&writer, NULL, '[');
          write_pieces (&writer, units, annotation);
          byline_json_writer_close (&writer, ']');
        }
      byline_json_writer_close (&writer, ']');
      byline_exchange_note_once (notices, "%s", _ ("doccano shows the pieces of a passage one by one; what belongs together is in the member “passages”, for programs"));
    }
  byline_json_writer_close (&writer, '}');
  g_string_append_c (out, '\n');
  byline_exchange_say_lost (work, "doccano", BYLINE_HOLDS_PIECES, notices);
  *size = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
