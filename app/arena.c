/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <string.h>

#define BLOCK_SIZE ((gsize) 32 * 1024)
#define ALIGNMENT ((gsize) 16)

struct _BylineArenaBlock
{
  _Alignas (16) BylineArenaBlock *next;
};

/**
 * byline_arena_alloc:
 * @self: an arena
 * @size: bytes
 *
 * Returns: (transfer none): uninitialised memory, aligned for every type, that
 *   lives until byline_arena_clear()
 */
void *
byline_arena_alloc (BylineArena *self, gsize size)
{
  const gsize needed = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  char *memory;

  if (needed > self->left)
    {
      const gsize space = MAX (needed, BLOCK_SIZE);
      BylineArenaBlock *block = g_malloc (sizeof (BylineArenaBlock) + space);

      block->next = self->blocks;
      self->blocks = block;
      self->at = (char *) (block + 1);
      self->left = space;
    }

  memory = self->at;
  self->at += needed;
  self->left -= needed;
  return memory;
}

/**
 * byline_arena_alloc0:
 *
 * Returns: (transfer none): the same, zeroed
 */
void *
byline_arena_alloc0 (BylineArena *self, gsize size)
{
  return memset (byline_arena_alloc (self, size), 0, size);
}

/**
 * byline_arena_clear:
 *
 * Frees all that was allocated; the arena may be used again.
 */
void
byline_arena_clear (BylineArena *self)
{
  while (self->blocks != NULL)
    {
      BylineArenaBlock *next = self->blocks->next;

      g_free (self->blocks);
      self->blocks = next;
    }
  self->at = NULL;
  self->left = 0;
}
