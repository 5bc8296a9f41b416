/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "element.h"

#include <string.h>

static gboolean
is_kept (const BylineElement *self)
{
  return self != NULL && self->kind < BYLINE_ELEMENT_SECTION;
}

static void
test_lists (void)
{
  /* docs/formats.md, "The canonical article". */
  const char *blocks = "h1 h2 h3 h4 h5 h6 p blockquote ul ol li dl dt dd pre figure figcaption img table caption thead tbody tr th td hr";
  const char *lines = "br em strong sub sup q cite code a time span ruby rt rp bdi bdo del ins s mark abbr";
  const char *others = "div section article main header address center form html body script style template noscript head button select textarea input datalist iframe object embed "
                       "svg math nav aside footer x font u big";
  g_auto (GStrv) block_names = g_strsplit (blocks, " ", -1);
  g_auto (GStrv) line_names = g_strsplit (lines, " ", -1);
  g_auto (GStrv) other_names = g_strsplit (others, " ", -1);

  for (guint i = 0; block_names[i] != NULL; i++)
    {
      const BylineElement *self = byline_element_find (block_names[i], strlen (block_names[i]));

      g_assert_true (is_kept (self) && byline_element_is_block (self));
      g_assert_cmpstr (self->name, ==, block_names[i]);
      g_assert_true ((self->attributes & 1u << BYLINE_ATTRIBUTE_ID) != 0);
    }
  for (guint i = 0; line_names[i] != NULL; i++)
    {
      const BylineElement *self = byline_element_find (line_names[i], strlen (line_names[i]));

      g_assert_true (is_kept (self) && !byline_element_is_block (self));
      g_assert_cmpuint ((self->attributes & 1u << BYLINE_ATTRIBUTE_ID) != 0, ==, g_str_equal (self->name, "sup"));
    }
  for (guint i = 0; other_names[i] != NULL; i++)
    g_assert_false (is_kept (byline_element_find (other_names[i], strlen (other_names[i]))));
}

static void
test_names (void)
{
  g_assert_cmpstr (byline_element_find ("B", 1)->name, ==, "strong");
  g_assert_cmpstr (byline_element_find ("i", 1)->name, ==, "em");
  g_assert_cmpstr (byline_element_find ("TfOoT", 5)->name, ==, "tbody");
  g_assert_cmpstr (byline_element_find ("pre", 1)->name, ==, "p");
  g_assert_null (byline_element_find ("", 0));
  g_assert_null (byline_element_find ("p ", 2));
  g_assert_null (byline_element_find ("h7", 2));
  g_assert_null (byline_element_find ("blockquoteblockquoteblockquoteblockquote", 40));
}

static void
test_attribute_names (void)
{
  for (guint i = 0; i < BYLINE_N_ATTRIBUTES; i++)
    {
      const char *name = byline_attribute_get_name (i);
      g_autofree char *upper = g_ascii_strup (name, -1);
      BylineAttribute found = BYLINE_N_ATTRIBUTES;

      g_assert_true (byline_attribute_find (upper, strlen (upper), &found));
      g_assert_cmpuint (found, ==, i);
      g_assert_false (byline_attribute_find (name, strlen (name) - 1, &found) && found == i);
    }
}

typedef struct
{
  BylineAttribute attribute;
  const char *value;
  const char *clean;
} Case;

static void
assert_cleaned (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *clean = byline_attribute_clean_value (cases[i].attribute, cases[i].value);
      g_autofree char *again = clean != NULL ? byline_attribute_clean_value (cases[i].attribute, clean) : NULL;

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_values (void)
{
  const Case cases[] = {
    { BYLINE_ATTRIBUTE_LANG, "en", "en" }, { BYLINE_ATTRIBUTE_LANG, " pt_BR ", "pt-BR" }, { BYLINE_ATTRIBUTE_LANG, "zh-Hant-TW", "zh-Hant-TW" },
    { BYLINE_ATTRIBUTE_LANG, "", NULL }, { BYLINE_ATTRIBUTE_LANG, "1x", NULL }, { BYLINE_ATTRIBUTE_LANG, "en us", NULL }, { BYLINE_ATTRIBUTE_LANG, "en\"", NULL },
    { BYLINE_ATTRIBUTE_LANG, "abcdefghijklmnopqrstuvwxyzabcdefghij", NULL },
    { BYLINE_ATTRIBUTE_DIR, "RTL", "rtl" }, { BYLINE_ATTRIBUTE_DIR, " auto\n", "auto" }, { BYLINE_ATTRIBUTE_DIR, "up", NULL }, { BYLINE_ATTRIBUTE_DIR, "", NULL },
    { BYLINE_ATTRIBUTE_ID, "a", "a" }, { BYLINE_ATTRIBUTE_ID, "é:1", "é:1" }, { BYLINE_ATTRIBUTE_ID, "a b", NULL }, { BYLINE_ATTRIBUTE_ID, "", NULL },
    { BYLINE_ATTRIBUTE_ALT, " a \n\t b\001 ", "a b" }, { BYLINE_ATTRIBUTE_ALT, "", "" }, { BYLINE_ATTRIBUTE_ALT, "\302\240", "\302\240" },
    { BYLINE_ATTRIBUTE_DATETIME, "2026-11-23T08:00:00+01:00", "2026-11-23T08:00:00+01:00" }, { BYLINE_ATTRIBUTE_DATETIME, "yesterday", NULL }, { BYLINE_ATTRIBUTE_DATETIME, "", NULL },
    { BYLINE_ATTRIBUTE_COLSPAN, "2", "2" }, { BYLINE_ATTRIBUTE_COLSPAN, "1000", "1000" }, { BYLINE_ATTRIBUTE_COLSPAN, "1", NULL }, { BYLINE_ATTRIBUTE_COLSPAN, "0", NULL },
    { BYLINE_ATTRIBUTE_COLSPAN, "1001", NULL }, { BYLINE_ATTRIBUTE_COLSPAN, "-2", NULL }, { BYLINE_ATTRIBUTE_ROWSPAN, "99999999999999999999", NULL },
    { BYLINE_ATTRIBUTE_ROWSPAN, "2x", NULL }, { BYLINE_ATTRIBUTE_ROWSPAN, "", NULL }, { BYLINE_ATTRIBUTE_ROWSPAN, " 007 ", "7" },
  };

  assert_cleaned (cases, G_N_ELEMENTS (cases));
}

/* Nothing but a web address or a place in the article, however it is disguised. */
static void
test_addresses (void)
{
  const Case cases[] = {
    { BYLINE_ATTRIBUTE_HREF, "https://e.example/?a=1&b", "https://e.example/?a=1&b" }, { BYLINE_ATTRIBUTE_HREF, " HTTP://e.example/ ", "HTTP://e.example/" },
    { BYLINE_ATTRIBUTE_HREF, "ht\ntp://e\t.example/a b", "http://e.example/a b" }, { BYLINE_ATTRIBUTE_HREF, "#note", "#note" },
    { BYLINE_ATTRIBUTE_HREF, "#", NULL }, { BYLINE_ATTRIBUTE_HREF, "", NULL }, { BYLINE_ATTRIBUTE_HREF, "javascript:a()", NULL },
    { BYLINE_ATTRIBUTE_HREF, "\001java\nscript:a()", NULL }, { BYLINE_ATTRIBUTE_HREF, "data:text/html,x", NULL }, { BYLINE_ATTRIBUTE_HREF, "file:///etc", NULL },
    { BYLINE_ATTRIBUTE_HREF, "//e.example/", NULL }, { BYLINE_ATTRIBUTE_HREF, "/a", NULL }, { BYLINE_ATTRIBUTE_HREF, "https:/e.example/", NULL },
    { BYLINE_ATTRIBUTE_HREF, "mailto:a@e.example", NULL }, { BYLINE_ATTRIBUTE_HREF, "byline:article", NULL },
    { BYLINE_ATTRIBUTE_SRC, "media/a.png", "media/a.png" }, { BYLINE_ATTRIBUTE_SRC, "media/", NULL }, { BYLINE_ATTRIBUTE_SRC, "media/.a", NULL },
    { BYLINE_ATTRIBUTE_SRC, "media/../a", NULL }, { BYLINE_ATTRIBUTE_SRC, "media/a/b", NULL }, { BYLINE_ATTRIBUTE_SRC, "media/a\\b", NULL },
    { BYLINE_ATTRIBUTE_SRC, "media/a%2Fb", NULL }, { BYLINE_ATTRIBUTE_SRC, "media/a?b", NULL }, { BYLINE_ATTRIBUTE_SRC, "media/a b", NULL },
    { BYLINE_ATTRIBUTE_SRC, "Media/a.png", NULL }, { BYLINE_ATTRIBUTE_SRC, "/media/a.png", NULL }, { BYLINE_ATTRIBUTE_SRC, "https://e.example/media/a.png", NULL },
  };

  assert_cleaned (cases, G_N_ELEMENTS (cases));
}

static void
test_long_values (void)
{
  const struct { BylineAttribute attribute; const char *before; guint max; } cases[] = {
    { BYLINE_ATTRIBUTE_ID, "", 256 }, { BYLINE_ATTRIBUTE_HREF, "https://", 8192 }, { BYLINE_ATTRIBUTE_SRC, "media/", 6 + 255 }, { BYLINE_ATTRIBUTE_LANG, "", 35 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint more = 0; more < 2; more++)
      {
        g_autofree char *rest = g_strnfill (cases[i].max - strlen (cases[i].before) + more, 'a');
        g_autofree char *value = g_strconcat (cases[i].before, rest, NULL);
        g_autofree char *clean = byline_attribute_clean_value (cases[i].attribute, value);

        g_assert_cmpstr (clean, ==, more ? NULL : value);
      }
}

/* Cleaning twice is cleaning once, and leaves no control and no line feed. */
static void
test_random_values (void)
{
  static const char *const pieces[] = { "http://", "https://", "#", "media/", "a", "Z", "-", "_", ".", "/", " ", "\n", "\t", "\001", "\177", "é", "🌊", "1", "2", "9", ":", "T", "rtl", "\302\240", "%", "\"", "<", "&" };

  for (guint round = 0; round < 20000; round++)
    {
      const BylineAttribute attribute = round % BYLINE_N_ATTRIBUTES;
      g_autoptr (GString) value = g_string_new (NULL);
      g_autofree char *clean = NULL;
      g_autofree char *again = NULL;

      for (int n = g_test_rand_int_range (0, 8); n > 0; n--)
        g_string_append (value, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      clean = byline_attribute_clean_value (attribute, value->str);
      if (clean == NULL)
        continue;
      again = byline_attribute_clean_value (attribute, clean);
      g_assert_cmpstr (again, ==, clean);
      for (const char *at = clean; *at != '\0'; at++)
        g_assert_cmpuint ((guchar) *at, >=, ' ');
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/element/lists", test_lists);
  g_test_add_func ("/element/names", test_names);
  g_test_add_func ("/element/attribute-names", test_attribute_names);
  g_test_add_func ("/element/values", test_values);
  g_test_add_func ("/element/addresses", test_addresses);
  g_test_add_func ("/element/long-values", test_long_values);
  g_test_add_func ("/element/random-values", test_random_values);
  return g_test_run ();
}
