/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <string.h>

#define BLOCK 64

/* The pieces whose places are indexed: long enough to be rare, short enough to
 * survive between two edits. */
#define GRAM 8
#define AHEAD 16
#define GRAM_RARE 24
#define GRAM_PLACES_MAX 200
#define GUESS_WIDTH 16
#define GUESSES_MAX 12

/* In a text of repetitions everything is everywhere. More than this is not
 * looked at, so that a stranger's file cannot take for ever. */
#define PLACES_MAX 20000 /* of one piece */
#define STARTS_MAX 4096
#define HITS_MAX 64

/* The places of one hash. */
typedef struct
{
  guint last;  /* the last of them + 1 */
  guint count;
} Slot;

struct _BylineSearch
{
  BylineFolded folded;
  const gunichar *text; /* of that */
  guint length;
  guint *letters;       /* each character as a small number */
  GHashTable *alphabet; /* character → number + 1 */
  guint ascii[128];     /* the same for most */
  guint n_letters;
  guint mask;           /* of the index of pieces */
  Slot *slots;          /* by hash; both numbers in one line of the cache */
  guint *next;          /* place → the place before it with that hash + 1 */
};

/* A pattern as columns of bits, 64 rows a block (Myers 1999). */
typedef struct
{
  guint length;
  guint n_blocks;
  guint64 *rows; /* letter × block */
} Pattern;

static guint32
hash_gram (const guint *letters)
{
  guint64 hash = 0;

  for (guint i = 0; i < GRAM; i++)
    hash = (hash ^ letters[i]) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return hash >> 32;
}

static void
index_grams (BylineSearch *self)
{
  Slot *ahead[AHEAD];
  guint bits = 4;

  while ((1u << bits) < self->length)
    bits++;
  self->mask = (1u << bits) - 1;
  self->slots = g_new0 (Slot, self->mask + 1);
  self->next = g_new0 (guint, self->length + 1);
  /* Slots lie anywhere in memory: each is asked for some time before it is needed. */
  for (guint at = 0; at + GRAM <= self->length + AHEAD; at++)
    {
      Slot **turn = &ahead[at % AHEAD];

      if (at >= AHEAD)
        {
          self->next[at - AHEAD] = (*turn)->last;
          (*turn)->last = at - AHEAD + 1;
          (*turn)->count++;
        }
      if (at + GRAM <= self->length)
        {
          *turn = &self->slots[hash_gram (self->letters + at) & self->mask];
          __builtin_prefetch (*turn, 1);
        }
    }
}

/* A letter's number + 1, 0 for one that is not in the text. */
static guint
get_number (BylineSearch *self, gunichar c)
{
  return c < G_N_ELEMENTS (self->ascii) ? self->ascii[c] : GPOINTER_TO_UINT (g_hash_table_lookup (self->alphabet, GUINT_TO_POINTER (c)));
}

/**
 * byline_search_new:
 * @text: valid UTF-8
 * @size: bytes
 *
 * Takes time and memory linear in @size.
 */
BylineSearch *
byline_search_new (const char *text, gsize size)
{
  BylineSearch *self = g_new0 (BylineSearch, 1);

  byline_folded_init (&self->folded, text, size);
  self->text = self->folded.text;
  self->length = self->folded.length;
  self->letters = g_new (guint, self->length + 1);
  self->alphabet = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->length; i++)
    {
      const gunichar c = self->text[i];
      guint number = get_number (self, c);

      if (number == 0)
        {
          number = ++self->n_letters;
          if (c < G_N_ELEMENTS (self->ascii))
            self->ascii[c] = number;
          else
            g_hash_table_insert (self->alphabet, GUINT_TO_POINTER (c), GUINT_TO_POINTER (number));
        }
      self->letters[i] = number - 1;
    }
  index_grams (self);
  return self;
}

void
byline_search_free (BylineSearch *self)
{
  byline_folded_clear (&self->folded);
  g_free (self->letters);
  g_hash_table_unref (self->alphabet);
  g_free (self->slots);
  g_free (self->next);
  g_free (self);
}

const gunichar *
byline_search_get_text (BylineSearch *self, guint *length)
{
  if (length != NULL)
    *length = self->length;
  return self->text;
}

const BylineFolded *
byline_search_get_folded (BylineSearch *self)
{
  return &self->folded;
}

/* A letter's number; one that is not in the text gets one that is not either. */
static guint
get_letter (BylineSearch *self, gunichar c)
{
  const guint number = get_number (self, c);
  return number > 0 ? number - 1 : self->n_letters;
}

static guint *
get_letters (BylineSearch *self, const gunichar *pattern, guint length)
{
  guint *letters = g_new (guint, length);

  for (guint i = 0; i < length; i++)
    letters[i] = get_letter (self, pattern[i]);
  return letters;
}

static GArray *
scan_exact (BylineSearch *self, const gunichar *pattern, guint length, guint max_hits)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (BylineHit));
  const char *base = (const char *) self->text;
  const gsize bytes = sizeof (gunichar) * length, end = sizeof (gunichar) * self->length;

  for (gsize at = 0; at + bytes <= end && hits->len < max_hits;)
    {
      const char *found = memmem (base + at, end - at, pattern, bytes);
      const gsize offset = found != NULL ? (gsize) (found - base) : end;
      const guint start = offset / sizeof (gunichar);

      if (found == NULL)
        break;
      /* The bytes of two characters may look like a third. */
      if (offset % sizeof (gunichar) == 0)
        g_array_append_vals (hits, &(BylineHit) { start, start + length, 0 }, 1);
      at = (start + 1) * sizeof (gunichar);
    }
  return hits;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const BylineHit *one = a, *two = b;
  return one->start < two->start ? -1 : one->start > two->start;
}

/**
 * byline_search_find_exact:
 * @pattern: (array length=length): what to look for, not empty
 * @max_hits: when to stop
 *
 * Returns: (transfer full): places where it stands, also overlapping ones
 */
GArray *
byline_search_find_exact (BylineSearch *self, const gunichar *pattern, guint length, guint max_hits)
{
  g_autofree guint *letters = NULL;
  guint rarest = 0, rarest_slot = 0;
  GArray *hits;

  if (length < GRAM)
    return scan_exact (self, pattern, length, max_hits);

  letters = get_letters (self, pattern, length);
  for (guint i = 0; i + GRAM <= length; i++)
    {
      const guint slot = hash_gram (letters + i) & self->mask;

      if (i == 0 || self->slots[slot].count < self->slots[rarest_slot].count)
        {
          rarest = i;
          rarest_slot = slot;
        }
    }

  hits = g_array_new (FALSE, FALSE, sizeof (BylineHit));
  for (guint place = self->slots[rarest_slot].last, tries = 0; place > 0 && hits->len < max_hits && tries < PLACES_MAX; place = self->next[place - 1], tries++)
    {
      const guint start = place - 1 - rarest;

      if (place > rarest && start + length <= self->length && memcmp (self->text + start, pattern, sizeof (gunichar) * length) == 0)
        g_array_append_vals (hits, &(BylineHit) { start, start + length, 0 }, 1);
    }
  g_array_sort (hits, compare_hits);
  return hits;
}

static void
pattern_init (Pattern *self, BylineSearch *search, const gunichar *pattern, guint length)
{
  self->length = length;
  self->n_blocks = (length + BLOCK - 1) / BLOCK;
  self->rows = g_new0 (guint64, (gsize) (search->n_letters + 1) * self->n_blocks);
  for (guint i = 0; i < length; i++)
    self->rows[(gsize) get_letter (search, pattern[i]) * self->n_blocks + i / BLOCK] |= G_GUINT64_CONSTANT (1) << (i % BLOCK);
}

typedef struct
{
  guint64 up;   /* rows one greater than the row above */
  guint64 down; /* rows one less */
} Column;

/* One text character through one block: Myers 1999, in Hyyrö's form of 2003.
 * @carry is the horizontal difference coming in at the top and going out at
 * @last. */
static inline int
advance (Column *column, guint64 equal, guint64 last, int carry)
{
  const guint64 vertical = equal | column->down;
  guint64 diagonal, plus, minus;
  int out;

  equal |= carry < 0;
  diagonal = (((equal & column->up) + column->up) ^ column->up) | equal;
  plus = column->down | ~(diagonal | column->up);
  minus = column->up & diagonal;
  out = (plus & last) != 0 ? 1 : (minus & last) != 0 ? -1 : 0;

  plus = plus << 1 | (carry > 0);
  minus = minus << 1 | (carry < 0);
  column->up = minus | ~(vertical | plus);
  column->down = plus & vertical;
  return out;
}

/* Of the ends in one neighbourhood only the best is kept. */
static void
note_end (GArray *hits, guint end, guint distance, guint apart)
{
  BylineHit *last = hits->len > 0 ? &g_array_index (hits, BylineHit, hits->len - 1) : NULL;

  if (last == NULL || end - last->end > apart)
    g_array_append_vals (hits, &(BylineHit) { 0, end, distance }, 1);
  else if (distance < last->distance)
    *last = (BylineHit) { 0, end, distance };
}

/* In a table of distances, what is too far from the diagonal to count. */
#define OUTSIDE (G_MAXUINT / 2)

static guint
next_cell (guint diagonal, guint above, guint left, gboolean same)
{
  return MIN (diagonal + !same, MIN (above, left) + 1);
}

/* Where the best alignment that ends at hit->end begins: the pattern read
 * backwards, against the text read backwards, no further from the diagonal than
 * there are edits. */
static void
find_start (BylineSearch *self, const gunichar *pattern, guint length, BylineHit *hit)
{
  const guint band = hit->distance, reach = MIN (hit->end, length + band);
  g_autofree guint *row = g_new (guint, reach + 1);
  guint best = G_MAXUINT;

  for (guint k = 0; k <= reach; k++)
    row[k] = k <= band ? k : OUTSIDE;
  for (guint i = 1; i <= length; i++)
    {
      const guint low = i > band ? i - band : 1;
      guint diagonal = row[low - 1];

      row[low - 1] = low == 1 && i <= band ? i : OUTSIDE;
      for (guint k = low; k <= MIN (reach, i + band); k++)
        {
          const guint above = row[k];

          row[k] = next_cell (diagonal, above, row[k - 1], pattern[length - i] == self->text[hit->end - k]);
          diagonal = above;
        }
    }
  for (guint k = length - MIN (length, band); k <= reach; k++)
    if (best == G_MAXUINT || row[k] < row[best] || (row[k] == row[best] && ABS ((int) (k - length)) < ABS ((int) (best - length))))
      best = k;
  hit->start = hit->end - best;
  hit->distance = row[best];
}

static int
compare_distances (gconstpointer a, gconstpointer b)
{
  const BylineHit *one = a, *two = b;

  if (one->distance != two->distance)
    return one->distance < two->distance ? -1 : 1;
  return one->end < two->end ? -1 : one->end > two->end;
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const BylineHit *one = a, *two = b;
  return one->end < two->end ? -1 : one->end > two->end;
}

/**
 * byline_search_find:
 * @pattern: (array length=length): what to look for, not empty
 * @max_distance: the most edits
 * @start: where to begin
 * @end: where to stop, beyond the text for all of it
 *
 * Finds the places like @pattern; of several that overlap by more than a half the
 * best, and of very many the 64 best.
 *
 * Returns: (transfer full): the places
 */
GArray *
byline_search_find (BylineSearch *self, const gunichar *pattern, guint length, guint max_distance, guint start, guint end)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (BylineHit));
  const guint64 top = G_GUINT64_CONSTANT (1) << (BLOCK - 1);
  const guint64 last = G_GUINT64_CONSTANT (1) << ((length - 1) % BLOCK);
  g_autofree Column *columns = NULL;
  Pattern bits;
  guint distance = length;

  pattern_init (&bits, self, pattern, length);
  columns = g_new (Column, bits.n_blocks);
  for (guint i = 0; i < bits.n_blocks; i++)
    columns[i] = (Column) { ~G_GUINT64_CONSTANT (0), 0 };

  for (guint at = start; at < MIN (end, self->length); at++)
    {
      const guint64 *rows = bits.rows + (gsize) self->letters[at] * bits.n_blocks;
      int carry = 0;

      for (guint i = 0; i + 1 < bits.n_blocks; i++)
        carry = advance (&columns[i], rows[i], top, carry);
      distance += advance (&columns[bits.n_blocks - 1], rows[bits.n_blocks - 1], last, carry);
      if (distance <= max_distance)
        note_end (hits, at + 1, distance, length / 2);
    }

  g_free (bits.rows);
  if (hits->len > HITS_MAX)
    {
      g_array_sort (hits, compare_distances);
      g_array_set_size (hits, HITS_MAX);
      g_array_sort (hits, compare_ends);
    }
  for (guint i = 0; i < hits->len; i++)
    find_start (self, pattern, length, &g_array_index (hits, BylineHit, i));
  return hits;
}

typedef struct
{
  guint start;
  guint votes;
} Guess;

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const guint one = *(const guint *) a, two = *(const guint *) b;
  return one < two ? -1 : one > two;
}

static int
compare_guesses (gconstpointer a, gconstpointer b)
{
  const Guess *one = a, *two = b;

  if (one->votes != two->votes)
    return one->votes > two->votes ? -1 : 1;
  return one->start < two->start ? -1 : one->start > two->start;
}

/* Each place of a piece of the pattern says where the whole would begin. Pieces
 * that are everywhere say little. */
static GArray *
collect_starts (BylineSearch *self, const guint *letters, guint length, guint max_places)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree const Slot **slots = g_new (const Slot *, length);

  /* Asked for together, memory answers sooner. */
  for (guint i = 0; i + GRAM <= length; i++)
    {
      slots[i] = &self->slots[hash_gram (letters + i) & self->mask];
      __builtin_prefetch (slots[i]);
    }
  for (guint i = 0; i + GRAM <= length; i++)
    if (slots[i]->last > 0 && slots[i]->count <= max_places)
      {
        __builtin_prefetch (self->letters + slots[i]->last - 1);
        __builtin_prefetch (self->next + slots[i]->last - 1);
      }

  for (guint i = 0; i + GRAM <= length && starts->len < STARTS_MAX; i++)
    {
      const Slot *slot = slots[i];

      if (slot->count > max_places)
        continue;
      for (guint place = slot->last; place > 0; place = self->next[place - 1])
        if (memcmp (self->letters + place - 1, letters + i, GRAM * sizeof (guint)) == 0)
          {
            const guint start = place - 1 > i ? place - 1 - i : 0;
            g_array_append_val (starts, start);
          }
    }
  g_array_sort (starts, compare_starts);
  return starts;
}

/**
 * byline_search_guess:
 * @pattern: (array length=length): what to look for
 *
 * Returns: (transfer full) (element-type guint): likely starts, best first; what
 *   shares no piece of eight characters with the pattern is not among them
 */
GArray *
byline_search_guess (BylineSearch *self, const gunichar *pattern, guint length)
{
  g_autofree guint *letters = get_letters (self, pattern, length);
  g_autoptr (GArray) starts = collect_starts (self, letters, length, GRAM_RARE);
  g_autoptr (GArray) guesses = g_array_new (FALSE, FALSE, sizeof (Guess));
  GArray *best = g_array_new (FALSE, FALSE, sizeof (guint));

  if (starts->len == 0)
    {
      g_array_unref (starts);
      starts = collect_starts (self, letters, length, GRAM_PLACES_MAX);
    }
  for (guint i = 0; i < starts->len; i++)
    {
      const guint start = g_array_index (starts, guint, i);
      Guess *last = guesses->len > 0 ? &g_array_index (guesses, Guess, guesses->len - 1) : NULL;

      if (last != NULL && start - last->start <= GUESS_WIDTH)
        last->votes++;
      else
        g_array_append_vals (guesses, &(Guess) { start, 1 }, 1);
    }
  g_array_sort (guesses, compare_guesses);
  for (guint i = 0; i < MIN (guesses->len, GUESSES_MAX); i++)
    g_array_append_val (best, g_array_index (guesses, Guess, i).start);
  return best;
}

/* The edits from one to the other if they are at most @band, else more than that. */
static guint
get_distance_within (const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint band, guint *row)
{
  for (guint k = 0; k <= n_b; k++)
    row[k] = k <= band ? k : OUTSIDE;
  for (guint i = 1; i <= n_a; i++)
    {
      const guint low = i > band ? i - band : 1;
      guint diagonal = row[low - 1];

      row[low - 1] = low == 1 && i <= band ? i : OUTSIDE;
      for (guint k = low; k <= MIN (n_b, i + band); k++)
        {
          const guint above = row[k];

          row[k] = next_cell (diagonal, above, row[k - 1], a[i - 1] == b[k - 1]);
          diagonal = above;
        }
    }
  return row[n_b];
}

/**
 * byline_search_distance:
 * @a: (array length=n_a): some characters
 * @b: (array length=n_b): other characters
 * @max: as many edits as are worth counting
 *
 * Takes time in proportion to the length and the edits.
 *
 * Returns: the edits (insertions, deletions, replacements) from one to the other, or
 *   more than @max
 */
guint
byline_search_distance (const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint max)
{
  g_autofree guint *row = g_new (guint, n_b + 1);

  for (guint band = MAX (n_a, n_b) - MIN (n_a, n_b) + 8;; band *= 2)
    {
      const guint distance = get_distance_within (a, n_a, b, n_b, band, row);

      if (distance <= band || band > max)
        return distance;
    }
}
