/* SPDX-License-Identifier: MIT */
#include "server/edge/origin.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What browsers put there: a name in ASCII (punycode), an address, a port. */
static const char host_bytes[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789.-_:[]";

bool host_valid(const char *host)
{
	size_t bytes = strspn(host, host_bytes);

	return bytes > 0 && !host[bytes] && bytes < ORIGIN_BYTES;
}

/* What follows "http://" or "https://"; NULL for anything else. */
static const char *authority(const char *origin)
{
	if (strncasecmp(origin, "http://", 7) == 0)
		return origin + 7;
	if (strncasecmp(origin, "https://", 8) == 0)
		return origin + 8;
	return NULL;
}

bool origin_valid(const char *origin)
{
	const char *rest = authority(origin);

	return rest && host_valid(rest) && strlen(origin) < ORIGIN_BYTES;
}

bool origin_listable(const char *origin)
{
	return strcmp(origin, ORIGIN_EVERY) == 0 || origin_valid(origin);
}

/* It ends with that, which goes. */
static bool drop_end(char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);

	if (size < end_size || strcmp(text + size - end_size, end) != 0)
		return false;
	text[size - end_size] = '\0';
	return true;
}

void origin_normal(const char *origin, char out[ORIGIN_BYTES])
{
	size_t i;

	for (i = 0; i < ORIGIN_BYTES - 1 && origin[i]; i++)
		out[i] = (char)tolower((unsigned char)origin[i]);
	out[i] = '\0';
	if (!drop_end(out, ":"))
		drop_end(out, strncmp(out, "http:", 5) == 0 ? ":80" : ":443");
}

const char *host_loopback_port(const char *host)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t size = strlen(names[i]);

		if (strncasecmp(host, names[i], size) == 0 &&
		    (!host[size] || host[size] == ':'))
			return host + size;
	}
	return NULL;
}

/* The same host, or another name of this machine with the same port. */
static bool same(const char *a, const char *b)
{
	const char *port_a = host_loopback_port(a);
	const char *port_b = host_loopback_port(b);

	return strcasecmp(a, b) == 0 ||
	       (port_a && port_b && strcmp(port_a, port_b) == 0);
}

bool origin_is_of(const char *origin, const char *host)
{
	return origin_valid(origin) && *host && same(authority(origin), host);
}

bool origin_allows(const struct origins *origins, const char *origin,
		   const char *host)
{
	size_t i;

	if (!origin_valid(origin))
		return false;
	if (origin_is_of(origin, host))
		return true;
	for (i = 0; i < origins->count; i++)
		if (strcmp(origins->item[i], ORIGIN_EVERY) == 0 ||
		    strcasecmp(origins->item[i], origin) == 0)
			return true;
	return false;
}
