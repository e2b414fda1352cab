/* SPDX-License-Identifier: MIT */
/*
 * office.h: the support desks as a whole: their file, and the dispatcher that
 * answers them. Without the setting there is neither.
 */
#ifndef FAQD_OFFICE_H
#define FAQD_OFFICE_H

#include "server/desk/dispatcher.h"
#include "server/run/parts.h"

struct office {
	struct desks desks;
	struct dispatcher *dispatcher; /* NULL: there are no desks */
};

/* Reads the file and starts the dispatcher, which becomes one of the shared
 * parts. False after it has said why not. */
__attribute__((warn_unused_result)) bool
office_open(struct office *office, struct parts *parts,
	    const struct store_options *store, struct served *served);
/* When no worker is left. */
void office_close(struct office *office);

#endif
