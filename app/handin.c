/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "handin.h"

#include "csv.h"
#include "handin-private.h"

#include <string.h>

/* What others see comes first, and is all that others see. */
typedef struct
{
  BylineHandins handins;
  GStringChunk *names; /* of students and articles */
  GPtrArray *committed; /* of the article, in order of file */
} Collection;

static BylineHandinEntry *
get_entry (GPtrArray *array, guint index)
{
  return g_ptr_array_index (array, index);
}

static int
compare_guints (guint a, guint b)
{
  return (a > b) - (a < b);
}

static int
compare_times (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  int order = strcmp (one->handin.file, two->handin.file);

  /* A zip may have the same name twice. */
  if (order == 0)
    order = g_strcmp0 (one->digest, two->digest);
  return order != 0 ? order : g_strcmp0 (one->handin.error, two->handin.error);
}

/* By student and article. Interned, so that equal is the same. */
static int
compare_owners (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  const int order = g_strcmp0 (one->handin.student, two->handin.student);

  if (order == 0 && one->handin.student == NULL)
    return compare_files (&one, &two);
  return order != 0 ? order : strcmp (byline_annotations_get_article (one->handin.work), byline_annotations_get_article (two->handin.work));
}

/* The one that counts is the last of its owner. */
static int
compare_attempts (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  int order = compare_owners (one, two);

  if (order == 0)
    order = compare_guints (byline_annotations_get_attempt (one->handin.work), byline_annotations_get_attempt (two->handin.work));
  if (order == 0)
    order = compare_times (one->committed, two->committed);
  if (order == 0)
    order = compare_times (one->modified, two->modified);
  return order != 0 ? order : compare_files (b, a);
}

static int
compare_students (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  int order = g_strcmp0 (byline_annotations_get_code_name (one->handin.work), byline_annotations_get_code_name (two->handin.work));

  if (order == 0)
    order = compare_owners (one, two);
  return order != 0 ? order : compare_files (a, b);
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

static const char *
intern_student (Collection *self, BylineAnnotations *work)
{
  const char *student = byline_annotations_get_creator_id (work);

  if (student == NULL)
    student = byline_annotations_get_code_name (work);
  return student != NULL ? g_string_chunk_insert_const (self->names, student) : NULL;
}

/* Puts each file where it belongs, as far as it can be told from it alone; @digests
 * holds those of the files so far. */
static void
sort_file (Collection *self, BylineHandinEntry *entry, const BylineHandinsOptions *options, GHashTable *articles, GHashTable *digests)
{
  BylineHandins *handins = &self->handins;
  BylineAnnotations *work = entry->handin.work;
  const char *article;
  gboolean is_committed;

  if (work == NULL || is_stranger (work, options))
    {
      g_ptr_array_add (entry->handin.error != NULL ? handins->damaged : handins->strangers, entry);
      return;
    }

  article = byline_annotations_get_article (work);
  is_committed = byline_annotations_is_committed (work);
  entry->handin.student = intern_student (self, work);
  if (is_committed)
    g_hash_table_add (articles, g_string_chunk_insert_const (self->names, article));
  if (options->article != NULL && !g_str_equal (article, options->article))
    g_ptr_array_add (handins->strangers, entry);
  else if (!g_hash_table_add (digests, entry->digest))
    g_ptr_array_add (handins->duplicates, entry);
  else
    g_ptr_array_add (is_committed ? self->committed : handins->drafts, entry);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
sort_files (Collection *self, const BylineHandinsOptions *options)
{
  g_autoptr (GHashTable) digests = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) articles = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer article;

  g_ptr_array_sort (self->handins.files, compare_files);
  for (guint i = 0; i < self->handins.files->len; i++)
    sort_file (self, get_entry (self->handins.files, i), options, articles, digests);

  g_hash_table_iter_init (&iter, articles);
  while (g_hash_table_iter_next (&iter, &article, NULL))
    g_ptr_array_add (self->handins.articles, article);
  g_ptr_array_sort (self->handins.articles, compare_strings);
}

static gboolean
have_same_owner (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return one->handin.student != NULL && compare_owners (one, two) == 0;
}

/* Per student the attempt that counts, and the others. */
static void
choose_attempts (Collection *self)
{
  g_autoptr (GPtrArray) attempts = g_ptr_array_copy (self->committed, NULL, NULL);
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL); /* counting one → index of its first attempt */

  g_ptr_array_sort (attempts, compare_attempts);
  for (guint i = 0, first = 0; i < attempts->len; i++)
    if (i + 1 == attempts->len || !have_same_owner (get_entry (attempts, i), get_entry (attempts, i + 1)))
      {
        g_ptr_array_add (self->handins.students, get_entry (attempts, i));
        g_hash_table_insert (groups, get_entry (attempts, i), GUINT_TO_POINTER (first));
        first = i + 1;
      }

  g_ptr_array_sort (self->handins.students, compare_students);
  for (guint i = 0; i < self->handins.students->len; i++)
    for (guint k = GPOINTER_TO_UINT (g_hash_table_lookup (groups, get_entry (self->handins.students, i)));
         get_entry (attempts, k) != get_entry (self->handins.students, i); k++)
      g_ptr_array_add (self->handins.earlier, get_entry (attempts, k));
}

/* Adds the groups of entries in which not all are alike. */
static void
add_conflicts (Collection *self, GPtrArray *groups, gboolean (*is_alike) (const BylineHandinEntry *, const BylineHandinEntry *))
{
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);
      gboolean alike = TRUE;

      for (guint k = 1; k < group->len; k++)
        alike = alike && is_alike (get_entry (group, 0), get_entry (group, k));
      if (!alike)
        g_ptr_array_add (self->handins.conflicts, g_ptr_array_ref (group));
    }
}

/* Gathers entries with the same key, in their order; %NULL is nobody's key. */
static GPtrArray *
group_entries (GPtrArray *entries, char *(*dup_key) (const BylineHandinEntry *))
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      char *key = dup_key (get_entry (entries, i));
      GPtrArray *group = key != NULL ? g_hash_table_lookup (by_key, key) : NULL;

      if (group != NULL)
        g_free (key);
      else if (key != NULL)
        {
          group = g_ptr_array_new ();
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_key, key, group);
        }
      if (group != NULL)
        g_ptr_array_add (group, get_entry (entries, i));
    }
  return groups;
}

static char *
dup_name (const BylineHandinEntry *entry)
{
  return g_strdup (entry->name);
}

static gboolean
has_same_student (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return one->handin.student == two->handin.student;
}

static char *
dup_attempt (const BylineHandinEntry *entry)
{
  if (entry->handin.student == NULL)
    return NULL;
  return g_strdup_printf ("%s\n%s\n%u", entry->handin.student, byline_annotations_get_article (entry->handin.work),
                          byline_annotations_get_attempt (entry->handin.work));
}

static gboolean
has_same_marks (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return g_str_equal (one->marks, two->marks) && g_strcmp0 (one->name, two->name) == 0;
}

static int
compare_conflicts (gconstpointer a, gconstpointer b)
{
  GPtrArray *one = *(GPtrArray *const *) a, *two = *(GPtrArray *const *) b;
  const int order = compare_files (&one->pdata[0], &two->pdata[0]);

  return order != 0 ? order : compare_guints (one->len, two->len);
}

static void
find_conflicts (Collection *self)
{
  g_autoptr (GPtrArray) counting = g_ptr_array_copy (self->handins.students, NULL, NULL);
  g_autoptr (GPtrArray) by_name = NULL;
  g_autoptr (GPtrArray) by_attempt = NULL;

  g_ptr_array_sort (counting, compare_files);
  by_name = group_entries (counting, dup_name);
  by_attempt = group_entries (self->committed, dup_attempt);
  add_conflicts (self, by_name, has_same_student);
  add_conflicts (self, by_attempt, has_same_marks);
  g_ptr_array_sort (self->handins.conflicts, compare_conflicts);
}

static void
find_missing (Collection *self, GPtrArray *roster)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->committed->len; i++)
    if (get_entry (self->committed, i)->name != NULL)
      g_hash_table_add (names, get_entry (self->committed, i)->name);
  for (guint i = 0; roster != NULL && i < roster->len; i++)
    {
      const char *code = g_ptr_array_index (roster, i);
      g_autofree char *name = byline_csv_fold (code);

      if (!g_hash_table_contains (names, name))
        g_ptr_array_add (self->handins.missing, g_strdup (code));
    }
}

static BylineHandins *
collection_new (GPtrArray *entries)
{
  Collection *self = g_new0 (Collection, 1);

  self->names = g_string_chunk_new (4096);
  self->committed = g_ptr_array_new ();
  self->handins = (BylineHandins) {
    .files = entries,
    .students = g_ptr_array_new (),
    .earlier = g_ptr_array_new (),
    .drafts = g_ptr_array_new (),
    .damaged = g_ptr_array_new (),
    .strangers = g_ptr_array_new (),
    .duplicates = g_ptr_array_new (),
    .conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
    .missing = g_ptr_array_new_with_free_func (g_free),
    .articles = g_ptr_array_new (),
  };
  return &self->handins;
}

/**
 * byline_handins_collect:
 * @paths: (array zero-terminated=1): folders, zips, files, pipes; `-` is standard input
 * @options: what belongs together
 *
 * Reads what was handed in, wherever below the paths it lies, and sorts it. What a file
 * is, is read from inside it; other files are passed over, unless their name promises work:
 * then they are damaged, as are folders and zips that cannot be read. Links, devices and
 * hidden files are passed over. Nothing is ever written.
 *
 * Uses all processors. The result depends neither on the order of @paths nor on that of
 * the files in a folder.
 *
 * Returns: (transfer full): the collection; a path that is not there or
 *   cannot be listed is damaged; %NULL with %G_FILE_ERROR, which names it, when all are
 */
BylineHandins *
byline_handins_collect (const char *const *paths, const BylineHandinsOptions *options, GError **error)
{
  GPtrArray *entries = byline_handin_read (paths, options, error);
  g_autoptr (BylineHandins) handins = NULL;
  Collection *self;

  if (entries == NULL)
    return NULL;
  handins = collection_new (entries);
  self = (Collection *) handins;
  sort_files (self, options);
  choose_attempts (self);
  find_conflicts (self);
  find_missing (self, options->roster);
  return g_steal_pointer (&handins);
}

void
byline_handins_free (BylineHandins *handins)
{
  Collection *self = (Collection *) handins;

  g_ptr_array_unref (handins->students);
  g_ptr_array_unref (handins->earlier);
  g_ptr_array_unref (handins->drafts);
  g_ptr_array_unref (handins->damaged);
  g_ptr_array_unref (handins->strangers);
  g_ptr_array_unref (handins->duplicates);
  g_ptr_array_unref (handins->conflicts);
  g_ptr_array_unref (handins->missing);
  g_ptr_array_unref (handins->articles);
  g_ptr_array_unref (handins->files);
  g_ptr_array_unref (self->committed);
  g_string_chunk_free (self->names);
  g_free (self);
}
