/* SPDX-License-Identifier: MIT */
/*
 * feedback.h: what a visitor says of an answer, from either transport. It is
 * acknowledged once it is on the disk (pending.h), and told of when it can't
 * be kept.
 *
 *	chat: feedback ----> feedback_received, or error "not_recorded"
 *	POST /v1/feedback -> 200 feedback_received, or 503 "not_recorded"
 *
 * On an answer that the visitor was never given: "unknown_answer", 400.
 */
#ifndef FAQD_FEEDBACK_H
#define FAQD_FEEDBACK_H

#include "proto/incoming.h"
#include "proto/visit.h"
#include "server/talk/mouth.h"
#include "server/talk/pending.h"
#include "server/talk/responder.h"

enum feedback_status {
	FEEDBACK_KEPT = 0,
	FEEDBACK_WAITS = 1, /* for the disk: at the end of `*waiting` */
	FEEDBACK_NOT_KEPT = -1,
	FEEDBACK_NOT_GIVEN = -2 /* this visitor was given no such answer */
};

/* What is told of feedback that is not kept. */
struct feedback_fault {
	unsigned status; /* of HTTP */
	enum message_code code;
	const char *detail;
};

/* Static; NULL for feedback that is kept or waits. */
const struct feedback_fault *feedback_fault(enum feedback_status status);

/*
 * Hands feedback of a visitor to the store. `now_us` is of the clock that
 * feedback_settled() is asked with.
 */
__attribute__((warn_unused_result)) enum feedback_status
feedback_take(struct responder *responder, const struct visit *visit,
	      const struct incoming *message, struct pending **waiting,
	      int64_t now_us);

/* What became of the first that waits, if it is known: it is moved to `out`
 * then, which the caller wipes. */
__attribute__((warn_unused_result)) bool
feedback_settled(struct responder *responder, struct pending **waiting,
		 int64_t now_us, struct pending *out,
		 enum feedback_status *status);

/* The body of POST /v1/feedback; the answer may be one that waits. */
struct mouth_answer feedback_answer(struct responder *responder,
				    const struct mouth_call *call);

/* What it is answered in the end. */
struct mouth_answer feedback_tell(struct responder *responder, const char *id,
				  const char *answer,
				  enum feedback_status status);

#endif
