/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotations.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What can be read can be edited, written, and read again, and then stays as it
 * is. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) work = byline_annotations_new_from_data ((const char *) data, size, &error);
  g_autoptr (BylineAnnotations) again = NULL;
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gsize length;

  g_assert_true ((work == NULL) == (error != NULL));
  if (work == NULL)
    return 0;

  byline_annotations_check (work, NULL, byline_tag_set_get_default (), sentences);
  byline_annotations_list_warnings (work, sentences);
  if (byline_annotations_get_size (work) > 0)
    {
      BylineAnnotation *first = byline_annotations_get (work, 0);
      g_autoptr (BylineAnnotation) tagged = byline_annotation_set_tag (first, "opinion");
      g_autoptr (BylineAnnotation) noted = byline_annotation_set_note (tagged, "a note");

      byline_annotation_get_note (first, "de");
      byline_annotation_get_question (first, "de");
      g_assert_cmpstr (noted->tag, ==, "opinion");
      byline_annotations_put (work, noted, 0);
    }
  byline_annotations_set_note (work, "on the whole");
  byline_annotations_set_creator (work, "urn:x:1", "Heron-07");
  byline_annotations_commit (work, TRUE);

  once = byline_annotations_to_data (work, &length);
  again = byline_annotations_new_from_data (once, length, &error);
  g_assert_no_error (error);
  twice = byline_annotations_to_data (again, NULL);
  g_assert_cmpstr (once, ==, twice);
  return 0;
}
