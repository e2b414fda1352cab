/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "server/fake_desk.h"

#include "server/client.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static size_t length_of(const char *head)
{
	const char *at = strcasestr(head, "\r\ncontent-length:");

	return at ? strtoul(at + 17, NULL, 10) : 0;
}

/* A connection, with TLS or without. */
struct line {
	int fd;
	SSL *ssl; /* or NULL */
};

static ssize_t hear(const struct line *line, char *bytes, size_t room)
{
	return line->ssl ? SSL_read(line->ssl, bytes, (int)room)
			 : recv(line->fd, bytes, room, 0);
}

static void say(const struct line *line, const char *text)
{
	if (line->ssl)
		SSL_write(line->ssl, text, (int)strlen(text));
	else
		(void)!write(line->fd, text, strlen(text));
}

/* Head and body into `bytes`; the length of the head, 0: it hung up. */
static size_t read_request(const struct line *line, char *bytes, size_t room)
{
	size_t size = 0, head = 0;

	for (;;) {
		ssize_t got = hear(line, bytes + size, room - 1 - size);
		const char *end;

		if (got <= 0)
			return 0;
		size += (size_t)got;
		bytes[size] = '\0';
		end = strstr(bytes, "\r\n\r\n");
		if (!end)
			continue;
		head = (size_t)(end - bytes) + 4;
		if (size >= head + length_of(bytes))
			return head;
	}
}

static int note(struct fake_desk *desk, char *bytes, size_t head)
{
	struct fake_call *call;
	int status = 200;

	pthread_mutex_lock(&desk->lock);
	call = &desk->call[desk->count % FAKE_DESK_CALLS];
	snprintf(call->body, sizeof(call->body), "%.2047s", bytes + head);
	bytes[head] = '\0';
	snprintf(call->head, sizeof(call->head), "%.2047s", bytes);
	sscanf(bytes, "%*s %127s", call->path);
	if (desk->answers && *desk->answers) {
		char *end;

		status = (int)strtol(desk->answers, &end, 10);
		desk->answers = end;
	}
	desk->count++;
	pthread_cond_broadcast(&desk->came);
	pthread_mutex_unlock(&desk->lock);
	return status;
}

static void answer(struct fake_desk *desk, const struct line *line)
{
	static const char form[] = "HTTP/1.1 %d Such\r\nContent-Length: 2\r\n"
				   "Location: http://127.0.0.1/else\r\n%s"
				   "Connection: close\r\n\r\n{}";
	static char bytes[128 * 1024];
	char text[256];
	size_t head = read_request(line, bytes, sizeof(bytes));
	int status = head ? note(desk, bytes, head) : 0;

	if (!status)
		return;
	if (status < 0) {
		(void)hear(line, text, sizeof(text));
		return;
	}
	snprintf(text, sizeof(text), form, status,
		 status == 429 ? "Retry-After: 7\r\n" : "");
	say(line, text);
}

static void serve(struct fake_desk *desk, int fd)
{
	struct line line = {.fd = fd};

	if (desk->secure)
		line.ssl = SSL_new(desk->secure);
	if (!line.ssl ||
	    (SSL_set_fd(line.ssl, fd) == 1 && SSL_accept(line.ssl) == 1))
		answer(desk, &line);
	SSL_free(line.ssl);
	close(fd);
}

static void *run(void *context)
{
	struct fake_desk *desk = context;
	int fd;

	while ((fd = accept(desk->fd, NULL, NULL)) >= 0)
		serve(desk, fd);
	return NULL;
}

bool fake_desk_open(struct fake_desk *desk)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t size = sizeof(at);
	pthread_condattr_t how;

	memset(desk, 0, sizeof(*desk));
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	desk->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (desk->fd < 0 || bind(desk->fd, (struct sockaddr *)&at, size) ||
	    listen(desk->fd, 16) ||
	    getsockname(desk->fd, (struct sockaddr *)&at, &size))
		return false;
	desk->port = ntohs(at.sin_port);
	pthread_mutex_init(&desk->lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&desk->came, &how);
	pthread_condattr_destroy(&how);
	return pthread_create(&desk->thread, NULL, run, desk) == 0;
}

void fake_desk_close(struct fake_desk *desk)
{
	shutdown(desk->fd, SHUT_RDWR);
	pthread_join(desk->thread, NULL);
	close(desk->fd);
	pthread_cond_destroy(&desk->came);
	pthread_mutex_destroy(&desk->lock);
}

void fake_desk_answer(struct fake_desk *desk, const char *answers)
{
	pthread_mutex_lock(&desk->lock);
	desk->answers = answers;
	pthread_mutex_unlock(&desk->lock);
}

bool fake_desk_wait(struct fake_desk *desk, size_t count)
{
	struct timespec until;
	bool there;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_MS / 1000;
	pthread_mutex_lock(&desk->lock);
	while (desk->count < count &&
	       pthread_cond_timedwait(&desk->came, &desk->lock, &until) == 0)
		;
	there = desk->count >= count;
	pthread_mutex_unlock(&desk->lock);
	return there;
}
