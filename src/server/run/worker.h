/* SPDX-License-Identifier: MIT */
/*
 * worker.h: a thread with an lws context of its own and no listener, on a loop
 * of its own. Sockets are handed to it (pool.h) and stay with it.
 *
 *	acceptor --worker_hand()--> [ arrivals ] --adopt--> sessions
 *	reloader --worker_serve()--> next ----------------> responder
 *	                   loop_wake()
 *
 * Threads: worker_hand(), worker_drain() and worker_join() are for the
 * acceptor's thread, worker_serve(), worker_renew_tls(), worker_connections()
 * and worker_age_ms() for any, the rest for the worker's own.
 */
#ifndef FAQD_WORKER_H
#define FAQD_WORKER_H

#include "server/web/broom.h"
#include "server/run/loop.h"
#include "server/talk/responder.h"

#include <libwebsockets.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define WORKER_INBOX 1024u
#define WORKER_STOP_SECONDS 5 /* to come to an end after the drain */

/* A connection on its way from the acceptor to a worker. */
struct arrival {
	int fd; /* connected, non-blocking */
	struct address peer;
	struct limit_place place; /* where it is counted */
};

struct worker {
	struct responder responder;
	struct loop *loop;
	struct lws_context *context;
	struct ssl_ctx_st *no_client; /* see tls.h */
	struct ssl_ctx_st *shown;     /* lws's own, with a pair in it */
	lws_retry_bo_t idle;          /* lws keeps a pointer to it */
	struct session *sessions;     /* all of them, newest first */
	struct session *timed;        /* those that wire.c gave a deadline */
	struct session *answered;     /* those whose next request may come */
	struct session *adopting;     /* see adopt() */
	atomic_size_t connections;    /* handed over and not yet closed */
	atomic_llong beat_us;         /* lws_now_usecs() of its last tick */
	int64_t swept_us;             /* when idle chats were looked for */
	bool heard;                   /* something since it forgot last */
	struct broom broom;
	bool draining;
	int64_t fresh_until_us, drain_until_us;
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	struct arrival inbox[WORKER_INBOX];
	size_t inbox_count;
	struct served *next;      /* to change over to, or NULL */
	struct ssl_ctx_st *renew; /* a pair to show, or NULL */
	bool drain, ended;
	unsigned drain_seconds;
	pthread_cond_t ending; /* with `ended` */
};

enum worker_end {
	WORKER_ENDED,
	WORKER_STUCK /* the thread does not end; it still uses the worker */
};

/* Starts the thread. On failure `*why` says why and nothing is left behind.
 * `shared` must outlive the worker; it keeps `served` for itself.
 * `metrics` are for its thread alone, or NULL. */
__attribute__((warn_unused_result)) bool
worker_start(struct worker *worker, const struct shared *shared,
	     struct served *served, struct metrics_worker *metrics,
	     const char **why);

/* Takes over a connection. False when its inbox is full: the socket is still
 * the caller's. */
__attribute__((warn_unused_result)) bool
worker_hand(struct worker *worker, const struct arrival *arrival);

size_t worker_connections(const struct worker *worker);

/* Since its loop went round last, in milliseconds. */
uint64_t worker_age_ms(const struct worker *worker);

/* From its next message on it answers from `served`. */
void worker_serve(struct worker *worker, struct served *served);

/* New connections get the pair of tls_read(), of which it keeps a count. */
void worker_renew_tls(struct worker *worker, struct ssl_ctx_st *pair);

/* lws has made the context that TLS is spoken with: it is shown the pair of the
 * start. False: it can't be. */
__attribute__((warn_unused_result)) bool worker_on_tls(struct worker *worker,
						       struct ssl_ctx_st *made);

/* Tells its chats goodbye, lets what is in flight finish, and then ends; cuts
 * off after `seconds`. */
void worker_drain(struct worker *worker, unsigned seconds);

/* Waits for the end that worker_drain() has asked for, and takes down what has
 * ended. After WORKER_STUCK it may be called again; until it ends, nothing that
 * the worker uses may be freed. */
enum worker_end worker_join(struct worker *worker, unsigned seconds);

/* The worker that a connection belongs to. */
struct worker *worker_of(struct lws *wsi);

/* lws destroys a connection: frees its session. */
void worker_forget(struct lws *wsi);

#endif
