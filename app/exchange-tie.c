/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-private.h"

#include "annotations-private.h"
#include "config.h"
#include "error.h"
#include "json.h"

#include <glib/gi18n.h>
#include <string.h>

/* Code points of a passage in a message. */
#define WORDS_MAX 40
/* Members around an annotation in a work file. */
#define DEPTH_MAX (BYLINE_JSON_MAX_DEPTH - 4)

typedef struct
{
  const BylineExchangeOptions *options;
  BylineFinder *finder;
  GPtrArray *left_out;
  GHashTable *ids;     /* those that are taken */
  GHashTable *alike;   /* an id → how many annotations would have it */
  GPtrArray *unknown;  /* labels, each once */
  JsonArray *items;
  const BylineForeign *document;
  gboolean is_shared;  /* several people in one file */
  gsize quoted;        /* bytes */
} Tie;

/* "T3 (“the wall held”)", or "annotation 3 (…)" for one without a name. */
static char *
describe (const BylineForeignMark *mark)
{
  const BylineForeignPiece *piece = mark->pieces->len > 0 ? mark->pieces->pdata[0] : NULL;
  g_autofree char *number = mark->id == NULL ? g_strdup_printf (_ ("annotation %u"), mark->number) : NULL;
  const char *name = mark->id != NULL ? mark->id : number;
  g_autofree char *words = NULL;

  if (piece == NULL || piece->exact == NULL)
    return g_strdup (name);
  words = g_utf8_strlen (piece->exact, -1) > WORDS_MAX ? g_utf8_substring (piece->exact, 0, WORDS_MAX) : g_strdup (piece->exact);
  g_strdelimit (words, "\r\n\t", ' ');
  /* Translators: an annotation, its words, and "…" where they go on. */
  return g_strdup_printf (_ ("%s (“%s%s”)"), name, words, strlen (words) < strlen (piece->exact) ? "…" : "");
}

static void
leave_out (Tie *self, const BylineForeignMark *mark, const char *why)
{
  g_autofree char *name = describe (mark);

  g_ptr_array_add (self->left_out, g_strdup_printf ("%s: %s", name, why));
}

/* The tag that @label means, "" for what is to be left out, NULL for none. */
static const char *
find_tag (Tie *self, const char *label)
{
  const char *mapped = self->options->labels != NULL ? g_hash_table_lookup (self->options->labels, label) : NULL;
  const int found = mapped == NULL && *label != '\0' ? byline_tag_set_find_by_name (self->options->set, label) : -1;

  if (mapped != NULL)
    return mapped;
  return found >= 0 ? byline_tag_set_get (self->options->set, found)->id : NULL;
}

/* An IRI is kept, unless it stands for another annotation already; else the id
 * follows from what the annotation is. */
static const char *
take_id (Tie *self, const BylineForeignMark *mark, const char *tag, const BylineSpan *span)
{
  g_autoptr (GString) name = NULL;
  gsize length;
  guint n_alike;
  char *id;

  if (mark->id != NULL && byline_annotation_is_iri (mark->id) && !g_hash_table_contains (self->ids, mark->id))
    {
      g_hash_table_add (self->ids, g_strdup (mark->id));
      return mark->id;
    }

  name = g_string_new (byline_article_get_digest (self->options->article));
  g_string_append_printf (name, "\n%s\n%s\n%s\n%s", self->document->creator_id != NULL ? self->document->creator_id : "",
                          self->document->creator != NULL ? self->document->creator : "", mark->id != NULL ? mark->id : "", tag);
  for (guint i = 0; i < span->n_segments; i++)
    g_string_append_printf (name, "\n%u-%u", span->segments[i].start, span->segments[i].end);
  length = name->len;
  id = byline_exchange_dup_id (name->str);
  n_alike = GPOINTER_TO_UINT (g_hash_table_lookup (self->alike, id)) + 1;
  g_hash_table_insert (self->alike, g_strdup (id), GUINT_TO_POINTER (n_alike));
  for (guint n = MAX (n_alike, 2); g_hash_table_contains (self->ids, id); n++)
    {
      g_free (id);
      g_string_truncate (name, length);
      g_string_append_printf (name, "\n\n%u", n);
      id = byline_exchange_dup_id (name->str);
    }
  g_hash_table_add (self->ids, id);
  return id;
}

static guint
get_depth (JsonNode *node)
{
  guint depth = 0;

  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      depth = MAX (depth, get_depth (json_array_get_element (json_node_get_array (node), i)));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &value))
        depth = MAX (depth, get_depth (value));
    }
  else
    return 0;
  return depth + 1;
}

static gboolean
is_too_deep (JsonObject *raw)
{
  g_autoptr (JsonNode) node = raw != NULL ? json_node_init_object (json_node_alloc (), raw) : NULL;

  return node != NULL && get_depth (node) > DEPTH_MAX;
}

/* In a file of several people each annotation says whose it is. */
static JsonObject *
sign (Tie *self, JsonObject *raw)
{
  g_autoptr (JsonObject) creator = json_object_new ();

  if (!self->is_shared || json_object_has_member (raw, "creator") || (self->document->creator_id == NULL && self->document->creator == NULL))
    return raw;
  if (self->document->creator_id != NULL)
    json_object_set_string_member (creator, "id", self->document->creator_id);
  json_object_set_string_member (creator, "type", "Person");
  if (self->document->creator != NULL)
    json_object_set_string_member (creator, "nickname", self->document->creator);
  json_object_set_object_member (raw, "creator", g_steal_pointer (&creator));
  return raw;
}

/* A key's other tags are tags of the set, too. */
static void
find_unknown_alternatives (Tie *self, JsonObject *raw)
{
  JsonNode *node = raw != NULL ? json_object_get_member (raw, "byline:alternativeTags") : NULL;
  JsonObjectIter iter;
  const char *tag;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &tag, NULL))
    if (byline_tag_set_find (self->options->set, tag) < 0 && !g_ptr_array_find_with_equal_func (self->unknown, tag, g_str_equal, NULL))
      g_ptr_array_add (self->unknown, (gpointer) tag);
}

/* A key's other edges must lie in the article; those that do not are left out. */
static JsonObject *
drop_alternatives (Tie *self, const BylineForeignMark *mark, JsonObject *raw)
{
  static const char member[] = "byline:alternativeTargets";
  JsonNode *node = json_object_get_member (raw, member);
  g_autoptr (JsonArray) kept = json_array_new ();
  JsonArray *old;
  JsonObject *changed;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return raw;
  old = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (old); i++)
    {
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autoptr (GPtrArray) quotes = g_ptr_array_new_with_free_func (byline_annotation_quote_free);
      JsonNode *target = json_array_get_element (old, i);
      const gboolean is_read = byline_annotation_read_target (target, member, FALSE, &span, quotes, NULL);
      gboolean fits = TRUE;

      for (guint k = 0; is_read && k < span.n_segments; k++)
        fits = fits && span.segments[k].end <= byline_article_get_length (self->options->article);
      if (fits)
        json_array_add_element (kept, json_node_ref (target));
    }
  if (json_array_get_length (kept) == json_array_get_length (old))
    return raw;
  leave_out (self, mark, _ ("other edges that it names lie beyond the article; these are left out"));
  changed = byline_json_replace (raw, byline_annotation_members, member, byline_json_new_array (kept));
  json_object_unref (raw);
  return changed;
}

static const char *
get_reason (BylineFound found)
{
  switch (found)
    {
    case BYLINE_FOUND_NOTHING:
      return _ ("it marks no character; left out");
    case BYLINE_FOUND_OFTEN:
      return _ ("its words stand in the article more than once, and nothing tells which are meant; left out");
    case BYLINE_FOUND_TOO_LATE:
      return _ ("too many annotations had to be looked for; left out");
    case BYLINE_FOUND_NOWHERE:
    default:
      return _ ("its words are not in the article; left out");
    }
}

static gboolean
tie_mark (Tie *self, const BylineForeignMark *mark, GError **error)
{
  const char *tag = find_tag (self, mark->label);
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  BylineFound found;
  JsonObject *raw;

  if (tag == NULL && !g_ptr_array_find_with_equal_func (self->unknown, mark->label, g_str_equal, NULL))
    g_ptr_array_add (self->unknown, mark->label);
  if (tag == NULL || *tag == '\0')
    return TRUE;
  find_unknown_alternatives (self, mark->raw);

  found = byline_finder_find (self->finder, mark, &span);
  if (found != BYLINE_FOUND)
    leave_out (self, mark, get_reason (found));
  else if (is_too_deep (mark->raw))
    leave_out (self, mark, _ ("it is nested too deep; left out"));
  else
    {
      for (guint i = 0; i < span.n_segments; i++)
        self->quoted += byline_article_to_byte (self->options->article, span.segments[i].end) - byline_article_to_byte (self->options->article, span.segments[i].start);
      if (self->quoted > BYLINE_ANNOTATIONS_MAX_SIZE)
        {
          g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("the annotations quote more than %d MiB, which no work file may have"), BYLINE_ANNOTATIONS_MAX_SIZE >> 20);
          return FALSE;
        }
      raw = drop_alternatives (self, mark, byline_exchange_build (mark, tag, &span, take_id (self, mark, tag, &span), self->options));
      json_array_add_object_element (self->items, sign (self, raw));
    }
  return TRUE;
}

static gboolean
refuse_unknown (Tie *self, GError **error)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autoptr (GString) tags = g_string_new (NULL);
  gboolean untagged = FALSE;

  for (guint i = 0; i < self->unknown->len; i++)
    if (*(const char *) self->unknown->pdata[i] == '\0')
      untagged = TRUE;
    else
      {
        g_string_append (labels, labels->len > 0 ? ", " : "");
        g_string_append_printf (labels, _ ("“%s”"), (const char *) self->unknown->pdata[i]);
      }
  for (guint i = 0; i < byline_tag_set_get_size (self->options->set); i++)
    g_string_append_printf (tags, "%s%s", i > 0 ? ", " : "", byline_tag_set_get (self->options->set, i)->id);

  if (labels->len > 0)
    g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("no tag is called %s; say what is meant with --map LABEL=TAG, where TAG is one of %s"), labels->str, tags->str);
  else if (untagged)
    g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("there are annotations without a tag; say what is meant with --map =TAG, where TAG is one of %s"), tags->str);
  return self->unknown->len == 0;
}

/* The article's id that the annotations themselves name. */
static const char *
find_article_id (GPtrArray *documents)
{
  static const char prefix[] = "urn:byline:article:";

  for (guint i = 0; i < documents->len; i++)
    {
      const BylineForeign *document = documents->pdata[i];
      JsonNode *own = document->raw != NULL ? json_object_get_member (document->raw, "byline:article") : NULL;

      if (own != NULL && json_node_get_value_type (own) == G_TYPE_STRING)
        return json_node_get_string (own);
      for (guint k = 0; k < document->marks->len; k++)
        {
          const BylineForeignMark *mark = document->marks->pdata[k];
          JsonNode *target = mark->raw != NULL ? json_object_get_member (mark->raw, "target") : NULL;
          JsonObject *first = byline_annotation_count_entries (target) > 0 ? byline_annotation_get_entry (target, 0) : NULL;
          JsonNode *source = first != NULL ? json_object_get_member (first, "source") : NULL;

          if (source != NULL && json_node_get_value_type (source) == G_TYPE_STRING && g_str_has_prefix (json_node_get_string (source), prefix)
              && json_node_get_string (source)[strlen (prefix)] != '\0')
            return json_node_get_string (source) + strlen (prefix);
        }
    }
  return NULL;
}

/**
 * byline_exchange_choose:
 * @documents: (element-type BylineForeign): what a file holds
 * @notices: (element-type utf8): gets a sentence if some are not taken
 *
 * Of several documents with texts those with the text of the article are meant,
 * if there is one.
 *
 * Returns: (transfer container) (element-type BylineForeign): those that are meant
 */
GPtrArray *
byline_exchange_choose (GPtrArray *documents, BylineArticle *article, GPtrArray *notices)
{
  g_autoptr (BylineFinder) finder = byline_finder_new (article);
  g_autoptr (GPtrArray) same = g_ptr_array_new ();
  guint n_with_text = 0;

  for (guint i = 0; i < documents->len; i++)
    {
      BylineForeign *document = documents->pdata[i];
      const gboolean is_same = document->text != NULL && byline_finder_has_text (finder, document->text);

      n_with_text += is_same;
      if (is_same || document->text == NULL)
        g_ptr_array_add (same, document);
    }
  if (n_with_text > 0 && same->len < documents->len)
    {
      const guint n = documents->len - same->len;

      g_ptr_array_add (notices, g_strdup_printf (ngettext ("%u document in it has another text than the article and is left out",
                                                           "%u documents in it have other texts than the article and are left out", n), n));
      return g_steal_pointer (&same);
    }
  g_ptr_array_set_size (same, 0);
  g_ptr_array_extend (same, documents, NULL, NULL);
  return g_steal_pointer (&same);
}

/**
 * byline_exchange_tie:
 * @documents: (element-type BylineForeign): at least one
 * @options: the article, the tags, and what foreign labels mean
 * @left_out: (element-type utf8): gets a sentence for each annotation that could
 *   not be taken
 *
 * Makes a work file (or the key that the foreign file says it is) of what another
 * program wrote. The same input gives the same bytes.
 *
 * Returns: (transfer full): what lies in the article, in the order of the file;
 *   %NULL with %BYLINE_ERROR_VALUE for a label that is no tag
 */
BylineAnnotations *
byline_exchange_tie (GPtrArray *documents, const BylineExchangeOptions *options, GPtrArray *left_out, GError **error)
{
  g_autoptr (BylineFinder) finder = byline_finder_new (options->article);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) alike = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  g_autoptr (JsonArray) items = json_array_new ();
  g_autoptr (BylineForeign) all = NULL;
  const char *article_id = find_article_id (documents);
  BylineExchangeOptions own = *options;
  Tie self = { .options = &own, .finder = finder, .left_out = left_out, .ids = ids, .alike = alike, .unknown = unknown, .items = items };

  g_return_val_if_fail (documents->len > 0, NULL);
  own.article_id = article_id != NULL ? article_id : options->article_id;
  self.is_shared = documents->len > 1;
  for (guint i = 0; i < documents->len; i++)
    {
      BylineForeign *document = documents->pdata[i];

      self.document = document;
      byline_finder_set_document (finder, document);
      for (guint k = 0; k < document->left_out->len; k++)
        g_ptr_array_add (left_out, g_strdup (document->left_out->pdata[k]));
      for (guint k = 0; k < document->marks->len; k++)
        if (!tie_mark (&self, document->marks->pdata[k], error))
          return NULL;
    }
  if (!refuse_unknown (&self, error))
    return NULL;

  /* Several people's work is nobody's alone. */
  all = self.is_shared ? byline_foreign_new (BYLINE_UNITS_CODE_POINTS) : NULL;
  return byline_exchange_build_work (all != NULL ? all : documents->pdata[0], items, &own, error);
}
