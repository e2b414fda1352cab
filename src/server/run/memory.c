/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* madvise() */
#include "server/run/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* What a last page may be left empty of. */
#define SPARE_BYTES (MEMORY_HUGE_BYTES / 16u)

static void *allocate(void *context, size_t size)
{
	size_t pages = (size - 1) / MEMORY_HUGE_BYTES + 1;
	void *block;

	(void)context;
	if (size > SIZE_MAX / 2 ||
	    pages * MEMORY_HUGE_BYTES - size > SPARE_BYTES * pages)
		return malloc(size);
	size = pages * MEMORY_HUGE_BYTES;
	block = aligned_alloc(MEMORY_HUGE_BYTES, size);
	/* Without them it is memory all the same. */
	if (block)
		(void)madvise(block, size, MADV_HUGEPAGE);
	return block;
}

static void release(void *context, void *pointer)
{
	(void)context;
	free(pointer);
}

const struct faq_allocator memory_allocator = {NULL, allocate, release};
