/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include "config.h"
#include "error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

/* json-glib's own parser crashes on deep nesting, takes comments, single quotes,
 * doubled members and numbers out of range, and cuts strings at \u0000. Strangers'
 * files therefore never reach it: this one reads RFC 8259 and nothing else, and
 * builds json-glib's nodes as it goes. */

/* What a tree costs, in bytes, as measured with json-glib 1.6 and glibc: a
 * 64 MiB file of "[],[],…" would otherwise become several GB, and one of work,
 * with its long texts, stays below. Of the worst shapes this much takes 930 MB. */
#define COST_MAX (780 * 1024 * 1024)
#define COST_NODE 48
#define COST_SCALAR 32
#define COST_ARRAY 96
#define COST_OBJECT 256
#define COST_MEMBER 112
#define COST_STRING 36
/* No byte costs more: half of “{}”. */
#define COST_OF_BYTE_MAX ((COST_NODE + COST_OBJECT) / 2)

/* So many digits are no trouble for 64 bits. */
#define SMALL_DIGITS 18

/* So many names are compared with each other. */
#define FEW_NAMES 8

/* More names than this with the same hash in one object do not happen by chance;
 * they would make json-glib's hash table take quadratic time. */
#define SAME_HASH_MAX 32

typedef struct
{
  gsize name; /* offset in Parser.names */
  guint hash;
  gsize offset; /* in the file, for the message */
  JsonNode *value;
} Member;

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  gsize cost;
  GArray *members; /* of all objects that are still open */
  GString *names;  /* theirs, each with its NUL */
  GString *string; /* the one being decoded */
  GError **error;
} Parser;

/* Bytes of COST_MAX that are taken by other things; see byline_json_reserve(). */
static guint reserved;

static JsonNode *parse_value (Parser *self);

static void
clear_member (gpointer data)
{
  Member *member = data;
  g_clear_pointer (&member->value, json_node_unref);
}

/* Where a reader of the file would look: lines and code points from 1. */
static gboolean G_GNUC_PRINTF (3, 4)
fail_at (Parser *self, const char *at, const char *format, ...)
{
  const char *line = self->start;
  g_autofree char *what = NULL;
  guint n_lines = 1;
  va_list arguments;

  for (const char *p = self->start; (p = memchr (p, '\n', at - p)) != NULL; n_lines++)
    line = ++p;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (self->error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("line %u, column %ld: %s"),
               n_lines, g_utf8_strlen (line, at - line) + 1, what);
  return FALSE;
}

static gsize
get_budget (void)
{
  return COST_MAX - MIN (COST_MAX, (gsize) g_atomic_int_get (&reserved));
}

static gboolean
spend (Parser *self, gsize cost)
{
  self->cost += cost;
  if (self->cost <= get_budget ())
    return TRUE;

  g_set_error_literal (self->error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("there are too many values in this file"));
  return FALSE;
}

static inline void
skip_space (Parser *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

static inline gboolean
take (Parser *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* Names what stands where a value or a mark should be. */
static gboolean
fail_unexpected (Parser *self, const char *expected)
{
  const char *next;
  g_autofree char *found = NULL;

  if (self->at == self->end)
    return fail_at (self, self->at, _ ("the file ends where %s should be"), expected);
  if (*self->at == '/' || *self->at == '#')
    return fail_at (self, self->at, _ ("comments are not allowed in JSON"));
  if (*self->at == '\'')
    return fail_at (self, self->at, _ ("strings stand in double quotes in JSON"));

  next = g_utf8_next_char (self->at);
  found = g_unichar_isprint (g_utf8_get_char (self->at)) ? g_strndup (self->at, next - self->at)
                                                         : g_strdup_printf ("U+%04X", g_utf8_get_char (self->at));
  return fail_at (self, self->at, _ ("there is “%s” where %s should be"), found, expected);
}

static gboolean
parse_hex (Parser *self, const char *escape, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      const int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        return fail_at (self, escape, _ ("“\\u” must be followed by four hexadecimal digits"));
      *value = *value << 4 | digit;
      self->at++;
    }
  return TRUE;
}

static gboolean
parse_unicode_escape (Parser *self, const char *escape)
{
  gunichar c, low;

  if (!parse_hex (self, escape, &c))
    return FALSE;
  if (c == 0)
    return fail_at (self, escape, _ ("“\\u0000” (a NUL character) is not allowed in a text"));
  if (c >= 0xDC00 && c <= 0xDFFF)
    return fail_at (self, escape, _ ("“\\u%04x” is the second half of a character without the first"), c);
  if (c >= 0xD800 && c <= 0xDBFF)
    {
      if (!take (self, '\\') || !take (self, 'u'))
        return fail_at (self, escape, _ ("“\\u%04x” is half a character"), c);
      if (!parse_hex (self, escape, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail_at (self, escape, _ ("“\\u%04x” is half a character"), c);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
  g_string_append_unichar (self->string, c);
  return TRUE;
}

static gboolean
parse_escape (Parser *self)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  const char *escape = self->at++;
  const char *letter;

  if (take (self, 'u'))
    return parse_unicode_escape (self, escape);

  letter = self->at < self->end && *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  if (letter == NULL)
    return fail_at (self, escape, _ ("there is no such escape in JSON"));
  g_string_append_c (self->string, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

/* Decodes a string into self->string; self->at is behind its first quote. */
static gboolean
parse_string (Parser *self)
{
  const char *quote = self->at - 1;

  g_string_truncate (self->string, 0);
  for (;;)
    {
      const char *run = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (self->string, run, self->at - run);

      if (self->at == self->end)
        return fail_at (self, quote, _ ("this string has no end"));
      if (take (self, '"'))
        return spend (self, COST_STRING + self->string->len);
      if (*self->at != '\\')
        return fail_at (self, self->at, _ ("a control character must be escaped in a string"));
      if (!parse_escape (self))
        return FALSE;
    }
}

static gboolean
skip_digits (Parser *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first || fail_unexpected (self, _ ("a digit"));
}

static JsonNode *
parse_number (Parser *self)
{
  const char *first = self->at;
  g_autofree char *digits = NULL;
  gboolean whole = TRUE;
  gint64 integer = 0;
  double real;

  take (self, '-');
  if (take (self, '0'))
    {
      if (self->at < self->end && g_ascii_isdigit (*self->at))
        return fail_at (self, first, _ ("a number may not begin with 0")), NULL;
    }
  else if (!skip_digits (self))
    return NULL;
  if (take (self, '.'))
    {
      whole = FALSE;
      if (!skip_digits (self))
        return NULL;
    }
  if (take (self, 'e') || take (self, 'E'))
    {
      whole = FALSE;
      if (!take (self, '+'))
        take (self, '-');
      if (!skip_digits (self))
        return NULL;
    }

  if (whole && *first != '-' && self->at - first <= SMALL_DIGITS)
    {
      for (const char *digit = first; digit < self->at; digit++)
        integer = integer * 10 + (*digit - '0');
      return json_node_init_int (json_node_alloc (), integer);
    }

  digits = g_strndup (first, self->at - first);
  errno = 0;
  integer = g_ascii_strtoll (digits, NULL, 10);
  if (whole && errno == 0 && !(integer == 0 && *digits == '-'))
    return json_node_init_int (json_node_alloc (), integer);

  real = g_ascii_strtod (digits, NULL);
  if ((whole && integer != 0) || !isfinite (real))
    return fail_at (self, first, _ ("this number is too large")), NULL;
  return json_node_init_double (json_node_alloc (), real);
}

static gboolean
take_word (Parser *self, const char *word)
{
  const gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

static JsonNode *
parse_word (Parser *self)
{
  if (take_word (self, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take_word (self, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (take_word (self, "null"))
    return json_node_init_null (json_node_alloc ());
  return fail_unexpected (self, _ ("a value")), NULL;
}

static JsonNode *
parse_array (Parser *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  skip_space (self);
  if (take (self, ']'))
    return byline_json_new_array (array);

  for (;;)
    {
      JsonNode *element = parse_value (self);

      if (element == NULL)
        return NULL;
      json_array_add_element (array, element);

      skip_space (self);
      if (take (self, ']'))
        return byline_json_new_array (array);
      if (!take (self, ','))
        return fail_unexpected (self, _ ("“,” or “]”")), NULL;
    }
}

static gboolean
parse_member (Parser *self)
{
  Member member = { .name = self->names->len, .offset = self->at - self->start };

  if (!take (self, '"'))
    return fail_unexpected (self, _ ("a member name in double quotes"));
  if (!parse_string (self) || !spend (self, COST_MEMBER))
    return FALSE;
  member.hash = g_str_hash (self->string->str);
  g_string_append_len (self->names, self->string->str, self->string->len + 1);

  skip_space (self);
  if (!take (self, ':'))
    return fail_unexpected (self, _ ("“:”"));

  member.value = parse_value (self);
  if (member.value == NULL)
    return FALSE;
  g_array_append_val (self->members, member);
  return TRUE;
}

static int
compare_members (gconstpointer a, gconstpointer b, gpointer names)
{
  const Member *one = *(const Member *const *) a, *two = *(const Member *const *) b;
  int order;

  if (one->hash != two->hash)
    return one->hash < two->hash ? -1 : 1;
  order = strcmp ((const char *) names + one->name, (const char *) names + two->name);
  if (order != 0)
    return order;
  return one->offset < two->offset ? -1 : 1;
}

/* Whether no name stands twice in an object that has only a few; else check_names()
 * shall say which. */
static gboolean
are_few_and_differ (const Member *members, guint n_members)
{
  if (n_members > FEW_NAMES)
    return FALSE;
  for (guint i = 1; i < n_members; i++)
    for (guint k = 0; k < i; k++)
      if (members[i].hash == members[k].hash)
        return FALSE;
  return TRUE;
}

/* Sorting keeps this near linear however many members there are, and whatever
 * their names are. */
static gboolean
check_names (Parser *self, Member *members, guint n_members)
{
  g_autofree const Member **sorted = g_new (const Member *, n_members);
  const Member *doubled = NULL;
  guint same_hash = 0;

  for (guint i = 0; i < n_members; i++)
    sorted[i] = &members[i];
  g_qsort_with_data (sorted, n_members, sizeof *sorted, compare_members, self->names->str);

  for (guint i = 1; i < n_members; i++)
    {
      if (sorted[i - 1]->hash != sorted[i]->hash)
        {
          same_hash = 0;
          continue;
        }
      if (++same_hash >= SAME_HASH_MAX)
        return fail_at (self, self->start + sorted[i]->offset, _ ("the member names of this object are made to slow a reader down"));
      if (strcmp (self->names->str + sorted[i - 1]->name, self->names->str + sorted[i]->name) == 0
          && (doubled == NULL || sorted[i]->offset < doubled->offset))
        doubled = sorted[i];
    }

  return doubled == NULL
         || fail_at (self, self->start + doubled->offset, _ ("the member “%s” stands twice"), self->names->str + doubled->name);
}

static JsonNode *
close_object (Parser *self, guint first_member, gsize first_name)
{
  g_autoptr (JsonObject) object = json_object_new ();
  const guint n_members = self->members->len - first_member;
  Member *members = n_members > 0 ? &g_array_index (self->members, Member, first_member) : NULL;

  if (n_members > 1 && !are_few_and_differ (members, n_members) && !check_names (self, members, n_members))
    return NULL;

  for (guint i = 0; i < n_members; i++)
    json_object_set_member (object, self->names->str + members[i].name, g_steal_pointer (&members[i].value));

  g_array_set_size (self->members, first_member);
  g_string_truncate (self->names, first_name);
  return byline_json_new_object (object);
}

static JsonNode *
parse_object (Parser *self)
{
  const guint first_member = self->members->len;
  const gsize first_name = self->names->len;

  skip_space (self);
  if (take (self, '}'))
    return close_object (self, first_member, first_name);

  for (;;)
    {
      skip_space (self);
      if (!parse_member (self))
        return NULL;

      skip_space (self);
      if (take (self, '}'))
        return close_object (self, first_member, first_name);
      if (!take (self, ','))
        return fail_unexpected (self, _ ("“,” or “}”")), NULL;
    }
}

static JsonNode *
parse_value (Parser *self)
{
  JsonNode *node;

  skip_space (self);
  if (self->at == self->end)
    return fail_unexpected (self, _ ("a value")), NULL;

  if (*self->at == '{' || *self->at == '[')
    {
      const gboolean is_object = *self->at == '{';

      if (self->depth == BYLINE_JSON_MAX_DEPTH)
        return fail_at (self, self->at, _ ("values are nested more than %d deep"), BYLINE_JSON_MAX_DEPTH), NULL;
      if (!spend (self, COST_NODE + (is_object ? COST_OBJECT : COST_ARRAY)))
        return NULL;
      self->at++;
      self->depth++;
      node = is_object ? parse_object (self) : parse_array (self);
      self->depth--;
      return node;
    }
  if (!spend (self, COST_NODE + COST_SCALAR))
    return NULL;
  if (take (self, '"'))
    return parse_string (self) ? json_node_init_string (json_node_alloc (), self->string->str) : NULL;
  if (*self->at == '-' || g_ascii_isdigit (*self->at))
    return parse_number (self);
  return parse_word (self);
}

/* Skips a string, whose first quote is at @at, and adds the least that it costs. */
static const char *
measure_string (const char *at, const char *end, gsize *cost)
{
  const char *first = at + 1;
  gsize escaped = 0;

  for (at = first; at < end && *at != '"'; at++)
    if (*at == '\\' && at + 1 < end)
      {
        escaped += at[1] == 'u' ? 5 : 1;
        at++;
      }
  *cost += COST_STRING + (gsize) (at - first) - MIN (escaped, (gsize) (at - first));
  at = MIN (at + 1, end);
  while (at < end && strchr (" \n\t\r", *at) != NULL)
    at++;
  *cost += at < end && *at == ':' ? COST_MEMBER : COST_NODE + COST_SCALAR;
  return at;
}

/* The least that the tree of a large file would cost, without making it: half a
 * tree takes a second to build and to remove. What is wrong in the file is found later. */
static gboolean
fits (Parser *self)
{
  const gsize budget = get_budget ();
  const char *at = self->start;
  gsize cost = 0;

  if ((gsize) (self->end - self->start) * COST_OF_BYTE_MAX <= budget)
    return TRUE;

  while (at < self->end && cost <= budget)
    switch (*at)
      {
      case '"':
        at = measure_string (at, self->end, &cost);
        break;
      case '{':
      case '[':
        cost += COST_NODE + (*at++ == '{' ? COST_OBJECT : COST_ARRAY);
        break;
      case ']':
      case '}':
      case ',':
      case ':':
      case ' ':
      case '\n':
      case '\t':
      case '\r':
        at++;
        break;
      default:
        cost += COST_NODE + COST_SCALAR;
        while (at < self->end && strchr ("\"{}[],: \n\t\r", *at) == NULL)
          at++;
      }
  if (cost > budget)
    return spend (self, cost);
  return TRUE;
}

static gboolean
check_utf8 (Parser *self)
{
  const char *bad;

  if (self->end - self->start >= 3 && memcmp (self->start, "\xEF\xBB\xBF", 3) == 0)
    return fail_at (self, self->start, _ ("JSON may not begin with a byte order mark"));
  if (g_utf8_validate_len (self->start, self->end - self->start, &bad))
    return TRUE;
  return *bad == '\0' ? fail_at (self, bad, _ ("there is a NUL byte in the file"))
                      : fail_at (self, bad, _ ("this is not UTF-8 text (byte 0x%02X)"), (guchar) *bad);
}

/**
 * byline_json_reserve:
 * @size: bytes
 *
 * Says what a program keeps in memory, so that later files are refused when they
 * do not fit beside it any more.
 */
void
byline_json_reserve (guint size)
{
  g_atomic_int_set (&reserved, size);
}

/**
 * byline_json_parse:
 * @data: (array length=size): the bytes of a file
 * @size: bytes in @data
 * @max_size: the most bytes that a file of this kind may have
 *
 * Reads a JSON text (RFC 8259, nothing more) from a source that is not to be
 * trusted. Refused besides what the RFC refuses: more than @max_size bytes,
 * nesting deeper than %BYLINE_JSON_MAX_DEPTH, an object with two members of one
 * name, `\u0000`, half a surrogate pair, integers beyond 64 bits, numbers beyond
 * a double, and more values than fit in about 780 MiB less what is reserved. Time
 * is linear in @size.
 *
 * Returns: (transfer full): the root; %NULL with %BYLINE_ERROR_SYNTAX, whose
 *   message begins with line and column, or %BYLINE_ERROR_TOO_LARGE
 */
JsonNode *
byline_json_parse (const char *data, gsize size, gsize max_size, GError **error)
{
  Parser self = { .start = data, .at = data, .end = data + size, .error = error };
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (size > max_size)
    {
      g_autofree char *limit = g_format_size_full (max_size, G_FORMAT_SIZE_IEC_UNITS);
      g_set_error (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("this file is larger than %s"), limit);
      return NULL;
    }
  if (!check_utf8 (&self) || !fits (&self))
    return NULL;

  self.members = g_array_new (FALSE, FALSE, sizeof (Member));
  self.names = g_string_new (NULL);
  self.string = g_string_new (NULL);
  g_array_set_clear_func (self.members, clear_member);

  skip_space (&self);
  if (self.at == self.end)
    g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_SYNTAX, _ ("this file is empty"));
  else
    root = parse_value (&self);
  skip_space (&self);
  if (root != NULL && self.at < self.end)
    {
      g_clear_pointer (&root, json_node_unref);
      fail_unexpected (&self, _ ("the end of the file"));
    }

  g_array_unref (self.members);
  g_string_free (self.names, TRUE);
  g_string_free (self.string, TRUE);
  return g_steal_pointer (&root);
}
