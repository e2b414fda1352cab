/* SPDX-License-Identifier: MIT */
/*
 * ask.h: POST /v1/ask.
 *
 *	{"text": "can i trade yet", "state"?: "<opaque>"}
 *	-> the reply of proto/message.h with "type" and "state"
 *
 * The state is the conversation so far; the client sends back what it got
 * last (see token.h). Without one a conversation begins.
 */
#ifndef FAQD_ASK_H
#define FAQD_ASK_H

#include "server/responder.h"

#include <stddef.h>

struct ask_answer {
	unsigned status;    /* of HTTP */
	const char *detail; /* of the problem, when not 200 */
	const char *json;   /* in the responder until its next answer */
	size_t json_bytes;
};

struct ask_answer ask_answer(struct responder *responder, const char *body,
			     size_t bytes);

#endif
