/* SPDX-License-Identifier: MIT */
/*
 * exchange.h: limits that hold across the nodes that share a store. Each second
 * a node tells the others, over the store's bus, how many questions it let
 * through and from whom, and takes as many tokens from its own buckets as the
 * others say:
 *
 *	"NODE 192.0.2.7=3 2001:db8:0:1::=1 ..."    each a notice, "limits"
 *
 * So an address that asks on n nodes may have up to n bursts at first, within
 * the second or two that a word takes; what it took is owed on all of them, and
 * over minutes it has no more than one node would give it. With more than
 * LIMIT_SPENT_MAX addresses a second the rest of them is counted by their node
 * alone, as all are while the database is away.
 *
 * Addresses pass through the database so, and are not kept in it.
 *
 * Threads: a thread of its own; start and stop belong to one.
 */
#ifndef FAQD_EXCHANGE_H
#define FAQD_EXCHANGE_H

#include "server/edge/limit.h"
#include "store/bus.h"

struct exchange;

/* NULL when memory, threads or randomness run out. `address`, `options` and
 * `limit` outlive it. The database may be away: it is tried again. */
struct exchange *exchange_start(const char *address,
				const struct store_options *options,
				struct limit *limit);
void exchange_stop(struct exchange *exchange); /* NULL is fine */

#define EXCHANGE_TOPIC "limits"
#define EXCHANGE_NODE_BYTES 17u

/* Writes as many of `spent` as fit; how many that were. */
size_t exchange_write(char out[STORE_NOTICE_BYTES], const char *node,
		      const struct limit_spent *spent, size_t count);

/* Charges what another node has told; what is not understood is passed over. */
void exchange_take(struct limit *limit, const char *node, const char *text,
		   int64_t now_us);

#endif
