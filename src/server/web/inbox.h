/* SPDX-License-Identifier: MIT */
/*
 * inbox.h: one incoming message (a request body, a WebSocket message) put
 * together from its pieces, up to a maximum. Empty, it holds no memory, and
 * what it held is overwritten.
 */
#ifndef FAQD_INBOX_H
#define FAQD_INBOX_H

#include <stdbool.h>
#include <stddef.h>

struct inbox {
	char *bytes; /* NULL when empty */
	size_t size, room, max;
};

enum inbox_status {
	INBOX_OK = 0,
	INBOX_ERROR_NOMEM = -1,
	INBOX_ERROR_SIZE = -2 /* past the maximum */
};

/* `max` bytes, > 0, is the longest message. */
void inbox_init(struct inbox *inbox, size_t max);
void inbox_release(struct inbox *inbox);

/* Empty again; gives the memory back. */
void inbox_clear(struct inbox *inbox);

/* Empty again, and `max` is the longest from now on. */
void inbox_begin(struct inbox *inbox, size_t max);

/* Appends a piece, size 0 included. On failure the inbox is as before. */
__attribute__((warn_unused_result)) enum inbox_status
inbox_add(struct inbox *inbox, const void *bytes, size_t size);

#endif
