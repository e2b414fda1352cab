/* SPDX-License-Identifier: MIT */
/*
 * ask.h: POST /v1/ask.
 *
 *	{"id"?, "text" or "choice", "session"?}       (proto/incoming.h)
 *	-> 200, an answer (proto/message.h) or {"type":"repeated", ...}
 *	-> 409 "with_person": a person has the conversation, who can be heard
 *	   over a WebSocket only; nothing is taken
 *	-> 400 or 500, a problem (RFC 9457) with a `code` of proto/message.h
 *
 * The client sends back the session that it got last; without one a
 * conversation begins. It begins anew, and says so, also where a session is
 * too old or of another server: the visitor has done nothing wrong.
 */
#ifndef FAQD_ASK_H
#define FAQD_ASK_H

#include "server/talk/mouth.h"

struct mouth_answer ask_answer(struct responder *responder,
			       const struct mouth_call *call);

#endif
