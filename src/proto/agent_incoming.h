/* SPDX-License-Identifier: MIT */
/*
 * agent_incoming.h: what an agent's tool sends over faqd.desk.v1, decoded.
 *
 *	{"type":"hello",     "key"?, "name"?}
 *	{"type":"follow",    "conversation", "after"?}
 *	{"type":"unfollow",  "conversation"}
 *	{"type":"claim",     "conversation"}
 *	{"type":"reply",     "conversation", "text"}
 *	{"type":"note",      "conversation", "text"}
 *	{"type":"suggest",   "conversation", "text"?}
 *	{"type":"give_back", "conversation"}
 *	{"type":"close",     "conversation"}
 *	{"type":"typing",    "conversation", "on"?}
 *	{"type":"presence",  "available"}
 *	{"type":"wrong",     "conversation", "seq", "expected"}
 *
 * Each may have an "id" of up to 64 bytes, which comes back as `reply_to`. A
 * reply or a note that comes again under its id is the same one. A
 * conversation is 32 lower-case hex digits; `expected` an intent's id, or ""
 * when there should have been no answer. Members that are not named here are
 * ignored. Decoding is total: any bytes give a command or an error.
 */
#ifndef FAQ_AGENT_INCOMING_H
#define FAQ_AGENT_INCOMING_H

#include "proto/json.h"

#include <stdint.h>

#define AGENT_ID_BYTES 64u
#define AGENT_NAME_BYTES 240u /* 60 characters of any script */
#define AGENT_KEY_BYTES 128u
#define AGENT_TEXT_BYTES 4096u
#define AGENT_CONVERSATION_DIGITS 32u

enum agent_type {
	AGENT_HELLO,
	AGENT_FOLLOW,
	AGENT_UNFOLLOW,
	AGENT_CLAIM,
	AGENT_REPLY,
	AGENT_NOTE,
	AGENT_SUGGEST,
	AGENT_GIVE_BACK,
	AGENT_CLOSE,
	AGENT_TYPING,
	AGENT_PRESENCE,
	AGENT_WRONG
};

/* Strings point into `doc` and are "" when absent. */
struct agent_command {
	struct json_doc *doc;
	enum agent_type type;
	const char *id;
	const char *key, *name;   /* of hello */
	const char *conversation; /* of all but hello and presence */
	const char *text;         /* of reply, note, suggest */
	const char *expected;     /* of wrong */
	uint64_t seq;             /* of wrong, from 1; `after` of follow */
	bool on;                  /* of typing; `available` of presence */
};

enum agent_status {
	AGENT_OK = 0,
	AGENT_ERROR_NOMEM = -1,
	AGENT_ERROR_JSON = -2,    /* not JSON at all */
	AGENT_ERROR_MESSAGE = -3, /* JSON, but not such a message */
	AGENT_ERROR_TYPE = -4     /* a type that we don't know */
};

struct agent_error {
	struct json_error at;        /* place and message */
	char id[AGENT_ID_BYTES + 1]; /* of the message, "" if none */
};

/* On success release it. On failure `error` is filled and nothing is held. */
__attribute__((warn_unused_result)) enum agent_status
agent_command_read(struct agent_command *command, const char *bytes,
		   size_t size, struct agent_error *error);
void agent_command_release(struct agent_command *command);

#endif
