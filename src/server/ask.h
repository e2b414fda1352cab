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

#include "server/mouth.h"

struct mouth_answer ask_answer(struct responder *responder,
			       const struct mouth_call *call);

#endif
