/* SPDX-License-Identifier: MIT */
/*
 * tally.h: what is counted of the support desks, by desk: events by what became
 * of them, calls that were refused, attempts to send.
 *
 * Threads: any.
 */
#ifndef FAQD_TALLY_H
#define FAQD_TALLY_H

#include "desk/desks.h"
#include "server/desk/deed.h"

#include <stdatomic.h>

enum tally_refusal {
	TALLY_UNSIGNED, /* no proof, or one that can't be read */
	TALLY_FORGED,
	TALLY_STALE,
	TALLY_BODY, /* not what this desk sends */
	TALLY_BUSY, /* the queue was full */
	TALLY_REFUSALS
};

enum tally_attempt {
	TALLY_DONE,
	TALLY_AGAIN,
	TALLY_DEAD,
	TALLY_ATTEMPTS
};

struct tally {
	atomic_ullong event[DESKS_MAX][DEED_OUTCOMES];
	atomic_ullong refusal[DESKS_MAX][TALLY_REFUSALS];
	atomic_ullong attempt[DESKS_MAX][TALLY_ATTEMPTS];
	atomic_ullong withdrawn; /* messages, because a person had come */
};

const char *tally_refusal_text(enum tally_refusal refusal);
const char *tally_attempt_text(enum tally_attempt attempt);

/* `desk` is one of `desks`. */
void tally_event(struct tally *tally, const struct desks *desks,
		 const struct desk_setup *desk, enum deed_outcome outcome);
void tally_refused(struct tally *tally, const struct desks *desks,
		   const struct desk_setup *desk, enum tally_refusal refusal);
void tally_attempted(struct tally *tally, const struct desks *desks,
		     const struct desk_setup *desk, enum tally_attempt attempt);

void tally_withdrawn(struct tally *tally, size_t messages);

#endif
