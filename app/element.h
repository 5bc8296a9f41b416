/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineElementKind:
 * @BYLINE_ELEMENT_ROOT: the fragment itself
 * @BYLINE_ELEMENT_INLINE: runs in a line: `em`, `a`
 * @BYLINE_ELEMENT_BREAK: `br`
 * @BYLINE_ELEMENT_IMAGE: `img`
 * @BYLINE_ELEMENT_RULE: `hr`
 * @BYLINE_ELEMENT_PARAGRAPH: a block that holds nothing but lines: `p`, `h1`
 * @BYLINE_ELEMENT_PREFORMATTED: `pre`
 * @BYLINE_ELEMENT_CONTAINER: a block that holds either lines or blocks: `li`, `td`
 * @BYLINE_ELEMENT_FIGURE: `figure`
 * @BYLINE_ELEMENT_LIST: `ul`, `ol`
 * @BYLINE_ELEMENT_DEFINITIONS: `dl`
 * @BYLINE_ELEMENT_TABLE: `table`
 * @BYLINE_ELEMENT_ROWS: `thead`, `tbody`
 * @BYLINE_ELEMENT_ROW: `tr`
 * @BYLINE_ELEMENT_SECTION: not kept, but its contents stand apart: `div`
 * @BYLINE_ELEMENT_DROPPED: not kept, nor what is in it: `script`
 *
 * What an element is in Byline's model (docs/text.md). Elements without an entry
 * are not kept; their contents are, as if the tags were not there.
 */
typedef enum
{
  BYLINE_ELEMENT_ROOT,
  BYLINE_ELEMENT_INLINE,
  BYLINE_ELEMENT_BREAK,
  BYLINE_ELEMENT_IMAGE,
  BYLINE_ELEMENT_RULE,
  BYLINE_ELEMENT_PARAGRAPH,
  BYLINE_ELEMENT_PREFORMATTED,
  BYLINE_ELEMENT_CONTAINER,
  BYLINE_ELEMENT_FIGURE,
  BYLINE_ELEMENT_LIST,
  BYLINE_ELEMENT_DEFINITIONS,
  BYLINE_ELEMENT_TABLE,
  BYLINE_ELEMENT_ROWS,
  BYLINE_ELEMENT_ROW,
  BYLINE_ELEMENT_SECTION,
  BYLINE_ELEMENT_DROPPED,
} BylineElementKind;

/* In the order in which they are written. */
typedef enum
{
  BYLINE_ATTRIBUTE_LANG,
  BYLINE_ATTRIBUTE_DIR,
  BYLINE_ATTRIBUTE_ID,
  BYLINE_ATTRIBUTE_HREF,
  BYLINE_ATTRIBUTE_SRC,
  BYLINE_ATTRIBUTE_ALT,
  BYLINE_ATTRIBUTE_DATETIME,
  BYLINE_ATTRIBUTE_COLSPAN,
  BYLINE_ATTRIBUTE_ROWSPAN,
  BYLINE_N_ATTRIBUTES,
} BylineAttribute;

/**
 * BylineElement:
 * @name: in lower case
 * @kind: what it is
 * @parent: the kind it must stand in, %BYLINE_ELEMENT_ROOT for anywhere
 * @attributes: one bit for each #BylineAttribute it may have
 */
typedef struct
{
  const char *name;
  BylineElementKind kind;
  BylineElementKind parent;
  guint attributes;
} BylineElement;

const BylineElement *byline_element_find          (const char *name, gsize length);
gboolean             byline_element_is_block      (const BylineElement *self);

const char          *byline_attribute_get_name    (BylineAttribute attribute);
gboolean             byline_attribute_find        (const char *name, gsize length, BylineAttribute *attribute);
char                *byline_attribute_clean_value (BylineAttribute attribute, const char *value);

G_END_DECLS
