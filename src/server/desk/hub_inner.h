/* SPDX-License-Identifier: MIT */
/*
 * hub_inner.h: what the parts of the hub's core share; for
 * src/server/desk/hub_*.c only.
 */
#ifndef FAQD_HUB_INNER_H
#define FAQD_HUB_INNER_H

#include "proto/agent_outgoing.h"
#include "server/desk/hub_core.h"
#include "server/desk/hub_word.h"

#define HUB_NODES_MAX 64u
#define HUB_FAR_MAX 512u  /* agents at other nodes */
#define HUB_LATE_MAX 256u /* visitors who came while the store was away */
#define HUB_TRIES 8u      /* to write before others do */

/* Has the visitor ever said something to a person? */
enum hub_voice {
	HUB_VOICE_UNKNOWN, /* the store knows */
	HUB_SILENT,
	HUB_SPOKEN
};

/* A conversation that waits or is joined. */
struct hub_talk {
	struct store_talk kept; /* as the store has it */
	size_t tab_count;
	struct hub_seat tab[HUB_TABS];
	int64_t away_since_ms; /* its agent is gone; 0: is there */
	unsigned place;        /* among those that wait, as it was told last */
	size_t at;             /* in core->talk */
	enum hub_voice voice;
	char far_tab[HUB_NODE_BYTES]; /* the visitor is there, too; or "" */
};

struct hub_node {
	char name[HUB_NODE_BYTES];
	int64_t seen_ms;
};

/* An agent at another node. */
struct hub_far {
	char node[HUB_NODE_BYTES];
	char key[STORE_API_KEY_ID_BYTES];
	char name[STORE_AGENT_BYTES];
	bool available;
};

struct hub_late {
	struct hub_seat seat;
	struct store_id visitor;
	uint64_t after_seq;
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
	uint64_t refused, gave_way;          /* for want of room */
	struct hub_agent agent[HUB_AGENTS_MAX];
	/* What only a core among several has; `self` is "" without others. */
	char self[HUB_NODE_BYTES];
	bool behind; /* the last write was too late: see HUB_TRIES */
	bool stale;  /* the store could not be read: look again */
	bool unsaid; /* a word could not be sent: say all again */
	size_t node_count, far_count, late_count;
	struct hub_node node[HUB_NODES_MAX];
	struct hub_far far[HUB_FAR_MAX];
	struct hub_late late[HUB_LATE_MAX];
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
/* Those that wait into core->queue, the oldest first; how many. */
size_t hub_line_up(struct hub_core *core);
/* Is its visitor connected, here or elsewhere? */
bool hub_is_online(const struct hub_talk *talk);
/* The agent of those is gone since then from what he has; 0: is there. */
void hub_mark_away(struct hub_core *core, const char *key, const char *name,
		   int64_t since_ms);
/* Has that agent claimed it? */
bool hub_has(const struct hub_agent *agent, const struct store_talk *talk);
/* The same person? */
bool hub_same_agent(const struct hub_agent *a, const struct hub_agent *b);

/* A message as the next of the talk; the text is the caller's until written. */
struct store_message hub_next(const struct hub_core *core,
			      const struct hub_talk *talk, enum store_from from,
			      const char *text, size_t bytes);
/* Writes it and the talk as `next` has it; only then the talk becomes so.
 * core->behind: somebody was faster; catch up, and look again. */
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

/* hub_room.c: is there room for one more, if need be because another one gives
 * way? */
STORE_MUST_CHECK bool hub_make_room(struct hub_core *core);

/* hub_catch.c: what others have written. */

/* The talk as it is now, NULL if it neither waits nor is joined; who is here
 * hears what is new. False: the store can't say. */
STORE_MUST_CHECK bool hub_seek(struct hub_core *core,
			       const struct store_id *visitor,
			       struct hub_talk **talk);
/* All of them. */
void hub_look(struct hub_core *core);
/* A visitor whose place can't be read now: hub_let_in() tries again. */
void hub_wait(struct hub_core *core, const struct hub_late *late);
void hub_wait_no_more(struct hub_core *core, struct hub_seat seat);
/* That one, before anything else is done for it. */
void hub_admit(struct hub_core *core, struct hub_seat seat);
void hub_let_in(struct hub_core *core);

/* hub_nodes.c: nothing is said where there are no others. */

/* Is that agent connected, here or elsewhere? */
bool hub_is_there(const struct hub_core *core, const char *key,
		  const char *name);
void hub_say(struct hub_core *core, struct hub_word *word);
/* That agent, as he is here. */
void hub_say_agent(struct hub_core *core, const char *key, const char *name);
void hub_say_tab(struct hub_core *core, const struct hub_talk *talk);
void hub_say_typing(struct hub_core *core, const struct store_id *visitor,
		    bool on, const char *agent);
void hub_say_marks(struct hub_core *core, const struct hub_talk *talk);
/* For a batch: that the talk has changed; false without others. */
bool hub_put_word(const struct hub_core *core, const struct store_id *visitor,
		  struct store_record *record);
void hub_nodes_tick(struct hub_core *core);

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
