/* SPDX-License-Identifier: MIT */
/*
 * incoming.h: what a visitor's client sends, decoded. One decoder serves the
 * frames of faqd.chat.v1, the bodies of POST /v1/ask and POST /v1/feedback and
 * the rows of faqctl.
 * src/server/api/asyncapi.json has the same as a schema.
 *
 *	{"type":"hello",    "id"?, "session"?, "after"?}
 *	{"type":"ask",      "id"?, "text"}
 *	{"type":"choose",   "id"?, "choice"}       an intent's id, or a number
 *	{"type":"feedback", "id"?, "answer", "helpful", "reason"?}
 *	{"type":"resume",   "id"?, "session", "after"?}
 *	{"type":"typing",   "on"?}
 *	{"type":"person",   "id"?, "later"?}       one is wanted
 *	{"type":"heard",    "seq"}                 a person's message was shown
 *
 *	{"id"?, "text", "session"?}                a body, without a type
 *	{"id"?, "choice", "session"?}
 *	{"id"?, "answer", "helpful", "reason"?, "session"}      a rating
 *	{"id"?, "text", "session"?}                a row of faqctl --jsonl
 *
 * `id` is the sender's own name for the message, up to 64 bytes, and comes
 * back verbatim as `reply_to`. `session` may be null, which is as good as
 * absent; `after` and `seq` are the number of a person's message, which its
 * `id` says: the last one that has come in. Any other member of the wrong type
 *is refused with its place. Members that are not named here are ignored.
 *
 * Decoding is total: any bytes give a message or an error.
 */
#ifndef FAQ_INCOMING_H
#define FAQ_INCOMING_H

#include "proto/json.h"

#include <stdint.h>

#define INCOMING_ID_BYTES 64u
#define INCOMING_SESSION_BYTES 512u
#define INCOMING_REASON_BYTES 500u
#define INCOMING_NUMBER_MAX 99u
#define INCOMING_SEQ_MAX 9007199254740991u /* a double holds it: 2^53 - 1 */

enum incoming_type {
	INCOMING_HELLO,
	INCOMING_ASK,
	INCOMING_CHOOSE,
	INCOMING_FEEDBACK,
	INCOMING_RESUME,
	INCOMING_TYPING,
	INCOMING_PERSON,
	INCOMING_HEARD
};

/* Strings point into `doc` or `plain`, of which one is set, and are "" when
 * absent. */
struct incoming {
	struct json_doc *doc;
	char *plain; /* see incoming_plain.h */
	size_t plain_bytes;
	enum incoming_type type;
	const char *id;
	const char *session; /* of hello, resume and bodies */
	const char *text;    /* of ask; "" is a question too */
	size_t text_bytes;
	const char *choice; /* of choose: an intent's id, or "" and ... */
	unsigned number;    /* ... 1 to INCOMING_NUMBER_MAX */
	const char *answer; /* of feedback: the answer's id */
	const char *reason;
	bool helpful;
	bool on;      /* of typing */
	bool later;   /* of person: to be left for when one is there */
	uint64_t seq; /* of heard; of hello and resume the `after`, or 0 */
};

enum incoming_form {
	INCOMING_FRAME,  /* its `type` says what it is */
	INCOMING_BODY,   /* an ask or a choose, whatever its `type` says */
	INCOMING_RATING, /* a feedback with a session, whatever its `type` */
	INCOMING_ROW     /* an ask with a session: of a file of questions */
};

enum incoming_status {
	INCOMING_OK = 0,
	INCOMING_ERROR_NOMEM = -1,
	INCOMING_ERROR_JSON = -2,    /* not JSON at all */
	INCOMING_ERROR_MESSAGE = -3, /* JSON, but not such a message */
	INCOMING_ERROR_TYPE = -4     /* a type that we don't know */
};

struct incoming_error {
	struct json_error at;           /* place and message */
	char id[INCOMING_ID_BYTES + 1]; /* of the message, "" if none */
};

/* On success release it. On failure `error` is filled and nothing is held. */
__attribute__((warn_unused_result)) enum incoming_status
incoming_read(struct incoming *message, enum incoming_form form,
	      const char *bytes, size_t size, struct incoming_error *error);
void incoming_release(struct incoming *message);

#endif
