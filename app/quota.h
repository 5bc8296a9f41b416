/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "arena.h"

#include <setjmp.h>

G_BEGIN_DECLS

/**
 * BylineQuota:
 * @left: bytes that may still be asked for
 * @full: where byline_quota_alloc() goes when there are none
 *
 * Memory for a parser that is not ours and has no limits of its own. Its caller
 * does `if (setjmp (quota.full) == 0)` around it; nothing but the parser's own
 * memory may be held across that call.
 */
typedef struct
{
  BylineArena arena;
  gsize left;
  jmp_buf full;
} BylineQuota;

void  byline_quota_init  (BylineQuota *self, gsize max_size);
void  byline_quota_clear (BylineQuota *self);
void *byline_quota_alloc (void *quota, size_t size);
void  byline_quota_free  (void *quota, void *memory);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BylineQuota, byline_quota_clear)

G_END_DECLS
