/* SPDX-License-Identifier: MIT */
/*
 * bus.h: short words from node to node over the store that they share: "that
 * conversation has a new message, look". Nothing is kept: who does not listen
 * just then has missed it, so a word only says where to look.
 *
 *	store_write({..., STORE_NOTICE}) --commit--> bus_read() of every node,
 *	                                            the sender's too
 *
 * A notice in a batch is sent when the batch is committed, and only then. All
 * listeners get notices in the order of the commits. The nodes' own names for
 * themselves belong into the text if they are to pass over what they have said.
 *
 * It is PostgreSQL's LISTEN and NOTIFY: commits with a notice wait for each
 * other, all over the database, so that questions and answers of the bot had
 * better have none. Behind a pooler it needs one that keeps sessions together.
 *
 * Threads and errors as in store.h; a bus has a connection of its own.
 */
#ifndef STORE_BUS_H
#define STORE_BUS_H

#include "store/store.h"

#define BUS_TOPICS_MAX 8u

struct bus;

/*
 * Listens to `count` topics, at least one, at most BUS_TOPICS_MAX, each a
 * store_notice.topic. `address` and `options` are store_open()'s.
 * STORE_UNSHARED: the store is a file, there are no other nodes. On failure
 * *out is NULL and `error` says why.
 */
STORE_MUST_CHECK enum store_status
bus_open(struct bus **out, const char *address,
	 const struct store_options *options, const char *const topics[],
	 size_t count, struct store_error *error);

/* NULL is fine. */
void bus_close(struct bus *bus);

/* To be polled for reading; -1 while the connection is lost. It may change in
 * bus_read() only. */
int bus_fd(const struct bus *bus);

/* NULL: some may have been missed since the last call, look everywhere. */
typedef void bus_fn(void *context, const struct store_notice *notice);

/*
 * Hands out what has come, and never waits for it. To be called when the
 * descriptor is readable, and every second or so, because it also connects
 * again what was lost, which may take connect_timeout (3 s) and is tried less
 * and less often. An error says that the connection is lost just now.
 */
STORE_MUST_CHECK enum store_status bus_read(struct bus *bus, bus_fn *each,
					    void *context);

/* Why the last bus_read() failed; "" when it did not. */
const char *bus_message(const struct bus *bus);

#endif
