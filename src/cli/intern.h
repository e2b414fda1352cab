/* SPDX-License-Identifier: MIT */
/*
 * intern.h: each byte string once, by a number: 0, 1, 2 ... in order of their
 * coming. A hash table with open addressing over one block of bytes.
 *
 * Ownership: it copies what it is given. Zero-initialise, then
 * intern_release(). What intern_bytes() gives lives until the next
 * intern_add().
 */
#ifndef FAQ_INTERN_H
#define FAQ_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTERN_BYTES_MAX (256u * 1024u * 1024u)
#define INTERN_NONE UINT32_MAX

struct intern {
	char *bytes;
	struct intern_item {
		uint32_t start, size;
		uint64_t hash;
	} * item;
	uint32_t *slot; /* item + 1; 0: free */
	size_t used, room, item_room, slot_count;
	uint32_t count;
};

/* Its number, a new one (the former `count`) when it comes for the first time.
 * INTERN_NONE when memory runs out or INTERN_BYTES_MAX is reached. */
__attribute__((warn_unused_result)) uint32_t
intern_add(struct intern *intern, const void *bytes, size_t size);

/* NUL-terminated, at no particular alignment; `size` may be NULL. */
const char *intern_bytes(const struct intern *intern, uint32_t number,
			 size_t *size);
void intern_release(struct intern *intern);

#endif
