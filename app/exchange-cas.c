/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* UIMA CAS JSON 1.0, as INCEpTION and dkpro-cassis write it: types in "%TYPES", all that there
 * is in "%FEATURE_STRUCTURES" (a list, or in drafts of the format an object by id), each with
 * "%ID" and "%TYPE". The text is the sofa's "sofaString"; an annotation refers to it by "@sofa"
 * and has "begin" and "end" in UTF-16 units. */

#define TAG_TYPE "custom.Tag"

/* Layers of analysis, which hold words and sentences and not what a person marked. */
static const char *const analysis[] = {
  "uima.", "org.apache.uima.", "de.tudarmstadt.ukp.dkpro.core.api.segmentation.", "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
  "de.tudarmstadt.ukp.dkpro.core.api.syntax.", "de.tudarmstadt.ukp.dkpro.core.api.metadata.", "de.tudarmstadt.ukp.clarin.",
};

static const char *
get_type (JsonObject *structure)
{
  const char *type = byline_exchange_get_text (structure, "%TYPE");
  return type != NULL ? type : "";
}

/* The features that are offsets may have a mark in front of their names. */
static JsonNode *
find_anchor (JsonObject *structure, const char *name, const char *marked)
{
  JsonNode *node = json_object_get_member (structure, name);
  return node != NULL ? node : json_object_get_member (structure, marked);
}

/* The only feature with a text as its value, beside the two that are never labels. */
static const char *
find_only_text (JsonObject *structure)
{
  g_autoptr (GList) names = json_object_get_members (structure);
  const char *only = NULL;

  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *name = link->data;
      const char *value = strchr ("%@^#", *name) == NULL ? byline_exchange_get_text (structure, name) : NULL;

      if (value == NULL || g_str_equal (name, "note") || g_str_equal (name, "comment") || g_str_equal (name, "passage"))
        continue;
      if (only != NULL)
        return NULL;
      only = value;
    }
  return only;
}

/* What the layer calls the tag: "label", else "value" as in named entities, else
 * its only text. */
static const char *
find_label (JsonObject *structure)
{
  const char *label = byline_exchange_get_text (structure, "label");

  if (label == NULL)
    label = byline_exchange_get_text (structure, "value");
  return label != NULL ? label : find_only_text (structure);
}

static gboolean
is_analysis (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (analysis); i++)
    if (g_str_has_prefix (type, analysis[i]))
      return TRUE;
  return FALSE;
}

/**
 * Structure:
 * @id: its number
 * @object: its features
 */
typedef struct
{
  gint64 id;
  JsonObject *object;
} Structure;

/**
 * Reader:
 * @structures: (element-type Structure): all feature structures
 * @documents: (element-type BylineForeign): one a sofa with a text
 * @passages: (element-type GHashTable): those of each document
 * @sofas: their ids → their place in @documents, plus 1
 * @tags_only: whether there are annotations of our own type, which are then the only
 *   ones that are read
 * @is_ours: whether that type has the feature that only Byline gives it
 */
typedef struct
{
  GArray *structures;
  GPtrArray *documents;
  GPtrArray *passages;
  GHashTable *sofas;
  gboolean tags_only;
  gboolean is_ours;
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->structures, g_array_unref);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->passages, g_ptr_array_unref);
  g_clear_pointer (&self->sofas, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* What is not an object is no feature structure, and nothing can refer to it. */
static void
add_structure (Reader *self, JsonNode *node, JsonNode *id)
{
  Structure structure = { 0, NULL };

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  structure.object = json_node_get_object (node);
  byline_exchange_get_offset (id != NULL ? id : json_object_get_member (structure.object, "%ID"), &structure.id);
  g_array_append_val (self->structures, structure);
  self->tags_only = self->tags_only || g_str_equal (get_type (structure.object), TAG_TYPE);
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_structures (Reader *self, JsonNode *root, GError **error)
{
  JsonNode *node = JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "%FEATURE_STRUCTURES") : NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_structure (self, json_array_get_element (array, i), NULL);
      return TRUE;
    }
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *link = names; link != NULL; link = link->next)
        {
          g_autoptr (JsonNode) id = byline_json_new_string (link->data);
          add_structure (self, json_object_get_member (object, link->data), id);
        }
      return TRUE;
    }
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_KIND, _ ("this is not UIMA CAS JSON: it has no “%%FEATURE_STRUCTURES”"));
  return FALSE;
}

static gboolean
read_sofa (Reader *self, const Structure *structure, GError **error)
{
  const char *text = byline_exchange_get_text (structure->object, "sofaString");
  const char *name = byline_exchange_get_text (structure->object, "sofaID");
  BylineForeign *document;

  if (text == NULL)
    return TRUE;
  document = byline_foreign_new (BYLINE_UNITS_UTF16);
  g_ptr_array_add (self->documents, document);
  g_ptr_array_add (self->passages, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
  g_hash_table_insert (self->sofas, GINT_TO_POINTER ((int) structure->id), GUINT_TO_POINTER (self->documents->len));
  if (name != NULL && !g_str_equal (name, "_InitialView"))
    document->name = g_strdup (name);
  return byline_foreign_set_text (document, text, error);
}

/* The place of the document that something is about, plus 1; what has no "@sofa" is
 * about the only one. */
static guint
find_document (Reader *self, JsonObject *object)
{
  gint64 sofa;

  if (byline_exchange_get_offset (json_object_get_member (object, "@sofa"), &sofa))
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->sofas, GINT_TO_POINTER ((int) sofa)));
  return self->documents->len == 1 ? 1 : 0;
}

/* Whether an annotation is a person's mark; says which layers are left out. */
static gboolean
is_mark (Reader *self, BylineForeign *document, JsonObject *object, const char *label)
{
  const char *type = get_type (object);

  if (is_analysis (type))
    return FALSE;
  if (g_str_equal (type, TAG_TYPE))
    return TRUE;
  if (json_object_has_member (object, "@Governor") || json_object_has_member (object, "@Dependent"))
    byline_exchange_note_once (document->notices, "%s", _ ("relations between passages are left out"));
  else if (self->tags_only || label == NULL)
    /* Translators: the name of a type in a CAS file. */
    byline_exchange_note_once (document->notices, _ ("the layer “%s” is left out"), type);
  else
    return TRUE;
  return FALSE;
}

static void
read_annotation (Reader *self, const Structure *structure)
{
  JsonObject *object = structure->object;
  JsonNode *begin = find_anchor (object, "begin", "^begin");
  JsonNode *end = find_anchor (object, "end", "^end");
  const guint place = find_document (self, object);
  BylineForeign *document = place > 0 ? g_ptr_array_index (self->documents, place - 1) : NULL;
  const char *label = find_label (object);
  const char *title = byline_exchange_get_text (object, "documentTitle");
  const char *passage = byline_exchange_get_text (object, "passage");
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, structure->id);
  gint64 offsets[2];
  BylineForeignMark *mark;

  if (document == NULL)
    return;
  if (title != NULL && document->name == NULL)
    document->name = g_strdup (title);
  if ((begin == NULL && end == NULL) || !is_mark (self, document, object, label))
    return;
  if (!byline_exchange_get_offset (begin, &offsets[0]) || !byline_exchange_get_offset (end, &offsets[1]))
    {
      g_ptr_array_add (document->left_out, g_strdup_printf (_ ("annotation %s has no place: “begin” and “end” should be whole numbers"), name));
      return;
    }
  mark = byline_foreign_add_to (document, g_ptr_array_index (self->passages, place - 1), passage,
                                passage != NULL ? passage : name, label != NULL ? label : "");
  byline_foreign_mark_add_piece (mark, offsets[0], offsets[1], NULL);
  byline_foreign_mark_add_note (mark, byline_exchange_get_text (object, json_object_has_member (object, "note") ? "note" : "comment"));
}

/* Views without a mark are of no use beside one that has some. */
static void
drop_bare_documents (GPtrArray *documents)
{
  for (guint i = documents->len; i > 0 && documents->len > 1; i--)
    {
      const BylineForeign *document = g_ptr_array_index (documents, i - 1);

      if (document->marks->len == 0 && document->left_out->len == 0)
        g_ptr_array_remove_index (documents, i - 1);
    }
}

/**
 * byline_exchange_read_cas:
 * @data: (array length=size): UIMA CAS JSON 1.0
 * @size: bytes
 *
 * Reads annotations of the type `custom.Tag` if there are any, else those of all
 * layers that are no linguistic analysis and have a label.
 *
 * Returns: (transfer full) (nullable) (element-type BylineForeign): an entry for each
 *   view with a text
 */
GPtrArray *
byline_exchange_read_cas (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = byline_json_parse (data, size, BYLINE_ANNOTATIONS_MAX_SIZE, error);
  g_auto (Reader) self = {
    g_array_new (FALSE, FALSE, sizeof (Structure)),
    byline_exchange_new_documents (),
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref),
    g_hash_table_new (NULL, NULL),
    FALSE,
    FALSE,
  };

  if (root == NULL || !read_structures (&self, root, error))
    return NULL;
  self.is_ours = get_object (get_object (get_object (json_node_get_object (root), "%TYPES"), TAG_TYPE), "passage") != NULL;
  /* Sofas may stand behind what refers to them. */
  for (guint i = 0; i < self.structures->len; i++)
    {
      const Structure *structure = &g_array_index (self.structures, Structure, i);

      if (g_str_equal (get_type (structure->object), "uima.cas.Sofa") && !read_sofa (&self, structure, error))
        return NULL;
    }
  if (self.documents->len == 0)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_EMPTY, _ ("there is no text in it: no sofa has a “sofaString”"));
      return NULL;
    }
  for (guint i = 0; i < self.structures->len; i++)
    read_annotation (&self, &g_array_index (self.structures, Structure, i));
  for (guint i = 0; i < self.documents->len; i++)
    {
      byline_foreign_sort_pieces (g_ptr_array_index (self.passages, i));
      if (!self.is_ours)
        byline_foreign_guess_units (g_ptr_array_index (self.documents, i));
    }
  drop_bare_documents (self.documents);
  return g_steal_pointer (&self.documents);
}
