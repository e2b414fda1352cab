/* SPDX-License-Identifier: MIT */
#include "server/edge/forwarded.h"

#include <string.h>
#include <strings.h>

#define PORT_DIGITS_MAX 5u

/* A part of the header. */
struct part {
	const char *text;
	size_t bytes;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct part trim(struct part part)
{
	while (part.bytes > 0 && is_blank(part.text[0])) {
		part.text++;
		part.bytes--;
	}
	while (part.bytes > 0 && is_blank(part.text[part.bytes - 1]))
		part.bytes--;
	return part;
}

/* Takes what follows the last `mark` outside of quotes off the end of `*left`.
 * From the right, as only there is the quoting a proxy's own. */
static struct part take_last(struct part *left, char mark)
{
	size_t at = left->bytes;
	bool quoted = false;
	struct part last;

	while (at > 0 && (quoted || left->text[at - 1] != mark))
		if (left->text[--at] == '"')
			quoted = !quoted;
	last.text = left->text + at;
	last.bytes = left->bytes - at;
	left->bytes = at > 0 ? at - 1 : 0;
	return trim(last);
}

static bool is_port(struct part part)
{
	if (part.bytes == 0 || part.bytes > PORT_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < part.bytes; i++)
		if (part.text[i] < '0' || part.text[i] > '9')
			return false;
	return true;
}

/* "192.0.2.1:80", where `colon` is. */
static bool read_with_port(struct part hop, const char *colon,
			   struct address *address)
{
	size_t bytes = (size_t)(colon - hop.text);
	struct part port = {colon + 1, hop.bytes - bytes - 1};

	return is_port(port) && address_parse(address, hop.text, bytes) &&
	       address->family == ADDRESS_IPV4;
}

/* "[2001:db8::1]" or "[2001:db8::1]:80". */
static bool read_in_brackets(struct part hop, struct address *address)
{
	const char *end = memchr(hop.text, ']', hop.bytes);
	struct part inside, port;

	if (!end)
		return false;
	inside.text = hop.text + 1;
	inside.bytes = (size_t)(end - inside.text);
	port.text = end + 1;
	port.bytes = hop.bytes - inside.bytes - 2;
	if (port.bytes > 0) {
		if (*port.text != ':')
			return false;
		port.text++;
		port.bytes--;
		if (!is_port(port))
			return false;
	}
	return memchr(inside.text, ':', inside.bytes) &&
	       address_parse(address, inside.text, inside.bytes);
}

static bool read_hop(struct part hop, struct address *address)
{
	const char *colon;
	size_t bytes;

	if (hop.bytes == 0)
		return false;
	if (hop.text[0] == '[')
		return read_in_brackets(hop, address);
	colon = memchr(hop.text, ':', hop.bytes);
	if (colon) {
		bytes = hop.bytes - (size_t)(colon + 1 - hop.text);
		if (!memchr(colon + 1, ':', bytes))
			return read_with_port(hop, colon, address);
	}
	return address_parse(address, hop.text, hop.bytes) &&
	       address->family != ADDRESS_LOCAL;
}

/* No node has a quote or a backslash in it: then it is not quoted right. */
static bool unquote(struct part *part)
{
	if (part->bytes >= 2 && part->text[0] == '"' &&
	    part->text[part->bytes - 1] == '"') {
		part->text++;
		part->bytes -= 2;
	}
	return !memchr(part->text, '"', part->bytes) &&
	       !memchr(part->text, '\\', part->bytes);
}

/* The one "for=" among "for=...;proto=...;by=..."; a second one, or what is no
 * pair, makes it no hop. RFC 7239, 4 lets a pair be empty. */
static bool read_element(struct part element, struct address *address)
{
	bool found = false;

	do {
		struct part pair = take_last(&element, ';');
		const char *equals = memchr(pair.text, '=', pair.bytes);
		struct part value;

		if (pair.bytes == 0)
			continue;
		if (!equals)
			return false;
		if (equals - pair.text != 3 ||
		    strncasecmp(pair.text, "for", 3) != 0)
			continue;
		value.text = equals + 1;
		value.bytes = pair.bytes - 4;
		if (found || !unquote(&value) || !read_hop(value, address))
			return false;
		found = true;
	} while (element.bytes > 0);
	return found;
}

struct address forwarded_client(const struct address *peer,
				const struct networks *proxies,
				enum forwarded_kind kind, const char *value,
				size_t bytes)
{
	struct part left = {value, bytes};
	struct address client = *peer, hop;

	while (left.bytes > 0 && networks_hold(proxies, &client)) {
		struct part last = take_last(&left, ',');
		bool good = kind == FORWARDED_RFC ? read_element(last, &hop)
						  : read_hop(last, &hop);

		if (!good)
			break;
		client = hop;
	}
	return client;
}
