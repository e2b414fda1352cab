/* SPDX-License-Identifier: MIT */
/*
 * response.h: an HTTP response, written head and body as one frame: one
 * lws_write() for both serves half as many again per second as two.
 */
#ifndef FAQD_RESPONSE_H
#define FAQD_RESPONSE_H

#include "server/web/queue.h"

#include <stdbool.h>
#include <stddef.h>

/* Which web pages may read it. */
enum response_sharing {
	RESPONSE_OURS = 0, /* those of this host */
	RESPONSE_LISTED,   /* the one at `origin` too, if any */
	RESPONSE_EVERYONES /* all, and as their own script */
};

struct response {
	unsigned status;
	const char *type; /* media type of the body; NULL: it has none (304) */
	const char *body; /* the caller's, until response_push() */
	size_t body_bytes;
	const char *allow;      /* Allow, or NULL */
	const char *request_id; /* X-Request-Id, or NULL */
	unsigned retry_seconds; /* Retry-After, or 0 */
	const char *etag;   /* quoted, or NULL: then it is not to be stored */
	const char *coding; /* Content-Encoding, "" for none */
	const char
		*policy; /* Content-Security-Policy; NULL: that of the page */
	enum response_sharing sharing;
	const char *origin; /* of a page elsewhere; valid, or NULL */
	bool preflight;     /* it asks first what it may send */
	bool varies;        /* the coding depends on what the client takes */
	bool tls;           /* the connection is, so say that it always is */
	bool head_only;     /* HEAD: the lengths of GET, no body */
	bool close;         /* the connection ends with it */
};

#define PROBLEM_TYPE "application/problem+json"
#define PROBLEM_BYTES 512u

/* The reason phrase of a status that we use, else "Error". */
const char *response_reason(unsigned status);

/*
 * Writes an RFC 9457 body. `detail` is ours, never the client's bytes: plain
 * ASCII without quotes or backslashes. Returns its length.
 */
size_t response_problem(unsigned status, const char *detail,
			char out[PROBLEM_BYTES]);

/* Queues it. False when the queue is full or memory runs out. */
__attribute__((warn_unused_result)) bool
response_push(const struct response *response, struct queue *queue);

#endif
