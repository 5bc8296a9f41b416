/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "builder.h"

#include "config.h"
#include "error.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  FRAME_NOTHING, /* the tag leaves no trace */
  FRAME_DROPPED, /* nor does what is in it */
  FRAME_SECTION, /* what is in it stands apart */
  FRAME_INLINE,
  FRAME_BLOCK,
} FrameKind;

/* What a start tag did, for its end tag to undo. */
typedef struct
{
  FrameKind kind;
  BylineNode *node;
  const char *language;
  const char *direction;
} Frame;

/* A block that is open, and the language and direction in force in it. */
typedef struct
{
  BylineNode *node;
  const char *language;
  const char *direction;
} Open;

/* An inline element whose tag is open. It becomes a node only where there is text
 * for it, in each block anew. */
typedef struct
{
  BylineNode pattern;
  guint id;
} Active;

/* One that has become a node in the block at the top. */
typedef struct
{
  BylineNode *node;
  guint id;
} Line;

struct _BylineBuilder
{
  BylineDocument *document;
  guint max_depth;
  GArray *frames; /* (element-type Frame) */
  GArray *open;   /* (element-type Open), the root first */
  GArray *active; /* (element-type Active) */
  GArray *lines;  /* (element-type Line) */
  GHashTable *ids;
  guint n_dropped;
  guint last_id;
  /* What the page's tags say here, also those that are not kept. */
  const char *language;
  const char *direction;
  /* In the block at the top, which holds lines. */
  BylineNode *line; /* what the next text belongs to; NULL when tags have come since the last */
  gboolean started;
  gboolean pending_space;
  guint pending_breaks;
};

/**
 * byline_builder_new:
 * @max_depth: tags nested deeper are left out, their contents kept
 *
 * Returns: (transfer full): free with byline_builder_free()
 */
BylineBuilder *
byline_builder_new (guint max_depth)
{
  BylineBuilder *self = g_new0 (BylineBuilder, 1);
  Open root = { 0 };

  self->document = byline_document_new ();
  self->max_depth = max_depth;
  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->open = g_array_new (FALSE, FALSE, sizeof (Open));
  self->active = g_array_new (FALSE, FALSE, sizeof (Active));
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  root.node = self->document->root;
  g_array_append_val (self->open, root);
  return self;
}

void
byline_builder_free (BylineBuilder *self)
{
  g_clear_pointer (&self->document, byline_document_free);
  g_array_unref (self->frames);
  g_array_unref (self->open);
  g_array_unref (self->active);
  g_array_unref (self->lines);
  g_hash_table_unref (self->ids);
  g_free (self);
}

static BylineNode *
top (BylineBuilder *self)
{
  return g_array_index (self->open, Open, self->open->len - 1).node;
}

static gboolean
is_full (BylineBuilder *self)
{
  return self->document->n_nodes >= BYLINE_DOCUMENT_MAX_NODES;
}

static BylineElementKind
kind_of (const BylineNode *node)
{
  return node->element->kind;
}

static gboolean
holds_lines (const BylineNode *node)
{
  return kind_of (node) == BYLINE_ELEMENT_PARAGRAPH || kind_of (node) == BYLINE_ELEMENT_PREFORMATTED;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/**
 * byline_builder_is_visible:
 * @text: valid UTF-8
 * @size: bytes of @text
 *
 * Returns: whether a reader sees anything of @text; a block without that is left out
 */
gboolean
byline_builder_is_visible (const char *text, gsize size)
{
  const char *end = text + size;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c) && !g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        return TRUE;
    }
  return FALSE;
}

/* Gives @node an attribute, but never an id that stands elsewhere already. */
static void
set_attribute (BylineBuilder *self, BylineNode *node, BylineAttribute attribute, const char *value)
{
  if (attribute != BYLINE_ATTRIBUTE_ID)
    byline_document_set (self->document, node, attribute, value);
  else if (!g_hash_table_contains (self->ids, value))
    {
      byline_document_set (self->document, node, attribute, value);
      g_hash_table_add (self->ids, (gpointer) byline_node_get (node, attribute));
    }
}

static void
open_block (BylineBuilder *self, const BylineElement *element, gboolean anonymous, char *const *values)
{
  const Open parent = g_array_index (self->open, Open, self->open->len - 1);
  Open entry = { byline_document_append (self->document, parent.node, element), parent.language, parent.direction };

  entry.node->anonymous = anonymous;
  for (guint i = 0; values != NULL && i < BYLINE_N_ATTRIBUTES; i++)
    if (values[i] != NULL)
      set_attribute (self, entry.node, i, values[i]);

  /* What was said on a tag that is not kept is said on the blocks in it. */
  if (g_strcmp0 (self->language, parent.language) != 0 && self->language != NULL)
    set_attribute (self, entry.node, BYLINE_ATTRIBUTE_LANG, self->language);
  if (g_strcmp0 (self->direction, parent.direction) != 0 && self->direction != NULL)
    set_attribute (self, entry.node, BYLINE_ATTRIBUTE_DIR, self->direction);
  if (byline_node_get (entry.node, BYLINE_ATTRIBUTE_LANG) != NULL)
    entry.language = byline_node_get (entry.node, BYLINE_ATTRIBUTE_LANG);
  if (byline_node_get (entry.node, BYLINE_ATTRIBUTE_DIR) != NULL)
    entry.direction = byline_node_get (entry.node, BYLINE_ATTRIBUTE_DIR);

  g_array_append_val (self->open, entry);
  if (holds_lines (entry.node))
    {
      g_array_set_size (self->lines, 0);
      self->line = NULL;
      self->started = self->pending_space = FALSE;
      self->pending_breaks = 0;
    }
}

static void
open_anonymous (BylineBuilder *self, const char *name)
{
  open_block (self, byline_element_find (name, strlen (name)), TRUE, NULL);
}

/* A paragraph of nothing but images gives way to them. */
static void
lift_images (BylineNode *paragraph)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  BylineNode *parent = paragraph->parent;

  for (BylineNode *node = paragraph; node != NULL; node = byline_node_next (node, paragraph))
    if (node->element != NULL && kind_of (node) == BYLINE_ELEMENT_IMAGE)
      g_ptr_array_add (images, node);
  for (guint i = 0; i < images->len; i++)
    {
      BylineNode *image = images->pdata[i];

      byline_node_move (image, parent);
      image->is_block = TRUE;
    }
  byline_node_remove (paragraph);
}

static gboolean
is_worth_keeping (const BylineNode *node)
{
  if (node->element->parent == BYLINE_ELEMENT_ROW)
    return TRUE;
  if (kind_of (node) == BYLINE_ELEMENT_ROWS || kind_of (node) == BYLINE_ELEMENT_ROW)
    return node->first != NULL;
  return node->has_content;
}

static void
close_top (BylineBuilder *self)
{
  BylineNode *node = top (self), *parent = node->parent, *only = node->first;

  g_array_set_size (self->open, self->open->len - 1);
  parent->has_text |= node->has_text;
  parent->has_content |= node->has_content;

  if (!is_worth_keeping (node))
    byline_node_remove (node);
  else if (holds_lines (node) && !node->has_text)
    lift_images (node);
  else if (kind_of (node) == BYLINE_ELEMENT_CONTAINER && only != NULL && only->next == NULL && only->anonymous && only->n_attributes == 0)
    byline_node_unwrap (only);
}

static void
close_down_to (BylineBuilder *self, guint index)
{
  while (self->open->len > index + 1)
    close_top (self);
}

static void
close_anonymous_paragraph (BylineBuilder *self)
{
  if (top (self)->anonymous && holds_lines (top (self)))
    close_top (self);
}

/* The element that Byline puts between a block of @kind and what does not fit in it. */
static const char *
wrapper_in (BylineElementKind kind)
{
  switch (kind)
    {
    case BYLINE_ELEMENT_LIST:
      return "li";
    case BYLINE_ELEMENT_DEFINITIONS:
      return "dd";
    case BYLINE_ELEMENT_TABLE:
      return "tbody";
    case BYLINE_ELEMENT_ROWS:
      return "tr";
    case BYLINE_ELEMENT_ROW:
      return "td";
    default:
      return NULL;
    }
}

static void
ensure_container (BylineBuilder *self)
{
  const char *wrapper;

  while ((wrapper = wrapper_in (kind_of (top (self)))) != NULL)
    open_anonymous (self, wrapper);
}

/* Closes what Byline put in until a block of @kind is at the top, opening what is
 * missing of a table; FALSE when there is no such block. */
static gboolean
ensure_parent (BylineBuilder *self, BylineElementKind kind)
{
  for (guint i = self->open->len; i-- > 0;)
    {
      const BylineNode *node = g_array_index (self->open, Open, i).node;

      if (kind_of (node) == kind)
        {
          close_down_to (self, i);
          return TRUE;
        }
      if (!node->anonymous)
        break;
    }

  if (kind == BYLINE_ELEMENT_ROW && ensure_parent (self, BYLINE_ELEMENT_ROWS))
    open_anonymous (self, "tr");
  else if (kind == BYLINE_ELEMENT_ROWS && ensure_parent (self, BYLINE_ELEMENT_TABLE))
    open_anonymous (self, "tbody");
  else
    return FALSE;
  return TRUE;
}

/* The edge of a tag that is not kept: text on its two sides stays apart. */
static void
divide (BylineBuilder *self)
{
  close_anonymous_paragraph (self);
  if (holds_lines (top (self)) && self->started)
    {
      self->pending_breaks = MAX (self->pending_breaks, 1);
      self->pending_space = FALSE;
    }
}

static void
open_inline (BylineBuilder *self, BylineNode *parent, const Active *active)
{
  Line line = { byline_document_append (self->document, parent, active->pattern.element), active->id };

  for (guint i = 0; i < active->pattern.n_attributes; i++)
    set_attribute (self, line.node, active->pattern.attributes[i].attribute, active->pattern.attributes[i].value);
  g_array_append_val (self->lines, line);
}

/* Whether a browser would build @element inside the inline elements before it. */
static gboolean
fits_inline (const BylineElement *element, const BylineElement *around, gboolean in_link)
{
  if (strcmp (element->name, "rt") == 0 || strcmp (element->name, "rp") == 0)
    return around != NULL && strcmp (around->name, "ruby") == 0;
  return !(in_link && strcmp (element->name, "a") == 0);
}

/* Writes the white space and breaks that wait outside the elements to come. */
static void
write_pending (BylineBuilder *self, BylineNode *parent)
{
  for (; self->pending_breaks > 0; self->pending_breaks--)
    if (kind_of (top (self)) == BYLINE_ELEMENT_PREFORMATTED)
      byline_document_append_text (self->document, parent, "\n", 1);
    else
      byline_document_append (self->document, parent, byline_element_find ("br", 2));

  if (self->pending_space)
    byline_document_append_text (self->document, parent, " ", 1);
  self->pending_space = FALSE;
}

static BylineNode *
line_at (BylineBuilder *self, guint n_lines)
{
  return n_lines > 0 ? g_array_index (self->lines, Line, n_lines - 1).node : top (self);
}

/* Makes nodes of the inline elements in force, those that are open already left
 * as they are, and gives the node that the next text belongs to. */
static BylineNode *
flush (BylineBuilder *self)
{
  const BylineElement *around = NULL;
  gboolean in_link = FALSE, common = TRUE;
  guint n_lines = 0;

  for (guint i = 0; self->line == NULL && i < self->active->len; i++)
    {
      const Active *active = &g_array_index (self->active, Active, i);

      if (!fits_inline (active->pattern.element, around, in_link))
        continue;
      around = active->pattern.element;
      in_link |= strcmp (around->name, "a") == 0;

      if (common && (n_lines == self->lines->len || g_array_index (self->lines, Line, n_lines).id != active->id))
        {
          common = FALSE;
          g_array_set_size (self->lines, n_lines);
          write_pending (self, line_at (self, n_lines));
        }
      if (!common)
        open_inline (self, line_at (self, n_lines), active);
      n_lines++;
    }

  if (self->line == NULL)
    {
      g_array_set_size (self->lines, n_lines);
      self->line = line_at (self, n_lines);
    }
  write_pending (self, self->line);
  self->started = TRUE;
  return self->line;
}

/* Writes text without white space or controls. */
static void
write_run (BylineBuilder *self, const char *text, gsize size)
{
  BylineNode *block = top (self);

  byline_document_append_text (self->document, flush (self), text, size);
  if (!block->has_text && byline_builder_is_visible (text, size))
    block->has_text = block->has_content = TRUE;
}

static void
write_lines (BylineBuilder *self, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end)
    {
      const char *run = text;

      while (text < end && (guchar) *text > ' ')
        text++;
      if (text > run)
        write_run (self, run, text - run);
      for (; text < end && (guchar) *text <= ' '; text++)
        if (is_space (*text) && self->started && self->pending_breaks == 0)
          self->pending_space = TRUE;
    }
}

/* In a `pre` only line ends and controls change. */
static void
write_preformatted (BylineBuilder *self, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end)
    {
      const char *run = text;

      while (text < end && ((guchar) *text >= ' ' || *text == '\t' || *text == '\n') && (self->started || *text != '\n'))
        text++;
      if (text > run)
        {
          write_run (self, run, text - run);
          continue;
        }
      if (*text == '\r' && !(text + 1 < end && text[1] == '\n') && self->started)
        write_run (self, "\n", 1);
      text++;
    }
}

/**
 * byline_builder_text:
 * @text: valid UTF-8
 * @size: bytes of @text
 *
 * Adds text where the builder stands.
 */
void
byline_builder_text (BylineBuilder *self, const char *text, gsize size)
{
  if (self->n_dropped > 0 || is_full (self))
    return;

  if (!holds_lines (top (self)))
    {
      while (size > 0 && (guchar) *text <= ' ')
        text++, size--;
      if (size == 0)
        return;
      ensure_container (self);
      open_anonymous (self, "p");
    }

  if (kind_of (top (self)) == BYLINE_ELEMENT_PREFORMATTED)
    write_preformatted (self, text, size);
  else
    write_lines (self, text, size);
}

static void
add_break (BylineBuilder *self)
{
  if (!holds_lines (top (self)) || !self->started)
    return;
  self->pending_breaks++;
  self->pending_space = FALSE;
}

static void
add_rule (BylineBuilder *self, const BylineElement *rule, char *const *values)
{
  divide (self);
  if (holds_lines (top (self)))
    return;
  ensure_container (self);
  open_block (self, rule, FALSE, values);
  top (self)->has_content = TRUE;
  close_top (self);
}

static void
add_image (BylineBuilder *self, const BylineElement *image, char *const *values)
{
  BylineNode *node;

  if (values[BYLINE_ATTRIBUTE_SRC] == NULL)
    {
      if (values[BYLINE_ATTRIBUTE_ALT] != NULL)
        byline_builder_text (self, values[BYLINE_ATTRIBUTE_ALT], strlen (values[BYLINE_ATTRIBUTE_ALT]));
      return;
    }

  if (!holds_lines (top (self)))
    {
      ensure_container (self);
      open_anonymous (self, "p");
    }
  node = byline_document_append (self->document, flush (self), image);
  for (guint i = 0; i < BYLINE_N_ATTRIBUTES; i++)
    if (values[i] != NULL)
      set_attribute (self, node, i, values[i]);
  top (self)->has_content = TRUE;
}

static FrameKind
start_inline (BylineBuilder *self, const BylineElement *element, char *const *values)
{
  Active active = { .pattern.element = element, .id = ++self->last_id };

  for (guint i = 0; i < BYLINE_N_ATTRIBUTES; i++)
    if (values[i] != NULL)
      byline_document_set (self->document, &active.pattern, i, values[i]);

  /* Neither does anything without its attributes. */
  if ((strcmp (element->name, "a") == 0 && values[BYLINE_ATTRIBUTE_HREF] == NULL) ||
      (strcmp (element->name, "span") == 0 && active.pattern.n_attributes == 0))
    return FRAME_NOTHING;

  g_array_append_val (self->active, active);
  self->line = NULL;
  return FRAME_INLINE;
}

static FrameKind
start_block (BylineBuilder *self, const BylineElement *element, char *const *values)
{
  if (element->parent != BYLINE_ELEMENT_ROOT)
    {
      if (!ensure_parent (self, element->parent))
        {
          divide (self);
          return FRAME_SECTION;
        }
    }
  else
    {
      divide (self);
      if (holds_lines (top (self)))
        return FRAME_SECTION;
      ensure_container (self);
    }

  open_block (self, element, FALSE, values);
  return FRAME_BLOCK;
}

static FrameKind
start_element (BylineBuilder *self, const BylineElement *element, char *const *values)
{
  const gboolean deep = self->open->len + self->active->len >= self->max_depth;

  switch (element->kind)
    {
    case BYLINE_ELEMENT_INLINE:
      return deep ? FRAME_NOTHING : start_inline (self, element, values);

    case BYLINE_ELEMENT_BREAK:
      add_break (self);
      return FRAME_NOTHING;

    case BYLINE_ELEMENT_IMAGE:
      add_image (self, element, values);
      return FRAME_NOTHING;

    case BYLINE_ELEMENT_RULE:
      add_rule (self, element, values);
      return FRAME_NOTHING;

    case BYLINE_ELEMENT_DROPPED:
      return FRAME_DROPPED;

    case BYLINE_ELEMENT_SECTION:
      divide (self);
      return FRAME_SECTION;

    default:
      if (!deep)
        return start_block (self, element, values);
      divide (self);
      return FRAME_SECTION;
    }
}

/**
 * byline_builder_start:
 * @name: a tag name in any case
 * @length: bytes of @name
 * @attributes: (array length=n_attributes): as the page has them
 *
 * Begins an element. Each start, of a void element too, needs a byline_builder_end().
 */
void
byline_builder_start (BylineBuilder *self, const char *name, gsize length, const BylineMarkupAttribute *attributes, guint n_attributes)
{
  const BylineElement *element = byline_element_find (name, length);
  char *values[BYLINE_N_ATTRIBUTES] = { NULL };
  Frame frame = { FRAME_NOTHING, NULL, self->language, self->direction };

  if (self->n_dropped > 0)
    {
      self->n_dropped++;
      return;
    }

  for (guint i = 0; element != NULL && i < n_attributes; i++)
    {
      BylineAttribute attribute;

      if (byline_attribute_find (attributes[i].name, strlen (attributes[i].name), &attribute) &&
          (element->attributes & (1u << attribute)) != 0 && values[attribute] == NULL)
        values[attribute] = byline_attribute_clean_value (attribute, attributes[i].value);
    }

  if (element != NULL && element->kind != BYLINE_ELEMENT_INLINE)
    {
      if (values[BYLINE_ATTRIBUTE_LANG] != NULL)
        self->language = byline_document_keep (self->document, values[BYLINE_ATTRIBUTE_LANG]);
      if (values[BYLINE_ATTRIBUTE_DIR] != NULL)
        self->direction = byline_document_keep (self->document, values[BYLINE_ATTRIBUTE_DIR]);
    }

  if (element != NULL && !is_full (self))
    frame.kind = start_element (self, element, values);
  if (frame.kind == FRAME_BLOCK)
    frame.node = top (self);
  if (frame.kind == FRAME_DROPPED)
    self->n_dropped = 1;
  g_array_append_val (self->frames, frame);

  for (guint i = 0; i < BYLINE_N_ATTRIBUTES; i++)
    g_free (values[i]);
}

/**
 * byline_builder_end:
 *
 * Ends the element that was begun last.
 */
void
byline_builder_end (BylineBuilder *self)
{
  Frame frame;

  if (self->n_dropped > 1)
    {
      self->n_dropped--;
      return;
    }
  g_return_if_fail (self->frames->len > 0);

  self->n_dropped = 0;
  frame = g_array_index (self->frames, Frame, self->frames->len - 1);
  g_array_set_size (self->frames, self->frames->len - 1);

  if (frame.kind == FRAME_INLINE)
    {
      g_array_set_size (self->active, self->active->len - 1);
      self->line = NULL;
    }
  else if (frame.kind == FRAME_SECTION)
    divide (self);
  else if (frame.kind == FRAME_BLOCK)
    {
      while (top (self) != frame.node)
        close_top (self);
      close_top (self);
    }

  self->language = frame.language;
  self->direction = frame.direction;
}

/**
 * byline_builder_finish:
 * @error: %BYLINE_ERROR_TOO_LARGE
 *
 * Closes what is still open. The builder is of no more use.
 *
 * Returns: (transfer full) (nullable): the document
 */
BylineDocument *
byline_builder_finish (BylineBuilder *self, GError **error)
{
  if (is_full (self))
    {
      g_set_error_literal (error, BYLINE_ERROR, BYLINE_ERROR_TOO_LARGE, _ ("This is too large for an article: it has more than a million pieces."));
      return NULL;
    }
  close_down_to (self, 0);
  return g_steal_pointer (&self->document);
}
