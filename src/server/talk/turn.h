/* SPDX-License-Identifier: MIT */
/*
 * turn.h: one message of a conversation, whatever mouth it came through: the
 * conversation is taken up, the question answered once, the answer written
 * with the session that goes on from there, and the observer told.
 *
 * person.h decides whether an answer calls a person; whoever sends it does so.
 *
 * proto/message.h has a drawing of what happens to a repeated message.
 */
#ifndef FAQD_TURN_H
#define FAQD_TURN_H

#include "proto/incoming.h"
#include "proto/message.h"
#include "server/talk/responder.h"

/*
 * Goes on from a session's text; "" changes nothing. One that can't be taken
 * up begins a new visit. Returns why it could not, as the protocol says it, or
 * NULL.
 */
const char *turn_resume(struct responder *responder, struct visit *visit,
			const char *session);

/*
 * The session of the visit as it is now, in the responder until the next one;
 * NULL when there is no randomness or OpenSSL fails.
 */
const char *turn_session(struct responder *responder, struct visit *visit);

enum turn_status {
	TURN_ANSWERED = 0,        /* responder->json has the answer ... */
	TURN_REPEATED = 1,        /* ... or says that it was given before */
	TURN_UNKNOWN_CHOICE = -1, /* nothing is written, nothing has moved */
	TURN_FAILED = -2
};

/* An ask or a choose. `refused` is what turn_resume() returned. */
__attribute__((warn_unused_result)) enum turn_status
turn_take(struct responder *responder, struct visit *visit,
	  enum counted_mouth mouth, const struct incoming *message,
	  const char *refused);

#endif
