/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* Label Studio's JSON: a list of tasks, each {"data": {"text"}, "annotations": [{"completed_by",
 * "result": [{"id", "type": "labels", "value": {"start", "end", "text", "labels"}}, …]}]}, and its
 * JSON-MIN, where the results of each annotation are members beside the text. Offsets are code
 * points. Each annotation of a task is one person's work; what was cancelled is none, and
 * predictions are a program's. A region's "meta" is kept by Label Studio as it is: its "text" is
 * the note, and "passage", which is ours, says what pieces belong together. What was typed beside a
 * region (`<TextArea perRegion="true">`) is a "textarea" with the region's id, a note as well. */

/* What is in a record of JSON-MIN beside text and results. */
static const char *const record_members[] = { "id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", NULL };

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The member that is annotated has the name that the project's owner chose: "text"
 * as a rule, else the longest text. */
static const char *
find_text (JsonObject *data)
{
  g_autoptr (GList) names = json_object_get_members (data);
  const char *best = byline_exchange_get_text (data, "text");

  for (GList *link = best == NULL ? names : NULL; link != NULL; link = link->next)
    {
      const char *text = g_strv_contains (record_members, link->data) ? NULL : byline_exchange_get_text (data, link->data);

      if (text != NULL && (best == NULL || strlen (text) > strlen (best)))
        best = text;
    }
  return best;
}

/* Whose work it is: a number of the server's, or a person with an address. */
static void
set_person (BylineForeign *self, JsonNode *person)
{
  g_autofree char *login = NULL;

  if (person != NULL && JSON_NODE_HOLDS_OBJECT (person))
    {
      const char *address = byline_exchange_get_text (json_node_get_object (person), "email");
      gint64 number;

      if (address != NULL)
        login = g_strdup (address);
      else if (byline_exchange_get_offset (json_object_get_member (json_node_get_object (person), "id"), &number))
        login = g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
  else if (person != NULL && json_node_get_value_type (person) == G_TYPE_STRING)
    login = json_node_dup_string (person);
  else if (person != NULL && json_node_get_value_type (person) == G_TYPE_INT64)
    login = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (person));
  if (login != NULL)
    byline_foreign_set_login (self, "Label-Studio", login);
}

/* Positions are numbers in a text. In a page, "start" is a path, and the numbers
 * are in "globalOffsets". */
static void
read_positions (JsonObject *value, gint64 *start, gint64 *end)
{
  JsonObject *offsets = get_object (value, "globalOffsets");

  if (offsets == NULL)
    offsets = value;
  if (!byline_exchange_get_offset (json_object_get_member (offsets, "start"), start)
      || !byline_exchange_get_offset (json_object_get_member (offsets, "end"), end))
    *start = *end = -1;
}

/* "labels", or "hypertextlabels" and the like; %NULL when it has none. */
static JsonArray *
find_labels (JsonObject *value)
{
  g_autoptr (GList) names = json_object_get_members (value);

  for (GList *link = names; link != NULL; link = link->next)
    if (g_str_has_suffix (link->data, "labels") && get_array (value, link->data) != NULL)
      return get_array (value, link->data);
  return NULL;
}

static void
add_notes (BylineForeignMark *mark, JsonNode *node)
{
  JsonArray *notes = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
    byline_foreign_mark_add_note (mark, json_node_get_string (node));
  for (guint i = 0; notes != NULL && i < json_array_get_length (notes); i++)
    if (json_node_get_value_type (json_array_get_element (notes, i)) == G_TYPE_STRING)
      byline_foreign_mark_add_note (mark, json_array_get_string_element (notes, i));
}

/* One mark a label. */
static void
read_region (BylineForeign *self, GHashTable *passages, const char *id, JsonObject *value, JsonObject *meta, JsonNode *typed)
{
  JsonArray *labels = find_labels (value);
  const guint n = labels != NULL ? json_array_get_length (labels) : 0;
  const char *passage = meta != NULL ? byline_exchange_get_text (meta, "passage") : NULL;
  const char *words = byline_exchange_get_text (value, "text");
  gint64 start, end;

  read_positions (value, &start, &end);
  /* Without "saveTextResult" the words are empty. */
  if (words != NULL && *words == '\0')
    words = NULL;
  if (start < 0 && words == NULL)
    {
      g_ptr_array_add (self->left_out, g_strdup_printf (_ ("region %s has neither positions nor words"), id));
      return;
    }
  for (guint i = 0; i < MAX (n, 1); i++)
    {
      JsonNode *label = n > 0 ? json_array_get_element (labels, i) : NULL;
      const char *tag = label != NULL && json_node_get_value_type (label) == G_TYPE_STRING ? json_node_get_string (label) : "";
      g_autofree char *name = i == 0 ? g_strdup (passage != NULL ? passage : id) : g_strdup_printf ("(%s) %s", tag, id);
      BylineForeignMark *mark = byline_foreign_add_to (self, passages, passage, name, tag);

      byline_foreign_mark_add_piece (mark, start, end, words);
      if (meta != NULL)
        add_notes (mark, json_object_get_member (meta, "text"));
      add_notes (mark, typed);
    }
}

/* Translators: a kind of answer in Label Studio, such as "choices". */
static void
leave_out_type (BylineForeign *self, const char *type)
{
  byline_exchange_note_once (self->notices, _ ("what is not a label (“%s”) is left out"), type);
}

/* What was typed beside regions, by their ids. */
static GHashTable *
find_typed (JsonArray *results)
{
  GHashTable *typed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    {
      JsonNode *node = json_array_get_element (results, i);
      JsonObject *result = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonObject *value = result != NULL ? get_object (result, "value") : NULL;
      const char *id = value != NULL ? byline_exchange_get_text (result, "id") : NULL;

      if (id != NULL && g_strcmp0 (byline_exchange_get_text (result, "type"), "textarea") == 0)
        g_hash_table_insert (typed, (gpointer) id, json_object_get_member (value, "text"));
    }
  return typed;
}

/* Takes what was typed beside the region out of @typed. */
static void
read_result (BylineForeign *self, GHashTable *passages, GHashTable *typed, guint index, JsonNode *node)
{
  JsonObject *result = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *type = result != NULL ? byline_exchange_get_text (result, "type") : NULL;
  JsonObject *value = result != NULL ? get_object (result, "value") : NULL;
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  const char *id = result != NULL ? byline_exchange_get_text (result, "id") : NULL;

  if (type != NULL && g_str_equal (type, "relation"))
    byline_exchange_note_once (self->notices, "%s", _ ("relations between passages are left out"));
  else if (type != NULL && !g_str_has_suffix (type, "labels"))
    {
      if (id == NULL || value == NULL || !g_str_equal (type, "textarea"))
        leave_out_type (self, type);
    }
  else if (value == NULL)
    g_ptr_array_add (self->left_out, g_strdup_printf (_ ("result %s cannot be used: it has no “value”"), number));
  else
    {
      gpointer text = NULL;

      if (id != NULL)
        g_hash_table_steal_extended (typed, id, NULL, &text);
      read_region (self, passages, id != NULL ? id : number, value, get_object (result, "meta"), text);
    }
}

static BylineForeign *
new_document (JsonObject *data, JsonNode *person, GError **error)
{
  g_autoptr (BylineForeign) self = byline_foreign_new (BYLINE_UNITS_CODE_POINTS);
  const char *text = find_text (data);
  const char *title = byline_exchange_get_text (data, "title");

  if (text != NULL && !byline_foreign_set_text (self, text, error))
    return NULL;
  if (title != text)
    self->name = g_strdup (title);
  set_person (self, person);
  return g_steal_pointer (&self);
}

static void
finish (BylineForeign *self, GHashTable *passages)
{
  byline_foreign_sort_pieces (passages);
  if (self->text == NULL)
    return;
  byline_foreign_mend_words (self);
  byline_foreign_guess_units (self);
}

static gboolean
read_annotation (GPtrArray *documents, JsonObject *data, JsonObject *annotation, GError **error)
{
  g_autoptr (GHashTable) passages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BylineForeign *document = new_document (data, annotation != NULL ? json_object_get_member (annotation, "completed_by") : NULL, error);
  g_autoptr (GHashTable) typed = NULL;
  JsonArray *results = NULL;

  if (document == NULL)
    return FALSE;
  g_ptr_array_add (documents, document);
  if (annotation != NULL && !byline_json_get_array (annotation, "", "result", FALSE, &results, error))
    return FALSE;
  typed = find_typed (results);
  for (guint i = 0; results != NULL && i < json_array_get_length (results); i++)
    read_result (document, passages, typed, i, json_array_get_element (results, i));
  if (g_hash_table_size (typed) > 0)
    leave_out_type (document, "textarea");
  finish (document, passages);
  return TRUE;
}

static gboolean
is_cancelled (JsonObject *annotation)
{
  static const char *const members[] = { "was_cancelled", "skipped" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *node = json_object_get_member (annotation, members[i]);

      if (node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_some (JsonObject *task, const char *member)
{
  JsonArray *array = get_array (task, member);
  return array != NULL && json_array_get_length (array) > 0;
}

static gboolean
read_task (GPtrArray *documents, JsonObject *task, JsonObject *data, GError **error)
{
  const guint first = documents->len;
  JsonArray *annotations = NULL;
  gboolean has_cancelled = FALSE;
  GPtrArray *notices;

  if (!byline_json_get_array (task, "", "annotations", FALSE, &annotations, error)
      || (annotations == NULL && !byline_json_get_array (task, "", "completions", FALSE, &annotations, error)))
    return FALSE;
  for (guint i = 0; annotations != NULL && i < json_array_get_length (annotations); i++)
    {
      JsonNode *annotation = json_array_get_element (annotations, i);

      if (!JSON_NODE_HOLDS_OBJECT (annotation))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("annotation %u must be an object"), i + 1);
          return FALSE;
        }
      if (is_cancelled (json_node_get_object (annotation)))
        has_cancelled = TRUE;
      else if (!read_annotation (documents, data, json_node_get_object (annotation), error))
        return FALSE;
    }
  /* A task that nobody has done is a document without annotations. */
  if (documents->len == first && !read_annotation (documents, data, NULL, error))
    return FALSE;
  notices = ((BylineForeign *) g_ptr_array_index (documents, first))->notices;
  if (has_cancelled)
    byline_exchange_note_once (notices, "%s", _ ("annotations that were cancelled are left out"));
  if (has_some (task, "drafts"))
    byline_exchange_note_once (notices, "%s", _ ("drafts that were not submitted are left out"));
  if (has_some (task, "predictions"))
    byline_exchange_note_once (notices, "%s", _ ("predictions are left out: they are a program’s, not a person’s"));
  return TRUE;
}

/* A record of JSON-MIN: the task's data, with the values of the results in lists. */
static gboolean
read_record (GPtrArray *documents, JsonObject *record, GError **error)
{
  g_autoptr (GHashTable) passages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) names = json_object_get_members (record);
  BylineForeign *document = new_document (record, json_object_get_member (record, "annotator"), error);

  if (document == NULL)
    return FALSE;
  g_ptr_array_add (documents, document);
  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonArray *values = get_array (record, link->data);

      for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
        {
          JsonNode *value = json_array_get_element (values, i);
          g_autofree char *name = g_strdup_printf ("%s %u", (const char *) link->data, i + 1);

          if (JSON_NODE_HOLDS_OBJECT (value) && find_labels (json_node_get_object (value)) != NULL)
            read_region (document, passages, name, json_node_get_object (value), NULL, NULL);
          else
            leave_out_type (document, link->data);
        }
    }
  finish (document, passages);
  return TRUE;
}

/* One without any label still says whose and when. */
static gboolean
is_record (JsonObject *item)
{
  g_autoptr (GList) names = json_object_get_members (item);

  if (find_text (item) == NULL || json_object_has_member (item, "annotations"))
    return FALSE;
  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonArray *values = get_array (item, link->data);
      JsonNode *first = values != NULL && json_array_get_length (values) > 0 ? json_array_get_element (values, 0) : NULL;

      if (first != NULL && JSON_NODE_HOLDS_OBJECT (first) && find_labels (json_node_get_object (first)) != NULL)
        return TRUE;
    }
  return json_object_has_member (item, "annotation_id") || json_object_has_member (item, "annotator");
}

static gboolean
read_item (GPtrArray *documents, JsonNode *node, GError **error)
{
  JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *data = item != NULL ? get_object (item, "data") : NULL;

  if (data != NULL)
    return read_task (documents, item, data, error);
  if (item != NULL && is_record (item))
    return read_record (documents, item, error);
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is not a task of Label Studio: it should be an object with “data” and “annotations”"));
  return FALSE;
}

/**
 * byline_exchange_read_label_studio:
 * @data: (array length=size): an export as JSON or JSON-MIN, or one task of it
 * @size: bytes
 *
 * Returns: (transfer full) (nullable) (element-type BylineForeign): an entry for each
 *   annotation of each task, or for a task without any
 */
GPtrArray *
byline_exchange_read_label_studio (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    return read_item (documents, root, error) ? g_steal_pointer (&documents) : NULL;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (root)); i++)
    if (!read_item (documents, json_array_get_element (json_node_get_array (root), i), error))
      {
        g_prefix_error (error, _ ("task %u: "), i + 1);
        return NULL;
      }
  if (documents->len == 0)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("there is no task in it"));
      return NULL;
    }
  return g_steal_pointer (&documents);
}
