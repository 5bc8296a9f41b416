/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encoding.h"

#include "latin.h"

#include <errno.h>
#include <string.h>

/* How far into a page a charset is looked for, in bytes. Browsers read 1,024;
 * saved pages put comments before it. */
#define PRESCAN 8192

/* So many characters of several bytes are valid UTF-8 in no other encoding by chance. */
#define MIN_UTF8 6

#define REPLACEMENT "\357\277\275"

/* What the Encoding Standard reads labels as, where iconv takes them at their word. */
static const struct { const char *label, *charset; } labels[] = {
  { "ascii", "WINDOWS-1252" }, { "us-ascii", "WINDOWS-1252" }, { "iso-8859-1", "WINDOWS-1252" }, { "iso8859-1", "WINDOWS-1252" },
  { "iso_8859-1", "WINDOWS-1252" }, { "latin1", "WINDOWS-1252" }, { "l1", "WINDOWS-1252" }, { "cp1252", "WINDOWS-1252" },
  { "x-cp1252", "WINDOWS-1252" }, { "x-user-defined", "WINDOWS-1252" }, { "iso-8859-9", "WINDOWS-1254" }, { "latin5", "WINDOWS-1254" },
  { "iso-8859-11", "WINDOWS-874" }, { "tis-620", "WINDOWS-874" }, { "gb2312", "GB18030" }, { "gbk", "GB18030" },
  { "x-gbk", "GB18030" }, { "gb_2312-80", "GB18030" }, { "shift_jis", "CP932" }, { "shift-jis", "CP932" }, { "sjis", "CP932" },
  { "x-sjis", "CP932" }, { "ms_kanji", "CP932" }, { "windows-31j", "CP932" }, { "euc-kr", "CP949" }, { "ks_c_5601-1987", "CP949" },
  { "korean", "CP949" }, { "big5", "BIG5-HKSCS" }, { "big5-hkscs", "BIG5-HKSCS" }, { "x-mac-roman", "MACINTOSH" },
  { "x-mac-cyrillic", "MAC-CYRILLIC" },
  /* A page that can be read as far as its charset is not in one of these. */
  { "utf-16", "UTF-8" }, { "utf-16le", "UTF-8" }, { "utf-16be", "UTF-8" }, { "unicode", "UTF-8" }, { "utf8", "UTF-8" },
  { "unicode-1-1-utf-8", "UTF-8" },
};

/* Converts with iconv; what can not be read becomes U+FFFD, unit by unit: a lone
 * byte passed over would put all of a text in UTF-16 out of step. */
static GString *
convert (const char *data, gsize size, const char *charset)
{
  const GIConv converter = g_iconv_open ("UTF-8", charset);
  const gsize unit = g_str_has_prefix (charset, "UTF-16") ? 2 : g_str_has_prefix (charset, "UTF-32") ? 4 : 1;
  g_autoptr (GString) text = NULL;
  char *in = (char *) data;
  gsize left = size;
  char buffer[4096];

  if (converter == (GIConv) -1)
    return NULL;

  text = g_string_sized_new (size + 1);
  for (;;)
    {
      char *out = buffer;
      gsize space = sizeof buffer;
      const gsize result = left > 0 ? g_iconv (converter, &in, &left, &out, &space) : g_iconv (converter, NULL, NULL, &out, &space);
      const int reason = result == (gsize) -1 ? errno : 0;

      g_string_append_len (text, buffer, out - buffer);
      if (reason == EILSEQ || reason == EINVAL)
        {
          const gsize skipped = MIN (unit, left);

          g_string_append (text, REPLACEMENT);
          in += skipped;
          left -= skipped;
        }
      else if (reason == 0 && left == 0 && out == buffer)
        break;
    }

  g_iconv_close (converter);
  return g_steal_pointer (&text);
}

static GString *
replace_invalid (const char *data, gsize size)
{
  GString *text = g_string_sized_new (size + 1);
  const char *end = data + size, *bad = NULL;

  while (!g_utf8_validate_len (data, end - data, &bad))
    {
      g_string_append_len (text, data, bad - data);
      /* A NUL is sound Unicode; whoever reads the text sees to it. */
      g_string_append (text, *bad == '\0' ? " " : REPLACEMENT);
      data = bad + 1;
    }
  g_string_append_len (text, data, end - data);
  return text;
}

/* Whether a page in @charset can be read as far as it says so: what is none of
 * that, like UTF-7, is not what the page is in. */
static gboolean
holds_ascii (const char *charset)
{
  const char probe[] = "<meta charset=\"+a-\">";
  gsize n = 0;
  g_autofree char *same = g_convert (probe, strlen (probe), "UTF-8", charset, NULL, &n, NULL);

  return same != NULL && n == strlen (probe) && memcmp (same, probe, n) == 0;
}

/* The charset that a label stands for: NULL for none. */
static char *
resolve_label (const char *label, gsize length)
{
  g_autofree char *stripped = g_strstrip (g_strndup (label, length));
  g_autofree char *lower = g_ascii_strdown (stripped, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (lower, labels[i].label) == 0)
      return g_strdup (labels[i].charset);
  if (*lower == '\0' || strspn (lower, "abcdefghijklmnopqrstuvwxyz0123456789-_.:") != strlen (lower) || !holds_ascii (lower))
    return NULL;
  return g_steal_pointer (&lower);
}

/* `charset=…` anywhere in a `<meta>`; the word alone may stand in a description. */
static char *
read_meta (const char *meta)
{
  while ((meta = strstr (meta, "charset")) != NULL)
    {
      meta += strlen ("charset");
      meta += strspn (meta, " \t\r\n\f");
      if (*meta != '=')
        continue;
      meta++;
      meta += strspn (meta, " \t\r\n\f\"'");
      return resolve_label (meta, strcspn (meta, " \t\r\n\f\"';/>"));
    }
  return NULL;
}

static char *
read_xml_declaration (const char *head)
{
  const char *end = g_str_has_prefix (head, "<?xml") ? strstr (head, "?>") : NULL;
  g_autofree char *declaration = end != NULL ? g_strndup (head, end - head) : NULL;
  const char *at = declaration != NULL ? strstr (declaration, "encoding") : NULL;

  if (at == NULL)
    return NULL;
  at += strlen ("encoding");
  at += strspn (at, " \t\r\n=\"'");
  return resolve_label (at, strcspn (at, "\"'"));
}

/* The first charset declared in a `<meta>` or an XML declaration that there is. */
static char *
find_declared (const char *data, gsize size)
{
  g_autofree char *head = g_ascii_strdown (data, MIN (size, PRESCAN));
  const char *at = head;
  char *found = read_xml_declaration (head);

  while (found == NULL && (at = strchr (at, '<')) != NULL)
    {
      const gboolean comment = g_str_has_prefix (at, "<!--");
      const char *end = comment ? strstr (at + 2, "-->") : strchr (at, '>');

      if (end == NULL)
        return NULL;
      if (g_str_has_prefix (at, "<meta") && (g_ascii_isspace (at[5]) || at[5] == '/'))
        {
          g_autofree char *meta = g_strndup (at, end - at);
          found = read_meta (meta);
        }
      at = end;
    }
  return found;
}

/* Text in another encoding hardly ever has a character of several bytes in it that
 * would be one of UTF-8; text in UTF-8 has few others, where it was cut. */
static gboolean
is_mostly_utf8 (const char *data, gsize size)
{
  const char *end = data + size, *bad = NULL;
  gsize n_good = 0, n_bad = 0;

  while (data < end)
    {
      const gboolean valid = g_utf8_validate_len (data, end - data, &bad);

      for (; data < bad; data++)
        n_good += (guchar) *data >= 0xC0;
      if (!valid)
        n_bad += *data++ != '\0';
    }
  return n_bad == 0 || n_good > n_bad;
}

/* Pages say what they were in before someone saved them as UTF-8. What is valid
 * UTF-8 throughout, though not ASCII, is in nothing else. */
static gboolean
is_all_utf8 (const char *data, gsize size)
{
  guint n = 0;

  for (gsize i = 0; i < size && n < MIN_UTF8; i++)
    n += (guchar) data[i] >= 0xC0;
  return n == MIN_UTF8 && g_utf8_validate_len (data, size, NULL);
}

/* UTF-16 without a BOM shows in the zero bytes of its spaces and line ends. */
static const char *
guess_wide (const char *data, gsize size)
{
  guint zeros[2] = { 0, 0 };
  const gsize n = MIN (size, 4096) & ~(gsize) 1;

  for (gsize i = 0; i < n; i++)
    zeros[i % 2] += data[i] == '\0';
  if (n < 8 || zeros[0] + zeros[1] < n / 8)
    return NULL;
  if (zeros[1] > 4 * zeros[0])
    return "UTF-16LE";
  return zeros[0] > 4 * zeros[1] ? "UTF-16BE" : NULL;
}

/* The commonest letters of languages whose words are more than ASCII, and of a
 * hundred characters beyond ASCII how many are among them in any text: about two
 * thirds of those found. In a wrong charset they are other letters, or none. */
static const struct { const char *charset; guint percent; const char *letters; } scripts[] = {
  { "WINDOWS-1251", 45, "оеаинтсрвлік" },
  { "KOI8-U", 45, "оеаинтсрвлік" },
  { "ISO-8859-5", 45, "оеаинтсрвлік" },
  { "CP866", 45, "оеаинтсрвлік" },
  { "WINDOWS-1253", 45, "αοιετσνηυρςά" },
  { "WINDOWS-1255", 45, "יהולאתרבשמ" },
  { "WINDOWS-1256", 45, "اليمونرتبةع" },
  { "WINDOWS-874", 40, "านรอกเงมยลว่้" },
  { "CP932", 25, "のにはをたがでとしてるいなれっかまさもらりくすうんあこ" },
  { "EUC-JP", 25, "のにはをたがでとしてるいなれっかまさもらりくすうんあこ" },
  { "CP949", 15, "이다는을의에고가지하기한로사어도를인대은리자시그나" },
  { "GB18030", 10, "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也对生能年，。" },
  { "BIG5-HKSCS", 10, "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也對生能年，。" },
};

/* How much of the start of a file tells what it is in, and how many bytes beyond
 * ASCII must be there for that. */
#define GUESS_SCAN (64 * 1024)
#define GUESS_MIN 24

/* Whether many bytes beyond ASCII stand together, as they do in words of another
 * script. In Latin letters with marks they stand alone, whatever the charset. */
static gboolean
has_other_script (const char *data, gsize size)
{
  gsize n_high = 0, n_together = 0, run = 0;

  for (gsize i = 0; i <= size; i++)
    {
      if (i < size && (guchar) data[i] >= 0x80)
        {
          run++;
          continue;
        }
      n_high += run;
      n_together += run >= 3 ? run : 0;
      run = 0;
    }
  return n_high >= GUESS_MIN && n_together * 3 >= n_high;
}

/* The charset in which a file is words of a language. */
static const char *
guess_script (const char *data, gsize size)
{
  const char *best = NULL;
  gsize best_excess = 0;

  size = MIN (size, GUESS_SCAN);
  for (gsize i = 0; i < G_N_ELEMENTS (scripts) && has_other_script (data, size); i++)
    {
      g_autoptr (GString) text = convert (data, size, scripts[i].charset);
      gsize n = 0, n_common = 0, n_bad = 0;

      for (const char *at = text != NULL ? text->str : ""; *at != '\0'; at = g_utf8_next_char (at))
        if ((guchar) *at >= 0x80)
          {
            const gunichar c = g_utf8_get_char (at);

            n++;
            n_bad += c == 0xFFFD;
            n_common += g_utf8_strchr (scripts[i].letters, -1, c) != NULL;
          }
      /* The end of the sample may cut a character. */
      if (n_bad <= 1 + n / 200 && n_common * 100 > n * scripts[i].percent && n_common * 100 / scripts[i].percent * 100 / n > best_excess)
        {
          best_excess = n_common * 100 / scripts[i].percent * 100 / n;
          best = scripts[i].charset;
        }
    }
  return best;
}

/**
 * byline_encoding_decode:
 * @data: (array length=size): a text file
 * @size: bytes of @data
 * @html: whether a charset may be declared inside
 *
 * Reads a file in the encoding that its BOM, then its markup says; without
 * either it is UTF-8 if most of it can be, else that of another script or of
 * another part of Europe whose words show, else Windows-1252, as browsers read it. What has no meaning in
 * that encoding becomes U+FFFD.
 *
 * Returns: (transfer full): valid UTF-8 without NULs and BOM
 */
GString *
byline_encoding_decode (const char *data, gsize size, gboolean html)
{
  const struct { const char *bom; gsize length; const char *charset; } boms[] = {
    { "\xEF\xBB\xBF", 3, "UTF-8" },
    { "\xFF\xFE\0\0", 4, "UTF-32LE" },
    { "\0\0\xFE\xFF", 4, "UTF-32BE" },
    { "\xFF\xFE", 2, "UTF-16LE" },
    { "\xFE\xFF", 2, "UTF-16BE" },
  };
  g_autofree char *charset = NULL;
  g_autoptr (GString) text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (boms) && charset == NULL; i++)
    if (size >= boms[i].length && memcmp (data, boms[i].bom, boms[i].length) == 0)
      {
        charset = g_strdup (boms[i].charset);
        data += boms[i].length;
        size -= boms[i].length;
      }

  if (charset == NULL)
    charset = g_strdup (guess_wide (data, size));
  if (charset == NULL && html && !is_all_utf8 (data, size))
    charset = find_declared (data, size);
  if (charset == NULL)
    charset = g_strdup (is_mostly_utf8 (data, size) ? "UTF-8" : guess_script (data, size));
  if (charset == NULL)
    charset = g_strdup (byline_latin_guess (data, size));
  if (charset == NULL)
    charset = g_strdup ("WINDOWS-1252");

  if (g_ascii_strcasecmp (charset, "UTF-8") != 0)
    text = convert (data, size, charset);
  if (text == NULL)
    return replace_invalid (data, size);
  if (memchr (text->str, 0, text->len) != NULL)
    return replace_invalid (text->str, text->len);
  return g_steal_pointer (&text);
}
