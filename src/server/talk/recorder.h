/* SPDX-License-Identifier: MIT */
/*
 * recorder.h: the store's thread. Answering never waits for a disk: a worker
 * drops its record into a bounded queue and goes on.
 *
 *	workers --recorder_turn()--> [ record record ... ] --thread--> store
 *	             false: full        fixed slots          batches, pruning
 *
 * When the store fails (disk full, I/O) the recorder is failing: records stay
 * in the queue while there is room and are dropped, with a count, when there
 * is none; the thread tries again with growing pauses and recovers by itself.
 * Each change of state is told once, through `notice`.
 *
 * Personal data: text is redacted before it enters the queue, and again by the
 * store. So a core file holds no raw text by way of the queue, and what
 * was written is not wiped from its slot. Clients' ids enter as store_id.
 *
 * Threads: recorder_start() and recorder_stop() belong to one thread, the rest
 * is for any. No call but these two waits for the store.
 *
 * What may not be lost (sessions of a handed-over conversation, deliveries,
 * outbox) does not go this way: its writer opens a store of its own, on a
 * thread that may wait, and calls store_write() with STORE_DURABLE.
 */
#ifndef FAQD_RECORDER_H
#define FAQD_RECORDER_H

#include "server/talk/record.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* On the recorder's thread, or inside recorder_start(): it has begun to fail,
 * or works again ("" then). */
typedef void recorder_notice_fn(void *context, bool failing,
				const char *message);

struct recorder_options {
	const char
		*address; /* of the store; it and `store`, with its secret, */
	const struct store_options *store; /* outlive the recorder */
	/* Milliseconds since 1970, for the retention. */
	int64_t (*now_ms)(void *context);
	void *now_context;
	recorder_notice_fn *notice; /* may be NULL */
	void *notice_context;
	size_t capacity;         /* records; 0: 1,024, of 1.7 KB each */
	unsigned gather_ms;      /* a batch gathers for so long */
	unsigned retry_ms_min;   /* first pause; 0: 100 */
	unsigned retry_ms_max;   /* longest; 0: 30,000 */
	unsigned prune_every_ms; /* 0: 60,000 */
	/* Ages; 0 keeps for ever. */
	int64_t keep_transcripts_ms;
	int64_t keep_sessions_ms;
	int64_t keep_deliveries_ms;
};

struct recorder;

/*
 * Opens the store and starts the thread. A disk that is full, failing or busy
 * is no failure: the recorder starts failing and goes on trying. Anything
 * else that keeps the store closed is the operator's to put right: then *out
 * is NULL and `error` says what.
 */
STORE_MUST_CHECK enum store_status
recorder_start(struct recorder **out, const struct recorder_options *options,
	       struct store_error *error);

/*
 * Writes what waits, for at most deadline_ms, ends the thread and frees the
 * recorder. False when something was left unwritten. A thread that is
 * stuck in the disk at the deadline is left behind with the recorder's memory:
 * end the process then. NULL is fine. No other call may be running.
 */
bool recorder_stop(struct recorder *recorder, unsigned deadline_ms);

/*
 * `turn` without its question, which is `bytes` at `question` and is redacted
 * here; turn->question is not read. False when the queue is full: it is
 * counted as dropped, and the answer goes out all the same. A NULL recorder
 * takes everything and keeps nothing (false): no store is configured.
 */
bool recorder_turn(struct recorder *recorder, const struct store_turn *turn,
		   const char *question, size_t bytes);

/* Likewise; `reason` is redacted here, feedback->reason is not read. */
bool recorder_feedback(struct recorder *recorder,
		       const struct store_feedback *feedback,
		       const char *reason, size_t bytes);

/* Likewise: where a visitor is whose client can't carry it (Rasa). */
bool recorder_session(struct recorder *recorder,
		      const struct store_session *session);

/* Likewise: an API key was used. */
bool recorder_key_used(struct recorder *recorder, const char *id,
		       int64_t time_ms);

/*
 * A receipt for all that was taken so far, and what became of that: kept once
 * it is committed, which a kill -9 does not undo; lost when the store refused
 * any of it. A NULL recorder has lost all.
 */
struct receipt recorder_receipt(struct recorder *recorder);
enum record_fate recorder_fate(struct recorder *recorder,
			       const struct receipt *receipt);

/*
 * store_id_of() under the store's key. Before the store could be opened a key
 * of this process stands in: such ids don't last. False, and no id, without a
 * recorder too.
 */
STORE_MUST_CHECK bool recorder_id(struct recorder *recorder, const char *space,
				  const char *name, size_t name_bytes,
				  struct store_id *id);

struct recorder_state {
	size_t depth, capacity; /* records that wait, and may */
	uint64_t written;       /* records committed since the start */
	uint64_t dropped;       /* records lost */
	uint64_t pruned;        /* rows deleted for their age */
	uint64_t failures;      /* times that it began to fail */
	bool failing;
	char message[STORE_MESSAGE_BYTES]; /* why; "" when it works */
};

/* Zero without a recorder. */
void recorder_state(struct recorder *recorder, struct recorder_state *out);

#endif
