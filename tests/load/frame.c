/* SPDX-License-Identifier: MIT */
#include "load/frame.h"

#include <stdint.h>
#include <string.h>

#define CONTROL_BYTES_MAX 125u

static size_t put_size(unsigned char *out, size_t size)
{
	size_t i, bytes = size < 126 ? 0 : size <= 0xffff ? 2 : 8;

	if (bytes == 0) {
		out[0] = (unsigned char)size;
		return 1;
	}
	out[0] = bytes == 2 ? 126 : 127;
	for (i = 0; i < bytes; i++)
		out[1 + i] =
			(unsigned char)((uint64_t)size >> 8 * (bytes - 1 - i));
	return 1 + bytes;
}

size_t frame_write(const struct frame *frame, unsigned char *out)
{
	size_t at = 1 + put_size(out + 1, frame->size), i;

	out[0] = (unsigned char)((frame->final ? 0x80u : 0u) | frame->opcode);
	if (!frame->mask) {
		memmove(out + at, frame->payload, frame->size);
		return at + frame->size;
	}
	out[1] |= 0x80;
	memcpy(out + at, frame->mask, 4);
	at += 4;
	memmove(out + at, frame->payload, frame->size);
	for (i = 0; i < frame->size; i++)
		out[at + i] ^= frame->mask[i % 4];
	return at + frame->size;
}

static bool known(unsigned opcode)
{
	return opcode <= FRAME_BINARY ||
	       (opcode >= FRAME_CLOSE && opcode <= FRAME_PONG);
}

/* The shortest form only: RFC 6455, 5.2. */
static enum frame_read read_size(const unsigned char *bytes, size_t size,
				 size_t *at, uint64_t *payload)
{
	uint64_t least = 0;
	size_t i, more = 0;

	*payload = bytes[1];
	if (bytes[1] == 126) {
		more = 2;
		least = 126;
	} else if (bytes[1] == 127) {
		more = 8;
		least = 0x10000;
	}
	*at = 2 + more;
	if (more == 0)
		return FRAME_READ_OK;
	if (size < *at)
		return FRAME_READ_SHORT;
	for (*payload = 0, i = 0; i < more; i++)
		*payload = *payload << 8 | bytes[2 + i];
	return *payload < least || *payload > SIZE_MAX / 2 ? FRAME_READ_BAD
							   : FRAME_READ_OK;
}

enum frame_read frame_read(const unsigned char *bytes, size_t size,
			   struct frame *frame, size_t *used)
{
	enum frame_read status;
	uint64_t payload;
	size_t at;

	*used = 0;
	memset(frame, 0, sizeof(*frame));
	if (size < 2)
		return FRAME_READ_SHORT;
	frame->opcode = bytes[0] & 0x0fu;
	frame->final = (bytes[0] & 0x80) != 0;
	if ((bytes[0] & 0x70) || (bytes[1] & 0x80) || !known(frame->opcode))
		return FRAME_READ_BAD;
	if (frame->opcode >= FRAME_CLOSE &&
	    (!frame->final || bytes[1] > CONTROL_BYTES_MAX))
		return FRAME_READ_BAD;
	status = read_size(bytes, size, &at, &payload);
	if (status != FRAME_READ_OK)
		return status;
	if (size - at < payload)
		return FRAME_READ_SHORT;
	frame->payload = bytes + at;
	frame->size = (size_t)payload;
	*used = at + frame->size;
	return FRAME_READ_OK;
}
