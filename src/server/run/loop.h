/* SPDX-License-Identifier: MIT */
/*
 * loop.h: a worker's event loop: libev, handed to lws as a foreign loop. Its
 * cost does not grow with idle connections, as that of lws's own poll() does
 * (README.md has the figures).
 *
 * Threads: loop_wake() may be called from any thread; the rest belongs to the
 * one that runs the loop (loop_new() may be called before that one starts).
 */
#ifndef FAQD_LOOP_H
#define FAQD_LOOP_H

#include <stdbool.h>

struct loop;

struct loop_events {
	void (*on_wake)(void *context);    /* after one or more loop_wake() */
	void (*on_tick)(void *context);    /* every LOOP_TICK_SECONDS */
	void (*on_settled)(void *context); /* before it waits; NULL: none */
	void *context;
};

#define LOOP_TICK_SECONDS 0.25

/* NULL when memory or files run out. `events` is copied. */
__attribute__((warn_unused_result)) struct loop *
loop_new(const struct loop_events *events);
void loop_free(struct loop *loop); /* NULL is fine */

/* What lws takes as a foreign loop. */
void *loop_handle(struct loop *loop);

void loop_run(struct loop *loop);  /* until loop_stop() */
void loop_stop(struct loop *loop); /* from within on_wake() or on_tick() */
void loop_wake(struct loop *loop);

/* ---- the loop's own thread ---- */

struct loop_watch;

/*
 * Calls `on_readable` whenever there is something to read from `fd`, before lws
 * is called for it. NULL when memory runs out. Free it before the loop, and
 * before a descriptor of that number is watched again.
 */
__attribute__((warn_unused_result)) struct loop_watch *
loop_watch_new(struct loop *loop, int fd,
	       void (*on_readable)(void *context, int fd), void *context);
void loop_watch_free(struct loop_watch *watch); /* NULL is fine */

#endif
