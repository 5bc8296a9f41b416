/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin-private.h"

#include "config.h"
#include "csv.h"
#include "error.h"

#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const gsize length = strlen (name), tail = strlen (suffix);

  return length >= tail && g_ascii_strcasecmp (name + length - tail, suffix) == 0;
}

/**
 * byline_handin_name_promises:
 * @name: a file's name
 *
 * Returns: whether it says that there is work in the file; if there is none, it is
 *   damaged and not just some other file
 */
gboolean
byline_handin_name_promises (const char *name)
{
  return has_suffix (name, ".json") || has_suffix (name, ".byline");
}

/* Office documents and the like are zips too, but do not promise work. */
gboolean
byline_handin_name_is_archive (const char *name)
{
  return has_suffix (name, ".zip") || has_suffix (name, ".byline");
}

/* What Byline, macOS and file managers put beside a person's files. */
gboolean
byline_handin_name_is_hidden (const char *name)
{
  return *name == '.' || g_str_equal (name, "__MACOSX") || has_suffix (name, "~") || has_suffix (name, ".history");
}

/**
 * byline_handin_can_be_work:
 * @data: (array length=size): the begin of a file
 *
 * Returns: whether a work file can begin so
 */
gboolean
byline_handin_can_be_work (const char *data, gsize size)
{
  gsize at = size >= strlen (byte_order_mark) && memcmp (data, byte_order_mark, strlen (byte_order_mark)) == 0 ? strlen (byte_order_mark) : 0;

  while (at < size && g_ascii_isspace (data[at]))
    at++;
  return at < size && data[at] == '{';
}

/* The LMS's part of a name: of Canvas `NAME_12_345_FILE` or `NAME_LATE_12_345_FILE`, of
 * Moodle `NAME_123_assignsubmission_file_`, as a folder or in front of the file's name. */
static char *
find_suggested (const char *file)
{
  static gsize once;
  static GRegex *moodle, *canvas;
  g_auto (GStrv) parts = g_strsplit (file, "/", -1);
  const guint n_parts = g_strv_length (parts);

  if (g_once_init_enter (&once))
    {
      moodle = g_regex_new ("^(.+)_\\d+_assignsubmission_", 0, 0, NULL);
      canvas = g_regex_new ("^(.+?)(?:_LATE)?_\\d+_\\d+_.", 0, 0, NULL);
      g_once_init_leave (&once, 1);
    }

  for (guint i = n_parts; i-- > 0;)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autoptr (GMatchInfo) other = NULL;

      if (g_regex_match (moodle, parts[i], 0, &match))
        return g_match_info_fetch (match, 1);
      if ((i == n_parts - 1 || byline_handin_name_is_archive (parts[i])) && g_regex_match (canvas, parts[i], 0, &other))
        return g_match_info_fetch (other, 1);
    }
  return NULL;
}

static BylineHandinEntry *
entry_alloc (const char *file)
{
  BylineHandinEntry *self = g_new0 (BylineHandinEntry, 1);

  self->handin.file = g_strdup (file);
  self->handin.suggested = find_suggested (file);
  return self;
}

BylineHandinEntry *
byline_handin_entry_new_damaged (const char *file, const char *error)
{
  BylineHandinEntry *self = entry_alloc (file);

  self->handin.error = g_strdup (error);
  return self;
}

/* A pack, or the manifest of one, among the hand-ins: nobody's work. */
BylineHandinEntry *
byline_handin_entry_new_pack (const char *file)
{
  return entry_alloc (file);
}

void
byline_handin_entry_free (BylineHandinEntry *self)
{
  g_clear_pointer (&self->handin.work, byline_annotations_unref);
  g_free (self->handin.file);
  g_free (self->handin.error);
  g_free (self->handin.suggested);
  g_free (self->handin.code_name);
  g_free (self->handin.committed);
  g_free (self->owner);
  g_free (self->article);
  g_free (self->name);
  g_free (self);
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : G_MININT64;
}

static int
compare_segments (gconstpointer a, gconstpointer b)
{
  const BylineSegment *one = a, *two = b;

  if (one->start != two->start)
    return one->start < two->start ? -1 : 1;
  return (one->end > two->end) - (one->end < two->end);
}

static char *
describe_mark (const BylineAnnotation *annotation)
{
  g_autofree BylineSegment *segments = g_memdup2 (annotation->span.segments, annotation->span.n_segments * sizeof *segments);
  GString *text = g_string_new (annotation->tag);

  qsort (segments, annotation->span.n_segments, sizeof *segments, compare_segments);
  for (guint i = 0; i < annotation->span.n_segments; i++)
    g_string_append_printf (text, "\n%u-%u", segments[i].start, segments[i].end);
  return g_string_free (text, FALSE);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
digest_marks (BylineAnnotations *work, guint8 *digest)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = BYLINE_DIGEST_SIZE;

  for (guint i = 0; i < byline_annotations_get_size (work); i++)
    g_ptr_array_add (marks, describe_mark (byline_annotations_get (work, i)));
  g_ptr_array_sort (marks, compare_strings);
  for (guint i = 0; i < marks->len; i++)
    {
      const char *mark = g_ptr_array_index (marks, i);

      g_checksum_update (checksum, (const guchar *) mark, strlen (mark) + 1);
    }
  g_checksum_get_digest (checksum, digest, &size);
}

static void
digest_data (const char *data, gsize size, guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = BYLINE_DIGEST_SIZE;

  g_checksum_update (checksum, (const guchar *) data, size);
  g_checksum_get_digest (checksum, digest, &digest_size);
}

/* Whether work is about the text of an article of the pack. */
static gboolean
has_text (BylinePack *pack, const BylinePackArticle *article, const char *digest)
{
  g_autoptr (BylineArticle) text = NULL;

  if (digest == NULL || article->digest != NULL)
    return digest == NULL || g_str_equal (digest, article->digest);
  /* A draft, which the manifest does not pin down. */
  text = byline_pack_load_article (pack, article->id, NULL);
  return text != NULL && g_str_equal (digest, byline_article_get_digest (text));
}

static gboolean
is_stranger (BylineAnnotations *work, const BylineHandinsOptions *options)
{
  const char *pack = byline_annotations_get_pack (work);
  const BylinePackArticle *article;

  if (byline_annotations_get_role (work) == BYLINE_ROLE_KEY)
    return TRUE;
  if (pack != NULL && options->pack != NULL && !g_str_equal (pack, options->pack))
    return TRUE;
  if (options->contents == NULL)
    return FALSE;

  article = byline_pack_find_article (options->contents, byline_annotations_get_article (work));
  return article == NULL || (pack == NULL && !has_text (options->contents, article, byline_annotations_get_digest (work)));
}

/* What the collection asks for, so that the work itself can go. */
static void
read_work (BylineHandinEntry *self, BylineAnnotations *work, const BylineHandinsOptions *options)
{
  const char *name = byline_annotations_get_code_name (work);
  const char *creator = byline_annotations_get_creator_id (work);

  self->handin.code_name = g_strdup (name);
  self->handin.attempt = byline_annotations_get_attempt (work);
  self->handin.committed = g_strdup (byline_annotations_get_committed (work));
  self->owner = g_strdup (creator != NULL ? creator : name);
  self->article = g_strdup (byline_annotations_get_article (work));
  self->name = name != NULL ? byline_csv_fold (name) : NULL;
  self->is_stranger = is_stranger (work, options);
  self->committed = parse_time (self->handin.committed);
  self->modified = parse_time (byline_annotations_get_modified (work));
  digest_marks (work, self->marks);

  byline_annotations_make_lean (work);
  if (options->read != NULL && !self->is_stranger && self->handin.committed != NULL
      && (options->article == NULL || g_str_equal (self->article, options->article)))
    options->read (&self->handin, work, options->data);
  if (options->keep_works)
    self->handin.work = byline_annotations_ref (work);
}

/**
 * byline_handin_entry_new:
 * @file: as people name it
 * @data: (array length=size): what is in it
 * @promises: whether its name says that it is work
 * @options: what belongs together, and who wants to see the work
 *
 * Returns: (transfer full) (nullable): work, a pack, or something damaged; %NULL when
 *   the file has nothing to do with Byline
 */
BylineHandinEntry *
byline_handin_entry_new (const char *file, const char *data, gsize size, gboolean promises, const BylineHandinsOptions *options)
{
  g_autoptr (BylineHandinEntry) self = NULL;
  g_autoptr (BylineAnnotations) work = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *base = NULL;

  if (!promises && (!byline_handin_can_be_work (data, size) || memmem (data, size, "byline:", strlen ("byline:")) == NULL))
    return NULL;

  work = byline_annotations_new_from_data (data, size, &error);
  if (work == NULL && error->code == BYLINE_ERROR_KIND)
    {
      base = g_path_get_basename (file);
      if (memmem (data, size, "\"byline-pack\"", strlen ("\"byline-pack\"")) != NULL)
        return byline_handin_entry_new_pack (file);
      /* Lies beside the work in Byline's own data folder. */
      if (!promises || g_str_equal (base, "creator.json"))
        return NULL;
    }

  self = entry_alloc (file);
  digest_data (data, size, self->digest);
  if (work != NULL)
    read_work (self, work, options);
  else
    self->handin.error = g_strdup (error->message);
  return g_steal_pointer (&self);
}
