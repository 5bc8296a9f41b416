/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "jsonwriter.h"

#include <glib/gi18n.h>

/* Ids of feature structures: the text, the whole document, and then the tags. */
enum
{
  ID_SOFA = 1,
  ID_DOCUMENT,
  ID_FIRST_TAG,
};

static void
write_feature (BylineJsonWriter *writer, const char *name)
{
  byline_json_writer_open (writer, name, '{');
  byline_json_writer_string (writer, "%NAME", name);
  byline_json_writer_string (writer, "%RANGE", "uima.cas.String");
  byline_json_writer_close (writer, '}');
}

static void
write_types (BylineJsonWriter *writer)
{
  byline_json_writer_open (writer, "%TYPES", '{');
  byline_json_writer_open (writer, "custom.Tag", '{');
  byline_json_writer_string (writer, "%NAME", "custom.Tag");
  byline_json_writer_string (writer, "%SUPER_TYPE", "uima.tcas.Annotation");
  write_feature (writer, "label");
  write_feature (writer, "note");
  write_feature (writer, "passage");
  byline_json_writer_close (writer, '}');
  byline_json_writer_close (writer, '}');
}

static void
open_structure (BylineJsonWriter *writer, guint id, const char *type)
{
  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_uint (writer, "%ID", id);
  byline_json_writer_string (writer, "%TYPE", type);
}

static void
write_place (BylineJsonWriter *writer, guint begin, guint end)
{
  byline_json_writer_uint (writer, "@sofa", ID_SOFA);
  byline_json_writer_uint (writer, "begin", begin);
  byline_json_writer_uint (writer, "end", end);
}

/* The text itself comes before all that refers to it, as the format asks. */
static void
write_document (BylineJsonWriter *writer, BylineArticle *article, const guint *units)
{
  const char *language = byline_article_get_language (article);

  open_structure (writer, ID_SOFA, "uima.cas.Sofa");
  byline_json_writer_uint (writer, "sofaNum", 1);
  byline_json_writer_string (writer, "sofaID", "_InitialView");
  byline_json_writer_string (writer, "mimeType", "text");
  byline_json_writer_string (writer, "sofaString", byline_article_get_text (article, NULL));
  byline_json_writer_close (writer, '}');

  open_structure (writer, ID_DOCUMENT, "uima.tcas.DocumentAnnotation");
  write_place (writer, 0, units[byline_article_get_length (article)]);
  byline_json_writer_string (writer, "language", language != NULL ? language : "x-unspecified");
  byline_json_writer_close (writer, '}');
}

static void
write_tag (BylineJsonWriter *writer, const guint *units, const BylineAnnotation *annotation, guint index, guint id)
{
  const BylineSegment *segment = &annotation->span.segments[index];

  open_structure (writer, id, "custom.Tag");
  write_place (writer, units[segment->start], units[segment->end]);
  byline_json_writer_string (writer, "label", annotation->tag);
  if (index == 0 && annotation->note != NULL && *annotation->note != '\0')
    byline_json_writer_string (writer, "note", annotation->note);
  byline_json_writer_string (writer, "passage", annotation->id);
  byline_json_writer_close (writer, '}');
}

static void
write_views (BylineJsonWriter *writer, guint n_tags)
{
  byline_json_writer_open (writer, "%VIEWS", '{');
  byline_json_writer_open (writer, "_InitialView", '{');
  byline_json_writer_uint (writer, "%SOFA", ID_SOFA);
  byline_json_writer_open (writer, "%MEMBERS", '[');
  for (guint id = ID_DOCUMENT; id < ID_FIRST_TAG + n_tags; id++)
    byline_json_writer_uint (writer, NULL, id);
  byline_json_writer_close (writer, ']');
  byline_json_writer_close (writer, '}');
  byline_json_writer_close (writer, '}');
}

/**
 * byline_exchange_write_cas:
 * @article: the article
 * @work: annotations of it
 * @set: the tag set
 * @notices: (element-type utf8): gets what is lost
 * @size: (out): bytes
 *
 * Returns: (transfer full): UIMA CAS JSON 1.0 with one view; a piece of a passage is an
 *   annotation of the type `custom.Tag` with the features `label`, `note` and `passage`,
 *   offsets in UTF-16 units
 */
char *
byline_exchange_write_cas (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error)
{
  gsize n_bytes;
  const char *text = byline_article_get_text (article, &n_bytes);
  g_autofree guint *units = byline_exchange_dup_utf16 (text, n_bytes, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, FALSE);
  guint n_tags = 0;

  byline_json_writer_open (&writer, NULL, '{');
  write_types (&writer);
  byline_json_writer_open (&writer, "%FEATURE_STRUCTURES", '[');
  write_document (&writer, article, units);
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      for (guint j = 0; j < annotation->span.n_segments; j++)
        write_tag (&writer, units, annotation, j, ID_FIRST_TAG + n_tags++);
    }
  byline_json_writer_close (&writer, ']');
  write_views (&writer, n_tags);
  byline_json_writer_close (&writer, '}');
  g_string_append_c (out, '\n');

  if (n_tags > byline_annotations_get_size (work))
    byline_exchange_note_once (notices, "%s", _ ("UIMA shows the pieces of a passage one by one; what belongs together has the same “passage”, for programs"));
  byline_exchange_say_lost (work, "UIMA CAS", BYLINE_HOLDS_IDS | BYLINE_HOLDS_NOTES | BYLINE_HOLDS_PIECES, notices);
  *size = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
