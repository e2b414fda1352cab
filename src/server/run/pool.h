/* SPDX-License-Identifier: MIT */
/*
 * pool.h: the workers: who gets the next connection, and all of them at once.
 *
 * Threads: the acceptor's, except pool_serve() and pool_renew_tls(), which may
 * come from any one.
 */
#ifndef FAQD_POOL_H
#define FAQD_POOL_H

#include "server/run/worker.h"

#define POOL_WORKERS_MAX 64u

struct pool {
	struct worker *worker; /* owned */
	size_t count;
	size_t next; /* whose turn it is among equally busy ones */
};

/* How many workers there are for `wanted`; 0: as many as processors. */
size_t pool_size(size_t wanted);

/* On failure `*why` says why and no thread is left behind; should one not end,
 * `pool->count` is not 0: see pool_stop(). Each worker keeps `served` for
 * itself. `shared` must outlive the pool. */
__attribute__((warn_unused_result)) bool
pool_start(struct pool *pool, size_t count, const struct shared *shared,
	   struct served *served, const char **why);

/* Hands a connection to the worker with the fewest. False when that one has
 * no room left in its inbox: the socket is still the caller's. */
__attribute__((warn_unused_result)) bool
pool_hand(struct pool *pool, const struct arrival *arrival);

size_t pool_connections(const struct pool *pool);

/* From the next message on, every worker answers from `served`. */
void pool_serve(struct pool *pool, struct served *served);

/* New connections get the certificate that its file holds now. */
void pool_renew_tls(struct pool *pool, struct ssl_ctx_st *pair);

/* Since each worker's last sign of life, in milliseconds; the oldest. Any
 * thread. */
uint64_t pool_ages(const struct pool *pool, uint64_t age_ms[POOL_WORKERS_MAX]);

struct pool_end {
	unsigned drain_seconds; /* for what is in flight to finish, at most */
	/* While that is waited for; NULL: nobody wants to know. */
	void (*each_second)(void *context);
	void *context;
};

/* Lets every worker finish what is in flight, and ends it. After WORKER_STUCK
 * nothing that a worker uses may be freed: end the process. */
enum worker_end pool_stop(struct pool *pool, const struct pool_end *end);

#endif
