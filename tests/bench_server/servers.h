/* SPDX-License-Identifier: MIT */
/*
 * servers.h: the servers that stand beside each other, and how each is called.
 * All run on bench->server_core. Each function says false with bench->why.
 */
#ifndef BENCH_SERVER_SERVERS_H
#define BENCH_SERVER_SERVERS_H

#include "bench_server/bench.h"

/* Asks faqd which options it has. */
__attribute__((warn_unused_result)) bool servers_init(struct bench *bench);

/* faqd with one worker, for `connections` and more questions than any limit
 * lets through. */
__attribute__((warn_unused_result)) bool
server_faqd(struct bench *bench, struct process *process, size_t connections);

/* Makes the reply that the other servers give: `bytes` long, at least 64; of
 * the shape of an answer. */
__attribute__((warn_unused_result)) bool server_reply(struct bench *bench,
						      size_t bytes);
/* The bare echo on libwebsockets' loop "poll", "ev" or "uv". */
__attribute__((warn_unused_result)) bool
server_echo(struct bench *bench, struct process *process, const char *loop);
/* The same on libev, sending when the socket is said to be writable. */
__attribute__((warn_unused_result)) bool
server_waiting_echo(struct bench *bench, struct process *process);
/* npm's ws. */
__attribute__((warn_unused_result)) bool server_ws(struct bench *bench,
						   struct process *process);
__attribute__((warn_unused_result)) bool server_nginx(struct bench *bench,
						      struct process *process);

#endif
