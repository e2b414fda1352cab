/* SPDX-License-Identifier: MIT */
/*
 * responder.h: what a worker thread answers with: what is served, and its own
 * working memory. One per worker; no lws in it, so that sessions can be tested
 * without a socket.
 *
 * Ownership: it owns its scratch and its writer and keeps what it serves; the
 * shared part belongs to main() and outlives it.
 */
#ifndef FAQD_RESPONDER_H
#define FAQD_RESPONDER_H

#include "core/faq.h"
#include "proto/json.h"
#include "server/config/config.h"
#include "server/metrics/counted.h"
#include "server/edge/forwarded.h"
#include "server/edge/keyring.h"
#include "server/edge/limit.h"
#include "server/log/log.h"
#include "server/edge/origin.h"
#include "server/talk/record.h"
#include "server/log/requestid.h"
#include "server/run/served.h"
#include "server/edge/tls.h"
#include "server/talk/seats.h"
#include "server/talk/token.h"
#include "server/talk/visitors.h"

struct dispatcher;
struct door;
struct hub;
struct letterbox;
struct recorder;
struct vitals;

/* What all workers share; immutable while they run. */
struct shared {
	const struct config_limits *limits;
	struct limit *limit; /* of addresses; NULL: none */
	const struct networks *proxies, *trusted;
	struct keyring *keyring;       /* NULL: there is no key */
	struct recorder *recorder;     /* NULL: nothing is kept */
	struct dispatcher *dispatcher; /* of support desks; NULL: none */
	struct hub *hub;               /* of our own agents; NULL: none */
	unsigned keyed;                /* parts of gate.h that ask for a key */
	const struct origins *origins;
	const char *demo_origin; /* of the setting */
	const struct tls_files *tls;
	const struct token_keys *keys;
	struct visitors *visitors;       /* with a lock of its own */
	const struct observer *observer; /* or NULL */
	struct metrics *metrics;         /* or NULL; a thread a worker */
	const struct vitals *vitals;     /* how faqd is, or NULL */
	const struct log *log;
};

struct responder {
	const struct shared *shared;
	struct served *served;
	struct faq_scratch *scratch;
	struct signer signer;
	struct request_ids ids;
	struct metrics_worker *metrics; /* of this thread, or NULL */
	struct keyring_use noted;       /* the key whose use was noted last */
	int64_t (*now_s)(void);         /* seconds since 1970 */
	struct faq_reply reply;         /* of the last question */
	uint64_t latency_ns;            /* that the engine took for it */
	bool desk_person;               /* the desk that asks has persons */
	struct door *door;              /* for desks' calls, or NULL */
	struct letterbox *letterbox;    /* of the hub, or NULL */
	struct seats seats;             /* that the hub knows */
	size_t pending;                 /* of all its sessions: pending.h */
	struct json_writer json;        /* the text that is being made */
	char session[TOKEN_BYTES];
	char answer[ANSWER_ID_BYTES]; /* the id of the last answer */
};

/* FAQ_ERROR_NOMEM also when OpenSSL fails. */
__attribute__((warn_unused_result)) enum faq_status
responder_init(struct responder *responder, const struct shared *shared,
	       struct served *served, struct metrics_worker *metrics);
void responder_release(struct responder *responder);

/* Changes over to `served`, whose count it takes. */
void responder_serve(struct responder *responder, struct served *served);

/* Overwrites what is left in it of the last question and its answer. */
void responder_forget(struct responder *responder);

/* Answers into responder->reply; the dialogue moves on. False only when the
 * engine refuses the call. Counted, and logged without its text. */
__attribute__((warn_unused_result)) bool
responder_ask(struct responder *responder, struct faq_dialog *dialog,
	      enum counted_mouth mouth, const char *text, size_t bytes);

/* The same for what was asked before, or by nobody: it is neither logged nor
 * counted. */
__attribute__((warn_unused_result)) bool
responder_replay(struct responder *responder, struct faq_dialog *dialog,
		 const char *text, size_t bytes);

/* The same for a click on an intent: faq_choose(). FAQ_ERROR_UNKNOWN when the
 * content has no such, and the dialogue stays. */
__attribute__((warn_unused_result)) enum faq_status
responder_choose(struct responder *responder, struct faq_dialog *dialog,
		 enum counted_mouth mouth, const char *id);

/* Tells the observer of what was just answered; reply and latency are filled
 * in here. */
void responder_tell(const struct responder *responder,
		    struct turn_record record);

/* An API key has been used: the store hears it, once a minute for each. */
void responder_note_key(struct responder *responder,
			const struct keyring_use *use);

/* Nanoseconds of a clock that nobody sets; for the engine, too. */
uint64_t responder_clock_ns(void *unused);

#endif
