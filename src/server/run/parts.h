/* SPDX-License-Identifier: MIT */
/*
 * parts.h: what the settings make of faqd before there is a thread or a
 * socket: the log, keys, networks, limits, counters; put together as what all
 * workers share.
 */
#ifndef FAQD_PARTS_H
#define FAQD_PARTS_H

#include "server/config/config.h"
#include "server/talk/responder.h"
#include "store/store.h"

struct parts {
	const struct config *config;
	struct log log;
	struct origins origins;
	struct networks proxies;
	struct limit_rules rules;
	struct token_keys keys;
	struct tls_files tls;
	struct metrics_ids *ids;
	struct shared shared;
};

/* False: why has been said, and there is nothing to release. `parts` must not
 * be moved afterwards. */
__attribute__((warn_unused_result)) bool
parts_make(struct parts *parts, const struct config *config);
void parts_release(struct parts *parts);

/* Finds the key that signs conversations; after the database has been opened,
 * beside which it may be kept. */
__attribute__((warn_unused_result)) bool
parts_find_keys(struct parts *parts, const struct store_options *store);

/* Says why faqd cannot start; false. */
__attribute__((format(printf, 2, 3))) bool parts_fail(const struct parts *parts,
						      const char *format, ...);

/* Milliseconds since 1970. */
int64_t parts_clock_ms(void *unused);

/* NULL for "", which is how a setting says that it is not given. */
const char *parts_given(const char *text);

#endif
