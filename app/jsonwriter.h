/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineJsonWriter:
 * @out: where the text goes
 * @compact: on one line
 *
 * Writes JSON piece by piece, for results that are too many to build as a tree
 * first. The caller opens and closes in turn; nothing is checked.
 */
typedef struct
{
  GString *out;
  gboolean compact;
  guint depth;
  gboolean is_first;
} BylineJsonWriter;

#define BYLINE_JSON_WRITER_INIT(out, compact) { (out), (compact), 0, TRUE }

/* Before an element of an array that somebody else wrote, with a writer of its own that began
 * at the depth of the array. */
void byline_json_writer_begin  (BylineJsonWriter *self);

/* @member is NULL in an array and at the top. */
void byline_json_writer_open   (BylineJsonWriter *self, const char *member, char bracket);
void byline_json_writer_close  (BylineJsonWriter *self, char bracket);
void byline_json_writer_string (BylineJsonWriter *self, const char *member, const char *value);
void byline_json_writer_uint   (BylineJsonWriter *self, const char *member, guint64 value);
void byline_json_writer_double (BylineJsonWriter *self, const char *member, double value);
void byline_json_writer_boolean (BylineJsonWriter *self, const char *member, gboolean value);

G_END_DECLS
