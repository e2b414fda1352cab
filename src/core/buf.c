/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdio.h>
#include <string.h>

void buf_init(struct buf *buf, char *bytes, size_t size)
{
	buf->bytes = bytes;
	buf->used = 0;
	buf->size = size;
	buf->cut = false;
	bytes[0] = '\0';
}

/* The most of `size` bytes of UTF-8 that end with a whole character. */
static size_t whole(const char *bytes, size_t size)
{
	while (size && ((unsigned char)bytes[size] & 0xC0u) == 0x80u)
		size--;
	return size;
}

void buf_add(struct buf *buf, const char *bytes, size_t size)
{
	size_t room = buf->size - 1 - buf->used;
	if (buf->cut)
		return;
	if (size > room) {
		size = whole(bytes, room);
		buf->cut = true;
	}
	if (size)
		memcpy(buf->bytes + buf->used, bytes, size);
	buf->used += size;
	buf->bytes[buf->used] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

/* A lead byte says how many follow. */
static bool char_is_whole(const char *bytes, size_t size)
{
	unsigned char lead = (unsigned char)*bytes;
	size_t need = lead < 0xC0u   ? 1
		      : lead < 0xE0u ? 2
		      : lead < 0xF0u ? 3
				     : 4;
	return size >= need;
}

void buf_vformat(struct buf *buf, const char *format, va_list args)
{
	char *at = buf->bytes + buf->used;
	size_t room = buf->size - buf->used;
	if (buf->cut)
		return;
	int wrote = vsnprintf(at, room, format, args);
	if (wrote >= 0 && (size_t)wrote < room) {
		buf->used += (size_t)wrote;
		return;
	}
	/* What was left out is unknown: the last character goes when it may
	 * be a beginning only. */
	size_t kept = wrote < 0 ? 0 : room - 1;
	size_t last = kept;
	while (last && ((unsigned char)at[last - 1] & 0xC0u) == 0x80u)
		last--;
	if (last && !char_is_whole(at + last - 1, kept - last + 1))
		kept = last - 1;
	at[kept] = '\0';
	buf->used += kept;
	buf->cut = true;
}

void buf_number(struct buf *buf, unsigned number)
{
	char digits[10]; /* of UINT_MAX */
	size_t at = sizeof(digits);
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vformat(buf, format, args);
	va_end(args);
}
