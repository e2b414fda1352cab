/* SPDX-License-Identifier: MIT */
/*
 * address.h: a client's address as a fixed struct, as text, as the key that
 * limits count by, and lists of networks ("10.0.0.0/8") to compare it with.
 *
 * An IPv4 address inside IPv6 (::ffff:192.0.2.1, RFC 4291, 2.5.5.2) is that
 * IPv4 address, so that a listener of both kinds counts a client once. There
 * are no zones and no names. Nothing allocates; any thread.
 */
#ifndef FAQD_ADDRESS_H
#define FAQD_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_TEXT_BYTES 46u /* INET6_ADDRSTRLEN */
#define NETWORKS_MAX 64u

enum address_family {
	ADDRESS_LOCAL = 1, /* of a Unix socket: all its clients are one */
	ADDRESS_IPV4,
	ADDRESS_IPV6
};

/* Two of one address are equal byte by byte. */
struct address {
	uint8_t family;    /* enum address_family */
	uint8_t bytes[16]; /* network order; what a family lacks is zero */
};

/* Of a peer, as accept() gives it. False, and ADDRESS_LOCAL, for a family that
 * is neither IP nor Unix, and for a size that does not fit. */
__attribute__((warn_unused_result)) bool
address_from_socket(struct address *address, const struct sockaddr *from,
		    socklen_t size);

/* A numeric address, or "unix" for ADDRESS_LOCAL. False, and ADDRESS_LOCAL,
 * for anything else: also for a port, brackets, a zone, white space. */
__attribute__((warn_unused_result)) bool
address_parse(struct address *address, const char *text, size_t bytes);

/* As text, which address_parse() reads back. */
void address_text(const struct address *address, char out[ADDRESS_TEXT_BYTES]);

bool address_equal(const struct address *a, const struct address *b);

/*
 * What limits count by: an IPv6 address without its last 64 bits, as a site
 * has at least a /64 and picks the rest at will (RFC 6177); any other address
 * as it is.
 */
struct address address_key(const struct address *address);

/* The same for all that one customer of a provider may hold: of IPv6 a /48, as
 * RFC 6177 allows; any other address as it is. */
struct address address_block(const struct address *address);

/* The addresses that share their first `bits` bits with `base`. */
struct network {
	struct address base;
	uint8_t bits;
};

struct networks {
	struct network item[NETWORKS_MAX];
	size_t count;
};

enum network_status {
	NETWORK_OK = 0,
	NETWORK_ERROR_ADDRESS = -1, /* what stands before '/' is none */
	NETWORK_ERROR_BITS = -2,    /* no number, or more than it has */
	NETWORK_ERROR_HOST = -3,    /* bits are set behind the network's */
	NETWORK_ERROR_FULL = -4     /* NETWORKS_MAX are listed already */
};

/*
 * Adds "ADDRESS/BITS", or an address alone: all its bits. "10.0.0.1/8" is an
 * error and not "10.0.0.0/8": one of the two numbers is not what was meant.
 * On failure the list is as before.
 */
__attribute__((warn_unused_result)) enum network_status
networks_add(struct networks *networks, const char *text);

/* What is wrong, for a message: a static text. */
const char *network_status_text(enum network_status status);

/* Is it in one of them? */
bool networks_hold(const struct networks *networks,
		   const struct address *address);

#endif
