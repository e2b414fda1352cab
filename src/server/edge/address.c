/* SPDX-License-Identifier: MIT */
#include "server/edge/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define IPV4_BYTES 4u
#define IPV6_BYTES 16u
#define SITE_BYTES 8u    /* of an IPv6 address: a /64 */
#define BLOCK_BYTES 6u   /* a /48 */
#define MAPPED_BYTES 12u /* before the IPv4 address in a mapped one */

_Static_assert(ADDRESS_TEXT_BYTES >= INET6_ADDRSTRLEN, "every address fits");

static const uint8_t mapped[MAPPED_BYTES] = {0, 0, 0, 0, 0,    0,
					     0, 0, 0, 0, 0xff, 0xff};
static const char local_text[] = "unix";

static void set(struct address *address, enum address_family family,
		const void *bytes, size_t size)
{
	memset(address, 0, sizeof(*address));
	address->family = (uint8_t)family;
	memcpy(address->bytes, bytes, size);
}

static void set_local(struct address *address)
{
	set(address, ADDRESS_LOCAL, "", 0);
}

static void set_ipv6(struct address *address, const uint8_t bytes[IPV6_BYTES])
{
	if (memcmp(bytes, mapped, MAPPED_BYTES) == 0)
		set(address, ADDRESS_IPV4, bytes + MAPPED_BYTES, IPV4_BYTES);
	else
		set(address, ADDRESS_IPV6, bytes, IPV6_BYTES);
}

/* Copied out: what accept() has filled may be aligned for another type. */
bool address_from_socket(struct address *address, const struct sockaddr *from,
			 socklen_t size)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	set_local(address);
	if (size < sizeof(from->sa_family))
		return false;
	if (from->sa_family == AF_UNIX)
		return true;
	if (from->sa_family == AF_INET && size >= sizeof(four)) {
		memcpy(&four, from, sizeof(four));
		set(address, ADDRESS_IPV4, &four.sin_addr, IPV4_BYTES);
		return true;
	}
	if (from->sa_family == AF_INET6 && size >= sizeof(six)) {
		memcpy(&six, from, sizeof(six));
		set_ipv6(address, six.sin6_addr.s6_addr);
		return true;
	}
	return false;
}

bool address_parse(struct address *address, const char *text, size_t bytes)
{
	char copy[ADDRESS_TEXT_BYTES];
	uint8_t raw[IPV6_BYTES];

	set_local(address);
	if (bytes == 0 || bytes >= sizeof(copy) || memchr(text, '\0', bytes))
		return false;
	memcpy(copy, text, bytes);
	copy[bytes] = '\0';
	if (inet_pton(AF_INET, copy, raw) == 1)
		set(address, ADDRESS_IPV4, raw, IPV4_BYTES);
	else if (inet_pton(AF_INET6, copy, raw) == 1)
		set_ipv6(address, raw);
	else
		return strcmp(copy, local_text) == 0;
	return true;
}

void address_text(const struct address *address, char out[ADDRESS_TEXT_BYTES])
{
	int family = address->family == ADDRESS_IPV4 ? AF_INET : AF_INET6;

	memcpy(out, local_text, sizeof(local_text));
	if (address->family != ADDRESS_LOCAL)
		inet_ntop(family, address->bytes, out, ADDRESS_TEXT_BYTES);
}

bool address_equal(const struct address *a, const struct address *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Of IPv6 only the first bytes. */
static struct address cut(const struct address *address, size_t bytes)
{
	struct address key = *address;

	if (key.family == ADDRESS_IPV6)
		memset(key.bytes + bytes, 0, IPV6_BYTES - bytes);
	return key;
}

struct address address_key(const struct address *address)
{
	return cut(address, SITE_BYTES);
}

struct address address_block(const struct address *address)
{
	return cut(address, BLOCK_BYTES);
}

static unsigned bits_of(const struct address *address)
{
	switch (address->family) {
	case ADDRESS_IPV4:
		return 8 * IPV4_BYTES;
	case ADDRESS_IPV6:
		return 8 * IPV6_BYTES;
	default:
		return 0;
	}
}

/* The address with all but its first `bits` bits zero. */
static struct address keep(const struct address *address, unsigned bits)
{
	struct address kept = *address;

	for (unsigned i = 0; i < IPV6_BYTES; i++) {
		unsigned here = bits > 8 * i ? bits - 8 * i : 0;

		if (here < 8)
			kept.bytes[i] &= (uint8_t)(0xff00u >> here);
	}
	return kept;
}

/* `text` is what follows the '/'. False unless it is a number up to `most`. */
static bool parse_bits(const char *text, unsigned most, unsigned *bits)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 3 || text[digits] ||
	    (digits > 1 && text[0] == '0'))
		return false;
	*bits = 0;
	for (size_t i = 0; i < digits; i++)
		*bits = 10 * *bits + (unsigned)(text[i] - '0');
	return *bits <= most;
}

/* "::ffff:10.0.0.0/104" counts the bits of the address that it is in. */
static bool in_ipv6(const char *text, size_t bytes)
{
	return memchr(text, ':', bytes) != NULL;
}

enum network_status networks_add(struct networks *networks, const char *text)
{
	size_t bytes = strcspn(text, "/");
	struct network network;
	struct address kept;
	unsigned most, outer = 0, bits;

	if (!address_parse(&network.base, text, bytes))
		return NETWORK_ERROR_ADDRESS;
	most = bits_of(&network.base);
	if (network.base.family == ADDRESS_IPV4 && in_ipv6(text, bytes))
		outer = 8 * MAPPED_BYTES;
	bits = outer + most;
	if (text[bytes] == '/' &&
	    (!parse_bits(text + bytes + 1, outer + most, &bits) ||
	     bits < outer || most == 0))
		return NETWORK_ERROR_BITS;
	network.bits = (uint8_t)(bits - outer);
	kept = keep(&network.base, network.bits);
	if (!address_equal(&kept, &network.base))
		return NETWORK_ERROR_HOST;
	if (networks->count == NETWORKS_MAX)
		return NETWORK_ERROR_FULL;
	networks->item[networks->count++] = network;
	return NETWORK_OK;
}

const char *network_status_text(enum network_status status)
{
	switch (status) {
	case NETWORK_OK:
		break;
	case NETWORK_ERROR_ADDRESS:
		return "not an IPv4 or IPv6 address, as 192.0.2.0/24";
	case NETWORK_ERROR_BITS:
		return "behind '/' goes how many bits, 0-32 or for IPv6 0-128";
	case NETWORK_ERROR_HOST:
		return "bits are set behind the network's, as in 10.0.0.1/8";
	case NETWORK_ERROR_FULL:
		return "there are 64 already";
	}
	return "";
}

static bool holds(const struct network *network, const struct address *address)
{
	struct address kept;

	if (network->base.family != address->family)
		return false;
	kept = keep(address, network->bits);
	return address_equal(&kept, &network->base);
}

bool networks_hold(const struct networks *networks,
		   const struct address *address)
{
	for (size_t i = 0; i < networks->count; i++)
		if (holds(&networks->item[i], address))
			return true;
	return false;
}
