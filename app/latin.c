/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "latin.h"

#include <math.h>

#define WESTERN "WINDOWS-1252"

/* What languages write beyond ASCII, the commonest first, and last the marks of
 * foreign names. In the wrong charset a language's letters are signs, or letters that
 * no one language has, or rare ones. */
typedef struct
{
  const char *charset;
  const char *letters;
} Language;

/* Those of one charset stand together. */
static const Language languages[] = {
  { WESTERN, "üäößéè" },             /* German */
  { WESTERN, "éèàêçâîùôûëïœæüöÿñ" }, /* French */
  { WESTERN, "óíáéñúüç" },           /* Spanish, Irish, Basque */
  { WESTERN, "óàèéíòçúïüñ" },        /* Catalan */
  { WESTERN, "ãçáéíóêõúâôàü" },      /* Portuguese */
  { WESTERN, "àèùòéìîóü" },          /* Italian, Scottish Gaelic */
  { WESTERN, "äöåéüàšž" },           /* Swedish, Finnish */
  { WESTERN, "åøæéöäüèôòóâê" },      /* Danish, Norwegian */
  { WESTERN, "áíðéóþöúýæø" },        /* Icelandic, Faroese */
  { WESTERN, "ëéïèöüóáêâçàîûäôñ" },  /* Dutch, Luxembourgish */
  { WESTERN, "ëçéö" },               /* Albanian */
  { WESTERN, "äõüöšžéá" },           /* Estonian */
  { WESTERN, "éüöäèñåøàçóíáôêïëâîûúãõæœßìòùýðþšžÿ" }, /* names from everywhere */
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

/* The characters that the bytes from 0x80 on are in @charset; U+FFFD for none. */
static void
decode (const char *charset, gunichar *characters)
{
  const GIConv converter = g_iconv_open ("UTF-8", charset);

  for (guint i = 0; i < 128; i++)
    {
      char byte = i + 0x80, text[8] = "";
      char *in = &byte, *out = text;
      gsize left = 1, space = sizeof text - 1;

      if (converter != (GIConv) -1 && g_iconv (converter, &in, &left, &out, &space) != (gsize) -1)
        characters[i] = g_utf8_get_char (text);
      else
        characters[i] = 0xFFFD;
    }
  if (converter != (GIConv) -1)
    g_iconv_close (converter);
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
weigh (const Histogram *histogram, const gunichar *characters, const Language *language)
{
  double weight = 0;

  for (guint i = 0; i < 128; i++)
    {
      if (histogram->inside[i] > 0)
        weight += histogram->inside[i] * log (get_likelihood (language, characters[i], SIGNS_INSIDE));
      if (histogram->edge[i] > 0)
        weight += histogram->edge[i] * log (get_likelihood (language, characters[i], SIGNS_OUTSIDE));
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
  gunichar characters[128];
  const char *best = NULL;
  double highest = -G_MAXDOUBLE;

  count (data, MIN (size, SCAN), &histogram);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const Language *language = &languages[i];
      const gboolean is_western = g_str_equal (language->charset, WESTERN);
      double weight;

      if (i == 0 || !g_str_equal (language->charset, languages[i - 1].charset))
        decode (language->charset, characters);
      weight = weigh (&histogram, characters, language) + (is_western ? AHEAD : 0);
      if (weight > highest)
        {
          best = is_western ? NULL : language->charset;
          highest = weight;
        }
    }
  return best;
}
