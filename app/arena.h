/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BylineArenaBlock BylineArenaBlock;

/**
 * BylineArena:
 *
 * Memory that is given back all at once: comparing one student needs dozens of
 * small arrays, and asking the allocator for each would take longer than the
 * comparison.
 */
typedef struct
{
  BylineArenaBlock *blocks;
  char *at;
  gsize left;
} BylineArena;

#define BYLINE_ARENA_INIT { NULL, NULL, 0 }

/* Arrays of @n elements of @Type, uninitialised or zeroed. */
#define byline_arena_new(arena, Type, n) ((Type *) byline_arena_alloc ((arena), sizeof (Type) * (gsize) (n)))
#define byline_arena_new0(arena, Type, n) ((Type *) byline_arena_alloc0 ((arena), sizeof (Type) * (gsize) (n)))

void *byline_arena_grow   (BylineArena *self, gsize size);
void *byline_arena_alloc0 (BylineArena *self, gsize size);
void  byline_arena_clear  (BylineArena *self);

/* Uninitialised memory, aligned for every type, that lives until
 * byline_arena_clear(). Inline, as it is asked for once a mark. */
static inline void *
byline_arena_alloc (BylineArena *self, gsize size)
{
  const gsize needed = (size + 15) & ~(gsize) 15;
  void *memory = self->at;

  if (needed > self->left)
    return byline_arena_grow (self, needed);
  self->at += needed;
  self->left -= needed;
  return memory;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineArena, byline_arena_clear)

G_END_DECLS
