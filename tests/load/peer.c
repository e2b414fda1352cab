/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* IP_BIND_ADDRESS_NO_PORT */
#include "load/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define KEPT_BYTES_MAX (4u * 1024u * 1024u)
#define SOURCE_FIRST 0x7f010001u /* 127.1.0.1 */

static void forget(struct peer_bytes *kept)
{
	free(kept->bytes);
	memset(kept, 0, sizeof(*kept));
}

static bool keep(struct peer_bytes *kept, const void *bytes, size_t size)
{
	size_t room = kept->size + size;
	unsigned char *more;

	if (size == 0)
		return true;
	if (room > KEPT_BYTES_MAX)
		return false;
	if (room > kept->room) {
		more = realloc(kept->bytes, room);
		if (!more)
			return false;
		kept->bytes = more;
		kept->room = room;
	}
	memcpy(kept->bytes + kept->size, bytes, size);
	kept->size = room;
	return true;
}

void peer_init(struct peer *peer)
{
	memset(peer, 0, sizeof(*peer));
	peer->fd = -1;
}

void peer_close(struct peer *peer)
{
	if (peer->fd >= 0)
		close(peer->fd);
	forget(&peer->in);
	forget(&peer->out);
	peer->fd = -1;
}

/* The port is chosen by connect(), which knows the whole four-tuple. */
static bool bind_source(int fd, unsigned source)
{
	struct sockaddr_in from = {.sin_family = AF_INET};
	int on = 1;

	from.sin_addr.s_addr = htonl(SOURCE_FIRST + source % PEER_SOURCES);
	return setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on,
			  sizeof(on)) == 0 &&
	       setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
	       bind(fd, (struct sockaddr *)&from, sizeof(from)) == 0;
}

bool peer_connect(struct peer *peer, unsigned port, unsigned source)
{
	struct sockaddr_in to = {.sin_family = AF_INET};

	to.sin_port = htons((unsigned short)port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	peer->fd =
		socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (peer->fd < 0)
		return false;
	if (bind_source(peer->fd, source) &&
	    (connect(peer->fd, (struct sockaddr *)&to, sizeof(to)) == 0 ||
	     errno == EINPROGRESS))
		return true;
	peer_close(peer);
	return false;
}

bool peer_connected(const struct peer *peer)
{
	int error = 0;
	socklen_t size = sizeof(error);

	return getsockopt(peer->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 &&
	       error == 0;
}

static bool send_some(struct peer *peer, const unsigned char *bytes,
		      size_t size, size_t *sent)
{
	*sent = 0;
	while (*sent < size) {
		ssize_t n = send(peer->fd, bytes + *sent, size - *sent,
				 MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return true;
		if (n < 0)
			return false;
		*sent += (size_t)n;
	}
	return true;
}

bool peer_send(struct peer *peer, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	size_t sent = 0;

	if (peer->out.size == 0 && !send_some(peer, at, size, &sent))
		return false;
	return keep(&peer->out, at + sent, size - sent);
}

bool peer_flush(struct peer *peer)
{
	struct peer_bytes *out = &peer->out;
	size_t sent;

	if (out->size == 0)
		return true;
	if (!send_some(peer, out->bytes, out->size, &sent))
		return false;
	out->size -= sent;
	memmove(out->bytes, out->bytes + sent, out->size);
	if (out->size == 0)
		forget(out);
	return true;
}

enum peer_read peer_read(struct peer *peer, struct peer_room *room,
			 const unsigned char **bytes, size_t *size)
{
	struct peer_bytes *in = &peer->in;
	ssize_t n = recv(peer->fd, room->bytes, sizeof(room->bytes), 0);
	enum peer_read result = PEER_READ_ALL;

	*bytes = in->bytes;
	*size = in->size;
	if (n < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK
			       ? PEER_READ_ALL
			       : PEER_READ_FAILED;
	if (n == 0)
		return PEER_READ_END;
	if ((size_t)n == sizeof(room->bytes))
		result = PEER_READ_MORE;
	if (in->size == 0) {
		*bytes = room->bytes;
		*size = (size_t)n;
		return result;
	}
	if (!keep(in, room->bytes, (size_t)n))
		return PEER_READ_FAILED;
	*bytes = in->bytes;
	*size = in->size;
	return result;
}

bool peer_keep(struct peer *peer, const unsigned char *bytes, size_t size,
	       size_t left)
{
	struct peer_bytes *in = &peer->in;

	if (left == 0) {
		forget(in);
		return true;
	}
	if (in->bytes != bytes)
		return keep(in, bytes + size - left, left);
	memmove(in->bytes, in->bytes + size - left, left);
	in->size = left;
	return true;
}
