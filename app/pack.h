/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annotations.h"

G_BEGIN_DECLS

/* A zipped pack with all its headers. */
#define BYLINE_PACK_MAX_SIZE (264 * 1024 * 1024)

typedef enum { BYLINE_PACK_STUDENT, BYLINE_PACK_PRACTICE, BYLINE_PACK_TEACHER } BylinePackKind;
typedef enum { BYLINE_REVEAL_COMMIT, BYLINE_REVEAL_CODE, BYLINE_REVEAL_TEACHER } BylineReveal;
typedef enum { BYLINE_RETRY_NONE, BYLINE_RETRY_EMPTY, BYLINE_RETRY_COPY } BylineRetry;
typedef enum { BYLINE_SURPLUS_OFF, BYLINE_SURPLUS_MILD, BYLINE_SURPLUS_STANDARD, BYLINE_SURPLUS_STRICT } BylineSurplus;
typedef enum { BYLINE_PARTIAL_OVERLAP, BYLINE_PARTIAL_HALF, BYLINE_PARTIAL_FULL, BYLINE_PARTIAL_NONE } BylinePartial;

/**
 * BylineScoring:
 * @surplus: what marks beyond the key's number cost
 * @partial: what partial overlap earns
 * @wrong_tag_pt: what the right passage with a wrong tag earns, 1/10,000 mark
 */
typedef struct
{
  BylineSurplus surplus;
  BylinePartial partial;
  guint wrong_tag_pt;
} BylineScoring;

#define BYLINE_SCORING_INIT { BYLINE_SURPLUS_STANDARD, BYLINE_PARTIAL_OVERLAP, 0 }

/**
 * BylinePackArticle:
 * @id: unique in the pack
 * @file: where it lies in the pack
 * @title: (nullable)
 * @language: BCP 47
 * @direction: `ltr` or `rtl`
 * @briefing: (nullable): who published it, when, who is who
 * @source_name: (nullable)
 * @source_url: (nullable)
 * @source_date: (nullable)
 * @digest: (nullable): the text digest the manifest promises
 * @key: (nullable): where its key lies in the pack
 */
typedef struct
{
  char *id;
  char *file;
  char *title;
  char *language;
  char *direction;
  char *briefing;
  char *source_name;
  char *source_url;
  char *source_date;
  char *digest;
  char *key;
} BylinePackArticle;

/**
 * BylinePack:
 *
 * An exercise pack, read whole into memory. Immutable, atomically reference
 * counted. An article opened by itself is a pack of one article without key.
 */
typedef struct _BylinePack BylinePack;

BylinePack              *byline_pack_open            (const char *path, GError **error);
/* A zipped pack that is in memory already. */
BylinePack              *byline_pack_new_for_zip     (GBytes *zip, GError **error);
BylinePack              *byline_pack_new_for_article (BylineArticle *article, const char *title);
/* The same with the pictures that it shows (element-type BylineMedia). */
BylinePack              *byline_pack_new_for_article_with_media (BylineArticle *article, const char *title, GPtrArray *media);
BylinePack              *byline_pack_ref             (BylinePack *self);
void                     byline_pack_unref           (BylinePack *self);

const char              *byline_pack_get_id          (BylinePack *self);  /* NULL without a manifest */
guint                    byline_pack_get_revision    (BylinePack *self);
const char              *byline_pack_get_title       (BylinePack *self);
const char              *byline_pack_get_description (BylinePack *self);
const char              *byline_pack_get_language    (BylinePack *self);
const char              *byline_pack_get_license     (BylinePack *self);
BylinePackKind           byline_pack_get_kind        (BylinePack *self);
BylineReveal             byline_pack_get_reveal      (BylinePack *self);
BylineRetry              byline_pack_get_retry       (BylinePack *self);
guint                    byline_pack_get_attempts    (BylinePack *self);
BylineTagSet            *byline_pack_get_tags        (BylinePack *self);
const BylineScoring     *byline_pack_get_scoring     (BylinePack *self);

guint                    byline_pack_get_n_articles  (BylinePack *self);
const BylinePackArticle *byline_pack_get_article     (BylinePack *self, guint index);
const BylinePackArticle *byline_pack_find_article    (BylinePack *self, const char *id);
/* Checked against the manifest's digest; full reference. */
BylineArticle           *byline_pack_load_article    (BylinePack *self, const char *id, GError **error);
gboolean                 byline_pack_has_key         (BylinePack *self, const char *id);
gboolean                 byline_pack_has_sealed_key  (BylinePack *self, const char *id);
BylineAnnotations       *byline_pack_load_key        (BylinePack *self, const char *id, GError **error);
/* The same with the code of a sealed key, which takes half a second: call it from a thread.
 * BYLINE_ERROR_CODE for a wrong code. A key that is open needs none. */
BylineAnnotations       *byline_pack_unseal_key      (BylinePack *self, const char *id, const char *code, GError **error);
/* A file of the pack by its name ("media/pier.png"); NULL when it is not there. */
GBytes                  *byline_pack_get_file        (BylinePack *self, const char *name);

/* Into a new or an empty folder, all of them or nothing. */
gboolean                 byline_pack_extract         (BylinePack *self, const char *folder, GError **error);

/* Each problem is one sentence with its place (element-type utf8). */
gboolean                 byline_pack_check           (BylinePack *self, GPtrArray *problems, GPtrArray *warnings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylinePack, byline_pack_unref)

G_END_DECLS
