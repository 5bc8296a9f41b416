/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

/* As a terminal shows it. */
static int
measure (const char *text)
{
  int width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar c = g_utf8_get_char (text);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

/**
 * byline_columns_append:
 * @out: where it goes
 * @text: what stands in the cell
 * @width: columns of a terminal; the text stands at their right or, when it is negative,
 *   at their left
 *
 * Adds a cell of a table for people. The widths of printf are bytes, and names have
 * accents. Control characters, which could move a terminal's cursor, are left out;
 * the name of a file need not be UTF-8.
 */
void
byline_columns_append (GString *out, const char *text, int width)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const char *at = valid != NULL ? valid : text;
  const int room = MAX (ABS (width) - measure (at), 0);

  if (width > 0)
    g_string_append_printf (out, "%*s", room, "");
  for (; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_iscntrl (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_utf8_get_char (at));
  if (width < 0)
    g_string_append_printf (out, "%*s", room, "");
}
