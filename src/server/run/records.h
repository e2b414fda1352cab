/* SPDX-License-Identifier: MIT */
/*
 * records.h: what faqd keeps in its database, and the threads that do it: the
 * recorder, the API keys, what it tells other nodes. Without a database there
 * is none of it.
 */
#ifndef FAQD_RECORDS_H
#define FAQD_RECORDS_H

#include "server/edge/exchange.h"
#include "server/run/parts.h"
#include "server/talk/recording.h"

struct records {
	struct store_options store; /* how to open the database */
	struct exchange *exchange;  /* NULL: there are no other nodes */
	struct recording recording;
	struct observer observer;
};

/* Makes it known in `parts->shared`. False: why has been said. Call
 * records_stop() in either case. */
__attribute__((warn_unused_result)) bool records_start(struct records *records,
						       struct parts *parts);
/* False when not all could be written in time; then a thread may still use
 * `records` and `parts`. */
__attribute__((warn_unused_result)) bool
records_stop(const struct records *records, const struct parts *parts);

#endif
