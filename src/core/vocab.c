/* SPDX-License-Identifier: MIT */
/*
 * Two hash tables of chains: stems by name, surfaces by name. Sealing adds the
 * inflections to the surfaces and makes the repair index of them.
 */
#include "vocab.h"

#include "repair.h"

#include <string.h>

/* A shorter word that English does not know is not inflected: of "en" and
 * "tel" no "ened" and "tels" must hide a typo. */
#define INFLECT_BYTES_MIN 4u

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

struct vocab {
	struct arena *arena;
	struct stem **stem_bucket, **stem; /* by name, by id */
	struct surface **surface_bucket;
	struct surface *oldest, *newest;
	size_t stem_max, stem_count, stem_room, surface_count;
	size_t buckets;        /* of either table, a power of two */
	struct repair *repair; /* NULL until sealed */
	bool failed;           /* a form could not be added */
};

static size_t bucket_of(const struct vocab *v, const char *name, size_t bytes)
{
	uint32_t hash = 0x811c9dc5u; /* FNV-1a */
	for (size_t i = 0; i < bytes; i++)
		hash = (hash ^ (unsigned char)name[i]) * 0x01000193u;
	return (hash ^ hash >> 15) & (v->buckets - 1);
}

#define BUCKETS_LEAST 1024u
#define BUCKETS_GROWTH 4u

struct vocab *vocab_new(struct arena *arena, size_t words)
{
	if (words >= VOCAB_NONE)
		return NULL;
	struct vocab *v = arena_alloc(arena, 1, sizeof(*v));
	if (!v)
		return NULL;
	v->arena = arena;
	v->stem_max = words;
	v->buckets = BUCKETS_LEAST;
	v->stem_bucket =
		arena_alloc(arena, v->buckets, sizeof(*v->stem_bucket));
	v->surface_bucket =
		arena_alloc(arena, v->buckets, sizeof(*v->surface_bucket));
	return v->stem_bucket && v->surface_bucket ? v : NULL;
}

static struct stem *stem_find(const struct vocab *v, const char *name,
			      size_t bytes)
{
	struct stem *s = v->stem_bucket[bucket_of(v, name, bytes)];
	while (s && (s->bytes != bytes || memcmp(s->name, name, bytes) != 0))
		s = s->next;
	return s;
}

static struct surface *surface_find(const struct vocab *v, const char *name,
				    size_t bytes)
{
	struct surface *s = v->surface_bucket[bucket_of(v, name, bytes)];
	while (s && (s->bytes != bytes || memcmp(s->name, name, bytes) != 0))
		s = s->next;
	return s;
}

static struct stem *stem_new(struct vocab *v, const char *name, size_t bytes)
{
	if (v->stem_count == v->stem_max)
		return NULL;
	struct stem **more = arena_more(v->arena, v->stem, v->stem_count,
					&v->stem_room, sizeof(*more));
	if (more)
		v->stem = more;
	struct stem *s = arena_alloc(v->arena, 1, sizeof(*s));
	char *copy = arena_copy(v->arena, name, bytes);
	if (!more || !s || !copy)
		return NULL;
	s->name = copy;
	s->bytes = (uint32_t)bytes;
	s->id = (uint32_t)v->stem_count;
	return s;
}

static void stem_chain(struct vocab *v, struct stem *s)
{
	struct stem **bucket = &v->stem_bucket[bucket_of(v, s->name, s->bytes)];
	s->next = *bucket;
	*bucket = s;
}

static void surface_chain(struct vocab *v, struct surface *s)
{
	struct surface **bucket =
		&v->surface_bucket[bucket_of(v, s->name, s->bytes)];
	s->next = *bucket;
	*bucket = s;
}

/* Makes room for one more; chains stay short. */
static bool grow(struct vocab *v)
{
	if (v->surface_count < v->buckets)
		return true;
	size_t buckets = v->buckets * BUCKETS_GROWTH;
	struct stem **stem =
		arena_alloc(v->arena, buckets, sizeof(*v->stem_bucket));
	struct surface **surface =
		arena_alloc(v->arena, buckets, sizeof(*v->surface_bucket));
	if (!stem || !surface)
		return false;
	v->buckets = buckets;
	v->stem_bucket = stem;
	v->surface_bucket = surface;
	for (size_t i = 0; i < v->stem_count; i++)
		stem_chain(v, v->stem[i]);
	for (struct surface *s = v->oldest; s; s = s->newer)
		surface_chain(v, s);
	return true;
}

/* There is room for it in the tables, too. */
static struct surface *surface_new(struct vocab *v, const char *name,
				   size_t bytes)
{
	if (!grow(v))
		return NULL;
	struct surface *s = arena_alloc(v->arena, 1, sizeof(*s));
	char *copy = arena_copy(v->arena, name, bytes);
	if (!s || !copy)
		return NULL;
	s->name = copy;
	s->bytes = (uint32_t)bytes;
	return s;
}

/* There is room for it. */
static void stem_link(struct vocab *v, struct stem *s)
{
	stem_chain(v, s);
	v->stem[v->stem_count++] = s;
}

static void surface_link(struct vocab *v, struct surface *s)
{
	surface_chain(v, s);
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
	if (v->repair || stem_bytes >= UINT32_MAX ||
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

bool vocab_add_target(struct vocab *v, const char *surface, size_t bytes)
{
	if (v->repair || surface_find(v, surface, bytes))
		return !v->repair;
	struct surface *s = surface_new(v, surface, bytes);
	if (s)
		surface_link(v, s);
	return s != NULL;
}

bool vocab_has_surface(const struct vocab *v, const char *surface, size_t bytes)
{
	return surface_find(v, surface, bytes) != NULL;
}

void vocab_each_surface(const struct vocab *v,
			void (*each)(void *context, const char *surface,
				     size_t bytes),
			void *context)
{
	for (const struct surface *s = v->oldest; s; s = s->newer)
		each(context, s->name, s->bytes);
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

static void add_form(void *context, const char *form, size_t bytes)
{
	struct vocab *v = context;
	if (v->failed || !repair_takes(form, bytes) ||
	    surface_find(v, form, bytes))
		return;
	struct surface *s = surface_new(v, form, bytes);
	if (s)
		surface_link(v, s);
	else
		v->failed = true;
}

/* Function words come with all their forms; "thans" is none of "than". */
static bool bends(const struct surface *s)
{
	return s->used && !english_function(s->name, s->bytes) &&
	       (s->bytes >= INFLECT_BYTES_MIN ||
		english_known(s->name, s->bytes));
}

/* Adds the inflections of what was added. */
static bool vocab_inflect(struct vocab *v)
{
	struct surface *last = v->newest;
	for (struct surface *s = v->oldest; s && !v->failed; s = s->newer) {
		if (bends(s))
			english_forms(s->name, s->bytes, add_form, v);
		if (s == last)
			break;
	}
	return !v->failed;
}

enum faq_status vocab_seal(struct vocab *v)
{
	size_t count = 0;
	if (v->repair)
		return FAQ_ERROR_MISUSE;
	v->failed = false;
	if (!vocab_inflect(v))
		return FAQ_ERROR_NOMEM;
	struct repair_target *target =
		arena_alloc(v->arena, v->surface_count, sizeof(*target));
	if (!target)
		return FAQ_ERROR_NOMEM;
	for (struct surface *s = v->oldest; s; s = s->newer) {
		if (repair_takes(s->name, s->bytes))
			target[count++] = (struct repair_target){
				s->name, s->bytes, s->used};
	}
	v->repair = repair_new(v->arena, target, count);
	return v->repair ? FAQ_OK : FAQ_ERROR_NOMEM;
}

const char *vocab_repair(const struct vocab *v, const char *word, size_t bytes)
{
	if (bytes > 2 && !memcmp(word + bytes - 2, "'s", 2))
		bytes -= 2;
	if (!v->repair)
		return NULL;
	const struct repair_target *target =
		repair_find(v->repair, word, bytes);
	return target ? target->name : NULL;
}
