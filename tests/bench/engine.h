/* SPDX-License-Identifier: MIT */
/*
 * engine.h: what stands beside our matching: anything that can say which of
 * many patterns match a message. Includes into C++ too.
 *
 * A pattern is PCRE2 source. Sets of automata (RE2, Vectorscan) know no
 * look-around, so a plan holds an equal translation as well: a pattern is
 * *parts* that all must match and parts of which none may.
 *
 *	\A(?=.{0,4000}? (?:a))(?!.{0,4000}? (?:b))
 *	                          ->  " (?:a)" and not " (?:b)"
 *	 x y (?=\.|\z)            ->  " x y (?:\.|\z)"
 *	anything else             ->  one part, itself
 *
 * Equal parts of several patterns are one. Out of memory, a benchmark aborts.
 */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct faq_catalog;

struct plan {
	size_t count;
	const char **regex; /* PCRE2 source of each */
	uint32_t *pattern;  /* its number in the catalogue */
	bool *compared;     /* of the catalogue's patterns: those in here */
	size_t raw, untold; /* left out: raw ones, ones without such parts */
	size_t split;       /* of several parts */
	size_t part_count;
	const char **part; /* without look-around */
	uint32_t *
		use_first; /* of each part, into `use`; and one past the last */
	uint32_t *use;     /* number in the plan << 1 | must not match */
	uint32_t *need;    /* parts of each pattern that must match */
	struct arena *arena;
};

/* All patterns of a catalogue that can be compared. Lives in the arena. */
void plan_make(struct plan *plan, const struct faq_catalog *catalog,
	       struct arena *arena);

/* Parts that matched -> patterns. */
struct plan_hits {
	const struct plan *plan;
	uint32_t epoch, touched;
	uint32_t *seen, *have, *list;
};

void plan_hits_init(struct plan_hits *hits, const struct plan *plan);
void plan_hits_release(struct plan_hits *hits);
void plan_hits_start(struct plan_hits *hits);
/* Each part is told at most once. */
void plan_hits_part(struct plan_hits *hits, size_t part);
/* How many patterns; `found` takes their numbers in the plan. */
size_t plan_hits_end(const struct plan_hits *hits, uint32_t *found);

#define ENGINE_FAILED SIZE_MAX

struct engine {
	const char *name;
	/* Of the library, for the table's head. */
	const char *(*version)(void);
	/* NULL when it can't take these patterns. */
	void *(*open)(const struct plan *plan);
	/* How many patterns match, in any order; ENGINE_FAILED out of its
	 * limits. `found` has room for all. */
	size_t (*match)(void *self, const char *subject, size_t bytes,
			uint32_t *found);
	/* Bytes that malloc() does not know of. */
	size_t (*hidden_bytes)(void *self);
	void (*close)(void *self);
};

/* Those that were built in, by price; ends in NULL. */
extern const struct engine *const engines[];

extern const struct engine engine_loop_jit, engine_loop, engine_re2,
	engine_vectorscan;

/* calloc() that never fails. */
void *bench_alloc(size_t count, size_t size);

#ifdef __cplusplus
}
#endif

#endif
