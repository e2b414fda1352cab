/* SPDX-License-Identifier: MIT */
/*
 * forwarded.h: who the client is when proxies stand between it and us.
 *
 *	client --> proxy B --> proxy A --> faqd
 *	X-Forwarded-For: 203.0.113.9, 192.0.2.2      the peer is A
 *	                 what B saw   what A saw
 *
 * Each proxy appends whom it saw, so the right end is true and the left end is
 * whatever the client has sent. We walk from the right over the proxies that
 * the operator has listed; the first hop that is none of them is the client.
 *
 * Only the one header that the operator's proxies set is looked at: they pass
 * the other on as the client has sent it.
 */
#ifndef FAQD_FORWARDED_H
#define FAQD_FORWARDED_H

#include "server/edge/address.h"

/* Which header the listed proxies set. */
enum forwarded_kind {
	FORWARDED_FOR, /* X-Forwarded-For: 203.0.113.9, 2001:db8::1 */
	FORWARDED_RFC  /* Forwarded: for=203.0.113.9, for="[2001:db8::1]" */
};

/*
 * `value` is the header, its repeats joined by commas in their order; "" when
 * it is absent. A peer that is not in `proxies` is the client, whatever the
 * header says.
 *
 * A hop is an address; IPv4 may have a port, and IPv6 brackets and then a port
 * (RFC 7239, 6, and what proxies write into X-Forwarded-For). At a hop that is
 * anything else, "unknown", a name, "_hidden", nothing, a proxy has said that
 * it does not know, or the list is not a proxy's: then the last good hop, the
 * one to its right, is the client, and the peer if there is none. If every
 * hop is a proxy, the leftmost is the client.
 */
struct address forwarded_client(const struct address *peer,
				const struct networks *proxies,
				enum forwarded_kind kind, const char *value,
				size_t bytes);

#endif
