/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <string.h>

/* "before [passage] after" taken apart. */
typedef struct
{
  gunichar *text;
  BylineChars quote;
  BylineBeside beside;
} Place;

static void
place_init (Place *self, const char *text)
{
  glong length;
  guint start = 0, end;

  self->text = g_utf8_to_ucs4_fast (text, -1, &length);
  while (self->text[start] != '[')
    start++;
  for (end = start; self->text[end] != ']';)
    end++;
  self->quote = (BylineChars) { self->text + start + 1, end - start - 1 };
  self->beside.before = (BylineChars) { self->text, start };
  self->beside.after = (BylineChars) { self->text + end + 1, length - end - 1 };
}

static void
test_differs (void)
{
  const struct { const char *was, *is; gboolean differs; } cases[] = {
    /* negations of the clause */
    { "The jury found him [guilty].", "The jury found him not [guilty].", TRUE },
    { "The jury did not find him [guilty].", "The jury did find him [guilty].", TRUE },
    { "It had [held firm] all day.", "It hadn’t [held firm] all day.", TRUE },
    { "[He wrote it] yesterday.", "[He wrote it] without reason.", TRUE },
    { "She left, [he stayed].", "She did not leave, [he stayed].", FALSE },
    { "She left. [He stayed].", "Nobody came. [He stayed].", FALSE },
    { "[He stayed.] Somebody left.", "[He stayed.] Nobody left.", FALSE },
    { "Er hat [den Brief] geschrieben.", "Er hat [den Brief] nicht geschrieben.", TRUE },
    { "Wir haben [Geld für ein Becken].", "Wir haben kein [Geld für ein Becken].", TRUE },
    { "Le maire [est venu].", "Le maire n’[est venu].", TRUE },
    { "他说[证实了消息]。", "他说未[证实了消息]。", TRUE },
    { "我不同意。[他来了]。", "我同意。[他来了]。", FALSE },
    { "席を[作る]。新しい本も買う。", "席を[作る]ことはない。新しい本も", TRUE },
    { "وقد [وصف الكاتب]", "وقد لم [وصف الكاتب]", TRUE },
    { "ثم [رد المدير]", "ثم ولم [رد المدير]", TRUE },
    { "העירייה [קיבלה את המכתב].", "העירייה לא [קיבלה את המכתב].", TRUE },
    { "It “[held firm]”.", "It never “[held firm]”.", TRUE },
    /* digits in the next word */
    { "since 1,[200 stones] fell", "since 5,[200 stones] fell", TRUE },
    { "it rose by [5] per cent", "it rose by [5].3 per cent", TRUE },
    { "about 30 [boats]", "about 40 [boats]", TRUE },
    { "about 30, [boats]", "about 40, [boats]", FALSE },
    { "in March 2019 [he left]", "in March ٢٠١٨ [he left]", TRUE },
    { "于2016年[下沉]", "于2017年[下沉]", TRUE },
    /* parts of words and numbers, and what is counted */
    { "this is [likely]", "this is un[likely]", TRUE },
    { "[use] it", "[use]less it", TRUE },
    { "[12]", "[12]", FALSE },
    { "it costs €[5] now", "it costs $[5] now", TRUE },
    { "[5] % more", "[5] ‰ more", TRUE },
    { "minus [5] degrees", "plus [5] degrees", TRUE },
    { "the old [lamps] burn", "the new [lamps] glow", FALSE },
    { "[lamps] burn", "[lamps]", FALSE },
    /* of a negation no more is known than what the file has of the words beside it */
    { "council has for many years now had [a plan]", "It is not so. The council has for many years now had [a plan]", FALSE },
    { "ouncil has for many years now had [a plan]", "Nor the council has for many years now had [a plan]", FALSE },
    { "he did never in all of these years [go]", "he did never, ever in all of these years [go]", FALSE },
    /* a passage that ends with its clause or its sentence */
    { "[Light one,] light all", "[Light one,] and none for the wind", FALSE },
    { "[It was built in 1962.] Then it was shut", "[It was built in 1962.] Nobody knew", FALSE },
    { "[It opens on the 12.] June", "[It opens on the 12.] never", TRUE },
    /* accents written apart */
    { "[venne] né", "[venne] ne\u0301", FALSE },
    { "[lamps]", "[lamps] burn not", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Place was, is;

      place_init (&was, cases[i].was);
      place_init (&is, cases[i].is);
      if (byline_meaning_differs (&was.quote, &was.beside, &is.beside) != cases[i].differs)
        g_error ("“%s” and “%s”", cases[i].was, cases[i].is);
      g_assert_false (byline_meaning_differs (&was.quote, &was.beside, &was.beside));
      g_free (was.text);
      g_free (is.text);
    }
}

static void
test_sentence (void)
{
  const struct { const char *text; guint before, after; } cases[] = {
    { "One. Two [three] four. Five", 5, 5 },
    { "One. Two [three.] Four", 5, 0 },
    { "He said: “[Three.”] Four", 10, 0 },
    { "[a] 1.5 b. c", 0, 6 },
    { "一。二[三]四。五", 1, 1 },
    { "[x]", 0, 0 },
    { "[]", 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Place place;

      place_init (&place, cases[i].text);
      g_assert_cmpuint (byline_meaning_get_sentence (&place.quote, &place.beside.before, -1), ==, cases[i].before);
      g_assert_cmpuint (byline_meaning_get_sentence (&place.quote, &place.beside.after, 1), ==, cases[i].after);
      g_free (place.text);
    }
}

static void
test_other_digits (void)
{
  const struct { const char *was, *is; gboolean other; } cases[] = {
    { "Ward 3 saw [no incidents] by 9.", "Ward 4 saw [no incidents] by 9.", TRUE },
    { "Ward 3 saw [no incidents] by 9.", "Ward 3 saw [no incidents] by 10.", TRUE },
    { "Ward 3. It saw [no incidents] there. 4", "Ward 5. It saw [no incidents] there. 6", FALSE },
    { "Ward 3 saw [no incidents.] 4", "Ward 3 saw [no incidents.] 6", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Place was, is;

      place_init (&was, cases[i].was);
      place_init (&is, cases[i].is);
      g_assert_cmpint (byline_meaning_other_digits (&was.quote, &was.beside, &is.beside), ==, cases[i].other);
      g_free (was.text);
      g_free (is.text);
    }
}

/* Whatever the characters, and however little of them there is. */
static void
test_random (void)
{
  static const char *const alphabet[] = { "a", "not", " ", " ", ".", ",", "1", "٣", "不", "ない", "\n", "”", "é", "n't", "👍", "لا" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const guint n = g_rand_int_range (rand, 0, 12), open = g_rand_int_range (rand, 0, n + 1), shut = g_rand_int_range (rand, open, n + 1);
      Place place;

      for (guint k = 0; k <= n; k++)
        {
          g_string_append (text, k == open ? "[" : "");
          g_string_append (text, k == shut ? "]" : "");
          g_string_append (text, k < n ? alphabet[g_rand_int_range (rand, 0, G_N_ELEMENTS (alphabet))] : "");
        }
      place_init (&place, text->str);
      g_assert_false (byline_meaning_differs (&place.quote, &place.beside, &place.beside));
      g_assert_false (byline_meaning_other_digits (&place.quote, &place.beside, &place.beside));
      g_free (place.text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meaning/differs", test_differs);
  g_test_add_func ("/meaning/sentence", test_sentence);
  g_test_add_func ("/meaning/other-digits", test_other_digits);
  g_test_add_func ("/meaning/random", test_random);
  return g_test_run ();
}
