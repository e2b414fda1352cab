/* SPDX-License-Identifier: MIT */
/*
 * mouth.h: the ways to ask over HTTP: which path takes which body and answers
 * it how. Each mouth is a pure function of its responder and a body.
 *
 *	path --route--> mouth --answer(body)--> status, type, body
 */
#ifndef FAQD_MOUTH_H
#define FAQD_MOUTH_H

#include "proto/incoming.h"
#include "proto/message.h"
#include "server/talk/responder.h"
#include "server/web/route.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pending;

#define MOUTH_BODY_MAX 65536u /* the most that any mouth takes */
#define MOUTH_TYPE_JSON "application/json"

struct mouth_call {
	const char *body; /* never NULL; need not end in NUL */
	size_t bytes;
	bool stream;              /* the query asks for a stream */
	int64_t now_s;            /* of a clock that never goes back */
	int64_t unix_s;           /* of the calendar's */
	int64_t now_us;           /* as now_s */
	struct pending **waiting; /* of the session: pending.h */
};

struct mouth_answer {
	unsigned status;  /* of HTTP */
	const char *type; /* media type of the body */
	const char *body; /* in the responder until its next answer; NULL: the
			   * answer is a problem */
	size_t bytes;
	const char *detail; /* of the problem */
	bool waits;         /* there is no answer yet: feedback_settled() */
};

struct mouth {
	size_t body_max; /* <= MOUTH_BODY_MAX */
	bool any_type;   /* JSON whatever its media type says */
	struct mouth_answer (*answer)(struct responder *responder,
				      const struct mouth_call *call);
	/* Writes why a request was refused before its body was read; NULL: a
	 * problem of RFC 9457. */
	void (*put_refusal)(struct json_writer *writer, unsigned status,
			    const char *detail);
};

/* Who speaks at a route; NULL: nobody in particular. A GET of what it tells
 * about itself is refused in its words, too. */
const struct mouth *mouth_of(enum route route);

/* What a mouth tells about itself, to a GET at a route of them. */
struct mouth_answer mouth_about(struct responder *responder, enum route route,
				const char *path);

/* A 200 with what the responder's writer holds; 500 when that has failed. */
struct mouth_answer mouth_written(const struct responder *responder,
				  const char *type);

/* A problem. `detail` is ours: see response_problem(). */
struct mouth_answer mouth_failed(unsigned status, const char *detail);

/* A problem with a code of the protocol, on the message of an id or "". */
struct mouth_answer mouth_problem(struct responder *responder, unsigned status,
				  const char *id, enum message_code code,
				  const char *detail);

/* Why a body is no message: not for INCOMING_OK. */
struct mouth_answer mouth_unread(struct responder *responder,
				 enum incoming_status status,
				 const struct incoming_error *error);

#endif
