/* SPDX-License-Identifier: MIT */
#include "server/web/wipe.h"

#include "core/faq_wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* realloc() would leave a copy behind when it moves. */
void *wipe_realloc(void *bytes, size_t size, const char *reason)
{
	size_t had = bytes ? malloc_usable_size(bytes) : 0;
	void *moved = size ? malloc(size) : NULL;

	(void)reason;
	if (size && !moved)
		return NULL;
	if (moved && bytes)
		memcpy(moved, bytes, had < size ? had : size);
	if (bytes)
		faq_wipe(bytes, had);
	free(bytes);
	return moved;
}

/* Not inlined, so that its frame begins where theirs began. */
__attribute__((noinline)) void wipe_stack(void)
{
	unsigned char room[WIPE_STACK_BYTES];

	faq_wipe(room, sizeof(room));
}
