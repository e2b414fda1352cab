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

void buf_add(struct buf *buf, const char *bytes, size_t size)
{
	size_t room = buf->size - 1 - buf->used;
	if (size > room) {
		size = room;
		while (size && ((unsigned char)bytes[size] & 0xC0u) == 0x80u)
			size--;
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

void buf_vformat(struct buf *buf, const char *format, va_list args)
{
	size_t room = buf->size - buf->used;
	int wrote = vsnprintf(buf->bytes + buf->used, room, format, args);
	if (wrote < 0) {
		buf->bytes[buf->used] = '\0';
		buf->cut = true;
	} else if ((size_t)wrote < room) {
		buf->used += (size_t)wrote;
	} else {
		buf->used = buf->size - 1;
		buf->cut = true;
	}
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vformat(buf, format, args);
	va_end(args);
}
