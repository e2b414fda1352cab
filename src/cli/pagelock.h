/* SPDX-License-Identifier: MIT */
/*
 * pagelock.h: what the answers were last accepted against. Beside page.md lies
 * page.lock, a line for each place of the page: its name and a checksum of its
 * part, from its line to the next place or heading, spaces apart.
 *
 *	order-2 1a2b3c4d
 */
#ifndef FAQ_PAGELOCK_H
#define FAQ_PAGELOCK_H

#include "core/faq.h"

#define PAGELOCK_NAME_BYTES 80u
#define PAGELOCK_PATH_BYTES 1024u
#define PAGELOCK_MAX 4096u

struct pagelock_entry {
	char anchor[PAGELOCK_NAME_BYTES];
	uint32_t sum;
	unsigned line;
};

struct pagelock {
	char path[PAGELOCK_PATH_BYTES];
	struct pagelock_entry *list;
	size_t count;
};

enum pagelock_status {
	PAGELOCK_OK,
	PAGELOCK_NONE, /* there is no such file */
	PAGELOCK_BAD,  /* can't be read; errno says why */
	PAGELOCK_NOMEM
};

/* The lock beside a page ("intents/en/page.md"). Release it in any case. */
enum pagelock_status pagelock_read(struct pagelock *lock, const char *page);
/* Writes all of it, through a file beside it that is then renamed. */
enum pagelock_status pagelock_write(const struct pagelock *lock);
void pagelock_release(struct pagelock *lock);

struct pagelock_entry *pagelock_find(const struct pagelock *lock,
				     const char *anchor);

/* FNV-1a over the part of the page that the i-th place stands for. */
uint32_t pagelock_sum(const struct faq_catalog *catalog, size_t i,
		      const struct faq_source *page);

#endif
