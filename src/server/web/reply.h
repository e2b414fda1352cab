/* SPDX-License-Identifier: MIT */
/*
 * reply.h: how a session answers an HTTP request: a response or a problem goes
 * into its queue, with what all responses to this request have in common.
 */
#ifndef FAQD_REPLY_H
#define FAQD_REPLY_H

#include "server/edge/request.h"
#include "server/talk/session.h"
#include "server/web/response.h"

/* What a problem says beside its status; either may be left out. */
struct advice {
	const char *allow;
	unsigned retry_seconds;
};

#define NO_ADVICE ((struct advice){NULL, 0})

/* SESSION_WRITE, or SESSION_CLOSE when the queue is full or memory runs out. */
enum session_next reply_push(struct session *session,
			     struct response *response);

/* A problem (RFC 9457), or what the mouth that was asked has for one. */
enum session_next reply_problem(struct session *session, unsigned status,
				const char *detail, struct advice advice);

/* 413, counted as a limit that was met. */
enum session_next reply_too_long(struct session *session);

/* After what we can't be sure to have read right, the connection ends. */
enum session_next reply_refuse(struct session *session, struct refusal refusal);

#endif
