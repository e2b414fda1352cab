/* SPDX-License-Identifier: MIT */
/*
 * The index lies flat:
 *
 *	filter	a bit a key, to refuse most keys within the cache
 *	first	for each bucket the start of its entries, and one past the end
 *	entry	{hash of a target less 0, 1 or 2 letters; number of the target}
 *
 * Keys are told by their hash alone: what a collision lets through, measuring
 * the distance refuses.
 */
#include "repair.h"

#include "slip.h"

#include <string.h>

/* A word of n letters has 1 + n + n(n-1)/2 keys; longer words stay as they
 * are. */
#define REPAIR_LETTERS_MIN 4u /* of a target */
#define REPAIR_TYPED_MIN 3u
#define REPAIR_LETTERS_MAX 24u
#define REPAIR_TWO_FROM 6u  /* letters from which two slips are looked for */
#define REPAIR_SURE_FROM 8u /* ... even where the first letter is wrong */

struct entry {
	uint32_t hash, target;
};

struct repair {
	const struct repair_target *target;
	struct entry *entry;
	uint32_t *first;
	uint64_t *filter;
	size_t buckets; /* a power of two */
	size_t longest; /* target, in letters */
};

/*
 * A key is the sum of its letters, each times a power of KEY_BASE by its place,
 * modulo 2^64: with the sums of all beginnings of a word at hand, any key less
 * two letters takes three terms, where the letters behind a gap move one place
 * down. The base is any odd number; its inverse makes the step down.
 */
#define KEY_BASE UINT64_C(0x9e3779b97f4a7c15)
#define KEY_INVERSE UINT64_C(0xf1de83e19937733d)

struct keys {
	uint64_t sum[REPAIR_LETTERS_MAX + 1]; /* of the first i letters */
	size_t bytes;
};

static void keys_init(struct keys *keys, const char *name, size_t bytes)
{
	uint64_t power = 1;
	keys->bytes = bytes;
	keys->sum[0] = 0;
	for (size_t i = 0; i < bytes; i++) {
		keys->sum[i + 1] =
			keys->sum[i] + power * (unsigned char)name[i];
		power *= KEY_BASE;
	}
}

/* The key without the letters at i and j, i < j; at `bytes` there is none. The
 * high bits depend on all letters and places: fold them down. */
static uint32_t key_without(const struct keys *keys, size_t i, size_t j)
{
	const uint64_t *sum = keys->sum;
	size_t n = keys->bytes;
	uint64_t key = sum[i < n ? i : n];
	if (i < n)
		key += (sum[j < n ? j : n] - sum[i + 1]) * KEY_INVERSE;
	if (j < n)
		key += (sum[n] - sum[j + 1]) * KEY_INVERSE * KEY_INVERSE;
	key = (key ^ key >> 32) * UINT64_C(0xff51afd7ed558ccd);
	return (uint32_t)(key >> 32);
}

static bool all_letters(const char *name, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		if (name[i] < 'a' || name[i] > 'z')
			return false;
	}
	return true;
}

bool repair_takes(const char *name, size_t bytes)
{
	return bytes >= REPAIR_LETTERS_MIN && bytes <= REPAIR_LETTERS_MAX &&
	       all_letters(name, bytes);
}

/*
 * Calls `each` with every key of a name: whole, less one letter and, from
 * REPAIR_TWO_FROM letters on, less two. Of equal neighbours only the first is
 * left out, for leaving out the other gives the same.
 */
static void keys_each(const char *name, size_t bytes,
		      void (*each)(void *context, uint32_t key), void *context)
{
	struct keys keys;
	keys_init(&keys, name, bytes);
	each(context, key_without(&keys, bytes, bytes));
	for (size_t i = 0; i < bytes; i++) {
		if (i && name[i] == name[i - 1])
			continue;
		each(context, key_without(&keys, i, bytes));
	}
	for (size_t i = 0; bytes >= REPAIR_TWO_FROM && i < bytes; i++) {
		for (size_t j = i + 1; j < bytes; j++) {
			if (j > i + 1 && name[j] == name[j - 1])
				continue;
			each(context, key_without(&keys, i, j));
		}
	}
}

static void count_key(void *context, uint32_t key)
{
	(void)key;
	++*(size_t *)context;
}

static void size_bucket(void *context, uint32_t key)
{
	struct repair *r = context;
	size_t bit = key & (8 * r->buckets - 1);
	r->first[key & (r->buckets - 1)]++;
	r->filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* Where keys go while the index is laid out. */
struct filling {
	struct repair *repair;
	uint32_t target;
};

/* Buckets fill from their ends, so that first[] ends at their starts. */
static void fill_bucket(void *context, uint32_t key)
{
	struct filling *f = context;
	uint32_t *at = &f->repair->first[key & (f->repair->buckets - 1)];
	f->repair->entry[--*at] =
		(struct entry){.hash = key, .target = f->target};
}

static struct repair *repair_alloc(struct arena *arena, size_t keys)
{
	struct repair *r = arena_alloc(arena, 1, sizeof(*r));
	if (!r || keys >= UINT32_MAX)
		return NULL;
	for (r->buckets = 64; r->buckets < keys;)
		r->buckets *= 2;
	r->entry = arena_alloc(arena, keys, sizeof(*r->entry));
	r->first = arena_alloc(arena, r->buckets + 1, sizeof(*r->first));
	r->filter = arena_alloc(arena, r->buckets / 8, sizeof(*r->filter));
	return r->entry && r->first && r->filter ? r : NULL;
}

struct repair *repair_new(struct arena *arena,
			  const struct repair_target *target, size_t count)
{
	size_t keys = 0;
	for (size_t i = 0; i < count; i++)
		keys_each(target[i].name, target[i].bytes, count_key, &keys);
	struct repair *r = repair_alloc(arena, keys);
	if (!r)
		return NULL;
	r->target = target;
	for (size_t i = 0; i < count; i++) {
		if (target[i].bytes > r->longest)
			r->longest = target[i].bytes;
		keys_each(target[i].name, target[i].bytes, size_bucket, r);
	}
	for (size_t i = 1; i <= r->buckets; i++)
		r->first[i] += r->first[i - 1];
	struct filling f = {.repair = r};
	for (; f.target < count; f.target++)
		keys_each(target[f.target].name, target[f.target].bytes,
			  fill_bucket, &f);
	return r;
}

/* A word meets a target under many of its keys, mostly in a row. */
#define SEARCH_SEEN 8u

/* A search for what `word` is a slip of. */
struct search {
	const struct repair *repair;
	const char *word;
	size_t bytes;
	unsigned limit; /* slips */
	const struct repair_target *best;
	unsigned cost;              /* of best, see slip.h */
	uint32_t seen[SEARCH_SEEN]; /* targets measured last, plus one */
	unsigned turn;
};

/* Is `s` likelier than the best so far, which costs the same? */
static bool likelier(const struct search *f, const struct repair_target *t)
{
	bool first = t->name[0] == f->word[0];
	if (t->used != f->best->used)
		return t->used > f->best->used;
	if (first != (f->best->name[0] == f->word[0]))
		return first;
	return strcmp(t->name, f->best->name) < 0;
}

static void search_measure(struct search *f, const struct repair_target *t)
{
	if (t->bytes > f->bytes + f->limit || f->bytes > t->bytes + f->limit)
		return;
	unsigned cost = slip_cost(f->word, f->bytes, t->name, t->bytes);
	if (cost / SLIP_COST > f->limit)
		return;
	if (cost / SLIP_COST > 1 && f->bytes < REPAIR_SURE_FROM &&
	    t->name[0] != f->word[0])
		return;
	if (!f->best || cost < f->cost || (cost == f->cost && likelier(f, t))) {
		f->best = t;
		f->cost = cost;
	}
}

static bool search_seen(struct search *f, uint32_t target)
{
	for (size_t i = 0; i < SEARCH_SEEN; i++) {
		if (f->seen[i] == target + 1)
			return true;
	}
	f->seen[f->turn++ % SEARCH_SEEN] = target + 1;
	return false;
}

static void search_key(void *context, uint32_t key)
{
	struct search *f = context;
	const struct repair *r = f->repair;
	size_t bit = key & (8 * r->buckets - 1);
	if (!(r->filter[bit / 64] >> bit % 64 & 1))
		return;
	size_t bucket = key & (r->buckets - 1);
	for (uint32_t i = r->first[bucket]; i < r->first[bucket + 1]; i++) {
		uint32_t target = r->entry[i].target;
		if (r->entry[i].hash == key && !search_seen(f, target))
			search_measure(f, &r->target[target]);
	}
}

const struct repair_target *repair_find(const struct repair *r,
					const char *word, size_t bytes)
{
	if (bytes < REPAIR_TYPED_MIN || bytes > REPAIR_LETTERS_MAX ||
	    bytes > r->longest + 2 || !all_letters(word, bytes))
		return NULL;
	struct search f = {.repair = r,
			   .word = word,
			   .bytes = bytes,
			   .limit = bytes < REPAIR_TWO_FROM ? 1 : 2};
	keys_each(word, bytes, search_key, &f);
	return f.best;
}
