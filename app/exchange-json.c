/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "error.h"
#include "exchange-private.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * byline_exchange_get_text:
 *
 * Returns: (transfer none) (nullable): the member if it is there and a text
 */
const char *
byline_exchange_get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/**
 * byline_exchange_get_offset:
 * @node: (nullable): what should be an offset
 * @offset: (out): set if it is one
 *
 * Takes whole numbers, also as `3.0` and, as old versions of Label Studio write
 * them, as a text.
 *
 * Returns: whether @node is a whole number that an offset could be
 */
gboolean
byline_exchange_get_offset (JsonNode *node, gint64 *offset)
{
  double number = -1;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      guint64 value;

      if (!g_ascii_string_to_unsigned (json_node_get_string (node), 10, 0, G_MAXINT32, &value, NULL))
        return FALSE;
      *offset = value;
      return TRUE;
    }
  if (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
    number = json_node_get_double (node);
  if (!(number >= 0 && number <= G_MAXINT32 && number == (gint64) number))
    return FALSE;
  *offset = (gint64) number;
  return TRUE;
}

/**
 * byline_exchange_note_once:
 * @sentences: (element-type utf8): gets the sentence if it is not there yet
 */
void
byline_exchange_note_once (GPtrArray *sentences, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL))
    g_ptr_array_add (sentences, g_steal_pointer (&sentence));
}

/**
 * byline_foreign_set_text:
 * @text: the document's text
 *
 * Returns: %FALSE with an error for a text longer than any article
 */
gboolean
byline_foreign_set_text (BylineForeign *self, const char *text, GError **error)
{
  if (strlen (text) > BYLINE_ARTICLE_MAX_SIZE)
    {
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("the text in the file is larger than an article can be (%d MiB)"),
                   BYLINE_ARTICLE_MAX_SIZE / (1024 * 1024));
      return FALSE;
    }
  g_free (self->text);
  self->text = g_strdup (text);
  return TRUE;
}

/**
 * byline_foreign_set_login:
 * @program: where the person has the login, for names like `Hypothesis-3f2a9c`
 * @login: a login, which may hold a person's name
 *
 * Gives the document a creator whose id and code name follow from @login, the same
 * in every file, but do not say it, and says so in the notices: work files carry
 * code names only, and the teacher must still be able to tell who is who.
 */
void
byline_foreign_set_login (BylineForeign *self, const char *program, const char *login)
{
  g_autofree char *seed = g_strconcat (program, ":", login, NULL);

  g_free (self->creator_id);
  g_free (self->creator);
  self->creator_id = byline_exchange_dup_id (seed);
  self->creator = g_strdup_printf ("%s-%.6s", program, self->creator_id + strlen ("urn:uuid:"));
  /* Translators: a login in another program, and a code name. */
  byline_exchange_note_once (self->notices, _ ("“%s” is called “%s” in the work file, which holds code names only"), login, self->creator);
}

/* How many edges of a range do not look like what a person marks; IMPOSSIBLE where
 * there is no such range. */
#define IMPOSSIBLE G_MAXUINT

static guint
judge (const gunichar *text, gint64 length, gint64 start, gint64 end)
{
  if (start < 0 || start > end || end > length)
    return IMPOSSIBLE;
  if (start == end)
    return 0;
  return (g_unichar_isspace (text[start]) ? 1 : 0)
         + (g_unichar_isspace (text[end - 1]) ? 1 : 0)
         + (start > 0 && g_unichar_isalnum (text[start - 1]) && g_unichar_isalnum (text[start]) ? 1 : 0)
         + (end < length && g_unichar_isalnum (text[end - 1]) && g_unichar_isalnum (text[end]) ? 1 : 0);
}

/* The code point at a UTF-16 offset, or -1 where it is in the middle of one or
 * behind the text. */
static gint64
from_utf16 (const guint *units, guint length, gint64 offset)
{
  guint low = 0, high = length;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (units[middle] < offset)
        low = middle + 1;
      else
        high = middle;
    }
  return units[low] == offset ? (gint64) low : -1;
}

/* What speaks against one way to count. */
typedef struct
{
  guint64 odd;
  gboolean impossible;
} Doubt;

static void
doubt_add (Doubt *self, guint odd)
{
  if (odd == IMPOSSIBLE)
    self->impossible = TRUE;
  else
    self->odd += odd;
}

/**
 * byline_foreign_guess_units:
 * @self: a document with a text
 *
 * Looks at the text to tell what the offsets count, where no words are stored with
 * them. What @self says already is given up when some range cannot be so and all can
 * be in the other unit, or when at least two edges are in the middle of a word or at
 * a space, and in the other unit less than a quarter as many.
 */
void
byline_foreign_guess_units (BylineForeign *self)
{
  g_autofree gunichar *text = NULL;
  g_autofree guint *units = NULL;
  Doubt doubts[2] = { { 0, FALSE }, { 0, FALSE } };
  const Doubt *said, *other;
  guint length;

  g_return_if_fail (self->text != NULL);

  units = byline_exchange_dup_utf16 (self->text, strlen (self->text), &length);
  if (units[length] == length)
    return;
  text = g_utf8_to_ucs4_fast (self->text, -1, NULL);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const BylineForeignMark *mark = g_ptr_array_index (self->marks, i);

      for (guint j = 0; j < mark->pieces->len; j++)
        {
          const BylineForeignPiece *piece = g_ptr_array_index (mark->pieces, j);

          if (piece->start < 0 || piece->exact != NULL)
            continue;
          doubt_add (&doubts[BYLINE_UNITS_CODE_POINTS], judge (text, length, piece->start, piece->end));
          doubt_add (&doubts[BYLINE_UNITS_UTF16], judge (text, length, from_utf16 (units, length, piece->start), from_utf16 (units, length, piece->end)));
        }
    }
  said = &doubts[self->units];
  other = &doubts[!self->units];
  if (said->impossible != other->impossible ? said->impossible : said->odd >= 2 && other->odd * 4 < said->odd)
    self->units = !self->units;
}

/**
 * byline_foreign_mend_words:
 * @self: a document with a text
 *
 * Some programs write "\\n" for a line feed in the words that they store. Where the
 * text has no such thing, it is taken for what it means.
 */
void
byline_foreign_mend_words (BylineForeign *self)
{
  g_return_if_fail (self->text != NULL);

  if (strstr (self->text, "\\n") != NULL)
    return;
  for (guint i = 0; i < self->marks->len; i++)
    {
      const BylineForeignMark *mark = g_ptr_array_index (self->marks, i);

      for (guint j = 0; j < mark->pieces->len; j++)
        {
          BylineForeignPiece *piece = g_ptr_array_index (mark->pieces, j);
          g_autoptr (GString) words = piece->exact != NULL ? g_string_new (piece->exact) : NULL;

          if (words == NULL || g_string_replace (words, "\\n", "\n", 0) == 0)
            continue;
          g_free (piece->exact);
          piece->exact = g_strdup (words->str);
        }
    }
}

static char *
dup_time (const char *time)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) point = time != NULL ? g_date_time_new_from_iso8601 (time, utc) : NULL;
  g_autoptr (GDateTime) there = point != NULL ? g_date_time_to_utc (point) : NULL;

  return there != NULL ? g_date_time_format (there, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

/**
 * byline_foreign_mark_set_times:
 * @created: (nullable): ISO 8601; UTC where no zone is given
 * @modified: (nullable): ISO 8601
 *
 * Keeps the times in the form that Byline writes them in; what is none is dropped.
 */
void
byline_foreign_mark_set_times (BylineForeignMark *self, const char *created, const char *modified)
{
  g_free (self->created);
  g_free (self->modified);
  self->created = dup_time (created);
  self->modified = dup_time (modified);
}

/**
 * byline_foreign_mark_add_note:
 * @note: (nullable): a note; an empty one is none
 */
void
byline_foreign_mark_add_note (BylineForeignMark *self, const char *note)
{
  g_autofree char *first = g_steal_pointer (&self->note);

  if (note == NULL || *note == '\0')
    self->note = g_steal_pointer (&first);
  else
    self->note = first == NULL ? g_strdup (note) : g_strconcat (first, "\n", note, NULL);
}

static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const BylineForeignPiece *first = *(BylineForeignPiece *const *) a;
  const BylineForeignPiece *second = *(BylineForeignPiece *const *) b;

  return (first->start > second->start) - (first->start < second->start);
}

/**
 * byline_foreign_add_to:
 * @passages: (element-type utf8 BylineForeignMark): the passages so far, by what
 *   their pieces have in common; g_str_hash(), owns its keys
 * @passage: (nullable): what an annotation is a piece of, if of anything
 * @id: (nullable): of the passage, or a name for messages
 * @label: the foreign tag
 *
 * For formats whose annotations have one segment: pieces of one passage with one
 * label become one annotation, in the place of the first.
 *
 * Returns: (transfer none): the annotation to which the piece belongs, or a new one
 */
BylineForeignMark *
byline_foreign_add_to (BylineForeign *self, GHashTable *passages, const char *passage, const char *id, const char *label)
{
  g_autofree char *key = passage != NULL ? g_strdup_printf ("%s\n%s", passage, label) : NULL;
  BylineForeignMark *mark = key != NULL ? g_hash_table_lookup (passages, key) : NULL;

  if (mark != NULL)
    return mark;
  mark = byline_foreign_add (self, id, label);
  if (key != NULL)
    g_hash_table_insert (passages, g_steal_pointer (&key), mark);
  return mark;
}

/**
 * byline_foreign_sort_pieces:
 * @passages: the passages of byline_foreign_add_to()
 *
 * Puts the pieces of each passage in the order of the text, however the other
 * program sorted its annotations.
 */
void
byline_foreign_sort_pieces (GHashTable *passages)
{
  GHashTableIter iter;
  gpointer mark;

  g_hash_table_iter_init (&iter, passages);
  while (g_hash_table_iter_next (&iter, NULL, &mark))
    g_ptr_array_sort (((BylineForeignMark *) mark)->pieces, compare_pieces);
}
