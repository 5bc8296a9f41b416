/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <string.h>

#define HTML "<p>The mill stands still, and nobody in the village knows why.</p>\n"

typedef struct
{
  BylineArticle *article;
  BylineAnnotations *work;
  BylineHistory *history;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) html = g_bytes_new_static (HTML, strlen (HTML));

  self->article = byline_article_new (html, NULL);
  self->work = byline_annotations_new (BYLINE_ROLE_WORK, self->article, "mill");
  self->history = byline_history_new (self->work);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  byline_history_free (self->history);
  byline_annotations_unref (self->work);
  byline_article_unref (self->article);
}

static BylineAnnotation *
new_annotation (Fixture *self, guint start)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, start + 5);
  return byline_annotation_new (self->article, "claim", &span);
}

static void
put_new (Fixture *self, guint start)
{
  g_autoptr (BylineAnnotation) annotation = new_annotation (self, start);
  byline_history_put (self->history, annotation);
}

/* The marks and the note, without the time of the last change. */
static char *
describe (BylineAnnotations *work)
{
  GString *text = g_string_new (byline_annotations_get_note (work));

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);
      g_string_append_printf (text, "\n%s %s %u–%u %s", annotation->id, annotation->tag, byline_span_start (&annotation->span),
                              byline_span_end (&annotation->span), annotation->note != NULL ? annotation->note : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_state (BylineAnnotations *work, const char *expected)
{
  g_autofree char *state = describe (work);
  g_assert_cmpstr (state, ==, expected);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_assert_false (byline_history_can_undo (self->history));
  g_assert_false (byline_history_can_redo (self->history));
  g_assert_null (byline_history_undo (self->history));
  g_assert_null (byline_history_redo (self->history));
  g_assert_false (byline_history_remove (self->history, "urn:x:none"));
  byline_history_set_note (self->history, "");
  byline_history_begin (self->history);
  byline_history_end (self->history);
  g_assert_false (byline_history_can_undo (self->history));
}

static void
test_changes_are_reported (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotation) annotation = new_annotation (self, 4);
  g_autoptr (BylineAnnotation) edited = byline_annotation_set_tag (annotation, "opinion");
  const BylineChange *change;

  put_new (self, 0);
  byline_history_put (self->history, annotation);
  byline_history_put (self->history, edited);
  byline_history_remove (self->history, annotation->id);

  change = g_ptr_array_index (byline_history_undo (self->history), 0);
  g_assert_true (change->before == edited && change->after == NULL);
  g_assert_cmpuint (change->index, ==, 1);
  change = g_ptr_array_index (byline_history_undo (self->history), 0);
  g_assert_true (change->before == annotation && change->after == edited);
  g_assert_true (byline_annotations_get (self->work, 1) == annotation);
  change = g_ptr_array_index (byline_history_redo (self->history), 0);
  g_assert_true (change->before == annotation && change->after == edited);
  g_assert_true (byline_annotations_get (self->work, 1) == edited);
}

static void
test_one_step_of_many_changes (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_new (self, 0);
  put_new (self, 6);
  before = describe (self->work);
  byline_history_begin (self->history);
  byline_history_remove (self->history, byline_annotations_get (self->work, 0)->id);
  g_assert_false (byline_history_can_undo (self->history));
  byline_history_remove (self->history, byline_annotations_get (self->work, 0)->id);
  byline_history_set_note (self->history, "all gone");
  byline_history_end (self->history);
  after = describe (self->work);

  g_assert_cmpuint (byline_history_undo (self->history)->len, ==, 3);
  assert_state (self->work, before);
  byline_history_redo (self->history);
  assert_state (self->work, after);
}

static void
test_a_change_forgets_what_could_be_redone (Fixture *self, gconstpointer data)
{
  put_new (self, 0);
  put_new (self, 6);
  byline_history_undo (self->history);
  g_assert_true (byline_history_can_redo (self->history));
  byline_history_set_note (self->history, "another way");
  g_assert_false (byline_history_can_redo (self->history));
  byline_history_undo (self->history);
  g_assert_cmpuint (byline_annotations_get_size (self->work), ==, 1);
}

static void
change_at_random (Fixture *self, GRand *rand, guint round)
{
  const guint size = byline_annotations_get_size (self->work);
  BylineAnnotation *old = size > 0 ? byline_annotations_get (self->work, g_rand_int_range (rand, 0, size)) : NULL;
  g_autofree char *text = g_strdup_printf ("note %u", round);
  g_autoptr (BylineAnnotation) edited = NULL;
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  switch (old != NULL ? g_rand_int_range (rand, 0, 6) : 0)
    {
    case 0:
      put_new (self, g_rand_int_range (rand, 0, 50));
      return;
    case 1:
      byline_history_remove (self->history, old->id);
      return;
    case 2:
      byline_history_set_note (self->history, text);
      return;
    case 3:
      edited = byline_annotation_set_note (old, text);
      break;
    case 4:
      edited = byline_annotation_set_tag (old, text);
      break;
    default:
      byline_span_init_range (&span, round % 30, 40);
      edited = byline_annotation_set_span (old, self->article, &span);
    }
  byline_history_put (self->history, edited);
}

/* Whatever was done, undoing all leads through every state back to the first,
 * and redoing all through every state to the last; also by way of a file. */
static void
test_there_and_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  guint at;

  g_ptr_array_add (states, describe (self->work));
  for (guint round = 0; round < 400; round++)
    {
      const guint n = g_rand_int_range (rand, 1, 4);

      byline_history_begin (self->history);
      for (guint i = 0; i < n; i++)
        change_at_random (self, rand, round);
      byline_history_end (self->history);
      g_ptr_array_add (states, describe (self->work));
    }

  at = states->len - 1;
  for (guint step = 0; step < 3000; step++)
    {
      const gboolean back = at > 0 && (at == states->len - 1 || g_rand_int_range (rand, 0, 3) > 0);

      if (back)
        g_assert_nonnull (byline_history_undo (self->history));
      else
        g_assert_nonnull (byline_history_redo (self->history));
      at += back ? -1 : 1;
      assert_state (self->work, g_ptr_array_index (states, at));

      if (step % 500 == 0)
        {
          gsize size;
          g_autofree char *text = byline_history_to_data (self->history, &size);

          byline_history_free (self->history);
          self->history = byline_history_new_from_data (self->work, text, size);
          g_assert_cmpint (byline_history_can_undo (self->history), ==, at > 0);
          g_assert_cmpint (byline_history_can_redo (self->history), ==, at < states->len - 1);
        }
    }
}

static void
assert_not_trusted (Fixture *self, const char *text, gsize size)
{
  g_autoptr (BylineHistory) history = byline_history_new_from_data (self->work, text, size);

  g_assert_false (byline_history_can_undo (history));
  g_assert_false (byline_history_can_redo (history));
}

static void
test_another_state (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineAnnotation) annotation = new_annotation (self, 4);
  g_autoptr (BylineAnnotation) edited = byline_annotation_set_note (annotation, "changed elsewhere");
  g_autofree char *text = NULL;
  gsize size;

  byline_history_put (self->history, annotation);
  byline_history_set_note (self->history, "n");
  byline_history_undo (self->history);
  text = byline_history_to_data (self->history, &size);

  byline_annotations_put (self->work, edited, 0);
  assert_not_trusted (self, text, size);
  byline_annotations_remove (self->work, annotation->id, NULL);
  assert_not_trusted (self, text, size);
  byline_annotations_put (self->work, annotation, 0);
  byline_annotations_set_note (self->work, "other");
  assert_not_trusted (self, text, size);

  byline_annotations_set_note (self->work, NULL);
  byline_history_free (self->history);
  self->history = byline_history_new_from_data (self->work, text, size);
  g_assert_true (byline_history_can_undo (self->history));
}

/* Every prefix of a file, and every file with a byte changed. */
static void
test_damage (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize size;

  put_new (self, 0);
  byline_history_set_note (self->history, "n");
  byline_history_remove (self->history, byline_annotations_get (self->work, 0)->id);
  text = byline_history_to_data (self->history, &size);

  for (gsize cut = 0; cut < size - 1; cut++)
    assert_not_trusted (self, text, cut);
  for (gsize at = 0; at < size; at++)
    {
      g_autofree char *changed = g_strndup (text, size);
      g_autoptr (BylineHistory) history = NULL;

      changed[at] ^= 1;
      history = byline_history_new_from_data (self->work, changed, size);
      while (byline_history_undo (history) != NULL)
        continue;
      while (byline_history_redo (history) != NULL)
        continue;
    }
  for (const char *const *bad = (const char *[]) {
         "[]",
         "{\"format\": \"byline-history\", \"version\": 1, \"done\": 0, \"steps\": [[{}]]}",
         "{\"format\": \"byline-history\", \"version\": 1, \"done\": 0, \"steps\": [[]]}",
         "{\"format\": \"byline-history\", \"version\": 1, \"done\": 1, \"steps\": []}",
         NULL };
       *bad != NULL; bad++)
    assert_not_trusted (self, *bad, strlen (*bad));
}

/* A copy is what another thread writes while the work goes on. */
static void
test_a_copy_stays_as_it_was (Fixture *self, gconstpointer data)
{
  g_autoptr (BylineHistory) copy = NULL;
  gsize size;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;

  byline_history_set_note (self->history, "one");
  copy = byline_history_copy (self->history);
  before = byline_history_to_data (self->history, &size);
  byline_history_undo (self->history);
  byline_history_set_note (self->history, "two");

  after = byline_history_to_data (copy, &size);
  other = byline_history_to_data (self->history, &size);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (other, !=, before);
}

#define ADD(name, func) g_test_add ("/history/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("changes", test_changes_are_reported);
  ADD ("one-step", test_one_step_of_many_changes);
  ADD ("forgets", test_a_change_forgets_what_could_be_redone);
  ADD ("there-and-back", test_there_and_back);
  ADD ("another-state", test_another_state);
  ADD ("damage", test_damage);
  ADD ("copy", test_a_copy_stays_as_it_was);
  return g_test_run ();
}
