/* SPDX-License-Identifier: MIT */
#include "cli/httpclient.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define SCHEME "http://"
#define HEAD_BYTES 1024u

static bool copy(char *out, size_t size, const char *text, size_t bytes)
{
	if (bytes >= size)
		return false;
	memcpy(out, text, bytes);
	out[bytes] = '\0';
	return true;
}

/* "HOST[:PORT]" of `bytes` */
static bool read_authority(struct httpclient *client, const char *text,
			   size_t bytes)
{
	bool v6 = bytes && text[0] == '[';
	const char *end = text + bytes;
	const char *host = v6 ? text + 1 : text;
	const char *stop = memchr(text, v6 ? ']' : ':', bytes);

	if (v6 && !stop)
		return false;
	const char *host_end = stop ? stop : end;
	const char *rest = v6 ? stop + 1 : host_end;
	const char *port = rest < end ? rest + 1 : "80";
	size_t port_bytes = rest < end ? (size_t)(end - port) : 2;

	return host_end > host && (rest == end || *rest == ':') && port_bytes &&
	       strspn(port, "0123456789") >= port_bytes &&
	       copy(client->host, sizeof(client->host), host,
		    (size_t)(host_end - host)) &&
	       copy(client->port, sizeof(client->port), port, port_bytes);
}

bool httpclient_init(struct httpclient *client, const char *url)
{
	const size_t scheme = sizeof(SCHEME) - 1;

	*client = (struct httpclient){.fd = -1};
	if (strncasecmp(url, SCHEME, scheme) != 0)
		return false;
	url += scheme;
	size_t authority = strcspn(url, "/");
	size_t path = strlen(url) - authority;
	while (path && url[authority + path - 1] == '/')
		path--;
	if (strpbrk(url, "?#@ \t\r\n") ||
	    !read_authority(client, url, authority) ||
	    !copy(client->prefix, sizeof(client->prefix), url + authority,
		  path))
		return false;
	client->bytes = malloc(HTTPCLIENT_BYTES_MAX + 1);
	return client->bytes != NULL;
}

static void hang_up(struct httpclient *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
}

void httpclient_release(struct httpclient *client)
{
	hang_up(client);
	free(client->bytes);
	*client = (struct httpclient){.fd = -1};
}

static int connect_to(const struct addrinfo *where)
{
	const struct timeval wait = {.tv_sec = HTTPCLIENT_WAIT_SECONDS};
	int fd = socket(where->ai_family, where->ai_socktype,
			where->ai_protocol);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	/* Head and body are two writes: the body would wait 40 ms for a
	 * delayed acknowledgement of the head. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	if (connect(fd, where->ai_addr, where->ai_addrlen) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool call(struct httpclient *client, const char **cause)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found;

	if (getaddrinfo(client->host, client->port, &hints, &found) != 0) {
		*cause = "there is no such host";
		return false;
	}
	for (const struct addrinfo *at = found; at && client->fd < 0;
	     at = at->ai_next)
		client->fd = connect_to(at);
	freeaddrinfo(found);
	*cause = "nobody listens there";
	return client->fd >= 0;
}

static bool send_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		bytes += sent;
		size -= (size_t)sent;
	}
	return true;
}

static bool send_request(const struct httpclient *client, const char *path,
			 const char *json, size_t bytes)
{
	char head[HEAD_BYTES];
	bool v6 = strchr(client->host, ':') != NULL;
	int size = snprintf(head, sizeof(head),
			    "POST %s%s HTTP/1.1\r\n"
			    "Host: %s%s%s:%s\r\n"
			    "Content-Type: application/json\r\n"
			    "Content-Length: %zu\r\n\r\n",
			    client->prefix, path, v6 ? "[" : "", client->host,
			    v6 ? "]" : "", client->port, bytes);

	return size > 0 && (size_t)size < sizeof(head) &&
	       send_all(client->fd, head, (size_t)size) &&
	       send_all(client->fd, json, bytes);
}

/* Reads until `wanted` bytes are there; false when the connection ends. */
static bool read_to(struct httpclient *client, size_t wanted)
{
	while (client->size < wanted) {
		ssize_t got = recv(client->fd, client->bytes + client->size,
				   HTTPCLIENT_BYTES_MAX - client->size, 0);
		if (got <= 0)
			return false;
		client->size += (size_t)got;
		client->bytes[client->size] = '\0';
	}
	return true;
}

/* The header's value, or NULL; `head` ends in an empty line. */
static const char *header(const char *head, const char *name)
{
	size_t length = strlen(name);
	const char *line = strstr(head, "\r\n");

	while (line && line[2] != '\r') {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1 +
			       strspn(line + length + 1, " \t");
		line = strstr(line, "\r\n");
	}
	return NULL;
}

static bool read_answer(struct httpclient *client,
			struct httpclient_answer *answer, const char **cause)
{
	const char *end;

	client->size = 0;
	client->bytes[0] = '\0';
	*cause = "the connection ended before an answer came";
	while (!(end = strstr(client->bytes, "\r\n\r\n")))
		if (client->size >= HTTPCLIENT_BYTES_MAX ||
		    !read_to(client, client->size + 1))
			return false;
	size_t head = (size_t)(end - client->bytes) + 4;
	const char *length = header(client->bytes, "content-length");
	*cause = "what answers is no faqd";
	if (strncmp(client->bytes, "HTTP/1.", 7) != 0 || client->size < 13 ||
	    !length)
		return false;
	size_t body = strtoul(length, NULL, 10);
	answer->status = (unsigned)strtoul(client->bytes + 9, NULL, 10);
	*cause = "the answer is cut short";
	if (body > HTTPCLIENT_BYTES_MAX - head || !read_to(client, head + body))
		return false;
	answer->body = client->bytes + head;
	answer->body_bytes = body;
	const char *connection = header(client->bytes, "connection");
	if (connection && strncasecmp(connection, "close", 5) == 0)
		hang_up(client);
	return true;
}

bool httpclient_post(struct httpclient *client, const char *path,
		     const char *json, size_t bytes,
		     struct httpclient_answer *answer, const char **cause)
{
	bool kept = client->fd >= 0;

	*answer = (struct httpclient_answer){0};
	if (!kept && !call(client, cause))
		return false;
	if (send_request(client, path, json, bytes) &&
	    read_answer(client, answer, cause))
		return true;
	hang_up(client);
	/* A kept connection may have been closed before we asked. */
	return kept && !client->size && call(client, cause) &&
	       send_request(client, path, json, bytes) &&
	       read_answer(client, answer, cause);
}
