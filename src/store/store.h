/* SPDX-License-Identifier: MIT */
/*
 * store.h: what outlives a conversation: transcripts, feedback, and what the
 * support desks need (sessions, deliveries, the outbox), conversations with
 * persons (conversation.h), API keys.
 *
 *	struct store_record[] --store_write--> cleaned --one transaction--> disk
 *	                                          |
 *	                     redacted, bounded, checked; for every backend
 *
 * Personal data: every free text of a record passes faq_redact() inside
 * store_write() and is cut at its bound, so that no caller can forget it. Ids
 * that clients choose (a message's id, a Rasa sender, a desk's contact) may
 * be personal data themselves, an e-mail address for one. They are never
 * stored: a record carries a struct store_id, which store_id_of() makes of
 * them by a keyed hash. One field stays readable because it must be sent: the
 * outbox's conversation. It is wiped together with the body once the message
 * has been delivered or dropped; what was given up keeps both until then, or
 * until its retention ends.
 *
 * What "acknowledged" means: when store_write() returns STORE_OK the whole
 * batch is committed. It then survives the death of the process (kill -9)
 * whatever the durability; with STORE_DURABLE the loss of power too. (With
 * PostgreSQL both do, unless its synchronous_commit is off for us.) On any
 * other result nothing of the batch is stored; when the connection to a server
 * broke at the commit, and its fate can't be looked up, the message says so.
 *
 * Ownership: the caller owns records and all they point to; the store copies.
 * What a callback is handed lives until it returns.
 *
 * Threads: a store belongs to one thread at a time. Several threads, and
 * several processes, may each open one of their own on the same address.
 *
 * Errors: enum store_status; store_message() says why in words. On failure
 * outputs are zero and the store stays usable: a full disk that has room
 * again needs no new store_open().
 *
 * Times are milliseconds since 1970 (UTC). The store reads no clock.
 */
#ifndef STORE_H
#define STORE_H

#include "core/faq.h"
#include "store/base.h"
#include "store/conversation.h"
#include "store/open.h"

/* ------------------------------------------------------------------ */
/* Records.                                                           */

#define STORE_MOUTH_BYTES 32u /* with the NUL, as all of these */
#define STORE_INTENT_BYTES (FAQ_ID_BYTES_MAX + 1u)
#define STORE_QUESTION_BYTES (FAQ_QUESTION_BYTES + 1u)
#define STORE_REASON_BYTES 513u
#define STORE_CONVERSATION_BYTES 257u
#define STORE_BODY_BYTES (64u * 1024u) /* of an outbox message, no NUL */
#define STORE_CAUSE_BYTES 257u
#define STORE_NEAR_MAX 3u

struct store_near {
	char intent[STORE_INTENT_BYTES];
	double score;
};

/* A question and what became of it. */
struct store_turn {
	int64_t time_ms;
	struct store_id visitor;       /* must be there */
	struct store_id message;       /* of the client's id, or none */
	char mouth[STORE_MOUTH_BYTES]; /* chat ask rasa openai desk:NAME */
	char question[STORE_QUESTION_BYTES]; /* redacted when written */
	enum faq_verdict verdict;
	char intent[STORE_INTENT_BYTES]; /* the nearest, or "" */
	double confidence;               /* of it */
	size_t answer_count;
	char answer[FAQ_PARTS_MAX][STORE_INTENT_BYTES];
	size_t near_count; /* suggestions or choices */
	struct store_near near[STORE_NEAR_MAX];
	bool handover;
	bool personal_data; /* some was found in the question */
	uint32_t latency_us;
};

/* What a visitor says of an answer; a second word on it replaces the first. */
struct store_feedback {
	int64_t time_ms;
	struct store_id visitor;
	struct store_id message; /* of the turn; must be there */
	bool helpful;
	char reason[STORE_REASON_BYTES]; /* redacted when written */
};

enum store_session_state {
	STORE_SESSION_BOT,
	STORE_SESSION_PERSON /* handed over: the bot keeps silent */
};

/* Where a visitor is whose client can't carry it. The visitor's id is
 * store_id_of(mouth, external id); writing replaces. */
struct store_session {
	struct store_id visitor;
	char mouth[STORE_MOUTH_BYTES];
	int64_t updated_ms;
	enum store_session_state state;
	uint8_t dialog[FAQ_DIALOG_BYTES]; /* faq_dialog_save() */
	/* As the desk puts its events in order, 0: not known. When a person
	 * came last, and when the state last changed. */
	int64_t taken_order, turned_order;
};

/* A webhook call that was taken: the same one again is STORE_SEEN. */
struct store_delivery {
	char desk[STORE_MOUTH_BYTES];
	struct store_id id; /* of the desk's delivery or message id */
	int64_t seen_ms;
};

enum store_outbox_state {
	STORE_OUTBOX_PENDING,
	STORE_OUTBOX_DONE, /* body and conversation are wiped */
	STORE_OUTBOX_DEAD  /* given up; whole, so that it may be tried again */
};

/*
 * A message on its way to a desk. Those of a conversation leave in the order
 * in which they were written. `body` is redacted unless `verbatim`, which
 * says that it is made of the content's own words alone (an answer may hold
 * the address of the support).
 */
struct store_outgoing {
	int64_t id; /* given by the store */
	char desk[STORE_MOUTH_BYTES];
	struct store_id visitor;
	char conversation[STORE_CONVERSATION_BYTES]; /* the desk's name for it
						      */
	const char *body;                            /* any bytes */
	size_t body_bytes;
	bool verbatim;
	int64_t created_ms;
	int64_t next_ms; /* not to be sent before */
	unsigned attempts;
	enum store_outbox_state state;
	char cause[STORE_CAUSE_BYTES]; /* why the last attempt failed, or "" */
};

/* What became of an attempt to send. */
struct store_sent {
	int64_t id;
	enum store_outbox_state state; /* PENDING: to be tried again */
	int64_t next_ms;
	char cause[STORE_CAUSE_BYTES]; /* redacted when written */
};

/* A person has a conversation: what still waits for it is wiped, unsent;
 * store_withdrawn() says how much that was. */
struct store_withdrawal {
	char desk[STORE_MOUTH_BYTES];
	struct store_id visitor; /* must be there */
};

#define STORE_API_KEY_NAME_BYTES 65u
#define STORE_API_KEY_SCOPES_BYTES 129u
#define STORE_API_KEY_HASH_BYTES 32u
#define STORE_API_KEY_SALT_BYTES 16u

/* An API key without the key: see store_secret_hash(). */
struct store_api_key {
	char id[STORE_API_KEY_ID_BYTES];
	char name[STORE_API_KEY_NAME_BYTES]; /* the operator's word for it */
	char scopes[STORE_API_KEY_SCOPES_BYTES]; /* "ask report" */
	uint8_t salt[STORE_API_KEY_SALT_BYTES];
	uint8_t hash[STORE_API_KEY_HASH_BYTES];
	int64_t created_ms;
	int64_t used_ms;    /* 0: never */
	int64_t revoked_ms; /* 0: it is valid */
};

/* Of a key that is there; the one with an id that is not is no error. */
struct store_api_key_event {
	char id[STORE_API_KEY_ID_BYTES];
	int64_t time_ms;
};

#define STORE_TOPIC_BYTES 32u
#define STORE_NOTICE_BYTES 513u

/* A word to the other nodes that share the store (bus.h), sent with the
 * batch's commit and not kept. A store that is a file has no others: it does
 * nothing there. The text must be UTF-8; no personal data belongs into it. */
struct store_notice {
	char topic[STORE_TOPIC_BYTES]; /* a name */
	char text[STORE_NOTICE_BYTES];
};

enum store_kind {
	STORE_TURN,
	STORE_FEEDBACK,
	STORE_SESSION,
	STORE_DELIVERY,
	STORE_OUTGOING, /* into the outbox */
	STORE_SENT,     /* what became of one of the outbox */
	STORE_WITHDRAWAL,
	STORE_API_KEY_ADD,
	STORE_API_KEY_USED,
	STORE_API_KEY_REVOKED,
	STORE_TALK, /* of conversation.h, as the next two */
	STORE_MESSAGE,
	STORE_CORRECTION,
	STORE_NOTICE
};

struct store_record {
	enum store_kind kind;
	union {
		struct store_turn turn;
		struct store_feedback feedback;
		struct store_session session;
		struct store_delivery delivery;
		struct store_outgoing outgoing;
		struct store_sent sent;
		struct store_withdrawal withdrawal;
		struct store_api_key api_key;
		struct store_api_key_event api_key_event;
		struct store_talk talk;
		struct store_message message;
		struct store_correction correction;
		struct store_notice notice;
	} as;
};

/* ------------------------------------------------------------------ */
/* Writing.                                                           */

enum store_durability {
	STORE_COMMITTED, /* survives the process: transcripts, feedback */
	STORE_DURABLE    /* on the disk: whatever was promised to somebody */
};

#define STORE_BATCH_MAX 4096u

/*
 * Writes count records, 1 to STORE_BATCH_MAX, in one transaction: all or
 * nothing. STORE_SEEN when a delivery among them is known: a webhook's
 * delivery, session and answers in one batch take effect once, however often
 * it is called. STORE_ERROR_MISUSE for an unknown kind, an id that must be
 * there and is none, a body that is too long.
 */
STORE_MUST_CHECK enum store_status
store_write(struct store *store, const struct store_record *records,
	    size_t count, enum store_durability durability);

/* Writes a notice alone; STORE_UNSHARED when nobody else can hear it. */
STORE_MUST_CHECK enum store_status
store_notify(struct store *store, const char *topic, const char *text);

/* How many messages the last store_write() took back from the outbox. */
size_t store_withdrawn(const struct store *store);

/*
 * A text as a record holds it: redacted, then cut at `size` (at most
 * STORE_TEXT_BYTES) behind a whole character, without bytes that are no UTF-8,
 * with spaces for control characters; a final NUL. Fill `question` and the
 * like with it: who cuts before he redacts may leave half a card number that
 * nobody recognises.
 */
#define STORE_TEXT_BYTES STORE_QUESTION_BYTES

void store_text(const char *text, size_t bytes, char *out, size_t size);

/* ------------------------------------------------------------------ */
/* Sessions, deliveries, outbox, API keys.                            */

STORE_MUST_CHECK enum store_status store_session(struct store *store,
						 const struct store_id *visitor,
						 struct store_session *out);

typedef bool store_session_fn(void *context,
			      const struct store_session *session);

/* The sessions of a mouth that were updated at since_ms or later: the `limit`
 * latest of them, the oldest first. `each` must not use this store; false ends
 * the walk. */
STORE_MUST_CHECK enum store_status
store_sessions(struct store *store, const char *mouth, int64_t since_ms,
	       size_t limit, store_session_fn *each, void *context);

/* Was it seen? STORE_SEEN or STORE_ABSENT. Only writing it is a claim. */
STORE_MUST_CHECK enum store_status store_delivery(struct store *store,
						  const char *desk,
						  const struct store_id *id);

#define STORE_TAKE_MAX 64u

struct store_take {
	int64_t now_ms, lease_ms;
	size_t limit; /* at most STORE_TAKE_MAX */
	/* Of which desks nothing is taken: "\nNAME\nNAME\n"; NULL: of none. */
	const char *except;
};

typedef bool store_outgoing_fn(void *context,
			       const struct store_outgoing *message);

/*
 * Takes up to `limit` messages that are due at now_ms, at most one a
 * conversation (its oldest that is pending), and hands them to `each` after
 * the claim is committed: attempts are counted up and next_ms becomes
 * lease_ms, so that they come again by themselves if the taker dies. Answer
 * each with a STORE_SENT record. `each` must not use this store; when it
 * returns false the rest is not handed out and comes again after the lease.
 */
STORE_MUST_CHECK enum store_status
store_outbox_take(struct store *store, const struct store_take *take,
		  store_outgoing_fn *each, void *context);

STORE_MUST_CHECK enum store_status
store_api_key(struct store *store, const char *id, struct store_api_key *out);

typedef bool store_api_key_fn(void *context, const struct store_api_key *key);

/* All of them, the oldest first. */
STORE_MUST_CHECK enum store_status
store_api_keys(struct store *store, store_api_key_fn *each, void *context);

/*
 * SHA-256 over salt and secret. A fast hash is sound here, because a secret is
 * 256 random bits: there is nothing to guess that a slow one would protect.
 * False only when OpenSSL fails.
 */
STORE_MUST_CHECK bool
store_secret_hash(const uint8_t salt[STORE_API_KEY_SALT_BYTES],
		  const char *secret, size_t bytes,
		  uint8_t out[STORE_API_KEY_HASH_BYTES]);

/* Is it this key's secret, and the key not revoked? In constant time. */
STORE_MUST_CHECK bool store_secret_matches(const struct store_api_key *key,
					   const char *secret, size_t bytes);

/* ------------------------------------------------------------------ */
/* Reports. Callbacks must not use this store; false ends the walk.   */

struct store_range {
	int64_t from_ms, to_ms;         /* from <= time < to */
	const struct store_id *visitor; /* NULL: all of them */
	bool unanswered; /* only those without an answer, by an index */
};

typedef bool store_turn_fn(void *context, const struct store_turn *turn);

/* Turns, the oldest first. */
STORE_MUST_CHECK enum store_status store_turns(struct store *store,
					       const struct store_range *range,
					       store_turn_fn *each,
					       void *context);

/* The last `limit` turns of a visitor at or behind since_ms, the oldest
 * first. */
STORE_MUST_CHECK enum store_status
store_last_turns(struct store *store, const struct store_id *visitor,
		 int64_t since_ms, size_t limit, store_turn_fn *each,
		 void *context);

typedef bool store_feedback_fn(void *context,
			       const struct store_feedback *feedback,
			       const char *intent); /* "" when not known */

/* Feedback, the oldest first, with the first intent that was answered. */
STORE_MUST_CHECK enum store_status
store_feedback(struct store *store, const struct store_range *range,
	       store_feedback_fn *each, void *context);

struct store_intent_count {
	char intent[STORE_INTENT_BYTES];
	uint64_t answers;
	uint64_t helpful, unhelpful;
};

typedef bool store_intent_count_fn(void *context,
				   const struct store_intent_count *count);

/* How often each intent was answered first, and what was said of it. */
STORE_MUST_CHECK enum store_status
store_intent_counts(struct store *store, int64_t from_ms, int64_t to_ms,
		    store_intent_count_fn *each, void *context);

struct store_day_count {
	int64_t day; /* since 1970-01-01, UTC */
	enum faq_verdict verdict;
	char kind[16]; /* prefix of the first answered intent: "step"; or "" */
	uint64_t turns;
	uint64_t handovers;
};

typedef bool store_day_count_fn(void *context,
				const struct store_day_count *count);

/* Turns by day, verdict and kind, in this order. */
STORE_MUST_CHECK enum store_status
store_day_counts(struct store *store, int64_t from_ms, int64_t to_ms,
		 store_day_count_fn *each, void *context);

/* ------------------------------------------------------------------ */
/* Forgetting.                                                        */

/* What is older goes; 0 keeps all of its kind. */
struct store_retention {
	/* turns, feedback, conversations, corrections */
	int64_t transcripts_before_ms;
	int64_t sessions_before_ms;   /* last updated */
	int64_t deliveries_before_ms; /* and what left the outbox */
};

/*
 * Deletes at most `limit` rows in one short transaction. *deleted less than
 * limit: there is no more to do, and the write-ahead log has been emptied if
 * no reader was in the way.
 */
STORE_MUST_CHECK enum store_status
store_prune(struct store *store, const struct store_retention *retention,
	    size_t limit, size_t *deleted);

/*
 * Forgets one visitor in every table. On STORE_OK no byte of the rows is left
 * in SQLite's database or its write-ahead log; in PostgreSQL they are gone for
 * every reader, and their bytes when it vacuums and recycles its own log.
 * STORE_ERROR_BUSY: the rows are gone for every reader, but another connection
 * kept the log from being emptied; call again. *rows (may be NULL) says how
 * many went.
 */
STORE_MUST_CHECK enum store_status
store_erase_visitor(struct store *store, const struct store_id *visitor,
		    size_t *rows);

#endif
