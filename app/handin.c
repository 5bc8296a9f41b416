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
    order = memcmp (one->digest, two->digest, BYLINE_DIGEST_SIZE);
  return order != 0 ? order : g_strcmp0 (one->handin.error, two->handin.error);
}

/* By student and article. Interned, so that equal is the same. */
static int
compare_owners (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  const int order = g_strcmp0 (one->handin.student, two->handin.student);

  if (order == 0 && one->handin.student == NULL)
    return compare_files (&one, &two);
  return order != 0 ? order : strcmp (one->article, two->article);
}

/* The one that counts is the last of its owner. */
static int
compare_attempts (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  int order = compare_owners (one, two);

  if (order == 0)
    order = compare_guints (one->handin.attempt, two->handin.attempt);
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
  int order = g_strcmp0 (one->handin.code_name, two->handin.code_name);

  if (order == 0)
    order = compare_owners (one, two);
  return order != 0 ? order : compare_files (a, b);
}

static guint
hash_digest (gconstpointer digest)
{
  guint hash;

  memcpy (&hash, digest, sizeof hash);
  return hash;
}

static gboolean
is_same_digest (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, BYLINE_DIGEST_SIZE) == 0;
}

/* Puts each file where it belongs, as far as it can be told from it alone; @digests
 * holds those of the files so far. */
static void
sort_file (Collection *self, BylineHandinEntry *entry, const char *wanted, GHashTable *articles, GHashTable *digests)
{
  BylineHandins *handins = &self->handins;
  const gboolean is_committed = entry->handin.committed != NULL;

  if (entry->article == NULL || entry->is_stranger)
    {
      g_ptr_array_add (entry->handin.error != NULL ? handins->damaged : handins->strangers, entry);
      return;
    }

  if (entry->owner != NULL)
    entry->handin.student = g_string_chunk_insert_const (self->names, entry->owner);
  g_clear_pointer (&entry->owner, g_free);
  if (is_committed)
    g_hash_table_add (articles, g_string_chunk_insert_const (self->names, entry->article));
  if (wanted != NULL && !g_str_equal (entry->article, wanted))
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
sort_files (Collection *self, const char *wanted)
{
  g_autoptr (GHashTable) digests = g_hash_table_new (hash_digest, is_same_digest);
  g_autoptr (GHashTable) articles = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer article;

  g_ptr_array_sort (self->handins.files, compare_files);
  for (guint i = 0; i < self->handins.files->len; i++)
    sort_file (self, get_entry (self->handins.files, i), wanted, articles, digests);

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

typedef gboolean (*Alike) (const BylineHandinEntry *one, const BylineHandinEntry *two);

/* Adds the groups of entries in which not all are alike; by sorting, as a table of ten
 * thousand groups of one takes more memory than all else. */
static void
add_conflicts (Collection *self, GPtrArray *entries, GCompareFunc compare, Alike are_together, Alike is_alike)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (entries, NULL, NULL);

  g_ptr_array_sort (sorted, compare);
  for (guint first = 0, end; first < sorted->len; first = end)
    {
      gboolean alike = TRUE;

      for (end = first + 1; end < sorted->len && are_together (get_entry (sorted, first), get_entry (sorted, end)); end++)
        alike = alike && is_alike (get_entry (sorted, first), get_entry (sorted, end));
      if (!alike)
        {
          GPtrArray *group = g_ptr_array_new ();

          for (guint i = first; i < end; i++)
            g_ptr_array_add (group, get_entry (sorted, i));
          g_ptr_array_add (self->handins.conflicts, group);
        }
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  const int order = g_strcmp0 (one->name, two->name);

  return order != 0 ? order : compare_files (a, b);
}

/* No name is nobody's name. */
static gboolean
have_same_name (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return one->name != NULL && g_strcmp0 (one->name, two->name) == 0;
}

static gboolean
have_same_student (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return one->handin.student == two->handin.student;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const BylineHandinEntry *one = *(const BylineHandinEntry *const *) a, *two = *(const BylineHandinEntry *const *) b;
  int order = compare_owners (one, two);

  if (order == 0)
    order = compare_guints (one->handin.attempt, two->handin.attempt);
  return order != 0 ? order : compare_files (a, b);
}

static gboolean
have_same_number (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return have_same_owner (one, two) && one->handin.attempt == two->handin.attempt;
}

static gboolean
have_same_marks (const BylineHandinEntry *one, const BylineHandinEntry *two)
{
  return is_same_digest (one->marks, two->marks) && g_strcmp0 (one->name, two->name) == 0;
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
  add_conflicts (self, self->handins.students, compare_names, have_same_name, have_same_student);
  add_conflicts (self, self->committed, compare_numbers, have_same_number, have_same_marks);
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
 * the files in a folder. Of each work only what sorting it takes is kept, unless
 * @options asks for more.
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
  sort_files (self, options->article);
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
