/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quota.h"

#include <string.h>

#define SIZE (1024 * 1024)

/* How often @size bytes can be had; each is written, aligned, and stays as it is. */
static guint
use_up (BylineQuota *quota, gsize size)
{
  static guchar *pieces[SIZE];
  static guint n; /* what setjmp() goes back to must not be in a register */

  byline_quota_init (quota, SIZE);
  n = 0;
  if (setjmp (quota->full) == 0)
    for (;;)
      {
        guchar *piece = byline_quota_alloc (quota, size);

        g_assert_cmpuint (n, <, SIZE);
        g_assert_cmpuint ((gsize) piece % sizeof (gpointer), ==, 0);
        memset (piece, n, size);
        pieces[n++] = piece;
      }

  for (guint i = 0; i < n; i++)
    for (gsize at = 0; at < size; at += 1 + size / 4)
      g_assert_cmpuint (pieces[i][at], ==, i % 256);
  byline_quota_clear (quota);
  return n;
}

static void
test_limit (void)
{
  static const gsize sizes[] = { 1, 7, 16, 100, 4096, 32 * 1024, 40000, SIZE };
  BylineQuota quota;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpuint (use_up (&quota, sizes[i]), ==, SIZE / sizes[i]);
  g_assert_cmpuint (use_up (&quota, SIZE + 1), ==, 0);
  g_assert_cmpuint (use_up (&quota, G_MAXSIZE), ==, 0);
}

/* What is given back is not had again, so that nothing old is ever seen twice. */
static void
test_free_does_nothing (void)
{
  BylineQuota quota;
  char *first, *second;

  byline_quota_init (&quota, SIZE);
  if (setjmp (quota.full) != 0)
    g_assert_not_reached ();
  first = byline_quota_alloc (&quota, 8);
  strcpy (first, "first");
  byline_quota_free (&quota, first);
  second = byline_quota_alloc (&quota, 8);
  strcpy (second, "second");
  g_assert_cmpstr (first, ==, "first");
  g_assert_cmpuint (quota.left, ==, SIZE - 16);
  byline_quota_clear (&quota);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quota/limit", test_limit);
  g_test_add_func ("/quota/free-does-nothing", test_free_does_nothing);
  return g_test_run ();
}
