/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folding.h"

#define ASCII 128

/* The longest canonical decomposition of one character has fewer. */
#define DECOMPOSED_MAX 18

static gboolean
is_left_out (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_combining_class (c) != 0 || (c >= 0xFE00 && c <= 0xFE0F);
}

/* Accents, kinds of quotation marks, dashes and spaces do not count, nor what has
 * no width. Hangul stays: its letters are more than accents. 0 is no character. */
static gunichar
fold (gunichar c)
{
  gunichar parts[DECOMPOSED_MAX];

  if (c < ASCII)
    return c == '\t' ? ' ' : c;
  if (is_left_out (c))
    return 0;
  if (g_utf8_strchr ("“”„‟«»‹›", -1, c) != NULL)
    return '"';
  if (g_utf8_strchr ("‘’‚‛ʼ´", -1, c) != NULL)
    return '\'';
  if (g_utf8_strchr ("‐‑‒–—―−", -1, c) != NULL)
    return '-';
  if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
    return ' ';
  if (g_unichar_get_script (c) != G_UNICODE_SCRIPT_HANGUL && g_unichar_fully_decompose (c, FALSE, parts, DECOMPOSED_MAX) > 0)
    return parts[0];
  return c;
}

/* Where the characters stood, from the first that was left out. */
static void
note_source (BylineFolded *self, guint at)
{
  if (self->source == NULL)
    {
      self->source = g_new (guint, self->source_length + 1);
      for (guint i = 0; i < self->length; i++)
        self->source[i] = i;
    }
  self->source[self->length] = at;
}

/**
 * byline_folded_init:
 * @text: valid UTF-8
 * @size: bytes
 *
 * Takes time and memory linear in @size.
 */
void
byline_folded_init (BylineFolded *self, const char *text, gsize size)
{
  gunichar last = 0, last_folded = 0;
  glong length;

  self->text = g_utf8_to_ucs4_fast (text, size, &length);
  self->source_length = length;
  self->source = NULL;
  self->length = 0;
  for (guint i = 0; i < self->source_length; i++)
    {
      const gunichar c = self->text[i];

      /* Strange characters come in runs. */
      if (c >= ASCII && c != last)
        {
          last = c;
          last_folded = fold (c);
        }
      self->text[self->length] = c < ASCII ? fold (c) : last_folded;
      if (self->length < i)
        note_source (self, i);
      self->length += c < ASCII || last_folded != 0;
    }
}

void
byline_folded_clear (BylineFolded *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->source, g_free);
}

/**
 * byline_folded_to_source:
 * @at: a place in the folded text, or beyond it
 *
 * Returns: where the character stood, code points; the end for places beyond
 */
guint
byline_folded_to_source (const BylineFolded *self, guint at)
{
  if (at >= self->length)
    return self->source_length;
  return self->source != NULL ? self->source[at] : at;
}

/**
 * byline_folded_from_source:
 * @at: a place in what was folded, or beyond it
 *
 * Returns: the place of the first folded character from there on; as far beyond
 *   the end as @at is
 */
guint
byline_folded_from_source (const BylineFolded *self, guint at)
{
  guint low = 0, high = self->length;

  if (at > self->source_length)
    return self->length + (at - self->source_length);
  if (self->source == NULL)
    return at;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (self->source[middle] < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
