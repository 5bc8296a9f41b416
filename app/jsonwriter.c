/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jsonwriter.h"

#include <math.h>

static void
append_string (GString *out, const char *string)
{
  g_string_append_c (out, '"');
  for (const char *run = string;; string++)
    {
      if ((guchar) *string >= 0x20 && *string != '"' && *string != '\\')
        continue;

      g_string_append_len (out, run, string - run);
      if (*string == '\0')
        break;
      if (*string == '"' || *string == '\\')
        g_string_append_c (g_string_append_c (out, '\\'), *string);
      else
        g_string_append_printf (out, "\\u%04x", (guint) *string);
      run = string + 1;
    }
  g_string_append_c (out, '"');
}

static void
begin_line (BylineJsonWriter *self)
{
  if (self->compact || self->depth == 0)
    return;
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append_len (self->out, "  ", 2);
}

void
byline_json_writer_begin (BylineJsonWriter *self)
{
  if (!self->is_first)
    g_string_append_c (self->out, ',');
  if (self->compact && !self->is_first)
    g_string_append_c (self->out, ' ');
  self->is_first = FALSE;
}

static void
begin_value (BylineJsonWriter *self, const char *member)
{
  byline_json_writer_begin (self);
  begin_line (self);
  if (member == NULL)
    return;
  append_string (self->out, member);
  g_string_append_len (self->out, ": ", 2);
}

/**
 * byline_json_writer_open:
 * @self: a writer
 * @member: (nullable): the member's name, %NULL in an array
 * @bracket: `{` or `[`
 */
void
byline_json_writer_open (BylineJsonWriter *self, const char *member, char bracket)
{
  begin_value (self, member);
  g_string_append_c (self->out, bracket);
  self->depth++;
  self->is_first = TRUE;
}

/**
 * byline_json_writer_close:
 * @bracket: `}` or `]`
 */
void
byline_json_writer_close (BylineJsonWriter *self, char bracket)
{
  const gboolean is_empty = self->is_first;

  self->depth--;
  self->is_first = FALSE;
  if (!is_empty && self->depth == 0 && !self->compact)
    g_string_append_c (self->out, '\n');
  else if (!is_empty)
    begin_line (self);
  g_string_append_c (self->out, bracket);
}

/**
 * byline_json_writer_string:
 * @value: (nullable): UTF-8, or %NULL for null
 */
void
byline_json_writer_string (BylineJsonWriter *self, const char *member, const char *value)
{
  begin_value (self, member);
  if (value != NULL)
    append_string (self->out, value);
  else
    g_string_append (self->out, "null");
}

void
byline_json_writer_uint (BylineJsonWriter *self, const char *member, guint64 value)
{
  char digits[20];
  guint n = sizeof digits;

  begin_value (self, member);
  do
    digits[--n] = '0' + value % 10;
  while ((value /= 10) > 0);
  g_string_append_len (self->out, digits + n, sizeof digits - n);
}

/**
 * byline_json_writer_double:
 * @value: a number; what is none, as where something is undefined, becomes null
 *
 * Writes the shortest of 15, 16 or 17 digits that reads back as the same number,
 * with a point in every locale.
 */
void
byline_json_writer_double (BylineJsonWriter *self, const char *member, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  guint i = 0;

  if (!isfinite (value))
    {
      byline_json_writer_string (self, member, NULL);
      return;
    }

  do
    g_ascii_formatd (digits, sizeof digits, formats[i], value);
  while (g_ascii_strtod (digits, NULL) != value && ++i < G_N_ELEMENTS (formats));
  begin_value (self, member);
  g_string_append (self->out, digits);
}

void
byline_json_writer_boolean (BylineJsonWriter *self, const char *member, gboolean value)
{
  begin_value (self, member);
  g_string_append (self->out, value ? "true" : "false");
}
