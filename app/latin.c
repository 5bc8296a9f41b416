/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "latin.h"

#include <math.h>

/* What languages write beyond ASCII, the commonest first, and last the marks of
 * foreign names. In the wrong charset a language's letters are signs, or letters that
 * no one language has, or rare ones. */
typedef struct
{
  const char *charset;
  const char *letters;
} Language;

static const Language western[] = {
  { "WINDOWS-1252", "üäößéè" },             /* German */
  { "WINDOWS-1252", "éèàêçâîùôûëïœæüöÿñ" }, /* French */
  { "WINDOWS-1252", "óíáéñúüç" },           /* Spanish, Irish, Basque */
  { "WINDOWS-1252", "óàèéíòçúïüñ" },        /* Catalan */
  { "WINDOWS-1252", "ãçáéíóêõúâôàü" },      /* Portuguese */
  { "WINDOWS-1252", "àèùòéìîóü" },          /* Italian, Scottish Gaelic */
  { "WINDOWS-1252", "äöåéüàšž" },           /* Swedish, Finnish */
  { "WINDOWS-1252", "åøæéöäüèôòóâê" },      /* Danish, Norwegian */
  { "WINDOWS-1252", "áíðéóþöúýæø" },        /* Icelandic, Faroese */
  { "WINDOWS-1252", "ëéïèöüóáêâçàîûäôñ" },  /* Dutch, Luxembourgish */
  { "WINDOWS-1252", "ëçéö" },               /* Albanian */
  { "WINDOWS-1252", "äõüöšžéá" },           /* Estonian */
  { "WINDOWS-1252", "éüöäèñåøàçóíáôêïëâîûúãõæœßìòùýðþšžÿ" }, /* names from everywhere */
};

static const Language others[] = {
  { "WINDOWS-1250", "łążęóśćńźéöü" },          /* Polish */
  { "WINDOWS-1250", "íáěéřýžčšůúňťóďöü" },     /* Czech */
  { "WINDOWS-1250", "áíéčýžšťúňôäóďľŕĺěřöü" }, /* Slovak */
  { "WINDOWS-1250", "áéöőóíüúűä" },            /* Hungarian */
  { "WINDOWS-1250", "čšžćđéö" },               /* Croatian, Slovenian, Bosnian */
  { "WINDOWS-1250", "ăîşâţéáö" },              /* Romanian */
  { "ISO-8859-2", "łążęóśćńźéöü" },
  { "ISO-8859-2", "íáěéřýžčšůúňťóďöü" },
  { "ISO-8859-2", "áíéčýžšťúňôäóďľŕĺěřöü" },
  { "ISO-8859-2", "áéöőóíüúűä" },
  { "ISO-8859-2", "čšžćđéö" },
  { "ISO-8859-2", "ăîşâţéáö" },
  { "WINDOWS-1254", "ıüşğöçâîûé" },     /* Turkish */
  { "WINDOWS-1257", "ėšįžųąčūęéö" },    /* Lithuanian */
  { "WINDOWS-1257", "āīšēūņļģķčžōéö" }, /* Latvian */
};

/* Signs that stand inside words of any language, and at their ends, like that of a
 * note or in m³. */
#define SIGNS_INSIDE "’‘–—·…\u00A0\u00AD"
#define SIGNS_OUTSIDE SIGNS_INSIDE "«»“”„‚‹›€£¹²³ºª°¿¡§©®™"

/* How much of the start of a file tells what it is in. */
#define SCAN (64 * 1024)

/* How likely a letter is that the language does not have, and by how much, as a
 * natural logarithm, another language must be likelier than all of the west. */
#define FOREIGN 0.002
#define AHEAD 2.0

/* And how likely such a sign is, where it may stand. */
#define SIGN 0.35

/* How often each byte from 0x80 on stands between letters, and at one end of a word,
 * where it may as well be a mark. */
typedef struct
{
  guint inside[128];
  guint edge[128];
} Histogram;

static gboolean
is_letter (guchar c)
{
  return c >= 0x80 || g_ascii_isalpha (c);
}

static void
count (const char *data, gsize size, Histogram *histogram)
{
  for (gsize i = 0; i < size; i++)
    {
      const guchar c = data[i];
      const gboolean before = i > 0 && is_letter (data[i - 1]), after = i + 1 < size && is_letter (data[i + 1]);

      if (c < 0x80)
        continue;
      if (before && after)
        histogram->inside[c - 0x80]++;
      else if (before || after)
        histogram->edge[c - 0x80]++;
    }
}

/* The character that a byte is in @charset; U+FFFD if it is none. */
static gunichar
decode (guchar byte, const char *charset)
{
  g_autofree char *text = g_convert ((const char *) &byte, 1, "UTF-8", charset, NULL, NULL, NULL);

  return text != NULL && *text != '\0' ? g_utf8_get_char (text) : 0xFFFD;
}

/* The n-th letter is taken to be an n-th as common as the first. */
static double
get_likelihood (const Language *language, gunichar c, const char *signs)
{
  const glong n = g_utf8_strlen (language->letters, -1);
  const gunichar lower = c == 0x130 ? 0x131 : g_unichar_tolower (c);
  const char *at = g_utf8_strchr (language->letters, -1, lower);
  double sum = 0;

  if (at == NULL)
    return g_utf8_strchr (signs, -1, c) != NULL ? SIGN : FOREIGN;
  for (glong i = 1; i <= n; i++)
    sum += 1.0 / i;
  return 1.0 / (g_utf8_pointer_to_offset (language->letters, at) + 1) / sum;
}

/* The logarithm of how likely these letters are in the language. */
static double
weigh (const Histogram *histogram, const Language *language)
{
  double weight = 0;

  for (guint i = 0; i < 128; i++)
    {
      const guint inside = histogram->inside[i], edge = histogram->edge[i];
      const gunichar c = inside + edge > 0 ? decode (i + 0x80, language->charset) : 0;

      if (c != 0)
        weight += inside * log (get_likelihood (language, c, SIGNS_INSIDE)) + edge * log (get_likelihood (language, c, SIGNS_OUTSIDE));
    }
  return weight;
}

/**
 * byline_latin_guess:
 * @data: (array length=size): a text of Latin letters, not in UTF-8
 * @size: bytes
 *
 * Tells the charsets of central Europe, Turkey and the Baltic from that of the west,
 * by the language of which the text's letters are likeliest.
 *
 * Returns: (nullable): an iconv charset; %NULL for Windows-1252
 */
const char *
byline_latin_guess (const char *data, gsize size)
{
  Histogram histogram = { { 0 } };
  const char *best = NULL;
  double highest = -G_MAXDOUBLE;

  count (data, MIN (size, SCAN), &histogram);
  for (gsize i = 0; i < G_N_ELEMENTS (western); i++)
    highest = MAX (highest, weigh (&histogram, &western[i]) + AHEAD);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const double weight = weigh (&histogram, &others[i]);

      if (weight > highest)
        {
          best = others[i].charset;
          highest = weight;
        }
    }
  return best;
}
