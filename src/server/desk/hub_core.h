/* SPDX-License-Identifier: MIT */
/*
 * hub_core.h: conversations between visitors and persons: what comes from
 * either side goes in, letters to either side come out. No thread, no socket,
 * no clock of its own.
 *
 *	visitor's connection --came, asks, says--> hub_core <--> store
 *	agent's connection   --came, does--------> hub_core
 *	                     <----letters--------- deliver()
 *
 *	           asks               claim
 *	the bot ---------> waiting ---------> joined
 *	   ^                  ^                 |  |
 *	   |                  `-- agent gone ---'  |
 *	   `------- give_back, close --------------'
 *
 * What is acknowledged ("delivered", "sent", "noted") is on the disk, and what
 * was there when a process died comes back with hub_core_new(). Texts are read
 * from the store whenever they are needed; none is kept here.
 *
 * Nodes that share a store have a core each. All may read and write a
 * conversation: who writes its next message wins (STORE_BEHIND), the others
 * catch up from the store and look again. What has changed, and who is
 * connected where, they tell each other: hub_core_hears().
 *
 * An agent is known by API key and name: two connections with both alike are
 * one person, and a name under another key is another. A visitor may have up
 * to HUB_TABS connections to one conversation.
 *
 * Threads: a core and its store belong to one thread. deliver() is called
 * before the function that caused it returns, and must not call the core.
 */
#ifndef FAQD_HUB_CORE_H
#define FAQD_HUB_CORE_H

#include "proto/agent_incoming.h"
#include "store/store.h"

#define HUB_TABS 4u
#define HUB_AGENTS_MAX 64u
#define HUB_TALKS_MAX 4096u /* that wait or are joined */
#define HUB_FOLLOWS_MAX 16u /* of one agent's connection */
#define HUB_STORY_TURNS 20u
#define HUB_MESSAGES_MAX 200u /* of a conversation that go out at once */

/* A connection, by its worker and its serial number there. */
struct hub_seat {
	unsigned worker;
	uint64_t session;
};

/* What a letter says beside its bytes; for agents always HUB_SAY. */
enum hub_say {
	HUB_SAY,
	HUB_PERSON, /* the conversation is with a person now, or to be */
	HUB_BOT,    /* the engine answers from here on */
	HUB_RETURN  /* the engine answers, and first of all this message */
};

/* Pointers live until deliver() returns. */
struct hub_letter {
	struct hub_seat seat;
	enum hub_say say;
	const char *bytes; /* a whole JSON frame; of HUB_RETURN the text */
	size_t size;       /* 0: there is nothing to send */
	const char *id;    /* of HUB_RETURN: of the message; else "" */
};

typedef void hub_deliver_fn(void *context, const struct hub_letter *letter);

struct hub_options {
	struct store *store; /* outlives the core */
	hub_deliver_fn *deliver;
	int64_t (*now_ms)(void *context); /* since 1970 */
	/* What is served now; lives until the next call of the core. */
	const struct faq_catalog *(*catalog)(void *context);
	void *context;
	int64_t away_ms; /* how long an agent may be gone: tick() */
	/* Other nodes share the store, and this is our name among them, of
	 * hub_word.h; else NULL. */
	const char *node;
};

struct hub_core;

/* Takes up what waits or is joined in the store. On failure *out is NULL. */
STORE_MUST_CHECK enum store_status hub_core_new(struct hub_core **out,
						const struct hub_options *how);
void hub_core_free(struct hub_core *core); /* NULL is fine */

/* A question and what the bot made of it. */
struct hub_turn {
	int64_t at_ms;
	const char *question, *answer; /* at most STORE_MESSAGE_TEXT bytes */
	enum faq_verdict verdict;
	const char *intent; /* the nearest, or "" */
	double confidence;
	size_t near_count;
	struct store_talk_near near[STORE_TALK_NEAR_MAX];
};

struct hub_story {
	enum store_talk_reason reason;
	bool later;    /* wait, even if nobody is there */
	unsigned step; /* of the checklist, 0: none */
	size_t turn_count;
	const struct hub_turn *turn; /* up to HUB_STORY_TURNS, oldest first */
};

/* A visitor's connection is there, and has heard all up to `after_seq`; it is
 * told where the conversation stands, and what it missed. */
void hub_core_visitor_came(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor, uint64_t after_seq);
void hub_core_visitor_left(struct hub_core *core, struct hub_seat seat);
/* Wants a person: waits for one, or hears that nobody is there. When
 * HUB_TALKS_MAX are open, one that waits while its visitor is gone is closed;
 * where there is none, the visitor hears that too many wait. */
void hub_core_visitor_asks(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor,
			   const struct hub_story *story);
/* `id` is the client's own, "" for none: the same text under the same one is
 * kept once. */
void hub_core_visitor_says(struct hub_core *core, struct hub_seat seat,
			   const struct store_id *visitor, const char *id,
			   const char *text, size_t bytes);
/* The client has shown all up to `seq`: what agents said is delivered. */
void hub_core_visitor_heard(struct hub_core *core,
			    const struct store_id *visitor, uint64_t seq);
void hub_core_visitor_typing(struct hub_core *core,
			     const struct store_id *visitor, bool on);

/* An agent has shown the key of that id; `name` is "" for none. False:
 * HUB_AGENTS_MAX are there. */
STORE_MUST_CHECK bool hub_core_agent_came(struct hub_core *core,
					  struct hub_seat seat, const char *key,
					  const char *name,
					  const char *reply_to);
void hub_core_agent_left(struct hub_core *core, struct hub_seat seat);
/* Anything but a hello; nothing from who has not come. */
void hub_core_agent_does(struct hub_core *core, struct hub_seat seat,
			 const struct agent_command *command);

/* To be called every few seconds: conversations whose agent has been gone for
 * too long wait again, and who waits hears how many are before them now. */
void hub_core_tick(struct hub_core *core);

/* A word of another node, or NULL: some may have been missed. */
void hub_core_hears(struct hub_core *core, const char *text);

/* Overwrites what is left in it of what was said. */
void hub_core_forget(struct hub_core *core);

/* Persons who are there and free to be asked, and conversations that wait. */
void hub_core_presence(const struct hub_core *core, unsigned *agents,
		       unsigned *waiting);

struct hub_count {
	unsigned agents, waiting;            /* as above */
	unsigned joined;                     /* conversations */
	uint64_t from_visitors, from_agents; /* messages since the start */
	uint64_t lost;                       /* writes that failed */
	uint64_t refused;  /* visitors for whom there was no room */
	uint64_t gave_way; /* conversations that were closed to make room */
};

void hub_core_count(const struct hub_core *core, struct hub_count *out);

#endif
