/* SPDX-License-Identifier: MIT */
/*
 * dispatcher.h: the thread that answers support desks. It takes the calls of
 * all workers in the order of their coming, puts what they bring into the
 * store, and hands them back when it is on the disk: calls that wait share a
 * commit.
 *
 *	workers --dispatcher_take()--> [ bounded ] --> engine --> store
 *	   ^                                                       | outbox
 *	   '------------------ door ------------------------------ sender
 *
 * A dispatcher that is NULL has no desks.
 *
 * Threads: dispatcher_desk(), dispatcher_take(), dispatcher_serve() and
 * dispatcher_count() are for any; a door is its worker's.
 */
#ifndef FAQD_DISPATCHER_H
#define FAQD_DISPATCHER_H

#include "server/desk/call.h"
#include "server/desk/deed.h"
#include "server/desk/tally.h"

struct dispatcher;

#define DISPATCHER_QUEUE 1024u /* calls that may wait */
#define DISPATCHER_DOORS 64u   /* one a worker */

struct dispatcher_options {
	const struct desks *desks; /* outlive it, as do the others */
	const char *database;
	const struct store_options *store;
	const struct shared *shared;
	struct served *served;          /* it keeps one of its own */
	struct metrics_worker *metrics; /* for its thread alone, or NULL */
	bool transcripts;
	int64_t (*now_ms)(void *context); /* from 1970 */
};

/* Opens the store, starts the threads. On failure `error` says why. */
__attribute__((warn_unused_result)) bool
dispatcher_start(struct dispatcher **out,
		 const struct dispatcher_options *options,
		 struct store_error *error);
/* Does what waits and ends. Call it when no worker is left. NULL is fine. */
void dispatcher_stop(struct dispatcher *dispatcher);

const struct desk_setup *dispatcher_desk(const struct dispatcher *dispatcher,
					 const char *name, size_t bytes);

/* A worker's door, opened; NULL when there is no dispatcher or no door left.
 * door_close() when the worker ends. */
struct door *dispatcher_door(struct dispatcher *dispatcher,
			     void (*wake)(void *context), void *context);

/* False when the queue is full: the call is still the caller's. */
__attribute__((warn_unused_result)) bool
dispatcher_take(struct dispatcher *dispatcher, struct call *call);

/* A call did not come so far: counts it. */
void dispatcher_refused(struct dispatcher *dispatcher,
			const struct desk_setup *desk,
			enum tally_refusal refusal);

/* For those who watch; the desks and their tally live as long as it does. */
struct dispatcher_state {
	const struct desks *desks;
	const struct tally *tally;
	struct store_outbox_count outbox;
	int64_t oldest_age_ms; /* 0: nothing waits */
};

void dispatcher_state(struct dispatcher *dispatcher,
		      struct dispatcher_state *out);

/* From its next event on it answers from `served`. */
void dispatcher_serve(struct dispatcher *dispatcher, struct served *served);

#endif
