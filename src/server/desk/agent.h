/* SPDX-License-Identifier: MIT */
/*
 * agent.h: an agent's tool over WS /v1/desk, subprotocol faqd.desk.v1, JSON in
 * text frames: the side of the worker.
 *
 *	agent			faqd
 *	hello with a key	hello, or error unauthorized
 *	all else		answered by the hub: hub_core.h
 *
 * The key comes in the Authorization header, or in hello where a browser can't
 * send that. Before a hello has been let in nothing else is answered, and the
 * hello must come within AGENT_HELLO_SECONDS. A key that is revoked ends the
 * connection. proto/agent_incoming.h and agent_outgoing.h have the messages.
 */
#ifndef FAQD_AGENT_H
#define FAQD_AGENT_H

#include "server/desk/hub_core.h"
#include "server/edge/request.h"
#include "server/talk/chat.h"

#define AGENT_HELLO_SECONDS 10
#define AGENT_TRIES 3u /* keys that a connection may show */
/* Frames that may wait for one agent: more than for a visitor, because the
 * whole desk is told to each. */
#define AGENT_FRAMES 1024u

/* Somebody wants to connect; status 0: may, though perhaps without a key yet.
 */
struct refusal agent_on_upgrade(struct session *session,
				const struct request *request);

/* A whole message has come in. */
enum chat_close agent_on_message(struct session *session, const char *bytes,
				 size_t size);

/* The hub has something for this agent: it is queued. */
enum chat_close agent_on_letter(struct session *session,
				const struct hub_letter *letter);

/* Is the key that it has shown, if any, still good? */
__attribute__((warn_unused_result)) bool
agent_keeps_key(const struct session *session);

#endif
