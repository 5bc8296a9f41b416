/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-private.h"

#include "config.h"
#include "media.h"
#include "seal.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_all (GPtrArray *sentences, const char *file, GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (sentences, g_strdup_printf ("%s: %s", file, (const char *) g_ptr_array_index (found, i)));
}

static void
check_key (BylinePack *self, const BylinePackArticle *entry, BylineArticle *article, GPtrArray *problems, GPtrArray *warnings)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) weak = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineAnnotations) key = byline_pack_load_key (self, entry->id, &error);

  if (key == NULL)
    {
      g_ptr_array_add (problems, g_strdup (error->message));
      return;
    }
  byline_annotations_check (key, article, self->tags, found);
  add_all (problems, entry->key, found);
  byline_annotations_list_warnings (key, weak);
  add_all (warnings, entry->key, weak);
  if (g_strcmp0 (byline_annotations_get_pack (key), self->id) != 0 && byline_annotations_get_pack (key) != NULL)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s: “byline:pack” names another pack"), entry->key));
}

static void
check_sealed (BylinePack *self, const BylinePackArticle *entry, GPtrArray *problems)
{
  g_autoptr (GBytes) bytes = byline_pack_get_file (self, entry->key);
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%s: the manifest names this file, but it is not there"), entry->key));
  else if (!byline_seal_check (bytes, &error))
    g_ptr_array_add (problems, g_strdup_printf ("%s: %s", entry->key, error->message));
}

/* Canonical HTML writes an image in one way only. */
static void
check_media (BylinePack *self, const BylinePackArticle *entry, BylineArticle *article, GPtrArray *problems)
{
  gsize size;
  const char *at = g_bytes_get_data (byline_article_get_html (article), &size);
  const char *end = at + size;
  const char mark[] = "src=\"media/";

  while ((at = memmem (at, end - at, mark, strlen (mark))) != NULL)
    {
      const char *name = at + strlen ("src=\"");
      const char *quote = memchr (name, '"', end - name);
      g_autofree char *file = g_strndup (name, quote - name);
      g_autoptr (GBytes) image = byline_pack_get_file (self, file);

      g_autoptr (GError) error = NULL;

      if (image == NULL)
        g_ptr_array_add (problems, g_strdup_printf (_ ("%s: the picture %s is not in the pack"), entry->file, file));
      else if (byline_media_check (image, &error) == NULL)
        g_ptr_array_add (problems, g_strdup_printf ("%s: %s", file, error->message));
      at = quote;
    }
}

static void
check_article (BylinePack *self, const BylinePackArticle *entry, GPtrArray *problems, GPtrArray *warnings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BylineArticle) article = byline_pack_load_article (self, entry->id, &error);

  if (article == NULL)
    g_ptr_array_add (problems, g_strdup (error->message));
  else
    check_media (self, entry, article, problems);
  if (entry->digest == NULL && self->lone == NULL)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s: this text is not frozen yet; “pack” will do it"), entry->file));

  if (byline_pack_has_key (self, entry->id))
    check_key (self, entry, article, problems, warnings);
  if (byline_pack_has_sealed_key (self, entry->id))
    check_sealed (self, entry, problems);
  if (byline_pack_has_key (self, entry->id) && self->kind == BYLINE_PACK_STUDENT)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s: an open answer key in a pack for students"), entry->key));
  if (self->reveal == BYLINE_REVEAL_COMMIT && entry->key == NULL)
    g_ptr_array_add (problems, g_strdup_printf (_ ("%s: “reveal” is “commit”, but article “%s” has no key"), BYLINE_PACK_MANIFEST, entry->id));
  if (self->reveal == BYLINE_REVEAL_CODE && (entry->key == NULL || !byline_pack_is_sealed_name (entry->key)))
    g_ptr_array_add (problems, g_strdup_printf (_ ("%s: “reveal” is “code”, but article “%s” has no sealed key"), BYLINE_PACK_MANIFEST, entry->id));
}

/**
 * byline_pack_check:
 * @problems: (element-type utf8): a sentence for each problem is added
 * @warnings: (element-type utf8): and for what is allowed but looks forgotten
 *
 * Reads every article and key, and compares them with each other and the
 * manifest. Each sentence begins with the file in the pack.
 *
 * Returns: whether no problem was added
 */
gboolean
byline_pack_check (BylinePack *self, GPtrArray *problems, GPtrArray *warnings)
{
  const guint n_before = problems->len;
  g_autoptr (GPtrArray) others = self->files != NULL ? byline_pack_files_list_others (self->files) : g_ptr_array_new ();

  for (guint i = 0; i < self->articles->len; i++)
    check_article (self, g_ptr_array_index (self->articles, i), problems, warnings);
  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s: the manifest does not name this file"), (const char *) g_ptr_array_index (others, i)));
  return problems->len == n_before;
}
