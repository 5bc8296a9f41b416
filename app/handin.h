/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack.h"

G_BEGIN_DECLS

/**
 * BylineHandin:
 * @file: as people name it: a path, and for a file in a zip `ZIP/NAME` (and
 *   `ZIP/INNER.zip/NAME`), made UTF-8
 * @work: (nullable): what was read, which cannot be edited or written again, where
 *   #BylineHandinsOptions.keep_works asks for it; %NULL when it is damaged, or a pack
 * @error: (nullable): what is wrong with a damaged one, a sentence without the name
 * @suggested: (nullable): the LMS's part of the name, which the teacher may confirm as a name
 * @student: (nullable): `creator.id`, else the nickname; interned in the collection: the
 *   same student, the same pointer. %NULL for work without a creator, which counts for
 *   a student of its own
 * @code_name: (nullable): of the work
 * @attempt: from 1; 0 when there is no work
 * @committed: (nullable): when it was finished, RFC 3339; "" without a time, %NULL for a draft
 *
 * A file that somebody handed in. Owned by its collection.
 */
typedef struct
{
  char *file;
  BylineAnnotations *work;
  char *error;
  char *suggested;
  const char *student;
  char *code_name;
  guint attempt;
  char *committed;
} BylineHandin;

/**
 * BylineHandinsOptions:
 * @pack: (nullable): the pack's id; files of other packs are strangers
 * @contents: (nullable): the pack itself: a file without a pack's id is a stranger
 *   unless it is about the text of one of its articles, and so is one about an article
 *   that it does not have
 * @article: (nullable): the article's id; what is about another one is a stranger. %NULL
 *   for all: attempts are told apart by student and article
 * @roster: (nullable) (element-type utf8): code names that are expected
 * @progress: (nullable): told how many of the files found so far are read; by any thread,
 *   one at a time
 * @read: (nullable): given each finished work of the pack and the article while it is in
 *   memory; by any thread, several at a time
 * @data: for @read
 * @keep_works: keep them all, for whoever opens one later: ten times the memory, or more
 */
typedef struct
{
  const char *pack;
  BylinePack *contents;
  const char *article;
  GPtrArray *roster;
  void (*progress) (guint n_read, guint n_found);
  void (*read) (const BylineHandin *handin, BylineAnnotations *work, gpointer data);
  gpointer data;
  gboolean keep_works;
} BylineHandinsOptions;

/**
 * BylineHandins:
 * @files: (element-type BylineHandin): all that was read, which owns them, in order of
 *   @file; other files that lay there are not in it
 * @students: (element-type BylineHandin): a student's counting attempt — the
 *   highest, then the one committed last — in order of code name, then id, article, file
 * @earlier: (element-type BylineHandin): their other committed attempts, in the order of
 *   @students, the oldest first
 * @drafts: (element-type BylineHandin): not handed in
 * @damaged: (element-type BylineHandin): could not be read
 * @strangers: (element-type BylineHandin): of another pack or text, or no work at all: a
 *   key, a pack
 * @duplicates: (element-type BylineHandin): byte for byte as one that stands in @students,
 *   @earlier or @drafts
 * @conflicts: (element-type GPtrArray(BylineHandin)): the same code name (in any case) with
 *   another creator, or the same attempt with other marks or another code name; nobody
 *   is dropped: all stand in @students or @earlier too
 * @missing: (element-type utf8): code names of the roster without anything handed in, in
 *   its order
 * @articles: (element-type utf8): ids of the articles that finished work of this pack is
 *   about, sorted, whatever @article was asked for
 *
 * What was collected (docs/formats.md section 4, "Collecting").
 */
typedef struct
{
  GPtrArray *files;
  GPtrArray *students;
  GPtrArray *earlier;
  GPtrArray *drafts;
  GPtrArray *damaged;
  GPtrArray *strangers;
  GPtrArray *duplicates;
  GPtrArray *conflicts;
  GPtrArray *missing;
  GPtrArray *articles;
} BylineHandins;

/* Reads folders, zips and files. Blocking; call it from a thread. NULL with an error only
 * when a path cannot be read at all. The order of @paths changes nothing. */
BylineHandins *byline_handins_collect (const char *const *paths, const BylineHandinsOptions *options, GError **error);
void           byline_handins_free    (BylineHandins *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineHandins, byline_handins_free)

G_END_DECLS
