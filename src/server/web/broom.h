/* SPDX-License-Identifier: MIT */
/*
 * broom.h: overwrites what lws has read last. lws reads all connections of a
 * context into one buffer, out of our reach, and what came in last stays there
 * until the next read. So it is given something to read:
 *
 *	broom_sweep() --zeros--> socket pair --> lws --> its buffer
 *
 * Threads: the worker's; broom_open() before it starts.
 */
#ifndef FAQD_BROOM_H
#define FAQD_BROOM_H

#include <stdbool.h>

/* No client gets it: see on_protocol() in callback.c. */
#define BROOM_PROTOCOL "broom"

struct lws_context;

struct broom {
	int end; /* what is written here lws reads; -1: closed */
};

/* lws owns the other end. False when files run out, and nothing is open. */
__attribute__((warn_unused_result)) bool
broom_open(struct broom *broom, struct lws_context *context);
void broom_close(struct broom *broom);

/* Takes effect when lws reads next, at once if nothing else is to do. */
void broom_sweep(const struct broom *broom);

#endif
