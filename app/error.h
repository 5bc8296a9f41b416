/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineError:
 * @BYLINE_ERROR_SYNTAX: the bytes are not what the format says (JSON, HTML, UTF-8, …)
 * @BYLINE_ERROR_VALUE: well formed, but a member has a wrong type, range or name
 * @BYLINE_ERROR_TOO_LARGE: one of the caps of docs/formats.md is exceeded
 * @BYLINE_ERROR_KIND: a sound file of another kind than the one asked for
 * @BYLINE_ERROR_VERSION: written by a newer Byline
 * @BYLINE_ERROR_EMPTY: there is no text in it
 * @BYLINE_ERROR_MISMATCH: two sound files that do not belong together
 * @BYLINE_ERROR_LOCKED: another window or program has it open for writing
 * @BYLINE_ERROR_COMMITTED: finished work, which is never rewritten
 * @BYLINE_ERROR_CODE: the code does not open the sealed key
 *
 * What a caller can act on. Trouble with the machine (disk full, no permission)
 * stays in %G_IO_ERROR or %G_FILE_ERROR. Messages are sentences for a teacher:
 * they say what was expected and where, but not the file name, which the
 * function that knows it puts in front with g_prefix_error().
 */
typedef enum
{
  BYLINE_ERROR_SYNTAX,
  BYLINE_ERROR_VALUE,
  BYLINE_ERROR_TOO_LARGE,
  BYLINE_ERROR_KIND,
  BYLINE_ERROR_VERSION,
  BYLINE_ERROR_EMPTY,
  BYLINE_ERROR_MISMATCH,
  BYLINE_ERROR_LOCKED,
  BYLINE_ERROR_COMMITTED,
  BYLINE_ERROR_CODE,
} BylineError;

#define BYLINE_ERROR (byline_error_quark ())

GQuark byline_error_quark (void);

G_END_DECLS
