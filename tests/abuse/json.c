/* SPDX-License-Identifier: MIT */
/*
 * JSON that a parser must not choke on, by POST and in a chat: deep, wide,
 * huge, doubled, cut. Each gets an answer or an error at once, whatever it is,
 * and costs no memory.
 */
#include "abuse/honest.h"
#include "abuse/script.h"
#include "abuse/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX 8192u /* of a request and of a message */
#define MEMORY_KIB (32 * 1024)

/* What is repeated between a beginning and an end, up to `size` bytes. */
struct bomb {
	const char *name, *first, *again, *last;
	size_t size;      /* 0: nothing is repeated */
	const char *post; /* the status */
	const char *chat; /* see script.h */
};

static const struct bomb bombs[] = {
	{"deep arrays", "", "[", "", 8000, "400", "error 1000"},
	{"deep objects", "", "{\"a\":", "1", 8000, "400", "error 1000"},
	{"depth in an unknown field",
	 "{\"type\":\"ask\",\"text\":\"hi\",\"x\":", "[", "", 8000, "400",
	 "error 1000"},
	{"a wide array", "[", "1,", "1]", 8000, "400", "error 1000"},
	{"a wide object", "{\"a0\":1", ",\"a\":1", "}", 8000, "400",
	 "error 1000"},
	{"empty arrays", "[", "[],", "[]]", 8000, "400", "error 1000"},
	{"a long name", "{\"", "a", "\":1}", 8000, "400", "error 1000"},
	{"a long number", "{\"type\":\"ask\",\"text\":\"hi\",\"n\":1", "0", "}",
	 8000, "200|400", "answer 1000|error 1000"},
	{"a long exponent", "{\"text\":1e", "9", "}", 8000, "400",
	 "error 1000"},
	{"a long fraction", "{\"text\":0.", "1", "}", 8000, "400",
	 "error 1000"},
	{"a number past a double", "{\"text\":1e400}", "", "", 0, "400",
	 "error 1000"},
	{"escapes without end", "{\"type\":\"ask\",\"text\":\"", "\\u0041",
	 "\"}", 6000, "200|400", "answer 1000|error 1000"},
	{"a question of 8 KB", "{\"type\":\"ask\",\"text\":\"", "tea ", "\"}",
	 8000, "200|400", "answer 1000|error 1000"},
	{"a NUL by escape", "{\"type\":\"ask\",\"text\":\"a\\u0000b\"}", "", "",
	 0, "400", "error 1000"},
	{"a lone high surrogate", "{\"type\":\"ask\",\"text\":\"\\ud800\"}", "",
	 "", 0, "400", "error 1000"},
	{"a lone low surrogate", "{\"type\":\"ask\",\"text\":\"\\udc00\"}", "",
	 "", 0, "400", "error 1000"},
	{"surrogates the wrong way round",
	 "{\"type\":\"ask\",\"text\":\"\\udc00\\ud800\"}", "", "", 0, "400",
	 "error 1000"},
	{"a high surrogate at the end", "{\"type\":\"ask\",\"text\":\"\\ud800",
	 "", "", 0, "400", "error 1000"},
	{"half an escape", "{\"type\":\"ask\",\"text\":\"\\u12\"}", "", "", 0,
	 "400", "error 1000"},
	{"an unknown escape", "{\"type\":\"ask\",\"text\":\"\\x41\"}", "", "",
	 0, "400", "error 1000"},
	{"a raw line feed", "{\"type\":\"ask\",\"text\":\"a\nb\"}", "", "", 0,
	 "200|400", "answer 1000|error 1000"},
	{"the same name twice",
	 "{\"type\":\"ask\",\"text\":\"hi\",\"text\":\"tea\"}", "", "", 0,
	 "400", "error 1000"},
	{"the same name by escape",
	 "{\"type\":\"ask\",\"text\":\"hi\",\"\\u0074ext\":\"tea\"}", "", "", 0,
	 "400", "error 1000"},
	{"a name in capitals", "{\"type\":\"ask\",\"TEXT\":\"hi\"}", "", "", 0,
	 "400", "error 1000"},
	{"something behind it", "{\"type\":\"ask\",\"text\":\"hi\"} x", "", "",
	 0, "400", "error 1000"},
	{"two documents",
	 "{\"type\":\"ask\",\"text\":\"hi\"}{\"type\":\"ask\"}", "", "", 0,
	 "400", "error 1000"},
	{"a byte order mark", "\xef\xbb\xbf{\"type\":\"ask\",\"text\":\"hi\"}",
	 "", "", 0, "200|400", "answer 1000|error 1000"},
	{"a comment", "{\"type\":\"ask\",/**/\"text\":\"hi\"}", "", "", 0,
	 "400", "error 1000"},
	{"a comma too many", "{\"type\":\"ask\",\"text\":\"hi\",}", "", "", 0,
	 "400", "error 1000"},
	{"single quotes", "{'type':'ask','text':'hi'}", "", "", 0, "400",
	 "error 1000"},
	{"a leading zero", "{\"text\":01}", "", "", 0, "400", "error 1000"},
	{"not a number", "{\"text\":NaN}", "", "", 0, "400", "error 1000"},
	{"white space", "", " ", "", 8000, "400", "error 1000"},
	{"null", "null", "", "", 0, "400", "error 1000"},
	{"quotes without end", "\"", "\\\"", "", 8000, "400", "error 1000"},
};

/* Writes it out; its size. */
static size_t build(const struct bomb *bomb, char *out)
{
	size_t again = strlen(bomb->again), tail = strlen(bomb->last);
	size_t n = strlen(bomb->first);

	memcpy(out, bomb->first, n);
	while (again > 0 && n + again + tail <= bomb->size) {
		memcpy(out + n, bomb->again, again);
		n += again;
	}
	memcpy(out + n, bomb->last, tail);
	return n + tail;
}

static void post(struct abuse *abuse, const struct server *server,
		 const struct bomb *bomb, const char *json, size_t size)
{
	static char request[BODY_MAX + 512];
	char statuses[64];
	int n = snprintf(request, sizeof(request),
			 "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
			 "Content-Type: application/json\r\n"
			 "Connection: close\r\n"
			 "Content-Length: %zu\r\n\r\n",
			 size);

	memcpy(request + n, json, size);
	if (!wire_statuses(server, request, (size_t)n + size, statuses,
			   sizeof(statuses)))
		abuse_case(abuse, false, "POST, %s: the connection stays",
			   bomb->name);
	abuse_case(abuse, wire_matches(statuses, bomb->post),
		   "POST, %s: '%s' and not '%s'", bomb->name, statuses,
		   bomb->post);
}

static void throw(struct abuse * abuse, const struct server *server,
		  const struct bomb *bomb)
{
	static char json[BODY_MAX];
	size_t size = build(bomb, json);
	struct script script = {
		.name = bomb->name,
		.frame = {{FINAL | WS_TEXT, json, size}},
		.expect = bomb->chat,
	};

	post(abuse, server, bomb, json, size);
	script_run(abuse, server, &script);
}

/* A mebibyte is past every limit: refused before it is read, or while. */
static void a_mebibyte(struct abuse *abuse, const struct server *server)
{
	static char body[1024 * 1024 + 256];
	char statuses[64];
	int n = snprintf(body, sizeof(body),
			 "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
			 "Content-Type: application/json\r\n"
			 "Content-Length: 1048576\r\n\r\n{\"text\":\"");
	struct script script = {.name = "290,000 bytes in a message",
				.frame = {{FINAL | WS_TEXT, NULL, 290000}},
				.expect = "1009|end"};

	memset(body + n, 'x', sizeof(body) - (size_t)n);
	abuse_case(abuse,
		   wire_statuses(server, body, sizeof(body), statuses,
				 sizeof(statuses)) &&
			   wire_matches(statuses, "413|-"),
		   "POST of a mebibyte: '%s'", statuses);
	script_run(abuse, server, &script);
}

void attack_json(struct abuse *abuse)
{
	struct server server;
	struct honest honest;
	unsigned rounds = abuse->full ? 20 : 2;
	long memory;

	if (!abuse_start(abuse, &server, ABUSE_UNLIMITED "--timeout 2") ||
	    !honest_start(&honest, &server, HONEST_ALL))
		return;
	memory = server_memory(&server);
	for (; rounds > 0; rounds--) {
		for (size_t i = 0; i < sizeof(bombs) / sizeof(bombs[0]); i++)
			throw(abuse, &server, &bombs[i]);
		a_mebibyte(abuse, &server);
	}
	memory = server_memory(&server) - memory;
	abuse_case(abuse, memory < MEMORY_KIB, "it took %ld KiB", memory);
	honest_judge(abuse, &honest, 5, "JSON bombs");
	abuse_stop(abuse, &server);
}
