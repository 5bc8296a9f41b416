/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-write.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

/* keymaker PACK WORK OUT [CODE]: makes a pack of the marks in a work file, as the
 * window does: for practice, or with a code a sealed one for students. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylinePack) pack = byline_pack_open (argv[1], &error);
  gsize size;
  g_autofree char *data = pack != NULL ? byline_store_read_file (argv[2], BYLINE_ANNOTATIONS_MAX_SIZE, &size, &error) : NULL;
  g_autoptr (BylineAnnotations) marks = data != NULL ? byline_annotations_new_from_data (data, size, &error) : NULL;
  g_autoptr (GBytes) zip = NULL;

  if (marks != NULL)
    {
      const BylinePackDraft draft = {
        .pack = pack,
        .article = byline_annotations_get_article (marks),
        .marks = marks,
        .kind = argc > 4 ? BYLINE_PACK_STUDENT : BYLINE_PACK_PRACTICE,
        .code = argc > 4 ? argv[4] : NULL,
      };

      zip = byline_pack_draft_write (&draft, &error);
    }
  if (zip == NULL || !byline_store_write_file (argv[3], g_bytes_get_data (zip, NULL), g_bytes_get_size (zip), &error))
    {
      fprintf (stderr, "keymaker: %s\n", error->message);
      return 1;
    }
  return 0;
}
