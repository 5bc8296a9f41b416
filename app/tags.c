/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tags.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ID_LENGTH 64
#define MAX_KEY 9
#define NO_KEY_GIVEN G_MAXUINT

typedef enum
{
  TEXT_LABEL,
  TEXT_LETTER,
  TEXT_DEFINITION,
  TEXT_EXAMPLE,
  TEXT_QUESTION,
  TEXT_BOUNDARY,
  N_TEXTS,
} Text;

static const char *const text_members[] = { "label", "letter", "definition", "example", "question" };

static const char *const pattern_names[] = { "solid", "dotted", "double", "wavy", "dashed" };

struct _BylineTagSet
{
  gatomicrefcount ref_count;
  BylineTag tags[BYLINE_TAGS_MAX];
  guint n_tags;
};

typedef struct
{
  const char *id;
  const char *layer;
  const char *texts[N_TEXTS];
} DefaultTag;

static const DefaultTag default_tags[] = {
  { "claim", "statement",
    { N_ ("Claim"), NC_ ("letter of a tag", "C"),
      N_ ("A statement given as true that could be shown to be right or wrong. A question, an order or a promise is not a claim."),
      N_ ("“Crime has doubled.”"),
      N_ ("Could a record, a count or an observation settle it?"),
      N_ ("Mark the smallest clause that stands alone, without the words that say who says it. A number that comes without its origin is a claim.") } },
  { "attribution", "source",
    { N_ ("Attribution"), NC_ ("letter of a tag", "A"),
      N_ ("The words that say who says, knows or shows something: the source and the words of saying. Feelings, actions and scare quotes are not attributions."),
      N_ ("“according to the port authority”"),
      N_ ("Whose voice is this, and does something depend on it?"),
      N_ ("Mark the source with its title and all words of saying, but neither the person spoken to nor “that”. When one source quotes another, each gets a tag. “Declined to comment” is an attribution, “did not comment” is not.") } },
  { "evidence", "statement",
    { N_ ("Evidence"), NC_ ("letter of a tag", "E"),
      N_ ("Something specific that is offered to support a claim: data with their origin, a document, something seen at first hand. An expert’s bare view is not evidence."),
      N_ ("“The harbour log shows 14 closed days in March.”"),
      N_ ("Which claim does it support, and where does it come from?"),
      N_ ("Mark the clause with the figure or document, and its origin if that stands right beside it.") } },
  { "opinion", "statement",
    { N_ ("Opinion"), NC_ ("letter of a tag", "O"),
      N_ ("A judgement, a feeling or a value, or a loaded word that smuggles one in. The report that somebody holds an opinion is not an opinion."),
      N_ ("“That is a disgrace.”"),
      N_ ("Could two people who know the facts differ about it?"),
      N_ ("Mark the smallest clause that stands alone, or the one loaded word. Scare quotes are opinion.") } },
};

/* By place in the set, so that every set has colours and patterns that can be
 * told apart; they repeat after five, and the letter tells the tags apart. */
static const struct { const char *color, *color_dark; } palette[] = {
  { "#0072b2", "#6cb8ec" },
  { "#a3487f", "#e79ac8" },
  { "#00805d", "#5fd3ad" },
  { "#c25200", "#f7a564" },
  { "#6b5e00", "#d8c95a" },
};

static void
init_look (BylineTag *tag, guint place)
{
  tag->key = NO_KEY_GIVEN;
  tag->color = g_strdup (palette[place % G_N_ELEMENTS (palette)].color);
  tag->color_dark = g_strdup (palette[place % G_N_ELEMENTS (palette)].color_dark);
  tag->pattern = place % G_N_ELEMENTS (pattern_names);
}

/* A tag that asks for no key gets that of its place, unless another tag asked
 * for it. */
static void
complete_keys (BylineTagSet *self)
{
  for (guint i = 0; i < self->n_tags; i++)
    {
      gboolean is_free = i < MAX_KEY;

      if (self->tags[i].key != NO_KEY_GIVEN)
        continue;
      for (guint k = 0; k < self->n_tags; k++)
        is_free = is_free && self->tags[k].key != i + 1;
      self->tags[i].key = is_free ? i + 1 : 0;
    }
}

/* Why a name is no tag id, or NULL. The reserved ones stand beside tag ids in
 * tables and JSON objects. */
static const char *
find_fault_in_id (const char *id)
{
  if (*id == '\0' || g_utf8_strlen (id, -1) > MAX_ID_LENGTH)
    return _ ("must have 1 to 64 characters");
  for (const char *at = id; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isalnum (g_utf8_get_char (at)) && !g_unichar_ismark (g_utf8_get_char (at)) && strchr ("-_.", *at) == NULL)
      return _ ("may have letters, digits, “-”, “_” and “.” only");
  if (g_str_equal (id, "none") || g_str_equal (id, "found") || g_str_equal (id, "edges"))
    return _ ("must not be “none”, “found” or “edges”");
  return NULL;
}

static gboolean
is_color (const char *color)
{
  if (color[0] != '#' || strlen (color) != 7)
    return FALSE;
  for (guint i = 1; i < 7; i++)
    if (!g_ascii_isxdigit (color[i]))
      return FALSE;
  return TRUE;
}

static gboolean
fail (guint place, const char *member, const char *fault, GError **error)
{
  /* Translators: a place in a file, a member's name, and what is wrong with it. */
  g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("Tag %u of the tag set: “%s” %s"), place + 1, member, fault);
  return FALSE;
}

/* An absent member leaves *value alone. */
static gboolean
read_string (JsonObject *object, guint place, const char *member, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (place, member, _ ("must be a text"), error);
  *value = json_node_get_string (node);
  return TRUE;
}

static gboolean
read_color (JsonObject *object, guint place, const char *member, char **color, GError **error)
{
  const char *value = NULL;

  if (!read_string (object, place, member, &value, error))
    return FALSE;
  if (value == NULL)
    return TRUE;
  if (!is_color (value))
    return fail (place, member, _ ("must be a colour like #0072b2"), error);

  g_free (*color);
  *color = g_ascii_strdown (value, -1);
  return TRUE;
}

static gboolean
read_look (BylineTag *tag, JsonObject *object, guint place, GError **error)
{
  JsonNode *key = json_object_get_member (object, "key");
  const char *pattern = NULL;

  if (key != NULL)
    {
      if (json_node_get_value_type (key) != G_TYPE_INT64 || json_node_get_int (key) < 0 || json_node_get_int (key) > BYLINE_TAGS_MAX)
        return fail (place, "key", _ ("must be a number from 1 to 9, or 0 for none"), error);
      /* Whoever numbers twelve tags goes on after 9; there is no such key on a keyboard. */
      tag->key = json_node_get_int (key) <= MAX_KEY ? json_node_get_int (key) : 0;
    }

  if (!read_color (object, place, "color", &tag->color, error) || !read_color (object, place, "colorDark", &tag->color_dark, error)
      || !read_string (object, place, "pattern", &pattern, error))
    return FALSE;

  for (guint i = 0; pattern != NULL && i < G_N_ELEMENTS (pattern_names); i++)
    if (g_str_equal (pattern, pattern_names[i]))
      {
        tag->pattern = i;
        return TRUE;
      }
  return pattern == NULL || fail (place, "pattern", _ ("must be solid, dotted, double, wavy or dashed"), error);
}

/* Keeps a text as "label/de", and the first language's also as "label/". */
static gboolean
read_text (BylineTag *tag, JsonObject *object, guint place, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonObjectIter iter;
  const char *language;
  JsonNode *text;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (place, member, _ ("must be an object with a text for each language"), error);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &language, &text))
    {
      g_autofree char *first = g_strconcat (member, "/", NULL);
      g_autofree char *lower = g_ascii_strdown (language, -1);

      if (json_node_get_value_type (text) != G_TYPE_STRING || *json_node_get_string (text) == '\0')
        return fail (place, member, _ ("must have a text for each language"), error);
      if (!g_hash_table_contains (tag->texts, first))
        g_hash_table_insert (tag->texts, g_steal_pointer (&first), json_node_dup_string (text));
      g_hash_table_insert (tag->texts, g_strconcat (member, "/", lower, NULL), json_node_dup_string (text));
    }
  return TRUE;
}

/* A tag without a label is called by its id; without a letter it gets the first
 * one of its label. */
static void
complete_texts (BylineTag *tag)
{
  const char *label;

  if (!g_hash_table_contains (tag->texts, "label/"))
    g_hash_table_insert (tag->texts, g_strdup ("label/"), g_strdup (tag->id));

  label = byline_tag_get_label (tag, NULL);
  if (!g_hash_table_contains (tag->texts, "letter/"))
    {
      g_autofree char *first = g_utf8_substring (label, 0, 1);
      g_hash_table_insert (tag->texts, g_strdup ("letter/"), g_utf8_strup (first, -1));
    }
}

static gboolean
read_tag (BylineTagSet *self, JsonNode *node, GError **error)
{
  const guint place = self->n_tags;
  BylineTag *tag = &self->tags[place];
  JsonObject *object;
  const char *id = NULL, *layer = "statement", *fault;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE, _ ("Tag %u of the tag set is not an object"), place + 1);
      return FALSE;
    }
  object = json_node_get_object (node);

  if (!read_string (object, place, "id", &id, error) || !read_string (object, place, "layer", &layer, error))
    return FALSE;
  if (id == NULL)
    return fail (place, "id", _ ("is missing"), error);
  fault = find_fault_in_id (id);
  if (fault != NULL)
    return fail (place, "id", fault, error);
  if (*layer == '\0')
    return fail (place, "layer", _ ("must not be empty"), error);
  if (byline_tag_set_find (self, id) >= 0)
    return fail (place, "id", _ ("stands in the set twice"), error);

  self->n_tags++;
  tag->id = g_strdup (id);
  tag->layer = g_strdup (layer);
  tag->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  init_look (tag, place);
  if (!read_look (tag, object, place, error))
    return FALSE;
  for (guint i = 0; i < place; i++)
    if (tag->key != 0 && tag->key != NO_KEY_GIVEN && self->tags[i].key == tag->key)
      return fail (place, "key", _ ("is the key of another tag, too"), error);
  for (guint i = 0; i < G_N_ELEMENTS (text_members); i++)
    if (!read_text (tag, object, place, text_members[i], error))
      return FALSE;

  complete_texts (tag);
  return TRUE;
}

static BylineTagSet *
tag_set_new (void)
{
  BylineTagSet *self = g_new0 (BylineTagSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * byline_tag_set_get_default:
 *
 * The four tags of docs/formats.md section 2. Their texts are in the language
 * of the interface. May be called from any thread.
 *
 * Returns: (transfer none): the set, which lives as long as the program
 */
BylineTagSet *
byline_tag_set_get_default (void)
{
  static BylineTagSet *default_set;

  if (g_once_init_enter (&default_set))
    {
      BylineTagSet *self = tag_set_new ();

      for (guint i = 0; i < G_N_ELEMENTS (default_tags); i++)
        {
          self->tags[i].id = g_strdup (default_tags[i].id);
          self->tags[i].layer = g_strdup (default_tags[i].layer);
          init_look (&self->tags[i], i);
        }
      self->n_tags = G_N_ELEMENTS (default_tags);
      complete_keys (self);
      g_once_init_leave (&default_set, self);
    }
  return default_set;
}

/**
 * byline_tag_set_new_from_json:
 * @array: the `tags` of a pack's manifest
 * @error: return location for a %BYLINE_ERROR_VALUE
 *
 * Reads a pack's own tags: 2 to 12, or none for the default set. Only `id` is
 * required: key, colours and pattern follow from the place in the set, the label
 * from the id and the letter from the label. Members that Byline does not know
 * are ignored.
 *
 * Returns: (transfer full) (nullable): the set; %NULL with @error set
 */
BylineTagSet *
byline_tag_set_new_from_json (JsonArray *array, GError **error)
{
  const guint n = json_array_get_length (array);
  g_autoptr (BylineTagSet) self = NULL;

  if (n == 0)
    return byline_tag_set_ref (byline_tag_set_get_default ());
  if (n < BYLINE_TAGS_MIN || n > BYLINE_TAGS_MAX)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_VALUE,
                   _ ("“tags”: a tag set must have 2 to 12 tags; the number of tags in this one is %u"), n);
      return NULL;
    }

  self = tag_set_new ();
  for (guint i = 0; i < n; i++)
    if (!read_tag (self, json_array_get_element (array, i), error))
      return NULL;

  complete_keys (self);
  return g_steal_pointer (&self);
}

BylineTagSet *
byline_tag_set_ref (BylineTagSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
byline_tag_set_unref (BylineTagSet *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_tags; i++)
    {
      g_free (self->tags[i].id);
      g_free (self->tags[i].layer);
      g_free (self->tags[i].color);
      g_free (self->tags[i].color_dark);
      g_clear_pointer (&self->tags[i].texts, g_hash_table_unref);
    }
  g_free (self);
}

guint
byline_tag_set_get_size (BylineTagSet *self)
{
  return self->n_tags;
}

const BylineTag *
byline_tag_set_get (BylineTagSet *self, guint index)
{
  g_return_val_if_fail (index < self->n_tags, NULL);

  return &self->tags[index];
}

/**
 * byline_tag_set_find:
 * @self: a tag set
 * @id: what stands in a file
 *
 * Returns: the place of the tag in the set, or -1
 */
int
byline_tag_set_find (BylineTagSet *self, const char *id)
{
  for (guint i = 0; i < self->n_tags; i++)
    if (g_str_equal (self->tags[i].id, id))
      return i;
  return -1;
}

static gboolean
is_called (const BylineTag *tag, const char *folded)
{
  g_autofree char *id = g_utf8_casefold (tag->id, -1);
  g_autofree char *label = g_utf8_casefold (byline_tag_get_label (tag, NULL), -1);
  GHashTableIter iter;
  gpointer member, text;

  if (g_str_equal (id, folded) || g_str_equal (label, folded))
    return TRUE;
  if (tag->texts == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, tag->texts);
  while (g_hash_table_iter_next (&iter, &member, &text))
    {
      g_autofree char *other = g_utf8_casefold (text, -1);

      if (g_str_has_prefix (member, "label/") && g_str_equal (other, folded))
        return TRUE;
    }
  return FALSE;
}

/**
 * byline_tag_set_find_by_name:
 * @name: what another program or a person calls a tag
 *
 * The id as it is; else, in whatever case, the id or the label in any language,
 * if only one tag is called so.
 *
 * Returns: the place of the tag in the set, or -1
 */
int
byline_tag_set_find_by_name (BylineTagSet *self, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  int found = byline_tag_set_find (self, name);

  if (found >= 0)
    return found;
  for (guint i = 0; i < self->n_tags; i++)
    if (is_called (&self->tags[i], folded))
      {
        if (found >= 0)
          return -1;
        found = i;
      }
  return found;
}

/**
 * byline_tag_set_get_boundary:
 * @self: a tag set
 *
 * Returns: where a passage ends whatever its tag, as a paragraph in the language
 *   of the interface
 */
const char *
byline_tag_set_get_boundary (BylineTagSet *self)
{
  return _ ("Quotation marks and punctuation at the edges of a passage do not count. A quotation that is split by “she said” is one tag with two pieces. A headline is tagged on its own words.");
}

static const char *
get_default_text (const BylineTag *tag, Text text)
{
  for (guint i = 0; i < G_N_ELEMENTS (default_tags); i++)
    if (g_str_equal (default_tags[i].id, tag->id))
      return text == TEXT_LETTER ? g_dpgettext2 (NULL, "letter of a tag", default_tags[i].texts[text]) : _ (default_tags[i].texts[text]);
  g_assert_not_reached ();
}

/* The language itself, its primary subtag, English, the file's first. */
static const char *
get_text (const BylineTag *tag, Text text, const char *language)
{
  g_autofree char *lower = g_ascii_strdown (language != NULL ? language : "", -1);
  g_autofree char *primary = g_strndup (lower, strcspn (lower, "-_"));
  const char *const languages[] = { lower, primary, "en", "" };

  if (tag->texts == NULL)
    return get_default_text (tag, text);

  for (guint i = language == NULL || *language == '\0' ? 2 : 0; text != TEXT_BOUNDARY && i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *member = g_strconcat (text_members[text], "/", languages[i], NULL);
      const char *found = g_hash_table_lookup (tag->texts, member);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * byline_tag_get_label:
 * @tag: a tag
 * @language: (nullable): BCP 47; the tags of the default set ignore it and speak
 *   the language of the interface
 *
 * Returns: the tag's name for people; never %NULL
 */
const char *
byline_tag_get_label (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_LABEL, language);
}

/**
 * byline_tag_get_letter:
 *
 * Returns: what stands in the little square of lists and bars; never %NULL
 */
const char *
byline_tag_get_letter (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_LETTER, language);
}

/**
 * byline_tag_get_definition:
 *
 * Returns: (nullable): what the tag is and is not
 */
const char *
byline_tag_get_definition (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_DEFINITION, language);
}

/**
 * byline_tag_get_example:
 *
 * Returns: (nullable): a passage with this tag
 */
const char *
byline_tag_get_example (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_EXAMPLE, language);
}

/**
 * byline_tag_get_question:
 *
 * Returns: (nullable): the question to ask of a passage
 */
const char *
byline_tag_get_question (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_QUESTION, language);
}

/**
 * byline_tag_get_boundary:
 *
 * Returns: (nullable): where a passage with this tag begins and ends; %NULL for
 *   the tags of a pack's own set
 */
const char *
byline_tag_get_boundary (const BylineTag *tag, const char *language)
{
  return get_text (tag, TEXT_BOUNDARY, language);
}

/**
 * byline_pattern_get_name:
 *
 * Returns: as in the manifest and in CSS: "wavy"
 */
const char *
byline_pattern_get_name (BylinePattern pattern)
{
  return pattern_names[pattern];
}
