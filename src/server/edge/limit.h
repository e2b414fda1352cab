/* SPDX-License-Identifier: MIT */
/*
 * limit.h: how much one client may do: connections open at once, connections
 * a minute, questions a minute.
 *
 * A rate is a bucket of tokens that fills evenly. Of a bucket we keep one
 * number, the time at which it will be full again (this is GCRA, the generic
 * cell rate algorithm of ITU-T I.371): nothing needs to be filled by a timer,
 * and a bucket of zeroes is a full one.
 *
 * Addresses (by address_key()) share a table of fixed size:
 *
 *	key --SipHash--> shard, two rows of 8 places     a place is 32 bytes
 *	                 [ ][x][ ][x][x][ ][x][ ]        and belongs to one key
 *	                 [x][ ][x][x][ ][x][ ][x]
 *
 * When both rows are full, a newcomer takes the place of the address that is
 * nearest to having full buckets, and that has no connection open. So nobody
 * is ever refused because others are many: who rotates through a million
 * addresses only makes the table forget what others had used up, which at
 * worst gives each of those a burst anew. An address with a connection open
 * is never forgotten. Should all 16 places be held by such (limit_new() makes
 * room so that this does not happen: two rows at most a quarter full on
 * average, each connection holding two places), the newcomer comes in
 * uncounted; the server's own maximum of connections still holds.
 *
 * The hash has a random key, so that nobody can aim at a row.
 *
 * One customer may hold 65,536 IPv6 sites, a /48, which is his block. It has a
 * place as well, and may do what so many addresses may; each of its sites must
 * have the block's leave besides its own.
 *
 * Threads: the table may be used by any thread; a limit_bucket by one. Times
 * are of one clock that never goes back, in microseconds; threads may read it
 * a little apart.
 */
#ifndef FAQD_LIMIT_H
#define FAQD_LIMIT_H

#include "server/edge/spent.h"

#define LIMIT_SEED_BYTES 16u
#define LIMIT_PER_MINUTE_MAX 1000000u
#define LIMIT_BURST_MAX 1000000u

/* `burst` at once, then `per_minute`; either being 0 means no limit. */
struct limit_rate {
	unsigned per_minute; /* up to LIMIT_PER_MINUTE_MAX */
	unsigned burst;      /* up to LIMIT_BURST_MAX */
};

struct limit_bucket {
	int64_t full_us; /* when it is full again */
};

/* Takes a token; false when there is none, and then `*wait_us` > 0 is the time
 * until there is one. For a session's own limit, embedded in the session. */
__attribute__((warn_unused_result)) bool
limit_take(struct limit_bucket *bucket, const struct limit_rate *rate,
	   int64_t now_us, int64_t *wait_us);

/* For Retry-After and for people: whole seconds, rounded up, at least 1. */
unsigned limit_seconds(int64_t wait_us);

#define LIMIT_BLOCK_MAX 1000u

/* What one address may do. 0 is no limit. */
struct limit_rules {
	unsigned connections;        /* open at once, up to a million */
	struct limit_rate arrivals;  /* new connections */
	struct limit_rate questions; /* over all its connections */
	/* An IPv6 /48 may do what so many addresses may; up to
	 * LIMIT_BLOCK_MAX. */
	unsigned block;
	struct networks trusted; /* for whom nothing is counted */
};

enum limit_verdict {
	LIMIT_ALLOWED,
	LIMIT_CONNECTIONS, /* as many are open as may be; no telling how long */
	LIMIT_RATE         /* too fast: wait */
};

struct limit;

/* Where an open connection is counted. */
struct limit_place {
	uint32_t number; /* of its address; LIMIT_NOWHERE: it is not counted */
	uint32_t block;  /* likewise of its IPv6 block */
};
#define LIMIT_NOWHERE UINT32_MAX
#define LIMIT_UNCOUNTED ((struct limit_place){LIMIT_NOWHERE, LIMIT_NOWHERE})

/*
 * `connections_max` is the most that the server holds at once: it sizes the
 * table, 65,536 places (2 MiB, of which the system gives what is touched) or
 * eight times as many as connections. The seed is 16 random bytes. The rules
 * are copied. NULL when memory runs out.
 */
struct limit *limit_new(const struct limit_rules *rules, size_t connections_max,
			const uint8_t seed[LIMIT_SEED_BYTES]);
void limit_free(struct limit *limit);

/*
 * A connection has come in. LIMIT_ALLOWED: `*place` is for limit_leave(), once.
 * Else nothing is to be left; on LIMIT_RATE `*wait_us` says for how long. Who
 * is refused for his own sake has lost nothing by it; for his block's sake, a
 * token of his own, so that one site can't keep asking for the others' share.
 */
__attribute__((warn_unused_result)) enum limit_verdict
limit_enter(struct limit *limit, const struct address *from, int64_t now_us,
	    struct limit_place *place, int64_t *wait_us);
void limit_leave(struct limit *limit, struct limit_place place);

/* A question: LIMIT_ALLOWED or LIMIT_RATE with `*wait_us` set. */
__attribute__((warn_unused_result)) enum limit_verdict
limit_question(struct limit *limit, const struct address *from, int64_t now_us,
	       int64_t *wait_us);

/* Other nodes serve the same visitors: from now on the questions that are
 * allowed are noted for them. Before other threads use the limit; false when
 * memory runs out. */
__attribute__((warn_unused_result)) bool limit_share(struct limit *limit);

/* Questions allowed since the last call, by address_key(); how many
 * addresses. */
size_t limit_spent(struct limit *limit,
		   struct limit_spent out[LIMIT_SPENT_MAX]);

/* Another node has allowed `count` questions: they are owed here, too, though
 * never for longer than what fills a bucket and a minute. */
void limit_charge(struct limit *limit, const struct address *from,
		  unsigned count, int64_t now_us);

/* Since the start: addresses forgotten before their buckets were full, and
 * connections let in uncounted because no place was to be had. */
struct limit_counts {
	uint64_t forgotten, uncounted;
};
struct limit_counts limit_counts(struct limit *limit);

#endif
