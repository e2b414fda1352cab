/* SPDX-License-Identifier: MIT */
/*
 * draft.h: a text that grows up to DRAFT_BYTES_MAX, with one sticky error:
 * after a failure further writes do nothing; ask `failed` once at the end.
 */
#ifndef FAQ_IMPORT_DRAFT_H
#define FAQ_IMPORT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#define DRAFT_BYTES_MAX (8u * 1024u * 1024u)

struct draft {
	char *bytes; /* `size` bytes and a NUL; NULL when empty */
	size_t size, room;
	bool failed; /* no memory, or past the maximum */
};

void draft_release(struct draft *draft);
void draft_add(struct draft *draft, const char *bytes, size_t size);
void draft_put(struct draft *draft, const char *words);
/* Cut at 4 KiB. */
__attribute__((format(printf, 2, 3))) void
draft_format(struct draft *draft, const char *format, ...);
/* The bytes, "" when empty. */
const char *draft_bytes(const struct draft *draft);

#endif
