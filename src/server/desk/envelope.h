/* SPDX-License-Identifier: MIT */
/*
 * envelope.h: requests to a desk as records of a batch, on their way to the
 * outbox.
 *
 * Threads: any; a batch is one thread's.
 */
#ifndef FAQD_ENVELOPE_H
#define FAQD_ENVELOPE_H

#include "desk/desks.h"
#include "server/desk/batch.h"
#include "server/desk/letter.h"

/* To whom. */
struct envelope {
	const char *mouth; /* "desk:NAME" */
	const struct store_id *visitor;
	const char *conversation; /* as the desk names it */
	int64_t now_ms;
};

/* Adds the requests in their order, and releases them. False when there is no
 * room or no memory: cut the batch. */
__attribute__((warn_unused_result)) bool
envelope_put(struct batch *batch, const struct envelope *to,
	     enum letter_purpose purpose, struct desk_requests *requests);

/* What waits for the visitor is not sent any more. False when there is no
 * room. */
__attribute__((warn_unused_result)) bool
envelope_withdraw(struct batch *batch, const char *mouth,
		  const struct store_id *visitor);

/* Adds to the batch that a conversation goes to a person because what it was
 * to be sent can't be, and that nothing else that waits for it is sent. False
 * when there is no room or no memory; true also
 * when the desk knows no handover. */
__attribute__((warn_unused_result)) bool
envelope_give_up(struct batch *batch, struct store *store,
		 const struct desk_setup *desk,
		 const struct store_outgoing *message, int64_t now_ms);

#endif
