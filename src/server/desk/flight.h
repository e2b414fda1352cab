/* SPDX-License-Identifier: MIT */
/*
 * flight.h: a message of the outbox on its way to a desk:
 *
 *	flight_begin --> its host's name --> connection --> does it still wait?
 *	                 looked up, judged                  --> sent --> answer
 *
 * The last question is asked when the connection stands, right before the
 * first byte: a person may have taken the conversation over meanwhile.
 *
 * Ownership: a flight is its owner's; `ended` may free it.
 *
 * Threads: the sender's; `wake` is called by any.
 */
#ifndef FAQD_FLIGHT_H
#define FAQD_FLIGHT_H

#include "desk/desks.h"
#include "server/desk/letter.h"
#include "server/desk/lookup.h"
#include "server/desk/post.h"
#include "store/store.h"

#define FLIGHT_MOUTH_PREFIX "desk:" /* before a desk's name, in the store */
#define FLIGHT_LOOKUP_SECONDS 5     /* for the address of a name */

struct flight;

/* What flights have in common; outlives them. */
struct flight_port {
	struct poster *poster;
	const struct desks *desks;
	int64_t (*now_ms)(void *context); /* from 1970; `context` is NULL */
	/* Is the message still in the outbox? */
	bool (*waits)(void *context, int64_t id);
	/* What came of it, once; NULL: it was withdrawn, nothing was sent. May
	 * be called before flight_begin() or flight_look() returns. */
	void (*ended)(void *context, struct flight *flight,
		      const struct desk_result *result);
	/* Call flight_look() soon. */
	lookup_wake_fn *wake;
	void *context;
};

struct flight {
	const struct flight_port *port;
	const struct desk_setup *desk; /* NULL: none of that name */
	struct store_outgoing message; /* its body is the letter's */
	struct letter letter;
	enum letter_status readable;
	bool withdrawn;
	struct reach_url url;
	struct lookup *lookup; /* under way, or NULL */
	int64_t until_us;      /* for it */
};

/* NULL without memory. */
__attribute__((warn_unused_result)) struct flight *
flight_new(const struct flight_port *port,
	   const struct store_outgoing *message);
/* Of one that waits for an answer close the poster first. */
void flight_free(struct flight *flight);

/* The desk's name, as its operator knows it. */
const char *flight_desk_name(const struct flight *flight);

/* `now_us` is of the clock that posts go by. */
void flight_begin(struct flight *flight, int64_t now_us);
/* Goes on where a name was waited for. */
void flight_look(struct flight *flight, int64_t now_us);

#endif
