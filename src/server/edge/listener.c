/* SPDX-License-Identifier: MIT */
#include "server/edge/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 4096 /* the system may allow fewer */

/* Answers are small and written whole: don't wait to fill a packet. What is
 * accepted has it from here. */
static void send_at_once(int fd)
{
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static bool set_up(int fd, const struct addrinfo *info)
{
	int on = 1, off = 0;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0)
		return false;
	/* "::" is every address there is, IPv4's too. */
	if (info->ai_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) != 0)
		return false;
	send_at_once(fd);
	return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	       fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
	       bind(fd, info->ai_addr, info->ai_addrlen) == 0 &&
	       listen(fd, BACKLOG) == 0;
}

static const char *cause(int error)
{
	switch (error) {
	case EADDRINUSE:
		return "the port is taken";
	case EADDRNOTAVAIL:
		return "this machine does not have that address";
	case EACCES:
		return "permission denied";
	default:
		return "the system refuses";
	}
}

static bool write_url(struct listener *listener, const char *scheme,
		      const char **why)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	char host[INET6_ADDRSTRLEN + 8], port[8];
	bool six;

	memset(&address, 0, size);
	if (getsockname(listener->fd, (struct sockaddr *)&address, &size) ||
	    getnameinfo((struct sockaddr *)&address, size, host, sizeof(host),
			port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV)) {
		*why = "the address can't be told";
		return false;
	}
	listener->port = (unsigned)strtoul(port, NULL, 10);
	six = strchr(host, ':') != NULL;
	snprintf(listener->url, sizeof(listener->url), "%s://%s%s%s:%s/",
		 scheme, six ? "[" : "", host, six ? "]" : "", port);
	return true;
}

bool listener_open(struct listener *listener, const char *address,
		   const char *port, const char *scheme, const char **why)
{
	struct addrinfo hints, *info;
	int error;

	memset(listener, 0, sizeof(*listener));
	listener->fd = -1;
	memset(&hints, 0, sizeof(hints));
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
	error = getaddrinfo(address, port, &hints, &info);
	if (error) {
		*why = "it is no numeric address";
		return false;
	}
	listener->fd = socket(info->ai_family, SOCK_STREAM, 0);
	if (listener->fd < 0 || !set_up(listener->fd, info)) {
		*why = cause(errno);
		listener_close(listener);
	}
	freeaddrinfo(info);
	if (listener->fd < 0)
		return false;
	if (!write_url(listener, scheme, why)) {
		listener_close(listener);
		return false;
	}
	return true;
}

bool listener_adopt(struct listener *listener, int fd, const char *scheme,
		    const char **why)
{
	memset(listener, 0, sizeof(*listener));
	listener->fd = fd;
	send_at_once(fd);
	if (write_url(listener, scheme, why))
		return true;
	listener_close(listener);
	return false;
}

void listener_close(struct listener *listener)
{
	if (listener->fd >= 0)
		close(listener->fd);
	listener->fd = -1;
}
