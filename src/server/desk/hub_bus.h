/* SPDX-License-Identifier: MIT */
/*
 * hub_bus.h: the thread that listens to what the hubs of other nodes say, and
 * hands it on.
 *
 *	PostgreSQL --store/bus.h--> this thread --each()--> the hub's queue
 *
 * It has to hear something every few seconds, if only from its own hub, or it
 * takes the connection for dead.
 *
 * When the connection was lost, each() hears NULL as soon as it is back, as it
 * does at first: something may have been missed.
 *
 * Threads: start and stop are their caller's, each() runs on this thread.
 */
#ifndef FAQD_HUB_BUS_H
#define FAQD_HUB_BUS_H

#include "store/bus.h"

struct hub_bus;

struct hub_bus_options {
	const char *address; /* all of them outlive it */
	const struct store_options *store;
	void (*each)(void *context, const char *text);
	void *context;
};

/* On failure *out is NULL and `error` says why. */
__attribute__((warn_unused_result)) bool
hub_bus_start(struct hub_bus **out, const struct hub_bus_options *options,
	      struct store_error *error);
/* NULL is fine. */
void hub_bus_stop(struct hub_bus *hub_bus);

#endif
