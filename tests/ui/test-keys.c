/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <string.h>

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

typedef enum
{
  ARTICLE,
  ELSEWHERE,
  WRITING,
} Focus;

static const char *
find (guint keyval, GdkModifierType state, Focus focus, const char **target)
{
  *target = NULL;
  return byline_keys_find_action (keyval, state, focus == WRITING, focus == ARTICLE, target);
}

static void
test_actions (void)
{
  static const struct { guint keyval; GdkModifierType state; const char *article, *elsewhere, *writing, *target; } cases[] = {
    { GDK_KEY_F1, 0, "reading.guide", "reading.guide", "reading.guide", NULL },
    { GDK_KEY_F6, 0, "reading.focus-next", "reading.focus-next", "reading.focus-next", NULL },
    { GDK_KEY_Page_Down, CTRL, "reading.next", "reading.next", "reading.next", NULL },
    { GDK_KEY_Page_Up, CTRL, "reading.previous", "reading.previous", "reading.previous", NULL },
    { GDK_KEY_Return, CTRL, "reading.finish", "reading.finish", "reading.finish", NULL },
    { GDK_KEY_plus, CTRL, "reading.larger", "reading.larger", "reading.larger", NULL },
    { GDK_KEY_plus, CTRL | SHIFT, "reading.larger", "reading.larger", "reading.larger", NULL },
    { GDK_KEY_minus, CTRL, "reading.smaller", "reading.smaller", "reading.smaller", NULL },
    { GDK_KEY_0, CTRL, "reading.normal-size", "reading.normal-size", "reading.normal-size", NULL },
    /* A text field has an undo of its own, and takes these keys itself. */
    { GDK_KEY_z, CTRL, "reading.undo", "reading.undo", NULL, NULL },
    { GDK_KEY_BackSpace, CTRL, "reading.undo", "reading.undo", NULL, NULL },
    { GDK_KEY_Z, CTRL | SHIFT, "reading.redo", "reading.redo", NULL, NULL },
    { GDK_KEY_BackSpace, CTRL | SHIFT, "reading.redo", "reading.redo", NULL, NULL },
    { GDK_KEY_Delete, 0, "reading.remove", "reading.remove", NULL, NULL },
    { GDK_KEY_BackSpace, 0, "reading.remove", "reading.remove", NULL, NULL },
    { GDK_KEY_Escape, 0, "reading.escape", "reading.escape", NULL, NULL },
    { GDK_KEY_F2, 0, "reading.note", "reading.note", NULL, NULL },
    { GDK_KEY_F2, SHIFT, "reading.article-note", "reading.article-note", "reading.article-note", NULL },
    { GDK_KEY_F4, SHIFT, "reading.not-me", "reading.not-me", "reading.not-me", NULL },
    /* A button or a row has its own Enter, arrows and Tab. */
    { GDK_KEY_Return, 0, "reading.note", NULL, NULL, NULL },
    { GDK_KEY_KP_Enter, 0, "reading.note", NULL, NULL, NULL },
    { GDK_KEY_Down, CTRL, "reading.sentence", NULL, NULL, "next" },
    { GDK_KEY_Up, CTRL, "reading.sentence", NULL, NULL, "previous" },
    { GDK_KEY_Down, CTRL | SHIFT, "reading.sentence", NULL, NULL, "extend-next" },
    { GDK_KEY_Up, CTRL | SHIFT, "reading.sentence", NULL, NULL, "extend-previous" },
    { GDK_KEY_Tab, 0, "reading.focus-next", NULL, NULL, NULL },
    { GDK_KEY_ISO_Left_Tab, SHIFT, "reading.focus-previous", NULL, NULL, NULL },
    /* WebKit moves the caret. */
    { GDK_KEY_Down, 0, NULL, NULL, NULL, NULL },
    { GDK_KEY_Right, CTRL | SHIFT, NULL, NULL, NULL, NULL },
    { GDK_KEY_a, 0, NULL, NULL, NULL, NULL },
    { GDK_KEY_z, 0, NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const expected[] = { cases[i].article, cases[i].elsewhere, cases[i].writing };

      for (Focus focus = ARTICLE; focus <= WRITING; focus++)
        {
          const char *target;

          g_test_message ("key 0x%x with 0x%x, focus %d", cases[i].keyval, cases[i].state, focus);
          g_assert_cmpstr (find (cases[i].keyval, cases[i].state, focus, &target), ==, expected[focus]);
          if (expected[focus] != NULL)
            g_assert_cmpstr (target, ==, cases[i].target);
        }
    }
}

/* Locks and mouse buttons are no modifiers: Caps Lock must not stop undo. */
static void
test_locks (void)
{
  const char *target;

  g_assert_cmpstr (find (GDK_KEY_Z, CTRL | GDK_LOCK_MASK, ARTICLE, &target), ==, "reading.undo");
  g_assert_cmpstr (find (GDK_KEY_z, CTRL | SHIFT | GDK_LOCK_MASK, ARTICLE, &target), ==, "reading.redo");
  g_assert_cmpstr (find (GDK_KEY_Delete, GDK_BUTTON1_MASK, ARTICLE, &target), ==, "reading.remove");
}

/* Window managers take Alt, and desktops Super. */
static void
test_no_alt (void)
{
  const char *target;

  for (guint keyval = 0x20; keyval < 0x10000; keyval++)
    {
      g_assert_null (find (keyval, GDK_ALT_MASK, ARTICLE, &target));
      g_assert_null (find (keyval, GDK_ALT_MASK | SHIFT, ARTICLE, &target));
      g_assert_null (find (keyval, GDK_SUPER_MASK, ARTICLE, &target));
    }
}

/* No letter alone is a command, so that typing never does harm. Every command
 * has a key that is neither a letter nor a bracket; the rest is in the menu. */
static void
test_letters (void)
{
  g_autoptr (GHashTable) with_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  static const GdkModifierType states[] = { 0, SHIFT, CTRL, CTRL | SHIFT };
  GHashTableIter iter;
  gpointer action;

  for (guint keyval = 0x20; keyval < 0x10000; keyval++)
    for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
      {
        const char *target, *found = find (keyval, states[i], ARTICLE, &target);
        const gboolean printed = keyval < 0x100;

        if (found == NULL)
          continue;
        g_assert_true (!printed || (states[i] & CTRL) != 0);
        g_hash_table_add (all, (gpointer) found);
        if (!printed || keyval == '0' || keyval == '+' || keyval == '-')
          g_hash_table_add (with_key, (gpointer) found);
      }

  g_assert_cmpuint (g_hash_table_size (all), >=, 15);
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &action, NULL))
    if (!g_hash_table_contains (with_key, action))
      g_error ("%s has only a letter", (const char *) action);
}

static void
test_numbers (void)
{
  static const guint printed[][4] = {
    { GDK_KEY_1, GDK_KEY_2, GDK_KEY_3, GDK_KEY_4 },                                      /* us, de */
    { GDK_KEY_ampersand, GDK_KEY_eacute, GDK_KEY_quotedbl, GDK_KEY_apostrophe },         /* fr */
    { GDK_KEY_plus, 0x10001fa, GDK_KEY_scaron, GDK_KEY_ccaron },                         /* cz */
    { 0x1000661, 0x1000662, 0x1000663, 0x1000664 },                                      /* ara */
  };

  for (gsize layout = 0; layout < G_N_ELEMENTS (printed); layout++)
    for (int i = 0; i < 4; i++)
      {
        g_assert_cmpint (byline_keys_find_number (printed[layout][i], 10 + i, 0), ==, i + 1);
        g_assert_cmpint (byline_keys_find_number (printed[layout][i], 10 + i, GDK_LOCK_MASK), ==, i + 1);
        g_assert_cmpint (byline_keys_find_number (printed[layout][i], 10 + i, CTRL), ==, 0);
        g_assert_cmpint (byline_keys_find_number (printed[layout][i], 10 + i, GDK_ALT_MASK), ==, 0);
      }

  /* The keypad's hardware codes, with Num Lock on. */
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_KP_1, 87, 0), ==, 1);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_KP_4, 83, 0), ==, 4);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_KP_9, 81, 0), ==, 9);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_KP_0, 90, 0), ==, 0);
  /* Without it the keypad moves the caret. */
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_KP_End, 87, 0), ==, 0);

  g_assert_cmpint (byline_keys_find_number (GDK_KEY_Escape, 9, 0), ==, 0);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_9, 18, 0), ==, 9);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_0, 19, 0), ==, 0);
  g_assert_cmpint (byline_keys_find_number (GDK_KEY_q, 24, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/actions", test_actions);
  g_test_add_func ("/keys/locks", test_locks);
  g_test_add_func ("/keys/no-alt", test_no_alt);
  g_test_add_func ("/keys/letters", test_letters);
  g_test_add_func ("/keys/numbers", test_numbers);
  return g_test_run ();
}
