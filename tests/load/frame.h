/* SPDX-License-Identifier: MIT */
/*
 * frame.h: WebSocket frames as a client writes and reads them (RFC 6455, 5.2).
 *
 *	byte 0     FIN, three reserved bits, 4 bits of opcode
 *	byte 1     masked?, 7 bits: the size, or 126: 2, 127: 8 bytes follow
 *	           4 bytes of mask, when masked
 *	           the payload
 *
 * Functions of bytes: nothing is kept, nothing allocated. A writer may write
 * what the protocol forbids, for tests of servers; the reader is strict.
 */
#ifndef LOAD_FRAME_H
#define LOAD_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#define FRAME_HEAD_BYTES 14u /* at most, with the mask */

enum frame_opcode {
	FRAME_MORE_OF = 0, /* a continuation */
	FRAME_TEXT = 1,
	FRAME_BINARY = 2,
	FRAME_CLOSE = 8,
	FRAME_PING = 9,
	FRAME_PONG = 10
};

struct frame {
	unsigned opcode; /* an enum frame_opcode, or whatever a test wants */
	bool final;
	const unsigned char *mask; /* 4 bytes, or NULL: unmasked */
	const void *payload;
	size_t size;
};

/* Writes the frame to `out`, which holds FRAME_HEAD_BYTES + frame->size; the
 * payload may already lie there. Returns how many bytes that made. */
size_t frame_write(const struct frame *frame, unsigned char *out);

enum frame_read {
	FRAME_READ_OK = 0,
	FRAME_READ_SHORT = 1, /* the rest has not come yet */
	FRAME_READ_BAD = -1   /* no server may send this */
};

/* The first frame of `bytes`; its payload points into them. `used` is how many
 * it takes, 0 unless FRAME_READ_OK. */
enum frame_read frame_read(const unsigned char *bytes, size_t size,
			   struct frame *frame, size_t *used);

#endif
