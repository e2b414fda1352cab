/* SPDX-License-Identifier: MIT */
#include "proofs/mouths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SAID_MAX (16u * 1024u)

/* `%` in a template stands for what is said. */
static const char *const posted[][3] = {
	{"/v1/ask", "200", "{\"text\":\"%\"}"},
	{"/v1/ask", "", "{\"id\":\"%\",\"text\":\"hi\"}"},
	{"/v1/ask", "200", "{\"text\":\"hi\",\"session\":\"%\"}"},
	{"/v1/ask", "400", "{\"choice\":\"%\"}"},
	{"/v1/ask", "200", "{\"text\":\"hi\",\"%\":{\"%\":[\"%\"]}}"},
	{"/v1/ask", "400", "{\"%\":1,\"%\":2,\"text\":\"hi\"}"},
	{"/v1/ask", "400", "{\"text\":\"%\","},
	{"/v1/ask", "400", "%"},
	{"/v1/ask?%", "200", "{\"text\":\"%\"}"},
	{"/webhooks/rest/webhook", "200",
	 "{\"sender\":\"%\",\"message\":\"%\",\"metadata\":{\"a\":\"%\"}}"},
	{"/webhooks/rest/webhook?stream=true", "200",
	 "{\"sender\":\"%\",\"message\":\"/% {\\\"a\\\":\\\"%\\\"}\"}"},
	{"/webhooks/rest/webhook", "400", "{\"sender\":\"%\",\"message\":1}"},
	{"/v1/chat/completions", "200",
	 "{\"model\":\"faqd\",\"user\":\"%\",\"messages\":["
	 "{\"role\":\"system\",\"content\":\"%\"},"
	 "{\"role\":\"user\",\"content\":\"%\"},"
	 "{\"role\":\"assistant\",\"content\":\"%\"},"
	 "{\"role\":\"user\",\"name\":\"%\",\"content\":[{\"type\":\"text\","
	 "\"text\":\"%\"}]}]}"},
	{"/v1/chat/completions", "200",
	 "{\"model\":\"faqd\",\"stream\":true,\"messages\":["
	 "{\"role\":\"user\",\"content\":\"%\"}]}"},
	{"/v1/chat/completions", "",
	 "{\"model\":\"%\",\"messages\":[{\"role\":\"%\",\"content\":\"%\"}]}"},
};

static const char *const framed[] = {
	"{\"type\":\"hello\",\"id\":\"%\",\"session\":\"%\"}",
	"{\"type\":\"ask\",\"text\":\"%\"}",
	"{\"type\":\"ask\",\"id\":\"%\",\"text\":\"%\"}",
	"{\"type\":\"choose\",\"id\":\"a\",\"choice\":\"%\"}",
	("{\"type\":\"feedback\",\"helpful\":false,\"reason\":\"%\","
	 "\"answer\":\"%\"}"),
	"{\"type\":\"resume\",\"id\":\"b\",\"session\":\"%\"}",
	"{\"type\":\"%\",\"text\":\"%\"}",
	"{\"type\":\"ask\",\"text\":\"hi\",\"%\":\"%\"}",
	"{\"type\":\"ask\",\"text\":\"%\"",
	"%",
};

static const char *const headers[] = {
	"User-Agent: %",
	"Referer: https://example.org/%",
	"X-Request-Id: %",
	"Traceparent: 00-%-%-01",
	"Tracestate: a=%",
	"X-Forwarded-For: %",
	"Origin: https://%",
	"Cookie: session=%",
	"Authorization: Bearer %",
	"Accept-Language: %",
	"If-None-Match: \"%\"",
	"Sec-WebSocket-Protocol: %",
	"X-Own: %",
};

/* The template with `text` for each %, blanks as `blank`. */
static const char *fill(const char *template, const char *text,
			const char *blank)
{
	static char out[2][SAID_MAX];
	static unsigned turn;
	char *to = out[turn++ % 2];
	size_t used = 0;
	const char *at;

	for (; *template && used < SAID_MAX - 1024; template ++) {
		if (*template != '%') {
			to[used++] = *template;
			continue;
		}
		for (at = text; *at; at++) {
			const char *bytes = *at == ' ' ? blank : at;
			size_t size = *at == ' ' ? strlen(blank) : 1;

			memcpy(to + used, bytes, size);
			used += size;
		}
	}
	to[used] = '\0';
	return to;
}

/* A request without its body. */
static int write_head(char *out, const char *path, const char *header,
		      size_t body_bytes)
{
	return snprintf(out, SAID_MAX,
			"POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: "
			"application/json\r\n%s%sContent-Length: %zu\r\n\r\n",
			path, header, *header ? "\r\n" : "", body_bytes);
}

static int post(const struct server *server, const char *path,
		const char *header, const char *body)
{
	static char request[2 * SAID_MAX];
	static struct response r;
	int head = write_head(request, path, header, strlen(body));

	memcpy(request + head, body, strlen(body) + 1);
	client_ask(server, request, &r);
	return r.status;
}

static bool say_in_bodies(const struct server *server, const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(posted) / sizeof(posted[0]); i++) {
		char path[1024];
		int status;

		snprintf(path, sizeof(path), "%s",
			 fill(posted[i][0], text, "%20"));
		status = post(server, path, "", fill(posted[i][2], text, " "));
		if (*posted[i][1] && status != atoi(posted[i][1])) {
			printf("    %s %s: %d\n", path, posted[i][2], status);
			return false;
		}
	}
	return true;
}

static void say_in_heads(const struct server *server, const char *text)
{
	static const char *const lines[] = {
		"GET /% HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET /?a=%&% HTTP/1.1\r\nHost: %\r\n\r\n",
		"GET /v1/models/% HTTP/1.1\r\nHost: h\r\n\r\n",
		"DELETE /v1/% HTTP/1.1\r\nHost: h\r\n\r\n",
		"% / HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET http://%/ HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET / %\r\n\r\n",
		"%\r\n\r\n",
	};
	size_t i;
	int fd;

	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const char *header = fill(headers[i], text, " ");
		char request[2048];

		(void)post(server, "/v1/ask", header, "{\"text\":\"hi\"}");
		snprintf(request, sizeof(request), WS_USUAL WS_CHAT "%s\r\n",
			 header);
		if (ws_handshake(server, NULL, request, &fd) == 101)
			close(fd);
	}
	for (i = 0; i < 2 * sizeof(lines) / sizeof(lines[0]); i++) {
		fd = client_open(server);
		client_say(fd, fill(lines[i / 2], text, i % 2 ? " " : "%20"));
		shutdown(fd, SHUT_WR); /* or some would be waited for */
		client_closed(fd, WAIT_MS);
		close(fd);
	}
}

/* A number in hexadecimal digits is a traceparent to the letter. */
static void say_in_a_trace(const struct server *server, const char *text)
{
	char digits[33], header[80];
	size_t n = 0;

	for (; *text; text++)
		if (n < 32 && *text >= '0' && *text <= '9')
			digits[n++] = *text;
	if (n < 8)
		return;
	memset(digits + n, 'a', 32 - n);
	digits[32] = '\0';
	snprintf(header, sizeof(header), "traceparent: 00-%s-%.16s-01", digits,
		 digits);
	(void)post(server, "/v1/ask", header, "{\"text\":\"hi\"}");
}

/* Masked with zeros, so that a copy of what came in would show. */
static bool frame(int fd, int opcode, bool final, const char *bytes,
		  size_t size)
{
	static char out[SAID_MAX + 16];
	size_t head = size < 126 ? 6 : 8;

	memset(out, 0, head);
	out[0] = (char)((final ? 0x80 : 0) | opcode);
	out[1] = (char)(0x80 | (size < 126 ? size : 126));
	if (size >= 126) {
		out[2] = (char)(size >> 8);
		out[3] = (char)size;
	}
	memcpy(out + head, bytes, size);
	return client_send(fd, out, head + size);
}

static bool say(int fd, const char *text)
{
	return frame(fd, WS_TEXT, true, text, strlen(text));
}

/* Rates an answer for real, in the words of `text`. */
static bool rate(int fd, const char *text)
{
	static struct frame f;
	char message[1024], id[80];

	if (!say(fd, "{\"type\":\"ask\",\"text\":\"hello\"}"))
		return false;
	ws_read(fd, &f);
	if (f.opcode != WS_TEXT || !ws_answer_id(f.bytes, id, sizeof(id)))
		return false;
	snprintf(message, sizeof(message),
		 "{\"type\":\"feedback\",\"answer\":\"%s\",\"helpful\":false,"
		 "\"reason\":\"%s\"}",
		 id, text);
	if (!say(fd, message))
		return false;
	ws_read(fd, &f);
	if (strstr(f.bytes, "feedback_received"))
		return true;
	printf("    feedback: %s\n", f.bytes);
	return false;
}

static bool say_in_a_chat(const struct server *server, const char *text)
{
	static struct frame f;
	int fd = ws_open(server);
	bool fine = fd >= 0 && rate(fd, text);
	size_t i;

	for (i = 0; fine && i < sizeof(framed) / sizeof(framed[0]); i++) {
		fine = say(fd, fill(framed[i], text, " "));
		ws_read(fd, &f);
		fine = fine && f.opcode == WS_TEXT;
	}
	/* nothing comes back to this */
	fine = fine &&
	       say(fd, fill("{\"type\":\"typing\",\"text\":\"%\"}", text, " "));
	frame(fd, WS_PING, true, text, strlen(text) < 126 ? strlen(text) : 125);
	ws_read(fd, &f);
	frame(fd, WS_CLOSE, true, fill("\x03\xe8%", text, " "),
	      strlen(text) < 120 ? strlen(text) + 2 : 122);
	client_closed(fd, WAIT_MS);
	close(fd);
	return fine;
}

static bool say_in_pieces(const struct server *server, const char *text)
{
	static struct frame f;
	const char *whole =
		fill("{\"type\":\"ask\",\"text\":\"%\"}", text, " ");
	size_t size = strlen(whole), half = size / 2;
	int fd = ws_open(server);
	bool fine;

	fine = frame(fd, WS_TEXT, false, whole, half) &&
	       frame(fd, WS_CONTINUE, false, whole + half, 3) &&
	       frame(fd, WS_PING, true, text, 8) &&
	       frame(fd, WS_CONTINUE, true, whole + half + 3, size - half - 3);
	ws_read(fd, &f); /* the answer and the pong */
	fine = fine && (f.opcode == WS_TEXT || f.opcode == WS_PONG);
	ws_read(fd, &f);
	fine = fine && (f.opcode == WS_TEXT || f.opcode == WS_PONG);
	/* and one that is never finished */
	frame(fd, WS_TEXT, false, whole, size);
	close(fd);
	return fine;
}

static void say_too_much(const struct server *server, const char *text)
{
	static char much[SAID_MAX];
	static struct frame f;
	size_t used = 0, size = strlen(text);
	int fd;

	while (used + size + 64 < 12000) {
		memcpy(much + used, text, size);
		used += size;
		much[used++] = ' ';
	}
	much[used] = '\0';
	(void)post(server, "/v1/ask", "", much);
	(void)post(server, "/webhooks/rest/webhook", "", much);
	much[1800] = '\0';
	(void)post(server, "/v1/ask", "", fill("{\"text\":\"%\"}", much, " "));
	much[1800] = ' ';
	fd = ws_open(server);
	frame(fd, WS_TEXT, true, much, used);
	ws_read(fd, &f); /* a close */
	close(fd);
	fd = ws_open(server);
	frame(fd, WS_BINARY, true, much, 500);
	ws_read(fd, &f); /* a close */
	close(fd);
}

/* A body, a head and a frame of which the rest never comes. */
static void break_off(const struct server *server, const char *text)
{
	static char request[SAID_MAX];
	int fd = client_open(server), head;

	head = write_head(request, "/v1/ask", "", 1000);
	snprintf(request + head, sizeof(request) - (size_t)head,
		 "{\"text\":\"%s", text);
	client_say(fd, request);
	close(fd);
	fd = client_open(server);
	client_say(fd, fill("GET / HTTP/1.1\r\nUser-Agent: %", text, " "));
	close(fd);
	fd = ws_open(server);
	memcpy(request, "\x81\xfe\x04\x00\0\0\0\0", 8);
	snprintf(request + 8, sizeof(request) - 8, "{\"text\":\"%s", text);
	client_send(fd, request, 8 + strlen(request + 8));
	close(fd);
}

bool say_everywhere(const struct server *server, const char *text)
{
	if (!say_in_bodies(server, text) || !say_in_a_chat(server, text) ||
	    !say_in_pieces(server, text))
		return false;
	say_in_heads(server, text);
	say_in_a_trace(server, text);
	say_too_much(server, text);
	break_off(server, text);
	return true;
}
