/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations-private.h"

#include "config.h"
#include "json.h"

#include <string.h>

/* The order in which Byline writes them. */
const char *const byline_annotations_members[] = {
  "@context", "id", "type", "label", "creator", "generator", "created", "modified",
  "byline:format", "byline:role", "byline:pack", "byline:packRevision", "byline:article", "byline:textDigest",
  "byline:attempt", "byline:committed", "byline:note", "total", "first", NULL
};
const char *const byline_annotations_page_members[] = { "id", "type", "startIndex", "items", NULL };
static const char *const creator_members[] = { "id", "type", "nickname", NULL };

BylineAnnotations *
byline_annotations_alloc (void)
{
  BylineAnnotations *self = g_atomic_rc_box_new0 (BylineAnnotations);

  self->items = g_sequence_new ((GDestroyNotify) byline_annotation_unref);
  return self;
}

JsonNode *
byline_annotations_new_context (void)
{
  g_autoptr (JsonArray) context = json_array_new ();
  JsonObject *prefix = json_object_new ();

  json_object_set_string_member (prefix, "byline", "urn:byline:terms:");
  json_array_add_string_element (context, BYLINE_ANNOTATIONS_CONTEXT);
  json_array_add_object_element (context, prefix);
  return byline_json_new_array (context);
}

JsonNode *
byline_annotations_new_generator (void)
{
  g_autoptr (JsonObject) generator = json_object_new ();

  json_object_set_string_member (generator, "type", "Software");
  json_object_set_string_member (generator, "name", "Byline " BYLINE_VERSION);
  return byline_json_new_object (generator);
}

JsonObject *
byline_annotations_new_page (void)
{
  JsonObject *page = json_object_new ();
  g_autofree char *id = byline_annotations_dup_new_id ();

  json_object_set_string_member (page, "id", id);
  json_object_set_string_member (page, "type", "AnnotationPage");
  json_object_set_int_member (page, "startIndex", 0);
  json_object_set_array_member (page, "items", json_array_new ());
  return page;
}

/**
 * byline_annotations_new:
 * @role: a student's work or a teacher's key
 * @article: the article it is about
 * @article_id: the article's id in its pack
 *
 * Returns: (transfer full): a new collection without annotations
 */
BylineAnnotations *
byline_annotations_new (BylineRole role, BylineArticle *article, const char *article_id)
{
  BylineAnnotations *self = byline_annotations_alloc ();
  g_autofree char *id = byline_annotations_dup_new_id ();
  g_autofree char *now = byline_annotations_dup_now ();
  JsonObject *raw = json_object_new ();

  json_object_set_member (raw, "@context", byline_annotations_new_context ());
  json_object_set_string_member (raw, "id", id);
  json_object_set_string_member (raw, "type", "AnnotationCollection");
  json_object_set_member (raw, "generator", byline_annotations_new_generator ());
  json_object_set_string_member (raw, "created", now);
  json_object_set_string_member (raw, "modified", now);
  json_object_set_int_member (raw, "byline:format", 1);
  json_object_set_string_member (raw, "byline:role", role == BYLINE_ROLE_KEY ? "key" : "work");
  json_object_set_string_member (raw, "byline:article", article_id);
  json_object_set_string_member (raw, "byline:textDigest", byline_article_get_digest (article));
  if (role == BYLINE_ROLE_WORK)
    json_object_set_int_member (raw, "byline:attempt", 1);
  json_object_set_int_member (raw, "total", 0);
  json_object_set_object_member (raw, "first", byline_annotations_new_page ());
  self->raw = raw;
  return self;
}

/**
 * byline_annotations_copy:
 *
 * Returns: (transfer full): a copy that shares the annotations, and that another
 *   thread may have
 */
BylineAnnotations *
byline_annotations_copy (BylineAnnotations *self)
{
  BylineAnnotations *copy = byline_annotations_alloc ();

  /* An object of its own: only nodes count their references atomically. */
  copy->raw = byline_json_replace (self->raw, byline_annotations_members, "", NULL);
  copy->modified = g_strdup (self->modified);
  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    g_sequence_append (copy->items, byline_annotation_ref (g_sequence_get (iter)));
  return copy;
}

BylineAnnotations *
byline_annotations_ref (BylineAnnotations *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
annotations_clear (gpointer data)
{
  BylineAnnotations *self = data;

  g_clear_pointer (&self->raw, json_object_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_sequence_free (self->items);
  g_free (self->modified);
}

void
byline_annotations_unref (BylineAnnotations *self)
{
  g_atomic_rc_box_release_full (self, annotations_clear);
}

/* Replaces self->raw, so that copies keep theirs. */
static void
set_member (BylineAnnotations *self, const char *member, JsonNode *value)
{
  JsonObject *raw = byline_json_replace (self->raw, byline_annotations_members, member, value);

  json_object_unref (self->raw);
  self->raw = raw;
}

static void
touch (BylineAnnotations *self)
{
  g_free (self->modified);
  self->modified = byline_annotations_dup_now ();
}

/**
 * byline_annotations_to_data:
 * @size: (out): bytes, without the NUL that follows them
 *
 * Writes the file: what Byline knows and what it does not, each at its place.
 * The same collection always gives the same bytes.
 *
 * Returns: (transfer full): the bytes
 */
char *
byline_annotations_to_data (BylineAnnotations *self, gsize *size)
{
  g_autoptr (BylineAnnotations) copy = byline_annotations_alloc ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonArray) items = json_array_sized_new (g_sequence_get_length (self->items));
  g_autoptr (JsonObject) page = NULL;
  const guint total = g_sequence_get_length (self->items);

  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    json_array_add_element (items, json_node_ref (((BylineAnnotation *) g_sequence_get (iter))->node));

  page = byline_json_replace (json_object_get_object_member (self->raw, "first"), byline_annotations_page_members, "items", byline_json_new_array (items));

  copy->raw = json_object_ref (self->raw);
  if (self->modified != NULL)
    set_member (copy, "modified", byline_json_new_string (self->modified));
  set_member (copy, "total", byline_json_new_uint (total));
  set_member (copy, "first", total > 0 ? byline_json_new_object (page) : NULL);

  root = byline_json_new_object (copy->raw);
  return byline_json_print (root, size);
}

/**
 * byline_annotations_make_lean:
 *
 * For the thousands of files of a class that are only read. Notes remain, but only the
 * first of each annotation.
 */
void
byline_annotations_make_lean (BylineAnnotations *self)
{
  static JsonNode *nothing;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_autoptr (JsonObject) object = json_object_new ();

      nothing = byline_json_new_object (object);
      g_once_init_leave (&once, 1);
    }
  for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      BylineAnnotation *annotation = g_sequence_get (iter);

      json_node_unref (annotation->node);
      annotation->node = json_node_ref (nothing);
      annotation->raw = json_node_get_object (nothing);
    }
  g_clear_pointer (&self->by_id, g_hash_table_unref);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static guint
get_uint (BylineAnnotations *self, const char *member, guint fallback)
{
  JsonNode *node = json_object_get_member (self->raw, member);
  return node != NULL ? (guint) json_node_get_double (node) : fallback;
}

BylineRole
byline_annotations_get_role (BylineAnnotations *self)
{
  return g_str_equal (get_string (self->raw, "byline:role"), "key") ? BYLINE_ROLE_KEY : BYLINE_ROLE_WORK;
}

const char *
byline_annotations_get_id (BylineAnnotations *self)
{
  return get_string (self->raw, "id");
}

/* NULL without a label, or with one in several languages. */
const char *
byline_annotations_get_label (BylineAnnotations *self)
{
  return get_string (self->raw, "label");
}

const char *
byline_annotations_get_article (BylineAnnotations *self)
{
  return get_string (self->raw, "byline:article");
}

/* NULL in a file that does not say on which text it was made. */
const char *
byline_annotations_get_digest (BylineAnnotations *self)
{
  return get_string (self->raw, "byline:textDigest");
}

const char *
byline_annotations_get_pack (BylineAnnotations *self)
{
  return get_string (self->raw, "byline:pack");
}

guint
byline_annotations_get_pack_revision (BylineAnnotations *self)
{
  return get_uint (self, "byline:packRevision", 0);
}

/* An empty name is nobody's: students without one are not one student. */
static const char *
get_creator (BylineAnnotations *self, const char *member)
{
  JsonNode *node = json_object_get_member (self->raw, "creator");
  const char *name;

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    name = get_string (json_node_get_object (node), member);
  else
    name = g_str_equal (member, "id") ? json_node_get_string (node) : NULL;
  return name != NULL && *name != '\0' ? name : NULL;
}

const char *
byline_annotations_get_creator_id (BylineAnnotations *self)
{
  return get_creator (self, "id");
}

const char *
byline_annotations_get_code_name (BylineAnnotations *self)
{
  return get_creator (self, "nickname");
}

guint
byline_annotations_get_attempt (BylineAnnotations *self)
{
  return get_uint (self, "byline:attempt", 1);
}

gboolean
byline_annotations_is_committed (BylineAnnotations *self)
{
  return byline_annotations_get_committed (self) != NULL;
}

const char *
byline_annotations_get_committed (BylineAnnotations *self)
{
  JsonNode *node = json_object_get_member (self->raw, "byline:committed");

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  return json_node_get_boolean (node) ? "" : NULL;
}

const char *
byline_annotations_get_modified (BylineAnnotations *self)
{
  return self->modified != NULL ? self->modified : get_string (self->raw, "modified");
}

const char *
byline_annotations_get_note (BylineAnnotations *self)
{
  return get_string (self->raw, "byline:note");
}

void
byline_annotations_set_label (BylineAnnotations *self, const char *label)
{
  set_member (self, "label", label != NULL ? byline_json_new_string (label) : NULL);
}

void
byline_annotations_set_pack (BylineAnnotations *self, const char *pack, guint revision)
{
  set_member (self, "byline:pack", pack != NULL ? byline_json_new_string (pack) : NULL);
  set_member (self, "byline:packRevision", pack != NULL ? byline_json_new_uint (revision) : NULL);
}

/**
 * byline_annotations_set_creator:
 * @id: an absolute IRI; see byline_store_get_creator()
 * @code_name: the code name
 */
void
byline_annotations_set_creator (BylineAnnotations *self, const char *id, const char *code_name)
{
  JsonNode *old = json_object_get_member (self->raw, "creator");
  g_autoptr (JsonObject) person = old != NULL && JSON_NODE_HOLDS_OBJECT (old) ? json_object_ref (json_node_get_object (old)) : json_object_new ();
  g_autoptr (JsonObject) with_id = byline_json_replace (person, creator_members, "id", byline_json_new_string (id));
  g_autoptr (JsonObject) with_type = byline_json_replace (with_id, creator_members, "type", byline_json_new_string ("Person"));
  g_autoptr (JsonObject) creator = byline_json_replace (with_type, creator_members, "nickname", byline_json_new_string (code_name));

  set_member (self, "creator", byline_json_new_object (creator));
}

void
byline_annotations_set_attempt (BylineAnnotations *self, guint attempt)
{
  g_return_if_fail (attempt > 0);
  set_member (self, "byline:attempt", byline_json_new_uint (attempt));
}

void
byline_annotations_set_note (BylineAnnotations *self, const char *note)
{
  set_member (self, "byline:note", note != NULL && *note != '\0' ? byline_json_new_string (note) : NULL);
  touch (self);
}

/**
 * byline_annotations_commit:
 * @with_time: whether the file may say when
 *
 * Marks the attempt as finished. The store will not replace it any more.
 */
void
byline_annotations_commit (BylineAnnotations *self, gboolean with_time)
{
  g_autofree char *now = byline_annotations_dup_now ();

  set_member (self, "byline:committed", with_time ? byline_json_new_string (now) : json_node_init_boolean (json_node_alloc (), TRUE));
  touch (self);
}

guint
byline_annotations_get_size (BylineAnnotations *self)
{
  return g_sequence_get_length (self->items);
}

BylineAnnotation *
byline_annotations_get (BylineAnnotations *self, guint index)
{
  g_return_val_if_fail (index < byline_annotations_get_size (self), NULL);
  return g_sequence_get (g_sequence_get_iter_at_pos (self->items, index));
}

static GSequenceIter *
find_iter (BylineAnnotations *self, const char *id)
{
  if (self->by_id == NULL)
    {
      self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
      for (GSequenceIter *iter = g_sequence_get_begin_iter (self->items); !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
        g_hash_table_insert (self->by_id, ((BylineAnnotation *) g_sequence_get (iter))->id, iter);
    }
  return g_hash_table_lookup (self->by_id, id);
}

/**
 * byline_annotations_find:
 * @id: an annotation's id
 *
 * Returns: (transfer none) (nullable): the annotation, in constant time
 */
BylineAnnotation *
byline_annotations_find (BylineAnnotations *self, const char *id)
{
  GSequenceIter *iter = find_iter (self, id);
  return iter != NULL ? g_sequence_get (iter) : NULL;
}

/**
 * byline_annotations_get_index:
 * @id: an annotation's id
 *
 * Returns: its place, or the number of annotations when it is not there
 */
guint
byline_annotations_get_index (BylineAnnotations *self, const char *id)
{
  GSequenceIter *iter = find_iter (self, id);
  return iter != NULL ? (guint) g_sequence_iter_get_position (iter) : byline_annotations_get_size (self);
}

/**
 * byline_annotations_put:
 * @annotation: a new one, or the edited copy of one that is there
 * @index: where a new one goes; beyond the end means last
 *
 * Puts @annotation in the place of the one with its id, or adds it.
 */
void
byline_annotations_put (BylineAnnotations *self, BylineAnnotation *annotation, guint index)
{
  GSequenceIter *iter = find_iter (self, annotation->id);

  byline_annotation_adopt (annotation, byline_annotations_get_article (self));
  if (iter != NULL)
    {
      g_hash_table_remove (self->by_id, annotation->id);
      g_sequence_set (iter, byline_annotation_ref (annotation));
    }
  else
    iter = g_sequence_insert_before (g_sequence_get_iter_at_pos (self->items, (int) MIN (index, G_MAXINT)), byline_annotation_ref (annotation));
  g_hash_table_insert (self->by_id, annotation->id, iter);
  touch (self);
}

/**
 * byline_annotations_remove:
 * @id: an annotation's id
 * @index: (out) (optional): where it was
 *
 * Returns: whether there was one
 */
gboolean
byline_annotations_remove (BylineAnnotations *self, const char *id, guint *index)
{
  GSequenceIter *iter = find_iter (self, id);

  if (iter == NULL)
    return FALSE;
  if (index != NULL)
    *index = g_sequence_iter_get_position (iter);
  g_hash_table_remove (self->by_id, id);
  g_sequence_remove (iter);
  touch (self);
  return TRUE;
}
