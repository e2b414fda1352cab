/* SPDX-License-Identifier: MIT */
/*
 * acceptor.h: accepts connections, counts them, hands them to the workers, and
 * waits for the signal that ends it all.
 *
 * It stops accepting well below the file limit: at the limit, lws would spin.
 * Who comes then waits in the kernel's queue until someone leaves. Who has too
 * many open already is turned away at once.
 */
#ifndef FAQD_ACCEPTOR_H
#define FAQD_ACCEPTOR_H

#include "server/edge/listener.h"
#include "server/run/reloader.h"

#define ACCEPTOR_LISTENERS_MAX 16u

struct acceptor {
	const struct listener *listener;
	size_t listener_count; /* 1 to ACCEPTOR_LISTENERS_MAX */
	struct pool *pool;
	const struct shared *shared;
	struct metrics_worker *metrics; /* of this thread, or NULL */
	struct reloader *reloader;      /* for SIGHUP */
	size_t connections_max;
	void (*each_second)(void *context);
	void *context;
};

/* Blocks SIGTERM, SIGINT and SIGHUP in this thread and those it starts; call
 * it before any is. They are let through only while acceptor_run() waits. */
void acceptor_block_signals(void);

/* Returns after SIGTERM or SIGINT. */
void acceptor_run(const struct acceptor *acceptor);

/* Files that a server of so many connections needs that opens `others` of its
 * own accord, and the system's limit set accordingly: lws makes room for every
 * file that the limit allows. False when the system allows fewer. */
__attribute__((warn_unused_result)) bool
acceptor_set_file_limit(size_t connections_max, size_t workers, size_t others);

#endif
