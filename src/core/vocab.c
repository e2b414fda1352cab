/* SPDX-License-Identifier: MIT */
/*
 * Two hash tables of chains while words are added: stems by name, surfaces by
 * name. Sealing adds the inflections and lays the repair index out flat:
 *
 *	filter   a bit a key, to refuse most keys within the cache
 *	first    for each bucket the start of its entries, and one past the last
 *	entry    {hash of a surface less 0, 1 or 2 letters; the surface}
 *
 * Keys are told by their hash alone: what a collision lets through, measuring
 * the distance refuses.
 */
#include "vocab.h"

#include "slip.h"

#include <string.h>

/* A query of n letters has 1 + n + n(n-1)/2 keys; longer words stay as they
 * are. */
#define REPAIR_LETTERS_MIN 4u
#define REPAIR_LETTERS_MAX 24u
#define REPAIR_TWO_FROM 8u /* letters from which two slips are looked for */

struct stem {
	struct stem *next; /* in its bucket */
	const char *name;
	uint32_t bytes, id;
};

struct surface {
	struct surface *next;  /* in its bucket */
	struct surface *newer; /* the one that was added after it */
	const char *name;
	uint32_t bytes;
	uint32_t used; /* times added; 0 for an inflection */
};

struct entry {
	uint32_t hash, surface;
};

struct vocab {
	struct arena *arena;
	struct stem **stem_bucket, **stem; /* by name, by id */
	struct surface **surface_bucket;
	struct surface *oldest, *newest;
	size_t stem_max, stem_count, surface_count;
	size_t buckets;          /* of either table, a power of two */
	struct surface **target; /* by number in the index */
	struct entry *entry;
	uint32_t *first;
	uint64_t *filter;
	size_t index_buckets; /* a power of two */
	size_t longest;       /* target, in letters */
	bool sealed, failed;
};

static uint32_t hash_step(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x01000193u;
}

/* FNV-1a's low bits are weak for short keys: mix (Murmur3's finaliser). */
static uint32_t hash_end(uint32_t hash)
{
	hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
	hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
	return hash ^ (hash >> 16);
}

static uint32_t hash_of(const char *name, size_t bytes)
{
	uint32_t hash = 0x811c9dc5u;
	for (size_t i = 0; i < bytes; i++)
		hash = hash_step(hash, name[i]);
	return hash_end(hash);
}

static size_t power_of_two(size_t at_least)
{
	size_t n = 64;
	while (n < at_least && n <= SIZE_MAX / 4)
		n *= 2;
	return n;
}

struct vocab *vocab_new(struct arena *arena, size_t words)
{
	if (words >= VOCAB_NONE)
		return NULL;
	struct vocab *v = arena_alloc(arena, 1, sizeof(*v));
	if (!v)
		return NULL;
	v->arena = arena;
	v->stem_max = words;
	v->buckets = power_of_two(2 * words);
	v->stem = arena_alloc(arena, words, sizeof(*v->stem));
	v->stem_bucket =
		arena_alloc(arena, v->buckets, sizeof(*v->stem_bucket));
	v->surface_bucket =
		arena_alloc(arena, v->buckets, sizeof(*v->surface_bucket));
	return v->stem && v->stem_bucket && v->surface_bucket ? v : NULL;
}

static struct stem *stem_find(const struct vocab *v, const char *name,
			      size_t bytes)
{
	struct stem *s =
		v->stem_bucket[hash_of(name, bytes) & (v->buckets - 1)];
	while (s && (s->bytes != bytes || memcmp(s->name, name, bytes) != 0))
		s = s->next;
	return s;
}

static struct surface *surface_find(const struct vocab *v, const char *name,
				    size_t bytes)
{
	struct surface *s =
		v->surface_bucket[hash_of(name, bytes) & (v->buckets - 1)];
	while (s && (s->bytes != bytes || memcmp(s->name, name, bytes) != 0))
		s = s->next;
	return s;
}

static struct stem *stem_new(struct vocab *v, const char *name, size_t bytes)
{
	if (v->stem_count == v->stem_max)
		return NULL;
	struct stem *s = arena_alloc(v->arena, 1, sizeof(*s));
	char *copy = arena_copy(v->arena, name, bytes);
	if (!s || !copy)
		return NULL;
	s->name = copy;
	s->bytes = (uint32_t)bytes;
	s->id = (uint32_t)v->stem_count;
	return s;
}

static struct surface *surface_new(struct vocab *v, const char *name,
				   size_t bytes)
{
	struct surface *s = arena_alloc(v->arena, 1, sizeof(*s));
	char *copy = arena_copy(v->arena, name, bytes);
	if (!s || !copy)
		return NULL;
	s->name = copy;
	s->bytes = (uint32_t)bytes;
	return s;
}

static void stem_link(struct vocab *v, struct stem *s)
{
	struct stem **bucket =
		&v->stem_bucket[hash_of(s->name, s->bytes) & (v->buckets - 1)];
	s->next = *bucket;
	*bucket = s;
	v->stem[v->stem_count++] = s;
}

static void surface_link(struct vocab *v, struct surface *s)
{
	struct surface **bucket =
		&v->surface_bucket[hash_of(s->name, s->bytes) &
				   (v->buckets - 1)];
	s->next = *bucket;
	*bucket = s;
	if (v->newest)
		v->newest->newer = s;
	else
		v->oldest = s;
	v->newest = s;
	v->surface_count++;
}

uint32_t vocab_add(struct vocab *v, const char *stem, size_t stem_bytes,
		   const char *surface, size_t surface_bytes)
{
	if (v->sealed || stem_bytes >= UINT32_MAX ||
	    surface_bytes >= UINT32_MAX)
		return VOCAB_NONE;
	/* Find or make both before either is linked: all or nothing. */
	struct stem *s = stem_find(v, stem, stem_bytes);
	bool new_stem = !s;
	if (new_stem)
		s = stem_new(v, stem, stem_bytes);
	struct surface *f = surface_find(v, surface, surface_bytes);
	bool new_surface = !f;
	if (s && new_surface)
		f = surface_new(v, surface, surface_bytes);
	if (!s || !f)
		return VOCAB_NONE;
	if (new_stem)
		stem_link(v, s);
	if (new_surface)
		surface_link(v, f);
	f->used++;
	return s->id;
}

size_t vocab_size(const struct vocab *v)
{
	return v->stem_count;
}

const char *vocab_stem(const struct vocab *v, uint32_t id)
{
	return id < v->stem_count ? v->stem[id]->name : "";
}

uint32_t vocab_find(const struct vocab *v, const char *stem, size_t bytes)
{
	const struct stem *s = stem_find(v, stem, bytes);
	return s ? s->id : VOCAB_NONE;
}

/* Letters only, and as many as a repair takes: no amount, no code. */
static bool repairable(const char *name, size_t bytes)
{
	if (bytes < REPAIR_LETTERS_MIN || bytes > REPAIR_LETTERS_MAX)
		return false;
	for (size_t i = 0; i < bytes; i++) {
		if (name[i] < 'a' || name[i] > 'z')
			return false;
	}
	return true;
}

/* The hash of a name without the letters at i and j (none when past it). */
static uint32_t key_without(const char *name, size_t bytes, size_t i, size_t j)
{
	uint32_t hash = 0x811c9dc5u;
	for (size_t k = 0; k < bytes; k++) {
		if (k != i && k != j)
			hash = hash_step(hash, name[k]);
	}
	return hash_end(hash);
}

/*
 * Calls `each` with every key of a name: whole, less one letter and, from
 * REPAIR_TWO_FROM letters on, less two. Of equal neighbours only the first is
 * left out, for leaving out the other gives the same.
 */
static void keys_each(const char *name, size_t bytes,
		      void (*each)(void *context, uint32_t key), void *context)
{
	each(context, key_without(name, bytes, bytes, bytes));
	for (size_t i = 0; i < bytes; i++) {
		if (i && name[i] == name[i - 1])
			continue;
		each(context, key_without(name, bytes, i, bytes));
	}
	for (size_t i = 0; bytes >= REPAIR_TWO_FROM && i < bytes; i++) {
		for (size_t j = i + 1; j < bytes; j++) {
			if (j > i + 1 && name[j] == name[j - 1])
				continue;
			each(context, key_without(name, bytes, i, j));
		}
	}
}

static void add_form(void *context, const char *form, size_t bytes)
{
	struct vocab *v = context;
	if (v->failed || !repairable(form, bytes) ||
	    surface_find(v, form, bytes))
		return;
	struct surface *s = surface_new(v, form, bytes);
	if (s)
		surface_link(v, s);
	else
		v->failed = true;
}

/* Adds the inflections of what was added. */
static bool vocab_inflect(struct vocab *v)
{
	struct surface *last = v->newest;
	for (struct surface *s = v->oldest; s && !v->failed; s = s->newer) {
		if (s->used)
			english_forms(s->name, s->bytes, add_form, v);
		if (s == last)
			break;
	}
	return !v->failed;
}

static void count_key(void *context, uint32_t key)
{
	(void)key;
	++*(size_t *)context;
}

/* Where keys go while the index is laid out. */
struct filling {
	struct vocab *vocab;
	uint32_t surface;
};

static void filter_set(struct vocab *v, uint32_t key)
{
	size_t bit = key & (8 * v->index_buckets - 1);
	v->filter[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool filter_has(const struct vocab *v, uint32_t key)
{
	size_t bit = key & (8 * v->index_buckets - 1);
	return v->filter[bit / 64] >> bit % 64 & 1;
}

static void size_bucket(void *context, uint32_t key)
{
	struct vocab *v = context;
	v->first[key & (v->index_buckets - 1)]++;
	filter_set(v, key);
}

/* Buckets fill from their ends, so that first[] ends at their starts. */
static void fill_bucket(void *context, uint32_t key)
{
	struct filling *f = context;
	uint32_t *at = &f->vocab->first[key & (f->vocab->index_buckets - 1)];
	f->vocab->entry[--*at] =
		(struct entry){.hash = key, .surface = f->surface};
}

static enum faq_status index_alloc(struct vocab *v, size_t keys, size_t targets)
{
	if (keys >= UINT32_MAX)
		return FAQ_ERROR_NOMEM;
	struct arena *arena = v->arena;
	v->index_buckets = power_of_two(keys);
	v->target = arena_alloc(arena, targets, sizeof(*v->target));
	v->entry = arena_alloc(arena, keys, sizeof(*v->entry));
	v->first = arena_alloc(arena, v->index_buckets + 1, sizeof(*v->first));
	v->filter =
		arena_alloc(arena, v->index_buckets / 8, sizeof(*v->filter));
	return v->target && v->entry && v->first && v->filter ? FAQ_OK
							      : FAQ_ERROR_NOMEM;
}

enum faq_status vocab_seal(struct vocab *v)
{
	size_t keys = 0, targets = 0;
	if (v->sealed)
		return FAQ_ERROR_MISUSE;
	v->failed = false;
	if (!vocab_inflect(v))
		return FAQ_ERROR_NOMEM;
	for (struct surface *s = v->oldest; s; s = s->newer) {
		if (!repairable(s->name, s->bytes))
			continue;
		targets++;
		keys_each(s->name, s->bytes, count_key, &keys);
	}
	enum faq_status status = index_alloc(v, keys, targets);
	if (status)
		return status;
	for (struct surface *s = v->oldest; s; s = s->newer) {
		if (repairable(s->name, s->bytes))
			keys_each(s->name, s->bytes, size_bucket, v);
	}
	for (size_t i = 0, sum = 0; i <= v->index_buckets; i++) {
		sum += v->first[i];
		v->first[i] = (uint32_t)sum;
	}
	struct filling f = {.vocab = v};
	for (struct surface *s = v->oldest; s; s = s->newer) {
		if (!repairable(s->name, s->bytes))
			continue;
		v->target[f.surface] = s;
		if (s->bytes > v->longest)
			v->longest = s->bytes;
		keys_each(s->name, s->bytes, fill_bucket, &f);
		f.surface++;
	}
	v->sealed = true;
	return FAQ_OK;
}

/* A search for what `word` is a slip of. */
struct search {
	const struct vocab *vocab;
	const char *word;
	size_t bytes;
	unsigned limit; /* slips */
	const struct surface *best;
	unsigned cost;    /* of best, see slip.h */
	uint32_t seen[8]; /* targets measured last, plus one */
	unsigned turn;
};

/* Is `s` likelier than the best so far, which costs the same? */
static bool likelier(const struct search *f, const struct surface *s)
{
	bool first = s->name[0] == f->word[0];
	if (first != (f->best->name[0] == f->word[0]))
		return first;
	if (s->used != f->best->used)
		return s->used > f->best->used;
	return strcmp(s->name, f->best->name) < 0;
}

static void search_measure(struct search *f, const struct surface *s)
{
	if (s->bytes > f->bytes + f->limit || f->bytes > s->bytes + f->limit)
		return;
	unsigned cost = slip_cost(f->word, f->bytes, s->name, s->bytes);
	if (cost / SLIP_COST > f->limit)
		return;
	if (!f->best || cost < f->cost || (cost == f->cost && likelier(f, s))) {
		f->best = s;
		f->cost = cost;
	}
}

static void search_key(void *context, uint32_t key)
{
	struct search *f = context;
	const struct vocab *v = f->vocab;
	if (!filter_has(v, key))
		return;
	size_t bucket = key & (v->index_buckets - 1);
	for (uint32_t i = v->first[bucket]; i < v->first[bucket + 1]; i++) {
		uint32_t surface = v->entry[i].surface;
		if (v->entry[i].hash != key)
			continue;
		bool seen = false;
		for (size_t k = 0; k < 8; k++)
			seen |= f->seen[k] == surface + 1;
		if (seen)
			continue;
		f->seen[f->turn++ % 8] = surface + 1;
		search_measure(f, v->target[surface]);
	}
}

const char *vocab_repair(const struct vocab *v, const char *word, size_t bytes)
{
	if (bytes > 2 && !memcmp(word + bytes - 2, "'s", 2))
		bytes -= 2;
	if (!v->sealed || !repairable(word, bytes) || bytes > v->longest + 2)
		return NULL;
	struct search f = {.vocab = v,
			   .word = word,
			   .bytes = bytes,
			   .limit = bytes < REPAIR_TWO_FROM ? 1 : 2};
	keys_each(word, bytes, search_key, &f);
	return f.best ? f.best->name : NULL;
}
