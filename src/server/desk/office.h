/* SPDX-License-Identifier: MIT */
/*
 * office.h: all that has to do with people who answer: the support desks, their
 * file and the dispatcher that answers them; and the hub of our own agents.
 * What its setting does not ask for is not there.
 */
#ifndef FAQD_OFFICE_H
#define FAQD_OFFICE_H

#include "server/desk/dispatcher.h"
#include "server/desk/hub.h"
#include "server/run/parts.h"

struct office {
	struct desks desks;
	struct dispatcher *dispatcher; /* NULL: there are no desks */
	struct hub *hub;               /* NULL: there are no agents */
};

/* Reads the file and starts dispatcher and hub, which become shared parts.
 * False after it has said why not; close it all the same. */
__attribute__((warn_unused_result)) bool
office_open(struct office *office, struct parts *parts,
	    const struct store_options *store, struct served *served);
/* When no worker is left. */
void office_close(struct office *office);

#endif
