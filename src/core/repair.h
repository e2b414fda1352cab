/* SPDX-License-Identifier: MIT */
/*
 * repair.h: what a mistyped word is most likely a slip of. The index behind
 * vocab_repair(), which states the method and the order of preference.
 * Immutable once made; any number of threads may search it.
 */
#ifndef FAQ_REPAIR_H
#define FAQ_REPAIR_H

#include "arena.h"

struct repair;

struct repair_target {
	const char *name; /* NUL-terminated, repair_takes() it */
	uint32_t bytes;
	uint32_t used; /* how often: the more, the likelier */
};

/* Letters only, and as many as a repair is for: no amount, no code. */
bool repair_takes(const char *name, size_t bytes);

/* An index of `count` different targets, which must outlive it. NULL without
 * memory. */
struct repair *repair_new(struct arena *arena,
			  const struct repair_target *target, size_t count);

/* The target that `word` is most likely a slip of (or is), or NULL. */
const struct repair_target *repair_find(const struct repair *repair,
					const char *word, size_t bytes);

#endif
