/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BYLINE_ZIP_FILE,
  BYLINE_ZIP_FOLDER,
  BYLINE_ZIP_OTHER, /* a link, a device, a pipe */
} BylineZipKind;

/**
 * BylineZipEntry:
 * @raw: the name's bytes, also with a NUL among them
 * @name: the name as valid UTF-8 with `/`, for people
 * @kind: what it is, by everything in the archive that says so
 * @offset: where it begins, bytes
 * @data: where its compressed bytes begin
 * @end: behind its last byte
 * @compressed: bytes in the archive
 * @size: bytes it promises to have when it is unpacked
 * @crc: the CRC-32 it promises
 * @flags: general purpose bits
 * @method: 0 stored, 8 deflated
 * @problem: (nullable): why nobody should read this file, a sentence
 *
 * An entry as the zip's directory describes it, compared with what stands before
 * the file itself.
 */
typedef struct
{
  GBytes *raw;
  char *name;
  BylineZipKind kind;
  guint64 offset;
  guint64 data;
  guint64 end;
  guint64 compressed;
  guint64 size;
  guint32 crc;
  guint16 flags;
  guint16 method;
  char *problem;
} BylineZipEntry;

/* CRC-32 as in a zip. */
guint32 byline_zip_get_crc (const guint8 *data, gsize size);
/* (element-type BylineZipEntry), in the order in which they lie in the archive. */
GPtrArray *byline_zip_index_read (GBytes *zip, guint max_entries, gboolean strict, GError **error);

G_END_DECLS
