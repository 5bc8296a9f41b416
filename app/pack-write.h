/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"

G_BEGIN_DECLS

/* A pack as a zip, for somebody: with its keys open (practice, teacher), without them
 * (student), or with them sealed (student and @code). Same input, same bytes. Blocking, with
 * @code for about half a second an article: call it from a thread. */
GBytes *byline_pack_write (BylinePack *self, BylinePackKind kind, const char *code, GError **error);
/* Whether writing to @path would replace a file that the pack was read from. */
gboolean byline_pack_is_made_of (BylinePack *self, const char *path);

/**
 * BylinePackDraft:
 * @pack: where the article comes from; its tag set, scoring, briefing, source and
 *   pictures come along. byline_pack_new_for_article() makes one of a lone article.
 * @article: the article's id there
 * @marks: the passages that become the answer key, with their notes as reasons;
 *   work or key, of this very text
 * @id: (nullable): the new pack's id, `urn:uuid:…`; %NULL makes a new one. Students'
 *   and teacher's versions of one exercise share it
 * @revision: 0 for 1
 * @title: (nullable): the new pack's title; %NULL for the article's
 * @language: (nullable): BCP 47; %NULL for the article's
 * @license: (nullable): under which the pack may be passed on, as an SPDX name; %NULL
 *   for that of @pack
 * @author: (nullable): who made it
 * @kind: for whom it is
 * @reveal: when the key is shown in a practice or teacher's pack; with a student
 *   pack it follows from @code
 * @code: (nullable): seals the key of a student pack; without it there is none in it
 *
 * A new pack of one article with one's own tags as its key.
 */
typedef struct
{
  BylinePack *pack;
  const char *article;
  BylineAnnotations *marks;
  const char *id;
  guint revision;
  const char *title;
  const char *language;
  const char *license;
  const char *author;
  BylinePackKind kind;
  BylineReveal reveal;
  const char *code;
} BylinePackDraft;

/* A zip, to be written with byline_store_write_file(). Blocking like byline_pack_write(). */
GBytes *byline_pack_draft_write (const BylinePackDraft *self, GError **error);

G_END_DECLS
