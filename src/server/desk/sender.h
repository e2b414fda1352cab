/* SPDX-License-Identifier: MIT */
/*
 * sender.h: the thread that empties the outbox: takes what is due from the
 * store, asks the desk's API, and writes down what came of it.
 *
 *	store --take--> flight --post--> desk
 *	  ^                               |
 *	  '---- done, again later, dead --'
 *
 * A message is taken with a lease: should faqd die, it comes again by itself.
 * What can't be sent for good gives its conversation to a person, where the
 * desk knows how to.
 *
 * Threads: sender_wake() is for any.
 */
#ifndef FAQD_SENDER_H
#define FAQD_SENDER_H

#include "desk/desks.h"
#include "server/desk/tally.h"
#include "server/log/log.h"
#include "store/outbox.h"

struct sender;

#define SENDER_FLIGHTS 128u /* at once */
/* ... to one desk, so that up to three that hang do not hold up the others. */
#define SENDER_DESK_FLIGHTS 32u
#define SENDER_LEASE_MS 60000 /* more than a post may take */

struct sender_options {
	const struct desks *desks; /* outlive it, as do the others */
	const char *database;
	const struct store_options *store;
	const struct log *log;
	struct tally *tally;
	int64_t (*now_ms)(void *context); /* from 1970 */
};

/* On failure `error` says why. */
__attribute__((warn_unused_result)) bool
sender_start(struct sender **out, const struct sender_options *options,
	     struct store_error *error);
/* What is under way is cut, and comes again after the next start. NULL is
 * fine. */
void sender_stop(struct sender *sender);

/* How the outbox was a moment ago. Any thread. */
void sender_outbox(struct sender *sender, struct store_outbox_count *out);

/* There is something in the outbox. */
void sender_wake(struct sender *sender);

#endif
