/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/* A hand-in's name ends so, and is shorter than this many bytes. */
#define BYLINE_HANDIN_FILE_SUFFIX ".byline.json"
#define BYLINE_HANDIN_FILE_MAX_NAME 100

char *byline_handin_file_dup_name (BylineAnnotations *work, const char *pack_title);
char *byline_handin_file_write    (BylineAnnotations *work, const char *pack_title, const char *folder, gboolean *was_there, GError **error);

G_END_DECLS
