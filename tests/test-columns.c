/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

static void
check (const char *text, int width, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  byline_columns_append (out, text, width);
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_cells (void)
{
  check ("Heron", -8, "Heron   ");
  check ("38", 5, "   38");
  check ("Grünfink", -10, "Grünfink  ");
  check ("Grünfink", 10, "  Grünfink");
  /* Two columns a letter; none for an accent by itself. */
  check ("鷺", -4, "鷺  ");
  check ("e\u0301", -3, "e\u0301  ");
  /* Never cut. */
  check ("Heron", -3, "Heron");
  check ("", 0, "");
}

/* A name must not move the cursor of a teacher's terminal. */
static void
test_control (void)
{
  check ("a\x1b[2Jb\nc\xc2\x9b", 0, "a[2Jbc");
}

/* A file may be called anything. */
static void
test_bytes (void)
{
  check ("a\xff" "b\xe2", -6, "a\xef\xbf\xbd" "b\xef\xbf\xbd  ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/columns/cells", test_cells);
  g_test_add_func ("/columns/control", test_control);
  g_test_add_func ("/columns/bytes", test_bytes);
  return g_test_run ();
}
