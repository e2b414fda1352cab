/* SPDX-License-Identifier: MIT */
/*
 * reach.h: where a desk's API is, and whether faqd may go there. Its name is
 * resolved before each connection, and the connection goes to the very address
 * that was looked at, so that a name that changes its mind leads nowhere.
 *
 * Threads: any. reach_resolve() waits for the name server.
 */
#ifndef FAQD_REACH_H
#define FAQD_REACH_H

#include "server/edge/address.h"

#define REACH_HOST_BYTES 256u
#define REACH_PREFIX_BYTES 256u

/* "https://desk.example.org:8443/api", taken apart. */
struct reach_url {
	bool tls;
	char host[REACH_HOST_BYTES]; /* without the brackets of IPv6 */
	char authority[REACH_HOST_BYTES];
	unsigned port;
	char prefix[REACH_PREFIX_BYTES]; /* "/api", or "" */
};

/* False for what desk_config_check() would not let pass, and for a port that
 * is none. */
__attribute__((warn_unused_result)) bool reach_parse(struct reach_url *url,
						     const char *text);

enum reach_status {
	REACH_OK = 0,
	REACH_ERROR_NAME = -1,     /* it has no address just now */
	REACH_ERROR_FORBIDDEN = -2 /* only addresses that we don't go to */
};

/* Is it an address of the internet: not of this machine, a private network, a
 * link (the metadata of clouds), a test, or a group? Source: the registries
 * of IANA, RFC 6890. */
bool reach_is_public(const struct address *address);

/* The first address that may be gone to. */
__attribute__((warn_unused_result)) enum reach_status
reach_resolve(const struct reach_url *url, bool allow_private,
	      char out[ADDRESS_TEXT_BYTES]);

#endif
