/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "handin.h"

#include <glib/gstdio.h>
#include <string.h>

#define HANDED_PACK "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca"

/* What a hand-in says; what is left out is as most have it. */
typedef struct
{
  const char *name;      /* "Heron-07"; "" for none */
  const char *id;        /* made of the name; "" for none */
  guint attempt;         /* 1 */
  const char *committed; /* at noon; "true", or "" for a draft */
  const char *marks;     /* tags: "claim opinion" */
  const char *pack;      /* HANDED_PACK; "" for none */
  const char *article;   /* "mill" */
  const char *digest;    /* of byline_handed_article(); "" for none */
  const char *role;      /* "work" */
  const char *note;      /* something to tell two files apart */
} Handed;

static inline BylineArticle *
handed_article (void)
{
  g_autoptr (GBytes) html = g_bytes_new_static ("<p>The mill stands still, and nobody in the village knows why.</p>\n", 67);

  return byline_article_new (html, NULL);
}

static inline void
handed_append_marks (GString *json, const char *marks, guint seed)
{
  g_auto (GStrv) tags = g_strsplit (marks, " ", -1);
  const guint n = *marks != '\0' ? g_strv_length (tags) : 0;

  g_string_append_printf (json, "\"total\": %u%s", n, n > 0 ? ", \"first\": {\"id\": \"urn:x:page\", \"type\": \"AnnotationPage\", \"items\": [" : "}\n");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s{\"id\": \"urn:x:%u-%u\", \"type\": \"Annotation\", \"body\": [{\"purpose\": \"tagging\", \"value\": \"%s\"}], \"target\": {\"selector\": ["
                                  "{\"type\": \"TextPositionSelector\", \"start\": 4, \"end\": 8}, {\"type\": \"TextQuoteSelector\", \"exact\": \"mill\"}]}}",
                            i > 0 ? ", " : "", seed, i, tags[i]);
  g_string_append (json, n > 0 ? "]}}\n" : "");
}

/* The file, whose bytes follow from @self alone. */
static inline GBytes *
handed_write (const Handed *self)
{
  g_autoptr (BylineArticle) article = handed_article ();
  const char *name = self->name != NULL ? self->name : "Heron-07";
  const char *committed = self->committed != NULL ? self->committed : "2026-11-23T12:00:00Z";
  const char *pack = self->pack != NULL ? self->pack : HANDED_PACK;
  const char *digest = self->digest != NULL ? self->digest : byline_article_get_digest (article);
  g_autofree char *own_id = self->id == NULL ? g_strdup_printf ("urn:x:%s", name) : g_strdup (self->id);
  GString *json = g_string_new ("{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"id\": \"urn:x:work\", \"type\": \"AnnotationCollection\", \"byline:format\": 1, ");

  g_string_append_printf (json, "\"byline:role\": \"%s\", \"byline:article\": \"%s\", \"byline:attempt\": %u, ", self->role != NULL ? self->role : "work",
                          self->article != NULL ? self->article : "mill", MAX (self->attempt, 1));
  if (*name != '\0' && *own_id != '\0')
    g_string_append_printf (json, "\"creator\": {\"id\": \"%s\", \"nickname\": \"%s\"}, ", own_id, name);
  else if (*name != '\0' || *own_id != '\0')
    g_string_append_printf (json, "\"creator\": {\"%s\": \"%s\"}, ", *name != '\0' ? "nickname" : "id", *name != '\0' ? name : own_id);
  if (*committed != '\0')
    g_string_append_printf (json, g_str_equal (committed, "true") ? "\"byline:committed\": %s, " : "\"byline:committed\": \"%s\", ", committed);
  if (*pack != '\0')
    g_string_append_printf (json, "\"byline:pack\": \"%s\", ", pack);
  if (*digest != '\0')
    g_string_append_printf (json, "\"byline:textDigest\": \"%s\", ", digest);
  if (self->note != NULL)
    g_string_append_printf (json, "\"byline:note\": \"%s\", ", self->note);
  handed_append_marks (json, self->marks != NULL ? self->marks : "claim", self->attempt);
  return g_string_free_to_bytes (json);
}

/* Writes a file below @folder, with the folders it lies in. */
static inline void
handed_put_bytes (const char *folder, const char *file, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static inline void
handed_put (const char *folder, const char *file, const Handed *handed)
{
  g_autoptr (GBytes) bytes = handed_write (handed);

  handed_put_bytes (folder, file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
