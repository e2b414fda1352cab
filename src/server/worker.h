/* SPDX-License-Identifier: MIT */
/*
 * worker.h: a thread with an lws context of its own and no listener. Sockets
 * are handed to it (acceptor.h) and stay with it.
 *
 *	acceptor --worker_hand(fd)--> [ fd fd fd ] --adopt--> sessions
 *	                 lws_cancel_service()
 *
 * Threads: worker_hand() and worker_stop() are for the acceptor's thread, the
 * rest for the worker's own.
 */
#ifndef FAQD_WORKER_H
#define FAQD_WORKER_H

#include "server/responder.h"

#include <libwebsockets.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define WORKER_INBOX 128u
#define WORKER_STOP_SECONDS 5

struct worker_limits {
	unsigned timeout_seconds; /* for a request's head, and for its body */
	unsigned ping_seconds; /* a silent chat is asked for a sign of life */
};

struct worker {
	struct responder responder;
	struct worker_limits limits;
	struct lws_context *context;
	lws_retry_bo_t idle;        /* lws keeps a pointer to it */
	atomic_size_t *connections; /* of all workers; counted down here */
	struct session *adopting;   /* see adopt() */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	int inbox[WORKER_INBOX];
	size_t inbox_count;
	bool stop, ended;
	bool failed;           /* lws gave up */
	pthread_cond_t ending; /* with `ended` */
};

enum worker_end {
	WORKER_ENDED,
	WORKER_FAILED, /* lws had given up, and the thread had ended before */
	WORKER_STUCK   /* the thread does not end; it still uses the worker */
};

/* Starts the thread. On failure `*why` says why and nothing is left behind.
 * `shared` and `connections` must outlive the worker. */
__attribute__((warn_unused_result)) bool
worker_start(struct worker *worker, const struct shared *shared,
	     const struct worker_limits *limits, atomic_size_t *connections,
	     const char **why);

/* Takes over a non-blocking connected socket, already counted. False when its
 * inbox is full: the socket is still the caller's. */
__attribute__((warn_unused_result)) bool worker_hand(struct worker *worker,
						     int fd);

/* Ends the thread and closes its connections, within WORKER_STOP_SECONDS. After
 * WORKER_STUCK nothing that the worker uses may be freed: end the process. */
enum worker_end worker_stop(struct worker *worker);

/* The worker that a connection belongs to. */
struct worker *worker_of(struct lws *wsi);

/* lws destroys a connection: frees its session. */
void worker_forget(struct lws *wsi);

#endif
