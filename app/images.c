/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "images.h"

#include "media.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEDIA "media/"

/* All images of an article together, in bytes, and how many. */
#define MAX_TOTAL (128 * 1024 * 1024)
#define MAX_IMAGES 1000

struct _BylineImages
{
  char *folder; /* the page's; NULL when that is not known */
  char *stem;   /* the page's name without its suffix */
  gboolean keep;
  GHashTable *known; /* `src` to "media/NAME" or "", which is none */
  GHashTable *files; /* "media/NAME" to GBytes */
  gsize total;
  guint n_left;
};

/**
 * byline_images_new:
 * @path: (nullable): where the page is, for the images beside it
 * @keep: whether images are kept; else all but those in `media/` leave their alt
 *   text, and those in `media/` are taken to be where the article will be
 *
 * Returns: (transfer full): free with byline_images_free()
 */
BylineImages *
byline_images_new (const char *path, gboolean keep)
{
  BylineImages *self = g_new0 (BylineImages, 1);

  if (path != NULL)
    {
      char *dot;

      self->folder = g_path_get_dirname (path);
      self->stem = g_path_get_basename (path);
      dot = strrchr (self->stem, '.');
      if (dot != NULL && dot > self->stem)
        *dot = '\0';
    }
  self->keep = keep;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return self;
}

void
byline_images_free (BylineImages *self)
{
  g_free (self->folder);
  g_free (self->stem);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->files);
  g_free (self);
}

/* `data:image/png;base64,…`. The type is not believed; the bytes are looked at later. */
static GBytes *
read_data (const char *src)
{
  const char *comma = strchr (src, ',');
  g_autofree char *plain = NULL;
  g_autofree guchar *bytes = NULL;
  gsize size = 0;

  if (comma == NULL || comma - src < 7 || g_ascii_strncasecmp (comma - 7, ";base64", 7) != 0)
    return NULL;
  plain = g_uri_unescape_string (comma + 1, NULL);
  bytes = plain != NULL ? g_base64_decode (plain, &size) : NULL;
  return bytes != NULL ? g_bytes_new_take (g_steal_pointer (&bytes), size) : NULL;
}

/* Reads a regular file of the page's folder, or of one folder in it. Neither may
 * be a link: what the page names would be somewhere else. */
static GBytes *
read_file (BylineImages *self, const char *folder, const char *name)
{
  const int top = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int inner = folder != NULL ? openat (top, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
  const int file = openat (folder != NULL ? inner : top, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autofree guchar *data = NULL;
  struct stat status;
  gsize size = 0;

  if (file >= 0 && fstat (file, &status) == 0 && S_ISREG (status.st_mode) && status.st_size <= BYLINE_MEDIA_MAX_SIZE)
    {
      gssize n;

      data = g_malloc (status.st_size + 1);
      while (size < (gsize) status.st_size && (n = read (file, data + size, status.st_size - size)) > 0)
        size += n;
    }

  if (file >= 0)
    close (file);
  if (inner >= 0)
    close (inner);
  if (top >= 0)
    close (top);
  return data != NULL ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && *name != '.' && strpbrk (name, "/\\:") == NULL;
}

/* A name beside the page, in the folder that a browser saves beside it, or in `media`. */
static GBytes *
read_beside (BylineImages *self, const char *src)
{
  g_autofree char *whole = g_strndup (src, strcspn (src, "?#"));
  g_autofree char *path = g_uri_unescape_string (g_str_has_prefix (whole, "./") ? whole + 2 : whole, "/");
  g_autofree char *saved = NULL;
  char *slash = path != NULL ? strchr (path, '/') : NULL;

  if (path == NULL || self->folder == NULL)
    return NULL;
  if (slash == NULL)
    return is_plain_name (path) ? read_file (self, NULL, path) : NULL;

  *slash = '\0';
  saved = g_strconcat (self->stem, "_files", NULL);
  if ((strcmp (path, saved) != 0 && strcmp (path, "media") != 0) || !is_plain_name (path) || !is_plain_name (slash + 1))
    return NULL;
  return read_file (self, path, slash + 1);
}

/* Whether @src can stand in an article as it is. */
static gboolean
is_in_media (const char *src)
{
  g_autofree char *clean = byline_attribute_clean_value (BYLINE_ATTRIBUTE_SRC, src);

  return g_strcmp0 (clean, src) == 0;
}

/* A sound image that @src names, and what it is; %NULL when there is none. */
static GBytes *
find (BylineImages *self, const char *src, const char **extension)
{
  const gboolean is_data = g_ascii_strncasecmp (src, "data:image/", strlen ("data:image/")) == 0;
  g_autoptr (GBytes) bytes = is_data ? read_data (src) : read_beside (self, src);

  *extension = bytes != NULL ? byline_media_check (bytes, NULL) : NULL;
  if (*extension == NULL || g_bytes_get_size (bytes) > MAX_TOTAL - self->total || g_hash_table_size (self->files) == MAX_IMAGES)
    return NULL;
  return g_steal_pointer (&bytes);
}

/* Remembers the image that stands as @path in the article. */
static void
add (BylineImages *self, const char *path, GBytes *bytes)
{
  if (g_hash_table_contains (self->files, path))
    return;
  self->total += g_bytes_get_size (bytes);
  g_hash_table_insert (self->files, g_strdup (path), g_bytes_ref (bytes));
}

static char *
find_new (BylineImages *self, const char *src)
{
  const char *extension;
  g_autoptr (GBytes) bytes = find (self, src, &extension);
  g_autofree char *name = bytes != NULL ? byline_media_dup_name (bytes, extension) : NULL;
  char *path;

  if (name == NULL)
    return g_strdup ("");
  path = g_strconcat (MEDIA, name, NULL);
  add (self, path, bytes);
  return path;
}

/**
 * byline_images_resolve:
 * @src: an image's address, as the page has it
 *
 * Finds an image that is in the page or beside it. None is fetched from the web.
 *
 * Returns: (nullable): "media/NAME"; %NULL when the image leaves its alt text
 */
const char *
byline_images_resolve (BylineImages *self, const char *src)
{
  const char *path = g_hash_table_lookup (self->known, src);

  if (!self->keep && is_in_media (src))
    return src;
  if (path == NULL)
    {
      path = find_new (self, src);
      self->n_left += *path != '\0' && !self->keep;
      g_hash_table_insert (self->known, g_strdup (src), (gpointer) path);
    }
  return self->keep && *path != '\0' ? path : NULL;
}

/**
 * byline_images_get_n_left:
 *
 * Returns: how many images leave their alt text though they could be kept
 */
guint
byline_images_get_n_left (BylineImages *self)
{
  return self->n_left;
}

/**
 * byline_images_list_used:
 * @document: what came of the page
 *
 * Returns: (transfer full) (element-type BylineMedia): the images in @document that
 *   were found, each once, in the order in which they stand there
 */
GPtrArray *
byline_images_list_used (BylineImages *self, const BylineDocument *document)
{
  GPtrArray *used = g_ptr_array_new_with_free_func ((GDestroyNotify) byline_media_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const BylineNode *node = document->root; node != NULL && self->keep; node = byline_node_next (node, document->root))
    {
      const char *src = byline_node_get (node, BYLINE_ATTRIBUTE_SRC), *extension;
      g_autoptr (GBytes) bytes = NULL;

      if (src == NULL || !g_hash_table_add (seen, (gpointer) src))
        continue;
      /* An article that was canonical already keeps the names it has. */
      bytes = g_hash_table_lookup (self->files, src);
      bytes = bytes != NULL ? g_bytes_ref (bytes) : find (self, src, &extension);
      if (bytes == NULL)
        continue;
      add (self, src, bytes);
      g_ptr_array_add (used, byline_media_new (g_strdup (src + strlen (MEDIA)), g_steal_pointer (&bytes)));
    }
  return used;
}
