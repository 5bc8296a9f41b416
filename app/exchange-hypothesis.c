/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-hypothesis.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* What Hypothesis's API answers — {"total", "rows": […]} or one annotation — and the file that
 * its client exports, {"export_date", "export_userid", "client_version", "annotations": […]}.
 * Positions count UTF-16 units in the text of the whole page, so that the words and what is
 * around them decide where a passage is. */

/**
 * byline_hypothesis_dup_iri:
 * @id: an id of Hypothesis's, 22 characters for the 16 bytes of a UUID, or an IRI
 *
 * Returns: (transfer full): the same as an IRI; @id itself where it is none
 */
char *
byline_hypothesis_dup_iri (const char *id)
{
  g_autofree char *padded = g_strconcat (id, "==", NULL);
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GString) iri = g_string_new ("urn:uuid:");
  gsize size;

  if (strlen (id) != 22)
    return g_strdup (id);
  g_strdelimit (g_strdelimit (padded, "-", '+'), "_", '/');
  bytes = g_base64_decode (padded, &size);
  again = g_base64_encode (bytes, size);
  if (size != 16 || !g_str_equal (again, padded))
    return g_strdup (id);
  for (guint i = 0; i < 16; i++)
    g_string_append_printf (iri, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
  return g_strdup (iri->str);
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * Place:
 * @start: UTF-16 units in the page, or -1
 * @end: exclusive
 * @quote: (nullable): the words, with what is around them
 * @passage: (nullable): what the place is a piece of
 *
 * What the selectors of one target say. The first of each kind counts.
 */
typedef struct
{
  gint64 start;
  gint64 end;
  JsonObject *quote;
  const char *passage;
} Place;

static void
read_selector (Place *self, JsonObject *selector)
{
  const char *type = byline_exchange_get_text (selector, "type");
  gint64 start, end;

  if (g_strcmp0 (type, "TextQuoteSelector") == 0 && self->quote == NULL && byline_exchange_get_text (selector, "exact") != NULL)
    self->quote = selector;
  else if (g_strcmp0 (type, "TextPositionSelector") == 0 && self->start < 0
           && byline_exchange_get_offset (json_object_get_member (selector, "start"), &start)
           && byline_exchange_get_offset (json_object_get_member (selector, "end"), &end))
    {
      self->start = start;
      self->end = end;
    }
  else if (g_strcmp0 (type, BYLINE_HYPOTHESIS_PASSAGE) == 0 && self->passage == NULL)
    self->passage = byline_exchange_get_text (selector, "passage");
}

/* The places of a row that can be found; @has_selectors is whether it is about
 * a part of the page at all. */
static GArray *
find_places (JsonObject *row, gboolean *has_selectors)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  JsonArray *targets = get_array (row, "target");

  *has_selectors = FALSE;
  for (guint i = 0; targets != NULL && i < json_array_get_length (targets); i++)
    {
      JsonNode *target = json_array_get_element (targets, i);
      JsonArray *selectors = JSON_NODE_HOLDS_OBJECT (target) ? get_array (json_node_get_object (target), "selector") : NULL;
      Place place = { -1, -1, NULL, NULL };

      for (guint j = 0; selectors != NULL && j < json_array_get_length (selectors); j++)
        {
          *has_selectors = TRUE;
          if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (selectors, j)))
            read_selector (&place, json_array_get_object_element (selectors, j));
        }
      if (place.quote != NULL || place.start >= 0)
        g_array_append_val (places, place);
    }
  return g_steal_pointer (&places);
}

static void
add_piece (BylineForeign *document, BylineForeignMark *mark, const Place *place)
{
  BylineForeignPiece *piece = byline_foreign_mark_add_piece (mark, place->start, place->end, NULL);

  if (place->quote == NULL)
    {
      byline_exchange_note_once (document->notices, "%s", _ ("some annotations have no words and are taken by their positions alone: please check them"));
      return;
    }
  piece->exact = g_strdup (byline_exchange_get_text (place->quote, "exact"));
  piece->prefix = g_strdup (byline_exchange_get_text (place->quote, "prefix"));
  piece->suffix = g_strdup (byline_exchange_get_text (place->quote, "suffix"));
}

/* The tags, each once; "" where there is none, as in a highlight. */
static GPtrArray *
find_tags (JsonObject *row)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = get_array (row, "tags");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *tag = json_array_get_element (array, i);

      if (json_node_get_value_type (tag) == G_TYPE_STRING && g_hash_table_add (seen, (gpointer) json_node_get_string (tag)))
        g_ptr_array_add (tags, (gpointer) json_node_get_string (tag));
    }
  if (tags->len == 0)
    g_ptr_array_add (tags, (gpointer) "");
  return g_steal_pointer (&tags);
}

/* One passage a tag, for Byline's have one. The targets of an annotation are its
 * pieces. */
static void
read_passage (BylineForeign *document, GHashTable *passages, JsonObject *row, const char *id, GArray *places)
{
  g_autoptr (GPtrArray) tags = find_tags (row);
  g_autofree char *iri = byline_hypothesis_dup_iri (id);
  const char *passage = g_array_index (places, Place, 0).passage;

  for (guint i = 0; i < tags->len; i++)
    {
      const char *tag = g_ptr_array_index (tags, i);
      g_autofree char *name = i > 0 ? g_strdup_printf ("(%s) %s", tag, id) : g_strdup (passage != NULL ? passage : iri);
      BylineForeignMark *mark = byline_foreign_add_to (document, passages, passage, name, tag);

      for (guint j = 0; j < places->len; j++)
        add_piece (document, mark, &g_array_index (places, Place, j));
      if (mark->created == NULL)
        byline_foreign_mark_set_times (mark, byline_exchange_get_text (row, "created"), byline_exchange_get_text (row, "updated"));
      byline_foreign_mark_add_note (mark, byline_exchange_get_text (row, "text"));
    }
}

/* Words on the page as a whole. */
static void
read_page_note (BylineForeign *document, JsonObject *row)
{
  const char *text = byline_exchange_get_text (row, "text");
  JsonArray *tags = get_array (row, "tags");

  if (text != NULL && *text != '\0')
    {
      g_autofree char *first = g_steal_pointer (&document->note);
      document->note = first != NULL ? g_strconcat (first, "\n", text, NULL) : g_strdup (text);
    }
  if (tags != NULL && json_array_get_length (tags) > 0)
    byline_exchange_note_once (document->notices, "%s", _ ("tags on the whole page are left out"));
}

/* A user of ours is a creator's id, with the code name beside it; any other one is
 * a login. */
static void
set_user (BylineForeign *document, const char *user, JsonObject *row)
{
  const char *name = g_str_has_prefix (user, "acct:") ? user + strlen ("acct:") : user;
  JsonNode *node = json_object_get_member (row, "user_info");
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, "@" BYLINE_HYPOTHESIS_HOST))
    {
      byline_foreign_set_login (document, "Hypothesis", name);
      return;
    }
  id = g_uri_unescape_segment (name, name + strlen (name) - strlen ("@" BYLINE_HYPOTHESIS_HOST), NULL);
  if (id != NULL && g_uuid_string_is_valid (id))
    document->creator_id = g_strconcat ("urn:uuid:", id, NULL);
  else if (id != NULL && strchr (id, ':') != NULL && g_utf8_validate (id, -1, NULL))
    document->creator_id = g_steal_pointer (&id);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    document->creator = g_strdup (byline_exchange_get_text (json_node_get_object (node), "display_name"));
}

static void
set_title (BylineForeign *document, JsonObject *row)
{
  JsonNode *node = json_object_get_member (row, "document");
  JsonObject *page = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *titles = page != NULL ? get_array (page, "title") : NULL;

  if (page == NULL)
    return;
  document->name = g_strdup (byline_exchange_get_text (page, "title"));
  if (titles != NULL && json_array_get_length (titles) > 0 && json_node_get_value_type (json_array_get_element (titles, 0)) == G_TYPE_STRING)
    document->name = g_strdup (json_array_get_string_element (titles, 0));
}

/**
 * Person:
 * @document: what one user has annotated; owned by the array of documents
 * @passages: (element-type utf8 BylineForeignMark): its passages of several pieces
 */
typedef struct
{
  BylineForeign *document;
  GHashTable *passages;
} Person;

static void
person_free (gpointer data)
{
  Person *self = data;

  g_hash_table_unref (self->passages);
  g_free (self);
}

static Person *
find_person (GPtrArray *documents, GHashTable *people, JsonObject *row)
{
  const char *user = byline_exchange_get_text (row, "user");
  Person *person = g_hash_table_lookup (people, user != NULL ? user : "");

  if (person != NULL)
    return person;
  person = g_new0 (Person, 1);
  person->document = byline_foreign_new (BYLINE_UNITS_UTF16);
  person->passages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (documents, person->document);
  g_hash_table_insert (people, g_strdup (user != NULL ? user : ""), person);
  if (user != NULL && *user != '\0')
    set_user (person->document, user, row);
  set_title (person->document, row);
  return person;
}

static void
read_row (GPtrArray *documents, GHashTable *people, JsonObject *row, guint index)
{
  Person *person = find_person (documents, people, row);
  JsonArray *references = get_array (row, "references");
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  const char *id = byline_exchange_get_text (row, "id");
  gboolean has_selectors;
  g_autoptr (GArray) places = find_places (row, &has_selectors);

  if (id == NULL || *id == '\0')
    id = number;
  if (references != NULL && json_array_get_length (references) > 0)
    byline_exchange_note_once (person->document->notices, "%s", _ ("replies to annotations are left out"));
  else if (places->len > 0)
    read_passage (person->document, person->passages, row, id, places);
  else if (has_selectors)
    g_ptr_array_add (person->document->left_out, g_strdup_printf (_ ("annotation %s has neither words nor a position in a text"), id));
  else
    read_page_note (person->document, row);
}

/* The list of annotations in either kind of file, or the one that is the file. */
static JsonArray *
find_rows (JsonNode *root, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *rows = NULL;

  if (JSON_NODE_HOLDS_ARRAY (root))
    return json_array_ref (json_node_get_array (root));
  if (object != NULL && json_object_has_member (object, "target"))
    {
      rows = json_array_new ();
      json_array_add_object_element (rows, json_object_ref (object));
      return rows;
    }
  if (object != NULL)
    rows = get_array (object, json_object_has_member (object, "rows") ? "rows" : "annotations");
  if (rows != NULL)
    return json_array_ref (rows);
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is not a file of Hypothesis: it should have “rows” or “annotations”"));
  return NULL;
}

/**
 * byline_exchange_read_hypothesis:
 * @data: (array length=size): an answer of Hypothesis's API, or its client's export
 * @size: bytes
 *
 * Returns: (transfer full) (nullable) (element-type BylineForeign): an entry a user
 */
GPtrArray *
byline_exchange_read_hypothesis (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);
  g_autoptr (JsonArray) rows = root != NULL ? find_rows (root, error) : NULL;
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, person_free);
  g_autoptr (GPtrArray) documents = byline_exchange_new_documents ();
  GHashTableIter iter;
  gpointer person;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (!JSON_NODE_HOLDS_OBJECT (row))
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("annotation %u must be an object"), i + 1);
          return NULL;
        }
      read_row (documents, people, json_node_get_object (row), i);
    }
  if (documents->len == 0)
    g_ptr_array_add (documents, byline_foreign_new (BYLINE_UNITS_UTF16));
  g_hash_table_iter_init (&iter, people);
  while (g_hash_table_iter_next (&iter, NULL, &person))
    byline_foreign_sort_pieces (((Person *) person)->passages);
  return g_steal_pointer (&documents);
}
