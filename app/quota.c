/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quota.h"

void
byline_quota_init (BylineQuota *self, gsize max_size)
{
  self->arena = (BylineArena) BYLINE_ARENA_INIT;
  self->left = max_size;
}

/**
 * byline_quota_clear:
 *
 * Frees all that was asked for.
 */
void
byline_quota_clear (BylineQuota *self)
{
  byline_arena_clear (&self->arena);
}

/**
 * byline_quota_alloc:
 * @quota: a #BylineQuota
 * @size: bytes
 *
 * Returns: uninitialised memory; does not return when the quota is used up
 */
void *
byline_quota_alloc (void *quota, size_t size)
{
  BylineQuota *self = quota;

  if (size > self->left)
    longjmp (self->full, 1);
  self->left -= size;
  return byline_arena_alloc (&self->arena, size);
}

/**
 * byline_quota_free:
 *
 * Does nothing: all is freed at the end.
 */
void
byline_quota_free (void *quota, void *memory)
{
}
