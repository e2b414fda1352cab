/* SPDX-License-Identifier: MIT */
#include "server/web/response.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define HEAD_BYTES 4096u /* a policy with four long hosts, an origin */
#define EMBEDDED_CACHING "public, max-age=300"
#define CODE_BYTES 48u /* longer than any reason phrase */

/* Nothing inline, nothing from elsewhere, no frame around us; `connect-src
 * 'self'` covers the WebSocket of the same host. */
static const char page_policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; "
	"img-src 'self'; connect-src 'self'; base-uri 'none'; "
	"form-action 'none'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'; trusted-types 'none'";

/* On every response. */
static const char security[] =
	"x-content-type-options: nosniff\r\n"
	"x-frame-options: DENY\r\n"
	"referrer-policy: no-referrer\r\n"
	"cross-origin-opener-policy: same-origin\r\n"
	"permissions-policy: camera=(), geolocation=(), microphone=(), "
	"payment=(), usb=()\r\n";

/* Of what any page may take in. `*` allows no cookies; there are none. */
static const char everyones[] = "cross-origin-resource-policy: cross-origin\r\n"
				"access-control-allow-origin: *\r\n";

/* Beside the headers that any page may send and read. No credentials, which
 * are cookies and the like. */
static const char may_read[] =
	"access-control-expose-headers: retry-after, x-request-id\r\n";
static const char may_send[] =
	"access-control-allow-headers: content-type, traceparent\r\n"
	"access-control-max-age: 7200\r\n"; /* the most that Chromium takes */

/* A year, as browsers' lists ask for; over plain HTTP it would mean nothing. */
static const char tls_only[] =
	"strict-transport-security: max-age=31536000\r\n";

struct reason {
	unsigned status;
	const char *text;
};

static const struct reason reasons[] = {
	{200, "OK"},
	{204, "No Content"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{411, "Length Required"},
	{413, "Content Too Large"},
	{415, "Unsupported Media Type"},
	{426, "Upgrade Required"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
	{503, "Service Unavailable"},
	{505, "HTTP Version Not Supported"},
};

const char *response_reason(unsigned status)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "Error";
}

/* "Not Found" as "not_found": for programs. */
static void write_code(const char *reason, char out[CODE_BYTES])
{
	size_t i;

	for (i = 0; i < CODE_BYTES - 1 && reason[i]; i++)
		out[i] = reason[i] == ' ' ? '_'
			 : reason[i] >= 'A' && reason[i] <= 'Z'
				 ? (char)(reason[i] - 'A' + 'a')
				 : reason[i];
	out[i] = '\0';
}

size_t response_problem(unsigned status, const char *detail,
			char out[PROBLEM_BYTES])
{
	char code[CODE_BYTES];
	int n;

	write_code(response_reason(status), code);
	n = snprintf(out, PROBLEM_BYTES,
		     "{\"type\":\"about:blank\",\"title\":\"%s\","
		     "\"status\":%u,\"code\":\"%s\",\"detail\":\"%s\"}\n",
		     response_reason(status), status, code, detail);

	assert(n > 0 && (size_t)n < PROBLEM_BYTES);
	return (size_t)n;
}

/* Lines of a head in a buffer that is large enough for all of them. */
struct head {
	char bytes[HEAD_BYTES];
	size_t size;
};

/* Most of a head is known text, and printf takes long to copy it. */
static void text(struct head *head, const char *bytes)
{
	size_t size = strlen(bytes);

	assert(size < HEAD_BYTES - head->size);
	memcpy(head->bytes + head->size, bytes, size);
	head->size += size;
}

static void number(struct head *head, size_t value)
{
	char digits[24];
	size_t at = sizeof(digits) - 1;

	digits[at] = '\0';
	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	text(head, digits + at);
}

/* "name: value", and the end of the line. */
static void field(struct head *head, const char *name, const char *value)
{
	text(head, name);
	text(head, ": ");
	text(head, value);
	text(head, "\r\n");
}

static void counted(struct head *head, const char *name, size_t value)
{
	text(head, name);
	number(head, value);
	text(head, "\r\n");
}

/*
 * What has an ETag may be kept but is asked for each time (no-cache), since
 * page, script and style bear fixed names: so all of them are new as soon as
 * faqd or its content is, and an unchanged one costs a 304. What is embedded
 * stands alone, and is on each page of a site that somebody looks through: it
 * may be five minutes old.
 */
static void write_caching(struct head *head, const struct response *r)
{
	if (!r->etag) {
		field(head, "cache-control", "no-store");
		return;
	}
	field(head, "cache-control",
	      r->sharing == RESPONSE_EVERYONES ? EMBEDDED_CACHING : "no-cache");
	field(head, "etag", r->etag);
	if (r->varies)
		field(head, "vary", "accept-encoding");
}

/* What the Fetch standard calls CORS. */
static void write_sharing(struct head *head, const struct response *r)
{
	if (r->sharing == RESPONSE_EVERYONES) {
		text(head, everyones);
		return;
	}
	field(head, "cross-origin-resource-policy", "same-origin");
	if (r->sharing == RESPONSE_OURS)
		return;
	field(head, "vary", "origin");
	if (!r->origin)
		return;
	field(head, "access-control-allow-origin", r->origin);
	if (!r->preflight) {
		text(head, may_read);
		return;
	}
	field(head, "access-control-allow-methods", r->allow);
	text(head, may_send);
}

static void write_head(struct head *head, const struct response *r)
{
	head->size = 0;
	text(head, "HTTP/1.1 ");
	number(head, r->status);
	text(head, " ");
	text(head, response_reason(r->status));
	text(head, "\r\n");
	if (r->type) {
		field(head, "content-type", r->type);
		counted(head, "content-length: ", r->body_bytes);
	}
	if (r->type && r->coding && r->coding[0])
		field(head, "content-encoding", r->coding);
	write_caching(head, r);
	if (r->allow)
		field(head, "allow", r->allow);
	if (r->retry_seconds)
		counted(head, "retry-after: ", r->retry_seconds);
	if (r->request_id)
		field(head, "x-request-id", r->request_id);
	if (r->status == 401)
		field(head, "www-authenticate", "Bearer");
	if (r->status == 426)
		text(head, "upgrade: websocket\r\n"
			   "sec-websocket-version: 13\r\n");
	if (r->close)
		field(head, "connection", "close");
	if (r->tls)
		text(head, tls_only);
	write_sharing(head, r);
	field(head, "content-security-policy",
	      r->policy ? r->policy : page_policy);
	text(head, security);
	text(head, "\r\n");
}

bool response_push(const struct response *response, struct queue *queue)
{
	struct head head;
	size_t body_bytes = response->head_only ? 0 : response->body_bytes;
	unsigned char *room;

	write_head(&head, response);
	room = queue_reserve(queue, head.size + body_bytes);
	if (!room)
		return false;
	memcpy(room, head.bytes, head.size);
	if (body_bytes)
		memcpy(room + head.size, response->body, body_bytes);
	return true;
}
