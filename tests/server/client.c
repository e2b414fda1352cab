/* SPDX-License-Identifier: MIT */
#include "server/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool come_from(int fd, const char *from)
{
	struct sockaddr_in address = {.sin_family = AF_INET};

	return !from ||
	       (inet_pton(AF_INET, from, &address.sin_addr) == 1 &&
		bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
}

/* Small segments make the server's kernel keep little, too. */
static void make_narrow(int fd)
{
	int window = 2048, segment = 536;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof(segment));
}

int client_open(const struct server *server)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_port = htons((unsigned short)server->port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0)
		return -1;
	if (server->narrow)
		make_narrow(fd);
	if (!come_from(fd, server->from) ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

bool client_send(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size > 0) {
		ssize_t n = send(fd, at, size, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		at += n;
		size -= (size_t)n;
	}
	return true;
}

bool client_say(int fd, const char *text)
{
	return client_send(fd, text, strlen(text));
}

/* Reads what there is: > 0 bytes, 0 the end (also after a reset), -1 nothing
 * within `ms`. */
static ssize_t read_some(int fd, void *out, size_t size, int ms)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	ssize_t n;

	if (poll(&wait, 1, ms) != 1)
		return -1;
	n = recv(fd, out, size, 0);
	return n < 0 ? 0 : n;
}

bool client_closed(int fd, int ms)
{
	char bytes[4096];
	ssize_t n;

	do
		n = read_some(fd, bytes, sizeof(bytes), ms);
	while (n > 0);
	return n == 0;
}

static bool read_head(int fd, struct response *r)
{
	size_t size = 0;

	while (size < sizeof(r->head) - 1) {
		/* a byte at a time, to leave the body in the socket */
		if (read_some(fd, r->head + size, 1, WAIT_MS) != 1)
			return false;
		size++;
		r->head[size] = '\0';
		if (size >= 4 && !strcmp(r->head + size - 4, "\r\n\r\n"))
			return true;
	}
	return false;
}

static size_t length_of(const struct response *r)
{
	const char *at = strstr(r->head, "content-length: ");

	return at ? strtoul(at + strlen("content-length: "), NULL, 10) : 0;
}

void client_read(int fd, struct response *r, bool head_only)
{
	size_t length;

	memset(r, 0, sizeof(*r));
	if (!read_head(fd, r)) {
		r->closed = true;
		return;
	}
	r->status = atoi(r->head + strlen("HTTP/1.1 "));
	length = head_only ? 0 : length_of(r);
	while (r->body_bytes < length && r->body_bytes < BYTES_MAX - 1) {
		ssize_t n = read_some(fd, r->body + r->body_bytes,
				      length - r->body_bytes, WAIT_MS);

		if (n <= 0)
			break;
		r->body_bytes += (size_t)n;
	}
}

void client_ask(const struct server *server, const char *request,
		struct response *r)
{
	int fd = client_open(server);

	client_say(fd, request);
	client_read(fd, r, strncmp(request, "HEAD", 4) == 0);
	if (has_header(r, "connection: close") || !r->status)
		r->closed = client_closed(fd, WAIT_MS);
	close(fd);
}

void client_get(const struct server *server, const char *path,
		struct response *r)
{
	char request[512];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n",
		 path);
	client_ask(server, request, r);
}

void client_post_to(const struct server *server, const char *path,
		    const char *headers, const char *body, struct response *r)
{
	static char request[BYTES_MAX];

	snprintf(request, sizeof(request),
		 "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
		 "Content-Type: application/json\r\n%s"
		 "Content-Length: %zu\r\n\r\n%s",
		 path, server->port, headers, strlen(body), body);
	client_ask(server, request, r);
}

void client_post(const struct server *server, const char *headers,
		 const char *body, struct response *r)
{
	client_post_to(server, "/v1/ask", headers, body, r);
}

bool has_header(const struct response *r, const char *line)
{
	char wanted[256];

	snprintf(wanted, sizeof(wanted), "\r\n%s", line);
	return strstr(r->head, wanted) != NULL;
}

int ws_handshake(const struct server *server, const char *path,
		 const char *headers, int *fd)
{
	static struct response r;
	char request[8192];

	*fd = client_open(server);
	snprintf(request, sizeof(request),
		 "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
		 path ? path : "/v1/chat", server->port,
		 headers ? headers : WS_USUAL WS_CHAT);
	client_say(*fd, request);
	client_read(*fd, &r, true);
	if (r.status != 101) {
		close(*fd);
		*fd = -1;
	} else if (strstr(r.head, "xtensions")) {
		return -1; /* none are on offer here */
	}
	return r.status;
}

int ws_open(const struct server *server)
{
	int fd;

	return ws_handshake(server, NULL, NULL, &fd) == 101 ? fd : -1;
}

static size_t put_head(unsigned char *out, int opcode, bool final, size_t size)
{
	out[0] = (unsigned char)((final ? 0x80 : 0) | opcode);
	if (size < 126) {
		out[1] = (unsigned char)(0x80 | size);
		return 2;
	}
	out[1] = 0x80 | 126;
	out[2] = (unsigned char)(size >> 8);
	out[3] = (unsigned char)size;
	return 4;
}

/* One send() for head and body: what goes in one segment is part of a test. */
bool ws_send(int fd, int opcode, bool final, const void *bytes, size_t size)
{
	static const unsigned char mask[4] = {0x12, 0x34, 0x56, 0x78};
	static unsigned char out[65536 + 16];
	const unsigned char *in = bytes;
	size_t head = put_head(out, opcode, final, size), i;

	memcpy(out + head, mask, sizeof(mask));
	head += sizeof(mask);
	for (i = 0; i < size; i++)
		out[head + i] = in[i] ^ mask[i % 4];
	return client_send(fd, out, head + size);
}

bool ws_say(int fd, const char *text)
{
	return ws_send(fd, WS_TEXT, true, text, strlen(text));
}

static bool read_all(int fd, void *out, size_t size)
{
	char *at = out;

	while (size > 0) {
		ssize_t n = read_some(fd, at, size, WAIT_MS);

		if (n <= 0)
			return false;
		at += n;
		size -= (size_t)n;
	}
	return true;
}

static bool read_size(int fd, unsigned char first, size_t *size)
{
	unsigned char more[8];
	size_t i, count = first == 126 ? 2 : first == 127 ? 8 : 0;

	*size = first;
	if (count == 0)
		return true;
	if (!read_all(fd, more, count))
		return false;
	for (*size = 0, i = 0; i < count; i++)
		*size = *size << 8 | more[i];
	return true;
}

void ws_read(int fd, struct frame *frame)
{
	unsigned char head[2];

	frame->opcode = -1;
	frame->close_code = 0;
	frame->size = 0;
	if (!read_all(fd, head, 2) ||
	    !read_size(fd, head[1] & 0x7f, &frame->size) ||
	    frame->size >= BYTES_MAX ||
	    !read_all(fd, frame->bytes, frame->size))
		return;
	frame->bytes[frame->size] = '\0';
	frame->opcode = head[0] & 0x0f;
	frame->final = (head[0] & 0x80) != 0;
	if (frame->opcode == WS_CLOSE && frame->size >= 2)
		frame->close_code = (unsigned char)frame->bytes[0] << 8 |
				    (unsigned char)frame->bytes[1];
}

/* Those of its parts stand before it. */
bool ws_answer_id(const char *json, char *out, size_t size)
{
	static const char name[] = "\"id\":\"";
	const char *next = strstr(json, name), *at = NULL;

	while (next) {
		at = next + sizeof(name) - 1;
		next = strstr(at, name);
	}
	if (!at || strcspn(at, "\"") >= size)
		return false;
	memcpy(out, at, strcspn(at, "\""));
	out[strcspn(at, "\"")] = '\0';
	return *out && !strchr(out, '.');
}

bool ws_closes_with(int fd, int code)
{
	static struct frame frame;

	ws_read(fd, &frame);
	return frame.opcode == WS_CLOSE && frame.close_code == code;
}
