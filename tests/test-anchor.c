/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "anchor.h"

#include <string.h>

/* An article as a list of sentences, so that a test knows where each of them is
 * after an edit. */
typedef struct
{
  GPtrArray *sentences;
  GRand *rand;
} Draft;

static const char *const towns[] = { "Tarnwick", "Osterby", "Velle", "Mirren", "Saltholm", "Quay End", "Brask", "Ulveston" };
static const char *const people[] = { "Ana Vell", "Jon Reed", "Ida Marsh", "Tomas Kile", "Pia Lund", "Omar Dace", "Ruth Hale", "Sven Orr" };
static const char *const things[] = { "bridges", "lamps", "boats", "schools", "wells", "gardens", "mills", "kilns", "ferries", "barns" };
static const char *const verbs[] = { "repaired", "closed", "counted", "painted", "sold", "inspected", "flooded", "opened" };
static const char *const months[] = { "January", "March", "April", "June", "August", "October", "November", "December" };

#define PICK(list) list[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))]

/* From a few patterns, so that every sentence has look-alikes. */
static char *
new_sentence (GRand *rand)
{
  const int number = g_rand_int_range (rand, 11, 9900);

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return g_strdup_printf ("The council of %s %s %d %s in %s, %s said.", PICK (towns), PICK (verbs), number, PICK (things), PICK (months), PICK (people));
    case 1:
      return g_strdup_printf ("%s and %s told the paper that %d %s were %s in %s.", PICK (people), PICK (people), number, PICK (things), PICK (verbs), PICK (towns));
    case 2:
      return g_strdup_printf ("In %s the port of %s counted %d %s for the first time.", PICK (months), PICK (towns), number, PICK (things));
    case 3:
      return g_strdup_printf ("Nobody in %s remembers when %d %s were %s, according to %s.", PICK (towns), number, PICK (things), PICK (verbs), PICK (people));
    default:
      return g_strdup_printf ("“We have %s the %s, and they are safe,” %s wrote to %s on %d %s.", PICK (verbs), PICK (things), PICK (people), PICK (towns),
                              g_rand_int_range (rand, 1, 29), PICK (months));
    }
}

static char *
join (Draft *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->sentences->len; i++)
    g_string_append_printf (text, "%s%s%s", i % 4 == 0 ? "<p>" : " ", (char *) g_ptr_array_index (self->sentences, i),
                            i % 4 == 3 || i + 1 == self->sentences->len ? "</p>\n" : "");
  return g_string_free (text, FALSE);
}

static BylineArticle *
make_article (Draft *self)
{
  g_autofree char *html = join (self);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  BylineArticle *article = byline_article_new (bytes, &error);

  g_assert_no_error (error);
  return article;
}

static void
get_place (Draft *self, guint index, guint *start, guint *end)
{
  *start = 0;
  for (guint i = 0; i < index; i++)
    *start += g_utf8_strlen (g_ptr_array_index (self->sentences, i), -1) + 1;
  *end = *start + g_utf8_strlen (g_ptr_array_index (self->sentences, index), -1);
}

static void
insert (Draft *self, guint index, const char *sentence)
{
  g_ptr_array_insert (self->sentences, index, g_strdup (sentence));
}

static void
replace (Draft *self, guint index, char *sentence)
{
  g_free (self->sentences->pdata[index]);
  self->sentences->pdata[index] = sentence;
}

static char *
swap_text (const char *sentence, const char *old, const char *new)
{
  g_auto (GStrv) parts = g_strsplit (sentence, old, 2);
  return g_strjoinv (new, parts);
}

/* What an edit does to the sentence that is marked, at *index. */
typedef struct
{
  const char *name;
  void (*edit) (Draft *draft, guint *index);
  const char *grades; /* those that are right, by their first letters */
} Kind;

static void
edit_before (Draft *self, guint *index)
{
  g_autofree char *other = new_sentence (self->rand);

  insert (self, g_rand_int_range (self->rand, 0, *index - 2), other);
  ++*index;
}

static void
edit_after (Draft *self, guint *index)
{
  g_autofree char *other = new_sentence (self->rand);
  insert (self, *index + 4, other);
}

static void
edit_digit (Draft *self, guint *index)
{
  char *sentence = g_strdup (g_ptr_array_index (self->sentences, *index));
  char *digit = strpbrk (sentence, "0123456789");

  edit_before (self, index);
  *digit = *digit == '9' ? '1' : *digit + 1;
  replace (self, *index, sentence);
}

static void
edit_negation (Draft *self, guint *index)
{
  static const char *const places[][2] = { { " said.", " did not say." }, { " were ", " were never " }, { " counted ", " never counted " }, { "We have ", "We have not " } };
  g_autofree char *sentence = g_strdup (g_ptr_array_index (self->sentences, *index));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (strstr (sentence, places[i][0]) != NULL)
      {
        replace (self, *index, swap_text (sentence, places[i][0], places[i][1]));
        return;
      }
  g_assert_not_reached ();
}

static void
edit_name (Draft *self, guint *index)
{
  g_autofree char *sentence = g_strdup (g_ptr_array_index (self->sentences, *index));

  for (gsize i = 0; i < G_N_ELEMENTS (towns); i++)
    if (strstr (sentence, towns[i]) != NULL)
      {
        replace (self, *index, swap_text (sentence, towns[i], towns[(i + 3) % G_N_ELEMENTS (towns)]));
        return;
      }
  g_assert_not_reached ();
}

static void
edit_word (Draft *self, guint *index)
{
  g_autofree char *sentence = g_strdup (g_ptr_array_index (self->sentences, *index));

  for (gsize i = 0; i < G_N_ELEMENTS (things); i++)
    if (strstr (sentence, things[i]) != NULL)
      replace (self, *index, swap_text (sentence, things[i], "parks"));
  edit_before (self, index);
}

static void
edit_delete (Draft *self, guint *index)
{
  g_ptr_array_remove_index (self->sentences, *index);
  *index = G_MAXUINT;
}

static void
edit_delete_with_look_alike (Draft *self, guint *index)
{
  g_autofree char *twin = g_strdup (g_ptr_array_index (self->sentences, *index));
  char *digit = strpbrk (twin, "0123456789");

  *digit = *digit == '9' ? '1' : *digit + 1;
  insert (self, *index + g_rand_int_range (self->rand, 3, 9), twin);
  edit_delete (self, index);
}

static void
edit_delete_with_twin (Draft *self, guint *index)
{
  g_autofree char *twin = g_strdup (g_ptr_array_index (self->sentences, *index));

  insert (self, *index + g_rand_int_range (self->rand, 3, 9), twin);
  edit_delete (self, index);
}

static void
edit_five_times (Draft *self, guint *index)
{
  g_autofree char *twin = g_strdup (g_ptr_array_index (self->sentences, *index));

  for (guint i = 0; i < 2; i++)
    {
      insert (self, *index + 3 + 3 * i, twin);
      insert (self, 3 * i, twin);
      ++*index;
    }
}

static void
edit_neighbours (Draft *self, guint *index)
{
  edit_digit (self, (guint[]) { *index - 1 });
  ++*index;
  replace (self, *index + 1, swap_text (g_ptr_array_index (self->sentences, *index + 1), "the", "a"));
}

static void
edit_neighbour_deleted (Draft *self, guint *index)
{
  g_ptr_array_remove_index (self->sentences, *index - 1);
  --*index;
}

static void
edit_moved_far (Draft *self, guint *index)
{
  g_autofree char *sentence = g_strdup (g_ptr_array_index (self->sentences, *index));

  g_ptr_array_remove_index (self->sentences, *index);
  *index = self->sentences->len - 2;
  insert (self, *index, sentence);
}

static const Kind kinds[] = {
  { "sentence inserted before", edit_before, "m" },
  { "sentence inserted after", edit_after, "e" },
  { "digit changed", edit_digit, "c" },
  { "negation inserted", edit_negation, "c" },
  { "name swapped", edit_name, "c" },
  { "word changed", edit_word, "c" },
  { "neighbours changed", edit_neighbours, "em" },
  { "neighbour deleted", edit_neighbour_deleted, "em" },
  { "stands five times", edit_five_times, "m" },
  { "moved to another place", edit_moved_far, "a" },
  { "deleted", edit_delete, "o" },
  { "deleted, look-alike near by", edit_delete_with_look_alike, "o" },
  { "deleted, twin elsewhere", edit_delete_with_twin, "a" },
};

typedef struct
{
  guint right;
  guint wrong;
  guint silent; /* taken for the passage, and is not */
} Tally;

static BylineAnnotations *
mark (BylineArticle *article, guint start, guint end)
{
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, article, "a");
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;

  byline_span_init_range (&span, start, end);
  annotation = byline_annotation_new (article, "claim", &span);
  byline_annotations_put (work, annotation, 0);
  return work;
}

static void
try_edit (const Kind *kind, guint32 seed, Tally *tally)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Draft draft = { g_ptr_array_new_with_free_func (g_free), rand };
  guint index, start, end;
  g_autoptr (BylineArticle) before = NULL, after = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const BylineAnchored *anchored;
  gboolean there = FALSE;

  for (guint i = 0; i < 60; i++)
    g_ptr_array_add (draft.sentences, new_sentence (rand));
  index = g_rand_int_range (rand, 10, 40);
  before = make_article (&draft);
  get_place (&draft, index, &start, &end);
  work = mark (before, start, end);
  kind->edit (&draft, &index);
  after = make_article (&draft);
  all = byline_anchor (after, work);
  anchored = g_ptr_array_index (all, 0);
  if (index != G_MAXUINT)
    {
      get_place (&draft, index, &start, &end);
      there = byline_span_start (&anchored->span) == start && byline_span_end (&anchored->span) == end;
    }

  if (strchr (kind->grades, *byline_grade_get_name (anchored->grade)) != NULL && (there || anchored->grade > BYLINE_GRADE_CHANGED))
    tally->right++;
  else
    tally->wrong++;
  if (anchored->grade <= BYLINE_GRADE_MOVED && (!there || strpbrk (kind->grades, "co") != NULL))
    tally->silent++;
  g_ptr_array_unref (draft.sentences);
}

/* A seeded corpus of edits. What is graded as the same passage must be it,
 * always; the right grade is found nearly always. */
static void
test_corpus (void)
{
  guint right = 0, all = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Tally tally = { 0 };

      for (guint seed = 0; seed < 100; seed++)
        try_edit (&kinds[i], 1000 * i + seed, &tally);
      g_test_message ("%-28s right %3u  wrong %3u  silently wrong %u", kinds[i].name, tally.right, tally.wrong, tally.silent);
      g_assert_cmpuint (tally.silent, ==, 0);
      right += tally.right;
      all += 100;
    }
  g_test_message ("right: %.1f %% of %u", 100.0 * right / all, all);
  g_assert_cmpuint (right * 100, >=, all * 95);
}

/* A paragraph a line. */
static BylineArticle *
article_of (const char *text)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  BylineArticle *article;

  g_string_printf (html, "<p>%s", text);
  g_string_replace (html, "\u00a0", "&nbsp;", 0);
  g_string_replace (html, "\n", "</p>\n<p>", 0);
  g_string_append (html, "</p>\n");
  bytes = g_bytes_new (html->str, html->len);
  article = byline_article_new (bytes, NULL);
  g_assert_nonnull (article);
  return article;
}

/* Marks @words in one text and finds them in another. */
static BylineGrade
find (const char *old, const char *words, const char *new, char **found, guint *distance)
{
  g_autoptr (BylineArticle) before = article_of (old), after = article_of (new);
  const guint start = g_utf8_pointer_to_offset (old, strstr (old, words));
  g_autoptr (BylineAnnotations) work = mark (before, start, start + g_utf8_strlen (words, -1));
  g_autoptr (GPtrArray) all = byline_anchor (after, work);
  const BylineAnchored *anchored = g_ptr_array_index (all, 0);

  *found = anchored->span.n_segments > 0 ? byline_article_dup_range (after, byline_span_start (&anchored->span), byline_span_end (&anchored->span)) : NULL;
  *distance = anchored->distance;
  return anchored->grade;
}

static void
test_cases (void)
{
  const char *old = "🌊 The wall “held firm”, port chief Ana Vell said on Monday. Nobody has measured it since 1,200 stones fell in 2019. The jury found him guilty.";
  const struct { const char *words, *new, *found; BylineGrade grade; guint distance; } cases[] = {
    { "held firm", "🌊 The wall “held firm”, port chief Ana Vell said on Monday. Nobody has measured it.", "held firm", BYLINE_GRADE_EXACT, 0 },
    { "held firm", "News: 🌊 The wall “held firm”, port chief Ana Vell said on Monday.", "held firm", BYLINE_GRADE_MOVED, 0 },
    { "held firm", "🌊 The wall “held fast”, port chief Ana Vell said on Monday.", "held fast", BYLINE_GRADE_ORPHANED, 0 },
    { "port chief Ana Vell said", "🌊 The wall “held firm”, port chief Ida Vell said on Monday.", "port chief Ida Vell said", BYLINE_GRADE_CHANGED, 2 },
    { "1,200 stones", "Nobody has measured it since 1,300 stones fell in 2019. The jury found him guilty.", "1,300 stones", BYLINE_GRADE_CHANGED, 1 },
    { "200 stones", "Nobody has measured it since 5,200 stones fell in 2019. The jury found him guilty.", "200 stones", BYLINE_GRADE_CHANGED, 0 },
    { "guilty", "Nobody has measured it since 1,200 stones fell in 2019. The jury found him not guilty.", "guilty", BYLINE_GRADE_CHANGED, 0 },
    { "Nobody has measured it since 1,200 stones fell in 2019.", "🌊 The wall “held firm”, port chief Ana Vell said on Monday. The jury found him guilty.", NULL, BYLINE_GRADE_ORPHANED, 0 },
    { "said", "Somebody else said something that is quite different here.", "said", BYLINE_GRADE_AMBIGUOUS, 0 },
    { "The jury found him guilty.", "Not a word of it is left in this text at all.", NULL, BYLINE_GRADE_ORPHANED, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = NULL;
      guint distance;
      const BylineGrade grade = find (old, cases[i].words, cases[i].new, &found, &distance);

      if (grade != cases[i].grade)
        g_error ("case %" G_GSIZE_FORMAT ": %s", i, byline_grade_get_name (grade));
      if (grade == BYLINE_GRADE_ORPHANED)
        {
          g_assert_null (found);
          continue;
        }
      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpuint (distance, ==, cases[i].distance);
    }
}

#define PORT "The port authority of Osterby met on Monday evening in the old hall."
#define MILL "The miller has asked the town for help, and the town has said that it will think."
#define RAIN "The weather service expects more rain at the weekend, and wind from the west."

/* Edits beside which, or instead of which, something else has happened. */
static void
test_pairs (void)
{
  const struct { const char *old, *words, *new, *found; BylineGrade grade; guint distance; } cases[] = {
    /* a paragraph was put beside words that have changed a little */
    { PORT "\nAna Vell counted 14 boats.\n" MILL, "Ana Vell counted 14 boats.", PORT "\nAna Vell counted 15 boats.\n" RAIN "\n" MILL,
      "Ana Vell counted 15 boats.", BYLINE_GRADE_CHANGED, 1 },
    { PORT "\nAna Vell counted 14 boats.\n" MILL, "Ana Vell counted 14 boats.", PORT "\n" RAIN "\nAna Vell counted 15 boats.\n" MILL,
      "Ana Vell counted 15 boats.", BYLINE_GRADE_CHANGED, 1 },
    /* one row of several was deleted, and the next is like it */
    { PORT "\nOn Mondays 24 pupils of class one work here.\nOn Sundays 26 pupils of class two work here.\n" MILL, "24 pupils of class one work here.",
      PORT "\nOn Sundays 26 pupils of class two work here.\n" MILL, NULL, BYLINE_GRADE_ORPHANED, 0 },
    /* rows in another order: the one that is where the other was is not it */
    { PORT "\nThe way by Lipow has 23 miles.\nThe way by Zagaj has 31 miles.\n" MILL, "has 31 miles.",
      PORT "\nThe way by Zagaj has 31 miles.\nThe way by Lipow has 23 miles.\n" MILL, "has 31 miles.", BYLINE_GRADE_AMBIGUOUS, 0 },
    { PORT "\nThe way by Lipow has 23 miles.\nThe way by Kamin has 17 miles.\nThe way by Zagaj has 31 miles.\n" MILL, "The way by Lipow has 23 miles.",
      PORT "\nThe way by Zagaj has 31 miles.\nThe way by Kamin has 17 miles.\nThe way by Lipow has 23 miles.\n" MILL, "The way by Lipow has 23 miles.",
      BYLINE_GRADE_AMBIGUOUS, 0 },
    /* the same between the same words, and one of them has changed */
    { PORT " Ana Vell counted 14 boats. " MILL "\n" PORT " Ana Vell counted 14 boats. " MILL, "Ana Vell counted 14 boats.",
      PORT " Ana Vell saw all 14 boats. " MILL "\n" PORT " Ana Vell counted 14 boats. " MILL, "Ana Vell counted 14 boats.", BYLINE_GRADE_AMBIGUOUS, 0 },
    /* typography around it, and within it */
    { "“We met,” he said – and left. Ana Vell’s boat sank. “No one,” he said, “saw it.”", "Ana Vell’s boat sank.",
      "\"We\u00a0met,\"\u00a0he\u00a0said\u00a0-\u00a0and\u00a0left. Ana Vell’s boat sank. «No\u00a0one,»\u00a0he\u00a0said,\u00a0«saw\u00a0it.»",
      "Ana Vell’s boat sank.", BYLINE_GRADE_EXACT, 0 },
    { "Müller hört, Köhler schläft. Die Bäcker für schöne Brötchen kämen später, sagt Jürgen Hölzl.", "Die Bäcker für schöne Brötchen",
      "Mu\u0308ller ho\u0308rt, Ko\u0308hler schla\u0308ft. Die Ba\u0308cker fu\u0308r scho\u0308ne Bro\u0308tchen ka\u0308men spa\u0308ter, sagt Ju\u0308rgen Ho\u0308lzl.",
      "Die Ba\u0308cker fu\u0308r scho\u0308ne Bro\u0308tchen", BYLINE_GRADE_CHANGED, 8 },
    { PORT " A cafe\u0301 " MILL, "A cafe\u0301", PORT " A cafe\u0301 " MILL, "A cafe\u0301", BYLINE_GRADE_EXACT, 0 },
    { PORT " \u2067Ana Vell\u2069 " MILL, "\u2067Ana Vell\u2069", RAIN " " PORT " \u2067Ana Vell\u2069 " MILL, "\u2067Ana Vell\u2069", BYLINE_GRADE_MOVED, 0 },
    { PORT " one\u0301", "\u0301", PORT " one\u0301", "\u0301", BYLINE_GRADE_EXACT, 0 },
    { PORT " one\u0301", "\u0301", RAIN PORT " one\u0301", NULL, BYLINE_GRADE_ORPHANED, 0 },
    { "pas payé " PORT, "pas payé", "pas paye " PORT, "pas paye", BYLINE_GRADE_CHANGED, 1 },
    /* other words stand between the very same words, and the same between nearly the same */
    { PORT " Ana Vell counted 14 boats. " MILL "\n" PORT "! Ana Vell counted 14 boats. " MILL, "Ana Vell counted 14 boats.",
      PORT " No one is left on the quays. " MILL "\n" PORT "! Ana Vell counted 14 boats. " MILL, "Ana Vell counted 14 boats.", BYLINE_GRADE_AMBIGUOUS, 0 },
    /* words in front that the file has only half of */
    { "This was not so. " PORT, "authority", RAIN " This was not so. " PORT, "authority", BYLINE_GRADE_MOVED, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = NULL;
      guint distance;
      const BylineGrade grade = find (cases[i].old, cases[i].words, cases[i].new, &found, &distance);

      if (grade != cases[i].grade || g_strcmp0 (found, cases[i].found) != 0 || distance != cases[i].distance)
        g_error ("case %" G_GSIZE_FORMAT ": %s, “%s”, %u", i, byline_grade_get_name (grade), found, distance);
    }
}

/* More passages than one thread is given: the same as each by itself. */
static void
test_many (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GString) old = g_string_new (NULL), new = g_string_new (RAIN);
  g_autoptr (BylineArticle) before = NULL, after = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const guint n = 300;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sentence = new_sentence (rand);

      g_string_append_printf (old, "#%03u %s ", i, sentence);
      g_string_append_printf (new, "%s#%03u %s ", i == 0 ? " " : "", i, sentence);
    }
  before = article_of (g_strstrip (old->str));
  after = article_of (g_strstrip (new->str));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("#%03u ", i);
      const guint start = g_utf8_pointer_to_offset (old->str, strstr (old->str, number));
      const guint end = i + 1 < n ? start + 24 : byline_article_get_length (before) - 1;

      if (work == NULL)
        work = mark (before, start, end);
      else
        {
          g_autoptr (BylineAnnotations) one = mark (before, start, end);

          byline_annotations_put (work, byline_annotations_get (one, 0), i);
        }
    }

  all = byline_anchor (after, work);
  g_assert_cmpuint (all->len, ==, byline_annotations_get_size (work));
  for (guint i = 0; i < all->len; i++)
    {
      const BylineAnchored *anchored = g_ptr_array_index (all, i);

      g_assert_cmpstr (byline_grade_get_name (anchored->grade), ==, "moved");
      g_assert_cmpuint (byline_span_start (&anchored->span), ==, byline_span_start (&byline_annotations_get (work, i)->span) + strlen (RAIN) + 1);
    }
}

static BylineAnnotations *
rewrite (BylineAnnotations *work, const char *pattern, const char *replacement)
{
  gsize size;
  g_autofree char *text = byline_annotations_to_data (work, &size);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autofree char *changed = g_regex_replace (regex, text, size, 0, replacement, 0, NULL);
  g_autoptr (GError) error = NULL;
  BylineAnnotations *result = byline_annotations_new_from_data (changed, strlen (changed), &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_grade (BylineArticle *article, BylineAnnotations *work, BylineGrade grade, guint start)
{
  g_autoptr (GPtrArray) all = byline_anchor (article, work);
  const BylineAnchored *anchored = g_ptr_array_index (all, 0);

  g_assert_cmpstr (byline_grade_get_name (anchored->grade), ==, byline_grade_get_name (grade));
  g_assert_cmpuint (byline_span_start (&anchored->span), ==, start);
}

/* Positions that count UTF-16 units, as other programs write them; a file that
 * does not say on which text it was made; quotes without surroundings. */
static void
test_foreign_files (void)
{
  g_autoptr (BylineArticle) article = article_of ("🌊🌊 The wall held firm, and the wall of the mill did too. The end.");
  g_autoptr (BylineAnnotations) work = mark (article, 3, 21);
  g_autoptr (BylineAnnotations) utf16 = rewrite (work, "\"start\": 3,\\s+\"end\": 21", "\"start\": 5, \"end\": 23");
  g_autoptr (BylineAnnotations) no_digest = rewrite (work, "\"byline:textDigest\": \"[^\"]*\",", "");
  g_autoptr (BylineAnnotations) bare = rewrite (utf16, "\"exact\": \"The wall held firm\",[^}]*\\}", "\"exact\": \"The wall held firm\"}");
  g_autoptr (BylineAnnotations) twice = rewrite (utf16, "\"exact\": \"The wall held firm\",[^}]*\\}", "\"exact\": \"wall\"}");

  assert_grade (article, work, BYLINE_GRADE_EXACT, 3);
  assert_grade (article, utf16, BYLINE_GRADE_MOVED, 3);
  assert_grade (article, no_digest, BYLINE_GRADE_EXACT, 3);
  assert_grade (article, bare, BYLINE_GRADE_MOVED, 3);
  assert_grade (article, twice, BYLINE_GRADE_AMBIGUOUS, 7);
}

static void
test_several_segments (void)
{
  g_autoptr (BylineArticle) before = article_of ("“The wall,” said Ana Vell of the port, “has held firm since 1953 and will hold.”");
  g_autoptr (BylineArticle) moved = article_of ("Correction. “The wall,” said Ana Vell of the port, “has held firm since 1953 and will hold.”");
  g_autoptr (BylineArticle) changed = article_of ("“The wall,” said Ana Vell of the port, “has held firm since 1954 and will hold.”");
  g_autoptr (BylineArticle) cut = article_of ("“The wall,” said Ana Vell of the port.");
  g_autoptr (BylineAnnotations) work = byline_annotations_new (BYLINE_ROLE_WORK, before, "a");
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
  g_autoptr (BylineAnnotation) annotation = NULL;
  const struct { BylineArticle *article; BylineGrade grade; guint n_segments, distance; } cases[] = {
    { before, BYLINE_GRADE_EXACT, 2, 0 },
    { moved, BYLINE_GRADE_MOVED, 2, 0 },
    { changed, BYLINE_GRADE_CHANGED, 2, 1 },
    { cut, BYLINE_GRADE_ORPHANED, 0, 0 },
  };

  byline_span_append (&span, 1, 10);
  byline_span_append (&span, 40, 79);
  annotation = byline_annotation_new (before, "claim", &span);
  byline_annotations_put (work, annotation, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) all = byline_anchor (cases[i].article, work);
      const BylineAnchored *anchored = g_ptr_array_index (all, 0);

      g_assert_cmpstr (byline_grade_get_name (anchored->grade), ==, byline_grade_get_name (cases[i].grade));
      g_assert_cmpuint (anchored->span.n_segments, ==, cases[i].n_segments);
      g_assert_cmpuint (anchored->distance, ==, cases[i].distance);
    }
}

/* Quotes of thousands of characters, which are looked for by their ends. */
static void
test_long_quotes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  Draft draft = { g_ptr_array_new_with_free_func (g_free), rand };
  g_autoptr (BylineArticle) before = NULL, after = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (GPtrArray) all = NULL;
  guint start, end, ignored;

  for (guint i = 0; i < 200; i++)
    g_ptr_array_add (draft.sentences, new_sentence (rand));
  before = make_article (&draft);
  get_place (&draft, 20, &start, &ignored);
  get_place (&draft, 120, &ignored, &end);
  work = mark (before, start, end);
  replace (&draft, 60, swap_text (g_ptr_array_index (draft.sentences, 60), "the", "a"));
  insert (&draft, 0, "A correction.");
  after = make_article (&draft);
  get_place (&draft, 21, &start, &ignored);
  get_place (&draft, 121, &ignored, &end);

  all = byline_anchor (after, work);
  {
    const BylineAnchored *anchored = g_ptr_array_index (all, 0);

    g_assert_cmpstr (byline_grade_get_name (anchored->grade), ==, "changed");
    g_assert_cmpuint (byline_span_start (&anchored->span), ==, start);
    g_assert_cmpuint (byline_span_end (&anchored->span), ==, end);
  }
  g_ptr_array_unref (draft.sentences);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/anchor/cases", test_cases);
  g_test_add_func ("/anchor/pairs", test_pairs);
  g_test_add_func ("/anchor/many", test_many);
  g_test_add_func ("/anchor/foreign-files", test_foreign_files);
  g_test_add_func ("/anchor/several-segments", test_several_segments);
  g_test_add_func ("/anchor/long-quotes", test_long_quotes);
  g_test_add_func ("/anchor/corpus", test_corpus);
  return g_test_run ();
}
