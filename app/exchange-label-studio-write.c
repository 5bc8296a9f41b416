/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-json.h"

#include "config.h"
#include "jsonwriter.h"

#include <glib/gi18n.h>

/* The piece @index of @annotation. */
static void
write_region (BylineJsonWriter *writer, BylineArticle *article, const BylineAnnotation *annotation, guint number, guint index)
{
  const BylineSegment *segment = &annotation->span.segments[index];
  g_autofree char *words = byline_article_dup_range (article, segment->start, segment->end);
  g_autofree char *id = g_strdup_printf ("passage-%u-%u", number + 1, index + 1);

  byline_json_writer_open (writer, NULL, '{');
  byline_json_writer_string (writer, "id", id);
  byline_json_writer_string (writer, "from_name", "label");
  byline_json_writer_string (writer, "to_name", "text");
  byline_json_writer_string (writer, "type", "labels");
  byline_json_writer_string (writer, "origin", "manual");
  byline_json_writer_open (writer, "value", '{');
  byline_json_writer_uint (writer, "start", segment->start);
  byline_json_writer_uint (writer, "end", segment->end);
  byline_json_writer_string (writer, "text", words);
  byline_json_writer_open (writer, "labels", '[');
  byline_json_writer_string (writer, NULL, annotation->tag);
  byline_json_writer_close (writer, ']');
  byline_json_writer_close (writer, '}');
  byline_json_writer_open (writer, "meta", '{');
  if (index == 0 && annotation->note != NULL && *annotation->note != '\0')
    {
      byline_json_writer_open (writer, "text", '[');
      byline_json_writer_string (writer, NULL, annotation->note);
      byline_json_writer_close (writer, ']');
    }
  byline_json_writer_string (writer, "passage", annotation->id);
  byline_json_writer_close (writer, '}');
  byline_json_writer_close (writer, '}');
}

/**
 * byline_exchange_write_label_studio:
 * @article: the article
 * @work: annotations of it
 * @set: the tag set
 * @notices: (element-type utf8): gets what is lost
 * @size: (out): bytes
 *
 * Returns: (transfer full): a list of one task, for a project with
 *   `<Labels name="label" toName="text">` and `<Text name="text" value="$text"/>`; offsets
 *   in code points
 */
char *
byline_exchange_write_label_studio (BylineArticle *article, BylineAnnotations *work, BylineTagSet *set, GPtrArray *notices, gsize *size, GError **error)
{
  const char *title = byline_annotations_get_label (work);
  g_autoptr (GString) out = g_string_new (NULL);
  BylineJsonWriter writer = BYLINE_JSON_WRITER_INIT (out, FALSE);
  gboolean has_pieces = FALSE;

  byline_json_writer_open (&writer, NULL, '[');
  byline_json_writer_open (&writer, NULL, '{');
  byline_json_writer_open (&writer, "data", '{');
  byline_json_writer_string (&writer, "text", byline_article_get_text (article, NULL));
  if (title != NULL)
    byline_json_writer_string (&writer, "title", title);
  byline_json_writer_close (&writer, '}');
  byline_json_writer_open (&writer, "annotations", '[');
  byline_json_writer_open (&writer, NULL, '{');
  byline_json_writer_open (&writer, "result", '[');
  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    {
      const BylineAnnotation *annotation = byline_annotations_get (work, i);

      for (guint j = 0; j < annotation->span.n_segments; j++)
        write_region (&writer, article, annotation, i, j);
      has_pieces = has_pieces || annotation->span.n_segments > 1;
    }
  byline_json_writer_close (&writer, ']');
  byline_json_writer_close (&writer, '}');
  byline_json_writer_close (&writer, ']');
  byline_json_writer_close (&writer, '}');
  byline_json_writer_close (&writer, ']');
  g_string_append_c (out, '\n');

  if (has_pieces)
    byline_exchange_note_once (notices, "%s", _ ("Label Studio shows the pieces of a passage one by one; what belongs together is in “meta”, for programs"));
  byline_exchange_say_lost (work, "Label Studio", BYLINE_HOLDS_IDS | BYLINE_HOLDS_NOTES | BYLINE_HOLDS_PIECES, notices);
  *size = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
