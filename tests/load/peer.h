/* SPDX-License-Identifier: MIT */
/*
 * peer.h: one TCP connection to a server on this machine, non-blocking: what
 * could not be sent yet, what has come and could not be handled yet. An idle
 * one holds no memory besides itself.
 *
 * Source addresses: a server may limit connections by address, and an address
 * has 28,000 ports; so a peer comes from the n-th address of 127.1.0.0/16.
 */
#ifndef LOAD_PEER_H
#define LOAD_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_SOURCES 60000u
#define PEER_ROOM_BYTES (256u * 1024u)
/* What is received goes here first; many peers share one. */
struct peer_room {
	unsigned char bytes[PEER_ROOM_BYTES];
};

struct peer_bytes {
	unsigned char *bytes;
	size_t size, room;
};

struct peer {
	int fd; /* -1: none */
	struct peer_bytes in, out;
};

void peer_init(struct peer *peer);
/* Closes; the peer may connect again. */
void peer_close(struct peer *peer);

/* Begins to connect; writable means that it has ended, then peer_connected()
 * says how. False with errno when there is no socket. */
__attribute__((warn_unused_result)) bool
peer_connect(struct peer *peer, unsigned port, unsigned source);
bool peer_connected(const struct peer *peer);

/* Sends, and keeps what does not go out at once for peer_flush(). False when
 * the connection has failed or memory runs out. */
__attribute__((warn_unused_result)) bool
peer_send(struct peer *peer, const void *bytes, size_t size);
__attribute__((warn_unused_result)) bool peer_flush(struct peer *peer);

enum peer_read {
	PEER_READ_ALL = 0,  /* the socket is empty now */
	PEER_READ_MORE = 1, /* and there may be more: read again */
	PEER_READ_END = -1, /* the server has closed */
	PEER_READ_FAILED = -2
};

/* All bytes that were not handled, old and new, until the next call on this
 * peer or this room. Also with _END there may be some. */
enum peer_read peer_read(struct peer *peer, struct peer_room *room,
			 const unsigned char **bytes, size_t *size);
/* Keeps the last `left` of the `size` bytes that peer_read() gave. */
__attribute__((warn_unused_result)) bool peer_keep(struct peer *peer,
						   const unsigned char *bytes,
						   size_t size, size_t left);

#endif
