/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BYLINE_MEDIA_MAX_SIZE (32 * 1024 * 1024)
#define BYLINE_MEDIA_MAX_SIDE 8192

/**
 * BylineMedia:
 * @name: its name in `media/`
 * @bytes: a PNG, JPEG or WebP file
 *
 * An image of an article. Nothing here decodes it: only the page that shows it does.
 */
typedef struct
{
  char *name;
  GBytes *bytes;
} BylineMedia;

/* Takes both. */
BylineMedia *byline_media_new      (char *name, GBytes *bytes);
void         byline_media_free     (BylineMedia *self);

/* "png", "jpg" or "webp"; NULL with an error when it is none, or too large. */
const char  *byline_media_check    (GBytes *bytes, GError **error);
/* The name that an image has by its contents, "3f2a….png". */
char        *byline_media_dup_name (GBytes *bytes, const char *extension);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineMedia, byline_media_free)

G_END_DECLS
