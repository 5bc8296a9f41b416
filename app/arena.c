/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <string.h>

#define BLOCK_SIZE ((gsize) 32 * 1024)

struct _BylineArenaBlock
{
  _Alignas (16) BylineArenaBlock *next;
};

/**
 * byline_arena_grow:
 * @self: an arena without enough room
 * @size: bytes, a multiple of 16
 *
 * Takes another block, for byline_arena_alloc().
 *
 * Returns: (transfer none): @size bytes of it
 */
void *
byline_arena_grow (BylineArena *self, gsize size)
{
  const gsize space = MAX (size, BLOCK_SIZE);
  BylineArenaBlock *block = g_malloc (sizeof (BylineArenaBlock) + space);

  block->next = self->blocks;
  self->blocks = block;
  self->at = (char *) (block + 1) + size;
  self->left = space - size;
  return block + 1;
}

/**
 * byline_arena_alloc0:
 *
 * Returns: (transfer none): the same as byline_arena_alloc(), zeroed
 */
void *
byline_arena_alloc0 (BylineArena *self, gsize size)
{
  void *memory = byline_arena_alloc (self, size);

  /* Nothing may be asked for, and then there is nothing. */
  if (size > 0)
    memset (memory, 0, size);
  return memory;
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
