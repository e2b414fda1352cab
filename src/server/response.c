/* SPDX-License-Identifier: MIT */
#include "server/response.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define HEAD_BYTES 1536u
#define CODE_BYTES 48u /* longer than any reason phrase */

/*
 * On every response. Nothing inline, nothing from elsewhere, no frame around
 * us; `connect-src 'self'` covers the WebSocket of the same host.
 */
static const char security[] =
	"content-security-policy: default-src 'none'; script-src 'self'; "
	"style-src 'self'; img-src 'self'; connect-src 'self'; "
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
	"x-content-type-options: nosniff\r\n"
	"x-frame-options: DENY\r\n"
	"referrer-policy: no-referrer\r\n"
	"cross-origin-opener-policy: same-origin\r\n"
	"cross-origin-resource-policy: same-origin\r\n"
	"permissions-policy: camera=(), geolocation=(), microphone=()\r\n";

struct reason {
	unsigned status;
	const char *text;
};

static const struct reason reasons[] = {
	{200, "OK"},
	{400, "Bad Request"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{411, "Length Required"},
	{413, "Content Too Large"},
	{415, "Unsupported Media Type"},
	{426, "Upgrade Required"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{501, "Not Implemented"},
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

static size_t write_head(const struct response *r, char *out, size_t size)
{
	int n = snprintf(out, size,
			 "HTTP/1.1 %u %s\r\n"
			 "content-type: %s\r\n"
			 "content-length: %zu\r\n"
			 "cache-control: %s\r\n"
			 "%s%s%s%s%s%s\r\n",
			 r->status, response_reason(r->status), r->type,
			 r->body_bytes, r->cacheable ? "no-cache" : "no-store",
			 r->allow ? "allow: " : "", r->allow ? r->allow : "",
			 r->allow ? "\r\n" : "",
			 r->status == 426 ? "upgrade: websocket\r\n"
					    "sec-websocket-version: 13\r\n"
					  : "",
			 r->close ? "connection: close\r\n" : "", security);

	assert(n > 0 && (size_t)n < size);
	return (size_t)n;
}

bool response_push(const struct response *response, struct queue *queue)
{
	char head[HEAD_BYTES];
	size_t head_bytes = write_head(response, head, sizeof(head));
	size_t body_bytes = response->head_only ? 0 : response->body_bytes;
	unsigned char *room = queue_reserve(queue, head_bytes + body_bytes);

	if (!room)
		return false;
	memcpy(room, head, head_bytes);
	if (body_bytes)
		memcpy(room + head_bytes, response->body, body_bytes);
	return true;
}
