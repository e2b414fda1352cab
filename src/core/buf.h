/* SPDX-License-Identifier: MIT */
/*
 * buf.h: text that is put together in memory of a fixed size. What does not
 * fit is cut at a whole UTF-8 character and remembered in `cut`; nothing is
 * added behind a cut. The result is always NUL-terminated. Never allocates.
 */
#ifndef FAQ_BUF_H
#define FAQ_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *bytes;
	size_t used; /* without the NUL */
	size_t size; /* of the memory, NUL included; at least 1 */
	bool cut;
};

void buf_init(struct buf *buf, char *bytes, size_t size);
void buf_add(struct buf *buf, const char *bytes, size_t size);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_number(struct buf *buf, unsigned number); /* as %u */
__attribute__((format(printf, 2, 3))) void buf_format(struct buf *buf,
						      const char *format, ...);
__attribute__((format(printf, 2, 0))) void
buf_vformat(struct buf *buf, const char *format, va_list args);

#endif
