/* SPDX-License-Identifier: MIT */
/*
 * deed.h: what faqd does when something happens at a desk, as records of one
 * batch: that the event was taken, where the conversation is now, what was
 * asked and answered, and what is to be sent.
 *
 *	bot:    a message --> an answer; the engine asks for a person --> a
 *	        note, the handover, and the conversation is a person's
 *	person: a message --> nothing, until it is given back or ends
 *
 * Events overtake each other on their way. Where the desk puts them in order,
 * an older word on who has the conversation does not undo a newer one, and
 * what was said to a person is not answered when it comes afterwards.
 *
 * Threads: the dispatcher's.
 */
#ifndef FAQD_DEED_H
#define FAQD_DEED_H

#include "server/desk/batch.h"
#include "server/desk/call.h"
#include "server/talk/responder.h"

enum deed_outcome {
	DEED_ANSWERED,
	DEED_HANDED_OVER, /* answered, and given to a person */
	DEED_SILENT,      /* a person has the conversation */
	DEED_TURNED,      /* it was taken, given back or has ended */
	DEED_REPEATED,    /* it was here before: nothing is done */
	DEED_LATE,        /* older than what is known: nothing is done */
	DEED_IGNORED,     /* nothing for us */
	DEED_FAILED,      /* the store or the engine; nothing of it is kept */
	DEED_OUTCOMES,
	DEED_FULL /* the batch: commit, and call again */
};

/* "answered" ... */
const char *deed_outcome_text(enum deed_outcome outcome);

struct deed {
	struct responder *responder;
	struct store *store;
	struct store_key key;
	struct batch *batch;
	int64_t now_ms;
	bool transcripts; /* questions are kept */
};

/* Adds to the batch all of what an event brings, or nothing. A synchronous
 * desk's answer becomes the call's reply. */
enum deed_outcome deed_do(const struct deed *deed, struct call *call,
			  const struct desk_event *event);

#endif
