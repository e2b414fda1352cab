/* SPDX-License-Identifier: MIT */
#include "abuse/swarm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in loopback(uint32_t address, int port)
{
	struct sockaddr_in in = {.sin_family = AF_INET};

	in.sin_port = htons((unsigned short)port);
	in.sin_addr.s_addr = htonl(address);
	return in;
}

int swarm_connect(const struct server *server, uint32_t from)
{
	struct sockaddr_in own = loopback(from, 0);
	struct sockaddr_in its = loopback(INADDR_LOOPBACK, server->port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) != 0 ||
	    connect(fd, (struct sockaddr *)&its, sizeof(its)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int swarm_chat(const struct server *server, uint32_t from)
{
	static struct response r;
	int fd = swarm_connect(server, from);

	if (fd < 0)
		return -1;
	client_say(fd, "GET /v1/chat HTTP/1.1\r\nHost: h\r\n" WS_USUAL WS_CHAT
		       "\r\n");
	client_read(fd, &r, true);
	if (r.status == 101)
		return fd;
	close(fd);
	return -1;
}

void swarm_say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return; /* its buffer is full, or it has ended: as we please */
}

bool swarm_ended(int fd)
{
	char bytes[4096];
	ssize_t n;

	do
		n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	while (n > 0);
	return n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool swarm_init(struct swarm *swarm, size_t count)
{
	swarm->count = count;
	swarm->fd = malloc(count * sizeof(*swarm->fd));
	for (size_t i = 0; swarm->fd && i < count; i++)
		swarm->fd[i] = -1;
	return swarm->fd != NULL;
}

size_t swarm_open(const struct swarm *swarm)
{
	size_t open = 0;

	for (size_t i = 0; i < swarm->count; i++)
		open += swarm->fd[i] >= 0 && !swarm_ended(swarm->fd[i]);
	return open;
}

void swarm_release(struct swarm *swarm)
{
	for (size_t i = 0; i < swarm->count; i++)
		if (swarm->fd[i] >= 0)
			close(swarm->fd[i]);
	free(swarm->fd);
	swarm->fd = NULL;
	swarm->count = 0;
}
