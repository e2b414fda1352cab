/* SPDX-License-Identifier: MIT */
/*
 * arena.h: memory that is freed at once. Blocks come from a faq_allocator;
 * nothing is moved, so pointers stay good until arena_release(). Running out
 * gives NULL and leaves the arena as it was.
 */
#ifndef FAQ_ARENA_H
#define FAQ_ARENA_H

#include "faq.h"

struct arena_block;

struct arena {
	struct faq_allocator allocator;
	struct arena_block *block; /* newest first */
	size_t bytes;              /* taken from the allocator */
};

/* `allocator` NULL: malloc and free. Allocates nothing yet. */
void arena_init(struct arena *arena, const struct faq_allocator *allocator);
void arena_release(struct arena *arena);

/* Zeroed, aligned for any type. `count * size` is checked; 0 counts as 1. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/*
 * Room for one more element behind `used` of them: `array` itself, or a copy
 * twice as long (`*room` elements). The old one stays behind in the arena.
 */
void *arena_more(struct arena *arena, void *array, size_t used, size_t *room,
		 size_t size);

/* A NUL-terminated copy. */
char *arena_copy(struct arena *arena, const char *bytes, size_t size);

#endif
