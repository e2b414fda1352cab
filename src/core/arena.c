/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* The first block is small, the next ones as large as all before them, up to a
 * huge page with the allocator's own bytes. A test may choose 1, so that each
 * piece is an allocation that can fail. */
#ifndef ARENA_BLOCK_BYTES
#define ARENA_BLOCK_BYTES (64u * 1024u)
#endif
#define ARENA_BLOCK_MAX (32u * ARENA_BLOCK_BYTES - ARENA_BLOCK_BYTES / 64u)

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

static void *default_allocate(void *context, size_t size)
{
	(void)context;
	return malloc(size);
}

static void default_release(void *context, void *pointer)
{
	(void)context;
	free(pointer);
}

void arena_init(struct arena *arena, const struct faq_allocator *allocator)
{
	static const struct faq_allocator standard = {NULL, default_allocate,
						      default_release};
	*arena = (struct arena){0};
	arena->allocator = allocator ? *allocator : standard;
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->block;
	while (block) {
		struct arena_block *next = block->next;
		arena->allocator.release(arena->allocator.context, block);
		block = next;
	}
	arena->block = NULL;
	arena->bytes = 0;
}

static size_t block_size(const struct arena *arena)
{
	if (arena->bytes < ARENA_BLOCK_BYTES)
		return ARENA_BLOCK_BYTES;
	return arena->bytes < ARENA_BLOCK_MAX ? arena->bytes : ARENA_BLOCK_MAX;
}

static struct arena_block *arena_grow(struct arena *arena, size_t size)
{
	size_t block_bytes = block_size(arena);
	size_t room = size > block_bytes / 4 ? size : block_bytes;
	if (room > SIZE_MAX - sizeof(struct arena_block))
		return NULL;
	size_t total = sizeof(struct arena_block) + room;
	struct arena_block *block =
		arena->allocator.allocate(arena->allocator.context, total);
	if (!block)
		return NULL;
	block->size = room;
	block->used = 0;
	arena->bytes += total;
	/* A block of its own goes behind the one that still has room. */
	if (room == size && arena->block) {
		block->next = arena->block->next;
		arena->block->next = block;
	} else {
		block->next = arena->block;
		arena->block = block;
	}
	return block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	const size_t step = alignof(max_align_t);
	if (!count || !size)
		count = size = 1;
	if (count > (SIZE_MAX - step) / size)
		return NULL;
	size_t need = (count * size + step - 1) / step * step;
	struct arena_block *block = arena->block;
	if (!block || block->size - block->used < need)
		block = arena_grow(arena, need);
	if (!block)
		return NULL;
	void *result = block->bytes + block->used;
	block->used += need;
	memset(result, 0, need);
	return result;
}

void *arena_more(struct arena *arena, void *array, size_t used, size_t *room,
		 size_t size)
{
	if (used < *room)
		return array;
	size_t wanted = *room ? *room : 8;
	if (wanted > SIZE_MAX / 2)
		return NULL;
	wanted *= 2;
	void *more = arena_alloc(arena, wanted, size);
	if (!more)
		return NULL;
	if (used)
		memcpy(more, array, used * size);
	*room = wanted;
	return more;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t size)
{
	if (size == SIZE_MAX)
		return NULL;
	char *copy = arena_alloc(arena, size + 1, 1);
	if (copy && size)
		memcpy(copy, bytes, size);
	return copy;
}
