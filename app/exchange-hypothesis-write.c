/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-hypothesis.h"

#include "config.h"
#include "exchange-private.h"
#include "jsonwriter.h"

#include <glib/gi18n.h>
#include <string.h>

#define CONTEXT_LENGTH 32

/* What is the same in every annotation. */
typedef struct
{
  BylineJsonWriter *writer;
  BylineArticle *article;
  const guint *units;
  const char *uri;
  const char *user;
  const char *nickname;
  const char *title;
} Writer;

/* The id of a piece: the annotation's, as Hypothesis writes it if it is a UUID; that of
 * a further piece is made from it. */
static char *
dup_id (const BylineAnnotation *annotation, guint index)
{
  g_autofree char *seed = index > 0 ? g_strdup_printf ("%s %u", annotation->id, index) : NULL;
  g_autofree char *iri = seed != NULL ? byline_exchange_dup_id (seed) : g_strdup (annotation->id);
  const char *hex = g_str_has_prefix (iri, "urn:uuid:") ? iri + strlen ("urn:uuid:") : "";
  guchar bytes[16] = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *again = NULL;
  guint n = 0;

  for (; *hex != '\0' && n < 32; hex++)
    if (g_ascii_isxdigit (*hex))
      {
        bytes[n / 2] = bytes[n / 2] << 4 | g_ascii_xdigit_value (*hex);
        n++;
      }
  id = g_base64_encode (bytes, sizeof bytes);
  id[22] = '\0';
  g_strdelimit (g_strdelimit (id, "+", '-'), "/", '_');
  again = byline_hypothesis_dup_iri (id);
  return g_strdup (g_str_equal (again, iri) ? id : iri);
}

static void
write_context (Writer *self, const char *member, guint start, guint end)
{
  g_autofree char *words = byline_article_dup_range (self->article, start, end);
  byline_json_writer_string (self->writer, member, words);
}

static void
write_selectors (Writer *self, const BylineAnnotation *annotation, const BylineSegment *segment)
{
  const guint length = byline_article_get_length (self->article);

  byline_json_writer_open (self->writer, "selector", '[');
  byline_json_writer_open (self->writer, NULL, '{');
  byline_json_writer_string (self->writer, "type", "TextPositionSelector");
  byline_json_writer_uint (self->writer, "start", self->units[segment->start]);
  byline_json_writer_uint (self->writer, "end", self->units[segment->end]);
  byline_json_writer_close (self->writer, '}');
  byline_json_writer_open (self->writer, NULL, '{');
  byline_json_writer_string (self->writer, "type", "TextQuoteSelector");
  write_context (self, "exact", segment->start, segment->end);
  write_context (self, "prefix", segment->start - MIN (segment->start, CONTEXT_LENGTH), segment->start);
  write_context (self, "suffix", segment->end, MIN (length, segment->end + CONTEXT_LENGTH));
  byline_json_writer_close (self->writer, '}');
  if (annotation->span.n_segments > 1)
    {
      byline_json_writer_open (self->writer, NULL, '{');
      byline_json_writer_string (self->writer, "type", BYLINE_HYPOTHESIS_PASSAGE);
      byline_json_writer_string (self->writer, "passage", annotation->id);
      byline_json_writer_close (self->writer, '}');
    }
  byline_json_writer_close (self->writer, ']');
}

static void
write_people (Writer *self)
{
  static const char *const rights[] = { "read", "update", "delete" };

  byline_json_writer_string (self->writer, "user", self->user);
  byline_json_writer_open (self->writer, "user_info", '{');
  byline_json_writer_string (self->writer, "display_name", self->nickname);
  byline_json_writer_close (self->writer, '}');
  byline_json_writer_string (self->writer, "group", "__world__");
  byline_json_writer_open (self->writer, "permissions", '{');
  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      byline_json_writer_open (self->writer, rights[i], '[');
      byline_json_writer_string (self->writer, NULL, self->user);
      byline_json_writer_close (self->writer, ']');
    }
  byline_json_writer_close (self->writer, '}');
}

/* One annotation; @annotation is NULL for the note on the whole article. */
static void
write_row (Writer *self, const BylineAnnotation *annotation, guint index, const char *created, const char *modified, const char *text)
{
  g_autofree char *id = annotation != NULL ? dup_id (annotation, index) : NULL;

  byline_json_writer_open (self->writer, NULL, '{');
  if (id != NULL)
    byline_json_writer_string (self->writer, "id", id);
  if (created != NULL)
    byline_json_writer_string (self->writer, "created", created);
  if (modified != NULL)
    byline_json_writer_string (self->writer, "updated", modified);
  write_people (self);
  byline_json_writer_string (self->writer, "uri", self->uri);
  byline_json_writer_open (self->writer, "document", '{');
  byline_json_writer_open (self->writer, "title", '[');
  if (self->title != NULL)
    byline_json_writer_string (self->writer, NULL, self->title);
  byline_json_writer_close (self->writer, ']');
  byline_json_writer_close (self->writer, '}');
  byline_json_writer_string (self->writer, "text", text != NULL ? text : "");
  byline_json_writer_open (self->writer, "tags", '[');
  if (annotation != NULL)
    byline_json_writer_string (self->writer, NULL, annotation->tag);
  byline_json_writer_close (self->writer, ']');
  byline_json_writer_open (self->writer, "target", '[');
  byline_json_writer_open (self->writer, NULL, '{');
  byline_json_writer_string (self->writer, "source", self->uri);
  if (annotation != NULL)
    write_selectors (self, annotation, &annotation->span.segments[index]);
  byline_json_writer_close (self->writer, '}');
  byline_json_writer_close (self->writer, ']');
  byline_json_writer_open (self->writer, "links", '{');
  byline_json_writer_close (self->writer, '}');
  byline_json_writer_boolean (self->writer, "flagged", FALSE);
  byline_json_writer_boolean (self->writer, "hidden", FALSE);
  byline_json_writer_close (self->writer, '}');
}

/* A user without an account, whose name is the creator's id. */
static char *
dup_user (BylineAnnotations *work)
{
  const char *id = byline_annotations_get_creator_id (work);
  g_autofree char *name = NULL;

  if (id != NULL && g_str_has_prefix (id, "urn:uuid:"))
    id += strlen ("urn:uuid:");
  name = g_uri_escape_string (id != NULL ? id : "anonymous", NULL, FALSE);
  return g_strconcat ("acct:", name, "@" BYLINE_HYPOTHESIS_HOST, NULL);
}

/**
 * byline_exchange_write_hypothesis:
 * @article: the article
 * @work: annotations of it
 * @set: the tag set
 * @notices: (element-type utf8): gets what is lost
 * @size: (out): bytes
 *
 * Returns: (transfer full): a file as Hypothesis's client exports and imports it, with
 *   positions in UTF-16 units of the canonical text
 */
char *
byline_exchange_write_hypothesis (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error)
{
  const char *modified = byline_annotations_get_modified (work);
  const char *id = byline_annotations_get_article (work);
  gsize n_bytes;
  const char *text = byline_article_get_text (article, &n_bytes);
  g_autofree guint *units = byline_exchange_dup_utf16 (text, n_bytes, NULL);
  g_autofree char *uri = g_strconcat ("urn:byline:article:", id != NULL ? id : "article", NULL);
  g_autofree char *user = dup_user (work);
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter json = BYLINE_JSON_WRITER_INIT (out, FALSE);
  Writer self = { &json, article, units, uri, user, byline_annotations_get_code_name (work), byline_annotations_get_label (work) };
  gboolean has_pieces = FALSE;

  byline_json_writer_open (&json, NULL, '{');
  byline_json_writer_string (&json, "export_date", modified != NULL ? modified : "1970-01-01T00:00:00Z");
  byline_json_writer_string (&json, "export_userid", user);
  byline_json_writer_string (&json, "client_version", "Byline " BYLINE_VERSION);
  byline_json_writer_open (&json, "annotations", '[');
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      for (guint j = 0; j < annotation->span.n_segments; j++)
        write_row (&self, annotation, j, annotation->created, annotation->modified, j == 0 ? annotation->note : NULL);
      has_pieces = has_pieces || annotation->span.n_segments > 1;
    }
  if (byline_annotations_get_note (work) != NULL)
    write_row (&self, NULL, 0, modified, modified, byline_annotations_get_note (work));
  byline_json_writer_close (&json, ']');
  byline_json_writer_close (&json, '}');
  g_string_append_c (out, '\n');

  if (has_pieces)
    byline_exchange_note_once (notices, "%s", _ ("Hypothesis shows the pieces of a passage one by one; a selector, for programs, says what belongs together"));
  byline_exchange_say_lost (work, "Hypothesis", BYLINE_HOLDS_IDS | BYLINE_HOLDS_TIMES | BYLINE_HOLDS_NOTES | BYLINE_HOLDS_PIECES | BYLINE_HOLDS_CREATOR | BYLINE_HOLDS_WHOLE_NOTE, notices);
  *size = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
