/* SPDX-License-Identifier: MIT */
/*
 * queue.h: what waits to be written to one connection, in order and bounded.
 *
 *	| headroom | bytes ... |      a frame, one allocation
 *
 * The headroom is there for whoever puts a frame header in front (see
 * wire.c); its content is undefined.
 *
 * Ownership: the queue owns its frames until queue_drop().
 */
#ifndef FAQD_QUEUE_H
#define FAQD_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#define QUEUE_HEADROOM 16u

struct queue_frame;

struct queue {
	struct queue_frame *first, *last;
	size_t count, max;
};

/* Holds up to `max` frames. */
void queue_init(struct queue *queue, size_t max);
void queue_release(struct queue *queue);

/*
 * Adds a copy of `size` bytes, size > 0. False, and nothing changed, when
 * `max` frames wait already or memory runs out.
 */
__attribute__((warn_unused_result)) bool
queue_push(struct queue *queue, const void *bytes, size_t size);

/* Like queue_push() with the bytes left for the caller to write; NULL when
 * there is no room. */
unsigned char *queue_reserve(struct queue *queue, size_t size);

/* The oldest frame's bytes, or NULL; `*size` is set with them. */
unsigned char *queue_first(struct queue *queue, size_t *size);

/* Overwrites and frees the oldest frame, if any. */
void queue_drop(struct queue *queue);

#endif
