/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "foreign.h"

/* Thousands of seeded random works, written in each format and read again: nothing of what
 * the format can hold may be lost. */

#define N_WORKS 2000

/* Surrogate pairs, marks that combine, right to left, no spaces, quotation marks. */
static const char *const words[] = {
  "mill", "The", "a", "still", "🌊", "👩🏽‍🌾", "e\u0301te\u0301", "שלום", "مرحبا", "水車", "止まっている", "“quoted”", "no.", "3.5", "x\\n", "\"q\"", "𝔐𝔦𝔩𝔩", "weir,", "🌬️stands", "ﬁt",
};

static BylineArticle *
random_article (GRand *rand)
{
  g_autoptr (GString) html = g_string_new (NULL);

  for (int blocks = g_rand_int_range (rand, 1, 4); blocks > 0; blocks--)
    {
      g_string_append (html, "<p>");
      for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
        {
          g_string_append (html, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
          g_string_append (html, n > 1 ? " " : "");
        }
      g_string_append (html, "</p>\n");
    }
  return foreign_article (html->str);
}

static void
random_span (GRand *rand, guint length, BylineSpan *span)
{
  guint at = g_rand_int_range (rand, 0, length);

  for (int n = g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 2, 5) : 1; n > 0 && at < length; n--)
    {
      const guint n_marked = g_rand_int_range (rand, 1, 12);
      const guint end = MIN (length, at + n_marked);

      byline_span_append (span, at, end);
      at = end + g_rand_int_range (rand, 0, 6);
    }
}

static BylineAnnotations *
random_work (GRand *rand, BylineArticle *article)
{
  static const char *const tags[] = { "claim", "attribution", "evidence", "opinion" };
  BylineAnnotations *work = byline_annotations_new (BYLINE_ROLE_WORK, article, "mill");
  const guint length = byline_article_get_length (article);

  byline_annotations_set_creator (work, "urn:uuid:9098d060-0fe5-11ee-95c2-a3ff17435af2", "Heron-07");
  for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
    {
      const guint size = byline_annotations_get_size (work);
      g_auto (BylineSpan) span = BYLINE_SPAN_INIT;
      g_autoptr (BylineAnnotation) plain = NULL;
      g_autoptr (BylineAnnotation) annotation = NULL;

      /* Now and then the same passage again. */
      if (size > 0 && g_rand_int_range (rand, 0, 5) == 0)
        byline_span_init_copy (&span, &byline_annotations_get (work, g_rand_int_range (rand, 0, size))->span);
      else
        random_span (rand, length, &span);
      plain = byline_annotation_new (article, tags[g_rand_int_range (rand, 0, 4)], &span);
      annotation = g_rand_boolean (rand) ? byline_annotation_set_note (plain, "“who” says so? 🌊\nindeed") : byline_annotation_ref (plain);
      byline_annotations_put (work, annotation, G_MAXUINT);
    }
  return work;
}

static void
assert_same (const BylineAnnotation *before, const BylineAnnotation *after, BylineHolds holds)
{
  g_assert_cmpstr (before->tag, ==, after->tag);
  g_assert_true (byline_span_equal (&before->span, &after->span));
  if ((holds & BYLINE_HOLDS_IDS) != 0)
    g_assert_cmpstr (before->id, ==, after->id);
  if ((holds & BYLINE_HOLDS_NOTES) != 0)
    g_assert_cmpstr (before->note, ==, after->note);
  if ((holds & BYLINE_HOLDS_TIMES) != 0)
    g_assert_cmpstr (before->created, ==, after->created);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const BylineAnnotation *first = *(BylineAnnotation *const *) a;
  const BylineAnnotation *second = *(BylineAnnotation *const *) b;
  const int order = byline_span_compare (&first->span, &second->span);

  return order != 0 ? order : strcmp (first->tag, second->tag);
}

/* In file order, or sorted for a format that cannot tell alike pieces apart. */
static GPtrArray *
list (BylineAnnotations *work, gboolean sorted)
{
  GPtrArray *annotations = g_ptr_array_new ();

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    g_ptr_array_add (annotations, byline_annotations_get (work, i));
  if (sorted)
    g_ptr_array_sort (annotations, compare);
  return annotations;
}

static void
assert_all_same (BylineAnnotations *before, BylineAnnotations *after, BylineHolds holds)
{
  const gboolean sorted = (holds & BYLINE_HOLDS_IDS) == 0;
  g_autoptr (GPtrArray) first = list (before, sorted);
  g_autoptr (GPtrArray) second = list (after, sorted);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    assert_same (g_ptr_array_index (first, i), g_ptr_array_index (second, i), holds);
}

static void
round_trip (BylineExchangeFormat format, BylineHolds holds)
{
  const BylineExchange *exchange = byline_exchange_get (format);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);

  for (guint i = 0; i < N_WORKS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BylineArticle) article = random_article (rand);
      g_autoptr (BylineAnnotations) work = random_work (rand, article);
      g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (BylineAnnotations) again = NULL;
      const BylineExchangeOptions options = { .article = article, .article_id = "mill", .set = byline_tag_set_get_default () };
      g_autoptr (GPtrArray) documents = NULL;
      g_autoptr (GPtrArray) chosen = NULL;
      g_autofree char *data = NULL;
      gsize size;

      data = exchange->write (article, work, options.set, notices, &size, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (size, ==, strlen (data));
      /* The format is known by its content too. */
      g_assert_cmpuint (byline_exchange_guess ("-", data, size), ==, format);
      documents = foreign_read (exchange->read, data);
      chosen = byline_exchange_choose (documents, article, notices);
      again = byline_exchange_tie (chosen, &options, left_out, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (left_out->len, ==, 0);
      assert_all_same (work, again, holds);
      if ((holds & BYLINE_HOLDS_CREATOR) != 0 && byline_annotations_get_size (work) > 0)
        g_assert_cmpstr (byline_annotations_get_code_name (again), ==, "Heron-07");
    }
}

static void
test_hypothesis (void)
{
  round_trip (BYLINE_EXCHANGE_HYPOTHESIS, BYLINE_HOLDS_IDS | BYLINE_HOLDS_TIMES | BYLINE_HOLDS_NOTES | BYLINE_HOLDS_CREATOR);
}

static void
test_doccano (void)
{
  round_trip (BYLINE_EXCHANGE_DOCCANO, BYLINE_HOLDS_NOTHING);
}

static void
test_label_studio (void)
{
  round_trip (BYLINE_EXCHANGE_LABEL_STUDIO, BYLINE_HOLDS_IDS | BYLINE_HOLDS_NOTES);
}

static void
test_cas (void)
{
  round_trip (BYLINE_EXCHANGE_CAS, BYLINE_HOLDS_IDS | BYLINE_HOLDS_NOTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-foreign/hypothesis", test_hypothesis);
  g_test_add_func ("/exchange-foreign/doccano", test_doccano);
  g_test_add_func ("/exchange-foreign/label-studio", test_label_studio);
  g_test_add_func ("/exchange-foreign/cas", test_cas);
  return g_test_run ();
}
