/* SPDX-License-Identifier: MIT */
/*
 * hub.h: the thread that brings visitors and persons together: hub_core.h with
 * a store and a clock of its own.
 *
 *	workers --hub_visitor_*(), hub_agent_*()--> [ bounded ] --> hub_core
 *	   ^                                                       <--> store
 *	   '------ letters in the worker's letterbox.h <----------------'
 *
 * Where the store is shared, a thread beside it (hub_bus.h) brings what the
 * hubs of other nodes say.
 *
 * What a worker says here is copied and never waited for. False means that the
 * hub has too much to do, or that memory is short: nothing of it happens, and
 * whoever sent it is to be told so. What becomes of the rest comes as letters.
 *
 * A hub that is NULL has no agents: nothing leads to it.
 *
 * Threads: hub_start() and hub_stop() are main's, the rest is for any; a
 * letterbox is its worker's.
 */
#ifndef FAQD_HUB_H
#define FAQD_HUB_H

#include "server/desk/hub_core.h"
#include "server/desk/letterbox.h"
#include "server/log/log.h"
#include "server/run/served.h"

struct hub;

#define HUB_QUEUE 1024u /* commands that may wait */
#define HUB_BOXES 64u   /* one a worker */
#define HUB_TICK_SECONDS 2
#define HUB_STORE_MS 2000u /* for a statement, if the store is shared */

struct hub_settings {
	const char *database; /* all of them outlive it */
	const struct store_options *store;
	const struct log *log;
	struct served *served;            /* it keeps one of its own */
	int64_t (*now_ms)(void *context); /* since 1970 */
	int64_t away_ms; /* how long who has claimed may be gone */
	/* Fresh random bytes: our name, where other nodes share the store. */
	uint8_t node[8];
};

/* Opens the store, takes up what waits there, starts the thread. On failure
 * *out is NULL and `error` says why. */
__attribute__((warn_unused_result)) bool
hub_start(struct hub **out, const struct hub_settings *settings,
	  struct store_error *error);
/* Does what waits and ends. Call it when no worker is left. NULL is fine. */
void hub_stop(struct hub *hub);

/* From its next command on it suggests from `served`. */
void hub_serve(struct hub *hub, struct served *served);

/* A worker's letterbox, opened; its number is the worker of its seats. NULL
 * when there is no hub or no box left. letterbox_close() when the worker ends.
 */
struct letterbox *hub_letterbox(struct hub *hub, void (*wake)(void *context),
				void *context);

/* Persons who are free to be asked, and conversations that wait. 0 of each
 * without a hub. No lock. */
void hub_presence(const struct hub *hub, unsigned *agents, unsigned *waiting);

/* For those who watch. */
struct hub_state {
	struct hub_count count;
	uint64_t refused; /* what it had no room for */
};

void hub_state(const struct hub *hub, struct hub_state *out);

/* ---- a visitor's connection ---- */

#define HUB_MUST_CHECK __attribute__((warn_unused_result))

/* Is there, and its client has heard all messages up to `after_seq`. */
HUB_MUST_CHECK bool hub_visitor_came(struct hub *hub, struct hub_seat seat,
				     const struct store_id *visitor,
				     uint64_t after_seq);

/* What goes before a person is asked for. */
struct hub_wish {
	enum store_talk_reason reason;
	bool later;    /* wait, even if nobody is there */
	unsigned step; /* of the checklist, 0: none */
	/* The visitor's last question and what the bot made of it, or NULL.
	 * What went before it is read from the store. */
	const struct hub_turn *last;
	/* The id of that answer, under which it may be recorded already; ""
	 * for none. */
	const char *answer_id;
};

/* Wants a person: waits for one, or hears that nobody is there. */
HUB_MUST_CHECK bool hub_visitor_asks(struct hub *hub, struct hub_seat seat,
				     const struct store_id *visitor,
				     const struct hub_wish *wish);
/* `id` is the client's own, "" for none; the text has at most
 * STORE_MESSAGE_TEXT bytes. */
HUB_MUST_CHECK bool hub_visitor_says(struct hub *hub, struct hub_seat seat,
				     const struct store_id *visitor,
				     const char *id, const char *text,
				     size_t bytes);
/* Its client has shown all messages up to `seq`. */
HUB_MUST_CHECK bool hub_visitor_heard(struct hub *hub, struct hub_seat seat,
				      const struct store_id *visitor,
				      uint64_t seq);
/* Is lost without harm. */
void hub_visitor_typing(struct hub *hub, const struct store_id *visitor,
			bool on);

/* ---- an agent's connection ---- */

/* Has shown the key of that id, and calls himself so. */
HUB_MUST_CHECK bool hub_agent_came(struct hub *hub, struct hub_seat seat,
				   const char *key, const char *name,
				   const char *reply_to);
/* Takes the command over on success only: its `doc` is NULL then. */
HUB_MUST_CHECK bool hub_agent_does(struct hub *hub, struct hub_seat seat,
				   struct agent_command *command);

/* ---- either ---- */

/* Whoever had that seat is gone. Should there be no room for this, the next
 * letter to the seat finds nobody, and the worker says it again. */
void hub_left(struct hub *hub, struct hub_seat seat);

#endif
