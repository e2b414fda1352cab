/* SPDX-License-Identifier: MIT */
/*
 * letterbox.h: where a worker finds what the hub has for its connections.
 *
 *	hub: letterbox_put() --> [ bounded ] --wake--> worker: letterbox_take()
 *
 * When a box is full the worker has stood still for long. Nothing of it may
 * get lost unnoticed, so the box says so: who is connected there must connect
 * anew, and then hears what he missed.
 *
 * Threads: the hub's puts, its worker's takes.
 */
#ifndef FAQD_LETTERBOX_H
#define FAQD_LETTERBOX_H

#include "server/desk/hub_core.h"

#include <pthread.h>

#define LETTERBOX_LETTERS 8192u
#define LETTERBOX_BYTES (16u * 1024u * 1024u)

/* A letter of its own; `letter` points into it. */
struct parcel {
	struct parcel *next;
	struct hub_letter letter;
};

struct letterbox {
	pthread_mutex_t lock;
	unsigned number;             /* the worker of its seats */
	struct parcel *first, **end; /* the oldest first */
	size_t count, bytes;
	bool lost; /* one did not fit */
	void (*wake)(void *context);
	void *context; /* NULL `wake`: nobody is there */
};

void letterbox_init(struct letterbox *box, unsigned number);
void letterbox_release(struct letterbox *box);

void letterbox_open(struct letterbox *box, void (*wake)(void *context),
		    void *context);
/* Frees what lies in it, and what comes later as it comes. */
void letterbox_close(struct letterbox *box);

/* Puts a copy. */
void letterbox_put(struct letterbox *box, const struct hub_letter *letter);

/* All that lies there, the oldest first, each for parcel_free(). `*lost` says
 * that something did not fit since the last time. */
struct parcel *letterbox_take(struct letterbox *box, bool *lost);
void parcel_free(struct parcel *parcel); /* overwrites what was said */

#endif
