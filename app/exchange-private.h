/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange.h"

G_BEGIN_DECLS

typedef enum
{
  BYLINE_FOUND,
  BYLINE_FOUND_NOTHING,   /* it marks no character */
  BYLINE_FOUND_NOWHERE,   /* its words are not in the article */
  BYLINE_FOUND_OFTEN,     /* they are, more than once, and nothing tells which are meant */
  BYLINE_FOUND_TOO_LATE,  /* too many passages had to be looked for before */
} BylineFound;

/* Finds the pieces of foreign annotations in one article. */
typedef struct _BylineFinder BylineFinder;

BylineFinder *byline_finder_new          (BylineArticle *article);
void          byline_finder_free         (BylineFinder *self);
/* What the pieces found from now on belong to. */
void          byline_finder_set_document (BylineFinder *self, BylineForeign *document);
BylineFound   byline_finder_find         (BylineFinder *self, const BylineForeignMark *mark, BylineSpan *span);
/* Whether the document's text is the article's but for white space. */
gboolean      byline_finder_has_text     (BylineFinder *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineFinder, byline_finder_free)

/* exchange-build.c: annotations and collections of the W3C model. */
char              *byline_exchange_dup_id     (const char *name);
JsonObject        *byline_exchange_build      (const BylineForeignMark *mark, const char *tag, const BylineSpan *span, const char *id, const BylineExchangeOptions *options);
BylineAnnotations *byline_exchange_build_work (const BylineForeign *document, JsonArray *items, const BylineExchangeOptions *options, GError **error);

G_END_DECLS
