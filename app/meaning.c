/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <string.h>

/* How far from a passage a negation of its clause is looked for when the clause
 * has no end before that: what is further away may only have been pushed there. */
#define NEAR 24
#define WORD_MAX 24
#define INSERTED 8 /* a negation that was put between */

/* Words that turn a clause round, in the languages that classes here read. */
static const char *const words[] = {
  "no", "not", "never", "none", "nobody", "nothing", "nowhere", "nor", "neither", "cannot", "without", "hardly", "barely", "scarcely", "non",
  "nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nie", "niemals", "niemand", "nichts", "nirgends", "ohne", "weder", "kaum",
  "pas", "ne", "jamais", "sans", "aucun", "aucune", "rien", "personne", "ni",
  "nunca", "sin", "nadie", "nada", "ningún", "ninguno", "ninguna", "jamás", "tampoco",
  "mai", "senza", "nessuno", "nessuna", "nulla", "niente", "né", "não", "nem", "sem", "ninguém", "nenhum", "nenhuma",
  "niet", "geen", "nooit", "niets", "zonder", "inte", "ingen", "inget", "inga", "aldrig", "utan", "ikke", "aldri", "uten", "uden",
  "ei", "emme", "ette", "eivät", "ilman", "soha", "nélkül", "niciodată", "fără", "nie", "nigdy", "bez", "není", "nikdy",
  "не", "нет", "ни", "никогда", "без", "ні", "немає", "ніколи", "δεν", "μην", "όχι", "ποτέ", "χωρίς", "değil", "yok", "asla", "hiç",
  "لا", "لم", "لن", "ليس", "ليست", "ليسوا", "ما", "غير", "بدون", "بلا", "دون", "نه", "نیست", "نہیں",
  "לא", "אין", "אינו", "אינה", "אינם", "אינן", "אל", "בלי", "ללא", "מעולם", "नहीं", "न", "मत", "बिना",
  "안", "못", "không", "chưa", "tidak", "bukan", "tanpa", "belum", NULL
};

/* Where words are not parted. */
static const char *const parts[] = { "不", "没", "沒", "未", "无", "無", "非", "别", "別", "勿", "莫", "否", "ない", "なかっ", "なく", "ません", "ずに", "않", "없", NULL };

static gunichar
at (const BylineChars *side, int step, guint i)
{
  return i < side->length ? side->text[step < 0 ? side->length - 1 - i : i] : 0;
}

static gboolean
is_unparted (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_one_of (gunichar c, const char *characters)
{
  return c != 0 && g_utf8_strchr (characters, -1, c) != NULL;
}

static gboolean
ends_sentence (const BylineChars *side, int step, guint i)
{
  const gunichar c = at (side, step, i);

  if (c == '.')
    return !g_unichar_isdigit (at (side, step, i + 1)) || (i > 0 && !g_unichar_isdigit (at (side, step, i - 1)));
  return c == '\n' || is_one_of (c, "!?…。！？؟।");
}

static gboolean
ends_clause (const BylineChars *side, int step, guint i)
{
  const gunichar c = at (side, step, i);

  if (c == ',' && g_unichar_isdigit (at (side, step, i + 1)) && (i == 0 || g_unichar_isdigit (at (side, step, i - 1))))
    return FALSE;
  return ends_sentence (side, step, i) || is_one_of (c, ",;:–—，、；：،؛");
}

static guint
count_sentence (const BylineChars *side, int step)
{
  guint n = 0;

  while (n < side->length && !ends_sentence (side, step, n))
    n++;
  return n;
}

static guint
skip_closing (const BylineChars *quote)
{
  guint last = 0;

  while (last < quote->length && (g_unichar_isspace (at (quote, -1, last)) || is_one_of (at (quote, -1, last), "\"'”’“»«)]」』")))
    last++;
  return last;
}

/* "1998." ends a sentence, where "12." may be the twelfth. */
static gboolean
ends_year (const BylineChars *quote, guint last)
{
  guint digits = 0;

  while (g_unichar_isdigit (at (quote, -1, last + 1 + digits)))
    digits++;
  return at (quote, -1, last) == '.' && digits > 2;
}

/* Whether the sentence is over where the passage is. */
static gboolean
is_complete (const BylineChars *quote)
{
  const guint last = skip_closing (quote);

  return ends_sentence (quote, -1, last) || ends_year (quote, last);
}

/* Whether the clause is. */
static gboolean
is_closed (const BylineChars *quote)
{
  const guint last = skip_closing (quote);

  return is_complete (quote) || (ends_clause (quote, -1, last) && !g_unichar_isdigit (at (quote, -1, last + 1)));
}

/**
 * byline_meaning_get_sentence:
 * @quote: a passage
 * @side: what stands before or after it
 * @step: -1 for what stands before it, read backwards, else 1
 *
 * Returns: how many code points of @side, from the passage, belong to its sentence
 */
guint
byline_meaning_get_sentence (const BylineChars *quote, const BylineChars *side, int step)
{
  return step > 0 && is_complete (quote) ? 0 : count_sentence (side, step);
}

/* The part of a clause on one side of a passage, in the order of the text. */
static BylineChars
get_clause (const BylineChars *side, int step)
{
  guint n = 0;

  while (n < side->length && !ends_clause (side, step, n))
    n++;
  return (BylineChars) { side->text + (step < 0 ? side->length - n : 0), n };
}

/* What of it is near. */
static BylineChars
get_near (const BylineChars *clause, int step)
{
  const guint n = MIN (clause->length, NEAR);

  return (BylineChars) { clause->text + (step < 0 ? clause->length - n : 0), n };
}

static gboolean
is_negation (const char *word)
{
  /* Arabic writes "and" and "then" as part of the next word. */
  static const char *const joined[] = { "", "و", "ف" };

  for (gsize i = 0; i < G_N_ELEMENTS (joined); i++)
    if (g_str_has_prefix (word, joined[i]) && g_strv_contains (words, word + strlen (joined[i])))
      return TRUE;
  return g_str_has_suffix (word, "n't") || g_str_has_suffix (word, "n’t") || g_str_has_prefix (word, "n'") || g_str_has_prefix (word, "n’");
}

static void
add_words (const char *clause, GString *found)
{
  for (const char *p = clause; *p != '\0';)
    {
      const char *start = p;

      while (*p != '\0' && (g_unichar_isalnum (g_utf8_get_char (p)) || *p == '\'' || g_str_has_prefix (p, "’")))
        p = g_utf8_next_char (p);
      if (p > start)
        {
          g_autofree char *word = g_strndup (start, p - start);

          if (is_negation (word))
            g_string_append_printf (found, "%s ", word);
        }
      if (*p != '\0')
        p = g_utf8_next_char (p);
    }
}

/* The negations of a clause, one after the other. */
static char *
list_negations (const BylineChars *clause)
{
  g_autofree char *text = g_ucs4_to_utf8 (clause->text, clause->length, NULL, NULL, NULL);
  g_autofree char *composed = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autofree char *lower = g_utf8_strdown (composed, -1);
  GString *found = g_string_new (NULL);

  add_words (lower, found);
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    for (gsize i = 0; parts[i] != NULL; i++)
      if (g_str_has_prefix (p, parts[i]))
        g_string_append_printf (found, "%s ", parts[i]);
  return g_string_free (found, FALSE);
}

/* All of a clause counts when its end is known, else what is near: a negation that is
 * known of one text and further away may have come nearer in the other, or gone away,
 * by what stands between. */
static gboolean
negations_differ (const BylineChars *was, const BylineChars *is, int step)
{
  /* Not much more of what is than is known of what was. */
  const guint n = MIN (was->length + INSERTED, is->length);
  const BylineChars is_known = { is->text + (step < 0 ? is->length - n : 0), n };
  const BylineChars was_far = get_clause (was, step), is_far = get_clause (&is_known, step);
  const gboolean whole = was_far.length < was->length;
  const BylineChars was_near = whole ? was_far : get_near (&was_far, step), is_near = whole ? is_far : get_near (&is_far, step);
  g_autofree char *was_list = list_negations (&was_near), *was_all = list_negations (&was_far);
  g_autofree char *is_list = list_negations (&is_near), *is_all = list_negations (&is_far);
  const gboolean kept = g_str_equal (was_list, is_list) || g_str_equal (was_list, is_all);

  return !kept && !g_str_equal (is_list, was_all);
}

/* The next word of the clause, or where words are not parted a few characters;
 * nothing when the clause ends at the passage. @gap counts the spaces before it. */
static BylineChars
get_neighbour (const BylineChars *side, int step, guint *gap)
{
  guint skip = 0, n = 0, unparted = 0;

  while (g_unichar_isspace (at (side, step, skip)) && at (side, step, skip) != '\n')
    skip++;
  while (skip + n < side->length && n < WORD_MAX && !g_unichar_isspace (at (side, step, skip + n)) && !ends_clause (side, step, skip + n))
    {
      const gunichar c = at (side, step, skip + n);

      unparted += is_unparted (c);
      if (unparted > 2 || (unparted > 1 && !g_unichar_isdigit (c)))
        break;
      n++;
    }
  *gap = skip;
  return (BylineChars) { side->text + (step < 0 ? side->length - skip - n : skip), n };
}

static gboolean
same_chars (const BylineChars *a, const BylineChars *b)
{
  return a->length == b->length && (a->length == 0 || memcmp (a->text, b->text, sizeof (gunichar) * a->length) == 0);
}

static gboolean
digits_differ (const BylineChars *a, const BylineChars *b)
{
  guint i = 0, k = 0;

  for (;;)
    {
      while (i < a->length && !g_unichar_isdigit (a->text[i]))
        i++;
      while (k < b->length && !g_unichar_isdigit (b->text[k]))
        k++;
      if (i == a->length || k == b->length)
        return i < a->length || k < b->length;
      if (a->text[i++] != b->text[k++])
        return TRUE;
    }
}

/* The part of a word, or of a number, that touches the passage. */
static BylineChars
get_attached (const BylineChars *side, int step)
{
  guint n = 0;

  while (n < side->length && n < WORD_MAX && g_unichar_isalnum (at (side, step, n)) && !is_unparted (at (side, step, n)))
    n++;
  return (BylineChars) { side->text + (step < 0 ? side->length - n : 0), n };
}

/* "likely" in "unlikely", "200" in "1,200", "5" in "5.3", "5 %" and "5 points". */
static gboolean
neighbours_differ (const BylineChars *was, const BylineChars *is, int step, gunichar edge)
{
  guint was_gap, is_gap;
  const BylineChars was_next = get_neighbour (was, step, &was_gap), is_next = get_neighbour (is, step, &is_gap);
  const BylineChars was_attached = get_attached (was, step), is_attached = get_attached (is, step);

  if (g_unichar_isalnum (edge) && !is_unparted (edge) && !same_chars (&was_attached, &is_attached))
    return TRUE;
  if (g_unichar_isdigit (edge) && !same_chars (&was_next, &is_next))
    return TRUE;
  return digits_differ (&was_next, &is_next);
}

/**
 * byline_meaning_differs:
 * @quote: a passage
 * @was: what stood beside it; a side that is not known is empty
 * @is: what stands beside it now, at least as much as of @was where there is as much
 *
 * The same words are not the same passage when what touches them has changed:
 * "guilty" in "not guilty". Asked are negations of the same clause, digits in the
 * next word, the word itself where the passage ends within it, and what is counted
 * where the passage ends with a digit.
 *
 * Returns: whether that says something else now
 */
gboolean
byline_meaning_differs (const BylineChars *quote, const BylineBeside *was, const BylineBeside *is)
{
  if (quote->length == 0)
    return FALSE;
  return (was->before.length > 0
          && (negations_differ (&was->before, &is->before, -1) || neighbours_differ (&was->before, &is->before, -1, quote->text[0])))
         || (was->after.length > 0 && !is_closed (quote)
             && (negations_differ (&was->after, &is->after, 1) || neighbours_differ (&was->after, &is->after, 1, quote->text[quote->length - 1])));
}

static gboolean
sentence_digits_differ (const BylineChars *quote, const BylineChars *was, const BylineChars *is, int step)
{
  const guint n_was = byline_meaning_get_sentence (quote, was, step), n_now = byline_meaning_get_sentence (quote, is, step);
  const guint n_is = n_was < was->length ? n_now : MIN (n_now, n_was);
  const BylineChars old = { was->text + (step < 0 ? was->length - n_was : 0), n_was };
  const BylineChars now = { is->text + (step < 0 ? is->length - n_is : 0), n_is };

  return digits_differ (&old, &now);
}

/**
 * byline_meaning_other_digits:
 * @quote: a passage
 * @was: what stood beside it
 * @is: what stands beside it now
 *
 * Returns: whether the rest of its sentence, as far as it is known, has other digits
 */
gboolean
byline_meaning_other_digits (const BylineChars *quote, const BylineBeside *was, const BylineBeside *is)
{
  return sentence_digits_differ (quote, &was->before, &is->before, -1) || sentence_digits_differ (quote, &was->after, &is->after, 1);
}
