/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "element.h"

#include <string.h>

#define MAX_ID 256
#define MAX_HREF 8192
#define MAX_SPAN 1000

#define BIT(attribute) (1u << BYLINE_ATTRIBUTE_##attribute)
#define ANY (BIT (LANG) | BIT (DIR))
#define BLOCK (ANY | BIT (ID))
#define CELL (BLOCK | BIT (COLSPAN) | BIT (ROWSPAN))

static const BylineElement elements[] = {
  { "h1", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "h2", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "h3", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "h4", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "h5", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "h6", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "p", BYLINE_ELEMENT_PARAGRAPH, 0, BLOCK },
  { "pre", BYLINE_ELEMENT_PREFORMATTED, 0, BLOCK },
  { "blockquote", BYLINE_ELEMENT_CONTAINER, 0, BLOCK },
  { "ul", BYLINE_ELEMENT_LIST, 0, BLOCK },
  { "ol", BYLINE_ELEMENT_LIST, 0, BLOCK },
  { "li", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_LIST, BLOCK },
  { "dl", BYLINE_ELEMENT_DEFINITIONS, 0, BLOCK },
  { "dt", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_DEFINITIONS, BLOCK },
  { "dd", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_DEFINITIONS, BLOCK },
  { "figure", BYLINE_ELEMENT_FIGURE, 0, BLOCK },
  { "figcaption", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_FIGURE, BLOCK },
  { "img", BYLINE_ELEMENT_IMAGE, 0, BLOCK | BIT (SRC) | BIT (ALT) },
  { "hr", BYLINE_ELEMENT_RULE, 0, BLOCK },
  { "table", BYLINE_ELEMENT_TABLE, 0, BLOCK },
  { "caption", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_TABLE, BLOCK },
  { "thead", BYLINE_ELEMENT_ROWS, BYLINE_ELEMENT_TABLE, BLOCK },
  { "tbody", BYLINE_ELEMENT_ROWS, BYLINE_ELEMENT_TABLE, BLOCK },
  { "tr", BYLINE_ELEMENT_ROW, BYLINE_ELEMENT_ROWS, BLOCK },
  { "td", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_ROW, CELL },
  { "th", BYLINE_ELEMENT_CONTAINER, BYLINE_ELEMENT_ROW, CELL },

  { "br", BYLINE_ELEMENT_BREAK, 0, 0 },
  { "em", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "strong", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "sub", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "sup", BYLINE_ELEMENT_INLINE, 0, ANY | BIT (ID) },
  { "q", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "cite", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "code", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "a", BYLINE_ELEMENT_INLINE, 0, ANY | BIT (HREF) },
  { "time", BYLINE_ELEMENT_INLINE, 0, ANY | BIT (DATETIME) },
  { "span", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "ruby", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "rt", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "rp", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "bdi", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "bdo", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "del", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "ins", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "s", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "mark", BYLINE_ELEMENT_INLINE, 0, ANY },
  { "abbr", BYLINE_ELEMENT_INLINE, 0, ANY },

  { "html", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "body", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "div", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "section", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "article", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "main", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "header", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "address", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "center", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "form", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "nav", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "aside", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "footer", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "hgroup", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "fieldset", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "legend", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "details", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "summary", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "dialog", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "search", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "menu", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "dir", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "listing", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "video", BYLINE_ELEMENT_SECTION, 0, ANY },
  { "audio", BYLINE_ELEMENT_SECTION, 0, ANY },

  { "script", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "style", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "template", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "noscript", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "head", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "button", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "select", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "textarea", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "input", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "datalist", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "iframe", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "object", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "embed", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "svg", BYLINE_ELEMENT_DROPPED, 0, 0 },
  { "math", BYLINE_ELEMENT_DROPPED, 0, 0 },
};

static const struct { const char *name, *becomes; } renamed[] = {
  { "b", "strong" },
  { "i", "em" },
  { "tfoot", "tbody" },
};

static const char *const attribute_names[BYLINE_N_ATTRIBUTES] = {
  "lang", "dir", "id", "href", "src", "alt", "datetime", "colspan", "rowspan",
};

static GHashTable *
make_table (void)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (elements); i++)
    g_hash_table_insert (table, (gpointer) elements[i].name, (gpointer) &elements[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (renamed); i++)
    g_hash_table_insert (table, (gpointer) renamed[i].name, g_hash_table_lookup (table, renamed[i].becomes));
  return table;
}

/**
 * byline_element_find:
 * @name: a tag name in any case
 * @length: its bytes
 *
 * Returns: (nullable): what Byline makes of it (`strong` for `b`); %NULL for an
 *   unknown element, whose contents are kept
 */
const BylineElement *
byline_element_find (const char *name, gsize length)
{
  static GHashTable *table;
  char lower[16];

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, make_table ());

  if (length >= sizeof lower)
    return NULL;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (name[i]);
  lower[length] = '\0';
  return g_hash_table_lookup (table, lower);
}

/**
 * byline_element_is_block:
 *
 * Returns: whether a line feed follows it when it stands among blocks
 */
gboolean
byline_element_is_block (const BylineElement *self)
{
  return self->kind >= BYLINE_ELEMENT_IMAGE && self->kind <= BYLINE_ELEMENT_ROW;
}

const char *
byline_attribute_get_name (BylineAttribute attribute)
{
  return attribute_names[attribute];
}

/**
 * byline_attribute_find:
 * @name: an attribute's name in any case
 * @length: its bytes
 * @attribute: (out): which one it is
 *
 * Returns: whether Byline knows it
 */
gboolean
byline_attribute_find (const char *name, gsize length, BylineAttribute *attribute)
{
  for (guint i = 0; i < BYLINE_N_ATTRIBUTES; i++)
    if (strlen (attribute_names[i]) == length && g_ascii_strncasecmp (attribute_names[i], name, length) == 0)
      {
        *attribute = i;
        return TRUE;
      }
  return FALSE;
}

/* In one line: runs of white space and controls become one space, none at the ends. */
static char *
clean_line (const char *value)
{
  GString *line = g_string_new (NULL);

  for (const char *at = value; *at != '\0'; at++)
    {
      if ((guchar) *at > 0x20)
        g_string_append_c (line, *at);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  return g_string_free (line, FALSE);
}

/* As browsers do: no white space or control at the ends, no line feed or tab inside. */
static char *
clean_address (const char *value)
{
  g_autoptr (GString) address = g_string_new (NULL);

  for (const char *at = value; *at != '\0'; at++)
    if ((guchar) *at > 0x20 || (*at == ' ' && address->len > 0))
      g_string_append_c (address, *at);
  while (address->len > 0 && address->str[address->len - 1] == ' ')
    g_string_truncate (address, address->len - 1);

  if (address->len > MAX_HREF)
    return NULL;
  if (g_ascii_strncasecmp (address->str, "http://", 7) == 0 || g_ascii_strncasecmp (address->str, "https://", 8) == 0 ||
      (address->str[0] == '#' && address->len > 1))
    return g_string_free (g_steal_pointer (&address), FALSE);
  return NULL;
}

static gboolean
is_media_name (const char *value)
{
  const char *name = value + strlen ("media/");

  if (!g_str_has_prefix (value, "media/") || *name == '\0' || *name == '.' || strlen (name) > 255)
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    if ((guchar) *at <= 0x20 || strchr ("/\\?#%:", *at) != NULL)
      return FALSE;
  return TRUE;
}

static char *
clean_number (const char *value)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (value, 10, 2, MAX_SPAN, &number, NULL))
    return NULL;
  return g_strdup_printf ("%u", (guint) number);
}

/**
 * byline_attribute_clean_value:
 * @attribute: which one
 * @value: UTF-8, as the page has it
 *
 * Returns: (transfer full) (nullable): the value to write, %NULL to leave the
 *   attribute out. Cleaning a clean value changes nothing.
 */
char *
byline_attribute_clean_value (BylineAttribute attribute, const char *value)
{
  g_autofree char *line = attribute == BYLINE_ATTRIBUTE_HREF ? clean_address (value) : clean_line (value);
  const gsize length = line != NULL ? strlen (line) : 0;

  switch (attribute)
    {
    case BYLINE_ATTRIBUTE_ALT:
    case BYLINE_ATTRIBUTE_HREF:
      return g_steal_pointer (&line);

    case BYLINE_ATTRIBUTE_LANG:
      /* Many pages write a locale's name. */
      g_strdelimit (line, "_", '-');
      if (length == 0 || length > 35 || !g_ascii_isalpha (line[0]) ||
          strspn (line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != length)
        return NULL;
      return g_steal_pointer (&line);

    case BYLINE_ATTRIBUTE_DIR:
      for (gsize i = 0; i < length; i++)
        line[i] = g_ascii_tolower (line[i]);
      return strcmp (line, "ltr") == 0 || strcmp (line, "rtl") == 0 || strcmp (line, "auto") == 0 ? g_steal_pointer (&line) : NULL;

    case BYLINE_ATTRIBUTE_ID:
      return length > 0 && length <= MAX_ID && strchr (line, ' ') == NULL ? g_steal_pointer (&line) : NULL;

    case BYLINE_ATTRIBUTE_SRC:
      return is_media_name (line) ? g_steal_pointer (&line) : NULL;

    case BYLINE_ATTRIBUTE_DATETIME:
      return length > 0 && length <= 64 && strspn (line, "0123456789TZtzPpWwYyMmDdHhSs:+-., ") == length ? g_steal_pointer (&line) : NULL;

    case BYLINE_ATTRIBUTE_COLSPAN:
    case BYLINE_ATTRIBUTE_ROWSPAN:
      return clean_number (line);

    case BYLINE_N_ATTRIBUTES:
    default:
      g_return_val_if_reached (NULL);
    }
}
