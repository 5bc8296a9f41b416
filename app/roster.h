/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BylineRosterStudent:
 * @code: the code name
 * @name: (nullable): what the teacher calls them; shown only when asked for
 * @id: (nullable): what the gradebook knows them by
 */
typedef struct
{
  char *code;
  char *name;
  char *id;
} BylineRosterStudent;

/**
 * BylineRoster:
 * @students: (element-type BylineRosterStudent): in the order of the file
 * @codes: (element-type utf8): their code names; borrowed from @students
 *
 * A teacher's own list of who has which code name.
 */
typedef struct
{
  GPtrArray *students;
  GPtrArray *codes;
} BylineRoster;

BylineRoster              *byline_roster_new  (GBytes *bytes, GError **error);
void                       byline_roster_free (BylineRoster *self);

/* Whoever has the code name, in any case; NULL for nobody. */
const BylineRosterStudent *byline_roster_find (const BylineRoster *self, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BylineRoster, byline_roster_free)

G_END_DECLS
