/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

/* The reading room's keys. WebKit takes keys for itself, so these are looked up
 * before it sees them. Every command has a key that exists on all layouts beside
 * any letter; none uses Alt, which window managers take. */

typedef enum
{
  ANYWHERE,       /* also while a note is written */
  NOT_WRITING,    /* not in a text field */
  IN_THE_ARTICLE, /* only with the focus on the article */
} Where;

typedef struct
{
  guint keyval;
  GdkModifierType state;
  Where where;
  const char *action;
  const char *target;
} Key;

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

static const Key keys[] = {
  { GDK_KEY_F1, 0, ANYWHERE, "reading.guide", NULL },
  { GDK_KEY_F6, 0, ANYWHERE, "reading.focus-next", NULL },
  { GDK_KEY_F6, SHIFT, ANYWHERE, "reading.focus-next", NULL },
  { GDK_KEY_F9, 0, ANYWHERE, "reading.side", NULL },
  { GDK_KEY_Page_Down, CTRL, ANYWHERE, "reading.next", NULL },
  { GDK_KEY_KP_Page_Down, CTRL, ANYWHERE, "reading.next", NULL },
  { GDK_KEY_Page_Up, CTRL, ANYWHERE, "reading.previous", NULL },
  { GDK_KEY_KP_Page_Up, CTRL, ANYWHERE, "reading.previous", NULL },
  { GDK_KEY_Return, CTRL, ANYWHERE, "reading.finish", NULL },
  { GDK_KEY_KP_Enter, CTRL, ANYWHERE, "reading.finish", NULL },
  { GDK_KEY_F4, 0, ANYWHERE, "reading.hand-in", NULL },
  { GDK_KEY_F5, CTRL, ANYWHERE, "reading.compare", NULL },
  { GDK_KEY_F9, SHIFT, ANYWHERE, "reading.make-key", NULL },
  { GDK_KEY_F5, SHIFT, ANYWHERE, "reading.retry", NULL },
  { GDK_KEY_plus, CTRL, ANYWHERE, "reading.larger", NULL },
  { GDK_KEY_plus, CTRL | SHIFT, ANYWHERE, "reading.larger", NULL },
  { GDK_KEY_equal, CTRL, ANYWHERE, "reading.larger", NULL },
  { GDK_KEY_KP_Add, CTRL, ANYWHERE, "reading.larger", NULL },
  { GDK_KEY_minus, CTRL, ANYWHERE, "reading.smaller", NULL },
  { GDK_KEY_KP_Subtract, CTRL, ANYWHERE, "reading.smaller", NULL },
  { GDK_KEY_0, CTRL, ANYWHERE, "reading.normal-size", NULL },
  { GDK_KEY_KP_0, CTRL, ANYWHERE, "reading.normal-size", NULL },
  { GDK_KEY_z, CTRL, NOT_WRITING, "reading.undo", NULL },
  { GDK_KEY_BackSpace, CTRL, NOT_WRITING, "reading.undo", NULL },
  { GDK_KEY_Undo, 0, NOT_WRITING, "reading.undo", NULL },
  { GDK_KEY_z, CTRL | SHIFT, NOT_WRITING, "reading.redo", NULL },
  { GDK_KEY_y, CTRL, NOT_WRITING, "reading.redo", NULL },
  { GDK_KEY_BackSpace, CTRL | SHIFT, NOT_WRITING, "reading.redo", NULL },
  { GDK_KEY_Redo, 0, NOT_WRITING, "reading.redo", NULL },
  { GDK_KEY_Delete, 0, NOT_WRITING, "reading.remove", NULL },
  { GDK_KEY_KP_Delete, 0, NOT_WRITING, "reading.remove", NULL },
  { GDK_KEY_BackSpace, 0, NOT_WRITING, "reading.remove", NULL },
  { GDK_KEY_Escape, 0, NOT_WRITING, "reading.escape", NULL },
  { GDK_KEY_F2, 0, NOT_WRITING, "reading.note", NULL },
  { GDK_KEY_F2, SHIFT, ANYWHERE, "reading.article-note", NULL },
  { GDK_KEY_F4, SHIFT, ANYWHERE, "reading.not-me", NULL },
  { GDK_KEY_Insert, 0, NOT_WRITING, "reading.add-piece", NULL },
  { GDK_KEY_KP_Insert, 0, NOT_WRITING, "reading.add-piece", NULL },
  { GDK_KEY_F7, 0, NOT_WRITING, "reading.edge", "end-back" },
  { GDK_KEY_F8, 0, NOT_WRITING, "reading.edge", "end-on" },
  { GDK_KEY_F7, SHIFT, NOT_WRITING, "reading.edge", "start-back" },
  { GDK_KEY_F8, SHIFT, NOT_WRITING, "reading.edge", "start-on" },
  { GDK_KEY_Return, 0, IN_THE_ARTICLE, "reading.note", NULL },
  { GDK_KEY_KP_Enter, 0, IN_THE_ARTICLE, "reading.note", NULL },
  { GDK_KEY_Down, CTRL, IN_THE_ARTICLE, "reading.sentence", "next" },
  { GDK_KEY_KP_Down, CTRL, IN_THE_ARTICLE, "reading.sentence", "next" },
  { GDK_KEY_Up, CTRL, IN_THE_ARTICLE, "reading.sentence", "previous" },
  { GDK_KEY_KP_Up, CTRL, IN_THE_ARTICLE, "reading.sentence", "previous" },
  { GDK_KEY_Down, CTRL | SHIFT, IN_THE_ARTICLE, "reading.sentence", "extend-next" },
  { GDK_KEY_KP_Down, CTRL | SHIFT, IN_THE_ARTICLE, "reading.sentence", "extend-next" },
  { GDK_KEY_Up, CTRL | SHIFT, IN_THE_ARTICLE, "reading.sentence", "extend-previous" },
  { GDK_KEY_KP_Up, CTRL | SHIFT, IN_THE_ARTICLE, "reading.sentence", "extend-previous" },
  /* Tab would end in a hidden text view of WebKit's and stay there. */
  { GDK_KEY_Tab, 0, IN_THE_ARTICLE, "reading.focus-next", NULL },
  { GDK_KEY_ISO_Left_Tab, SHIFT, IN_THE_ARTICLE, "reading.focus-previous", NULL },
  { GDK_KEY_Tab, SHIFT, IN_THE_ARTICLE, "reading.focus-previous", NULL },
};

/**
 * byline_keys_find_action:
 * @keyval: the key
 * @state: modifiers
 * @writing: whether the focus is in a text field
 * @in_article: whether the focus is on the article
 * @target: (out) (nullable): the action's string parameter
 *
 * Returns: (nullable): the action that the key stands for
 */
const char *
byline_keys_find_action (guint keyval, GdkModifierType state, gboolean writing, gboolean in_article, const char **target)
{
  const GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  const guint lower = gdk_keyval_to_lower (keyval);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == lower && keys[i].state == held
        && !(keys[i].where == NOT_WRITING && writing)
        && !(keys[i].where == IN_THE_ARTICLE && !in_article))
      {
        *target = keys[i].target;
        return keys[i].action;
      }
  return NULL;
}

/**
 * byline_keys_find_number:
 * @keyval: the key
 * @keycode: the hardware's code
 * @state: modifiers
 *
 * The top row counts by position, whatever the layout prints there: on an AZERTY
 * keyboard "1" needs Shift. Hardware codes are evdev's plus 8, on X11 and Wayland.
 *
 * Returns: 1–9, or 0 when it is no number key by itself
 */
int
byline_keys_find_number (guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return 0;
  if (keycode >= 10 && keycode <= 18)
    return keycode - 9;
  if (keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9)
    return keyval - GDK_KEY_KP_0;
  return 0;
}
