/* SPDX-License-Identifier: MIT */
/*
 * chat.h: the WebSocket chat, subprotocol faqd.chat.v1, JSON in text frames.
 *
 *	visitor			faqd
 *	hello, resume		hello, resumed
 *	ask, choose		answer, clarify or none; repeated; error
 *	feedback		feedback_received once it is stored, or error
 *	person			session, and handover when the hub knows
 *	typing, heard		-
 *
 * While a person has the conversation, or is called (person.h):
 *
 *	ask, choose		delivered once it is stored, read once it is
 *seen handover, agent_message, typing, session
 *
 * proto/incoming.h has what the visitor's client says, proto/message.h and
 * proto/outgoing.h what it hears. After an error the connection lives on; what
 * can't be a message at all closes it with a code of RFC 6455.
 */
#ifndef FAQD_CHAT_H
#define FAQD_CHAT_H

#include "proto/message.h"
#include "server/talk/session.h"

#define CHAT_PROTOCOL MESSAGE_PROTOCOL

/* The close codes that we send; 0: go on. */
enum chat_close {
	CHAT_GO_ON = 0,
	CHAT_CLOSE_IDLE = 1000, /* no message for too long */
	CHAT_CLOSE_AWAY = 1001, /* the server ends */
	CHAT_CLOSE_BINARY = 1003,
	CHAT_CLOSE_SLOW = 1008, /* a flood, or answers are not read */
	CHAT_CLOSE_SIZE = 1009,
	CHAT_CLOSE_FAILED = 1011,
	CHAT_CLOSE_KEY = 3000 /* "unauthorized" in IANA's registry */
};

/* A piece of a message, as lws hands it out. */
struct chat_piece {
	const void *bytes;
	size_t size;
	bool first, final, binary;
};

/* The connection has become a chat. */
void chat_on_open(struct session *session);

/* A piece has come in; at the end of a message the answer is queued. */
enum chat_close chat_on_piece(struct session *session,
			      const struct chat_piece *piece);

/* Acknowledges the feedback that has reached the disk: an answer is queued for
 * each. `now_us` is of the clock of session->active_us. */
enum chat_close chat_settle(struct session *session, int64_t now_us);

/* A short English reason for a close frame. */
const char *chat_close_text(enum chat_close code);

#endif
