/* SPDX-License-Identifier: MIT */
/*
 * agent_outgoing.h: what an agent's tool hears over faqd.desk.v1.
 *
 *	hello {protocol, agent, conversations:[summary],
 *	       canned:[{id,title,text}], intents:[{id,title}], presence}
 *	conversation {summary..., messages:[message]}	a follow's answer
 *	changed {summary...}		message {conversation, message}
 *	claimed, sent, noted {conversation, seq?}
 *	suggestions {conversation, items:[{id,title,text,confidence}]}
 *	typing {conversation, on}	presence {agents, waiting}
 *	error {code, detail}
 *
 *	summary: conversation, state, reason, since, agent?, last?, messages,
 *	         online, step?
 *	message: seq, from, text, at, agent?; of the bot's verdict, intent?,
 *	         confidence, near?; of an agent's delivered?
 *
 * A message that has been delivered comes once more, under its old seq.
 *
 * What answers a command has its id as `reply_to`. Times are milliseconds since
 * 1970. src/proto/agent_incoming.h has the other direction.
 */
#ifndef FAQ_AGENT_OUTGOING_H
#define FAQ_AGENT_OUTGOING_H

#include "core/faq.h"
#include "proto/json.h"

#include <stdint.h>

#define AGENT_PROTOCOL "faqd.desk.v1"
/* A hello that is longer has no further canned answers. */
#define AGENT_CANNED_BYTES (1024u * 1024u)

enum agent_code {
	AGENT_UNAUTHORIZED,
	AGENT_UNKNOWN_CONVERSATION,
	AGENT_ALREADY_CLAIMED,
	AGENT_NOT_YOURS,
	AGENT_INVALID_JSON,
	AGENT_INVALID,
	AGENT_UNKNOWN_TYPE,
	AGENT_RATE_LIMITED,
	AGENT_FAILED /* our fault; trying again may help */
};

/* "already_claimed" and so on: stable. */
const char *agent_code_text(enum agent_code code);

/* Strings are "" for none. `state`, `reason` and `from` are the protocol's own
 * words. */
struct agent_near {
	const char *id;
	double score;
};

struct agent_message {
	uint64_t seq;
	const char *from; /* visitor bot agent note system */
	const char *text;
	size_t text_bytes;
	int64_t at_ms;
	const char *agent;
	const char *verdict; /* of the bot's; "": the next are not said */
	const char *intent;
	double confidence;
	size_t near_count;
	struct agent_near near[3];
	bool delivered; /* an agent's: the visitor's client has shown it */
};

struct agent_summary {
	const char *conversation;
	const char *state; /* waiting joined returned closed */
	const char *reason;
	const char *agent;
	int64_t since_ms;
	const struct agent_message *last; /* or NULL */
	uint64_t messages;
	bool online;   /* is the visitor connected? */
	unsigned step; /* of the checklist, 0: none */
};

struct agent_presence {
	unsigned agents, waiting;
};

/* A hello in three parts, because its conversations come one by one. */
void agent_begin_hello(struct json_writer *writer, const char *reply_to,
		       const char *name);
void agent_put_summary(struct json_writer *writer,
		       const struct agent_summary *summary);
void agent_end_hello(struct json_writer *writer,
		     const struct agent_presence *presence,
		     const struct faq_catalog *catalog);

/* A conversation with what agent_put_message() puts in between. */
void agent_begin_conversation(struct json_writer *writer, const char *reply_to,
			      const struct agent_summary *summary);
void agent_put_message(struct json_writer *writer,
		       const struct agent_message *message);
void agent_end_conversation(struct json_writer *writer);

void agent_changed(struct json_writer *writer,
		   const struct agent_summary *summary);
void agent_said(struct json_writer *writer, const char *conversation,
		const struct agent_message *message);

/* `type` is claimed, sent, noted, given_back, closed, corrected or unfollowed;
 * seq 0 is left out. */
void agent_done(struct json_writer *writer, const char *reply_to,
		const char *type, const char *conversation, uint64_t seq);
/* What the engine would say: its answers, choices and suggestions. */
void agent_suggestions(struct json_writer *writer, const char *reply_to,
		       const char *conversation, const struct faq_reply *reply);
void agent_typing(struct json_writer *writer, const char *conversation,
		  bool on);
void agent_presence(struct json_writer *writer, const char *reply_to,
		    const struct agent_presence *presence);
void agent_error(struct json_writer *writer, const char *reply_to,
		 enum agent_code code, const char *detail);

#endif
