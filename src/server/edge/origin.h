/* SPDX-License-Identifier: MIT */
/*
 * origin.h: which web pages may talk to us. A browser sends Origin with every
 * WebSocket and every POST; without this check any page on the web could
 * open a visitor's chat (RFC 6455, 10.2).
 *
 * What is valid here is plain ASCII without white space, quotes or control
 * characters, so that it may stand in a header, a policy and HTML as it is.
 */
#ifndef FAQD_ORIGIN_H
#define FAQD_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#define ORIGINS_MAX 16u
#define ORIGIN_BYTES 256u
#define ORIGIN_EVERY "*" /* in the list: every web page */

/* Those of --origin, "https://example.com" or ORIGIN_EVERY; strings are the
 * caller's. */
struct origins {
	const char *item[ORIGINS_MAX];
	size_t count;
};

/* Is it scheme://host[:port] and short enough to be compared? */
bool origin_valid(const char *origin);

/* Or is it ORIGIN_EVERY? What --origin takes. */
bool origin_listable(const char *origin);

/* A listable one as browsers write it (RFC 6454, 6.2): scheme and host in
 * lower case, without the scheme's own port. */
void origin_normal(const char *origin, char out[ORIGIN_BYTES]);

/* Is it host[:port], as a Host header may say it? */
bool host_valid(const char *host);

/* What follows localhost, 127.0.0.1 or [::1]: ":8080", or "" without a port.
 * NULL for any other host. */
const char *host_loopback_port(const char *host);

/*
 * Is `origin` that of `host` (the Host header: host[:port], any scheme, as TLS
 * may end before us)? The names of this machine count as one host.
 */
bool origin_is_of(const char *origin, const char *host);

/* True when it is that of `host` or is listed. "null" (a sandboxed frame, a
 * file) is never allowed: anybody can be that. */
bool origin_allows(const struct origins *origins, const char *origin,
		   const char *host);

#endif
