/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an edit leaves alone: all that Byline does not know, wherever it stands, and
 * every line of the file that says nothing about the edit. */

#include "annotations.h"
#include "json.h"

#include <string.h>

#define HTML "<p>🌊 The mill stands still, Ada Venn said. Nobody has counted the sacks since 1,200 of them fell into the river.</p>\n"
#define N_ITEMS 40

static BylineArticle *
new_article (void)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));
  BylineArticle *article = byline_article_new (html, NULL);

  g_assert_nonnull (article);
  return article;
}

static JsonNode *
new_random (GRand *rand, guint depth)
{
  JsonObject *object;
  JsonArray *array;
  g_autoptr (JsonNode) node = NULL;

  switch (g_rand_int_range (rand, 0, depth > 0 ? 7 : 5))
    {
    case 0:
      return json_node_init_null (json_node_alloc ());
    case 1:
      return json_node_init_boolean (json_node_alloc (), g_rand_boolean (rand));
    case 2:
      return json_node_init_int (json_node_alloc (), g_rand_int_range (rand, -100000, 100000));
    case 3:
      return json_node_init_double (json_node_alloc (), g_rand_int_range (rand, -1000, 1000) + 0.5);
    case 4:
      return byline_json_new_string (g_rand_boolean (rand) ? "“Ä\n\"\\🌊" : "");
    case 5:
      array = json_array_new ();
      node = json_node_init_array (json_node_alloc (), array);
      for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        json_array_add_element (array, new_random (rand, depth - 1));
      json_array_unref (array);
      return g_steal_pointer (&node);
    default:
      object = json_object_new ();
      node = json_node_init_object (json_node_alloc (), object);
      for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        {
          g_autofree char *name = g_strdup_printf ("m%d", i);
          json_object_set_member (object, name, new_random (rand, depth - 1));
        }
      json_object_unref (object);
      return g_steal_pointer (&node);
    }
}

/* Puts unknown members, each with a name of its own, into all objects of a file. */
static void
add_unknown (JsonNode *node, GRand *rand, guint *next)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_unknown (json_array_get_element (array, i), rand, next);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) members = json_object_get_members (object);

      for (GList *link = members; link != NULL; link = link->next)
        add_unknown (json_object_get_member (object, link->data), rand, next);
      for (int i = g_rand_int_range (rand, 0, 3); i > 0; i--)
        {
          g_autofree char *name = g_strdup_printf ("x:%u", (*next)++);
          json_object_set_member (object, name, new_random (rand, 3));
        }
    }
}

/* Path and value of each unknown member; items are known by their id. */
static void
collect (JsonNode *node, const char *path, GHashTable *found)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);
          const char *id = JSON_NODE_HOLDS_OBJECT (element) ? json_object_get_string_member_with_default (json_node_get_object (element), "id", NULL) : NULL;
          g_autofree char *inner = id != NULL ? g_strdup_printf ("%s/%s", path, id) : g_strdup_printf ("%s/%u", path, i);

          collect (element, inner, found);
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) members = json_object_get_members (object);

      for (GList *link = members; link != NULL; link = link->next)
        {
          JsonNode *member = json_object_get_member (object, link->data);
          g_autofree char *inner = g_strdup_printf ("%s/%s", path, (char *) link->data);

          if (g_str_has_prefix (link->data, "x:"))
            {
              char *value = byline_json_print (member, NULL);
              g_hash_table_insert (found, g_steal_pointer (&inner), value);
            }
          else
            collect (member, inner, found);
        }
    }
}

static GHashTable *
collect_text (const char *text)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonNode) root = byline_json_parse (text, strlen (text), BYLINE_ANNOTATIONS_MAX_SIZE, NULL);

  g_assert_nonnull (root);
  collect (root, "", found);
  return found;
}

static BylineAnnotations *
new_work (BylineArticle *article)
{
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");

  byline_annotations_set_creator (work, "urn:uuid:p", "Heron-07");
  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autoptr (BylineAnnotation) bare = NULL, annotation = NULL;

      byline_span_append (&span, i, i + 5);
      byline_span_append (&span, i + 7, i + 9);
      bare = byline_annotation_new (article, i % 2 == 0 ? "claim" : "opinion", &span);
      annotation = byline_annotation_set_note (bare, "who says so?");
      byline_annotations_put (work, annotation, G_MAXUINT);
    }
  return work;
}

static BylineAnnotations *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  BylineAnnotations *work = byline_annotations_new_from_data (text, strlen (text), &error);

  g_assert_no_error (error);
  return work;
}

typedef enum { EDIT_TAG, EDIT_NOTE, EDIT_NO_NOTE, EDIT_MOVE, EDIT_DELETE, EDIT_ADD, EDIT_OVERALL, EDIT_CREATOR, EDIT_COMMIT, N_EDITS } Edit;

/* Returns the id of the annotation that was edited, NULL for none. */
static char *
apply (BylineAnnotations *work, BylineArticle *article, Edit kind, guint index)
{
  BylineAnnotation *old = byline_annotations_get (work, index);
  g_autoptr (BylineAnnotation) edited = NULL;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autofree char *id = g_strdup (old->id);

  byline_span_append (&span, 60, 70);
  switch (kind)
    {
    case EDIT_TAG:
      edited = byline_annotation_set_tag (old, "evidence");
      break;
    case EDIT_NOTE:
      edited = byline_annotation_set_note (old, "she does");
      break;
    case EDIT_NO_NOTE:
      edited = byline_annotation_set_note (old, NULL);
      break;
    case EDIT_MOVE:
      edited = byline_annotation_set_span (old, article, &span);
      break;
    case EDIT_ADD:
      edited = byline_annotation_new (article, "claim", &span);
      break;
    case EDIT_DELETE:
      g_assert_true (byline_annotations_remove (work, id, NULL));
      break;
    case EDIT_OVERALL:
      byline_annotations_set_note (work, "on the whole");
      break;
    case EDIT_CREATOR:
      byline_annotations_set_creator (work, "urn:uuid:q", "Kite-12");
      break;
    default:
      byline_annotations_commit (work, TRUE);
    }
  if (edited != NULL)
    byline_annotations_put (work, edited, index);
  return kind <= EDIT_DELETE ? g_steal_pointer (&id) : NULL;
}

/* Whether an edit may take an unknown member away: only what stands in the very
 * part that it replaces. */
static gboolean
may_go (const char *path, Edit kind, const char *id)
{
  if (id == NULL || strstr (path, id) == NULL)
    return FALSE;
  if (kind == EDIT_DELETE)
    return TRUE;
  if (kind == EDIT_NO_NOTE)
    return strstr (path, "/body/1/") != NULL;
  /* Two segments became one. */
  return kind == EDIT_MOVE && (strstr (path, "/selector/") != NULL || strstr (path, "/target/") != NULL);
}

static void
test_unknown_members (void)
{
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (BylineAnnotations) plain = new_work (article);
  g_autofree char *plain_text = byline_annotations_to_data (plain, NULL);

  for (guint round = 0; round < 10 * N_EDITS; round++)
    {
      g_autoptr (JsonNode) root = byline_json_parse (plain_text, strlen (plain_text), BYLINE_ANNOTATIONS_MAX_SIZE, NULL);
      guint next = 0;
      g_autofree char *text = (add_unknown (root, rand, &next), byline_json_print (root, NULL));
      g_autoptr (BylineAnnotations) work = read_text (text);
      g_autofree char *unchanged = byline_annotations_to_data (work, NULL);
      const Edit kind = round % N_EDITS;
      g_autofree char *id = apply (work, article, kind, g_rand_int_range (rand, 0, N_ITEMS));
      g_autofree char *edited = byline_annotations_to_data (work, NULL);
      g_autoptr (GHashTable) before = collect_text (text), after = collect_text (edited);
      GHashTableIter iter;
      gpointer path, value;

      g_assert_cmpstr (unchanged, ==, text);
      g_assert_cmpuint (g_hash_table_size (before), ==, next);
      g_hash_table_iter_init (&iter, before);
      while (g_hash_table_iter_next (&iter, &path, &value))
        if (!may_go (path, kind, id) && g_strcmp0 (g_hash_table_lookup (after, path), value) != 0)
          g_error ("edit %d of %s lost %s", kind, id, (char *) path);
    }
}

/* How many lines two texts do not have in common. */
static guint
count_changed_lines (const char *old, const char *new)
{
  g_auto (GStrv) before = g_strsplit (old, "\n", -1), after = g_strsplit (new, "\n", -1);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;
  guint changed = 0;

  for (guint i = 0; before[i] != NULL; i++)
    g_hash_table_insert (counts, before[i], GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, before[i])) + 1));
  for (guint i = 0; after[i] != NULL; i++)
    g_hash_table_insert (counts, after[i], GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, after[i])) - 1));
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    changed += ABS (GPOINTER_TO_INT (value));
  return changed;
}

/* Each edit changes its own lines and the two times, however large the file. */
static void
test_changed_lines (void)
{
  static const guint limits[N_EDITS] = { 6, 6, 12, 70, 70, 70, 4, 6, 4 };
  g_autoptr (BylineArticle) article = new_article ();
  g_autoptr (BylineAnnotations) plain = new_work (article);
  g_autofree char *text = byline_annotations_to_data (plain, NULL);

  for (guint kind = 0; kind < N_EDITS; kind++)
    for (guint index = 0; index < N_ITEMS; index += 13)
      {
        g_autoptr (BylineAnnotations) work = read_text (text);
        g_autofree char *id = apply (work, article, kind, index);
        g_autofree char *edited = byline_annotations_to_data (work, NULL);
        const guint changed = count_changed_lines (text, edited);

        if (changed == 0 || changed > limits[kind])
          g_error ("edit %u of %s changes %u lines", kind, id, changed);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept/unknown-members", test_unknown_members);
  g_test_add_func ("/kept/changed-lines", test_changed_lines);
  return g_test_run ();
}
