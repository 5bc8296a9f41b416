/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../tree.h"
#include "pack.h"
#include "store.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* What the tests of ui/ share: a folder of their own, and waiting for answers. */

/* A GAsyncReadyCallback for wait_for_result(). */
static inline void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **place = data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static inline void
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Like g_assert_finalize_object(), for what a task's thread may hold a moment
 * longer. A leak ends in the test's time limit. */
static inline void
wait_for_finalize (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  while (g_atomic_pointer_get (&weak) != NULL)
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
}

/* Until @lock is removed. */
static inline void
wait_for_file (const char *lock)
{
  while (g_file_test (lock, G_FILE_TEST_EXISTS))
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
}

/* Until whoever held the work file at @path has written it and let it go. */
static inline void
wait_for_lock (const char *path)
{
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);

  wait_for_file (lock);
}

/* The work file at @path, which has to be whole. */
static inline BylineAnnotations *
read_annotations (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  BylineAnnotations *annotations;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, &error));
  annotations = byline_annotations_new_from_data (data, size, &error);
  g_assert_no_error (error);
  return annotations;
}

/* All that a student sees of the tags, so that two states can be compared. */
static inline char *
dup_state (BylineAnnotations *annotations)
{
  GString *state = g_string_new (NULL);
  const char *note = byline_annotations_get_note (annotations);

  g_string_append_printf (state, "note %s\n", note != NULL ? note : "");
  for (guint i = 0; i < byline_annotations_get_size (annotations); i++)
    {
      const BylineAnnotation *one = byline_annotations_get (annotations, i);

      g_string_append_printf (state, "%s %s", one->id, one->tag);
      for (guint j = 0; j < one->span.n_segments; j++)
        g_string_append_printf (state, " %u-%u", one->span.segments[j].start, one->span.segments[j].end);
      g_string_append_printf (state, " %s\n", one->note != NULL ? one->note : "");
    }
  return g_string_free (state, FALSE);
}

static inline BylineAnnotation *
annotation_new (BylineArticle *article, const char *tag, guint start, guint end)
{
  g_auto (BylineSpan) span = BYLINE_SPAN_INIT;

  byline_span_init_range (&span, start, end);
  return byline_annotation_new (article, tag, &span);
}
