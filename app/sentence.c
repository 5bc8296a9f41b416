/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sentence.h"

#include <string.h>

/* How far to look back for the word before a full stop, in code points. */
#define MAX_ABBREVIATION 16

/**
 * Abbreviations:
 * @language: the first part of a BCP 47 tag
 * @always: no sentence ends here, whatever follows: titles, "e.g"
 * @unless_capital: one ends here only before a capital letter: "p.m", "Inc"
 * @before_digit: only an abbreviation before a number: "No", "pp"
 * @ordinals: a number of one or two digits and a full stop is an ordinal
 *
 * What full stops do not end a sentence. Each list is one string of words in
 * single spaces, as they are written before their last full stop.
 */
typedef struct
{
  const char *language;
  const char *always;
  const char *unless_capital;
  const char *before_digit;
  gboolean ordinals;
} Abbreviations;

/* The first one serves for unknown languages too. */
static const Abbreviations abbreviations[] = {
  { "en",
    " Mr Mrs Ms Mx Dr Prof Rev Hon Fr St Mt Ft Gen Col Maj Capt Cmdr Lt Sgt Cpl Sen Rep Gov Pres Supt Det Insp Atty e.g i.e viz vs cf al approx ca Messrs Mme Mlle ",
    " a.m p.m A.M P.M etc Inc Ltd Co Corp Bros Jr Sr Esq ",
    " No Nos no nos p pp Vol vol Fig fig Art art Sec sec Ch ch Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ", FALSE },
  { "de",
    " Dr Prof Hr Fr Hrn St z u d o i s B H S z.B u.a d.h o.ä i.d.R s.o s.u bzw ca vgl Vgl sog Sog evtl ggf inkl zzgl geb gest Abs ehem usf gem lt Nr Str Tel ",
    " usw etc u.U v.a Co Jh Jhd Mio Mrd Std Min Sek ",
    " Bd Art Kap Aufl Jg ", TRUE },
  { "fr",
    " M MM Mme Mmes Mlle Mlles Me Dr Pr St Ste p.ex cf env vs ",
    " etc av apr J.-C Cie ",
    " art chap fig vol p pp ", FALSE },
  { "es",
    " Sr Sra Sres Sras Srta Dr Dra D Dña Ud Uds Vd Vds Prof Profa Gral Cap Ing Lic p.ej P.ej cf vs aprox ",
    " etc a.m p.m EE.UU a.C d.C S.A Cía ",
    " art cap fig vol pág págs núm tel ", FALSE },
  { "it",
    " Sig Sigg Sig.ra Dott Dott.ssa Prof Prof.ssa Ing Avv Arch On Mons cfr Cfr es ",
    " ecc etc a.C d.C S.p.A ",
    " art cap fig vol pag pagg p pp ", FALSE },
  { "pt",
    " Sr Sra Srs Sras Dr Dra Prof Profa Exmo Exma Eng p.ex cf ",
    " etc a.C d.C S.A Cia Ltda ",
    " art cap fig vol pág págs núm ", FALSE },
  { "nl",
    " dhr mevr mw dr Dr drs Drs ir mr prof Prof ds bijv bv o.a d.w.z m.a.w resp ca vgl zgn i.p.v t.o.v ",
    " enz etc e.d ",
    " blz art nr fig ", FALSE },
  { "pl", " dr prof mgr inż hab np tzn tzw m.in św ks gen płk ul al tj ok ", " itd itp r w ", " nr str art ust poz ", FALSE },
  { "sv", " t.ex dvs bl.a s.k ca f.d dr prof ", " osv m.m etc ", " nr kap sid s ", FALSE },
  { "da", " f.eks bl.a dvs ca hr fr dr prof ", " osv m.m mv ", " nr s kap ", TRUE },
  { "nb", " f.eks bl.a dvs ca hr fr dr prof ", " osv m.m mv ", " nr s kap ", TRUE },
  { "fi", " esim ns mm ts tri prof ", " jne ym ", " s ", TRUE },
  { "cs", " např tj tzv mj resp popř dr prof ing mgr ", " atd apod aj ", " č str čl ", TRUE },
  { "ru", " ул им тов проф акад гр т.е т.н т.к см ср напр ", " т.д т.п др пр гг в вв руб тыс ", " стр рис п ст ", FALSE },
};

static gboolean
is_in (gunichar c, const char *set)
{
  return c != 0 && g_utf8_strchr (set, -1, c) != NULL;
}

/* Ends a sentence wherever it stands: its scripts put no space behind it. */
static gboolean
is_wide_stop (gunichar c)
{
  return c >= 0x3000 && is_in (c, "。！？｡");
}

/* Ends a sentence there, or before white space, or as `said.The` does. */
static gboolean
is_stop (gunichar c)
{
  if (c < 0x80)
    return c == '.' || c == '!' || c == '?';
  return is_in (c, "…؟۔।॥։።") || is_wide_stop (c);
}

/* May close what the sentence opened; the straight and the high opening ones
 * close in some places and open in others. */
static gboolean
is_closing (gunichar c)
{
  return is_in (c, "”’»›)]}」』）］｝】〉》〕“‘\"'«‹");
}

static gboolean
is_only_closing (gunichar c)
{
  return is_in (c, "”’»›)]}」』）］｝】〉》〕");
}

static gboolean
is_opening (gunichar c)
{
  return is_in (c, "“‘„‚«‹([{\"'¿¡「『（【〈《");
}

static const Abbreviations *
find_abbreviations (const char *language)
{
  gsize length = language != NULL ? strcspn (language, "-_") : 0;

  for (guint i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    if (length == strlen (abbreviations[i].language) && g_ascii_strncasecmp (language, abbreviations[i].language, length) == 0)
      return &abbreviations[i];
  return &abbreviations[0];
}

static gboolean
lists (const char *list, const char *token)
{
  g_autofree char *entry = g_strconcat (" ", token, " ", NULL);

  return strstr (list, entry) != NULL;
}

/* Whether the full stop at @stop belongs to the word before it. @next is the
 * first code point behind the white space that follows, 0 at the end. */
static gboolean
is_abbreviation (const gunichar *text, guint stop, gunichar next, const Abbreviations *known)
{
  guint start = stop, n_digits = 0;
  g_autofree char *token = NULL;

  while (start > 0 && stop - start < MAX_ABBREVIATION &&
         (g_unichar_isalpha (text[start - 1]) || g_unichar_ismark (text[start - 1]) ||
          ((text[start - 1] == '.' || text[start - 1] == '-') && start < stop)))
    start--;
  while (start < stop && !g_unichar_isalpha (text[start]))
    start++;

  if (start == stop)
    {
      while (n_digits < stop && g_unichar_isdigit (text[stop - 1 - n_digits]))
        n_digits++;
      return known->ordinals && n_digits > 0 && n_digits <= 2 && !(n_digits < stop && g_unichar_isalnum (text[stop - 1 - n_digits]));
    }
  if (start > 0 && g_unichar_isalnum (text[start - 1]))
    return FALSE;

  token = g_ucs4_to_utf8 (text + start, stop - start, NULL, NULL, NULL);
  if (lists (known->unless_capital, token))
    return !g_unichar_isupper (next) && !is_opening (next);
  if (lists (known->always, token) || (lists (known->before_digit, token) && g_unichar_isdigit (next)))
    return TRUE;

  /* An initial: one capital letter that no other letter touches. */
  return g_unichar_isupper (text[stop - 1]) && (stop - start == 1 || !g_unichar_isalpha (text[stop - 2]));
}

/* Where the sentence ends that has stops in [@stop, @last); 0 when it goes on.
 * A straight quotation mark closes when @quoted, that is when one is open. */
static guint
find_end (const gunichar *text, guint length, guint stop, guint last, gboolean quoted, const Abbreviations *known)
{
  const gboolean single = last - stop == 1 && text[stop] == '.';
  guint close, next;

  for (close = last; close < length && is_closing (text[close]); close++)
    ;
  /* French puts a space before the mark that closes. */
  if (close + 1 < length && text[close] != '\n' && g_unichar_isspace (text[close]) && text[close + 1] == 0xBB &&
      (close + 2 == length || !g_unichar_isalnum (text[close + 2])))
    close += 2;
  if (close == length || g_unichar_isspace (text[close]))
    {
      for (next = close; next < length && text[next] != '\n' && g_unichar_isspace (text[next]); next++)
        ;
      if (next == length || text[next] == '\n')
        return close;
      return single && is_abbreviation (text, stop, text[next], known) ? 0 : close;
    }

  for (close = last; close < length && (is_only_closing (text[close]) || (text[close] == '"' && quoted)); close++)
    quoted ^= text[close] == '"';
  if (is_wide_stop (text[last - 1]))
    return close;

  /* Scraped pages lose the space between paragraphs: `said.The`. */
  for (next = close; next < length && is_opening (text[next]); next++)
    ;
  if (next == length || !g_unichar_isupper (text[next]) || stop == 0 || !g_unichar_islower (text[stop - 1]))
    return 0;
  return single && is_abbreviation (text, stop, text[next], known) ? 0 : close;
}

static void
add_sentence (GArray *sentences, const gunichar *text, guint start, guint end)
{
  BylineSegment sentence = { start, end };

  while (sentence.start < sentence.end && g_unichar_isspace (text[sentence.start]))
    sentence.start++;
  while (sentence.start < sentence.end && g_unichar_isspace (text[sentence.end - 1]))
    sentence.end--;
  if (sentence.start < sentence.end)
    g_array_append_val (sentences, sentence);
}

/**
 * byline_sentences_find:
 * @text: a canonical text
 * @length: its code points
 * @language: (nullable): BCP 47, for abbreviations
 *
 * Cuts a text into sentences (docs/text.md): at the end of each block, which is
 * a line feed, and after . ! ? … 。！？ with the closing quotes or brackets that
 * follow.
 *
 * Returns: (transfer full) (element-type BylineSegment): in text order, without
 *   the white space around them, code points
 */
GArray *
byline_sentences_find (const gunichar *text, guint length, const char *language)
{
  const Abbreviations *known = find_abbreviations (language);
  GArray *sentences = g_array_new (FALSE, FALSE, sizeof (BylineSegment));
  gboolean quoted = FALSE;
  guint start = 0;

  for (guint at = 0; at < length;)
    {
      guint next = at + 1, end = 0;

      if (is_stop (text[at]))
        {
          while (next < length && is_stop (text[next]))
            next++;
          end = find_end (text, length, at, next, quoted, known);
          next = MAX (next, end);
        }
      else if (text[at] == '\n')
        end = next;

      for (; at < next; at++)
        quoted = text[at] != '\n' && (text[at] == '"') != quoted;
      if (end > 0)
        {
          add_sentence (sentences, text, start, end);
          start = end;
        }
    }
  add_sentence (sentences, text, start, length);

  return sentences;
}
