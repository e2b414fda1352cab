/* SPDX-License-Identifier: MIT */
/*
 * hub_inner.h: what the parts of the hub's core share; for
 * src/server/desk/hub_*.c only.
 */
#ifndef FAQD_HUB_INNER_H
#define FAQD_HUB_INNER_H

#include "proto/agent_outgoing.h"
#include "server/desk/hub_core.h"

/* A conversation that waits or is joined. */
struct hub_talk {
	struct store_talk kept; /* as the store has it */
	size_t tab_count;
	struct hub_seat tab[HUB_TABS];
	int64_t away_since_ms; /* its agent is gone; 0: is there */
};

struct hub_agent {
	struct hub_seat seat;
	char name[STORE_AGENT_BYTES];
	bool available;
	size_t follow_count;
	struct store_id follow[HUB_FOLLOWS_MAX];
};

struct hub_core {
	struct hub_options how;
	struct store_key key;
	struct faq_scratch *scratch;
	struct faq_reply reply;
	struct json_writer json;
	size_t talk_count, talk_room, agent_count;
	struct hub_talk *talk;
	struct hub_agent agent[HUB_AGENTS_MAX];
};

bool hub_same_seat(struct hub_seat a, struct hub_seat b);
bool hub_same_id(const struct store_id *a, const struct store_id *b);
int64_t hub_now(const struct hub_core *core);
/* NULL: it neither waits nor is joined. */
struct hub_talk *hub_find(struct hub_core *core,
			  const struct store_id *visitor);
/* Is a connection of that agent there? */
bool hub_is_there(const struct hub_core *core, const char *name);

/* A message as the next of the talk; the text is the caller's until written. */
struct store_message hub_next(const struct hub_core *core,
			      const struct hub_talk *talk, enum store_from from,
			      const char *text, size_t bytes);
/* Writes it and the talk as `next` has it; only then the talk becomes so. */
STORE_MUST_CHECK bool hub_keep(struct hub_core *core, struct hub_talk *talk,
			       const struct store_talk *next,
			       const struct store_message *message);

/* hub_tell.c: frames. What is in core->json goes out and is cleared. */
void hub_send(struct hub_core *core, struct hub_seat seat, enum hub_say say);
void hub_send_tabs(struct hub_core *core, const struct hub_talk *talk,
		   enum hub_say say);
/* Where it stands, to one of its visitor's connections. */
void hub_tell_state(struct hub_core *core, const struct hub_talk *talk,
		    struct hub_seat seat);
void hub_tell_tabs_state(struct hub_core *core, const struct hub_talk *talk);
void hub_tell_agents(struct hub_core *core, const struct hub_talk *talk);
void hub_tell_presence(struct hub_core *core);
void hub_tell_followers(struct hub_core *core,
			const struct store_message *message);
/* The same as it was kept: redacted. */
void hub_tell_stored(struct hub_core *core,
		     const struct store_message *message);
void hub_tell_typing(struct hub_core *core, const struct store_id *visitor,
		     bool on);
void hub_tell_hello(struct hub_core *core, const struct hub_agent *agent,
		    const char *reply_to);
/* Does its agent follow it? */
bool hub_is_seen(const struct hub_core *core, const struct hub_talk *talk);
STORE_MUST_CHECK bool hub_tell_conversation(struct hub_core *core,
					    const struct hub_agent *agent,
					    const struct store_talk *talk,
					    bool online, const char *reply_to,
					    uint64_t after_seq);

#endif
