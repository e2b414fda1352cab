/* SPDX-License-Identifier: MIT */
/*
 * call.h: a webhook's call on its way: from the worker that has read it to the
 * dispatcher, and back through the worker's door when it is in the store.
 *
 *	worker: verified, read --call--> dispatcher: answered, stored
 *	worker: 200 <---- door <--------'
 *
 * Ownership: a call belongs to whoever holds it; it goes from hand to hand
 * whole. The session knows its call and is told to forget it.
 *
 * Threads: a call is one thread's at a time, but for `session`, which only its
 * worker looks at. A door is for two: the worker's and the dispatcher's.
 */
#ifndef FAQD_CALL_H
#define FAQD_CALL_H

#include "desk/desks.h"

#include <pthread.h>

struct session;

enum call_fate {
	CALL_KEPT,   /* all of it is on the disk */
	CALL_BUSY,   /* the dispatcher has too much to do */
	CALL_FAILED, /* the store or the engine failed: come again */
};

struct call {
	struct call *next;
	struct session *session; /* the worker's; NULL: it has gone */
	struct door *door;
	const struct desk_setup *desk;
	struct desk_events events;
	enum call_fate fate;
	/* Of a synchronous desk: what the response says. NULL: nothing. */
	char *reply;
	size_t reply_bytes;
};

/* Takes over the events on success only. NULL when memory runs out. */
__attribute__((warn_unused_result)) struct call *
call_new(const struct desk_setup *desk, struct desk_events *events);
/* Overwrites what was said. NULL is fine. */
void call_free(struct call *call);

/* Where a worker gets its calls back. */
struct door {
	pthread_mutex_t lock;
	struct call *first; /* settled, the newest first */
	void (*wake)(void *context);
	void *context; /* NULL `wake`: nobody is there any more */
};

void door_open(struct door *door, void (*wake)(void *context), void *context);
/* Frees what lies in it; what comes later is freed as it comes. The door stays
 * where it is as long as a dispatcher has calls of it. */
void door_close(struct door *door);

/* The dispatcher hands a call back. */
void door_leave(struct door *door, struct call *call);
/* The calls that lie there, in the order of their coming back. */
struct call *door_take(struct door *door);

#endif
