/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "encoding.h"

#include <string.h>

#define REPLACEMENT "\357\277\275"

static void
assert_decoded (const char *data, gsize size, gboolean html, const char *expected)
{
  /* An allocation of the exact size, so that a sanitizer sees one byte too many. */
  g_autofree char *exact = size > 0 ? g_memdup2 (data, size) : g_strdup ("");
  g_autoptr (GString) text = byline_encoding_decode (exact, size, html);

  g_assert_true (g_utf8_validate_len (text->str, text->len, NULL));
  g_assert_cmpuint (text->len, ==, strlen (text->str));
  if (strcmp (text->str, expected) != 0)
    g_error ("“%s” is not “%s”", text->str, expected);
}

/* The case is a literal, NULs included. */
#define DECODED(data, html, expected) assert_decoded (data, sizeof (data) - 1, html, expected)

static void
test_byte_order_marks (void)
{
  DECODED ("\xEF\xBB\xBF" "caf\303\251", FALSE, "café");
  DECODED ("\xFF\xFE" "c\0\xE9\0", FALSE, "cé");
  DECODED ("\xFE\xFF" "\0c\0\xE9", FALSE, "cé");
  DECODED ("\xFF\xFE\0\0" "c\0\0\0\x0A\xF3\x01\0", FALSE, "c🌊");
  DECODED ("\0\0\xFE\xFF" "\0\0\0c\0\x01\xF3\x0A", FALSE, "c🌊");
  DECODED ("\xFF\xFE" "<\xD8\x0A\xDF", FALSE, "🌊");

  /* The mark is stronger than what is declared, and only the first is one. */
  DECODED ("\xEF\xBB\xBF<meta charset=windows-1252>\303\251", TRUE, "<meta charset=windows-1252>é");
  DECODED ("\xEF\xBB\xBF\xEF\xBB\xBF" "a", FALSE, "\xEF\xBB\xBF" "a");
  DECODED ("\xEF\xBB\xBF", FALSE, "");
  DECODED ("\xFF\xFE", FALSE, "");
}

static void
test_without_mark (void)
{
  DECODED ("", FALSE, "");
  DECODED ("", TRUE, "");
  DECODED ("plain", FALSE, "plain");
  DECODED ("caf\303\251", FALSE, "café");
  DECODED ("caf\xE9 \x93q\x94 \x80", FALSE, "café “q” €");
  DECODED ("a\0 \0b\0 \0c\0 \0", FALSE, "a b c ");
  DECODED ("\0a\0 \0b\0 \0c\0 ", FALSE, "a b c ");
  DECODED ("\xE9", FALSE, "é");
  DECODED ("\xC3", FALSE, "Ã");
}

static void
test_nuls (void)
{
  DECODED ("a\0b", FALSE, "a b");
  DECODED ("caf\xE9\0b", FALSE, "café b");
  DECODED ("caf\303\251\0b", FALSE, "café b");
  DECODED ("\0", FALSE, " ");
  DECODED ("\xFF\xFE" "a\0\0\0b\0", FALSE, "a b");
}

/* What was cut or damaged in one place is not misread in all others. */
static void
test_damaged_utf8 (void)
{
  DECODED ("na\303\257ve caf\303\251 d\303\251j\303\240 \342\200", FALSE, "naïve café déjà " REPLACEMENT REPLACEMENT);
  DECODED ("\342\200\234held\342\200\235 \xFF firm", FALSE, "“held” " REPLACEMENT " firm");
  DECODED ("\xD0\xD1\xD2 \303\251", FALSE, "ÐÑÒ Ã©");
  /* Valid UTF-8 through and through is none of what a page says that it was, unless that is little. */
  DECODED ("<meta charset=shift_jis>déjà “vu” œuvre – été", TRUE, "<meta charset=shift_jis>déjà “vu” œuvre – été");
  DECODED ("<meta charset=windows-1252>déjà", TRUE, "<meta charset=windows-1252>dÃ©jÃ\302\240");
  DECODED ("<meta charset=utf-8>\xE9", TRUE, "<meta charset=utf-8>" REPLACEMENT);
  /* Neither a surrogate nor more than U+10FFFF nor an overlong form is a character. */
  DECODED ("<meta charset=utf-8>\xED\xA0\x80|\xF4\x90\x80\x80|\xC0\xAF", TRUE,
           "<meta charset=utf-8>" REPLACEMENT REPLACEMENT REPLACEMENT "|" REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT "|" REPLACEMENT REPLACEMENT);
}

static void
test_damaged_utf16 (void)
{
  DECODED ("\xFF\xFE" "a\0b", FALSE, "a" REPLACEMENT);
  DECODED ("\xFF\xFE" "\x0A\xD8" "a\0b\0", FALSE, REPLACEMENT "ab");
  DECODED ("\xFF\xFE\0\0" "\0\xD8\0\0a\0\0\0b", FALSE, REPLACEMENT "a" REPLACEMENT);
  DECODED ("\xFF\xFE" "\x0A\xDF" "a\0b\0", FALSE, REPLACEMENT "ab");
}

/* Each declaration stands before the bytes E9 F4, which differ in all of them. */
static void
test_declared (void)
{
  const struct { const char *head, *rest; } cases[] = {
    { "<meta charset=windows-1251>", "йф" },
    { "<META CHARSET='Windows-1251'>", "йф" },
    { "<meta charset = \"windows-1251\" />", "йф" },
    { "<meta/charset=windows-1251>", "йф" },
    { "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-7'>", "ιτ" },
    { "<meta name=description content='the charset debate'><meta charset=windows-1251>", "йф" },
    { "<meta charset=no-such><meta charset=windows-1251>", "йф" },
    { "<meta charset><meta charset=''><meta charset=windows-1251>", "йф" },
    { "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>", "йф" },
    { "<!--><meta charset=windows-1251>", "йф" },
    { "<metadata charset=koi8-r><meta charset=windows-1251>", "йф" },
    { "<?xml version='1.0' encoding='windows-1251'?>", "йф" },
    { "<?xml version=\"1.0\" encoding = \"windows-1251\" ?>", "йф" },
    { "<?xml version='1.0'?><meta charset=windows-1251>", "йф" },
    { "<?xml version='1.0' encoding='no-such'?><meta charset=windows-1251>", "йф" },
    { "<meta charset=iso-8859-1>", "éô" },
    { "<meta charset=latin1>", "éô" },
    { "<meta charset=iso-8859-9>", "éô" },
    { "<meta charset=macintosh>", "ÈÙ" },

    /* No page that says so in ASCII is in one of these; nothing is declared then. */
    { "<meta charset=utf-7>", "éô" },
    { "<meta charset=utf-32>", "éô" },
    { "<meta charset=ucs-2>", "éô" },
    { "<meta charset=cp037>", "éô" },
    { "<meta charset=wchar_t>", "éô" },
    { "<meta charset=internal>", "éô" },
    { "<meta charset=no-such>", "éô" },
    { "<meta charset=windows-1251//TRANSLIT>", "йф" },
    { "<meta charset=\"windows-1251,koi8-r\">", "éô" },
    { "charset=windows-1251 ", "éô" },
    { "<!-- <meta charset=koi8-r>", "éô" },
    { "<meta charset=koi8-r", "éô" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *data = g_strconcat (cases[i].head, "|\xE9\xF4", NULL);
      g_autofree char *expected = g_strconcat (cases[i].head, "|", cases[i].rest, NULL);
      g_autofree char *as_text = g_strconcat (cases[i].head, "|éô", NULL);

      assert_decoded (data, strlen (data), TRUE, expected);
      assert_decoded (data, strlen (data), FALSE, as_text);
    }
}

static void
test_east_asian (void)
{
  DECODED ("<meta charset=Shift_JIS>\x93\xFA\x96\x7B", TRUE, "<meta charset=Shift_JIS>日本");
  DECODED ("<meta charset=x-sjis>\x87\x40\\~", TRUE, "<meta charset=x-sjis>①\\~");
  DECODED ("<meta charset=euc-jp>\xC6\xFC\xCB\xDC", TRUE, "<meta charset=euc-jp>日本");
  DECODED ("<meta charset=iso-2022-jp>\x1B$BF|K\\\x1B(B.", TRUE, "<meta charset=iso-2022-jp>日本.");
  DECODED ("<meta charset=gb2312>\xC8\xD5\x80", TRUE, "<meta charset=gb2312>日" REPLACEMENT);
  DECODED ("<meta charset=gbk>\xC8\xD5", TRUE, "<meta charset=gbk>日");
  DECODED ("<meta charset=big5>\xA4\xE9", TRUE, "<meta charset=big5>日");
  DECODED ("<meta charset=euc-kr>\xC0\xCF\xEC\xED", TRUE, "<meta charset=euc-kr>일日");
  DECODED ("<meta charset=euc-jp>\xC6", TRUE, "<meta charset=euc-jp>" REPLACEMENT);
}

/* A page says it within the first 8 KiB or not at all. */
static void
test_declared_too_late (void)
{
  g_autofree char *comment = g_strnfill (8000, '-');
  g_autofree char *early = g_strconcat ("<!--", comment, "--><meta charset=windows-1251>\xE9", NULL);
  g_autofree char *late = g_strconcat ("<!--", comment, comment, "--><meta charset=windows-1251>\xE9", NULL);
  g_autoptr (GString) found = byline_encoding_decode (early, strlen (early), TRUE);
  g_autoptr (GString) missed = byline_encoding_decode (late, strlen (late), TRUE);

  g_assert_true (g_str_has_suffix (found->str, "й"));
  g_assert_true (g_str_has_suffix (missed->str, "é"));
}

/* What says nothing is told from its words, if they are in another script: not from
 * a few, and not from Latin letters with marks. */
static void
test_words (void)
{
  static const struct { const char *charset, *words; } cases[] = {
    { "WINDOWS-1251", "Мельница стоит, сказала Ада Венн в понедельник." }, { "KOI8-R", "Мельница стоит, сказала Ада Венн в понедельник." },
    { "WINDOWS-1253", "Ο μύλος σταμάτησε, είπε η Άντα τη Δευτέρα." },      { "CP932", "水車は止まっている、とエイダは月曜日に述べた。" },
    { "EUC-JP", "水車は止まっている、とエイダは月曜日に述べた。" },        { "GB18030", "水车停了，艾达星期一说。他们的工作很重要，没有人不知道。" },
    { "BIG5", "水車停了，艾達星期一說。他們的工作很重要，沒有人不知道。" }, { "CP949", "물레방아가 멈췄다고 에이다가 월요일에 말했다." },
    { "WINDOWS-1252", "Übergroße Aale – „zählt“ niemand, sagte Ada Venn früh." },
  };
  g_autoptr (GString) few = byline_encoding_decode ("\xEC\xE5\xEB\xFC", 4, FALSE);

  g_assert_cmpstr (few->str, ==, "ìåëü");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize size = 0;
      g_autofree char *bytes = g_convert (cases[i].words, -1, cases[i].charset, "UTF-8", NULL, &size, NULL);
      g_autoptr (GString) text = byline_encoding_decode (bytes, size, i % 2 == 0);

      g_assert_cmpstr (text->str, ==, cases[i].words);
    }
}

/* Whatever the bytes and whatever they say they are: sound UTF-8, no more than
 * three bytes for one, and sound UTF-8 without a NUL unchanged. */
static void
test_random (void)
{
  static const char *const heads[] = {
    "", "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF", "\xFF\xFE\0\0", "<meta charset=shift_jis>", "<meta charset=euc-kr>", "<meta charset=iso-2022-jp>",
    "<meta charset=gb18030>", "<meta charset=big5>", "<meta charset=utf-7>", "<meta charset=utf-8>", "<meta charset=koi8-u>", "<?xml encoding=",
  };

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) data = g_string_new (heads[g_test_rand_int_range (0, G_N_ELEMENTS (heads))]);
      g_autoptr (GString) text = NULL;
      g_autoptr (GString) again = NULL;

      for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
        g_string_append_c (data, g_test_rand_bit () ? g_test_rand_int_range (0, 256) : g_test_rand_int_range (' ', 128));
      text = byline_encoding_decode (data->str, data->len, round % 2 == 0);
      g_assert_true (g_utf8_validate_len (text->str, text->len, NULL));
      g_assert_null (memchr (text->str, 0, text->len));
      g_assert_cmpuint (text->len, <=, 3 * data->len);

      again = byline_encoding_decode (text->str, text->len, FALSE);
      if (!g_str_has_prefix (text->str, "\xEF\xBB\xBF"))
        g_assert_cmpstr (again->str, ==, text->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoding/byte-order-marks", test_byte_order_marks);
  g_test_add_func ("/encoding/without-mark", test_without_mark);
  g_test_add_func ("/encoding/nuls", test_nuls);
  g_test_add_func ("/encoding/damaged-utf8", test_damaged_utf8);
  g_test_add_func ("/encoding/damaged-utf16", test_damaged_utf16);
  g_test_add_func ("/encoding/declared", test_declared);
  g_test_add_func ("/encoding/east-asian", test_east_asian);
  g_test_add_func ("/encoding/declared-too-late", test_declared_too_late);
  g_test_add_func ("/encoding/words", test_words);
  g_test_add_func ("/encoding/random", test_random);
  return g_test_run ();
}
