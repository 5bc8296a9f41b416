/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include "durable.h"
#include "json.h"
#include "lock.h"

#include <glib/gstdio.h>
#include <string.h>

#define WORK_SUFFIX ".byline.json"
#define CREATOR_FILE "creator.json"
#define CREATOR_MAX_SIZE (64 * 1024)

/* Room is left for the attempt, the suffixes and a temporary file's own. */
#define NAME_MAX_BYTES 160
#define HASH_DIGITS 16

struct _BylineStore
{
  char *data_dir;
  char *work_dir;
};

/**
 * byline_store_new:
 * @data_dir: (nullable): where work is kept; %NULL: `$XDG_DATA_HOME/byline`
 *
 * Nothing is made on the disk before there is something to keep.
 */
BylineStore *
byline_store_new (const char *data_dir)
{
  BylineStore *self = g_new0 (BylineStore, 1);

  self->data_dir = data_dir != NULL ? g_strdup (data_dir) : g_build_filename (g_get_user_data_dir (), "byline", NULL);
  self->work_dir = g_build_filename (self->data_dir, "work", NULL);
  return self;
}

void
byline_store_free (BylineStore *self)
{
  g_free (self->data_dir);
  g_free (self->work_dir);
  g_free (self);
}

const char *
byline_store_get_data_dir (BylineStore *self)
{
  return self->data_dir;
}

/* NTFS keeps these for devices, with any ending. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "aux", "com", "con", "lpt", "nul", "prn" };
  const gsize length = strcspn (name, ".");

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_ascii_strncasecmp (name, devices[i], 3) == 0)
      {
        const gboolean is_numbered = g_str_equal (devices[i], "com") || g_str_equal (devices[i], "lpt");
        return is_numbered ? length == 4 && g_ascii_isdigit (name[3]) : length == 3;
      }
  return FALSE;
}

/* A name that every file system takes, FAT on a stick too, and that can be read
 * back: what it does not take stands as %XX. A name that is too long is cut and
 * told apart by a digest, so that one can not be read back. */
static char *
encode (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  const char *text = normal != NULL ? normal : name;
  const gsize length = strlen (text);
  const gboolean starts_badly = is_device (text);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      const guchar c = text[i];
      const gboolean edge = i == 0 || i == length - 1;

      if ((i == 0 && starts_badly) || c < 0x20 || c == 0x7F || strchr ("\"%*/:<>?\\|", c) != NULL || (edge && (c == '.' || c == ' ')))
        g_string_append_printf (out, "%%%02X", c);
      else
        g_string_append_c (out, c);
    }

  if (out->len > NAME_MAX_BYTES)
    {
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      const char *cut = g_utf8_find_prev_char (out->str, out->str + NAME_MAX_BYTES);

      g_string_truncate (out, cut - out->str);
      g_string_append_printf (out, "%%%%%.*s", HASH_DIGITS, digest);
    }
  return g_string_free (out, FALSE);
}

/* Packs are known by their UUID, articles by themselves by a piece of the digest. */
static char *
encode_pack (const char *pack)
{
  if (g_str_has_prefix (pack, "urn:uuid:"))
    return encode (pack + strlen ("urn:uuid:"));
  if (g_str_has_prefix (pack, "sha256:"))
    return g_strdup_printf ("text-%.*s", HASH_DIGITS, pack + strlen ("sha256:"));
  return encode (pack);
}

/* What stands in creator.json; NULL if there is none that can be read. */
static JsonNode *
read_creator (const char *code_folder)
{
  g_autofree char *path = g_build_filename (code_folder, CREATOR_FILE, NULL);
  g_autofree char *data = NULL;
  g_autoptr (JsonNode) root = NULL;
  const char *id = NULL, *nickname = NULL;
  gsize size;

  data = byline_store_read_file (path, CREATOR_MAX_SIZE, &size, NULL);
  if (data != NULL)
    root = byline_json_parse (data, size, CREATOR_MAX_SIZE, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)
      || !byline_json_get_string (json_node_get_object (root), "", "id", TRUE, &id, NULL)
      || !byline_json_get_string (json_node_get_object (root), "", "nickname", TRUE, &nickname, NULL))
    return NULL;
  return g_steal_pointer (&root);
}

/* Names without the differences that some file systems do not see. */
static char *
fold (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}

/* Whether @folder is that of another code name, which this disk takes for the same
 * because it does not tell case apart. */
static gboolean
is_of_namesake (const char *folder, const char *code_name)
{
  g_autoptr (JsonNode) creator = read_creator (folder);
  const char *owner = creator != NULL ? json_object_get_string_member (json_node_get_object (creator), "nickname") : code_name;
  g_autofree char *ours = g_utf8_normalize (code_name, -1, G_NORMALIZE_NFC);
  g_autofree char *theirs = g_utf8_normalize (owner, -1, G_NORMALIZE_NFC);
  g_autofree char *our_fold = fold (code_name), *their_fold = fold (owner);

  return g_strcmp0 (ours, theirs) != 0 && g_strcmp0 (our_fold, their_fold) == 0;
}

static char *
get_code_folder (BylineStore *self, const char *code_name)
{
  g_autofree char *name = encode (code_name);
  g_autofree char *folder = g_build_filename (self->work_dir, name, NULL);
  g_autofree char *digest = NULL;

  if (!is_of_namesake (folder, code_name))
    return g_steal_pointer (&folder);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  return g_strdup_printf ("%s%%%%%.*s", folder, HASH_DIGITS, digest);
}

/**
 * byline_store_get_path:
 * @code_name: whose work
 * @pack: the pack's id, or the text digest of an article without a pack
 * @article: the article's id
 * @attempt: from 1
 *
 * Returns: (transfer full): where the work file is, or would be
 */
char *
byline_store_get_path (BylineStore *self, const char *code_name, const char *pack, const char *article, guint attempt)
{
  g_autofree char *code_folder = get_code_folder (self, code_name);
  g_autofree char *pack_name = encode_pack (pack);
  g_autofree char *article_name = encode (article);
  g_autofree char *file = g_strdup_printf ("%s.%u" WORK_SUFFIX, article_name, attempt);

  g_return_val_if_fail (*code_name != '\0' && *pack != '\0' && *article != '\0', NULL);

  return g_build_filename (code_folder, pack_name, file, NULL);
}

/* The attempt that a file of @article is, 0 if it is none. The last good copy
 * counts too: it may be all that is left. */
static guint
parse_attempt (const char *file, const char *article_name)
{
  const gsize length = strlen (article_name);
  const char *digits = file + length + 1;
  char *end;
  guint64 attempt;

  if (strncmp (file, article_name, length) != 0 || file[length] != '.' || !g_ascii_isdigit (*digits))
    return 0;
  attempt = g_ascii_strtoull (digits, &end, 10);
  if ((!g_str_equal (end, WORK_SUFFIX) && !g_str_equal (end, WORK_SUFFIX "~")) || attempt > G_MAXINT)
    return 0;
  return attempt;
}

/* The last attempt in a folder, and when one of them was last saved. */
static guint
scan_attempts (const char *folder, const char *article_name, gint64 *saved)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint last = 0;

  for (const char *file; dir != NULL && (file = g_dir_read_name (dir)) != NULL;)
    {
      const guint attempt = parse_attempt (file, article_name);
      g_autofree char *path = g_build_filename (folder, file, NULL);
      GStatBuf status;

      last = MAX (last, attempt);
      if (attempt > 0 && g_stat (path, &status) == 0)
        *saved = MAX (*saved, (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000);
    }
  return last;
}

guint
byline_store_get_last_attempt (BylineStore *self, const char *code_name, const char *pack, const char *article)
{
  g_autofree char *path = byline_store_get_path (self, code_name, pack, article, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *article_name = encode (article);
  gint64 saved = 0;

  return scan_attempts (folder, article_name, &saved);
}

static gboolean
write_creator (const char *code_folder, const char *id, const char *code_name, GError **error)
{
  g_autofree char *path = g_build_filename (code_folder, CREATOR_FILE, NULL);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = byline_json_new_object (object);
  g_autofree char *data = NULL;
  gsize size;

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "type", "Person");
  json_object_set_string_member (object, "nickname", code_name);
  data = byline_json_print (root, &size);
  return byline_store_write_file (path, data, size, error);
}

/**
 * byline_store_get_creator:
 * @code_name: a code name
 *
 * The id of a code name, made at the first call and the same from then on, also
 * when two windows ask at once.
 *
 * Returns: (transfer full): an IRI; %NULL with %G_FILE_ERROR
 */
char *
byline_store_get_creator (BylineStore *self, const char *code_name, GError **error)
{
  g_autofree char *folder = get_code_folder (self, code_name);
  g_autofree char *lock_path = g_build_filename (folder, CREATOR_FILE ".lock", NULL);
  g_autoptr (BylineLock) lock = NULL;
  g_autoptr (JsonNode) creator = read_creator (folder);
  g_autofree char *uuid = NULL;
  g_autofree char *id = NULL;

  if (creator != NULL)
    return g_strdup (json_object_get_string_member (json_node_get_object (creator), "id"));

  if (!byline_durable_make_folder (folder, error))
    return NULL;
  lock = byline_lock_take (lock_path, TRUE, error);
  if (lock == NULL)
    return NULL;
  creator = read_creator (folder);
  if (creator != NULL)
    return g_strdup (json_object_get_string_member (json_node_get_object (creator), "id"));

  uuid = g_uuid_string_random ();
  id = g_strconcat ("urn:uuid:", uuid, NULL);
  return write_creator (folder, id, code_name, error) ? g_steal_pointer (&id) : NULL;
}

/* A folder's code name: what creator.json says, else the folder's name. */
static char *
get_code_name (const char *folder)
{
  g_autoptr (JsonNode) creator = read_creator (folder);
  g_autofree char *name = g_path_get_basename (folder);

  if (creator != NULL)
    return g_strdup (json_object_get_string_member (json_node_get_object (creator), "nickname"));
  return g_uri_unescape_string (name, NULL);
}

/* The folders below work/ (element-type utf8). */
static GPtrArray *
list_code_folders (BylineStore *self)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->work_dir, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *folder = g_build_filename (self->work_dir, name, NULL);

      if (*name != '.' && g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_steal_pointer (&folder));
    }
  return folders;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
byline_store_list_code_names (BylineStore *self)
{
  g_autoptr (GPtrArray) folders = list_code_folders (self);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *name = get_code_name (g_ptr_array_index (folders, i));

      if (name != NULL && g_utf8_validate (name, -1, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * byline_store_find_last_code_name:
 * @pack: the pack's id, or the text digest of an article without a pack
 * @article: the article's id
 *
 * Returns: (transfer full) (nullable): the code name whose work on this article
 *   was saved last
 */
char *
byline_store_find_last_code_name (BylineStore *self, const char *pack, const char *article)
{
  g_autoptr (GPtrArray) folders = list_code_folders (self);
  g_autofree char *pack_name = encode_pack (pack);
  g_autofree char *article_name = encode (article);
  const char *best = NULL;
  gint64 best_saved = 0;

  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *folder = g_build_filename (g_ptr_array_index (folders, i), pack_name, NULL);
      gint64 saved = 0;

      if (scan_attempts (folder, article_name, &saved) > 0 && (best == NULL || saved > best_saved))
        {
          best = g_ptr_array_index (folders, i);
          best_saved = saved;
        }
    }
  return best != NULL ? get_code_name (best) : NULL;
}
