/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-text.h"

#include "builder.h"

#include <string.h>

/* Columns. A line longer than the first is no line of a hard-wrapped text, but a
 * paragraph of its own; lines that are all shorter than the second are wrapped
 * only if every single one of several agrees. */
#define MAX_WRAPPED 120
#define MIN_WRAPPED 45
#define MIN_NARROW 25
#define MIN_PARAGRAPH 60

/* What a tab is worth at the begin of a line, and how far in a paragraph begins. */
#define TAB_WIDTH 8
#define MIN_INDENT 2

/* How long a title and an author line may be, in columns. */
#define MAX_TITLE 160
#define MAX_AUTHOR 80

/* Title, author, date and place under each other. */
#define MAX_HEAD_LINES 4

/**
 * Line:
 * @text: without white space at its ends
 * @length: bytes
 * @indent: columns that it begins farther in than the outermost line of its block
 * @width: columns, with the indent; a wide character has two
 * @first: columns of its first word, which wrapping can not split
 */
typedef struct
{
  const char *text;
  gsize length;
  guint indent;
  guint width;
  guint first;
} Line;

typedef enum
{
  BLOCK_WRAPPED,    /* one paragraph, or several that end in short lines */
  BLOCK_LINES,      /* a poem, a list, an address: each line stands alone */
  BLOCK_PARAGRAPHS, /* each line is a paragraph */
} BlockKind;

/* Lines without an empty one between them. */
typedef struct
{
  const Line *lines;
  guint n_lines;
} Block;

static gboolean
is_line_end (const char *at, gsize *length)
{
  *length = 1;
  if (*at == '\n' || *at == '\v' || *at == '\f')
    return TRUE;
  if (*at == '\r')
    {
      *length = at[1] == '\n' ? 2 : 1;
      return TRUE;
    }
  *length = 3;
  return strncmp (at, "\u2028", 3) == 0 || strncmp (at, "\u2029", 3) == 0;
}

static void
measure (Line *line)
{
  gboolean in_first = TRUE;

  line->width = line->first = 0;
  for (const char *at = line->text; at < line->text + line->length; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      const guint columns = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      in_first = in_first && !g_unichar_isspace (c) && (line->width == 0 || !g_unichar_iswide (c));
      line->width += columns;
      if (in_first)
        line->first = line->width;
    }
}

static GArray *
split_lines (const char *text, gsize size)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  const char *end = text + size;

  while (text < end)
    {
      const char *stop = text;
      gsize feed = 0;
      Line line = { text };

      while (stop < end && !is_line_end (stop, &feed))
        stop = g_utf8_next_char (stop);
      for (const char *at = text; at < stop; at = g_utf8_next_char (at))
        {
          if (g_unichar_isspace (g_utf8_get_char (at)) || (guchar) *at < ' ')
            {
              if (line.length == 0)
                line.indent += *at == '\t' ? TAB_WIDTH : 1;
              continue;
            }
          if (line.length == 0)
            line.text = at;
          line.length = g_utf8_next_char (at) - line.text;
        }
      measure (&line);
      g_array_append_val (lines, line);
      text = stop + feed;
    }
  return lines;
}

/* Indents count from the outermost line on. */
static void
level (Line *lines, guint n_lines)
{
  guint least = G_MAXUINT;

  for (guint i = 0; i < n_lines; i++)
    least = MIN (least, lines[i].indent);
  for (guint i = 0; i < n_lines; i++)
    {
      lines[i].indent -= least;
      lines[i].width += lines[i].indent;
    }
}

static GArray *
split_blocks (const GArray *lines)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));

  for (guint i = 0; i < lines->len;)
    {
      Block block = { &g_array_index (lines, Line, i), 0 };

      while (i < lines->len && g_array_index (lines, Line, i).length > 0)
        {
          block.n_lines++;
          i++;
        }
      level ((Line *) block.lines, block.n_lines);
      if (block.n_lines > 0)
        g_array_append_val (blocks, block);
      else
        i++;
    }
  return blocks;
}

/* `- `, `• `, `3. `, `b) ` */
static gboolean
is_list_item (const Line *line)
{
  const char *end = line->text + line->length, *at = line->text;
  const gunichar c = g_utf8_get_char (at);

  if (c == '-' || c == '*' || c == '+' || c == 0x2022 || c == 0x2013 || c == 0x2014 || c == 0x25AA || c == 0x25CF || c == 0x2023)
    at = g_utf8_next_char (at);
  else
    {
      guint n = 0;

      while (at < end && n < 3 && g_ascii_isdigit (*at))
        at++, n++;
      if (n == 0 && g_ascii_isalpha (*at) && line->length > 1 && at[1] == ')')
        at++, n++;
      if (n == 0 || at == end || (*at != '.' && *at != ')'))
        return FALSE;
      at++;
    }
  return at < end && (*at == ' ' || *at == '\t');
}

/* Whether a word was divided at the end of @line, or may have been. */
static gboolean
is_hyphenated (const Line *line)
{
  const char *hyphen = line->text + line->length - 1;

  return line->length > 1 && *hyphen == '-' && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (hyphen))) && g_unichar_islower (g_utf8_get_char (line[1].text));
}

/* Whether the next line's first word would not have fitted on this one. */
static gboolean
is_full (const Line *line, guint columns)
{
  return is_hyphenated (line) || line->width + (line[1].first > 1 ? 1 : 0) + line[1].first > columns;
}

static gboolean
ends_sentence (const Line *line)
{
  const char *end = line->text + line->length;

  while (end > line->text)
    {
      end = g_utf8_prev_char (end);
      if (g_utf8_strchr (".!?…。！？:", -1, g_utf8_get_char (end)) != NULL)
        return TRUE;
      if (g_utf8_strchr ("\"'”’»)]", -1, g_utf8_get_char (end)) == NULL)
        return FALSE;
    }
  return FALSE;
}

/* How wide the text was wrapped: the widest line of a block of several that is no paragraph. */
static guint
find_columns (const GArray *blocks)
{
  guint columns = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const Block *block = &g_array_index (blocks, Block, i);

      for (guint k = 0; block->n_lines > 1 && k < block->n_lines; k++)
        if (block->lines[k].width <= MAX_WRAPPED)
          columns = MAX (columns, block->lines[k].width);
    }
  return columns;
}

/* Whether the paragraphs of a wrapped block begin with an indent: what stands before
 * one ends a sentence, and all other lines are full. */
static gboolean
has_indents (const Block *block, guint columns)
{
  gboolean has_any = FALSE, has_joined = FALSE;

  for (guint i = 0; i < block->n_lines; i++)
    {
      const Line *line = &block->lines[i];
      const gboolean is_indented = line->indent >= MIN_INDENT;

      has_any |= is_indented;
      has_joined |= i > 0 && !is_indented;
      if (i > 0 && (is_list_item (line) || (is_indented ? !ends_sentence (line - 1) : !is_full (line - 1, columns))))
        return FALSE;
    }
  return has_any && has_joined && columns >= MIN_WRAPPED;
}

/* With a block for each paragraph that an indent begins. */
static GArray *
split_indented (const GArray *blocks, guint columns)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Block));

  for (guint i = 0; i < blocks->len; i++)
    {
      Block rest = g_array_index (blocks, Block, i);
      const gboolean splits = has_indents (&rest, columns);

      while (rest.n_lines > 0)
        {
          Block block = { rest.lines, 1 };

          while (block.n_lines < rest.n_lines && !(splits && rest.lines[block.n_lines].indent >= MIN_INDENT))
            block.n_lines++;
          g_array_append_val (all, block);
          rest.lines += block.n_lines;
          rest.n_lines -= block.n_lines;
        }
    }
  return all;
}

static BlockKind
judge (const Block *block, guint columns)
{
  guint n_full = 0, n_items = 0, n_long = 0, n_capitals = 0, n_sentences = 0, width = 0;

  for (guint i = 0; i < block->n_lines; i++)
    {
      n_items += is_list_item (&block->lines[i]);
      n_long += block->lines[i].width > MAX_WRAPPED;
      n_sentences += ends_sentence (&block->lines[i]);
      width += block->lines[i].width;
      n_capitals += g_unichar_isupper (g_utf8_get_char (block->lines[i].text));
      if (i + 1 < block->n_lines)
        n_full += is_full (&block->lines[i], columns);
    }

  if (block->n_lines == 1 || n_long > 0)
    return BLOCK_PARAGRAPHS;
  if (2 * n_items >= block->n_lines)
    return BLOCK_LINES;
  /* Without empty lines, each long line that ends a sentence is a paragraph. */
  if (10 * n_sentences >= 8 * block->n_lines && width / block->n_lines >= MIN_PARAGRAPH && 2 * n_full < block->n_lines)
    return BLOCK_PARAGRAPHS;
  /* Nearly every line of a poem begins with a capital, hardly one of a wrapped paragraph. */
  if (block->n_lines > 2 && n_capitals == block->n_lines && n_full < block->n_lines - 1)
    return BLOCK_LINES;
  if (columns >= MIN_WRAPPED && 10 * n_full >= 7 * (block->n_lines - 1))
    return BLOCK_WRAPPED;
  if (columns >= MIN_NARROW && block->n_lines >= 4 && n_full == block->n_lines - 1)
    return BLOCK_WRAPPED;
  return BLOCK_LINES;
}

static void
add_line (BylineBuilder *builder, const Line *line)
{
  byline_builder_text (builder, line->text, line->length);
}

/* A space where a line was wrapped, but none between characters of a script that has
 * none, nor behind the hyphen of a divided word, which stays. */
static void
join_line (BylineBuilder *builder, const Line *line)
{
  const gunichar last = g_utf8_get_char (g_utf8_prev_char (line[-1].text + line[-1].length));

  if (!is_hyphenated (line - 1) && (!g_unichar_iswide (last) || !g_unichar_iswide (g_utf8_get_char (line->text))))
    byline_builder_text (builder, " ", 1);
  add_line (builder, line);
}

static void
add_paragraph (BylineBuilder *builder, const char *name, const Line *line)
{
  byline_builder_start (builder, name, strlen (name), NULL, 0);
  add_line (builder, line);
  byline_builder_end (builder);
}

static void
add_block (BylineBuilder *builder, const Block *block, guint columns)
{
  const BlockKind kind = judge (block, columns);

  byline_builder_start (builder, "p", 1, NULL, 0);
  add_line (builder, block->lines);
  for (guint i = 1; i < block->n_lines; i++)
    {
      const Line *line = &block->lines[i];

      if (kind == BLOCK_PARAGRAPHS || (kind == BLOCK_WRAPPED && !is_full (line - 1, columns) && ends_sentence (line - 1)))
        {
          byline_builder_end (builder);
          byline_builder_start (builder, "p", 1, NULL, 0);
          add_line (builder, line);
        }
      else if (kind == BLOCK_LINES)
        {
          byline_builder_start (builder, "br", 2, NULL, 0);
          byline_builder_end (builder);
          add_line (builder, line);
        }
      else
        join_line (builder, line);
    }
  byline_builder_end (builder);
}

static gboolean
is_same (const Line *a, const Line *b)
{
  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

/* Behind the word that says that a name follows; the line's begin if there is none. */
static const char *
skip_by (const Line *line)
{
  static const char *const prefixes[] = { "By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Af ", "Av " };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (line->length > strlen (prefixes[i]) && g_str_has_prefix (line->text, prefixes[i]))
      return line->text + strlen (prefixes[i]);
  return line->text;
}

/* `By Ana Ferro and Bo Li`: names, which no sentence goes on from. */
static gboolean
is_by_line (const Line *line)
{
  const char *at = skip_by (line), *end = line->text + line->length;
  guint n_letters = 0;
  gboolean is_name = TRUE;

  if (at == line->text || line->width > MAX_AUTHOR || strchr (".,;:", end[-1]) != NULL)
    return FALSE;
  /* “and”, “de” and “van” are short. */
  for (; at < end && is_name; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      n_letters = g_unichar_isspace (c) ? 0 : n_letters + 1;
      if (n_letters == 4)
        is_name = g_unichar_isupper (g_utf8_get_char (g_utf8_offset_to_pointer (at, -3)));
    }
  return is_name && g_unichar_isupper (g_utf8_get_char (skip_by (line)));
}

/* What has not been taken as title or author line. */
typedef struct
{
  Block *blocks;
  guint n_blocks;
  guint columns;
} Rest;

static void
drop_line (Rest *rest)
{
  rest->blocks->lines++;
  if (--rest->blocks->n_lines == 0)
    {
      rest->blocks++;
      rest->n_blocks--;
    }
}

/* The line after the first one; NULL when there is none. */
static const Line *
second_line (const Rest *rest)
{
  if (rest->n_blocks > 0 && rest->blocks[0].n_lines > 1)
    return rest->blocks[0].lines + 1;
  return rest->n_blocks > 1 ? rest->blocks[1].lines : NULL;
}

/* Takes the first line, if it stands alone: as a block, or because the lines
 * after it are paragraphs or wrapped and it is neither. */
static const Line *
take_single_line (Rest *rest, guint max_width)
{
  const Line *line = rest->blocks->lines;

  if (second_line (rest) == NULL || line->width > max_width || is_list_item (line))
    return NULL;
  if (rest->blocks->n_lines > 1)
    {
      const Block others = { line + 1, rest->blocks->n_lines - 1 };
      const BlockKind kind = judge (&others, rest->columns);
      const gboolean is_prose = rest->columns >= MIN_WRAPPED && is_full (line, rest->columns);
      const gboolean heads = rest->blocks->n_lines <= MAX_HEAD_LINES && !is_prose && (is_by_line (line) || is_by_line (line + 1));

      if (!heads && !(kind == BLOCK_PARAGRAPHS && (others.n_lines > 1 || others.lines->width >= MIN_PARAGRAPH || skip_by (others.lines) != others.lines->text)) &&
          !(kind == BLOCK_WRAPPED && !is_full (line, rest->columns)))
        return NULL;
    }
  drop_line (rest);
  return line;
}

/* The title, once even where scraping has doubled it. A question may be one; a
 * statement with its full stop is a paragraph. */
static const Line *
take_title (Rest *rest)
{
  const Line *title = rest->n_blocks > 0 ? rest->blocks->lines : NULL;
  const Line *second = second_line (rest);
  Rest shorter = *rest;
  Block first;

  if (title == NULL || second == NULL)
    return NULL;

  if (title->width <= 2 * MAX_TITLE && is_same (title, second))
    {
      first = rest->blocks[0];
      drop_line (&shorter);
      if (second_line (&shorter) != NULL)
        {
          drop_line (&shorter);
          *rest = shorter;
          return title;
        }
      rest->blocks[0] = first;
    }
  if (strchr (".,;:", title->text[title->length - 1]) != NULL)
    return NULL;
  return take_single_line (rest, MAX_TITLE);
}

/* The line under the title: who wrote it, or where it stood. */
static const Line *
take_author (Rest *rest)
{
  const Line *author = rest->n_blocks > 0 ? rest->blocks->lines : NULL;

  if (author == NULL || ends_sentence (author) || strchr (",;", author->text[author->length - 1]) != NULL)
    return NULL;
  return take_single_line (rest, MAX_AUTHOR);
}

static char *
dup_name (const Line *line)
{
  const char *end = line->text + line->length;

  return g_strstrip (g_strndup (skip_by (line), end - skip_by (line)));
}

/**
 * byline_import_text:
 * @text: UTF-8
 * @size: bytes of @text
 * @found: gets the title and the author line
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Makes paragraphs of plain text. Empty lines separate them; the lines of a
 * hard-wrapped text are joined, those of a poem or a list are not; nothing is
 * repaired.
 *
 * Returns: (transfer full) (nullable): the document
 */
BylineDocument *
byline_import_text (const char *text, gsize size, BylineImport *found, GError **error)
{
  g_autoptr (BylineBuilder) builder = byline_builder_new (BYLINE_BUILDER_IMPORT_DEPTH);
  g_autoptr (GArray) lines = split_lines (text, size);
  g_autoptr (GArray) blocks = split_blocks (lines);
  const guint columns = find_columns (blocks);
  g_autoptr (GArray) paragraphs = split_indented (blocks, columns);
  Rest rest = { (Block *) (void *) paragraphs->data, paragraphs->len, columns };
  const Line *title = take_title (&rest);
  const Line *author = title != NULL ? take_author (&rest) : NULL;

  if (title != NULL)
    {
      add_paragraph (builder, "h1", title);
      found->title = g_strndup (title->text, title->length);
    }
  if (author != NULL)
    {
      add_paragraph (builder, "p", author);
      found->author = dup_name (author);
    }
  for (guint i = 0; i < rest.n_blocks; i++)
    add_block (builder, &rest.blocks[i], rest.columns);

  return byline_builder_finish (builder, error);
}
