/* SPDX-License-Identifier: MIT */
/*
 * session.h: one connection, as far as it is not lws's business: what came in
 * so far, what waits to go out, and where its visitor is in the dialogue.
 *
 * A connection begins as HTTP (http.h) and may become a chat (chat.h). Their
 * on_*() functions take a session, never a wsi, and say what comes next.
 *
 * Threads: a session belongs to its worker's thread.
 */
#ifndef FAQD_SESSION_H
#define FAQD_SESSION_H

#include "proto/visit.h"
#include "server/edge/guard.h"
#include "server/web/inbox.h"
#include "server/web/intake.h"
#include "server/talk/pending.h"
#include "server/web/queue.h"
#include "server/talk/responder.h"
#include "server/log/trace.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct hook;
struct loop_watch;
struct lws;
struct mouth;

enum session_next {
	SESSION_WAIT,  /* for more of the request */
	SESSION_WRITE, /* the queue holds something */
	SESSION_CLOSE  /* hang up without a word */
};

struct session {
	struct responder *responder;
	struct session *next, *previous; /* of its worker */
	uint64_t serial;                 /* of its seat, 0: none */
	struct session *next_seated;     /* of its row there */
	struct lws *wire;                /* NULL until it is adopted */
	struct address peer, client;     /* the other is behind a proxy */
	struct limit_place place;        /* where the peer is counted */
	struct limit_bucket bucket;      /* of a chat's questions */
	struct limit_bucket messages;    /* of all it sends */
	struct request_id request_id;
	struct trace trace;
	struct visit visit;            /* of a chat */
	enum store_talk_reason reason; /* it would call a person for */
	char *origin; /* owned; of the page elsewhere that asks, or NULL */
	struct guard guard;
	struct loop_watch *watch; /* of requests; NULL in a chat */
	struct intake intake;
	struct inbox inbox; /* a body, or the fragments of a message */
	struct queue queue;
	struct pending *pending;       /* feedback on its way to the disk */
	struct hook *hook;             /* a desk's call that is coming in */
	struct call *call;             /* ... and is not on the disk yet */
	size_t body_bytes;             /* of the question that is coming in */
	int64_t deadline_us;           /* of wire.c; 0: none */
	struct session *next_timed;    /* those of its worker that have one */
	struct session **timed_by;     /* what points to this one, or NULL */
	struct session *next_answered; /* of its worker */
	struct session **answered_by;  /* likewise, or NULL */
	int64_t active_us;             /* the last question of a chat */
	enum counted_limit expires;    /* what ends it at the deadline;
					* COUNTED_LIMITS: nothing was asked */
	const struct mouth *mouth;     /* that the request asks, or NULL */
	bool asking;                   /* its body is awaited */
	/* Of the API key that it has shown, if that may ask; or "". */
	char key[STORE_API_KEY_ID_BYTES];
	bool head_only;     /* a HEAD: no body goes out */
	bool stream;        /* the query asks for a stream */
	bool shared;        /* pages elsewhere may ask: cors.h */
	bool chat;          /* upgraded */
	bool desk;          /* ... or to be, for an agent: agent.h */
	bool agent;         /* has said hello with a good key */
	unsigned key_tries; /* of one who has not */
	/* Of the API key that an agent has shown, or "". */
	char desk_key[STORE_API_KEY_ID_BYTES];
	bool close;       /* after what is queued */
	bool late;        /* at once: see wire_end_late() */
	uint16_t goodbye; /* a close code, or 0: see wire_goodbye() */
};

void session_init(struct session *session, struct responder *responder,
		  const struct address *peer);
void session_release(struct session *session);

/* Into and out of a worker's list, `*first` being its newest. */
void session_link(struct session *session, struct session **first);
void session_unlink(struct session *session, struct session **first);

/* Counts the connection, as what it is now. */
void session_count_opened(const struct session *session);
void session_count_closed(const struct session *session);

/* A limit has fired: counts it. */
void session_count_limit(const struct session *session,
			 enum counted_limit limit);

/*
 * May one more question be asked, by this chat and from this address? If not,
 * that is counted and logged, and `*seconds` says when to ask again.
 */
__attribute__((warn_unused_result)) bool
session_may_ask(struct session *session, unsigned *seconds);

/* May a chat send one more message of any kind? Far more than a person, and a
 * client that tells of each key, would. False: it is a flood; counted. */
__attribute__((warn_unused_result)) bool
session_may_send(struct session *session);

/*
 * Has it no API key, or does the one that it was opened with still hold? One
 * that was revoked is forgotten: from then on the limits count for it.
 */
__attribute__((warn_unused_result)) bool
session_keeps_key(struct session *session);

/* A question of a chat has come in; puts off its end for being idle. */
void session_is_active(struct session *session);

/* Bytes that are still to come of the body that is awaited. */
size_t session_body_left(const struct session *session);

/* Is an answer owed: is a body coming in, or something waiting to go out, or
 * for the disk? */
bool session_in_flight(const struct session *session);

#endif
