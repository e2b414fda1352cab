/* SPDX-License-Identifier: MIT */
/*
 * origin.h: which web pages may talk to us. A browser sends Origin with every
 * WebSocket and every POST; without this check any page on the web could
 * open a visitor's chat (RFC 6455, 10.2).
 */
#ifndef FAQD_ORIGIN_H
#define FAQD_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#define ORIGINS_MAX 16u
#define ORIGIN_BYTES 256u

/* Those of --origin, "https://example.com"; strings are the caller's. */
struct origins {
	const char *item[ORIGINS_MAX];
	size_t count;
};

/* Is it scheme://host[:port] and short enough to be compared? */
bool origin_valid(const char *origin);

/*
 * True when `origin` is that of `host` (the Host header: host[:port], any
 * scheme, as TLS may end before us) or is listed. "null" is never allowed.
 */
bool origin_allows(const struct origins *origins, const char *origin,
		   const char *host);

#endif
