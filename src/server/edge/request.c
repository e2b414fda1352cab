/* SPDX-License-Identifier: MIT */
#include "server/edge/request.h"

#include <string.h>
#include <strings.h>

#define REFUSE(status_, detail_)                                               \
	(struct refusal)                                                       \
	{                                                                      \
		(status_), (detail_)                                           \
	}
#define LENGTH_DIGITS_MAX 9u

static bool present(const struct header *header)
{
	return header->state == HEADER_PRESENT;
}

static bool is_digits(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits > 0 && digits <= LENGTH_DIGITS_MAX && !text[digits];
}

static size_t number(const char *digits)
{
	size_t n = 0;

	for (; *digits; digits++)
		n = 10 * n + (size_t)(*digits - '0');
	return n;
}

static bool any_unreadable(const struct request *r)
{
	const struct header *all[] = {
		&r->path,      &r->version,    &r->host,   &r->origin,
		&r->type,      &r->connection, &r->length, &r->coding,
		&r->upgrade,   &r->ws_version, &r->ws_key, &r->ws_protocol,
		&r->forwarded,
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i]->state == HEADER_UNREADABLE)
			return true;
	return false;
}

static struct refusal check_body(const struct request *r)
{
	bool post = r->method == METHOD_POST;

	if (r->pipelined && !request_is_bodiless(r))
		return REFUSE(400, "a body may not come in a pipeline");
	if (r->coding.state != HEADER_ABSENT)
		return REFUSE(501, "no transfer coding is understood");
	if (r->ambiguous)
		return REFUSE(400, "a header that can be read in two ways");
	if (post && !present(&r->length))
		return REFUSE(411, "a POST needs Content-Length");
	if (!present(&r->length))
		return REFUSE(0, NULL);
	if (!is_digits(r->length.value))
		return REFUSE(400, "Content-Length is not one plain number");
	if (number(r->length.value) > REQUEST_BODY_MAX)
		return REFUSE(413, "the body is over 65536 bytes");
	if (!post && number(r->length.value) > 0)
		return REFUSE(400, "a body where none is expected");
	return REFUSE(0, NULL);
}

const char *const request_desk_header[REQUEST_DESK_HEADERS] = {
	"x-api-key",
	"x-chatwoot-delivery",
	"x-chatwoot-signature",
	"x-chatwoot-timestamp",
	"x-hub-signature",
	"x-slack-request-timestamp",
	"x-slack-signature",
	"x-zammad-delivery",
	"webhook-id",
	"webhook-signature",
	"webhook-timestamp",
};

bool request_is_desk(const struct request *request)
{
	return strncmp(request->path.value, "/desk/", 6) == 0;
}

struct refusal request_check(const struct request *r)
{
	if (any_unreadable(r))
		return REFUSE(431, "a header is too long or holds a NUL");
	if (strcmp(r->version.value, "HTTP/1.1") != 0 &&
	    strcmp(r->version.value, "HTTP/1.0") != 0)
		return REFUSE(505, "HTTP/1.1 is spoken here");
	if (!strcmp(r->version.value, "HTTP/1.1") && !present(&r->host))
		return REFUSE(400, "Host is missing");
	if (strpbrk(r->host.value, ", \t/@"))
		return REFUSE(400, "Host is not one host");
	return check_body(r);
}

bool request_is_bodiless(const struct request *r)
{
	if (r->method != METHOD_GET && r->method != METHOD_HEAD &&
	    r->method != METHOD_OPTIONS)
		return false;
	return !present(&r->length) ||
	       strspn(r->length.value, "0") == strlen(r->length.value);
}

size_t request_body_bytes(const struct request *request)
{
	return number(request->length.value);
}

bool request_is_json(const struct request *request)
{
	static const char json[] = "application/json";
	const char *value = request->type.value;
	size_t size = sizeof(json) - 1;

	return strncasecmp(value, json, size) == 0 &&
	       (value[size] == '\0' || value[size] == ';' ||
		value[size] == ' ');
}

bool request_query_says(const struct request *request, const char *name)
{
	size_t size = strlen(name);
	const char *at = request->query.value;

	while (*at) {
		size_t pair = strcspn(at, "&");

		if (pair == size + sizeof("=true") - 1 &&
		    strncmp(at, name, size) == 0 &&
		    strncasecmp(at + size, "=true", sizeof("=true") - 1) == 0)
			return true;
		at += pair;
		at += strspn(at, "&");
	}
	return false;
}

bool request_wants_close(const struct request *request)
{
	if (header_lists(&request->connection, "close"))
		return true;
	return strcmp(request->version.value, "HTTP/1.1") != 0;
}

bool header_lists(const struct header *header, const char *token)
{
	static const char blank[] = ", \t";
	size_t size = strlen(token);
	const char *at = header->value + strspn(header->value, blank);

	while (*at) {
		size_t item = strcspn(at, blank);

		if (item == size && strncasecmp(at, token, size) == 0)
			return true;
		at += item;
		at += strspn(at, blank);
	}
	return false;
}
