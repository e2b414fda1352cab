/* SPDX-License-Identifier: MIT */
/*
 * script.h: frames sent to a fresh chat, and what must come back.
 *
 * Behind the frames a close with 1000 is sent, so that every script ends soon;
 * where the chat should not live on, only when it does.
 * What comes back is written as words:
 *
 *	error    a text frame that says what was wrong with the message
 *	answer   any other text frame
 *	pong     with the payload of a ping that was sent; else "wrong-pong"
 *	1002     a close frame with that code; 0: without a code
 *	end      the connection ended without a close frame
 */
#ifndef TEST_SCRIPT_H
#define TEST_SCRIPT_H

#include "abuse/abuse.h"

#include <stddef.h>

#define SCRIPT_FRAMES 12u

enum {
	FINAL = 0x80,
	RSV1 = 0x40,
	RSV2 = 0x20,
	RSV3 = 0x10
};

struct script_frame {
	int head;          /* the first byte: FINAL, reserved bits, opcode */
	const char *bytes; /* NULL: `size` asterisks */
	size_t size;
};

/* No protocol that we speak lets a peer go on after these. */
#define BROKEN "1002|end"

struct script {
	const char *name;
	struct script_frame frame[SCRIPT_FRAMES]; /* up to one of head 0 and
						     size 0 with NULL bytes */
	const char *expect; /* alternatives parted by '|' */
	size_t chop; /* bytes that go out at once; 0: a frame; 1: octets */
};

void script_run(struct abuse *abuse, const struct server *server,
		const struct script *script);

/* For scripts that don't fit: a chat, frames to it, and what came back. */
int script_open(const struct server *server);
void script_send(int fd, const struct script_frame *frame, size_t chop);
void script_judge(struct abuse *abuse, int fd, const char *name,
		  const struct script_frame *last_ping, const char *expect);

#define BYTES(head_, bytes_)                                                   \
	{                                                                      \
		head_, bytes_, sizeof(bytes_) - 1                              \
	}
#define STARS(head_, size_)                                                    \
	{                                                                      \
		head_, NULL, size_                                             \
	}

#endif
