/* SPDX-License-Identifier: MIT */
#include "server/desk/reach.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const not_public[] = {
	"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
	"169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",   "::/96",
	"64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",      "2001::/23",
	"2001:db8::/32",  "2002::/16",      "fc00::/7",      "fe80::/10",
	"fec0::/10",      "ff00::/8",
};

bool reach_is_public(const struct address *address)
{
	struct networks networks = {.count = 0};

	for (size_t i = 0; i < sizeof(not_public) / sizeof(not_public[0]); i++)
		if (networks_add(&networks, not_public[i]) != NETWORK_OK)
			return false;
	return address->family != ADDRESS_LOCAL &&
	       !networks_hold(&networks, address);
}

/* "host:port" or "[::1]:port"; the port may be left out. */
static bool parse_authority(struct reach_url *url)
{
	const char *host = url->authority, *port;
	size_t bytes = strcspn(host, ":");

	if (*host == '[') {
		host++;
		bytes = strcspn(host, "]");
		port = host[bytes] ? host + bytes + 1 : "x";
	} else {
		port = host + bytes;
	}
	if (bytes == 0)
		return false;
	memcpy(url->host, host, bytes);
	url->host[bytes] = '\0';
	url->port = url->tls ? 443 : 80;
	if (!*port)
		return true;
	if (*port != ':' || !port[1] || strlen(port) > 6 ||
	    strspn(port + 1, "0123456789") != strlen(port + 1))
		return false;
	url->port = (unsigned)strtoul(port + 1, NULL, 10);
	return url->port > 0 && url->port < 65536;
}

bool reach_parse(struct reach_url *url, const char *text)
{
	size_t bytes;

	memset(url, 0, sizeof(*url));
	url->tls = strncmp(text, "https://", 8) == 0;
	if (!url->tls && strncmp(text, "http://", 7) != 0)
		return false;
	text += url->tls ? 8 : 7;
	bytes = strcspn(text, "/");
	if (bytes >= sizeof(url->authority) ||
	    strlen(text + bytes) >= sizeof(url->prefix))
		return false;
	memcpy(url->authority, text, bytes);
	memcpy(url->prefix, text + bytes, strlen(text + bytes) + 1);
	return parse_authority(url);
}

enum reach_status reach_resolve(const struct reach_url *url, bool allow_private,
				char out[ADDRESS_TEXT_BYTES])
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	enum reach_status status = REACH_ERROR_FORBIDDEN;
	struct addrinfo *found;
	struct address address;

	out[0] = '\0';
	if (getaddrinfo(url->host, NULL, &hints, &found) != 0)
		return REACH_ERROR_NAME;
	for (const struct addrinfo *at = found; at && status; at = at->ai_next)
		if (address_from_socket(&address, at->ai_addr,
					at->ai_addrlen) &&
		    (allow_private || reach_is_public(&address))) {
			address_text(&address, out);
			status = REACH_OK;
		}
	freeaddrinfo(found);
	return status;
}
