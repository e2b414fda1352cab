/* SPDX-License-Identifier: MIT */
/*
 * outgoing.h: the messages of faqd.chat.v1 to a visitor beside answers
 * (message.h), each as one whole JSON object.
 *
 *	{"type":"hello", "reply_to"?, "protocol":"faqd.chat.v1", "name",
 *	 "language", "version",
 *	 "limits":{"message_bytes","question_bytes","id_bytes"},
 *	 "examples":[{"id","title"}], "checklist":[{"id","title"}],
 *	 "session", "resumed", "code"?, "step", "steps", "paused"}
 *	{"type":"resumed", "reply_to"?, "session", "resumed", "code"?,
 *	 "step", "steps", "paused"}
 *	{"type":"repeated", "reply_to", "session"}
 *	{"type":"feedback_received", "reply_to"?, "answer"}
 *	{"type":"error", "reply_to"?, "code", "detail"}
 *
 *	{"type":"session", "reply_to"?, "session", "person"}
 *	{"type":"delivered", "reply_to", "seq"}
 *	{"type":"read", "seq"}
 *	{"type":"agent_message", "id", "text", "agent":{"name"}}
 *	{"type":"handover", "state":"waiting", "agent"?:{"name"}, "waiting"?}
 *	{"type":"typing", "on", "agent"?:{"name"}}
 *
 * A session says also who answers: with `person` true what the visitor writes
 * under it goes to a person, with false to the bot. It comes when that changes
 * without an answer that would bring it.
 *
 * Empty strings are left out where a member may be absent. What a session that
 * could not be taken up leads to is `resumed` false with a `code`, and a
 * conversation that begins anew under the session given.
 */
#ifndef FAQ_OUTGOING_H
#define FAQ_OUTGOING_H

#include "proto/message.h"
#include "proto/visit.h"

/* The conversation that the client goes on with. */
struct outgoing_place {
	const char *reply_to;
	const char *session;
	const char *refused; /* as in struct message_envelope */
	bool resumed;
	const struct faq_dialog *dialog;
	unsigned steps;
};

/* Over HTTP it is the same for everybody: the place has no session then, and
 * nothing from "session" on is written. */
struct outgoing_hello {
	struct outgoing_place place;
	const struct faq_catalog *catalog;
	const char *language, *version;
	size_t message_bytes; /* the longest frame that is taken; 0: unsaid */
};

void outgoing_hello(struct json_writer *writer,
		    const struct outgoing_hello *hello);
void outgoing_resumed(struct json_writer *writer,
		      const struct outgoing_place *place);
void outgoing_repeated(struct json_writer *writer, const char *reply_to,
		       const char *session);
/* Who has the conversation from here on, and its session. */
void outgoing_session(struct json_writer *writer, const char *reply_to,
		      const char *session, bool person);
void outgoing_feedback_received(struct json_writer *writer,
				const char *reply_to, const char *answer);
/* An error with code rate_limited and how long to wait, in seconds. */
void outgoing_rate_limited(struct json_writer *writer, const char *reply_to,
			   unsigned seconds);
void outgoing_error(struct json_writer *writer, const char *reply_to,
		    enum message_code code, const char *detail);

/* Where a conversation with a person stands. */
enum outgoing_handover {
	OUTGOING_WAITING,  /* nobody has it yet */
	OUTGOING_JOINED,   /* a person has */
	OUTGOING_RETURNED, /* the bot has it again */
	OUTGOING_CLOSED,   /* it has ended */
	OUTGOING_NOBODY    /* no person is there */
};

/* `agent` is a name, "" for none; `waiting` is the place in line, 0: none. */
void outgoing_handover(struct json_writer *writer, enum outgoing_handover state,
		       const char *agent, unsigned waiting);
void outgoing_agent_message(struct json_writer *writer, const char *id,
			    const char *text, size_t text_bytes,
			    const char *agent);
/* A message for a person is stored, the seq-th of the conversation. */
void outgoing_delivered(struct json_writer *writer, const char *reply_to,
			unsigned long long seq);
/* A person has seen all up to the seq-th. */
void outgoing_read(struct json_writer *writer, unsigned long long seq);
void outgoing_typing(struct json_writer *writer, bool on, const char *agent);

/* An RFC 9457 problem: what an error is over HTTP. `title` is the status's. */
void outgoing_problem(struct json_writer *writer, unsigned status,
		      const char *title, const char *reply_to,
		      enum message_code code, const char *detail);

#define OUTGOING_EXAMPLES_MAX 3u

/* Intents to begin with, in the content's order: first its lists, which show
 * the most for one click, then its FAQ. Returns how many. */
size_t outgoing_examples(const struct faq_catalog *catalog,
			 const struct faq_intent *out[OUTGOING_EXAMPLES_MAX]);

#endif
