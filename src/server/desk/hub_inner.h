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
	unsigned place;        /* among those that wait, as it was told last */
	size_t at;             /* in core->talk */
};

struct hub_agent {
	struct hub_seat seat;
	char key[STORE_API_KEY_ID_BYTES];
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
	struct hub_talk **talk;  /* each owned */
	struct hub_talk **queue; /* those that wait, while they are told */
	void *by_visitor;        /* the same, as tsearch() has them */
	bool short_of_memory;    /* as they were taken up */
	uint64_t from_visitors, from_agents; /* messages that were kept */
	uint64_t lost;                       /* writes that failed */
	struct hub_agent agent[HUB_AGENTS_MAX];
};

bool hub_same_seat(struct hub_seat a, struct hub_seat b);
bool hub_same_id(const struct store_id *a, const struct store_id *b);
int64_t hub_now(const struct hub_core *core);
/* NULL: it neither waits nor is joined. */
struct hub_talk *hub_find(struct hub_core *core,
			  const struct store_id *visitor);
/* Takes one up. NULL: there is no room. */
struct hub_talk *hub_add(struct hub_core *core, const struct store_talk *kept);
/* It has ended. */
void hub_drop(struct hub_core *core, struct hub_talk *talk);
/* Has that agent claimed it? */
bool hub_has(const struct hub_agent *agent, const struct store_talk *talk);
/* The same person? */
bool hub_same_agent(const struct hub_agent *a, const struct hub_agent *b);

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
void hub_tell_state(struct hub_core *core, struct hub_talk *talk,
		    struct hub_seat seat);
void hub_tell_tabs_state(struct hub_core *core, struct hub_talk *talk);
void hub_tell_agents(struct hub_core *core, const struct hub_talk *talk);
/* To all but one; NULL: to all. */
void hub_tell_presence(struct hub_core *core, const struct hub_agent *but);
/* To one, as an answer. */
void hub_answer_presence(struct hub_core *core, const struct hub_agent *agent,
			 const char *reply_to);
/* Its visitor hears that all of it is read, if its agent follows it. */
void hub_tell_read(struct hub_core *core, struct hub_talk *talk);
void hub_tell_followers(struct hub_core *core,
			const struct store_message *message,
			uint64_t heard_seq);
/* The same as it was kept: redacted. */
void hub_tell_stored(struct hub_core *core,
		     const struct store_message *message);
/* An agent's that a visitor's client has shown by now: those behind `from`. */
void hub_tell_heard(struct hub_core *core, const struct store_talk *talk,
		    uint64_t from);
void hub_tell_typing(struct hub_core *core, const struct store_id *visitor,
		     bool on);
void hub_tell_hello(struct hub_core *core, const struct hub_agent *agent,
		    const char *reply_to);
STORE_MUST_CHECK bool hub_tell_conversation(struct hub_core *core,
					    const struct hub_agent *agent,
					    const struct store_talk *talk,
					    bool online, const char *reply_to,
					    uint64_t after_seq);

/* hub_agents.c: answers to a command. */
void hub_refuse(struct hub_core *core, const struct hub_agent *agent,
		const struct agent_command *command, enum agent_code code,
		const char *detail);
void hub_fail(struct hub_core *core, const struct hub_agent *agent,
	      const struct agent_command *command);
void hub_confirm(struct hub_core *core, const struct hub_agent *agent,
		 const struct agent_command *command, const char *type,
		 uint64_t seq);
/* Its state changes, which is kept as a message for agents, too. `agent` NULL:
 * nobody has it. */
STORE_MUST_CHECK bool hub_change(struct hub_core *core, struct hub_talk *talk,
				 enum store_talk_state state,
				 const struct hub_agent *agent,
				 const char *what);

/* hub_judge.c */
void hub_on_suggest(struct hub_core *core, const struct hub_agent *agent,
		    const struct agent_command *command,
		    const struct store_id *id);
void hub_on_wrong(struct hub_core *core, const struct hub_agent *agent,
		  const struct agent_command *command,
		  const struct store_id *id);

#endif
