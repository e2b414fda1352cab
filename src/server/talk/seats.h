/* SPDX-License-Identifier: MIT */
/*
 * seats.h: the connections of a worker that the hub knows, by serial number.
 *
 *	struct hub_seat {worker, session} <--> struct session
 *
 * A session takes its seat when it is first spoken of to the hub, and leaves it
 * when it ends, of which the hub is told. A serial number is given once in the
 * life of a worker, so that no letter reaches another who came later.
 *
 * Threads: a worker's own.
 */
#ifndef FAQD_SEATS_H
#define FAQD_SEATS_H

#include "server/desk/hub_core.h"

struct session;

#define SEATS_ROWS 1024u /* a power of two */

struct seats {
	uint64_t last; /* serial number that was given */
	struct session *row[SEATS_ROWS];
};

/* The session's seat; it takes one if it has none. */
struct hub_seat seats_take(struct session *session);
/* Tells the hub, if the session has one. */
void seats_leave(struct session *session);
/* Who sits there, or NULL. */
struct session *seats_find(const struct seats *seats, uint64_t serial);

#endif
